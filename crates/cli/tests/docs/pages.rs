//! README.md and the pages of `docs/` hold together: links lead somewhere, codes exist, every page is in the book. What they
//! show as output or as a table is written by `generated`, and the commands and configurations they show are tried by
//! `commands`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::support;

/// Every page that people read: its name below the package.
fn pages() -> Vec<String> {
    let top = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", ".github/CONTRIBUTING.md"].map(str::to_owned);
    let below = ["docs", "examples"].into_iter().flat_map(|folder| support::files(folder, "md"));
    let below = below.map(|(name, _)| name).filter(|name| !is_article(name));
    top.into_iter().chain(below).collect()
}

/// Whether a file is an example to be checked, not a page about one.
fn is_article(name: &str) -> bool {
    name.starts_with("examples/") && !name.ends_with("README.md")
}

fn text_of(page: &str) -> String {
    support::read(&support::root().join(page))
}

fn events(text: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

/// Where the links and pictures of a page lead.
fn targets(text: &str) -> Vec<String> {
    events(text)
        .filter_map(|event| match event {
            Event::Start(
                Tag::Link { dest_url, link_type: LinkType::Inline | LinkType::Reference, .. }
                | Tag::Image { dest_url, .. },
            ) => Some(dest_url.into_string()),
            _ => None,
        })
        .collect()
}

/// The anchors of a page's headings, as GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let (mut found, mut heading) = (BTreeSet::new(), None::<String>);
    for event in events(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let words = heading.take().unwrap_or_default().to_lowercase();
                let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
                found.insert(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
            }
            _ => {}
        }
    }
    found
}

/// The file a relative link leads to, and the anchor in it.
fn destination(page: &str, target: &str) -> (PathBuf, Option<String>) {
    let (path, anchor) =
        target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor.to_owned())));
    let folder = Path::new(page).parent().unwrap_or(Path::new(""));
    let file = if path.is_empty() { PathBuf::from(page) } else { folder.join(path) };
    (support::root().join(file), anchor)
}

#[test]
fn links_lead_somewhere() {
    let mut followed = 0;
    for page in pages() {
        for target in targets(&text_of(&page)).iter().filter(|target| !target.contains("://")) {
            let (file, anchor) = destination(&page, target);
            assert!(file.exists(), "{page} links to {target}");
            if let Some(anchor) = anchor {
                let known = anchors(&support::read(&file));
                assert!(known.contains(&anchor), "{page} links to {target}; there are {known:?}");
            }
            followed += 1;
        }
    }
    assert!(followed > 50, "{followed}");
}

/// The book holds nothing but `docs/`, so a link out of that folder would be broken there.
#[test]
fn the_book_is_complete_in_itself() {
    let docs = support::root().join("docs").canonicalize().expect("a folder");
    for page in pages().into_iter().filter(|page| page.starts_with("docs/")) {
        for target in targets(&text_of(&page)).iter().filter(|target| !target.contains("://")) {
            let (file, _) = destination(&page, target);
            let file = file.canonicalize().unwrap_or_else(|error| panic!("{page}: {target}: {error}"));
            assert!(file.starts_with(&docs), "{page} links to {target}, outside the book");
        }
    }
}

#[test]
fn every_page_is_in_the_book_once() {
    let summary = "docs/SUMMARY.md";
    let listed: Vec<String> = targets(&text_of(summary)).into_iter().map(|target| format!("docs/{target}")).collect();
    let different: BTreeSet<&String> = listed.iter().collect();
    assert_eq!(listed.len(), different.len(), "{summary} lists a page twice");
    let there = pages().into_iter().filter(|page| page.starts_with("docs/") && page != summary);
    let there: BTreeSet<String> = there.collect();
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), there);
}

#[test]
fn the_codes_they_name_exist() {
    let engine = support::engine_of_all();
    let known: BTreeSet<&str> =
        engine.rules().iter().flat_map(|rule| [rule.reporting.code.as_str(), rule.reporting.code.full()]).collect();
    let groups: BTreeSet<&str> = known.iter().filter_map(|code| code.split('/').next()).collect();
    let groups = groups.into_iter().collect::<Vec<_>>().join("|");
    let code = regex::Regex::new(&format!(
        r"(?:^|[\s`\x22(\[=,])((?:{groups})/[a-z][a-z-]*(?::[a-z-]+)?)(?:[\s`\x22),;:\]]|\.\s|\.?$)"
    ));
    let code = code.expect("a pattern");
    let mut named = BTreeSet::new();
    for page in pages().into_iter().filter(|page| page != "CHANGELOG.md" && page != "ARCHITECTURE.md") {
        let text = text_of(&page);
        for found in code.captures_iter(&text).filter_map(|captures| captures.get(1)) {
            // A folder of the repository may have the name of a group.
            let is_folder = support::root().join(found.as_str()).exists();
            assert!(known.contains(found.as_str()) || is_folder, "{page} names {}", found.as_str());
            named.insert(found.as_str().to_owned());
        }
    }
    assert!(named.len() > 20, "{named:?}");
}

