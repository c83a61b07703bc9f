use kernel::Refusal;
use report::{Address, Align, Block, EvidenceRef, Report, Table, TableCell, Tone, Trace};
use rust_decimal::Decimal;

use crate::csm_performance::{self, ReviewRequest};
use crate::desk::Desk;
use crate::escalations::{self, EscalationsRequest};
use crate::fairness::{self, FairnessRequest};
use crate::retention::{self, BridgeRequest, CurvesRequest, RetentionRequest};
use crate::segments::{self, SegmentsRequest};
use crate::sentiment::{self, NpsRequest};
use crate::usage::{self, ListRequest};
use crate::{
    account_review, adoption, backtest, churn, context, engagement, expansion, health, names, quality, relationships,
    renewals, time_to_value, today,
};

/// The rows behind a figure, and the figure worked out again from them.
///
/// # Errors
/// When the reference is not understood, or the figure is not there.
pub fn show(desk: &Desk<'_>, reference: &str) -> Result<Report, Refusal> {
    let unknown = || {
        Refusal::NotFound(format!(
            "`{reference}` names no figure; copy a reference from a report, with quotes around it"
        ))
    };
    let (address, key) = EvidenceRef::parts(reference.trim()).ok_or_else(unknown)?;
    let address = Address::parse(address).ok_or_else(unknown)?;
    let report = report_at(desk, &address)?;
    let Some(trace) = report.ledger.trace(key) else {
        let known: Vec<&str> = report.ledger.keys().collect();
        return Err(Refusal::NotFound(format!("the report has no figure `{key}`; it has {}", known.join(", "))));
    };
    Ok(opened(&report, key, trace, report.figure(key)))
}

/// The report at an address, made again as known on its day.
///
/// # Errors
/// When there is no such report, or its day lies in the future.
pub fn report_at(desk: &Desk<'_>, address: &Address) -> Result<Report, Refusal> {
    if address.as_of > desk.today() {
        return Err(Refusal::invalid(
            "reference",
            "the as-of day of the reference lies in the future; nothing is known then yet",
        ));
    }
    let desk = &Desk { as_of: Some(address.as_of), ..*desk };
    let (subject, period) = (address.subject.as_str(), Some(address.when.as_str()));
    let csm = (subject != "company").then_some(subject);
    let (action, by) =
        address.action.split_once("-by-").map_or((&*address.action, None), |(action, by)| (action, Some(by)));
    let day = || address.when.parse().map_err(|_| Refusal::invalid("reference", "it names no day"));
    let then = || day().map(|day| Desk { as_of: Some(day), ..*desk });
    match action {
        "csm-performance" => {
            let source = by.map(str::parse).transpose().map_err(|_| nothing_there(action))?;
            csm_performance::review_by(desk, ReviewRequest { csm: subject, period }, source)
        }
        "team-performance" => csm_performance::team_page(desk, period),
        "expansions" => csm_performance::expansions(desk, &address.when),
        "retention" => retention::show(desk, RetentionRequest { csm, period }),
        "bridge" => retention::bridge(desk, BridgeRequest { csm, period, by }),
        "retention-curves" => {
            let since = (address.when != "start").then_some(&*address.when);
            retention::curves(desk, CurvesRequest { by, since })
        }
        "arr" => retention::arr(desk, &names::account(desk, subject)?, day()?),
        "fairness" => fairness::show(desk, FairnessRequest { csm: subject, period }),
        "health" => health::on(desk, &names::account(desk, subject)?, day()?, by),
        "health-list" => health::list(desk, csm, by),
        "health-explain" => health::between(desk, &names::account(desk, subject)?, day()?, by),
        "health-history" => {
            let months = address.when.parse().map_err(|_| nothing_there(action))?;
            health::over(desk, &names::account(desk, subject)?, months, by)
        }
        "engagement" => engagement::show(desk, subject, period),
        "engagement-list" => engagement::list(desk, csm, period),
        "relationships" => relationships::show(desk, subject),
        "relationships-list" => relationships::list(desk, csm),
        "segments" => segments::show(desk, SegmentsRequest { approach: by, period }),
        "today" => today::show(&then()?, csm),
        "quality" => quality::show(desk),
        "nps" => sentiment::nps(desk, NpsRequest { period, segment: csm }),
        "account-review" => account_review::on(desk, &names::account(desk, subject)?, Some(day()?)),
        "escalations" => escalations::show(desk, EscalationsRequest { period, segment: csm }),
        "checklist" => context::checklist(desk, csm, period),
        "progress" => context::progress(desk, csm, period).map(|made| made.report),
        "context" => context::whole(desk, csm, period),
        "context-account" => context::about(desk, &names::account(desk, subject)?, period),
        "adoption" => adoption::on(&then()?, &names::account(desk, subject)?),
        "expansion" => expansion::on(&then()?, &names::account(desk, subject)?),
        "expansion-list" => expansion::list(desk, expansion::request_of(subject, &address.when)),
        "adoption-list" => adoption::list(desk, csm),
        "time-to-value" => time_to_value::show(desk, csm),
        "churn" => churn::on(desk, &names::account(desk, subject)?, churn::within_of(&address.when)),
        "churn-list" => churn::list(desk, csm, churn::within_of(&address.when)),
        "backtest-health" => backtest::health_on(desk, &address.when, by),
        "backtest-churn" => backtest::churn_on(desk, &address.when),
        "renewals" => renewals::on(desk, &names::account(desk, subject)?),
        "renewals-accuracy" => renewals::accuracy(desk),
        "renewals-list" => renewals::list(desk, renewals::ListRequest { period, csm, segment: by }),
        "usage" | "usage-list" => usage_at(desk, address, csm),
        other => Err(nothing_there(other)),
    }
}

