//! One article spells one name in two ways, or in a way the stylebook rejects.

use std::any::Any;
use std::sync::Arc;

use super::house_style::HouseStyle;
use super::{Check, Context, Env, Kind, Precedence};
use crate::analysis::At;
use crate::diagnostic::{Applicability, Severity};
use crate::language::{Profile, Roles};
use crate::names::cluster::{Judge, Variant};
use crate::names::keys::{Keys, LaidOut, Ready};
use crate::names::mentions::{Mentions, Name, Place};
use crate::names::stylebook::spelled::bare;
use crate::names::words::Words;
use crate::names::{Comparison, Knowledge, compare, joined};
use crate::text::Problem;
use crate::toml_doc::{Table, schema_of};

/// The kind `names`.
pub struct Names;

/// The key that asks for the stylebook's variants instead of the article's own.
const HOUSE_STYLE: &str = "house-style";

impl Kind for Names {
    fn name(&self) -> &'static str {
        "names"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    fn schema(&self) -> schemars::Schema {
        // A rule says one or the other.
        schemars::json_schema!({ "anyOf": [schema_of::<Keys>(), HouseStyle::schema()] })
    }

    fn compile(&self, mut rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        if rule.keys().any(|(key, _)| key == HOUSE_STYLE) {
            return HouseStyle::compile(rule, env, problems);
        }
        let file = rule.file();
        let library = env.names.library();
        let laid_out = rule.take_read(LaidOut::KEY).filter(|_| {
            let is_built_in = env.language.is_some_and(|profile| profile.is_built_in);
            is_built_in
                && library.has_built_in_gazetteers_only()
                && rule.was_read(LaidOut::LISTS)
                && rule.was_read(LaidOut::PARTS)
        });
        if laid_out.is_some() {
            drop(rule.split_off(LaidOut::LISTS));
        }
        let keys: Keys = rule.decode(problems)?;
        let before = problems.len();
        // Those of built-in rules are validated where the rules are proved, from the text.
        if !file.is_built_in() {
            keys.validate(file, problems);
        }
        let laid_out = laid_out.map(LaidOut::new);
        let words = Arc::new(Words::new(keys, laid_out, env.language.map(Arc::clone), library));
        if let Some(profile) = env.language {
            env.names.add(profile, &words);
        }
        let check = Inconsistent { words, names: Arc::clone(env.names) };
        (problems.len() == before).then(|| Box::new(check) as Box<dyn Check>)
    }
}

/// The check for two spellings of one name.
#[derive(Debug)]
struct Inconsistent {
    words: Arc<Words>,
    names: Arc<Knowledge>,
}

/// Most other occurrences that a finding lists.
const RELATED: usize = 20;

impl Check for Inconsistent {
    fn check(&self, cx: &mut Context<'_>) {
        self.check_names(cx, cx.names(&self.words));
    }

    fn prepare(&self, profile: &Profile) {
        self.words.ready(profile);
    }

    fn precedence(&self) -> Precedence {
        Precedence::Yields
    }
}

/// What the first of some checks that knows names says of them, if there is one.
#[must_use]
pub fn words_of<'c>(checks: &[&'c dyn Check]) -> Option<&'c Arc<Words>> {
    checks.iter().find_map(|&check| (check as &dyn Any).downcast_ref::<Inconsistent>()).map(|check| &check.words)
}

/// Whether two spellings as they are written in a language, single words or names of several, are one name by the first of
/// its checks that knows names; nothing if none does.
#[must_use]
pub fn compare_spellings(checks: &[&dyn Check], profile: &Profile, a: &str, b: &str) -> Option<Comparison> {
    words_of(checks).map(|words| compare::compare(words.ready(profile), profile, a, b))
}

