use ports::Outside;

use super::profile::Contact;
use super::{Desk, contact_on};
use crate::calendar::Day;
use crate::dice::{Dice, Topic};
use crate::life::Life;
use crate::roster::Csm;

/// Conversations, month by month.
pub(super) fn write(desk: &mut Desk<'_>, life: &Life, contacts: &[Contact]) -> Outside<()> {
    let mut dice = desk.dice(Topic::Touchpoints, life);
    let mut talk = Talk { life, contacts, count: 0 };
    let mut from = life.signed_up;
    while from < desk.end() {
        let to = (from + 30).min(desk.end());
        let rate = rate(desk, life, from) * f64::from(to - from) / 30.4;
        for _ in 0..dice.poisson(rate) {
            let day = dice.days(from, to - 1);
            if let Some(day) = desk.world.calendar.worked_from(day, to).filter(|day| life.is_active(*day)) {
                talk.hold(desk, day, &mut dice)?;
            }
        }
        from = to;
    }
    Ok(())
}

/// How often the account is spoken to in a month: by its size, its age, its troubles and the diligence of its owner.
fn rate(desk: &Desk<'_>, life: &Life, day: Day) -> f64 {
    let owner = life.owner_on(day).and_then(|owner| desk.world.roster.csm(owner));
    let fresh = if day < life.signed_up + 90 { 1.6 } else { 1.0 };
    let trouble = if life.is_troubled(day) { 1.35 } else { 1.0 };
    life.segment.traits().touchpoints_per_month * owner.map_or(0.6, |csm| csm.diligence) * fresh * trouble
}

struct Talk<'a> {
    life: &'a Life,
    contacts: &'a [Contact],
    count: u32,
}

impl Talk<'_> {
    fn hold(&mut self, desk: &mut Desk<'_>, day: Day, dice: &mut Dice) -> Outside<()> {
        let owner = self.life.owner_on(day);
        let csm = owner.and_then(|owner| desk.world.roster.csm(owner)).filter(|csm| !csm.is_away(day));
        // method: worlds.inbound
        let inbound = dice.chance(0.35);
        let contact = contact_on(self.contacts, day, dice);
        let kind = kind(inbound, dice);
        let (minutes, outcome) = (minutes(kind, dice), outcome(kind, dice));
        let answered = csm.filter(|_| inbound).map(|csm| answered_after(csm, dice)).filter(|_| dice.chance(0.96));
        let happened = desk.moment(day, dice);
        if csm.is_none() && !inbound {
            return Ok(());
        }
        self.count += 1;
        let row = desk.tables.touchpoints.set("touchpoint_id", format_args!("T-{}-{}", &self.life.id[2..], self.count));
        row.set("account_id", &self.life.id).set_known("person_email", csm.map(|csm| &csm.email));
        row.set_known("contact_id", contact).set("kind", kind).set("happened_at", happened);
        row.set("direction", if inbound { "inbound" } else { "outbound" });
        row.set_known("duration_minutes", minutes).set_known("first_response_minutes", answered);
        row.set_known("outcome", outcome).end()
    }
}

/// Customers write and call; what is arranged is arranged by us.
fn kind(inbound: bool, dice: &mut Dice) -> &'static str {
    match dice.unit() {
        part if inbound => {
            if part < 0.8 {
                "email"
            } else {
                "call"
            }
        }
        part if part < 0.38 => "email",
        part if part < 0.62 => "call",
        part if part < 0.88 => "meeting",
        part if part < 0.97 => "training",
        _ => "onsite",
    }
}

fn minutes(kind: &str, dice: &mut Dice) -> Option<i32> {
    match kind {
        "call" => Some(5 * dice.days(2, 8)),
        "meeting" => Some(15 * dice.days(2, 4)),
        "training" => Some(30 * dice.days(2, 3)),
        "onsite" => Some(60 * dice.days(2, 5)),
        _ => None,
    }
}

fn outcome(kind: &str, dice: &mut Dice) -> Option<&'static str> {
    let part = dice.unit();
    match kind {
        "email" | "call" => None,
        _ if part < 0.90 => Some("held"),
        _ if part < 0.95 => Some("cancelled"),
        _ => Some("no-show"),
    }
}

fn answered_after(csm: &Csm, dice: &mut Dice) -> i64 {
    dice.log_normal(csm.response_minutes, 0.8).clamp(2.0, 4_320.0) as i64
}
