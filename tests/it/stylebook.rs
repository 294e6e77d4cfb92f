//! The stylebook at work: its variants are flagged and repaired, and its spelling wins inside an article.

use std::sync::Arc;

use copydesk::diagnostic::{Applicability, Diagnostic, Severity};
use copydesk::document::Article;
use copydesk::engine::{Engine, Policy, Selection};
use copydesk::language::Languages;
use copydesk::rules::{Loader, Options, gazetteer_files, language_files, rule_files};
use copydesk::text::Problem;
use copydesk::toml_doc::TomlFile;

const STYLEBOOK: &str = r#"
[[name]]
name = "سيرغي لافروف"
lang = "ar"
variants = ["سيرجي لافروف", "سيرغى لافروف"]
same-as = { en = "Sergey Lavrov" }
note = "House decision."
[[name]]
name = "Sergey Lavrov"
lang = "en"
variants = ["Sergei Lavrov", "Lavrow"]
[[name]]
name = "غوتنبرغ"
"#;

fn engine(stylebook: &str) -> (Engine, Vec<Problem>) {
    engine_with(stylebook, Policy::default())
}

/// An engine that runs the rule about house style alone.
fn house_engine(stylebook: &str) -> Engine {
    let selection = Selection { select: vec!["names/house-style".into()], ..Selection::default() };
    let (engine, problems) = engine_with(stylebook, Policy { selection, ..Policy::default() });
    assert_eq!(problems, []);
    engine
}

fn engine_with(stylebook: &str, policy: Policy) -> (Engine, Vec<Problem>) {
    let mut problems = Vec::new();
    let languages = Languages::load(&language_files(), &mut problems).unwrap();
    let file = TomlFile::new("stylebook.toml", stylebook);
    let mut loader = Loader::new(&languages, Some(&file), Options::default(), copydesk::kinds::Purpose::Check);
    for rules in rule_files()
        .iter()
        .filter(|file| file.name.ends_with("/names.toml") || file.name.ends_with("/names/article.toml"))
    {
        loader.read(rules, &mut problems);
    }
    let book = loader.finish(&mut problems);
    (Engine::new(Arc::new(languages), Arc::new(book), policy), problems)
}

fn found(text: &str, code: &str) -> Vec<(String, Option<Applicability>)> {
    let (engine, problems) = engine(STYLEBOOK);
    assert_eq!(problems, []);
    let article = Article::new(text);
    let spelled =
        |found: &Diagnostic| article.source.text()[found.span.start as usize..found.span.end as usize].to_owned();
    let diagnostics = engine.check(&article).findings;
    let wanted = diagnostics.iter().filter(|found| found.code.as_str() == code);
    wanted.map(|found| (spelled(found), found.fix.as_ref().map(|fix| fix.applicability))).collect()
}

fn fixed(text: &str) -> String {
    let (engine, _) = engine(STYLEBOOK);
    let outcome = super::support::repaired(&engine, &Article::new(text), Applicability::Safe);
    outcome.repaired_text().unwrap_or(text).to_owned()
}

#[test]
fn variants_are_flagged_and_clitics_stay() {
    let text = "قال الوزير إن الرسالة وصلت إلى الوزارة وسيرجي لافروف وقّعها، ثم شكر سيرغى لافروف الحضور.";
    let safe = Some(Applicability::Safe);
    assert_eq!(found(text, "names/house-style"), [("سيرجي لافروف".to_owned(), safe), ("سيرغى لافروف".to_owned(), safe)]);
    assert_eq!(fixed(text), "قال الوزير إن الرسالة وصلت إلى الوزارة وسيرغي لافروف وقّعها، ثم شكر سيرغي لافروف الحضور.");
}

#[test]
fn the_wanted_spelling_and_other_languages_are_left_alone() {
    assert_eq!(found("وصل سيرغي لافروف إلى المدينة، وقال سِيرغي لافروف إن الطقس جميل اليوم.", "names/house-style"), []);
    let text = "The minister, Sergey Lavrov, arrived in the city on Monday and said that the weather was fine.";
    assert_eq!(found(text, "names/house-style"), []);
    assert_eq!(fixed(&text.replace("Sergey", "Sergei")), text);
}

