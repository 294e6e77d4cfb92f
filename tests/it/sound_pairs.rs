//! What a safe repair never does to quotation marks: make a pair that was sound unsound.
//!
//! What is sound is said here without the program's own reading of quotation marks, by place and sign alone.

use std::io::BufRead;
use std::ops::Range;

use copydesk::diagnostic::Applicability;
use copydesk::document::{Article, Format};
use copydesk::engine::{Engine, Policy, Repair, Selection};
use copydesk::text::Edit;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::support;

/// Two marks of one family on one line with no mark between them, the first where only an opening mark stands, the second
/// where only a closing one does.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    /// Bytes of the first mark in the text.
    first: Range<usize>,
    /// Bytes of the second.
    second: Range<usize>,
    /// Whether the signs face each other as they do in print (“…”, „…“, «…», "…"), and not away from each other.
    faces_right: bool,
}

/// Whether a sign may be a double mark of quotation: also the sign of inches, which is written for one, and the bytes that
/// stand for one in windows-1252, read as characters.
fn is_mark(sign: char) -> bool {
    matches!(sign, '“' | '”' | '„' | '«' | '»' | '"' | '″' | '\u{84}' | '\u{93}' | '\u{94}')
}

/// Whether two signs are of one family, and whether they face each other.
fn facing(first: char, second: char) -> Option<bool> {
    match (first, second) {
        ('“' | '„', '”') | ('„', '“') | ('«', '»') | ('"', '"') => Some(true),
        ('”', '“') | ('»', '«') => Some(false),
        _ => None,
    }
}

fn pairs(text: &str) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut last: Option<(usize, char)> = None;
    for (at, sign) in text.char_indices() {
        if sign == '\n' || sign == '\r' {
            last = None;
        }
        if !is_mark(sign) {
            continue;
        }
        let before = |at: usize| text[..at].chars().next_back();
        let after = |at: usize, sign: char| text[at + sign.len_utf8()..].chars().next();
        let opens = |at: usize, sign: char| {
            before(at).is_none_or(|c| c.is_whitespace() || c == '(')
                && after(at, sign).is_some_and(char::is_alphanumeric)
        };
        let closes = |at: usize, sign: char| {
            before(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '!' | '?' | '؟' | '…'))
                && after(at, sign).is_none_or(|c| {
                    c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '؟' | '،' | '؛' | ')')
                })
        };
        if let Some((first, mark)) = last
            && let Some(faces_right) = facing(mark, sign)
            && opens(first, mark)
            && closes(at, sign)
        {
            found.push(Pair { first: first..first + mark.len_utf8(), second: at..at + sign.len_utf8(), faces_right });
        }
        last = Some((at, sign));
    }
    found
}

/// Where a mark is after some edits, which are in order and apart; nothing if it was taken away.
fn moved(mark: &Range<usize>, edits: &[Edit]) -> Option<Range<usize>> {
    let mut by = 0_isize;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if end <= mark.start && (start, end) != (mark.start, mark.start) {
            by += edit.text.len() as isize - (end - start) as isize;
        } else if start < mark.end && end > mark.start {
            let inside = edit.text.char_indices().filter(|(_, sign)| is_mark(*sign)).collect::<Vec<_>>();
            let [(at, sign)] = inside[..] else { return None };
            let start = start.checked_add_signed(by)? + at;
            return Some(start..start + sign.len_utf8());
        }
    }
    let move_by = |at: usize| at.checked_add_signed(by);
    Some(move_by(mark.start)?..move_by(mark.end)?)
}

