use ports::Outside;

use super::Desk;
use crate::dice::{Dice, Topic};
use crate::life::{Life, Term};

const REASONS: [&str; 6] = ["price", "missing features", "poor adoption", "support", "company closed", "competitor"];

/// Contracts, opportunities, and what is said about accounts that left.
pub(super) fn write(desk: &mut Desk<'_>, life: &Life) -> Outside<()> {
    for (place, term) in life.terms.iter().enumerate() {
        contract(desk, life, place, term)?;
    }
    for (place, sale) in life.sales.iter().enumerate() {
        let (opened, closed) = (desk.text(sale.opened), sale.closed.map(|day| desk.text(day)));
        let owner = desk.email(Some(sale.owner));
        let outcome = closed.map(|_| if sale.won { "won" } else { "lost" });
        let row = desk.tables.opportunities.set("opportunity_id", format_args!("O-{}-{}", &life.id[2..], place + 1));
        row.set("account_id", &life.id).set_known("owner_email", owner).set("kind", "expansion");
        row.set("arr_amount", sale.amount).set("currency", "USD").set("opened_on", opened);
        row.set_known("closed_on", closed).set_known("outcome", outcome).end()?;
    }
    let mut dice = desk.dice(Topic::Losses, life);
    losses(desk, life, &mut dice)
}

fn contract(desk: &mut Desk<'_>, life: &Life, place: usize, term: &Term) -> Outside<()> {
    let day = |day: Option<i32>| day.map(|day| desk.world.calendar.text(day));
    let (starts, ends) = (desk.text(term.starts), day(term.ends));
    let (renewal, notice) = (day(term.renewal), day(term.notice));
    let billing = if life.segment.traits().name == "growth" { "monthly" } else { "annual" };
    let row = desk.tables.contracts.set("contract_id", format_args!("S-{}-{}", &life.id[2..], place + 1));
    row.set("account_id", &life.id).set("starts_on", starts).set_known("ends_on", ends);
    row.set("arr_amount", term.arr).set("currency", "USD").set("plan", life.segment.traits().plan);
    row.set("seats", life.seats(term.arr)).set("trial", term.trial).set("billing_frequency", billing);
    row.set("auto_renew", life.auto_renew && !term.trial).set_known("renewal_on", renewal);
    row.set_known("notice_on", notice).set("escalator", term.escalator).end()
}

fn losses(desk: &mut Desk<'_>, life: &Life, dice: &mut Dice) -> Outside<()> {
    for (place, decision) in life.decisions.iter().filter(|decision| decision.churned).enumerate() {
        let day = desk.text(decision.on);
        let reason = if decision.troubled && dice.chance(0.6) { "support" } else { dice.word(&REASONS) };
        let row = desk.tables.churn_events.set("event_id", format_args!("E-{}-{}", &life.id[2..], place + 1));
        row.set("account_id", &life.id).set("churned_on", day).set("reason", reason);
        row.set("reactivation", place > 0).end()?;
    }
    Ok(())
}
