//! Silence asked for in the article itself, by a comment or in the front matter: what it covers, what it hid, and what
//! is wrong with it. A finding belongs where it begins: it is silent if that place is covered.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::request::{FRONT_MATTER_KEY, Request, Scope, orders, place_of};
use super::{Checked, Engine};
use crate::diagnostic::{Applicability, Args, Code, Diagnostic, Fix, Message};
use crate::document::Document;
use crate::kinds::Reporting;
use crate::text::{Edit, Source, Span, did_you_mean, narrow};

/// The group of findings about copydesk's own comments. They cannot be silenced by a comment.
const GROUP: &str = "copydesk";

/// Whether comments and front matter may silence findings of this code: all but those about the comments themselves and about
/// articles that cannot be read.
#[must_use]
pub fn articles_may_ignore(code: &Code) -> bool {
    code.group() != GROUP
}
/// A comment that hid nothing.
const UNUSED: &str = "copydesk/unused-suppression";
/// A comment that cannot be understood.
const UNKNOWN: &str = "copydesk/unknown-suppression";
/// A comment without a reason.
const UNEXPLAINED: &str = "copydesk/unexplained-suppression";
/// A beginning without an end, or the reverse.
const UNPAIRED: &str = "copydesk/unpaired-suppression";

/// A comment, or a key, in a project that lets no article silence anything.
const REFUSED: &str = "copydesk/refused-suppression";

/// Beginnings that an end is compared with, so that a hostile article stays linear.
const OPEN_LOOKED_AT: usize = 64;

/// What is wrong with a request by itself.
#[derive(Debug)]
struct Fault {
    code: &'static str,
    place: Span,
    word: String,
    /// The word probably meant, and where it is to stand.
    meant: Option<(Span, String)>,
}

/// A code or group that is to be silent in one part of the article.
#[derive(Debug)]
struct Suppression {
    reach: Span,
    selector: Box<str>,
    /// The request it stands in.
    request: usize,
    used: bool,
}

/// What asks for silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// A comment, for the part of the article it stands in.
    Comment,
    /// A comment, for the whole article.
    FileComment,
    /// The key in the front matter.
    FrontMatter,
}

/// Where a request is stored, and what goes with it when it is taken out.
#[derive(Debug)]
struct SuppressionComment {
    place: Span,
    removal: Option<Span>,
    by: By,
}

/// How many findings an article suppresses, by what asks for it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Suppressed {
    /// By comments, for the parts of the article they stand in.
    pub comments: usize,
    /// By comments for the whole article.
    pub file_comments: usize,
    /// By the key in the front matter.
    pub front_matter: usize,
}

impl Suppressed {
    fn count(&mut self, by: By) {
        *match by {
            By::Comment => &mut self.comments,
            By::FileComment => &mut self.file_comments,
            By::FrontMatter => &mut self.front_matter,
        } += 1;
    }

    /// Adds those of another article.
    pub fn add(&mut self, other: Self) {
        self.comments += other.comments;
        self.file_comments += other.file_comments;
        self.front_matter += other.front_matter;
    }
}

/// The silence that one article asks for.
#[derive(Debug, Default)]
pub struct Suppressions {
    comments: Vec<SuppressionComment>,
    suppressions: Vec<Suppression>,
    faults: Vec<Fault>,
}

