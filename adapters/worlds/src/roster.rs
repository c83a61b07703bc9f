use crate::calendar::{Calendar, Day};
use crate::dice::{Dice, Topic};
use crate::effects::{CSM_SPREAD, Segment};
use crate::names;

/// Days a notice period lasts: nobody is given an account in it.
const NOTICE_DAYS: Day = 14;
/// Days in which a new CSM is given few accounts.
// method: worlds.ramp_days
const RAMP_DAYS: Day = 90;
/// Where the numbering of CSMs' names begins: what is before is for those who lead.
const FIRST_CSM_NAME: usize = 300;

/// Someone who leads: the vice president (first) or the lead of a team.
#[derive(Debug)]
pub(crate) struct Lead {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) team: String,
}

/// Time away.
#[derive(Debug)]
pub(crate) struct Away {
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) kind: &'static str,
}

/// A CSM, and what is true about them.
#[derive(Debug)]
pub(crate) struct Csm {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    /// Which team, as a place in `Roster::leads` after the vice president.
    pub(crate) team: usize,
    pub(crate) hired: Day,
    pub(crate) left: Option<Day>,
    pub(crate) away: Vec<Away>,
    pub(crate) rescue: bool,
    pub(crate) focus: Segment,
    /// How much their owning an account takes off its log-odds of leaving.
    pub(crate) effect: f64,
    /// How much they do of what is to be done; 1 on average.
    pub(crate) diligence: f64,
    /// How well they sell, in log-odds.
    pub(crate) selling: f64,
    pub(crate) response_minutes: f64,
    pub(crate) admin_share: f64,
    pull: f64,
}

impl Csm {
    pub(crate) fn works_on(&self, day: Day) -> bool {
        self.hired <= day && self.left.is_none_or(|left| day < left)
    }

    pub(crate) fn is_away(&self, day: Day) -> bool {
        self.away.iter().any(|away| away.from <= day && day < away.to)
    }

    fn can_take(&self, day: Day) -> bool {
        self.hired <= day && self.left.is_none_or(|left| day + NOTICE_DAYS < left) && !self.is_away(day)
    }

    /// How gladly the company gives them an account of this segment, from 0 to 1.
    fn appeal(&self, segment: Segment, day: Day) -> f64 {
        let focus = if self.focus == segment { 1.0 } else { 0.25 };
        let ramp = if self.hired > 0 && day < self.hired + RAMP_DAYS { 0.5 } else { 1.0 };
        self.pull * focus * ramp
    }
}

/// Everybody who works in customer success.
#[derive(Debug)]
pub(crate) struct Roster {
    pub(crate) leads: Vec<Lead>,
    pub(crate) csms: Vec<Csm>,
    rescuers: Vec<usize>,
}

impl Roster {
    pub(crate) fn new(seed: u64, csms: usize, calendar: &Calendar) -> Self {
        // method: worlds.csms_per_lead
        let teams = ((csms + 4) / 9).max(1);
        let leads = (0..=teams).map(|index| lead(seed, index)).collect();
        let csms: Vec<Csm> = (0..csms).map(|index| csm(seed, index, teams, calendar.end)).collect();
        let rescuers = (0..csms.len()).filter(|index| csms[*index].rescue).collect();
        Self { leads, csms, rescuers }
    }

    pub(crate) fn csm(&self, index: usize) -> Option<&Csm> {
        self.csms.get(index)
    }

    pub(crate) fn lead_of(&self, csm: &Csm) -> Option<&Lead> {
        self.leads.get(csm.team + 1)
    }

    /// Somebody who can take an account of this segment on a day. What other accounts there are plays no part, so that
    /// the same account finds the same owner in a larger company.
    pub(crate) fn pick(&self, segment: Segment, day: Day, not: Option<usize>, dice: &mut Dice) -> usize {
        for _ in 0..400 {
            let index = dice.below(self.csms.len());
            let taken = self.csms.get(index).is_some_and(|csm| {
                let fits = !csm.rescue && Some(index) != not && csm.can_take(day);
                fits && dice.chance(csm.appeal(segment, day))
            });
            if taken {
                return index;
            }
        }
        usize::from(not == Some(0))
    }