impl Inconsistent {
    fn check_names(&self, cx: &mut Context<'_>, mentions: &Mentions<'_>) {
        let profile = cx.analysis.profile();
        let ready = self.words.ready(profile);
        let preferred = self.words.preferred(profile, || self.names.house());
        let judge = Judge::new(mentions, ready.reader(), profile);
        let variants = judge.variants(|name| preferred.has(name));
        for variant in variants.iter().filter(|variant| !variant.slip || ready.slips.any()) {
            let (Some(minority), Some(majority)) =
                (mentions.names.get(variant.minority), mentions.names.get(variant.majority))
            else {
                continue;
            };
            let style = if preferred.has(majority.text) { Applicability::Safe } else { Applicability::Unsafe };
            report(cx, minority, majority, variant, style);
        }
        for (index, variant) in judge.misspelt() {
            // What is itself misspelt proposes nothing.
            let gives_way = variants.iter().find(|other| other.minority == variant.majority);
            let majority = gives_way.map_or(variant.majority, |other| other.majority);
            if let Some((word, name)) = mentions.doubtful.get(index).zip(mentions.names.get(majority)) {
                let style = if preferred.has(name.text) { Applicability::Safe } else { Applicability::Unsafe };
                report(cx, word, name, &variant, style);
            }
        }
        report_joined(cx, mentions, ready);
        report_uneven(cx, mentions, ready);
        for (index, name) in mentions.names.iter().enumerate() {
            if ready.slips.concern(name, ready.words.shape.is_some())
                && name.places.len() > 1
                && !variants.iter().any(|variant| variant.minority == index)
            {
                report_slips(cx, ready, name);
            }
        }
    }
}

/// The least number of letters of a part of a name that is also written in one word.
const PART: usize = 3;

/// How many names of an article are searched for in two words; each search reads the whole article.
const SEARCHES: usize = 100;

/// Reports names that are written now in one word, now in two.
fn report_joined(cx: &mut Context<'_>, mentions: &Mentions<'_>, ready: &Ready) {
    let (analysis, profile) = (cx.analysis, cx.analysis.profile());
    let mut searches = SEARCHES;
    for name in mentions.names.iter().filter(|name| !mentions.is_tagged(name)) {
        let cuts = name.text.char_indices().skip(PART).map(|(at, _)| name.text.split_at(at));
        let mut cuts = cuts.filter(|(first, second)| {
            let is_ordinary = |part: &str| ready.words.lexicon.has(part, profile);
            second.chars().nth(PART - 1).is_some()
                && first != second
                && mentions.has_both(first, second)
                && !is_ordinary(first)
                && !is_ordinary(second)
        });
        let Some((first, second)) = cuts.next() else { continue };
        // With a capital letter at the cut it is two words that lost their space, or a brand.
        let is_whole = |place: &Place| {
            let written = analysis.slice(analysis.folded().locate(place.start, place.end));
            !written.chars().skip(PART).any(char::is_uppercase)
        };
        if !name.places.iter().all(is_whole) {
            continue;
        }
        if searches == 0 {
            return;
        }
        searches -= 1;
        if analysis.folded().text().contains(&format!("@{}", name.text)) {
            continue;
        }
        let apart = mentions.pairs(first, second);
        let joined: Vec<(u32, u32)> = name.places.iter().map(|place| (place.start, place.end)).collect();
        let Some((&early, &late)) = joined.first().zip(apart.first()) else { continue };
        let joined_wins = (joined.len(), late) > (apart.len(), early);
        let (minority, majority) = if joined_wins { (apart, joined) } else { (joined, apart) };
        let at = |(start, end): (u32, u32)| analysis.folded().locate(start, end);
        let wanted = majority.first().map_or("", |&place| analysis.slice(at(place)));
        for &place in &minority {
            let mut finding = cx
                .report(at(place))
                .arg("found", analysis.slice(at(place)))
                .arg("wanted", wanted)
                .arg("count", majority.len().to_string())
                .fix(Applicability::Unsafe, vec![(at(place), wanted.to_owned())]);
            for &place in majority.iter().take(RELATED) {
                finding = finding.related(at(place));
            }
            finding.emit();
        }
    }
}

