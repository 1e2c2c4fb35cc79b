use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fachuang_core::{person, ticket, window};

use super::*;

/// Codes the handlers, the shell and the printing make; they need not stand in the sources of the core.
const API_LEVEL: [&str; 37] = [
    "app.internal",
    "conflict.settled",
    "conflict.value_unknown",
    "duty.span",
    "exchange.broken_off",
    "exchange.gap",
    "exchange.lacks",
    "exchange.next",
    "exchange.path",
    "exchange.seen_before",
    "hall.folder_own",
    "hall.place_slow",
    "hall.seconds",
    "list.filter",
    "login.wait",
    "login.wrong",
    "name.glyph_missing",
    "party.glyph_missing",
    "paper.failed",
    "paper.font",
    "paper.form_unknown",
    "paper.glyph_missing",
    "paper.too_long",
    "password.unchanged",
    "printer.failed",
    "request.bad_args",
    "request.malformed",
    "request.unknown_command",
    "restore.too_often",
    "right.not_own",
    "session.locked",
    "session.must_change",
    "session.not_citizen",
    "settings.desk_name",
    "setup.device_mark",
    "setup.done_already",
    "staff.no_account",
];

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Sign(char),
    Text(String),
}

/// Splits Rust source as far as this test needs it: words, signs and string literals, no comments.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |place: usize| chars.get(place).copied().unwrap_or('\0');
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if c == '"' {
            let start = i + 1;
            i = start;
            while i < chars.len() && chars[i] != '"' {
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            found.push(Token::Text(
                chars[start..i.min(chars.len())].iter().collect(),
            ));
            i += 1;
        } else if c == 'r'
            && (at(i + 1) == '"' || (at(i + 1) == '#' && matches!(at(i + 2), '"' | '#')))
        {
            let marks = chars[i + 1..].iter().take_while(|c| **c == '#').count();
            let start = i + marks + 2;
            let end: String = format!("\"{}", "#".repeat(marks));
            let rest: String = chars[start..].iter().collect();
            let text = rest.split(&end).next().unwrap_or_default().to_owned();
            i = start + text.chars().count() + end.len();
            found.push(Token::Text(text));
        } else if c == '\'' && at(i + 1) == '\\' {
            i += 3;
            while i < chars.len() && chars[i] != '\'' {
                i += 1;
            }
            i += 1;
        } else if c == '\'' && at(i + 2) == '\'' {
            i += 3;
        } else if c.is_alphanumeric() || c == '_' {
            let start = i;
            while at(i).is_alphanumeric() || at(i) == '_' {
                i += 1;
            }
            found.push(Token::Word(chars[start..i].iter().collect()));
        } else {
            if !c.is_whitespace() {
                found.push(Token::Sign(c));
            }
            i += 1;
        }
    }
    found
}

/// Leaves out `#[cfg(test)] mod … { … }`.
fn without_tests(all: &[Token]) -> Vec<Token> {
    let head = tokens("#[cfg(test)] mod");
    let mut kept = Vec::new();
    let mut rest = all;
    while let [first, after @ ..] = rest {
        if rest.starts_with(&head) && rest.get(head.len() + 1) == Some(&Token::Sign('{')) {
            let mut depth = 0;
            let end = rest.iter().position(|token| {
                match token {
                    Token::Sign('{') => depth += 1,
                    Token::Sign('}') => depth -= 1,
                    _ => return false,
                }
                depth == 0
            });
            rest = &rest[end.map_or(rest.len(), |end| end + 1)..];
            continue;
        }
        kept.push(first.clone());
        rest = after;
    }
    kept
}

/// A string literal with where it stands.
#[derive(Debug)]
struct Literal {
    text: String,
    /// Last name of the called path, and which argument this is.
    call: Option<(String, usize)>,
    /// Inside the body of `fn code`.
    in_code: bool,
    /// Right of `code() ==` or `code ==`.
    compared: bool,
}

