//! Asking an article to be silent about findings: the comment, or the key of the front matter, that does it, with a reason. What
//! is proposed was tried: the article is read again with it, says the same as before, and is silent where it should be.

use std::collections::{BTreeMap, BTreeSet};

use super::request::{self, FRONT_MATTER_KEY, Scope};
use super::suppress::{Suppressions, articles_may_ignore};
use super::{Engine, Outcome, Pass, Repair, Wish};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Article, BlockKind, Document, Format};
use crate::text::{Edit, Source, Span, narrow};

/// Why an article cannot be asked to be silent about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CannotIgnore {
    /// Its format has no comments: readers see every character.
    NoComments,
    /// It is a record in a file of other programs, which write that file anew.
    Record,
    /// The project lets no article suppress findings.
    Refused,
    /// Findings of this code cannot be suppressed: they are about comments themselves, or about what cannot be read.
    Always,
    /// The reason given says nothing.
    NoReason,
    /// No comment can stand there without changing what is read.
    NoPlace,
}

impl CannotIgnore {
    /// The name of its words in the program's own texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NoComments => "cannot-ignore-no-comments",
            Self::Record => "cannot-ignore-record",
            Self::Refused => "cannot-ignore-refused",
            Self::Always => "cannot-ignore-always",
            Self::NoReason => "cannot-ignore-no-reason",
            Self::NoPlace => "cannot-ignore-no-place",
        }
    }
}

/// What makes an article silent about findings.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct AddedIgnores {
    /// The edits, disjoint and in order, in bytes of the article's text. One may serve several findings.
    pub edits: Vec<Edit>,
    /// The findings that no edit serves, by their numbers among those given, from zero, and why.
    pub left: Vec<(usize, CannotIgnore)>,
}

/// What an edit is to silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The block with this number.
    Block(usize),
    /// A line, from 1, outside of all blocks.
    Line(u32),
    /// The front matter, and what is found all over the article.
    Whole,
}

/// Findings that one edit is to silence: their numbers, and their codes.
#[derive(Debug, Default)]
struct Group {
    findings: Vec<usize>,
    codes: BTreeSet<String>,
}

/// An edit that may do. `pushes` says whether what stands at its place comes to stand behind what it puts in.
#[derive(Debug, Clone)]
struct Candidate {
    edit: Edit,
    pushes: bool,
}

impl Engine {
    /// The edit after which an article suppresses a finding at its place, and gives `reason`: a comment, or the key in the front
    /// matter. A comment suppresses the finding's code in the whole paragraph.
    ///
    /// # Errors
    /// Why there is no such edit.
    pub fn ignore_here(&self, article: &Article, finding: &Diagnostic, reason: &str) -> Result<Edit, CannotIgnore> {
        let AddedIgnores { edits, left } = self.add_ignores(article, std::slice::from_ref(finding), reason);
        let why = left.first().map_or(CannotIgnore::NoPlace, |(_, why)| *why);
        edits.into_iter().next().ok_or(why)
    }

    /// The same for several findings of an article: those in one paragraph share a comment.
    #[must_use]
    pub fn add_ignores(&self, article: &Article, findings: &[Diagnostic], reason: &str) -> AddedIgnores {
        let reason = one_line(reason);
        let general = if self.policy.refuses_suppressions {
            Some(CannotIgnore::Refused)
        } else if article.source.record.is_some() {
            Some(CannotIgnore::Record)
        } else if article.format == Format::Text {
            Some(CannotIgnore::NoComments)
        } else {
            (!reason.chars().any(char::is_alphanumeric)).then_some(CannotIgnore::NoReason)
        };
        let why = |finding: &Diagnostic| (!articles_may_ignore(&finding.code)).then_some(CannotIgnore::Always);
        let mut added = AddedIgnores::default();
        let document = document::parse(&article.source, article.format, &self.reading());
        let hulls: Vec<Span> = document.hulls().collect();
        let mut groups: BTreeMap<Part, Group> = BTreeMap::new();
        for (number, finding) in findings.iter().enumerate() {
            if let Some(why) = why(finding).or(general) {
                added.left.push((number, why));
                continue;
            }
            let group = groups.entry(part_of(finding, &document, &hulls)).or_default();
            group.findings.push(number);
            group.codes.insert(finding.code.as_str().to_owned());
        }
        let trial = Trial { engine: self, article, document: &document, findings };
        let candidates: Vec<(Group, Vec<Candidate>)> = groups
            .into_iter()
            .map(|(part, group)| {
                let codes = group.codes.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                let candidates = trial.candidates(part, &hulls, &codes, &reason);
                (group, candidates)
            })
            .collect();
        trial.choose(&candidates, &mut added);
        added.left.sort_unstable();
        added
    }

