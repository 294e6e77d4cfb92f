//! One article spells one name in two ways, or in a way the stylebook rejects.

use std::any::Any;
use std::sync::Arc;

use super::house_style::HouseStyle;
use super::{Check, Context, Env, Kind, Precedence};
use crate::analysis::{Analysis, At};
use crate::diagnostic::{Applicability, Severity};
use crate::language::{Profile, Roles};
use crate::names::cluster::{Judge, Variant};
use crate::names::keys::{Keys, LaidOut, Ready};
use crate::names::mentions::{Mentions, Name, Place};
use crate::names::stylebook::house::Decided;
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
pub(super) struct Inconsistent {
    pub(super) words: Arc<Words>,
    names: Arc<Knowledge>,
}

/// Most other occurrences that a finding lists.
const RELATED: usize = 20;

impl Check for Inconsistent {
    fn check(&self, cx: &mut Context<'_>) {
        let uneven = self.uneven(cx.analysis, cx.names(&self.words));
        uneven.iter().for_each(|uneven| uneven.report(cx));
    }

    fn prepare(&self, profile: &Profile) {
        self.words.ready(profile);
    }

    fn precedence(&self) -> Precedence {
        Precedence::Yields
    }
}

/// The first of some checks that knows names, if there is one.
pub(super) fn inconsistent<'c>(checks: &[&'c dyn Check]) -> Option<&'c Inconsistent> {
    checks.iter().find_map(|&check| (check as &dyn Any).downcast_ref::<Inconsistent>())
}

/// What the first of some checks that knows names says of them, if there is one.
#[must_use]
pub fn words_of<'c>(checks: &[&'c dyn Check]) -> Option<&'c Arc<Words>> {
    inconsistent(checks).map(|check| &check.words)
}

/// Whether two spellings as they are written in a language, single words or names of several, are one name by the first of
/// its checks that knows names; nothing if none does.
#[must_use]
pub fn compare_spellings(checks: &[&dyn Check], profile: &Profile, a: &str, b: &str) -> Option<Comparison> {
    words_of(checks).map(|words| compare::compare(words.ready(profile), profile, a, b))
}

/// A name that an article writes in more than one way.
#[derive(Debug)]
pub(super) struct UnevenName {
    /// The places that give way, in reading order.
    pub(super) fewer: Vec<At>,
    /// The places that are written as is proposed, in reading order.
    pub(super) same: Vec<At>,
    /// How far the proposal may be trusted.
    style: Applicability,
    /// Whether the ways differ in no more than a slip.
    is_slip: bool,
}

impl Inconsistent {
    /// Every name that the article writes in more than one way: what is reported of it, and what a list of its names goes by.
    pub(super) fn uneven(&self, analysis: &Analysis<'_>, mentions: &Mentions<'_>) -> Vec<UnevenName> {
        let profile = analysis.profile();
        let ready = self.words.ready(profile);
        let decided = self.words.decided(profile, || self.names.house());
        let style =
            |name: &Name<'_>| if decided.wants(name.text) { Applicability::Safe } else { Applicability::Unsafe };
        let judge = Judge::new(mentions, ready.reader(), profile);
        let variants = judge.variants(|name| decided.wants(name));
        let mut found = Vec::new();
        for variant in variants.iter().filter(|variant| !variant.slip || ready.slips.any()) {
            let (Some(minority), Some(majority)) =
                (mentions.names.get(variant.minority), mentions.names.get(variant.majority))
            else {
                continue;
            };
            if !are_apart(decided, (minority, majority), variant.clitics) {
                found.extend(spelled_otherwise(analysis, minority, majority, variant, style(majority)));
            }
        }
        for (index, variant) in judge.misspelt() {
            // What is itself misspelt proposes nothing.
            let gives_way = variants.iter().find(|other| other.minority == variant.majority);
            let majority = gives_way.map_or(variant.majority, |other| other.majority);
            if let Some((word, name)) = mentions.doubtful.get(index).zip(mentions.names.get(majority))
                && !are_apart(decided, (word, name), variant.clitics)
            {
                found.extend(spelled_otherwise(analysis, word, name, &variant, style(name)));
            }
        }
        found.extend(written_in_two_words(analysis, mentions, ready));
        let joined = joined::uneven(analysis, mentions, ready).into_iter();
        found.extend(joined.map(|joined| UnevenName::of_parts(joined.fewer, joined.same)));
        for (index, name) in mentions.names.iter().enumerate() {
            if ready.slips.concern(name, ready.words.shape.is_some())
                && name.places.len() > 1
                && !variants.iter().any(|variant| variant.minority == index)
            {
                found.extend(slipped(analysis, ready, name));
            }
        }
        found
    }
}

