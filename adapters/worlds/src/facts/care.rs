use ports::Outside;

use super::Desk;
use crate::calendar::Day;
use crate::dice::{Dice, Topic};
use crate::life::Life;

/// Days after the end of the world for which reviews are already planned.
const PLANNED_DAYS: Day = 45;

/// Business reviews and milestones.
pub(super) fn write(desk: &mut Desk<'_>, life: &Life) -> Outside<()> {
    let mut dice = desk.dice(Topic::Reviews, life);
    milestones(desk, life, &mut dice)?;
    let Some(every) = life.segment.traits().review_days else { return Ok(()) };
    let mut due = life.signed_up + every;
    let mut count = 0;
    while due < desk.end() + PLANNED_DAYS {
        let on = desk.world.calendar.worked_from(due, due + 14).unwrap_or(due);
        if life.is_active(on.min(desk.end() - 1)) {
            count += 1;
            review(desk, life, (count, on), &mut dice)?;
        }
        due += every;
    }
    Ok(())
}

fn review(desk: &mut Desk<'_>, life: &Life, (count, due): (u32, Day), dice: &mut Dice) -> Outside<()> {
    let owner = life.owner_on(due.min(desk.end() - 1)).and_then(|owner| desk.world.roster.csm(owner));
    // method: worlds.reviews_held
    let chance = owner.map_or(0.0, |csm| if csm.is_away(due) { 0.2 } else { 0.76 + 0.45 * (csm.diligence - 1.0) });
    let (happens, shift, explains) = (dice.chance(chance.clamp(0.3, 0.97)), dice.days(-10, 14), dice.chance(0.6));
    let earliest = (due + shift).max(life.signed_up + 1);
    let day = desk.world.calendar.worked_from(earliest, desk.end()).filter(|day| life.is_active(*day));
    let held = day.filter(|day| happens && owner.is_some_and(|csm| csm.works_on(due) && csm.works_on(*day)));
    let missed = held.is_none() && explains && due + 21 < desk.end();
    let reason = dice.word(&["customer cancelled", "no date found", "owner away", "customer saw no need"]);
    let (due, held) = (desk.text(due), held.map(|day| desk.text(day)));
    let row = desk.tables.business_reviews.set("review_id", format_args!("B-{}-{count}", &life.id[2..]));
    row.set("account_id", &life.id).set_known("person_email", owner.map(|csm| &csm.email));
    row.set("due_on", due).set_known("held_on", held).set_known("missed_reason", missed.then_some(reason)).end()
}

fn milestones(desk: &mut Desk<'_>, life: &Life, dice: &mut Dice) -> Outside<()> {
    let diligence = desk.diligence(life.owner_on(life.signed_up));
    // method: worlds.milestones
    let kick_off = dice.days(5, 24);
    let value = dice.log_normal(46.0 / diligence, 0.4).clamp(12.0, 240.0) as Day;
    let integration = value + dice.days(10, 60);
    let steps = [
        ("kick-off held", 14, kick_off, 0.99),
        ("first value", 45, value, 0.94),
        ("integration live", 90, integration, 0.8),
    ];
    for (name, due, reached, chance) in steps {
        let day = desk.world.calendar.worked_from(life.signed_up + reached, desk.end());
        let reached = day.filter(|day| dice.chance(chance) && life.is_active(*day)).map(|day| desk.text(day));
        let due = desk.text(life.signed_up + due);
        let row = desk.tables.milestones.set("account_id", &life.id).set("milestone", name);
        row.set("due_on", due).set_known("reached_on", reached).end()?;
    }
    Ok(())
}

impl Desk<'_> {
    /// How much of what is to be done somebody does; less where there is nobody.
    pub(super) fn diligence(&self, owner: Option<usize>) -> f64 {
        owner.and_then(|owner| self.world.roster.csm(owner)).map_or(0.7, |csm| csm.diligence)
    }
}