#[test]
fn the_stylebook_wins_over_the_majority() {
    let text = "وصل الفريق إلى غوتنبرج صباحا، وتدرب في غوتنبرج مساء، ثم غادر اللاعبون غوتنبرغ في اليوم التالي.";
    let safe = Some(Applicability::Safe);
    assert_eq!(found(text, "names/inconsistent"), [("غوتنبرج".to_owned(), safe), ("غوتنبرج".to_owned(), safe)]);
    assert_eq!(fixed(text), text.replace("غوتنبرج", "غوتنبرغ"));
}

#[test]
fn a_faulty_stylebook_is_a_problem_said_once() {
    let (_, problems) = engine("[[name]]\nname = 'a'\nvariant = ['b']\n");
    let said: Vec<String> = problems.iter().map(|problem| format!("{problem:#}")).collect();
    assert_eq!(said, ["stylebook.toml:3:1: unknown key `variant` (did you mean `variants`?)"]);
}

/// What one stylebook finds in one text, by the words under it: severity and repair.
fn found_with(stylebook: &str, text: &str) -> Vec<(String, Severity, Option<Applicability>)> {
    let article = Article::new(text);
    let diagnostics = house_engine(stylebook).check(&article).findings;
    let own = diagnostics.iter();
    own.map(|found| {
        let spelled = article.source.text()[found.span.start as usize..found.span.end as usize].to_owned();
        (spelled, found.severity, found.fix.as_ref().map(|fix| fix.applicability))
    })
    .collect()
}

fn sure(words: &[&str]) -> Vec<(String, Severity, Option<Applicability>)> {
    words.iter().map(|word| ((*word).to_owned(), Severity::Error, Some(Applicability::Safe))).collect()
}

fn likely(words: &[&str]) -> Vec<(String, Severity, Option<Applicability>)> {
    words.iter().map(|word| ((*word).to_owned(), Severity::Warning, Some(Applicability::Unsafe))).collect()
}

/// An entry without any variant, for one language.
fn entry(lang: &str, name: &str) -> String {
    format!("[[name]]\nname = \"{name}\"\nlang = \"{lang}\"\n")
}

/// The text after the repairs, made twice: the second time nothing is left to do.
fn repaired(stylebook: &str, text: &str, most: Applicability) -> String {
    let engine = house_engine(stylebook);
    let fix = |text: &str| {
        let outcome = super::support::repaired(&engine, &Article::new(text), most);
        outcome.repaired_text().unwrap_or(text).to_owned()
    };
    let once = fix(text);
    assert_eq!(fix(&once), once, "a second run repairs nothing");
    once
}

#[test]
fn hamzas_vowel_signs_hyphens_and_spaces_need_no_listing() {
    let own = entry("ar", "أورهان أكسويلي") + &entry("ar", "عبد الواسع مثالي");
    let text = "قال اورهان اكسويلي إن الوفد وصل إلى المدينة، وحضر أورهان-أكسويلي المأدبة في المساء، ثم ألقى عبدالواسع مثالي كلمته، وشكره أُورهان أكسويلي.";
    assert_eq!(found_with(&own, text), sure(&["اورهان اكسويلي", "أورهان-أكسويلي", "عبدالواسع مثالي"]));
    let wanted = "قال أورهان أكسويلي إن الوفد وصل إلى المدينة، وحضر أورهان أكسويلي المأدبة في المساء، ثم ألقى عبد الواسع مثالي كلمته، وشكره أُورهان أكسويلي.";
    assert_eq!(repaired(&own, text, Applicability::Safe), wanted);
}

#[test]
fn accents_hyphens_and_joined_words_in_latin_letters() {
    let own = entry("en", "Abd al-Mithal") + &entry("en", "Zoë Exempelsson");
    let text = "The report by Abd al Mithal was read by Zoe Exempelsson, and the minister thanked Abd Al-Mithal and Zoë Exempelsson for it.";
    assert_eq!(found_with(&own, text), sure(&["Abd al Mithal", "Zoe Exempelsson"]));
    let wanted = text.replace("al Mithal", "al-Mithal").replace("Zoe", "Zoë");
    assert_eq!(repaired(&own, text, Applicability::Safe), wanted);
    // A compound takes a hyphen of its own.
    assert_eq!(
        found_with(
            &entry("en", "New Exempel"),
            "It was the first of the New-Exempel-style houses that were built after the war."
        ),
        []
    );
}

