//! Settings, backup and checks.

wire! {
    /// Office settings.
    pub struct Settings {
        pub version: String,
        pub site_name: String,
        pub tier: String,
        pub segment: String,
        pub address: String,
        pub phone: String,
        pub complaint_phone: String,
        pub desk_name: String,
        pub device_mark: String,
        /// 1 to 60.
        pub lock_after_minutes: u32,
        pub large_print: bool,
        pub receipt_form: String,
        pub printer: String,
        /// Promised limits by window code, in working days; 0 for none.
        pub promised_days: Vec<PromisedDays>,
    }

    /// Promised limit of one window (承诺时限).
    pub struct PromisedDays {
        pub window: String,
        /// 0 to 365.
        pub working_days: u32,
    }

    /// Changed settings. The site's name, tier and numbers stay as set up.
    pub struct SaveSettings {
        pub version: String,
        pub address: String,
        pub phone: String,
        pub complaint_phone: String,
        pub desk_name: String,
        pub lock_after_minutes: u32,
        pub large_print: bool,
        pub receipt_form: String,
        pub printer: String,
        pub promised_days: Vec<PromisedDays>,
    }

    /// Result of a check of the whole database.
    pub struct VerifyReport {
        pub entries: u32,
        /// Entries whose chain or hash is broken; empty when whole.
        pub broken: Vec<String>,
        /// Rows of the read model that differ from the journal; empty when equal.
        pub differing: Vec<String>,
        /// Damaged pages; empty when sound.
        pub damaged: Vec<String>,
        pub sound: bool,
    }

    /// A backup that was opened and counted.
    pub struct BackupDone {
        pub file: String,
        pub at: String,
        pub tickets: u32,
        pub entries: u32,
        pub bytes: String,
    }

    /// A backup as it lies on the disk.
    pub struct BackupFile {
        pub file: String,
        /// When it was begun, RFC 3339; empty for a file the program did not name.
        pub at: String,
        pub bytes: String,
    }

    /// Backups on this machine, newest first.
    pub struct BackupList {
        pub backups: Vec<BackupFile>,
    }

    /// A backup to be put in the place of the database.
    pub struct RestoreBackup {
        /// File name from the list of backups; empty for the newest one that is whole.
        pub file: String,
        /// Account of an administrator, whether or not somebody is logged in.
        pub login: String,
        pub password: String,
        /// Instead of the password; empty otherwise.
        pub recovery_code: String,
    }

    /// A database that came back. Nobody is logged in afterwards.
    pub struct RestoreDone {
        pub file: String,
        pub tickets: u32,
        pub entries: u32,
        /// Entries the old database still had beyond the backup.
        pub rescued: u32,
        /// Name of the old database, which was set aside.
        pub aside: String,
        /// New mark of this device inside ticket numbers.
        pub mark: String,
    }
}
