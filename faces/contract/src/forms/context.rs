use std::collections::BTreeMap;

use app::context::{AccountLine, Answered, Goal, TakenFrom, TellPart};
use kernel::Refusal;
use report::{CheckState, Figure};
use serde::{Deserialize, Serialize, Serializer};

use super::{Left, left, written};

/// Who answers.
const AGENT: &str = "evenkeel";
/// What a query looks like, for those whose query does not.
const LIKE: &str = r#"{"requesting_agent": "customer-success-manager", "request_type": "get_customer_context", "payload": {"query": "…"}}"#;

/// What an agent asks. Keys that are not known are left alone, so that agents may add their own.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// Who asks.
    #[serde(default)]
    pub(crate) requesting_agent: Option<String>,
    /// What is asked for.
    pub(crate) request_type: String,
    /// The question itself.
    pub(crate) payload: Payload,
}

/// The question itself.
#[derive(Debug, Deserialize)]
pub(crate) struct Payload {
    /// In free words.
    pub(crate) query: String,
}

/// Reads a query.
///
/// # Errors
/// When it is no JSON or has another shape.
pub(crate) fn read(text: &str) -> Result<Asked, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Rejected(format!("the query is empty; send {LIKE}")));
    }
    // Byte-order marks come with files saved on some systems.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let refused = |what: String| Refusal::Rejected(format!("the text {what}; send {LIKE}"));
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|cause| refused(format!("is no JSON: {cause}")))?;
    is_like_a_query(&value).map_err(|why| refused(format!("is not a query: {why}")))?;
    // Read again from the text, which also tells a key that stands there twice.
    serde_json::from_str(text).map_err(|cause| refused(format!("is not a query: {cause}")))
}

/// What a query lacks, in the words of a query and not of the program.
fn is_like_a_query(value: &serde_json::Value) -> Result<(), &'static str> {
    let fields = value.as_object().ok_or("it is no object")?;
    let payload = fields.get("payload").ok_or("payload is missing")?;
    let payload = payload.as_object().ok_or("payload is no object")?;
    match (fields.get("request_type"), payload.get("query")) {
        (None, _) => Err("request_type is missing"),
        (Some(kind), _) if !kind.is_string() => Err("request_type is no text"),
        (_, None) => Err("payload.query is missing"),
        (_, Some(query)) if !query.is_string() => Err("payload.query is no text"),
        _ => Ok(()),
    }
}

/// The form of an answer.
#[derive(Debug, Serialize)]
struct Form<'a> {
    responding_agent: &'static str,
    requesting_agent: Option<&'a str>,
    request_type: &'a str,
    status: &'static str,
    as_of: String,
    period: Option<&'a str>,
    narrowed_to: Vec<Account<'a>>,
    payload: BTreeMap<Ordered, PartForm<'a>>,
    missing: Vec<Left<'a>>,
    sources: Vec<Source<'a>>,
}

/// A key that keeps its place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ordered(usize, &'static str);

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.1)
    }
}

#[derive(Debug, Serialize)]
struct Account<'a> {
    account_id: &'a str,
    name: &'a str,
}

#[derive(Debug, Serialize)]
struct PartForm<'a> {
    figures: BTreeMap<&'a str, &'a Figure>,
    accounts: Vec<Line<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    goals: Vec<GoalForm<'a>>,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    account_id: &'a str,
    name: &'a str,
    figures: BTreeMap<&'a str, &'a Figure>,
    says: &'a [String],
}

#[derive(Debug, Serialize)]
struct GoalForm<'a> {
    goal: &'a str,
    state: CheckState,
    over: &'a str,
    figure: Option<&'a Figure>,
    note: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Source<'a> {
    facts: &'a str,
    rows: u64,
    from: Option<String>,
    to: Option<String>,
}

/// The answer as JSON.
///
/// # Errors
/// Never, as far as is known.
pub(crate) fn form(asked: &Asked, answered: &Answered) -> Result<String, Refusal> {
    let payload = answered.parts.iter().enumerate();
    written(&Form {
        responding_agent: AGENT,
        requesting_agent: asked.requesting_agent.as_deref(),
        request_type: &asked.request_type,
        status: answered.status.word(),
        as_of: answered.as_of.to_string(),
        period: answered.period.as_deref(),
        narrowed_to: answered.narrowed_to.iter().map(|(id, name)| Account { account_id: id, name }).collect(),
        payload: payload.map(|(place, part)| (Ordered(place, part.part.key()), part_form(part))).collect(),
        missing: left(&answered.missing),
        sources: answered.sources.iter().map(source).collect(),
    })
}

fn part_form(part: &TellPart) -> PartForm<'_> {
    PartForm {
        figures: part.figures.iter().map(|(key, figure)| (key.as_str(), figure)).collect(),
        accounts: part.accounts.iter().map(line).collect(),
        goals: part.goals.iter().map(goal).collect(),
    }
}

fn line(line: &AccountLine) -> Line<'_> {
    let figures = line.figures.iter().map(|(key, figure)| (*key, figure)).collect();
    Line { account_id: &line.id, name: &line.name, figures, says: &line.says }
}

fn goal(goal: &Goal) -> GoalForm<'_> {
    GoalForm {
        goal: &goal.what,
        state: goal.state,
        over: &goal.over,
        figure: goal.figure.as_ref(),
        note: goal.note.as_deref(),
    }
}

fn source(source: &TakenFrom) -> Source<'_> {
    let (from, to) = source.days.map(|(from, to)| (from.to_string(), to.to_string())).unzip();
    Source { facts: source.object, rows: source.rows, from, to }
}

#[cfg(test)]
mod tests;
