//! House rules that no compiler knows, read off the files themselves.
//!
//! A rule is a function over a list of files, so that the tests below can show that it can fail.

use std::fs;
use std::path::Path;

/// A text file of the project.
struct File {
    /// Path from the root of the project, with forward slashes.
    path: String,
    text: String,
}

type Rule = fn(&[File]) -> Vec<String>;

const RULES: &[Rule] = &[
    the_shell_alone_knows_tauri,
    the_network_stays_outside,
    one_page_file_knows_the_bridge,
    nothing_is_a_pre_release,
    papers_embed_only_the_glyphs_they_use,
    no_path_of_one_machine,
    the_inner_crates_ask_the_machine_nothing,
    a_domain_type_is_never_serialised,
    one_file_commits,
    the_page_has_no_inline_style_and_no_raw_html,
    no_file_is_too_long,
];

const LONGEST: usize = 800;
const THIS_FILE: &str = "crates/xtask/tests/tidy.rs";

fn the_shell_alone_knows_tauri(files: &[File]) -> Vec<String> {
    belongs_to(files, &["src-tauri"], |name| name.starts_with("tauri"))
}

fn the_network_stays_outside(files: &[File]) -> Vec<String> {
    const NETWORK: [&str; 6] = ["tokio", "reqwest", "hyper", "object_store", "s3s", "ureq"];
    // The versions stand in the one manifest of all; the tests serve an object store.
    let homes = ["", "src-tauri", "crates/carrier", "tests"];
    belongs_to(files, &homes, |name| {
        NETWORK.iter().any(|network| name.starts_with(network))
    })
}

/// Finds dependencies outside the packages they belong to.
fn belongs_to(files: &[File], homes: &[&str], is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    let outside = named(files, |path| {
        let folder = path.strip_suffix("Cargo.toml");
        folder.is_some_and(|folder| !homes.contains(&folder.trim_end_matches('/')))
    });
    lines(outside)
        .filter(|(_, _, line)| is_meant(dependency(line)))
        .map(|(file, number, line)| {
            let name = dependency(line);
            let homes = homes.join(" ");
            format!(
                "{}:{number}: {name} belongs to {} alone; move what needs it there",
                file.path,
                homes.trim()
            )
        })
        .collect()
}

fn one_page_file_knows_the_bridge(files: &[File]) -> Vec<String> {
    let holders: Vec<&str> = page_sources(files)
        .filter(|file| file.text.contains("@tauri-apps/"))
        .map(|file| file.path.as_str())
        .collect();
    let has_screens = page_sources(files).any(|file| file.path.ends_with(".vue"));
    if holders.len() == 1 || (holders.is_empty() && !has_screens) {
        return Vec::new();
    }
    vec![format!(
        "@tauri-apps is imported in {} files of ui/src {holders:?}; call through the one bridge file",
        holders.len()
    )]
}

fn nothing_is_a_pre_release(files: &[File]) -> Vec<String> {
    let rust = named(files, |path| path.ends_with("Cargo.lock"));
    let page = named(files, |path| path.ends_with("package-lock.json"));
    let packages = rust
        .flat_map(|file| {
            file.text
                .split("[[package]]")
                .map(move |package| (file, package))
        })
        .chain(page.flat_map(|file| {
            let packages = file.text.split("\n    \"node_modules/");
            packages.map(move |package| (file, package))
        }));
    packages
        // Build tools of the page never ship, and some hold a pre-release for a platform of their own.
        .filter(|(_, package)| !package.contains("\"dev\": true"))
        .filter_map(|(file, package)| {
            let version = package.lines().map(str::trim).find(|line| {
                let line = line.trim_start_matches('"');
                line.starts_with("version")
                    && ["-alpha", "-beta", "-rc"]
                        .iter()
                        .any(|mark| line.contains(mark))
            })?;
            let name = package.lines().find(|line| !line.trim().is_empty())?;
            Some(format!(
                "{}: {name} {version}: pin the last release instead of a pre-release",
                file.path
            ))
        })
        .collect()
}

fn papers_embed_only_the_glyphs_they_use(files: &[File]) -> Vec<String> {
    lines(named(files, |path| path.ends_with("Cargo.toml")))
        .filter(|(_, _, line)| dependency(line) == "printpdf" && !line.contains("workspace"))
        .filter(|(_, _, line)| {
            !(line.contains("\"text_layout\"") && line.contains("default-features = false"))
        })
        .map(|(file, number, _)| {
            format!(
                "{}:{number}: without text_layout printpdf embeds whole fonts and says nothing; \
                 write default-features = false, features = [\"text_layout\"]",
                file.path
            )
        })
        .collect()
}

