//! Spellings of names.

use std::sync::{Arc, LazyLock};

use copydesk::language::Profile;
use copydesk::names::Reason;

use super::{ENGINE, languages, text_of};

/// Two spellings, one a line: the verdict is the same from both sides, and the alignment spells both.
pub fn names(bytes: &[u8]) {
    static TAGS: LazyLock<Vec<Arc<Profile>>> = LazyLock::new(|| {
        let tags = ENGINE.book().languages_with_names(ENGINE.languages());
        tags.iter().filter_map(|tag| languages().get(tag).ok().map(Arc::clone)).collect()
    });
    let Some((first, rest)) = bytes.split_first() else { return };
    let Some((a, b)) = text_of(rest).and_then(|text| text.split_once('\n')) else { return };
    let Some(profile) = TAGS.get(*first as usize % TAGS.len()) else { return };
    let compare = |a: &str, b: &str| ENGINE.book().compare_spellings(profile, a, b).expect("a language with names");
    let (there, back) = (compare(a, b), compare(b, a));
    assert!(!there.score.is_nan() && !there.threshold.is_nan(), "a score is a number");
    assert_eq!((there.same, there.reason), (back.same, back.reason), "{a:?} and {b:?} from both sides");
    assert!(
        (there.score - back.score).abs() < 0.001 || there.score == back.score,
        "{} and {}",
        there.score,
        back.score
    );
    let itself = compare(a, a);
    assert!(itself.same || matches!(itself.reason, Reason::Ordinary | Reason::Unlike), "{a:?} is itself");
}
