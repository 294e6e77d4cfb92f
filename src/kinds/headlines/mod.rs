//! The headline of another article of the archive, word for word, inside an article: a box or a line that points there.
//! It needs no list of words: the archive knows what its headlines are, and where they end.
//!
//! The first pass notes, of each article, its own headlines and the keys of those few places where another one can begin;
//! an article with a key that some headline has is read again in the second pass, and compared letter by letter.

mod facts;
mod places;
mod saved;

use schemars::JsonSchema;
use serde::Deserialize;

use self::facts::{Headline, Headlines, OwnHeadlines, Start, Starts, key_of, keys_of, own_headlines};
use self::places::{Behind, Form, Place, behind, places};
use super::collector::{Collect, Collecting, OwnCollector, Shared, SharedCollector};
use super::{ArchiveCheck, Check, Context, Env, Facts, Judge, Kind, Leftover, PROMOTIONAL, RuleKey, Seen};
use crate::analysis::{At, CueId, CueOptions};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::language::{BlockRole, Roles, is_word_char};
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::{Table, Texts};

/// A paragraph of the story has more words than this.
const SHORTEST_PARAGRAPH: usize = 14;

/// The kind `other-headline`.
pub struct OtherHeadline;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Words that announce a headline inside a paragraph; what stands between them and the headline, such as the name of a
    /// section, belongs to the promotion.
    cues: Texts,
    /// Stops with which a headline may end.
    #[serde(default)]
    headline_ends: String,
    /// Codes whose findings make one of this rule in the same place superfluous.
    #[serde(default)]
    unless: Vec<String>,
    /// Codes whose findings give way to one of this rule in the same place: they end less exactly.
    #[serde(default)]
    instead_of: Vec<String>,
}

struct Compiled {
    cues: CueId,
    headline_ends: String,
    unless: Vec<String>,
    instead_of: Vec<String>,
}

impl Kind for OtherHeadline {
    fn name(&self) -> &'static str {
        "other-headline"
    }

    /// The words of a picture or a link say what it shows.
    fn roles(&self) -> Roles {
        PROMOTIONAL.without(Roles::of(&[BlockRole::Caption]))
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let keys: Keys = rule.decode(problems)?;
        let cues = env.cues.add([keys.cues], CueOptions { glued: true, ..CueOptions::default() });
        Some(Box::new(Compiled {
            cues,
            headline_ends: keys.headline_ends,
            unless: keys.unless,
            instead_of: keys.instead_of,
        }))
    }

    fn shared(&self) -> &'static [&'static dyn SharedCollector] {
        COLLECTORS
    }
}

/// The headlines of each article: what every check for those of other articles needs.
pub static HEADLINES: Shared<OwnHeadlines> = Shared { name: "headlines", collect };

static COLLECTORS: &[&dyn SharedCollector] = &[&HEADLINES];

fn collect(article: &Collecting<'_, '_>) -> Option<OwnHeadlines> {
    let own = own_headlines(article.input.analysis);
    (!own.is_empty()).then_some(OwnHeadlines(own))
}

impl Check for Compiled {
    /// One article alone knows of no other.
    fn check(&self, _: &mut Context<'_>) {}

    fn archive(&self) -> Option<&dyn ArchiveCheck> {
        Some(self)
    }
}

impl ArchiveCheck for Compiled {
    fn shared(&self) -> &'static [&'static dyn SharedCollector] {
        COLLECTORS
    }

    fn own(&self) -> Option<&dyn OwnCollector> {
        Some(self)
    }

    fn leaves(&self) -> Option<Leftover> {
        Some(Leftover::Headlines)
    }

    fn weigh<'t>(&'t self, seen: Seen<'t>, _: &[&dyn Check]) -> Box<dyn Judge + 't> {
        Box::new(Weighed { rule: self, key: seen.rule, headlines: seen.tally.shared(&HEADLINES) })
    }
}

impl Collect for Compiled {
    type Facts = Starts;

    fn collect(&self, cx: &Context<'_>) -> Option<Starts> {
        let folded = cx.analysis.folded();
        let start = |place: &Place| {
            let (_, end) = folded.block_range(place.block as usize);
            let keys = keys_of(folded.slice(place.start, end))?;
            Some(Start::new(keys, !place.form.asks_for_name()))
        };
        Starts::of(places(cx, self.cues).iter().filter_map(start).collect())
    }
}

/// The rule against an archive.
struct Weighed<'t> {
    rule: &'t Compiled,
    key: RuleKey,
    /// Nothing, if no article has any.
    headlines: Option<&'t Headlines>,
}

