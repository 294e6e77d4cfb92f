//! Headlines of other articles, found in a folder, in records and by a saved tally: always the same ones.

use std::fs;

use super::files::{Desk, Run};

/// Three articles; two of them hold the headline of another one.
const BRIDGE: (&str, &str) = (
    "Harbour bridge to close for a whole year",
    "The city will close the old harbour bridge in May for repairs that take a year, it said on Sunday.",
);
const LIBRARY: (&str, &str) = (
    "Library opens in the quarter of the fishermen",
    "The city opened a library with twenty thousand books on Sunday. Read also: CityHarbour bridge to close for a whole yearThe head of the library said its doors are open every day.",
);
const TRAM: (&str, &str) = (
    "Night tram returns after ten years without one",
    "The tram runs again at night, once an hour and every day of the week, the company that owns it said.\n\nLibrary opens in the quarter of the fishermen\n\nTickets cost as much as they do in daylight, it said.",
);
const ALL: [(&str, (&str, &str)); 3] = [("a", BRIDGE), ("b", LIBRARY), ("c", TRAM)];

fn markdown((title, text): (&str, &str)) -> String {
    format!("---\ntitle: {title}\n---\n\n{text}\n")
}

fn record((title, text): (&str, &str)) -> String {
    serde_json::json!({ "title": title, "text": text }).to_string()
}

/// The headlines found, in the order of articles.
fn headlines(run: &Run) -> Vec<String> {
    let of = |line: &str| {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(finding["code"], "ads/other-headline", "{finding}");
        finding["data"]["headline"].as_str().unwrap().to_owned()
    };
    run.out.lines().map(of).collect()
}

const CHECK: [&str; 5] = ["check", "--select", "ads/other-headline", "--format", "jsonl"];

pub fn folder() -> Desk {
    let files: Vec<(String, String)> =
        ALL.iter().map(|(name, article)| (format!("news/{name}.md"), markdown(*article))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Desk::new(&files)
}

#[test]
fn files_records_and_shards_show_the_same() {
    let desk = folder();
    let check = |paths: &[&str]| headlines(&desk.run(&[&CHECK, paths].concat()));
    let wanted = [BRIDGE.0, LIBRARY.0];
    assert_eq!(check(&["news"]), wanted);

    let [a, b, c] = ALL.map(|(_, article)| record(article));
    fs::write(desk.path("whole.jsonl"), format!("{a}\n{b}\n{c}\n")).unwrap();
    fs::write(desk.path("b.jsonl"), format!("{b}\n")).unwrap();
    fs::write(desk.path("c.jsonl"), format!("{c}\n{a}\n")).unwrap();
    assert_eq!(check(&["whole.jsonl"]), wanted);
    assert_eq!(check(&["b.jsonl", "c.jsonl"]), wanted);
    assert_eq!(check(&["b.jsonl"]), [""; 0]);
}

#[test]
fn a_saved_tally_knows_the_headlines_of_its_archive() {
    let desk = folder();
    for part in ["a", "b", "c"] {
        let (path, tally) = (format!("news/{part}.md"), format!("{part}.tally"));
        assert_eq!(desk.run(&["names", &path, "--save-tally", &tally]).status, Some(0));
    }
    assert_eq!(desk.run(&["names", "news", "--save-tally", "whole.tally"]).status, Some(0));
    assert_eq!(desk.run(&["names", "merge", "c.tally", "a.tally", "b.tally", "--output", "sum.tally"]).status, Some(0));
    let saved = |tally: &str| desk.read(tally).lines().filter(|line| line.contains("\"headline\"")).count();
    assert_eq!((saved("whole.tally"), saved("sum.tally")), (3, 3));
    let check = |path: &str| headlines(&desk.run(&[&CHECK, &["--tally", "sum.tally", path][..]].concat()));
    assert_eq!(check("news/b.md"), [BRIDGE.0]);
    assert_eq!(check("news/a.md"), [""; 0]);

    // Renamed, it is still the article that is known, and its own headline is no other's.
    fs::rename(desk.path("news/c.md"), desk.path("tram.md")).unwrap();
    assert_eq!(check("tram.md"), [LIBRARY.0]);
}

#[test]
fn a_repair_takes_out_the_box_and_no_more() {
    let desk = folder();
    let run = desk.run(&["check", "--select", "ads/other-headline", "--fix", "--unsafe-fixes", "news"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let repaired = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from));
        text.replace(from, to)
    };
    let library = repaired(&markdown(LIBRARY), " Read also: CityHarbour bridge to close for a whole yearThe", " The");
    assert_eq!(desk.read("news/b.md"), library);
    let tram = repaired(&markdown(TRAM), "Library opens in the quarter of the fishermen\n\n", "");
    assert_eq!(desk.read("news/c.md"), tram);
}

#[test]
fn the_headline_that_ends_exactly_stands_for_the_line_that_only_begins() {
    let harbour = (
        "إغلاق جسر الميناء القديم عاما كاملا للترميم",
        "تغلق المدينة جسر الميناء القديم في أيار لأعمال ترميم تستمر عاما كاملا.",
    );
    let library = (
        "افتتاح مكتبة في حي الصيادين",
        "افتتحت المدينة أمس مكتبة تضم عشرين ألف كتاب.  اقرأ أيضاًالمدينةإغلاق جسر الميناء القديم عاما كاملا للترميموقالت مديرة المكتبة إن الأبواب مفتوحة كل يوم.",
    );
    let desk = Desk::new(&[("a.md", &markdown(harbour)), ("b.md", &markdown(library))]);
    let codes = |args: &[&str]| -> Vec<String> {
        let run = desk.run(&[&["check", "--select", "ads", "--format", "jsonl"], args].concat());
        let code =
            |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["code"].as_str().unwrap().to_owned();
        run.out.lines().map(code).collect()
    };
    assert_eq!(codes(&["b.md"]), ["ads/inline-promo"], "alone it is known by its words");
    assert_eq!(codes(&["."]), ["ads/other-headline"], "beside the other article by its headline");
}

#[test]
fn what_a_template_leaves_is_told_once_for_its_folder() {
    let places = ["pier", "market", "library", "lighthouse", "ferry", "school"];
    let title = |n: usize| format!("The old {} of the town opens again in May", places[n % places.len()]);
    let article = |n: usize| {
        let text = format!(
            "The {} was shut for a year of repairs, and the council says that it is as good as new again. Read also: {}\n\nOur summer guide is free with every paper on Saturday",
            places[n],
            title(n + 1)
        );
        markdown((&title(n), &text))
    };
    let files: Vec<(String, String)> = (0..places.len()).map(|n| (format!("news/{n}.md"), article(n))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let desk = Desk::new(&files);
    let ask =
        |more: &[&str]| desk.run(&[&["check", "--select", "ads/other-headline,ads/repeated-line"], more].concat()).out;
    let said = ask(&["news"]);
    let told: Vec<&str> = said.lines().filter(|line| line.starts_with("A template left ")).collect();
    let wanted = [
        "A template left “Our summer guide is free with every paper on Saturday” in 6 articles in news.",
        "A template left “Read also:” and headlines of other articles in 6 articles in news.",
    ];
    assert_eq!(told, wanted, "{said}");
    // In four articles it is not yet the habit of a template.
    let few = ask(&["news/0.md", "news/1.md", "news/2.md", "news/3.md"]);
    assert!(few.contains("[ads/other-headline]") && !few.contains("left in "), "{few}");
    let arabic = ask(&["news", "--ui-lang", "ar"]);
    assert!(arabic.contains("من قالب الصفحة في"), "{arabic}");
}
