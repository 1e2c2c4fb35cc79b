//! Papers of a ticket.

use super::FieldChange;

wire! {
    /// Which paper of which ticket.
    pub struct PaperOf {
        pub ticket_id: String,
        /// Code of the form, or of its large print.
        pub form: String,
        /// Texts for the blanks of this one print.
        pub filled: Option<Vec<FieldChange>>,
        /// Numbers of the papers a proof of delivery (送达回证) is for; those handed over last when absent.
        pub serves: Option<Vec<String>>,
    }

    /// Whose blanks are to be filled in.
    pub struct TextsOf {
        pub ticket_id: String,
        /// Code of the form, or of its large print; empty for the papers that frame a volume.
        pub form: String,
    }

    /// Texts that were typed before.
    pub struct PaperTexts {
        pub filled: Vec<FieldChange>,
        /// Blanks among those of the paper that mean the same on every paper of the ticket.
        pub shared: Vec<String>,
    }

    /// A paper to look at, or to print after it was recorded.
    pub struct PaperPreview {
        /// Base64.
        pub pdf: String,
        pub pages: u32,
        /// Which print of the same paper it is; above 1 it is marked 补打.
        pub count: u32,
        /// Checksum of the file, which the record keeps.
        pub sha256: String,
        /// Number of the paper (文书号); empty while it is only looked at.
        pub number: String,
        /// Suggested file name.
        pub file_name: String,
        /// What the clerk should know of the print, one sentence each: a face that is replaced, a character that no
        /// face has.
        pub notes: Vec<String>,
    }

    /// A paper to print: the print is recorded first, then the file goes to the printer.
    pub struct IssuePaper {
        pub ticket_id: String,
        pub form: String,
        /// Queue, or `file` when it is saved.
        pub printer: String,
        /// Texts for the blanks of this one print.
        pub filled: Option<Vec<FieldChange>>,
        /// Numbers of the papers a proof of delivery (送达回证) is for; those handed over last when absent.
        pub serves: Option<Vec<String>>,
    }

    /// One of several papers to print at once.
    pub struct PaperPrint {
        /// Code of its form.
        pub form: String,
        /// Texts for the blanks of this one print.
        pub filled: Vec<FieldChange>,
    }

    /// Several papers of a ticket to print at once.
    pub struct IssueBatch {
        pub ticket_id: String,
        pub prints: Vec<PaperPrint>,
        /// Queue, `file` when they are saved, or empty when each goes where papers of its kind go.
        pub printer: String,
    }

    /// A volume (卷宗) of a ticket: cover, contents, what was issued, remarks.
    pub struct VolumeOf {
        pub ticket_id: String,
        /// Texts for the blanks of cover, contents and remarks.
        pub filled: Option<Vec<FieldChange>>,
    }

    /// A volume to print or save.
    pub struct IssueVolume {
        pub ticket_id: String,
        /// Texts for the blanks of cover, contents and remarks.
        pub filled: Option<Vec<FieldChange>>,
        /// Queue, or `file` when it is saved.
        pub printer: String,
    }

    /// Whose papers to list; one of both is empty.
    pub struct PapersOf {
        pub ticket_id: String,
        pub person_id: String,
    }

    /// Papers that were handed over.
    pub struct DeliveryView {
        pub way_name: String,
        /// `YYYY-MM-DD`.
        pub day: String,
        pub place: String,
        pub receiver_name: String,
        /// In what relation to the addressee; empty where nobody signed.
        pub relation_name: String,
        pub reason: String,
        pub witness: String,
        pub evidence: String,
        pub note: String,
        pub recorded_at: String,
        pub recorded_by: String,
    }

    /// An issued paper (电子文书库).
    pub struct IssuedPaper {
        /// 文书号; empty on a paper from before papers had numbers, which cannot be printed again exactly.
        pub number: String,
        pub form: String,
        pub name: String,
        pub edition: String,
        /// Which print of its form it is.
        pub count: u32,
        pub pages: u32,
        pub sha256: String,
        pub issued_at: String,
        pub issued_by: String,
        pub site_name: String,
        /// Queue; `file` when it was saved.
        pub printer: String,
        pub ticket_id: String,
        pub ticket_number: String,
        /// `standing`, `followed` by a later print of the same form, or `void`.
        pub state: String,
        /// Count of that later print; 0 for none.
        pub followed_by: u32,
        /// Why it is void, by whom and when; empty when it is not.
        pub void_reason: String,
        pub void_by: String,
        pub void_at: String,
        /// How often it was printed again.
        pub copies: u32,
        /// The procedure has a step for its delivery, and it waits for that.
        pub awaits: bool,
        pub deliveries: Vec<DeliveryView>,
    }

    /// The issued papers of a ticket or a person, newest first.
    pub struct PaperLibrary {
        pub papers: Vec<IssuedPaper>,
    }

    /// Names an issued paper.
    pub struct ByPaper {
        pub number: String,
    }

    /// An issued paper to print again.
    pub struct CopyPaper {
        pub number: String,
        /// With the mark 补打 across it; otherwise the file is the one that was issued, byte for byte.
        pub marked: bool,
        /// Queue, or `file` when it is saved.
        pub printer: String,
    }

    /// Declares an issued paper void.
    pub struct VoidPaper {
        pub number: String,
        pub reason: String,
    }

    /// What a scanner read off a paper, or somebody typed: its number, or the checksum of a file.
    pub struct PaperCode {
        pub code: String,
    }

    /// Whether a paper is one of ours.
    pub struct PaperCheck {
        /// `standing`, `followed` or `void` for a paper of the record, `unknown` for none.
        pub verdict: String,
        /// The verdict in a sentence.
        pub sentence: String,
        /// What was asked for, as papers write it.
        pub code: String,
        /// The record; empty for an unknown paper and where the reader may not see the case.
        pub papers: Vec<IssuedPaper>,
    }

    /// Papers that were handed over.
    pub struct DeliverPapers {
        pub ticket_id: String,
        /// Their numbers.
        pub papers: Vec<String>,
        /// Code of `deliveryWays`.
        pub way: String,
        /// `YYYY-MM-DD`, not in the future.
        pub day: String,
        pub place: String,
        /// Code of `deliveryReceivers`; empty where nobody signed.
        pub receiver: String,
        pub receiver_name: String,
        pub reason: String,
        pub witness: String,
        pub evidence: String,
        pub consent: bool,
        pub note: String,
    }

    /// The delivery is recorded.
    pub struct Delivered {
        /// Name of the step of the procedure that was taken with it; empty for none.
        pub step: String,
        /// Limits run from that step.
        pub starts: bool,
    }
}