/// The pairs of a text that its safe repairs make unsound, each with what stands there before and after; and how many
/// sound ones it has.
fn spoiled(engine: &Engine, text: &str) -> (Vec<String>, usize) {
    let sound = pairs(text);
    if sound.is_empty() {
        return (Vec::new(), 0);
    }
    let fixed = support::repaired(engine, &Article::of(support::source(text), Format::Text), Applicability::Safe);
    let Some(Repair { text: after, rounds, .. }) = fixed.repair else { return (Vec::new(), sound.len()) };
    let left = pairs(&after);
    let follow = |mark: &Range<usize>| rounds.iter().try_fold(mark.clone(), |mark, edits| moved(&mark, edits));
    // A pair may be written as another sound one that the article uses more often.
    let signs = |text: &str, first: &Range<usize>, second: &Range<usize>| {
        [first, second].map(|mark| text.get(mark.clone()).unwrap_or_default().to_owned())
    };
    let uses =
        |wanted: &[String; 2]| sound.iter().filter(|pair| signs(text, &pair.first, &pair.second) == *wanted).count();
    let is_spoiled = |pair: &&Pair| {
        let (Some(first), Some(second)) = (follow(&pair.first), follow(&pair.second)) else { return true };
        let still = left.iter().find(|other| other.first == first && other.second == second);
        let (was, is) = (signs(text, &pair.first, &pair.second), signs(&after, &first, &second));
        let may_change = || !pair.faces_right || uses(&was) < uses(&is);
        !still.is_some_and(|other| was == is || other.faces_right && may_change())
    };
    let around = |text: &str, from: usize, to: usize| {
        let start = text.floor_char_boundary(from.saturating_sub(60));
        let end = text.ceil_char_boundary((to + 60).min(text.len()));
        text.get(start..end).unwrap_or_default().to_owned()
    };
    let tell = |pair: &Pair| {
        let now = match (follow(&pair.first), follow(&pair.second)) {
            (Some(first), Some(second)) => around(&after, first.start, second.end.max(first.start)),
            _ => "a mark is gone".to_owned(),
        };
        format!("{}\n  became\n{now}", around(text, pair.first.start, pair.second.end))
    };
    (sound.iter().filter(is_spoiled).map(tell).collect(), sound.len())
}

/// The rules as they run unless something is configured, for articles in any language.
fn engine() -> Engine {
    Engine::new(
        std::sync::Arc::clone(support::languages()),
        support::book(),
        Policy { selection: Selection::default(), ..Policy::default() },
    )
}

#[test]
fn a_pair_is_sound_by_place_and_sign() {
    let sound = |text: &str| pairs(text).iter().map(|pair| pair.faces_right).collect::<Vec<_>>();
    assert_eq!(sound("He said “we go”, and “they stay.”"), [true, true]);
    assert_eq!(sound("قال ”لا نملك“ ثم غادر."), [false]);
    assert_eq!(sound("He said “we go and ”they stay”."), [false; 0]);
    assert_eq!(sound("He said “we «go”."), [false; 0]);
    assert_eq!(sound("He said \"we\ngo\"."), [false; 0]);
}

