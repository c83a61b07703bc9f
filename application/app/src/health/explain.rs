use std::sync::Arc;

use health::{Health, Move, moves};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::chart::Step;
use report::{Address, Block, Chart, ChartKind, Figure, Fold, Ledger, Report, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;

use super::show::{account_name, opened};
use super::{Books, address, back_then, days_before};
use crate::desk::Desk;
use crate::names;

/// How many days back it looks where nobody says otherwise.
const SINCE_DAYS: i64 = 30;
/// Most rows that are listed of one measure; the figure beside opens all.
const ROWS_MAX: usize = 5;

/// The day a question of a day looks back at.
pub(super) fn looked_at(day: Date) -> Date {
    days_before(day, SINCE_DAYS)
}

/// What moved the health of an account since a day, and which rows did it.
///
/// # Errors
/// When the account, the day or the profile is not known.
pub fn explain(
    desk: &Desk<'_>,
    typed_account: &str,
    since: Option<&str>,
    profile: Option<&str>,
) -> Result<Report, Refusal> {
    let as_of = desk.as_of();
    let since = match since {
        None => looked_at(as_of),
        Some(typed) => {
            let refused = |why: String| Refusal::invalid("since", format!("`{typed}` {why}"));
            let day = typed.trim().parse().ok().filter(|day| kernel::period::is_plausible(*day));
            let day: Date = day.ok_or_else(|| refused("is no day; write it as 2024-12-31".to_owned()))?;
            if day >= as_of {
                return Err(refused(format!(
                    "does not lie before {as_of}, the day that is looked from; name an earlier day"
                )));
            }
            day
        }
    };
    between(desk, &names::account(desk, typed_account)?, since, profile)
}

/// What moved the health of an account from a day, as it was known then, to now.
pub(crate) fn between(
    desk: &Desk<'_>,
    account: &AccountId,
    since: Date,
    profile: Option<&str>,
) -> Result<Report, Refusal> {
    let as_of = desk.as_of();
    let judged = |desk: &Desk<'_>, day| {
        let books = Books::of(desk, day)?;
        opened(desk, account, [&books], profile).map(|(words, [health])| (words, health))
    };
    let (_, then) = judged(&back_then(desk, since), since)?;
    let (judged_by, now) = judged(desk, as_of)?;
    let name = account_name(desk, account)?;
    let mut report = Report::new("health.explain", format!("What moved the health of {name}"), as_of);
    report.subtitle =
        vec![format!("{} · {judged_by} · from {since}, as it was known then, to {as_of}", account.external())];
    let address = address("health-explain", account.as_str(), since, as_of, profile);
    let at = |day| self::address("health", account.as_str(), day, day, profile);
    let ledger = Ledger::new(address.to_string());
    let mut pen = Pen { ledger, then: at(since), now: at(as_of), since, as_of };
    let moves = moves(&then, &now);
    pen.write(&mut report, &then, &now, &moves);
    report.ledger = pen.ledger;
    Ok(report)
}

struct Pen {
    ledger: Ledger,
    then: Address,
    now: Address,
    since: Date,
    as_of: Date,
}

