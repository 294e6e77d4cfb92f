//! Files that copydesk writes and reads again.

use copydesk::engine::Baseline;
use copydesk::report::tally::{read_tally, write_tally};
use copydesk::toml_doc::TomlFile;

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
    let article = source("He said “wait for the tide.\n");
    let mut found = ENGINE.check(&article, copydesk::document::Format::Text).0;
    let before = found.len();
    for path in read.paths().take(3) {
        let hidden = read.hide(path, &article, &languages().undetermined().folder, &mut found);
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
    let mut sum = again.names;
    sum.merge(read.names);
}
