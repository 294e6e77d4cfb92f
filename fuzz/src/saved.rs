//! Files that copydesk writes and reads again.

use copydesk::Article;
use copydesk::engine::Baseline;
use copydesk::report::tally::{merge_tallies, read_tally, write_tally};
use copydesk::toml_doc::TomlFile;
use copydesk_workspace::cache::secret::Secret;
use copydesk_workspace::cache::shard::Shard;
use copydesk_workspace::cache::stored::{read_checked, write_checked};

use super::{ENGINE, languages, source, text_of};

/// A baseline that can be read is written so that it reads the same.
pub fn baseline(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let mut problems = Vec::new();
    let Some(read) = Baseline::read(&TomlFile::new("baseline.toml", text), &mut problems) else {
        assert!(!problems.is_empty(), "a refusal says why");
        return;
    };
    let again = Baseline::read(&TomlFile::new("baseline.toml", read.render()), &mut problems);
    assert_eq!(again.as_ref(), Some(&read), "what is written can be read");
    let article = Article::new("He said “wait for the tide.\n");
    let mut found = ENGINE.check(&article).findings;
    let before = found.len();
    for path in read.paths().take(3) {
        let hidden = read.hide(path, &article.source, &languages().undetermined().folder, &mut found);
        assert!(hidden <= before, "no more is hidden than is there");
    }
}

/// A tally that can be read is written so that it reads the same.
pub fn tally(bytes: &[u8]) {
    let Ok(read) = read_tally("tally.jsonl", bytes) else { return };
    let mut written = Vec::new();
    write_tally(&mut written, &read).expect("memory can be written to");
    let again = read_tally("tally.jsonl", &written).expect("what is written can be read");
    let mut twice = Vec::new();
    write_tally(&mut twice, &again).expect("memory can be written to");
    assert_eq!(written, twice, "equal tallies are equal files");
    let merged = |tallies| {
        let mut bytes = Vec::new();
        let merged = merge_tallies(tallies, false).expect("parts of one tally have no surveys in common");
        write_tally(&mut bytes, &merged.sum).expect("memory can be written to");
        bytes
    };
    assert_eq!(merged(vec![read.clone(), again]), merged(vec![read]), "what is there already changes nothing");
}

/// What a file of the cache says of an article is true of its places at least, and is written so that it reads the same.
pub fn cache(bytes: &[u8]) {
    let mut shard = Shard::of_bytes(bytes.to_vec(), &Secret::of_bytes([0; 16]));
    let keys: Vec<_> = shard.keys().collect();
    for key in keys {
        let value = shard.get(key).expect("what was read is there").to_vec();
        cached(&value);
    }
    // The checksum of a file keeps the fuzzer out; a value by itself does not.
    cached(bytes);
}

fn cached(value: &[u8]) {
    let article = source("He said “wait for the tide.\nRead more: Ten bridges\n");
    let Some(checked) = read_checked(&ENGINE, &article, value) else { return };
    for finding in &checked.found {
        assert!(article.text().get(finding.span.range()).is_some(), "a place lies in the text");
    }
    let written = write_checked(&ENGINE, &checked).expect("what was kept can be kept");
    let again = read_checked(&ENGINE, &article, &written).expect("what is written can be read");
    assert_eq!((again.found, again.facts), (checked.found, checked.facts), "it reads the same");
}
