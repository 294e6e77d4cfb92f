//! The parts of `crate::names` that the build script shares: what becomes of the word lists of a rule about names.

#[path = "../src/names/groups.rs"]
mod groups;
#[path = "../src/names/lexicon.rs"]
mod lexicon;
#[path = "../src/names/stylebook/lines.rs"]
mod lines;
#[path = "../src/names/word_lists.rs"]
mod word_lists;

use toml::{Table, Value};

use crate::File;
use crate::language::Profile;
use crate::text::WordSet;
use crate::tree::{Head, Writer};
use groups::Groups;
use word_lists::{Prepared, WordLists, two_letters};

/// The kind of rule that has such lists, and the key that each of them has.
const KIND: &str = "names";
const COMPANY: &str = "company";

/// What becomes of the word lists of a rule; nothing, if it is no rule with such lists, or for no language in particular. `languages`
/// and `gazetteers` are the built-in ones.
pub fn prepared(
    rule: &Table,
    rule_set: &Table,
    languages: &[&File],
    gazetteers: &[&File],
    tree: &mut Writer,
) -> Result<Option<Head>, String> {
    if rule.get("kind").and_then(Value::as_str) != Some(KIND) || !rule.contains_key(COMPANY) {
        return Ok(None);
    }
    let tag = rule_set.get("languages").and_then(|tags| tags.as_array()?.first()?.as_str());
    let is_of = |file: &&&File| file.root.get("tag").and_then(Value::as_str) == tag;
    let Some((tag, language)) = tag.zip(languages.iter().find(is_of)) else { return Ok(None) };
    let names = gazetteers.iter().flat_map(|file| {
        let columns = texts(&file.root, "columns");
        let column = columns.iter().position(|known| *known == tag);
        column.into_iter().flat_map(|column| lines::names(text(&file.root, "names"), column))
    });
    let prepared = lists(rule).prepare(&Profile::of(&language.root), names);
    write(tree, &prepared).map(Some)
}

/// The lists as the rule has them.
fn lists(rule: &Table) -> WordLists<'_> {
    let ordinary = rule.get("ordinary").and_then(Value::as_table).into_iter().flatten();
    WordLists {
        ordinary: ordinary.filter_map(|(_, text)| text.as_str()).collect(),
        construct: texts(rule, "construct").into_iter().filter_map(two_letters).collect(),
        endings: texts(rule, "endings"),
        place_endings: texts(rule, "place-endings"),
        prefixes: texts(rule, "prefixes"),
        articles: texts(rule, "articles"),
        different: texts(rule, "different"),
        same: texts(rule, "same"),
        known: text(rule, "known"),
        given: text(rule, "given"),
        common: text(rule, "common"),
    }
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn texts<'t>(table: &'t Table, key: &str) -> Vec<&'t str> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn write(tree: &mut Writer, prepared: &Prepared) -> Result<Head, String> {
    let mut entries = vec![
        ("common", set(tree, &prepared.common)?),
        ("different", groups(tree, &prepared.different)?),
        ("given", set(tree, &prepared.given)?),
        ("listed", set(tree, &prepared.listed)?),
        ("ordinary", set(tree, &prepared.lexicon.words)?),
        ("same", groups(tree, &prepared.same)?),
    ];
    tree.entries(&mut entries)
}

fn set(tree: &mut Writer, set: &WordSet) -> Result<Head, String> {
    let (text, slots, len) = set.frozen();
    let mut entries = vec![("len", tree.number(len)?), ("slots", tree.bytes(&slots)?), ("words", tree.string(text)?)];
    tree.entries(&mut entries)
}

fn groups(tree: &mut Writer, groups: &Groups) -> Result<Head, String> {
    let bytes = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let (words, starts, of_words) = groups.frozen();
    let mut entries = vec![
        ("groups", tree.bytes(&bytes(of_words))?),
        ("starts", tree.bytes(&bytes(starts))?),
        ("words", set(tree, words)?),
    ];
    tree.entries(&mut entries)
}
