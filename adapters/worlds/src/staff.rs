use std::path::Path;

use ports::Outside;

use crate::World;
use crate::calendar::Day;
use crate::dice::{Dice, Topic};
use crate::facts::{Book, Books};
use crate::roster::Csm;
use crate::table::Table;

/// Targets that do not depend on the book: what about half reach in a quarter.
// method: worlds.targets
const FLAT_TARGETS: [(&str, f64, f64); 8] = [
    ("logo_churn", 0.025, 0.005),
    ("revenue_churn", 0.02, 0.005),
    ("business_review_rate", 0.75, 0.05),
    ("first_response_hours", 2.5, 0.25),
    ("nps", 28.0, 4.0),
    ("csat_mean", 4.2, 0.1),
    ("time_to_value_days", 46.0, 4.0),
    ("admin_share", 0.19, 0.01),
];

/// Writes the people of a company, and what was expected of them.
pub(crate) fn write(world: &World, books: &Books, folder: &Path) -> Outside<()> {
    people(world, folder)?;
    teams(world, folder)?;
    reporting_lines(world, folder)?;
    leave(world, folder)?;
    holidays(world, folder)?;
    targets(world, books, folder)?;
    time_entries(world, folder)
}

fn people(world: &World, folder: &Path) -> Outside<()> {
    let mut table = Table::create(folder, &people::person::SHAPE)?;
    let day = |day| world.calendar.text(day);
    let chief = world.roster.leads.first();
    for (place, lead) in world.roster.leads.iter().enumerate() {
        let title = if place == 0 { "VP Customer Success" } else { "Team Lead, Customer Success" };
        let above = chief.filter(|_| place > 0).map(|chief| &chief.email);
        table.set("person_id", &lead.id).set("name", &lead.name).set("email", &lead.email).set("title", title);
        table.set("team", &lead.team).set_known("manager_email", above).set("hired_on", day(0)).end()?;
    }
    for csm in &world.roster.csms {
        let lead = world.roster.lead_of(csm);
        table.set("person_id", &csm.id).set("name", &csm.name).set("email", &csm.email).set("title", title(csm));
        table.set_known("team", lead.map(|lead| &lead.team)).set_known("manager_email", lead.map(|lead| &lead.email));
        table.set("hired_on", day(csm.hired)).set_known("left_on", csm.left.map(day)).end()?;
    }
    table.finish()
}

fn title(csm: &Csm) -> &'static str {
    if csm.rescue { "Customer Success Manager, Rescue Desk" } else { "Customer Success Manager" }
}

fn teams(world: &World, folder: &Path) -> Outside<()> {
    let mut table = Table::create(folder, &people::team::SHAPE)?;
    let above = world.roster.leads.first().map(|chief| &chief.team);
    for (place, lead) in world.roster.leads.iter().enumerate() {
        let above = above.filter(|_| place > 0);
        table.set("team_id", &lead.team).set("lead_email", &lead.email).set_known("parent_team", above).end()?;
    }
    table.finish()
}

fn reporting_lines(world: &World, folder: &Path) -> Outside<()> {
    let mut table = Table::create(folder, &people::reporting_line::SHAPE)?;
    let chief = world.roster.leads.first().map(|chief| chief.email.as_str()).unwrap_or_default();
    for lead in world.roster.leads.iter().skip(1) {
        table.set("person_email", &lead.email).set("manager_email", chief).set("from", world.calendar.text(0)).end()?;
    }
    for csm in &world.roster.csms {
        let Some(lead) = world.roster.lead_of(csm) else { continue };
        table.set("person_email", &csm.email).set("manager_email", &lead.email);
        table.set("from", world.calendar.text(csm.hired));
        table.set_known("to", csm.left.map(|day| world.calendar.text(day))).end()?;
    }
    table.finish()
}

