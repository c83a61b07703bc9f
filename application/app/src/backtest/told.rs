use std::path::Path;
use std::sync::Arc;

use backtest::gate::EVENTS_LEAST;
use backtest::page::{Telling, opened_blocks};
use backtest::{Judgement, Lead, Trial, Trials, Watched};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Address, Block, Figure, Fold, Ledger, Prose, Report, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use statistics::measured::VALIDATION_EVENTS;

use super::ground::Ground;
use super::rows;
use crate::desk::Desk;

/// Accounts a CSM works through in a month, where nobody says otherwise.
// method: backtest.worked_per_csm
const WORKED_PER_CSM: usize = 5;

/// What every score is held against.
pub(super) const RIVALS: &[&str] = &["the share lost in its segment", "the share lost of its colour a quarter before"];
pub(super) const GAVE_NOTICE: &str =
    "accounts at a cut-off that had served notice on all they pay, where there was nothing left to foresee";

/// One account at one cut-off: what was said, and what came of it.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) account: AccountId,
    pub(super) cut_off: Date,
    pub(super) chance: f64,
    /// The points it was made from, where it was.
    pub(super) points: Option<f64>,
    /// The first day it did not pay, where it was lost within the horizon.
    pub(super) lost_on: Option<Date>,
    pub(super) arr: Decimal,
    /// What the baselines said, in their order.
    pub(super) rivals: Vec<f64>,
    /// Whether it stood where one would have looked: by band or tier.
    pub(super) stood: bool,
}

/// Cases that are no trial, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aside {
    pub(super) why: &'static str,
    pub(super) count: usize,
    pub(super) lost: usize,
}

impl Aside {
    pub(super) fn none(why: &'static str) -> Self {
        Self { why, count: 0, lost: 0 }
    }

    pub(super) fn add(&mut self, lost: bool) {
        self.count += 1;
        self.lost += usize::from(lost);
    }
}

/// What is judged, in words.
pub(super) struct Story {
    pub(super) address: Address,
    pub(super) action: &'static str,
    pub(super) title: String,
    pub(super) score: String,
    /// Where an account stood that one would have looked at: `in the medium tier or above`.
    pub(super) looked: &'static str,
    pub(super) aside: Vec<Aside>,
    pub(super) reading: Vec<String>,
    pub(super) caveats: Vec<String>,
    /// How the check against leaks ended.
    pub(super) checked: Checked,
}

/// Scores made once more from what was known by their cut-off alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Checked {
    pub(super) cut_off: Date,
    pub(super) scores: usize,
    pub(super) moved: usize,
}

/// The whole report, and what the cases come to.
pub(super) fn tell(
    desk: &Desk<'_>,
    ground: &Ground,
    cases: &[Case],
    story: &Story,
    extra: &mut dyn FnMut(&mut Ledger) -> Vec<Block>,
) -> Result<(Report, Judgement), Refusal> {
    if cases.is_empty() {
        let aside = story.aside.iter().filter(|aside| aside.count > 0);
        let aside: Vec<String> = aside.map(|aside| format!("{} {}", aside.count, aside.why)).collect();
        let found = if aside.is_empty() { "nobody who paid".to_owned() } else { aside.join(", ") };
        return Err(Refusal::NotEnoughData(format!(
            "there is nothing to judge {} by: the month-ends found {found}; import more, or name another profile",
            story.score
        )));
    }
    desk.progress.begin("judging", None);
    let trials =
        Trials::of(cases.iter().map(trial).collect()).map_err(|why| Refusal::NotEnoughData(why.to_string()))?;
    let capacity = capacity(desk, ground)?;
    let judgement = Judgement::of(&trials, RIVALS, capacity.as_ref().map(|(count, _)| *count));
    let mut report = Report::new(story.action, story.title.clone(), desk.as_of());
    let (first, last) = (ground.judged.first(), ground.judged.last());
    if let (Some(first), Some(last)) = (first, last) {
        report.subtitle.push(format!(
            "{} month-ends from {first} to {last} · lost within {} days after each · each as it was known then",
            ground.judged.len(),
            ground.asked.within_days
        ));
    }
    let mut ledger = Ledger::new(story.address.to_string());
    let telling = telling(desk, ground, (&judgement, story), capacity)?;
    let mut blocks = opened_blocks(&trials, &judgement, &telling, &mut ledger);
    blocks.insert(1, leak(story.checked));
    let how = blocks.pop();
    blocks.extend(extra(&mut ledger));
    let leads = Leads { ledger: &mut ledger, as_of: desk.as_of(), ground }.section(cases, story.looked);
    blocks.push(leads.into());
    blocks.extend(how);
    blocks.into_iter().for_each(|block| report.push(block));
    report.ledger = ledger;
    desk.progress.end();
    Ok((report, judgement))
}

/// What the score is held against, in a sentence.
pub(super) fn baselines(desk: &Desk<'_>) -> String {
    format!(
        "The baselines are the shares lost at those earlier month-ends, of the same {} and of the same health colour a quarter \
         before; small groups are drawn towards all.",
        desk.settings.segment_by
    )
}

