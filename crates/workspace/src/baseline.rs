//! The baselines of a run: which file holds the known findings of which article, reading them, and writing them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::disk::{TOML_LIMIT, shown_name, toml_of};
use super::job::Known;
use super::project::Project;
use super::read::{file_problem, read_file};
use super::write::{hash_of, rewrite};
use copydesk::engine::baseline::Counts;
use copydesk::engine::{Baseline, Hidden};
use copydesk::report::Quiet;
use copydesk::text::{Problem, Source};

/// What a new baseline is called where nobody says otherwise.
pub const FILE_NAME: &str = "copydesk-baseline.toml";

/// One baseline file in use.
#[derive(Debug)]
struct Open {
    /// As read; empty if it is to be written and is not there yet.
    known: Arc<Baseline>,
    /// What it becomes.
    next: Baseline,
    /// The articles looked at.
    seen: BTreeSet<String>,
    /// The files looked at from beginning to end.
    files: BTreeSet<String>,
    /// Whether it could be read.
    usable: bool,
    /// The hash of the file as it was read; nothing if there was none.
    hash: Option<u64>,
}

/// All baselines of a run.
#[derive(Debug, Default)]
pub struct Baselines {
    /// By real path.
    open: BTreeMap<PathBuf, Open>,
    /// Whether they are to be written.
    writing: bool,
    /// Whether articles that are gone are looked for: not where a few are checked.
    whole: bool,
    /// Known findings of articles looked at that are not there any more.
    stale: Vec<(String, Counts)>,
    /// How many findings were kept quiet.
    hidden: usize,
    /// How many that are there now were written down.
    written: usize,
    /// Whether one that is not there yet is begun when something is added.
    begins: bool,
    /// How many findings were added with a reason.
    added: usize,
}

impl Baselines {
    /// None yet. `writing` says whether they are to be written, `whole` whether the run is about a folder with all that
    /// is in it.
    pub fn new(writing: bool, whole: bool) -> Self {
        Self { writing, whole, ..Self::default() }
    }

    /// The same, if findings may be added with a reason: then a file need not be there yet.
    #[must_use]
    pub fn begun_if_missing(self, begins: bool) -> Self {
        Self { begins, ..self }
    }

    /// Adds findings of one article that is in one of them, and why they are not to be spoken of.
    pub fn add(&mut self, known: &Known, source: &Source, counts: &Counts, reason: &str) {
        let Some(open) = self.open.get_mut(&known.file) else { return };
        open.next.add(&source.name_within(&known.name), counts, reason);
        self.added += counts.values().map(|&count| count as usize).sum::<usize>();
    }

    /// How many findings were added with a reason.
    #[must_use]
    pub fn added(&self) -> usize {
        self.added
    }

    /// The baseline at `file` (a real path, whether or not there is a file) and the name that the article at `real`
    /// has in it. Nothing if it cannot be read: that is told once, and the article is looked at without it.
    pub fn of(
        &mut self,
        file: &Path,
        shown: &str,
        real: &Path,
        problems: &mut Vec<Problem>,
    ) -> Option<(Arc<Baseline>, String)> {
        if !self.open.contains_key(file) {
            let open = self.read(file, shown, problems);
            self.open.insert(file.to_owned(), open);
        }
        let open = self.open.get(file).filter(|open| open.usable)?;
        // What is written down is everything there is, known or not.
        let known = if self.writing { Arc::default() } else { Arc::clone(&open.known) };
        Some((known, name_from(file, real)))
    }

    /// An article's place in the baseline that a project names; `None` if it names none, or it cannot be read.
    pub fn of_project(&mut self, project: &Project, real: &Path, problems: &mut Vec<Problem>) -> Option<Known> {
        let file = project.configuration.baseline.clone()?;
        let (baseline, name) = self.of(&file, &shown_name(&file), real, problems)?;
        Some(Known { file, baseline, name })
    }

