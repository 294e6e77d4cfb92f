//! A survey for people at a terminal.

use std::io;

use anstyle::Style;

use super::Survey;
use crate::names::ArchiveSpelling;
use crate::report::{Look, Ui};

/// Folders shown for one spelling.
const FOLDERS: usize = 5;

/// Writes each name with its spellings: how often, where first and last, some articles, the folders, the names beside it.
pub fn write(out: &mut dyn io::Write, survey: &Survey, ui: &Ui, look: Look) -> io::Result<()> {
    let page = Page { ui, look };
    let bold = if look.colour { Style::new().bold() } else { Style::new() };
    for cluster in &survey.clusters {
        for (number, spelling) in cluster.spellings.iter().enumerate() {
            let (style, indent) = if number == 0 { (bold, "") } else { (Style::new(), "  ") };
            let record = &spelling.record;
            let articles = ui.count("in-articles", record.articles);
            let counts = ui.count_with("survey-counts", record.count, &[("articles", &articles)]);
            writeln!(out, "{indent}{style}{}{style:#}  {counts}", page.look.isolated(record.text()))?;
            page.details(out, spelling, indent)?;
        }
        writeln!(out)?;
    }
    let mut sums = vec![
        ui.count("articles", survey.articles),
        ui.count("survey-names", survey.clusters.len()),
        ui.count("survey-spellings", survey.clusters.iter().map(|c| c.spellings.len()).sum::<usize>()),
    ];
    for (tag, articles) in &survey.left_out {
        sums.push(ui.count_with("survey-left-out", *articles, &[("lang", tag)]));
    }
    writeln!(out, "{}", sums.join(ui.say("separator")))?;
    rare(survey, ui).map_or(Ok(()), |words| writeln!(out, "{words}"))
}

/// What is said of spellings that are too rare to be shown; nothing if there are none.
pub fn rare(survey: &Survey, ui: &Ui) -> Option<String> {
    let least = survey.min_count.to_string();
    (survey.rare > 0).then(|| ui.count_with("survey-rare", survey.rare, &[("least", &least)]))
}

struct Page<'p> {
    ui: &'p Ui,
    look: Look,
}

impl Page<'_> {
    fn list<'t>(&self, texts: impl Iterator<Item = &'t str>) -> String {
        texts.map(|text| self.look.isolated(text)).collect::<Vec<_>>().join(self.ui.say("separator"))
    }

    fn details(&self, out: &mut dyn io::Write, spelling: &ArchiveSpelling, indent: &str) -> io::Result<()> {
        let record = &spelling.record;
        let mut say = |key: &str, what: String| {
            if what.is_empty() {
                Ok(())
            } else {
                writeln!(out, "{indent}    {}", self.ui.fill(key, &[("what", &what)]))
            }
        };
        say("survey-company", self.list(spelling.company.iter().map(|name| &**name)))?;
        let samples = || record.samples.iter().map(|(_, article)| &**article);
        match record.first().zip(record.last()).filter(|(first, last)| first != last) {
            // Where no two articles say when they appeared none is the first.
            None => {
                let is_all = samples().count() as u64 == record.articles;
                say(if is_all { "survey-only" } else { "survey-some" }, self.list(samples()))?;
            }
            Some((first, last)) => {
                say("survey-first", self.look.isolated(first))?;
                say("survey-last", self.look.isolated(last))?;
                say("survey-samples", self.list(samples().filter(|article| *article != first && *article != last)))?;
            }
        }
        let mut folders: Vec<_> = record.folders.iter().collect();
        if folders.len() < 2 {
            return Ok(());
        }
        folders.sort_by_key(|(folder, count)| (std::cmp::Reverse(**count), *folder));
        let rest = folders.len().saturating_sub(FOLDERS);
        let mut told: Vec<String> = folders
            .iter()
            .take(FOLDERS)
            .map(|(folder, count)| format!("{} {count}", self.look.isolated(folder)))
            .collect();
        if rest > 0 {
            told.push(self.ui.count("survey-more", rest));
        }
        say("survey-folders", told.join(self.ui.say("separator")))
    }
}
