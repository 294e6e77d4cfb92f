//! Adds the names of a survey to a stylebook, for an editor to read. What stands in the file stays as it is: entries,
//! comments, order. What an editor has decided about is not proposed again.
//!
//! A proposal has no effect. The editor makes `variants` of the word `proposed` to accept it, and `not-same` of it to
//! say that these are other names.

use std::path::Path;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use copydesk::language::{Languages, Profile};
use copydesk::names::Cluster;
use copydesk::text::Problem;
use copydesk_workspace::read::file_problem;
use copydesk_workspace::toml_text::TomlText;

use super::stylebook_file::StylebookFile;

/// The key of what is proposed.
const PROPOSED: &str = "proposed";
/// The keys whose spellings belong to the entry's name, or may.
const OWN: [&str; 2] = ["variants", PROPOSED];
/// The key of names that are others.
const OTHERS: &str = "not-same";

/// What was added.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// New entries.
    pub names: usize,
    /// Spellings added to entries that stood there.
    pub spellings: usize,
}

/// Adds what is new of `clusters` to the stylebook at `path`, which need not exist; writes nothing if nothing is new.
///
/// # Errors
/// A problem, if the file is no stylebook, or cannot be read or written.
pub fn propose(path: &Path, languages: &Languages, clusters: &[Cluster]) -> Result<Added, Problem> {
    let file = StylebookFile::read(path)?;
    let mut text = TomlText::read(&file.text).map_err(|error| file_problem(path, error.message().to_owned()))?;
    let added = add(&mut text.document, languages, clusters)
        .ok_or_else(|| file_problem(path, "`name` is not a list of [[name]] tables"))?;
    if added == Added::default() && !file.is_new() {
        return Ok(added);
    }
    file.write(&text.written())?;
    Ok(added)
}

/// Adds to a document; nothing if it has a `name` that is no list of tables.
fn add(document: &mut DocumentMut, languages: &Languages, clusters: &[Cluster]) -> Option<Added> {
    let names = document.entry("name").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let names = names.as_array_of_tables_mut()?;
    let mut added = Added::default();
    for cluster in clusters {
        let Ok(profile) = languages.get(&cluster.language) else { continue };
        let spellings: Vec<&str> = cluster.spellings.iter().map(|spelling| spelling.record.text()).collect();
        add_cluster(names, profile, &spellings, &mut added);
    }
    Some(added)
}

fn add_cluster(names: &mut ArrayOfTables, profile: &Profile, spellings: &[&str], added: &mut Added) {
    let fold = |text: &str| profile.folder.fold(text);
    let owns = |entry: &Table, spelling: &str| own_spellings(entry).any(|own| fold(own) == fold(spelling));
    let for_language = |entry: &Table| {
        entry.get("lang").and_then(Item::as_str).is_none_or(|lang| lang.eq_ignore_ascii_case(&profile.tag))
    };
    let owner = |spelling: &str| names.iter().position(|entry| for_language(entry) && owns(entry, spelling));
    let owners: Vec<Option<usize>> = spellings.iter().map(|spelling| owner(spelling)).collect();
    let Some(at) = owners.iter().flatten().next().copied() else {
        if let Some((name, others)) = spellings.split_first() {
            names.push(entry(name, &profile.tag, others));
            added.names += 1;
        }
        return;
    };
    let Some(entry) = names.get_mut(at) else { return };
    let others: Vec<String> = list(entry, OTHERS).map(fold).collect();
    let is_new = |(spelling, owner): &(&&str, &Option<usize>)| owner.is_none() && !others.contains(&fold(spelling));
    let new: Vec<&str> = spellings.iter().zip(&owners).filter(is_new).map(|(spelling, _)| *spelling).collect();
    if new.is_empty() {
        return;
    }
    added.spellings += new.len();
    match entry.get_mut(PROPOSED).and_then(Item::as_array_mut) {
        Some(proposed) => new.into_iter().for_each(|spelling| proposed.push(spelling)),
        None => drop(entry.insert(PROPOSED, value(new.into_iter().collect::<Array>()))),
    }
}

fn entry(name: &str, tag: &str, others: &[&str]) -> Table {
    let mut entry = Table::new();
    entry.insert("name", value(name));
    entry.insert("lang", value(tag));
    entry.insert(PROPOSED, value(others.iter().copied().collect::<Array>()));
    entry
}

/// The name of an entry, and the spellings of it, wanted, unwanted or proposed.
fn own_spellings(entry: &Table) -> impl Iterator<Item = &str> {
    let name = entry.get("name").and_then(Item::as_str);
    name.into_iter().chain(OWN.iter().flat_map(|key| list(entry, key)))
}

fn list<'e>(entry: &'e Table, key: &str) -> impl Iterator<Item = &'e str> {
    entry.get(key).and_then(Item::as_array).into_iter().flatten().filter_map(toml_edit::Value::as_str)
}
