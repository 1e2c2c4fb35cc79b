//! Set-up, login, lock.

use fachuang_core::account::password::PasswordRules;
use fachuang_core::account::recovery::RecoveryCode;
use fachuang_core::account::role::{Right, Role};
use fachuang_core::account::slot::{DatabaseKey, PasswordOrigin, SlotFile};
use fachuang_core::chance::draw;
use fachuang_core::desk::{Actor, Desk, Device, key};
use fachuang_core::error::Error;
use fachuang_core::exchange::peer;
use fachuang_core::number::DeviceMark;
use fachuang_core::site::{self, NewSite, Tier};
use fachuang_core::staff::{self, StaffData};
use fachuang_core::storage::connect::{Database, migrate};
use fachuang_core::storage::durable::rename_durably;
use fachuang_core::storage::identity::Identity;
use fachuang_core::storage::place::check_place;
use fachuang_core::storage::whereabouts::Found;
use fachuang_core::storage::{MIGRATIONS, SCHEMA};
use fachuang_core::time;
use uuid::Uuid;

use super::restore::{needs_restore, trouble};
use super::second::{normal_login, prove};
use super::setting::check_desk_name;
use crate::front::{Answer, Front, Open, SHOWN_FILE};
use crate::refusal::Refusal;
use crate::wire::Nothing;
use crate::wire::account::{
    ChangePassword, LogIn, LogInWithRecovery, Session, SetUp, SetUpDone, SiteName, SiteNameParts,
    Stage, Status,
};

pub fn status(front: &mut Front, _: Nothing) -> Answer<Status> {
    let now_ms = front.now_ms();
    let trouble = trouble(front);
    let stage = match (&front.open, &trouble, front.is_set_up()) {
        (Some(_), ..) => Stage::Open,
        (None, Some(_), _) => Stage::Damaged,
        (None, None, true) => Stage::Locked,
        (None, None, false) => Stage::SetUp,
    };
    let (trouble_text, trouble_hint) = match &trouble {
        Some(code) => crate::message::sentence(code, ""),
        None => Default::default(),
    };
    let name =
        |file: &str| std::fs::read_to_string(front.host.data_dir.join(file)).unwrap_or_default();
    let shown = name(SHOWN_FILE);
    let (site_name, desk_name) = shown.split_once('\n').unwrap_or_default();
    Ok(Status {
        stage,
        trouble: trouble.unwrap_or_default(),
        trouble_text,
        trouble_hint,
        site_name: site_name.to_owned(),
        program_version: front.host.program_version.clone(),
        today: time::day_of(now_ms).to_string(),
        now: time::to_text(now_ms),
        wait_seconds: ((front.wait_until_ms - now_ms).max(0) as u64)
            .div_ceil(1000)
            .min(86_400) as u32,
        desk_name: desk_name.trim().to_owned(),
    })
}

pub(crate) fn keep_shown_names(front: &Front) -> Answer<()> {
    let (desk, _) = front.desk()?;
    let text = format!(
        "{}\n{}\n",
        desk.site().name,
        desk.view().local(key::DESK_NAME)?
    );
    let path = front.host.data_dir.join(SHOWN_FILE);
    fachuang_core::storage::durable::write_durably(&path, text.as_bytes()).map_err(Error::from)?;
    Ok(())
}

fn tier(code: &str) -> Answer<Tier> {
    Tier::from_code(code).ok_or_else(|| Refusal::at("choice.unknown", "tier"))
}

pub fn compose_site_name(_: &mut Front, parts: SiteNameParts) -> Answer<SiteName> {
    let tier = tier(&parts.tier)?;
    Ok(SiteName {
        name: site::compose_name(tier, &parts.area)?,
        rule: tier.rule().to_owned(),
    })
}

