//! The site: centre (中心), station (工作站) or room (工作室), with its name by rule and its settings.

use uuid::Uuid;

use crate::desk::{Site, Tx, View, key, subject};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};

/// Level of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// 县级公共法律服务中心.
    Centre,
    /// 乡镇（街道）公共法律服务工作站.
    Station,
    /// 村（居）公共法律服务工作室.
    Room,
}

impl Tier {
    /// Finds the tier with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Centre, Self::Station, Self::Room]
            .into_iter()
            .find(|tier| tier.code() == code)
    }

    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Station => "station",
            Self::Room => "room",
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Centre => "公共法律服务中心",
            Self::Station => "公共法律服务工作站",
            Self::Room => "公共法律服务工作室",
        }
    }

    /// Words an area of this level ends with.
    fn area_endings(self) -> &'static [&'static str] {
        match self {
            Self::Centre => &["县", "市", "区", "旗"],
            Self::Station => &["乡", "镇", "街道", "苏木"],
            Self::Room => &["村", "社区", "居委会", "嘎查"],
        }
    }

    /// Returns the rule the name follows.
    ///
    /// 依据：公共法律服务实体平台建设的统一名称要求（各级平台统一名称、统一标识）.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Centre => "统称为“××县（市、区）公共法律服务中心”",
            Self::Station => "统一为“××乡镇（街道）公共法律服务工作站”",
            Self::Room => "统一为“××村（居）公共法律服务工作室”",
        }
    }
}

/// Longest area name in code points.
const AREA_MAX: usize = 30;

/// Composes the name of a site by rule; an area typed with the suffix is accepted.
///
/// # Errors
/// `site.area_empty`, `site.area_too_long`, `site.area_ending`, all at `area`.
pub fn compose_name(tier: Tier, area: &str) -> Result<String> {
    let area: String = area.chars().filter(|c| !c.is_whitespace()).collect();
    let area = area.strip_suffix(tier.suffix()).unwrap_or(&area);
    if area.is_empty() {
        return Err(Error::at("site.area_empty", "area"));
    }
    if area.chars().count() > AREA_MAX || area.chars().any(char::is_control) {
        return Err(Error::at("site.area_too_long", "area"));
    }
    if !tier
        .area_endings()
        .iter()
        .any(|ending| area.ends_with(ending))
    {
        return Err(Error::at("site.area_ending", "area").with(tier.rule()));
    }
    Ok(format!("{area}{}", tier.suffix()))
}

/// Checks the two letters at the head of ticket numbers; I, O and U are none of them.
///
/// # Errors
/// `site.segment`, at `segment`.
pub fn check_segment(segment: &str) -> Result<String> {
    let segment = segment.trim().to_ascii_uppercase();
    let fine = segment.len() == 2
        && segment
            .chars()
            .all(|letter| crate::number::LETTERS.contains(letter));
    if fine {
        Ok(segment)
    } else {
        Err(Error::at("site.segment", "segment"))
    }
}

/// What set-up says about the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSite {
    pub tier: Tier,
    pub area: String,
    pub segment: String,
    pub address: String,
    pub phone: String,
    pub complaint_phone: String,
}

/// Minutes without a key until the desk locks, unless set otherwise.
pub const LOCK_AFTER_MINUTES: u32 = 10;

/// Enters the site into an empty journal.
///
/// # Errors
/// Those of [`compose_name`] and [`check_segment`].
pub fn found(tx: &mut Tx<'_>, new: &NewSite) -> Result<Uuid> {
    let name = compose_name(new.tier, &new.area)?;
    let segment = check_segment(&new.segment)?;
    let id = tx.new_id();
    let body = Record::setting([
        ("tier", Value::text(new.tier.code())),
        ("name", Value::text(&name)),
        ("segment", Value::text(&segment)),
        ("address", Value::text(new.address.trim())),
        ("phone", Value::text(new.phone.trim())),
        ("complaint_phone", Value::text(new.complaint_phone.trim())),
        (
            "lock_after_minutes",
            Value::Int(i64::from(LOCK_AFTER_MINUTES)),
        ),
    ]);
    tx.set_local(key::SITE, &id.to_string())?;
    tx.append(subject::SITE, id, "site.set", &body, Vec::new())?;
    Ok(id)
}

