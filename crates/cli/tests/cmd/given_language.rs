//! A newsroom that writes in a language of its own: the language, its rules, its names and the words of the program are files that
//! copydesk.toml names, and nothing is built. The calls `kurdish-*` show what it gets.

use std::fs;

use serde_json::{Value, json};

use super::editor::Editor;
use super::files::Desk;

const LANGUAGE: &str = include_str!("kurdish/lang/ckb.toml");
const RULES: &str = include_str!("kurdish/rules/ckb-ads.toml");
const MARKET: &str = include_str!("kurdish/news/market.txt");
const PERSIAN: &str = include_str!("../../../../tests/languages/known/fa.txt");
const CONFIG: &str = "rule-sets = ['rules/*.toml']\n[data]\nlanguages = ['lang/*.toml']\n";
const NEWSROOM: &[(&str, &str)] = &[
    ("copydesk.toml", CONFIG),
    ("lang/ckb.toml", LANGUAGE),
    ("rules/ads.toml", RULES),
    ("market.txt", MARKET),
    ("persian.txt", PERSIAN),
];

/// The languages that articles are read as, by `blocks`.
fn languages(desk: &Desk, args: &[&str]) -> Vec<String> {
    let run = desk.run(&[&["blocks", "--format", "jsonl"], args].concat());
    assert_eq!(run.status, Some(0), "{run:?}");
    let tag = |line: &str| serde_json::from_str::<Value>(line).unwrap()["lang"].as_str().map(str::to_owned);
    let mut tags: Vec<String> = run.out.lines().filter_map(tag).collect();
    tags.dedup();
    tags
}

