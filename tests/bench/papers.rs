//! Every paper of the desk, printed warm, and a volume of forty pages: time, size and memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDate};
use fachuang_core::case_file::{
    Applicant, CaseFile, Details, Limit, LimitKind, Material, Party, Printing, Site,
};
use fachuang_forms::{FontStore, Rendered, assemble, list, render};

use crate::Failure;
use crate::figure::{Figures, timed};

const PAPER_MS: f64 = 6.0;
const PAPER_KB: f64 = 60.0;
/// Memory above what the program rests on, the faces included.
const PAPER_MB: f64 = 32.0;
/// The first paper of a program that has read no face yet.
const FIRST_MS: f64 = 1000.0;
const VOLUME_MS: f64 = 150.0;
const VOLUME_PAGES: u32 = 40;
const REPEATS: usize = 12;
const FIRST_REPEATS: usize = 5;

/// Times every form by itself and a bound file.
pub fn measure(figures: &mut Figures) -> Result<(), Failure> {
    let load = || FontStore::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/fonts"));
    let (file, printing) = (case_file()?, printing()?);
    let mut first = Vec::new();
    for _ in 0..FIRST_REPEATS {
        let (paper, time) = timed(|| render("receipt_a4", &file, &printing, &load()?));
        paper?;
        first.push(time);
    }
    figures.add("paper, the first of a program", &first, Some(FIRST_MS));
    let fonts = load()?;
    for form in list() {
        for code in [Some(form.code), form.large].into_iter().flatten() {
            add_form(figures, code, || render(code, &file, &printing, &fonts))?;
        }
    }
    let mut codes = vec![
        "med_cover",
        "med_contents",
        "med_apply",
        "med_register",
        "med_rights",
    ];
    while print_volume(&codes, &file, &printing, &fonts)?.pages < VOLUME_PAGES {
        codes.extend(["med_inquiry", "med_record"]);
    }
    let print = || assemble(&codes, &file, &printing, &fonts);
    let most = (Some(VOLUME_MS), PAPER_KB * 10.0);
    add(figures, "volume of 40 pages", print, most)
}

/// Times a form; only a paper of one page has a time to keep.
fn add_form(
    figures: &mut Figures,
    code: &str,
    print: impl Fn() -> Result<Rendered, fachuang_forms::FormError>,
) -> Result<(), Failure> {
    let pages = print()?.pages;
    let most = (pages == 1).then_some(PAPER_MS);
    add(figures, code, print, (most, PAPER_KB * f64::from(pages)))
}

fn print_volume(
    codes: &[&str],
    file: &CaseFile,
    printing: &Printing,
    fonts: &FontStore,
) -> Result<Rendered, Failure> {
    Ok(assemble(codes, file, printing, fonts)?)
}

fn add(
    figures: &mut Figures,
    name: &str,
    print: impl Fn() -> Result<Rendered, fachuang_forms::FormError>,
    (most_ms, most_kb): (Option<f64>, f64),
) -> Result<(), Failure> {
    // The first print reads the faces.
    let mut paper = print()?;
    let mut taken = Vec::new();
    let mut peaks = Vec::new();
    for _ in 0..REPEATS {
        let resting = memory("VmRSS:");
        forget_peak();
        let (done, time) = timed(&print);
        paper = done?;
        taken.push(time);
        let used = memory("VmHWM:").zip(resting);
        peaks.extend(used.map(|(peak, resting)| (peak - resting).max(0.0)));
    }
    let name = format!("paper {name}, {} pages", paper.pages);
    figures.add(&name, &taken, most_ms);
    let kilobytes = paper.pdf.len() as f64 / 1024.0;
    figures.add_values(&name, vec![kilobytes], "KB", Some(most_kb));
    if !peaks.is_empty() {
        figures.add_values(&name, peaks, "MB", Some(PAPER_MB));
    }
    Ok(())
}

/// Returns a figure of this process in megabytes; none where the system does not tell.
fn memory(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Lets the system count the highest use of memory from now on.
fn forget_peak() {
    // Where that cannot be done the peak is that of the whole run.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

fn printing() -> Result<Printing, Failure> {
    Ok(Printing {
        at: DateTime::parse_from_rfc3339("2026-02-10T09:54:00+08:00")?,
        count: 1,
        operator: "姚素琴".into(),
        desk: "3号窗口机".into(),
        mark: None,
        number: None,
    })
}

fn case_file() -> Result<CaseFile, Failure> {
    let due = NaiveDate::from_ymd_opt(2026, 2, 24).ok_or("no such day")?;
    let facts = [
        ("gender", "男"),
        ("birth", "1993年5月14日"),
        ("address", "云川县城关镇平安社区2组15号"),
        ("phone", "19900017003"),
        ("amount", "48600元"),
        (
            "summary",
            "2025年3月起在某工地做木工，约定日工资320元，至年底共欠工资48600元，多次催要未果。",
        ),
    ];
    let party = Party {
        role_name: "被申请人".into(),
        name: "云川县恒达建筑劳务有限公司".into(),
        ..Party::default()
    };
    let material = |name: &str, present| Material {
        name: name.into(),
        form_name: "复印件".into(),
        copies: 1,
        present,
    };
    Ok(CaseFile {
        site: Site {
            name: "云川县公共法律服务中心".into(),
            address: "云川县城关镇平安路18号".into(),
            phone: "19900015001".into(),
            complaint_phone: "19900015008".into(),
        },
        number: "YC-Y260210-3014K".into(),
        window_name: "法律援助".into(),
        channel_name: "窗口".into(),
        received_at: DateTime::parse_from_rfc3339("2026-02-10T09:50:00+08:00")?,
        applicant: Applicant {
            name: Some("木呷约布".into()),
            name_reading: None,
            id_kind_name: "居民身份证".into(),
            id_number: "519921********9314".into(),
        },
        matter: "请求支付劳动报酬（农民工欠薪）".into(),
        requests: "支付劳动报酬48600元".into(),
        materials: vec![
            material("居民身份证", true),
            material("欠条", true),
            material("对方身份信息", false),
        ],
        limits: vec![Limit {
            kind: LimitKind::Statutory,
            due,
            explanation: "收到日不算，7 日".into(),
            estimated: false,
        }],
        first_contact: "姚素琴".into(),
        assignee: Some("姚素琴".into()),
        green_channel: true,
        disputed: Vec::new(),
        rating_code: None,
        details: Details {
            parties: vec![party],
            facts: BTreeMap::from(facts.map(|(name, value)| (name.to_owned(), value.to_owned()))),
            ..Details::default()
        },
    })
}
