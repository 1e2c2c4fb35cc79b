//! Set-up, login and accounts.

use super::catalogue::Choice;

wire! {
    /// What the program can do right now.
    pub struct Status {
        /// `setUp` before the first start is finished, `locked` without a login, `damaged` when nobody can log in, `open` with one.
        pub stage: Stage,
        /// Full name of the site; empty before set-up.
        pub site_name: String,
        pub program_version: String,
        /// Today, `YYYY-MM-DD`.
        pub today: String,
        /// Now, RFC 3339 with +08:00.
        pub now: String,
        /// Seconds until the next login may be tried; 0 when it may.
        pub wait_seconds: u32,
        pub desk_name: String,
        /// Why the desk cannot be opened, as a code; empty unless the stage is `damaged`.
        pub trouble: String,
        /// The same as a sentence, and the next step.
        pub trouble_text: String,
        pub trouble_hint: String,
    }

    /// Stage of the program.
    #[derive(Copy, Eq)]
    pub enum Stage {
        SetUp,
        Locked,
        /// The database or its keys cannot be used; a backup has to come back.
        Damaged,
        Open,
    }

    /// Parts of a site's name, before it is composed by rule.
    pub struct SiteNameParts {
        /// `centre`, `station` or `room`.
        pub tier: String,
        /// County-level area for a centre, township for a station, village for a room, without suffix.
        pub area: String,
    }

    /// A name composed by rule.
    pub struct SiteName {
        pub name: String,
        /// Rule the name follows, with its source, for display.
        pub rule: String,
    }

    /// First start: site, device and the administrator.
    pub struct SetUp {
        pub tier: String,
        pub area: String,
        /// Two letters at the head of ticket numbers, unique in the county.
        pub segment: String,
        pub address: String,
        pub phone: String,
        pub complaint_phone: String,
        /// For example 3号窗口机.
        pub desk_name: String,
        /// Device mark inside ticket numbers, one character, unique in the site.
        pub device_mark: String,
        pub admin_login: String,
        pub admin_name: String,
        pub admin_password: String,
    }

    /// Shown once and never stored in clear.
    pub struct SetUpDone {
        pub site_name: String,
        pub recovery_code: String,
    }

    /// A login.
    pub struct LogIn {
        pub login: String,
        pub password: String,
    }

    /// A login with the sealed recovery code; sets a new password for the named account.
    pub struct LogInWithRecovery {
        pub recovery_code: String,
        pub login: String,
        pub new_password: String,
    }

    /// Who is at the desk.
    pub struct Session {
        pub account_id: String,
        pub login: String,
        pub name: String,
        pub role: String,
        pub role_name: String,
        /// Codes of everything this role may do.
        pub rights: Vec<String>,
        /// Windows this person works at; empty means all.
        pub windows: Vec<String>,
        pub must_change_password: bool,
        /// Minutes without a key until the desk locks itself.
        pub lock_after_minutes: u32,
        pub site_name: String,
        pub desk_name: String,
        /// `centre`, `station` or `room`.
        pub tier: String,
        /// Centre that sets parameters, holidays and templates for this site; empty where they are set here.
        pub rules_by: String,
        pub large_print: bool,
        /// The data directory lies elsewhere than before: `machine` on another computer, `folder` in another folder of this
        /// one; nothing else is answered until that is settled. Empty otherwise.
        pub found_elsewhere: String,
    }

    /// Whether a data directory that was found elsewhere was moved here or is a copy.
    pub struct SettleWhereabouts {
        /// The other one is still in use, so this becomes another device.
        pub copied: bool,
        /// Mark of the new device inside ticket numbers, one character no other device of the site has; empty when moved.
        pub device_mark: String,
        /// For example 4号窗口机; empty when moved.
        pub desk_name: String,
    }

    /// A new password for the own account.
    pub struct ChangePassword {
        pub old_password: String,
        pub new_password: String,
    }

    /// One member of staff.
    pub struct StaffRow {
        pub id: String,
        pub version: String,
        /// Empty for people who have no account here, for example an outside lawyer.
        pub login: String,
        pub name: String,
        pub role: String,
        pub role_name: String,
        pub windows: Vec<String>,
        pub phone: String,
        /// Work unit of people from outside, for example a law firm or a mediation committee.
        pub unit: String,
        /// Disputes this person knows well, by code; for mediators.
        pub fields: Vec<String>,
        /// Kind of mediator, by code; empty for none.
        pub qualification: String,
        pub active: bool,
        /// Open tickets in hand.
        pub open_tickets: u32,
        pub on_duty_today: bool,
    }

    /// All staff.
    pub struct StaffList {
        pub staff: Vec<StaffRow>,
        /// Fields of disputes and kinds of mediators to choose from.
        pub fields: Vec<Choice>,
        pub qualifications: Vec<Choice>,
    }

    /// A new member of staff; with a login an account with a one-time password is made.
    pub struct AddStaff {
        /// Empty for people without an account.
        pub login: String,
        pub name: String,
        pub role: String,
        pub windows: Vec<String>,
        pub phone: String,
        pub unit: String,
        /// Disputes this person knows well, by code; for mediators.
        pub fields: Option<Vec<String>>,
        /// Kind of mediator, by code.
        pub qualification: Option<String>,
        /// First password, to be changed at the first login; empty without a login.
        pub one_time_password: String,
    }

    /// Changes to a member of staff.
    pub struct EditStaff {
        pub id: String,
        pub version: String,
        pub name: String,
        pub role: String,
        pub windows: Vec<String>,
        pub phone: String,
        pub unit: String,
        /// As they were where absent.
        pub fields: Option<Vec<String>>,
        pub qualification: Option<String>,
        pub active: bool,
    }

    /// A one-time password set by the administrator.
    pub struct ResetPassword {
        pub id: String,
        pub one_time_password: String,
    }

    /// Who is on duty on which day; a list per day.
    pub struct DutyDay {
        /// `YYYY-MM-DD`.
        pub day: String,
        pub staff_ids: Vec<String>,
    }

    /// Duty roster of a span of days.
    pub struct DutyRoster {
        pub days: Vec<DutyDay>,
    }

    /// Span of days, both included, at most 62.
    pub struct DutySpan {
        pub from: String,
        pub to: String,
    }

    /// One line of the access log.
    pub struct AccessRow {
        pub at: String,
        pub actor: String,
        pub action: String,
        pub action_name: String,
        pub subject: String,
        pub reason: String,
    }

    /// Access log, newest first.
    pub struct AccessLog {
        pub rows: Vec<AccessRow>,
        /// The hash chain of the log holds.
        pub chain_whole: bool,
    }
}
