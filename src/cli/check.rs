//! `copydesk check`.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use rayon::prelude::*;

use super::args::{CheckArgs, Format as Form};
use super::read::{read_file, read_limited};
use super::walk::{Found, walk};
use crate::diagnostic::Diagnostic;
use crate::document::Format;
use crate::engine::{Engine, Policy, Selection};
use crate::language::{Languages, Profile};
use crate::report::{Article, Bidi, Concise, Human, Json, JsonLines, Look, Reporter, Summary, Ui, write_problem};
use crate::rules::{Loader, Options, language_files, rule_files, ui_files};
use crate::text::{Problem, Source, SourceId, decode};

const MAX: u64 = 64 << 20;

type Checked = Result<(Source, Vec<Diagnostic>, Arc<Profile>), Problem>;

/// Runs the command.
pub fn run(args: &CheckArgs) -> ExitCode {
    match try_run(args) {
        Ok(code) => code,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}

fn try_run(args: &CheckArgs) -> io::Result<ExitCode> {
    let mut problems = Vec::new();
    let ui = match Ui::load(&ui_files(), &args.ui_lang) {
        Ok(ui) => ui,
        Err(problem) => {
            problems.push(problem);
            Ui::load(&ui_files(), "en").map_err(|problem| io::Error::other(problem.to_string()))?
        }
    };
    let languages =
        Languages::load(&language_files(), &mut problems).map_err(|problem| io::Error::other(problem.to_string()))?;
    let mut loader = Loader::new(&languages, None, Options::default());
    for file in rule_files() {
        loader.read(&file, &mut problems);
    }
    let book = loader.finish(&mut problems);
    let selection = Selection { select: args.select.clone(), ignore: args.ignore.clone() };
    problems.extend(selection.problems(book.rules().iter().map(|rule| &rule.reporting.code)));
    let language = match args.lang.as_deref().map(|tag| languages.get(tag).cloned()) {
        Some(Ok(profile)) => Some(profile),
        Some(Err(problem)) => {
            problems.push(problem);
            None
        }
        None => None,
    };
    let paths: Vec<_> = args.paths.iter().filter(|path| path.as_path() != Path::new("-")).cloned().collect();
    let files = walk(&paths, &mut problems);
    let bulk = files.iter().map(|file| file.size).sum::<u64>() > 2 << 20;
    let policy = Policy { selection, language, bulk, ..Policy::default() };
    let engine = Engine::new(Arc::new(languages), Arc::new(book), policy);
    let mut reporter: Box<dyn Reporter> = match args.format {
        Form::Human => {
            Box::new(Human { ui: ui.clone(), look: Look { colour: false, bidi: Bidi::Plain }, statistics: false })
        }
        Form::Concise => Box::new(Concise { ui: ui.tag.clone() }),
        Form::Json => Box::new(Json::new(ui.tag.clone())),
        Form::Jsonl => Box::new(JsonLines { ui: ui.tag.clone() }),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut summary = Summary::default();
    for problem in problems.drain(..) {
        summary.problems += 1;
        write_problem(&mut io::stderr(), &problem, &ui, false)?;
    }
    let mut take = |checked: Checked, out: &mut dyn Write| -> io::Result<()> {
        match checked {
            Ok((source, found, language)) => {
                summary.add(&found);
                reporter.article(out, Article { source: &source, language: &language.tag, found: &found })
            }
            Err(problem) => {
                summary.problems += 1;
                write_problem(&mut io::stderr(), &problem, &ui, false)
            }
        }
    };
    if args.paths.iter().any(|path| path == Path::new("-")) {
        let id = SourceId::Stdin(args.stdin_filename.clone());
        let bytes = read_limited(io::stdin().lock(), MAX, 0)?.unwrap_or_default();
        take(decode(&id, bytes).map(|text| check(&engine, Source::new(id, text))), &mut out)?;
    }
    for chunk in files.chunks(1024) {
        let checked: Vec<Checked> = chunk.par_iter().map(|file| check_file(&engine, file)).collect();
        for checked in checked {
            take(checked, &mut out)?;
        }
    }
    reporter.finish(&mut out, &summary)?;
    out.flush()?;
    let failing = summary.by_severity.keys().any(|&severity| args.fail_on.fails(severity));
    Ok(if summary.problems > 0 { ExitCode::from(2) } else { ExitCode::from(u8::from(failing)) })
}

fn check_file(engine: &Engine, file: &Found) -> Checked {
    let id = SourceId::File(file.path.clone());
    let text = decode(&id, read_file(&file.path, MAX)?)?;
    Ok(check(engine, Source::new(id, text)))
}

fn check(engine: &Engine, source: Source) -> (Source, Vec<Diagnostic>, Arc<Profile>) {
    let (found, language) = engine.check(&source, Format::Text);
    (source, found, language)
}
