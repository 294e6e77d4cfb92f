//! `copydesk package`: packages of rules, pinned by their content.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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
    let wanted: Vec<(PathBuf, Option<String>)> = match args.packages.as_slice() {
        [] => named(&file, &folder).into_iter().map(|(path, written)| (path, Some(written))).collect(),
        paths => paths.iter().map(|path| (path.clone(), path_from(&folder, path))).collect(),
    };
    let place = if args.extends { Place::Extends } else { Place::RuleSets };
    // The text is taken as it is stored, with a byte order mark if it has one.
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    for (path, written) in wanted {
        match with_pin(&text, &config, &path, written, place) {
            Ok((with_pin, head, written)) => {
                text = with_pin;
                pinned.push((head, written));
            }
            Err(problem) => terminal.tell(&problem),
        }
    }
    if text.as_bytes() != bytes {
        rewrite(&config, Some(before), text.as_bytes()).inspect_err(|_| pinned.clear())?;
    }
    Ok(())
}

/// The text of a configuration at its real path with the pin of the package at `path`, which is `written` there, if that can be. What the
/// package says of itself comes with it.
///
/// # Errors
/// Why the package cannot be pinned.
fn with_pin(
    text: &str,
    config: &Path,
    path: &Path,
    written: Option<String>,
    place: Place,
) -> Result<(String, PackageHead, String), Problem> {
    let package = real(path);
    let read = Package::read(&Disk, &package)?;
    let head = read.head()?;
    let Some(written) = written else {
        return Err(file_problem(path, "the path is not UTF-8, so that no configuration can name it"));
    };
    if read.files.iter().any(|(path, _)| path == config) {
        let problem =
            file_problem(path, "the configuration is part of the package: its hash would change with the pin");
        return Err(problem.with_help("a package is pinned by those who use it, in a configuration outside it"));
    }
    let folder = config.parent().unwrap_or(Path::new("."));
    let is_it = |path: &str| real(&folder.join(path)) == package;
    let pin = PackagePin { path: &written, version: &head.version, sha256: &read.sha256 };
    let name = Disk.shown_name(config);
    let in_config = |problem| Problem { place: file_problem(Path::new(&name), "").place, ..problem };
    let text = pin.written_in(text, place, is_it).map_err(in_config)?;
    Ok((text, head, written))
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
/// leads elsewhere. Nothing if it is not UTF-8.
fn path_from(folder: &Path, path: &Path) -> Option<String> {
    let there = where_it_is_named(path);
    let is_below = there.starts_with(folder);
    if path.is_absolute() && !is_below {
        return path.to_str().map(str::to_owned);
    }
    let common = there.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| Some(".."));
    let down = there.components().skip(common).map(|part| part.as_os_str().to_str());
    let parts: Vec<&str> = up.chain(down).collect::<Option<_>>()?;
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// Where a folder is named: a link that installers put there stays, since what it leads to has another name with each version.
fn where_it_is_named(path: &Path) -> PathBuf {
    match (path.file_name(), path.parent()) {
        (Some(name), Some(folder)) => {
            real(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).join(name)
        }
        _ => real(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_relative_to_the_configuration() {
        let from = |path: &str| path_from(Path::new("/desk"), Path::new(path));
        assert_eq!(from("/desk/vendor/daily").as_deref(), Some("vendor/daily"));
        assert_eq!(from("/elsewhere/daily").as_deref(), Some("/elsewhere/daily"));
        assert_eq!(from("/desk").as_deref(), Some("."));
    }
}
