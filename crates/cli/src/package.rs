//! `copydesk package`: packages of rules, pinned by their content.

use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use super::args::{PackageArgs, PackageCommand, PinArgs};
use super::terminal::Terminal;
use copydesk::config::{FILE_NAME, Named, Written};
use copydesk::linter::{Files as _, Package, PackageHead};
use copydesk::report::safe::shown;
use copydesk::text::Problem;
use copydesk_workspace::disk::{Disk, real, toml_file};
use copydesk_workspace::options::RuleOptions;
use copydesk_workspace::package_pin::{PackagePin, Place};
use copydesk_workspace::read::file_problem;
use copydesk_workspace::write::{hash_of, rewrite};

/// Pins packages, or checks those that are pinned. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &PackageArgs, terminal: &Terminal) -> io::Result<u8> {
    match &args.command {
        PackageCommand::Pin(args) => pin(args, terminal),
        PackageCommand::Check(args) => check(args.force.options(), terminal),
    }
}

/// Says which packages are what was pinned, and what is wrong with the others.
fn check(options: RuleOptions, terminal: &Terminal) -> io::Result<u8> {
    let Some(mut projects) = terminal.open_projects(options, None) else { return Ok(2) };
    let packages = projects.governing(None).configuration.packages.clone();
    terminal.tell_all(projects.take_problems());
    let mut out = terminal.screen(true);
    for used in &packages {
        say(&mut out, terminal, "package-sound", &used.head, &used.written)?;
    }
    if packages.is_empty() && terminal.told() == 0 {
        writeln!(out, "{}", terminal.ui.say("package-none"))?;
    }
    out.flush()?;
    Ok(if terminal.told() > 0 { 2 } else { 0 })
}

/// Writes the content of packages into a configuration.
fn pin(args: &PinArgs, terminal: &Terminal) -> io::Result<u8> {
    let mut pinned: Vec<(PackageHead, String)> = Vec::new();
    match written_pins(args, &mut pinned, terminal) {
        Ok(()) => {}
        Err(problem) => terminal.tell(&problem),
    }
    let mut out = terminal.screen(true);
    for (head, path) in &pinned {
        say(&mut out, terminal, "package-pinned", head, path)?;
    }
    if pinned.is_empty() && terminal.told() == 0 {
        writeln!(out, "{}", terminal.ui.say("package-none"))?;
    }
    out.flush()?;
    Ok(if terminal.told() > 0 { 2 } else { 0 })
}

fn say(out: &mut impl io::Write, terminal: &Terminal, key: &str, head: &PackageHead, path: &str) -> io::Result<()> {
    let values = [("name", &*head.name), ("version", &*head.version), ("path", path)];
    writeln!(out, "{}", shown(&terminal.ui.fill(key, &values)))
}

/// Reads the packages and writes their pins. What is wrong with one of them is told, and the others are pinned.
fn written_pins(args: &PinArgs, pinned: &mut Vec<(PackageHead, String)>, terminal: &Terminal) -> Result<(), Problem> {
    let config = match &args.config {
        Some(config) => config.clone(),
        None => {
            let Some(mut projects) = terminal.open_projects(RuleOptions::default(), None) else { return Ok(()) };
            projects.home().join(FILE_NAME)
        }
    };
    if !config.is_file() {
        let problem = file_problem(&config, "there is no configuration to write to");
        return Err(problem.with_help("`copydesk init` writes one"));
    }
    let config = real(&config);
    let folder = config.parent().unwrap_or(Path::new(".")).to_owned();
    let bytes = Disk.bytes(&config)?;
    let file = toml_file(&config, &Disk.shown_name(&config))?;
    let before = hash_of(&bytes);
    let wanted: Vec<(PathBuf, String)> = match args.packages.as_slice() {
        [] => named(&file, &folder),
        paths => paths.iter().map(|path| (path.clone(), path_from(&folder, path))).collect(),
    };
    let place = if args.extends { Place::Extends } else { Place::RuleSets };
    // The text is taken as it is stored, with a byte order mark if it has one.
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    for (path, written) in wanted {
        let package = real(&path);
        let read = Package::read(&Disk, &package).and_then(|read| Ok((read.head()?, read.sha256)));
        let (head, sha256) = match read {
            Ok(read) => read,
            Err(problem) => {
                terminal.tell(&problem);
                continue;
            }
        };
        let pin = PackagePin { path: &written, version: &head.version, sha256: &sha256 };
        let is_it = |path: &str| real(&folder.join(path)) == package;
        text = pin
            .written_in(&text, place, is_it)
            .map_err(|problem| Problem { place: file_problem(Path::new(&*file.name), "").place, ..problem })?;
        pinned.push((head, written));
    }
    if text.as_bytes() != bytes {
        rewrite(&config, Some(before), text.as_bytes()).inspect_err(|_| pinned.clear())?;
    }
    Ok(())
}

/// The packages that a configuration in `folder` names, by their paths and as they stand there.
fn named(file: &copydesk::toml_doc::TomlFile, folder: &Path) -> Vec<(PathBuf, String)> {
    // What is wrong with the configuration is told by whoever checks with it.
    let Some(written) = Written::read(file, &mut Vec::new()) else { return Vec::new() };
    let all = written.extends().into_iter().chain(written.rule_sets());
    let packages = all.filter_map(|named| match named.get_ref() {
        Named::Package(pin) => Some(pin.package.get_ref().clone()),
        Named::Path(_) => None,
    });
    packages.map(|path| (folder.join(&path), path)).collect()
}

/// A path as it is written in a configuration in `folder`, a real path: relative to that, unless it was given as an absolute one that
/// leads elsewhere.
fn path_from(folder: &Path, path: &Path) -> String {
    let there = real(path);
    let is_below = there.starts_with(folder);
    if path.is_absolute() && !is_below {
        return there.to_string_lossy().into_owned();
    }
    let common = there.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = there.components().skip(common).map(|part| match part {
        Component::Normal(name) => name.to_string_lossy().into_owned(),
        part => part.as_os_str().to_string_lossy().into_owned(),
    });
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_relative_to_the_configuration() {
        assert_eq!(path_from(Path::new("/desk"), Path::new("/desk/vendor/daily")), "vendor/daily");
        assert_eq!(path_from(Path::new("/desk"), Path::new("/elsewhere/daily")), "/elsewhere/daily");
    }
}
