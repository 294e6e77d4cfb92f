//! What can be said of a pattern without any text: whether it, or an alternative of it, can match at all; and with texts, which of its
//! alternatives some text takes.
//!
//! Patterns see the prose of a block as it is written, neither folded nor cut: without white space at its beginning and its end.

use regex_automata::meta::Regex;
use regex_syntax::ast::{Alternation, Ast, Flag, FlagsItemKind, Group, GroupKind, LiteralKind, parse};
use regex_syntax::hir::translate::{Translator, TranslatorBuilder};
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use regex_syntax::is_word_character;

use crate::kinds::PatternSees;

/// Why a pattern, or a part of it, is of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternFlaw {
    /// A control character stands in it itself: `"\b"` between double quotes is one in TOML.
    Control(char),
    /// It matches no prose.
    Dead,
    /// One of its alternatives, as written, matches no prose.
    DeadAlternative(String),
}

/// Alternatives that are told apart in one search: each costs memory for each state of the machine.
const AT_ONCE: usize = 64;

/// Characters of a class that are looked at one by one; of a larger one nothing is said.
const FEW: u32 = 2000;

/// What is wrong with a pattern that compiles. Of one that does not see prose little is known.
pub fn flaws(pattern: &str, sees: PatternSees) -> Vec<PatternFlaw> {
    let Ok(mut ast) = parse::Parser::new().parse(pattern) else { return Vec::new() };
    if let Some(control) = control_in(&ast) {
        return vec![PatternFlaw::Control(control)];
    }
    if sees == PatternSees::Parts {
        let hir = Translator::new().translate(pattern, &ast);
        let never = hir.is_ok_and(|hir| hir.properties().minimum_len().is_none());
        return if never { vec![PatternFlaw::Dead] } else { Vec::new() };
    }
    let is_dead_as = |ast: &Ast, mut translator: Translator| {
        translator.translate(pattern, ast).is_ok_and(|hir| is_dead(&hir) || hir.properties().maximum_len() == Some(0))
    };
    if is_dead_as(&ast, Translator::new()) {
        return vec![PatternFlaw::Dead];
    }
    // Where lines may be meant, an alternative by itself does not show whether they are.
    let translator = TranslatorBuilder::new().multi_line(means_lines(&ast)).build();
    let mut flaws = Vec::new();
    each_alternative(&mut ast, &mut |alternative| {
        let is_empty = matches!(alternative, Ast::Empty(_));
        if !is_empty && translator.clone().translate(pattern, alternative).is_ok_and(|hir| is_dead(&hir)) {
            flaws.push(PatternFlaw::DeadAlternative(written(pattern, alternative)));
        }
    });
    flaws
}

/// The alternatives of a pattern as they are written, those inside others after them, each with whether one of `texts` takes it; the
/// whole pattern, where it has none or they cannot be told apart.
pub fn alternatives<'t>(pattern: &str, texts: impl Iterator<Item = &'t str> + Clone) -> Vec<(String, bool)> {
    let Ok(ast) = parse::Parser::new().parse(pattern) else { return Vec::new() };
    let mut all: Vec<(String, bool)> = Vec::new();
    each_alternative(&mut ast.clone(), &mut |alternative| all.push((written(pattern, alternative), false)));
    let mut is_told = !all.is_empty();
    for first in (0..all.len()).step_by(AT_ONCE) {
        let batch = first..(first + AT_ONCE).min(all.len());
        let Some(regex) = with_groups(pattern, &ast, &batch) else {
            is_told = false;
            break;
        };
        for captures in texts.clone().flat_map(|text| regex.captures_iter(text)) {
            if captures.get_match().is_none_or(|found| found.is_empty()) {
                continue;
            }
            for (group, (_, is_taken)) in all.iter_mut().skip(first).take(batch.len()).enumerate() {
                *is_taken |= captures.get_group(group + 1).is_some();
            }
        }
    }
    if is_told {
        return all;
    }
    let matches = |regex: Regex| texts.clone().any(|text| regex.find_iter(text).any(|found| !found.is_empty()));
    vec![(pattern.to_owned(), with_groups(pattern, &ast, &(0..0)).is_some_and(matches))]
}

