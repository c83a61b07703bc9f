use jiff::Span;
use kernel::{PersonId, Refusal};
use ports::worlds::WorldPlan;
use report::Report;

use crate::csm_performance::{self, ReviewRequest};
use crate::desk::{Desk, refused};
use crate::imports::{ImportRequest, ReadingRequest, import};

/// How large the company is to be; the defaults make an interesting small one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request {
    /// How many CSMs.
    pub csms: Option<i64>,
    /// How many accounts.
    pub accounts: Option<i64>,
    /// How many years of history.
    pub years: Option<i64>,
    /// Which company.
    pub seed: Option<i64>,
}

/// A demonstration company with the review of one of its CSMs.
#[derive(Debug)]
pub struct Made {
    /// The review.
    pub report: Report,
    /// Whose it is: the name as a file name.
    pub file_name: String,
    /// Whose it is: the first name in lower case, as people would type it.
    pub first_name: String,
}

/// Makes a demonstration company in an empty home, or finds it there again, and reviews the CSM with the most accounts.
///
/// # Errors
/// When the home holds facts of another kind.
pub fn make(desk: &Desk<'_>, request: &Request) -> Result<Made, Refusal> {
    let deliveries = desk.store.deliveries().map_err(refused)?;
    let held: Vec<_> = deliveries.iter().filter(|delivery| delivery.undone_at.is_none()).collect();
    if held.is_empty() {
        fill(desk, request)?;
    } else if !held.iter().any(|delivery| delivery.label.contains(FOLDER)) {
        return Err(Refusal::Conflict(
            "this home holds facts of your own; make the demonstration in another one: evenkeel --home demo-home demo"
                .into(),
        ));
    }
    let period = desk.period(None)?;
    let person = busiest(desk, period.last_day())?;
    let report = csm_performance::show(desk, ReviewRequest { csm: person.0.as_str(), period: None })?;
    let slug = person.1.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let first_name = person.1.split_whitespace().next().unwrap_or(&person.1).to_lowercase();
    Ok(Made { report, file_name: format!("{slug}-{period}"), first_name })
}

const FOLDER: &str = "demo-company";

fn fill(desk: &Desk<'_>, request: &Request) -> Result<(), Refusal> {
    // Facts reach to yesterday, as in a company at work: a month later half of it would count as silent.
    let to = desk.today();
    let whole = |field: &str, given: Option<i64>, default: i64, most: i64| match given.unwrap_or(default) {
        number if (1..=most).contains(&number) => Ok(u32::try_from(number).unwrap_or(u32::MAX)),
        number => Err(Refusal::invalid(field, format!("`{number}` does not work for {field}; write 1 to {most}"))),
    };
    let years = whole("years", request.years, 5, 10)?;
    let plan = WorldPlan {
        seed: request.seed.map_or(7, i64::unsigned_abs),
        csms: whole("csms", request.csms, 12, 2_000)?,
        accounts: whole("accounts", request.accounts, 420, 100_000)?,
        from: to.checked_sub(Span::new().years(years)).unwrap_or(to),
        to,
    };
    let folder = desk.home.join(FOLDER);
    desk.progress.begin("making a company", Some(100));
    let mut told = 0_u64;
    let mut tell = |share: f64| {
        // Shares of one in whole percent; a share outside of that is a printer's matter, not ours.
        let percent = (share.clamp(0.0, 1.0) * 100.0) as u64;
        desk.progress.advance(percent.saturating_sub(told));
        told = told.max(percent);
    };
    desk.worlds.write(&plan, &folder, &mut tell).map_err(refused)?;
    desk.progress.end();
    let reading = ReadingRequest { paths: vec![folder], currency: Some("USD".into()), ..ReadingRequest::default() };
    import(desk, &ImportRequest { reading, ..ImportRequest::default() }).map(|_| ())
}

/// The person with the most accounts on a day: identifier and name.
fn busiest(desk: &Desk<'_>, day: jiff::civil::Date) -> Result<(PersonId, String), Refusal> {
    let people = crate::facts::stays::everybody(desk)?;
    let stays = crate::facts::stays::of_everybody(desk, &people)?;
    let mut counts = std::collections::BTreeMap::new();
    for stay in stays.iter().filter(|stay| stay.holds_on(day)) {
        *counts.entry(&stay.owner).or_insert(0_u64) += 1;
    }
    let most = counts.into_iter().max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0))).map(|(owner, _)| owner.clone());
    let owner = most.ok_or_else(|| Refusal::NotEnoughData("nobody owns an account in this home".into()))?;
    let name = people.get(&owner).map_or_else(|| owner.to_string(), |person| person.name.to_string());
    Ok((owner, name))
}
