use kernel::Refusal;
use ports::deliveries::FileSurvey;
use report::{Block, Figure, Report, Section, Table, TableCell, Tone, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::{ReadingRequest, short_name, survey};
use crate::desk::Desk;

/// What files hold, how that was found out, and what is left to decide. Takes nothing in.
///
/// # Errors
/// When a path does not exist or a file is damaged.
pub fn inspect(desk: &Desk<'_>, request: &ReadingRequest) -> Result<Report, Refusal> {
    let options = request.options(desk)?;
    let files = survey(desk, request, &options)?;
    let mut report = Report::new("imports.inspect", "What these files hold", desk.as_of());
    let mut table = Table::new("Files in the order of import", &["file", "becomes", "read as", ">rows", ">fit"]);
    for file in &files {
        table.row(row(desk, file));
    }
    report.push(table);
    for file in &files {
        report.push(one(file));
    }
    let questions = files.iter().filter(|file| !file.questions.is_empty()).count();
    let next = if questions > 0 {
        Block::callout(
            Tone::Warning,
            format!(
                "{questions} files leave a question open and wait until it is answered as it says; an import takes in the others."
            ),
        )
    } else {
        Block::text("Nothing was taken in. Next: the same paths with `evenkeel import`, or with `--dry-run` first.")
    };
    report.push(next);
    Ok(report)
}

fn row(desk: &Desk<'_>, file: &FileSurvey) -> Vec<TableCell> {
    let (becomes, by, fit) = match &file.matched {
        Some(matched) => (matched.shape.object.to_owned(), matched.preset.clone(), Decimal::from_f64(matched.score)),
        None if file.aside.is_some() => ("read along".to_owned(), String::new(), None),
        None => ("not recognised".to_owned(), String::new(), None),
    };
    let rows = Figure::known("rows", Decimal::from(file.row_count), Unit::Count, desk.as_of());
    let fit = match fit {
        Some(fit) => Figure::known("fit", fit, Unit::Ratio, desk.as_of()).into(),
        None => TableCell::Empty,
    };
    vec![short_name(file).into(), becomes.into(), by.into(), rows.into(), fit]
}

fn one(file: &FileSurvey) -> Section {
    let mut section = Section::new(short_name(file), short_name(file));
    let mut found = vec![format!("{}, headings in line {}", file.format, file.heading_line)];
    found.extend(file.encoding.clone());
    found.extend(file.separator.map(|separator| match separator {
        '\t' => "columns parted by tabs".to_owned(),
        other => format!("columns parted by `{other}`"),
    }));
    found.extend(file.findings.iter().cloned());
    if let Some(matched) = &file.matched {
        let used: Vec<String> = matched
            .used
            .iter()
            .map(|(heading, column)| if heading == column { heading.clone() } else { format!("{heading} → {column}") })
            .collect();
        found.push(format!("used: {}", used.join(", ")));
        if !matched.unused.is_empty() {
            found.push(format!("not used: {}", matched.unused.join(", ")));
        }
    }
    section.push(Block::points(found));
    for question in &file.questions {
        section.push(Block::callout(Tone::Warning, question.as_str()));
    }
    section
}
