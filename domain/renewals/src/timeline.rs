use jiff::Span;
use jiff::civil::Date;

use crate::due::{Deadline, Due, State};

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The owner of the account.
    Owner,
    /// The owner with whoever leads them.
    OwnerAndLeader,
}

impl Who {
    /// Added to the name of the owner.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Owner => "",
            Self::OwnerAndLeader => " with their leader",
        }
    }
}

/// A step on the way to a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Days before the decision by which it is taken.
    pub days: i32,
    /// Its name.
    pub name: &'static str,
    /// What is done.
    pub says: &'static str,
    /// What is done where the renewal is in danger.
    pub in_danger: &'static str,
}

// method: renewals.step_180
const FIRST: i32 = 180;
// method: renewals.step_120
const SECOND: i32 = 120;
// method: renewals.step_90
const THIRD: i32 = 90;
// method: renewals.step_60
const FOURTH: i32 = 60;
// method: renewals.step_30
const FIFTH: i32 = 30;

/// The steps in the order in which they are taken.
pub const STEPS: [Step; 6] = [
    Step {
        days: FIRST,
        name: "T-180",
        says: "write down what they bought for and whether it is reached, and who will decide",
        in_danger: "write down what they bought for and whether it is reached, and find out who will decide",
    },
    Step {
        days: SECOND,
        name: "T-120",
        says: "go through use and results with the sponsor, and ask what next year should bring",
        in_danger: "go through the reasons with the sponsor and agree on a plan with a day for each of them",
    },
    Step {
        days: THIRD,
        name: "T-90",
        says: "ask about the renewal and write the answer down as a call",
        in_danger: "ask openly whether they will renew, write the answer down as a call, and start the plan",
    },
    Step {
        days: FOURTH,
        name: "T-60",
        says: "send the offer",
        in_danger: "show what the plan has changed, and bring a leader into the talk before the offer goes out",
    },
    Step {
        days: FIFTH,
        name: "T-30",
        says: "clear what holds up the signature: purchasing, legal, budget",
        in_danger: "agree on what they would sign: fewer seats, a shorter term, or an orderly end",
    },
    Step {
        days: 0,
        name: "T-0",
        says: "have it signed, and write down why",
        in_danger: "have it signed or ended, and write down why",
    },
];

/// What is to be done next for a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// The step.
    pub step: Step,
    /// What it says of this renewal.
    pub says: &'static str,
    /// By when: the day of the step, or the last day on which notice can be given where that comes before.
    pub by: Date,
    /// Who takes it.
    pub who: Who,
}

/// The next step of a renewal; `None` where nothing is left to do.
#[must_use]
pub fn next(due: &Due, day: Date) -> Option<Next> {
    let last = STEPS[STEPS.len() - 1];
    let in_danger = due.class().is_in_danger();
    let (step, says, by) = match due.state(day) {
        State::Signed => return None,
        State::RanOut => (last, "find out today whether they stay, and have it signed or ended", day),
        State::NoticeGiven => (last, "ask why, and whether anything would change it; write the reason down", day),
        State::DeadlinePassed | State::Open => {
            let left = due.days_left(day);
            let step = STEPS.iter().copied().find(|step| step.days <= left).unwrap_or(last);
            let on = due.on.checked_sub(Span::new().days(step.days)).unwrap_or(due.on);
            let says = if in_danger { step.in_danger } else { step.says };
            (step, says, before_notice(due, day, on))
        }
    };
    let is_led = due.state(day) == State::RanOut || (in_danger && step.days <= FOURTH);
    Some(Next { step, says, by, who: if is_led { Who::OwnerAndLeader } else { Who::Owner } })
}

/// A step taken once notice can be given no longer comes too late.
fn before_notice(due: &Due, day: Date, on: Date) -> Date {
    match due.deadline() {
        Deadline::Notice(last) if last >= day => on.min(last),
        _ => on,
    }
}

#[cfg(test)]
mod tests;
