use std::collections::BTreeMap;

use app::context::Progress;
use kernel::Refusal;
use report::{Figure, Unit, display};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer};

use super::{Left, left, written};

/// Who the form speaks for, as its readers know it.
const AGENT: &str = "customer-success-manager";
const STATUS: &str = "managing";

#[derive(Debug, Serialize)]
struct Form<'a> {
    agent: &'static str,
    status: &'static str,
    progress: Numbers,
    as_of: String,
    period: Option<&'a str>,
    notification: Option<&'a str>,
    missing: Vec<Left<'a>>,
    evidence: BTreeMap<&'static str, String>,
}

/// What is not known is not there at all.
#[derive(Debug, Serialize)]
struct Numbers {
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts_managed: Option<Plain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    health_score_avg: Option<Plain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    churn_rate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    churn_rate_value: Option<Plain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nps_score: Option<Plain>,
}

/// A number with the digits that are shown.
#[derive(Debug)]
struct Plain(Decimal);

impl Plain {
    fn of(figure: &Figure, digits: u32) -> Option<Self> {
        figure.value.map(|value| Self(value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)))
    }
}

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = self.0.normalize();
        match i64::try_from(number) {
            Ok(whole) if number.fract().is_zero() => serializer.serialize_i64(whole),
            _ => serializer.serialize_f64(number.to_string().parse().unwrap_or(f64::MAX)),
        }
    }
}

/// The progress as JSON: rounded as it is shown, save `churn_rate_value`, which is the exact ratio to twelve digits.
///
/// # Errors
/// Never, as far as is known.
pub(crate) fn form(made: &Progress) -> Result<String, Refusal> {
    let opened = [
        ("accounts_managed", &made.accounts),
        ("health_score_avg", &made.health),
        ("churn_rate", &made.churn),
        ("nps_score", &made.nps),
    ];
    let known = opened.into_iter().filter(|(_, figure)| figure.value.is_some());
    let evidence = known.filter_map(|(key, figure)| Some((key, figure.evidence.as_ref()?.to_string())));
    written(&Form {
        agent: AGENT,
        status: STATUS,
        progress: Numbers {
            accounts_managed: Plain::of(&made.accounts, 0),
            health_score_avg: Plain::of(&made.health, 1),
            churn_rate: made.churn.value.map(percent),
            churn_rate_value: Plain::of(&made.churn, 12),
            nps_score: Plain::of(&made.nps, 0),
        },
        as_of: made.report.as_of.to_string(),
        period: made.report.period.as_deref(),
        notification: made.sentence.as_deref(),
        missing: left(&made.missing),
        evidence: evidence.collect(),
    })
}

/// With one decimal and no space: `3.2%`.
fn percent(ratio: Decimal) -> String {
    display::value(ratio, &Unit::Ratio).replace(' ', "")
}

#[cfg(test)]
mod tests;
