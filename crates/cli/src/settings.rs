//! `check --show-settings` and `--show-files`, and what `--verbose` says: which files a run is about, and what decides about them.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use copydesk::engine::Engine;
use copydesk::report::safe::shown;
use copydesk::rules::Rule;
use copydesk::text::path_name;
use copydesk_workspace::disk::shown_name;
use copydesk_workspace::job::Job;
use copydesk_workspace::project::Projects;

use super::explain::State;
use super::terminal::Terminal;

/// Articles for which the same settings hold.
struct Alike<'j> {
    first: &'j Job,
    articles: usize,
}

impl Alike<'_> {
    /// The name of the first of them.
    fn name(&self) -> String {
        name_of(self.first)
    }
}

/// The name of a job; standard input has none of its own.
fn name_of(job: &Job) -> String {
    if job.path.as_os_str().is_empty() { "<stdin>".to_owned() } else { path_name(&job.path).into_owned() }
}

/// The jobs by the settings that hold for them, in their order.
fn alike<'j>(jobs: impl Iterator<Item = &'j Job>) -> Vec<Alike<'j>> {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut all: Vec<Alike<'j>> = Vec::new();
    for job in jobs {
        let number = *numbers.entry(Arc::as_ptr(&job.engine) as usize).or_insert(all.len());
        match all.get_mut(number) {
            Some(known) => known.articles += 1,
            None => all.push(Alike { first: job, articles: 1 }),
        }
    }
    all
}

/// Lists the files that would be checked, one a line.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn show_files<'j>(terminal: &Terminal, jobs: impl Iterator<Item = &'j Job>) -> io::Result<()> {
    let mut out = terminal.screen(false);
    jobs.filter(|job| job.wanted).try_for_each(|job| writeln!(out, "{}", shown(&name_of(job))))?;
    out.flush()
}

/// Shows what is decided for the articles of the jobs, as a configuration would say it.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn show_settings<'j>(
    terminal: &Terminal,
    projects: &mut Projects,
    jobs: impl Iterator<Item = &'j Job>,
) -> io::Result<()> {
    let mut out = terminal.screen(false);
    for (number, alike) in alike(jobs).iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_settings(&mut out, terminal, projects, alike)?;
    }
    out.flush()
}

fn write_settings(
    out: &mut dyn Write,
    terminal: &Terminal,
    projects: &mut Projects,
    alike: &Alike<'_>,
) -> io::Result<()> {
    let engine = &alike.first.engine;
    let more = terminal.ui.count("settings-more", alike.articles - 1);
    let name = alike.name();
    let about = if alike.articles > 1 { format!("{name} {more}") } else { name };
    writeln!(out, "# {}", shown(&about))?;
    let path = Some(alike.first.path.as_path()).filter(|path| !path.as_os_str().is_empty());
    let configuration = &projects.governing(path).configuration;
    let files: Vec<&str> = configuration.files.iter().map(|file| &*file.name).collect();
    let read = if files.is_empty() { terminal.ui.say("settings-none").to_owned() } else { files.join(", ") };
    writeln!(out, "# {}", shown(&terminal.ui.fill("settings-read", &[("files", &read)])))?;
    let policy = engine.policy();
    let list = |texts: &[&str]| format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "));
    if let Some(language) = &policy.language {
        writeln!(out, "languages = {}", list(&[&*language.tag]))?;
    } else if !policy.languages.is_empty() {
        writeln!(out, "languages = {}", list(&policy.languages.iter().map(|tag| &**tag).collect::<Vec<_>>()))?;
    }
    if let Some(baseline) = &configuration.baseline {
        writeln!(out, "baseline = {}", quoted(&shown_name(baseline)))?;
    }
    let codes = codes_of(engine);
    let on: Vec<&str> = codes.iter().filter(|(_, state)| state.is_on).map(|(code, _)| *code).collect();
    let off: Vec<&str> = codes.iter().filter(|(_, state)| !state.is_on).map(|(code, _)| *code).collect();
    writeln!(out, "select = [")?;
    on.iter().try_for_each(|code| writeln!(out, "    {},", quoted(code)))?;
    writeln!(out, "]")?;
    if let Some(keys) = &policy.prose_keys {
        writeln!(out, "\n[front-matter]\nprose = {}", list(&keys.iter().map(String::as_str).collect::<Vec<_>>()))?;
    }
    if policy.refuses_suppressions {
        writeln!(out, "\n[trust]\nsuppressions = false")?;
    }
    writeln!(out, "\n[severity]")?;
    for (code, state) in codes.iter().filter(|(_, state)| state.is_on) {
        writeln!(out, "{} = \"{}\"", quoted(code), state.severity.as_str())?;
    }
    if !off.is_empty() {
        writeln!(out, "\n# {}", shown(&terminal.ui.fill("settings-off", &[("codes", &off.join(", "))])))?;
    }
    Ok(())
}

/// The codes of an engine with how each stands, in order.
fn codes_of(engine: &Engine) -> Vec<(&str, State)> {
    let mut codes: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in engine.rules() {
        codes.entry(rule.reporting.code.as_str()).or_default().push(rule);
    }
    codes.into_iter().map(|(code, rules)| (code, State::of(engine, &rules))).collect()
}

/// A text as TOML writes it. What is written here is codes, tags and names of files: JSON has the same escapes.
fn quoted(text: &str) -> String {
    shown(&serde_json::Value::from(text).to_string()).into_owned()
}

/// Says on standard error which files decide about how many articles.
pub fn tell<'j>(terminal: &Terminal, projects: &mut Projects, jobs: impl Iterator<Item = &'j Job>) {
    for alike in alike(jobs) {
        let path = Some(alike.first.path.as_path()).filter(|path| !path.as_os_str().is_empty());
        let configuration = &projects.governing(path).configuration;
        let mut files: Vec<String> = configuration.files.iter().map(|file| file.name.to_string()).collect();
        files.extend(configuration.baseline.as_deref().map(shown_name));
        let read = if files.is_empty() { terminal.ui.say("settings-none").to_owned() } else { files.join(", ") };
        let on = codes_of(&alike.first.engine).iter().filter(|(_, state)| state.is_on).count();
        let values = [("files", read.as_str()), ("codes", &on.to_string()), ("name", &alike.name())];
        terminal.remark(&terminal.ui.count_with("verbose-articles", alike.articles, &values));
    }
}
