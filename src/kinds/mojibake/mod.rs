//! Text that was read in the wrong encoding: UTF-8 taken for an encoding of single bytes, so that every letter became two or
//! three; single bytes of windows-1252 taken for Latin-1, where they are codes nobody sees; and single bytes of another script taken
//! for those of the Latin one. All can be turned back without loss, and are, where nothing else can have been meant.

mod bytes;
mod misread;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use self::bytes::Bytes;
use self::misread::Misread;
use super::{Check, Context, Env, Kind};
use crate::analysis::{Analysis, At};
use crate::diagnostic::Applicability;
use crate::document::Block;
use crate::text::{Encoding, Problem, ProseSpan, RareChars, narrow};
use crate::toml_doc::{Later, Table, TomlFile};

/// The kind `mojibake`.
pub struct Mojibake;

/// Control codes that no text has any use for: bytes of an older encoding taken for Latin-1.
const CODES: std::ops::RangeInclusive<char> = '\u{80}'..='\u{9f}';
/// What stands for the later bytes of UTF-8 and is rare otherwise; every text that was read wrongly has some.
const TRACES: [std::ops::RangeInclusive<char>; 3] = [CODES, '\u{a0}'..='\u{bf}', '\u{2000}'..='\u{2fff}'];
/// So many letters read in a row leave no doubt.
const CERTAIN: usize = 3;
/// The last letter of the Latin alphabets of Europe: others are not read out of a single pair of letters.
const LAST_LATIN: char = '\u{17f}';

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// The encodings of single bytes that text in UTF-8 is taken for, the most likely first.
    #[schemars(with = "Vec<String>")]
    encodings: Vec<Spanned<String>>,
    /// The encodings whose bytes from 0x80 to 0x9F may have become codes that nobody sees, the most likely first.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    codes: Vec<Spanned<String>>,
    /// Encodings of single bytes that text in another one is taken for, each behind that one: `windows-1256 windows-1252`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    misread: Vec<Spanned<String>>,
    /// Encodings that browsers do not know, by the 128 characters of their upper half.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    tables: BTreeMap<String, Spanned<String>>,
}

/// Characters of the upper half of an encoding.
const UPPER: usize = 128;

struct Compiled {
    keys: Later<Keys>,
    /// What UTF-8 is taken for; made when the first text comes that may have been read wrongly.
    encodings: OnceLock<Vec<Bytes>>,
    /// Those whose bytes may have become codes.
    codes: OnceLock<Vec<Bytes>>,
    traces: RareChars,
    misread: Misread,
}

/// A stretch of characters beyond ASCII that were two or three times fewer.
struct Run {
    at: ProseSpan,
    read: String,
    is_certain: bool,
    /// Whether an ordinary text can hold it: a capital at the end of a word, and a mark after it.
    is_doubtful: bool,
}

impl Kind for Mojibake {
    fn name(&self) -> &'static str {
        "mojibake"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let keys: Later<Keys> = rule.decode_later(problems)?;
        let before = problems.len();
        // The encodings of built-in rules are proved by their tests.
        if !file.is_built_in() {
            keys.validate(file, problems);
        }
        let check = Compiled {
            keys,
            encodings: OnceLock::new(),
            codes: OnceLock::new(),
            traces: RareChars::new(TRACES),
            misread: Misread::new(env.languages.all()),
        };
        (problems.len() == before).then(|| Box::new(check) as Box<dyn Check>)
    }
}

impl Keys {
    /// Says what is wrong with the encodings that a newsroom's rule names.
    fn validate(&self, file: &TomlFile, problems: &mut Vec<Problem>) {
        for table in self.tables.values().filter(|table| table.get_ref().chars().count() != UPPER) {
            problems.push(file.problem(table.span(), "the upper half of an encoding has 128 characters"));
        }
        for name in self.encodings.iter().chain(&self.codes).filter(|name| self.encoding(name.get_ref()).is_none()) {
            problems.push(file.problem(name.span(), "not a single-byte encoding, such as windows-1252"));
        }
        for two in self.misread.iter().filter(|two| self.pair(two.get_ref()).is_none()) {
            let message = "two single-byte encodings are expected, the one that text is in and the one it is taken for";
            problems.push(file.problem(two.span(), message));
        }
    }

