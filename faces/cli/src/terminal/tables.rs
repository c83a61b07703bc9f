use report::{Align, Table, TableCell};

use super::figures::{range, remark};
use super::ink::{Ink, Sheet, clean, wide, wrap};

/// Columns between two cells.
const GUTTER: usize = 2;
/// A column of words is not made narrower than this; then rows are written one under another instead.
const NARROWEST: usize = 10;

/// A cell as plain lines in one ink.
struct Entry {
    text: String,
    below: Option<String>,
    ink: Option<Ink>,
}

/// A table that fits the terminal.
pub(super) fn table(sheet: &mut Sheet, table: &Table) {
    if !table.title.is_empty() {
        let title = sheet.inked(Ink::Strong, &clean(&table.title));
        sheet.wrapped(&title, "", "");
    }
    let mut remarks: Vec<&str> = Vec::new();
    let rows: Vec<Vec<Entry>> =
        table.rows.iter().map(|row| row.iter().map(|cell| entry(cell, &mut remarks)).collect()).collect();
    let titles: Vec<String> = table.columns.iter().map(|column| clean(&column.title)).collect();
    if rows.is_empty() {
        sheet.line("  No rows.");
    } else if let Some(widths) = fitted(table, &titles, &rows, sheet.width()) {
        grid(sheet, table, (&titles, &rows), &widths);
    } else {
        records(sheet, &titles, &rows);
        sheet.gap();
    }
    for (place, remark) in remarks.iter().enumerate() {
        let remark = sheet.inked(Ink::Faint, &clean(remark));
        sheet.wrapped(&remark, &format!("  [{}] ", place + 1), "      ");
    }
    if let Some(note) = &table.note {
        let note = sheet.inked(Ink::Faint, &clean(note));
        sheet.wrapped(&note, "  ", "  ");
    }
}

fn entry<'a>(cell: &'a TableCell, remarks: &mut Vec<&'a str>) -> Entry {
    let plain = |text: String| Entry { text, below: None, ink: None };
    match cell {
        TableCell::Empty => plain(String::new()),
        TableCell::Text(text) => plain(clean(text)),
        TableCell::Band(band) => Entry { text: band.word().to_owned(), below: None, ink: Some(Ink::of(*band)) },
        TableCell::Figure(figure) => {
            let mark = remark(figure).map(|remark| {
                let place = remarks.iter().position(|known| *known == remark).unwrap_or_else(|| {
                    remarks.push(remark);
                    remarks.len() - 1
                });
                format!(" [{}]", place + 1)
            });
            let text = format!("{}{}", clean(&figure.display()), mark.unwrap_or_default());
            Entry { text, below: range(figure), ink: figure.value.is_none().then_some(Ink::Faint) }
        }
    }
}

/// How wide each column may be, or `None` when they do not fit beside each other.
fn fitted(table: &Table, titles: &[String], rows: &[Vec<Entry>], width: usize) -> Option<Vec<usize>> {
    let natural = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place));
        let cells = cells.map(|entry| wide(&entry.text).max(entry.below.as_deref().map_or(0, wide)));
        cells.max().unwrap_or(0)
    };
    let longest_word = |title: &String| title.split(' ').map(wide).max().unwrap_or(0);
    let mut widths: Vec<usize> = Vec::new();
    let mut least: Vec<usize> = Vec::new();
    for (place, (column, title)) in table.columns.iter().zip(titles).enumerate() {
        let cells = natural(place);
        widths.push(cells.max(wide(title)).max(1));
        least.push(match column.align {
            Align::Right => cells.max(longest_word(title)).max(1),
            Align::Left => cells.min(NARROWEST).max(longest_word(title).min(NARROWEST)).max(1),
        });
    }
    let room = width.checked_sub(GUTTER * titles.len())?;
    if least.iter().sum::<usize>() > room {
        return None;
    }
    while widths.iter().sum::<usize>() > room {
        let slack = |place: &usize| widths[*place] - least[*place];
        let widest = (0..widths.len()).filter(|place| slack(place) > 0).max_by_key(|place| widths[*place])?;
        widths[widest] -= 1;
    }
    Some(widths)
}

fn grid(sheet: &mut Sheet, table: &Table, (titles, rows): (&[String], &[Vec<Entry>]), widths: &[usize]) {
    let sides: Vec<Align> = table.columns.iter().map(|column| column.align).collect();
    let heads: Vec<Vec<String>> =
        titles.iter().zip(widths).map(|(title, width)| wrap(title, *width, ("", ""))).collect();
    let inks = vec![Some(Ink::Faint); titles.len()];
    let deep = heads.iter().map(Vec::len).max().unwrap_or(1);
    let lowered: Vec<Vec<String>> =
        heads.into_iter().map(|head| [vec![String::new(); deep - head.len()], head].concat()).collect();
    stack(sheet, &lowered, &inks, (widths, &sides));
    let rule: Vec<String> = widths.iter().map(|width| sheet.mark("─", "-").repeat(*width)).collect();
    let rule = sheet.inked(Ink::Faint, &rule.join("  "));
    sheet.line(&format!("  {rule}"));
    for row in rows {
        let cells = row.iter().zip(widths).map(|(entry, width)| {
            let below = entry.below.iter().flat_map(|below| wrap(below, *width, ("", "")));
            wrap(&entry.text, *width, ("", "")).into_iter().chain(below).collect()
        });
        let inks: Vec<Option<Ink>> = row.iter().map(|entry| entry.ink).collect();
        stack(sheet, &cells.collect::<Vec<_>>(), &inks, (widths, &sides));
    }
}

/// Cells of one row side by side, each on as many lines as it needs.
fn stack(sheet: &mut Sheet, cells: &[Vec<String>], inks: &[Option<Ink>], (widths, sides): (&[usize], &[Align])) {
    for place in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
        let mut line = String::new();
        for (column, width) in widths.iter().enumerate() {
            let text = cells.get(column).and_then(|cell| cell.get(place)).map_or("", String::as_str);
            let space = " ".repeat(width.saturating_sub(wide(text)));
            let text = match inks.get(column).copied().flatten() {
                Some(ink) => sheet.inked(ink, text),
                None => text.to_owned(),
            };
            line.push_str(&" ".repeat(GUTTER));
            match sides[column] {
                Align::Left => line.extend([text, space]),
                Align::Right => line.extend([space, text]),
            }
        }
        sheet.line(&line);
    }
}

/// Rows one under another, each cell beside its heading.
fn records(sheet: &mut Sheet, titles: &[String], rows: &[Vec<Entry>]) {
    let room = titles.iter().map(|title| wide(title)).max().unwrap_or(0).min(sheet.width() / 3);
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            sheet.line("");
        }
        for (place, entry) in row.iter().enumerate() {
            let below = entry.below.as_ref().map(|below| format!(" ({below})")).unwrap_or_default();
            let text = format!("{}{below}", entry.text);
            if text.is_empty() {
                continue;
            }
            let title = super::ink::cut(titles.get(place).map_or("", String::as_str), room, sheet.mark("…", "~"));
            let lead = format!("  {title}{}  ", " ".repeat(room.saturating_sub(wide(&title))));
            let ink = if place == 0 { Some(Ink::Strong) } else { entry.ink };
            let text = ink.map_or_else(|| text.clone(), |ink| sheet.inked(ink, &text));
            sheet.wrapped(&text, &lead, &" ".repeat(room + 4));
        }
    }
}
