//! Papers written as templates.

use std::{collections::BTreeSet, sync::LazyLock, thread};

use fachuang_core::case_file::CaseFile;
use fachuang_forms::{
    FontStore, FormError, FormInfo, Group, assemble, check_templates, display_list, document,
    document_text, find, layout::lay_out, list, render,
};

use crate::{checks, sample, tools};

static FONTS: LazyLock<FontStore> = LazyLock::new(sample::fonts);

/// Laws whose text was read; a paper rests on nothing else.
const READ: [&str; 6] = [
    "法律援助法",
    "人民调解法",
    "公证法",
    "民事诉讼法",
    "个人信息保护法",
    "信访工作条例",
];

fn written() -> impl Iterator<Item = &'static FormInfo> {
    list()
        .iter()
        .filter(|form| !form.code.starts_with("receipt_"))
}

/// Every paper with its variant in large print.
fn codes() -> impl Iterator<Item = &'static str> {
    written().flat_map(|form| [Some(form.code), form.large].into_iter().flatten())
}

#[test]
fn every_template_that_comes_with_the_program_can_be_read() {
    assert_eq!(check_templates(), Ok(written().count()));
    for group in [Group::Desk, Group::LegalAid, Group::Mediation] {
        assert!(written().any(|form| form.group == group), "{group:?}");
    }
    assert!(written().count() >= 60);
}

#[test]
fn the_words_and_pages_of_every_paper_are_as_reviewed() {
    for form in written() {
        let printing = sample::printing(1);
        let text = document_text(form.code, &sample::plain(), &printing).unwrap();
        let pages = display_list(form.code, &sample::plain(), &printing, &FONTS).unwrap();
        let described = pages.describe(&FONTS);
        insta::assert_snapshot!(format!("{}-text", form.code), text);
        insta::assert_snapshot!(format!("{}-pages", form.code), described);
    }
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "names the paper when one of its checks fails"
)]
fn nothing_on_any_paper_is_clipped_or_overlaps() {
    for code in codes() {
        for (name, file, count) in sample::all() {
            let printing = sample::printing(count);
            let sheet = document(code, &file, &printing).unwrap().sheet;
            let pages = display_list(code, &file, &printing, &FONTS).unwrap();
            println!("{code} {name}");
            checks::nothing_clips_or_overlaps(&pages, sheet);
        }
    }
}

#[test]
fn nothing_handed_out_in_large_print_is_smaller_than_18_points_and_nothing_anywhere_smaller_than_8()
{
    for form in written() {
        for (code, least) in [(Some(form.code), 8.0), (form.large, 18.0)] {
            let Some(code) = code else { continue };
            let pages = display_list(code, &sample::plain(), &sample::printing(1), &FONTS).unwrap();
            let sizes = pages
                .pages
                .iter()
                .flat_map(checks::texts)
                .map(|run| run.size);
            assert!(sizes.fold(f32::MAX, f32::min) >= least - 0.001, "{code}");
        }
    }
}

#[test]
fn every_file_gives_back_every_text_once_and_in_reading_order_from_fonts_that_are_in_it() {
    let read = |name: &str, file: &CaseFile, count: u32| {
        for code in codes() {
            let printing = sample::printing(count);
            let pages = display_list(code, file, &printing, &FONTS).unwrap();
            let runs = pages.pages.iter().flat_map(checks::texts);
            let shown: String = runs.map(|run| tools::squeeze(&run.text)).collect();
            let paper = render(code, file, &printing, &FONTS).unwrap();
            let found = tools::text_of(&paper.pdf);
            if count == 1 {
                assert_eq!(found, shown, "{code} {name}");
            } else {
                // The mark across and the number in the corner stand beside the text.
                let times = |text: &str| text.matches("补打").count();
                assert_eq!(
                    times(&found),
                    times(&shown) + pages.pages.len(),
                    "{code} {name}"
                );
            }
            let fonts = tools::fonts_of(&paper.pdf);
            assert!(!fonts.is_empty(), "{code} {name}");
            for line in fonts {
                assert!(line.contains("yes yes yes"), "{code} {name}: {line}");
            }
        }
    };
    // Most of the time goes to the reader of files, which runs beside.
    thread::scope(|scope| {
        for (name, file, count) in sample::all() {
            scope.spawn(move || read(name, &file, count));
        }
    });
}

#[test]
fn every_value_of_a_case_file_that_a_form_asks_for_is_on_its_pages() {
    let mut met = 0;
    for code in codes() {
        for (name, file, count) in sample::all() {
            let printing = sample::printing(count);
            let text = tools::squeeze(&document_text(code, &file, &printing).unwrap());
            let pages = display_list(code, &file, &printing, &FONTS).unwrap();
            assert!(pages.missing.is_empty(), "{code} {name}");
            let runs = pages.pages.iter().flat_map(checks::texts);
            let shown: String = runs.map(|run| tools::squeeze(&run.text)).collect();
            let parties = file.details.parties.iter();
            let values = parties
                .flat_map(|party| [&party.name, &party.address, &party.phone, &party.id_number])
                .chain(file.details.facts.values())
                .chain(file.materials.iter().map(|material| &material.name))
                .chain([&file.matter])
                .chain(&file.applicant.name)
                .chain(&file.assignee);
            for value in values.map(|value| tools::squeeze(value)) {
                if value.is_empty() || !text.contains(&value) {
                    continue;
                }
                // A value may go on on the next page, below its head.
                let characters: Vec<char> = value.chars().collect();
                let ends = [
                    &characters[..characters.len().min(8)],
                    &characters[characters.len().saturating_sub(8)..],
                ];
                for end in ends.map(|end| end.iter().collect::<String>()) {
                    assert!(shown.contains(&end), "{code} {name} lacks {value}");
                }
                met += 1;
            }
        }
    }
    assert!(met > 3000, "{met}");
}

