use jiff::civil::Date;
use kernel::Refusal;
use report::{Align, Block, EvidenceRef, Report, Table, TableCell, Tone, Trace};
use rust_decimal::Decimal;

use crate::csm_performance::{self, ReviewRequest};
use crate::desk::Desk;
use crate::retention::{self, BridgeRequest, RetentionRequest};
use crate::{health, names};

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
    if address.as_of > desk.today() {
        return Err(Refusal::invalid(
            "reference",
            "the as-of day of the reference lies in the future; nothing is known then yet",
        ));
    }
    let then = Desk { as_of: Some(address.as_of), ..*desk };
    let report = address.report(&then)?;
    let Some(trace) = report.ledger.trace(key) else {
        let known: Vec<&str> = report.ledger.keys().collect();
        return Err(Refusal::NotFound(format!("the report has no figure `{key}`; it has {}", known.join(", "))));
    };
    let stated = report
        .figures()
        .into_iter()
        .find(|figure| figure.evidence.as_ref().is_some_and(|found| found.to_string() == reference.trim()));
    Ok(opened(&report, key, trace, stated))
}

/// What names a report: the action, whose, over which period, as of which day.
struct Address<'a> {
    action: &'a str,
    subject: &'a str,
    period: Option<&'a str>,
    as_of: Date,
}

impl<'a> Address<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (action, rest) = text.split_once(':')?;
        let (rest, as_of) = rest.rsplit_once(':')?;
        let as_of = as_of.parse().ok()?;
        let (subject, period) = match action {
            "health" => (rest, None),
            _ => rest.rsplit_once(':').map(|(subject, period)| (subject, Some(period)))?,
        };
        Some(Self { action, subject, period, as_of })
    }

    fn report(&self, desk: &Desk<'_>) -> Result<Report, Refusal> {
        let csm = (self.subject != "company").then_some(self.subject);
        match self.action {
            "csm-performance" => csm_performance::show(desk, ReviewRequest { csm: self.subject, period: self.period }),
            "retention" => retention::show(desk, RetentionRequest { csm, period: self.period }),
            "bridge" => retention::bridge(desk, BridgeRequest { csm, period: self.period, by: None }),
            "health" => health::show(desk, names::account(desk, self.subject)?.as_str()),
            other => Err(Refusal::NotFound(format!("`{other}` makes no figures that open"))),
        }
    }
}

fn opened(report: &Report, key: &str, trace: &Trace, stated: Option<&report::Figure>) -> Report {
    let label = stated.map_or(key, |figure| figure.label.as_str());
    let mut page = Report::new("evidence.show", format!("Evidence: {label}"), report.as_of);
    page.subtitle =
        vec![report.title.clone(), format!("made by: {} over {} rows", trace.fold.words(), trace.rows.len())];
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
    page.push(rows(trace));
    page.push(Block::text(format!(
        "Exact value: {}. Rows are named by object and key; `evenkeel export` writes them all.",
        shown(again)
    )));
    page.period.clone_from(&report.period);
    page
}

fn shown(value: Option<Decimal>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| value.normalize().to_string())
}

fn rows(trace: &Trace) -> Table {
    let mut headings = vec!["row".to_owned(), "what".to_owned(), "day".to_owned()];
    headings.extend(trace.columns.iter().map(|column| (*column).to_owned()));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Rows", &headings);
    table.columns.iter_mut().skip(3).for_each(|column| column.align = Align::Right);
    for row in &trace.rows {
        let day = row.on.map(|day| day.to_string()).unwrap_or_default();
        let mut cells =
            vec![TableCell::from(format!("{} {}", row.object, row.key)), row.label.as_str().into(), day.into()];
        cells.extend(trace.columns.iter().enumerate().map(|(place, _)| {
            TableCell::from(row.numbers.get(place).map(|number| number.normalize().to_string()).unwrap_or_default())
        }));
        table.row(cells);
    }
    table
}
