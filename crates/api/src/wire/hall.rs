//! The hall: desks of one site that exchange by themselves through a shared place.

wire! {
    /// Shares a folder with the other desks of the site, or no place any more.
    pub struct SetHall {
        /// Folder on the share; empty to stop, whatever the place was.
        pub folder: String,
        /// Seconds between two rounds, 3 to 30.
        pub seconds: u32,
    }

    /// Shares an S3-compatible object store with the other desks of the site, in place of a folder.
    pub struct SetHallStore {
        pub store: HallStore,
        /// Empty to keep the one that belongs to this address, bucket and key.
        pub secret: String,
        /// Seconds between two rounds, 3 to 30.
        pub seconds: u32,
        /// Keep it although it is not reached now; what is wrong with it otherwise is refused all the same.
        pub unreached: bool,
    }

    /// An object store and as whom it is spoken to; the secret is never shown again.
    pub struct HallStore {
        /// `https://` with host and perhaps port; empty for no store.
        pub endpoint: String,
        pub bucket: String,
        /// Folder in the bucket.
        pub prefix: String,
        /// Empty for stores without regions.
        pub region: String,
        pub key_id: String,
        /// An address of the local network may be spoken to over `http://`.
        pub plain: bool,
    }

    /// Another desk of the hall.
    pub struct HallPeer {
        pub device: String,
        pub site_name: String,
        pub desk_name: String,
        /// It gave a sign of life within the last two minutes.
        pub awake: bool,
        /// When its newest letter was taken in; empty for never.
        pub heard_at: String,
        /// Entries for it that it has not confirmed.
        pub waiting: u32,
        /// Why its newest letter was not taken in, with the next step; empty when it was.
        pub trouble_text: String,
        pub trouble_hint: String,
    }

    /// How the hall stands, as seen from this desk.
    pub struct HallState {
        /// Empty where there is none.
        pub folder: String,
        pub store: HallStore,
        pub seconds: u32,
        /// `off`, `starting` until the first round is over, `good` or `trouble`.
        pub stage: String,
        /// What is wrong with the place, with the next step; empty for nothing.
        pub trouble: String,
        pub trouble_text: String,
        pub trouble_hint: String,
        /// When the last whole round ended; empty for never since the program began.
        pub round_at: String,
        /// Counts what has come in since the program began: screens that show lists read them anew when it grows.
        pub arrivals: u32,
        pub peers: Vec<HallPeer>,
    }
}