/// Changes to the settings of a site; its name, tier and segment stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteChanges {
    pub address: String,
    pub phone: String,
    pub complaint_phone: String,
    /// 1 to 60.
    pub lock_after_minutes: u32,
    /// Working days by window code; 0 for no promise, at most 365.
    pub promised_days: Vec<(String, u32)>,
}

/// Stores changed settings.
///
/// # Errors
/// `right.missing`, `setting.lock_after`, `setting.promised_days`, `setting.window`, `record.changed_meanwhile`.
pub fn change(tx: &mut Tx<'_>, version: u32, changes: &SiteChanges) -> Result<()> {
    tx.actor()
        .require(crate::account::role::Right::ManageSettings)?;
    let site = tx.view().site.clone();
    if site.version != version {
        return Err(Error::refused("record.changed_meanwhile"));
    }
    if !(1..=60).contains(&changes.lock_after_minutes) {
        return Err(Error::at("setting.lock_after", "lock_after_minutes"));
    }
    let mut fields = vec![
        ("address".to_owned(), Value::text(changes.address.trim())),
        ("phone".to_owned(), Value::text(changes.phone.trim())),
        (
            "complaint_phone".to_owned(),
            Value::text(changes.complaint_phone.trim()),
        ),
        (
            "lock_after_minutes".to_owned(),
            Value::Int(i64::from(changes.lock_after_minutes)),
        ),
    ];
    for (window, days) in &changes.promised_days {
        if *days > 365 {
            return Err(Error::at(
                "setting.promised_days",
                format!("promised_days.{window}"),
            ));
        }
        if crate::window::find(window).is_none() {
            return Err(Error::at("setting.window", "promised_days"));
        }
        fields.push((format!("promised.{window}"), Value::Int(i64::from(*days))));
    }
    tx.set(subject::SITE, site.id, "site.set", &Record::setting(fields))?;
    Ok(())
}

/// Reads the site of this device.
pub fn read(view: &View<'_>) -> Result<Site> {
    let Ok(id) = Uuid::parse_str(&view.local(key::SITE)?) else {
        return Ok(Site::default());
    };
    let entries = crate::storage::series::list_of_subject(view.connection, id.as_bytes())?.entries;
    let folded = crate::journal::fold(&entries);
    let promised_days = folded
        .fields
        .iter()
        .filter_map(|(field, state)| {
            let days = state.value().as_int()?;
            Some((
                field.strip_prefix("promised.")?.to_owned(),
                days.clamp(0, 365) as u32,
            ))
        })
        .collect();
    Ok(Site {
        id,
        version: entries.len() as u32,
        tier: folded.text("tier").to_owned(),
        name: folded.text("name").to_owned(),
        segment: folded.text("segment").to_owned(),
        address: folded.text("address").to_owned(),
        phone: folded.text("phone").to_owned(),
        complaint_phone: folded.text("complaint_phone").to_owned(),
        lock_after_minutes: folded
            .value("lock_after_minutes")
            .as_int()
            .unwrap_or(0)
            .clamp(1, 60) as u32,
        promised_days,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rule_of_their_level() {
        for (tier, area, expected) in [
            (Tier::Centre, "云川县", "云川县公共法律服务中心"),
            (
                Tier::Centre,
                " 云川县公共法律服务中心 ",
                "云川县公共法律服务中心",
            ),
            (Tier::Station, "青石镇", "青石镇公共法律服务工作站"),
            (Tier::Station, "河口街道", "河口街道公共法律服务工作站"),
            (Tier::Room, "文昌社区", "文昌社区公共法律服务工作室"),
        ] {
            assert_eq!(compose_name(tier, area).unwrap(), expected);
        }
    }

    #[test]
    fn an_area_of_another_level_is_refused_with_the_rule() {
        for (tier, area, code) in [
            (Tier::Centre, "青石镇", "site.area_ending"),
            (Tier::Station, "云川县", "site.area_ending"),
            (Tier::Room, "", "site.area_empty"),
            (Tier::Centre, &"长".repeat(40), "site.area_too_long"),
        ] {
            assert_eq!(compose_name(tier, area).unwrap_err().code(), code);
        }
    }

    #[test]
    fn a_segment_is_two_letters() {
        assert_eq!(check_segment(" yc ").unwrap(), "YC");
        for wrong in ["", "Y", "YCX", "1C", "云川", "YI", "OC", "UU"] {
            assert_eq!(check_segment(wrong).unwrap_err().code(), "site.segment");
        }
    }
}
