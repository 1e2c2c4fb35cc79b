//! Exchange by file with other desks.

use super::ticket::FieldConflict;

wire! {
    /// What this desk tells another one of itself; nothing in it is secret.
    pub struct DeskCard {
        /// For a file, a printed code, or to be typed: begins with FCC1.
        pub text: String,
        /// Both sides compare it by telephone.
        pub fingerprint: String,
        pub site_name: String,
        pub segment: String,
        /// `centre`, `station` or `room`.
        pub tier: String,
        pub desk_name: String,
        pub mark: String,
        pub device: String,
        /// What that desk would be here: `superior`, `subordinate` or `sibling`; empty for the own card.
        pub relation: String,
        /// It is enrolled here already, so that enrolling it again takes its new keys.
        pub enrolled: bool,
    }

    /// A card as it was read from a file, scanned or typed.
    pub struct CardText {
        pub card: String,
    }

    /// Enrols another desk, or takes its new keys. Takes two persons.
    pub struct EnrolPeer {
        pub card: String,
        /// As the other side read it out.
        pub fingerprint: String,
    }

    /// Gives another desk up. Takes two persons.
    pub struct RevokePeer {
        pub device: String,
        pub reason: String,
        /// Device that goes on in its place; empty for none.
        pub successor: String,
    }

    /// Hears a frozen desk again. Takes two persons.
    pub struct ThawPeer {
        pub device: String,
        pub reason: String,
    }

    /// Another desk with how far the exchange with it has come.
    pub struct PeerRow {
        pub device: String,
        /// `superior`, `subordinate` or `sibling`.
        pub relation: String,
        pub site_name: String,
        pub segment: String,
        pub tier: String,
        pub desk_name: String,
        pub fingerprint: String,
        /// `enrolled`, `frozen` or `revoked`.
        pub state: String,
        /// Why it is frozen or revoked, in words; empty otherwise.
        pub state_reason: String,
        /// Number of its newest file taken in; 0 for none.
        pub last_number: u32,
        /// When that file was made, by the clock there; empty for none.
        pub last_made_at: String,
        /// When it was taken in; empty for none.
        pub last_received_at: String,
        /// First and last missing file; 0 for none missing.
        pub missing_first: u32,
        pub missing_last: u32,
        /// Files kept here that wait for the missing ones.
        pub waiting_files: u32,
        /// A file of it that was applied in part when it was frozen or revoked, and does not go on; empty for none.
        pub stopped_id: String,
        /// Its number, the entries of it that are here, and all of them; 0 for none.
        pub stopped_number: u32,
        pub stopped_done: u32,
        pub stopped_entries: u32,
        /// Entries for it in files it has not confirmed.
        pub unconfirmed: u32,
        /// When the oldest such file was written; empty for none.
        pub unconfirmed_since: String,
        /// Entries for it in no file yet.
        pub not_written: u32,
        /// A file of it was taken back here, and no file has told it since.
        pub taken_back: bool,
        /// Version of its program; empty while unknown.
        pub program: String,
        /// It is known to have the keys of this desk as they are now.
        pub keys_confirmed: bool,
        /// Its calendar, parameters and templates are those of this desk; true while unknown.
        pub same_rules: bool,
        /// How far its clock was ahead when its newest file came in; 0 for not at all.
        pub clock_ahead_minutes: u32,
        /// When the oldest ticket of its site in dispute was received; empty for none.
        pub oldest_conflict: String,
        /// Entries of this desk that it refused.
        pub rejected_there: u32,
        /// Entries of it that were set aside here.
        pub set_aside_here: u32,
        /// Short code of its series as it told it, and as it has come here; equal when everything is here.
        pub state_code_there: String,
        pub state_code_here: String,
    }

    /// How exchange stands at this desk.
    pub struct ExchangeBoard {
        /// Short code of the own series.
        pub state_code: String,
        /// This desk sends to a centre; the next three count the tickets written here.
        pub has_centre: bool,
        pub not_exported: u32,
        pub exported: u32,
        pub confirmed: u32,
        pub peers: Vec<PeerRow>,
    }

    /// What goes on with files, for a look beside the work on them.
    pub struct ExchangeNow {
        /// `checking`, `trying`, `backing_up`, `applying`, `writing` or `reading_back`; empty for nothing.
        pub doing: String,
        /// Entries that are done, and all of them; 0 while that is unknown.
        pub done: u32,
        pub total: u32,
        /// Files kept here that wait for others.
        pub waiting_files: u32,
        /// Tickets with different values side by side.
        pub conflicts: u32,
    }

    /// Writes files for another desk.
    pub struct ExportPackage {
        pub device: String,
        /// `confirmed`: everything after what it confirmed. `last_file`: only what is in no file yet.
        pub since: String,
        /// Folder on the stick.
        pub folder: String,
    }

    /// A file that was written, read back and found whole.
    pub struct WrittenFile {
        pub path: String,
        pub name: String,
        pub number: u32,
        pub entries: u32,
        /// Size in KiB, rounded up.
        pub kib: u32,
        /// Code for the slip.
        pub code: String,
    }

    /// Files that were written.
    pub struct ExportDone {
        pub files: Vec<WrittenFile>,
        /// Short code of the own series, for the slip.
        pub state_code: String,
    }

    /// A folder to look into.
    pub struct PackageFolder {
        pub folder: String,
    }

    /// A file, by its path.
    pub struct PackageFile {
        pub path: String,
    }

    /// What anybody can read off a file, without a key.
    pub struct PackageOuter {
        pub path: String,
        pub name: String,
        /// Segment of the sending site, and its name where it is enrolled here.
        pub from_segment: String,
        pub from_name: String,
        pub to_segment: String,
        pub number: u32,
        pub made_at: String,
        /// It is for this desk.
        pub for_here: bool,
        /// It was taken in before.
        pub seen_before: bool,
    }

    /// What the manifest of a file says, for whoever can open it.
    pub struct PackageManifest {
        /// Which part of an export it is, from 1.
        pub part: u32,
        /// Numbers of the first and last entry on the link.
        pub feed_first: u32,
        pub feed_last: u32,
        pub entries: u32,
        /// Bytes before compression.
        pub bytes: u32,
        pub chunks: u32,
        pub extras: Vec<String>,
        /// Version of the records inside.
        pub schema: u32,
        pub capabilities: Vec<String>,
        /// Key it was signed with, in hexadecimal digits.
        pub signer: String,
    }

    /// Files of a folder, the newest first.
    pub struct PackageFiles {
        pub files: Vec<PackageOuter>,
    }

    /// A ticket a file is about.
    pub struct PackageTicket {
        pub id: String,
        pub number: String,
        pub window_name: String,
        /// Empty for a restricted ticket.
        pub visitor: String,
    }

    /// Two register entries that are probably one person.
    pub struct PackageDuplicate {
        pub first: String,
        pub second: String,
        /// Why, in words.
        pub reasons: Vec<String>,
    }

    /// A possible conflict of interest.
    pub struct PackageInterest {
        pub ticket_number: String,
        /// Ticket by which the other side was served.
        pub other_number: String,
        pub sentence: String,
        /// Names of staff who must stay away from the matter.
        pub excluded_staff: Vec<String>,
    }

    /// An entry that is not taken in.
    pub struct PackageRefusal {
        pub entry: String,
        pub reason: String,
        pub reason_text: String,
    }

    /// What a file would bring. Nothing has been stored.
    pub struct PackagePreview {
        pub path: String,
        pub package_id: String,
        /// `next`, `gap`, `lacks`, `seen_before` or `forked`.
        pub verdict: String,
        /// What that means and what to do, in words.
        pub verdict_text: String,
        pub verdict_hint: String,
        pub from_name: String,
        pub from_segment: String,
        pub number: u32,
        pub made_at: String,
        /// Code of the file, as its slip shows it.
        pub code: String,
        /// First and last missing file; 0 for none.
        pub missing_first: u32,
        pub missing_last: u32,
        /// How far the clock of the sender is ahead; 0 for not at all.
        pub clock_ahead_minutes: u32,
        pub entries: u32,
        pub fresh: u32,
        pub known: u32,
        /// Taken back before; they count again when the file is applied.
        pub returned: u32,
        /// Written by a newer program; kept, and understood after an upgrade.
        pub newer: u32,
        pub new_tickets: Vec<PackageTicket>,
        pub changed_tickets: Vec<PackageTicket>,
        pub conflicts: Vec<PackageTicket>,
        /// The values that would stand beside each other; those of restricted tickets are not shown before.
        pub differences: Vec<FieldConflict>,
        pub duplicates: Vec<PackageDuplicate>,
        pub interests: Vec<PackageInterest>,
        pub refused: Vec<PackageRefusal>,
    }

    /// A file that was written or taken in.
    pub struct PackageRow {
        pub id: String,
        /// `out` or `in`.
        pub way: String,
        pub device: String,
        pub site_name: String,
        pub number: u32,
        pub file_name: String,
        pub made_at: String,
        /// When it was written or taken in here.
        pub at: String,
        pub by: String,
        /// `written`, `confirmed`, `held`, `applying`, `applied`, `withdrawn` or `forked`.
        pub state: String,
        pub state_name: String,
        pub entries: u32,
        pub fresh: u32,
        pub known: u32,
        pub returned: u32,
        pub refused: u32,
        /// It can be taken back.
        pub can_undo: bool,
        /// It was applied in part and does not go on: its sender is `frozen` or `revoked`. Empty otherwise.
        pub stopped: String,
        /// Code for the slip.
        pub code: String,
    }

    /// What was done with a file.
    pub struct PackageDone {
        pub package: PackageRow,
        /// It was applied before and nothing changed.
        pub seen_before: bool,
        /// Files that had waited and were applied after it.
        pub followed: Vec<PackageRow>,
        /// Backup made before; empty where nothing changed.
        pub backup: String,
    }

    /// Takes a file back.
    pub struct UndoPackage {
        pub id: String,
        pub reason: String,
    }

    /// Which files to list.
    pub struct ListPackages {
        /// Device; empty for all.
        pub device: String,
        /// 1 to 500.
        pub limit: u32,
    }

    /// Files, newest first.
    pub struct PackageList {
        pub packages: Vec<PackageRow>,
    }

    /// Entries that were refused, here or there.
    pub struct PackageRefusals {
        pub refused: Vec<PackageRefusal>,
    }

    /// How far a ticket has come on its way to the centre.
    pub struct TicketExchange {
        /// `not_exported`, `exported` or `confirmed`; empty where this desk sends to no centre.
        pub state: String,
        /// 未导出, 已导出, 中心已确认; empty likewise.
        pub state_name: String,
    }
}
