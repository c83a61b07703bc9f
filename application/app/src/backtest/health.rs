use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use backtest::{Parts, Recalibration};
use health::Profile;
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Address, Band, Block, Fold, Ledger, Report, Section, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;

use super::accuracy;
use super::ground::{Asked, Film, Ground, Lessons, Outcomes, shares, word};
use super::told::{Aside, Case, Checked, GAVE_NOTICE, Story, tell, write_out};
use super::weights::Offered;
use crate::churn::past::{Payers, payers};
use crate::desk::{Desk, both};
use crate::health::past::{Judged, Segments, judged};

/// What a backtest of health is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct HealthRequest<'a> {
    /// The profile; as configured where none is named.
    pub profile: Option<&'a str>,
    /// How many days ahead.
    pub within: Option<i64>,
    /// How many month-ends are judged.
    pub months: Option<i64>,
    /// How many accounts can be worked through a month.
    pub capacity: Option<i64>,
    /// The folder the trials are written into.
    pub trials: Option<&'a Path>,
}

const UNKNOWN: &str = "accounts at a cut-off of which too little was known for a score";

/// The health score as it would have been shown at each of the last month-ends, held against who was lost.
///
/// # Errors
/// When the profile is not known, a number is out of range, or there is no month whose outcome is known.
pub fn health(desk: &Desk<'_>, request: HealthRequest<'_>) -> Result<Report, Refusal> {
    let asked = Asked::of(request.within, request.months, request.capacity)?;
    let (mut report, ground, cases) = made(desk, asked, request.profile)?;
    write_out(desk, &mut report, (&ground, &cases), request.trials)?;
    Ok(report)
}

/// The same by its address.
pub(crate) fn health_on(desk: &Desk<'_>, when: &str, profile: Option<&str>) -> Result<Report, Refusal> {
    made(desk, super::asked_at(when)?, profile).map(|(report, _, _)| report)
}

fn made(desk: &Desk<'_>, asked: Asked, profile: Option<&str>) -> Result<(Report, Ground, Vec<Case>), Refusal> {
    let one = judged_by(desk, profile)?;
    let name = one.map_or_else(|| "the profile of its segment".to_owned(), |one| format!("profile {}", one.name()));
    desk.progress.begin("reading what was known month by month", None);
    let ground = Ground::load(desk, asked)?;
    let scorer = Scorer::load(desk, &ground.film, (asked.within_days, profile))?;
    desk.progress.begin("scoring as of each month-end", Some(ground.judged.len() as u64));
    let scored = || scored(desk, &ground, &scorer);
    let (scored, checked) = both(scored, || checked(desk, &ground, &scorer, profile))?;
    let Scored { cases, bands, offered, aside } = scored;
    let story = story(desk, asked, (profile, &name), (aside, checked));
    let mut extra = |ledger: &mut Ledger| {
        let weights = one.map(|profile| offered.section(profile, &cases, desk.as_of()));
        let colours = bands.section(ledger, desk.as_of());
        [Some(colours), weights].into_iter().flatten().map(Block::from).collect()
    };
    let (report, judgement) = tell(desk, &ground, &cases, &story, &mut extra)?;
    accuracy::keep(desk, &accuracy_of(profile), &judgement)?;
    Ok((report, ground, cases))
}

/// What was said at each month-end and what came of it.
struct Scored {
    cases: Vec<Case>,
    bands: Bands,
    offered: Offered,
    aside: [Aside; 2],
}

fn scored(desk: &Desk<'_>, ground: &Ground, scorer: &Scorer<'_>) -> Result<Scored, Refusal> {
    let mut aside = [Aside::none(GAVE_NOTICE), Aside::none(UNKNOWN)];
    let (mut cases, mut bands, mut offered) = (Vec::new(), Bands::default(), Offered::default());
    for day in &ground.judged {
        let (outcomes, lessons) = (ground.outcomes(desk, *day)?, ground.film.lessons(desk, *day)?);
        scorer.offer(*day, &lessons, &mut offered);
        for said in scorer.at(*day, &lessons) {
            let Some(lost_on) = outcomes.get(&said.account).copied() else { continue };
            if said.gave_notice {
                aside[0].add(lost_on.is_some());
                continue;
            }
            bands.add(said.band, (&said.account, *day, lost_on.is_some()));
            match said.known {
                None => aside[1].add(lost_on.is_some()),
                Some((points, chance)) => cases.push(Case {
                    account: said.account,
                    cut_off: *day,
                    chance,
                    points: Some(points),
                    lost_on,
                    arr: said.arr,
                    rivals: said.rivals,
                    stood: said.band == Band::Red,
                }),
            }
        }
        desk.progress.advance(1);
    }
    Ok(Scored { cases, bands, offered, aside })
}

