use crate::calendar::{Calendar, Day};
use crate::dice::{Dice, Topic};
use crate::effects::{CREDIT_DAYS, Circumstances, FIT_SPREAD, Segment, TROUBLES_PER_YEAR, chance_of, quality};
use crate::names::{COUNTRIES, INDUSTRIES};
use crate::roster::Roster;
use crate::stays::{Route, Stay, credit, owner_on, within};

/// Days a trouble weighs on an account.
pub(crate) const TROUBLE_DAYS: Day = CREDIT_DAYS;

/// What a contract of an account says.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub(crate) starts: Day,
    /// `None` while it runs.
    pub(crate) ends: Option<Day>,
    pub(crate) renewal: Option<Day>,
    pub(crate) arr: i64,
    pub(crate) trial: bool,
    pub(crate) escalator: bool,
    pub(crate) notice: Option<Day>,
}

/// A renewal that was decided, with the chance it truly had.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub(crate) on: Day,
    /// Log-odds of leaving under an average owner.
    pub(crate) average_log_odds: f64,
    /// With the owners it had.
    pub(crate) log_odds: f64,
    pub(crate) credit: Vec<(usize, f64)>,
    pub(crate) churned: bool,
    pub(crate) troubled: bool,
}

/// A chance to sell more.
#[derive(Debug, Clone)]
pub(crate) struct Sale {
    pub(crate) owner: usize,
    pub(crate) opened: Day,
    pub(crate) closed: Option<Day>,
    pub(crate) won: bool,
    pub(crate) amount: i64,
}

/// An account from its sign-up to the end of the world: what it is, who owned it, what it paid, how it decided.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) index: usize,
    pub(crate) id: String,
    pub(crate) segment: Segment,
    pub(crate) industry: usize,
    pub(crate) country: &'static str,
    pub(crate) signed_up: Day,
    pub(crate) fit: f64,
    pub(crate) auto_renew: bool,
    pub(crate) troubles: Vec<Day>,
    pub(crate) stays: Vec<Stay>,
    pub(crate) terms: Vec<Term>,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) sales: Vec<Sale>,
    /// The stretches in which it is a customer.
    pub(crate) active: Vec<(Day, Day)>,
}

impl Life {
    pub(crate) fn is_active(&self, day: Day) -> bool {
        self.active.iter().any(|(from, to)| *from <= day && day < *to)
    }

    pub(crate) fn owner_on(&self, day: Day) -> Option<usize> {
        owner_on(&self.stays, day)
    }

    pub(crate) fn is_troubled(&self, day: Day) -> bool {
        self.troubles.iter().any(|trouble| *trouble <= day && day < trouble + TROUBLE_DAYS)
    }

    pub(crate) fn arr_on(&self, day: Day) -> i64 {
        let holds = |term: &&Term| term.starts <= day && term.ends.is_none_or(|ends| day < ends);
        self.terms.iter().filter(holds).map(|term| term.arr).sum()
    }

    /// The day it next leaves, if it does so soon.
    pub(crate) fn leaves_within(&self, day: Day, days: Day) -> bool {
        self.decisions.iter().any(|decision| decision.churned && day < decision.on && decision.on <= day + days)
    }

    pub(crate) fn seats(&self, arr: i64) -> i64 {
        ((arr as f64 / self.segment.traits().seat_price) as i64).max(3)
    }

    /// How content the account is on a day; 0 on average.
    pub(crate) fn mood(&self, day: Day, roster: &Roster, end: Day) -> f64 {
        let owner = self.owner_on(day).and_then(|owner| roster.csm(owner)).map_or(0.0, |csm| csm.effect);
        let trouble = if self.is_troubled(day) { 1.2 } else { 0.0 };
        let leaving = if self.leaves_within(day, 120) { 0.8 } else { 0.0 };
        1.2 * self.fit + quality(day, end) + owner - trouble - leaving
    }
}

/// Lives one account.
pub(crate) fn live(seed: u64, index: usize, calendar: &Calendar, roster: &Roster) -> Life {
    let mut dice = Dice::of(seed, Topic::Life, index);
    let mut life = born(index, calendar.end, &mut dice);
    let route =
        Route { roster, segment: life.segment, troubles: &life.troubles, begins: life.signed_up, end: calendar.end };
    life.stays = route.walk(&mut dice);
    let mut course = Course { calendar, roster, dice, life };
    course.run();
    let mut life = course.life;
    life.stays = within(&life.stays, &life.active);
    life
}

