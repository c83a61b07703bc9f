//! Reports as terminal text: as wide as the terminal, coloured only where that was asked for, and harmless whatever
//! the facts say.

mod charts;
mod figures;
mod funnel;
mod ink;
mod references;
mod tables;

use report::{Block, Callout, Check, CheckState, Prose, Report, Section, Span, Tone};

use ink::{Ink, Sheet, clean};

/// How to render for one terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalStyle {
    /// Columns there are; less than 40 is taken for 40.
    pub width: usize,
    /// Whether to write ANSI colours.
    pub colour: bool,
    /// Whether the terminal shows more than ASCII. Names from the facts are shown as they are either way.
    pub unicode: bool,
}

impl Default for TerminalStyle {
    /// 80 columns, plain, with Unicode marks.
    fn default() -> Self {
        Self { width: 80, colour: false, unicode: true }
    }
}

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST_PROSE: usize = 100;

/// The report as text. No line is wider than the terminal or ends in a space; the last one ends in a newline.
#[must_use]
pub fn render(report: &Report, style: TerminalStyle) -> String {
    let mut sheet = Sheet::new(style);
    masthead(&mut sheet, report);
    report.blocks.iter().for_each(|inner| block(&mut sheet, inner, 1));
    references::footer(&mut sheet, report);
    sheet.finish()
}

fn masthead(sheet: &mut Sheet, report: &Report) {
    let title = clean(&report.title);
    sheet.wrapped(&sheet.inked(Ink::Strong, &title), "", "");
    for line in &report.subtitle {
        sheet.wrapped(&sheet.inked(Ink::Faint, &clean(line)), "", "");
    }
    let period = report.period.as_ref().map(|period| format!("Period {}, as of ", clean(period)));
    let dates = format!("{}{}", period.as_deref().unwrap_or("As of "), report.as_of);
    sheet.wrapped(&sheet.inked(Ink::Faint, &dates), "", "");
    sheet.gap();
}

fn section(sheet: &mut Sheet, section: &Section, level: usize) {
    sheet.gap();
    let title = clean(&section.title);
    let lines = sheet.wrapped(&sheet.inked(Ink::Strong, &title), "", "");
    if level == 1 {
        let long = if lines == 1 { ink::wide(&title) } else { sheet.prose_width() };
        let rule = sheet.mark("─", "-").repeat(long.min(sheet.prose_width()));
        sheet.line(&sheet.inked(Ink::Faint, &rule));
    }
    section.blocks.iter().for_each(|inner| block(sheet, inner, level + 1));
    sheet.gap();
}

fn block(sheet: &mut Sheet, block: &Block, level: usize) {
    match block {
        Block::Section(inner) => return section(sheet, inner, level),
        Block::Text { prose } => {
            let text = spans(sheet, prose);
            sheet.wrapped(&text, "", "");
        }
        Block::Figures { figures } => figures::list(sheet, figures),
        Block::Table(table) => tables::table(sheet, table),
        Block::Chart(chart) => charts::chart(sheet, chart),
        Block::List { ordered, items } => points(sheet, *ordered, items),
        Block::Checklist { items } => items.iter().for_each(|item| check(sheet, item)),
        Block::Callout(callout) => self::callout(sheet, callout),
        // Never broken over lines: it may be copied.
        Block::Verbatim { text } => text.lines().for_each(|line| sheet.line(&format!("  {}", clean(line)))),
    }
    sheet.gap();
}

/// Words with their inks; figures do not break over lines.
fn spans(sheet: &Sheet, prose: &Prose) -> String {
    prose
        .0
        .iter()
        .map(|span| match span {
            Span::Words(text) => clean(text),
            Span::Strong(text) => sheet.inked(Ink::Strong, &clean(text)),
            Span::Figure(figure) => figures::in_prose(sheet, figure),
        })
        .collect()
}

fn points(sheet: &mut Sheet, ordered: bool, items: &[Prose]) {
    for (place, item) in items.iter().enumerate() {
        let text = spans(sheet, item);
        let lead = if ordered { format!("{:>2}. ", place + 1) } else { format!("  {} ", sheet.mark("•", "-")) };
        let under = " ".repeat(ink::wide(&lead));
        sheet.wrapped(&text, &lead, &under);
    }
}

fn check(sheet: &mut Sheet, item: &Check) {
    let (ink, mark, word) = match item.state {
        CheckState::Met => (Ink::Green, sheet.mark("✓", "+"), "met    "),
        CheckState::NotMet => (Ink::Red, sheet.mark("✗", "x"), "not met"),
        CheckState::Unknown => (Ink::Faint, "?", "unknown"),
    };
    let lead = format!("  {}  ", sheet.inked(ink, &format!("{mark} {word}")));
    let text = spans(sheet, &item.says);
    sheet.wrapped(&text, &lead, &" ".repeat(13));
}

fn callout(sheet: &mut Sheet, callout: &Callout) {
    let (ink, word) = match callout.tone {
        Tone::Note => (Ink::Blue, "Note."),
        Tone::Caveat => (Ink::Yellow, "Mind this."),
        Tone::Warning => (Ink::Red, "Warning."),
    };
    let bar = format!("{} ", sheet.inked(ink, sheet.mark("▌", "!")));
    let text = format!("{} {}", sheet.inked(ink, word), spans(sheet, &callout.says));
    sheet.wrapped(&text, &bar, &bar);
}

#[cfg(test)]
mod tests;
