//! GitHub-flavoured Markdown that also reads well as plain text.

use std::fmt::Write;

use report::{Align, Block, Check, Figure, Prose, Report, Section, Span, Table, TableCell};

use crate::figures::{self, Footnotes};
use crate::numbers::{self, Grid};
use crate::words;

/// The whole document.
pub(crate) fn document(report: &Report) -> String {
    let mut out = format!("# {}\n\n", escaped(&report.title));
    for line in &report.subtitle {
        let _ = write!(out, "{}\n\n", paragraph(&escaped(line)));
    }
    let period = report.period.as_ref().map(|period| format!("Period {}. ", escaped(period))).unwrap_or_default();
    let _ = write!(out, "{period}As of {}.\n\n", report.as_of);
    report.blocks.iter().for_each(|inner| block(&mut out, inner, 2));
    evidence(&mut out, report);
    out.trim_end().to_owned() + "\n"
}

fn section(out: &mut String, section: &Section, level: usize) {
    let _ = write!(out, "{} {}\n\n", "#".repeat(level.min(6)), escaped(&section.title));
    section.blocks.iter().for_each(|inner| block(out, inner, level + 1));
}

fn block(out: &mut String, block: &Block, level: usize) {
    match block {
        Block::Section(inner) => section(out, inner, level),
        Block::Text { prose } => {
            let _ = write!(out, "{}\n\n", paragraph(&spans(prose)));
        }
        Block::Figures { figures } => lines(out, figures.iter().map(figure_line)),
        Block::Table(table) => self::table(out, table),
        Block::Chart(chart) => {
            let _ = write!(out, "**{}.**", escaped(&chart.title));
            if !chart.summary.is_empty() {
                let _ = write!(out, " {}", escaped(&chart.summary));
            }
            out.push_str("\n\n");
            grid(out, &numbers::of(chart));
            if let Some(caption) = chart.caption() {
                let _ = write!(out, "{}\n\n", paragraph(&escaped(&caption)));
            }
        }
        Block::List { ordered: true, items } => {
            lines(out, items.iter().enumerate().map(|(place, item)| format!("{}. {}", place + 1, spans(item))));
        }
        Block::List { ordered: false, items } => lines(out, items.iter().map(|item| format!("- {}", spans(item)))),
        Block::Checklist { items } => lines(out, items.iter().map(check)),
        Block::Callout(callout) => {
            let _ = write!(out, "> **{}.** {}\n\n", words::tone(callout.tone), spans(&callout.says));
        }
        Block::Verbatim { text } => verbatim(out, text),
    }
}

/// Between fences longer than any that stands in the text.
fn verbatim(out: &mut String, text: &str) {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = write!(out, "{fence}\n{}\n{fence}\n\n", text.trim_end_matches('\n'));
}

fn lines(out: &mut String, lines: impl Iterator<Item = String>) {
    let before = out.len();
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
    if out.len() > before {
        out.push('\n');
    }
}

fn figure_line(figure: &Figure) -> String {
    let mut line = format!("- {}: **{}**", escaped(&figure.label), escaped(&figure.display()));
    if let Some(small) = words::small_print(figure) {
        let _ = write!(line, " ({})", escaped(&small));
    }
    if let Some(remark) = words::remark(figure) {
        let _ = write!(line, "; {}", escaped(remark));
    }
    line
}

fn check(item: &Check) -> String {
    let tick = if item.state == report::CheckState::Met { "x" } else { " " };
    let (_, word) = words::check(item.state);
    format!("- [{tick}] **{word}** {}", spans(&item.says))
}

fn spans(prose: &Prose) -> String {
    prose
        .0
        .iter()
        .map(|span| match span {
            Span::Words(text) => escaped(text),
            Span::Strong(text) => strong(text),
            Span::Figure(figure) => {
                let value = escaped(&figure.display());
                match words::remark(figure) {
                    Some(why) if figure.value.is_none() => format!("{value} ({})", escaped(why)),
                    _ => value,
                }
            }
        })
        .collect()
}

/// Emphasis may not begin or end with a space.
fn strong(text: &str) -> String {
    let (cleaned, core) = (words::clean(text), text.trim());
    if core.is_empty() {
        return cleaned;
    }
    let before = if cleaned.starts_with(' ') { " " } else { "" };
    let after = if cleaned.ends_with(' ') { " " } else { "" };
    format!("{before}**{}**{after}", escaped(core))
}

