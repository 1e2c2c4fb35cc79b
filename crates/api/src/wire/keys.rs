//! Recovery codes and the key of the database.

wire! {
    /// How the key of the database is kept.
    pub struct KeyState {
        /// Who outside keeps a recovery code; empty for nobody.
        pub escrow_holder: String,
        /// Somebody who had the key has left since it was last changed.
        pub rekey_advised: bool,
    }

    /// A new recovery code for the office or for a holder outside; the old one is worthless from then on.
    pub struct RenewRecovery {
        /// Name of the holder outside, for example 云川县司法局; empty for the office itself.
        pub holder: String,
    }

    /// Shown once and never stored in clear.
    pub struct NewRecovery {
        pub recovery_code: String,
        /// Empty for the office itself.
        pub holder: String,
    }

    /// A password to be told to somebody, who changes it at the next login.
    pub struct OneTimePassword {
        pub login: String,
        pub password: String,
    }

    /// What a new key of the database leaves to be told; everything here is shown once.
    pub struct RekeyDone {
        /// Accounts that could not be handed the key: their old passwords no longer open the desk.
        pub one_time: Vec<OneTimePassword>,
        /// New recovery code of the office; empty when the old one still opens the desk.
        pub recovery_code: String,
        /// The recovery code of the holder outside no longer opens the desk.
        pub lost_escrow: bool,
    }
}