/// What is wrong with a configuration and its files, as `check` tells it: each problem in a line, and its help in the next.
fn problems(config: &str, files: &[(&str, &str)]) -> Vec<String> {
    let desk = Desk::new(&[&[("copydesk.toml", config), ("a.txt", "All is well.\n")], files].concat());
    let run = desk.run(&["check"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    let told = |line: &str| {
        let line = line.trim();
        line.strip_prefix("error: ").or(line.strip_prefix("help: ")).map(str::to_owned)
    };
    run.err.lines().filter_map(told).collect()
}

#[test]
fn articles_in_it_are_told_from_its_neighbours() {
    let desk = Desk::new(NEWSROOM);
    assert_eq!(languages(&desk, &["market.txt"]), ["ckb"]);
    assert_eq!(languages(&desk, &["persian.txt"]), ["fa"]);
    assert_eq!(languages(&desk, &["--isolated", "market.txt"]), ["und"], "without the file nobody knows it");
}

#[test]
fn it_is_a_language_wherever_one_is_named() {
    let desk = Desk::new(NEWSROOM);
    fs::write(desk.path("short.txt"), "ناوی شار\n").unwrap();
    assert_eq!(languages(&desk, &["short.txt"]), ["und"]);
    assert_eq!(languages(&desk, &["--lang", "ckb", "short.txt"]), ["ckb"]);
    fs::write(desk.path("copydesk.toml"), format!("languages = ['ckb']\n{CONFIG}")).unwrap();
    let concise = |args: &[&str]| desk.run(&[&["check", "--format", "concise"], args].concat());
    let checked = concise(&["market.txt"]);
    assert!(checked.out.starts_with("market.txt:7:1: error[ads/promo-line] "), "{checked:?}");
    let unknown = concise(&["--isolated", "--lang", "ckb", "market.txt"]);
    assert!(unknown.err.starts_with("error: unknown language `ckb`"), "{unknown:?}");
    let rules = desk.run(&["rules", "--format", "json"]);
    let rules: Value = serde_json::from_str(&rules.out).unwrap();
    let of_house = |rule: &&Value| rule["languages"] == json!(["ckb"]);
    let codes: Vec<&Value> =
        rules["rules"].as_array().unwrap().iter().filter(of_house).map(|rule| &rule["code"]).collect();
    assert_eq!(codes, ["ads/promo-line"]);
    assert_eq!(desk.run(&["explain", "ads/promo-line"]).status, Some(0));
}

#[test]
fn it_holds_for_the_folder_of_its_configuration() {
    let desk = Desk::new(&[("a/copydesk.toml", CONFIG), ("a/lang/ckb.toml", LANGUAGE), ("a/rules/ads.toml", RULES)]);
    for folder in ["a", "b"] {
        fs::create_dir_all(desk.path(folder)).unwrap();
        fs::write(desk.path(format!("{folder}/market.txt")), MARKET).unwrap();
    }
    let run = desk.run(&["check", "--format", "concise"]);
    assert_eq!(run.out.lines().filter(|line| line.contains("ads/promo-line")).count(), 1, "{run:?}");
    assert!(run.out.starts_with("a/market.txt:7:1: "), "{run:?}");
}

#[test]
fn a_configuration_that_others_extend_gives_it_to_them() {
    let desk = Desk::new(&[
        ("shared/base.toml", CONFIG),
        ("shared/lang/ckb.toml", LANGUAGE),
        ("shared/rules/ads.toml", RULES),
        ("copydesk.toml", "extends = 'shared/base.toml'\n"),
        ("market.txt", MARKET),
    ]);
    assert_eq!(languages(&desk, &["market.txt"]), ["ckb"]);
}

#[test]
fn a_built_in_language_is_replaced_as_a_whole() {
    let language = |marks: &str| {
        format!(
            "schema = 1\ntag = 'sv'\nscript = 'Latn'\nfunction-words = ['och']\n[quotations]\npairs = ['{marks}']\n"
        )
    };
    let text = "Hon sade ”ja» och gick hem till bryggan igen.\n";
    let desk = Desk::new(&[("copydesk.toml", "[data]\nlanguages = ['sv.toml']\n"), ("a.txt", text)]);
    let found = |marks: &str| {
        fs::write(desk.path("sv.toml"), language(marks)).unwrap();
        desk.run(&["check", "--lang", "sv", "--select", "quotes", "--format", "concise"]).out
    };
    assert_ne!(found("«»"), found("”»"));
    assert!(!found("”»").contains("quotes/"), "the house's own pair");
}

#[test]
fn what_was_found_before_a_file_changed_is_forgotten() {
    let desk = Desk::new(NEWSROOM);
    fs::create_dir(desk.path("cache")).unwrap();
    let check = || desk.run(&["check", "--cache-dir", "cache", "--format", "concise"]).out;
    assert!(check().contains("ads/promo-line"));
    assert_eq!(check(), check());
    // Without its words the language is told no more.
    let wordless = LANGUAGE.replacen("tag = \"ckb\"", "tag = \"sdh\"", 1).replace("ئەو", "xxx");
    fs::write(desk.path("lang/ckb.toml"), wordless).unwrap();
    fs::write(desk.path("rules/ads.toml"), RULES.replacen("\"ckb\"", "\"sdh\"", 1)).unwrap();
    fs::write(desk.path("lang/other.toml"), LANGUAGE).unwrap();
    assert!(!check().contains("ads/promo-line"));
}

#[test]
fn an_editor_knows_it() {
    let mut editor = Editor::start(&NEWSROOM[..3], &["utf-8"]);
    let told = editor.open("market.txt", MARKET);
    assert_eq!(told["diagnostics"][0]["code"], json!("ads/promo-line"), "{told}");
    editor.quit();
}

#[test]
fn mistakes_are_told_with_their_place() {
    let told = |config: &str, files: &[(&str, &str)]| problems(config, files).remove(0);
    assert_eq!(
        problems("[data]\nlangauges = ['a']\n", &[])[..2],
        ["copydesk.toml:2:1: unknown key `langauges`", "did you mean `languages`?"]
    );
    let config = "[data]\nlanguages = ['*.lang']\n";
    assert_eq!(told(config, &[]), "copydesk.toml:2:14: no file matches `*.lang`");
    for glob in ["/etc/*.toml", "../lang/*.toml"] {
        let told = told(&format!("[data]\nui = ['{glob}']\n"), &[]);
        assert!(told.starts_with("copydesk.toml:2:7: "), "{told}");
    }
    let with = |text: &str| told(config, &[("x.lang", text)]);
    assert!(
        with("schema = 1\ntag = 'und'\nscript = 'Arab'\n")
            .starts_with("x.lang:2:7: `und` is text of no known language")
    );
    assert_eq!(
        with("schema = 1\ntag = 'Sorani'\nscript = 'Arab'\n"),
        "x.lang:2:7: not a language tag of BCP 47, such as ckb or pt-BR"
    );
    assert!(with("schema = 1\ntag = 'ckb'\n").starts_with("x.lang:2:7: a language needs a `script`"));
    assert!(with("schema = 1\ntag = 'ckb'\nscript = 'Kurd'\n").starts_with("x.lang:3:10: not a script code"));
    assert!(
        with("schema = 1\ntag = 'ckb'\nscript = 'Arab'\nfonld = {}\n").starts_with("x.lang:4:1: unknown key `fonld`")
    );
    assert_eq!(
        problems(config, &[("a.lang", LANGUAGE), ("b.lang", LANGUAGE)]),
        ["b.lang:2:1: the language `ckb` is given twice, also in a.lang"]
    );
}

#[test]
fn a_file_in_the_wrong_place_is_told_where_it_belongs() {
    assert_eq!(
        problems("rule-sets = ['x.toml']\n", &[("x.toml", LANGUAGE)]),
        [
            "x.toml:2:1: this is a language, not a rule set",
            "name it under `languages` in the [data] table of copydesk.toml"
        ]
    );
    let (words, names) = (include_str!("kurdish/ui/ckb.toml"), include_str!("kurdish/names/kurdistan.toml"));
    for (list, text, told) in [
        ("languages", RULES, "this is a rule set, not a language"),
        ("gazetteers", words, "this is a file of the program's words, not a gazetteer"),
        ("conventions", names, "this is a gazetteer, not a file of conventions"),
        ("ui", CONFIG, "this is a configuration, not a file of the program's words"),
    ] {
        let problems = problems(&format!("[data]\n{list} = ['x.toml']\n"), &[("x.toml", text)]);
        assert!(problems[0].starts_with("x.toml:") && problems[0].ends_with(told), "{problems:?}");
    }
}

#[test]
fn the_program_speaks_it_with_words_that_the_configuration_of_the_current_folder_gives() {
    let words = "schema = 1\ntag = 'ckb'\ndirection = 'rtl'\n[words]\nno-findings = 'هیچ نەدۆزرایەوە'\n";
    let desk = Desk::new(&[
        ("copydesk.toml", "[data]\nui = ['words.toml']\n"),
        ("words.toml", words),
        ("a.txt", "All is well on the pier.\n"),
    ]);
    let run = desk.run(&["check", "--ui-lang", "ckb"]);
    assert_eq!((run.status, run.out.as_str()), (Some(0), "هیچ نەدۆزرایەوە\n"), "{run:?}");
    let named = desk.run(&["check", "--ui-lang", "ckb", "--config", "copydesk.toml"]);
    assert_eq!(named.out, run.out);
    for args in [&["check", "--ui-lang", "ckb", "--isolated"], &["check", "--ui-lang", "kmr", "a.txt"]] {
        let unknown = desk.run(args);
        assert_eq!((unknown.status, unknown.out.as_str()), (Some(2), ""), "{unknown:?}");
    }
    // A mistake in it is told by every run, in whatever language.
    fs::write(desk.path("words.toml"), words.replace("no-findings", "no-findigs")).unwrap();
    let run = desk.run(&["check"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("words.toml:5:1") && run.err.contains("did you mean `no-findings`?"), "{run:?}");
}
