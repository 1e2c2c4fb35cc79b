use std::collections::BTreeSet;

use fachuang_core::case_file::CaseFile;
use fachuang_forms::{
    FontStore, FormError, FormInfo, Rendered, display_list, document, document_text, render,
};

use crate::{checks, sample, tools};

/// The receipts alone; papers written as templates have tests of their own.
fn list() -> impl Iterator<Item = &'static FormInfo> {
    fachuang_forms::list()
        .iter()
        .filter(|form| form.code.starts_with("receipt_"))
}

fn samples() -> [(&'static str, CaseFile); 4] {
    [
        ("plain", sample::plain()),
        ("longest", sample::longest()),
        ("empty", sample::empty()),
        ("rare", sample::rare()),
    ]
}

fn print(code: &str, file: &CaseFile, fonts: &FontStore) -> Rendered {
    render(code, file, &sample::printing(1), fonts).unwrap()
}

#[test]
fn the_words_of_every_receipt_are_as_reviewed() {
    for form in list() {
        for (name, file) in samples() {
            let text = document_text(form.code, &file, &sample::printing(1)).unwrap();
            insta::assert_snapshot!(format!("{}-{name}-text", form.code), text);
        }
    }
}

#[test]
fn the_pages_of_every_receipt_are_as_reviewed() {
    let fonts = sample::fonts();
    for form in list() {
        for (name, file) in samples() {
            let pages = display_list(form.code, &file, &sample::printing(1), &fonts).unwrap();
            insta::assert_snapshot!(
                format!("{}-{name}-pages", form.code),
                pages.describe(&fonts)
            );
        }
    }
}

#[test]
fn nothing_on_a_receipt_is_clipped_or_overlaps() {
    let fonts = sample::fonts();
    for form in list() {
        for (_, file) in samples() {
            for count in [1, 2] {
                let printing = sample::printing(count);
                let sheet = document(form.code, &file, &printing).unwrap().sheet;
                let pages = display_list(form.code, &file, &printing, &fonts).unwrap();
                checks::nothing_clips_or_overlaps(&pages, sheet);
            }
        }
    }
}

#[test]
fn sheets_keep_the_binding_margin_free() {
    let fonts = sample::fonts();
    for code in ["receipt_a4", "receipt_large"] {
        let pages = display_list(code, &sample::longest(), &sample::printing(1), &fonts).unwrap();
        let edges = pages
            .pages
            .iter()
            .flat_map(|page| &page.items)
            .map(|item| item.bounds().0);
        assert!(
            edges.fold(f32::MAX, f32::min) >= 25.0 * 72.0 / 25.4 - 0.01,
            "{code}"
        );
    }
}

#[test]
fn nothing_in_large_print_is_smaller_than_18_points_and_nothing_anywhere_smaller_than_8() {
    let fonts = sample::fonts();
    for form in list() {
        let least = if form.code == "receipt_large" {
            18.0
        } else {
            8.0
        };
        for (name, file) in samples() {
            let pages = display_list(form.code, &file, &sample::printing(2), &fonts).unwrap();
            let sizes = pages
                .pages
                .iter()
                .flat_map(checks::texts)
                .map(|run| run.size);
            assert!(
                sizes.fold(f32::MAX, f32::min) >= least - 0.001,
                "{} {name}",
                form.code
            );
        }
    }
}

#[test]
fn an_ordinary_receipt_ends_on_the_upper_half_of_the_sheet() {
    let fonts = sample::fonts();
    for file in [sample::plain(), sample::empty(), sample::rare()] {
        let pages = display_list("receipt_a4", &file, &sample::printing(2), &fonts).unwrap();
        let lowest = pages.pages[0]
            .items
            .iter()
            .map(|item| item.bounds().3)
            .fold(0.0, f32::max);
        assert_eq!(pages.pages.len(), 1);
        assert!(lowest < 148.5 * 72.0 / 25.4, "ends at {lowest} points");
    }
}

#[test]
fn every_value_is_printed_once_and_in_reading_order() {
    let fonts = sample::fonts();
    let values = [
        "云川县公共法律服务中心",
        "受理回执",
        "YC-Y260210-3014K",
        "绿色通道",
        "阿的·木呷约布",
        "519921********9314",
        "法律援助收",
        "2026年2月10日09:50",
        "请求支付劳动报酬（农民工欠薪）",
        "居民身份证复印件1份",
        "欠条原件1份",
        "进城务工证明原件1份",
        "对方身份信息。不影响这次受理",
        "最晚2026年2月24日（周二）",
        "法定：收到日不算，7日，末日2月17日为春节假期，顺延（法律援助法第四十三条）",
        "承诺2026年2月13日（周五）",
        "本中心承诺3个工作日",
        "姚素琴",
        "待指派，指派后告知您",
        "19900015001",
        "19900015008",
        "请留好回执",
        "2026年2月10日09:54打印第1次",
    ];
    for form in list() {
        let text = tools::text_of(&print(form.code, &sample::plain(), &fonts).pdf);
        let mut after = 0;
        for value in values {
            assert_eq!(
                text.matches(value).count(),
                1,
                "{} has {value} once: {text}",
                form.code
            );
            let at = text.find(value).unwrap();
            assert!(
                at >= after,
                "{} has {value} in its place: {text}",
                form.code
            );
            after = at;
        }
    }
}

#[test]
fn long_and_rare_values_can_be_copied_from_the_file_whole() {
    let fonts = sample::fonts();
    for form in list() {
        let long = sample::longest();
        let text = tools::text_of(&print(form.code, &long, &fonts).pdf);
        for value in [
            long.matter,
            long.applicant.name.unwrap(),
            long.assignee.unwrap(),
            long.site.name,
        ] {
            assert!(
                text.contains(&tools::squeeze(&value)),
                "{} has {value}: {text}",
                form.code
            );
        }
        let materials: Vec<_> = long
            .materials
            .iter()
            .filter(|m| text.contains(&tools::squeeze(&m.name)))
            .collect();
        assert_eq!(materials.len(), 12, "{}", form.code);
        let rare = sample::rare();
        let text = tools::text_of(&print(form.code, &rare, &fonts).pdf);
        for value in [
            rare.matter,
            rare.applicant.name.unwrap(),
            rare.applicant.name_reading.unwrap(),
        ] {
            assert!(
                text.contains(&tools::squeeze(&value)),
                "{} has {value}: {text}",
                form.code
            );
        }
    }
}

#[test]
fn characters_that_share_a_glyph_are_copied_as_they_were_typed() {
    let fonts = sample::fonts();
    let mut file = sample::plain();
    // A radical, the ideograph that looks the same, and the radical again.
    file.matter = "甲⼀乙一丙⼀丁".into();
    let text = tools::text_of(&print("receipt_a4", &file, &fonts).pdf);
    assert!(text.contains("甲⼀乙一丙⼀丁"), "{text}");
}

#[test]
fn fonts_are_embedded_as_subsets_with_unicode_and_files_are_small() {
    let fonts = sample::fonts();
    for form in list() {
        for (name, file) in samples() {
            let paper = print(form.code, &file, &fonts);
            assert!(
                paper.pdf.len() < 60_000,
                "{} {name} has {} bytes",
                form.code,
                paper.pdf.len()
            );
            let lines = tools::fonts_of(&paper.pdf);
            assert!(!lines.is_empty());
            for line in lines {
                assert!(line.contains("yes yes yes"), "{line}");
            }
        }
    }
}

#[test]
fn the_code_on_every_receipt_reads_as_the_ticket_number() {
    let fonts = sample::fonts();
    for form in list() {
        for (name, file) in samples() {
            let codes = tools::qr_codes_of(&print(form.code, &file, &fonts).pdf);
            assert_eq!(codes, [file.number.as_str()], "{} {name}", form.code);
        }
    }
}

#[test]
fn the_same_paper_is_the_same_bytes_and_another_print_is_not() {
    let file = sample::rare();
    for form in list() {
        let first = print(form.code, &file, &sample::fonts());
        let second = print(form.code, &file, &sample::fonts());
        assert!(first == second, "{}", form.code);
        let again = render(form.code, &file, &sample::printing(2), &sample::fonts()).unwrap();
        assert!(first.pdf != again.pdf, "{}", form.code);
    }
}

#[test]
fn only_a_reprint_is_marked_as_one() {
    for form in list() {
        let first = document_text(form.code, &sample::plain(), &sample::printing(1)).unwrap();
        let third = document_text(form.code, &sample::plain(), &sample::printing(3)).unwrap();
        assert!(
            !first.contains("补打") && first.contains("第 1 次"),
            "{first}"
        );
        assert!(
            third.contains("[补打]") && third.contains("第 3 次"),
            "{third}"
        );
    }
}

#[test]
fn a_disputed_value_is_marked_and_a_disputed_field_without_a_place_is_named() {
    let mut file = sample::plain();
    file.disputed = vec!["居民身份证".into(), "何时答复".into(), "请求金额".into()];
    let text = document_text("receipt_a4", &file, &sample::printing(1)).unwrap();
    let line = |start: &str| {
        text.lines()
            .find(|line| line.contains(start))
            .unwrap()
            .to_owned()
    };
    assert!(
        line("| 身份证").contains("9314*（两处不同，待核定）*"),
        "{text}"
    );
    assert!(
        line("| 何时答复").contains("*（两处不同，待核定）*"),
        "{text}"
    );
    assert!(
        line("| 其他").contains("请求金额*（两处不同，待核定）*"),
        "{text}"
    );
    assert!(!line("| 事项").contains("两处不同"), "{text}");
}

#[test]
fn an_estimated_date_says_so() {
    let mut file = sample::plain();
    file.limits[0].estimated = true;
    let text = document_text("receipt_80mm", &file, &sample::printing(1)).unwrap();
    assert!(text.contains("（周二）* [估算]"), "{text}");
    assert!(text.contains("（周五）* /"), "{text}");
}

#[test]
fn a_roll_is_as_long_as_its_content_and_a_sheet_has_its_size() {
    let fonts = sample::fonts();
    let height = |code: &str, file: &CaseFile| {
        let pages = display_list(code, file, &sample::printing(1), &fonts).unwrap();
        (pages.pages[0].height, pages.pages[0].width)
    };
    let (short, width) = height("receipt_80mm", &sample::empty());
    let (long, _) = height("receipt_80mm", &sample::longest());
    assert!((width - 80.0 * 72.0 / 25.4).abs() < 0.01);
    assert!(short < long && short > 100.0);
    let (sheet, _) = height("receipt_a4", &sample::empty());
    assert!((sheet - 297.0 * 72.0 / 25.4).abs() < 0.01);
}

#[test]
fn a_file_says_who_made_it_when_and_claims_no_standard() {
    let pdf = print("receipt_a4", &sample::plain(), &sample::fonts()).pdf;
    let info = tools::info_of(&pdf);
    assert!(info.contains("受理回执 YC-Y260210-3014K"), "{info}");
    assert!(info.contains("云川县公共法律服务中心"), "{info}");
    assert!(info.contains("Tue Feb 10 01:54:00 2026 UTC"), "{info}");
    assert!(!info.contains("PDF/X"), "{info}");
}

#[test]
fn an_ordinary_receipt_in_large_print_needs_one_sheet() {
    let fonts = sample::fonts();
    let mut file = sample::plain();
    file.rating_code = Some("8K3P2W".into());
    assert_eq!(print("receipt_large", &file, &fonts).pages, 1);
    let again = render(
        "receipt_large",
        &sample::plain(),
        &sample::printing(2),
        &fonts,
    )
    .unwrap();
    assert_eq!(again.pages, 1);
}

#[test]
fn a_signature_never_stands_on_a_page_without_text() {
    let fonts = sample::fonts();
    for length in (0..600).step_by(25) {
        let mut file = sample::plain();
        file.matter = "诉请支付拖欠的劳动报酬"
            .chars()
            .cycle()
            .take(length)
            .collect();
        let pages = display_list("receipt_large", &file, &sample::printing(1), &fonts).unwrap();
        let last: String = checks::lines(pages.pages.last().unwrap()).concat();
        assert!(
            last.contains("收件人") && last.contains("请留好回执"),
            "{length}: {last}"
        );
    }
}

#[test]
fn pages_after_the_first_repeat_the_head_and_every_page_counts_itself() {
    let fonts = sample::fonts();
    let file = sample::longest();
    let pages = display_list("receipt_large", &file, &sample::printing(1), &fonts)
        .unwrap()
        .pages;
    assert!(pages.len() > 1);
    for (page, number) in pages.iter().zip(1..) {
        let text = tools::squeeze(&checks::lines(page).concat());
        assert!(
            text.contains(&format!("第{number}页共{}页", pages.len())),
            "{text}"
        );
        assert!(text.contains(&file.number), "{text}");
        assert_eq!(text.contains("（续）"), number > 1, "{text}");
    }
}

#[test]
fn forms_have_distinct_codes_and_an_unknown_code_is_refused() {
    let all = fachuang_forms::list();
    let codes: BTreeSet<&str> = all.iter().map(|form| form.code).collect();
    assert_eq!(codes.len(), all.len());
    let refused = render(
        "receipt_a3",
        &sample::plain(),
        &sample::printing(1),
        &sample::fonts(),
    );
    assert_eq!(
        refused.unwrap_err(),
        FormError::UnknownForm("receipt_a3".into())
    );
}