fn trial(case: &Case) -> Trial {
    Trial {
        key: Arc::from(case.account.as_str()),
        cut_off: Some(case.cut_off),
        score: case.chance,
        happened: case.lost_on.is_some(),
        amount: case.arr.to_f64().unwrap_or_default().max(0.0),
        rivals: case.rivals.clone(),
    }
}

/// How many accounts can be worked through at a cut-off, and who says so.
fn capacity(desk: &Desk<'_>, ground: &Ground) -> Result<Option<(usize, String)>, Refusal> {
    if let Some(asked) = ground.asked.capacity {
        return Ok(Some((asked, format!("{asked} accounts are worked through a month, as you said."))));
    }
    let Some(last) = ground.judged.last() else { return Ok(None) };
    let people = crate::facts::stays::everybody(desk)?;
    let stays = crate::facts::stays::of_everybody(desk, &people)?;
    let owners: std::collections::BTreeSet<&kernel::PersonId> =
        stays.iter().filter(|stay| stay.holds_on(*last)).map(|stay| &stay.owner).collect();
    let count = owners.len() * WORKED_PER_CSM;
    let says = format!(
        "{count} accounts are taken to be worked through a month: {WORKED_PER_CSM} for each of {} CSMs; --capacity says \
         otherwise.",
        owners.len()
    );
    Ok((count > 0).then_some((count, says)))
}

fn leak(checked: Checked) -> Block {
    let Checked { cut_off, scores, moved } = checked;
    let (tone, says) = if moved == 0 {
        let says = format!(
            "Checked for leaks: {scores} scores as of {cut_off} were made again from what was known by then alone, with every \
             later row deleted, and are the same."
        );
        (Tone::Note, says)
    } else {
        let says = format!(
            "{moved} of {scores} scores as of {cut_off} change when every row known later is deleted: something leaks, and \
             nothing below may be believed. Please report this."
        );
        (Tone::Warning, says)
    };
    Block::callout(tone, says)
}

fn telling(
    desk: &Desk<'_>,
    ground: &Ground,
    (judgement, story): (&Judgement, &Story),
    capacity: Option<(usize, String)>,
) -> Result<Telling, Refusal> {
    let mut caveats = story.caveats.clone();
    caveats.extend(sources_disagree(desk, ground, judgement));
    caveats.extend(longer(ground, judgement));
    caveats.extend(ground.film.told.mostly_assumed().then(|| {
        "The facts were brought in from a file, and each counts as known on its own day. What the source wrote down later than \
         it happened looks known too early, and then a score looks better than it was."
            .to_owned()
    }));
    let mut reading = vec![format!(
        "Facts reach to {}; the last cut-off is the last month-end whose {} days and the {} days of the lapse rule were over by \
         then.",
        ground.covered,
        ground.asked.within_days,
        desk.settings.rules.lapse_days.max(0)
    )];
    reading.extend(story.reading.iter().cloned());
    reading.extend(
        story
            .aside
            .iter()
            .map(|aside| format!("Left out: {} {}; {} of them were lost.", aside.count, aside.why, aside.lost)),
    );
    reading.extend(capacity.map(|(_, says)| says));
    reading.push(
        "Attributes without a date count as known since their import and took no part before it. Accounts somebody worked on \
         stay more often: a saved account looks like a false alarm here, so the score may be better than it looks."
            .to_owned(),
    );
    Ok(Telling {
        score: story.score.clone(),
        event: format!("the account is lost within {} days", ground.asked.within_days),
        trials: "accounts at a cut-off".to_owned(),
        currency: Some(desk.currency()?.to_string()),
        if_reversed: "",
        as_of: desk.as_of(),
        reading,
        caveats,
    })
}

/// How long it takes until enough was lost.
fn longer(ground: &Ground, judgement: &Judgement) -> Option<String> {
    let (first, last) = (ground.judged.first()?, ground.settled_to()?);
    let found = judgement.rarer_keys;
    let wanted = if found < EVENTS_LEAST { EVENTS_LEAST } else { VALIDATION_EVENTS };
    let missing = wanted.checked_sub(found).filter(|missing| *missing > 0 && found > 0)?;
    let days = f64::from((last - *first).get_days());
    let months = libm::ceil(missing as f64 / found as f64 * days / 30.4);
    Some(format!(
        "At the pace of these months {wanted} come together after {months} more months, or at once with so many more accounts."
    ))
}

