use ports::Outside;

use super::Desk;
use crate::calendar::{Day, clock, working_minute};
use crate::dice::{Dice, Topic};
use crate::effects::quality;
use crate::life::{Life, TROUBLE_DAYS};

const SUBJECTS: [&str; 8] = [
    "Dashboard does not load",
    "Import stopped halfway",
    "Question about permissions",
    "Alerts arrive late",
    "Wrong totals in forecast",
    "Single sign-on fails",
    "Export is missing columns",
    "Question about an invoice",
];
const ISSUES: [&str; 5] = ["reliability", "data quality", "missing feature", "billing", "performance"];

/// Tickets, escalations and save plays.
pub(super) fn write(desk: &mut Desk<'_>, life: &Life) -> Outside<()> {
    let mut dice = desk.dice(Topic::Tickets, life);
    tickets(desk, life, &mut dice)?;
    let mut dice = desk.dice(Topic::Escalations, life);
    escalations(desk, life, &mut dice)?;
    save_plays(desk, life, &mut dice)
}

fn tickets(desk: &mut Desk<'_>, life: &Life, dice: &mut Dice) -> Outside<()> {
    let (mut from, mut count) = (life.signed_up, 0);
    while from < desk.end() {
        let to = (from + 30).min(desk.end());
        let strain = if life.is_troubled(from) { 2.6 } else { 1.0 };
        let release = libm::exp(-0.8 * quality(from, desk.end()));
        let rate = life.segment.traits().tickets_per_month * strain * release * f64::from(to - from) / 30.4;
        for _ in 0..dice.poisson(rate) {
            let day = dice.days(from, to - 1);
            if let Some(day) = desk.world.calendar.worked_from(day, to).filter(|day| life.is_active(*day)) {
                count += 1;
                ticket(desk, life, (count, day), dice)?;
            }
        }
        from = to;
    }
    Ok(())
}

fn ticket(desk: &mut Desk<'_>, life: &Life, (count, day): (u32, Day), dice: &mut Dice) -> Outside<()> {
    let troubled = life.is_troubled(day);
    let opened = working_minute(dice);
    let first_response = dice.log_normal(55.0, 0.9).clamp(1.0, 2_880.0) as i64;
    let open_days = dice.log_normal(if troubled { 3.5 } else { 1.6 }, 0.8) as Day;
    let closed_day = desk.world.calendar.worked_from(day + 1 + open_days, desk.end());
    let closed = closed_day.map(|day| desk.moment(day, dice));
    let mood = life.mood(day, &desk.world.roster, desk.end());
    // method: worlds.ticket_satisfaction
    let score = (4.3 + 0.6 * mood + 0.9 * dice.normal() + 0.5).clamp(1.0, 5.0) as i64;
    let answered = dice.chance(0.45) && closed.is_some();
    let escalated = dice.chance(if troubled { 0.20 } else { 0.03 });
    let priority = match dice.unit() {
        part if part < 0.30 => "low",
        part if part < 0.75 => "medium",
        part if part < 0.94 => "high",
        _ => "urgent",
    };
    let opened = format!("{}T{}", desk.text(day), clock(opened));
    let row = desk.tables.tickets.set("ticket_id", format_args!("Q-{}-{count}", &life.id[2..]));
    row.set("account_id", &life.id).set("opened_at", opened).set_known("closed_at", closed);
    row.set("priority", priority).set("first_response_minutes", first_response);
    row.set_known("satisfaction", answered.then_some(score)).set("escalated", escalated);
    row.set("subject", dice.word(&SUBJECTS)).end()
}

fn escalations(desk: &mut Desk<'_>, life: &Life, dice: &mut Dice) -> Outside<()> {
    let mut clock = desk.dice(Topic::Acknowledged, life);
    for (place, trouble) in life.troubles.iter().enumerate() {
        let (happens, delay, length, luck) = (dice.chance(0.7), dice.days(0, 10), dice.days(4, 40), dice.unit());
        let (severity, issue) = (dice.word(&["high", "medium", "critical"]), dice.word(&ISSUES));
        let day = desk.world.calendar.worked_from(trouble + delay, desk.end()).filter(|day| life.is_active(*day));
        let Some(raised) = day.filter(|_| happens) else { continue };
        let owner = life.owner_on(raised);
        let by_csm = owner.is_some() && luck < 0.55 * desk.diligence(owner);
        let resolved = desk.world.calendar.worked_from(raised + length, desk.end()).map(|day| desk.text(day));
        let (raised, owner) = (desk.text(raised), desk.email(owner));
        let row = desk.tables.escalations.set("escalation_id", format_args!("X-{}-{}", &life.id[2..], place + 1));
        row.set("account_id", &life.id).set_known("raised_by_email", owner).set("raised_on", raised);
        row.set_known("resolved_on", resolved).set("severity", severity).set("issue_type", issue);
        let minutes = clock.log_normal(if by_csm { 40.0 } else { 110.0 }, 1.0).clamp(1.0, 10_000.0) as i64;
        row.set("raised_first_by", if by_csm { "csm" } else { "customer" })
            .set("acknowledged_minutes", minutes)
            .end()?;
    }
    Ok(())
}

/// A play begins after a trouble and ends with the next decision, or when things have calmed down.
fn save_plays(desk: &mut Desk<'_>, life: &Life, dice: &mut Dice) -> Outside<()> {
    for (place, trouble) in life.troubles.iter().enumerate() {
        let (delay, luck) = (dice.days(5, 25), dice.unit());
        let day = desk.world.calendar.worked_from(trouble + delay, desk.end()).filter(|day| life.is_active(*day));
        let owner = day.and_then(|day| life.owner_on(day));
        let (Some(opened), Some(owner)) = (day, owner) else { continue };
        if luck > 0.6 * desk.diligence(Some(owner)) {
            continue;
        }
        let decision =
            life.decisions.iter().find(|decision| opened < decision.on && decision.on < trouble + TROUBLE_DAYS);
        let lost = decision.is_some_and(|decision| decision.churned);
        let ends = decision.map_or(trouble + TROUBLE_DAYS, |decision| decision.on);
        let closed = Some(ends).filter(|day| *day < desk.end()).map(|day| desk.text(day));
        let outcome = closed.map(|_| if lost { "lost" } else { "saved" });
        let (opened, owner) = (desk.text(opened), desk.email(Some(owner)));
        let row = desk.tables.save_plays.set("play_id", format_args!("V-{}-{}", &life.id[2..], place + 1));
        row.set("account_id", &life.id).set_known("owner_email", owner).set("opened_on", opened);
        row.set_known("closed_on", closed).set_known("outcome", outcome).end()?;
    }
    Ok(())
}