#[test]
fn a_spelling_near_the_name_is_likely() {
    let own = entry("ar", "غريغور ميتشالسكي");
    let text = "وصل جريجور ميتشالسكي إلى المدينة أمس، وقال غريغور ميتشلسكي للصحفيين إن الاتفاق قريب.";
    assert_eq!(found_with(&own, text), likely(&["جريجور ميتشالسكي", "غريغور ميتشلسكي"]));
    assert_eq!(repaired(&own, text, Applicability::Safe), text);
    let wanted = "وصل غريغور ميتشالسكي إلى المدينة أمس، وقال غريغور ميتشالسكي للصحفيين إن الاتفاق قريب.";
    assert_eq!(repaired(&own, text, Applicability::Unsafe), wanted);
    let own = entry("en", "Dmitry Voskoboynikov");
    let text =
        "The talks were led by Dmitri Voskoboinikov, who said on Monday that they had been useful and would go on.";
    assert_eq!(found_with(&own, text), likely(&["Dmitri Voskoboinikov"]));
}

#[test]
fn a_near_spelling_is_left_alone_if_it_is_something_else() {
    // Another given name, an ordinary word, an inflection, another name of the stylebook.
    let own = entry("ar", "غريغور ميتشالسكي") + &entry("ar", "كازاخستان") + &entry("ar", "مالطا");
    let text = "قال توماش ميتشالسكي إن الوفد الكازاخستاني يصل غدا، وإن مالي تشارك في المؤتمر وتطالب بمالطة في المقابل.";
    assert_eq!(found_with(&own, text), []);
    // Claimed by two, it belongs to neither.
    let both = entry("en", "Voskoboynikov") + &entry("en", "Voskoboynikow");
    assert_eq!(
        found_with(&both, "The talks were led by Voskoboinikov, who said on Monday that they had been useful."),
        []
    );
    assert_eq!(
        found_with(
            &entry("en", "Voskoboynikov"),
            "The talks were led by Voskoboinikov, who said on Monday that they had been useful."
        )
        .len(),
        1
    );
}

#[test]
fn the_last_word_alone() {
    let own = "[[name]]\nname = 'Dmitry Voskoboynikov'\nlang = 'en'\nvariants = ['Dmitri Voskoboinikow']\n";
    // Where the article has the whole name, its last word alone is the same person.
    let text = "The talks were led by Dmitry Voskoboynikov. They were useful, the minister said after Voskoboinikow left the hall.";
    assert_eq!(found_with(own, text), sure(&["Voskoboinikow"]));
    assert_eq!(repaired(own, text, Applicability::Safe), text.replace("Voskoboinikow", "Voskoboynikov"));
    // Elsewhere it is only likely, and beside another given name it is somebody else.
    let text =
        "They were useful, the minister said on Monday after Voskoboinikow left the hall with all of the others.";
    assert_eq!(found_with(own, text), likely(&["Voskoboinikow"]));
    let text =
        "They were useful, the minister said on Monday after Yelena Voskoboinikow left the hall with the others.";
    assert_eq!(found_with(own, text), []);
    // As written in the name it is no variant of the whole.
    let text =
        "They were useful, the minister said on Monday after Voskoboynikov left the hall with all of the others.";
    assert_eq!(found_with(own, text), []);
    // Of two with one surname nobody knows which is meant.
    let two = format!("{own}[[name]]\nname = 'Anna Voskoboynikov'\nlang = 'en'\n");
    assert_eq!(
        found_with(
            &two,
            "They were useful, the minister said on Monday after Voskoboinikow left the hall with the others."
        ),
        []
    );
}

