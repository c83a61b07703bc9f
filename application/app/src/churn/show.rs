use std::sync::Arc;

use churn::card::{EVENTS_LEAST, Taught};
use churn::risk::{RANGE, WARNING_FROM};
use churn::{Card, Risk, SIGNALS, Standing, tier, worth};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{
    Address, Block, Check, CheckState, Figure, Fold, Interval, Ledger, Report, Section, Table, TableCell, Tone, Trace,
    Unit,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::rows::gather;
use super::{days_after, learn, when, within};
use crate::desk::Desk;
use crate::facts::about_accounts;
use crate::health::{Books, scores};
use crate::names;

/// One account, and what saving it would take.
#[derive(Debug, Clone, Copy)]
pub struct ShowRequest<'a> {
    /// Which account.
    pub account: &'a str,
    /// How many days ahead.
    pub within: Option<i64>,
    /// The chance in percent that the attempt saves it.
    pub save: Option<i64>,
    /// What the attempt costs.
    pub cost: Option<i64>,
}

/// The churn risk of one account, with every part of its chance.
///
/// # Errors
/// When the account is not known or pays nothing on the day, or a number is out of range.
pub fn show(desk: &Desk<'_>, request: ShowRequest<'_>) -> Result<Report, Refusal> {
    let account = names::account(desk, request.account)?;
    let percent = request.save.map(|save| {
        let possible = (0..=100).contains(&save);
        let wrong = || Refusal::invalid("save", format!("`{save}` percent; say a number from 0 to 100"));
        possible.then(|| Decimal::new(save, 2)).ok_or_else(wrong)
    });
    let cost = request.cost.map(|cost| {
        let wrong = || Refusal::invalid("cost", format!("`{cost}`; say an amount of 0 or more"));
        (cost >= 0).then(|| Decimal::from(cost)).ok_or_else(wrong)
    });
    made(desk, &account, within(request.within)?, (percent.transpose()?, cost.transpose()?))
}

/// The same by its address.
pub(crate) fn on(desk: &Desk<'_>, account: &AccountId, within_days: Option<i64>) -> Result<Report, Refusal> {
    made(desk, account, within(within_days)?, (None, None))
}

fn made(
    desk: &Desk<'_>,
    account: &AccountId,
    within_days: i32,
    saving: (Option<Decimal>, Option<Decimal>),
) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let mut book = gather(desk, Some(account))?;
    let name = book.loaded.name(account);
    let (Some(gathering), Some(arr)) = (book.gatherings.remove(account), book.arr.get(account).copied()) else {
        return Err(Refusal::NotEnoughData(format!(
            "{name} pays nothing on {day}, so there is nothing it could still leave"
        )));
    };
    let card = match learn::kept(desk, within_days)? {
        Some(card) => card,
        None => learn::card(desk, &gather(desk, None)?, within_days)?,
    };
    let standing = gathering.finish(&card.sources);
    let risk = Risk::of(&card, &standing, days_after(day, within_days));
    let mut report = Report::new("churn.show", format!("Churn risk: {name}"), day);
    report.subtitle = vec![format!("{} · lost by {}", account.external(), days_after(day, within_days)), taught(&card)];
    let address = Address::new("churn", account.as_str(), when(within_days), day);
    let unit = Unit::Money(desk.currency()?.to_string());
    let mut writer = Writer {
        card: &card,
        standing: &standing,
        risk: &risk,
        day,
        within_days,
        ledger: Ledger::new(address.to_string()),
        address,
    };
    report.push(writer.head(account, arr, &unit));
    report.push(crate::backtest::churn_accuracy(desk, within_days)?);
    for (tone, says) in writer.caveats() {
        report.push(Block::callout(tone, says));
    }
    report.push(writer.reasons());
    report.push(writer.warnings());
    report.push(writer.time_left(scores_of(desk, account, day)?));
    report.push(writer.saving(arr, &unit, saving));
    report.push(believed(&card));
    report.ledger = writer.ledger;
    Ok(report)
}