fn born(index: usize, end: Day, dice: &mut Dice) -> Life {
    // method: worlds.segment_mix
    let segment = match dice.unit() {
        part if part < 0.15 => Segment::Enterprise,
        part if part < 0.55 => Segment::MidMarket,
        _ => Segment::Growth,
    };
    let (signed_up, fit) = (sign_up(end, dice), FIT_SPREAD * dice.normal());
    Life {
        index,
        id: format!("A-{:06}", index + 1),
        segment,
        industry: dice.below(INDUSTRIES.len()),
        country: dice.word(&COUNTRIES),
        signed_up,
        fit,
        auto_renew: dice.chance(0.55),
        troubles: troubles(signed_up, end, fit, dice),
        stays: Vec::new(),
        terms: Vec::new(),
        decisions: Vec::new(),
        sales: Vec::new(),
        active: Vec::new(),
    }
}

/// A third comes in the first half year, the others evenly until a month before the end.
// method: worlds.launch
fn sign_up(end: Day, dice: &mut Dice) -> Day {
    let last = f64::from((end - 30).max(1));
    let launch = last.min(183.0);
    let (early, part) = (dice.chance(0.33), dice.unit());
    if early { (part * launch) as Day } else { (launch + part * (last - launch)) as Day }
}

fn troubles(signed_up: Day, end: Day, fit: f64, dice: &mut Dice) -> Vec<Day> {
    let rate = TROUBLES_PER_YEAR * libm::exp(-0.4 * fit);
    let mut found = Vec::new();
    let mut day = signed_up + 30 + dice.wait_days(rate);
    while day < end {
        found.push(day);
        day += TROUBLE_DAYS + dice.wait_days(rate);
    }
    found
}

/// The course of an account through its contracts.
struct Course<'a> {
    calendar: &'a Calendar,
    roster: &'a Roster,
    dice: Dice,
    life: Life,
}