fn literals(source: &str) -> Vec<Literal> {
    struct Frame {
        open: char,
        called: String,
        argument: usize,
        is_code: bool,
    }
    let tokens = without_tests(&tokens(source));
    let mut stack: Vec<Frame> = Vec::new();
    let mut function = String::new();
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = |back: usize| at.checked_sub(back).map(|place| &tokens[place]);
        let word_before = |back: usize| match before(back) {
            Some(Token::Word(word)) => word.as_str(),
            _ => "",
        };
        match token {
            Token::Word(word) if word_before(1) == "fn" => function.clone_from(word),
            Token::Word(_) => {}
            Token::Sign(open @ ('(' | '[' | '{')) => stack.push(Frame {
                open: *open,
                called: word_before(1).to_owned(),
                argument: 0,
                is_code: *open == '{' && std::mem::take(&mut function) == "code",
            }),
            Token::Sign(')' | ']' | '}') => {
                stack.pop();
            }
            Token::Sign(',') => {
                if let Some(frame) = stack.last_mut() {
                    frame.argument += 1;
                }
            }
            Token::Sign(_) => {}
            Token::Text(text) => {
                let equals = before(1) == Some(&Token::Sign('='))
                    && matches!(before(2), Some(Token::Sign('=' | '!')));
                let call = stack
                    .iter()
                    .rev()
                    .find(|frame| frame.open != '{')
                    .filter(|frame| frame.open == '(' && !frame.called.is_empty())
                    .map(|frame| (frame.called.clone(), frame.argument));
                found.push(Literal {
                    text: text.clone(),
                    call,
                    in_code: stack.iter().any(|frame| frame.is_code),
                    compared: equals && (word_before(3) == "code" || word_before(5) == "code"),
                });
            }
        }
    }
    assert!(stack.is_empty(), "brackets do not match");
    found
}

fn is_code_shaped(text: &str) -> bool {
    let Some((area, fault)) = text.split_once('.') else {
        return false;
    };
    let lower = |c: char| c.is_ascii_lowercase() || c == '_';
    !area.is_empty()
        && !fault.is_empty()
        && area.chars().all(lower)
        && fault.chars().all(|c| lower(c) || c.is_ascii_digit())
}

/// The literal stands where a code of the message table stands.
fn is_code(literal: &Literal) -> bool {
    let by_call = matches!(
        literal
            .call
            .as_ref()
            .map(|(called, at)| (called.as_str(), *at)),
        Some(("refused" | "of" | "at" | "Err" | "ok_or", 0) | ("wrong" | "doubtful", 1))
    );
    is_code_shaped(&literal.text) && (by_call || literal.in_code || literal.compared)
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Sources of the product without tests, by path.
fn sources(within: &[&str]) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = within.iter().map(|place| crates().join(place)).collect();
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                open.push(path);
            } else if name.ends_with(".rs")
                && name != "tests.rs"
                && !path.ends_with("api/src/message.rs")
            {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path, text);
            }
        }
    }
    found
}

fn product() -> BTreeMap<PathBuf, String> {
    sources(&["core/src", "envelope/src", "forms/src", "api/src"])
}

/// Every code of the sources with the first file it stands in.
fn codes() -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for (path, source) in product() {
        for literal in literals(&source).into_iter().filter(is_code) {
            found.entry(literal.text).or_insert_with(|| path.clone());
        }
    }
    found
}

/// Literals that stand as this argument of a call.
fn arguments(called: &[&str], argument: usize) -> BTreeSet<String> {
    product()
        .values()
        .flat_map(|source| literals(source))
        .filter(|literal| {
            literal
                .call
                .as_ref()
                .is_some_and(|(name, at)| called.contains(&name.as_str()) && *at == argument)
        })
        .map(|literal| literal.text)
        .collect()
}

#[test]
fn the_scan_sees_a_code_in_every_position() {
    let source = r##"
        // Error::refused("not.this")
        impl Fault { fn code(&self) -> &'static str { match self { Self::A => "a.one", Self::B(c) if *c == '"' => "a.two" } } }
        fn kind() -> &'static str { "not.kind" }
        fn run() -> Result<(), &'static str> {
            return Err("b.one").and(x.ok_or("b.two"));
            Error::at(
                "c.one",
                format!("not[{at}].field"),
            );
            Error::refused("c.two").with("not.detail");
            notices.push(Notice::wrong("not.path", if late { "d.one" } else { "d.two" }));
            if fault.code() == "e.one" || notice.code != "e.two" {}
            let plain = r#"not.raw"#;
        }
        #[cfg(test)]
        mod tests { fn x() { Error::refused("not.test"); } }
        fn after() { Refusal::of("f.one"); }
    "##;
    let found: Vec<String> = literals(source)
        .into_iter()
        .filter(is_code)
        .map(|literal| literal.text)
        .collect();
    assert_eq!(
        found,
        [
            "a.one", "a.two", "b.one", "b.two", "c.one", "c.two", "d.one", "d.two", "e.one",
            "e.two", "f.one"
        ]
    );
}

