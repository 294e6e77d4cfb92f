//! One word with two last letters that hurried hands take for each other, in one article. Which letters is said by the rule, and where
//! only one of them can be right: behind which beginnings of a word, so that no list of words is needed, or in which words.

mod listed;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use self::listed::Listed;
use super::{Check, Context, Env, Kind};
use crate::analysis::{Analysis, At, CueOptions, Form};
use crate::diagnostic::Applicability;
use crate::language::Roles;
use crate::text::{Problem, ProseSpan};
use crate::toml_doc::{Table, Texts};

/// The kind `word-ends`.
pub struct WordEnds;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Two letters: the one that is often written by mistake, then the one that is mostly meant.
    #[schemars(with = "String")]
    ends: Spanned<String>,
    /// How a word begins in which only one of the two can be right, as with an article.
    #[serde(default)]
    begins: Vec<String>,
    /// As many letters at least stand between the beginning and the end.
    #[serde(default)]
    letters: usize,
    /// Words in which the second letter alone is right. They are reported with the first in articles that mostly write the second.
    #[serde(default)]
    words: Texts,
}

struct Compiled {
    mistaken: char,
    meant: char,
    begins: Vec<String>,
    letters: usize,
}

impl Kind for WordEnds {
    fn name(&self) -> &'static str {
        "word-ends"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    fn says_replacement(&self) -> bool {
        true
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let nothing = rule.problem("the rule looks for nothing: give either `begins` or `words`");
        let Keys { ends, begins, letters, words } = rule.decode(problems)?;
        let mut two = ends.get_ref().chars();
        let (Some(mistaken), Some(meant), None) = (two.next(), two.next(), two.next()) else {
            problems.push(file.problem(ends.span(), "two letters are expected"));
            return None;
        };
        match (begins.is_empty(), words.is_empty()) {
            (false, true) => Some(Box::new(Compiled { mistaken, meant, begins, letters })),
            (true, false) => {
                let cue = env.cues.add([words.clone()], CueOptions::behind_proclitics());
                Some(Box::new(Listed::new(mistaken, meant, words, cue)))
            }
            _ => {
                problems.push(nothing);
                None
            }
        }
    }
}

impl Compiled {
    /// A folded word without its beginning and this last letter, if it has both and enough between them.
    fn stem<'w>(&self, word: &'w str, end: char) -> Option<&'w str> {
        let head = word.strip_suffix(end)?;
        let stem = self.begins.iter().find_map(|begin| head.strip_prefix(begin.as_str()))?;
        stem.chars().nth(self.letters.saturating_sub(1)).map(|_| stem)
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let (words, folded) = (analysis.words(), analysis.folded());
        let bytes = folded.text().as_bytes();
        // A look at the last bytes leaves few words.
        let of = |end: char| {
            let mut buffer = [0; 4];
            let last: Vec<u8> = end.encode_utf8(&mut buffer).bytes().collect();
            words.forms().iter().filter_map(move |form| {
                let word = words.get(form.first as usize)?;
                bytes.get(..word.end as usize).filter(|text| text.ends_with(&last))?;
                Some((self.stem(folded.slice(word.start, word.end), end)?, *form))
            })
        };
        let mistaken: Vec<(&str, Form)> = of(self.mistaken).collect();
        if mistaken.is_empty() {
            return;
        }
        let meant: Vec<(&str, Form)> = of(self.meant).collect();
        for (stem, form) in mistaken {
            let same = || meant.iter().filter(|(other, _)| *other == stem);
            let Some((_, first)) = same().min_by_key(|(_, form)| form.first) else { continue };
            let count: u32 = same().map(|(_, form)| form.count).sum();
            let place = |index: u32| words.get(index as usize).map(|word| folded.locate(word.start, word.end));
            let (Some(at), Some(other)) = (place(form.first), place(first.first)) else { continue };
            let Some(found) = last_letter(analysis, at, self.mistaken) else { continue };
            let (written, meant) = (analysis.slice(at), analysis.slice(other));
            let mut finding = cx.report(at).arg("match", written).arg("replacement", meant).related(other);
            // Where both are as frequent, either may be the right one.
            if count > form.count {
                finding = finding.fix(Applicability::Unsafe, vec![(found, self.meant.to_string())]);
            }
            finding.emit();
        }
    }
}

/// The place of the last letter of a word, if it is written as this one.
fn last_letter(analysis: &Analysis<'_>, word: At, letter: char) -> Option<At> {
    let start = analysis.slice(word).rfind(letter)?;
    let from = word.span.start as usize + start;
    Some(At { span: ProseSpan::from_range(from..from + letter.len_utf8()), ..word })
}
