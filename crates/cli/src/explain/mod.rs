//! `copydesk explain`: a code, or a group of codes, for people.

mod details;
mod excerpt;
mod figures;
mod group;
mod page;
mod screen;

use std::collections::BTreeMap;
use std::io;

use copydesk::engine::Engine;
use copydesk::kinds::Purpose;
use copydesk::rules::{CodeTexts, Rule};
use copydesk::text::{Problem, did_you_mean};
use copydesk_workspace::project::rules_of;

use super::args::ExplainArgs;
use super::terminal::Terminal;
use page::Page;

pub use page::padded;
pub use screen::State;

/// What all pages are made of.
struct Explained<'e> {
    engine: &'e Engine,
    texts: &'e CodeTexts,
}

/// Explains a code or a group. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &ExplainArgs, terminal: &Terminal) -> io::Result<u8> {
    let Some(mut projects) = terminal.open_projects(args.force.options(), None) else { return Ok(2) };
    projects.set_purpose(Purpose::Explain);
    let engine = projects.engine(None);
    let mut problems = projects.take_problems();
    let texts = CodeTexts::read(&mut problems);
    terminal.tell_all(problems);
    let explained = Explained { engine: &engine, texts: &texts };
    let mut page = Page::new(terminal, terminal.screen(true));
    match rules_wanted(&engine, &args.code) {
        Ok(Wanted::Group(rules)) => group::write(&mut page, &explained, &args.code, &rules)?,
        Ok(Wanted::Code(rules)) => {
            screen::write(&mut page, &explained, &args.code, &rules, args.all)?;
            if args.all {
                details::write(&mut page, &args.code, &rules, engine.book())?;
            }
        }
        Err(problem) => {
            terminal.tell(&problem);
            return Ok(2);
        }
    }
    page.flush()?;
    Ok(if terminal.told() > 0 { 2 } else { 0 })
}

/// The rules that are to be explained.
enum Wanted<'r> {
    /// Those of a whole group.
    Group(Vec<&'r Rule>),
    /// Those of a code, or of a variant of one.
    Code(Vec<&'r Rule>),
}

fn rules_wanted<'e>(engine: &'e Engine, selector: &str) -> Result<Wanted<'e>, Problem> {
    if selector.contains('/') {
        return rules_of(engine.book(), selector).map(Wanted::Code);
    }
    let rules = engine.book().rules();
    let of_group: Vec<&Rule> = rules.iter().filter(|rule| rule.reporting.code.group() == selector).collect();
    if !of_group.is_empty() {
        return Ok(Wanted::Group(of_group));
    }
    let problem = Problem::new(format!("there is no group of rules called `{selector}`"));
    let codes = rules.iter().flat_map(|rule| [rule.reporting.code.group(), rule.reporting.code.as_str()]);
    Err(match did_you_mean(selector, codes) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => problem.with_help("`copydesk rules` lists all codes"),
    })
}

/// The rules of a code by variant, each with its rules of all languages; one entry if there are no variants.
fn rules_by_variant<'r>(rules: &[&'r Rule]) -> BTreeMap<&'r str, Vec<&'r Rule>> {
    let mut variants: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for &rule in rules {
        variants.entry(rule.reporting.code.full()).or_default().push(rule);
    }
    variants
}