/// Whose accuracy it is.
fn accuracy_of(profile: Option<&str>) -> String {
    format!("health {}", profile.unwrap_or("as configured"))
}

/// How far the score of a profile may be believed, in a line.
pub(crate) fn accuracy_line(desk: &Desk<'_>, profile: Option<&str>) -> Result<Block, Refusal> {
    let named = profile.map_or_else(String::new, |profile| format!(" --profile {profile}"));
    accuracy::line(desk, &accuracy_of(profile), &format!("evenkeel backtest health{named}"))
}

/// The one profile that is judged; `None` where segments have several.
fn judged_by<'a>(desk: &'a Desk<'_>, profile: Option<&str>) -> Result<Option<&'a Profile>, Refusal> {
    let profiles = &desk.settings.health;
    match profile {
        Some(key) => profiles.find(key).map(Some),
        None => Ok((!profiles.differ_by_segment()).then(|| profiles.standard())),
    }
}

/// What is said of one account at one cut-off.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    account: AccountId,
    /// The score and its chance, where it is known.
    known: Option<(f64, f64)>,
    band: Band,
    arr: Decimal,
    rivals: Vec<f64>,
    gave_notice: bool,
}

/// Says at each day of a film what would have been said then.
struct Scorer<'a> {
    film: &'a Film,
    payers: Vec<Payers>,
    judged: Vec<BTreeMap<AccountId, Judged>>,
    segments: Vec<Segments>,
    colours: Vec<Segments>,
    within_days: i32,
}

impl<'a> Scorer<'a> {
    fn load(desk: &Desk<'_>, film: &'a Film, (within_days, profile): (i32, Option<&str>)) -> Result<Self, Refusal> {
        let payers = payers(desk, &film.past, &film.told)?;
        let paying: Vec<_> = payers.iter().map(|payers| &payers.arr).collect();
        let segments = film.segments(desk, paying.iter().copied());
        let judged = judged(desk, (&film.past, &film.told), profile, &paying, &segments)?;
        Ok(Self { film, colours: film.colours(&judged), payers, judged, segments, within_days })
    }

    fn at(&self, day: Date, lessons: &Lessons) -> Vec<Said> {
        let Some(place) = self.film.past.place(day) else { return Vec::new() };
        let told: Vec<(f64, bool)> =
            lessons.iter().flat_map(|(place, outcomes)| self.lessons_at(*place, outcomes)).collect();
        let scores: Vec<f64> = self.judged[place].values().filter_map(|judged| judged.score).collect();
        let assumed = churn::card::assumed_share(self.within_days);
        let learned = Recalibration::learn(&told, &scores, assumed);
        let rivals = [&self.segments, &self.colours].map(|groups| (shares(lessons, groups, self.within_days), groups));
        let payers = &self.payers[place];
        let said = |(account, judged): (&AccountId, &Judged)| Said {
            account: account.clone(),
            known: judged.score.map(|score| (score, learned.chance(score))),
            band: judged.band,
            arr: payers.arr.get(account).copied().unwrap_or_default(),
            rivals: rivals.iter().map(|(shares, groups)| shares.of_group(word(&groups[place], account))).collect(),
            gave_notice: payers.gave_notice.contains(account),
        };
        self.judged[place].iter().map(said).collect()
    }

    /// Learns which weights the lessons of a cut-off choose, and what they say of its accounts.
    fn offer(&self, day: Date, lessons: &Lessons, offered: &mut Offered) {
        let Some(place) = self.film.past.place(day) else { return };
        let parts = lessons.iter().flat_map(|(place, outcomes)| self.parts_at(*place, outcomes)).collect();
        let known = self.judged[place].iter().filter(|(_, judged)| judged.score.is_some());
        let now: Vec<_> =
            known.map(|(account, judged)| (Arc::from(account.as_str()), judged.components.clone())).collect();
        offered.at(day, parts, &now);
    }

