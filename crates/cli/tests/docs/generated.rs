//! Files made from other files are what they are made from says. `UPDATE=1 cargo test --test docs` rewrites
//! those that lag.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use copydesk::rules::{Allowance, Evidence, Rule, RuleSetLanguages, page_of};

use super::{rule_pages, support};

/// Compares a file with what it should say, or rewrites it.
fn is_current(name: &str, wanted: &str) {
    let path = support::root().join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, wanted).unwrap_or_else(|error| panic!("{name}: {error}"));
        return;
    }
    let found = support::read(&path);
    assert!(found == wanted, "{name} lags behind its sources; UPDATE=1 cargo test --test docs rewrites it");
}

/// The page's policy lets only the style and the script run that are part of it.
#[test]
fn the_hashes_in_the_policy_of_the_html_page() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let hash = |name: &str| {
        let text = support::read(&support::root().join("src/report/html").join(name));
        base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text))
    };
    let text = format!(
        "//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.\n\n/// Of `page.css`.\npub const STYLE_HASH: &str = \"{}\";\n/// Of `page.js`.\npub const SCRIPT_HASH: &str = \"{}\";\n",
        hash("page.css"),
        hash("page.js")
    );
    is_current("src/report/html/hashes.rs", &text);
}

/// The policy of the page in the browser does the same.
#[test]
fn the_hashes_in_the_policy_of_the_page_in_the_browser() {
    use base64::Engine as _;
    use copydesk::report::page;
    use sha2::Digest as _;
    let hash = |text: &str| base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text));
    let text = format!(
        "//! SHA-256 of the page's parts, in base64. Generated: `UPDATE=1 cargo test --test docs` rewrites it.\n\n/// Of the style.\npub const STYLE_HASH: &str = \"{}\";\n/// Of the script.\npub const SCRIPT_HASH: &str = \"{}\";\n",
        hash(page::style()),
        hash(&page::script())
    );
    is_current("src/report/page/hashes.rs", &text);
}

/// What editors complete and check TOML files by, and what programs read.
#[test]
fn the_json_schemas() {
    for name in ["config", "rule-set", "stylebook", "events"] {
        is_current(&format!("docs/schemas/{name}.json"), &output_of(&format!("schema {name}"), Path::new(".")));
    }
}

/// On a page, a block of `console` holds commands (`$ copydesk …`), each with what it prints in the folder named.
#[test]
fn the_output_that_pages_show() {
    for (name, folder) in
        [("README.md", "."), ("docs/stylebook.md", "."), ("examples/newsroom/README.md", "examples/newsroom")]
    {
        let text = support::read(&support::root().join(name));
        is_current(name, &with_output(&text, &support::root().join(folder)));
    }
}

#[test]
fn the_table_of_languages() {
    let name = "docs/languages.md";
    let text = support::read(&support::root().join(name));
    is_current(name, &with_table(&text, "<!-- generated: languages -->", &languages_and_groups()));
}

/// The examples of the library's own documentation, which are tests of it, without the lines that it hides.
#[test]
fn the_examples_of_the_library() {
    let source = support::read(&support::root().join("src/lib.rs"));
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let comment: String = lines.flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]).collect();
    let name = "docs/library.md";
    let mut text = support::read(&support::root().join(name));
    let examples = comment.split("```\n").skip(1).step_by(2);
    for (number, example) in (1..).zip(examples) {
        let shown: String =
            example.lines().filter(|line| !line.starts_with("# ")).flat_map(|line| [line, "\n"]).collect();
        let block = format!("```rust\n{shown}```\n");
        text = with_table(&text, &format!("<!-- generated: example {number} -->"), &block);
    }
    assert!(text.matches("```rust").count() == 2, "{name} shows the two examples");
    is_current(name, &text);
}

/// What may stand in `copydesk.toml`, as its schema says.
#[test]
fn the_table_of_keys() {
    let schema = support::read(&support::root().join("docs/schemas/config.json"));
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("a schema");
    let properties = schema.get("properties").and_then(serde_json::Value::as_object).expect("keys");
    let mut table = String::from("| key | meaning |\n| --- | --- |\n");
    for (key, value) in properties {
        let meaning =
            value.get("description").and_then(serde_json::Value::as_str).expect("every key says what it means");
        let _ = writeln!(table, "| `{key}` | {} |", meaning.replace('\n', " "));
    }
    let name = "docs/configure.md";
    let text = support::read(&support::root().join(name));
    is_current(name, &with_table(&text, "<!-- generated: keys -->", &table));
}

