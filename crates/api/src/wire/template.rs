//! Template packages (文书样式包).

wire! {
    /// A package to bring in.
    pub struct ImportTemplatePack {
        /// The file as it is.
        pub text: String,
    }

    /// A package to take back.
    pub struct WithdrawTemplatePack {
        pub version: String,
        pub reason: String,
    }

    /// A form of a package.
    pub struct TemplatePackForm {
        pub code: String,
        pub name: String,
        pub edition: String,
    }

    /// A package of the record.
    pub struct TemplatePackRow {
        pub name: String,
        pub version: String,
        /// `YYYY-MM-DD`.
        pub valid_from: String,
        pub source: String,
        /// `in_force`, `waiting` for its day, or `withdrawn`.
        pub state: String,
        pub forms: Vec<TemplatePackForm>,
        /// Names of the forms it takes from the list.
        pub hidden: Vec<String>,
        pub imported_at: String,
        pub imported_by: String,
        pub withdrawn_at: String,
        pub withdrawn_by: String,
        pub reason: String,
    }

    /// All packages, the one that begins last first.
    pub struct TemplatePackList {
        pub packages: Vec<TemplatePackRow>,
    }
}
