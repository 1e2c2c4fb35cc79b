use std::{fs, path::Path};

use fachuang_forms::{FontStore, FormError, fonts::Role};

use crate::sample;

fn dir() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/fonts"))
}

#[test]
fn every_font_file_is_the_one_that_was_published() {
    sample::fonts().verify().unwrap();
}

#[test]
fn every_font_file_has_an_entry_and_its_licence_text_beside_it() {
    let store = sample::fonts();
    for spec in store.specs() {
        let licence = fs::read_to_string(dir().join(&spec.license_file)).unwrap();
        assert!(
            licence.contains("SIL OPEN FONT LICENSE Version 1.1"),
            "{}",
            spec.file
        );
        assert!(
            !spec.source.is_empty() && !spec.version.is_empty(),
            "{}",
            spec.file
        );
    }
    let mut listed: Vec<String> = store.specs().map(|spec| spec.file.clone()).collect();
    let is_font =
        |name: &String| name.ends_with(".ttf") || name.ends_with(".otf") || name.ends_with(".ttc");
    let names = fs::read_dir(dir())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<String> = names.filter(is_font).collect();
    listed.sort();
    found.sort();
    assert_eq!(listed, found);
}

#[test]
fn characters_of_rare_names_have_a_glyph_in_both_roles() {
    let store = sample::fonts();
    for character in sample::RARE.chars() {
        for role in [Role::Text, Role::Strong] {
            let glyph = store.resolve(role, character).unwrap();
            assert!(
                (0.9..=1.1).contains(&glyph.advance_em),
                "{character} is {} em wide",
                glyph.advance_em
            );
        }
    }
}

#[test]
fn common_characters_come_from_the_first_face_of_the_chain() {
    let store = sample::fonts();
    let common = include_str!("../fixtures/gb2312-level-1.txt");
    let marks = "，。、；：？！（）《》〈〉「」『』【】〔〕“”‘’…—～·％‰℃￥　0123456789ABCXYZabcxyz*-:/āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ";
    let characters: Vec<char> = common.chars().filter(|c| *c != '\n').collect();
    assert_eq!(characters.len(), 3755);
    for character in characters.into_iter().chain(marks.chars()) {
        let text = store.resolve(Role::Text, character).unwrap();
        assert_eq!(store.face_name(text.face), "sans", "{character}");
        let strong = store.resolve(Role::Strong, character).unwrap();
        assert_eq!(store.face_name(strong.face), "sans-bold", "{character}");
    }
}

#[test]
fn a_character_that_no_face_has_is_named() {
    let store = sample::fonts();
    match store.resolve(Role::Text, '𰀁') {
        Err(error) => {
            assert_eq!(error, FormError::MissingGlyph { character: '𰀁' });
            assert!(error.to_string().contains("𰀁 (U+30001)"), "{error}");
        }
        Ok(glyph) => assert_ne!(glyph.index, 0),
    }
    // A character that no Unicode version assigns.
    let unassigned = '\u{3FFF0}';
    let error = store.resolve(Role::Strong, unassigned).unwrap_err();
    assert_eq!(
        error,
        FormError::MissingGlyph {
            character: unassigned
        }
    );
}

#[test]
fn a_character_that_no_face_has_is_named_on_the_paper_and_the_rest_is_printed() {
    let mut file = sample::plain();
    file.matter = "与某\u{3FFF0}、某\u{3FFF1}的纠纷".into();
    for code in ["receipt_a4", "aid_apply", "aid_apply_large"] {
        let paper =
            fachuang_forms::render(code, &file, &sample::printing(1), &sample::fonts()).unwrap();
        assert_eq!(paper.missing, ['\u{3FFF0}', '\u{3FFF1}'], "{code}");
        let text = crate::tools::text_of(&paper.pdf);
        assert!(text.contains("与某〓、某〓的纠纷"), "{code}: {text}");
        assert!(text.contains("U+3FFF0、U+3FFF1"), "{code}: {text}");
    }
}

#[test]
fn every_paper_says_how_a_name_is_read_that_no_face_can_show() {
    let mut file = sample::plain();
    file.applicant.name = Some("阿\u{3FFF0}木呷".into());
    for (reading, told) in [
        (Some("ā yuán mù gā"), "补正。姓名拼音注记：āyuánmùgā。"),
        (None, "请手写补正。"),
    ] {
        file.applicant.name_reading = reading.map(str::to_owned);
        for code in [
            "receipt_a4",
            "notify",
            "aid_grant",
            "aid_grant_large",
            "aid_served",
            "med_agreement",
        ] {
            let paper = fachuang_forms::render(code, &file, &sample::printing(1), &sample::fonts());
            let text = crate::tools::text_of(&paper.unwrap().pdf);
            let text: String = text.split_whitespace().collect();
            assert!(text.contains(told), "{code}: {text}");
            assert!(text.contains("U+3FFF0"), "{code}: {text}");
        }
    }
}

#[test]
fn a_face_that_stands_in_for_another_one_is_named() {
    let fonts = sample::fonts();
    let paper = |code: &str| {
        let printed = fachuang_forms::render(code, &sample::plain(), &sample::printing(1), &fonts);
        printed.unwrap().substitutes
    };
    let wanted: Vec<String> = paper("aid_grant")
        .into_iter()
        .map(|(wanted, _)| wanted)
        .collect();
    assert_eq!(wanted, ["仿宋", "小标宋"]);
    assert!(paper("receipt_a4").is_empty());
}

#[test]
fn a_directory_without_one_of_its_fonts_is_refused_by_name() {
    let broken = tempfile::tempdir().unwrap();
    fs::copy(dir().join("fonts.toml"), broken.path().join("fonts.toml")).unwrap();
    let error = FontStore::load(broken.path()).unwrap_err();
    assert!(
        error.to_string().contains("NotoSansSC-Regular.ttf"),
        "{error}"
    );
}

#[test]
fn an_altered_font_file_does_not_pass_verification() {
    let altered = tempfile::tempdir().unwrap();
    fs::copy(dir().join("fonts.toml"), altered.path().join("fonts.toml")).unwrap();
    for spec in sample::fonts().specs() {
        fs::write(altered.path().join(&spec.file), "not a font").unwrap();
    }
    let store = FontStore::load(altered.path()).unwrap();
    assert!(matches!(store.verify(), Err(FormError::Font { .. })));
    assert!(matches!(
        store.resolve(Role::Text, '中'),
        Err(FormError::Font { .. })
    ));
}

#[test]
fn threads_share_one_store() {
    let store = sample::fonts();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| store.resolve(Role::Text, '𠮷').unwrap());
        }
    });
}