/// A headline found, in bytes of the folded text.
struct Match {
    /// The place in which it begins.
    place: Place,
    /// One past the last letter of the last headline.
    end: u32,
    /// One past the last letter of the first one.
    first_end: u32,
}

impl Judge for Weighed<'_> {
    fn asks_for_text(&self, facts: &Facts) -> bool {
        let Some((headlines, Starts(starts))) = self.headlines.zip(facts.of_rule(self.key)) else { return false };
        let own = facts.shared(&HEADLINES);
        let is_other = |headline: &Headline| !own.is_some_and(|own| own.has(headline));
        starts.iter().any(|&start| headlines.at(start).any(is_other))
    }

    fn replaces(&self, code: &Code) -> bool {
        self.rule.instead_of.iter().any(|replaced| code.is(replaced))
    }

    fn read(&self, cx: &mut Context<'_>, facts: &Facts, found: &[Diagnostic]) {
        let own = facts.shared(&HEADLINES);
        let mut done = 0;
        for place in places(cx, self.rule.cues) {
            if place.start < done {
                continue;
            }
            if let Some(found_here) = self.find(cx, place, own) {
                done = found_here.end;
                self.report(cx, &found_here, found);
            }
        }
    }
}

impl Weighed<'_> {
    /// The headlines of other articles that stand in a place, one after the other.
    fn find(&self, cx: &Context<'_>, place: Place, own: Option<&OwnHeadlines>) -> Option<Match> {
        let (first_end, is_named) = self.end_of_headline(cx, place.block, place.start, own)?;
        let block = place.block as usize;
        let folded = cx.analysis.folded();
        let mut end = first_end;
        loop {
            let rest = folded.slice(end, folded.block_range(block).1);
            let next = rest.char_indices().find(|(_, c)| is_word_char(*c)).map(|(at, _)| end + narrow(at));
            match next.and_then(|next| self.end_of_headline(cx, place.block, next, own)) {
                Some((further, _)) => end = further,
                None => break,
            }
        }
        let behind = behind(cx, block, end, &self.rule.headline_ends);
        let is_apart = match place.form {
            form if form.asks_for_name() && !is_named => false,
            Form::Cue(_) | Form::Glued => behind != Behind::RestOfWord,
            Form::Line => matches!(behind, Behind::Nothing | Behind::Glued) && !self.is_announced(cx, place),
            Form::Sentence => matches!(behind, Behind::Nothing | Behind::Glued),
        };
        let found = Match { place, end, first_end };
        (is_apart && !is_quoted(cx, &found)).then_some(found)
    }

    /// Where the longest headline of another article ends that begins at this folded byte, and whether its article names it so.
    fn end_of_headline(
        &self,
        cx: &Context<'_>,
        block: u32,
        start: u32,
        own: Option<&OwnHeadlines>,
    ) -> Option<(u32, bool)> {
        let folded = cx.analysis.folded();
        let text = folded.slice(start, folded.block_range(block as usize).1);
        let others = self.headlines?.with_key(key_of(text)?);
        let others = others.filter(|headline| !own.is_some_and(|own| own.has(headline)));
        let ends = |headline: &Headline| Some((start + narrow(end_of(text, headline)?), headline.is_named));
        others.filter_map(ends).max()
    }

    /// Whether a line may be no promotion: no paragraph stands above it, so that it may be the article's own headline, or a
    /// list of headlines may be all there is; or the line above ends with a colon, and speaks of what follows.
    fn is_announced(&self, cx: &Context<'_>, place: Place) -> bool {
        let analysis = cx.analysis;
        let folded = analysis.folded();
        let index = place.block as usize;
        let is_paragraph = |text: &str| text.split_whitespace().nth(SHORTEST_PARAGRAPH).is_some();
        let above = analysis.blocks().get(..index).unwrap_or_default();
        let (start, end) = folded.block_range(index);
        if !is_paragraph(folded.slice(start, place.start))
            && !above.iter().any(|block| block.kind.is_running_text() && is_paragraph(&block.prose))
        {
            return true;
        }
        let (start, end) = index.checked_sub(1).map_or((start, end), |above| folded.block_range(above));
        let is_cue = !analysis.hits().within(self.rule.cues, start, end).is_empty();
        folded.slice(start, end.min(place.start)).trim_end().ends_with(':') && !is_cue
    }

    fn report(&self, cx: &mut Context<'_>, found: &Match, known: &[Diagnostic]) {
        let Match { place, end, first_end } = *found;
        let analysis = cx.analysis;
        let Some(block) = analysis.blocks().get(place.block as usize) else { return };
        let folded = analysis.folded();
        let begin = if let Form::Cue(cue) = place.form { cue } else { place.start };
        let at = self.widened(cx, folded.locate(begin, end));
        let stored = block.locate(at.span);
        let is_known =
            |other: &Diagnostic| other.span.overlaps(stored) && self.rule.unless.iter().any(|code| other.code.is(code));
        if known.iter().any(is_known) {
            return;
        }
        let headline = analysis.slice(folded.locate(place.start, first_end)).to_owned();
        let prose: &str = &block.prose;
        let (before, behind) = (prose.get(..at.span.start as usize), prose.get(at.span.end as usize..));
        let (before, behind) = (before.unwrap_or_default(), behind.unwrap_or_default());
        let story = before.trim_end();
        let finding = cx.report(at).arg("headline", headline).cause("headline");
        if story.is_empty() && behind.trim().is_empty() {
            finding.remove_line(Applicability::Unsafe).emit();
            return;
        }
        let mut cut = at;
        if story.is_empty() {
            cut.span = ProseSpan::new(0, at.span.end + narrow(behind.len() - behind.trim_start().len()));
        } else if behind.is_empty() || behind.starts_with(char::is_whitespace) || story.len() == before.len() {
            cut.span.start = narrow(story.len());
        }
        if block.editable(cut.span).is_none() {
            // A line of the source ends in the space before it.
            cut = at;
        }
        let is_joined = story.len() == before.len() && behind.starts_with(is_word_char) && !story.is_empty();
        let instead = if is_joined { " " } else { "" };
        finding.fix(Applicability::Unsafe, vec![(cut, instead.to_owned())]).emit();
    }

    /// A place with the signs around it that belong to it: what opens before it, and after it stops and what closes.
    fn widened(&self, cx: &Context<'_>, at: At) -> At {
        let analysis = cx.analysis;
        let stops = &analysis.profile().stops;
        let quotations = analysis.quotations();
        let Some(prose) = analysis.blocks().get(at.block as usize).map(|block| &*block.prose) else { return at };
        let mut start = at.span.start as usize;
        let opening = prose.get(..start).unwrap_or_default().char_indices().rev();
        for (index, c) in opening {
            let opens = matches!(c, '(' | '[') || quotations.opens_at(at.block, index);
            if !opens {
                break;
            }
            start = index;
        }
        let mut end = at.span.end as usize;
        for c in prose.get(end..).unwrap_or_default().chars() {
            let inside = prose.get(start..end).unwrap_or_default();
            let is_closed = |open: char| inside.matches(open).count() > inside.matches(c).count();
            let belongs = match c {
                ')' => is_closed('('),
                ']' => is_closed('['),
                _ => stops.contains(&c) || self.rule.headline_ends.contains(c) || quotations.closes_at(at.block, end),
            };
            if !belongs {
                break;
            }
            end += c.len_utf8();
        }
        At { block: at.block, span: ProseSpan::from_range(start..end) }
    }
}

