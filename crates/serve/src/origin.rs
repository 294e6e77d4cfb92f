//! Pages that may ask the server, by where they come from.

use copydesk::text::Problem;

/// Where a page comes from that may ask: `https://cms.example`, or every page of a kind that only what is installed in a browser or
/// on the machine can be: `moz-extension://*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    /// Host and port; every one, if `None`.
    host: Option<String>,
}

impl Origin {
    /// An origin as browsers write it.
    ///
    /// # Errors
    /// A problem with what no browser would call an origin, and with what would let every page of the web ask.
    pub fn new(text: &str) -> Result<Self, Problem> {
        let fault = |help: &str| Err(Problem::new(format!("`{text}` is no origin")).with_help(help));
        let Some((scheme, host)) = text.split_once("://") else {
            return fault("an origin is written https://cms.example, without a path");
        };
        let is_scheme = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
        let is_host = |b: u8| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b);
        let is_of_the_web = ["http", "https", "file"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
        if scheme.is_empty() || !scheme.bytes().all(is_scheme) {
            return fault("an origin is written https://cms.example, without a path");
        }
        if host == "*" && is_of_the_web {
            let problem = Problem::new(format!("`{text}` would let every page of the web read what is checked"));
            return Err(problem.with_help("name each site, such as https://cms.example"));
        }
        if host == "*" {
            return Ok(Self { scheme: scheme.to_ascii_lowercase(), host: None });
        }
        if host.is_empty() || !host.bytes().all(is_host) {
            return fault("an origin is written https://cms.example, without a path");
        }
        Ok(Self { scheme: scheme.to_ascii_lowercase(), host: Some(host.to_ascii_lowercase()) })
    }

    /// Whether a page that says it comes from `origin` is meant.
    #[must_use]
    pub fn covers(&self, origin: &str) -> bool {
        let Some((scheme, host)) = origin.split_once("://") else { return false };
        scheme.eq_ignore_ascii_case(&self.scheme) && self.host.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_covers_itself_and_no_other() {
        let origin = Origin::new("https://CMS.example:8443").unwrap();
        assert!(origin.covers("https://cms.example:8443"));
        for other in
            ["https://cms.example", "http://cms.example:8443", "https://cms.example:8443.evil.example", "null", ""]
        {
            assert!(!origin.covers(other), "{other}");
        }
    }

    #[test]
    fn a_star_stands_for_what_is_installed_and_never_for_the_web() {
        assert!(Origin::new("moz-extension://*").unwrap().covers("moz-extension://3ab1-4c"));
        assert!(!Origin::new("moz-extension://*").unwrap().covers("https://3ab1-4c"));
        for bad in ["*", "https://*", "HTTP://*", "file://*", "null", "https://", "https://a/b", "https://*.example"] {
            assert!(Origin::new(bad).is_err(), "{bad}");
        }
    }
}
