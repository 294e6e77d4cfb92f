//! What each block of an article is for, by the formats it may be written in.

use proptest::prelude::*;
use proptest::sample::select;

use super::{Reason, Standing};
use crate::document::{self, Block, Format, Reading};
use crate::language::BlockRole::{self, *};
use crate::testing::languages;
use crate::text::{Source, SourceId};

/// The roles of the blocks of a text, with their reasons; every block stays the stored bytes it was.
fn standings(text: &str, format: Format) -> Vec<(BlockRole, Reason)> {
    let source = Source::new(SourceId::Stdin(None), text);
    let languages = languages();
    let document = document::parse(&source, format, &Reading::new(&languages));
    document.blocks.iter().map(|block| (block.role(), block.standing.reason)).collect()
}

fn roles(text: &str, format: Format) -> Vec<BlockRole> {
    standings(text, format).into_iter().map(|(role, _)| role).collect()
}

const STORY: &str =
    "The council met for three hours on Monday night and put off the vote on the harbour until after Easter.";

#[test]
fn the_first_short_line_above_prose_is_the_headline() {
    let first = |line: &str| standings(&format!("{line}\n{STORY}\n{STORY}\n"), Format::Text)[0];
    assert_eq!(first("Watch: council puts off harbour vote"), (Headline, Reason::FirstLine));
    assert_eq!(first("Will the harbour ever be finished?"), (Headline, Reason::FirstLine));
    assert_eq!(first("The vote was put off."), (Story, Reason::Form));
    assert_eq!(first("Read the report here:"), (Story, Reason::Form));
    assert_eq!(first(STORY), (Story, Reason::Form));
    // Nothing follows, so it is the article.
    assert_eq!(standings("Watch: council puts off harbour vote\n", Format::Text), [(Heading, Reason::Form)]);
}

#[test]
fn what_a_field_or_a_main_heading_says_is_the_headline_and_so_is_its_repetition() {
    let text = format!(
        "---\ntitle: Council puts off harbour vote\ndescription: After Easter\n---\n\nCouncil puts off harbour vote\n\n{STORY}\n\n## Council puts off harbour vote, again\n"
    );
    assert_eq!(
        standings(&text, Format::Markdown),
        [
            (Headline, Reason::Field),
            (Heading, Reason::Form),
            (Headline, Reason::Repeated),
            (Story, Reason::Form),
            (Heading, Reason::Form)
        ]
    );
    let text = format!("# Council puts off vote\n\nIn brief\n\n{STORY}\n\n# Second part\n");
    assert_eq!(roles(&text, Format::Markdown), [Headline, Heading, Story, Heading]);
    let text = format!(
        "<title>Council puts off vote - The Harbour Herald</title><div>COUNCIL PUTS OFF VOTE</div><p>{STORY}</p><h1>Harbour</h1>"
    );
    assert_eq!(
        standings(&text, Format::Html),
        [(Headline, Reason::Repeated), (Story, Reason::Form), (Headline, Reason::MainHeading)]
    );
}

#[test]
fn a_post_is_told_by_how_it_ends() {
    let of = |line: &str| standings(&format!("{STORY}\n{line}\n{STORY}\n"), Format::Text)[1];
    for (line, reason) in [
        ("The harbour is closed, the “boats stay in pic.twitter.com/Ab3dEfGh", Reason::PostLink),
        ("The harbour is closed https://t.co/Ab3dEfGh", Reason::PostLink),
        ("https://twitter.com/harbour/status/123456", Reason::PostLink),
        ("Boats stay in #harbour #storm", Reason::Hashtags),
        ("— Harbour Office (@harbour_office) March 3, 2026", Reason::Account),
    ] {
        assert_eq!(of(line), (Embed, reason), "{line}");
    }
    for line in [
        "The office is at https://harbour.example/about",
        "They asked for #1 #2",
        "The office said so itself: https://twitter.com/harbour/status/123456",
        "Boats stay in, said the office under #harbour",
        "It rose to 12 in 2026",
        "The office (@harbour_office) has closed the port and the two bridges for the rest of the winter of 2026",
    ] {
        assert_ne!(of(line).0, Embed, "{line}");
    }
    // What is longer than any post is an article with a post in it.
    let long = format!("{} pic.twitter.com/Ab3dEfGh", [STORY; 6].join(" "));
    assert_eq!(of(&long).0, Story);
}

#[test]
fn the_post_stands_above_the_line_that_names_its_account() {
    let text = format!("{STORY}\nThe harbour is closed.\n— Harbour Office (@harbour) March 3, 2026\n{STORY}\n");
    assert_eq!(roles(&text, Format::Text), [Story, Embed, Embed, Story]);
    // With its words before it, the line is the post.
    let text = format!(
        "{STORY}\nThe harbour is closed, and so are both of the bridges. — Harbour Office (@harbour) March 3, 2026\n"
    );
    assert_eq!(roles(&text, Format::Text), [Story, Embed]);
}

#[test]
fn elements_say_what_they_hold() {
    let tweet = "<blockquote class=\"twitter-tweet\"><p>The harbour is “closed</p>&mdash; Harbour Office</blockquote>";
    let comments = "<section id=\"comments\"><p>Long overdue.</p><p>Never!</p></section>";
    let crumbs = "<ol itemtype=\"https://schema.org/BreadcrumbList\"><li>Home</li><li>News</li></ol>";
    let page = format!("{crumbs}<p>{STORY}</p>{tweet}<p>{STORY}</p>{comments}");
    let expected = [Furniture, Furniture, Story, Embed, Embed, Story, Comment, Comment];
    assert_eq!(roles(&page, Format::Html), expected);
    // The same between paragraphs of Markdown.
    let text = format!("{STORY}\n\n{tweet}\n\n{STORY}\n");
    assert_eq!(roles(&text, Format::Markdown), [Story, Embed, Embed, Story]);
}