/// Where a headline ends in a folded text that begins with it, with the signs after its last letter if they stand there.
fn end_of(text: &str, headline: &Headline) -> Option<usize> {
    let mut wanted = headline.letters.chars();
    let mut next = wanted.next()?;
    for (at, c) in text.char_indices().filter(|(_, c)| is_word_char(*c)) {
        if c != next {
            return None;
        }
        match wanted.next() {
            Some(c) => next = c,
            None => {
                let end = at + c.len_utf8();
                let has_tail = text.get(end..)?.starts_with(&*headline.tail);
                return Some(end + if has_tail { headline.tail.len() } else { 0 });
            }
        }
    }
    None
}

/// Whether one quotation holds all of a headline: then somebody speaks of it. One that begins before a cue is another
/// matter: nobody quotes a box.
fn is_quoted(cx: &Context<'_>, found: &Match) -> bool {
    let folded = cx.analysis.folded();
    let at = folded.locate(found.place.start, found.end);
    let earliest = match found.place.form {
        Form::Cue(cue) => {
            let before = cx.analysis.slice(At { span: ProseSpan::new(0, folded.locate(cue, cue).span.start), ..at });
            narrow(before.trim_end_matches(|c: char| !c.is_whitespace() && !is_word_char(c)).len())
        }
        _ => 0,
    };
    let holds = |part: &At| (earliest..=at.span.start).contains(&part.span.start) && at.span.end <= part.span.end;
    cx.analysis.quotations().in_block(at.block).iter().any(holds)
}
