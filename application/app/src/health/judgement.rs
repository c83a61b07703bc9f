use std::collections::BTreeMap;
use std::sync::Arc;

use customers::HealthOverride;
use customers::health_override::OVERRIDE_DAYS_MAX;
use jiff::civil::Date;
use kernel::period::is_plausible;
use kernel::{AccountId, Cell, Event, Refusal};
use ports::store::{FactQuery, NewFact};
use report::{Band, Block, Report};

use super::show::account_name;
use crate::desk::{Desk, refused};
use crate::facts::typed;
use crate::names;
use crate::pipeline::{Outcome, write};

/// Longest reason, in characters.
const REASON_MAX: usize = 1000;

/// What somebody judges about an account, and how long.
#[derive(Debug, Clone, Copy)]
pub struct OverrideInput<'a> {
    /// Which account.
    pub account: &'a str,
    /// `green`, `yellow` or `red`.
    pub band: &'a str,
    /// What the computed score does not see.
    pub reason: &'a str,
    /// The last day on which it holds, as typed.
    pub until: &'a str,
}

/// Puts a person's judgement beside the computed band until a day.
///
/// # Errors
/// When the account or the day is not known, the band is no colour, or the reason is empty or too long.
pub fn overrule(desk: &Desk<'_>, input: OverrideInput<'_>) -> Result<Report, Refusal> {
    if desk.as_of.is_some() {
        return Err(Refusal::invalid("as_of", "health is judged today; leave `--as-of` out"));
    }
    let judgement = asked_for(desk, input)?;
    let name = account_name(desk, &judgement.account)?;
    write(desk, |transaction| {
        let delivery = transaction.open_delivery("health override").map_err(refused)?;
        // Deliveries are never numbered alike in one home, and the moment tells two homes apart.
        let id = format!("override-{delivery}-{}", desk.clock.now().strftime("%Y%m%d%H%M%S"));
        transaction.append(&customers::health_override::SHAPE, &[fact(desk, &judgement, &id)]).map_err(refused)?;
        let HealthOverride { judged_by, account, band, .. } = &judgement;
        let summary = format!("{judged_by} judged the health of {account} {band} until {}", input.until.trim());
        let view = told(desk, &judgement, &name, delivery);
        Ok(Outcome { view, event: Event::new("health.overridden", account.as_str(), summary) })
    })
}

fn asked_for(desk: &Desk<'_>, input: OverrideInput<'_>) -> Result<HealthOverride, Refusal> {
    let account = names::account(desk, input.account)?;
    let band = input.band.trim().to_lowercase();
    if !["green", "yellow", "red"].contains(&band.as_str()) {
        return Err(Refusal::invalid(
            "band",
            format!("`{}` is no band; write green, yellow or red", input.band.trim()),
        ));
    }
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        let says = format!("say in 1 to {REASON_MAX} characters what the computed score does not see");
        return Err(Refusal::invalid("reason", says));
    }
    Ok(HealthOverride {
        key: Arc::from(""),
        account,
        band: Arc::from(band),
        reason: Arc::from(reason),
        judged_by: Arc::from(desk.actor.name()),
        judged_on: desk.today(),
        expires_on: expires_on(desk.today(), input.until)?,
    })
}

/// The first day on which it no longer holds.
fn expires_on(today: Date, until: &str) -> Result<Date, Refusal> {
    let day: Option<Date> = until.trim().parse().ok();
    let Some(day) = day.filter(|day| is_plausible(*day)) else {
        let says = format!("`{until}` is no day from 1970 to 2100; write it as 2024-12-31");
        return Err(Refusal::invalid("until", says));
    };
    let days = (day - today).get_days();
    if !(0..=OVERRIDE_DAYS_MAX).contains(&days) {
        let says = format!(
            "`{until}` is the last day it holds; name one from {today} on, at most {OVERRIDE_DAYS_MAX} days later"
        );
        return Err(Refusal::invalid("until", says));
    }
    Ok(day.tomorrow().unwrap_or(day))
}

fn fact(desk: &Desk<'_>, judgement: &HealthOverride, id: &str) -> NewFact {
    NewFact {
        key: Arc::from(format!("own/{id}")),
        cells: vec![
            Cell::text(id),
            Cell::text(judgement.account.as_str()),
            Cell::Text(judgement.band.clone()),
            Cell::Text(judgement.reason.clone()),
            Cell::Text(judgement.judged_by.clone()),
            Cell::Day(judgement.judged_on),
            Cell::Day(judgement.expires_on),
        ],
        file: Arc::from("health override"),
        line: 0,
        known_at: Some(desk.clock.now()),
    }
}

fn told(desk: &Desk<'_>, judgement: &HealthOverride, name: &str, delivery: i64) -> Report {
    let mut report = Report::new("health.override", format!("{name} is judged {}", judgement.band), desk.as_of());
    report.push(Block::text(words(judgement)));
    report.push(Block::text(format!(
        "It stands beside the computed score and band, which stay as they are. To see both: evenkeel health show {}. \
         To take it back: evenkeel import undo {delivery}.",
        judgement.account.external()
    )));
    report
}

/// Who judged what, until when and why.
pub(super) fn words(judgement: &HealthOverride) -> String {
    let HealthOverride { band, reason, judged_by, judged_on, .. } = judgement;
    format!("{judged_by} judged it {band} on {judged_on}, until {}: {reason}", last_day(judgement))
}

/// The last day on which it holds.
pub(super) fn last_day(judgement: &HealthOverride) -> Date {
    judgement.expires_on.yesterday().unwrap_or(judgement.expires_on)
}

/// The band a judgement names.
pub(super) fn band(judgement: &HealthOverride) -> Band {
    Band::ALL.into_iter().find(|band| band.word() == &*judgement.band).unwrap_or(Band::Unknown)
}

/// What people judge on a day, the latest judgement of each account; of one account or of all.
pub(super) fn on(
    desk: &Desk<'_>,
    account: Option<&AccountId>,
    day: Date,
) -> Result<BTreeMap<AccountId, HealthOverride>, Refusal> {
    let query = FactQuery::all(&customers::health_override::SHAPE);
    let query = match account {
        Some(account) => query.about_accounts(std::slice::from_ref(account)),
        None => query,
    };
    let mut all = typed(desk, query, HealthOverride::from_record)?;
    all.retain(|judgement| judgement.holds_on(day));
    all.sort_by(|a, b| (a.judged_on, &a.key).cmp(&(b.judged_on, &b.key)));
    Ok(all.into_iter().map(|judgement| (judgement.account.clone(), judgement)).collect())
}
