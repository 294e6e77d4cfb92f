//! `copydesk try`: runs the rules of a draft over an archive, has an editor judge a sample of what they find, and says how often they
//! are right.

mod answer;
mod ask;
mod collector;
mod draw;
mod result;
mod sample;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use console::Key;
use copydesk::diagnostic::Code;
use copydesk::report::{Human, Leftovers, Ui};
use copydesk::rules::ui_files;
use copydesk::text::{Problem, path_name, stable_hash};
use copydesk::toml_doc::TomlFile;
use copydesk_workspace::baseline::Baselines;
use copydesk_workspace::disk::toml_file;
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::read::file_problem;
use copydesk_workspace::write::{hash_of, rewrite};
use toml_edit::{DocumentMut, Item};

use self::collector::Collector;
use self::draw::{Draw, Found, Identity};
use self::sample::{Counted, Judged, Sample};
use super::args::{CheckArgs, TryArgs};
use super::plan::{Plan, What, plan};
use super::run::Run;
use super::terminal::Terminal;

/// A draft of rules.
struct Draft {
    file: TomlFile,
    /// The name of the rule set.
    name: Arc<str>,
    /// The codes of its rules that are tried.
    codes: Vec<String>,
}

/// Tries rules. The exit status.
///
/// # Errors
/// What cannot be read from the terminal, or written to it.
pub fn run(args: &TryArgs, terminal: &Terminal) -> io::Result<u8> {
    let languages = Ui::all(&ui_files());
    // The words of the language that is spoken come first.
    let languages: Vec<&Ui> =
        [&terminal.ui].into_iter().chain(languages.iter().filter(|other| other.tag != terminal.ui.tag)).collect();
    let Some(draft) = draft(args, terminal) else { return Ok(2) };
    let path = args.save.as_deref().or(args.judged.as_deref());
    let is_begun = path.is_some_and(|path| args.judged.is_some() || path.symlink_metadata().is_ok());
    let before = match path.filter(|_| is_begun).map(|path| read(path, &languages)).transpose() {
        Ok(before) => before,
        Err(problems) => {
            terminal.tell_all(problems);
            return Ok(2);
        }
    };
    if let (Some(before), Some(path)) = (&before, &args.save)
        && before.sample.seed != args.seed
    {
        terminal.tell(&other_seed(path, before.sample.seed));
        return Ok(2);
    }
    let mut sample = match &before {
        Some(Kept { sample, .. }) if args.paths.is_empty() => sample.clone(),
        _ => {
            let earlier = before.as_ref().map(|kept| &kept.sample);
            let looked_for = earlier.map(|sample| sample.judgements().into_keys().collect()).unwrap_or_default();
            let Some(found) = search(args, &draft, looked_for, terminal)? else { return Ok(2) };
            found.unreadable.iter().for_each(|problem| terminal.mention(problem));
            found.not_shown.iter().for_each(|line| terminal.remark(line));
            drawn(args, &draft, &found, earlier, terminal)
        }
    };
    if let Some(corpus) = &args.corpus {
        sample.corpus.clone_from(corpus);
    }
    let hash = hash_of_rules(&draft.file);
    if args.judged.is_some() && sample.rules_hash != hash {
        terminal.note("try-rules-changed", 0);
    }
    conclude(args, sample, before.map(|kept| kept.hash), &languages, terminal)
}

