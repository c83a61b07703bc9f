use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::Refusal;
use renewals::Forecast;
use renewals::accuracy::{DECIDED_LEAST, LEVEL, TooFew, VINTAGES, accuracy as judged, vintages};
use report::{Address, Block, Fold, Interval, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;

use super::learn::NEAR_DAYS;
use super::rolling::{Origin, Seen, decimal, origins};
use crate::desk::Desk;

const MODEL: &str = "model";
const BASELINE: &str = "same share for all";

/// How good forecasts of renewals were: of the model, of each person who called, and of a baseline, by how early they were
/// frozen.
///
/// # Errors
/// When no past day can be forecast again.
pub fn accuracy(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let origins = origins(desk)?;
    let tracks = tracks(&origins);
    if tracks.is_empty() {
        return Err(Refusal::NotEnoughData(format!(
            "no renewal that lay ahead on a past freeze day is decided by {day}; accuracy is told once some are (a contract \
             needs renewal_on, and {} days and the lapse rule have to pass)",
            renewals::accuracy::VINTAGES[2]
        )));
    }
    let mut report = Report::new("renewals.accuracy", "How good forecasts of renewals were", day);
    let (first, last) = (origins.last().map(|one| one.day), origins.first().map(|one| one.day));
    let told = first.zip(last).map(|(first, last)| {
        format!("{}, {first} to {last}", report::display::counted(origins.len(), "freeze day", "freeze days"))
    });
    report.subtitle = vec![format!("{} · outcomes as known on {day}", told.unwrap_or_default())];
    let address = Address::new("renewals-accuracy", "company", day, day);
    let mut page =
        Page { day, money: Unit::Money(desk.currency()?.to_string()), ledger: Ledger::new(address.to_string()) };
    for vintage in VINTAGES {
        report.push(page.vintage(vintage, &tracks));
    }
    if !tracks.keys().any(|(_, forecaster)| is_person(forecaster)) {
        report.push(Block::callout(
            Tone::Note,
            "No call of a person was on record on a freeze day. Import renewal_calls, one row for what somebody said on a day; \
             then they are told here beside the model.",
        ));
    }
    report.push(how());
    report.ledger = page.ledger;
    Ok(report)
}

fn is_person(forecaster: &str) -> bool {
    forecaster != MODEL && forecaster != BASELINE
}

type Tracks = BTreeMap<(i32, Arc<str>), Vec<Forecast>>;

/// Every forecast of every decision, by vintage and forecaster.
fn tracks(origins: &[Origin]) -> Tracks {
    let mut tracks = Tracks::new();
    for origin in origins {
        for one in &origin.seen {
            let Some(kept) = one.kept else { continue };
            for vintage in vintages((one.on - origin.day).get_days(), NEAR_DAYS) {
                for (forecaster, chance, amount) in voices(origin, one) {
                    let forecast = forecast(one, origin.day, (chance, amount * chance, kept));
                    tracks.entry((vintage, forecaster)).or_default().push(forecast);
                }
            }
        }
    }
    tracks.values_mut().for_each(|all| all.sort_by(|a, b| (&a.account, a.on).cmp(&(&b.account, b.on))));
    tracks
}

fn voices(origin: &Origin, one: &Seen) -> Vec<(Arc<str>, f64, f64)> {
    let usual = one.available * origin.kept_share();
    let mut voices = vec![(Arc::from(MODEL), one.chance, usual), (Arc::from(BASELINE), one.shares[0], usual)];
    voices.extend(one.said.iter().map(|said| (said.forecaster.clone(), said.chance, said.amount)));
    voices
}

fn forecast(one: &Seen, frozen_on: Date, (chance, expected, kept): (f64, f64, f64)) -> Forecast {
    Forecast {
        account: one.account.clone(),
        name: one.name.clone(),
        on: one.on,
        frozen_on,
        chance,
        renewed: kept > 0.0,
        expected,
        kept,
    }
}

struct Page {
    day: Date,
    money: Unit,
    ledger: Ledger,
}

impl Page {
    fn vintage(&mut self, vintage: i32, tracks: &Tracks) -> Section {
        let mut section = Section::new(format!("t{vintage}"), format!("Frozen at least {vintage} days before"));
        let headings = [
            "forecaster",
            ">renewals",
            ">said to renew",
            ">renewed",
            ">too hopeful by (95\u{a0}%)",
            ">Brier score",
            ">ARR foreseen",
            ">ARR kept",
            ">off by",
        ];
        let mut table = Table::new("", &headings);
        let own = |((of, _), _): &(&(i32, Arc<str>), &Vec<Forecast>)| *of == vintage;
        let mut rows: Vec<_> = tracks.iter().filter(own).map(|((_, forecaster), all)| (forecaster, all)).collect();
        let order = |name: &str| (is_person(name), name != MODEL, name.to_owned());
        rows.sort_by_key(|(forecaster, _)| order(forecaster));
        if rows.is_empty() {
            section.push(Block::text("None of them is decided yet."));
            return section;
        }
        for (place, (forecaster, forecasts)) in rows.into_iter().enumerate() {
            table.row(self.row(&format!("t{vintage}.{place}"), forecaster, forecasts));
        }
        section.push(table);
        section
    }

    fn row(&mut self, key: &str, forecaster: &str, forecasts: &[Forecast]) -> Vec<TableCell> {
        let found = match judged(forecasts) {
            Ok(found) => found,
            Err(TooFew(n)) => {
                let few = format!("too few: {n} decided, {DECIDED_LEAST} are needed");
                let mut row = vec![TableCell::from(forecaster), few.into()];
                row.resize(9, TableCell::Empty);
                return row;
            }
        };
        let renewed = |one: &Forecast| Decimal::from(u8::from(one.renewed));
        let apart = |one: &Forecast| decimal(one.chance, 12) - renewed(one);
        let mean = |of: &dyn Fn(&Forecast) -> Decimal| trace(Fold::Mean, &["number"], forecasts, &|one| vec![of(one)]);
        let sum = |of: &dyn Fn(&Forecast) -> Decimal| trace(Fold::Sum, &["ARR"], forecasts, &|one| vec![of(one)]);
        let count = trace(Fold::Count, &[], forecasts, &|_| Vec::new());
        let said = mean(&|one| decimal(one.chance, 12));
        let (came, bias, brier) = (mean(&renewed), mean(&apart), mean(&|one| apart(one) * apart(one)));
        let (expected, kept) = (sum(&|one| decimal(one.expected, 2)), sum(&|one| decimal(one.kept, 2)));
        let off = trace(Fold::Ratio, &["foreseen less kept", "kept"], forecasts, &|one| {
            vec![decimal(one.expected, 2) - decimal(one.kept, 2), decimal(one.kept, 2)]
        });
        let money = self.money.clone();
        let mut figure = |name: &str, label: &str, unit: Unit, trace: Trace| {
            self.ledger.figure(&format!("{key}.{name}"), label, unit, self.day, trace)
        };
        let bias =
            figure("bias", "said less renewed", Unit::Ratio, bias).with_interval(found.bias_range.map(|range| {
                let (level, method) =
                    (decimal(LEVEL, 2), "mean of what was said less what came, each renewal by itself".into());
                Interval { level, low: decimal(range.low, 6), high: decimal(range.high, 6), method }
            }));
        vec![
            TableCell::from(forecaster),
            figure("n", "renewals", Unit::Count, count).into(),
            figure("said", "said to renew", Unit::Ratio, said).into(),
            figure("came", "renewed", Unit::Ratio, came).into(),
            bias.into(),
            figure("brier", "Brier score", Unit::Exact, brier).into(),
            figure("expected", "ARR foreseen", money.clone(), expected).into(),
            figure("kept", "ARR kept", money, kept).into(),
            figure("off", "foreseen less kept, of kept", Unit::Ratio, off).into(),
        ]
    }
}

fn trace(
    fold: Fold,
    columns: &[&'static str],
    forecasts: &[Forecast],
    numbers: &dyn Fn(&Forecast) -> Vec<Decimal>,
) -> Trace {
    let mut trace = Trace::new(fold, columns);
    for one in forecasts {
        let label = format!("{}, foreseen {}", one.name, one.frozen_on);
        trace.push("accounts", &Arc::from(one.account.as_str()), label, Some(one.on), &numbers(one));
    }
    trace
}

fn how() -> Section {
    let mut section = Section::new("how", "How this was worked out");
    section.push(Block::points([
        format!(
            "Nothing was stored: every forecast is made again from what was known on its freeze day. Freeze days lie \
             {NEAR_DAYS} days apart; of each decision the last one counts that is early enough."
        ),
        "A person's forecast is their last call on record on the freeze day. The baseline knows the share that renewed before."
            .to_owned(),
        "Renewals of one quarter move together, so the true range of a bias is somewhat wider than the one shown.".to_owned(),
        "Brier score: the mean squared difference of chance and outcome; 0 is best, and people are compared on their own \
         renewals only, which may be easier or harder than those of others."
            .to_owned(),
    ]));
    section
}
