//! Configurations, rule sets and stylebooks in the editor: those that are open, and what is wrong with any of them, which is shown
//! at its place in the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::buffers::{Buffers, real};
use super::open_text::{OpenText, Unit};
use super::protocol::{Change, Item, Position, Range};
use super::uri::Uri;
use copydesk::linter::Files as _;
use copydesk::report::safe;
use copydesk::text::{Place, Problem, Span, told_of};
use copydesk_workspace::disk::Disk;

/// The extension of the files, and what editors call their format.
const TOML: &str = "toml";

/// The TOML files of an editor.
#[derive(Debug, Default)]
pub struct TomlFiles {
    open: BTreeMap<Uri, OpenText>,
    /// What they read, for whoever reads rules.
    buffers: Arc<Buffers>,
    /// What is wrong with files, by the names they are shown by.
    wrong: BTreeMap<String, Vec<Problem>>,
    /// What was told of files: their addresses, and the parameters of the message.
    told: BTreeMap<String, (Uri, Value)>,
}

impl TomlFiles {
    /// Those of an editor whose open files are in `buffers`.
    #[must_use]
    pub fn new(buffers: Arc<Buffers>) -> Self {
        Self { buffers, ..Self::default() }
    }

    /// Whether a text is one of them, and no article.
    #[must_use]
    pub fn is_meant(uri: &Uri, language_id: &str) -> bool {
        language_id == TOML || uri.path().is_some_and(|path| path.extension().is_some_and(|end| end == TOML))
    }

    /// The editor opens one.
    pub fn open(&mut self, it: Item, unit: Unit) {
        let uri = it.uri.clone();
        self.open.insert(it.uri, OpenText::new(it.text, unit));
        self.read(&uri);
    }

    /// The editor changes one; whether that is one of them.
    pub fn change(&mut self, uri: &Uri, changes: Vec<Change>) -> bool {
        let Some(open) = self.open.get_mut(uri) else { return false };
        changes.into_iter().for_each(|change| open.change(change));
        self.read(uri);
        true
    }

    /// The editor closes one; whether that is one of them.
    pub fn close(&mut self, uri: &Uri) -> bool {
        if let Some(path) = uri.path() {
            self.buffers.remove(&path);
        }
        self.open.remove(uri).is_some()
    }

    fn read(&self, uri: &Uri) {
        if let Some((path, open)) = uri.path().zip(self.open.get(uri)) {
            self.buffers.set(&path, open.text());
        }
    }

