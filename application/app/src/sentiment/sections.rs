use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::Refusal;
use report::chart::{Bar, Part};
use report::{Block, Chart, ChartKind, Fold, Section, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;
use sentiment::{Answer, Followed, Mention, RESURVEY_DAYS, Stance, THEMES_SHOWN, clock_days, is_due_again, mentions};

use super::nps::{Page, section};
use crate::desk::Desk;

/// Rows shown of a list before "and so many more".
const ROWS_MAX: usize = 15;
/// Letters shown of a comment.
const LETTERS_MAX: usize = 60;

/// Answers as rows to count.
pub(super) fn rows_of(answers: &[&Answer]) -> Trace {
    let mut trace = Trace::new(Fold::Count, &[]);
    for answer in answers {
        trace.push("surveys", &answer.key, &*answer.name, Some(answer.on), &[]);
    }
    trace
}

/// How many stand where, and how many gave each answer.
pub(super) fn distribution(page: &mut Page<'_>) -> Section {
    let mut section = section("distribution", "Distribution");
    let tally = page.tally.clone();
    let mut table = Table::new("", &["who", ">answers", ">share"]);
    let (mut parts, mut told) = (Vec::new(), Vec::new());
    for stance in Stance::ALL {
        let words = stance.words();
        let count = page.figure(words, words, Unit::Count, tally.stance_trace(stance));
        let mut share = Trace::new(Fold::Mean, &["one of them"]);
        for answer in tally.answers() {
            let is_one = Decimal::from(u8::from(answer.stance() == Some(stance)));
            share.push("surveys", &answer.key, &*answer.name, Some(answer.on), &[is_one]);
        }
        let share = page.figure(&format!("{words}.share"), "share", Unit::Ratio, share);
        parts.push(Part { name: words.to_owned(), value: count.value.unwrap_or_default() });
        told.push(format!("{} {words}", count.display()));
        table.row([words.into(), count.into(), share.into()]);
    }
    let summary = told.join(", ");
    section.push(Chart {
        title: "Promoters, passives, detractors".to_owned(),
        summary: format!("{summary}."),
        unit: Unit::Count,
        kind: ChartKind::Split { parts },
    });
    section.push(table);
    scores(page, &mut section);
    section
}

fn scores(page: &mut Page<'_>, section: &mut Section) {
    let tally = page.tally.clone();
    let mut table = Table::new("By answer", &["answer", ">given"]);
    let mut bars = Vec::new();
    for score in (0..=10).rev() {
        let name = format!("answer {score:02}");
        let given: Vec<&Answer> =
            tally.answers().iter().copied().filter(|answer| answer.score.trunc() == Decimal::from(score)).collect();
        let count = page.figure(&name.replace(' ', "."), &name, Unit::Count, rows_of(&given));
        bars.push(Bar { name: name.clone(), value: count.value, mark: None });
        table.row([name.into(), count.into()]);
    }
    let most = bars.iter().filter(|bar| bar.value > Some(Decimal::ZERO)).max_by_key(|bar| bar.value);
    let summary = most.map_or_else(|| "No answers.".to_owned(), |bar| format!("Most often given: {}.", bar.name));
    let kind = ChartKind::Bars { mark: None, bars };
    section.push(Chart { title: "How often each answer was given".to_owned(), summary, unit: Unit::Count, kind });
    section.push(table);
}

/// What those of one stance write about.
pub(super) fn themes(page: &mut Page<'_>, stance: Stance) -> Section {
    let (key, title) = match stance {
        Stance::Detractor => ("detractor_themes", "What detractors write about"),
        _ => ("promoter_themes", "What promoters write about"),
    };
    let mut section = section(key, title);
    let answers: Vec<&Answer> = page.tally.answers().to_vec();
    let (found, without) = mentions(&answers, stance);
    let said = |answer: &&&Answer| answer.comment.as_deref().is_some_and(|comment| !comment.trim().is_empty());
    let all = answers.iter().filter(|answer| answer.stance() == Some(stance));
    let (given, written) = (all.clone().count(), all.filter(said).count());
    if written == 0 {
        section.push(Block::text(format!("None of the {given} {} left a comment.", stance.words())));
        return section;
    }
    let mut table = Table::new("", &["theme", ">comments", "in their words"]);
    for mention in found.iter().take(THEMES_SHOWN) {
        table.row(theme(page, key, mention));
    }
    let none = page.figure(&format!("{key}.none"), "no theme found", Unit::Count, rows_of(&without));
    let words = without.first().map_or_else(String::new, |answer| quoted(answer));
    table.row([TableCell::from("no theme found"), none.into(), words.into()]);
    table.note = Some(format!(
        "{written} of {given} {} left a comment. Themes are found by lists of words in English, German, French, Spanish and \
         Portuguese; a comment may have several. {}",
        stance.words(),
        match found.len().saturating_sub(THEMES_SHOWN) {
            0 => "All themes found are shown.".to_owned(),
            more => format!("{more} rarer ones are not shown."),
        }
    ));
    section.push(table);
    section
}

fn theme(page: &mut Page<'_>, key: &str, mention: &Mention<'_>) -> [TableCell; 3] {
    let name = mention.theme.name;
    let count = page.figure(&format!("{key}.{}", mention.theme.key), name, Unit::Count, rows_of(&mention.answers));
    let words = mention.answers.last().map_or_else(String::new, |answer| quoted(answer));
    [TableCell::from(name), count.into(), words.into()]
}

/// The beginning of a comment, on one line.
fn quoted(answer: &Answer) -> String {
    let comment = answer.comment.as_deref().unwrap_or_default();
    let line: String = comment.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|letter| !letter.is_control()).collect();
    if line.chars().count() > LETTERS_MAX {
        let cut: String = line.chars().take(LETTERS_MAX).collect();
        return format!("“{}…”", cut.trim_end());
    }
    if line.is_empty() { line } else { format!("“{line}”") }
}

