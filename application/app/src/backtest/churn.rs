use std::path::Path;

use churn::{Lesson, Risk, Scale, Standing, Tier};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Address, Report};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::accuracy;
use super::ground::{Asked, Film, Ground, Lessons, shares, word};
use super::told::{Aside, Case, Checked, GAVE_NOTICE, Story, tell, write_out};
use crate::churn::days_after;
use crate::churn::learn::{as_kept, learned, lessons_at};
use crate::churn::past::{Then, payers, standings};
use crate::desk::{Desk, both};
use crate::health::past::{Segments, judged};

/// What a backtest of churn risk is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct ChurnRequest<'a> {
    /// How many days ahead.
    pub within: Option<i64>,
    /// How many month-ends are judged.
    pub months: Option<i64>,
    /// How many accounts can be worked through a month.
    pub capacity: Option<i64>,
    /// The folder the trials are written into.
    pub trials: Option<&'a Path>,
}

/// Churn risk as it would have been told at each of the last month-ends, held against who was lost.
///
/// # Errors
/// When a number is out of range, or there is no month whose outcome is known.
pub fn churn(desk: &Desk<'_>, request: ChurnRequest<'_>) -> Result<Report, Refusal> {
    let asked = Asked::of(request.within, request.months, request.capacity)?;
    let (mut report, ground, cases) = made(desk, asked)?;
    write_out(desk, &mut report, (&ground, &cases), request.trials)?;
    Ok(report)
}

/// The same by its address.
pub(crate) fn churn_on(desk: &Desk<'_>, when: &str) -> Result<Report, Refusal> {
    made(desk, super::asked_at(when)?).map(|(report, _, _)| report)
}

fn made(desk: &Desk<'_>, asked: Asked) -> Result<(Report, Ground, Vec<Case>), Refusal> {
    desk.progress.begin("reading what was known month by month", None);
    let ground = Ground::load(desk, asked)?;
    let scorer = Scorer::load(desk, &ground.film, asked.within_days)?;
    desk.progress.begin("scoring as of each month-end", Some(ground.judged.len() as u64));
    let scored = || scored(desk, &ground, &scorer);
    let ((cases, notice), checked) = both(scored, || checked(desk, &ground, &scorer))?;
    let (report, judgement) = tell(desk, &ground, &cases, &story(desk, asked, notice, checked), &mut |_| Vec::new())?;
    accuracy::keep(desk, &format!("churn {}", asked.within_days), &judgement)?;
    Ok((report, ground, cases))
}

/// What was said at each month-end and what came of it, and who is left out.
fn scored(desk: &Desk<'_>, ground: &Ground, scorer: &Scorer<'_>) -> Result<(Vec<Case>, Aside), Refusal> {
    let mut notice = Aside::none(GAVE_NOTICE);
    let mut cases = Vec::new();
    for day in &ground.judged {
        let outcomes = ground.outcomes(desk, *day)?;
        for said in scorer.at(*day, &ground.film.lessons(desk, *day)?) {
            let Some(lost_on) = outcomes.get(&said.account).copied() else { continue };
            if said.gave_notice {
                notice.add(lost_on.is_some());
            } else {
                cases.push(Case { lost_on, ..said.case(*day) });
            }
        }
        desk.progress.advance(1);
    }
    Ok((cases, notice))
}

/// What is said of one account at one cut-off.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    account: AccountId,
    chance: f64,
    tier: Tier,
    arr: Decimal,
    rivals: Vec<f64>,
    gave_notice: bool,
}

impl Said {
    fn case(self, cut_off: Date) -> Case {
        Case {
            account: self.account,
            cut_off,
            chance: self.chance,
            points: None,
            lost_on: None,
            arr: self.arr,
            rivals: self.rivals,
            stood: self.tier <= Tier::Medium,
        }
    }
}

/// Says at each day of a film what would have been said then.
struct Scorer<'a> {
    film: &'a Film,
    then: Vec<Then>,
    segments: Vec<Segments>,
    colours: Vec<Segments>,
    within_days: i32,
}

impl<'a> Scorer<'a> {
    fn load(desk: &Desk<'_>, film: &'a Film, within_days: i32) -> Result<Self, Refusal> {
        let payers = payers(desk, &film.past, &film.told)?;
        let paying: Vec<_> = payers.iter().map(|payers| &payers.arr).collect();
        let segments = film.segments(desk, paying.iter().copied());
        let judged = || judged(desk, (&film.past, &film.told), None, &paying, &segments);
        let (then, judged) = both(|| standings(desk, &film.past, &film.told), judged)?;
        Ok(Self { film, colours: film.colours(&judged), segments, then, within_days })
    }

    fn at(&self, day: Date, lessons: &Lessons) -> Vec<Said> {
        let Some(place) = self.film.past.place(day) else { return Vec::new() };
        let then = &self.then[place];
        let taught: Vec<Vec<Lesson>> =
            lessons.iter().map(|(place, outcomes)| lessons_at(&self.then[*place].standings, outcomes)).collect();
        let scale = Scale::of(then.standings.values());
        let card = as_kept(&learned(&taught, self.within_days, (scale, then.sources)));
        let rivals = [&self.segments, &self.colours].map(|groups| (shares(lessons, groups, self.within_days), groups));
        let said = |(account, standing): (&AccountId, &Standing)| {
            let risk = Risk::of(&card, standing, days_after(day, self.within_days));
            Said {
                account: account.clone(),
                chance: risk.chance.to_f64().unwrap_or_default(),
                tier: risk.tier(),
                arr: then.arr_of(account).unwrap_or_default(),
                rivals: rivals.iter().map(|(shares, groups)| shares.of_group(word(&groups[place], account))).collect(),
                gave_notice: standing.notice.is_some(),
            }
        };
        then.standings.iter().map(said).collect()
    }
}

/// Makes everything that is said at the cut-off in the middle again from a reading that ends there.
fn checked(desk: &Desk<'_>, ground: &Ground, scorer: &Scorer<'_>) -> Result<Checked, Refusal> {
    let cut_off = ground.judged[ground.judged.len() / 2];
    let film = ground.film.until(desk, cut_off)?;
    let alone = Scorer::load(desk, &film, ground.asked.within_days)?.at(cut_off, &film.lessons(desk, cut_off)?);
    let all = scorer.at(cut_off, &ground.film.lessons(desk, cut_off)?);
    // Both are in the order of accounts.
    let moved = all.iter().zip(&alone).filter(|(one, other)| one != other).count() + all.len().abs_diff(alone.len());
    Ok(Checked { cut_off, scores: all.len(), moved })
}

fn story(desk: &Desk<'_>, asked: Asked, notice: Aside, checked: Checked) -> Story {
    Story {
        address: Address::new("backtest-churn", "company", asked.when(), desk.as_of()),
        action: "backtest.churn",
        title: "Backtest of churn risk".to_owned(),
        score: "churn risk".to_owned(),
        looked: "in the medium tier or above",
        aside: vec![notice],
        reading: vec![
            "At each month-end the card is learned anew, from earlier month-ends whose outcome was known by then, and from \
             nothing else; signals are read by the code that reads today's."
                .to_owned(),
            super::told::baselines(desk),
        ],
        caveats: Vec::new(),
        checked,
    }
}
