//! `copydesk explain`: one code, for people.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use anstyle::Style;

use super::args::ExplainArgs;
use super::rules::tags;
use super::terminal::Desk;
use copydesk::diagnostic::localised;
use copydesk::kinds::KINDS;
use copydesk::report::safe::shown;
use copydesk::report::without_placeholders;
use copydesk::rules::{Allowance, EVERY_LANGUAGE, Evidence, Expectation, Rule, RuleSetLanguages, keys_of, mark};
use copydesk_workspace::project::rules_of;

/// Examples shown of each sort.
const SHOWN: usize = 3;

/// Explains a code. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &ExplainArgs, desk: &Desk) -> io::Result<u8> {
    let Some(mut projects) = desk.open_projects(args.force.options(), None) else { return Ok(2) };
    let engine = projects.engine(None);
    desk.tell_all(projects.take_problems());
    let rules = match rules_of(engine.book(), &args.code) {
        Ok(rules) => rules,
        Err(problem) => {
            desk.tell(&problem);
            return Ok(2);
        }
    };
    let mut page = Page { desk, out: io::BufWriter::new(io::stdout().lock()) };
    let Some(first) = rules.first() else { return Ok(2) };
    let ui = &desk.ui;
    page.head(&args.code)?;
    let severity = engine.severity(&first.reporting.code, first.reporting.severity);
    page.line("severity", ui.severity(severity))?;
    page.line("runs", ui.say(if first.on_by_default { "runs-on" } else { "runs-off" }))?;
    let runs_here = rules.iter().any(|rule| engine.runs(rule));
    page.line("runs-here", ui.say(if runs_here { "runs-here-yes" } else { "runs-here-no" }))?;
    let variants = rules_by_variant(&rules);
    if variants.len() == 1 {
        page.line("says", &without_placeholders(localised(&first.reporting.message, &ui.tag)))?;
    }
    let fix = rules.iter().map(|rule| localised(&rule.reporting.fix, &ui.tag)).find(|fix| !fix.is_empty());
    page.line("fix-title", &fix.map_or_else(|| ui.say("no-fix").to_owned(), without_placeholders))?;
    page.line("kind", first.kind)?;
    let roles: Vec<String> =
        first.reporting.scope.roles.iter().map(|role| ui.say(&format!("role-{}", role.as_str())).to_owned()).collect();
    page.line("reads", &roles.join(ui.say("separator")))?;
    let sets: Vec<String> =
        rules.iter().map(|rule| format!("{} [{}]", rule.reporting.rule_set, tags(rule).join(", "))).collect();
    page.line("rule-sets", &sets.join(", "))?;
    for (variant, rules) in &variants {
        if variants.len() > 1 {
            writeln!(page.out)?;
            page.head(variant)?;
            if let Some(rule) = rules.first() {
                page.line("says", &without_placeholders(localised(&rule.reporting.message, &ui.tag)))?;
            }
        }
        let why = rules.iter().map(|rule| localised(&rule.explain, &ui.tag)).find(|text| !text.is_empty());
        if let Some(why) = why {
            page.title("why")?;
            page.text(why)?;
        }
        page.examples(rules)?;
    }
    page.evidence(&rules)?;
    page.options(first.kind)?;
    page.title("silence")?;
    for key in ["silence-once", "silence-here", "silence-folder", "silence-always"] {
        page.text(&ui.fill(key, &[("code", &args.code)]))?;
    }
    page.out.flush()?;
    Ok(if desk.told() > 0 { 2 } else { 0 })
}

/// The rules of a code by variant, each with its rules of all languages; one group if there are no variants.
fn rules_by_variant<'r>(rules: &[&'r Rule]) -> BTreeMap<&'r str, Vec<&'r Rule>> {
    let mut variants: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for &rule in rules {
        variants.entry(rule.reporting.code.full()).or_default().push(rule);
    }
    variants
}

struct Page<'d, W: Write> {
    desk: &'d Desk,
    out: W,
}

