//! `copydesk try`: what it counts, what it draws, and what becomes of the answers. How it asks is looked at in tests/terminal.

use super::files::{Desk, Run};

const RULES: &str = r#"schema = 1
name = "house/words"
languages = ["ar", "en"]

[[rule]]
code = "house/plain"
kind = "substitution"
swap = { "قام بزيارة" = "زار", "in order to" = "to" }
message.en = "we write “{replacement}”, not “{match}”"
message.ar = "نكتب «{replacement}» لا «{match}»"
  [[rule.example]]
  lang = "en"
  bad = "They met ⟦in order to⟧ talk."

[[rule]]
code = "house/approx"
kind = "existence"
tokens = ["approximately"]
default = "off"
message = "about"
  [[rule.example]]
  lang = "en"
  bad = "It took ⟦approximately⟧ an hour."
"#;

const FERRY: &str = "The ferry was repaired in order to carry more people this winter.\n\nThe yard took approximately nine days, and the crew met in order to thank it.\n";
const HARBOUR: &str = "قام بزيارة الميناء صباح اليوم وزير النقل يرافقه عدد من المهندسين والصيادين.\n";
const RECORDS: &str = concat!(
    r#"{"id": "r1", "text": "The quay was closed in order to mend the lamps before the storm came in."}"#,
    "\n",
    r#"{"id": "r2", "text": "Nothing happened on the quay, and nobody was there to see it."}"#,
    "\n"
);

fn desk() -> Desk {
    Desk::new(&[
        ("house.toml", RULES),
        ("archive/ferry.md", FERRY),
        ("archive/harbour.txt", HARBOUR),
        ("archive/page.html", "<h1>News</h1><p>They came in order to see the boats.</p>"),
        ("archive/wire.jsonl", RECORDS),
    ])
}

fn tried(desk: &Desk, more: &[&str]) -> Run {
    desk.run(&[&["try", "house.toml", "archive"], more].concat())
}

/// Says what each finding is, in order.
fn answer(desk: &Desk, verdicts: &[&str]) {
    let mut text = desk.read("sample.toml");
    for verdict in verdicts {
        text = text.replacen("verdict = \"\"", &format!("verdict = \"{verdict}\""), 1);
    }
    std::fs::write(desk.path("sample.toml"), text).unwrap();
}

#[test]
fn a_passage_counts_for_its_own_language() {
    let mixed = format!("{}\n{HARBOUR}", FERRY.lines().next().unwrap_or_default().to_owned() + "\n");
    let desk = Desk::new(&[("house.toml", RULES), ("archive/mixed.md", &mixed)]);
    let counts = "1 article with 24 words (ar 12, en 12).\n  house/plain, ar: 1 finding in 1 article, 83 per 1,000 words\n  house/plain, en: 1 finding in 1 article, 83 per 1,000 words\n";
    let run = tried(&desk, &[]);
    assert!(run.out.starts_with(counts), "{run:?}");
}

#[test]
fn everything_in_an_archive_is_counted_by_code_and_language() {
    let run = tried(&desk(), &[]);
    let counts = "5 articles with 75 words (ar 12, en 63).\n  house/approx, en: 1 finding in 1 article, 16 per 1,000 words\n  house/plain, ar: 1 finding in 1 article, 83 per 1,000 words\n  house/plain, en: 4 findings in 3 articles, 63 per 1,000 words\n";
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.out.starts_with(counts), "{}", run.out);
    for part in [
        "archive/ferry.md:3:15 warning[house/approx]\n",
        "The yard took ⟦approximately⟧ nine days, and the crew met in order to thank it.\n",
        "archive/wire.jsonl:1:43 warning[house/plain] (r1)\n",
        "⟦قام بزيارة⟧ الميناء",
    ] {
        assert!(run.out.contains(part), "{part:?} is missing in\n{}", run.out);
    }
}

#[test]
fn the_draw_depends_on_the_seed_and_takes_no_more_than_it_may_from_an_article() {
    let desk = desk();
    let shown = |more: &[&str]| -> Vec<String> {
        let out = tried(&desk, more).out;
        out.lines().filter(|line| line.starts_with("archive/")).map(str::to_owned).collect()
    };
    assert_eq!(shown(&["--count", "3"]).len(), 3);
    assert_eq!(shown(&["--per-article", "1"]).len(), 5);
    let plain = ["--select", "house/plain", "--count", "2"];
    let draws: Vec<Vec<String>> =
        (1..=8).map(|seed| shown(&[&plain[..], &["--seed", &seed.to_string()]].concat())).collect();
    assert_eq!(draws[0], shown(&plain));
    assert!(draws.iter().any(|draw| *draw != draws[0]), "{draws:?}");
}

