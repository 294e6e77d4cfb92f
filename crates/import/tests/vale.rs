//! Styles of Vale, written for these tests, and what becomes of them.

use std::sync::{Arc, OnceLock};

use copydesk::diagnostic::Diagnostic;
use copydesk::engine::{Engine, Policy, Verdict, prove_rules};
use copydesk::kinds::Purpose;
use copydesk::language::Languages;
use copydesk::rules::{Loader, Options, language_files};
use copydesk::toml_doc::TomlFile;
use copydesk_import::{Imported, StyleFile, Weight, Wish, import};

fn languages() -> &'static Arc<Languages> {
    static LANGUAGES: OnceLock<Arc<Languages>> = OnceLock::new();
    LANGUAGES.get_or_init(|| Arc::new(Languages::load(&language_files(), &mut Vec::new()).unwrap()))
}

fn imported(text: &str) -> Imported {
    let files = [StyleFile { stem: "HouseWords".to_owned(), text: text.to_owned() }];
    import(&files, &Wish { style: "Daily".to_owned(), languages: vec!["en".to_owned()] }, languages()).unwrap()
}

/// The rule file made of a style.
fn rules(text: &str) -> String {
    let mut imported = imported(text);
    let outcome = imported.outcomes.remove(0);
    outcome.rule_file.unwrap_or_else(|| panic!("nothing of it is left: {:?}", outcome.notes)).1
}

/// What is said of it: line, key, reason, and how much is missing.
fn notes(text: &str) -> Vec<(u32, String, &'static str, Weight)> {
    let outcome = imported(text).outcomes.remove(0);
    outcome.notes.into_iter().map(|note| (note.line, note.key, note.reason, note.weight)).collect()
}

/// What the rules of a file say of a text.
fn findings(rules: &str, text: &str) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut loader = Loader::new(languages(), None, Options::default(), Purpose::Check);
    loader.read(&TomlFile::new("rules.toml", rules), &mut problems);
    let book = Arc::new(loader.finish(&mut problems));
    assert_eq!(problems, []);
    let language = languages().get("en").ok().cloned();
    let engine = Engine::new(Arc::clone(languages()), book, Policy { language, ..Policy::default() });
    let article = copydesk::Article { format: copydesk::document::Format::Markdown, ..copydesk::Article::new(text) };
    engine.check(&article).findings
}

/// What they find in it.
fn found<'t>(rules: &str, text: &'t str) -> Vec<&'t str> {
    findings(rules, text).iter().map(|finding| &text[finding.span.range()]).collect()
}

/// What they offer to write.
fn repairs(rules: &str, text: &str) -> Vec<String> {
    let fixes = findings(rules, text).into_iter().filter_map(|finding| finding.fix);
    fixes.flat_map(|fix| fix.edits().to_vec()).map(|edit| edit.text.to_string()).collect()
}

const EXISTENCE: &str = "extends: existence\nmessage: \"Leave out '%s'.\"\nlevel: suggestion\n";
const SUBSTITUTION: &str = "extends: substitution\nmessage: \"Write '%s', not '%s'.\"\nlevel: error\n";

#[test]
fn words_are_found_as_words_and_patterns_as_patterns() {
    let made =
        rules(&format!("{EXISTENCE}ignorecase: true\ntokens:\n  - at this point in time\n  - quite?\n  - '\\d+ %'\n"));
    assert!(made.contains("code = \"daily/house-words\""), "{made}");
    assert!(made.contains("severity = \"info\""), "{made}");
    assert!(made.contains("message = \"Leave out '{match}'.\""), "{made}");
    assert!(made.contains("tokens = [\"at this point in time\", \"quit\", \"quite\"]"), "{made}");
    let text = "At this point in time 7 % of the fleet is quite old, said Quitely.";
    assert_eq!(found(&made, text), ["At this point in time", "7 %", "quite"]);
}

