//! Forecasts of renewals, made again on past days and held against what came.

use std::collections::BTreeMap;

use backtest::page::{Telling, blocks};
use backtest::{Judgement, Trial, Trials};
use kernel::Refusal;
use renewals::Ended;
use renewals::coverage::{GROUP_LEAST, fifths, held};
use report::{Block, Figure, Interval, Report, Section, Table, TableCell, Unit};
use statistics::forecast::shock;

use crate::desk::Desk;
use crate::renewals::rolling::{Origin, Seen, decimal, origins};

const RIVALS: [&str; 2] = ["the share lost before, the same for all", "the share lost before in its ARR tier"];

/// How good the forecast of renewals would have been on past days: chances, and ranges of the ARR kept.
///
/// # Errors
/// When no past day can be forecast again, or nothing that lay ahead is decided.
pub fn renewals(desk: &Desk<'_>, capacity: Option<i64>) -> Result<Report, Refusal> {
    let capacity = super::capacity(capacity)?;
    let origins = origins(desk)?;
    let trials = trials(&origins)?;
    let judgement = Judgement::of(&trials, &RIVALS, capacity);
    let mut report = Report::new("backtest.renewals", "Backtest of the renewal forecast", desk.as_of());
    report.subtitle.push(format!(
        "{} past days, a quarter apart · outcomes as known on {}",
        origins.len(),
        desk.as_of()
    ));
    blocks(&trials, &judgement, &telling(desk, &origins)?).into_iter().for_each(|block| report.push(block));
    report.push(ranges(desk, &origins)?);
    Ok(report)
}

/// Near decisions whose outcome is known and that were open when they were foreseen.
fn judged(origin: &Origin) -> impl Iterator<Item = (&Seen, f64)> {
    origin.near().filter(|one| !one.noticed).filter_map(|one| Some((one, one.kept?)))
}

fn trials(origins: &[Origin]) -> Result<Trials, Refusal> {
    let trial = |origin: &Origin, (one, kept): (&Seen, f64)| Trial {
        key: one.account.as_str().into(),
        cut_off: Some(origin.day),
        score: 1.0 - one.chance,
        happened: kept <= 0.0,
        amount: one.available,
        rivals: one.shares.iter().map(|share| 1.0 - share).collect(),
    };
    let all = origins.iter().flat_map(|origin| judged(origin).map(move |one| trial(origin, one)));
    Trials::of(all.collect()).map_err(|why| match why {
        backtest::TrialsRefused::Empty => Refusal::NotEnoughData(
            "no renewal that lay ahead on a past day is decided by now; a backtest needs contracts with renewal_on whose day \
             and lapse rule are over"
                .to_owned(),
        ),
        other => Refusal::Rejected(other.to_string()),
    })
}

fn telling(desk: &Desk<'_>, origins: &[Origin]) -> Result<Telling, Refusal> {
    let noticed = origins.iter().flat_map(Origin::near).filter(|one| one.noticed).count();
    let untaught = origins.iter().filter(|origin| origin.learned.1 < churn::card::EVENTS_LEAST).count();
    let mut caveats = Vec::new();
    if untaught > 0 {
        caveats.push(format!(
            "On {untaught} of {} past days fewer than {} losses were known, so the signals weighed what an expert says.",
            origins.len(),
            churn::card::EVENTS_LEAST
        ));
    }
    Ok(Telling {
        score: "chance that a renewal is lost".to_owned(),
        event: "nothing is kept of what comes up for renewal within 90 days".to_owned(),
        trials: "renewals that lay ahead on a past day".to_owned(),
        currency: Some(desk.currency()?.to_string()),
        if_reversed: "",
        as_of: desk.as_of(),
        reading: vec![
            "Each past day is forecast with what was known on it, and with a card that had learned only from renewals decided \
             by then."
                .to_owned(),
            format!(
                "Left out are {noticed} renewals where notice had been served: there the decision was made, and knowing it is \
                 no art."
            ),
            "Days lie a quarter apart, so every decision is judged once.".to_owned(),
        ],
        caveats,
    })
}

/// Whether ranges of the ARR kept held as often as promised.
fn ranges(desk: &Desk<'_>, origins: &[Origin]) -> Result<Section, Refusal> {
    let mut section = Section::new("ranges", "Do the ranges of the ARR kept hold?");
    let all = ended(origins, |_| "all")?;
    let tiers = ended(origins, |one| one.tier)?;
    let money = Unit::Money(desk.currency()?.to_string());
    section.push(bias(&all, &money, desk));
    section.push(by_day(&all, &money, desk));
    section.push(coverage(&all, &tiers, desk));
    section.push(places(&all, &tiers));
    section.push(Block::points([
        format!(
            "Fewer than {} quarters can only catch gross failure, so the ranges of each ARR tier with at least {GROUP_LEAST} \
             renewals are tested too. Tiers of one quarter share its shock and are not independent, so the test is a little \
             too strict.",
            4 * shock::LEAST_PERIODS
        ),
        "Kupiec: how likely so many misses are if the promise holds; below 5 % it is in doubt.".to_owned(),
    ]));
    Ok(section)
}