/// Whether somebody spoke with those who answered.
pub(super) fn follow_up(page: &mut Page<'_>, desk: &Desk<'_>) -> Result<Section, Refusal> {
    let mut section = section("follow_up", "Follow-up");
    section.push(clocks(page));
    let overdue = page.overdue();
    if !overdue.is_empty() {
        section.push(overdue_table(page, desk, &overdue)?);
    }
    let last_words = last_words(page);
    let again: Vec<&Answer> = page
        .tally
        .answers()
        .iter()
        .copied()
        .filter(|answer| is_due_again(answer, page.as_of()) && last_words.contains(&answer.key))
        .collect();
    let again = page.figure("ask_again", "may be asked again", Unit::Count, rows_of(&again));
    let words = format!("answered at least {RESURVEY_DAYS} days ago and not since");
    section.push(Block::Figures { figures: vec![again.with_convention(words)] });
    Ok(section)
}

/// The answers of the period after which the same people did not answer again.
fn last_words(page: &Page<'_>) -> BTreeSet<Arc<str>> {
    let end = page.as_of().tomorrow().unwrap_or(page.as_of());
    let since = kernel::Period::days(page.ground.period.from(), end).unwrap_or(page.ground.period);
    page.ground.latest_in(since).into_iter().map(|latest| latest.key.clone()).collect()
}

fn clocks(page: &mut Page<'_>) -> Table {
    let headings = ["who", "clock", ">in time", ">late", ">overdue", ">still running", ">not told"];
    let mut table = Table::new("", &headings);
    for stance in [Stance::Detractor, Stance::Passive, Stance::Promoter] {
        let mut groups: [Vec<&Answer>; 5] = Default::default();
        for answer in page.tally.with(stance) {
            let place = match page.ground.followed(answer) {
                Some(Followed::InTime(_)) => 0,
                Some(Followed::Late(_)) => 1,
                Some(Followed::Overdue) => 2,
                Some(Followed::Running) => 3,
                Some(Followed::NotTold) | None => 4,
            };
            groups[place].push(answer);
        }
        let days = clock_days(stance);
        let clock = format!("{days} day{}", if days == 1 { "" } else { "s" });
        let mut cells = vec![TableCell::from(stance.words()), clock.into()];
        for (name, group) in ["in time", "late", "overdue", "running", "not told"].into_iter().zip(&groups) {
            let key = format!("clock.{}.{}", stance.words(), name.replace(' ', "_"));
            cells.push(page.figure(&key, name, Unit::Count, rows_of(group)).into());
        }
        table.row(cells);
    }
    table.note = Some(
        "Answers carry a day and no hour, so clocks run in whole days after the day of the answer. What counts is a message of \
         ours or a conversation that was held with the account, on that day or later. Not told: no conversation with anybody \
         is on record for those days."
            .to_owned(),
    );
    table
}

fn overdue_table(page: &Page<'_>, desk: &Desk<'_>, overdue: &[&Answer]) -> Result<Table, Refusal> {
    let headings = ["account", "owner", "answered on", ">answer", ">ARR", "wrote"];
    let mut table = Table::new("Overdue: detractors first, then by ARR", &headings);
    for answer in overdue.iter().take(ROWS_MAX) {
        let paying = page.ground.paying.get(&answer.account);
        let arr = paying.map(|paying| paying.arr_figure(desk, page.ground.day)).transpose()?;
        let owner = page.ground.owners.get(&answer.account).cloned().unwrap_or_else(|| Arc::from("unowned"));
        table.row([
            TableCell::from(&*answer.name),
            (&*owner).into(),
            answer.on.to_string().into(),
            answer.score.normalize().to_string().into(),
            arr.map_or_else(|| "none".into(), TableCell::from),
            quoted(answer).into(),
        ]);
    }
    let more = overdue.len().saturating_sub(ROWS_MAX);
    table.note = (more > 0).then(|| format!("And {more} more."));
    Ok(table)
}

/// Satisfaction both ways.
pub(super) fn satisfaction(page: &mut Page<'_>) -> Section {
    let mut section = section("satisfaction", "Satisfaction (CSAT), both ways");
    let n = page.ground.heard.satisfaction.len();
    if n == 0 {
        section.push(Block::text("Nobody was asked how satisfied they are in this period, or nobody answered."));
        return section;
    }
    let at_tickets = page.ground.heard.satisfaction.iter().filter(|answer| answer.at_ticket).count();
    section.push(Block::text(format!(
        "Both figures at the top rest on the same {n} answers, {at_tickets} at tickets and {} in surveys; every answer counts, \
         since each is about an occasion of its own. The mean is what reviews of CSMs use, the share what targets in per cent \
         mean. Neither can be turned into the other.",
        n - at_tickets
    )));
    let mut table = Table::new("By answer", &["answer", ">given"]);
    for score in (1..=5).rev() {
        let mut trace = Trace::new(Fold::Count, &[]);
        for answer in
            page.ground.heard.satisfaction.iter().filter(|answer| answer.score.trunc() == Decimal::from(score))
        {
            let object = if answer.at_ticket { "tickets" } else { "surveys" };
            trace.push(object, &answer.key, &*answer.name, Some(answer.on), &[]);
        }
        let name = format!("satisfaction {score}");
        let count = page.figure(&format!("csat.{score}"), &name, Unit::Count, trace);
        table.row([TableCell::from(name), count.into()]);
    }
    section.push(table);
    section
}