    fn read(&self, file: &Path, shown: &str, problems: &mut Vec<Problem>) -> Open {
        let before = problems.len();
        let (mut known, mut hash) = (Baseline::default(), None);
        if file.exists() {
            let read = read_file(file, TOML_LIMIT).and_then(|bytes| {
                hash = Some(hash_of(&bytes));
                toml_of(file, shown, bytes)
            });
            match read {
                Ok(text) => known = Baseline::read(&text, problems).unwrap_or_default(),
                Err(problem) => problems.push(problem),
            }
        } else if !self.writing && !self.begins {
            problems.push(
                file_problem(Path::new(shown), "there is no such baseline")
                    .with_help("`copydesk check --write-baseline` creates it"),
            );
        }
        let usable = problems.len() == before;
        Open {
            next: known.clone(),
            known: Arc::new(known),
            seen: BTreeSet::new(),
            files: BTreeSet::new(),
            usable,
            hash,
        }
    }

    /// Takes note of one article: what is in it, and how much of that was kept quiet. `is_whole` says whether its
    /// file is looked at from beginning to end.
    pub fn take(&mut self, known: &Known, source: &Source, hidden: Hidden, is_whole: bool, ran: impl Fn(&str) -> bool) {
        let Some(open) = self.open.get_mut(&known.file) else { return };
        let Hidden { known: hidden, mut counts } = hidden;
        let name = source.name_within(&known.name);
        self.hidden += hidden;
        self.written += counts.values().map(|&count| count as usize).sum::<usize>();
        if is_whole {
            open.files.insert(known.name.clone());
        }
        if !open.seen.insert(name.clone()) {
            // Records that share a name share their findings.
            for (fingerprint, count) in open.next.of(&name).into_iter().flatten() {
                *counts.entry(fingerprint.clone()).or_default() += count;
            }
        } else {
            let stale = open.known.stale(&name, &counts, &ran);
            if !stale.is_empty() {
                self.stale.push((name.clone(), stale));
            }
        }
        if self.writing {
            open.next.update(&name, counts, &ran);
        }
    }

    /// What there is to say at the end, articles that are gone included.
    pub fn summary(&mut self) -> Option<Quiet> {
        if self.open.values().all(|open| !open.usable) {
            return None;
        }
        for (file, open) in self.open.iter_mut().filter(|_| self.whole) {
            let gone: Vec<String> =
                open.known.paths().filter(|name| open.has_lost(file, name)).map(str::to_owned).collect();
            for name in gone {
                self.stale.push((name.clone(), open.known.of(&name).cloned().unwrap_or_default()));
                open.next.forget(&name);
            }
        }
        self.stale.sort();
        let each = |(name, counts): (String, Counts)| {
            counts.into_iter().map(move |(fingerprint, count)| (name.clone(), fingerprint, count))
        };
        Some(Quiet { hidden: self.hidden, stale: std::mem::take(&mut self.stale).into_iter().flat_map(each).collect() })
    }

    /// Writes every baseline. How many findings of the articles looked at are written down.
    ///
    /// # Errors
    /// A problem, if one cannot be written, or another run wrote it meanwhile; those before it are written.
    pub fn write(&self) -> Result<usize, Problem> {
        let is_new = |open: &Open| self.writing || open.next != *open.known;
        for (file, open) in self.open.iter().filter(|(_, open)| open.usable && is_new(open)) {
            rewrite(file, open.hash, open.next.render().as_bytes())?;
        }
        Ok(self.written)
    }
}

impl Open {
    /// Whether a listed article is not there any more. The records of a file are named `file#id`.
    fn has_lost(&self, baseline: &Path, name: &str) -> bool {
        let folder = baseline.parent().unwrap_or(Path::new("."));
        if self.seen.contains(name) || folder.join(name).exists() {
            return false;
        }
        match name.rsplit_once('#') {
            Some((file, _)) if folder.join(file).exists() => self.files.contains(file),
            _ => true,
        }
    }
}

/// The path of an article from the folder of a baseline, with `/` between its parts.
fn name_from(baseline: &Path, real: &Path) -> String {
    let folder = baseline.parent().unwrap_or(Path::new(""));
    let common = folder.components().zip(real.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| "..".into());
    let down = real.components().skip(common).filter(|part| !matches!(part, Component::RootDir));
    let parts: Vec<_> = up.chain(down.map(|part| part.as_os_str().to_string_lossy())).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_named_from_the_folder_of_the_baseline() {
        let name = |real: &str| name_from(Path::new("/desk/b.toml"), Path::new(real));
        assert_eq!(name("/desk/news/a.txt"), "news/a.txt");
        assert_eq!(name("/other/a.txt"), "../other/a.txt");
    }
}
