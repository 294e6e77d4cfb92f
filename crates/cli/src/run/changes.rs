//! `--diff`: what a run would change, in words or as patches.

use std::io;
use std::path::{Path, PathBuf};

use super::Run;
use crate::args::DiffForm;
use copydesk::report::{Look, PatchLook, write_changes, write_patch};
use copydesk::text::Encoding;
use copydesk_workspace::article::{Examined, bytes_of};
use copydesk_workspace::disk::real;
use copydesk_workspace::git::Git;
use copydesk_workspace::job::Job;
use copydesk_workspace::read::{file_problem, read_article};

impl Run<'_> {
    /// Shows what would change in an article. The patch of a file of records comes when all of it was looked at.
    pub(super) fn show_changes(&mut self, form: DiffForm, examined: &Examined) -> io::Result<()> {
        let source = &examined.article.source;
        let Some(repair) = &examined.outcome.repair else { return Ok(()) };
        match form {
            DiffForm::Words => {
                let look = if self.args.output.is_some() { Look::PLAIN } else { self.terminal.look };
                write_changes(&mut self.out, source, &repair.text, look)
            }
            DiffForm::Patch if source.record.is_some() => Ok(()),
            DiffForm::Patch => {
                let Some(path) = source.id.path() else { return Ok(()) };
                let (before, after) = (source.text(), repair.text.as_str());
                let stored = |text: &str| bytes_of(source, text).ok();
                let is_exact = self.patch_look() == PatchLook::Exact;
                let stored =
                    stored(before).zip(stored(after)).filter(|_| is_exact || source.encoding == Encoding::UTF_8);
                let as_stored = stored.is_some();
                let (before, after) = stored.unwrap_or_else(|| (before.into(), after.into()));
                self.write_patch(path, &before, &after, as_stored)
            }
        }
    }

    /// Writes the patch of one file; `as_stored` says whether the bytes are those of the file.
    fn write_patch(&mut self, path: &Path, before: &[u8], after: &[u8], as_stored: bool) -> io::Result<()> {
        let top = self.top.get_or_insert_with(|| top_of_patches(Path::new(".")));
        let real = real(path);
        let name = real.strip_prefix(&*top).unwrap_or(path);
        let look = self.patch_look();
        let is_exact = write_patch(&mut self.out, name, before, after, look)?;
        self.not_exact += usize::from(!is_exact || !as_stored);
        Ok(())
    }

    fn patch_look(&self) -> PatchLook {
        match (&self.args.output, self.terminal.look.colour) {
            (Some(_), _) => PatchLook::Exact,
            (None, true) => PatchLook::Coloured,
            (None, false) => PatchLook::Shown,
        }
    }

    /// Writes the patch of a file of records, which is to hold `after`.
    pub(super) fn write_patch_of_records(&mut self, job: &Job, after: &[u8]) -> io::Result<()> {
        match read_article(&job.path, self.limit()) {
            Ok(Some(before)) if before == after => Ok(()),
            Ok(Some(before)) => self.write_patch(&job.path, &before, after, true),
            Ok(None) => {
                let problem = file_problem(&job.path, "too large for a patch");
                self.tell(&problem.with_help("use --fix, or --max-file-size with a larger number"))
            }
            Err(problem) => self.tell(&problem),
        }
    }
}

/// The folder that names in patches are relative to: the top of the repository, where git looks for them, or the current folder.
fn top_of_patches(here: &Path) -> PathBuf {
    Git::around(here).map_or_else(|_| real(here), |git| real(&git.top))
}
