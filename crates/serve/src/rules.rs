//! The rules of the folder that a server was started in. When their files change they are read again.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use copydesk::config::{Policy, Selection};
use copydesk::document::Article;
use copydesk::engine::{Engine, Outcome, Pass, Wish};
use copydesk::language::Languages;
use copydesk::text::{Cause, Fault, Problem};
use copydesk::{Linter, Reviewer};
use copydesk_workspace::article::guarded;
use copydesk_workspace::options::RuleOptions;
use copydesk_workspace::project::Projects;
use copydesk_workspace::refused::Refused;
use copydesk_workspace::watched::Watched;

/// How long files are believed to be what they were, at least.
const LOOK: Duration = Duration::from_secs(1);
/// Looking takes at most one part in so many of the time.
const SHARE: u32 = 20;
/// Engines that are kept: clients repeat the wishes of their users.
const ENGINES: usize = 32;

/// What whoever starts a server decides.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which rules are in force.
    pub rules: RuleOptions,
    /// The tag of the language that every article is in, whatever clients say.
    pub language: Option<String>,
}

/// What a client wishes besides what the folder decides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Wishes {
    /// The only codes and groups to run; those of the folder, if empty.
    pub select: Vec<String>,
    /// The tag of the language of the text, one that is known; detected if `None`.
    pub language: Option<String>,
}

/// The rules of the folder that a server was started in.
pub struct Rules {
    options: Options,
    tell: Box<dyn Fn(&Problem) + Send + Sync>,
    state: Mutex<State>,
}

struct State {
    projects: Projects,
    /// What was asked of files when they were last read, whether or not that came to anything.
    files: Arc<Watched>,
    /// When they are looked at next.
    next_look: Instant,
    engine: Arc<Engine>,
    others: HashMap<Wishes, Arc<Engine>>,
    /// Those that were made, with their engines.
    reviewers: Vec<(Arc<Engine>, Arc<Reviewer>)>,
    /// What is wrong with the configuration, as far as it does not keep it from being used.
    problems: Vec<Problem>,
    /// Whether configuration and rule sets are free of problems.
    is_sound: bool,
}

impl Rules {
    /// Reads the rules of the current folder. What is wrong with them, now and whenever they are read again, is given to `tell`.
    ///
    /// # Errors
    /// A problem without which nothing can be checked.
    pub fn open(options: Options, tell: impl Fn(&Problem) + Send + Sync + 'static) -> Result<Self, Problem> {
        let (state, problems) = State::read(&options, Arc::new(Watched::of_disk()))?;
        problems.iter().for_each(&tell);
        Ok(Self { options, tell: Box::new(tell), state: Mutex::new(state) })
    }

    /// The languages known.
    pub fn languages(&self) -> Arc<Languages> {
        Arc::clone(self.engine().languages())
    }

