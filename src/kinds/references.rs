//! References to characters that were never read, or lost their ampersand on the way: `nbsp;`, `quot;`, `#8217;`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::mark_place::{MarkPlace, is_space};
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::document::reference;
use crate::language::{is_number, is_word_char};
use crate::text::{Problem, ProseSpan, RareChars, narrow};
use crate::toml_doc::Table;

/// The kind `references`.
pub struct References;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Names of characters that are known without their ampersand, with what each stands for; with it all names are.
    names: BTreeMap<String, String>,
    /// Those of them that are words or ends of words as well: without an ampersand they count only between capitals.
    #[serde(default)]
    words: Vec<String>,
}

struct Compiled {
    names: BTreeMap<String, String>,
    words: Vec<String>,
    ends: RareChars,
}

/// The longest name or number with what stands around it, in bytes.
const LONGEST: usize = 12;
/// Numbers of these characters are taken for references wherever they stand: marks and signs of printing. Others have a letter
/// beside them, since a number may be that of an item.
const PRINTED: std::ops::RangeInclusive<char> = '\u{2010}'..='\u{2044}';

impl Kind for References {
    fn name(&self) -> &'static str {
        "references"
    }

    fn says_replacement(&self) -> bool {
        true
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let Keys { names, words } = rule.decode(problems)?;
        Some(Box::new(Compiled { names, words, ends: RareChars::new([';'..=';']) }))
    }
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let search = analysis.search(&self.ends);
        if !search.can_occur() {
            return;
        }
        for (index, block) in cx.blocks() {
            for (at, c) in search.in_block(index, &block.prose) {
                let read = MarkPlace::new(&block.prose, at, c).and_then(|place| self.read(place));
                let Some((start, meant)) = read else { continue };
                let (mut start, mut end) = (start, at + c.len_utf8());
                // A space takes the place of those around it.
                if meant.chars().all(is_space) {
                    start = block.prose.get(..start).unwrap_or_default().trim_end_matches(is_space).len();
                    let behind = block.prose.get(end..).unwrap_or_default();
                    end += behind.len() - behind.trim_start_matches(is_space).len();
                }
                let at = At { block: narrow(index), span: ProseSpan::from_range(start..end) };
                let found = analysis.slice(at).trim();
                cx.report(at)
                    .arg("match", found)
                    .arg("replacement", meant.as_str())
                    .cause("")
                    .fix(Applicability::Safe, vec![(at, meant)])
                    .emit();
            }
        }
    }
}

impl Compiled {
    /// Where the reference begins that ends with the semicolon at `place`, in bytes of the prose, and what it stands for.
    fn read(&self, place: MarkPlace<'_>) -> Option<(usize, String)> {
        let before = place.before;
        let is_part = |c: &char| c.is_ascii_alphanumeric();
        let name_len = before.chars().rev().take(LONGEST).take_while(is_part).count();
        let (head, name) = before.split_at_checked(before.len() - name_len)?;
        if name.is_empty() {
            return None;
        }
        if let Some(head) = head.strip_suffix('#') {
            return self.read_number(place, head, name);
        }
        if let Some(head) = head.strip_suffix('&') {
            return meant_by(name).map(|meant| (head.len(), meant));
        }
        // Without the sign that begins it, a name may stand on the end of a word.
        let known = self.names.iter().filter(|(known, _)| name.ends_with(known.as_str()));
        let (known, meant) = known.max_by_key(|(known, _)| known.len())?;
        let head = before.get(..before.len() - known.len())?;
        let is_sure = if self.words.contains(known) {
            let is_capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
            let glued = is_capital(head.chars().next_back()) && is_capital(place.next());
            let first_of_word = |text: &str| text.rsplit(is_space).next().and_then(|word| word.chars().next());
            let spaced = head.ends_with(is_space) && place.behind.starts_with(is_space);
            glued
                || spaced
                    && is_capital(first_of_word(head.trim_end_matches(is_space)))
                    && is_capital(place.rest().chars().next())
        } else {
            true
        };
        is_sure.then(|| (head.len(), meant.clone()))
    }

    /// The same of a number, of which `digits` are the digits, and `head` is what comes before its sign.
    fn read_number(&self, place: MarkPlace<'_>, head: &str, digits: &str) -> Option<(usize, String)> {
        let text = meant_by(&format!("#{digits}"))?;
        let meant = text.chars().next().filter(|c| !c.is_control())?;
        let whole = head.strip_suffix('&');
        let is_beside = |c: Option<char>| c.is_some_and(|c| is_word_char(c) && !is_number(c));
        let is_sure = whole.is_some()
            || PRINTED.contains(&meant)
            || !meant.is_alphanumeric() && (is_beside(head.chars().next_back()) || is_beside(place.next()))
            || !meant.is_alphanumeric() && head.ends_with(is_number);
        is_sure.then(|| (whole.unwrap_or(head).len(), text))
    }
}

/// What a reference stands for that has this name or number, as browsers read it; what no reader tells from a space is written as one.
fn meant_by(name: &str) -> Option<String> {
    let (_, meant) = reference(&format!("&{name};"))?;
    let is_blank = meant.chars().all(char::is_whitespace);
    Some(if is_blank { " ".to_owned() } else { meant }).filter(|meant| !meant.contains(char::REPLACEMENT_CHARACTER))
}