    /// What comes of an article once it is asked to be silent about `before`, what was found in it: its text with the comments as
    /// a repair, and what is found then.
    #[must_use]
    pub(super) fn with_ignores(&self, article: &Article, before: Outcome, pass: &Pass<'_>, reason: &str) -> Outcome {
        let AddedIgnores { edits, left } = self.add_ignores(article, &before.findings, reason);
        let Some(after) = article.source.edited(&edits).filter(|_| !edits.is_empty()) else { return before };
        let mut now = pass.clone();
        now.follow(&edits);
        let count = before.findings.len() - left.len();
        let repair = Repair { text: after.text().to_owned(), rounds: vec![edits], count };
        let outcome = self.examine(&Article::of(after, article.format), &now, Wish::Check);
        Outcome { repair: Some(repair), ..outcome }
    }
}

/// What an edit has to silence for a finding to be suppressed.
fn part_of(finding: &Diagnostic, document: &Document<'_>, hulls: &[Span]) -> Part {
    let at = finding.span.start;
    let in_front_matter = document.metadata.front_matter.is_some_and(|span| at < span.end);
    if in_front_matter || finding.cause.as_ref().is_some_and(|cause| cause.places.len() > 1) {
        return Part::Whole;
    }
    let before = hulls.partition_point(|hull| hull.start <= at);
    let own =
        (0..before).rev().take(BLOCKS_LOOKED_AT).find(|&block| hulls.get(block).is_some_and(|hull| at <= hull.end));
    own.map_or_else(|| Part::Line(document.source.position(at).line), Part::Block)
}

/// Blocks before a finding that may be around it: a caption stands within a paragraph.
const BLOCKS_LOOKED_AT: usize = 16;

/// A reason that fits into a comment: one line, without what would end the comment.
fn one_line(reason: &str) -> String {
    let words: String = reason.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    while words.contains("--") {
        words = words.replace("--", "-");
    }
    words.trim_end_matches('-').trim_end().to_owned()
}

/// An article, and trying edits on it.
struct Trial<'t> {
    engine: &'t Engine,
    article: &'t Article,
    document: &'t Document<'t>,
    findings: &'t [Diagnostic],
}