fn table(out: &mut String, table: &Table) {
    let mut footnotes = Footnotes::default();
    let columns: Vec<(String, Align)> =
        table.columns.iter().map(|column| (escaped(&column.title), column.align)).collect();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|entry| cell(entry, &mut footnotes)).collect()).collect();
    if !table.title.is_empty() {
        let _ = write!(out, "**{}**\n\n", escaped(&table.title));
    }
    aligned(out, &columns, &rows);
    for (place, remark) in footnotes.0.iter().enumerate() {
        let _ = writeln!(out, "- <sup>{}</sup> {}", place + 1, escaped(remark));
    }
    if !footnotes.0.is_empty() {
        out.push('\n');
    }
    if let Some(note) = &table.note {
        let _ = write!(out, "{}\n\n", paragraph(&escaped(note)));
    }
}

fn cell<'a>(entry: &'a TableCell, footnotes: &mut Footnotes<'a>) -> String {
    match entry {
        TableCell::Empty => String::new(),
        TableCell::Text(text) => escaped(text),
        TableCell::Band(band) => band.word().to_owned(),
        TableCell::Figure(figure) => {
            let range = words::range(figure).map(|range| format!(" ({range})")).unwrap_or_default();
            let mark = footnotes.number(figure).map(|number| format!("<sup>{number}</sup>")).unwrap_or_default();
            format!("{}{mark}{}", escaped(&figure.display()), escaped(&range))
        }
    }
}

fn grid(out: &mut String, grid: &Grid) {
    let side = |place: usize| if place == 0 { Align::Left } else { Align::Right };
    let columns: Vec<(String, Align)> =
        grid.headings.iter().enumerate().map(|(place, heading)| (escaped(heading), side(place))).collect();
    let rows: Vec<Vec<String>> = grid.rows.iter().map(|row| row.iter().map(|text| escaped(text)).collect()).collect();
    aligned(out, &columns, &rows);
}

/// A table whose pipes stand under each other. Cells are escaped already.
fn aligned(out: &mut String, columns: &[(String, Align)], rows: &[Vec<String>]) {
    if columns.is_empty() {
        return;
    }
    if rows.is_empty() {
        out.push_str("No rows.\n\n");
        return;
    }
    let width_of = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place)).map(|text| wide(text));
        cells.chain([wide(&columns[place].0), 3]).max().unwrap_or(3)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width_of).collect();
    let line = |texts: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<String> = texts
            .zip(columns)
            .zip(&widths)
            .map(|((text, (_, side)), width)| {
                let space = " ".repeat(width.saturating_sub(wide(text)));
                if *side == Align::Right { format!("{space}{text}") } else { format!("{text}{space}") }
            })
            .collect();
        format!("| {} |\n", cells.join(" | "))
    };
    out.push_str(&line(&mut columns.iter().map(|(title, _)| title.as_str())));
    let rules: Vec<String> = columns
        .iter()
        .zip(&widths)
        .map(|((_, side), width)| match side {
            Align::Left => "-".repeat(*width),
            Align::Right => format!("{}:", "-".repeat(width - 1)),
        })
        .collect();
    let _ = writeln!(out, "| {} |", rules.join(" | "));
    for row in rows {
        let missing = std::iter::repeat("");
        out.push_str(&line(&mut row.iter().map(String::as_str).chain(missing).take(columns.len())));
    }
    out.push('\n');
}

fn wide(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// Where each figure opens to: once, at the end, out of the way of reading.
fn evidence(out: &mut String, report: &Report) {
    let listed = figures::listed(&report.blocks);
    let rows = listed.iter().filter_map(|entry| {
        let reference = entry.figure.evidence.as_ref()?;
        Some(format!("- {}: {}", escaped(&entry.name), code(&words::clean(&reference.to_string()))))
    });
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        return;
    }
    out.push_str("## Evidence\n\nThe rows behind a figure are listed by `evenkeel evidence REF`, where REF is:\n\n");
    lines(out, rows.into_iter());
}

/// A code span that holds whatever it is given.
fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Text that Markdown leaves alone. An underscore within a word is no mark and stays as it is.
fn escaped(text: &str) -> String {
    let letters: Vec<char> = words::clean(text).chars().collect();
    let mut out = String::with_capacity(letters.len());
    for (place, letter) in letters.iter().enumerate() {
        let inside =
            |place: Option<usize>| place.and_then(|place| letters.get(place)).is_some_and(|l| l.is_alphanumeric());
        let in_word = inside(place.checked_sub(1)) && inside(Some(place + 1));
        match letter {
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' => out.extend(['\\', *letter]),
            '_' if !in_word => out.push_str("\\_"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            letter => out.push(*letter),
        }
    }
    out
}

/// A paragraph that does not turn into a heading or a list by how it begins.
fn paragraph(text: &str) -> String {
    let text = text.trim_start();
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let numbered = digits > 0 && text[digits..].starts_with(['.', ')']);
    if text.starts_with(['#', '-', '+', '=']) {
        format!("\\{text}")
    } else if numbered {
        format!("{}\\{}", &text[..digits], &text[digits..])
    } else {
        text.to_owned()
    }
}