fn no_path_of_one_machine(files: &[File]) -> Vec<String> {
    const HOMES: [&str; 3] = ["root", "work", "Users"];
    lines(files.iter().filter(|file| file.path != THIS_FILE))
        .filter(|(_, _, line)| HOMES.iter().any(|home| begins_a_path(line, &format!("/{home}/"))))
        .map(|(file, number, _)| {
            format!(
                "{}:{number}: a path of one machine; make it relative to the project or an argument",
                file.path
            )
        })
        .collect()
}

fn the_inner_crates_ask_the_machine_nothing(files: &[File]) -> Vec<String> {
    const QUESTIONS: [&str; 5] = [
        "SystemTime::now",
        "Instant::now",
        "Local::now",
        "Utc::now",
        "std::env",
    ];
    let inner = named(files, |path| {
        ["core", "forms", "envelope"]
            .iter()
            .any(|name| path.starts_with(&format!("crates/{name}/src/")))
            && path.ends_with(".rs")
    });
    lines(inner)
        .filter_map(|(file, number, line)| {
            let question = QUESTIONS
                .iter()
                .find(|question| line.contains(**question))?;
            Some(format!(
                "{}:{number}: {question}: take time and surroundings as arguments",
                file.path
            ))
        })
        .collect()
}

fn a_domain_type_is_never_serialised(files: &[File]) -> Vec<String> {
    const HOMES: [&str; 6] = [
        "crates/core/src/journal/record.rs",
        "crates/core/src/account/slot.rs",
        "crates/core/src/account/slot/",
        "crates/core/src/account/lockout.rs",
        "crates/core/src/storage/",
        "crates/core/src/window/",
    ];
    let domain = named(files, |path| {
        path.starts_with("crates/core/src/") && !HOMES.iter().any(|home| path.starts_with(home))
    });
    lines(domain)
        .filter(|(_, _, line)| {
            let code = line.split("//").next().unwrap_or_default();
            words(code).any(|word| word == "Serialize")
        })
        .map(|(file, number, _)| {
            format!(
                "{}:{number}: a domain type is never serialised; \
                 give it a wire type in api or a record in journal/record.rs",
                file.path
            )
        })
        .collect()
}

fn one_file_commits(files: &[File]) -> Vec<String> {
    let core = named(files, |path| {
        path.starts_with("crates/core/src/") && path.ends_with(".rs")
    });
    let committing: Vec<&str> = core
        .filter(|file| {
            let code = product_code(&file.text);
            // The migration runner makes the schema that the write path writes to.
            let commits = code.contains(".commit()") || words(code).any(|word| word == "COMMIT");
            commits && !code.contains("fn migrate(")
        })
        .map(|file| file.path.as_str())
        .collect();
    if committing.len() <= 1 {
        return Vec::new();
    }
    vec![format!(
        "{committing:?} all commit; only the write path of storage may, so call it instead"
    )]
}

fn the_page_has_no_inline_style_and_no_raw_html(files: &[File]) -> Vec<String> {
    const FORBIDDEN: [(&str, &str); 3] = [
        (" style=\"", "the content policy refuses it; use a class"),
        ("v-html", "text from files is hostile; show it as text"),
        ("innerHTML", "text from files is hostile; set textContent"),
    ];
    lines(page_sources(files))
        .filter_map(|(file, number, line)| {
            let (found, advice) = FORBIDDEN.iter().find(|(found, _)| line.contains(found))?;
            Some(format!(
                "{}:{number}: {}: {advice}",
                file.path,
                found.trim()
            ))
        })
        .collect()
}

fn no_file_is_too_long(files: &[File]) -> Vec<String> {
    let sources = named(files, |path| {
        [".rs", ".ts", ".vue"].iter().any(|end| path.ends_with(end))
    });
    sources
        .filter(|file| !is_generated(file) && file.text.lines().count() > LONGEST)
        .map(|file| {
            format!(
                "{}: more than {LONGEST} lines; ask what it is about and cut it there",
                file.path
            )
        })
        .collect()
}

fn named<'a>(
    files: &'a [File],
    wanted: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = &'a File> {
    files.iter().filter(move |file| wanted(&file.path))
}

/// Files that become part of the page; tests do not.
fn page_sources(files: &[File]) -> impl Iterator<Item = &File> {
    named(files, |path| {
        let source = path.ends_with(".ts") && !path.ends_with(".test.ts");
        path.starts_with("ui/src/") && (source || path.ends_with(".vue"))
    })
}