impl Suppressions {
    /// Whether the article asks for none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.comments.is_empty()
    }

    /// How many comments and values of the front matter ask for silence.
    pub(super) fn requests(&self) -> usize {
        self.comments.len()
    }

    /// How much is wrong with what is asked.
    pub(super) fn faults(&self) -> usize {
        self.faults.len()
    }

    /// Whether findings of a code that begin at byte `at` are silent.
    pub(super) fn covers(&self, code: &Code, at: u32) -> bool {
        self.suppressions.iter().any(|suppression| {
            (suppression.reach.start..suppression.reach.end).contains(&at) && code.is_covered_by(&suppression.selector)
        })
    }

    /// Reads what the comments and the front matter of a document ask for.
    pub(super) fn of(document: &Document<'_>, engine: &Engine) -> Self {
        let mut reader = Reader { engine, document, hulls: Vec::new(), open: Vec::new(), read: Self::default() };
        if !document.directives.is_empty() {
            reader.hulls = document.hulls().collect();
        }
        for directive in &document.directives {
            let words = document.source.slice(directive.words);
            let removal = alone_on_its_lines(document.source, directive.span);
            reader.take(
                &Request::of_comment(words),
                words,
                directive.words,
                SuppressionComment { place: directive.span, removal, by: By::Comment },
            );
        }
        let keyed = document.metadata.entries.iter().filter(|entry| &*entry.key == FRONT_MATTER_KEY);
        for entry in keyed.filter(|entry| !entry.value.trim().is_empty()) {
            let comment = SuppressionComment { place: entry.span(), removal: None, by: By::FrontMatter };
            reader.take(&Request::of_front_matter(&entry.value), &entry.value, entry.span(), comment);
        }
        reader.finish()
    }

    /// Takes out of `found`, which is in order, what is to be silent; how many that were.
    fn silence(&mut self, found: &mut Vec<Diagnostic>) -> Suppressed {
        self.suppressions.sort_by_key(|suppression| suppression.reach.start);
        let mut silenced = Suppressed::default();
        // Per selector the suppressions that have begun, the innermost last; those that ended are dropped when met.
        let mut begun: FxHashMap<Box<str>, Vec<usize>> = FxHashMap::default();
        let mut next = 0;
        let (suppressions, comments) = (&mut self.suppressions, &self.comments);
        found.retain(|diagnostic| {
            let at = diagnostic.span.start;
            while let Some(suppression) = suppressions.get(next).filter(|suppression| suppression.reach.start <= at) {
                begun.entry(suppression.selector.clone()).or_default().push(next);
                next += 1;
            }
            if begun.is_empty() || !articles_may_ignore(&diagnostic.code) {
                return true;
            }
            for selector in diagnostic.code.selectors() {
                let Some(stack) = begun.get_mut(selector) else { continue };
                while let Some(&top) = stack.last() {
                    if let Some(suppression) =
                        suppressions.get_mut(top).filter(|suppression| at < suppression.reach.end)
                    {
                        suppression.used = true;
                        if let Some(comment) = comments.get(suppression.request) {
                            silenced.count(comment.by);
                        }
                        return false;
                    }
                    stack.pop();
                }
            }
            true
        });
        silenced
    }

    /// For each request that hid nothing with some of its selectors: its number, and those selectors.
    fn unused(&self, could_speak: impl Fn(&str) -> bool) -> BTreeMap<usize, Vec<&Suppression>> {
        let mut unused: BTreeMap<usize, Vec<&Suppression>> = BTreeMap::new();
        for suppression in
            self.suppressions.iter().filter(|suppression| !suppression.used && could_speak(&suppression.selector))
        {
            unused.entry(suppression.request).or_default().push(suppression);
        }
        unused
    }
}

/// Reads requests in order of position.
struct Reader<'d> {
    engine: &'d Engine,
    document: &'d Document<'d>,
    /// Where each block is stored.
    hulls: Vec<Span>,
    /// Beginnings without an end yet: the words of each, its request, and the word that opened it.
    open: Vec<(Vec<String>, usize, usize)>,
    read: Suppressions,
}

