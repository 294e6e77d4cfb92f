//! The index of the cues of all built-in rules, for `src/analysis/cues/laid_out.rs`: the phrases of every list that may be one of cues,
//! folded for each language whose rules have it, by their first words.

use std::collections::{BTreeMap, HashMap};

use toml::{Table, Value};

use crate::File;
use crate::language::{Profile, word_end};
use crate::text::{Trie, narrow};
use crate::tree::{Head, Writer};

/// Kinds of rule whose words are found in other ways.
const WITHOUT_CUES: &[&str] = &["attribution", "names"];
/// Kinds of rule of which some keys alone have cues.
const KEYS_WITH_CUES: &[(&str, &[&str])] =
    &[("numbers", &["weekdays", "of-which", "of-whom"]), ("word-ends", &["words"])];
/// A rule set that is for every language.
const EVERY_LANGUAGE: &str = "*";
/// In place of the number of a phrase without letters.
const NO_PHRASE: u32 = u32::MAX;

/// The index for every language, by its tag.
pub fn laid_out(languages: &[&File], rule_sets: &[Table], tree: &mut Writer) -> Result<Head, String> {
    let mut indexes = Vec::new();
    for language in languages {
        let tag = language.root.get("tag").and_then(Value::as_str).ok_or("a language has no `tag`")?;
        let is_for = |set: &&Table| {
            let tags = set.get("languages").and_then(Value::as_array).into_iter().flatten();
            tags.filter_map(Value::as_str).any(|known| known == tag || known == EVERY_LANGUAGE)
        };
        let mut lists = Vec::new();
        for rule in rule_sets.iter().filter(is_for).filter_map(|set| set.get("rule")?.as_array()).flatten() {
            let kind = rule.get("kind").and_then(Value::as_str).unwrap_or_default();
            let some_keys = KEYS_WITH_CUES.iter().find(|(known, _)| *known == kind);
            if let Some((_, keys)) = some_keys {
                keys.iter().filter_map(|key| rule.get(key)).for_each(|value| add_lists(value, &mut lists));
            } else if !WITHOUT_CUES.contains(&kind) {
                add_lists(rule, &mut lists);
            }
        }
        let mut index = Index::default();
        for list in lists {
            let [_, array] = tree.value(list)?;
            index.add(array, list, &Profile::of(&language.root), tree)?;
        }
        indexes.push((tag, index.write(tree)?));
    }
    tree.entries(&mut indexes)
}

/// Adds every array of texts in a value.
fn add_lists<'v>(value: &'v Value, lists: &mut Vec<&'v Value>) {
    match value {
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_str) => lists.push(value),
        Value::Array(items) => items.iter().for_each(|item| add_lists(item, lists)),
        Value::Table(entries) => entries.iter().for_each(|(_, value)| add_lists(value, lists)),
        _ => {}
    }
}

/// The index of one language in the making.
#[derive(Default)]
struct Index {
    /// By their letters.
    numbers: HashMap<String, u32>,
    phrases: Vec<[u32; 4]>,
    heads: Trie,
    signs: HashMap<char, u32>,
    /// The numbers of the phrases of each array.
    lists: BTreeMap<u32, Vec<u32>>,
}

impl Index {
    fn add(&mut self, array: u32, list: &Value, profile: &Profile, tree: &mut Writer) -> Result<(), String> {
        let mut numbers = Vec::new();
        for text in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
            numbers.push(self.number(&profile.folder.fold_phrase(text), tree)?);
        }
        self.lists.insert(array, numbers);
        Ok(())
    }

    /// The number of a folded phrase.
    fn number(&mut self, folded: &str, tree: &mut Writer) -> Result<u32, String> {
        let Some(first) = folded.chars().next() else { return Ok(NO_PHRASE) };
        if let Some(&number) = self.numbers.get(folded) {
            return Ok(number);
        }
        let (number, head) = (narrow(self.phrases.len()), word_end(folded, 0));
        let first = match folded.get(..head).filter(|word| !word.is_empty()) {
            Some(word) => self.heads.insert(word.chars(), number).unwrap_or(number),
            None => *self.signs.entry(first).or_insert(number),
        };
        let [_, start] = tree.string(folded)?;
        self.phrases.push([start, narrow(folded.len()), narrow(head), first]);
        self.numbers.insert(folded.to_owned(), number);
        Ok(number)
    }

    fn write(&self, tree: &mut Writer) -> Result<Head, String> {
        let (mut lists, mut numbers) = (Vec::new(), Vec::new());
        for (array, phrases) in &self.lists {
            lists.push([*array, narrow(numbers.len())]);
            numbers.extend(phrases);
        }
        let bytes = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
        let (firsts, heads) = self.heads.frozen();
        let mut entries = vec![
            ("firsts", tree.bytes(&firsts)?),
            ("heads", tree.bytes(&heads)?),
            ("lists", tree.bytes(&bytes(lists.as_flattened()))?),
            ("numbers", tree.bytes(&bytes(&numbers))?),
            ("phrases", tree.bytes(&bytes(self.phrases.as_flattened()))?),
        ];
        tree.entries(&mut entries)
    }
}
