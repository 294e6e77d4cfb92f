//! Regular expressions as another linter writes them: whether they can be read here, which few texts one stands for, and a text that
//! one matches.

use regex_syntax::ast::ErrorKind;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use regex_syntax::{Error, ParserBuilder};

/// Most texts that an expression is written out as.
const MOST_TEXTS: usize = 48;
/// Longest text that is made up for an expression, in bytes.
const LONGEST: usize = 400;
/// Expressions that may be nested in one another.
const DEEPEST: u32 = 60;

/// Why an expression cannot be read here, as a key of the program's words, and what the parser says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub reason: &'static str,
    pub words: String,
}

/// An expression that can be read here.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As it is written here.
    pub text: String,
    hir: Hir,
}

impl Pattern {
    /// Reads an expression, in the dialect of .NET as far as that differs from ours in nothing but signs.
    ///
    /// # Errors
    /// Why that cannot be done.
    pub fn read(text: &str) -> Result<Self, Unread> {
        let text = in_our_dialect(text);
        match ParserBuilder::new().nest_limit(DEEPEST).build().parse(&text) {
            Ok(hir) => Ok(Self { text, hir }),
            Err(error) => Err(unread(&error)),
        }
    }

    /// The texts it stands for, if they are few and each is made of words: then they can be looked for as words.
    pub fn words(&self) -> Option<Vec<String>> {
        let mut texts = texts(&self.hir)?;
        texts.sort();
        texts.dedup();
        (!texts.is_empty() && texts.iter().all(|text| is_words(text))).then_some(texts)
    }

    /// A short text that it matches, if one can be made up; what is around that may decide.
    pub fn sample(&self) -> Option<String> {
        let mut sample = String::new();
        (add_sample(&self.hir, &mut sample) && !sample.trim().is_empty()).then_some(sample)
    }

    /// How many groups it has that can be referred to.
    pub fn groups(&self) -> usize {
        self.hir.properties().explicit_captures_len()
    }

    /// Whether it asks for the beginning or the end of a text or line.
    pub fn is_anchored(&self) -> bool {
        let looks = self.hir.properties().look_set();
        [Look::Start, Look::End, Look::StartLF, Look::EndLF].iter().any(|look| looks.contains(*look))
    }

    /// Whether it matches any run of letters, whatever else it matches: a word, as such expressions mean it.
    pub fn is_any_word(&self) -> bool {
        match bare(&self.hir).kind() {
            HirKind::Repetition(run) => {
                run.max.is_none() && matches!(bare(&run.sub).kind(), HirKind::Class(class) if has_letters(class))
            }
            _ => false,
        }
    }
}

/// Whether a text is words and nothing else, so that it can be found at the edges of words.
pub fn is_words(text: &str) -> bool {
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '\u{2019}' | '-');
    let at_edge = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.chars().all(is_sign) && at_edge(text.chars().next()) && at_edge(text.chars().next_back())
}

/// The expression for a text as it is, at the edges of words where it begins or ends with a letter or digit. Its spaces may be any.
pub fn of_text(text: &str, at_edges: bool) -> String {
    let edge =
        |c: Option<char>| if at_edges && c.is_some_and(|c| c.is_alphanumeric() || c == '_') { r"\b" } else { "" };
    let words: Vec<String> = text.split(' ').map(regex_syntax::escape).collect();
    format!("{}{}{}", edge(text.chars().next()), words.join(r"\s+"), edge(text.chars().next_back()))
}

fn unread(error: &Error) -> Unread {
    let (reason, words) = match error {
        Error::Parse(error) => match error.kind() {
            ErrorKind::UnsupportedLookAround => ("import-look-around", String::new()),
            ErrorKind::UnsupportedBackreference => ("import-back-reference", String::new()),
            kind => ("import-no-pattern", kind.to_string()),
        },
        Error::Translate(error) => ("import-no-pattern", error.kind().to_string()),
        _ => ("import-no-pattern", String::new()),
    };
    Unread { reason, words }
}

/// Signs that mean something else here are written so that they mean the same.
fn in_our_dialect(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            // Here these are the edges of words.
            Some(c @ ('<' | '>')) => out.push(c),
            Some('Z') => out.push_str(r"\z"),
            // Letters of other scripts may be escaped there.
            Some(c) if !c.is_ascii() => out.push(c),
            Some(c) => out.extend(['\\', c]),
            None => out.push('\\'),
        }
    }
    out
}

/// An expression without groups and edges of words around it.
fn bare(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Capture(group) => bare(&group.sub),
        HirKind::Concat(parts) => {
            let mut others = parts.iter().filter(|part| !matches!(part.kind(), HirKind::Look(_)));
            match (others.next(), others.next()) {
                (Some(only), None) => bare(only),
                _ => hir,
            }
        }
        _ => hir,
    }
}

fn has_letters(class: &Class) -> bool {
    let has = |wanted: char| match class {
        Class::Unicode(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&wanted)),
        Class::Bytes(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&(wanted as u8))),
    };
    ['a', 'm', 'z', 'A', 'Z'].into_iter().all(has)
}

