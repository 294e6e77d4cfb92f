//! A sample of findings with what an editor says of each, and the file it is kept in: TOML, so that it can be answered in any editor.

use std::collections::BTreeMap;

use copydesk::report::Ui;
use copydesk::text::{Problem, did_you_mean};
use copydesk::toml_doc::TomlFile;
use serde::Deserialize;
use serde_spanned::Spanned;
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::answer::{Answer, Judgement};
use super::draw::{CodeInLanguage, Drawn, Identity};

/// A finding of a sample with what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The finding.
    pub drawn: Drawn,
    /// What was said of it; nothing yet, if it was not read.
    pub judgement: Option<Judgement>,
}

/// How often a code was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Findings.
    pub findings: u64,
    /// Articles with at least one.
    pub articles: u64,
}

/// A sample, and what it was drawn from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// The rule set, as it was named.
    pub rules: String,
    /// A hash of what the rule set said.
    pub rules_hash: String,
    /// What decided the draw.
    pub seed: u32,
    /// Whether the rules were changed after some of the findings had been judged: figures flatter then.
    pub again: bool,
    /// What the articles are.
    pub corpus: String,
    /// How many articles there were.
    pub articles: u64,
    /// Their words, by the tag of the language.
    pub words: BTreeMap<String, u64>,
    /// How often each code was found.
    pub counted: BTreeMap<CodeInLanguage, Counted>,
    /// The sample, by code and language.
    pub findings: Vec<Judged>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Head {
    schema: Spanned<u32>,
    rules: String,
    rules_hash: String,
    seed: u32,
    again: bool,
    corpus: String,
    articles: u64,
    words: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountedRow {
    code: String,
    language: String,
    findings: u64,
    articles: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingRow {
    verdict: Spanned<String>,
    text: String,
    message: String,
    #[serde(default)]
    repair: String,
    code: String,
    language: String,
    article: String,
    line: u32,
}

impl Sample {
    /// Reads a sample. `languages` are the words of the program in which answers may be written.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read(file: &TomlFile, languages: &[&Ui]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut root = file.parse(&mut problems);
        let counted = root.take_tables("counted", &mut problems);
        let findings = root.take_tables("finding", &mut problems);
        let Some(head) = root.decode::<Head>(&mut problems) else { return Err(problems) };
        if *head.schema.get_ref() != 1 {
            problems.push(file.problem(head.schema.span(), "this version reads schema 1"));
        }
        let mut sample = Self {
            rules: head.rules,
            rules_hash: head.rules_hash,
            seed: head.seed,
            again: head.again,
            corpus: head.corpus,
            articles: head.articles,
            words: head.words,
            ..Self::default()
        };
        for row in counted.into_iter().filter_map(|row| row.decode::<CountedRow>(&mut problems)).collect::<Vec<_>>() {
            let counted = Counted { findings: row.findings, articles: row.articles };
            sample.counted.insert((row.code, row.language), counted);
        }
        for row in findings.into_iter().filter_map(|row| row.decode::<FindingRow>(&mut problems)).collect::<Vec<_>>() {
            let judgement = judgement_of(file, &row.verdict, languages).unwrap_or_else(|problem| {
                problems.push(problem);
                None
            });
            let drawn = Drawn {
                of: (row.code, row.language),
                article: row.article,
                line: row.line,
                message: row.message,
                text: row.text,
                repair: row.repair,
                shown: String::new(),
            };
            sample.findings.push(Judged { drawn, judgement });
        }
        if problems.is_empty() { Ok(sample) } else { Err(problems) }
    }

    /// What was said of findings, by what tells them from all others.
    pub fn judgements(&self) -> BTreeMap<Identity, Judgement> {
        let judged = self.findings.iter().filter_map(|one| Some((one.drawn.identity(), one.judgement?)));
        judged.collect()
    }

    /// The sample as it is kept, with a comment on how to answer.
    pub fn written(&self, ui: &Ui) -> String {
        let mut document = DocumentMut::new();
        let comment: String = ui.say("try-file-comment").lines().map(|line| format!("# {line}\n")).collect();
        document["schema"] = value(1);
        if let Some(mut key) = document.key_mut("schema") {
            key.leaf_decor_mut().set_prefix(comment);
        }
        document["rules"] = value(&self.rules);
        document["rules-hash"] = value(&self.rules_hash);
        document["seed"] = value(i64::from(self.seed));
        document["again"] = value(self.again);
        document["corpus"] = value(&self.corpus);
        document["articles"] = number(self.articles);
        let mut words = InlineTable::new();
        for (tag, count) in &self.words {
            words.insert(tag, Value::from(signed(*count)));
        }
        document["words"] = value(words);
        let mut counted = ArrayOfTables::new();
        for ((code, language), count) in &self.counted {
            let mut row = Table::new();
            row["code"] = value(code);
            row["language"] = value(language);
            row["findings"] = number(count.findings);
            row["articles"] = number(count.articles);
            counted.push(row);
        }
        if !counted.is_empty() {
            document["counted"] = Item::ArrayOfTables(counted);
        }
        let mut findings = ArrayOfTables::new();
        for one in &self.findings {
            findings.push(row_of(one, ui));
        }
        if !findings.is_empty() {
            document["finding"] = Item::ArrayOfTables(findings);
        }
        document.to_string()
    }
}

fn row_of(one: &Judged, ui: &Ui) -> Table {
    let mut row = Table::new();
    row["verdict"] = value(one.judgement.map(|judgement| judgement.word(ui)).unwrap_or_default());
    row["text"] = value(&one.drawn.text);
    row["message"] = value(&one.drawn.message);
    if !one.drawn.repair.is_empty() {
        row["repair"] = value(&one.drawn.repair);
    }
    row["code"] = value(&one.drawn.of.0);
    row["language"] = value(&one.drawn.of.1);
    row["article"] = value(&one.drawn.article);
    row["line"] = value(i64::from(one.drawn.line));
    row
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn number(number: u64) -> Item {
    value(signed(number))
}

/// What a verdict says; nothing, if it says nothing.
fn judgement_of(file: &TomlFile, verdict: &Spanned<String>, languages: &[&Ui]) -> Result<Option<Judgement>, Problem> {
    let text = verdict.get_ref().trim();
    if text.is_empty() {
        return Ok(None);
    }
    match languages.iter().find_map(|ui| Answer::read(text, ui)) {
        Some(Answer::Judged(judgement)) => Ok(Some(judgement)),
        Some(Answer::Skip) => Ok(None),
        _ => {
            let problem = file.problem(verdict.span(), format!("`{text}` is no verdict"));
            let words: Vec<&str> =
                languages.iter().flat_map(|ui| Judgement::ALL.map(|judgement| judgement.word(ui))).collect();
            Err(match did_you_mean(text, words.iter().copied()) {
                Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
                None => problem.with_help(format!("verdicts: {}", words.join(", "))),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use copydesk::rules::ui_files;

    use super::*;

    fn ui(tag: &str) -> Ui {
        Ui::load(&ui_files(), tag).unwrap()
    }

    fn sample() -> Sample {
        let drawn = |article: &str, text: &str| Drawn {
            of: ("house/plain".to_owned(), "ar".to_owned()),
            article: article.to_owned(),
            line: 3,
            message: "نكتب «زار»".to_owned(),
            text: text.to_owned(),
            repair: String::new(),
            shown: String::new(),
        };
        Sample {
            rules: "house.toml".to_owned(),
            rules_hash: "00".to_owned(),
            seed: 7,
            again: false,
            corpus: "\"archive\"".to_owned(),
            articles: 2,
            words: BTreeMap::from([("ar".to_owned(), 900)]),
            counted: BTreeMap::from([(
                ("house/plain".to_owned(), "ar".to_owned()),
                Counted { findings: 2, articles: 1 },
            )]),
            findings: vec![
                Judged {
                    drawn: drawn("a.txt", "⟦قام بزيارة⟧ المصنع"), judgement: Some(Judgement::Right)
                },
                Judged { drawn: drawn("b#2", "\u{1}\\ ⟦قام\tبزيارة⟧"), judgement: None },
            ],
        }
    }

    fn read(text: &str) -> Result<Sample, Vec<String>> {
        let languages = [&ui("en"), &ui("ar")];
        let file = TomlFile::new("sample.toml", text);
        Sample::read(&file, &languages).map_err(|problems| problems.iter().map(|one| format!("{one:#}")).collect())
    }

    #[test]
    fn what_is_written_is_read() {
        for tag in ["en", "ar"] {
            let text = sample().written(&ui(tag));
            assert_eq!(read(&text).as_ref(), Ok(&sample()), "{text}");
        }
    }

    #[test]
    fn verdicts_may_be_words_or_keys_of_any_language_of_the_program() {
        for (verdict, meant) in [
            ("wrong", Judgement::Wrong),
            ("w", Judgement::Wrong),
            ("خطأ", Judgement::Wrong),
            ("3", Judgement::Debatable),
        ] {
            let text = sample().written(&ui("en")).replacen("verdict = \"\"", &format!("verdict = \"{verdict}\""), 1);
            assert_eq!(read(&text).unwrap().findings[1].judgement, Some(meant), "{verdict}");
        }
    }

    #[test]
    fn a_verdict_that_is_none_is_pointed_at() {
        let text = sample().written(&ui("en")).replacen("verdict = \"\"", "verdict = \"rihgt\"", 1);
        let problems = read(&text).unwrap_err();
        assert!(problems[0].ends_with("`rihgt` is no verdict (did you mean `right`?)"), "{problems:?}");
    }
}
