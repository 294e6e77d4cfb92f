//! Which language an article is in: its script first, then the short words that only one language of that script
//! uses so often.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use unicode_script::{Script, UnicodeScript};

use super::fields::FieldNames;
use super::fold::is_word_char;
use super::genres::GenreNames;
use super::profile::{Profile, UNDETERMINED};
use crate::text::{Problem, did_you_mean};
use crate::toml_doc::TomlFile;

/// How much of an article is looked at for words, in bytes: enough for some hundred words.
const SAMPLE: usize = 800;
/// How many letters are looked at for the script.
const LETTERS: usize = 60;
/// Share of function words from which a language is certain, in a sample of at least `ENOUGH_WORDS` words. Running
/// text has 15 to 45 of 100; a foreign text of the same script has below 5.
const CERTAIN: f32 = 0.06;
/// Share from which no other language need be asked.
const CLEAR: f32 = 0.15;
/// Below this many words the script alone decides, if it has one language that is usual for it.
const ENOUGH_WORDS: usize = 12;

/// All languages known to a run.
#[derive(Debug)]
pub struct Languages {
    profiles: Vec<Arc<Profile>>,
    undetermined: Arc<Profile>,
    stops: Vec<char>,
    fields: FieldNames,
    genres: GenreNames,
}

impl Languages {
    /// Reads the language files. The file of the undetermined language comes first in force, wherever it stands in
    /// the list. Problems in a file leave that language out.
    ///
    /// # Errors
    /// The problems, if there is no usable file for the undetermined language: nothing works without it.
    pub fn load(files: &[TomlFile], problems: &mut Vec<Problem>) -> Result<Self, Problem> {
        let is_base =
            |file: &&TomlFile| file.text.lines().any(|line| line.trim() == format!("tag = \"{UNDETERMINED}\""));
        let base = files
            .iter()
            .find(is_base)
            .and_then(|file| Profile::load(file, None, problems))
            .ok_or_else(|| Problem::new("the language file for undetermined text is missing or broken"))?;
        let base = Arc::new(base);
        let load = |file: &TomlFile| {
            let mut problems = Vec::new();
            (Profile::load(file, Some(&base), &mut problems), problems)
        };
        let others: Vec<&TomlFile> = files.iter().filter(|file| !is_base(file)).collect();
        let loaded: Vec<_> = others.into_par_iter().map(load).collect();
        let mut profiles: Vec<Arc<Profile>> = Vec::with_capacity(loaded.len());
        for (profile, met) in loaded {
            profiles.extend(profile.map(Arc::new));
            problems.extend(met);
        }
        let mut stops: Vec<char> =
            profiles.iter().chain([&base]).flat_map(|profile| profile.stops.iter().copied()).collect();
        stops.sort_unstable();
        stops.dedup();
        let mut fields = FieldNames::default();
        let mut genres = GenreNames::default();
        for profile in [&base].into_iter().chain(&profiles) {
            for (field, names) in &profile.fields {
                fields.add(*field, names.iter().cloned());
            }
            let names = profile.genres.iter().flat_map(|(genre, names)| names.iter().map(|name| (*genre, name)));
            genres.add(&profile.folder, names);
        }
        Ok(Self { profiles, undetermined: base, stops, fields, genres })
    }

    /// The profile for text of no known language.
    #[must_use]
    pub fn undetermined(&self) -> &Arc<Profile> {
        &self.undetermined
    }

    /// Every language but the undetermined one.
    #[must_use]
    pub fn all(&self) -> &[Arc<Profile>] {
        &self.profiles
    }

    /// Characters that end a sentence in any language, for formats that must tell a heading from a paragraph before the
    /// language is known.
    #[must_use]
    pub fn stops(&self) -> &[char] {
        &self.stops
    }

    /// What the fields of an article are called in any language.
    #[must_use]
    pub fn fields(&self) -> &FieldNames {
        &self.fields
    }

    /// What the genres of articles are called in any language.
    #[must_use]
    pub fn genres(&self) -> &GenreNames {
        &self.genres
    }

    /// The language of a tag; a region (`ar-EG`) falls back to its language.
    ///
    /// # Errors
    /// A problem with the tag that was probably meant, if the tag is not known.
    pub fn get(&self, tag: &str) -> Result<&Arc<Profile>, Problem> {
        let language = tag.split(['-', '_']).next().unwrap_or(tag);
        let find = |wanted: &str| {
            self.profiles.iter().chain([&self.undetermined]).find(|p| p.tag.eq_ignore_ascii_case(wanted))
        };
        find(tag).or_else(|| find(language)).ok_or_else(|| {
            let tags: Vec<&str> = self.profiles.iter().map(|profile| &*profile.tag).collect();
            let problem = Problem::new(format!("unknown language `{tag}`"));
            match did_you_mean(tag, tags.iter().copied()) {
                Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
                None => problem.with_help(format!("known languages: {}", tags.join(", "))),
            }
        })
    }

    /// The language of a text given in pieces, among `allowed` tags (all, if empty).
    pub fn detect<'t>(&self, pieces: impl Iterator<Item = &'t str> + Clone, allowed: &[Arc<str>]) -> &Arc<Profile> {
        let sample = || {
            let mut left = SAMPLE;
            pieces.clone().map_while(move |piece| {
                let end = (0..=piece.len().min(left)).rev().find(|&at| piece.is_char_boundary(at)).unwrap_or(0);
                let part = piece.get(..end).filter(|_| left > 0);
                left -= end;
                part
            })
        };
        let Some(script) = dominant_script(sample()) else { return &self.undetermined };
        let candidates = || {
            self.profiles
                .iter()
                .filter(|p| p.script == Some(script) && (allowed.is_empty() || allowed.contains(&p.tag)))
        };
        let mut folded = String::new();
        let mut count = |profile: &Profile| {
            folded.clear();
            for piece in sample() {
                profile.folder.push_folded(piece, &mut folded);
                folded.push('\n');
            }
            let words = folded.split(|c| !is_word_char(c)).filter(|word| !word.is_empty());
            words.fold((0_usize, 0_usize), |(hits, all), word| {
                (hits + usize::from(profile.function_words.contains(word)), all + 1)
            })
        };
        let mut best: Option<(&Arc<Profile>, usize)> = None;
        let mut words = 0;
        for profile in candidates() {
            let (hits, all) = count(profile);
            words = all;
            if best.is_none_or(|(_, most)| hits > most) {
                best = Some((profile, hits));
            }
            if words >= ENOUGH_WORDS && hits as f32 >= CLEAR * words as f32 {
                return profile;
            }
        }
        match best {
            Some((profile, count)) if count as f32 >= CERTAIN * words as f32 && count > 0 => profile,
            // Too short to tell: the first language listed for the script stands for it.
            _ if words < ENOUGH_WORDS => candidates().next().unwrap_or(&self.undetermined),
            _ => &self.undetermined,
        }
    }
}

fn dominant_script<'t>(pieces: impl Iterator<Item = &'t str>) -> Option<Script> {
    let mut counts: FxHashMap<Script, usize> = FxHashMap::default();
    for c in pieces.flat_map(str::chars).filter(|c| c.is_alphabetic()).take(LETTERS) {
        *counts.entry(c.script()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(script, count)| (count, script.short_name())).map(|(script, _)| script)
}
