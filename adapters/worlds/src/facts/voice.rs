use ports::Outside;

use super::profile::Contact;
use super::{Desk, contact_on};
use crate::calendar::Day;
use crate::dice::{Dice, Topic};
use crate::life::Life;

/// Days from one question to the next.
const NPS_EVERY: Day = 182;
const CSAT_EVERY: Day = 365;

/// Answers to surveys, by how content the account is.
pub(super) fn write(desk: &mut Desk<'_>, life: &Life, contacts: &[Contact]) -> Outside<()> {
    let mut dice = desk.dice(Topic::Voice, life);
    let mut voice = Voice { life, contacts, count: 0 };
    for (kind, first, every) in [("nps", 60, NPS_EVERY), ("csat", 40, CSAT_EVERY)] {
        let mut asked = life.signed_up + first;
        while asked < desk.end() {
            let day = asked + dice.days(0, 30);
            let day = desk.world.calendar.worked_from(day, desk.end()).filter(|day| life.is_active(*day));
            // method: worlds.survey_answers
            let answers = dice.chance(0.55);
            if let Some(day) = day.filter(|_| answers) {
                voice.answer(desk, (kind, day), &mut dice)?;
            }
            asked += every;
        }
    }
    Ok(())
}

struct Voice<'a> {
    life: &'a Life,
    contacts: &'a [Contact],
    count: u32,
}

impl Voice<'_> {
    fn answer(&mut self, desk: &mut Desk<'_>, (kind, day): (&'static str, Day), dice: &mut Dice) -> Outside<()> {
        let mood = self.life.mood(day, &desk.world.roster, desk.end());
        let noise = dice.normal();
        let score = match kind {
            "nps" => (8.3 + 1.3 * mood + 1.5 * noise + 0.5).clamp(0.0, 10.0) as i64,
            _ => (4.3 + 0.6 * mood + 0.8 * noise + 0.5).clamp(1.0, 5.0) as i64,
        };
        let comment = comment(kind, score).filter(|_| dice.chance(0.25));
        let contact = contact_on(self.contacts, day, dice);
        let day = desk.text(day);
        self.count += 1;
        let row = desk.tables.surveys.set("response_id", format_args!("R-{}-{}", &self.life.id[2..], self.count));
        row.set("account_id", &self.life.id).set_known("contact_id", contact).set("kind", kind);
        row.set("score", score).set("responded_on", day).set_known("comment", comment).end()
    }
}

fn comment(kind: &str, score: i64) -> Option<&'static str> {
    match (kind, score) {
        ("nps", 9..) => Some("Our team relies on it every morning."),
        ("nps", ..=6) => Some("Good idea, but too many things break."),
        ("csat", 5) => Some("Quick and friendly, thank you."),
        ("csat", ..=2) => Some("We had to ask three times."),
        _ => None,
    }
}