/// Keeps the sample, has it judged, and writes what comes of it. The exit status.
fn conclude(
    args: &TryArgs,
    mut sample: Sample,
    before: Option<u64>,
    languages: &[&Ui],
    terminal: &Terminal,
) -> io::Result<u8> {
    let ui = &terminal.ui;
    let mut out = terminal.screen(true);
    result::write_counts(&mut out, &sample, ui)?;
    let mut written = before;
    let mut keep = |sample: &Sample| -> Result<(), Problem> {
        let Some(path) = &args.save else { return Ok(()) };
        let text = sample.written(ui);
        rewrite(path, written, text.as_bytes())?;
        written = Some(hash_of(text.as_bytes()));
        Ok(())
    };
    if let Err(problem) = keep(&sample) {
        out.flush()?;
        terminal.tell(&problem);
        return Ok(2);
    }
    let is_open = sample.findings.iter().any(|one| one.judgement.is_none());
    let may_ask = args.judged.is_none() && io::stdin().is_terminal() && io::stdout().is_terminal();
    if !may_ask && args.judged.is_none() && is_open {
        if let Some(path) = &args.save {
            let command = format!("copydesk try {} --judged {}", path_name(&args.rule_set), path_name(path));
            let name = path_name(path);
            let values = [("file", &*name), ("command", command.as_str())];
            writeln!(out, "{}", ui.count_with("try-saved", sample.findings.len(), &values))?;
        } else {
            for one in &sample.findings {
                write!(out, "\n{}", one.drawn.shown)?;
            }
            writeln!(out, "\n{}", ui.say("try-how-to-judge"))?;
            out.flush()?;
            return Ok(status(terminal));
        }
    }
    if may_ask && is_open {
        writeln!(out, "{}", ui.count("try-drawn", sample.findings.len()))?;
        if args.save.is_none() {
            writeln!(out, "{}", ui.say("try-not-kept"))?;
        }
        let mut fault = None;
        let mut findings = std::mem::take(&mut sample.findings);
        let mut keep_answers = |findings: &[Judged]| {
            sample.findings = findings.to_vec();
            fault = keep(&sample).err().or(fault.take());
            Ok(())
        };
        ask::ask(&mut findings, (&mut press, &mut out), languages, &mut keep_answers)?;
        sample.findings = findings;
        writeln!(out)?;
        if let Some(problem) = fault {
            out.flush()?;
            terminal.tell(&problem);
        }
    }
    let is_judged = sample.findings.iter().any(|one| one.judgement.is_some());
    if is_judged || args.judged.is_some() || may_ask && is_open {
        result::write_result(&mut out, &sample, args.date.as_deref(), ui)?;
    }
    out.flush()?;
    Ok(status(terminal))
}

/// The end of what is typed, as a key.
const NO_MORE: char = '\u{4}';

/// Waits for a key that is pressed in the terminal, which shows nothing of it; nothing, when none will be.
fn press() -> io::Result<Option<char>> {
    match console::Term::stdout().read_key() {
        Ok(Key::Char(NO_MORE)) => Ok(None),
        Ok(Key::Char(key)) => Ok(Some(key)),
        // No other key is an answer.
        Ok(_) => Ok(Some(' ')),
        Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::UnexpectedEof) => Ok(None),
        Err(error) => Err(error),
    }
}

fn status(terminal: &Terminal) -> u8 {
    if terminal.told() > 0 { 2 } else { 0 }
}

/// A sample as it was kept, with the hash of its file.
struct Kept {
    sample: Sample,
    hash: u64,
}

fn read(path: &Path, languages: &[&Ui]) -> Result<Kept, Vec<Problem>> {
    let file = toml_file(path, &path_name(path)).map_err(|problem| vec![problem])?;
    Ok(Kept { sample: Sample::read(&file, languages)?, hash: hash_of(file.text.as_bytes()) })
}

fn other_seed(path: &Path, seed: u32) -> Problem {
    let message = format!("this sample was drawn with the seed {seed}, and another was asked for");
    file_problem(path, message).with_help(format!("add --seed {seed}, or name another file"))
}

/// Reads the name and the codes of the rule set; nothing after a problem.
fn draft(args: &TryArgs, terminal: &Terminal) -> Option<Draft> {
    let path = &args.rule_set;
    let file = toml_file(path, &path_name(path)).map_err(|problem| terminal.tell(&problem)).ok()?;
    let mut root = file.parse(&mut Vec::new());
    let rules = root.take_tables("rule", &mut Vec::new());
    let code_of = |rule: &copydesk::toml_doc::Table<'_>| {
        let code = Code::new(rule.text("code")?)?;
        rule.text("variant").map_or(Some(code.clone()), |variant| code.with_variant(variant))
    };
    let is_wanted = |code: &Code| {
        args.force.select.is_empty() || args.force.select.iter().any(|selector| code.is_covered_by(selector))
    };
    let mut codes: Vec<String> = Vec::new();
    for code in rules.iter().filter_map(code_of).filter(is_wanted) {
        if !codes.iter().any(|known| known == code.full()) {
            codes.push(code.full().to_owned());
        }
    }
    let name: Arc<str> = root.text("name").unwrap_or_default().into();
    if codes.is_empty() && !rules.is_empty() && !args.force.select.is_empty() {
        let problem = file_problem(path, "none of the codes under --select is one of these rules");
        terminal.tell(&problem);
        return None;
    }
    Some(Draft { file, name, codes })
}

/// A hash of what decides what the rules find: not of what was measured of them, nor of their words and examples.
fn hash_of_rules(file: &TomlFile) -> String {
    const FOR_PEOPLE: [&str; 8] = ["message", "summary", "explain", "fix", "related", "several", "example", "severity"];
    let mut document: DocumentMut = file.text.trim_start_matches('\u{feff}').parse().unwrap_or_default();
    let rules = document.get_mut("rule").and_then(Item::as_array_of_tables_mut);
    let mut text = String::new();
    for rule in rules.into_iter().flat_map(|rules| rules.iter_mut()) {
        FOR_PEOPLE.iter().for_each(|key| drop(rule.remove(key)));
        text.push_str(&rule.to_string());
    }
    format!("{:016x}", stable_hash(&text))
}