impl Reader<'_> {
    fn take(&mut self, request: &Request<'_>, words: &str, at: Span, mut comment: SuppressionComment) {
        let fault = |code, word: &str, meant: Option<&str>| {
            // A value that is written with escapes is pointed at as a whole.
            let is_plain = self.document.source.slice(at) == words;
            let own = if is_plain { place_of(word, words, at) } else { at };
            // Two slips in one comment are two findings.
            let place = if code == UNKNOWN && !own.is_empty() { own } else { comment.place };
            Fault { code, place, word: word.to_owned(), meant: meant.map(|meant| (own, meant.to_owned())) }
        };
        let scope = match request.scope {
            Ok(scope) => scope,
            Err(order) => {
                self.read.faults.push(fault(UNKNOWN, order, did_you_mean(order, orders())));
                return;
            }
        };
        if scope == Scope::File && comment.by == By::Comment {
            comment.by = By::FileComment;
        }
        if scope == Scope::End {
            if !self.close(&request.selectors, comment.place.start) {
                self.read.faults.push(fault(UNPAIRED, words, None));
            }
            return;
        }
        let names = || self.engine.book().codes();
        let mut known = Vec::new();
        for &selector in &request.selectors {
            if names().any(|code| code.is_covered_by(selector)) {
                known.push(selector.to_owned());
            } else {
                let meant = did_you_mean(selector, names().flat_map(Code::selectors));
                self.read.faults.push(fault(UNKNOWN, selector, meant));
            }
        }
        if request.selectors.is_empty() {
            self.read.faults.push(fault(UNKNOWN, words, None));
        }
        if !request.explained {
            self.read.faults.push(fault(UNEXPLAINED, words, None));
        }
        let reach = self.reach(scope, comment.place);
        let number = self.read.comments.len();
        let first = self.read.suppressions.len();
        let suppression =
            |selector: &String| Suppression { reach, selector: selector.as_str().into(), request: number, used: false };
        self.read.suppressions.extend(known.iter().map(suppression));
        if scope == Scope::Begin && !known.is_empty() {
            self.open.push((known, number, first));
        }
        self.read.comments.push(comment);
    }

    /// Ends the last range that began with these codes; the last of all, if none are named. Whether there is one.
    fn close(&mut self, selectors: &[&str], end: u32) -> bool {
        let is_meant = |(known, ..): &(Vec<String>, usize, usize)| selectors.is_empty() || known == selectors;
        let Some(back) = self.open.iter().rev().take(OPEN_LOOKED_AT).position(is_meant) else { return false };
        let (known, _, first) = self.open.remove(self.open.len() - 1 - back);
        for suppression in self.read.suppressions.iter_mut().skip(first).take(known.len()) {
            suppression.reach.end = end.max(suppression.reach.start);
        }
        true
    }

    fn reach(&self, scope: Scope, place: Span) -> Span {
        let source = self.document.source;
        match scope {
            Scope::File => Span::new(0, u32::MAX),
            Scope::Begin | Scope::End => Span::new(place.start, u32::MAX),
            Scope::Line => {
                let own = source.line_span(source.position(place.start).line);
                let before = source.slice(Span::new(own.start, place.start));
                let last = source.line_span(source.position(place.end).line);
                let after = source.slice(Span::new(place.end, last.end.max(place.end)));
                if !before.trim().is_empty() || !after.trim().is_empty() {
                    return Span::new(own.start, last.end + 1);
                }
                let rest = source.text().get(last.end as usize..).unwrap_or_default();
                let begin = narrow(source.text().len() - rest.trim_start().len());
                let next = source.line_span(source.position(begin).line);
                Span::new(next.start, next.end + 1)
            }
            Scope::Block => {
                let line = source.line_span(source.position(place.start).line);
                // Blocks are in order: the last that begins before the comment, and the first after it.
                let behind = self.hulls.partition_point(|hull| hull.start < place.start);
                let own = behind.checked_sub(1).and_then(|own| self.hulls.get(own));
                let own = own.filter(|hull| hull.end > line.start);
                let block = own.or_else(|| self.hulls.get(behind));
                // What is found at the very end of a block is found in it.
                block.map_or(Span::new(place.end, place.end), |hull| Span::new(hull.start, hull.end + 1))
            }
        }
    }

    fn finish(mut self) -> Suppressions {
        for (_, number, _) in std::mem::take(&mut self.open) {
            let Some(comment) = self.read.comments.get(number) else { continue };
            let word = self.document.source.slice(comment.place).to_owned();
            self.read.faults.push(Fault { code: UNPAIRED, place: comment.place, word, meant: None });
        }
        self.read
    }
}

/// The stored lines of a comment with their line end, if nothing else stands on them; otherwise the comment itself.
fn alone_on_its_lines(source: &Source, comment: Span) -> Option<Span> {
    let first = source.line_span(source.position(comment.start).line);
    let last = source.line_span(source.position(comment.end).line);
    let is_alone = source.slice(Span::new(first.start, comment.start)).trim().is_empty()
        && source.slice(Span::new(comment.end, last.end.max(comment.end))).trim().is_empty();
    if !is_alone {
        return Some(comment);
    }
    let rest = source.text().get(last.end as usize..)?;
    let line_end = if rest.starts_with("\r\n") { 2 } else { u32::from(!rest.is_empty()) };
    Some(Span::new(first.start, last.end + line_end))
}