impl Trial<'_> {
    /// The edits that may do for a part of the article, the best first.
    fn candidates(&self, part: Part, hulls: &[Span], codes: &str, reason: &str) -> Vec<Candidate> {
        let source = &self.article.source;
        let comment = |scope: Scope| format!("<!-- copydesk: {} {codes} -- {reason} -->", request::word_of(scope));
        let mut candidates = Vec::new();
        match part {
            Part::Block(number) => {
                let (Some((block, _)), Some(hull)) = (self.document.whole_blocks().nth(number), hulls.get(number))
                else {
                    return candidates;
                };
                let start = block.element.map_or(hull.start, |element| element.start.min(hull.start));
                let stands_apart = matches!(block.kind, BlockKind::Heading | BlockKind::Paragraph);
                if stands_apart && self.is_begin_of_line(start) {
                    candidates.push(above(source, start, &comment(Scope::Block)));
                }
                let end = Span::new(hull.end, hull.end);
                candidates.push(Candidate {
                    edit: Edit { span: end, text: format!(" {}", comment(Scope::Block)) },
                    pushes: false,
                });
                candidates.push(at_line_end(source, hull.start, &comment(Scope::Line)));
                candidates.push(above(source, start, &comment(Scope::Line)));
            }
            Part::Line(line) => {
                let start = source.line_span(line).start;
                candidates.push(at_line_end(source, start, &comment(Scope::Line)));
                candidates.push(above(source, start, &comment(Scope::Line)));
            }
            Part::Whole => {}
        }
        candidates.extend(self.in_front_matter(&format!("{codes} -- {reason}")));
        if part == Part::Whole {
            let body = self.document.metadata.front_matter.map_or(source.body().start, |span| span.end);
            candidates.extend(
                hulls
                    .iter()
                    .find(|hull| hull.start >= body)
                    .map(|hull| above(source, hull.start, &comment(Scope::File))),
            );
        }
        candidates
    }

    /// Whether nothing stands before a place in its line but white space, or signs of a heading.
    fn is_begin_of_line(&self, start: u32) -> bool {
        let source = &self.article.source;
        let line = source.line_span(source.position(start).line);
        let before = source.slice(Span::new(line.start, start)).trim();
        before.trim_matches(['#', '*', '_', '[']).is_empty()
    }

    /// The edits that may put a request into the front matter, if there is any.
    fn in_front_matter(&self, request: &str) -> Vec<Candidate> {
        let (source, metadata) = (&self.article.source, &self.document.metadata);
        let Some(span) = metadata.front_matter else { return Vec::new() };
        let quoted = serde_json::Value::from(request).to_string();
        let mut edits: Vec<(u32, u32, String)> = Vec::new();
        let known = metadata.entries.iter().rfind(|entry| &*entry.key == FRONT_MATTER_KEY && !entry.value.is_empty());
        let line_end = line_end(source);
        if let Some(known) = known.map(document::Entry::span) {
            let stored = |at: Span| source.slice(at);
            let marks = Span::new(known.start.saturating_sub(1), known.end + 1);
            let is_quoted = stored(marks).starts_with(['"', '\'']) && stored(marks).ends_with(['"', '\'']);
            let whole = if is_quoted { marks } else { known };
            let old =
                if is_quoted { stored(whole).to_owned() } else { serde_json::Value::from(stored(whole)).to_string() };
            edits.push((whole.start, whole.end, format!("[{old}, {quoted}]")));
            edits.push((whole.end, whole.end, format!(", {quoted}")));
            let line = source.line_span(source.position(whole.start).line);
            let lead = source.slice(Span::new(line.start, whole.start));
            edits.push((line.end, line.end, format!("{line_end}{lead}{quoted}")));
        } else {
            let fence = source.line_span(source.position(span.start).line);
            let last = source.line_span(source.position(span.end).line).start;
            let (table, key) = FRONT_MATTER_KEY.split_once('.').unwrap_or((FRONT_MATTER_KEY, FRONT_MATTER_KEY));
            let (after_fence, behind_brace) = (next_line(source, fence), span.start + 1);
            match source.slice(span).chars().next() {
                Some('-') => {
                    for value in [request, &quoted] {
                        edits.push((last, last, format!("{table}:{line_end}  {key}: {value}{line_end}")));
                    }
                }
                Some('+') => {
                    edits.push((after_fence, after_fence, format!("{FRONT_MATTER_KEY} = {quoted}{line_end}")));
                }
                Some('{') => {
                    let comma = if metadata.entries.is_empty() { "" } else { "," };
                    let text = format!("\"{table}\": {{\"{key}\": {quoted}}}{comma}");
                    edits.push((behind_brace, behind_brace, format!("{line_end}  {text}")));
                    edits.push((behind_brace, behind_brace, text));
                }
                _ => {}
            }
        }
        let candidate =
            |(start, end, text)| Candidate { edit: Edit { span: Span::new(start, end), text }, pushes: true };
        edits.into_iter().map(candidate).collect()
    }

    /// Takes for each group the first of its candidates that does what it should. All first ones together usually do.
    fn choose(&self, groups: &[(Group, Vec<Candidate>)], added: &mut AddedIgnores) {
        let first: Option<Vec<&Candidate>> = groups.iter().map(|(_, candidates)| candidates.first()).collect();
        let all: Vec<usize> = groups.iter().flat_map(|(group, _)| group.findings.iter().copied()).collect();
        let mut chosen = first.filter(|first| self.does(first, &all)).unwrap_or_default();
        if chosen.is_empty() {
            for (group, candidates) in groups {
                match candidates.iter().find(|candidate| self.does(&[candidate], &group.findings)) {
                    Some(candidate) => chosen.push(candidate),
                    None => added.left.extend(group.findings.iter().map(|&number| (number, CannotIgnore::NoPlace))),
                }
            }
        }
        added.edits = chosen.into_iter().map(|candidate| candidate.edit.clone()).collect();
        added.edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    }

    /// Whether after these edits the article says the same as before, and is silent about these findings.
    fn does(&self, candidates: &[&Candidate], findings: &[usize]) -> bool {
        let mut edits: Vec<Edit> = candidates.iter().map(|candidate| candidate.edit.clone()).collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let Some(source) = self.article.source.edited(&edits) else { return false };
        let after = document::parse(&source, self.article.format, &self.engine.reading());
        let (old, new) = (Suppressions::of(self.document, self.engine), Suppressions::of(&after, self.engine));
        let moved = |at: u32| {
            let is_before = |candidate: &&&Candidate| {
                let start = candidate.edit.span.start;
                start < at || start == at && candidate.pushes
            };
            let shift = |candidate: &&Candidate| {
                i64::from(narrow(candidate.edit.text.len()))
                    - i64::from(candidate.edit.span.end - candidate.edit.span.start)
            };
            let shift: i64 = candidates.iter().filter(is_before).map(shift).sum();
            u32::try_from(i64::from(at) + shift).unwrap_or(at)
        };
        let places = |finding: &Diagnostic| {
            let places = finding.cause.iter().flat_map(|cause| cause.places.iter().copied());
            places.chain([finding.span]).map(|span| span.start).collect::<Vec<_>>()
        };
        let is_silent = |number: &usize| {
            self.findings
                .get(*number)
                .is_some_and(|finding| places(finding).into_iter().all(|at| new.covers(&finding.code, moved(at))))
        };
        new.requests() == old.requests() + candidates.len()
            && new.faults() == old.faults()
            && say_the_same(self.document, &after)
            && findings.iter().all(is_silent)
    }
}