/// Where a source also tells of churn, and tells another story.
fn sources_disagree(desk: &Desk<'_>, ground: &Ground, judgement: &Judgement) -> Option<String> {
    let (first, until) = (*ground.judged.first()?, ground.settled_to()?);
    if desk.settings.rules.churn_source != retention::ChurnSource::Contracts {
        return None;
    }
    let named =
        |history: &&retention::AccountHistory| history.churn_events.iter().any(|(_, on)| first < *on && *on <= until);
    let named = ground.now.histories.iter().filter(named).count();
    let lost = judgement.lost_keys;
    let apart = named > 0 && (named > 2 * lost.max(1) || lost > 2 * named);
    apart.then(|| {
        format!(
            "The sources contradict each other: from {first} to {until} churn events name {named} accounts that left, contracts \
             show {lost}. This backtest follows contracts. Until somebody settles which is true, no figure here says how good \
             the score is at what really happened; --churn-source events judges it by the events."
        )
    })
}

/// How long before a loss it could be seen.
struct Leads<'a> {
    ledger: &'a mut Ledger,
    as_of: Date,
    ground: &'a Ground,
}

impl Leads<'_> {
    fn section(mut self, cases: &[Case], looked: &str) -> Section {
        let mut section = Section::new("lead", "How long before could it be seen?");
        let lost: Vec<(Arc<str>, Date)> =
            cases.iter().filter_map(|case| Some((Arc::from(case.account.as_str()), case.lost_on?))).collect();
        let headings = ["stood", ">losses", ">seen coming", ">days before, middle"];
        let mut table = Table::new("", &headings);
        let top = top_tenth(cases);
        for (key, name, stood) in [
            ("looked", looked, cases.iter().map(|case| case.stood).collect::<Vec<bool>>()),
            ("top", "in the highest tenth of its cut-off", top),
        ] {
            let watched: Vec<Watched> = cases
                .iter()
                .zip(stood)
                .map(|(case, stood)| Watched { key: Arc::from(case.account.as_str()), cut_off: case.cut_off, stood })
                .collect();
            table.row(self.row((key, name), &backtest::lead::leads(&watched, &lost)));
        }
        table.note = Some(
            "Seen coming: it stood there at the last cut-off before it was lost. Days: from the first cut-off of that unbroken \
             stretch to the first day it no longer paid."
                .to_owned(),
        );
        section.push(table);
        section
    }

    fn row(&mut self, (key, name): (&str, &str), leads: &[Lead]) -> [TableCell; 4] {
        let seen: Vec<&Lead> = leads.iter().filter(|lead| lead.days.is_some()).collect();
        let losses = self.figure((key, "losses"), Unit::Count, Fold::Count, leads.iter(), &|_| Vec::new());
        let share = self.figure((key, "seen coming"), Unit::Ratio, Fold::Mean, leads.iter(), &|lead| {
            vec![Decimal::from(u8::from(lead.days.is_some()))]
        });
        let days = self.figure((key, "days before"), Unit::Days, Fold::Median, seen.into_iter(), &|lead| {
            vec![Decimal::from(lead.days.unwrap_or_default())]
        });
        [TableCell::from(name), losses.into(), share.into(), days.into()]
    }

    fn figure<'l>(
        &mut self,
        (key, label): (&str, &str),
        unit: Unit,
        fold: Fold,
        leads: impl Iterator<Item = &'l Lead>,
        numbers: &dyn Fn(&Lead) -> Vec<Decimal>,
    ) -> Figure {
        let column: &[&'static str] = if fold == Fold::Count { &[] } else { &["number"] };
        let mut trace = Trace::new(fold, column);
        for lead in leads {
            let name = self.ground.now.name(&AccountId::new(&lead.key));
            trace.push("accounts", &lead.key, &*name, Some(lead.lost_on), &numbers(lead));
        }
        self.ledger.figure(&format!("lead.{key}.{}", label.replace(' ', "_")), label, unit, self.as_of, trace)
    }
}

/// Whether each case stood in the highest tenth of its cut-off.
fn top_tenth(cases: &[Case]) -> Vec<bool> {
    let mut chances: std::collections::BTreeMap<Date, Vec<f64>> = std::collections::BTreeMap::new();
    cases.iter().for_each(|case| chances.entry(case.cut_off).or_default().push(case.chance));
    let lines: std::collections::BTreeMap<Date, f64> = chances
        .into_iter()
        .filter_map(|(day, mut all)| {
            all.sort_by(|a, b| b.total_cmp(a));
            Some((day, *all.get(all.len().div_ceil(10).checked_sub(1)?)?))
        })
        .collect();
    cases.iter().map(|case| lines.get(&case.cut_off).is_some_and(|line| case.chance >= *line)).collect()
}

/// Writes the trials out where that is asked for, and says where they lie.
pub(super) fn write_out(
    desk: &Desk<'_>,
    report: &mut Report,
    (ground, cases): (&Ground, &[Case]),
    folder: Option<&Path>,
) -> Result<(), Refusal> {
    let Some(folder) = folder else { return Ok(()) };
    let path = rows::write(desk, &ground.now, cases, folder)?;
    report.push(Block::text(Prose::from(format!(
        "Every trial lies in {}. To judge them again: evenkeel backtest table {} --score chance --outcome lost --amount arr --at \
         cut_off --key account_id --baseline share_of_segment",
        path.display(),
        path.display()
    ))));
    Ok(())
}
