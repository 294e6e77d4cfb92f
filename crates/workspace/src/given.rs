//! The files that a configuration names by globs: rule sets, and under `[data]` languages, names and words of the newsroom's own.

use std::path::{Path, PathBuf};

use super::project::{real, shown_name, toml_file};
use super::walk::matching_files;
use copydesk::config::Written;
use copydesk::report::Ui;
use copydesk::rules::{Data, ui_files};
use copydesk::text::Problem;
use copydesk::toml_doc::TomlFile;
use serde_spanned::Spanned;

/// What a configuration and the files that it extends give beside what is built in, each with its folder. Rule sets are read
/// apart, by [`named_files`]. A file that several globs match counts once. What is wrong with globs and files is added to
/// `problems`.
pub fn data_of<'w, 'f: 'w>(
    chain: impl Iterator<Item = (&'w Written<'f>, &'w Path)>,
    problems: &mut Vec<Problem>,
) -> Data {
    let mut data = Data::default();
    let mut seen: Vec<PathBuf> = Vec::new();
    for (written, folder) in chain {
        let lists = [
            (written.language_files(), &mut data.languages),
            (written.gazetteer_files(), &mut data.gazetteers),
            (written.convention_files(), &mut data.conventions),
            (written.ui_files(), &mut data.ui),
        ];
        for (globs, files) in lists {
            let found = named_files(
                written,
                globs,
                folder,
                |path| {
                    let real = real(path);
                    let is_new = !seen.contains(&real);
                    seen.push(real);
                    is_new
                },
                problems,
            );
            files.extend(found);
        }
    }
    data.leave_out_misplaced(problems);
    if !data.ui.is_empty() {
        problems.extend(Ui::problems(&ui_files(), &data.ui));
    }
    data
}

/// The files that globs of a configuration mean, relative to its `folder`, in order of path for each glob; without those that are not
/// `wanted`. A glob that no file matches is a problem.
pub fn named_files(
    written: &Written<'_>,
    globs: &[Spanned<String>],
    folder: &Path,
    mut wanted: impl FnMut(&Path) -> bool,
    problems: &mut Vec<Problem>,
) -> Vec<TomlFile> {
    let mut files = Vec::new();
    for glob in globs {
        match matching_files(folder, glob.get_ref()) {
            Ok(paths) if paths.is_empty() => {
                problems.push(written.problem(glob, format!("no file matches `{}`", glob.get_ref())));
            }
            Ok(paths) => {
                for path in paths.iter().filter(|path| wanted(path)) {
                    match toml_file(path, &shown_name(path)) {
                        Ok(file) => files.push(file),
                        Err(problem) => problems.push(problem),
                    }
                }
            }
            Err(fault) => problems.push(written.problem(glob, fault)),
        }
    }
    files
}
