//! The languages of a run, and what an article, its path and its words say of which of them it is in.

use std::path::Path;
use std::sync::Arc;

use super::detect::{self, Detector, Verdict};
use super::fields::FieldNames;
use super::genres::GenreNames;
use super::hint::{Hint, path_hint, primary};
use super::page::PageSigns;
use super::profile::{Profile, UNDETERMINED};
use super::templates::TemplateNames;
use crate::text::{Problem, did_you_mean};
use crate::toml_doc::TomlFile;

/// All languages known to a run.
#[derive(Debug)]
pub struct Languages {
    profiles: Vec<Arc<Profile>>,
    undetermined: Arc<Profile>,
    stops: Vec<char>,
    fields: FieldNames,
    genres: GenreNames,
    templates: Arc<TemplateNames>,
    page: Arc<PageSigns>,
    detector: Detector,
}

impl Languages {
    /// Reads the language files. The file of the undetermined language comes first in force, wherever it stands in
    /// the list. Problems in a file leave that language out.
    ///
    /// # Errors
    /// The problems, if there is no usable file for the undetermined language: nothing works without it.
    pub fn load(files: &[TomlFile], problems: &mut Vec<Problem>) -> Result<Self, Problem> {
        let is_base = |file: &&TomlFile| file.parse(&mut Vec::new()).text("tag") == Some(UNDETERMINED);
        let base = files
            .iter()
            .find(is_base)
            .and_then(|file| Profile::load(file, None, problems))
            .ok_or_else(|| Problem::new("the language file for undetermined text is missing or broken"))?;
        let base = Arc::new(base);
        let others: Vec<&TomlFile> = files.iter().filter(|file| !is_base(file)).collect();
        let profiles = load_all(&others, &base, problems).into_iter().map(|(_, profile)| profile).collect();
        Ok(Self::of(profiles, base))
    }

    /// These languages and those of further files. A language whose tag is known already takes the place of the known one, as a
    /// whole. Problems in a file leave its language out.
    #[must_use]
    pub fn with(&self, files: &[TomlFile], problems: &mut Vec<Problem>) -> Self {
        let files: Vec<&TomlFile> = files.iter().collect();
        let mut given: Vec<(&TomlFile, Arc<Profile>)> = Vec::new();
        for (file, profile) in load_all(&files, &self.undetermined, problems) {
            if let Some((earlier, _)) = given.iter().find(|(_, known)| known.tag == profile.tag) {
                let message = format!("the language `{}` is given twice, also in {}", profile.tag, earlier.name);
                problems.push(file.problem_at("tag", message));
            } else {
                given.push((file, profile));
            }
        }
        let mut profiles = self.profiles.clone();
        for (_, profile) in given {
            match profiles.iter_mut().find(|known| known.tag == profile.tag) {
                Some(known) => *known = profile,
                None => profiles.push(profile),
            }
        }
        Self::of(profiles, Arc::clone(&self.undetermined))
    }