/// The health score of the day and of 30 days before.
fn scores_of(desk: &Desk<'_>, account: &AccountId, day: Date) -> Result<[Option<Decimal>; 2], Refusal> {
    let of = std::slice::from_ref(account);
    let contracts = about_accounts(desk, &customers::contract::SHAPE, of, customers::Contract::from_record)?;
    let [now, before] = Books::of_days(desk, [day, days_after(day, -30)])?;
    let scored = scores(desk, &[&now, &before], of, &contracts)?;
    let score = |place: usize| scored.get(place)?.get(account)?.score;
    Ok([score(0), score(1)])
}

/// The chance of an account, opening to its parts.
pub(super) fn chance(risk: &Risk, account: &str, within_days: i32, day: Date) -> Figure {
    let (low, high) = risk.range;
    let level = Decimal::from_f64(RANGE).unwrap_or_default();
    let method = "what is not known of the card and of the account".to_owned();
    let at = Address::new("churn", account, when(within_days), day);
    Figure::known("chance of being lost", risk.chance, Unit::Ratio, day)
        .with_evidence(at.figure("chance"))
        .with_interval(Some(Interval { level, low, high, method }))
        .with_convention(format!("within {within_days} days"))
}

/// What the card rests on, in a line.
pub(super) fn taught(card: &Card) -> String {
    let rests = format!(
        "{} among {} account-horizons of {}",
        counted(card.events, "loss", "losses"),
        card.rows,
        counted(card.cut_offs, "past cut-off", "past cut-offs")
    );
    match card.taught {
        Taught::Nothing => "an expert's card; there is no past cut-off to learn from".to_owned(),
        Taught::Level => format!("an expert's card, its level learned from {rests}"),
        Taught::All => format!("learned from {rests}"),
        Taught::Unsolved => format!("an expert's card; {rests} gave no answer"),
    }
}

/// What to know before believing a chance.
pub(crate) fn caveats(card: &Card) -> Vec<(Tone, String)> {
    let mut caveats = Vec::new();
    if card.taught == Taught::Level || card.taught == Taught::Nothing {
        caveats.push((
            Tone::Caveat,
            format!(
                "{} on record at past cut-offs; below {EVENTS_LEAST} only the level is learned. What each signal weighs is an \
                 expert's opening word, not something seen in this book.",
                counted(card.events, "loss is", "losses are")
            ),
        ));
    }
    let untold: Vec<&str> =
        SIGNALS.iter().enumerate().filter(|(of, _)| !card.scale.tells(*of)).map(|(_, signal)| signal.name).collect();
    if !untold.is_empty() {
        caveats.push((
            Tone::Caveat,
            format!(
                "Not used, since they are known of fewer than ten accounts or are the same for all: {}.",
                untold.join(", ")
            ),
        ));
    }
    let against: Vec<&str> = card
        .held
        .iter()
        .zip(&SIGNALS)
        .filter(|(held, _)| held.is_contradicted())
        .map(|(_, signal)| signal.name)
        .collect();
    if !against.is_empty() {
        caveats.push((
            Tone::Warning,
            format!(
                "Outcomes contradict the expected direction of: {}. They count for nothing here rather than the wrong way \
                 round. Ask why: often the ones we worry about are looked after better.",
                against.join(", ")
            ),
        ));
    }
    caveats
}

/// What was held of each signal before outcomes, and what is held now.
pub(super) fn believed(card: &Card) -> Table {
    let headings = ["signal", "harmful when", ">expert", ">learned", ">used", ">side right"];
    let mut table = Table::new("What is held of each signal", &headings);
    let shown = |(mean, deviation): (f64, f64)| format!("{mean:+.2} ± {deviation:.2}");
    for (of, (held, signal)) in card.held.iter().zip(&SIGNALS).enumerate() {
        let harmful = if signal.side.sign() > 0.0 { "high" } else { "low" };
        let used = if card.scale.tells(of) { format!("{:+.2}", held.coefficient) } else { "not used".to_owned() };
        let mark = if held.is_contradicted() { " contradicted" } else { "" };
        table.row([
            TableCell::from(signal.name),
            harmful.into(),
            shown(held.before).into(),
            shown(held.now).into(),
            used.into(),
            format!("{:.0} %{mark}", held.sign_chance * 100.0).into(),
        ]);
    }
    table.note =
        Some("Log-odds for one standard deviation within the book, ± one standard deviation of belief.".to_owned());
    table
}