/// All texts that an expression stands for, if they are few.
fn texts(hir: &Hir) -> Option<Vec<String>> {
    let few = |texts: Vec<String>| (texts.len() <= MOST_TEXTS).then_some(texts);
    match hir.kind() {
        HirKind::Empty => Some(vec![String::new()]),
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_owned()]),
        // Whoever looks for words looks at their edges.
        HirKind::Look(Look::WordAscii | Look::WordUnicode) => Some(vec![String::new()]),
        HirKind::Look(_) => None,
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let all = || class.iter().flat_map(|range| range.start()..=range.end()).map(String::from).collect();
            (count <= MOST_TEXTS).then(all)
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Repetition(run) => {
            let most = run.max.filter(|most| *most <= 4)?;
            let once = texts(&run.sub)?;
            let mut all = Vec::new();
            for times in run.min..=most {
                let mut these = vec![String::new()];
                for _ in 0..times {
                    these = few(joined(&these, &once))?;
                }
                all.extend(these);
            }
            few(all)
        }
        HirKind::Capture(group) => texts(&group.sub),
        HirKind::Concat(parts) => {
            let begin = Some(vec![String::new()]);
            parts.iter().fold(begin, |all, part| few(joined(&all?, &texts(part)?)))
        }
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(texts).collect();
            few(all?.concat())
        }
    }
}

fn joined(before: &[String], after: &[String]) -> Vec<String> {
    // One text too many is enough for whoever counts.
    let pairs = before.iter().flat_map(|one| after.iter().map(move |other| format!("{one}{other}")));
    pairs.take(MOST_TEXTS + 1).collect()
}

/// Adds a text that an expression matches; whether that was possible.
fn add_sample(hir: &Hir, out: &mut String) -> bool {
    if out.len() > LONGEST {
        return false;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => {
                out.push_str(text);
                true
            }
            Err(_) => false,
        },
        HirKind::Class(class) => match sample_of(class) {
            Some(c) => {
                out.push(c);
                true
            }
            None => false,
        },
        HirKind::Repetition(run) => {
            // A word of one letter would be none, and nothing would show little.
            let is_letters = matches!(bare(&run.sub).kind(), HirKind::Class(class) if has_letters(class));
            let usual = if is_letters && run.max.is_none() { 4 } else { 1 };
            let times = run.min.max(usual).min(run.max.unwrap_or(u32::MAX));
            for _ in 0..times {
                let before = out.len();
                if !add_sample(&run.sub, out) {
                    return false;
                }
                // Four thousand million times nothing is nothing.
                if out.len() == before {
                    break;
                }
            }
            true
        }
        HirKind::Capture(group) => add_sample(&group.sub, out),
        HirKind::Concat(parts) => parts.iter().all(|part| add_sample(part, out)),
        HirKind::Alternation(parts) => parts.first().is_some_and(|part| add_sample(part, out)),
    }
}

/// A character of a class that reads well.
fn sample_of(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let has = |c: &char| class.iter().any(|range| (range.start()..=range.end()).contains(c));
    let first = || class.iter().next().map(regex_syntax::hir::ClassUnicodeRange::start);
    ['a', 'A', '1', ' ', ',', '.', '-', '\''].into_iter().find(has).or_else(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Option<Vec<String>> {
        Pattern::read(text).unwrap().words()
    }

    #[test]
    fn a_short_list_of_words_is_written_out() {
        let of = |texts: &[&str]| Some(texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(words("in order to"), of(&["in order to"]));
        assert_eq!(words("advis(?:e|o)rs?"), of(&["adviser", "advisers", "advisor", "advisors"]));
        assert_eq!(words(r"\bcell ?phone\b"), of(&["cell phone", "cellphone"]));
        assert_eq!(words("we'(?:ve|re)"), of(&["we're", "we've"]));
        for many in [r"\w+ly", "[a-z]{3}", "(?:a|b|c|d|e|f|g){3}", "^so", r"approx\.", "-wise"] {
            assert_eq!(words(many), None, "{many}");
        }
    }

    #[test]
    fn a_text_that_it_matches_is_made_up() {
        let sample = |text: &str| Pattern::read(text).unwrap().sample();
        assert_eq!(sample(r"\d{1,2}[AP]M").as_deref(), Some("1AM"));
        assert_eq!(sample(r"\b(?:very|really) \w+ly\b").as_deref(), Some("very aaaaly"));
        assert_eq!(sample(r"\s*"), None, "that nobody could see");
        assert_eq!(sample("(?:abcdefghij){900}"), None);
        assert_eq!(sample("(?:|a){4000000000}b").as_deref(), Some("b"), "at once");
    }

    #[test]
    fn what_cannot_be_read_here_has_a_reason() {
        let reason = |text: &str| Pattern::read(text).unwrap_err().reason;
        assert_eq!(reason("master(?!data)"), "import-look-around");
        assert_eq!(reason("(?<=a)b"), "import-look-around");
        assert_eq!(reason(r"(\w+) \1"), "import-back-reference");
        assert_eq!(reason("(a"), "import-no-pattern");
    }

    #[test]
    fn signs_of_the_other_dialect_mean_the_same_here() {
        assert_eq!(Pattern::read(r"\<b\>").unwrap().text, "<b>");
        assert_eq!(Pattern::read(r"end\Z").unwrap().text, r"end\z");
        assert_eq!(Pattern::read(r"\“x").unwrap().text, "“x");
    }

    #[test]
    fn any_word_is_known_by_what_it_matches() {
        let is = |text: &str| Pattern::read(text).unwrap().is_any_word();
        for any in [r"\b(\w+)\b", r"[^\s]+", r"\S+", r"\w+", r"\b[a-zA-Z]+\b"] {
            assert!(is(any), "{any}");
        }
        for some in [r"\d+", "[a-z]", ",", r"\w+ly"] {
            assert!(!is(some), "{some}");
        }
    }

    #[test]
    fn a_text_is_looked_for_at_the_edges_of_words() {
        assert_eq!(of_text("i.e.", true), r"\bi\.e\.");
        assert_eq!(of_text("App Store", true), r"\bApp\s+Store\b");
        assert_eq!(of_text("--", false), r"\-\-");
    }
}