    /// The paths of those that are open, and of those of which something was told.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.open.keys().chain(self.told.values().map(|(uri, _)| uri)).filter_map(Uri::path).collect()
    }

    /// The address and text of the file at `path`, as the editor has it open or as it is stored.
    #[must_use]
    pub fn text(&self, path: &Path, unit: Unit) -> Option<(Uri, OpenText)> {
        let uri = self.address(path)?;
        let text = match self.open.get(&uri) {
            Some(open) => open.text().to_owned(),
            None => Disk.toml(path).ok()?.text.to_string(),
        };
        Some((uri, OpenText::new(text, unit)))
    }

    /// The address of a file: as the editor spells it, where it has it open.
    fn address(&self, path: &Path) -> Option<Uri> {
        let wanted = real(path);
        let open = self.open.keys().find(|uri| uri.path().is_some_and(|path| real(&path) == wanted));
        let new = || Uri::of_path(&std::path::absolute(path).ok()?);
        open.cloned().or_else(new)
    }

    /// All rules are read anew: nothing is known to be wrong any more.
    pub fn forget(&mut self) {
        self.wrong.clear();
    }

    /// Takes note of what is wrong. Those problems that are about no file that is there, or about one that is not open in the editor
    /// and of which they are the first, are given back: nobody would see them.
    pub fn take(&mut self, problems: Vec<Problem>) -> Vec<Problem> {
        let mut unseen = Vec::new();
        for problem in problems {
            let file = problem.place.as_ref().map(|place| place.file.clone());
            let Some(file) = file.filter(|file| Path::new(file).is_file()) else {
                unseen.push(problem);
                continue;
            };
            let is_open = || self.address(Path::new(&file)).is_some_and(|uri| self.open.contains_key(&uri));
            if !self.told.contains_key(&file) && !is_open() {
                unseen.push(problem.clone());
            }
            let known = self.wrong.entry(file).or_default();
            if !known.contains(&problem) {
                known.push(problem);
            }
        }
        unseen
    }

    /// What is to be shown from now on: parameters of `publishDiagnostics` for each file of which
    /// something else is to be told than before. Open files
    /// that are no TOML have only that shown, whatever was read before somebody began to type; `is_read` says which of them matter.
    pub fn tell(&mut self, unit: Unit, is_read: impl Fn(&str) -> bool) -> Vec<(Uri, Value)> {
        let mut shown = self.wrong.clone();
        shown.extend(self.buffers.faults().into_iter().filter(|(name, _)| is_read(name)));
        let mut messages = Vec::new();
        for (file, problems) in &shown {
            let Some(uri) = self.address(Path::new(file)) else { continue };
            let message = json!({ "uri": uri, "diagnostics": diagnostics(problems, unit) });
            match self.told.insert(file.clone(), (uri.clone(), message.clone())) {
                Some((_, before)) if before == message => continue,
                // An editor that opens a file may spell its address otherwise.
                Some((before, _)) if before != uri => messages.push(nothing(before)),
                Some(_) | None => {}
            }
            messages.push((uri, message));
        }
        let gone: Vec<String> = self.told.keys().filter(|file| !shown.contains_key(*file)).cloned().collect();
        messages.extend(gone.iter().filter_map(|file| self.told.remove(file)).map(|(uri, _)| nothing(uri)));
        messages
    }
}

/// That nothing is wrong with a file.
fn nothing(uri: Uri) -> (Uri, Value) {
    let message = json!({ "uri": uri, "diagnostics": [] });
    (uri, message)
}

/// Problems of one file as editors show them.
fn diagnostics(problems: &[Problem], unit: Unit) -> Vec<Value> {
    let mut open: Option<(Arc<str>, OpenText)> = None;
    let shown = told_of(problems.to_vec()).into_iter().map(|problem| {
        let words = match &problem.help {
            Some(help) => format!("{} ({help})", problem.message),
            None => problem.message.clone(),
        };
        let range = problem.place.as_ref().map_or_else(beginning, |place| range_of(place, unit, &mut open));
        json!({ "range": range, "severity": 1, "source": "copydesk", "message": safe::shown(&words) })
    });
    shown.collect()
}

fn beginning() -> Range {
    let first = Position { line: 0, character: 0 };
    Range { start: first, end: first }
}

fn range_of(place: &Place, unit: Unit, open: &mut Option<(Arc<str>, OpenText)>) -> Range {
    if let Some((text, bytes)) = &place.excerpt {
        if open.as_ref().is_none_or(|(known, _)| known != text) {
            *open = Some((Arc::clone(text), OpenText::new(text.to_string(), unit)));
        }
        return open.as_ref().map_or_else(beginning, |(_, open)| open.range(Span::from_range(bytes.clone())));
    }
    let from_zero =
        |(line, column): (u32, u32)| Position { line: line.saturating_sub(1), character: column.saturating_sub(1) };
    let at = place.position().map_or(Position { line: 0, character: 0 }, from_zero);
    Range { start: at, end: at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_shown_at_their_places() {
        let text: Arc<str> = "# 🙂 é\nselct = 1\n".into();
        let place = Place::in_text("copydesk.toml", &text, 10..15);
        let problems = [Problem::new("unknown key").with_help("why").at(place), Problem::new("of the whole")];
        let shown = diagnostics(&problems, Unit::Utf16);
        assert_eq!(
            shown[0]["range"],
            json!({"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 5}})
        );
        assert_eq!(shown[0]["message"], "unknown key (why)");
        assert_eq!(
            shown[1]["range"],
            json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}})
        );
    }
}