/// What was foreseen and kept, by past day and group, the latest day first.
fn ended(origins: &[Origin], group: impl Fn(&Seen) -> &'static str) -> Result<Vec<Ended>, Refusal> {
    let mut found = Vec::new();
    for origin in origins {
        let mut groups: BTreeMap<&str, Vec<(&Seen, f64)>> = BTreeMap::new();
        for one in origin.near() {
            if let Some(kept) = one.kept {
                groups.entry(group(one)).or_default().push((one, kept));
            }
        }
        for (name, members) in groups {
            if name != "all" && members.len() < GROUP_LEAST {
                continue;
            }
            let seen: Vec<&Seen> = members.iter().map(|(one, _)| *one).collect();
            let kept = members.iter().map(|(_, kept)| kept).sum();
            found.push(Ended::of(&origin.outlook(&seen)?, (origin.day, name.to_owned(), seen.len()), kept));
        }
    }
    Ok(found)
}

fn bias(all: &[Ended], money: &Unit, desk: &Desk<'_>) -> Block {
    let sum = |of: fn(&Ended) -> f64| all.iter().map(of).sum::<f64>();
    let (expected, kept) = (sum(|one| one.expected), sum(|one| one.kept));
    let figure = |label: &str, value: f64, unit: &Unit, digits: u32| {
        Figure::known(label, decimal(value, digits), unit.clone(), desk.as_of()).with_n(all.len() as u64)
    };
    let mut figures = vec![figure("ARR foreseen to be kept", expected, money, 2), figure("ARR kept", kept, money, 2)];
    figures.push(if kept > 0.0 {
        figure("foreseen less kept, of kept", (expected - kept) / kept, &Unit::Ratio, 6)
            .with_convention("above 0 is too hopeful")
    } else {
        Figure::unknown("foreseen less kept, of kept", Unit::Ratio, desk.as_of(), "nothing was kept")
    });
    Block::Figures { figures }
}

fn by_day(all: &[Ended], money: &Unit, desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "By past day",
        &["as of", ">renewals", ">foreseen (80\u{a0}%)", ">kept", "inside", ">place in the distribution"],
    );
    for one in all {
        let figure = |label: &str, value: f64| Figure::known(label, decimal(value, 2), money.clone(), desk.as_of());
        let interval = one.ranges[1].map(|range| Interval {
            level: decimal(0.8, 1),
            low: decimal(range.low, 2),
            high: decimal(range.high, 2),
            method: "distribution of the sum, as on that day".to_owned(),
        });
        let inside = match one.is_inside(1) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "cannot be told",
        };
        table.row([
            TableCell::from(one.frozen_on.to_string()),
            one.n.to_string().into(),
            figure(&format!("foreseen on {}", one.frozen_on), one.expected).with_interval(interval).into(),
            figure(&format!("kept after {}", one.frozen_on), one.kept).into(),
            inside.into(),
            one.place.map_or_else(|| "cannot be told".to_owned(), |place| format!("{:.0} %", place * 100.0)).into(),
        ]);
    }
    table
}

fn coverage(all: &[Ended], tiers: &[Ended], desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "How often the ranges held",
        &["ranges", ">promised", ">ranges looked at", ">held (95\u{a0}%)", ">Kupiec"],
    );
    for (name, ended) in [("of all renewals of a quarter", all), ("of an ARR tier of a quarter", tiers)] {
        for held in held(&ended.iter().collect::<Vec<_>>()) {
            let promised = format!("{:.0} %", held.level * 100.0);
            let label = format!("held, {name}, {promised}");
            let (share, test) = match held.test {
                None => (Figure::unknown(label, Unit::Ratio, desk.as_of(), "nothing to look at"), String::new()),
                Some(test) => {
                    let range = Interval {
                        level: decimal(0.95, 2),
                        low: decimal(test.interval.low, 6),
                        high: decimal(test.interval.high, 6),
                        method: "Wilson".to_owned(),
                    };
                    let share = Figure::known(label, decimal(test.covered, 6), Unit::Ratio, desk.as_of());
                    (share.with_n(held.n).with_interval(Some(range)), format!("{:.3}", test.p_value))
                }
            };
            table.row([TableCell::from(name), promised.into(), held.n.to_string().into(), share.into(), test.into()]);
        }
    }
    table
}

fn places(all: &[Ended], tiers: &[Ended]) -> Table {
    let headings = ["where what came lies", ">lowest fifth", ">second", ">middle", ">fourth", ">highest fifth"];
    let mut table = Table::new("Place of what came in what was foreseen", &headings);
    for (name, ended) in [("all renewals of a quarter", all), ("an ARR tier of a quarter", tiers)] {
        let counts = fifths(&ended.iter().collect::<Vec<_>>());
        let cells = counts.iter().map(|count| TableCell::from(count.to_string()));
        table.row(std::iter::once(TableCell::from(name)).chain(cells));
    }
    table.note = Some("Even where forecasts are right; heaped up at both ends where they are too sure.".to_owned());
    table
}