pub fn set_up(front: &mut Front, wish: SetUp) -> Answer<SetUpDone> {
    if front.is_set_up() {
        return Err(Refusal::of("setup.done_already"));
    }
    let tier = tier(&wish.tier)?;
    let name = site::compose_name(tier, &wish.area)?;
    site::check_segment(&wish.segment)?;
    let mark = DeviceMark::parse(&wish.device_mark)
        .map_err(|_| Refusal::at("setup.device_mark", "device_mark"))?;
    let desk_name = check_desk_name(&wish.desk_name)?;
    let login = wish.admin_login.trim().to_ascii_lowercase();
    if login.is_empty() {
        return Err(Refusal::at("staff.login", "admin_login"));
    }
    PasswordRules::default()
        .check(&login, &wish.admin_password)
        .map_err(|fault| Refusal::at(fault.code(), "admin_password"))?;
    std::fs::create_dir_all(&front.host.data_dir).map_err(Error::from)?;
    let directory = front.host.data_dir.canonicalize().map_err(Error::from)?;
    check_place(&directory, &front.host.mountinfo).map_err(|fault| Refusal::of(fault.code()))?;

    let path = front.database_path();
    if path.exists() {
        // Left over from a set-up that was cut off before its keys were written: nobody can open it.
        let aside = path.with_extension(format!("unfinished-{}", front.now_ms()));
        rename_durably(&path, &aside).map_err(Error::from)?;
    }
    let mut random = front.random();
    let database_id = Uuid::from_bytes(draw(&mut random));
    let cost = front.measured_cost();
    let (slots, database_key, recovery) =
        SlotFile::create(database_id, &login, &wish.admin_password, cost, &mut random)
            .map_err(Error::from)?;
    let admin = Uuid::from_bytes(uuid_v7(front.now_ms(), &mut random));
    let mut connection = Database::at(&path, &database_key, SCHEMA)
        .create()
        .map_err(Error::from)?;
    migrate(&mut connection, MIGRATIONS).map_err(Error::from)?;
    let device = Device {
        // Never zero, which would read as "no device".
        id: u32::from_le_bytes(draw(&mut random)) | 1,
        epoch: 0,
        mark: mark.as_str().to_owned(),
        name: desk_name.to_owned(),
    };
    Desk::install(&connection, &device)?;
    let mut desk = Desk::start(connection, front.clock(), front.chance())?;
    let actor = Actor {
        id: admin,
        name: wish.admin_name.clone(),
        role: Role::Admin.code().to_owned(),
    };
    desk.write(&actor, |tx| {
        site::found(
            tx,
            &NewSite {
                tier,
                area: wish.area.clone(),
                segment: wish.segment.clone(),
                address: wish.address.clone(),
                phone: wish.phone.clone(),
                complaint_phone: wish.complaint_phone.clone(),
            },
        )?;
        let data = StaffData::new(&login, &wish.admin_name, Role::Admin);
        let segment = site::check_segment(&wish.segment)?;
        staff::found(tx, admin, &segment, &data).map_err(at_admin)?;
        tx.set_local(key::KDF_COST, &cost.to_text())?;
        tx.log_access("set_up", "", "")
    })?;
    slots.save(&front.host.data_dir).map_err(Error::from)?;
    keep_generation(&mut desk, &actor, &slots)?;
    let code = recovery.reveal().to_string();
    let staff = staff::get(&desk.view(), admin)?;
    front.open = Some(Open {
        desk,
        key: database_key,
        actor,
        staff,
        must_change: false,
        found: Found::Here,
    });
    keep_shown_names(front)?;
    front.lock();
    Ok(SetUpDone {
        site_name: name,
        recovery_code: code,
    })
}

fn at_admin(fault: Error) -> Error {
    match fault {
        Error::Refused {
            code,
            field,
            detail,
        } => Error::Refused {
            code,
            field: format!("admin_{field}"),
            detail,
        },
        other => other,
    }
}

fn uuid_v7(now_ms: i64, random: &mut dyn fachuang_core::chance::Random) -> [u8; 16] {
    let bytes: [u8; 10] = draw(random);
    *uuid::Builder::from_unix_timestamp_millis(now_ms.max(0) as u64, &bytes)
        .into_uuid()
        .as_bytes()
}

pub(crate) fn keep_generation(desk: &mut Desk, actor: &Actor, slots: &SlotFile) -> Answer<()> {
    let generation = slots.generation().to_string();
    desk.write(actor, |tx| tx.set_local(key::SLOT_GENERATION, &generation))?;
    Ok(())
}

pub fn log_in(front: &mut Front, wish: LogIn) -> Answer<Session> {
    if !front.is_set_up() {
        return Err(Refusal::of("desk.not_set_up"));
    }
    let mut slots = front.slots()?;
    let login = normal_login(&wish.login);
    let unlocked = prove(front, &slots, &login, &wish.password, "password")?;
    let (key, must_change) = (unlocked.key, unlocked.must_change);
    enter(front, &slots, key, &login, must_change, "login")?;
    if slots.should_refresh(&login, front.cost()) {
        let origin = match must_change {
            true => PasswordOrigin::OneTime,
            false => PasswordOrigin::Owner,
        };
        seal_anew(front, &mut slots, &login, &wish.password, origin)?;
    }
    show(front)
}

/// Seals the slot of an account under a password at today's cost; an account without a slot gets one.
pub(crate) fn seal_anew(
    front: &mut Front,
    slots: &mut SlotFile,
    login: &str,
    password: &str,
    origin: PasswordOrigin,
) -> Answer<()> {
    let (mut random, cost, directory) = (front.random(), front.cost(), front.host.data_dir.clone());
    let open = front.open()?;
    let known = slots.logins().any(|known| known == login);
    if known {
        slots.replace_slot(&open.key, login, password, origin, cost, &mut random)
    } else {
        slots.add_slot(&open.key, login, password, origin, cost, &mut random)
    }
    .map_err(Error::from)?;
    slots.save(&directory).map_err(Error::from)?;
    let actor = open.actor.clone();
    keep_generation(&mut open.desk, &actor, slots)
}

