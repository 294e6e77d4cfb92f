//! What holds for every text, however odd.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::{
    self, Article, FieldPaths, Format, OBJECT, Reading, RecordFormat, RecordStart, read_record, rewrite_record,
};
use copydesk::engine::{Checked, Engine, Repair, SecondPass};
use copydesk::kinds::Tally;
use copydesk::rules::{Example, Expectation};
use copydesk::text::{Edit, Position, ProseSpan, Source, SourceId, Span, decode};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;

use super::support;

static ENGINE: LazyLock<Engine> = LazyLock::new(support::engine_of_all);
/// The same rules prepared anew: what one engine has met of words changes nothing in what another finds.
static OTHER_ENGINE: LazyLock<Engine> = LazyLock::new(support::engine_of_all);

/// Pieces that the checks look for, and what makes positions hard. Texts of them are nonsense, and worse than any
/// newsroom's.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    // Marks of quotation, apostrophes, look-alikes, brackets.
    "“", "”", "„", "«", "»", "‹", "›", "\"", "'", "’", "‘", "″", "(", ")", "[", "]", "{", "}", "「", "」", "بـ”", "بـ“", "لـ«", "<<", ">>",
    // Letters, clitics, tatweel, vowel signs, digits, things without width.
    "م", "وال", "ب", "ـ", "كَتَبَ", "سيرغي لافروف", "سيرجي لافروف", "لافروف", "الوزير", "١٢", "5'10\"", "a", "Zelensky", "Zelenskiy", "President",
    "the", "و", "\u{200b}", "\u{200f}", "\u{202e}", "\u{feff}", "\u{1}", "\u{ad}", "e\u{301}", "🙂", "𝕏", "ﷺ", "ß", "İ",
    // Cues.
    "اقرأ أيضا", "ممكن يعجبك", "شاهد", "إعلان", "يعتقد أن", "مصادر مطلعة", "قال", "وأضاف", "بحسب", "Read more", "Advertisement", "it is believed",
    "he said", "according to", "sources", "شارك الخبر", "شارك عبر", "فيسبوك", "واتساب", "Follow us on", "Facebook", "À lire aussi", "Lire aussi",
    "Lesen Sie auch",
    // Stops and spaces.
    ".", ". ", "؟", "…", ":", ": ", "،", " ", " ", " ", " ", "\t", "\u{a0}", "\n", "\n", "\n\n", "\r\n", "\r",
];

/// The lines of every bad example of every rule: a new rule brings its own.
static LINES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let bad = |example: &&Example| matches!(example.expectation, Expectation::Bad(_));
    let examples = ENGINE.rules().iter().flat_map(|rule| rule.examples.iter().filter(bad));
    let lines: BTreeSet<String> =
        examples.flat_map(|example| example.text.lines()).map(|line| format!("\n{line}\n")).collect();
    lines.into_iter().collect()
});

/// A text of such pieces and lines.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => select(PIECES).prop_map(str::to_owned),
        1 => select(LINES.as_slice()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A text of several kinds: pieces, any characters, or both.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => soup(), 1 => any::<String>(), 1 => (soup(), any::<String>(), soup()).prop_map(|(a, b, c)| a + &b + &c)]
}

/// Line and column of every character boundary, counted the slow and obvious way.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text[..offset].trim_start_matches('\u{feff}');
    // Only one byte order mark at the head is no column.
    let before =
        if text.starts_with("\u{feff}\u{feff}") { text[..offset].get(3..).unwrap_or_default() } else { before };
    let ended = before.replace("\r\n", "\n").replace('\r', "\n");
    // Between the two characters of CRLF the line has not ended yet.
    let inside_crlf = before.ends_with('\r') && text[offset..].starts_with('\n');
    let ended = if inside_crlf { ended.strip_suffix('\n').unwrap_or(&ended).to_owned() + "\r" } else { ended };
    let line = ended.matches('\n').count() + 1;
    let column = ended.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

fn is_sound(text: &str, span: Span) -> Result<(), TestCaseError> {
    prop_assert!(span.start <= span.end && span.end as usize <= text.len(), "{span:?} lies in {} bytes", text.len());
    prop_assert!(text.get(span.range()).is_some(), "{span:?} splits a character");
    let source = support::source(text);
    for offset in [span.start, span.end] {
        let position = source.position(offset);
        prop_assert_eq!((position.line as usize, position.column as usize), place(text, offset as usize));
    }
    Ok(())
}