    fn parts_at(&self, place: usize, outcomes: &Outcomes) -> Vec<Parts> {
        let open = outcomes.iter().filter(|(account, _)| !self.payers[place].gave_notice.contains(account));
        let parts = |(account, lost): (&AccountId, &Option<Date>)| {
            let judged = self.judged[place].get(account).filter(|judged| judged.score.is_some())?;
            let components = judged.components.clone();
            Some(Parts { key: Arc::from(account.as_str()), components, happened: lost.is_some() })
        };
        open.filter_map(parts).collect()
    }

    /// Scores of a cut-off with what came of them; where notice had been given there was nothing to learn.
    fn lessons_at(&self, place: usize, outcomes: &Outcomes) -> Vec<(f64, bool)> {
        let open = outcomes.iter().filter(|(account, _)| !self.payers[place].gave_notice.contains(account));
        open.filter_map(|(account, lost)| Some((self.judged[place].get(account)?.score?, lost.is_some()))).collect()
    }
}

/// Makes everything that is said at the cut-off in the middle again from a reading that ends there.
fn checked(desk: &Desk<'_>, ground: &Ground, scorer: &Scorer<'_>, profile: Option<&str>) -> Result<Checked, Refusal> {
    let cut_off = ground.judged[ground.judged.len() / 2];
    let film = ground.film.until(desk, cut_off)?;
    let alone = Scorer::load(desk, &film, (ground.asked.within_days, profile))?;
    let alone = alone.at(cut_off, &film.lessons(desk, cut_off)?);
    let all = scorer.at(cut_off, &ground.film.lessons(desk, cut_off)?);
    // Both are in the order of accounts.
    let moved = all.iter().zip(&alone).filter(|(one, other)| one != other).count() + all.len().abs_diff(alone.len());
    Ok(Checked { cut_off, scores: all.len(), moved })
}

fn story(
    desk: &Desk<'_>,
    asked: Asked,
    (profile, name): (Option<&str>, &str),
    (aside, checked): ([Aside; 2], Checked),
) -> Story {
    let action =
        profile.map_or_else(|| "backtest-health".to_owned(), |profile| format!("backtest-health-by-{profile}"));
    Story {
        address: Address::new(&action, "company", asked.when(), desk.as_of()),
        action: "backtest.health",
        title: "Backtest of health".to_owned(),
        score: format!("health by {name}"),
        looked: "red",
        aside: aside.to_vec(),
        reading: vec![
            format!(
                "A score is no chance. At each month-end it was brought to one by a line in log-odds, learned from the scores of \
                 earlier month-ends whose outcome was known by then, and from nothing else. Judged: health by {name}."
            ),
            super::told::baselines(desk),
        ],
        caveats: Vec::new(),
        checked,
    }
}

/// What came of the accounts of each colour.
#[derive(Default)]
struct Bands(BTreeMap<usize, Vec<(Arc<str>, Date, bool)>>);

impl Bands {
    fn add(&mut self, band: Band, (account, day, lost): (&AccountId, Date, bool)) {
        let place = Band::ALL.iter().position(|other| *other == band).unwrap_or_default();
        self.0.entry(place).or_default().push((Arc::from(account.as_str()), day, lost));
    }

    fn section(&self, ledger: &mut Ledger, as_of: Date) -> Section {
        let mut section = Section::new("colours", "What came of each colour?");
        let mut table = Table::new("", &["colour", ">accounts at a cut-off", ">lost"]);
        for (place, band) in Band::ALL.into_iter().enumerate() {
            let rows = self.0.get(&place).map_or(&[][..], Vec::as_slice);
            let (mut count, mut lost) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Mean, &["lost"]));
            for (account, day, was_lost) in rows {
                let label = format!("as of {day}");
                count.push("accounts", account, label.as_str(), Some(*day), &[]);
                lost.push("accounts", account, label, Some(*day), &[Decimal::from(u8::from(*was_lost))]);
            }
            let word = band.word();
            table.row([
                TableCell::from(band),
                ledger.figure(&format!("colour.{word}"), "accounts at a cut-off", Unit::Count, as_of, count).into(),
                ledger.figure(&format!("lost.{word}"), "lost", Unit::Ratio, as_of, lost).into(),
            ]);
        }
        section.push(table);
        section
    }
}