#[test]
fn no_safe_repair_of_an_example_spoils_a_sound_pair() {
    let engine = engine();
    let texts = engine.rules().iter().flat_map(|rule| &rule.examples);
    let (mut wrong, mut sound) = (Vec::new(), 0);
    for example in texts {
        let (spoiled, count) = spoiled(&engine, &example.text);
        wrong.extend(spoiled);
        sound += count;
    }
    assert!(sound > 100, "the examples hold sound pairs: {sound}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Paragraphs with sound pairs, in marks to be filled in, and paragraphs without.
#[rustfmt::skip]
const PARAGRAPHS: [(&str, &[&str]); 2] = [
    ("ar", &[
        "قال رئيس البلدية إن الجسر {سيفتح قبل الشتاء} وإن التذاكر تبقى كما هي.",
        "وصفت المعلمة الدرس بأنه {هادئ جدا}، ثم عادت إلى {دفتر الحضور} على الطاولة.",
        "وأضاف {لم نعد ننتظر أحدا} ثم غادر القاعة مع زملائه.",
        "استقبلت المدينة زوارها في ساحة {الميناء القديم} رغم المطر.",
        "وعاد الصيادون مع الفجر إلى بيوتهم.",
    ]),
    ("en", &[
        "The mayor said that the bridge {would open before winter} and that fares stay as they are.",
        "A teacher called the lesson {very quiet}, then went back to {the class book} on her desk.",
        "He added, {we no longer wait for anybody}, and left the hall with his colleagues.",
        "The town received its guests in the square of {the old harbour} in spite of the rain.",
        "The fishermen came home at dawn.",
    ]),
];

#[derive(Debug, Clone, Copy)]
enum Defect {
    Lost,
    Turned,
    Foreign,
    Doubled,
}

/// A text with one mark after another of which one is spoiled in a known way.
fn damaged(language: usize, chosen: &[Index], signs: (char, char), at: Index, defect: Defect, lines: &str) -> String {
    let (_, paragraphs) = PARAGRAPHS[language];
    let text = chosen.iter().map(|index| *index.get(paragraphs)).collect::<Vec<_>>().join(lines);
    let count = text.matches(['{', '}']).count();
    let victim = if count == 0 { 0 } else { at.index(count) };
    let mut number = 0;
    let mut written = String::new();
    for c in text.chars() {
        let sign = match c {
            '{' => signs.0,
            '}' => signs.1,
            other => {
                written.push(other);
                continue;
            }
        };
        match (number == victim, defect) {
            (false, _) => written.push(sign),
            (true, Defect::Lost) => {}
            (true, Defect::Turned) => written.push(if sign == signs.0 { signs.1 } else { signs.0 }),
            (true, Defect::Foreign) => written.push(if sign == '"' { '“' } else { '"' }),
            (true, Defect::Doubled) => written.extend([sign, sign]),
        }
        number += 1;
    }
    written
}

proptest! {
    #[test]
    fn one_damaged_mark_costs_no_sound_pair(
        language in 0_usize..PARAGRAPHS.len(),
        chosen in proptest::collection::vec(any::<Index>(), 2..6),
        signs in select(&[('“', '”'), ('«', '»'), ('"', '"')][..]),
        at in any::<Index>(),
        defect in select(&[Defect::Lost, Defect::Turned, Defect::Foreign, Defect::Doubled][..]),
        lines in select(&[" ", "\n", "\n\n"][..]),
    ) {
        let engine = support::engine_for(PARAGRAPHS[language].0);
        let text = damaged(language, &chosen, signs, at, defect, lines);
        let (spoiled, _) = spoiled(&engine, &text);
        prop_assert!(spoiled.is_empty(), "{}", spoiled.join("\n\n"));
    }
}

/// The same of articles in JSON Lines with `text` on standard input:
/// `cargo test --test it no_safe_repair_of_an_article -- --ignored --nocapture < articles.jsonl`
#[test]
#[ignore = "measures articles given on standard input"]
fn no_safe_repair_of_an_article_spoils_a_sound_pair() {
    let engine = engine();
    let lines: Vec<String> = std::io::stdin().lock().lines().map_while(Result::ok).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let of_lines = |first: usize| {
        let (mut wrong, mut sound) = (Vec::new(), 0);
        for line in lines.iter().skip(first).step_by(threads) {
            let article: serde_json::Value = serde_json::from_str(line).expect("a line is a JSON object");
            let (spoiled, count) = spoiled(&engine, article["text"].as_str().expect("an article has a text"));
            wrong.extend(spoiled);
            sound += count;
        }
        (wrong, sound)
    };
    let parts: Vec<(Vec<String>, usize)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(move || of_lines(first))).collect();
        running.into_iter().map(|thread| thread.join().expect("no check panics")).collect()
    });
    let sound: usize = parts.iter().map(|part| part.1).sum();
    let wrong: Vec<String> = parts.into_iter().flat_map(|part| part.0).collect();
    println!("{} articles, {sound} sound pairs, {} made unsound", lines.len(), wrong.len());
    assert!(sound > 0, "the articles hold sound pairs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