fn are_sound(text: &str, found: &[Diagnostic]) -> Result<(), TestCaseError> {
    for diagnostic in found {
        is_sound(text, diagnostic.span)?;
        prop_assert!(!diagnostic.span.is_empty(), "{} points at nothing", diagnostic.code);
        for related in &diagnostic.related {
            is_sound(text, related.span)?;
        }
        if let Some(fix) = &diagnostic.fix {
            for edit in fix.edits() {
                is_sound(text, edit.span)?;
            }
            // Of a pair one mark may be right already.
            let changes = |edit: &Edit| text[edit.span.range()] != edit.text;
            prop_assert!(fix.edits().iter().any(changes), "{} repairs nothing", diagnostic.code);
        }
        let shown = diagnostic.message.render("en", str::to_owned) + &diagnostic.message.render("ar", str::to_owned);
        let unfilled =
            diagnostic.message.template_in("en").split('{').skip(1).filter_map(|rest| rest.split('}').next());
        for name in unfilled {
            prop_assert!(
                diagnostic.message.args.contains_key(name),
                "{}: nothing fills {{{name}}}: {shown}",
                diagnostic.code
            );
        }
    }
    // Several rules may share a code; a reader wants to hear it once.
    let twice = found.windows(2).find(|pair| pair[0].span == pair[1].span && pair[0].code == pair[1].code);
    prop_assert!(twice.is_none(), "found twice: {twice:?}");
    prop_assert!(found.is_sorted_by(|a, b| a.sort_key() <= b.sort_key()), "findings are in order");
    Ok(())
}

/// Code, first byte, and line and column of everything found in a text.
fn places(text: &str) -> Vec<(String, u32, Position)> {
    let source = support::source(text);
    let place = |found: &Diagnostic| (found.code.to_string(), found.span.start, source.position(found.span.start));
    support::check(&ENGINE, text).iter().map(place).collect()
}

/// The edits of every fix of at least `least`, if no two of them get in each other's way.
fn edits_together(found: &[Diagnostic], least: Applicability) -> Option<Vec<Edit>> {
    let fixes = found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).filter(|fix| fix.applicability >= least);
    let edits: BTreeSet<(Span, &str)> =
        fixes.flat_map(|fix| fix.edits()).map(|edit| (edit.span, edit.text.as_str())).collect();
    let edits: Vec<Edit> = edits.into_iter().map(|(span, text)| Edit { span, text: text.to_owned() }).collect();
    copydesk::text::edits_are_disjoint(&edits).then_some(edits)
}

fn repairs_settle(text: &str, least: Applicability) -> Result<(), TestCaseError> {
    let found = support::check(&ENGINE, text);
    let fixed = support::repaired(&ENGINE, &Article::of(support::source(text), Format::Text), least);
    let after = fixed.repaired_text().unwrap_or(text);
    prop_assert_eq!(&support::check(&ENGINE, after), &fixed.findings, "what is left is what the text has");
    let again = support::repaired(&ENGINE, &Article::of(support::source(after), Format::Text), least);
    prop_assert_eq!(
        (again.repaired_text(), again.repaired()),
        (None, 0),
        "a second run repairs something in {:?}",
        after
    );
    prop_assert!(fixed.repair.as_ref().is_none_or(|repair| repair.count > 0), "a change without a repair");

    // Where one round does it all, every byte outside the edits is as it was.
    let Some(edits) = edits_together(&found, least) else { return Ok(()) };
    let mut once = text.to_owned();
    for edit in edits.iter().rev() {
        once.replace_range(edit.span.range(), &edit.text);
    }
    if edits_together(&support::check(&ENGINE, &once), least).is_some_and(|more| more.is_empty()) {
        prop_assert_eq!(after, once.as_str(), "a byte changed that no finding names");
    }
    Ok(())
}

/// How the strings of a record are written.
#[derive(Debug, Clone, Copy)]
enum Written {
    Json,
    Cdata,
    Xml,
}