#[test]
fn every_code_of_the_sources_has_a_message() {
    let codes = codes();
    assert!(codes.len() > 100, "the scan found only {}", codes.len());
    let unknown: Vec<_> = codes
        .iter()
        .filter(|(code, _)| message(code).code != code.as_str())
        .collect();
    assert!(unknown.is_empty(), "without message: {unknown:#?}");
    let listed: Vec<_> = API_LEVEL
        .iter()
        .filter(|code| message(code).code != **code)
        .collect();
    assert!(listed.is_empty(), "without message: {listed:#?}");
}

#[test]
fn every_message_belongs_to_a_code() {
    let codes = codes();
    let unused: Vec<&str> = MESSAGES
        .iter()
        .map(|message| message.code)
        .filter(|code| !codes.contains_key(*code) && !API_LEVEL.contains(code))
        .collect();
    assert!(unused.is_empty(), "nothing refuses with: {unused:#?}");
}

#[test]
fn messages_stand_once_in_the_order_of_their_codes() {
    let listed: Vec<&str> = MESSAGES.iter().map(|message| message.code).collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(listed, sorted);
}

#[test]
fn a_code_nobody_knows_is_a_fault_of_the_program() {
    assert_eq!(message("no.such_code").code, "app.internal");
    assert_eq!(message("").kind, Kind::Bug);
}

/// Words that blame, plead, shout, or say nothing.
const FORBIDDEN: [&str; 19] = [
    "请注意",
    "！",
    "!",
    "您",
    "你",
    "有误",
    "错误",
    "非法",
    "无效",
    "失败",
    "抱歉",
    "对不起",
    "操作",
    "确定",
    "工单",
    "用户",
    "点击",
    "·",
    "...",
];

/// How a hint that explains instead of telling what to do would begin.
const EXPLAINING: [&str; 8] = ["因为", "由于", "如果", "如需", "若", "这", "该", "当"];

#[test]
fn texts_are_short_plain_and_blame_nobody() {
    for message in MESSAGES {
        let code = message.code;
        for (part, words) in [("text", message.text), ("hint", message.hint)] {
            assert!(!words.is_empty(), "{code} has no {part}");
            assert!(words.chars().count() <= 60, "{code}: {part} is too long");
            for forbidden in FORBIDDEN {
                assert!(
                    !words.contains(forbidden),
                    "{code}: {part} says {forbidden}"
                );
            }
            let elsewhere = words.replace("利益冲突", "");
            assert!(
                !elsewhere.contains("冲突"),
                "{code}: 冲突 means 利益冲突 alone"
            );
        }
        assert!(
            !message.text.ends_with('。'),
            "{code}: text ends with a stop"
        );
        assert!(message.hint.ends_with('。'), "{code}: hint has no stop");
        assert!(message.text.matches("{}").count() <= 1, "{code}");
        assert!(
            !message.hint.contains("{}"),
            "{code}: details belong to the text"
        );
        for begin in EXPLAINING {
            assert!(!message.hint.starts_with(begin), "{code}: hint explains");
        }
    }
}

#[test]
fn a_sentence_without_its_detail_is_still_whole() {
    for message in MESSAGES {
        let (text, _) = sentence(message.code, "");
        for broken in ["{", "}", "“”", "（）", "，，", "：，", "（还剩", "  "] {
            assert!(!text.contains(broken), "{}: {text}", message.code);
        }
        assert!(!text.ends_with(['：', '，']), "{}: {text}", message.code);
    }
    assert_eq!(
        sentence("record.changed_meanwhile", "").0,
        "打开以后，这条记录被改动过，本次没有保存"
    );
    assert_eq!(sentence("ticket.outcome_text", " ").0, "办理结果须写明情况");
    assert_eq!(sentence("password.too_short", "").0, "密码太短");
    assert_eq!(
        sentence("site.area_ending", "").0,
        "地区名称的末尾与层级不符"
    );
}