    /// The encoding with this name: one of `tables`, or one that browsers know. Nothing for one with characters of several bytes.
    fn encoding(&self, name: &str) -> Option<Bytes> {
        match self.tables.get(name) {
            Some(table) => Some(Bytes::new(name, table.get_ref().chars().collect())),
            None => Encoding::of_label(name).and_then(Bytes::of),
        }
    }

    fn encodings(&self, names: &[Spanned<String>]) -> Vec<Bytes> {
        names.iter().filter_map(|name| self.encoding(name.get_ref())).collect()
    }

    /// The encoding that text is in, and the one it is taken for.
    fn pair(&self, names: &str) -> Option<(Bytes, Bytes)> {
        let (written, taken_for) = names.trim().split_once(char::is_whitespace)?;
        Some((self.encoding(written)?, self.encoding(taken_for.trim())?))
    }

    /// Every pair that text may have been misread by.
    fn pairs(&self) -> impl Iterator<Item = (Bytes, Bytes)> {
        self.misread.iter().filter_map(|two| self.pair(two.get_ref()))
    }
}

impl Bytes {
    /// The stretch around the character at byte `at` that is beyond ASCII and in this encoding, as a range of bytes.
    fn around(&self, prose: &str, at: usize) -> (usize, usize) {
        let is_in = |c: &char| self.bytes.contains_key(c);
        let (before, after) = prose.split_at_checked(at).unwrap_or((prose, ""));
        let start = before.chars().rev().take_while(is_in).map(char::len_utf8).sum::<usize>();
        let end = after.chars().take_while(is_in).map(char::len_utf8).sum::<usize>();
        (at - start, at + end)
    }

    /// Whether some stretch of the article, around one of these places, can be nothing but UTF-8 that was read in this encoding.
    fn is_cause(&self, traces: &[(&str, usize)]) -> bool {
        let mut looked_at: (&str, usize) = ("", 0);
        traces.iter().any(|&(prose, at)| {
            let is_seen = std::ptr::eq(looked_at.0, prose) && at < looked_at.1;
            let c = prose.get(at..).and_then(|rest| rest.chars().next());
            if is_seen || !c.is_some_and(|c| self.bytes.contains_key(&c)) {
                return false;
            }
            if !self.may_be_read(prose, at) {
                return false;
            }
            let (start, end) = self.around(prose, at);
            looked_at = (prose, end);
            self.run(prose, start, end).is_some_and(|run| run.is_certain)
        })
    }

    /// Whether the character at byte `at` and the few before it, in this encoding, can stand so in UTF-8: otherwise the stretch
    /// around them cannot be UTF-8 throughout.
    fn may_be_read(&self, prose: &str, at: usize) -> bool {
        let is_later = |byte: &u8| (0x80..0xC0).contains(byte);
        let upto = at + prose.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let mut bytes = prose.get(..upto).unwrap_or_default().chars().rev().map_while(|c| self.bytes.get(&c).copied());
        // No character has more than three later bytes, nor begins with one; what is before its first is a later one.
        let first = bytes.by_ref().take(4).find(|byte| !is_later(byte));
        first.is_some() && bytes.next().is_none_or(|byte| is_later(&byte))
    }

