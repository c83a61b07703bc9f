use kernel::Refusal;
use ports::store::FactQuery;
use report::{Block, Check, CheckState, Figure, Prose, Report, Table, TableCell, Unit};
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};
use crate::settings::SETTINGS;
use crate::shapes;

/// What is configured, and where each value came from.
///
/// # Errors
/// Never; the settings were read before.
pub fn config(desk: &Desk<'_>, origin: bool) -> Result<Report, Refusal> {
    let mut report = Report::new("config.show", "Settings", desk.as_of());
    let headings: &[&str] =
        if origin { &["setting", "value", "from", "what it is"] } else { &["setting", "value", "what it is"] };
    let mut table = Table::new("", headings);
    for (name, told) in &desk.settings.told {
        let help =
            SETTINGS.iter().find(|setting| setting.name == name).map_or_else(|| part_of(name), |setting| setting.help);
        let mut cells = vec![TableCell::from(name.as_str()), without_password(&told.value).into()];
        if origin {
            cells.push(told.origin.as_str().into());
        }
        cells.push(help.into());
        table.row(cells);
    }
    table.note = Some(
        "Set them in evenkeel.toml in the home, in the environment as EVENKEEL_NAME, or with --set name=value."
            .to_owned(),
    );
    report.push(table);
    Ok(report)
}

fn part_of(name: &str) -> &'static str {
    if name.starts_with("health.") { "profile of health" } else { "weight or anchors of the review" }
}

/// An address may hold a password, and reports are passed on.
fn without_password(value: &str) -> String {
    match value.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?))) {
        Some((scheme, (who, place))) => {
            let user = who.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{place}")
        }
        None => value.to_owned(),
    }
}

/// Whether this home is in order, and what to do where it is not.
///
/// # Errors
/// When the store cannot be read at all.
pub fn doctor(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let mut report = Report::new("house.doctor", "Is everything in order?", desk.as_of());
    let deliveries = desk.store.deliveries().map_err(refused)?;
    let facts = counted(desk)?;
    let held: u64 = facts.iter().map(|(_, count)| count).sum();
    let check = |holds: bool, says: String| Check {
        state: if holds { CheckState::Met } else { CheckState::NotMet },
        says: Prose::from(says),
    };
    let currency = desk.currency().ok();
    let mut items = vec![
        check(true, format!("home: {}", desk.home.display())),
        check(
            true,
            format!(
                "the store opens; {}, {held} facts",
                report::display::counted(deliveries.len(), "delivery", "deliveries")
            ),
        ),
        match currency {
            Some(currency) => check(true, format!("currency of the book: {currency}")),
            None => check(false, "the currency of the book is not known; import amounts or set `currency`".to_owned()),
        },
        match desk.period(None) {
            Ok(period) => check(true, format!("the last quarter that facts cover is {period}")),
            Err(why) => check(false, why.to_string()),
        },
    ];
    let owners = desk.store.facts(&FactQuery::all(&customers::ownership::SHAPE)).map_err(refused)?.len();
    items.push(if owners > 0 {
        check(true, format!("{owners} ownerships are on record"))
    } else {
        check(false, "nobody owns any account on record, so nobody can be reviewed; import ownership".to_owned())
    });
    report.push(Block::Checklist { items });
    let mut table = Table::new("Facts", &["object", ">rows"]);
    for (object, count) in facts {
        table.row([
            TableCell::from(object),
            Figure::known("rows", Decimal::from(count), Unit::Count, desk.as_of()).into(),
        ]);
    }
    report.push(table);
    Ok(report)
}

fn counted(desk: &Desk<'_>) -> Result<Vec<(&'static str, u64)>, Refusal> {
    let count = |shape: &&'static kernel::FactShape| Ok((shape.object, desk.store.count(shape).map_err(refused)?));
    let counts: Result<Vec<(&'static str, u64)>, Refusal> = shapes::ALL.iter().map(count).collect();
    Ok(counts?.into_iter().filter(|(_, count)| *count > 0).collect())
}