impl Engine {
    /// Silences what the article asks to be silent, and adds what is wrong with what it asks. Comes after the second
    /// pass; `judged` says whether there was one: without it nothing is said about codes that only it can find.
    pub fn suppress(&self, checked: &mut Checked, judged: bool) {
        if checked.suppressions.comments.is_empty() && checked.suppressions.faults.is_empty() {
            return;
        }
        let mut suppressions = std::mem::take(&mut checked.suppressions);
        if !self.policy.refuses_suppressions {
            checked.suppressed.add(suppressions.silence(&mut checked.found));
        }
        let language = &checked.language.tag;
        let could_speak = |selector: &str| {
            self.rules().iter().filter(|rule| rule.reporting.code.is_covered_by(selector)).any(|rule| {
                self.runs(rule) && rule.languages.include(language) && (judged || rule.check().archive().is_none())
            })
        };
        let mut add = |code: &str, place: Span, word: String, edit: Option<Edit>| {
            let speaks = |reporting: &&Reporting| reporting.code.as_str() == code;
            let running = self.rules().iter().filter(|rule| self.runs(rule)).map(|rule| &rule.reporting);
            if let Some(reporting) = running.into_iter().find(speaks) {
                checked.found.push(own_finding(reporting, place, word, edit));
            }
        };
        if self.policy.refuses_suppressions {
            suppressions.comments.iter().for_each(|comment| add(REFUSED, comment.place, String::new(), None));
            self.settle(&mut checked.found);
            return;
        }
        let mut asked_for = vec![0; suppressions.comments.len()];
        for suppression in &suppressions.suppressions {
            if let Some(count) = asked_for.get_mut(suppression.request) {
                *count += 1;
            }
        }
        for (request, unused) in suppressions.unused(could_speak) {
            let Some(comment) = suppressions.comments.get(request) else { continue };
            let words: Vec<&str> = unused.iter().map(|suppression| &*suppression.selector).collect();
            let whole = asked_for.get(request) == Some(&words.len());
            let removal = comment.removal.filter(|_| whole).map(|span| Edit { span, text: String::new() });
            add(UNUSED, comment.place, words.join(", "), removal);
        }
        for fault in suppressions.faults {
            let edit = fault.meant.map(|(span, text)| Edit { span, text });
            add(fault.code, fault.place, fault.word, edit);
        }
        self.settle(&mut checked.found);
    }
}