#[test]
fn a_page_that_is_all_comments_is_an_article() {
    let page = format!("<div class=\"comments\"><p>{STORY}</p><p>{STORY}</p></div>");
    assert_eq!(roles(&page, Format::Html), [Story, Story]);
}

#[test]
fn formulas_in_running_text_are_no_prose() {
    let source = Source::new(SourceId::Stdin(None), "<p>So <span class=\"katex\"><span>(a</span></span> holds.</p>");
    let languages = languages();
    let document = document::parse(&source, Format::Html, &Reading::new(&languages));
    assert_eq!(&*document.blocks[0].prose, "So \u{fffc} holds.");
}

#[test]
fn lists_are_judged_by_most_of_their_items() {
    let list = |items: &[&str]| {
        let items: String = items.iter().map(|item| format!("- {item}\n")).collect();
        standings(&format!("{STORY}\n\n{items}\n\n{STORY}\n"), Format::Markdown)[1]
    };
    assert_eq!(list(&["[One](a)", "[Two](b)", "[Three](c)"]), (Furniture, Reason::Links));
    assert_eq!(list(&["Ada Obi (@adaobi)", "@lindqvist", "Rosa (@rosa)"]), (Names, Reason::Accounts));
    assert_eq!(list(&["Fix a loop (#4309)", "Watch files (#41)", "Faster"]), (Changes, Reason::Issues));
    assert_eq!(list(&["Fix a loop in 1a2b3c4", "Watch files 9f8e7d6c", "Faster"]), (Changes, Reason::Issues));
    for items in [
        ["Read [the report](a) of the council", "See [the plan](b)", "Ask [the mayor](c) about it"],
        ["Ada Obi, 45", "Rosa Lindqvist, 51", "Otto Berg, 62"],
        ["She came #1 in Leeds", "He came #3 in Hull", "They came last"],
    ] {
        assert_eq!(list(&items), (Story, Reason::Form), "{items:?}");
    }
}

#[test]
fn a_version_above_a_list_makes_it_one_of_changes() {
    let text = format!(
        "{STORY}\n\n## 2.1.0 (2026-03-03)\n\n### Fixed\n\n- Watch: fix a loop (#430)\n- Faster\n\n## Back at the harbour, as we were saying\n\n- Tea\n"
    );
    assert_eq!(roles(&text, Format::Markdown), [Story, Changes, Changes, Changes, Changes, Heading, Story]);
}

#[test]
fn breadcrumbs_are_furniture_and_quoted_headings_are_not() {
    let of = |line: &str| roles(&format!("{STORY}\n{line}\n{STORY}\n"), Format::Text)[1];
    assert_eq!(of("Home > News > Harbour"), Furniture);
    assert_eq!(of("Home » News » Harbour"), Furniture);
    assert_eq!(of("« Un port » et « une ville »"), Heading);
    assert_eq!(of("Harbour > city"), Heading);
}

#[test]
fn code_is_told_by_its_signs() {
    let of = |line: &str| roles(&format!("{STORY}\n{line}\n{STORY}\n"), Format::Text)[1];
    assert_eq!(of("\\frac{a}{b} + \\sqrt{x^2} = c"), Code);
    assert_eq!(of("if (x == 0) { return f(y); }"), Code);
    assert_eq!(of("} The harbour is closed"), Heading);
    assert_eq!(of("The vote (put off) ended {9=9} and nobody in the whole council was there to say why."), Story);
}

/// Lines that some role is told by, and some that none is.
const LINES: &[&str] = &[
    "# One (two",
    "Home > News > Harbour",
    "Boats stay in #harbour #storm",
    "— Office (@harbour) March 3, 2026",
    "- Fix a loop (#430)",
    "- [One](a)",
    "- @rosa",
    "<blockquote class=\"twitter-tweet\"><p>Closed &amp; shut</p></blockquote>",
    "<div id=\"comments\"><p>Never!</p></div>",
    "\\frac{a}{b} = {c}_{d}",
    "## 2.1.0",
    "The harbour https://t.co/Ab3d",
    STORY,
    "",
    "",
];

proptest! {
    #[test]
    fn roles_change_nothing_of_a_block(lines in proptest::collection::vec(select(LINES), 0..12), format in select(&[Format::Text, Format::Markdown, Format::Html][..])) {
        let source = Source::new(SourceId::Stdin(None), lines.join("\n"));
        let languages = languages();
        let mut document = document::parse(&source, format, &Reading::new(&languages));
        let shape = |block: &Block<'_>| (block.kind, block.prose.to_string(), block.locate(block.whole()), block.element, block.linked);
        let before: Vec<_> = document.blocks.iter().map(shape).collect();
        for block in &document.blocks {
            let evidence = block.standing.evidence;
            prop_assert!(evidence.is_none_or(|at| source.text().get(at.range()).is_some()));
        }
        document.blocks.iter_mut().for_each(|block| block.standing = Standing::of_kind(block.kind));
        super::decide(source.text(), &mut document.blocks, &document.metadata, &languages);
        prop_assert_eq!(before, document.blocks.iter().map(shape).collect::<Vec<_>>());
    }
}
