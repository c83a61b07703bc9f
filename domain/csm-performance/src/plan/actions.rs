use crate::metric::Metric;

/// Something to do: by whom, until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// What.
    pub what: &'static str,
    /// Who does it.
    pub who: Who,
    /// Until which day of the plan.
    pub by_day: u8,
}

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The person reviewed.
    Csm,
    /// Their manager.
    Manager,
    /// Both together.
    Both,
}

const fn csm(by_day: u8, what: &'static str) -> Action {
    Action { what, who: Who::Csm, by_day }
}

const fn lead(by_day: u8, what: &'static str) -> Action {
    Action { what, who: Who::Manager, by_day }
}

const fn both(by_day: u8, what: &'static str) -> Action {
    Action { what, who: Who::Both, by_day }
}

/// What is done about each group of metrics: two steps and a look at the result.
const ACTIONS: &[(&[Metric], [Action; 3])] = &[
    (
        &[Metric::AverageHealth, Metric::GreenShare],
        [
            both(10, "go through the accounts just below green and name the one measure that holds each back"),
            csm(45, "run an adoption session with the five of them that carry most ARR"),
            both(90, "compare their health with today's, measure by measure"),
        ],
    ),
    (
        &[Metric::RedShare],
        [
            both(7, "agree for each red account: save, stabilise or let go, and write down why"),
            csm(30, "open a save play with a named sponsor on every account to be saved"),
            lead(60, "take one red account over as executive sponsor"),
        ],
    ),
    (
        &[Metric::LogoChurn, Metric::RevenueChurn, Metric::GrossRetention],
        [
            both(14, "read the lost accounts of the period one by one: when could it have been seen, by what sign"),
            csm(30, "list the accounts that show the same sign today and open a save play on each"),
            both(90, "look at the outcome of those plays, not only at the rate"),
        ],
    ),
    (
        &[Metric::SaveSuccess],
        [
            both(14, "compare two plays that saved with two that lost: how early were they opened"),
            csm(30, "open plays on the first sign instead of on notice"),
            lead(60, "join the first call of the next two plays"),
        ],
    ),
    (
        &[Metric::QuotaAttainment, Metric::NetRetention],
        [
            both(10, "mark the healthy accounts with unused room: seats, plan, teams"),
            csm(30, "hold a value conversation with ten of them before naming a price"),
            both(90, "check what was opened, won and lost, and why"),
        ],
    ),
    (
        &[Metric::DealSize],
        [
            csm(14, "price the next three offers by the value the customer reported, with a colleague reading along"),
            lead(45, "rehearse one offer for a whole department rather than for more seats"),
            both(90, "compare the mean with today's"),
        ],
    ),
    (
        &[Metric::CloseRate],
        [
            both(14, "read the last five lost opportunities: was the need, the sponsor or the timing missing"),
            csm(45, "open opportunities only with a named sponsor and a date"),
            both(90, "compare won and lost with today's"),
        ],
    ),
    (
        &[Metric::Touchpoints],
        [
            csm(7, "block two mornings a week for accounts without a conversation in 30 days"),
            lead(14, "take one recurring internal meeting out of the calendar"),
            both(60, "check that the added conversations were with people who decide"),
        ],
    ),
    (
        &[Metric::BusinessReviewRate],
        [
            csm(7, "send invitations for every review due in the next quarter"),
            csm(30, "offer a half-hour form to customers who declined"),
            both(90, "go through what was missed and why"),
        ],
    ),
    (
        &[Metric::ResponseHours],
        [
            csm(7, "set two fixed times a day for customer mail and a cover for days away"),
            lead(14, "agree what support answers, so that it does not wait with the CSM"),
            both(60, "look at the ten longest waits"),
        ],
    ),
    (
        &[Metric::PromoterScore, Metric::SatisfactionMean],
        [
            csm(7, "call every detractor of the period and write down what would change their answer"),
            both(30, "sort what they said: ours to mend, the product's, the price's"),
            csm(90, "tell each of them what was done"),
        ],
    ),
    (
        &[Metric::Escalations],
        [
            both(14, "read the escalations of the period: which could have been handled a step earlier"),
            csm(30, "bring open problems to the weekly one-on-one before the customer does"),
            both(90, "count how many were seen first by the CSM rather than by the customer"),
        ],
    ),
    (
        &[Metric::TimeToValue],
        [
            both(14, "draw the steps from signature to first value for the slowest account"),
            csm(30, "agree the first value in writing at every kick-off"),
            both(90, "compare the days with today's"),
        ],
    ),
    (
        &[Metric::AdminShare],
        [
            csm(14, "keep a list for two weeks of what the administration hours went to"),
            lead(30, "take away, automate or move the largest item on it"),
            both(60, "compare the share with today's"),
        ],
    ),
    (
        &[Metric::MeetingProductivity],
        [
            both(14, "go through the recurring internal meetings and leave those without a decision"),
            csm(45, "give the time to accounts that were due a conversation"),
            both(90, "compare the share with today's"),
        ],
    ),
];

/// What is done about a metric that is below its target.
#[must_use]
pub fn actions(metric: Metric) -> &'static [Action] {
    ACTIONS.iter().find(|(metrics, _)| metrics.contains(&metric)).map_or(&[], |(_, actions)| actions)
}
