//! The page: head, contents, sections. It is well-formed XML as well as HTML, which the tests use.

mod blocks;
pub(crate) mod escape;
mod making;
mod numerals;
mod tables;

use std::collections::BTreeSet;

use report::{Block, Report, Section};

use crate::words;
use escape::{Escaped, put};

const LOOKS: &str = include_str!("html/looks.css");

/// A page being written.
#[derive(Debug, Default)]
pub(crate) struct Page {
    out: String,
    charts: usize,
    anchors: BTreeSet<String>,
}

impl Page {
    /// A name for a link that no other place on the page has.
    fn anchor(&mut self, key: &str) -> String {
        let slug = words::slug(key);
        let mut anchor = format!("s-{slug}");
        let mut count = 1;
        while !self.anchors.insert(anchor.clone()) {
            count += 1;
            anchor = format!("s-{slug}-{count}");
        }
        anchor
    }

    fn next_chart(&mut self) -> usize {
        self.charts += 1;
        self.charts
    }
}

/// The whole page.
pub(crate) fn page(report: &Report) -> String {
    let mut page = Page::default();
    let sections = top_sections(&mut page, report);
    head(&mut page, report);
    put!(page, "<div class=\"sheet{}\">\n", if sections.len() > 1 { " has-contents" } else { "" });
    masthead(&mut page, report);
    contents(&mut page, &sections);
    put!(page, "<main id=\"report\">\n");
    let mut anchors = sections.into_iter().map(|(anchor, _)| anchor);
    for group in groups(&report.blocks) {
        match group {
            Group::Loose(blocks) => {
                put!(page, "<div class=\"lead\">\n");
                blocks.iter().for_each(|block| blocks::block(&mut page, block, 2));
                making::details(&mut page, blocks);
                put!(page, "</div>\n");
            }
            Group::Section(section) => {
                let anchor = anchors.next().unwrap_or_default();
                blocks::section(&mut page, section, &anchor, 2);
            }
        }
    }
    put!(page, "</main>\n");
    footer(&mut page, report);
    put!(page, "</div>\n</body>\n</html>\n");
    page.out
}

/// Blocks of the report as the page shows them: sections, and what stands between them.
enum Group<'a> {
    Loose(&'a [Block]),
    Section(&'a Section),
}

fn groups(blocks: &[Block]) -> Vec<Group<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    for (place, block) in blocks.iter().enumerate() {
        let Block::Section(section) = block else { continue };
        if from < place {
            found.push(Group::Loose(&blocks[from..place]));
        }
        found.push(Group::Section(section));
        from = place + 1;
    }
    if from < blocks.len() {
        found.push(Group::Loose(&blocks[from..]));
    }
    found
}

fn top_sections<'a>(page: &mut Page, report: &'a Report) -> Vec<(String, &'a str)> {
    let sections = report.blocks.iter().filter_map(|block| match block {
        Block::Section(section) => Some(section),
        _ => None,
    });
    sections.map(|section| (page.anchor(&section.key), section.title.as_str())).collect()
}

fn head(page: &mut Page, report: &Report) {
    put!(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    put!(page, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    put!(page, "<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    put!(page, "<meta name=\"referrer\" content=\"no-referrer\"/>\n");
    put!(
        page,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
    );
    put!(page, "<title>{}, as of {}</title>\n", Escaped(&report.title), report.as_of);
    put!(page, "<style>\n{LOOKS}</style>\n</head>\n<body>\n");
    put!(page, "<a class=\"skip\" href=\"#report\">Skip to the report</a>\n");
}

fn masthead(page: &mut Page, report: &Report) {
    put!(page, "<header class=\"masthead\">\n<p class=\"brand\">Evenkeel</p>\n<h1>{}</h1>\n", Escaped(&report.title));
    for line in &report.subtitle {
        put!(page, "<p class=\"subtitle\">{}</p>\n", Escaped(line));
    }
    put!(page, "<p class=\"dates\">");
    if let Some(period) = &report.period {
        put!(page, "<span><b>Period</b> {}</span> ", Escaped(period));
    }
    put!(page, "<span><b>As of</b> <time datetime=\"{0}\">{0}</time></span></p>\n</header>\n", report.as_of);
}

fn contents(page: &mut Page, sections: &[(String, &str)]) {
    if sections.len() < 2 {
        return;
    }
    put!(page, "<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ol>\n");
    for (anchor, title) in sections {
        put!(page, "<li><a href=\"#{anchor}\">{}</a></li>\n", Escaped(title));
    }
    put!(page, "</ol>\n</nav>\n");
}

fn footer(page: &mut Page, report: &Report) {
    put!(
        page,
        "<footer>\n<p>Made by Evenkeel ({}), as of {}. Every figure was computed from the rows it refers to; \
         “How these figures were made” under each part says how, and <code>evenkeel evidence</code> lists the \
         rows.</p>\n</footer>\n",
        Escaped(&report.action),
        report.as_of
    );
}
