use report::{Block, Callout, Chart, Check, CheckState, Figure, Prose, Section, Span, Tone};

use super::escape::{Escaped, put};
use super::{Page, making, numerals, tables};
use crate::svg::{self, Room};
use crate::{numbers, words};

/// A section under a heading of this level. How its figures were made stands once, at the end of a top section.
pub(crate) fn section(page: &mut Page, section: &Section, anchor: &str, level: usize) {
    let heading = level.min(6);
    put!(page, "<section class=\"level-{heading}\" aria-labelledby=\"{anchor}\">\n");
    put!(page, "<h{heading} id=\"{anchor}\">{}</h{heading}>\n", Escaped(&section.title));
    section.blocks.iter().for_each(|inner| block(page, inner, level + 1));
    if level == 2 {
        making::details(page, &section.blocks);
    }
    put!(page, "</section>\n");
}

/// One block; headings in it have this level.
pub(crate) fn block(page: &mut Page, block: &Block, level: usize) {
    match block {
        Block::Section(inner) => {
            let anchor = page.anchor(&inner.key);
            section(page, inner, &anchor, level);
        }
        Block::Text { prose } => {
            put!(page, "<p>");
            self::prose(page, prose);
            put!(page, "</p>\n");
        }
        Block::Figures { figures } => cards(page, figures),
        Block::Table(table) => tables::table(page, table),
        Block::Chart(chart) => self::chart(page, chart),
        Block::List { ordered, items } => list(page, *ordered, items),
        Block::Checklist { items } => checklist(page, items),
        Block::Callout(callout) => self::callout(page, callout),
        Block::Verbatim { text } => put!(page, "<pre><code>{}</code></pre>\n", Escaped(text)),
    }
}

pub(crate) fn prose(page: &mut Page, prose: &Prose) {
    for span in &prose.0 {
        match span {
            Span::Words(text) => put!(page, "{}", Escaped(text)),
            Span::Strong(text) => put!(page, "<strong>{}</strong>", Escaped(text)),
            Span::Figure(figure) => numerals::in_prose(page, figure),
        }
    }
}

fn cards(page: &mut Page, figures: &[Figure]) {
    if figures.is_empty() {
        return;
    }
    put!(page, "<dl class=\"cards\">\n");
    for figure in figures {
        put!(page, "<div class=\"card\"><dt>{}</dt><dd class=\"big\">", Escaped(&figure.label));
        numerals::value(page, figure);
        put!(page, "</dd>");
        for small in words::interval(figure).into_iter().chain(words::sample(figure)) {
            put!(page, "<dd class=\"small\">{}</dd>", Escaped(&small));
        }
        if let Some(remark) = words::remark(figure) {
            put!(page, "<dd class=\"small remark\">{}</dd>", Escaped(remark));
        }
        put!(page, "</div>\n");
    }
    put!(page, "</dl>\n");
}

fn chart(page: &mut Page, chart: &Chart) {
    let number = page.next_chart();
    put!(page, "<figure class=\"chart\">\n<figcaption><b>{}</b>", Escaped(&chart.title));
    if !chart.summary.is_empty() {
        put!(page, " <span>{}</span>", Escaped(&chart.summary));
    }
    put!(page, "</figcaption>\n");
    page.out.push_str(&svg::draw(chart, &format!("c{number}"), Room::Wide));
    page.out.push_str(&svg::draw(chart, &format!("c{number}n"), Room::Narrow));
    if let Some(caption) = chart.caption() {
        put!(page, "<p class=\"reading\">{}</p>\n", Escaped(&caption));
    }
    let grid = numbers::of(chart);
    if !grid.rows.is_empty() {
        put!(page, "<details class=\"numbers\"><summary>The numbers as a table</summary>\n");
        tables::grid(page, &chart.title, &grid);
        put!(page, "</details>\n");
    }
    put!(page, "</figure>\n");
}

fn list(page: &mut Page, ordered: bool, items: &[Prose]) {
    if items.is_empty() {
        return;
    }
    let element = if ordered { "ol" } else { "ul" };
    put!(page, "<{element} class=\"points\">\n");
    for item in items {
        put!(page, "<li>");
        prose(page, item);
        put!(page, "</li>\n");
    }
    put!(page, "</{element}>\n");
}

fn checklist(page: &mut Page, items: &[Check]) {
    if items.is_empty() {
        return;
    }
    put!(page, "<ul class=\"checks\">\n");
    for item in items {
        let class = match item.state {
            CheckState::Met => "met",
            CheckState::NotMet => "not-met",
            CheckState::Unknown => "open",
        };
        let (mark, word) = words::check(item.state);
        put!(
            page,
            "<li class=\"{class}\"><span class=\"state\"><span aria-hidden=\"true\">{mark}</span> {word}</span>"
        );
        put!(page, "<span class=\"says\">");
        prose(page, &item.says);
        put!(page, "</span></li>\n");
    }
    put!(page, "</ul>\n");
}

fn callout(page: &mut Page, callout: &Callout) {
    let class = match callout.tone {
        Tone::Note => "note",
        Tone::Caveat => "caveat",
        Tone::Warning => "warning",
    };
    put!(page, "<div class=\"callout {class}\" role=\"note\"><p><strong>{}.</strong> ", words::tone(callout.tone));
    prose(page, &callout.says);
    put!(page, "</p></div>\n");
}