fn enter(
    front: &mut Front,
    slots: &SlotFile,
    database_key: DatabaseKey,
    login: &str,
    must_change: bool,
    action: &str,
) -> Answer<Session> {
    // One person at a time: whoever was here before leaves.
    front.lock();
    let mut desk = match front.start(&database_key, slots) {
        Ok(desk) => desk,
        Err(refusal) => {
            if needs_restore(&refusal.code) {
                front.trouble = Some(refusal.code.clone());
            }
            return Err(refusal);
        }
    };
    let Some(staff) = staff::find_by_login(&desk.view(), login)?.filter(|staff| staff.active)
    else {
        return Err(Refusal::at("login.wrong", "password"));
    };
    let actor = Actor {
        id: staff.id,
        name: staff.name.clone(),
        role: staff.role.clone(),
    };
    let found = front
        .whereabouts
        .compare(&desk.view().local(key::WHEREABOUTS)?);
    let whereabouts = front.whereabouts.to_text();
    desk.write(&actor, |tx| {
        if matches!(found, Found::First | Found::Here) {
            tx.set_local(key::WHEREABOUTS, &whereabouts)?;
        }
        tx.log_access(action, "", "")
    })?;
    Identity::of(desk.view().connection)?
        .save(&front.host.data_dir)
        .map_err(Error::from)?;
    front.trouble = None;
    front.open = Some(Open {
        desk,
        key: database_key,
        actor,
        staff,
        must_change,
        found,
    });
    front.log_backups();
    front.resume_import();
    show(front)
}

pub fn log_in_with_recovery(front: &mut Front, wish: LogInWithRecovery) -> Answer<Session> {
    if !front.is_set_up() {
        return Err(Refusal::of("desk.not_set_up"));
    }
    let mut slots = front.slots()?;
    let code = RecoveryCode::parse(&wish.recovery_code)
        .map_err(|fault| Refusal::at(fault.code(), "recovery_code"))?;
    let key = slots
        .unlock_with_recovery(&code)
        .map_err(|fault| Refusal::at(Error::from(fault).code(), "recovery_code"))?;
    let login = wish.login.trim().to_ascii_lowercase();
    PasswordRules::default()
        .check(&login, &wish.new_password)
        .map_err(|fault| Refusal::at(fault.code(), "new_password"))?;
    let desk = front.start(&key, &slots)?;
    if staff::find_by_login(&desk.view(), &login)?.is_none_or(|staff| !staff.active) {
        return Err(Refusal::at("staff.not_found", "login"));
    }
    drop(desk);
    enter(front, &slots, key, &login, false, "login_with_recovery")?;
    let owner = PasswordOrigin::Owner;
    seal_anew(front, &mut slots, &login, &wish.new_password, owner)?;
    let mut attempts = front.attempts()?;
    attempts.succeeded(&login);
    attempts.save(&front.host.data_dir).map_err(Error::from)?;
    show(front)
}

pub fn lock(front: &mut Front, _: Nothing) -> Answer<Nothing> {
    if front.open.is_some() {
        front.write(|tx| tx.log_access("lock", "", ""))?;
    }
    front.lock();
    Ok(Nothing {})
}

pub fn session(front: &mut Front, _: Nothing) -> Answer<Session> {
    show(front)
}

pub(crate) fn show(front: &Front) -> Answer<Session> {
    let open = front
        .open
        .as_ref()
        .ok_or_else(|| Refusal::of("session.locked"))?;
    let view = open.desk.view();
    let role = Role::from_code(&open.staff.role);
    let site = open.desk.site();
    Ok(Session {
        account_id: open.staff.id.to_string(),
        login: open.staff.login.clone(),
        name: open.staff.name.clone(),
        role: open.staff.role.clone(),
        role_name: super::show::role_name(&open.staff.role).to_owned(),
        rights: Right::all()
            .filter(|right| role.is_some_and(|role| role.may(*right)))
            .map(|right| super::show::right_code(right).to_owned())
            .collect(),
        windows: open.staff.windows.clone(),
        must_change_password: open.must_change,
        lock_after_minutes: site.lock_after_minutes,
        site_name: site.name.clone(),
        desk_name: view.local(key::DESK_NAME)?,
        tier: site.tier.clone(),
        rules_by: peer::superior(view.connection)?
            .map(|centre| centre.site_name)
            .unwrap_or_default(),
        large_print: view.local(key::LARGE_PRINT)? == "true",
        found_elsewhere: match open.found {
            Found::First | Found::Here => String::new(),
            Found::OtherMachine => "machine".to_owned(),
            Found::OtherFolder => "folder".to_owned(),
        },
    })
}

pub fn change_password(front: &mut Front, wish: ChangePassword) -> Answer<Nothing> {
    let mut slots = front.slots()?;
    let login = front.open()?.staff.login.clone();
    slots
        .unlock(&login, &wish.old_password)
        .map_err(|_| Refusal::at("login.wrong", "old_password"))?;
    PasswordRules::default()
        .check(&login, &wish.new_password)
        .map_err(|fault| Refusal::at(fault.code(), "new_password"))?;
    if wish.new_password == wish.old_password {
        return Err(Refusal::at("password.unchanged", "new_password"));
    }
    let origin = PasswordOrigin::Owner;
    seal_anew(front, &mut slots, &login, &wish.new_password, origin)?;
    let open = front.open()?;
    let actor = open.actor.clone();
    open.must_change = false;
    open.desk
        .write(&actor, |tx| tx.log_access("password_changed", "", ""))?;
    Ok(Nothing {})
}