/// Returns every line with its file and its number.
fn lines<'a>(
    files: impl Iterator<Item = &'a File>,
) -> impl Iterator<Item = (&'a File, usize, &'a str)> {
    files.flat_map(|file| {
        let numbered = file.text.lines().enumerate();
        numbered.map(move |(index, line)| (file, index + 1, line))
    })
}

/// Returns the name of the dependency that a line of a manifest begins with, or nothing.
fn dependency(line: &str) -> &str {
    let end = line
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .unwrap_or(line.len());
    let rest = line[end..].trim_start();
    if rest.starts_with('=') || rest.starts_with('.') {
        &line[..end]
    } else {
        ""
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
}

/// Tells whether `home` stands in a line at the beginning of a path and not in the middle of one.
fn begins_a_path(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "._-}*)".contains(c))
    })
}

/// Returns the part of a source file that comes before its tests.
fn product_code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

fn is_generated(file: &File) -> bool {
    let mut head = file.text.lines().take(3);
    head.any(|line| line.contains("cargo xtask codegen"))
}

/// Reads the text files of the project, without what is built or installed.
fn project_files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    collect(&root, "", &mut files);
    files
}

fn collect(root: &Path, folder: &str, files: &mut Vec<File>) {
    const SKIPPED: [&str; 6] = [
        ".git",
        "target",
        "node_modules",
        "dist",
        "gen",
        "autogenerated",
    ];
    let entries = fs::read_dir(root.join(folder)).expect("a readable folder");
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !SKIPPED.contains(&name.as_str()))
        .collect();
    names.sort();
    for name in names {
        let path = if folder.is_empty() {
            name
        } else {
            format!("{folder}/{name}")
        };
        if root.join(&path).is_dir() {
            collect(root, &path, files);
        } else if let Ok(text) = fs::read_to_string(root.join(&path)) {
            files.push(File { path, text });
        }
    }
}