/// The pattern with a group around each alternative whose number is in `batch`, and no other groups.
fn with_groups(pattern: &str, ast: &Ast, batch: &std::ops::Range<usize>) -> Option<Regex> {
    let mut ast = ast.clone();
    drop_groups(&mut ast);
    let (mut number, mut group) = (0, 0);
    each_alternative(&mut ast, &mut |alternative| {
        if batch.contains(&number) {
            group += 1;
            let span = *alternative.span();
            let inner = std::mem::replace(alternative, Ast::empty(span));
            *alternative = Ast::group(Group { span, kind: GroupKind::CaptureIndex(group), ast: Box::new(inner) });
        }
        number += 1;
    });
    let hir = Translator::new().translate(pattern, &ast).ok()?;
    Regex::builder().build_from_hir(&hir).ok()
}

/// Shows every alternative of a pattern to `visit`, which may change it; then what is inside. Those between which a flag is set count as
/// one: it holds for the later ones, too.
fn each_alternative(ast: &mut Ast, visit: &mut impl FnMut(&mut Ast)) {
    match ast {
        Ast::Alternation(alternation) => {
            let sets_flag = alternation.asts.iter().any(sets_flag);
            for alternative in &mut alternation.asts {
                if !sets_flag {
                    visit(alternative);
                }
                each_alternative(alternative, visit);
            }
        }
        Ast::Concat(concat) => concat.asts.iter_mut().for_each(|part| each_alternative(part, visit)),
        Ast::Group(group) => each_alternative(&mut group.ast, visit),
        Ast::Repetition(repetition) => each_alternative(&mut repetition.ast, visit),
        _ => {}
    }
}

fn sets_flag(ast: &Ast) -> bool {
    match ast {
        Ast::Flags(_) => true,
        Ast::Concat(concat) => concat.asts.iter().any(sets_flag),
        _ => false,
    }
}

/// The parts that a part of a pattern consists of.
fn parts(ast: &Ast) -> &[Ast] {
    match ast {
        Ast::Concat(concat) => &concat.asts,
        Ast::Alternation(alternation) => {
            let Alternation { asts, .. } = &**alternation;
            asts
        }
        Ast::Group(group) => std::slice::from_ref(&*group.ast),
        Ast::Repetition(repetition) => std::slice::from_ref(&*repetition.ast),
        _ => &[],
    }
}

/// A control character, but for tabs and line ends, that stands in a pattern itself.
fn control_in(ast: &Ast) -> Option<char> {
    if let Ast::Literal(literal) = ast
        && literal.kind == LiteralKind::Verbatim
        && literal.c.is_control()
        && !literal.c.is_whitespace()
    {
        return Some(literal.c);
    }
    parts(ast).iter().find_map(control_in)
}

/// Whether `^` and `$` mean lines somewhere in it.
fn means_lines(ast: &Ast) -> bool {
    let is_set = |items: &[regex_syntax::ast::FlagsItem]| {
        items.iter().any(|item| item.kind == FlagsItemKind::Flag(Flag::MultiLine))
    };
    let own = match ast {
        Ast::Flags(set) => is_set(&set.flags.items),
        Ast::Group(group) => group.flags().is_some_and(|flags| is_set(&flags.items)),
        _ => false,
    };
    own || parts(ast).iter().any(means_lines)
}

/// Makes every group one that keeps nothing.
fn drop_groups(ast: &mut Ast) {
    match ast {
        Ast::Group(group) => {
            if group.flags().is_none() {
                let flags = regex_syntax::ast::Flags { span: group.span, items: Vec::new() };
                group.kind = GroupKind::NonCapturing(flags);
            }
            drop_groups(&mut group.ast);
        }
        Ast::Concat(concat) => concat.asts.iter_mut().for_each(drop_groups),
        Ast::Alternation(alternation) => alternation.asts.iter_mut().for_each(drop_groups),
        Ast::Repetition(repetition) => drop_groups(&mut repetition.ast),
        _ => {}
    }
}