/// A page for each code, none for a code that is gone, and all of them in the contents of the book.
#[test]
fn the_pages_of_codes() {
    let pages = rule_pages::pages();
    for (name, text) in &pages {
        if let Some(folder) = support::root().join(name).parent() {
            std::fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        is_current(name, text);
    }
    // What reports and editors link to is among them.
    for rule in support::engine_of_all().rules() {
        let address = page_of(&rule.reporting.code).expect("a built-in code has a page");
        let name = address.strip_prefix(env!("CARGO_PKG_HOMEPAGE")).and_then(|name| name.strip_suffix(".html"));
        let name = format!("docs{}.md", name.expect("an address in the book"));
        assert!(pages.contains_key(&name), "{address} leads to {name}");
    }
    for (name, path) in support::files("docs/rules", "md") {
        if !pages.contains_key(&name) && std::env::var_os("UPDATE").is_some() {
            std::fs::remove_file(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            continue;
        }
        assert!(pages.contains_key(&name), "{name} is about a code that no rule has");
    }
    let name = "docs/SUMMARY.md";
    let text = support::read(&support::root().join(name));
    let (before, _) = text.split_once("# Codes\n").expect("a part for the codes");
    is_current(name, &format!("{before}# Codes\n\n{}", rule_pages::contents()));
}

/// A page with what its commands print now, when they are run in `folder`.
fn with_output(page: &str, folder: &Path) -> String {
    let (mut text, mut shown) = (String::new(), 0);
    let mut in_block = false;
    for line in page.lines() {
        match (in_block, line.strip_prefix("$ copydesk ")) {
            (true, Some(arguments)) => {
                let _ = write!(text, "{line}\n{}", output_of(arguments, folder).trim_end());
                text.push('\n');
                shown += 1;
            }
            // What was printed before is replaced by what is printed now.
            (true, None) if line != "```" => {}
            _ => {
                in_block = line == "```console";
                let _ = writeln!(text, "{line}");
            }
        }
    }
    assert!(shown >= 1, "the page shows commands");
    text
}

/// A text with what stands between a mark and `<!-- end -->` replaced.
fn with_table(text: &str, mark: &str, table: &str) -> String {
    let (before, rest) = text.split_once(mark).expect("the mark is there");
    let (_, after) = rest.split_once("<!-- end -->").expect("its end is there");
    format!("{before}{mark}\n{table}<!-- end -->{after}")
}

/// Every language that has rules of its own, and for which groups.
fn languages_and_groups() -> String {
    let engine = support::engine_of_all();
    let evidence = Evidence::read(&mut Vec::new());
    // What judges words of an article, and runs by itself.
    let judges = |rule: &&Rule| rule.on_by_default && evidence.not_judged(&rule.reporting.code).is_none();
    let rules: Vec<&Rule> = engine.rules().iter().filter(judges).collect();
    let codes: BTreeSet<&str> = rules.iter().map(|rule| rule.reporting.code.as_str()).collect();
    let with_words: BTreeSet<&str> = rules
        .iter()
        .filter_map(|rule| match &rule.languages {
            RuleSetLanguages::Tags(tags) => Some(tags),
            RuleSetLanguages::All => None,
        })
        .flatten()
        .map(|tag| &**tag)
        .collect();
    let cell = |code: &str, tag: &str| {
        let own = rules.iter().filter(|rule| rule.reporting.code.as_str() == code && rule.languages.include(tag));
        let best = own
            .map(|rule| (rule.allowance(tag), evidence.of(&rule.reporting.code, tag)))
            .max_by_key(|(allowed, row)| (*allowed, row.is_some_and(|row| row.code == code)));
        let Some((allowed, row)) = best else { return String::new() };
        let figures = row.map_or(String::new(), |row| match row.right + row.wrong {
            0 => "none found".to_owned(),
            judged => format!("{} of {judged}", row.right),
        });
        match (allowed, row) {
            (Allowance::Speaks, _) => format!("**{figures}**"),
            (Allowance::Hints, None) => "hint".to_owned(),
            (Allowance::Hints, Some(_)) => format!("hint, {figures}"),
            (Allowance::Silent, _) => format!("selected, {figures}"),
        }
    };
    let cells = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let heads = codes.iter().map(|code| format!("`{code}`"));
    let mut table = cells(["language".to_owned()].into_iter().chain(heads).collect());
    table += &cells(vec!["---".to_owned(); codes.len() + 1]);
    // The languages that are measured best come first.
    let proven = |tag: &str| codes.iter().filter(|code| cell(code, tag).starts_with("**")).count();
    let mut rows: Vec<&str> = with_words.into_iter().collect();
    rows.sort_by_key(|tag| (std::cmp::Reverse(proven(tag)), *tag));
    for tag in rows {
        let profile = support::languages().get(tag).expect("a known language");
        let name = profile.name.get("en").expect("a language has a name").clone();
        table += &cells([name].into_iter().chain(codes.iter().map(|code| cell(code, tag))).collect());
    }
    table
}

/// What the program prints for arguments without spaces inside, run in `folder`.
fn output_of(arguments: &str, folder: &Path) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env_remove("COPYDESK_UI_LANG")
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    assert!(output.status.code().is_some_and(|code| code < 2), "{arguments}: {output:?}");
    String::from_utf8(output.stdout).expect("output is UTF-8")
}