#[test]
fn a_detail_stands_in_its_place_and_a_day_as_people_read_it() {
    assert_eq!(
        sentence("staff.excluded", "韩云岫").0,
        "承办人韩云岫与本件有利益冲突，须回避"
    );
    assert_eq!(
        sentence("birth.differs", "1958-03-02").0,
        "出生日期与证件号里的1958年3月2日不一致"
    );
    assert_eq!(
        sentence("login.wait", "5 分钟").0,
        "连续几次密码不对，这个账号暂停登录（还剩 5 分钟）"
    );
    // A detail that looks like a place is not a place.
    assert_eq!(
        sentence("staff.inactive", "{}").0,
        "承办人{}已停用，不能接办"
    );
}

#[test]
fn a_detail_without_a_place_is_not_told() {
    let (text, hint) = sentence("request.bad_args", "unknown field `idNumber`");
    assert_eq!(text, message("request.bad_args").text);
    assert_eq!(hint, message("request.bad_args").hint);
}

#[test]
fn every_ground_of_a_match_has_words() {
    for file in ["person.rs", "party.rs"] {
        let source = fs::read_to_string(crates().join("core/src/naming").join(file)).unwrap();
        let codes: Vec<String> = literals(&source)
            .into_iter()
            .filter(|literal| literal.in_code)
            .map(|literal| literal.text)
            .filter(|code| !matches!(code.as_str(), "possible" | "likely" | "certain"))
            .collect();
        assert!(codes.len() > 10, "the scan found only {}", codes.len());
        for code in codes {
            assert_ne!(reason_name(&code), code);
        }
    }
    assert_eq!(reason_name("same_id_15_to_18"), "旧 15 位号换算后一致");
    assert_eq!(reason_name("later"), "later");
}

#[test]
fn every_line_of_the_access_log_has_words() {
    let actions = arguments(&["log_access"], 0);
    assert!(actions.contains("staff_added"));
    for action in actions {
        assert_ne!(action_name(&action), action);
    }
    assert_eq!(action_name("later"), "later");
}

#[test]
fn every_field_of_a_record_has_a_name() {
    let mut fields = arguments(&["put", "keep"], 0);
    fields.retain(|field| !field.contains('{') && !field.is_empty());
    assert!(fields.contains("matter") && fields.contains("birth"));
    fields.extend(ticket::act::EDITABLE.map(str::to_owned));
    fields.extend(person::HIGH_RISK.map(str::to_owned));
    for name in [
        "role",
        "kind",
        "name",
        "id_number",
        "credit_code",
        "phone",
        "groups",
    ] {
        fields.insert(format!("party.p01.{name}"));
        fields.insert(format!("tickets[2].parties[0].{name}"));
    }
    for name in ["name", "form", "copies", "present", "received"] {
        fields.insert(format!("material.m01.{name}"));
    }
    for window in window::WINDOWS {
        for field in window.fields {
            fields.insert(format!("field.{}", field.code));
            let path = format!("tickets[0].fields.{}", field.code);
            assert_eq!(field_name_at(window.code, &path), field.label);
        }
    }
    // Every place a notice can point at.
    fields.extend(
        arguments(&["wrong", "doubtful"], 0)
            .into_iter()
            .filter(|path| path.starts_with("visitor.")),
    );
    let unnamed: Vec<_> = fields
        .iter()
        .filter(|field| field_name(field) == field.as_str())
        .collect();
    assert!(unnamed.is_empty(), "without name: {unnamed:#?}");
}

#[test]
fn a_field_is_named_by_its_path() {
    for (path, name) in [
        ("party.p01.phone", "当事人电话"),
        ("tickets[1].parties[0].id_number", "当事人证件号"),
        ("visitor.id_number", "证件号"),
        ("matter", "事项"),
        ("tickets[0].matter", "事项"),
        ("tickets[0].requests[3]", "诉求"),
        ("limitation_day", "时效届满日"),
        ("promised.legal_aid", "承诺时限"),
        ("field.nobody_asks", "field.nobody_asks"),
    ] {
        assert_eq!(field_name(path), name);
    }
    assert_eq!(field_name_at("mediation", "field.amount"), "争议金额");
    assert_eq!(field_name_at("legal_aid", "field.amount"), "金额");
    assert_eq!(field_name_at("legal_aid", "party.p01.name"), "当事人姓名");
}

#[test]
fn the_whole_table_is_as_agreed() {
    let table: String = MESSAGES
        .iter()
        .map(|m| format!("{} | {} | {} | {}\n", m.code, m.kind.code(), m.text, m.hint))
        .collect();
    insta::assert_snapshot!(table.trim_end());
}
