//! What a paper may know of a ticket: the only thing forms read.
//!
//! All values are ready to print: masked where the law or the office asks for it, codes already turned into the words
//! of their dictionary. Built from the record by the desk; papers never look anything up.

mod freeze;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use freeze::{Frozen, freeze, thaw};

/// One ticket with everything its papers print.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFile {
    pub site: Site,
    /// Ticket number as people read it (办件号); also the content of the QR code (一案一码).
    pub number: String,
    pub window_name: String,
    pub channel_name: String,
    /// When the visit was received, +08:00.
    pub received_at: DateTime<FixedOffset>,
    pub applicant: Applicant,
    pub matter: String,
    pub requests: String,
    pub materials: Vec<Material>,
    /// Statutory and promised limits, in the order they are printed.
    pub limits: Vec<Limit>,
    /// Who received the visitor first and stays responsible (首问责任人).
    pub first_contact: String,
    /// Who works the ticket (承办人); none until assigned.
    pub assignee: Option<String>,
    /// 绿色通道.
    pub green_channel: bool,
    /// Names of printed fields whose value is still in dispute between sites (两处不同).
    pub disputed: Vec<String>,
    /// Tear-off code for rating without the second screen; none when the ticket is not up for rating.
    pub rating_code: Option<String>,
    /// What papers beyond the receipt print.
    pub details: Details,
}

/// Values of papers beyond the receipt; whatever is absent leaves room for the pen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Details {
    /// Stable code of the window, which words and offers of papers depend on.
    pub window: String,
    /// Last sentence of the receipt, of the window; may be empty.
    pub closing: String,
    /// Everybody in the matter beside the applicant, in the order they were entered.
    pub parties: Vec<Party>,
    /// Printed values by the name papers call them, for example `gender` or the code of a field of the window.
    pub facts: BTreeMap<String, String>,
    /// Papers of a volume, for its table of contents.
    pub contents: Vec<Listed>,
    /// Lines of a paper of the office that lists tickets, each by the names the paper calls its values.
    pub lines: Vec<BTreeMap<String, String>>,
    /// Papers that are handed over, for the proof of it (送达回证).
    pub served: Vec<Served>,
    /// Typed for this one print, by the name of the blank.
    pub filled: BTreeMap<String, String>,
}

/// One paper in a volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub name: String,
    /// First page, counted through the volume from 1.
    pub page: usize,
}

/// One paper that is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Served {
    pub name: String,
    /// 文书号.
    pub number: String,
    /// Day it was taken as printed; empty for the pen.
    pub day: String,
}

/// Somebody in the matter as printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Party {
    /// For example 被申请人.
    pub role_name: String,
    pub name: String,
    pub gender: String,
    pub id_number: String,
    pub phone: String,
    pub address: String,
}

/// The office that issues the paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Full name by rule, for example 云川县公共法律服务中心.
    pub name: String,
    pub address: String,
    pub phone: String,
    /// 投诉电话.
    pub complaint_phone: String,
}

/// The visitor as printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Applicant {
    /// None for an enquiry without a name.
    pub name: Option<String>,
    /// Reading printed beside a name with characters no font has (拼音注记).
    pub name_reading: Option<String>,
    /// For example 居民身份证; empty when no document was shown.
    pub id_kind_name: String,
    /// Masked number; empty when there is none.
    pub id_number: String,
}

/// One line of the list of materials.
#[derive(Debug, Clone, PartialEq)]
pub struct Material {
    pub name: String,
    /// 原件, 复印件 or 电子件.
    pub form_name: String,
    pub copies: u32,
    /// Handed in; otherwise it may follow later.
    pub present: bool,
}

/// Which promise a date makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitKind {
    /// 法定期限.
    Statutory,
    /// 承诺时限.
    Promised,
}

/// One due date with its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    pub kind: LimitKind,
    pub due: NaiveDate,
    /// How the date came about, one sentence.
    pub explanation: String,
    /// The holiday table of that year is not published yet (估算).
    pub estimated: bool,
}

/// One act of printing.
#[derive(Debug, Clone, PartialEq)]
pub struct Printing {
    /// +08:00.
    pub at: DateTime<FixedOffset>,
    /// 1 for the first print of this paper; above 1 the paper is marked 补打.
    pub count: u32,
    pub operator: String,
    /// The counter PC, for example 3号窗口机.
    pub desk: String,
    /// Why the paper is not to be used, printed across every page.
    pub mark: Option<PrintMark>,
    /// Number of this one paper (文书号), by which it is recognised again; none on one that is only looked at.
    pub number: Option<String>,
}

/// What stands across a paper that is not to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintMark {
    /// 作废.
    Void,
    /// 样张.
    Sample,
}