impl Course<'_> {
    fn run(&mut self) {
        let traits = self.life.segment.traits();
        let mut arr = hundreds(self.dice.log_normal(traits.arr_median, traits.arr_spread));
        let mut begins = self.life.signed_up;
        let mut starts = self.try_out(begins, arr);
        // Every pass is one unbroken stretch as a customer.
        while let Some((lost, paid)) = self.pay_until_lost(starts, arr) {
            self.life.active.push((begins, lost));
            // method: worlds.reactivations
            let back = lost + self.dice.days(120, 300);
            if !self.dice.chance(0.05) || back + 30 >= self.calendar.end {
                return;
            }
            (begins, starts, arr) = (back, back, hundreds(paid as f64 * 0.7));
        }
        self.life.active.push((begins, self.calendar.end));
    }

    /// Some try before they buy; the day on which they begin to pay.
    // method: worlds.trials
    fn try_out(&mut self, begins: Day, arr: i64) -> Day {
        let paid_from = begins + self.dice.days(14, 30);
        if !self.dice.chance(0.10) || paid_from >= self.calendar.end || arr == 0 {
            return begins;
        }
        let trial = Term { trial: true, ends: Some(paid_from), renewal: None, ..self.term(begins, 0) };
        self.life.terms.push(trial);
        paid_from
    }

    fn term(&self, starts: Day, arr: i64) -> Term {
        let renewal = Some(self.calendar.year_after(starts));
        Term { starts, ends: None, renewal, arr, trial: false, escalator: false, notice: None }
    }

    /// Runs yearly terms until the account leaves: the day it left and what it paid at last. `None` when it never does.
    fn pay_until_lost(&mut self, mut starts: Day, mut arr: i64) -> Option<(Day, i64)> {
        let mut escalator = false;
        loop {
            let first = self.life.terms.len();
            let ends = self.calendar.year_after(starts);
            let term = Term { escalator, ..self.term(starts, arr) };
            self.life.terms.push(term);
            arr += self.sell(starts, ends, arr);
            if ends >= self.calendar.end {
                return None;
            }
            let churned = self.decide(ends);
            self.close(first, ends, churned);
            if churned {
                return Some((ends, arr));
            }
            (arr, escalator) = self.renewed_arr(ends, arr);
            starts = self.renewed_on(ends);
        }
    }

    fn decide(&mut self, on: Day) -> bool {
        let life = &self.life;
        let circumstances = Circumstances {
            segment: life.segment,
            industry: life.industry,
            tenure_days: on - life.signed_up,
            quality: quality(on, self.calendar.end),
            fit: life.fit,
            troubled: life.is_troubled(on),
        };
        let credit = credit(&life.stays, on);
        let effect = |(owner, share): &(usize, f64)| self.roster.csm(*owner).map_or(0.0, |csm| csm.effect * share);
        let average_log_odds = circumstances.log_odds();
        let log_odds = average_log_odds - credit.iter().map(effect).sum::<f64>();
        let churned = self.dice.chance(chance_of(log_odds));
        let troubled = circumstances.troubled;
        self.life.decisions.push(Decision { on, average_log_odds, log_odds, credit, churned, troubled });
        churned
    }

    fn close(&mut self, first: usize, ends: Day, churned: bool) {
        let told = ends - self.dice.days(10, 60);
        for term in self.life.terms.iter_mut().skip(first) {
            term.ends = Some(ends);
            term.notice = churned.then_some(told.max(term.starts));
        }
    }

    /// What the next term costs, and whether it rose by contract.
    // method: worlds.renewed_amounts
    fn renewed_arr(&mut self, on: Day, arr: i64) -> (i64, bool) {
        let shrinks = if self.life.is_troubled(on) { 0.20 } else { 0.10 };
        let (roll, size) = (self.dice.unit(), self.dice.unit());
        let paid = arr as f64;
        match roll {
            roll if roll < shrinks => (hundreds(paid * (0.60 + 0.32 * size)), false),
            roll if roll < shrinks + 0.15 => (hundreds(paid * (1.05 + 0.20 * size)), false),
            roll if roll < shrinks + 0.35 && self.life.auto_renew => (hundreds(paid * (1.03 + 0.02 * size)), true),
            _ => (arr, false),
        }
    }

    /// A few sign late; never so late that it would look like a loss at the end of the world.
    // method: worlds.lapses
    fn renewed_on(&mut self, ends: Day) -> Day {
        let late = self.dice.days(4, 18);
        let lapses = self.dice.chance(0.015);
        if lapses && ends + 20 < self.calendar.end { ends + late } else { ends }
    }

    /// Chances to sell more in a term, and what was won of them.
    fn sell(&mut self, starts: Day, ends: Day, arr: i64) -> i64 {
        let traits = self.life.segment.traits();
        let mut won = 0;
        for _ in 0..self.dice.poisson(traits.sales_per_year) {
            let opened = self.dice.days(starts + 30, ends - 60);
            let closed = opened + self.dice.days(20, 90);
            let (size, luck) = (self.dice.unit(), self.dice.unit());
            let owner = owner_on(&self.life.stays, opened).filter(|_| opened < self.calendar.end);
            let Some(owner) = owner else { continue };
            // Who owns the account when it is decided takes the deal over.
            let owner = owner_on(&self.life.stays, closed.min(ends - 1)).unwrap_or(owner);
            let amount = hundreds(arr as f64 * (0.08 + 0.22 * size));
            let selling = self.roster.csm(owner).map_or(0.0, |csm| csm.selling);
            // method: worlds.sales_won
            let wins = closed < ends && luck < chance_of(-0.25 + selling + 0.6 * self.life.fit);
            won += self.settle(&Sale { owner, opened, closed: Some(closed.min(ends - 1)), won: wins, amount }, ends);
        }
        won
    }

    /// Writes a sale down as far as it came; what it adds to the term.
    fn settle(&mut self, sale: &Sale, ends: Day) -> i64 {
        let closed = sale.closed.filter(|closed| *closed < self.calendar.end);
        let (won, amount) = (sale.won && closed.is_some(), sale.amount);
        self.life.sales.push(Sale { closed, won, ..*sale });
        let Some(starts) = closed.filter(|_| won) else { return 0 };
        let added = Term { renewal: Some(ends), ..self.term(starts, amount) };
        self.life.terms.push(added);
        amount
    }
}

/// Amounts are rounded to hundreds, as on a price list.
pub(crate) fn hundreds(amount: f64) -> i64 {
    ((amount / 100.0 + 0.5) as i64).max(1) * 100
}