    /// What a stretch was, if it is UTF-8 in this encoding throughout.
    fn run(&self, prose: &str, start: usize, end: usize) -> Option<Run> {
        let written = prose.get(start..end)?;
        let bytes: Vec<u8> = written.chars().filter_map(|c| self.bytes.get(&c).copied()).collect();
        let read = String::from_utf8(bytes).ok().filter(|read| !read.is_empty() && read.chars().all(is_text))?;
        let is_lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
        let before = prose.get(..start).and_then(|before| before.chars().next_back());
        let is_within = is_lower(before) || is_lower(prose.get(end..).and_then(|after| after.chars().next()));
        let is_latin = written.chars().all(|c| matches!(c.script(), Script::Latin | Script::Common));
        let count = read.chars().count();
        // What was a single letter of two bytes begins with a capital; one in the middle of a word is never meant.
        let pair = read.chars().next().filter(|c| count == 1 && c.len_utf8() == 2);
        let is_usual = is_latin && pair.is_none_or(|c| c <= LAST_LATIN);
        // Nor is a mark that was a single character of three bytes, such as an apostrophe.
        let mark = read
            .chars()
            .next()
            .filter(|c| count == 1 && c.general_category_group() == GeneralCategoryGroup::Punctuation);
        let is_single = pair.or(mark).is_some();
        let is_certain = count >= CERTAIN || is_usual && (written.chars().any(is_sign) || is_single && is_within);
        let is_doubtful =
            !is_certain && count == 1 && (!is_single || !is_usual || before.is_some_and(char::is_alphabetic));
        Some(Run { at: ProseSpan::from_range(start..end), read, is_certain, is_doubtful })
    }
}

/// Whether a character may be in an article. A code may: what was read wrongly twice is turned back twice.
fn is_text(c: char) -> bool {
    c.general_category_group() != GeneralCategoryGroup::Other
        || CODES.contains(&c)
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}')
}

/// Whether a character is neither letter nor space nor a mark that may follow a word.
fn is_sign(c: char) -> bool {
    use GeneralCategoryGroup::{Letter, Mark, Punctuation, Separator};
    !matches!(c.general_category_group(), Letter | Mark | Punctuation | Separator)
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        self.misread.check(cx, || self.keys.pairs());
        if !analysis.search(&self.traces).can_occur() {
            return;
        }
        let mut told: Vec<At> = Vec::new();
        let (traces, has_codes) = self.traces_in(analysis);
        let causes = self.encodings().iter().filter(|encoding| encoding.is_cause(&traces));
        // Encodings of one family have many characters in common: the one that reads most is believed, of equal ones the first.
        let read_by = |encoding: &&Bytes| -> usize {
            let blocks = analysis.blocks().iter();
            blocks
                .flat_map(|block| runs(encoding, block))
                .filter(|run| !run.is_doubtful)
                .map(|run| run.read.len())
                .sum()
        };
        let mut causes: Vec<&Bytes> = causes.collect();
        if causes.len() > 1 {
            causes.sort_by_cached_key(|encoding| std::cmp::Reverse(read_by(encoding)));
        }
        if let Some(encoding) = causes.first() {
            for (index, block) in analysis.blocks().iter().enumerate() {
                for run in runs(encoding, block).filter(|run| !run.is_doubtful) {
                    let at = At { block: narrow(index), span: run.at };
                    told.push(at);
                    cx.report(at)
                        .arg("encoding", &*encoding.name)
                        .arg("found", block.slice(run.at))
                        .arg("read", run.read.as_str())
                        .cause(&*encoding.name)
                        .fix(Applicability::Safe, vec![(at, run.read)])
                        .emit();
                }
            }
        }
        if has_codes {
            self.codes(cx, &told);
        }
    }
}

impl Compiled {
    fn encodings(&self) -> &[Bytes] {
        self.encodings.get_or_init(|| self.keys.encodings(&self.keys.encodings))
    }