#[test]
fn an_identity_number_is_never_broken() {
    let mut met = 0;
    for code in codes() {
        for (name, file, count) in sample::all() {
            let pages = display_list(code, &file, &sample::printing(count), &FONTS).unwrap();
            let runs: Vec<_> = pages.pages.iter().flat_map(checks::texts).collect();
            let shown: String = runs.iter().map(|run| tools::squeeze(&run.text)).collect();
            for party in &file.details.parties {
                let number = tools::squeeze(&party.id_number);
                let times = shown.matches(&number).count();
                if number.is_empty() || times == 0 {
                    continue;
                }
                let whole = runs
                    .iter()
                    .filter(|run| tools::squeeze(&run.text).contains(&number));
                assert!(whole.count() >= times, "{code} {name} {number}");
                met += times;
            }
        }
    }
    assert!(met > 100, "numbers met: {met}");
}

#[test]
fn files_are_small() {
    for code in codes() {
        // With its number and a mark across, as it is issued again.
        let paper = render(code, &sample::plain(), &sample::printing(2), &FONTS).unwrap();
        let (size, most) = (paper.pdf.len(), 60 * 1024 * paper.pages as usize);
        assert!(size < most, "{code} has {size} bytes");
    }
}

#[test]
fn the_same_paper_is_the_same_bytes_from_another_store() {
    let other = sample::fonts();
    for code in codes() {
        let print = |fonts: &FontStore| {
            render(code, &sample::plain(), &sample::printing(1), fonts).unwrap()
        };
        assert!(print(&FONTS) == print(&other), "{code}");
    }
}