#[test]
fn answers_in_the_file_become_figures_and_evidence() {
    let desk = desk();
    let run = tried(&desk, &["--save", "sample.toml"]);
    assert!(run.out.ends_with("copydesk try house.toml --judged sample.toml\n"), "{run:?}");
    answer(&desk, &["right", "right", "wrong", "r", "debatable", ""]);
    let run =
        desk.run(&["try", "house.toml", "--judged", "sample.toml", "--date", "2026-01-31", "--corpus", "two winters"]);
    let result = "house/plain, en: 1 right, 1 wrong, 1 debatable, 1 not judged\n  50 in 100 are right; of all findings like these, between 9 and 91 in 100 (95 % interval).\n\nTo keep these figures, put this into house.toml, above its first [[rule]]:\nmeasured = [\n";
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.out.contains(result), "{}", run.out);
    let line = format!(
        ",\n  {{ code = \"house/plain\", language = \"en\", corpus = \"two winters\", half = \"all\", words = 63, findings = 4, read = 3, right = 1, wrong = 1, debatable = 1, seed = 1, date = \"2026-01-31\", version = \"{}\" }}]\n",
        env!("CARGO_PKG_VERSION")
    );
    assert!(run.out.contains(&line), "{}", run.out);
}

#[test]
fn the_evidence_goes_into_the_rule_set_and_explain_shows_it() {
    let desk = desk();
    tried(&desk, &["--save", "sample.toml"]);
    answer(&desk, &["right"; 6]);
    let out = desk.run(&["try", "house.toml", "--judged", "sample.toml", "--date", "2026-01-31"]).out;
    let measured = &out[out.find("measured = [").unwrap()..];
    let with_evidence = RULES
        .replace("\n\n[[rule]]\ncode = \"house/plain\"", &format!("\n{measured}\n[[rule]]\ncode = \"house/plain\""));
    std::fs::write(desk.path("house.toml"), with_evidence).unwrap();
    let run = desk.run(&["explain", "house/plain", "--rules", "house.toml"]);
    assert!(run.out.contains("Right of the findings that were read: en 4/4, ar 1/1\n"), "{run:?}");
    let run = desk.run(&["explain", "house/plain", "--all", "--rules", "house.toml"]);
    assert!(run.out.contains("en: 4 of 4 right, 0 debatable; 4 findings in 63 words (archive, 2026-01-31)"), "{run:?}");
    // The figures are no change of the rules.
    let run = desk.run(&["try", "house.toml", "--judged", "sample.toml"]);
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{run:?}");
}

#[test]
fn figures_that_cannot_be_are_refused() {
    let check = |row: &str| {
        let rules = RULES.replace(
            "\n\n[[rule]]\ncode = \"house/plain\"",
            &format!("\nmeasured = [{row}]\n[[rule]]\ncode = \"house/plain\""),
        );
        Desk::new(&[("house.toml", &rules)]).run(&["test", "house.toml"]).err
    };
    let row = |code: &str, right: u32| {
        format!(
            "{{ code = \"{code}\", language = \"en\", corpus = \"x\", half = \"all\", words = 9, findings = 3, read = 3, right = {right}, wrong = 1, debatable = 0, seed = 1, date = \"2026-01-31\", version = \"0.1.0\" }}"
        )
    };
    assert_eq!(check(&row("house/plain", 2)), "");
    assert!(check(&row("house/plain", 3)).contains("house.toml:4:13: the figures do not go together"));
    assert!(check(&row("house/plane", 2)).contains("there is no rule with this code in the file"));
}

#[test]
fn what_was_answered_is_not_asked_again_and_what_changed_is_said() {
    let desk = desk();
    tried(&desk, &["--save", "sample.toml"]);
    answer(&desk, &["right", "wrong", "right"]);
    let text = FERRY.replace("repaired in order to carry", "rebuilt in order to carry");
    let before = desk.read("sample.toml");
    let run = tried(&desk, &["--save", "sample.toml"]);
    assert_eq!((run.status, desk.read("sample.toml"), run.err.as_str()), (Some(0), before, ""));
    std::fs::write(desk.path("archive/ferry.md"), text).unwrap();
    std::fs::write(desk.path("archive/harbour.txt"), HARBOUR.replace("وزير النقل", "وزيرة النقل")).unwrap();
    let run = tried(&desk, &["--judged", "sample.toml"]);
    // The other answers are about paragraphs that are as they were.
    assert_eq!(run.err, "1 answer does not count any more: its text or the rules changed.\n");
    assert!(
        run.out.contains("house/plain, en: 1 right, 0 wrong") && !run.out.contains("house/plain, ar: 0"),
        "{run:?}"
    );
    tried(&desk, &["--save", "sample.toml"]);
    assert_eq!(desk.read("sample.toml").matches("verdict = \"\"").count(), 4);
}