#[test]
fn without_ignorecase_case_counts() {
    let made = rules(&format!("{EXISTENCE}tokens:\n  - May\n  - north sea\n"));
    assert_eq!(found(&made, "May the north sea be calm in may, North Sea."), ["May", "north sea"]);
    let swapped = rules(&format!("{SUBSTITUTION}swap:\n  iphone: iPhone\n  Tube: Underground\n"));
    assert_eq!(found(&swapped, "The iphone shop at the Tube sells an iPhone and a tube."), ["iphone", "Tube"]);
}

/// Every rule of a file has examples, and they are right.
fn assert_proved(made: &str) {
    let mut problems = Vec::new();
    let mut loader = Loader::new(languages(), None, Options::default(), Purpose::Prove);
    loader.read(&TomlFile::new("rules.toml", made), &mut problems);
    let engine = Engine::new(Arc::clone(languages()), Arc::new(loader.finish(&mut problems)), Policy::default());
    assert_eq!(problems, []);
    assert!(engine.rules().iter().all(|rule| !rule.examples.is_empty()), "{made}");
    let proofs = prove_rules(&engine, engine.rules());
    assert!(proofs.iter().all(|proof| proof.verdict == Verdict::Right), "{made}");
}

#[test]
fn every_rule_has_examples_that_are_right() {
    let made = rules(&format!(
        "{SUBSTITUTION}ignorecase: true\nswap:\n  in order to: to\n  'e-?mail': email\n  '\\d+ pct': percent\n"
    ));
    assert_proved(&made);
    assert!(made.contains("bad = \"⟦in order to⟧\"\n  fixed = \"to\""), "{made}");
}

#[test]
fn a_replacement_is_offered_unless_there_are_several() {
    let made = rules(&format!("{SUBSTITUTION}ignorecase: true\nswap:\n  commence: begin\n  terminate: end|stop\n"));
    assert!(made.contains("swap = { commence = \"begin\" }"), "{made}");
    assert!(made.contains("message = \"Write 'end / stop', not '{match}'.\""), "{made}");
    assert!(made.contains("kind = \"existence\""), "{made}");
    let groups = rules(
        &format!("{SUBSTITUTION}swap:\n  '(\\w+)ise': $1ize\n  'US\\$(?=)?': 'cost $5'\n")
            .replace("  'US\\$(?=)?': 'cost $5'\n", "  'dollar(?:s)? five': 'cost $5'\n"),
    );
    assert!(groups.contains("replace = \"${1}ize\""), "{groups}");
    assert!(groups.contains("replace = \"cost $$5\""), "{groups}");
}

#[test]
fn what_a_group_matched_is_put_in_where_words_are_listed_too() {
    let swap = "swap:\n  'cat(s)?|dog(s)?': pet$1$2\n  '(\\w+)ise': $1ize\n  'dollar(?:s)? five': 'US$5'\n";
    let made = rules(&format!("{SUBSTITUTION}ignorecase: true\n{swap}"));
    assert_proved(&made);
    let text = "Dogs organise, it cost dollars five.";
    let changed: Vec<String> = repairs(&made, text);
    assert_eq!(changed, ["pets", "organize", "US$5"], "{made}");
}