/// A finding about a request of the article.
fn own_finding(reporting: &Reporting, place: Span, word: String, edit: Option<Edit>) -> Diagnostic {
    let mut args = Args::from([("word".into(), word)]);
    if let Some(edit) = edit.as_ref().filter(|edit| !edit.text.is_empty()) {
        args.insert("meant".into(), edit.text.clone());
    }
    let args = Arc::new(args);
    let say = |template: &Arc<_>| Message { template: Arc::clone(template), args: Arc::clone(&args) };
    let fix = edit.and_then(|edit| Fix::new(say(&reporting.fix), Applicability::Unsafe, vec![edit]));
    Diagnostic {
        code: reporting.code.clone(),
        severity: reporting.severity,
        span: place,
        message: say(&reporting.message),
        related: Vec::new(),
        fix,
        rule_set: Arc::clone(&reporting.rule_set),
        cause: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{self, Directive, Format, Reading};
    use crate::engine::{Policy, Selection};
    use crate::text::SourceId;

    /// What is found in a text in which comments are checked: code and line of each.
    fn found(text: &str, judged: bool) -> Vec<String> {
        let (languages, book) = crate::rules::built_in(crate::kinds::Purpose::Check, &mut Vec::new()).unwrap();
        let select = ["quotes", "ads", "ads/repeated-line", "copydesk"].map(str::to_owned).to_vec();
        let policy = Policy { selection: Selection { select, ..Selection::default() }, ..Policy::default() };
        let engine = Engine::new(languages, book, policy);
        // To whoever cuts the text into blocks the comments are white space.
        let (mut blank, mut directives) = (text.to_owned(), Vec::new());
        for (start, _) in text.match_indices("<!--") {
            let end = start + text[start..].find("-->").unwrap() + 3;
            blank.replace_range(start..end, &" ".repeat(end - start));
            let whole = Span::from_range(start..end);
            directives.extend(Directive::of_comment(&text[start + 4..end - 3], start + 4, whole));
        }
        let (source, blank) = (Source::new(SourceId::Stdin(None), text), Source::new(SourceId::Stdin(None), blank));
        let mut document = document::parse(&blank, Format::Text, &Reading::new(&engine.languages));
        document.directives = directives;
        document.source = &source;
        let mut checked = engine.check_document(&document);
        engine.suppress(&mut checked, judged);
        let line = |found: &Diagnostic| format!("{} {}", source.position(found.span.start).line, found.code);
        checked.found.iter().map(line).collect()
    }

    const A: &str = "He said “wait for the tide.\n";
    const B: &str = "She said “wait for the wind.\n";

    #[test]
    fn a_comment_silences_the_next_block_and_no_other() {
        let text = format!("<!-- copydesk: ignore quotes/unclosed -- song -->\n\n{A}\n{B}");
        assert_eq!(found(&text, false), ["5 quotes/unclosed"]);
        let text = format!("{A}\n<!-- copydesk: ignore quotes -- song -->\n\n{B}");
        assert_eq!(found(&text, false), ["1 quotes/unclosed"]);
        let text = format!("{} <!-- copydesk: ignore all -- song -->\n\n{B}", A.trim_end());
        assert_eq!(found(&text, false), ["3 quotes/unclosed"]);
    }

    #[test]
    fn a_comment_silences_its_own_line_or_the_next() {
        let text = format!("{} <!-- copydesk: ignore-line quotes -- song -->\n{B}", A.trim_end());
        assert_eq!(found(&text, false), ["2 quotes/unclosed"]);
        let text = format!("<!-- copydesk: ignore-line quotes -- song -->\n\n{A}{B}");
        assert_eq!(found(&text, false), ["4 quotes/unclosed"]);
    }

    #[test]
    fn a_comment_silences_a_range_or_the_file() {
        let begin = "<!-- copydesk: ignore-begin quotes -- a play -->\n\n";
        let text = format!("{A}\n{begin}{B}\n<!-- copydesk: ignore-end quotes -->\n\n{A}");
        assert_eq!(found(&text, false), ["1 quotes/unclosed", "9 quotes/unclosed"]);
        assert_eq!(found(&format!("{A}\n{begin}{B}"), false), ["1 quotes/unclosed", "3 copydesk/unpaired-suppression"]);
        assert_eq!(
            found(&format!("{A}\n<!-- copydesk: ignore-end quotes -->\n"), false),
            ["1 quotes/unclosed", "3 copydesk/unpaired-suppression"]
        );
        let text = format!("{A}\n{B}\n<!-- copydesk: ignore-file quotes -- a play -->\n");
        assert_eq!(found(&text, false), Vec::<String>::new());
    }

    #[test]
    fn ranges_nest_and_end_by_their_codes() {
        let text = format!(
            "<!-- copydesk: ignore-begin quotes -- a -->\n<!-- copydesk: ignore-begin ads -- b -->\n\n{A}\n\
             <!-- copydesk: ignore-end quotes -->\n\n{B}\n<!-- copydesk: ignore-end -->\n\nRead more: Ten ferries\n"
        );
        let left = found(&text, false);
        assert_eq!(left, ["2 copydesk/unused-suppression", "8 quotes/unclosed", "12 ads/promo-line"]);
    }

    #[test]
    fn what_hides_nothing_is_said_unless_nobody_looked() {
        let clean = "He said “wait for the tide.”\n";
        let with = |codes: &str| format!("<!-- copydesk: ignore {codes} -- song -->\n\n{clean}");
        assert_eq!(found(&with("quotes/unclosed"), false), ["1 copydesk/unused-suppression"]);
        // Not selected in this run, so nobody knows.
        assert_eq!(found(&with("names"), false), Vec::<String>::new());
        // Only a run over many articles finds it.
        assert_eq!(found(&with("ads/repeated-line"), false), Vec::<String>::new());
        assert_eq!(found(&with("ads/repeated-line"), true), ["1 copydesk/unused-suppression"]);
        // One of two codes is needed.
        let text = format!("<!-- copydesk: ignore quotes/unclosed, ads -- song -->\n\n{A}");
        assert_eq!(found(&text, false), ["1 copydesk/unused-suppression"]);
    }

    #[test]
    fn slips_and_missing_reasons_are_said() {
        let text = format!("<!-- copydesk: ingore quotes -- song -->\n\n{A}");
        assert_eq!(found(&text, false), ["1 copydesk/unknown-suppression", "3 quotes/unclosed"]);
        let text = format!("<!-- copydesk: ignore qoutes/unclosed quotes/unclosde -- song -->\n\n{A}");
        assert_eq!(
            found(&text, false),
            ["1 copydesk/unknown-suppression", "1 copydesk/unknown-suppression", "3 quotes/unclosed"]
        );
        let text = format!("<!-- copydesk: ignore quotes -->\n\n{A}");
        assert_eq!(found(&text, false), ["1 copydesk/unexplained-suppression"]);
        assert_eq!(
            found(&format!("<!-- copydesk: ignore -- song -->\n\n{A}"), false),
            ["1 copydesk/unknown-suppression", "3 quotes/unclosed"]
        );
    }

    #[test]
    fn a_comment_with_its_line_end_goes_when_it_stands_alone() {
        let source = Source::new(SourceId::Stdin(None), "a\r\n <!-- x -->\r\nb <!-- y -->\n");
        assert_eq!(alone_on_its_lines(&source, Span::new(4, 14)), Some(Span::new(3, 16)));
        assert_eq!(alone_on_its_lines(&source, Span::new(18, 28)), Some(Span::new(18, 28)));
    }
}