    /// The places, in bytes of their prose, of what may be bytes of UTF-8: after another character that is not ASCII, or inside a word.
    /// And whether there is any of [`CODES`].
    fn traces_in<'b>(&self, analysis: &'b Analysis<'_>) -> (Vec<(&'b str, usize)>, bool) {
        let (mut traces, mut has_codes) = (Vec::new(), false);
        let search = analysis.search(&self.traces);
        for (index, block) in analysis.blocks().iter().enumerate() {
            let prose = &*block.prose;
            for (at, c) in search.in_block(index, prose) {
                has_codes |= CODES.contains(&c);
                let before = at.checked_sub(1).and_then(|before| prose.as_bytes().get(before));
                // In some encodings a mark stands for the first byte: then a letter is before it, and another behind.
                let behind = || prose.as_bytes().get(at + c.len_utf8());
                let is_between =
                    |before: &u8| before.is_ascii_lowercase() && behind().is_some_and(|byte| !byte.is_ascii());
                if before.is_some_and(|byte| !byte.is_ascii() || is_between(byte)) {
                    traces.push((prose, at));
                }
            }
        }
        (traces, has_codes)
    }

    /// Codes that stand where a windows encoding has a mark. A repair is made where all the encodings agree on it, or where
    /// the article is in Latin letters.
    fn codes(&self, cx: &mut Context<'_>, told: &[At]) {
        let analysis = cx.analysis;
        let encodings = self.codes.get_or_init(|| self.keys.encodings(&self.keys.codes));
        let Some(first) = encodings.first() else { return };
        let is_latin = analysis.profile().script == Some(Script::Latin);
        let search = analysis.search(&self.traces);
        for (index, block) in analysis.blocks().iter().enumerate() {
            for (at, c) in search.in_block(index, &block.prose).filter(|(_, c)| CODES.contains(c)) {
                let at = At { block: narrow(index), span: ProseSpan::from_range(at..at + c.len_utf8()) };
                let is_told = told
                    .iter()
                    .any(|run| run.block == at.block && run.span.start <= at.span.start && at.span.end <= run.span.end);
                if is_told {
                    continue;
                }
                let character = |encoding: &Bytes| u8::try_from(c).ok().and_then(|byte| encoding.character(byte));
                let meant = character(first).filter(|meant| !meant.is_control());
                let agreed = encodings.iter().all(|encoding| character(encoding) == meant);
                let finding = cx
                    .report(at)
                    .arg("encoding", &*first.name)
                    .arg("found", format!("U+{:04X}", u32::from(c)))
                    .arg("read", meant.map_or_else(|| "?".to_owned(), String::from))
                    .cause("codes");
                match meant.filter(|_| agreed || is_latin) {
                    Some(meant) => finding.fix(Applicability::Safe, vec![(at, meant.to_string())]).emit(),
                    None => finding.emit(),
                }
            }
        }
    }
}

/// The stretches of a block beyond ASCII that are UTF-8 in an encoding.
fn runs<'b>(encoding: &'b Bytes, block: &'b Block<'_>) -> impl Iterator<Item = Run> + 'b {
    let prose = &*block.prose;
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = prose.get(from..)?;
            let at = from + rest.find(|c: char| encoding.bytes.contains_key(&c))?;
            let (start, end) = encoding.around(prose, at);
            from = end;
            if let Some(run) = encoding.run(prose, start, end) {
                return Some(run);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::CueLists;

    fn problems(keys: &str) -> Vec<String> {
        let languages = crate::testing::languages();
        let file = TomlFile::new("t.toml", keys);
        let (check, problems) = crate::testing::compile(&Mojibake, &languages, &mut CueLists::default(), &file);
        assert_eq!(check.is_some(), problems.is_empty());
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn encodings_that_cannot_be_meant_are_refused_where_they_stand() {
        assert_eq!(problems("encodings = ['latin1']\nmisread = ['koi8-r  windows-1252']"), Vec::<String>::new());
        let found = problems(
            "encodings = ['windows-1252', 'utf-8']\ncodes = ['gbk']\nmisread = ['windows-1256']\ntables.own = 'abc'",
        );
        let places = [
            "t.toml:4:14: the upper half",
            "t.toml:1:30: not a single",
            "t.toml:2:10: not a single",
            "t.toml:3:12: two single",
        ];
        assert!(
            found.iter().zip(places).all(|(found, place)| found.starts_with(place)) && found.len() == 4,
            "{found:?}"
        );
    }

    #[test]
    fn the_built_in_encodings_are_all_known() {
        let file =
            crate::rules::rule_files().into_iter().find(|file| file.text.contains("kind = \"mojibake\"")).unwrap();
        let mut problems = Vec::new();
        let written = TomlFile::new(&*file.name, &*file.text);
        let mut table = written.parse(&mut problems);
        let rule =
            table.take_tables("rule", &mut problems).into_iter().find(|rule| rule.text("kind") == Some("mojibake"));
        let keys = rule.unwrap().split_off(&["encodings", "codes", "misread", "tables"]);
        keys.decode::<Keys>(&mut problems).unwrap().validate(&written, &mut problems);
        assert_eq!(problems, []);
    }
}