impl Written {
    /// What stands behind the last string.
    fn behind(self) -> &'static str {
        match self {
            Self::Json => ", \"x\": \"\\/\"}",
            Self::Cdata | Self::Xml => "</content:encoded><guid>7</guid></item>",
        }
    }

    /// A record with a headline and a text of paragraphs, and its format.
    fn write(self, head: &str, body: &str) -> (String, RecordFormat) {
        let html: String = body.lines().map(|line| format!("<p>{}</p>\n", line.replace('<', ""))).collect();
        let item = |quote: &dyn Fn(&str) -> String| {
            let (head, html) = (quote(head), quote(&html));
            format!("<item><title>{head}</title>\n<content:encoded>{html}</content:encoded><guid>7</guid></item>")
        };
        match self {
            Self::Json => {
                let text = |text: &str| serde_json::Value::from(text).to_string();
                let record = format!("{{\"title\": {}, \"body_html\": {}, \"x\": \"\\/\"}}", text(head), text(&html));
                (record, RecordFormat::JsonLines)
            }
            Self::Cdata => (item(&|text| format!("<![CDATA[{}]]>", text.replace("]]>", "]]"))), RecordFormat::Wxr),
            Self::Xml => (item(&|text| text.replace('&', "&amp;").replace('<', "&lt;")), RecordFormat::Wxr),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_findings_or_a_problem(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let id = SourceId::Stdin(None);
        match decode(&id, bytes.clone()) {
            Ok(text) => {
                prop_assert_eq!(text.as_bytes(), bytes.as_slice(), "decoding changes nothing");
                are_sound(&text, &support::check(&ENGINE, &text))?;
            }
            Err(problem) => prop_assert!(problem.place.is_some() && !problem.message.is_empty()),
        }
    }

    #[test]
    fn a_byte_that_is_not_utf8_is_refused_with_its_place(before in "[a-zم\n]{0,20}", byte in 0x80_u8..=0xFF) {
        let mut bytes = before.clone().into_bytes();
        bytes.extend([byte, b'a']);
        prop_assume!(!bytes.starts_with(&[0xFF, 0xFE]) && !bytes.starts_with(&[0xFE, 0xFF]));
        let problem = decode(&SourceId::Stdin(None), bytes).expect_err("refused");
        let (line, column) = place(&before, before.len());
        let position = problem.place.and_then(|place| place.position());
        prop_assert_eq!(position.map(|(line, column)| (line as usize, column as usize)), Some((line, column)));
    }

    #[test]
    fn findings_lie_in_the_text(text in text()) {
        are_sound(&text, &support::check(&ENGINE, &text))?;
    }

    #[test]
    fn the_same_text_gives_the_same_findings(text in text()) {
        let found = support::check(&ENGINE, &text);
        prop_assert_eq!(&support::check(&ENGINE, &text), &found);
        prop_assert_eq!(&support::check(&OTHER_ENGINE, &text), &found, "prepared anew");
    }

    #[test]
    fn a_byte_order_mark_moves_findings_and_changes_none(text in soup()) {
        prop_assume!(!text.starts_with('\u{feff}'));
        let mut moved = places(&text);
        moved.iter_mut().for_each(|(_, start, _)| *start += 3);
        prop_assert_eq!(places(&format!("\u{feff}{text}")), moved);
    }

    #[test]
    fn line_ends_of_another_system_change_no_finding(text in soup()) {
        let text = text.replace('\r', "");
        let lines = |text: &str| -> Vec<_> {
            places(text).into_iter().map(|(code, _, position)| (code, position)).collect()
        };
        prop_assert_eq!(lines(&text.replace('\n', "\r\n")), lines(&text));
    }

    #[test]
    fn safe_repairs_settle(text in text()) {
        repairs_settle(&text, Applicability::Safe)?;
    }

    #[test]
    fn all_repairs_settle(text in text()) {
        repairs_settle(&text, Applicability::Unsafe)?;
    }

    #[test]
    fn repairs_of_records_settle_and_stay_in_their_strings(
        head in soup(),
        body in soup(),
        form in select(&[Written::Json, Written::Cdata, Written::Xml][..]),
        least in select(&[Applicability::Safe, Applicability::Unsafe][..]),
    ) {
        let (raw, format) = form.write(&head, &body);
        let reading = ENGINE.reading();
        let source_of = |raw: &str| {
            let start = RecordStart { byte: 0, line: 1, column: 0, line_start: 0 };
            let record = read_record(raw, format, &FieldPaths::default(), &reading).ok()?;
            Some(record.into_source(SourceId::Stdin(None), raw, start))
        };
        let Some(source) = source_of(&raw) else { return Ok(()) };
        let article = Article::of(source, Format::Html);
        let fixed = support::repaired(&ENGINE, &article, least);
        let Some(Repair { text: after, rounds, .. }) = fixed.repair else { return Ok(()) };
        let fields = |source: &Source| -> Vec<String> {
            source.record.iter().flat_map(|record| &record.parts).map(|part| part.field.clone()).collect()
        };
        let rewritten = |count: usize| {
            let rounds = rounds.get(..count).unwrap_or_default();
            rewrite_record(&raw, rounds, format, &FieldPaths::default(), &reading)
        };
        // The record as far as it can be written: the last rounds fail where one before them took a string away.
        let written = (0..=rounds.len()).rev().find_map(|count| Some((count, rewritten(count)?)));
        let Some((count, written)) = written else { return Err(TestCaseError::fail("a record is written as it was")) };
        let again = source_of(&written);
        if again.as_ref().map(fields) != Some(fields(&article.source)) {
            // So little of a headline, or of the text, was left that it is none any more: the record stays as it was.
            return Ok(());
        }
        prop_assert_eq!(count, rounds.len(), "{:?} is not {:?}", after, raw);
        prop_assert_eq!(again.as_ref().map(|again| again.text()), Some(after.as_str()), "{:?}", raw);
        let Some(again) = again else { return Ok(()) };
        prop_assert_eq!(support::repaired(&ENGINE, &Article::of(again, Format::Html), least).repaired(), 0);
        // What stands around the strings is what stood there.
        let behind = |raw: &str| raw.rfind(form.behind()).and_then(|at| raw.get(at..)).map(str::to_owned);
        prop_assert_eq!(behind(&written), behind(&raw));
    }

    #[test]
    fn prose_leads_back_to_the_stored_text(text in text(), cut in any::<proptest::sample::Index>(), len in 0_usize..40) {
        let source = support::source(&text);
        let document = document::parse(&source, Format::Text, &Reading::new(support::languages()));
        let mut stored = String::new();
        let mut last = 0;
        // A block in another language has its words in the document of that passage.
        let words_of = |number: usize| {
            let among = document.passages.iter().filter_map(|passage| passage.blocks.get(number));
            among.into_iter().find(|block| !block.prose.is_empty())
        };
        let blocks = document.blocks.iter().enumerate();
        for block in blocks.map(|(number, block)| words_of(number).unwrap_or(block)) {
            let whole = block.locate(block.whole());
            prop_assert!(whole.start >= last, "blocks are in order and apart");
            last = whole.end;
            stored.push_str(source.slice(whole));
            let bounds: Vec<usize> =
                block.prose.char_indices().map(|(at, _)| at).chain([block.prose.len()]).collect();
            let from = cut.index(bounds.len());
            let to = (from + len).min(bounds.len() - 1);
            let span = ProseSpan::from_range(bounds[from]..bounds[to]);
            // Code, such as a formula of TeX, leaves one sign, whatever is stored.
            if !block.slice(span).contains(OBJECT) {
                prop_assert_eq!(source.slice(block.locate(span)), block.slice(span));
                prop_assert_eq!(block.editable(span), Some(block.locate(span)));
            }
        }
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let all = text.strip_prefix('\u{feff}').unwrap_or(&text);
        // A line that is nothing but code is no block: between two of these signs may be a formula.
        if all.matches('$').count() < 2 {
            prop_assert_eq!(letters(&stored), letters(all), "no word of the article is outside its blocks");
        }
    }
}

proptest! {
    // Five articles a case.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn a_run_judges_each_article_alike_in_any_order(line in text(), others in proptest::collection::vec(soup(), 5)) {
        let texts: Vec<String> = others.iter().map(|other| format!("{other}\n{line}\n{other}")).collect();
        let check = |text: &String| ENGINE.first_pass(&Article::of(support::source(text), Format::Text));
        let run: Vec<_> = texts.iter().map(check).collect();
        let (mut forward, mut first, mut second) = (Tally::default(), Tally::default(), Tally::default());
        let add = |tally: &mut Tally, checked: &Checked| tally.add(&checked.facts, &"".into());
        run.iter().for_each(|checked| add(&mut forward, checked));
        for (index, checked) in run.iter().rev().enumerate() {
            add(if index % 2 == 0 { &mut first } else { &mut second }, checked);
        }
        second.merge(first);
        let (forward, second) = (ENGINE.weigh(&forward), ENGINE.weigh(&second));
        for (mut one, text) in run.into_iter().zip(&texts) {
            let mut other = check(text);
            let article = Article::new(text.as_str());
            forward.judge(&mut one, Some(&article));
            second.judge(&mut other, Some(&article));
            are_sound(text, &one.found)?;
            prop_assert_eq!(one.found, other.found);
        }
    }
}

