//! Printers of this computer by kind of paper.

wire! {
    /// Where papers of one kind go from this computer.
    pub struct PrintKind {
        /// `a4`, `a4_landscape`, `a5` or `roll80`.
        pub kind: String,
        /// Queue; empty for the usual printer of the desk.
        pub printer: String,
        /// Tray as the print system names it; empty for the one the printer takes by itself.
        pub tray: String,
        /// Millimetres to the right from `-20.0` to `20.0` in halves; negative to the left.
        pub right: String,
        /// Millimetres down, likewise; negative up.
        pub down: String,
    }

    /// Where papers go from this computer.
    pub struct PrintSettings {
        /// Usual printer of the desk; empty for the one of the system.
        pub printer: String,
        pub kinds: Vec<PrintKind>,
    }

    /// Names a kind of paper.
    pub struct ByPaperKind {
        pub kind: String,
    }
}
