//! The page on which articles are read, and repaired where something reviews them: one HTML document that loads nothing. Its parts are
//! the files of `web/`; what differs from use to use (who reviews, ready reviews) stands in it as data.

mod hashes;
mod script;

use std::io;

use hashes::{SCRIPT_HASH, STYLE_HASH};
use script::worker;

pub use script::script;

const DOCUMENT: &str = include_str!("../../../web/index.html");
const STYLE: &str = include_str!("../../../web/page.css");
/// The words of the page, by the tag of their language. Where the reader's browser speaks none of them, the first is taken.
const WORDS: [(&str, &str); 2] =
    [("en", include_str!("../../../web/words/en.json")), ("ar", include_str!("../../../web/words/ar.json"))];

/// Who reviews what is written on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageEngine<'a> {
    /// The page itself. `module` is copydesk as WebAssembly: its gzip file, in base64 without line breaks.
    Module(&'a str),
    /// The server that gives out the page: it answers `POST review`, beside the page.
    Server,
    /// Nobody: the page shows what has been found, to be read. JSON: `{"reviews": […], "problems": […], "summary": {…}}`; a review is
    /// one as the library makes it, a problem `{"message", "help"?}`; of the summary are read `articles`, `errors`, `warnings`, `hints`, and
    /// `omitted`, how many findings are not in the reviews. What is absent is counted in the reviews.
    Reviews(&'a str),
}

impl PageEngine<'_> {
    /// The name the page knows it by.
    fn name(self) -> &'static str {
        match self {
            Self::Module(_) => "worker",
            Self::Server => "server",
            Self::Reviews(_) => "none",
        }
    }
}

/// The style of the page. Its SHA-256 stands in the policy.
#[must_use]
pub fn style() -> &'static str {
    STYLE
}

/// What the page may do, as a Content-Security-Policy. The page says it itself; a server may say it, too.
#[must_use]
pub fn policy(engine: PageEngine<'_>) -> String {
    let (connect, more) = match engine {
        PageEngine::Module(_) => ("'none'", " 'wasm-unsafe-eval'; worker-src blob:"),
        PageEngine::Server => ("'self'", ""),
        PageEngine::Reviews(_) => ("'none'", ""),
    };
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; connect-src {connect}; \
         style-src 'sha256-{STYLE_HASH}'; script-src 'sha256-{SCRIPT_HASH}'{more}"
    )
}

/// Writes the page. It speaks the language with the tag `ui`, or else the one of the reader's browser, until the reader chooses another.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_page(out: &mut dyn io::Write, engine: PageEngine<'_>, ui: Option<&str>) -> io::Result<()> {
    let mut rest = DOCUMENT;
    while let Some((before, name, after)) = next_part(rest) {
        out.write_all(before.as_bytes())?;
        match name {
            "policy" => out.write_all(policy(engine).as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "script" => out.write_all(script().as_bytes())?,
            _ => write_data(out, engine, ui)?,
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// The document up to its next part, the name of the part, what comes after.
fn next_part(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn write_data(out: &mut dyn io::Write, engine: PageEngine<'_>, ui: Option<&str>) -> io::Result<()> {
    let words: Vec<String> = WORDS.iter().map(|(tag, words)| format!("\"{tag}\":{words}")).collect();
    write_block(out, "application/json", "words", &format!("{{{}}}", words.join(",")))?;
    let setting = serde_json::json!({ "engine": engine.name(), "ui": ui });
    write_block(out, "application/json", "setting", &setting.to_string())?;
    match engine {
        PageEngine::Module(module) => {
            write_block(out, "text/plain", "worker", &worker())?;
            write_block(out, "text/plain", "module", module)
        }
        PageEngine::Server => Ok(()),
        PageEngine::Reviews(reviews) => write_block(out, "application/json", "reviews", reviews),
    }
}

/// A block of data. Of JSON nothing can end it or begin another: `<` can only stand inside a string, and is escaped there.
fn write_block(out: &mut dyn io::Write, kind: &str, id: &str, data: &str) -> io::Result<()> {
    write!(out, "<script type=\"{kind}\" id=\"{id}\">")?;
    let mut parts = data.split('<');
    out.write_all(parts.next().unwrap_or_default().as_bytes())?;
    for part in parts {
        write!(out, "\\u003c{part}")?;
    }
    writeln!(out, "</script>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(engine: PageEngine<'_>) -> String {
        let mut out = Vec::new();
        write_page(&mut out, engine, Some("ar")).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_in_a_review_ends_its_block() {
        let hostile = r#"{"reviews":[{"text":"</script><script>alert(1)</script><!--"}]}"#;
        let page = page(PageEngine::Reviews(hostile));
        let (_, block) = page.split_once("id=\"reviews\">").unwrap();
        let (data, _) = block.split_once("</script>").unwrap();
        let read: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(read, serde_json::from_str::<serde_json::Value>(hostile).unwrap());
    }

    #[test]
    fn only_the_page_with_the_module_may_run_it() {
        for (engine, may) in
            [(PageEngine::Module(""), true), (PageEngine::Server, false), (PageEngine::Reviews("{}"), false)]
        {
            assert_eq!(policy(engine).contains("wasm-unsafe-eval"), may, "{engine:?}");
        }
    }

    #[test]
    fn only_the_page_of_a_server_may_ask_and_only_that_server() {
        assert!(policy(PageEngine::Server).contains("connect-src 'self'"));
        assert!(policy(PageEngine::Module("")).contains("connect-src 'none'"));
        assert!(policy(PageEngine::Reviews("{}")).contains("connect-src 'none'"));
    }

    #[test]
    fn the_parts_of_the_page_stand_where_the_document_wants_them() {
        let page = page(PageEngine::Server);
        for part in [style(), &script(), &policy(PageEngine::Server), "{\"engine\":\"server\",\"ui\":\"ar\"}"] {
            assert_eq!(page.matches(part).count(), 1, "{part}");
        }
    }

    #[test]
    fn the_languages_of_the_page_say_the_same_things() {
        let keys = |words: &str| {
            let read: serde_json::Map<String, serde_json::Value> = serde_json::from_str(words).unwrap();
            read.keys().cloned().collect::<std::collections::BTreeSet<_>>()
        };
        let [(_, first), rest @ ..] = WORDS;
        for (tag, words) in rest {
            assert_eq!(keys(words), keys(first), "{tag}");
        }
    }
}