#[test]
fn articles_clitics_and_endings_stay_or_merge() {
    let own = "[[name]]\nname = 'المثالستان'\nlang = 'ar'\nvariants = ['المتالستان', 'متالستان']\n";
    let text = "سافر الوفد إلى المتالستان، وأهدى للمتالستان تمثالا، ثم عاد من متالستان، وشكر لمتالستان حسن الضيافة، وودع والمتالستان.";
    let wanted = "سافر الوفد إلى المثالستان، وأهدى للمثالستان تمثالا، ثم عاد من المثالستان، وشكر للمثالستان حسن الضيافة، وودع والمثالستان.";
    assert_eq!(repaired(own, text, Applicability::Safe), wanted);
    let own = "[[name]]\nname = 'Sergey Mithalow'\nvariants = ['Sergei Mitalow']\n";
    let text = "The report, Sergei Mitalow's first, was read by all of them and it was the best that they had seen.";
    assert_eq!(repaired(own, text, Applicability::Safe), text.replace("Sergei Mitalow", "Sergey Mithalow"));
    let text = "Die Rede Sergei Mitalows war nicht lang, und auch die Fragen nach der Rede wurden von ihm beantwortet.";
    assert_eq!(repaired(own, text, Applicability::Safe), text.replace("Sergei Mitalow", "Sergey Mithalow"));
}

#[test]
fn the_stop_of_an_abbreviation_goes_with_it_inside_a_sentence_only() {
    let own = "[[name]]\nname = 'Exempel Nations'\nlang = 'en'\nvariants = ['E.N.']\n";
    let text = "It was the E.N. that had asked for the talks. The minister said that he would write to the E.N.";
    let wanted =
        "It was the Exempel Nations that had asked for the talks. The minister said that he would write to the E.N.";
    assert_eq!(repaired(own, text, Applicability::Safe), wanted);
    assert_eq!(found_with(own, text).len(), 2);
}

#[test]
fn an_ordinary_word_is_no_spelling_of_a_name() {
    // Without its hamza the name would be a preposition.
    assert_eq!(found_with(&entry("ar", "علي"), "جلس الوزير على المقعد، وقال علي إن الاجتماع انتهى على خير."), []);
    assert_eq!(
        found_with(
            "[[name]]\nname = 'Exempelland'\nlang = 'en'\nvariants = ['Turkey']\n",
            "They ate turkey with the minister on Monday."
        ),
        []
    );
}

#[test]
fn conventions_and_gazetteers_hold_for_those_who_adopt_them() {
    let text =
        "قال الوزير إن الوفد الأميركي زار أمريكا وأنغولا وفرنسا، وإن الرحلة إلى جنوب إفريقيا بدأت في مطار هونج كونج.";
    assert_eq!(found_with("", text), []);
    assert_eq!(found_with("conventions = ['ar/america-amrika']", text), sure(&["أميركي"]));
    assert_eq!(found_with("conventions = ['ar/america-amirka']", text), sure(&["أمريكا"]));
    assert_eq!(found_with("conventions = ['ar/g-jeem']", text), sure(&["أنغولا"]));
    assert_eq!(found_with("conventions = ['ar/g-ghayn']", text), sure(&["هونج", "كونج"]));
    assert_eq!(found_with("gazetteers = ['countries']", text), sure(&["جنوب إفريقيا", "هونج كونج"]));
    // The convention decides how the gazetteer's names are written.
    let both = "gazetteers = ['countries']\nconventions = ['ar/g-jeem']";
    assert_eq!(found_with(both, text), sure(&["أنغولا", "جنوب إفريقيا"]));
    assert_eq!(repaired(both, text, Applicability::Safe), text.replace("أنغولا", "أنجولا").replace("إفريقيا", "أفريقيا"));
}

#[test]
fn the_newsrooms_own_entry_claims_its_spellings_before_any_list() {
    let text = "قال الوزير إن الوفد زار أمريكا في الصيف، وإن الرحلة إلى أميركا الجنوبية بدأت في هونج كونج.";
    let own = "gazetteers = ['countries']\n[[name]]\nname = 'أميركا'\nlang = 'ar'\n[[name]]\nname = 'هونج كونج'\nlang = 'ar'\n";
    // What the list knows as spellings of the newsroom's name become variants of it.
    assert_eq!(found_with(own, text), sure(&["أمريكا", "أميركا الجنوبية"]));
}

#[test]
fn unknown_and_contradicting_words_of_the_head_are_problems() {
    let said =
        |stylebook: &str| -> Vec<String> { engine(stylebook).1.iter().map(|problem| format!("{problem:#}")).collect() };
    assert_eq!(
        said("gazetteers = ['countres']"),
        ["stylebook.toml:1:15: there is no gazetteer `countres` (did you mean `countries`?)"]
    );
    assert_eq!(
        said("conventions = ['ar/g-jeem', 'ar/g-qaf']"),
        ["stylebook.toml:1:29: `ar/g-qaf` contradicts `ar/g-jeem` (keep one of the two)"]
    );
    assert_eq!(
        said("conventions = ['ar/g-jim']"),
        ["stylebook.toml:1:16: there is no convention `ar/g-jim` (did you mean `ar/g-jeem`?)"]
    );
}

