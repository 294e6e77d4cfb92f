//! Shows one finding of a sample after the other, and asks what it is.

use std::io::{self, Write};

use copydesk::report::Ui;

use super::answer::Answer;
use super::sample::Judged;

/// Asks about every finding that was not judged, in order; going back, about those that were. `press` waits for a key that is pressed, and
/// says nothing when none will be. `keep` is told after each answer. Ends with the last finding, when the editor wants no more, and when
/// there is nobody to answer.
///
/// # Errors
/// What cannot be read or written.
pub fn ask(
    findings: &mut [Judged],
    (press, out): (&mut dyn FnMut() -> io::Result<Option<char>>, &mut dyn Write),
    languages: &[&Ui],
    keep: &mut dyn FnMut(&[Judged]) -> io::Result<()>,
) -> io::Result<()> {
    let Some(ui) = languages.first() else { return Ok(()) };
    let all = findings.len();
    let next = |findings: &[Judged], from: usize| {
        (from..all).find(|&at| findings.get(at).is_some_and(|one| one.judgement.is_none()))
    };
    let mut at = next(findings, 0);
    while let Some(number) = at {
        let Some(one) = findings.get(number) else { break };
        let place = [("number", (number + 1).to_string()), ("all", all.to_string())];
        let place: Vec<(&str, &str)> = place.iter().map(|(name, text)| (*name, text.as_str())).collect();
        writeln!(out, "\n{}", ui.fill("try-number", &place))?;
        write!(out, "{}", one.drawn.shown)?;
        if let Some(judgement) = one.judgement {
            writeln!(out, "  {}", ui.fill("try-so-far", &[("word", judgement.word(ui))]))?;
        }
        writeln!(out, "{}", ui.say("try-question"))?;
        let answer = loop {
            out.flush()?;
            let Some(key) = press()? else { break Answer::Quit };
            if let Some(answer) = languages.iter().find_map(|ui| Answer::read(key.encode_utf8(&mut [0; 4]), ui)) {
                break answer;
            }
            writeln!(out, "{}", ui.say("try-no-answer"))?;
        };
        writeln!(out, "{}", answer.word(ui))?;
        at = match answer {
            Answer::Judged(judgement) => {
                if let Some(one) = findings.get_mut(number) {
                    one.judgement = Some(judgement);
                }
                keep(findings)?;
                next(findings, number + 1)
            }
            Answer::Skip => next(findings, number + 1),
            Answer::Back => Some(number.saturating_sub(1)),
            Answer::Quit => None,
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use copydesk::rules::ui_files;

    use super::super::answer::Judgement;
    use super::super::draw::Drawn;
    use super::*;

    /// What is said of four findings after these keys, with how often answers were kept.
    fn answered(keys: &str) -> (Vec<Option<Judgement>>, usize) {
        let one = |number: usize| Judged {
            drawn: Drawn {
                of: ("house/x".to_owned(), "en".to_owned()),
                article: format!("{number}.txt"),
                line: 1,
                message: String::new(),
                text: String::new(),
                repair: String::new(),
                shown: format!("finding {number}\n"),
            },
            judgement: None,
        };
        let mut findings: Vec<Judged> = (1..=4).map(one).collect();
        let words = ["en", "ar"].map(|tag| Ui::load(&ui_files(), tag).unwrap());
        let (mut out, mut kept) = (Vec::new(), 0);
        let mut keys = keys.chars();
        ask(&mut findings, (&mut || Ok(keys.next()), &mut out), &[&words[0], &words[1]], &mut |_| {
            kept += 1;
            Ok(())
        })
        .unwrap();
        (findings.iter().map(|one| one.judgement).collect(), kept)
    }

    const RIGHT: Option<Judgement> = Some(Judgement::Right);
    const WRONG: Option<Judgement> = Some(Judgement::Wrong);
    const DEBATABLE: Option<Judgement> = Some(Judgement::Debatable);

    #[test]
    fn each_answer_is_kept_in_keys_of_every_language() {
        assert_eq!(answered("rWص3"), (vec![RIGHT, WRONG, RIGHT, DEBATABLE], 4));
    }

    #[test]
    fn what_is_no_answer_is_asked_again_and_what_is_skipped_stays_open() {
        assert_eq!(answered("\nhmrswq"), (vec![RIGHT, None, WRONG, None], 2));
    }

    #[test]
    fn one_can_go_back_and_think_again() {
        assert_eq!(answered("rwbbwdrr"), (vec![WRONG, WRONG, DEBATABLE, RIGHT], 5));
    }

    #[test]
    fn whoever_presses_no_more_keys_wants_no_more() {
        assert_eq!(answered("r"), (vec![RIGHT, None, None, None], 1));
    }
}
