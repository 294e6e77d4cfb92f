//! Results of earlier runs: never seen in what is reported, only in the time it takes.

use std::fs;

use crate::files::{Desk, Run};

const ARTICLE: &str = "قال مدير المهرجان سيرغي لافروف إن ”الموسم جيد” في المدينة هذا العام، وإن الجمهور عاد إلى القاعات.\n\n\
                       اقرأ أيضا: افتتاح معرض الكتاب غدا\n\nوأضاف سيرجي لافروف أن الإقبال فاق كل التوقعات.\n";
const ALL: &[&str] = &["check", "--select", "all", "--format", "jsonl"];

/// A folder with enough articles that a cache pays; each is another text.
fn newsroom() -> Desk {
    let desk = Desk::new(&[("copydesk.toml", "languages = [\"ar\"]\n")]);
    fs::create_dir(desk.path("news")).unwrap();
    for number in 0..300 {
        let rest = "وشهدت الليلة الثانية عرضا لفرقة محلية أمام جمهور كبير.\n".repeat(100);
        fs::write(desk.path(format!("news/{number}.txt")), format!("{number}\n\n{ARTICLE}\n{rest}")).unwrap();
    }
    desk
}

fn shards(desk: &Desk) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let files = fs::read_dir(desk.path(".copydesk_cache")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn a_second_run_says_the_same_and_adds_nothing() {
    let desk = newsroom();
    let plain = desk.run(&[ALL, &["--no-cache"]].concat());
    assert_eq!(plain.status, Some(1));
    assert!(plain.out.lines().count() > 600, "{}", plain.out);
    assert!(!desk.path(".copydesk_cache").exists());

    let first = desk.run(ALL);
    let kept = shards(&desk);
    assert!(desk.path(".copydesk_cache/CACHEDIR.TAG").exists() && desk.path(".copydesk_cache/.gitignore").exists());
    let second = desk.run(ALL);
    assert_eq!((first.out.as_str(), second.out.as_str()), (plain.out.as_str(), plain.out.as_str()));
    assert!(kept == shards(&desk), "what was known was kept again");
    for form in ["human", "sarif", "html"] {
        let with = desk.run(&["check", "--format", form]);
        assert_eq!(with.out, desk.run(&["check", "--format", form, "--no-cache"]).out, "{form}");
    }
    let survey = desk.run(&["names", "--format", "json"]).out;
    assert_eq!(survey, desk.run(&["names", "--format", "json"]).out);
    assert_eq!(survey, desk.run(&["names", "--format", "json", "--no-cache"]).out);
}

#[test]
fn a_changed_article_or_setting_is_looked_at_anew() {
    let desk = newsroom();
    desk.run(ALL);
    fs::write(desk.path("news/7.txt"), "قال المدير إن «الموسم جيد” في المدينة.\n").unwrap();
    let mixed = |run: Run| run.out.lines().filter(|line| line.contains("news/7.txt")).count();
    assert_eq!(mixed(desk.run(ALL)), 1);
    fs::write(desk.path("copydesk.toml"), "languages = [\"ar\"]\nignore = [\"quotes\"]\n").unwrap();
    assert_eq!(mixed(desk.run(&["check", "--format", "jsonl"])), 0);
    fs::write(desk.path("stylebook.toml"), "[[name]]\nname = \"المدير\"\nlang = \"ar\"\nvariants = [\"الموسم\"]\n")
        .unwrap();
    fs::write(desk.path("copydesk.toml"), "stylebook = \"stylebook.toml\"\nselect = [\"names\"]\n").unwrap();
    assert_eq!(mixed(desk.run(&["check", "--format", "jsonl"])), 1);
}

#[test]
fn damage_and_company_do_no_harm() {
    let desk = newsroom();
    let plain = desk.run(&[ALL, &["--no-cache"]].concat()).out;
    let [a, b] = [0, 1].map(|_| {
        let mut command = desk.command(ALL);
        command.stdout(std::process::Stdio::piped()).spawn().unwrap()
    });
    for child in [a, b] {
        assert_eq!(Run::of(child.wait_with_output().unwrap()).out, plain);
    }
    for (number, (path, bytes)) in shards(&desk).into_iter().enumerate() {
        let damaged = match number % 3 {
            0 => bytes.get(..bytes.len() / 2).unwrap().to_vec(),
            1 => bytes.iter().map(|byte| byte ^ 0x20).collect(),
            _ => Vec::new(),
        };
        fs::write(path, damaged).unwrap();
    }
    let run = desk.run(ALL);
    assert_eq!((run.out.as_str(), run.err.as_str()), (plain.as_str(), ""));
    assert_eq!(desk.run(ALL).out, plain);
}

#[test]
fn a_few_articles_begin_no_cache_unless_a_folder_is_named() {
    let desk = Desk::new(&[("a.txt", ARTICLE)]);
    let plain = desk.run(ALL);
    assert!(!desk.path(".copydesk_cache").exists());
    assert_eq!(desk.run(&[ALL, &["--cache-dir", "kept/here"]].concat()).out, plain.out);
    assert!(desk.path("kept/here/CACHEDIR.TAG").exists());
    // A folder that cannot be made is no fault.
    let run = desk.run(&[ALL, &["--cache-dir", "a.txt/here"]].concat());
    assert_eq!((run.out.as_str(), run.err.as_str()), (plain.out.as_str(), ""));
}