fn usage_at(desk: &Desk<'_>, address: &Address, csm: Option<&str>) -> Result<Report, Refusal> {
    let (years, most) = usage::parts_of(&address.when).ok_or_else(|| nothing_there(&address.action))?;
    match &*address.action {
        "usage" => usage::on(desk, &names::account(desk, &address.subject)?, Some(years)),
        _ => usage::list(desk, ListRequest { csm, years: Some(years), most }),
    }
}

fn nothing_there(action: &str) -> Refusal {
    Refusal::NotFound(format!("`{action}` makes no figures that open"))
}

fn opened(report: &Report, key: &str, trace: &Trace, stated: Option<&report::Figure>) -> Report {
    let label = stated.map_or(key, |figure| figure.label.as_str());
    let mut page = Report::new("evidence.show", format!("Evidence: {label}"), report.as_of);
    page.subtitle = vec![
        report.title.clone(),
        format!("made by: {} over {}", trace.fold.words(), report::display::counted(trace.rows.len(), "row", "rows")),
    ];
    let again = trace.value();
    if let Some(figure) = stated {
        page.push(Block::Figures { figures: vec![figure.clone()] });
        let says = match (figure.value, again) {
            (Some(stated), Some(again)) if stated == again => {
                (Tone::Note, "Worked out again from the rows below: the same value.".to_owned())
            }
            (None, None) => (Tone::Note, "The rows make no value, as the report says.".to_owned()),
            (stated, again) => (
                Tone::Warning,
                format!("The report says {}, the rows make {}. Please report this.", shown(stated), shown(again)),
            ),
        };
        page.push(Block::callout(says.0, says.1));
    }
    page.push(rows(trace, report.ledger.address()));
    page.push(Block::text(format!(
        "Exact value: {}. Rows are named by object and key; `evenkeel export` writes them all.",
        shown(again)
    )));
    if trace.rows.iter().any(|row| row.object == "figure") {
        page.push(Block::text(format!(
            "A row that is a figure opens in the same way; #KEY stands for '{}#KEY'.",
            report.ledger.address()
        )));
    }
    page.period.clone_from(&report.period);
    page
}

fn shown(value: Option<Decimal>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| value.normalize().to_string())
}

fn rows(trace: &Trace, address: &str) -> Table {
    let mut headings = vec!["row".to_owned(), "what".to_owned(), "day".to_owned()];
    headings.extend(trace.columns.iter().map(|column| (*column).to_owned()));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Rows", &headings);
    table.columns.iter_mut().skip(3).for_each(|column| column.align = Align::Right);
    for row in &trace.rows {
        let day = row.on.map(|day| day.to_string()).unwrap_or_default();
        let key = row.key.strip_prefix(address).filter(|_| row.object == "figure").unwrap_or(&row.key);
        let mut cells = vec![TableCell::from(format!("{} {key}", row.object)), row.label.as_str().into(), day.into()];
        cells.extend(trace.columns.iter().enumerate().map(|(place, _)| {
            TableCell::from(row.numbers.get(place).map(|number| number.normalize().to_string()).unwrap_or_default())
        }));
        table.row(cells);
    }
    table
}