impl UnevenName {
    /// A name whose parts are joined in more than one way.
    fn of_parts(fewer: Vec<At>, same: Vec<At>) -> Self {
        Self { fewer, same, style: Applicability::Unsafe, is_slip: false }
    }

    /// Reports every place that is to give way.
    fn report(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let Some(wanted) = self.same.first().map(|at| analysis.slice(*at)) else { return };
        for &at in &self.fewer {
            let mut finding = cx
                .report(at)
                .arg("found", analysis.slice(at))
                .arg("wanted", wanted)
                .arg("count", self.same.len().to_string())
                .fix(self.style, vec![(at, wanted.to_owned())]);
            for other in self.same.iter().take(RELATED) {
                finding = finding.related(*other);
            }
            if self.is_slip {
                finding = finding.severity(Severity::Info);
            }
            finding.emit();
        }
    }
}

/// Whether the house says that two names are two, with or without the clitics before them.
fn are_apart<'t>(decided: &Decided, names: (&Name<'t>, &Name<'t>), clitics: (usize, usize)) -> bool {
    let after = |name: &Name<'t>, clitic: usize| name.text.get(clitic..).unwrap_or_default();
    decided.are_apart(names.0.text, names.1.text)
        || decided.are_apart(after(names.0, clitics.0), after(names.1, clitics.1))
}

/// The least number of letters of a part of a name that is also written in one word.
const PART: usize = 3;

/// How many names of an article are searched for in two words; each search reads the whole article.
const SEARCHES: usize = 100;

/// The names that are written now in one word, now in two.
fn written_in_two_words(analysis: &Analysis<'_>, mentions: &Mentions<'_>, ready: &Ready) -> Vec<UnevenName> {
    let profile = analysis.profile();
    let (mut searches, mut found) = (SEARCHES, Vec::new());
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
            return found;
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
        let places = |places: Vec<(u32, u32)>| {
            places.into_iter().map(|(start, end)| analysis.folded().locate(start, end)).collect()
        };
        found.push(UnevenName::of_parts(places(minority), places(majority)));
    }
    found
}

/// A spelling that is to give way, with the places where the other one stands.
fn spelled_otherwise(
    analysis: &Analysis<'_>,
    minority: &Name<'_>,
    majority: &Name<'_>,
    variant: &Variant,
    style: Applicability,
) -> Option<UnevenName> {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(0);
    let at = |place: &Place, clitic: usize| {
        let start = (place.start + narrow(clitic)).min(place.end);
        analysis.folded().locate(start, place.end)
    };
    let same: Vec<At> = majority.places.iter().map(|place| at(place, variant.clitics.1)).collect();
    let wanted = analysis.slice(*same.first()?);
    let fewer = minority.places.iter().map(|place| at(place, variant.clitics.0));
    let is_other = |here: &At| {
        let found = analysis.slice(*here);
        !is_compound(found, wanted) && !is_compound(wanted, found)
    };
    Some(UnevenName { fewer: fewer.filter(is_other).collect(), same, style, is_slip: variant.slip })
}

/// Whether a name is another one with something after it that has a capital letter of its own.
fn is_compound(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// One folded name, where it is written otherwise than in most of its places.
fn slipped(analysis: &Analysis<'_>, ready: &Ready, name: &Name<'_>) -> Option<UnevenName> {
    let at = |place: &Place| analysis.folded().locate(place.start, place.end);
    let slice = |place: &Place| analysis.slice(at(place));
    let first = name.places.first().map(slice)?;
    if name.places.iter().all(|place| slice(place) == first) {
        return None;
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
    let most = written.iter().map(|(_, count)| *count).max()?;
    let (majority, _) = written.iter().find(|(_, count)| *count == most).cloned()?;
    let placed = || name.places.iter().map(at).zip(&forms);
    let matters = |form: &str| form != majority && ready.slips.matter(&ready.words.lexicon, name.text, form, &majority);
    let same = placed().filter(|(_, form)| **form == majority).map(|(at, _)| at).collect();
    let fewer = placed().filter(|(_, form)| matters(form)).map(|(at, _)| at).collect();
    Some(UnevenName { fewer, same, style: Applicability::Unsafe, is_slip: true })
}