#[test]
fn figures_of_rules_that_were_changed_after_they_were_judged_say_so() {
    let desk = desk();
    tried(&desk, &["--save", "sample.toml"]);
    answer(&desk, &["right"; 6]);
    std::fs::write(
        desk.path("house.toml"),
        RULES.replace("\"in order to\" = \"to\"", "\"in order to\" = \"to\", \"on the\" = \"at the\""),
    )
    .unwrap();
    let run = desk.run(&["try", "house.toml", "--judged", "sample.toml"]);
    assert_eq!(run.err, "The rules changed since these findings were drawn.\n");
    let run = tried(&desk, &["--save", "sample.toml"]);
    assert!(run.out.contains("again = true }]"), "{run:?}");
}

#[test]
fn what_cannot_be_tried_is_told() {
    let desk = desk();
    let told = |args: &[&str]| {
        let run = desk.run(&[&["try"], args].concat());
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{run:?}");
        run.err
    };
    assert!(told(&["none.toml", "archive"]).contains("none.toml"));
    assert!(told(&["house.toml", "nowhere"]).contains("there is no such file or folder"));
    assert!(told(&["house.toml", "archive", "--select", "quotes"]).contains("none of the codes under --select"));
    tried(&desk, &["--save", "sample.toml"]);
    assert!(told(&["house.toml", "archive", "--save", "sample.toml", "--seed", "2"]).contains("add --seed 1"));
    answer(&desk, &["rihgt"]);
    assert!(told(&["house.toml", "--judged", "sample.toml"]).contains("did you mean `right`?"));
    std::fs::write(desk.path("house.toml"), RULES.replace("tokens", "tokenz")).unwrap();
    let told = told(&["house.toml", "archive"]);
    assert!(told.contains("unknown key `tokenz`") && !told.contains("no rule has"), "{told}");
}

#[test]
fn rules_that_judge_an_article_by_the_others_are_tried_as_well() {
    let line = "\n\nالمكتب الصحفي للميناء الجديد\n";
    let articles: Vec<(String, String)> = (0..12)
        .map(|number| {
            (format!("archive/{number}.txt"), format!("خبر رقم {number} عن السفن التي وصلت {number} مرات.{line}"))
        })
        .collect();
    let rules = "schema = 1\nname = \"house/lines\"\nlanguages = [\"ar\"]\n[[rule]]\ncode = \"house/lines\"\nkind = \"repeated-line\"\narticles = 5\nshare = 0.01\nshortest = 12\nmessage = \"again\"\n";
    let mut files: Vec<(&str, &str)> = articles.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("house.toml", rules));
    let run = Desk::new(&files).run(&["try", "house.toml", "archive"]);
    assert!(run.out.contains("house/lines, ar: 12 findings in 12 articles"), "{run:?}");
}

#[test]
fn what_is_not_read_or_not_told_is_said() {
    let desk = Desk::new(&[
        ("house.toml", RULES),
        (
            "copydesk.toml",
            "[[override]]\npaths = [\"archive/old/**\"]\nignore = [\"house\"]\nreason = \"as it was printed\"\n",
        ),
        ("archive/old/a.txt", "They met in order to talk about the storm.\n"),
        (
            "archive/wire.jsonl",
            "{\"id\": \"r1\", \"text\": \"They met in order to talk.\"}\n{\"id\": \"r2\"\n{\"id\": \"r3\"}\n",
        ),
        (
            "archive/b.md",
            "<!-- copydesk: ignore house/plain -- quoted -->\nThey met in order to talk about the storm.\n",
        ),
    ]);
    let run = tried(&desk, &[]);
    assert!(run.out.contains("house/plain, en: 1 finding in 1 article"), "{run:?}");
    for part in [
        "1 article checked without house, as copydesk.toml:2 says.\n",
        "error: archive/wire.jsonl:2:12: the record is no JSON object",
        "1 record has no text.\n",
        "1 problem ignored by a comment",
    ] {
        assert!(run.err.contains(part), "{part:?} is missing in\n{}", run.err);
    }
}
