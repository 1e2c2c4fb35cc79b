//! What the screens are drawn from: windows and dictionaries.

wire! {
    /// One choice of a dictionary.
    pub struct Choice {
        pub code: String,
        pub name: String,
        /// Keys that find it: pinyin initials and the like.
        pub keys: Vec<String>,
        /// Opens the green channel (绿色通道); only for groups.
        pub green: bool,
    }

    /// A field of a window's own intake form.
    pub struct IntakeField {
        pub code: String,
        pub label: String,
        /// `text`, `long_text`, `money`, `day`, `choice` or `yes_no`.
        pub kind: String,
        pub choices: Vec<Choice>,
        pub hint: String,
    }

    /// A matter a window commonly takes (事项).
    pub struct Matter {
        /// Typed code, for example `ldbc`.
        pub code: String,
        pub name: String,
        /// Materials usually asked for.
        pub materials: Vec<MaterialHint>,
        /// Why the green channel opens, when it does.
        pub green_reason: String,
    }

    /// A material usually asked for.
    pub struct MaterialHint {
        pub name: String,
        /// `original`, `copy` or `electronic`.
        pub form: String,
        /// The ticket can be taken without it.
        pub may_follow: bool,
    }

    /// A coded way to end a ticket.
    pub struct Outcome {
        pub code: String,
        pub name: String,
        /// A sentence must be added.
        pub needs_text: bool,
    }

    /// One service window.
    pub struct Window {
        pub code: String,
        pub name: String,
        pub short_name: String,
        /// Key on the keyboard, 1 to 6.
        pub key: u32,
        pub fields: Vec<IntakeField>,
        pub matters: Vec<Matter>,
        pub outcomes: Vec<Outcome>,
        /// Coded reasons not to take a matter (不予受理).
        pub refusals: Vec<Outcome>,
        /// What the clerk has to tell the visitor.
        pub told: Vec<Choice>,
        /// Phrases for the summary.
        pub phrases: Vec<String>,
        /// The visitor may stay unnamed.
        pub name_optional: bool,
    }

    /// Everything the screens are drawn from.
    pub struct Catalogue {
        pub windows: Vec<Window>,
        pub channels: Vec<Choice>,
        pub groups: Vec<Choice>,
        pub id_kinds: Vec<Choice>,
        pub genders: Vec<Choice>,
        pub ethnicities: Vec<Choice>,
        pub educations: Vec<Choice>,
        pub party_roles: Vec<Choice>,
        pub material_forms: Vec<Choice>,
        pub rating_levels: Vec<Choice>,
        pub roles: Vec<Choice>,
        pub ticket_states: Vec<Choice>,
        pub papers: Vec<PaperKind>,
        pub delivery_ways: Vec<Choice>,
        pub delivery_receivers: Vec<Choice>,
        /// Reasons for which nobody shows a document (无证件).
        pub no_document_reasons: Vec<Choice>,
        /// Kinds of work notes.
        pub note_kinds: Vec<Choice>,
    }

    /// A paper that can be made from a ticket.
    pub struct PaperKind {
        pub code: String,
        pub name: String,
        /// Shelf it stands on: `desk`, `legal_aid` or `mediation`.
        pub group: String,
        pub group_name: String,
        /// Codes of the windows that offer it; all when empty.
        pub windows: Vec<String>,
        /// The procedure cannot do without it (必须).
        pub must: bool,
        /// Who gets a copy.
        pub copies: Vec<String>,
        /// Articles it rests on.
        pub basis: Vec<String>,
        /// Code of the same paper in large print; empty when there is none.
        pub large: String,
        /// Makes a volume out of the others: cover, contents, remarks, back.
        pub frame: bool,
        /// Kind of paper it is printed on, as print settings name it.
        pub paper: String,
        /// What can be typed before printing.
        pub blanks: Vec<Choice>,
    }
}
