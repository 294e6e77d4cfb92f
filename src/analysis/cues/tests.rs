use proptest::prelude::*;

use super::*;
use crate::analysis::Analysis;
use crate::language::{is_word_char, word_end, word_start};

/// Lists as they are registered: phrases in ordinary spelling, and what may be written onto them.
fn lists() -> Vec<(Vec<&'static str>, CueOptions)> {
    let options = |before, after, glued| CueOptions { before, after, glued };
    vec![
        (vec!["قال", "قالت", "تابعنا على", "اقرأ أيضا:"], options(false, false, false)),
        (vec!["قال", "قا", "تابعنا", "تابعنا على"], options(true, false, false)),
        (vec!["قال", "تابعنا على", "#عاجل", "(قال)"], options(true, true, false)),
        (vec!["اقرأ", "اقرأ أيضا", "تابعنا على", "قال قال"], options(true, false, true)),
        (vec!["said", "read more", "read-more:", "@desk"], options(false, false, true)),
    ]
}

/// Every cue by looking for every phrase at every byte.
fn by_search(analysis: &Analysis<'_>) -> Vec<Hit> {
    let (text, clitics) = (analysis.folded().text(), &analysis.profile().clitics);
    let joins = |at: usize| {
        text[..at].ends_with(is_word_char)
            && text[at..].starts_with(is_word_char)
            && analysis.glue().binary_search(&narrow(at)).is_err()
    };
    let mut hits = Vec::new();
    for (number, (phrases, options)) in (0..).zip(lists()) {
        for phrase in phrases.iter().map(|phrase| analysis.profile().folder.fold(phrase)) {
            for (start, _) in text.char_indices().filter(|(at, _)| text[*at..].starts_with(&phrase)) {
                let end = start + phrase.len();
                let before = || options.before && clitics.before.contains(&text[word_start(text, start)..start]);
                let after = || options.after && clitics.after.contains(&text[end..word_end(text, end)]);
                if (!joins(start) || before()) && (!joins(end) || options.glued || after()) {
                    hits.push(Hit { list: CueId(number), start: narrow(start), end: narrow(end) });
                }
            }
        }
    }
    hits.sort_unstable();
    hits.dedup();
    hits
}

fn check(tag: &str, text: &str) -> usize {
    let mut cues = CueLists::default();
    let ids: Vec<CueId> = lists()
        .into_iter()
        .map(|(phrases, options)| cues.add(phrases.into_iter().map(str::to_owned).collect(), options))
        .collect();
    let mut found = 0;
    crate::testing::with_document(tag, text, |document| {
        let matcher = cues.matcher(&ids, &document.language);
        // The second time what words begin is known.
        for _ in 0..2 {
            let analysis = Analysis::new(document, &matcher);
            let expected = by_search(&analysis);
            assert_eq!(analysis.hits().0, expected, "{text}");
            found = expected.len();
        }
    });
    found
}

#[test]
fn cues_begin_and_end_with_words_and_take_the_clitics_they_may() {
    assert_eq!(check("ar", "قال وقال وقالها مقال"), 6);
    assert_eq!(check("ar", "تابعنا على تابعنا علىتويتر #عاجل (قال)"), 15);
    assert_eq!(check("en", "He said, read moreabout it, @desk"), 3);
}

#[test]
fn a_word_glued_to_another_begins_and_ends_where_they_meet() {
    // Behind a letter that only ends words another begins.
    assert!(check("ar", "وزارةقالت إن الجلسة انتهت") > 0);
}

proptest! {
    #[test]
    fn looking_words_up_finds_what_searching_every_byte_finds(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "قال", "قالت", "قا", "تابعنا", "على", "اقرأ", "أيضا", "و", "ال", "ب", "ها", "ه", "ة", "ً", "12", "م", "#عاجل", "عاجل",
            "(", ")", ":", "،", ". ", " ", " ", " ", "\n", "\u{200c}", "ـ", "said", "read", "more", "-", "@desk", "ﷲ",
        ]), 0..24),
        arabic in any::<bool>(),
    ) {
        check(if arabic { "ar" } else { "en" }, &pieces.concat());
    }
}
