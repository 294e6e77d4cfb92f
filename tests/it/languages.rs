//! Which language an article is read as.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::BufRead as _;
use std::path::{Path, PathBuf};

use copydesk::document::{self, Article, Format, Reading};
use copydesk::text::{Source, SourceId};
use serde_json::Value;

use super::support;

/// Texts of each language: one small article, by the language's tag. All of `known` have rules, none of `unknown`.
fn texts(folder: &str) -> Vec<(String, String)> {
    let files = support::files(&format!("tests/languages/{folder}"), "txt");
    let tag = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    files.into_iter().map(|(_, path)| (tag(&path), support::read(&path))).collect()
}

fn read_as(path: Option<&str>, format: Format, text: &str) -> String {
    let id = path.map_or(SourceId::Stdin(None), |path| SourceId::File(PathBuf::from(path)));
    let source = Source::new(id, text);
    document::parse(&source, format, &Reading::new(support::languages())).language.tag.to_string()
}

fn of_text(text: &str) -> String {
    read_as(None, Format::Text, text)
}

fn text_in(tag: &str) -> String {
    texts("known").into_iter().find(|(known, _)| known == tag).unwrap().1
}

#[test]
fn each_language_is_told_by_its_words() {
    let texts = texts("known");
    assert!(texts.len() >= 18);
    for (tag, text) in texts {
        assert_eq!(of_text(&text), tag);
        // With accents apart from their letters, as some systems store them.
        let apart: String = unicode_normalization::UnicodeNormalization::nfd(text.as_str()).collect();
        assert_eq!(of_text(&apart), tag, "{apart}");
    }
}

#[test]
fn a_language_without_rules_is_none_rather_than_its_neighbour() {
    let texts = texts("unknown");
    assert!(texts.len() >= 10);
    for (tag, text) in texts {
        assert_eq!(of_text(&text), "und", "{tag}");
    }
}

#[test]
fn a_language_that_a_newsroom_gives_takes_no_article_of_another() {
    let path = support::root().join("crates/cli/tests/cmd/kurdish/lang/ckb.toml");
    let mut problems = Vec::new();
    let file = copydesk::toml_doc::TomlFile::new("ckb.toml", support::read(&path));
    let languages = support::languages().with(&[file], &mut problems);
    assert_eq!(problems, []);
    let of_text = |text: &str| {
        let source = Source::new(SourceId::Stdin(None), text);
        document::parse(&source, Format::Text, &Reading::new(&languages)).language.tag.to_string()
    };
    for (tag, text) in texts("known") {
        assert_eq!(of_text(&text), tag);
    }
    for (tag, text) in texts("unknown") {
        assert_eq!(of_text(&text), if tag == "ckb" { "ckb" } else { "und" }, "{tag}");
    }
}

#[test]
fn too_few_words_tell_nothing_unless_the_letters_do() {
    for (text, tag) in [
        ("Zidane", "und"),
        ("São Paulo, 12/3", "und"),
        ("Ökonomie", "und"),
        ("2024", "und"),
        ("رئيس الوزراء", "ar"),
        ("پیگیری گزارش", "und"),
        ("רמת גן", "he"),
        ("Θεσσαλονίκη", "el"),
    ] {
        assert_eq!(of_text(text), tag, "{text}");
    }
}

#[test]
fn an_article_is_in_the_language_of_most_of_it() {
    let quoted = format!("Read more: the bridge that was built by the people of the town\n\n{0}\n{0}", text_in("ar"));
    assert_eq!(of_text(&quoted), "ar");
    let led = format!("{}\n{}\n{}", "El puente de los vecinos\n", text_in("de"), text_in("de"));
    assert_eq!(of_text(&led), "de");
}

#[test]
fn what_an_article_says_of_its_language_counts_before_its_words() {
    let page = |head: &str, text: &str| format!("{head}<body><p>{text}</p></body></html>");
    for (head, text, tag) in [
        ("<html lang=\"pt-BR\">", "Lisboa", "pt"),
        ("<html lang=\"nb\">", "Oslo", "und"),
        // The tag of a template, over a text in another script.
        ("<html lang=\"en-US\">", "فتح الميناء القديم أبوابه صباح أمس", "ar"),
        ("<html lang=\"xx\">", "Oslo", "und"),
    ] {
        assert_eq!(read_as(None, Format::Html, &page(head, text)), tag, "{head}");
    }
    let matter = |line: &str| format!("---\n{line}\n---\n\nLisboa\n");
    for (line, tag) in [
        ("lang: fr", "fr"),
        ("language: German", "de"),
        ("locale: sv_SE", "sv"),
        ("language: السويدية", "sv"),
        ("language: php", "und"),
    ] {
        assert_eq!(read_as(None, Format::Markdown, &matter(line)), tag, "{line}");
    }
}