    /// The engine of the folder itself.
    pub fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.state().engine)
    }

    /// The engine for what a client wishes.
    pub fn engine_for(&self, wishes: &Wishes) -> Arc<Engine> {
        let mut state = self.state();
        if *wishes == Wishes::default() {
            return Arc::clone(&state.engine);
        }
        if let Some(known) = state.others.get(wishes) {
            return Arc::clone(known);
        }
        let own = state.engine.policy();
        let language = wishes.language.as_ref().and_then(|tag| state.engine.languages().get(tag).ok().cloned());
        let select = if wishes.select.is_empty() { own.selection.select.clone() } else { wishes.select.clone() };
        let selection = Selection { select, ignore: own.selection.ignore.clone() };
        // What the starter of the server says of the language holds.
        let language =
            if self.options.language.is_some() { own.language.clone() } else { language.or(own.language.clone()) };
        let engine = Arc::new(state.engine.with_policy(Policy { selection, language, ..own.clone() }));
        if state.others.len() >= ENGINES {
            state.others.clear();
        }
        state.others.insert(wishes.clone(), Arc::clone(&engine));
        engine
    }

    /// What reviews an article that goes by a name: what the configuration says of its path holds.
    pub fn reviewer(&self, name: Option<&str>) -> Arc<Reviewer> {
        let path = name.and_then(inside);
        let mut state = self.state();
        let State { projects, reviewers, problems, .. } = &mut *state;
        let engine = projects.engine(path.as_deref());
        projects.take_problems().iter().for_each(&self.tell);
        if let Some((_, known)) = reviewers.iter().find(|(of, _)| Arc::ptr_eq(of, &engine)) {
            return Arc::clone(known);
        }
        let reviewer = Arc::new(Reviewer::new(Linter::from(Arc::clone(&engine))).telling(problems));
        if reviewers.len() >= ENGINES {
            reviewers.clear();
        }
        reviewers.push((engine, Arc::clone(&reviewer)));
        reviewer
    }

    /// The rules as the files now say.
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is kept is ever half written.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if now >= state.next_look {
            let has_changed = state.files.has_changed();
            state.next_look = Instant::now() + LOOK.max(now.elapsed() * SHARE);
            if has_changed {
                self.read_again(&mut state);
            }
        }
        state
    }

    /// Reads everything again. While something is wrong with it the rules stay as they were.
    fn read_again(&self, state: &mut State) {
        let files = Arc::new(Watched::of_disk());
        let problems = match State::read(&self.options, Arc::clone(&files)) {
            Ok((new, problems)) if new.is_sound => {
                *state = new;
                problems
            }
            Ok((_, problems)) => problems,
            Err(problem) => vec![problem],
        };
        // Said once for each change. What is wrong may be put right in a file that was not read before.
        state.files = files;
        problems.iter().for_each(&self.tell);
    }
}

impl State {
    /// Reads the rules from `files`, with what is wrong with them that does not keep them from being used.
    fn read(options: &Options, files: Arc<Watched>) -> Result<(Self, Vec<Problem>), Problem> {
        let mut projects = Projects::over(Arc::clone(&files), options.rules.clone(), options.language.as_deref())?;
        let engine = projects.engine(None);
        let project = projects.governing(None);
        let (is_usable, is_sound) = (project.configuration.is_usable, project.is_sound);
        let mut problems = projects.take_problems();
        problems.extend(projects.command_line_problems());
        if !is_usable {
            let first = problems.into_iter().next();
            return Err(first.unwrap_or_else(|| Problem::new("the configuration cannot be used")));
        }
        let (others, reviewers) = (HashMap::new(), Vec::new());
        let known = problems.clone();
        let next_look = Instant::now() + LOOK;
        Ok((Self { projects, files, next_look, engine, others, reviewers, problems: known, is_sound }, problems))
    }
}

/// The path that a client's name for an article means, if it is in the current folder or below it, where the folder's own
/// configuration holds.
fn inside(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    (path.components().all(is_plain) && path.file_name().is_some()).then(|| path.to_owned())
}

/// What is wrong with an article under the rules of an engine. A panic becomes a finding.
pub fn check(engine: &Engine, article: Article) -> (Article, Outcome) {
    let unreadable = |article: Article, fault: &Fault| {
        let checked = engine.unreadable(&article.source, fault);
        let outcome = engine.examine_checked(&article, checked, &Pass::default(), Wish::Check);
        (article, outcome)
    };
    if let Some(fault) = Fault::nul_in(article.source.text()) {
        return unreadable(article, &fault);
    }
    let empty = article.source.with_text("");
    match guarded(|| empty, || Ok(engine.check(&article))) {
        Ok(outcome) => (article, outcome),
        Err(Refused::Article(broken)) => unreadable(article, &broken.fault),
        // Nothing is read here that could be missing.
        Err(Refused::Problem(problem)) => unreadable(article, &failure(&problem.to_string())),
        Err(Refused::NoText) => unreadable(article, &failure("")),
    }
}

fn failure(why: &str) -> Fault {
    Fault::new(Cause::Failure, "reason", why, 0..0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        assert_eq!(inside("opinion/tide.md"), Some("opinion/tide.md".into()));
        for outside in ["", "/etc/passwd", "../tide.md", "a/../../tide.md", "."] {
            assert_eq!(inside(outside), None, "{outside}");
        }
    }
}