/// The properties above say something only if their texts make the checks speak and the repairs change something.
#[test]
fn the_texts_make_every_check_speak() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut codes, mut repaired) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..2000 {
        let text = text().new_tree(&mut runner).expect("a text").current();
        for diagnostic in support::check(&ENGINE, &text) {
            if diagnostic.fix.is_some() {
                repaired.insert(diagnostic.code.to_string());
            }
            codes.insert(diagnostic.code.to_string());
        }
    }
    // A line that stands in every article of a run.
    let article = Article::new("A line that stands in every article of the run.\n");
    let mut tally = Tally::default();
    (0..9).for_each(|_| tally.add(&ENGINE.first_pass(&article).facts, &"".into()));
    // A name that most articles of the run write in one way, and one in another.
    let named = |name: &str| Article::new(format!("The talks with Dmitry {name} ended late on Monday.\n"));
    (0..9).for_each(|_| tally.add(&ENGINE.first_pass(&named("Kuleshenko")).facts, &"".into()));
    let odd = ENGINE.first_pass(&named("Kuleschenko"));
    tally.add(&odd.facts, &"".into());
    let mut checked = [ENGINE.first_pass(&article), odd];
    let archive = ENGINE.weigh(&tally);
    checked.iter_mut().for_each(|checked| archive.judge(checked, None));
    codes.extend(checked.iter().flat_map(|checked| &checked.found).map(|diagnostic| diagnostic.code.to_string()));
    // The headline of one article of the run inside another.
    let other =
        Article::new("Readers write in about the tram.Harbour bridge to close for a yearIt was seen on Sunday.\n");
    let bridge =
        support::source("# Harbour bridge to close for a year\n\nNobody can cross the old bridge from May on.\n");
    let mut tally = Tally::default();
    tally.add(&ENGINE.facts(&Article::of(bridge, Format::Markdown)), &"".into());
    let mut checked = ENGINE.first_pass(&other);
    ENGINE.weigh(&tally).judge(&mut checked, Some(&other));
    codes.extend(checked.found.iter().map(|diagnostic| diagnostic.code.to_string()));
    // A sentence that stands in every article of the run, and a cue to which another word is glued in each.
    let words = [
        "Harbour", "Council", "Bridge", "Library", "Tram", "River", "Market", "School", "Garden", "Tower", "Museum",
        "Ferry",
    ];
    let article = |word: &&str| {
        Article::new(format!(
            "The {word} is closed today. This sentence stands in every article of it. Please read alsoThe{word} is closed on Monday.\n"
        ))
    };
    let mut tally = Tally::default();
    let mut checked: Vec<Checked> = words.iter().map(|word| ENGINE.first_pass(&article(word))).collect();
    checked.iter().for_each(|checked| tally.add(&checked.facts, &"".into()));
    let archive = ENGINE.weigh(&tally);
    checked.iter_mut().for_each(|checked| archive.judge(checked, None));
    codes.extend(checked.iter().flat_map(|checked| &checked.found).map(|diagnostic| diagnostic.code.to_string()));
    // Plain text has no comments, and so none that something could be wrong with.
    let spoken = ENGINE.rules().iter().filter(|rule| !["suppression", "unreadable"].contains(&rule.kind));
    // What only other formats can hold, or stands between paragraphs of some length, is in the examples.
    let is_whole = |example: &&Example| example.format != Format::Text || example.text.contains("\n\n");
    for example in ENGINE.rules().iter().flat_map(|rule| &rule.examples).filter(is_whole) {
        let found = ENGINE.check(&Article::of(support::source(&example.text), example.format)).findings;
        codes.extend(found.iter().map(|diagnostic| diagnostic.code.full().to_owned()));
    }
    let silent: Vec<_> = spoken.map(|rule| rule.reporting.code.full()).filter(|code| !codes.contains(*code)).collect();
    assert!(silent.is_empty(), "never found, so nothing is known about them: {silent:?}");
    assert!(repaired.len() >= 5, "repaired: {repaired:?}");
}
