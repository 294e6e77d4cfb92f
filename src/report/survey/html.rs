//! A survey as one page that needs nothing beside it. Every text from outside passes [`text`].

use std::fmt::Write as _;
use std::io;

use super::Survey;
use crate::names::{ArchiveSpelling, Cluster};
use crate::report::Ui;
use crate::report::safe::shown;

/// Logical sides only, so that the page is right in both directions.
const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding-inline:1rem;color:#1a1a1a;background:#fff}\
table{border-collapse:collapse;width:100%}\
th,td{text-align:start;vertical-align:top;padding:.3rem .6rem;border-block-end:1px solid #ddd}\
tbody{border-block-end:2px solid #888}tbody tr:first-child td:first-child{font-weight:bold}\
td.n{text-align:end;font-variant-numeric:tabular-nums}small{color:#555}\
@media(prefers-color-scheme:dark){body{color:#eee;background:#1a1a1a}small{color:#aaa}th,td{border-color:#444}}";

pub fn write(out: &mut dyn io::Write, survey: &Survey, ui: &Ui) -> io::Result<()> {
    let title = ui.say("survey-title");
    let count = |key: &str, count: u64| text(&ui.count(key, count));
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{}</h1>",
        text(&ui.tag),
        text(ui.say("direction")),
        text(title),
        text(title),
    )?;
    writeln!(
        out,
        "<p>{}{}{}</p>",
        count("articles", survey.articles),
        text(ui.say("separator")),
        text(&ui.count("survey-names", survey.clusters.len())),
    )?;
    for (tag, articles) in &survey.left_out {
        let words = ui.count_with("survey-left-out", *articles, &[("lang", tag)]);
        writeln!(out, "<p>{}</p>", text(&words))?;
    }
    if let Some(words) = super::human::rare(survey, ui) {
        writeln!(out, "<p>{}</p>", text(&words))?;
    }
    let heads = ["spelling", "count", "articles", "beside", "where", "folders"];
    let heads = heads.iter().fold(String::new(), |mut heads, key| {
        let _ = write!(heads, "<th scope=\"col\">{}</th>", text(ui.say(&format!("survey-head-{key}"))));
        heads
    });
    writeln!(out, "<table>\n<thead><tr>{heads}</tr></thead>")?;
    survey.clusters.iter().try_for_each(|cluster| write_cluster(out, cluster))?;
    writeln!(out, "</table>\n</body>\n</html>")
}

fn write_cluster(out: &mut dyn io::Write, cluster: &Cluster) -> io::Result<()> {
    writeln!(out, "<tbody lang=\"{}\">", text(&cluster.language))?;
    cluster.spellings.iter().try_for_each(|spelling| write_spelling(out, spelling))?;
    writeln!(out, "</tbody>")
}

fn write_spelling(out: &mut dyn io::Write, spelling: &ArchiveSpelling) -> io::Result<()> {
    let record = &spelling.record;
    let lines = |texts: Vec<String>| {
        texts.iter().map(|one| format!("<bdi>{}</bdi>", text(one))).collect::<Vec<_>>().join("<br>")
    };
    let mut places: Vec<String> = record.first().into_iter().chain(record.last()).map(str::to_owned).collect();
    places.extend(record.samples.iter().map(|(_, article)| article.to_string()));
    places.sort();
    places.dedup();
    let folders = record.folders.iter().map(|(folder, count)| format!("{folder}: {count}")).collect();
    writeln!(
        out,
        "<tr><td><bdi>{}</bdi></td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td><td><small>{}</small></td><td><small>{}</small></td></tr>",
        text(record.text()),
        record.count,
        record.articles,
        lines(spelling.company.iter().map(ToString::to_string).collect()),
        lines(places),
        lines(folders),
    )
}

/// A text as it may be anywhere in a page, attributes included.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in shown(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn markup_is_text() {
        assert_eq!(text("<b a=\"'\">&\u{202e}"), "&lt;b a=&quot;&#39;&quot;&gt;&amp;\\u{202E}");
    }
}