#[test]
fn the_project_keeps_its_house_rules() {
    let files = project_files();
    assert!(
        files.iter().any(|file| file.path == THIS_FILE),
        "the project is read"
    );
    let complaints: Vec<String> = RULES.iter().flat_map(|rule| rule(&files)).collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Asserts that a rule complains about a file and not about another.
fn check(rule: Rule, bad: (&str, &str), good: (&str, &str)) {
    let complaints = |(path, text): (&str, &str)| {
        rule(&[File {
            path: path.to_owned(),
            text: text.to_owned(),
        }])
    };
    assert!(!complaints(bad).is_empty(), "{bad:?} is let through");
    assert_eq!(
        complaints(good),
        Vec::<String>::new(),
        "{good:?} is refused"
    );
}

#[test]
fn tauri_outside_the_shell_is_noticed() {
    check(
        the_shell_alone_knows_tauri,
        ("crates/api/Cargo.toml", "tauri = \"2\"\n"),
        ("src-tauri/Cargo.toml", "tauri = \"2\"\n"),
    );
    check(
        the_shell_alone_knows_tauri,
        ("tests/Cargo.toml", "tauri-plugin-dialog = \"2\"\n"),
        ("tests/Cargo.toml", "# tauri stays outside\n"),
    );
}

#[test]
fn a_network_below_the_fronts_is_noticed() {
    let rule = the_network_stays_outside;
    check(
        rule,
        ("crates/core/Cargo.toml", "tokio.workspace = true\n"),
        ("Cargo.toml", "tokio = { version = \"1\" }\n"),
    );
    check(
        rule,
        ("crates/api/Cargo.toml", "object_store.workspace = true\n"),
        (
            "crates/carrier/Cargo.toml",
            "object_store.workspace = true\n",
        ),
    );
    check(
        rule,
        ("crates/cli/Cargo.toml", "reqwest = \"0.13\"\n"),
        ("src-tauri/Cargo.toml", "tokio.workspace = true\n"),
    );
}

#[test]
fn a_page_with_no_bridge_or_with_a_second_one_is_noticed() {
    let file = |path: &str| File {
        path: path.to_owned(),
        text: "import { invoke } from \"@tauri-apps/api/core\";".to_owned(),
    };
    let (one, two) = (file("ui/src/shared/call.ts"), file("ui/src/app/main.ts"));
    assert_eq!(one_page_file_knows_the_bridge(&[one, two]).len(), 1);
    check(
        one_page_file_knows_the_bridge,
        ("ui/src/app/App.vue", "<template></template>"),
        ("ui/src/shared/call.ts", "import \"@tauri-apps/api/core\""),
    );
}

#[test]
fn a_pre_release_in_a_lock_file_is_noticed() {
    check(
        nothing_is_a_pre_release,
        ("Cargo.lock", "version = \"3.0.0-alpha.5\"\n"),
        ("Cargo.lock", "name = \"a-beta\"\nversion = \"3.0.0\"\n"),
    );
    let locked = "\n    \"node_modules/x\": {\n      \"version\": \"1.0.0-rc.1\",\n";
    let tool = format!("{locked}      \"dev\": true,\n    }},\n");
    check(
        nothing_is_a_pre_release,
        ("ui/package-lock.json", locked),
        ("ui/package-lock.json", &tool),
    );
}

#[test]
fn a_printpdf_that_embeds_whole_fonts_is_noticed() {
    let good =
        "printpdf = { version = \"1\", default-features = false, features = [\"text_layout\"] }";
    check(
        papers_embed_only_the_glyphs_they_use,
        ("Cargo.toml", "printpdf = \"1\""),
        ("Cargo.toml", good),
    );
    check(
        papers_embed_only_the_glyphs_they_use,
        (
            "Cargo.toml",
            "printpdf = { version = \"1\", features = [\"text_layout\"] }",
        ),
        ("crates/forms/Cargo.toml", "printpdf.workspace = true"),
    );
}

#[test]
fn a_path_of_one_machine_is_noticed() {
    let bad = format!("see /{}/notes", "root");
    check(
        no_path_of_one_machine,
        ("a.md", &bad),
        ("a.md", "see docs/root/notes and https://example.org/root/1"),
    );
}

#[test]
fn a_question_to_the_machine_is_noticed() {
    check(
        the_inner_crates_ask_the_machine_nothing,
        ("crates/core/src/a.rs", "let now = Utc::now();"),
        ("src-tauri/src/a.rs", "let now = Utc::now();"),
    );
    check(
        the_inner_crates_ask_the_machine_nothing,
        ("crates/forms/src/a.rs", "std::env::var(\"LANG\")"),
        ("crates/forms/src/a.rs", "fn now(clock: &dyn Clock) {}"),
    );
}

#[test]
fn a_serialised_domain_type_is_noticed() {
    check(
        a_domain_type_is_never_serialised,
        (
            "crates/core/src/ticket/mod.rs",
            "#[derive(Debug, Serialize)]",
        ),
        (
            "crates/core/src/journal/record.rs",
            "#[derive(Debug, Serialize)]",
        ),
    );
    check(
        a_domain_type_is_never_serialised,
        (
            "crates/core/src/ticket/mod.rs",
            "impl serde::Serialize for Ticket {}",
        ),
        (
            "crates/core/src/ticket/mod.rs",
            "/// Never Serialize.\n#[derive(Deserialize)]",
        ),
    );
}

#[test]
fn a_second_file_that_commits_is_noticed() {
    let file = |path: &str, text: &str| File {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let write = || file("crates/core/src/storage/write.rs", "tx.commit()?;");
    let hidden = file(
        "crates/core/src/ticket/close.rs",
        "conn.execute_batch(\"COMMIT\")",
    );
    assert_eq!(one_file_commits(&[write(), hidden]).len(), 1);
    let migration = file(
        "crates/core/src/storage/connect.rs",
        "fn migrate() { tx.commit()?; }",
    );
    let test = file(
        "crates/core/src/a.rs",
        "fn a() {}\n#[cfg(test)]\nmod tests { t.commit() }",
    );
    assert_eq!(
        one_file_commits(&[write(), migration, test]),
        Vec::<String>::new()
    );
}

#[test]
fn inline_style_and_raw_html_are_noticed() {
    for bad in [
        "<p style=\"color: red\">",
        "<p v-html=\"x\">",
        "node.innerHTML = x",
    ] {
        check(
            the_page_has_no_inline_style_and_no_raw_html,
            ("ui/src/a.vue", bad),
            ("ui/src/a.vue", "<p :style=\"width\" class=\"late\">"),
        );
    }
}

#[test]
fn a_file_that_is_too_long_is_noticed() {
    let long = "x\n".repeat(LONGEST + 1);
    let generated = format!("// Written by cargo xtask codegen.\n{long}");
    check(
        no_file_is_too_long,
        ("crates/core/src/a.rs", &long),
        ("ui/src/shared/wire.ts", &generated),
    );
}
