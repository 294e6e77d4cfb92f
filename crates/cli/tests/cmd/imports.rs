//! Rules of other linters, brought in and used.

use std::fs;

use super::files::Desk;

const WORDS: &str = "extends: substitution\nmessage: \"Our readers know '%s' better than '%s'.\"\nlevel: error\nignorecase: true\n\
                     swap:\n  in close proximity to: near\n  'tide(?!mark)': ebb\n";
const SPELLING: &str =
    "extends: spelling\nmessage: \"There is no such word as '%s' in the dictionary of the house.\"\n";

fn desk() -> Desk {
    Desk::new(&[
        ("styles/Daily/PlainWords.yml", WORDS),
        ("styles/Daily/Spelling.yml", SPELLING),
        ("copydesk.toml", "rule-sets = [\"house\"]\nselect = [\"daily\"]\n"),
        ("a.txt", "The fire began in close proximity to the port.\n"),
    ])
}

#[test]
fn a_style_becomes_rules_that_are_proved_and_used() {
    let desk = desk();
    let run = desk.run(&["import", "vale", "styles/Daily", "--output", "house/daily"]);
    let told = "styles/Daily/PlainWords.yml:7: in part: swap: tide(?!mark) (a pattern cannot look at what is around it)\n\
                styles/Daily/Spelling.yml:1: left out: extends: spelling (there is no such kind of rule here)\n\
                Daily (en): 2 rules: 1 imported in part, 1 left out.\n\
                Wrote 1 rule file to house/daily. `copydesk test` proves it, and `rule-sets` in copydesk.toml names it.\n";
    let plain: String = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(plain, told.split_whitespace().collect::<Vec<_>>().join(" "), "{run:?}");
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    let proved = desk.run(&["test", "house/daily/plain-words.toml"]);
    assert_eq!(proved.status, Some(0), "{proved:?}");
    let checked = desk.run(&["check", "--format", "concise", "a.txt"]);
    let line = "a.txt:1:16: error[daily/plain-words] Our readers know 'near' better than 'in close proximity to'.\n";
    assert_eq!(checked.out, line, "{checked:?}");
}

#[test]
fn a_folder_of_styles_is_as_many_styles() {
    let desk = desk();
    let own = WORDS.replace("near\n", "by\n");
    for (name, text) in [
        ("styles/Weekly/PlainWords.yml", own.as_str()),
        ("styles/Weekly/Sport/Scores.yml", WORDS),
        ("styles/config/vocabularies/Desk/accept.txt", "Seaport\n"),
    ] {
        fs::create_dir_all(desk.path(name).parent().unwrap()).unwrap();
        fs::write(desk.path(name), text).unwrap();
    }
    let run = desk.run(&["import", "vale", "styles", "--output", "house"]);
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{run:?}");
    for (path, code) in [
        ("house/Daily/plain-words.toml", "daily/plain-words"),
        ("house/Weekly/plain-words.toml", "weekly/plain-words"),
        ("house/Weekly/scores.toml", "weekly/scores"),
    ] {
        assert!(desk.read(path).contains(&format!("code = \"{code}\"")), "{path}");
    }
}

#[test]
fn what_is_there_is_not_written_over() {
    let desk = desk();
    fs::create_dir_all(desk.path("house")).unwrap();
    fs::write(desk.path("house/plain-words.toml"), "# ours\n").unwrap();
    let run = desk.run(&["import", "vale", "styles/Daily", "--output", "house"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.err.contains("house/plain-words.toml: exists already and was not changed"), "{run:?}");
    assert_eq!(desk.read("house/plain-words.toml"), "# ours\n");
}

#[test]
fn a_single_file_goes_to_standard_output() {
    let run = desk().run(&["import", "vale", "--languages", "ar,en", "styles/Daily/PlainWords.yml"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let begins = "schema = 1\nname = \"daily/plain-words\"\nlanguages = [\"ar\", \"en\"]\n";
    assert!(run.out.starts_with(begins) && run.out.contains("[[rule.example]]"), "{run:?}");
    assert!(run.err.contains("PlainWords.yml:7:") && run.err.contains("1 imported in part"), "{run:?}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let desk = desk();
    let told = |args: &[&str], words: &str| {
        let run = desk.run(&[&["import", "vale"], args].concat());
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.err.contains(words), "{args:?}: {run:?}");
    };
    told(&["styles/Daily"], "help: name one with --output");
    told(&["none", "--output", "out"], "none: there is no such file or folder");
    told(&["styles", "--languages", "xx", "--output", "out"], "unknown language `xx`");
    fs::create_dir_all(desk.path("empty")).unwrap();
    told(&["empty", "--output", "out"], "empty: there is no style in this folder");
    fs::write(desk.path(".vale.ini"), "StylesPath = styles\n[*.md]\nBasedOnStyles = Daily\n").unwrap();
    told(&[".vale.ini"], ".vale.ini: no rule of Vale, which is a YAML file (.yml)");
}

#[test]
fn it_speaks_arabic() {
    let run = desk().run(&["--ui-lang", "ar", "import", "vale", "styles/Daily", "--output", "house/daily"]);
    assert!(run.out.contains("قاعدتان") && run.out.contains("لا نظير هنا لهذا النوع من القواعد"), "{run:?}");
}