/// Whether two readings have the same prose and the same fields, apart from what is said to copydesk.
fn say_the_same(before: &Document<'_>, after: &Document<'_>) -> bool {
    let blocks = |document: &Document<'_>| {
        let block = |block: &document::Block<'_>| (block.kind, block.role(), block.prose.trim().to_owned());
        document.whole_blocks().map(|(own, language)| (block(own), language.tag.clone())).collect::<Vec<_>>()
    };
    let fields = |document: &Document<'_>| {
        let entries = document.metadata.entries.iter().filter(|entry| &*entry.key != FRONT_MATTER_KEY);
        entries.map(|entry| (entry.key.clone(), entry.value.to_string())).collect::<Vec<_>>()
    };
    before.fault.is_none() == after.fault.is_none()
        && before.language.tag == after.language.tag
        && before.pictures.len() == after.pictures.len()
        && blocks(before) == blocks(after)
        && fields(before) == fields(after)
}

/// A comment on a line of its own above the line of a place, indented as that is.
fn above(source: &Source, at: u32, comment: &str) -> Candidate {
    let line = source.line_span(source.position(at).line);
    let text = source.slice(line);
    let indent = text.get(..text.len() - text.trim_start().len()).unwrap_or_default();
    let text = format!("{indent}{comment}{}", line_end(source));
    Candidate { edit: Edit { span: Span::new(line.start, line.start), text }, pushes: true }
}

/// A comment at the end of the line of a place, before white space that may mean something there.
fn at_line_end(source: &Source, at: u32, comment: &str) -> Candidate {
    let line = source.line_span(source.position(at).line);
    let end = line.start + narrow(source.slice(line).trim_end().len());
    Candidate { edit: Edit { span: Span::new(end, end), text: format!(" {comment}") }, pushes: false }
}

/// Where the line behind a line begins.
fn next_line(source: &Source, line: Span) -> u32 {
    let rest = source.text().get(line.end as usize..).unwrap_or_default();
    line.end + if rest.starts_with("\r\n") { 2 } else { u32::from(!rest.is_empty()) }
}