#[test]
fn sheets_keep_the_binding_margin_free() {
    for code in codes() {
        let sheet = document(code, &sample::longest(), &sample::printing(1))
            .unwrap()
            .sheet;
        if sheet.width_mm < 200.0 {
            continue;
        }
        let pages = display_list(code, &sample::longest(), &sample::printing(1), &FONTS).unwrap();
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
fn what_a_citizen_takes_home_says_where_to_ask_and_where_to_complain() {
    for form in written().filter(|form| form.large.is_some()) {
        let text = document_text(form.code, &sample::plain(), &sample::printing(1)).unwrap();
        for words in ["12348", "投诉", "199 0001 5008"] {
            assert!(text.contains(words), "{} lacks {words}", form.code);
        }
    }
}

#[test]
fn papers_rest_on_articles_of_laws_that_were_read() {
    for form in written() {
        for article in form.basis {
            let known = READ.iter().any(|law| {
                article
                    .strip_prefix(law)
                    .is_some_and(|rest| rest.starts_with('第') && rest.ends_with('条'))
            });
            assert!(known, "{}: {article}", form.code);
        }
    }
}

#[test]
fn a_second_print_is_marked_across_every_page() {
    for code in codes() {
        let first = display_list(code, &sample::plain(), &sample::printing(1), &FONTS).unwrap();
        assert!(!first.describe(&FONTS).contains("across:"), "{code}");
        let second = display_list(code, &sample::plain(), &sample::printing(2), &FONTS).unwrap();
        let marks = second.describe(&FONTS).matches("across: 补打").count();
        assert_eq!(marks, second.pages.len(), "{code}");
    }
}

#[test]
fn a_page_of_an_official_letter_holds_22_lines_of_28_characters() {
    let mut document = document("aid_grant", &sample::plain(), &sample::printing(1)).unwrap();
    document.head.clear();
    let fachuang_forms::document::Block::Paragraph(mut paragraph) = document.body[0].clone() else {
        panic!("a letter begins with a paragraph");
    };
    paragraph.spans.truncate(1);
    paragraph.spans[0].text = "援".repeat(28 * 22 * 2);
    document.body = vec![fachuang_forms::document::Block::Paragraph(paragraph)];
    let pages = lay_out(&document, &FONTS).unwrap();
    assert_eq!(pages.pages.len(), 2);
    let lines: Vec<_> = checks::texts(&pages.pages[0])
        .filter(|run| run.text.starts_with('援'))
        .collect();
    assert_eq!(lines.len(), 22);
    assert!(
        lines
            .iter()
            .all(|run| run.text.chars().count() == 28 && run.size == 16.0)
    );
}

#[test]
fn large_print_and_unknown_codes_are_found_by_code() {
    let large = find("aid_apply_large").unwrap();
    assert_eq!(large.name, "法律援助申请表（大字版）");
    assert_eq!(find("aid_consult_large"), None);
    let refused = document("aid_nothing", &sample::plain(), &sample::printing(1));
    assert_eq!(
        refused.unwrap_err(),
        FormError::UnknownForm("aid_nothing".into())
    );
}

#[test]
fn blanks_that_are_asked_for_have_names_and_labels_of_their_own() {
    for form in written() {
        let names: BTreeSet<&str> = form
            .blanks
            .iter()
            .map(|blank| blank.name.as_str())
            .collect();
        assert_eq!(names.len(), form.blanks.len(), "{}", form.code);
        assert!(form.blanks.iter().all(|blank| !blank.label.is_empty()));
    }
}

#[test]
fn what_was_typed_before_printing_stands_in_its_blank() {
    let mut file = sample::plain();
    let agency = "云川县法律援助中心";
    file.details.filled.insert("agency".into(), agency.into());
    for code in ["aid_grant", "aid_grant_large", "aid_refuse"] {
        let text = document_text(code, &file, &sample::printing(1)).unwrap();
        assert!(text.contains(agency), "{text}");
    }
}

#[test]
fn a_volume_counts_its_pages_and_lists_them_in_its_contents() {
    let codes = [
        "med_cover",
        "med_contents",
        "med_apply",
        "med_rights",
        "med_record",
        "med_back",
    ];
    let file = sample::plain();
    let volume = assemble(&codes, &file, &sample::printing(1), &FONTS).unwrap();
    let pages = |code: &str| {
        display_list(code, &file, &sample::printing(1), &FONTS)
            .unwrap()
            .pages
            .len()
    };
    let all: usize = codes.iter().map(|code| pages(code)).sum();
    assert_eq!(usize::try_from(volume.pages).unwrap(), all);
    let text = tools::text_of(&volume.pdf);
    let record = 1 + pages("med_apply") + pages("med_rights");
    for line in [
        format!("2当事人权利义务告知书{}", 1 + pages("med_apply")),
        format!("3人民调解记录{record}"),
    ] {
        assert!(text.contains(&line), "{line}: {text}");
    }
}

#[test]
fn the_list_of_papers_is_as_reviewed() {
    let mut lines = String::new();
    for form in list() {
        let windows = if form.windows.is_empty() {
            "all windows".to_owned()
        } else {
            form.windows.join(" ")
        };
        lines += &format!(
            "{} {:03} {} {} {:?} {:?} {windows}; edition {}; copies {}; signed {}; large {}; basis {}\n",
            format!("{:?}", form.group).to_lowercase(),
            form.step,
            form.code,
            form.name,
            form.need,
            form.paper,
            form.version,
            form.copies.join("、"),
            form.signed.join("、"),
            form.large.is_some(),
            form.basis.join("、"),
        );
    }
    insta::assert_snapshot!("list", lines);
}

#[test]
fn a_paper_for_the_archive_says_what_it_is_and_shows_what_the_other_writer_shows() {
    use fachuang_forms::backend::{About, Archive, PdfBackend, Printpdf};
    let pages = display_list(
        "med_agreement",
        &sample::rare(),
        &sample::printing(2),
        &FONTS,
    )
    .unwrap();
    let about = About {
        author: "甲 & 乙 <中心>".into(),
        created_at: sample::printing(2).at,
        id: [7; 16],
    };
    let plain = Printpdf.write(&pages, &about, &FONTS).unwrap();
    let kept = Archive.write(&pages, &about, &FONTS).unwrap();
    assert_eq!(
        kept,
        Archive.write(&pages, &about, &sample::fonts()).unwrap()
    );
    let text = String::from_utf8_lossy(&kept);
    for mark in [
        "%PDF-1.4",
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>",
        "<rdf:li>甲 &amp; 乙 &lt;中心&gt;</rdf:li>",
        "<xmp:CreateDate>2026-02-10T01:54:00+00:00</xmp:CreateDate>",
        "/OutputIntents",
        "/GTS_PDFA1",
        "/CIDSet",
    ] {
        assert!(text.contains(mark), "{mark}");
    }
    assert!(!String::from_utf8_lossy(&plain).contains("pdfaid"));
    for number in 1..=u32::try_from(pages.pages.len()).unwrap() {
        assert!(
            tools::page_of(&plain, number, 100) == tools::page_of(&kept, number, 100),
            "page {number}"
        );
    }
    assert_eq!(tools::text_of(&plain), tools::text_of(&kept));
}

#[test]
fn papers_of_a_case_file_and_volumes_are_written_for_the_archive_and_papers_of_the_counter_are_not()
{
    let has = |pdf: &[u8]| String::from_utf8_lossy(pdf).contains("pdfaid:part");
    for form in list() {
        let paper = render(form.code, &sample::plain(), &sample::printing(1), &FONTS).unwrap();
        assert_eq!(has(&paper.pdf), form.group != Group::Desk, "{}", form.code);
    }
    let volume = assemble(
        &["med_cover", "med_apply"],
        &sample::plain(),
        &sample::printing(1),
        &FONTS,
    );
    assert!(has(&volume.unwrap().pdf));
}