#[test]
fn tags_accounts_and_addresses_are_left_alone() {
    let own = "[[name]]\nname = 'Exempel News'\nlang = 'en'\nvariants = ['Exampel News']\n";
    let text =
        "They wrote to @ExempelNews and #ExampelNews on Monday, and they read it at ExempelNews.org when it was there.";
    assert_eq!(found_with(own, text), []);
    assert_eq!(found_with(own, &text.replace("@ExempelNews", "ExempelNews")), sure(&["ExempelNews"]));
}

#[test]
fn a_surname_from_a_list_is_known_only_beside_the_whole_name() {
    let all = "gazetteers = ['people']";
    let text = "قال الوزير إن الوفد التقى غوتيريس في مقر المنظمة يوم الأحد، وإن اللقاء كان مثمرا.";
    assert_eq!(found_with(all, text), []);
    let whole = text.replace("الوفد", "أنطونيو غوتيريش");
    assert_eq!(found_with(all, &whole), sure(&["غوتيريس"]));
}

#[test]
fn no_list_contradicts_itself_or_another() {
    let names: Vec<String> = gazetteer_files()
        .iter()
        .filter_map(|file| {
            file.text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"').map(str::to_owned))
        })
        .collect();
    assert!(names.len() > 3, "{names:?}");
    let all = format!("gazetteers = {names:?}");
    // In its preferred spelling a name is right, whatever the other lists say of it.
    for file in gazetteer_files() {
        let lines =
            file.text.lines().filter(|line| line.contains(" = ") && !line.contains('"') && !line.starts_with('#'));
        for (column, said, tag) in [
            (0, "قال الوزير إن من أهم الأسماء في هذا التقرير:", "ar"),
            (1, "The minister said that the most of them are:", "en"),
        ] {
            let preferred: Vec<&str> =
                lines.clone().filter_map(|line| line.split(" = ").nth(column)?.split(" | ").next()).collect();
            assert!(preferred.len() > 50, "{tag}: {}", file.name);
            let text = format!("{said} {}.", preferred.join("؛ "));
            assert_eq!(found_with(&all, &text), [], "{}", file.name);
        }
    }
}

#[test]
fn one_place_has_one_answer() {
    let (engine, problems) = engine(STYLEBOOK);
    assert_eq!(problems, []);
    let both = |text: &str| -> Vec<(String, String)> {
        let article = Article::new(text);
        let found = engine.check(&article).findings;
        let spelled = |at: copydesk::text::Span| article.source.text()[at.start as usize..at.end as usize].to_owned();
        found.iter().map(|found| (found.code.as_str().to_owned(), spelled(found.span))).collect()
    };
    // The article's own majority is for what the stylebook rejects, or for neither; each place is told once, by the house.
    let house = |spelled: &str| ("names/house-style".to_owned(), spelled.to_owned());
    let text = "The minister, Sergei Lavrov, came on Monday. Sergei Lavrov slept well, and on Tuesday Sergey Lavrov left the city.";
    assert_eq!(both(text), [house("Sergei Lavrov"), house("Sergei Lavrov")]);
    let text =
        "The minister, Sergey Lavrov, came on Monday. On Tuesday Lavrow slept well, and Lavrov left the city at noon.";
    assert_eq!(both(text), [house("Lavrow")]);
    let text =
        "وصل سيرجي لافروف إلى المدينة صباحا. وقال سيرجي لافروف إن الطقس جميل، ثم شكر سيرغي لافروف الحضور في القاعة.";
    assert_eq!(both(text), [house("سيرجي لافروف"), house("سيرجي لافروف")]);
    // What the stylebook does not know is still compared.
    let text =
        "The surgeon, Harold Davenport, came late. Critics of Daveport stayed away, though Davenport had invited them.";
    assert_eq!(both(text), [("names/inconsistent".to_owned(), "Daveport".to_owned())]);
}