    /// Somebody of the rescue desk, if there is anybody.
    pub(crate) fn pick_rescuer(&self, day: Day, dice: &mut Dice) -> Option<usize> {
        let index = *dice.pick(&self.rescuers)?;
        self.csm(index).is_some_and(|csm| csm.can_take(day)).then_some(index)
    }
}

fn email(name: &str) -> String {
    format!("{}@tidewater.example", names::slug(name, '.'))
}

fn lead(seed: u64, index: usize) -> Lead {
    let name = names::person(seed, index);
    let team = if index == 0 { "Customer Success".to_owned() } else { names::team(seed, index - 1) };
    Lead { id: format!("P-{:04}", index + 1), email: email(&name), name, team }
}

fn csm(seed: u64, index: usize, teams: usize, end: Day) -> Csm {
    let mut dice = Dice::of(seed, Topic::Person, index);
    let name = names::person(seed, FIRST_CSM_NAME + index);
    // method: worlds.rescue_desk
    let rescue = index % 9 == 4;
    let hired = hired_on(index, rescue, end, &mut dice);
    let left = left_on(index, rescue, hired, end, &mut dice);
    let skill = dice.normal();
    let echo = |dice: &mut Dice, share: f64| share * skill + libm::sqrt(1.0 - share * share) * dice.normal();
    Csm {
        id: format!("P-{:04}", FIRST_CSM_NAME + index + 1),
        email: email(&name),
        name,
        team: index % teams,
        hired,
        left,
        away: time_away(index, hired, left, end, &mut dice),
        rescue,
        focus: Segment::ALL[(index + 1) % 3],
        effect: CSM_SPREAD * skill,
        // How gladly somebody writes things down says little about whether accounts stay.
        // method: worlds.diligence
        diligence: libm::exp(0.18 * echo(&mut dice, 0.3)),
        selling: 0.35 * echo(&mut dice, 0.4),
        response_minutes: 140.0 * libm::exp(0.35 * echo(&mut dice, -0.2)),
        admin_share: (0.19 + 0.045 * echo(&mut dice, -0.1)).clamp(0.08, 0.34),
        pull: 0.7 + 0.3 * dice.unit(),
    }
}

/// Two thirds found the company; the others come while it grows. The first three stay throughout, so that there is
/// always somebody.
fn hired_on(index: usize, rescue: bool, end: Day, dice: &mut Dice) -> Day {
    let later = (libm::pow(dice.unit(), 1.3) * 0.75 * f64::from(end)) as Day;
    let lately = end - dice.days(60, 150);
    if index < 3 || rescue {
        return 0;
    }
    match index % 12 {
        7 => lately.max(0),
        9 | 10 => 0,
        _ if dice.chance(0.6) => 0,
        _ => later,
    }
}

fn left_on(index: usize, rescue: bool, hired: Day, end: Day, dice: &mut Dice) -> Option<Day> {
    let lately = end - dice.days(30, 85);
    let some_day = hired + dice.days(270, 270.max(end - hired));
    // method: worlds.leavers
    let leaves = dice.chance(0.14);
    if index < 3 || rescue {
        return None;
    }
    match index % 12 {
        9 => Some(lately).filter(|day| *day > hired + 60),
        7 | 10 => None,
        _ => Some(some_day).filter(|day| leaves && *day < end),
    }
}

fn time_away(index: usize, hired: Day, left: Option<Day>, end: Day, dice: &mut Dice) -> Vec<Away> {
    let last = left.unwrap_or(end);
    let parental = end - dice.days(90, 140);
    let some_day = hired + dice.days(90, 90.max(last - hired));
    let (kind, length) = *dice.pick(&[("sick", 21), ("parental", 112), ("sabbatical", 60)]).unwrap_or(&("sick", 21));
    // method: worlds.leave
    let goes = dice.chance(0.25);
    let away = match index % 12 {
        _ if index < 3 => None,
        10 => Some(Away { from: parental, to: parental + 112, kind: "parental" }),
        _ => Some(Away { from: some_day, to: some_day + length, kind }).filter(|_| goes),
    };
    let fits = |away: &Away| away.from > hired && away.from < end && left.is_none_or(|left| away.to < left);
    away.into_iter().filter(fits).collect()
}
