//! `copydesk import`: rules that were written for other linters.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{ImportArgs, ImportCommand, ValeArgs};
use super::terminal::Terminal;
use copydesk::language::Languages;
use copydesk::report::safe::shown;
use copydesk::rules::{EVERY_LANGUAGE, language_files};
use copydesk::text::{Problem, path_name};
use copydesk_import::{Imported, Note, StyleFile, Weight, Wish, import};
use copydesk_workspace::read::{file_problem, read_file, system_words, text_of};
use copydesk_workspace::write::write_new;

/// Largest file of a style that is read, in bytes.
const LARGEST: u64 = 4 << 20;
/// Most files of a style.
const MOST_FILES: usize = 5000;
/// What the files of a style end with.
const ENDS: [&str; 2] = ["yml", "yaml"];
/// Who may read a rule file, as far as the user's mask leaves it.
const MODE: u32 = 0o666;

/// A style, as it is named on the command line.
struct Style {
    /// What it is called.
    name: String,
    /// Its files, each with the name people know it by.
    files: Vec<(String, StyleFile)>,
}

/// How many rules there were, and what came of them.
#[derive(Default)]
struct Counts {
    whole: usize,
    part: usize,
    left_out: usize,
}

/// Turns rules into ours. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &ImportArgs, terminal: &Terminal) -> io::Result<u8> {
    match &args.command {
        ImportCommand::Vale(args) => vale(args, terminal),
    }
}

fn vale(args: &ValeArgs, terminal: &Terminal) -> io::Result<u8> {
    if args.output.is_none() && (args.styles.len() > 1 || args.styles.iter().any(|path| path.is_dir())) {
        let problem = Problem::new("a style becomes several files, and there is no folder for them");
        terminal.tell(&problem.with_help("name one with --output, such as --output house/NAME"));
        return Ok(2);
    }
    let languages = match Languages::load(&language_files(), &mut Vec::new()) {
        Ok(languages) => Arc::new(languages),
        Err(problem) => {
            terminal.tell(&problem);
            return Ok(2);
        }
    };
    let mut styles = Vec::new();
    for path in &args.styles {
        match read_styles(path) {
            Ok(read) => styles.extend(read),
            Err(problem) => terminal.tell(&problem),
        }
    }
    let are_several = args.styles.len().max(styles.len()) > 1;
    for style in styles {
        let wish = Wish { style: style.name.clone(), languages: args.languages.clone() };
        let files: Vec<StyleFile> = style.files.iter().map(|(_, file)| file.clone()).collect();
        let imported = match import(&files, &wish, &languages) {
            Ok(imported) => imported,
            Err(problem) => {
                terminal.tell(&problem);
                return Ok(2);
            }
        };
        match &args.output {
            Some(folder) => {
                let folder = if are_several { folder.join(&style.name) } else { folder.clone() };
                let written = write_all(&folder, &imported, terminal);
                let mut out = terminal.screen(true);
                say_all(&mut out, &style, &imported, terminal)?;
                if written > 0 {
                    let folder = path_name(&folder);
                    let line = terminal.ui.count_with("import-written", written, &[("folder", &folder)]);
                    writeln!(out, "{}", shown(&line))?;
                }
                out.flush()?;
            }
            None => {
                let text = imported.outcomes.iter().filter_map(|outcome| outcome.rule_file.as_ref());
                let mut out = io::stdout().lock();
                text.map(|(_, text)| text.as_bytes()).try_for_each(|text| out.write_all(text))?;
                out.flush()?;
                let mut said = Vec::new();
                say_all(&mut said, &style, &imported, terminal)?;
                String::from_utf8_lossy(&said).lines().for_each(|line| terminal.remark(line));
            }
        }
    }
    Ok(if terminal.told() > 0 { 2 } else { 0 })
}

/// Writes the rule files of a style that are not there yet; how many.
fn write_all(folder: &Path, imported: &Imported, terminal: &Terminal) -> usize {
    if let Err(error) = fs::create_dir_all(folder) {
        let words = system_words(&error);
        terminal.tell(&file_problem(folder, format!("the folder cannot be made: {words}")));
        return 0;
    }
    let mut written = 0;
    for (name, text) in imported.outcomes.iter().filter_map(|outcome| outcome.rule_file.as_ref()) {
        let path = folder.join(format!("{name}.toml"));
        match write_new(&path, text.as_bytes(), MODE) {
            Ok(true) => written += 1,
            Ok(false) => {
                let problem = file_problem(&path, "exists already and was not changed");
                terminal.tell(&problem.with_help("name another folder with --output, or take the file away first"));
            }
            Err(error) => terminal.tell(&file_problem(&path, format!("cannot be written: {}", system_words(&error)))),
        }
    }
    written
}