fn written(pattern: &str, part: &Ast) -> String {
    let span = part.span();
    pattern.get(span.start.offset..span.end.offset).unwrap_or_default().to_owned()
}

/// Whether a pattern matches no prose, as far as its form shows.
fn is_dead(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) => false,
        HirKind::Class(_) => hir.properties().minimum_len().is_none(),
        HirKind::Repetition(repetition) => repetition.min > 0 && is_dead(&repetition.sub),
        HirKind::Capture(capture) => is_dead(&capture.sub),
        HirKind::Alternation(all) => all.iter().all(is_dead),
        HirKind::Concat(all) => {
            let mut flat = Vec::new();
            flatten(all, &mut flat);
            flat.iter().any(|part| is_dead(part)) || contradicts(&flat)
        }
    }
}

/// What stands in a row, groups opened.
fn flatten<'h>(parts: &'h [Hir], flat: &mut Vec<&'h Hir>) {
    for part in parts {
        let mut part = part;
        while let HirKind::Capture(capture) = part.kind() {
            part = &capture.sub;
        }
        match part.kind() {
            HirKind::Concat(inner) => flatten(inner, flat),
            _ => flat.push(part),
        }
    }
}

/// Whether what is asked of a place in a row cannot hold beside what stands there.
fn contradicts(row: &[&Hir]) -> bool {
    let takes = |part: &&Hir| part.properties().minimum_len().is_none_or(|len| len > 0);
    row.iter().enumerate().any(|(at, part)| {
        let HirKind::Look(look) = part.kind() else { return false };
        let (before, after) = row.split_at(at);
        let after = after.get(1..).unwrap_or_default();
        // The next part on each side, if it takes at least one character.
        let left = before.iter().rev().find(|part| !is_look(part)).filter(|part| takes(part));
        let right = after.iter().find(|part| !is_look(part)).filter(|part| takes(part));
        let ends_in = |is: fn(char) -> bool| left.is_some_and(|part| edge_is(part, End::Last, is));
        let begins_with = |is: fn(char) -> bool| right.is_some_and(|part| edge_is(part, End::First, is));
        match look {
            Look::Start => before.iter().any(takes) || begins_with(char::is_whitespace),
            Look::End => after.iter().any(takes) || ends_in(char::is_whitespace),
            Look::WordUnicode => {
                ends_in(is_word_character) && begins_with(is_word_character)
                    || ends_in(is_no_word_character) && begins_with(is_no_word_character)
            }
            Look::WordUnicodeNegate => {
                ends_in(is_word_character) && begins_with(is_no_word_character)
                    || ends_in(is_no_word_character) && begins_with(is_word_character)
            }
            _ => false,
        }
    })
}

fn is_no_word_character(c: char) -> bool {
    !is_word_character(c)
}

fn is_look(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Look(_))
}

/// One end of what a part matches.
#[derive(Clone, Copy)]
enum End {
    First,
    Last,
}

