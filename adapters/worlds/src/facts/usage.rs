use ports::Outside;

use super::Desk;
use crate::calendar::Day;
use crate::dice::Topic;
use crate::effects::chance_of;
use crate::life::Life;

/// Features beside the product as a whole, with the share of accounts that take them up.
// method: worlds.features
const FEATURES: [(&str, f64); 3] = [("tide charts", 0.50), ("automations", 0.35), ("forecasts", 0.25)];

/// What is said about a month.
struct Month {
    feature: Option<&'static str>,
    first: Day,
    active_users: i64,
    licensed_users: i64,
    active_days: i64,
    events: i64,
}

/// Usage of whole months in which the account was a customer on the first and the last day.
pub(super) fn write(desk: &mut Desk<'_>, life: &Life) -> Outside<()> {
    let mut dice = desk.dice(Topic::Usage, life);
    let since: Vec<Option<Day>> = FEATURES
        .iter()
        .map(|(_, share)| Some(life.signed_up + dice.days(30, 700)).filter(|_| dice.chance(*share)))
        .collect();
    let habit = dice.log_normal(1.0, 0.3);
    for (first, end) in &desk.world.calendar.months {
        if !life.is_active(*first) || !life.is_active(*end - 1) {
            continue;
        }
        let month = month(desk, life, *first, habit * dice.log_normal(1.0, 0.12));
        row(desk, life, &month)?;
        for (place, (name, _)) in FEATURES.iter().enumerate() {
            if since[place].is_some_and(|since| since <= *first) {
                let share = 0.15 + 0.35 * dice.unit();
                row(desk, life, &part(&month, name, share))?;
            }
        }
    }
    Ok(())
}

fn month(desk: &Desk<'_>, life: &Life, first: Day, intensity: f64) -> Month {
    let mood = life.mood(first + 14, &desk.world.roster, desk.end());
    let settled = (f64::from(first - life.signed_up) / 120.0).clamp(0.3, 1.0);
    let licensed = life.seats(life.arr_on(first));
    let taken = chance_of(0.5 + 0.8 * mood) * settled;
    let active = ((licensed as f64 * taken + 0.5) as i64).clamp(0, licensed);
    let days = (23.0 * (0.4 + 0.6 * taken) * intensity.min(1.1)).clamp(0.0, 23.0) as i64;
    let events = (active as f64 * days as f64 * 3.0 * intensity) as i64;
    let used = active > 0 && days > 0;
    Month {
        feature: None,
        first,
        active_users: if used { active } else { 0 },
        licensed_users: licensed,
        active_days: if used { days } else { 0 },
        events: if used { events.max(1) } else { 0 },
    }
}

fn part(whole: &Month, feature: &'static str, share: f64) -> Month {
    let of = |count: i64| (count as f64 * share) as i64;
    Month {
        feature: Some(feature),
        first: whole.first,
        active_users: of(whole.active_users),
        licensed_users: whole.licensed_users,
        active_days: of(whole.active_days),
        events: of(whole.events),
    }
}

fn row(desk: &mut Desk<'_>, life: &Life, month: &Month) -> Outside<()> {
    let first = desk.text(month.first);
    let row = desk.tables.usage_monthly.set("account_id", &life.id).set("month", first);
    row.set_known("feature", month.feature).set("active_users", month.active_users);
    row.set("licensed_users", month.licensed_users).set("active_days", month.active_days);
    row.set("events", month.events).end()
}
