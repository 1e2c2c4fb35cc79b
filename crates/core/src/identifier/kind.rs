/// Which document a person showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdKind {
    /// 居民身份证, 18 characters.
    ResidentId,
    /// 居民身份证（15位旧号）, entered as it stands on an old paper.
    ResidentId15,
    /// 港澳台居民居住证, 18 characters with area 810000, 820000 or 830000.
    HmtResidence,
    /// 外国人永久居留身份证: 18 characters that begin with 9, or the older 15.
    ForeignPermanent,
    /// 护照.
    Passport,
    /// 往来通行证 (港澳居民来往内地通行证, 台湾居民来往大陆通行证 and the like).
    TravelPermit,
    /// 军官证.
    Officer,
    /// 士兵证.
    Soldier,
    /// 户口簿.
    HouseholdBook,
    /// 残疾人证: identity number, kind digit, grade digit.
    DisabilityCard,
    /// Any other paper; its name (释放证明书, 工作证) is kept beside it.
    Other,
    /// 无证件; the reason is kept beside it.
    None,
}

/// Codes and names are kept in one table so that no kind can lack one of them.
const KINDS: [(IdKind, &str, &str); 12] = [
    (IdKind::ResidentId, "resident_id", "居民身份证"),
    (
        IdKind::ResidentId15,
        "resident_id_15",
        "居民身份证（15位旧号）",
    ),
    (IdKind::HmtResidence, "hmt_residence", "港澳台居民居住证"),
    (
        IdKind::ForeignPermanent,
        "foreign_permanent",
        "外国人永久居留身份证",
    ),
    (IdKind::Passport, "passport", "护照"),
    (IdKind::TravelPermit, "travel_permit", "往来通行证"),
    (IdKind::Officer, "officer", "军官证"),
    (IdKind::Soldier, "soldier", "士兵证"),
    (IdKind::HouseholdBook, "household_book", "户口簿"),
    (IdKind::DisabilityCard, "disability_card", "残疾人证"),
    (IdKind::Other, "other", "其他"),
    (IdKind::None, "none", "无证件"),
];

impl IdKind {
    /// Lists every kind in the order of the select box.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|(kind, _, _)| *kind)
    }

    /// Returns the stable code that is stored and exchanged.
    pub fn code(self) -> &'static str {
        KINDS[self as usize].1
    }

    /// Returns the Chinese name that screens and papers show.
    pub fn name(self) -> &'static str {
        KINDS[self as usize].2
    }

    /// Finds the kind with this stable code.
    pub fn from_code(code: &str) -> Option<Self> {
        KINDS
            .iter()
            .find(|(_, known, _)| *known == code)
            .map(|(kind, _, _)| *kind)
    }

    /// Finds the kind named by a word of a paper or a list, with the description it carries.
    ///
    /// A word that is no kind of its own, such as 工作证 or 其他（释放证明书）, is [`IdKind::Other`] described by it;
    /// 未提供 and an empty word are [`IdKind::None`].
    pub fn from_name(name: &str) -> (Self, Option<String>) {
        let name = name.trim();
        if name.is_empty() || name == "未提供" {
            return (Self::None, None);
        }
        if let Some((kind, _, _)) = KINDS.iter().find(|(_, _, known)| *known == name) {
            return (*kind, None);
        }
        let inner = name
            .strip_prefix("其他")
            .map(|rest| rest.trim_matches(['（', '）', '(', ')', '：', ':', ' ']));
        (Self::Other, Some(inner.unwrap_or(name).to_owned()))
    }

    /// Tells whether the kind says too little without a description of the paper.
    pub fn needs_description(self) -> bool {
        self == Self::Other
    }

    /// Tells whether the caller must ask why there is no document.
    pub fn needs_reason(self) -> bool {
        self == Self::None
    }
}