/// Reports the places of names whose parts are joined otherwise than elsewhere in the article.
fn report_uneven(cx: &mut Context<'_>, mentions: &Mentions<'_>, ready: &Ready) {
    let analysis = cx.analysis;
    for name in joined::uneven(analysis, mentions, ready) {
        let Some(wanted) = name.same.first().map(|at| analysis.slice(*at)) else { continue };
        for at in name.fewer {
            let mut finding = cx
                .report(at)
                .arg("found", analysis.slice(at))
                .arg("wanted", wanted)
                .arg("count", name.same.len().to_string())
                .fix(Applicability::Unsafe, vec![(at, wanted.to_owned())]);
            for other in name.same.iter().take(RELATED) {
                finding = finding.related(*other);
            }
            finding.emit();
        }
    }
}

/// Reports every occurrence of a spelling that is to give way.
fn report(cx: &mut Context<'_>, minority: &Name<'_>, majority: &Name<'_>, variant: &Variant, style: Applicability) {
    let analysis = cx.analysis;
    let narrow = |n: usize| u32::try_from(n).unwrap_or(0);
    let at = |place: &Place, clitic: usize| {
        let start = (place.start + narrow(clitic)).min(place.end);
        analysis.folded().locate(start, place.end)
    };
    let Some(first) = majority.places.first() else { return };
    let wanted = analysis.slice(at(first, variant.clitics.1));
    for place in minority.places.iter() {
        let here = at(place, variant.clitics.0);
        let found = analysis.slice(here);
        if is_compound(found, wanted) || is_compound(wanted, found) {
            continue;
        }
        let mut finding = cx
            .report(here)
            .arg("found", found)
            .arg("wanted", wanted)
            .arg("count", majority.places.len().to_string())
            .fix(style, vec![(here, wanted.to_owned())]);
        for place in majority.places.iter().take(RELATED) {
            finding = finding.related(at(place, variant.clitics.1));
        }
        if variant.slip {
            finding = finding.severity(Severity::Info);
        }
        finding.emit();
    }
}

/// Whether a name is another one with something after it that has a capital letter of its own.
fn is_compound(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// Reports occurrences of one folded name that are written otherwise than most of them.
fn report_slips(cx: &mut Context<'_>, ready: &Ready, name: &Name<'_>) {
    let analysis = cx.analysis;
    let at = |place: &Place| analysis.folded().locate(place.start, place.end);
    let slice = |place: &Place| analysis.slice(at(place));
    let Some(first) = name.places.first().map(slice) else { return };
    if name.places.iter().all(|place| slice(place) == first) {
        return;
    }
    // Each way of writing with its number of occurrences, the first one first.
    let mut written: Vec<(String, usize)> = Vec::new();
    let forms: Vec<String> = name.places.iter().map(|place| bare(slice(place), analysis.profile())).collect();
    for form in &forms {
        match written.iter_mut().find(|(known, _)| known == form) {
            Some((_, count)) => *count += 1,
            None => written.push((form.clone(), 1)),
        }
    }
    let Some(most) = written.iter().map(|(_, count)| *count).max() else { return };
    let Some((majority, _)) = written.iter().find(|(_, count)| *count == most).cloned() else { return };
    let same: Vec<At> =
        name.places.iter().zip(&forms).filter(|(_, form)| **form == majority).map(|(place, _)| at(place)).collect();
    let Some(wanted) = same.first().map(|at| analysis.slice(*at)) else { return };
    let matters = |form: &str| form != majority && ready.slips.matter(&ready.words.lexicon, name.text, form, &majority);
    for (place, _) in name.places.iter().zip(&forms).filter(|(_, form)| matters(form)) {
        let mut finding = cx
            .report(at(place))
            .arg("found", slice(place))
            .arg("wanted", wanted)
            .arg("count", most.to_string())
            .fix(Applicability::Unsafe, vec![(at(place), wanted.to_owned())])
            .severity(Severity::Info);
        for at in same.iter().take(RELATED) {
            finding = finding.related(*at);
        }
        finding.emit();
    }
}
