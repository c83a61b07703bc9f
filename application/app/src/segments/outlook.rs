use report::{Block, Figure, Fold, Section, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;
use segments::{Stage, care, tier_model};

use super::gather::{Approach, members};
use super::show::Page;

/// How each segment is looked after.
pub(super) fn model(page: &Page<'_>) -> Section {
    let mut section = Section::new("engagement_model", "How they are looked after");
    let mut table = Table::new("", &["segment", "model", "what it means"]);
    for (place, name) in page.ground.approach.names().into_iter().enumerate() {
        let (model, says) = match page.ground.approach {
            Approach::Value => (tier_model(place).name, tier_model(place).says),
            Approach::Lifecycle => ("by stage", care(Stage::ALL[place]).0),
        };
        table.row([TableCell::from(name), model.into(), says.into()]);
    }
    section.push(table);
    section
}

/// How many hours that takes.
pub(super) fn resources(page: &mut Page<'_>) -> Section {
    let mut section = Section::new("resources", "What it takes");
    let names = csm_performance::facts::Tier::ALL;
    let mut table = Table::new("", &["tier", ">accounts", ">hours each", ">hours a year"]);
    for (place, tier) in names.into_iter().enumerate() {
        let model = tier_model(place);
        let mut trace = Trace::new(Fold::Sum, &["hours"]);
        let everybody = page.ground.members.iter().map(|(_, one)| one);
        for one in everybody.filter(|one| one.tier == tier) {
            trace.push("accounts", &one.account.as_str().into(), &*one.name, None, &[model.hours]);
        }
        let accounts = trace.rows.len().to_string();
        let hours = page.figure(&format!("hours.{}", tier.word()), "hours a year", Unit::Hours, trace);
        let each = model.hours.normalize().to_string();
        table.row([TableCell::from(tier.word()), accounts.into(), each.into(), hours.into()]);
    }
    table.note = Some(
        "Hours each are a rule of practice by tier, not measured here; a CSM has about 1,065 hours for customers in a year."
            .to_owned(),
    );
    section.push(table);
    section
}

/// What to do with whom.
pub(super) fn playbooks(page: &Page<'_>) -> Section {
    let mut section = Section::new("playbooks", "Playbooks");
    let mut table = Table::new("", &["segment", "plays", "largest account in it"]);
    for (place, name) in page.ground.approach.names().into_iter().enumerate() {
        let plays = match page.ground.approach {
            Approach::Value => tier_model(place).plays,
            Approach::Lifecycle => care(Stage::ALL[place]).1,
        };
        let largest = members(page.ground, place).next().map_or("nobody", |one| &one.name);
        table.row([TableCell::from(name), plays.into(), largest.into()]);
    }
    section.push(table);
    section
}

/// Who moved, by count and by ARR, and when an account moves.
pub(super) fn migration(page: &mut Page<'_>) -> Section {
    let mut section = Section::new("migration", "Migration");
    section.push(Block::text(match page.ground.approach {
        Approach::Value => {
            "An account moves as soon as its ARR passes a cut-off; hand it to another model only when it has stayed there for a \
             quarter, so that nobody changes hands twice."
        }
        Approach::Lifecycle => "An account moves on the day its facts say so; the model of its tier goes on underneath.",
    }));
    section.push(matrix(page, false));
    section.push(matrix(page, true));
    section
}

fn matrix(page: &mut Page<'_>, in_money: bool) -> Table {
    let names = page.ground.approach.names();
    let places: Vec<Option<usize>> = (0..names.len()).map(Some).chain([None]).collect();
    let word = |place: Option<usize>, none: &'static str| place.map_or(none, |place| names[place]);
    let mut headings = vec!["from ↓ to →".to_owned()];
    headings.extend(places.iter().map(|place| format!(">{}", word(*place, "left"))));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let title = if in_money { "ARR: at the end, of those who left at the start" } else { "Accounts" };
    let mut table = Table::new(title, &headings);
    for from in &places {
        let mut cells = vec![TableCell::from(word(*from, "new or back"))];
        for to in &places {
            if from.is_none() && to.is_none() {
                cells.push(TableCell::Empty);
                continue;
            }
            let name = format!("{} to {}", word(*from, "new"), word(*to, "left"));
            let key = format!("{}.{}", if in_money { "moved_arr" } else { "moved" }, name.replace(' ', "_"));
            let figure = if in_money {
                page.figure(&key, &name, page.money.clone(), page.ground.migration.moved_arr(*from, *to))
            } else {
                page.figure(&key, &name, Unit::Count, page.ground.migration.moved(*from, *to))
            };
            cells.push(figure.into());
        }
        table.row(cells);
    }
    table
}

/// What the moves came to.
pub(super) fn impact(page: &mut Page<'_>) -> Section {
    let mut section = Section::new("impact", "What the moves came to");
    let mut net = Trace::new(Fold::Sum, &["change of ARR"]);
    for row in page.ground.migration.rows().iter().filter(|row| row.from != row.to) {
        let change: Decimal = row.closing - row.opening;
        net.push("accounts", &row.account.as_str().into(), &*row.name, None, &[change]);
    }
    let (earlier, later) = (page.ground.migration.changed(true), page.ground.migration.changed(false));
    let [up, down] = match page.ground.approach {
        Approach::Value => ["moved up", "moved down"],
        Approach::Lifecycle => ["moved to an earlier stage", "moved to a later stage"],
    };
    let up = page.figure("earlier", up, Unit::Count, earlier);
    let down = page.figure("later", down, Unit::Count, later);
    let net: Figure = page.figure("net", "change of ARR of all who moved, came or left", page.money.clone(), net);
    section.push(Block::Figures { figures: vec![up, down, net] });
    section
}