/// Says of each file what has no counterpart, and what came of the style.
fn say_all(out: &mut impl Write, style: &Style, imported: &Imported, terminal: &Terminal) -> io::Result<()> {
    let mut counts = Counts::default();
    for outcome in &imported.outcomes {
        let name = style.files.get(outcome.file).map_or("", |(name, _)| name.as_str());
        match outcome.missing() {
            Weight::Remark => counts.whole += 1,
            Weight::Part => counts.part += 1,
            Weight::Whole => counts.left_out += 1,
        }
        for note in &outcome.notes {
            writeln!(out, "{}", shown(&line_of(name, note, terminal)))?;
        }
    }
    let counted = |key: &str, count: usize| (count > 0).then(|| terminal.ui.count(key, count));
    let parts = [("import-whole", counts.whole), ("import-part", counts.part), ("import-left-out", counts.left_out)];
    let parts: Vec<String> = parts.into_iter().filter_map(|(key, count)| counted(key, count)).collect();
    let all = counts.whole + counts.part + counts.left_out;
    let what = parts.join(terminal.ui.say("separator"));
    let rules = terminal.ui.count("import-rules", all);
    let named =
        |tag: &String| if tag == EVERY_LANGUAGE { terminal.ui.say("every-language").to_owned() } else { tag.clone() };
    let languages = imported.languages.iter().map(named).collect::<Vec<_>>().join(terminal.ui.say("separator"));
    let values = [("style", &*style.name), ("rules", &*rules), ("what", &*what), ("languages", &*languages)];
    writeln!(out, "{}", shown(&terminal.ui.fill("import-done", &values)))
}

/// A line about what has no counterpart.
fn line_of(name: &str, note: &Note, terminal: &Terminal) -> String {
    let weight = terminal.ui.say(match note.weight {
        Weight::Remark => "import-remark",
        Weight::Part => "import-note-part",
        Weight::Whole => "import-note-left-out",
    });
    let reason = terminal.ui.say(note.reason);
    let line = note.line.to_string();
    let subject = match (note.key.as_str(), note.value.as_str()) {
        ("", value) | (value, "") => value.to_owned(),
        (key, value) => format!("{key}: {value}"),
    };
    let values = [("file", name), ("line", &line), ("weight", weight), ("what", &subject), ("why", reason)];
    terminal.ui.fill("import-note", &values)
}

/// The styles at a path: the one of a file, the one of a folder with rules, or those of all folders in one that has none itself.
fn read_styles(path: &Path) -> Result<Vec<Style>, Problem> {
    let help = "a style is a folder of YAML files (.yml), each with a rule";
    if !path.is_dir() {
        if path.is_file() && !is_yaml(path) {
            return Err(file_problem(path, "no rule of Vale, which is a YAML file (.yml)").with_help(help));
        }
        return Ok(vec![style_of(path, path.parent(), vec![path.to_owned()])?]);
    }
    let files = files_below(path)?;
    let with_rules: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    let mut styles: BTreeMap<&Path, Vec<PathBuf>> = BTreeMap::new();
    for file in &files {
        let outermost = file.ancestors().skip(1).filter(|folder| with_rules.contains(folder)).last();
        styles.entry(outermost.unwrap_or(path)).or_default().push(file.clone());
    }
    if styles.is_empty() {
        return Err(file_problem(path, "there is no style in this folder").with_help(help));
    }
    styles.into_iter().map(|(folder, files)| style_of(path, Some(folder), files)).collect()
}

/// A style of these files, called after its folder.
fn style_of(path: &Path, folder: Option<&Path>, paths: Vec<PathBuf>) -> Result<Style, Problem> {
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = fs::canonicalize(folder).map_err(|_| file_problem(path, "there is no such file or folder"))?;
    let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = Vec::new();
    for path in paths {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let text = text_of(&path, read_file(&path, LARGEST)?)?;
        files.push((path_name(&path).into_owned(), StyleFile { stem, text }));
    }
    Ok(Style { name, files })
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|end| ENDS.iter().any(|known| end == *known))
}

/// The YAML files of a folder and of those in it, in order of path. Links are not followed.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let cannot = |error: io::Error| file_problem(&folder, format!("cannot be read: {}", system_words(&error)));
        for entry in fs::read_dir(&folder).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(cannot)?);
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            if kind.is_dir() && !is_hidden {
                folders.push(path);
            } else if kind.is_file() && is_yaml(&path) {
                found.push(path);
            }
        }
        if found.len() > MOST_FILES || folders.len() > MOST_FILES {
            return Err(file_problem(&folder, format!("more than {MOST_FILES} files: this is no style")));
        }
    }
    found.sort();
    Ok(found)
}
