use report::{Align, Table, TableCell};

use super::escape::{Escaped, put};
use super::{Page, numerals};
use crate::figures::Footnotes;
use crate::numbers::Grid;
use crate::words;

/// Longer text than this wants a wide column rather than many lines.
const LONG: usize = 20;
/// Texts up to this many bytes are never broken.
const SHORT: usize = 12;

/// A table that scrolls within itself where the page is too narrow for it.
pub(crate) fn table(page: &mut Page, table: &Table) {
    let mut footnotes = Footnotes::default();
    open(page, &table.title);
    put!(page, "<thead><tr>");
    for column in &table.columns {
        put!(page, "<th scope=\"col\"{}>{}</th>", align(column.align), Escaped(&column.title));
    }
    put!(page, "</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        put!(page, "<tr>");
        for (place, entry) in row.iter().enumerate() {
            let side = table.columns.get(place).map_or(Align::Left, |column| column.align);
            cell(page, entry, (place == 0, side), &mut footnotes);
        }
        put!(page, "</tr>\n");
    }
    if table.rows.is_empty() {
        put!(page, "<tr><td class=\"none\" colspan=\"{}\">No rows.</td></tr>\n", table.columns.len().max(1));
    }
    put!(page, "</tbody></table></div>\n");
    if !footnotes.0.is_empty() {
        put!(page, "<ol class=\"footnotes\">");
        for remark in &footnotes.0 {
            put!(page, "<li>{}</li>", Escaped(remark));
        }
        put!(page, "</ol>\n");
    }
    if let Some(note) = &table.note {
        put!(page, "<p class=\"table-note\">{}</p>\n", Escaped(note));
    }
    put!(page, "</div>\n");
}

fn cell<'a>(page: &mut Page, entry: &'a TableCell, (first, side): (bool, Align), footnotes: &mut Footnotes<'a>) {
    let align = align(side);
    match entry {
        TableCell::Empty => put!(page, "<td{align}></td>"),
        TableCell::Text(text) if first => put!(page, "<th scope=\"row\"{align}>{}</th>", Escaped(text)),
        TableCell::Text(text) if side == Align::Left && text.len() > LONG => {
            put!(page, "<td class=\"long\">{}</td>", Escaped(text));
        }
        // Days and other short words stay on one line.
        TableCell::Text(text) if side == Align::Left && text.len() <= SHORT => {
            put!(page, "<td class=\"short\">{}</td>", Escaped(text));
        }
        TableCell::Text(text) => put!(page, "<td{align}>{}</td>", Escaped(text)),
        TableCell::Band(band) => {
            put!(page, "<td{align}>");
            numerals::chip(page, *band);
            put!(page, "</td>");
        }
        TableCell::Figure(figure) => {
            put!(page, "<td{align}>");
            numerals::value(page, figure);
            if let Some(number) = footnotes.number(figure) {
                put!(page, "<sup>{number}</sup>");
            }
            if let Some(range) = words::range(figure) {
                put!(page, "<small>{}</small>", Escaped(&range));
            }
            put!(page, "</td>");
        }
    }
}

/// The numbers of a chart.
pub(crate) fn grid(page: &mut Page, title: &str, grid: &Grid) {
    open(page, title);
    put!(page, "<thead><tr>");
    for (place, heading) in grid.headings.iter().enumerate() {
        put!(page, "<th scope=\"col\"{}>{}</th>", align(side(place)), Escaped(heading));
    }
    put!(page, "</tr></thead>\n<tbody>\n");
    for row in &grid.rows {
        put!(page, "<tr>");
        for (place, text) in row.iter().enumerate() {
            match place {
                0 => put!(page, "<th scope=\"row\">{}</th>", Escaped(text)),
                _ => put!(page, "<td{}>{}</td>", align(side(place)), Escaped(text)),
            }
        }
        put!(page, "</tr>\n");
    }
    put!(page, "</tbody></table></div>\n</div>\n");
}

fn open(page: &mut Page, title: &str) {
    let title = if title.is_empty() { "Table" } else { title };
    let caption = Escaped(title);
    put!(page, "<div class=\"table\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">");
    let class = if title == "Table" { " class=\"unseen\"" } else { "" };
    put!(page, "<table><caption{class}>{caption}</caption>\n");
}

fn side(place: usize) -> Align {
    if place == 0 { Align::Left } else { Align::Right }
}

fn align(side: Align) -> &'static str {
    match side {
        Align::Left => "",
        Align::Right => " class=\"num\"",
    }
}