#[test]
fn an_entry_without_words_and_odd_keys_are_told() {
    let told =
        |text: &str| notes(text).into_iter().map(|(line, _, why, weight)| (line, why, weight)).collect::<Vec<_>>();
    let part = |line, why| vec![(line, why, Weight::Part)];
    let empty = format!("{SUBSTITUTION}ignorecase: true\nswap:\n  '': nothing\n  once: twice\n");
    assert_eq!(told(&empty), part(6, "import-no-pattern"));
    assert_proved(&rules(&empty));
    let twice = format!("{EXISTENCE}tokens: [tide]\ntokens: [ebb]\n");
    assert_eq!(told(&twice), part(4, "import-twice"));
    assert_eq!(
        told("extends: existence\nmessage: \"No '%s'.\"\nlevel: critical\ntokens: [tide]\n"),
        part(3, "import-level")
    );
    assert_eq!(told("extends: existence\nmessage: ' '\ntokens: [tide]\n"), [(1, "import-missing", Weight::Whole)]);
    let tables = format!("{EXISTENCE}tokens:\n  - tide\n  - Note: this\n");
    assert_eq!(told(&tables), part(6, "import-no-text"));
    let several = format!("{SUBSTITUTION}swap:\n  once: [one, two]\n  tide: ebb\n");
    assert_eq!(told(&several), part(5, "import-no-text"));
    let three = "extends: occurrence\nmessage: 'Too many commas for one sentence.'\nmin: 1\nmax: three\ntoken: ','\n";
    assert_eq!(told(three), part(4, "import-no-number"));
    let without_example = "extends: existence\nmessage: '%s'\nraw: ['(?:\\s)(', 'a|b)']\n";
    assert_eq!(told(without_example), part(3, "import-no-example"), "`copydesk test` refuses it");
}

#[test]
fn nonword_raw_and_append_say_how_a_pattern_is_put_together() {
    let nonword = rules(&format!("{EXISTENCE}nonword: true\ntokens:\n  - '!{{2,}}'\n  - ' ,'\n"));
    assert_eq!(found(&nonword, "Stop!! he said , twice."), ["!!", " ,"]);
    let raw = rules(&format!("{EXISTENCE}ignorecase: true\nraw:\n  - '\\bwas\\s+'\ntokens:\n  - '\\w+ed'\n  - seen\n"));
    assert_eq!(found(&raw, "It Was moored and seen; it was seen."), ["Was moored", "was seen"]);
    let appended = rules(&format!("{EXISTENCE}append: true\nraw:\n  - '\\s+of'\ntokens:\n  - all\n  - off\n"));
    assert_eq!(found(&appended, "all of it, off it, off of it"), ["all of", "off of"]);
    let edges = rules(&format!("{EXISTENCE}tokens:\n  - approx\\.\n  - '\\(sic\\)'\n"));
    assert_eq!(found(&edges, "It cost approx. 5 (sic) euros."), ["approx.", "(sic)"]);
}

#[test]
fn parts_of_articles_are_told_apart_as_far_as_they_are_here() {
    let heading = rules(&format!("{EXISTENCE}scope: heading\ntokens:\n  - exclusive\n"));
    assert_eq!(found(&heading, "# An exclusive report\n\nAn exclusive club reopens.\n"), ["exclusive"]);
    assert!(heading.contains("headings = \"only\"") && heading.contains("format = \"markdown\""), "{heading}");
    let raw = format!("{EXISTENCE}scope: raw\ntokens:\n  - exclusive\n");
    assert_eq!(notes(&raw), [(4, "scope".into(), "import-scope", Weight::Whole)]);
    let sentence = format!("{EXISTENCE}scope: sentence\nnonword: true\ntokens:\n  - ^And\\b\n");
    assert_eq!(notes(&sentence), [(6, "tokens".into(), "import-anchor", Weight::Part)]);
}