/// How lines of an article end.
fn line_end(source: &Source) -> &'static str {
    if source.text().contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Linter;

    /// The article after it was asked to be silent about all that is found, and what is found then.
    fn silenced(name: &str, text: &str) -> (String, Vec<String>) {
        let linter = Linter::built_in().unwrap();
        let article = Article::named(name, text);
        let before = linter.check(&article);
        assert!(!before.findings.is_empty(), "nothing to silence in {text}");
        let after = linter.engine().examine(&article, &Pass::default(), Wish::AddIgnores("a song title".into()));
        let left = after.findings.iter().map(|finding| finding.code.as_str().to_owned()).collect();
        (after.repaired_text().unwrap_or(text).to_owned(), left)
    }

    fn assert_silenced(name: &str, text: &str, expected: &str) {
        assert_eq!(silenced(name, text), (expected.to_owned(), Vec::new()), "{name}");
    }

    #[test]
    fn a_paragraph_of_markdown_gets_a_comment_above_it() {
        assert_silenced(
            "a.md",
            "# Harbour\n\nHe said “wait for the tide\nand the wind.\n\nThe rest.\n",
            "# Harbour\n\n<!-- copydesk: ignore quotes/unclosed -- a song title -->\nHe said “wait for the tide\nand the wind.\n\nThe rest.\n",
        );
        assert_silenced(
            "a.md",
            "# Harbour “night\r\n\r\nThe rest of it is calm.\r\n",
            "<!-- copydesk: ignore quotes/unclosed -- a song title -->\r\n# Harbour “night\r\n\r\nThe rest of it is calm.\r\n",
        );
    }

    #[test]
    fn what_stands_in_a_list_a_quotation_or_a_table_gets_it_behind_its_words() {
        let comment = "<!-- copydesk: ignore quotes/unclosed -- a song title -->";
        for (before, after) in
            [("- one\n- He said “wait for the tide", "\n- three\n"), ("> He said “wait for it", "\n")]
        {
            assert_silenced("a.md", &format!("{before}{after}"), &format!("{before} {comment}{after}"));
        }
        let (text, left) = silenced("a.md", "| a | b |\n|---|---|\n| He said “wait for the tide | x |\n");
        assert_eq!((text.contains(&format!("tide {comment} |")), left.len()), (true, 0), "{text}");
    }

    #[test]
    fn findings_of_one_paragraph_share_a_comment() {
        let (text, left) = silenced("a.md", "Read more: “Ten ferries\n\nHe said “wait. They “left (again.\n");
        assert_eq!(left, Vec::<String>::new(), "{text}");
        assert_eq!(text.matches("<!--").count(), 2, "{text}");
        assert!(text.contains("ignore quotes/brackets, quotes/misdirected -- a song title"), "{text}");
    }

    #[test]
    fn html_gets_it_where_the_paragraph_is() {
        assert_silenced(
            "a.html",
            "<body>\n  <p>He said “wait for the tide.</p>\n</body>\n",
            "<body>\n  <!-- copydesk: ignore quotes/unclosed -- a song title -->\n  <p>He said “wait for the tide.</p>\n</body>\n",
        );
        assert_silenced(
            "a.html",
            "<p>One.</p><p>He said “wait for the tide.</p><p>Two.</p>",
            "<p>One.</p><p>He said “wait for the tide. <!-- copydesk: ignore quotes/unclosed -- a song title --></p><p>Two.</p>",
        );
    }

    #[test]
    fn a_title_in_front_matter_is_silenced_there() {
        let body = "\nThe ferries stayed in port.\n";
        for (before, after) in [
            (
                "---\ntitle: He said “wait\n---\n",
                "---\ntitle: He said “wait\ncopydesk:\n  ignore: quotes/unclosed -- a song title\n---\n",
            ),
            (
                "+++\ntitle = \"He said “wait\"\n[image]\nsrc = \"a\"\n+++\n",
                "+++\ncopydesk.ignore = \"quotes/unclosed -- a song title\"\ntitle = \"He said “wait\"\n[image]\nsrc = \"a\"\n+++\n",
            ),
            (
                "{\n  \"title\": \"He said “wait\"\n}\n",
                "{\n  \"copydesk\": {\"ignore\": \"quotes/unclosed -- a song title\"},\n  \"title\": \"He said “wait\"\n}\n",
            ),
            (
                "---\ntitle: He said “wait\ncopydesk:\n  ignore: ads -- ours\n---\n",
                "---\ntitle: He said “wait\ncopydesk:\n  ignore: [\"ads -- ours\", \"quotes/unclosed -- a song title\"]\n---\n",
            ),
        ] {
            let linter = Linter::built_in().unwrap();
            let article = Article::named("a.md", format!("{before}{body}"));
            let found = linter.check(&article).findings;
            let unclosed = found.iter().find(|finding| finding.code.as_str() == "quotes/unclosed").unwrap();
            let edit = linter.engine().ignore_here(&article, unclosed, "a song title").unwrap();
            assert_eq!(article.source.edited(&[edit]).unwrap().text(), format!("{after}{body}"));
        }
    }

    #[test]
    fn where_there_is_no_way_it_is_said_why() {
        let linter = Linter::built_in().unwrap();
        let why = |name: &str, text: &str, reason: &str| {
            let article = Article::named(name, text);
            let found = linter.check(&article).findings;
            linter.engine().ignore_here(&article, &found[0], reason).unwrap_err()
        };
        assert_eq!(why("a.txt", "He said “wait for the tide.\n", "a song"), CannotIgnore::NoComments);
        assert_eq!(why("a.md", "He said “wait for the tide.\n", " -- "), CannotIgnore::NoReason);
        assert_eq!(why("a.md", "<!-- copydesk: ignore names -->\n\nHe said so.\n", "a song"), CannotIgnore::Always);
    }

    #[test]
    fn a_reason_cannot_end_the_comment() {
        assert_eq!(one_line("a --> <b>\n--- c--"), "a -> <b> - c");
    }
}