impl<W: Write> Page<'_, W> {
    fn bold(&self, text: &str) -> String {
        let bold = Style::new().bold();
        if self.desk.look.colour { format!("{bold}{text}{bold:#}") } else { text.to_owned() }
    }

    fn head(&mut self, code: &str) -> io::Result<()> {
        let code = self.bold(&shown(code));
        writeln!(self.out, "{code}\n")
    }

    fn line(&mut self, key: &str, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}: {}", self.desk.ui.say(key), shown(text))
    }

    fn title(&mut self, key: &str) -> io::Result<()> {
        let title = self.bold(self.desk.ui.say(key));
        writeln!(self.out, "\n{title}")
    }

    /// Text on lines of its own, each indented.
    fn text(&mut self, text: &str) -> io::Result<()> {
        text.trim().lines().try_for_each(|line| {
            if line.is_empty() { writeln!(self.out) } else { writeln!(self.out, "  {}", shown(line)) }
        })
    }

    /// What was measured of built-in rules in each of their languages, and what that allows them.
    fn evidence(&mut self, rules: &[&Rule]) -> io::Result<()> {
        let rules: Vec<&Rule> = rules.iter().copied().filter(|rule| rule.is_built_in).collect();
        let (evidence, ui) = (Evidence::read(&mut Vec::new()), &self.desk.ui);
        let Some(first) = rules.first() else { return Ok(()) };
        self.title("evidence")?;
        if let Some(exempt) = evidence.not_judged(&first.reporting.code) {
            return self.text(&ui.fill("evidence-not-needed", &[("why", localised(&exempt.why, &ui.tag))]));
        }
        let says = |allowed: Allowance| match allowed {
            Allowance::Speaks => ui.say("standing-speaks"),
            Allowance::Hints => ui.say("standing-hints"),
            Allowance::Silent => ui.say("standing-silent"),
        };
        let mut unmeasured: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut rows: BTreeSet<(&str, String)> = BTreeSet::new();
        let mut is_for_all = false;
        for rule in rules {
            let code = &rule.reporting.code;
            let mut languages = tags(rule);
            if rule.languages == RuleSetLanguages::All {
                is_for_all = true;
                let measured = evidence.measured.iter().filter(|row| code.is(&row.code));
                languages = measured.map(|row| row.language.as_str()).collect();
            }
            for tag in languages {
                let allowed = says(rule.allowance(tag));
                let Some(row) = evidence.of(code, tag) else {
                    unmeasured.entry(allowed).or_default().insert(tag);
                    continue;
                };
                let is_every = row.language == EVERY_LANGUAGE;
                is_for_all &= !is_every;
                let of_variant = format!("{} {}", code.variant().unwrap_or_default(), row.language);
                let numbers = [row.right, row.right + row.wrong, row.debatable, row.findings, row.words];
                let [right, judged, debatable, findings, words] = numbers.map(|number| number.to_string());
                rows.insert((
                    tag,
                    ui.fill(
                        "evidence-row",
                        &[
                            ("language", if is_every { ui.say("every-language") } else { of_variant.trim() }),
                            ("right", &right),
                            ("judged", &judged),
                            ("debatable", &debatable),
                            ("findings", &findings),
                            ("words", &words),
                            ("corpus", &row.corpus),
                            ("date", &row.date),
                            ("again", if row.again { ui.say("evidence-again") } else { "" }),
                            ("standing", allowed),
                        ],
                    ),
                ));
            }
        }
        rows.iter().try_for_each(|(_, row)| self.text(row))?;
        for (allowed, tags) in unmeasured {
            let tags: Vec<&str> = tags.into_iter().collect();
            let languages = tags.join(ui.say("separator"));
            self.text(&ui.fill("evidence-none", &[("languages", &languages), ("standing", allowed)]))?;
        }
        if is_for_all {
            self.text(&ui.fill("evidence-others", &[("standing", says(Allowance::Hints))]))?;
        }
        Ok(())
    }

    /// The keys that `[options]` may set for rules of this kind.
    fn options(&mut self, kind: &str) -> io::Result<()> {
        let Some(kind) = KINDS.iter().find(|known| known.name() == kind) else { return Ok(()) };
        self.title("options")?;
        for (key, words) in keys_of(*kind) {
            self.text(&format!("{key}: {}", self.desk.ui.meaning(&key).unwrap_or(&words)))?;
        }
        Ok(())
    }

    fn examples(&mut self, rules: &[&Rule]) -> io::Result<()> {
        // Those in the reader's language come first.
        let ui = self.desk.ui.tag.as_str();
        let mut examples: Vec<_> =
            rules.iter().flat_map(|rule| rule.examples.iter().map(move |example| (*rule, example))).collect();
        examples.sort_by_key(|(rule, example)| {
            let own = example.language.as_deref().map_or_else(|| tags(rule).contains(&ui), |tag| tag == ui);
            !own
        });
        let is_good = |expectation: &Expectation| *expectation == Expectation::Good;
        if examples.is_empty() {
            return Ok(());
        }
        self.title("examples")?;
        for (good, key) in [(false, "example-bad"), (true, "example-good")] {
            for (_, example) in examples.iter().filter(|(_, e)| is_good(&e.expectation) == good).take(SHOWN) {
                self.text(self.desk.ui.say(key))?;
                match &example.expectation {
                    Expectation::Bad(spans) => self.indented(&mark(&example.text, spans))?,
                    Expectation::Good => self.indented(&example.text)?,
                }
                if let Some(fixed) = example.fixed.as_ref().filter(|_| !good) {
                    self.text(self.desk.ui.say("example-fixed"))?;
                    self.indented(fixed)?;
                }
            }
        }
        Ok(())
    }

    fn indented(&mut self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| writeln!(self.out, "    {}", shown(line)))
    }
}