fn leave(world: &World, folder: &Path) -> Outside<()> {
    let mut table = Table::create(folder, &people::leave::SHAPE)?;
    for csm in &world.roster.csms {
        for away in &csm.away {
            let back = Some(away.to).filter(|day| *day < world.calendar.end).map(|day| world.calendar.text(day));
            table.set("person_email", &csm.email).set("from", world.calendar.text(away.from));
            table.set_known("to", back).set("kind", away.kind).end()?;
        }
    }
    table.finish()
}

fn holidays(world: &World, folder: &Path) -> Outside<()> {
    let mut table = Table::create(folder, &people::holiday::SHAPE)?;
    for (day, name) in world.calendar.holidays() {
        table.set("country", "US").set("day", world.calendar.text(day)).set("name", name).end()?;
    }
    table.finish()
}

/// Targets for quarters in which the person had a book from the beginning.
fn targets(world: &World, books: &Books, folder: &Path) -> Outside<()> {
    let mut table = Table::create(folder, &people::target::SHAPE)?;
    for (index, csm) in world.roster.csms.iter().enumerate() {
        let mut dice = Dice::of(world.seed, Topic::Targets, index);
        for (place, (quarter, _, _)) in world.calendar.quarters.iter().enumerate() {
            let book = books.of(index, place);
            if book.accounts == 0 {
                continue;
            }
            for (metric, target) in targets_for(&book, &mut dice) {
                table.set("person_email", &csm.email).set("period", quarter).set("metric", metric);
                table.set("target", target).end()?;
            }
        }
    }
    table.finish()
}

fn targets_for(book: &Book, dice: &mut Dice) -> Vec<(&'static str, String)> {
    let stretch = 0.9 + 0.2 * dice.unit();
    let accounts = (f64::from(book.accounts) * stretch + 0.5) as i64;
    let expansion = (book.arr as f64 * 0.007 * stretch / 1_000.0 + 0.5) as i64 * 1_000;
    let touchpoints = (book.touchpoints * 1.08 * stretch + 0.5) as i64;
    let mut targets = vec![
        ("accounts", accounts.max(1).to_string()),
        ("expansion_arr", expansion.max(1_000).to_string()),
        ("touchpoints", touchpoints.max(1).to_string()),
    ];
    for (metric, middle, step) in FLAT_TARGETS {
        let target = middle + step * (dice.below(3) as f64 - 1.0);
        targets.push((metric, plain(target)));
    }
    targets
}

fn plain(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn time_entries(world: &World, folder: &Path) -> Outside<()> {
    let mut table = Table::create(folder, &people::time_entry::SHAPE)?;
    let weeks: Vec<(Day, i32)> =
        world.calendar.weeks().map(|monday| (monday, world.calendar.worked_in_week(monday))).collect();
    for (index, csm) in world.roster.csms.iter().enumerate() {
        let mut dice = Dice::of(world.seed, Topic::Week, index);
        for (monday, worked) in &weeks {
            let there = csm.works_on(*monday) && csm.works_on(monday + 6) && !csm.is_away(*monday);
            if there && !csm.is_away(monday + 4) {
                week(&mut table, csm, (world.calendar.text(*monday), *worked), &mut dice)?;
            }
        }
    }
    table.finish()
}

fn week(table: &mut Table, csm: &Csm, (monday, worked): (&str, i32), dice: &mut Dice) -> Outside<()> {
    let hours = 7.9 * f64::from(worked) + 1.5 * dice.normal();
    let admin = (csm.admin_share + 0.03 * dice.normal()).clamp(0.03, 0.45);
    let meetings = (0.17 + 0.03 * dice.normal()).clamp(0.05, 0.30);
    let parts = [("customer", 1.0 - admin - meetings), ("internal meeting", meetings), ("admin", admin)];
    for (category, share) in parts {
        let halves = (hours * share * 2.0 + 0.5).max(0.0) as i64;
        table.set("person_email", &csm.email).set("week_starting", monday).set("category", category);
        table.set("hours", plain(halves as f64 / 2.0)).end()?;
    }
    Ok(())
}
