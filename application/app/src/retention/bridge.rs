use std::collections::{BTreeMap, BTreeSet};

use kernel::{PersonId, Refusal};
use report::{Block, Chart, ChartKind, Figure, Fold, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit};
use retention::{Bridge, Holding, LineKind, bridge as bridge_of, bridges_by, unowned};

use super::{Ground, holding, refused};
use crate::desk::Desk;
use crate::facts::histories;

/// Which bridge over which period.
#[derive(Debug, Clone, Copy)]
pub struct BridgeRequest<'a> {
    /// One person's book; the company when empty.
    pub csm: Option<&'a str>,
    /// The period; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
    /// Split by `book`, `segment` or `account`.
    pub by: Option<&'a str>,
}

/// The way from opening to closing ARR; every line opens to its rows, and the whole ties to the cent.
///
/// # Errors
/// When the person or period is not known, or an exchange rate is missing.
pub fn bridge(desk: &Desk<'_>, request: BridgeRequest<'_>) -> Result<Report, Refusal> {
    let mut ground = Ground::load(desk, request.period, request.csm)?;
    label_segments(desk, &mut ground)?;
    let holdings = ground.owner.as_ref().map(|owner| ground.holdings_of(owner));
    let whole =
        bridge_of(&ground.loaded.histories, holdings.as_deref(), ground.period, &ground.basis()).map_err(refused)?;
    let mut report =
        Report::new("retention.bridge", format!("ARR bridge of {}, {}", ground.who(), ground.period), ground.as_of);
    report.period = Some(ground.period.to_string());
    report.subtitle = vec![format!(
        "ARR at 00:00 on {} to ARR at 00:00 on {} · as known on {}",
        ground.period.from(),
        ground.period.to(),
        ground.as_of
    )];
    let action = request.by.map_or_else(|| "bridge".to_owned(), |by| format!("bridge-by-{by}"));
    let mut ledger = Ledger::new(ground.address(&action).to_string());
    if let Some(says) = ground.not_covered() {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.push(waterfall(&whole, &ground));
    report.push(lines(&whole, &ground, &mut ledger));
    report.push(tie(&whole));
    if let Some(by) = request.by {
        report.push(section(&ground, by, &split(&ground, by, holdings.as_deref())?, &mut ledger));
    }
    report.ledger = ledger;
    Ok(report)
}

fn label_segments(desk: &Desk<'_>, ground: &mut Ground) -> Result<(), Refusal> {
    let basis =
        retention::Basis { rules: &ground.rules, rates: &ground.rates, currency: ground.currency, as_of: ground.as_of };
    let settings = desk.settings;
    histories::label(&mut ground.loaded, &settings.segment_by, ground.period.from(), &basis, &settings.tier_cutoffs)
}

fn money(ground: &Ground) -> Unit {
    Unit::Money(ground.currency.to_string())
}

fn waterfall(bridge: &Bridge, ground: &Ground) -> Chart {
    let total = |line| report::display::to_the_cent(bridge.total(line), ground.currency.code());
    Chart {
        title: "From opening to closing ARR".to_owned(),
        summary: format!("ARR went from {} to {}.", total(LineKind::Opening), total(LineKind::Closing)),
        unit: money(ground),
        kind: ChartKind::Waterfall { steps: bridge.steps() },
    }
}

fn lines(bridge: &Bridge, ground: &Ground, ledger: &mut Ledger) -> Table {
    let mut table = Table::new("Lines", &["line", ">to the cent", ">amount", ">rows"]);
    for line in LineKind::ALL {
        let cents = report::display::to_the_cent(bridge.total(line), ground.currency.code());
        let figure = ledger.figure(line.name(), line.name(), money(ground), ground.as_of, bridge.trace(line));
        let rows = figure.n.unwrap_or(0).to_string();
        table.row([TableCell::from(line.name()), cents.into(), figure.into(), rows.into()]);
    }
    table
}

fn tie(bridge: &Bridge) -> Block {
    let gap = bridge.gap();
    if gap.is_zero() {
        Block::callout(Tone::Note, "It ties: opening and all changes make the closing, to the cent.")
    } else {
        Block::callout(Tone::Warning, format!("It does not tie: {gap} is unexplained. Please report this."))
    }
}

fn split(ground: &Ground, by: &str, holdings: Option<&[Holding]>) -> Result<BTreeMap<String, Bridge>, Refusal> {
    let parts = match by {
        "segment" => bridges_by(
            &ground.loaded.histories,
            |history| history.segment.clone(),
            holdings,
            ground.period,
            &ground.basis(),
        ),
        "account" => bridges_by(
            &ground.loaded.histories,
            |history| history.name.clone(),
            holdings,
            ground.period,
            &ground.basis(),
        ),
        "book" if ground.owner.is_none() => return books(ground),
        "book" => return Err(Refusal::invalid("by", "one book cannot be split by book; leave the CSM out")),
        other => {
            return Err(Refusal::invalid(
                "by",
                format!("`{other}` is nothing to split by; write book, segment or account"),
            ));
        }
    };
    parts.map_err(refused)
}

fn books(ground: &Ground) -> Result<BTreeMap<String, Bridge>, Refusal> {
    let owners: BTreeSet<&PersonId> = ground.stays.iter().map(|stay| &stay.owner).collect();
    let of = |holdings: &[Holding]| {
        bridge_of(&ground.loaded.histories, Some(holdings), ground.period, &ground.basis()).map_err(refused)
    };
    let mut parts = BTreeMap::new();
    for owner in owners {
        let mut name = ground.people.get(owner).map_or_else(|| owner.to_string(), |person| person.name.to_string());
        if parts.contains_key(&name) {
            name = format!("{name} ({})", owner.external());
        }
        parts.insert(name, of(&ground.holdings_of(owner))?);
    }
    let held: Vec<Holding> = ground.stays.iter().map(holding).collect();
    let nobody = unowned(&ground.loaded.histories, &held).map_err(refused)?;
    parts.insert("unowned".to_owned(), of(&nobody)?);
    Ok(parts)
}

fn section(ground: &Ground, by: &str, parts: &BTreeMap<String, Bridge>, ledger: &mut Ledger) -> Section {
    let mut section = Section::new(format!("by {by}"), format!("By {by}"));
    let mut headings = vec![by.to_owned()];
    let shown: Vec<LineKind> = LineKind::ALL
        .into_iter()
        .filter(|line| line.is_level() || parts.values().any(|bridge| !bridge.rows(*line).is_empty()))
        .collect();
    headings.extend(shown.iter().map(|line| format!(">{}", line.name())));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("", &headings);
    let mut together: Vec<Trace> = shown.iter().map(|_| Trace::new(Fold::Sum, &["ARR"])).collect();
    let has_rows = |bridge: &Bridge| LineKind::ALL.into_iter().any(|line| !bridge.rows(line).is_empty());
    for (name, bridge) in parts.iter().filter(|(_, bridge)| has_rows(bridge)) {
        let mut cells = vec![TableCell::from(name.as_str())];
        for (line, whole) in shown.iter().zip(&mut together) {
            let key = format!("{name}/{}", line.name());
            let amount = ledger.figure(&key, line.name(), money(ground), ground.as_of, bridge.trace(*line));
            whole.push_known(&amount.clone().labelled(name.as_str()), &[]);
            cells.push(amount.into());
        }
        table.row(cells);
    }
    let mut cells = vec![TableCell::from("together")];
    for (line, whole) in shown.iter().zip(together) {
        let key = format!("together/{}", line.name());
        let amount = ledger.figure(&key, line.name(), money(ground), ground.as_of, whole);
        cells.push(Figure { n: None, ..amount }.into());
    }
    table.row(cells);
    let untied: Vec<&str> =
        parts.iter().filter(|(_, bridge)| !bridge.gap().is_zero()).map(|(name, _)| name.as_str()).collect();
    table.note = Some(if untied.is_empty() {
        "every part ties to the cent".to_owned()
    } else {
        format!("does not tie: {}", untied.join(", "))
    });
    section.push(table);
    section
}