    fn of(profiles: Vec<Arc<Profile>>, base: Arc<Profile>) -> Self {
        let mut stops: Vec<char> =
            profiles.iter().chain([&base]).flat_map(|profile| profile.stops.iter().copied()).collect();
        stops.sort_unstable();
        stops.dedup();
        let mut fields = FieldNames::default();
        let mut templates = TemplateNames::default();
        let mut page = PageSigns::default();
        for profile in [&base].into_iter().chain(&profiles) {
            for (field, names) in &profile.fields {
                fields.add(*field, names.iter().cloned());
            }
            templates.add(&profile.templates);
            page.add(&profile.page);
        }
        let genres = GenreNames::of([&base].into_iter().chain(&profiles).cloned().collect());
        let detector = Detector::new(&profiles, &base);
        let (templates, page) = (Arc::new(templates), Arc::new(page));
        Self { profiles, undetermined: base, stops, fields, genres, templates, page, detector }
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

    /// What is known of template code.
    #[must_use]
    pub fn templates(&self) -> &Arc<TemplateNames> {
        &self.templates
    }

    /// What the genres of articles are called in any language.
    #[must_use]
    pub fn genres(&self) -> &GenreNames {
        &self.genres
    }

    /// How pages mark what is no prose of the newsroom.
    #[must_use]
    pub fn page(&self) -> &Arc<PageSigns> {
        &self.page
    }

    /// The language of a tag; a region (`ar-EG`) falls back to its language.
    ///
    /// # Errors
    /// A problem with the tag that was probably meant, if the tag is not known.
    pub fn get(&self, tag: &str) -> Result<&Arc<Profile>, Problem> {
        self.find(tag).ok_or_else(|| {
            let tags: Vec<&str> = self.profiles.iter().map(|profile| &*profile.tag).collect();
            let problem = Problem::new(format!("unknown language `{tag}`"));
            match did_you_mean(tag, tags.iter().copied()) {
                Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
                None => problem.with_help(format!("known languages: {}", tags.join(", "))),
            }
        })
    }

    /// The language of a tag, if it is known; a region falls back to its language.
    fn find(&self, tag: &str) -> Option<&Arc<Profile>> {
        let find = |wanted: &str| {
            self.profiles.iter().chain([&self.undetermined]).find(|p| p.tag.eq_ignore_ascii_case(wanted))
        };
        find(tag).or_else(|| find(primary(tag)))
    }

    /// The language of a text given in pieces, among `allowed` tags (all, if empty), where a `hint` speaks for one. The
    /// undetermined language, unless the words leave no doubt.
    pub fn detect<'t>(
        &self,
        pieces: impl Iterator<Item = &'t str> + Clone,
        allowed: &[Arc<str>],
        hint: Option<Hint<'_>>,
    ) -> &Arc<Profile> {
        match self.detector.judge(&self.profiles, pieces, allowed, hint) {
            Verdict::Known(index) => self.profiles.get(index).unwrap_or(&self.undetermined),
            Verdict::Other | Verdict::Unsure => &self.undetermined,
        }
    }

    /// The language of a block in an article of `language`, if it surely is another: an English line in an Arabic story.
    #[must_use]
    pub fn of_passage(&self, language: &Profile, text: &str) -> Option<&Arc<Profile>> {
        let own = self.profiles.iter().position(|profile| profile.tag == language.tag)?;
        match self.detector.passage(&self.profiles, own, text)? {
            Verdict::Known(index) => self.profiles.get(index),
            Verdict::Other | Verdict::Unsure => Some(&self.undetermined),
        }
    }

    /// Whether a text reads as some language, be it one that there are no rules for.
    #[must_use]
    pub fn is_language(&self, text: &str) -> bool {
        !matches!(self.detector.judge(&self.profiles, [text].into_iter(), &[], None), Verdict::Unsure)
    }

    /// The language that an article says it is in, by a tag or by name; nothing, if it is not known, or if `pieces`, the
    /// article's text, is in another script: many a page keeps the tag of its template. A language that there are no rules
    /// for is the undetermined one.
    pub fn named<'t>(&self, name: &str, pieces: impl Iterator<Item = &'t str> + Clone) -> Option<&Arc<Profile>> {
        let name = name.trim();
        let is_called = |profile: &&Arc<Profile>| profile.name.values().any(|called| called.eq_ignore_ascii_case(name));
        let profile = match self.find(name).or_else(|| self.profiles.iter().find(is_called)) {
            Some(profile) => profile,
            None if self.detector.knows(primary(name)) => &self.undetermined,
            None => return None,
        };
        profile.script.is_none_or(|script| detect::may_be_in(script, pieces)).then_some(profile)
    }

    /// The language that a path says its article is in.
    #[must_use]
    pub fn hint_of<'p>(&self, path: &'p Path) -> Option<Hint<'p>> {
        path_hint(path, |tag| self.find(tag).is_some() || self.detector.knows(primary(tag)))
    }
}

/// The languages of files that can be understood, each with its file, in order.
fn load_all<'f>(
    files: &[&'f TomlFile],
    base: &Profile,
    problems: &mut Vec<Problem>,
) -> Vec<(&'f TomlFile, Arc<Profile>)> {
    let load = |&file: &&'f TomlFile| Some((file, Arc::new(Profile::load(file, Some(base), problems)?)));
    files.iter().filter_map(load).collect()
}
