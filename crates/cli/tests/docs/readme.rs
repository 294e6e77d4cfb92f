//! What README.md tells people to write works as it stands. What it shows as output is written by `generated`.

use std::sync::Arc;

use copydesk::engine::{Engine, Policy, Verdict, prove};
use copydesk::rules::{Loader, Options, RuleSetLanguages};
use copydesk::toml_doc::TomlFile;

use super::support;

/// Every fenced block of a kind (`toml`, `sh`) in README.md and CONTRIBUTING.md.
fn blocks(kind: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in ["README.md", ".github/CONTRIBUTING.md"] {
        let text = support::read(&support::root().join(name));
        let opening = format!("```{kind}\n");
        found.extend(
            text.split(opening.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned),
        );
    }
    found
}

#[test]
fn the_rules_it_shows_load_and_prove_themselves() {
    let mut shown = 0;
    for block in blocks("toml").into_iter().filter(|block| block.contains("[[rule]]")) {
        let file = TomlFile::new("README.md", block.as_str());
        let mut problems = Vec::new();
        let rules = file.parse(&mut problems).take_tables("rule", &mut problems);
        let mut loader = Loader::new(support::languages(), None, Options::default(), copydesk::kinds::Purpose::Check);
        loader.read_rules(&"house".into(), &RuleSetLanguages::All, rules, &mut problems);
        let book = loader.finish(&mut problems);
        assert_eq!(problems, [], "{block}");
        let engine = Engine::new(Arc::clone(support::languages()), Arc::new(book), Policy::default());
        for proof in prove(&engine) {
            assert_eq!(proof.verdict, Verdict::Right, "{}", proof.describe());
            shown += 1;
        }
    }
    assert!(shown > 0, "README.md shows a rule with an example");
}

#[test]
fn other_toml_it_shows_is_toml() {
    for block in blocks("toml") {
        let mut problems = Vec::new();
        TomlFile::new("README.md", block.as_str()).parse(&mut problems);
        assert_eq!(problems, [], "{block}");
    }
}

#[test]
fn ci_runs_the_tests_it_names() {
    let ci = support::read(&support::root().join(".ci/run"));
    for command in ["cargo fmt --check", "cargo clippy", "cargo test"] {
        assert!(ci.contains(command), ".ci/run does not run {command}");
    }
    assert!(blocks("sh").iter().any(|block| block.contains("cargo test")), "README.md does not say how to test");
}

#[test]
fn the_files_it_links_to_exist() {
    for (name, folder) in
        [("README.md", ""), ("ARCHITECTURE.md", ""), ("CHANGELOG.md", ""), (".github/CONTRIBUTING.md", ".github")]
    {
        let text = support::read(&support::root().join(name));
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !target.contains("://") {
                assert!(support::root().join(folder).join(target).exists(), "{name} links to {target}");
            }
        }
    }
}

#[test]
fn hooks_look_at_the_files_that_a_walk_looks_at() {
    use copydesk::document::Format;
    let declared = support::read(&support::root().join(".pre-commit-hooks.yaml"));
    let written = ["en", "ar"].map(|tag| support::read(&support::root().join(format!("rules/{tag}/ui.toml"))));
    let mut patterns = 0;
    for line in [&declared].into_iter().chain(&written).flat_map(|text| text.lines()) {
        let Some(pattern) = line.trim_start().strip_prefix("files: ") else { continue };
        patterns += 1;
        let pattern = regex::Regex::new(pattern).expect("a pattern");
        for extension in [
            "txt", "text", "md", "markdown", "mdown", "mkd", "html", "htm", "xhtml", "jsonl", "ndjson", "wxr", "json",
            "xml", "docx", "rs",
        ] {
            let name = format!("news/a.{extension}");
            assert_eq!(pattern.is_match(&name), Format::is_looked_for(name.as_ref()), "{line}: {name}");
        }
    }
    assert!(patterns >= 5, "{patterns}");
    // What the README has people write is there.
    let readme = support::read(&support::root().join("README.md"));
    let section = readme.split("repos:\n").nth(1).expect("an example").split("```").next().unwrap_or_default();
    let ids: Vec<&str> =
        section.lines().filter_map(|line| line.trim().strip_prefix("- id: ")?.split(' ').next()).collect();
    assert_eq!(ids, ["copydesk", "copydesk-names"]);
    for id in ids.into_iter().chain(["copydesk-fix", "copydesk-rust"]) {
        assert!(
            declared.contains(&format!("- id: {id}\n")) && readme.contains(&format!("`{id}`")) || section.contains(id),
            "{id}"
        );
    }
}