#[test]
fn what_has_no_counterpart_is_said_with_its_line() {
    let note = |text: &str| notes(text).into_iter().map(|(line, key, why, _)| (line, key, why)).collect::<Vec<_>>();
    let of = |line, key: &str, why| vec![(line, key.to_owned(), why)];
    assert_eq!(
        note(&format!("{EXISTENCE}tokens:\n  - ok\n  - 'tide(?!mark)'\n")),
        of(6, "tokens", "import-look-around")
    );
    assert_eq!(
        note(&format!("{EXISTENCE}tokens:\n  - ok\n  - '(\\w+) \\1'\n")),
        of(6, "tokens", "import-back-reference")
    );
    assert_eq!(note(&format!("{EXISTENCE}limit: 3\ntokens:\n  - ok\n")), of(4, "limit", "import-key"));
    assert_eq!(
        note(&format!("{EXISTENCE}action:\n  name: remove\ntokens:\n  - ok\n")),
        of(4, "action", "import-action")
    );
    assert_eq!(note("extends: spelling\nmessage: no"), of(1, "extends", "import-kind"));
    assert_eq!(note("extends: script\nmessage: no\nscript: x"), of(1, "extends", "import-kind"));
    assert_eq!(note("extends: existence\ntokens: [a]"), of(1, "message", "import-missing"));
    assert_eq!(note("extends: existence\nmessage: [\n"), of(3, "", "import-no-yaml"));
    assert_eq!(note("- a\n- b\n"), of(1, "", "import-no-yaml"));
    let all_lost = note(&format!("{EXISTENCE}tokens:\n  - 'tide(?!mark)'\n"));
    assert_eq!(all_lost[1], (5, "tokens".to_owned(), "import-look-around"));
    assert_eq!(all_lost[0], (1, "extends".to_owned(), "import-nothing-left"));
    let same = format!("{SUBSTITUTION}ignorecase: true\nswap:\n  once: after\n  Once: After\n");
    assert_eq!(note(&same), of(7, "swap", "import-same-word"));
    assert_eq!(note(&format!("{EXISTENCE}vocab: false\nname: x\ntokens: [ok]\n")), vec![], "these say nothing here");
}

#[test]
fn exceptions_are_taken_out_where_words_are_listed() {
    let made = rules(&format!("{EXISTENCE}ignorecase: true\nexceptions: [harbours]\ntokens:\n  - harbours?\n"));
    assert!(made.contains("tokens = [\"harbour\"]"), "{made}");
    let pattern = format!("{EXISTENCE}nonword: true\nexceptions: [NATO]\ntokens:\n  - '\\b[A-Z]{{4}}\\b'\n");
    assert_eq!(notes(&pattern), [(5, "exceptions".into(), "import-exceptions", Weight::Part)]);
}

#[test]
fn a_replacement_by_one_text_is_a_substitution() {
    let action = "action:\n  name: replace\n  params: [ferry]\n";
    let made = rules(&format!("{EXISTENCE}ignorecase: true\n{action}tokens:\n  - ferryboat\n"));
    assert!(made.contains("kind = \"substitution\"") && made.contains("swap = { ferryboat = \"ferry\" }"), "{made}");
}

#[test]
fn a_style_is_for_the_language_of_its_messages() {
    let rule = |message: &str, token: &str| StyleFile {
        stem: "Words".into(),
        text: format!("extends: existence\nmessage: \"{message}\"\nignorecase: true\ntokens:\n  - {token}\n"),
    };
    let of = |file: StyleFile| import(&[file], &Wish { style: "دار".into(), ..Wish::default() }, languages()).unwrap();
    let arabic = of(rule("نكتب الخبر من دون عبارة «%s» لأنها لا تضيف إلى القارئ شيئا.", "قام بعملية"));
    assert_eq!(arabic.languages, ["ar"]);
    let made = &arabic.outcomes[0].rule_file.as_ref().unwrap().1;
    assert!(made.contains("code = \"rule/words\"") && made.contains("bad = \"⟦قام بعملية⟧\""), "{made}");
    assert_eq!(of(rule("We leave out the words '%s', since nobody misses them.", "as such")).languages, ["en"]);
    let words = "with regard to the fact that it is not what they said it was";
    assert_eq!(of(rule("'%s'!", words)).languages, ["en"], "the words tell where the message does not");
    assert_eq!(of(rule("%s", "as such")).languages, ["*"]);
    let both = Wish { style: "daily".into(), languages: vec!["ar".into(), "en".into()] };
    let both =
        import(&[rule("We leave out '%s'.", "قام بعملية"), rule("We leave out '%s'.", "as such")], &both, languages());
    let made: Vec<String> = both.unwrap().outcomes.into_iter().map(|outcome| outcome.rule_file.unwrap().1).collect();
    assert!(made[0].contains("lang = \"ar\"\n  bad = \"⟦قام بعملية⟧\""), "{}", made[0]);
    assert!(made[1].contains("lang = \"en\"\n  bad = \"⟦as such⟧\""), "{}", made[1]);
    let quotes = Wish { style: "Quotes".into(), languages: vec!["en".into()] };
    let made = import(&[rule("We leave out '%s'.", "as such")], &quotes, languages()).unwrap().outcomes.remove(0);
    assert!(made.rule_file.unwrap().1.contains("code = \"quotes-2/words\""), "a built-in group is not added to");
    let unknown = Wish { languages: vec!["xx".into()], ..Wish::default() };
    assert!(import(&[], &unknown, languages()).is_err());
}