impl Pen {
    fn write(&mut self, report: &mut Report, then: &Health, now: &Health, moves: &[Move<'_>]) {
        let both = then.score.is_some() && now.score.is_some();
        let parts: Vec<Figure> = moves.iter().map(|part| self.part(part, both)).collect();
        let (first, last) = (self.score("health then", then, false), self.score("health now", now, true));
        report.push(Block::Figures { figures: vec![first.clone(), last.clone(), self.change(&parts, both)] });
        for health in [then, now].into_iter().filter_map(Health::why_unknown) {
            report.push(Block::callout(Tone::Caveat, format!("There is no score on one of the days: {health}.")));
        }
        for floor in now.floors.iter().filter(|floor| !then.floors.contains(floor)) {
            report.push(Block::callout(Tone::Warning, format!("New since then: {}.", floor.words())));
        }
        if both {
            report.push(bridge(&first, &last, moves, &parts));
        }
        report.push(self.measures(moves, parts));
        report.push(self.rows(moves));
        report.push(gaps(moves));
    }

    fn score(&self, label: &str, health: &Health, is_now: bool) -> Figure {
        let (address, day) = if is_now { (&self.now, self.as_of) } else { (&self.then, self.since) };
        match health.score {
            Some(score) => Figure::known(label, score, Unit::Score, day)
                .with_evidence(address.figure("score"))
                .with_note(health.band.word()),
            None => Figure::unknown(label, Unit::Score, day, "too little is known"),
        }
    }

    /// The points of a measure: its score times its share of the score of the account, now less then.
    fn part(&mut self, part: &Move<'_>, both: bool) -> Figure {
        let measure = part.now.measure;
        if !both {
            return Figure::unknown(measure.name, Unit::ScorePoints, self.as_of, "a score is missing");
        }
        let mut trace = Trace::new(Fold::SumOfProducts, &["score", "share of the score"]);
        for (side, address, share) in
            [(part.now.measure, &self.now, part.now.share), (part.then.measure, &self.then, -part.then.share)]
        {
            if let Some(score) = side.score {
                let opens =
                    Figure::known(side.name, score, Unit::Score, self.as_of).with_evidence(address.figure(side.key));
                trace.push_known(&opens, &[share]);
            }
        }
        if trace.rows.is_empty() {
            return Figure::unknown(measure.name, Unit::ScorePoints, self.as_of, "unknown on both days");
        }
        let key = format!("moved.{}", measure.key);
        let figure = self.ledger.figure(&key, measure.name, Unit::ScorePoints, self.as_of, trace);
        Figure { n: None, ..figure }
    }

    fn change(&mut self, parts: &[Figure], both: bool) -> Figure {
        if !both {
            return Figure::unknown("change", Unit::ScorePoints, self.as_of, "a score is missing");
        }
        let mut trace = Trace::new(Fold::Sum, &["points"]);
        parts.iter().for_each(|part| trace.push_known(part, &[]));
        let figure = self.ledger.figure("change", "change", Unit::ScorePoints, self.as_of, trace);
        Figure { n: None, ..figure }.with_convention("the sum of what each measure moved")
    }

    fn measures(&mut self, moves: &[Move<'_>], parts: Vec<Figure>) -> Table {
        let headings = ["measure", ">points", ">then", ">now", "was", "is"];
        let mut table = Table::new("What moved it, most first", &headings);
        for (part, points) in moves.iter().zip(parts) {
            let (then, now) = (part.then.measure, part.now.measure);
            if then.score.is_none() && now.score.is_none() {
                continue;
            }
            let score = |measure: &health::Measure, address: &Address, day| match measure.score {
                Some(score) => {
                    Figure::known(measure.name, score, Unit::Score, day).with_evidence(address.figure(measure.key))
                }
                None => Figure::unknown(measure.name, Unit::Score, day, measure.why_unknown().unwrap_or("not known")),
            };
            let says = |measure: &health::Measure| measure.why_unknown().map_or_else(|| measure.value(), str::to_owned);
            table.row([
                TableCell::from(now.name),
                points.into(),
                score(then, &self.then, self.since).into(),
                score(now, &self.now, self.as_of).into(),
                says(then).into(),
                says(now).into(),
            ]);
        }
        table.note = Some(
            "Points: what the measure makes of the score now, less then. Where a measure becomes known or unknown, its weight \
             moves to or from the others, and their points with it."
                .to_owned(),
        );
        table
    }

    /// Which rows came, went and changed behind each measure.
    fn rows(&mut self, moves: &[Move<'_>]) -> Table {
        let mut table = Table::new("Rows behind it", &["measure", ">came", ">went", ">changed", "which"]);
        for part in moves {
            let changes = part.rows();
            let measure = part.now.measure;
            let lists = [("came", &changes.came), ("went", &changes.went), ("changed", &changes.changed)];
            if lists.iter().all(|(_, rows)| rows.is_empty()) {
                continue;
            }
            let mut cells = vec![TableCell::from(measure.name)];
            for (what, rows) in lists {
                let mut trace = Trace::new(Fold::Count, &[]);
                for row in rows {
                    trace.push(row.fact.object, &row.fact.key, measure.name, Some(row.on), &[]);
                }
                let key = format!("{what}.{}", measure.key);
                cells.push(self.ledger.figure(&key, what, Unit::Count, self.as_of, trace).into());
            }
            cells.push(self.which(&changes).into());
            table.row(cells);
        }
        table.note = Some(
            "Rows came when they happened or became known since then, and went when they left the window of the measure or \
             were taken back. Late: it happened before, and was not known then."
                .to_owned(),
        );
        table
    }

    fn which(&self, changes: &health::RowChanges<'_>) -> String {
        let mut came = changes.came.clone();
        came.sort_by(|a, b| (b.on, &a.fact).cmp(&(a.on, &b.fact)));
        let came = came.into_iter().map(|row| {
            let late = if row.on <= self.since { ", late" } else { "" };
            format!("{} {} ({}{late})", row.fact.object, external(&row.fact.key), row.on)
        });
        let changed =
            changes.changed.iter().map(|row| format!("{} {} changed", row.fact.object, external(&row.fact.key)));
        let all: Vec<Arc<str>> = came.chain(changed).map(Arc::from).collect();
        let shown: Vec<&str> = all.iter().take(ROWS_MAX).map(|row| &**row).collect();
        let more = all.len().saturating_sub(ROWS_MAX);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        format!("{}{more}", shown.join("; "))
    }
}

fn external(key: &str) -> &str {
    key.split_once('/').map_or(key, |(_, external)| external)
}

/// From then to now, measure by measure.
fn bridge(first: &Figure, last: &Figure, moves: &[Move<'_>], parts: &[Figure]) -> Chart {
    let step = |name: &str, value: Option<Decimal>, total| Step {
        name: name.to_owned(),
        value: value.unwrap_or_default(),
        total,
    };
    let moved = parts.iter().filter(|part| part.value.is_some_and(|points| !points.is_zero()));
    let mut steps = vec![step(&first.label, first.value, true)];
    steps.extend(moved.map(|part| step(&part.label, part.value, false)));
    steps.push(step(&last.label, last.value, true));
    let (then, now) = (first.display(), last.display());
    // Points that are shown as 0 have moved nothing that anybody could see.
    let is_moved = |part: &Figure| part.value.is_some_and(|points| !points.round_dp(1).is_zero());
    let summary = match moves.iter().zip(parts).find(|(_, part)| is_moved(part)) {
        Some((most, _)) => format!("from {then} to {now}; {} moved it most", most.now.measure.name),
        None => format!("from {then} to {now}; nothing moved"),
    };
    Chart {
        title: "From then to now".to_owned(),
        summary,
        unit: Unit::ScorePoints,
        kind: ChartKind::Waterfall { steps },
    }
}

/// What was known then and is not now, and the other way round.
fn gaps(moves: &[Move<'_>]) -> Block {
    let lost = moves.iter().filter(|part| part.is_lost());
    let says = lost.map(|part| {
        let measure = part.now.measure;
        format!("{} is no longer known: {}", measure.name, measure.why_unknown().unwrap_or("not known"))
    });
    let found = moves.iter().filter(|part| part.then.measure.score.is_none() && part.now.measure.score.is_some());
    let says: Vec<String> =
        says.chain(found.map(|part| format!("{} has become known", part.now.measure.name))).collect();
    if says.is_empty() {
        return Block::text("What is known and what is not has not changed since then.");
    }
    Block::points(says)
}
