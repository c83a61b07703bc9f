use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use kernel::Refusal;
use ports::deliveries::FileSurvey;
use ports::store::FactQuery;
use report::{Block, Figure, Report, Section, Table, TableCell, Tone, Unit};
use rust_decimal::Decimal;

use super::{Delivered, ImportRequest, Taken};
use crate::desk::{Desk, refused};
use crate::imports::changes::SHOWN;
use crate::imports::short_name;

/// Rejected rows shown before "and so many more".
const REJECTED_SHOWN: usize = 10;

/// What an import did, or would do.
pub(super) fn report(
    desk: &Desk<'_>,
    request: &ImportRequest,
    delivered: &Delivered,
    rejects: &[PathBuf],
) -> Result<Report, Refusal> {
    let title = if request.dry_run {
        "Dry run: nothing was taken in".to_owned()
    } else {
        format!("Imported as delivery {}", delivered.number)
    };
    let mut report = Report::new("imports.import", title, desk.as_of());
    report.push(counts(desk, delivered));
    if !delivered.changes.is_empty() {
        report.push(changes(delivered));
    }
    for taken in delivered.taken.iter().filter(|taken| !taken.rejected.is_empty()) {
        report.push(rejected(taken));
    }
    if !rejects.is_empty() {
        let files: Vec<String> = rejects.iter().map(|path| path.display().to_string()).collect();
        report.push(Block::text(
            "Rejected rows stand in these files with the reason in the last column; mend and import them:",
        ));
        report.push(Block::points(files));
    }
    for unrecognised in &delivered.unrecognised {
        report.push(Block::callout(Tone::Warning, format!("Not recognised and left out: {unrecognised}")));
    }
    if !delivered.asides.is_empty() {
        report.push(Block::text("Known, and no facts by themselves:"));
        report.push(Block::points(delivered.asides.clone()));
    }
    report.blocks.extend(of_files(delivered));
    if delivered.withdrawn > 0 {
        report.push(Block::callout(
            Tone::Note,
            format!("{} rows that the complete delivery no longer holds have ended.", delivered.withdrawn),
        ));
    }
    if !request.dry_run {
        for caveat in caveats(desk)? {
            report.push(Block::callout(Tone::Caveat, caveat));
        }
        if let Some(hint) = several_systems(desk, delivered)? {
            report.push(Block::callout(Tone::Note, hint));
        }
        report.push(Block::text(format!(
            "To take it back: evenkeel import undo {}. Next: evenkeel people, then evenkeel csm-performance NAME.",
            delivered.number
        )));
    }
    Ok(report)
}

/// What is to be said of each file.
fn of_files(delivered: &Delivered) -> Vec<Block> {
    let mut told = Vec::new();
    let mut left_out = BTreeSet::new();
    for taken in &delivered.taken {
        let concluded = taken.survey.matched.as_ref().map_or(&[][..], |matched| matched.concluded.as_slice());
        for finding in taken.survey.findings.iter().filter(|finding| finding.starts_with("left out")) {
            let says = format!("{}: {finding}.", short_name(&taken.survey));
            // A file that becomes several objects says it once.
            if left_out.insert(says.clone()) {
                told.push(Block::callout(Tone::Note, says));
            }
        }
        if !concluded.is_empty() {
            let what = format!("{} as {}: {}.", short_name(&taken.survey), taken.shape.object, concluded.join("; "));
            told.push(Block::callout(Tone::Note, what));
        }
        if taken.running_beside > 0 {
            let many = match taken.running_beside {
                1 => "1 account has contracts".to_owned(),
                many => format!("{many} accounts have contracts"),
            };
            told.push(Block::callout(
                Tone::Warning,
                format!(
                    "{}: {many} of another list that run on beside these, so the ARR counts twice if both tell the same. Then \
                     take this back and import it with --columns arr_amount=-",
                    short_name(&taken.survey)
                ),
            ));
        }
        if let Some((many, first)) = &taken.apart {
            let cells = if *many == 1 { "cell holds" } else { "cells hold" };
            let says = format!(
                "{}: {many} {cells} an identifier and a name, such as `{first}`; found by either, and rejected where they are of two.",
                short_name(&taken.survey)
            );
            let note = Block::callout(Tone::Note, says);
            // A file that becomes several objects is read for each of them, and says it once.
            if !told.contains(&note) {
                told.push(note);
            }
        }
        for line in dangling(taken) {
            told.push(Block::callout(Tone::Caveat, line));
        }
    }
    told
}

/// Where new accounts come beside those of other systems, some of them may be the same companies.
fn several_systems(desk: &Desk<'_>, delivered: &Delivered) -> Result<Option<String>, Refusal> {
    let shape = &customers::account::SHAPE;
    if !delivered.taken.iter().any(|taken| taken.shape.object == shape.object && taken.appended.new > 0) {
        return Ok(None);
    }
    let known = desk.store.referents(shape).map_err(refused)?;
    let source = |key: &str| key.split_once('/').map_or("", |(source, _)| source).to_owned();
    let systems: BTreeSet<String> = known.iter().map(|account| source(&account.key)).collect();
    let systems: Vec<String> = systems.into_iter().collect();
    Ok((systems.len() > 1).then(|| {
        format!("Accounts come from {}. Which of them are one company: evenkeel accounts match", systems.join(", "))
    }))
}

