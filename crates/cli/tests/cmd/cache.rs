//! Results of earlier runs: never seen in what is reported, only in the time it takes.

use std::fs;
use std::path::Path;

use copydesk_workspace::cache::secret::Secret;
use copydesk_workspace::cache::shard::Shard;

use crate::files::{Desk, Run, UNCLOSED};

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
    let mut files: Vec<_> = files.map(|path| (path.clone(), fs::read(path).unwrap_or_default())).collect();
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

/// A run by the user whose caches are in `home`.
fn run_of(desk: &Desk, home: &Path) -> Run {
    Run::of(desk.command(&["check", "--format", "concise"]).env("XDG_CACHE_HOME", home).output().unwrap())
}

/// A folder with an article that is wrong and one that is not, and a cache in which the first is as good as the second, written
/// by somebody who knows the secret of the user whose caches are in `home`.
fn poisoned(home: &Path) -> Desk {
    let desk = Desk::new(&[("bad.txt", UNCLOSED), ("good.txt", "He said he would wait for the tide.\n")]);
    fs::create_dir(desk.path(".copydesk_cache")).unwrap();
    assert_eq!(run_of(&desk, home).status, Some(1));
    let secret: [u8; 16] = fs::read(home.join("copydesk/secret")).unwrap().try_into().unwrap();
    let secret = Secret::of_bytes(secret);
    let mut all = Vec::new();
    for path in shards(&desk).into_iter().map(|(path, _)| path).filter(|path| path.file_name().unwrap().len() == 2) {
        let mut shard = Shard::read(&path, &secret);
        let keys: Vec<u128> = shard.keys().collect();
        all.extend(keys.into_iter().map(|key| (path.clone(), key, shard.get(key).unwrap().to_vec())));
    }
    assert_eq!(all.len(), 2, "one result for each article");
    let good = all.iter().map(|(.., value)| value.clone()).min_by_key(Vec::len).unwrap();
    for (path, key, _) in all {
        let mut shard = Shard::read(&path, &secret);
        shard.add(key, good.clone());
        shard.write(&path, &secret).unwrap();
    }
    desk
}

#[test]
fn a_cache_that_came_with_the_repository_is_not_believed() {
    let [own, other] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let desk = poisoned(own.path());
    let fooled = run_of(&desk, own.path());
    assert_eq!((fooled.status, fooled.out.as_str()), (Some(0), ""), "the poison works for whoever mixed it");
    for _ in 0..2 {
        let run = run_of(&desk, other.path());
        assert_eq!(run.status, Some(1), "{run:?}");
        assert!(run.out.starts_with("bad.txt:1:9: error[quotes/unclosed]"), "{run:?}");
    }
}

#[test]
fn a_secret_that_came_with_the_repository_is_not_believed() {
    let own = tempfile::tempdir().unwrap();
    let desk = poisoned(own.path());
    let home = desk.path("home");
    fs::create_dir(desk.path(".git")).unwrap();
    fs::create_dir_all(home.join("copydesk")).unwrap();
    // With its mode, as a clone under a strict mask or an archive would bring it.
    fs::copy(own.path().join("copydesk/secret"), home.join("copydesk/secret")).unwrap();
    let run = run_of(&desk, &home);
    assert_eq!(run.status, Some(1), "{run:?}");
    let before = shards(&desk);
    run_of(&desk, &home);
    assert!(before == shards(&desk), "nor is anything kept under it");
}

#[test]
fn without_a_place_for_a_secret_there_is_no_cache() {
    let desk = newsroom();
    let plain = desk.run(&[ALL, &["--no-cache"]].concat());
    fs::write(desk.path("a-file"), "").unwrap();
    for home in [Some("a-file"), None] {
        let mut command = desk.command(ALL);
        command.env_remove("XDG_CACHE_HOME").env("HOME", desk.path("a-file"));
        if let Some(home) = home {
            command.env("XDG_CACHE_HOME", desk.path(home));
        }
        let run = Run::of(command.output().unwrap());
        assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (plain.status, plain.out.as_str(), ""));
        assert!(!desk.path(".copydesk_cache").exists());
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_cache_leads_nowhere() {
    use std::os::unix::fs::symlink;
    let outside = Desk::new(&[("kept.txt", "theirs")]);
    // The folder is a link.
    let desk = newsroom();
    symlink(outside.path("."), desk.path(".copydesk_cache")).unwrap();
    assert_eq!(desk.run(ALL).status, Some(1));
    // A file in it is: to a file, and to where there is none.
    let desk = newsroom();
    fs::create_dir(desk.path(".copydesk_cache")).unwrap();
    symlink(outside.path("kept.txt"), desk.path(".copydesk_cache/.gitignore")).unwrap();
    symlink(outside.path("new.txt"), desk.path(".copydesk_cache/CACHEDIR.TAG")).unwrap();
    assert_eq!(desk.run(ALL).status, Some(1));
    assert!(shards(&desk).len() > 2, "the rest of the cache is written");
    assert_eq!(outside.read("kept.txt"), "theirs");
    assert_eq!(fs::read_dir(outside.path(".")).unwrap().count(), 1);
}