struct Writer<'a> {
    card: &'a Card,
    standing: &'a Standing,
    risk: &'a Risk,
    day: Date,
    within_days: i32,
    address: Address,
    ledger: Ledger,
}

impl Writer<'_> {
    fn head(&mut self, account: &AccountId, arr: Decimal, unit: &Unit) -> Block {
        let made = self.ledger.figure("chance", "chance of being lost", Unit::Ratio, self.day, self.risk.trace());
        let told = chance(self.risk, account.as_str(), self.within_days, self.day);
        let chance = Figure { n: None, evidence: made.evidence, ..told }.with_note(self.risk.tier().word());
        let at = Address::new("arr", account.as_str(), self.day, self.day);
        let arr = Figure::known("ARR at stake", arr, unit.clone(), self.day).with_evidence(at.figure("arr"));
        let mut lines = Trace::new(Fold::OnLines, &["chance", "points"]);
        lines.push_known(&chance, &[Decimal::ZERO]);
        for (chance, points) in tier::lines() {
            lines.push("method", &Arc::from("churn.points"), "cut-offs of the tiers", None, &[chance, points]);
        }
        let points = self.ledger.figure("points", "risk points", Unit::Score, self.day, lines);
        let points = Figure { n: None, ..points }.with_convention("the chance on the scale of the source practice");
        Block::Figures { figures: vec![chance, arr, points] }
    }

    fn caveats(&self) -> Vec<(Tone, String)> {
        let mut caveats = caveats(self.card);
        let unknown: Vec<&str> = self.risk.unknown.iter().map(|of| SIGNALS[*of].name).collect();
        if !unknown.is_empty() {
            caveats.push((
                Tone::Caveat,
                format!(
                    "Not known of this account, taken as usual, and the range is wider for it: {}.",
                    unknown.join(", ")
                ),
            ));
        }
        if let Some(notice) = &self.standing.notice {
            let on = notice.on;
            caveats.push((Tone::Warning, format!("Notice was served on {on} on everything this account pays.")));
        }
        caveats
    }

    fn reasons(&mut self) -> Section {
        let mut section = Section::new("reasons", "What makes the chance");
        let mut table = Table::new("", &["part", ">this account", ">mean of the book", ">adds in log-odds"]);
        table.row([
            "an account like the mean of the book".into(),
            TableCell::Empty,
            TableCell::Empty,
            signed(self.risk.level),
        ]);
        let mut reasons = self.risk.reasons.clone();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.contribution.abs()));
        for reason in &reasons {
            let name = reason.signal.map_or("notice served: the decision is made", |of| SIGNALS[of].name);
            let (reading, mean) = reason.signal.map_or((TableCell::Empty, TableCell::Empty), |of| self.reading(of));
            table.row([name.into(), reading, mean, signed(reason.contribution)]);
        }
        for of in self.risk.unknown.clone() {
            let why = self.standing.readings[of].err().map_or("not known", churn::Gap::words);
            let unknown = Figure::unknown(SIGNALS[of].name, SIGNALS[of].unit.clone(), self.day, why);
            table.row([SIGNALS[of].name.into(), unknown.into(), TableCell::Empty, "0, not known".into()]);
        }
        table.note =
            Some("Use and ARR of 50 % are unchanged. The chance is 1 / (1 + e^-sum); it opens below.".to_owned());
        section.push(table);
        section
    }

    fn reading(&mut self, of: usize) -> (TableCell, TableCell) {
        let signal = &SIGNALS[of];
        let trace = self.standing.facts.get(of).cloned().unwrap_or_else(|| Trace::new(Fold::Count, &[]));
        let figure = self.ledger.figure(signal.key, signal.name, signal.unit.clone(), self.day, trace);
        let a_year = Decimal::from(churn::gather::LOOK_BACK_DAYS);
        let is_long_silent = of == churn::signal::place::SILENCE && figure.value.is_some_and(|days| days >= a_year);
        let figure = if is_long_silent { figure.with_note("a year ago or longer, counted as a year") } else { figure };
        let mean = Decimal::from_f64(self.card.scale.means[of]).unwrap_or_default().round_dp(6);
        let shown = match signal.unit {
            Unit::Ratio => format!("{} %", (mean * Decimal::ONE_HUNDRED).round_dp(1)),
            _ => mean.round_dp(1).normalize().to_string(),
        };
        (figure.into(), shown.into())
    }

    /// What stands a standard deviation and more on the harmful side.
    fn warnings(&self) -> Section {
        let mut section = Section::new("warnings", "Warning signals");
        let line = |of: usize, signal: &churn::signal::Signal| {
            self.card.scale.means[of] + signal.side.sign() * WARNING_FROM * self.card.scale.deviations[of]
        };
        // A line that no reading can pass warns of nothing, however bad an account stands.
        let told = |(of, signal): &(usize, &churn::signal::Signal)| {
            self.card.scale.tells(*of) && signal.can_pass(line(*of, signal))
        };
        let items = SIGNALS.iter().enumerate().filter(told).map(|(of, signal)| {
            let state = match (&self.standing.readings[of], self.risk.warns(of)) {
                (Err(_), _) => CheckState::Unknown,
                (Ok(_), true) => CheckState::NotMet,
                (Ok(_), false) => CheckState::Met,
            };
            let line = line(of, signal);
            let side = if signal.side.sign() > 0.0 { "below" } else { "above" };
            let line = match signal.unit {
                Unit::Ratio => format!("{:.1} %", line * 100.0),
                _ => format!("{line:.1}"),
            };
            Check { state, says: format!("{} {side} {line}", signal.name).into() }
        });
        let items: Vec<Check> = items.collect();
        section.push(match items.is_empty() {
            true => {
                Block::text("No reading could stand out: signals are not told, or accounts differ too much in them.")
            }
            false => Block::Checklist { items },
        });
        section
    }

    fn time_left(&mut self, [now, before]: [Option<Decimal>; 2]) -> Section {
        let mut section = Section::new("time", "How soon");
        let moved = health::velocity(now, before);
        let left = now.zip(moved).and_then(|(now, moved)| {
            worth::days_left(now, moved.points_per_day).map(|days| (days, now, moved.points_per_day.abs()))
        });
        let figure = match (left, moved) {
            (Some((days, now, decline)), _) => {
                let at = Address::new("health", &self.address.subject, self.day, self.day).figure("score");
                let mut trace = Trace::new(Fold::Ratio, &["health", "points lost a day"]);
                trace.push("figure", &Arc::from(at.to_string()), "health score", Some(self.day), &[now, decline]);
                let figure = self.ledger.figure("days", "days left", Unit::Days, self.day, trace);
                Figure { n: None, ..figure }.with_note(worth::urgency(days))
            }
            (None, Some(_)) => Figure::unknown("days left", Unit::Days, self.day, "its health is not falling"),
            (None, None) => {
                Figure::unknown("days left", Unit::Days, self.day, "its health now or 30 days ago is not known")
            }
        };
        section.push(Block::Figures {
            figures: vec![figure.with_convention("health score divided by the points it lost a day over 30 days")],
        });
        section
    }

    fn saving(&self, arr: Decimal, unit: &Unit, (saved, cost): (Option<Decimal>, Option<Decimal>)) -> Section {
        let mut section = Section::new("saving", "What saving it is worth");
        let (Some(saved), Some(cost)) = (saved, cost) else {
            section.push(Block::text(
                "Not worked out: say how likely an attempt saves it and what it costs, --save 55 --cost 10000.",
            ));
            return section;
        };
        let figure = match worth::save_value(arr, saved, cost) {
            Some(value) => Figure::known("save value", value, unit.clone(), self.day)
                .with_note(if value > Decimal::ZERO { "worth the attempt" } else { "costs more than it brings" }),
            None => Figure::unknown("save value", unit.clone(), self.day, "an amount is out of range"),
        };
        section.push(Block::Figures {
            figures: vec![
                figure.with_convention("ARR x 2.5 years x chance of saving, less the cost; both as you gave them"),
            ],
        });
        section
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    report::display::counted(usize::try_from(count).unwrap_or(usize::MAX), one, many)
}

fn signed(number: Decimal) -> TableCell {
    report::display::signed(number.to_f64().unwrap_or_default(), 3).into()
}