#[test]
fn whatever_a_file_says_nothing_breaks() {
    let values =
        ["", "~", "[]", "{}", "[[a]]", "{a: b}", "'('", "[null, {}]", "-1", "99999999999999999999", "'%s%'", "true"];
    let keys = [
        "message",
        "level",
        "scope",
        "tokens",
        "raw",
        "swap",
        "either",
        "token",
        "max",
        "first",
        "second",
        "match",
        "exceptions",
        "action",
        "threshold",
    ];
    let kinds = [
        "existence",
        "substitution",
        "occurrence",
        "repetition",
        "consistency",
        "conditional",
        "capitalization",
        "sequence",
    ];
    for kind in kinds {
        for key in keys {
            for value in values {
                let others = keys.iter().filter(|other| **other != key).map(|other| match *other {
                    "message" => "message: Leave out '%s' here.\n".to_owned(),
                    "level" | "scope" | "exceptions" | "action" | "raw" | "threshold" => String::new(),
                    "tokens" if kind == "sequence" => "tokens: [{pattern: tide}, {pattern: mark}]\n".to_owned(),
                    "tokens" => "tokens: [tide]\n".to_owned(),
                    "swap" | "either" => format!("{other}: {{tide: mark}}\n"),
                    "max" => "max: 2\n".to_owned(),
                    "match" => "match: $title\n".to_owned(),
                    other => format!("{other}: tide\n"),
                });
                let text = format!("extends: {kind}\n{key}: {value}\n{}", others.collect::<String>());
                let outcome = imported(&text).outcomes.remove(0);
                match &outcome.rule_file {
                    // What has no example is said to be missing one.
                    Some((_, made)) if outcome.missing() == Weight::Remark => assert_proved(made),
                    Some(_) => {}
                    None => assert_eq!(outcome.missing(), Weight::Whole, "{text}"),
                }
            }
        }
    }
}

#[test]
fn what_is_counted_is_counted_here_too() {
    let rule = "extends: occurrence\nmessage: \"Too many commas make a sentence hard to follow.\"\n";
    let commas = rules(&format!("{rule}scope: sentence\nmax: 2\ntoken: ','\n"));
    assert!(commas.contains("kind = \"occurrence\"") && commas.contains("per = \"sentence\""), "{commas}");
    assert_eq!(found(&commas, "Rain, wind, hail, snow. Sun, sea."), [","]);
    assert!(commas.contains("bad = "), "{commas}");
    let least = rules(&format!("{rule}scope: summary\nmin: 1\ntoken: harbour\nignorecase: true\n"));
    assert_proved(&least);
    assert!(least.contains("at-least = 1") && least.contains("per = \"article\""), "{least}");
    assert_eq!(found(&least, "The tide is high.\n\nThe Harbour is shut.\n"), [""; 0]);
    for any in ["\\b(\\w+)\\b", "[^\\s]+", "\\S+"] {
        let words = rules(&format!("{rule}scope: sentence\nmax: 5\ntoken: '{any}'\n"));
        assert!(words.contains("kind = \"length\"\n") && words.contains("unit = \"words\""), "{words}");
        assert_eq!(found(&words, "One two three four five. One two three four five six.").len(), 1, "{words}");
    }
}