/// Whether every character that can stand at one end of what a part matches is of a sort.
fn edge_is(hir: &Hir, end: End, is: fn(char) -> bool) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            let c = match end {
                End::First => text.chars().next(),
                End::Last => text.chars().next_back(),
            };
            c.is_some_and(is)
        }
        HirKind::Class(Class::Unicode(class)) => {
            let size = class.iter().map(|range| u32::from(range.end()) - u32::from(range.start()) + 1);
            size.fold(0, u32::saturating_add) <= FEW && class.iter().all(|range| (range.start()..=range.end()).all(is))
        }
        HirKind::Repetition(repetition) => repetition.min > 0 && edge_is(&repetition.sub, end, is),
        HirKind::Capture(capture) => edge_is(&capture.sub, end, is),
        HirKind::Alternation(all) => all.iter().all(|part| edge_is(part, end, is)),
        HirKind::Concat(all) => {
            let part = match end {
                End::First => all.first(),
                End::Last => all.last(),
            };
            part.is_some_and(|part| !is_look(part) && edge_is(part, end, is))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaws(pattern: &str) -> Vec<PatternFlaw> {
        super::flaws(pattern, PatternSees::Prose)
    }

    #[test]
    fn what_can_match_no_prose_is_dead() {
        for pattern in [
            r"port$ay",
            r"a^b",
            r"[a&&b]",
            r"\s+$",
            r"^ +He",
            r"(?:^\s)x",
            r"( |\t)$",
            r"cat\bs",
            r"- \b ",
            r"m\B ",
            r"^",
            r"\b",
            r"x+?$x",
            r"(foo$bar|a^b)",
        ] {
            assert_eq!(flaws(pattern), [PatternFlaw::Dead], "{pattern}");
        }
    }

    #[test]
    fn what_may_match_is_left_alone() {
        for pattern in [
            r"port$",
            r"^He said",
            r"(?m)[ \t]+$",
            r"(?m)^b",
            r"\s*$x?",
            r"\bcat\b",
            r"cats?\b",
            r"[\w ]\b[\w ]",
            r"x*?$",
            r"(?i)foo|(?i)bar",
            r"\x08",
            "a\tb",
            r"(?m:a$)\nb|c",
            r"\p{L}\b\s",
            r"[٠-٩]+\s?٪",
        ] {
            assert_eq!(flaws(pattern), [], "{pattern}");
        }
    }

    #[test]
    fn an_alternative_that_can_match_no_prose_is_named() {
        assert_eq!(flaws(r"cat|dog$ma|cow"), [PatternFlaw::DeadAlternative("dog$ma".to_owned())]);
        assert_eq!(flaws(r"the (cat|do\bg)"), [PatternFlaw::DeadAlternative(r"do\bg".to_owned())]);
    }

    #[test]
    fn a_control_character_that_toml_made_is_seen() {
        assert_eq!(flaws("\u{8}cat\u{8}"), [PatternFlaw::Control('\u{8}')]);
    }

    #[test]
    fn what_sees_no_prose_is_refused_only_where_nothing_at_all_matches() {
        let of_parts = |pattern: &str| super::flaws(pattern, PatternSees::Parts);
        assert_eq!((of_parts(r"^ x"), of_parts("[a&&b]")), (Vec::new(), vec![PatternFlaw::Dead]));
        assert_eq!(of_parts("\u{8}x"), [PatternFlaw::Control('\u{8}')]);
    }

    fn taken(pattern: &str, texts: &[&str]) -> Vec<(String, bool)> {
        alternatives(pattern, texts.iter().copied())
    }

    fn is(expected: &[(&str, bool)]) -> Vec<(String, bool)> {
        expected.iter().map(|(text, taken)| ((*text).to_owned(), *taken)).collect()
    }

    #[test]
    fn alternatives_are_told_apart_by_the_one_that_a_text_takes() {
        let texts = ["the cat and a dog"];
        assert_eq!(taken("cat|cow|dog", &texts), is(&[("cat", true), ("cow", false), ("dog", true)]));
        assert_eq!(
            taken("(a|the) (?:dog|cow)", &texts),
            is(&[("a", true), ("the", false), ("dog", true), ("cow", false)])
        );
        assert_eq!(taken("(?i)CAT|COW", &texts), is(&[("(?i)CAT|COW", true)]));
        assert_eq!(taken("(?i:CAT|COW)", &texts), is(&[("CAT", true), ("COW", false)]));
        assert_eq!(
            taken("(cow (bell|shed))|x", &["a cow shed"])[1..],
            is(&[("bell", false), ("shed", true), ("x", false)])
        );
    }

    #[test]
    fn a_pattern_without_alternatives_is_one() {
        assert_eq!(taken("cat", &["the cat"]), is(&[("cat", true)]));
        assert_eq!(taken("c*", &["the dog"]), is(&[("c*", false)]));
    }

    #[test]
    fn many_alternatives_are_told_apart_as_well() {
        let pattern: Vec<String> = (0..300).map(|number| format!("w{number:03}")).collect();
        let all = taken(&pattern.join("|"), &["w007 w255"]);
        let taken: Vec<&str> = all.iter().filter(|(_, taken)| *taken).map(|(text, _)| text.as_str()).collect();
        assert_eq!((all.len(), taken), (300, vec!["w007", "w255"]));
    }
}