fn counts(desk: &Desk<'_>, delivered: &Delivered) -> Table {
    let mut headings = vec!["file", "object", "read as", ">new", ">changed", ">unchanged", ">rejected"];
    let left_out = delivered.taken.iter().any(|taken| taken.left_out > 0);
    headings.extend(left_out.then_some(">left out"));
    let mut table = Table::new("", &headings);
    let day = desk.as_of();
    let number = |count: u64| TableCell::from(Figure::known("rows", Decimal::from(count), Unit::Count, day));
    for taken in &delivered.taken {
        let preset = taken.survey.matched.as_ref().map(|matched| matched.preset.clone()).unwrap_or_default();
        let cells: [TableCell; 7] = [
            short_name(&taken.survey).into(),
            taken.shape.object.into(),
            preset.into(),
            number(taken.appended.new),
            number(taken.appended.changed),
            number(taken.appended.unchanged),
            number(taken.rejected.len() as u64),
        ];
        table.row(cells.into_iter().chain(left_out.then(|| number(taken.left_out))));
    }
    table
}

/// How the columns of a file nobody described were understood, and where that is written down.
pub(super) fn kept(survey: &FileSurvey, path: &Path) -> String {
    let used = survey.matched.as_ref().map(|matched| matched.used.as_slice()).unwrap_or_default();
    let used: Vec<String> = used.iter().map(|(heading, column)| format!("{heading} → {column}")).collect();
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    format!(
        "{} was matched by its words: {}. This is kept for the next such file in {}; to remove it: evenkeel import forget {name}",
        short_name(survey),
        used.join(", "),
        path.display()
    )
}

/// Optional references that point to nothing that is known.
fn dangling(taken: &Taken) -> Vec<String> {
    let name = short_name(&taken.survey);
    let told = taken.dangling.iter().map(|(column, rows)| {
        let place = taken.shape.position(column);
        let object = place.and_then(|place| match taken.shape.columns[place].kind {
            kernel::ColumnKind::Reference(object) => Some(object),
            _ => None,
        });
        let object = object.unwrap_or("what it names");
        format!(
            "{name}: {rows} rows name in {column} what is not known; the cell was left empty. Import {object}, then this file again."
        )
    });
    told.collect()
}

/// What would change most, so that a wrong file is seen before it is taken in.
fn changes(delivered: &Delivered) -> Section {
    let mut section = Section::new("changes", "The most telling changes");
    let mut table = Table::new("", &["what", "column", "was", "becomes"]);
    for change in &delivered.changes {
        let what = format!("{} {}", change.noun, change.key);
        table.row([what.into(), change.column.into(), change.was.as_str().into(), change.becomes.as_str().into()]);
    }
    table.note =
        (delivered.changes.len() == SHOWN).then(|| format!("the {SHOWN} most telling ones; there may be more"));
    section.push(table);
    section
}

fn rejected(taken: &Taken) -> Section {
    let name = short_name(&taken.survey);
    let mut section = Section::new(format!("rejected {name}"), format!("Rejected rows of {name}"));
    let mut table = Table::new("", &[">line", "column", "value", "why"]);
    for row in taken.rejected.iter().take(REJECTED_SHOWN) {
        table.row([
            row.line.to_string().into(),
            row.column.clone().unwrap_or_default().into(),
            row.value.clone().unwrap_or_default().into(),
            row.reason.clone().into(),
        ]);
    }
    let more = taken.rejected.len().saturating_sub(REJECTED_SHOWN);
    table.note = (more > 0).then(|| format!("{more} more in the reject file"));
    section.push(table);
    section
}

/// What the whole data now says against itself, in sentences.
fn caveats(desk: &Desk<'_>) -> Result<Vec<String>, Refusal> {
    let now = Desk { as_of: None, ..*desk };
    let mut flagged = 0_u64;
    let mut see = |record: kernel::FactRecord| {
        flagged += u64::from(record.flag("churned") == Some(true));
        true
    };
    desk.store.each_fact(&FactQuery::all(&customers::account::SHAPE), &mut see).map_err(refused)?;
    let mut found = Vec::new();
    if flagged > 0 {
        found.push(format!("{flagged} accounts carry a churn flag without a date. It is kept but never used: nobody knows when it became true."));
    }
    let people = crate::facts::stays::everybody(&now)?;
    let left: Vec<(Date, String)> =
        people.values().filter_map(|person| Some((person.left_on?, person.name.to_string()))).collect();
    if !left.is_empty() {
        let stays = crate::facts::stays::of_everybody(&now, &people)?;
        let short = stays.iter().filter(|stay| stay.cut_short).count();
        if short > 0 {
            let names: Vec<String> = left.iter().map(|(day, name)| format!("{name} (left on {day})")).collect();
            found.push(format!("{short} ownerships reach past the last day of somebody who left: {}. The days after it count as unowned.", names.join(", ")));
        }
    }
    Ok(found)
}