/// Runs the rules of a draft over the archive; nothing after a problem without which there is nothing to judge.
fn search(
    args: &TryArgs,
    draft: &Draft,
    looked_for: BTreeSet<Identity>,
    terminal: &Terminal,
) -> io::Result<Option<Found>> {
    let interrupt = Interrupt::listen(false);
    let Some(mut check) = CheckArgs::of_paths(args.paths.clone()) else { return Ok(None) };
    check.force = args.force.clone();
    check.force.select.clone_from(&draft.codes);
    check.reading = args.reading.clone();
    check.jobs = args.jobs;
    // What is known to a baseline is as right or wrong as everything else; and drafts change too often to remember what they found.
    (check.no_baseline, check.cache.no_cache) = (true, true);
    let Some(mut projects) = terminal.open_projects(check.force.options(), args.reading.lang.as_deref()) else {
        return Ok(None);
    };
    projects.add_rule_sets([(args.rule_set.clone(), draft.file.clone())]);
    projects.measure();
    // What is wrong with the draft is told before anything is said of codes that it then lacks.
    projects.governing(None);
    terminal.tell_all(projects.take_problems());
    if terminal.told() > 0 {
        return Ok(None);
    }
    let mut baselines = Baselines::new(false, false);
    let paths: Vec<_> = check.paths.iter().filter(|path| path.as_path() != Path::new("-")).cloned().collect();
    let what = What { paths: &paths, stdin: check.wants_stdin(), changes: None };
    let Plan { jobs, stdin, silenced, unread, .. } = plan(&check, terminal, &mut projects, &mut baselines, &what);
    if terminal.told() > 0 {
        return Ok(None);
    }
    let found = Rc::new(RefCell::new(Found::default()));
    let human = Human {
        ui: terminal.ui.clone(),
        look: terminal.look,
        reach: Some(collector::REACH),
        statistics: false,
        quiet: true,
        leftovers: Leftovers::default(),
    };
    let draw = Draw { count: args.count, per_article: args.per_article as usize, seed: args.seed };
    let collector = Collector { rule_set: Arc::clone(&draft.name), draw, human, looked_for, found: Rc::clone(&found) };
    let mut run = Run::with(Box::new(collector), &check, terminal, None, baselines, None, (silenced, unread));
    if let Some(job) = stdin {
        run.take_stdin(&job)?;
    }
    if run.check_all(&jobs, &interrupt)?.is_some() {
        return Ok(None);
    }
    run.finish(0)?;
    terminal.release();
    projects.close();
    Ok(Some(found.take()))
}

/// The sample drawn from what was found, with the answers of an earlier one. Says which of these do not count any more.
fn drawn(args: &TryArgs, draft: &Draft, found: &Found, earlier: Option<&Sample>, terminal: &Terminal) -> Sample {
    let hash = hash_of_rules(&draft.file);
    let judgements = earlier.map(Sample::judgements).unwrap_or_default();
    let mut drawn = if args.judged.is_some() { Vec::new() } else { found.drawn(args.count) };
    drawn.extend(found.kept_besides(&drawn));
    drawn.sort_by(|a, b| a.of.cmp(&b.of));
    let findings: Vec<Judged> = drawn
        .into_iter()
        .map(|drawn| Judged { judgement: judgements.get(&drawn.identity()).copied(), drawn })
        .collect();
    let kept = findings.iter().filter(|one| one.judgement.is_some()).count();
    if judgements.len() > kept {
        terminal.note("try-gone", judgements.len() - kept);
    }
    let corpus: Vec<String> = args.paths.iter().map(|path| path_name(path).into_owned()).collect();
    let counted = found
        .groups
        .iter()
        .map(|(of, group)| (of.clone(), Counted { findings: group.findings, articles: group.articles }));
    Sample {
        rules: path_name(&args.rule_set).into_owned(),
        seed: args.seed,
        again: earlier.is_some_and(|sample| sample.again || kept > 0 && sample.rules_hash != hash),
        rules_hash: if args.judged.is_some() { earlier.map_or(hash, |sample| sample.rules_hash.clone()) } else { hash },
        corpus: earlier.map_or_else(|| corpus.join(", "), |sample| sample.corpus.clone()),
        articles: found.articles,
        words: found.words.clone(),
        counted: counted.collect(),
        findings,
    }
}
