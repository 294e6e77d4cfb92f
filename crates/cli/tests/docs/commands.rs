//! What README.md and the pages of `docs/` tell people to write works as it is shown there: every configuration loads, every
//! command is one that the program takes.

use std::fs;
use std::process::{Command, Stdio};

use super::support::{self, root};

/// A folder that goes away with the test.
struct Folder(tempfile::TempDir);

/// What the program says, run in a folder.
#[derive(Debug)]
struct Run {
    status: Option<i32>,
    out: String,
    err: String,
}

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("it is below the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("COPYDESK_UI_LANG")
            .env("XDG_CACHE_HOME", self.0.path())
            .stdin(Stdio::null())
            .output()
            .expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
        Run { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// A fenced block of a page.
struct Block {
    page: String,
    kind: String,
    text: String,
}

/// README.md and every page of `docs/`, with its text. The pages of codes are made from one mould: one of them is enough.
fn pages() -> Vec<(String, String)> {
    let top = ["README.md", ".github/CONTRIBUTING.md"].map(|name| (name.to_owned(), root().join(name)));
    let below = support::files("docs", "md").into_iter();
    let below =
        below.filter(|(name, _)| !name.starts_with("docs/rules/") || name == "docs/rules/quotes/house-style.md");
    top.into_iter().chain(below).map(|(name, path)| (name, support::read(&path))).collect()
}

fn blocks(kinds: &[&str]) -> Vec<Block> {
    let mut found = Vec::new();
    for (page, text) in pages() {
        let mut open: Option<Block> = None;
        for line in text.lines() {
            match (&mut open, line.trim_start().strip_prefix("```")) {
                (None, Some(kind)) => {
                    open = Some(Block { page: page.clone(), kind: kind.to_owned(), text: String::new() });
                }
                (Some(_), Some(_)) => found.extend(open.take()),
                (Some(block), None) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, None) => {}
            }
        }
    }
    found.retain(|block| kinds.contains(&block.kind.as_str()));
    assert!(!found.is_empty(), "no page has a block of {kinds:?}");
    found
}

/// The file a block of TOML is to be: its first line names it in a comment. A file of another program says so in words.
fn file_of(block: &Block) -> &str {
    let first = block.text.lines().next().unwrap_or_default();
    first.strip_prefix("# ").unwrap_or_else(|| panic!("{}: a block of TOML names its file first: {first}", block.page))
}

/// What a block is to copydesk.
#[derive(Debug, PartialEq, Eq)]
enum Role {
    Configuration,
    Stylebook,
    RuleSet,
    /// It is read by way of the configuration.
    Other,
    /// Nothing: another program reads it, or it is part of a file.
    Foreign,
}

fn role_of(block: &Block) -> Role {
    match file_of(block) {
        "copydesk.toml" => Role::Configuration,
        "stylebook.toml" => Role::Stylebook,
        "Cargo.toml" => Role::Foreign,
        name if name.contains(' ') => Role::Foreign,
        _ if block.text.contains("\n[[rule]]\n") => Role::RuleSet,
        _ => Role::Other,
    }
}

/// A newsroom with everything that the configurations of a page refer to: what other blocks of the page are, or else an
/// article, a rule set, a stylebook and a baseline.
fn newsroom(blocks: &[Block], page: &str) -> Folder {
    let folder = Folder::new(&[
        ("news/a.txt", "All is well.\n"),
        ("opinion/b.txt", "All is well.\n"),
        ("archive/c.txt", "All is well.\n"),
        ("stylebook.toml", "schema = 1\n"),
        ("copydesk-baseline.toml", "schema = 1\n"),
    ]);
    let house = blocks.iter().filter(|block| file_of(block).starts_with("house/"));
    for block in house.chain(blocks.iter().filter(|block| block.page == page)) {
        if role_of(block) != Role::Foreign {
            folder.write(file_of(block), &block.text);
        }
    }
    folder
}

#[test]
fn configurations_load_as_they_are_shown() {
    let blocks = blocks(&["toml"]);
    let mut tried = std::collections::BTreeMap::new();
    for block in &blocks {
        let (role, name) = (role_of(block), file_of(block));
        let folder = newsroom(&blocks, &block.page);
        let arguments: &[&str] = match role {
            Role::Foreign | Role::Other => continue,
            Role::Configuration => &["check"],
            Role::Stylebook => &["check", "--stylebook", name],
            Role::RuleSet => &["test", name],
        };
        folder.write(name, &block.text);
        let ran = folder.run(arguments);
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{}: {}\n{ran:?}", block.page, block.text);
        // Rules in the configuration itself prove themselves, too.
        if role == Role::Configuration && block.text.contains("[[rule]]") {
            let proved = folder.run(&["test", "--select", "house"]);
            assert_eq!((proved.status, proved.err.as_str()), (Some(0), ""), "{}\n{proved:?}", block.text);
        }
        *tried.entry(format!("{role:?}")).or_insert(0) += 1;
    }
    assert!(tried.len() == 3 && tried["Configuration"] >= 5 && tried["Stylebook"] >= 3, "{tried:?}");
}

/// What a line of a shell says after `copydesk`, without its comment.
fn arguments(line: &str) -> Option<Vec<&str>> {
    let line = line.trim().trim_start_matches("$ ").trim_start_matches("- ");
    let rest = line.strip_prefix("copydesk ")?;
    Some(rest.split(" #").next().unwrap_or_default().split_whitespace().collect())
}

/// Whether the program takes these arguments. Asked for its help behind them, it reads them and does nothing.
fn takes(folder: &Folder, arguments: &[&str]) -> bool {
    folder.run(&[arguments, &["--help"]].concat()).status == Some(0)
}

#[test]
fn commands_are_such_as_the_program_takes() {
    let folder = Folder::new(&[]);
    for wrong in [&["check", "--no-such-option"][..], &["check", "--format", "no-such-form"], &["no-such-command"]] {
        assert!(!takes(&folder, wrong), "the test cannot fail");
    }
    let mut lines: Vec<(String, String)> = Vec::new();
    for block in blocks(&["sh", "console", "yaml"]) {
        lines.extend(block.text.lines().map(|line| (block.page.clone(), line.to_owned())));
    }
    for (page, text) in pages() {
        // Within a paragraph, a command is all of a span of code.
        let spans =
            text.split('`').skip(1).step_by(2).filter(|span| span.starts_with("copydesk ") && !span.contains('\n'));
        lines.extend(spans.map(|span| (page.clone(), span.to_owned())));
    }
    let mut tried = std::collections::BTreeSet::new();
    for (page, line) in &lines {
        let Some(arguments) = arguments(line) else { continue };
        // Placeholders for one of a few words.
        let arguments: Vec<&str> = arguments.iter().map(|word| if *word == "FORMAT" { "json" } else { word }).collect();
        if tried.insert(arguments.clone()) {
            assert!(takes(&folder, &arguments), "{page}: {line}");
        }
    }
    assert!(tried.len() > 20, "{tried:?}");
}

#[test]
fn every_form_of_output_is_on_its_page() {
    let help = Folder::new(&[]).run(&["check", "-h"]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    let forms = help.split("--format <FORMAT>").nth(1).and_then(|rest| rest.split_once("[possible values: "));
    let forms = forms.and_then(|(_, rest)| rest.split_once(']')).expect("the help lists them").0;
    let page = fs::read_to_string(root().join("docs/output.md")).unwrap();
    let rows: String = page.lines().filter(|line| line.starts_with("| `")).collect();
    for form in forms.split(", ") {
        assert!(rows.contains(&format!("`{form}`")), "docs/output.md does not mention {form}");
    }
    assert!(forms.split(", ").count() > 5, "{forms}");
}
