use backtest::{Judgement, Verdict};
use jiff::civil::Date;
use kernel::{PersonId, Refusal};
use ports::store::KeptFigure;
use report::{Block, Figure, Interval, Prose, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use crate::desk::{Desk, refused};

/// In the order in which they are kept.
const VERDICTS: [Verdict; 7] = [
    Verdict::TooFewEvents,
    Verdict::NoBetterThanDice,
    Verdict::Reversed,
    Verdict::NoBetterThanBaseline,
    Verdict::OrderOnly,
    Verdict::Reliable,
    Verdict::LevelNotTold,
];

/// Whose accuracy: `health`, `health eight-factor`, `churn 90`.
fn name(desk: &Desk<'_>, of: &str) -> String {
    let told = desk.settings.told.iter().filter(|(_, told)| told.origin != "default");
    let settings: Vec<String> = told.map(|(name, told)| format!("{name}={}", told.value)).collect();
    format!("accuracy of {of} under {} by {}", settings.join(" "), env!("CARGO_PKG_VERSION"))
}

/// Keeps what a backtest found for those who look at a score later. It holds as long as the facts do.
pub(super) fn keep(desk: &Desk<'_>, of: &str, judgement: &Judgement) -> Result<(), Refusal> {
    let number = |value: f64| Decimal::from_f64(value).map(|value| value.round_dp(6));
    let count = |count: usize| Some(Decimal::from(count));
    let area = judgement.area.as_ref();
    let range = area.and_then(|area| area.interval);
    let verdict = VERDICTS.iter().position(|verdict| *verdict == judgement.verdict());
    let told = [
        ("on", Some(Decimal::from((desk.as_of() - Date::ZERO).get_days()))),
        ("n", count(judgement.n)),
        ("accounts", count(judgement.keys)),
        ("lost", count(judgement.lost_keys)),
        ("verdict", verdict.map(Decimal::from)),
        ("area", area.and_then(|area| number(area.estimate))),
        ("area.low", range.and_then(|range| number(range.low))),
        ("area.high", range.and_then(|range| number(range.high))),
    ];
    let company = PersonId::new("company");
    let figure = |(metric, value): (&str, Option<Decimal>)| KeptFigure {
        person: company.clone(),
        metric: metric.to_owned(),
        value,
        n: 0,
    };
    let version = desk.store.data_version().map_err(refused)?;
    desk.keep(&name(desk, of), version, &told.map(figure))
}

/// How far a score may be believed, as the latest backtest found, with the command that finds it anew. Nothing is worked out
/// here: a backtest may take a minute.
pub(crate) fn line(desk: &Desk<'_>, of: &str, command: &str) -> Result<Block, Refusal> {
    let version = desk.store.data_version().map_err(refused)?;
    let kept = desk.store.kept_figures(&name(desk, of), version).map_err(refused)?;
    let told = |wanted: &str| kept.iter().find(|figure| figure.metric == wanted).and_then(|figure| figure.value);
    let on = told("on").and_then(|days| Date::ZERO.checked_add(jiff::Span::new().days(days.to_i32()?)).ok());
    // What was found later was not known then.
    let Some(on) = on.filter(|on| *on <= desk.as_of()) else {
        let says = format!("not known; no backtest was made on the present facts. To make one: {command}");
        return Ok(Block::text(Prose::default().strong("Accuracy: ").words(says)));
    };
    let count = |name: &str| told(name).unwrap_or_default().normalize();
    let verdict =
        told("verdict").and_then(|place| VERDICTS.get(place.to_usize()?)).map_or("", |verdict| verdict.words());
    let mut prose = Prose::default().strong("Accuracy: ").words(format!("{verdict} "));
    if let (Some(area), Some(low), Some(high)) = (told("area"), told("area.low"), told("area.high")) {
        let interval =
            Interval { level: Decimal::new(95, 2), low, high, method: "drawing whole accounts again".to_owned() };
        let figure = Figure::known("area under the curve", area, Unit::Exact, on)
            .with_interval(Some(interval))
            .with_convention("chance that a lost account stood worse than one that stayed; 0.5 is dice")
            .with_note("estimated by the backtest");
        prose = prose.words("Area under the curve ").figure(figure).words(". ");
    }
    Ok(Block::text(prose.words(format!(
        "As of {on}, from {} scores of {} accounts, {} of which were lost. More: {command}",
        count("n"),
        count("accounts"),
        count("lost")
    ))))
}
