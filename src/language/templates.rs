//! What is known of the template code of site generators and content management systems: by name, in the language files.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Names that mean something in template code.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TemplateNames {
    /// Tags whose content, up to the tag that ends them, is code or a remark.
    pub enclosing: Vec<String>,
    /// Shortcodes in square brackets that are known for such without parameters.
    pub bracketed: Vec<String>,
    /// Tags that bring in another file: what they show is known by the name of that file.
    pub including: Vec<String>,
    /// Parameters that are words for readers, by the name of their tag: names of parameters, or the place of one without a
    /// name, counted from 1.
    pub shown: BTreeMap<String, Vec<String>>,
    /// Folders that hold templates and other people's packages, not articles.
    pub folders: Vec<String>,
}

impl TemplateNames {
    /// Adds what another language file knows.
    pub fn add(&mut self, more: &Self) {
        self.enclosing.extend_from_slice(&more.enclosing);
        self.bracketed.extend_from_slice(&more.bracketed);
        self.including.extend_from_slice(&more.including);
        for (tag, parameters) in &more.shown {
            self.shown.entry(tag.clone()).or_default().extend_from_slice(parameters);
        }
        self.folders.extend_from_slice(&more.folders);
    }

    /// The parameters of a tag that are words for readers, by name or place; none of a tag that is not known.
    #[must_use]
    pub fn shown_by(&self, tag: &str) -> &[String] {
        self.shown.get(tag).map_or(&[], Vec::as_slice)
    }
}