#[test]
fn words_that_stand_twice_are_found_here_too() {
    let made = rules(
        "extends: repetition\nmessage: \"'%s' is there twice\"\nalpha: true\nexceptions: [had]\ntokens:\n  - '[^\\s]+'\n",
    );
    assert!(made.contains("kind = \"repetition\"") && !made.contains("pattern"), "{made}");
    assert_eq!(found(&made, "The the crew had had enough."), ["The the"]);
    let some = rules("extends: repetition\nmessage: \"'%s' is there twice\"\ntokens:\n  - '[a-z]{3}'\n");
    assert_eq!(found(&some, "The crew said that that the the tide is is high."), ["the the"]);
}

#[test]
fn one_spelling_is_kept_to_here_too() {
    let made = rules(
        "extends: consistency\nmessage: \"'%s' is spelt in two ways\"\nignorecase: true\neither:\n  advis[e]rs?: advis[o]rs?\n  e-mail: email\n",
    );
    assert!(made.contains("[\"adviser\", \"advisor\"]") && made.contains("[\"advisers\", \"advisors\"]"), "{made}");
    assert_eq!(found(&made, "The adviser met advisers and an advisor.").len(), 1);
    let lost = "extends: consistency\nmessage: \"'%s'\"\neither:\n  '\\w+ise': '\\w+ize'\n";
    assert_eq!(notes(lost).last().unwrap().2, "import-words");
}

#[test]
fn what_one_thing_calls_for_is_asked_for_here_too() {
    let made = rules(
        "extends: conditional\nmessage: \"'%s' is never explained\"\nfirst: '\\b([A-Z]{3,5})\\b'\nsecond: '\\(([A-Z]{3,5})\\)'\nexceptions: [NATO]\n",
    );
    assert!(made.contains("kind = \"conditional\"") && made.contains("except = [\"NATO\"]"), "{made}");
    let text = "The harbour board (HBA) met NATO. The HBA and the RNLI agreed.";
    assert_eq!(found(&made, text), ["RNLI"]);
    let without_group =
        rules("extends: conditional\nmessage: \"'%s' needs a source\"\nfirst: '\\bpoll\\b'\nsecond: 'conducted by'\n");
    assert_eq!(found(&without_group, "A poll found support.\n\nIt was conducted by phone.\n"), [""; 0]);
    assert_eq!(found(&without_group, "A poll found support.\n"), ["poll"]);
}

#[test]
fn headings_are_held_to_a_style_here_too() {
    let rule = "extends: capitalization\nmessage: \"'%s' is not written as our headings are\"\nscope: heading\n";
    let made = rules(&format!("{rule}match: $title\nstyle: AP\nexceptions: [iPhone]\nthreshold: 0.9\n"));
    assert!(made.contains("style = \"title\"") && made.contains("tolerance = 0.1"), "{made}");
    assert_eq!(found(&made, "# Council Votes for New Harbour Wall\n\nThe council met on Monday night.\n"), [""; 0]);
    assert_eq!(found(&made, "# Council votes on new harbour wall\n\nThe council met on Monday night.\n").len(), 1);
    let pattern = format!("{rule}match: '^[A-Z]'\n");
    assert_eq!(notes(&pattern), [(4, "match".into(), "import-match", Weight::Whole)]);
}

#[test]
fn words_in_a_row_are_found_here_too() {
    let rule = "extends: sequence\nmessage: \"'%s' says it twice\"\nignorecase: true\ntokens:\n";
    let made = rules(&format!("{rule}  - pattern: very|most\n  - pattern: unique\n    skip: 2\n"));
    assert!(made.contains("kind = \"sequence\"") && made.contains("class = \"any\""), "{made}");
    assert_eq!(found(&made, "It is a very unique and a most truly unique boat."), ["very unique", "most truly unique"]);
    let tagged = format!("{rule}  - tag: NN\n  - pattern: unique\n");
    assert_eq!(notes(&tagged), [(5, "tag".into(), "import-tag", Weight::Whole)]);
}