#[test]
fn a_path_speaks_for_a_language_that_the_words_do_not_rule_out() {
    for (path, text, tag) in [
        ("content/fr/story.md", "Les gares de Lyon", "fr"),
        ("story.fr.md", "Lyon", "fr"),
        ("pt-br/story.md", "Brasília", "pt"),
        ("posts.de/story.md", "Die Stadt und der Fluss", "de"),
        ("no/story.md", "Det er for en by på kysten", "und"),
        // The name of a folder alone is no language.
        ("it/story.md", "Router", "und"),
        ("is/story.md", "Router", "und"),
        ("he/story.md", "Router", "und"),
        ("story.ar.md", "Router", "und"),
    ] {
        assert_eq!(read_as(Some(path), Format::Text, text), tag, "{path}");
    }
    for (tag, text) in texts("known") {
        for path in ["it/story.md", "de/story.md", "story.fr.md", "ar/story.txt"] {
            assert_eq!(read_as(Some(path), Format::Text, &text), tag, "{path}");
        }
    }
}

/// What is found under the default rules, as codes with the text under their spans.
fn found_in(text: &str) -> Vec<(String, String)> {
    let engine = copydesk::engine::Engine::new(
        std::sync::Arc::clone(support::languages()),
        support::book(),
        copydesk::engine::Policy::default(),
    );
    let article = Article { format: Format::Markdown, ..Article::new(text) };
    let found = engine.check(&article).findings;
    found.iter().map(|one| (one.code.as_str().to_owned(), article.source.slice(one.span).to_owned())).collect()
}

#[test]
fn a_passage_is_read_by_the_rules_of_its_own_language() {
    let arabic = text_in("ar");
    let line =
        "Read more: The old bridge will be closed to cars for three months, and buses are to take the eastern road";
    let expected = [("ads/promo-line".to_owned(), line.to_owned())];
    assert_eq!(found_in(&format!("{arabic}\n\n{line}\n\n{arabic}\n")), expected);
    // A comment above it silences it like any other block.
    let asked = "<!-- copydesk: ignore ads/promo-line -- the page's own label -->";
    assert_eq!(found_in(&format!("{arabic}\n\n{asked}\n\n{line}\n\n{arabic}\n")), []);
    // It is no source of names for the article, which knows none of them.
    let names =
        "Dmitry Zelensky said that the old bridge had been closed, and that Dmitry Zelenskiy was to open it again.";
    let found = found_in(&format!("{arabic}\n\n{names}\n\n{arabic}\n"));
    assert_eq!(found, []);
}

/// The figures of docs/accuracy.md, of articles in JSON Lines with `lang` and `text` on standard input:
/// `cargo test --test it table_of_languages -- --ignored --nocapture < articles.jsonl`
#[test]
#[ignore = "measures articles given on standard input"]
fn table_of_languages() {
    const ENOUGH: usize = 50;
    const SHORTEST: usize = 10;
    #[derive(Default)]
    struct Row {
        articles: usize,
        read_as: BTreeMap<String, usize>,
    }
    let mut rows: BTreeMap<(bool, String), Row> = BTreeMap::new();
    let has_letters = |word: &&str| word.contains(char::is_alphabetic);
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let article: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let (Some(tag), Some(text)) = (article["lang"].as_str(), article["text"].as_str()) else { continue };
        // Where words have no spaces between them, two letters count for one.
        let spaced = text.split_whitespace().filter(has_letters).count();
        let words = spaced.max(text.chars().filter(|c| c.is_alphabetic()).count() / 20);
        let shortened = |most: usize| {
            let end = text
                .split_whitespace()
                .filter(has_letters)
                .nth(most)
                .map(|word| word.as_ptr() as usize - text.as_ptr() as usize);
            text.get(..end.unwrap_or(text.len())).unwrap()
        };
        let mut add = |is_long: bool, text: &str| {
            let row = rows.entry((!is_long, tag.to_owned())).or_default();
            row.articles += 1;
            let read = of_text(text);
            if is_long && read != tag && std::env::var_os("SHOW").is_some() {
                println!("{tag} as {read}: {}", text.chars().take(160).collect::<String>().replace('\n', " "));
            }
            *row.read_as.entry(read).or_default() += 1;
        };
        if words >= ENOUGH {
            add(true, text);
        }
        if spaced >= SHORTEST {
            add(false, shortened(SHORTEST + number % (ENOUGH - SHORTEST)));
        }
    }
    let mut table = String::from(
        "| words | language | articles | decided | right of these | read as |\n|---|---|---|---|---|---|\n",
    );
    for ((is_short, tag), Row { articles, read_as }) in &rows {
        let words = if *is_short { "10 to 49" } else { "50 and more" };
        let undecided = read_as.get("und").copied().unwrap_or_default();
        let right = read_as.get(tag).copied().unwrap_or_default();
        let decided = articles - undecided;
        let (share, precision) = (decided as f64 / *articles as f64, right as f64 / decided.max(1) as f64);
        let others = read_as.iter().filter(|(read, _)| *read != tag).map(|(read, count)| format!("{read} {count}"));
        let others = others.collect::<Vec<_>>().join(", ");
        writeln!(table, "| {words} | {tag} | {articles} | {share:.4} | {precision:.4} | {others} |").unwrap();
    }
    println!("{table}");
}