/// A page that takes a minute to read, for a reader of either language.
#[test]
fn the_readme_is_short_in_both_languages() {
    let readme = text_of("README.md");
    let words = |text: &str| text.split_whitespace().count();
    assert!(words(&readme) <= 900, "README.md has {} words", words(&readme));
    let (english, rest) = readme.split_once("<div dir=\"rtl\">").expect("an Arabic half");
    let (arabic, _) = rest.split_once("</div>").expect("its end");
    // Blocks of code are for both.
    let prose = |half: &str| half.split("```").step_by(2).map(words).sum::<usize>();
    let (english, arabic) = (prose(english), prose(arabic));
    assert!(arabic * 10 >= english * 9, "Arabic: {arabic}, English: {english}");
}

/// The project's address stands in Cargo.toml; what tells people to fetch it from somewhere names the same place.
#[test]
fn they_name_the_address_that_cargo_toml_names() {
    let fetched = regex::Regex::new(r#"(?:--git |git\+|git = "|repo: )(https://[^\s`"]+)"#).expect("a pattern");
    let words = ["en", "ar"].map(|tag| format!("rules/{tag}/ui.toml"));
    let mut named = 0;
    for page in pages().into_iter().chain(words) {
        for address in
            fetched.captures_iter(&text_of(&page)).filter_map(|found| found.get(1).map(|it| it.as_str().to_owned()))
        {
            assert_eq!(address, env!("CARGO_PKG_REPOSITORY"), "{page}");
            named += 1;
        }
    }
    assert!(named >= 4, "{named}");
}

#[test]
fn ci_runs_the_tests_they_name() {
    let ci = support::read(&support::root().join(".ci/run"));
    for command in ["cargo fmt", "cargo clippy", "cargo test"] {
        assert!(ci.contains(command), ".ci/run does not run {command}");
    }
    assert!(text_of("README.md").contains("\ncargo test"), "README.md does not say how to test");
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
        for extension in Format::extensions().chain(["json", "xml", "docx", "rs"]) {
            let name = format!("news/a.{extension}");
            assert_eq!(pattern.is_match(&name), Format::is_looked_for(name.as_ref()), "{line}: {name}");
        }
    }
    assert!(patterns >= 5, "{patterns}");
    // What the page has people write is there.
    let page = text_of("docs/ci-and-pre-commit.md");
    let section = page.split("repos:\n").nth(1).expect("an example").split("```").next().unwrap_or_default();
    let ids: Vec<&str> =
        section.lines().filter_map(|line| line.trim().strip_prefix("- id: ")?.split(' ').next()).collect();
    assert_eq!(ids, ["copydesk", "copydesk-names"]);
    for id in ["copydesk", "copydesk-names", "copydesk-fix", "copydesk-rust"] {
        assert!(declared.contains(&format!("- id: {id}\n")) && page.contains(&format!("| `{id}` |")), "{id}");
    }
}

/// The table of formats names every extension that a walk looks for, and no other.
#[test]
fn the_extensions_they_name_are_looked_for() {
    use copydesk::document::Format;
    let page = text_of("docs/formats.md");
    let rows = page.lines().filter(|line| line.starts_with("| ")).skip(1);
    let mut named = BTreeSet::new();
    for row in rows {
        let cell = row.split('|').nth(2).unwrap_or_default();
        // What is read when it is named is not looked for.
        let looked_for = cell.split(';').next().unwrap_or_default();
        for extension in looked_for.split('`').filter_map(|part| part.strip_prefix('.')) {
            if extension != "json" {
                assert!(Format::is_looked_for(format!("a.{extension}").as_ref()), "{extension}");
                named.insert(extension.to_owned());
            }
        }
    }
    assert_eq!(named, Format::extensions().map(str::to_owned).collect());
}
