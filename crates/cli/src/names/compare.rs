//! `copydesk names compare`: would two spellings be one name, and why.

use std::io::{self, BufRead, Write};
use std::sync::Arc;

use crate::args::{CompareArgs, CompareFormat};
use crate::terminal::Terminal;
use copydesk::engine::Engine;
use copydesk::language::Profile;
use copydesk::names::Comparison;
use copydesk::report::{Compared, write_compared, write_compared_json, write_not_compared_json};
use copydesk::text::{Place, Problem, narrow};
use copydesk_workspace::read::system_words;

/// The longest line that is read, in bytes.
const LONGEST_LINE: u64 = 64 << 10;

/// Compares two spellings, or pairs of them from standard input. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &CompareArgs, terminal: &Terminal) -> io::Result<u8> {
    let Some(mut projects) = terminal.open_projects(args.force.options(), args.lang.as_deref()) else { return Ok(2) };
    let engine = projects.engine(None);
    terminal.tell_all(projects.take_problems());
    let tags = engine.book().languages_with_names(engine.languages());
    let out = terminal.screen(args.format == CompareFormat::Human);
    let mut answers = Answers { engine: &engine, tags, terminal, format: args.format, out };
    match args.b.as_deref() {
        Some(b) => {
            let pair = answers
                .languages_of(args.lang.as_deref(), &args.a, b)
                .and_then(|profile| Ok((answers.compare(&profile, &args.a, b)?, profile)));
            match pair {
                Ok((compared, profile)) => answers.write(&profile, &args.a, b, &compared)?,
                Err(problem) => terminal.tell(&problem),
            }
        }
        None if args.a == "-" => answers.lines(io::stdin().lock(), args.lang.as_deref())?,
        None => {
            let problem = Problem::new("the second spelling is missing");
            terminal.tell(&problem.with_help("`copydesk names compare A B`, or `-` for lines on standard input"));
        }
    }
    answers.out.flush()?;
    Ok(if terminal.told() > 0 { 2 } else { 0 })
}

struct Answers<'d, W: Write> {
    engine: &'d Engine,
    /// Among which languages one is detected.
    tags: Vec<Arc<str>>,
    terminal: &'d Terminal,
    format: CompareFormat,
    out: W,
}

impl<W: Write> Answers<'_, W> {
    /// The language asked for, or else the one the spellings are likely in.
    fn languages_of(&self, tag: Option<&str>, a: &str, b: &str) -> Result<Arc<Profile>, Problem> {
        let languages = self.engine.languages();
        match tag {
            Some(tag) => languages.get(tag).cloned(),
            None => Ok(Arc::clone(languages.detect([a, b].into_iter(), &self.tags, None))),
        }
    }

    fn compare(&self, profile: &Profile, a: &str, b: &str) -> Result<Comparison, Problem> {
        if let Some(empty) = [a, b].iter().position(|spelling| spelling.trim().is_empty()) {
            return Err(Problem::new(format!("spelling {} is empty", empty + 1)));
        }
        self.engine.book().compare_spellings(profile, a, b).ok_or_else(|| {
            let problem = Problem::new(format!("there is no rule for names in the language `{}`", profile.tag));
            problem.with_help(format!("languages that have one: {}", self.tags.join(", ")))
        })
    }

    fn write(&mut self, profile: &Profile, a: &str, b: &str, comparison: &Comparison) -> io::Result<()> {
        let compared = Compared { language: &profile.tag, a, b, comparison };
        match self.format {
            CompareFormat::Human => write_compared(&mut self.out, &compared, &self.terminal.ui, self.terminal.look),
            CompareFormat::Jsonl => write_compared_json(&mut self.out, &compared),
        }
    }

    /// Answers each line in its order. What is wrong with one is told, and does not keep the others from being answered.
    fn lines(&mut self, mut input: impl BufRead, tag: Option<&str>) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut number = 0;
        loop {
            bytes.clear();
            match io::Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut bytes) {
                Ok(0) => return Ok(()),
                Ok(_) => number += 1,
                Err(error) => {
                    let words = system_words(&error);
                    self.terminal.tell(&Problem::new(format!("standard input cannot be read: {words}")));
                    return Ok(());
                }
            }
            if let Err(problem) = self.line(&bytes, tag)? {
                let place = Place::at_line("-", narrow(number), 1);
                if self.format == CompareFormat::Jsonl {
                    write_not_compared_json(&mut self.out, number, &problem)?;
                }
                self.terminal.tell(&problem.at(place));
            }
        }
    }

    fn line(&mut self, bytes: &[u8], tag: Option<&str>) -> io::Result<Result<(), Problem>> {
        let (profile, a, b, comparison) = match self.read(bytes, tag) {
            Ok(read) => read,
            Err(problem) => return Ok(Err(problem)),
        };
        self.write(&profile, a, b, &comparison).map(Ok)
    }

    fn read<'b>(
        &self,
        bytes: &'b [u8],
        tag: Option<&str>,
    ) -> Result<(Arc<Profile>, &'b str, &'b str, Comparison), Problem> {
        let text = std::str::from_utf8(bytes).map_err(|_| Problem::new("the line is not UTF-8"))?;
        let line = text.trim_end_matches(['\n', '\r']);
        if line.len() == text.len() && bytes.len() as u64 == LONGEST_LINE {
            return Err(Problem::new(format!("the line is longer than {} KiB", LONGEST_LINE >> 10)));
        }
        let mut fields = line.split('\t');
        let (Some(own), Some(a), Some(b), None) = (fields.next(), fields.next(), fields.next(), fields.next()) else {
            let problem = Problem::new("three fields separated by tabs are expected: language, spelling, spelling");
            return Err(problem);
        };
        let tag = if own.is_empty() { tag } else { Some(own) };
        let profile = self.languages_of(tag, a, b)?;
        let comparison = self.compare(&profile, a, b)?;
        Ok((profile, a, b, comparison))
    }
}
