use std::collections::BTreeMap;
use std::sync::Arc;

use customers::{Contract, SurveyResponse};
use escalations::{NPS_DAYS, Raised};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Address, Block, Figure, Fold, Section, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;

use super::gather::Ground;
use super::show::Page;
use crate::facts::about_accounts;
use crate::health::{Books, scores};

/// Accounts shown one by one.
const SHOWN_MOST: usize = 10;
/// Month ends after an escalation that are looked at.
// method: escalations.after_months
const AFTER_MONTHS: usize = 3;
/// Health is read at so many month ends at most.
const MONTHS_MOST: usize = 10;

/// Health at month ends of accounts with an escalation.
struct Healths(Vec<(Date, BTreeMap<AccountId, Decimal>)>);

/// How one account did around an escalation.
struct Around {
    before: (Date, Decimal),
    lowest: (Date, Decimal),
    back: Option<Date>,
}

impl Healths {
    /// From the month end before the period to three after it, as far as they lie in the past.
    fn load(ground: &Ground<'_>) -> Result<Self, Refusal> {
        let accounts: Vec<AccountId> = ground.tally.by_account().into_keys().cloned().collect();
        let mut days = Vec::new();
        let mut end = ground.period.from().first_of_month().yesterday().unwrap_or(ground.period.from());
        let last = (0..AFTER_MONTHS).fold(ground.period.last_day().last_of_month(), |day, _| next_month_end(day));
        while end <= last.min(ground.as_of()) {
            days.push(end);
            end = next_month_end(end);
        }
        if accounts.is_empty() || days.len() > MONTHS_MOST {
            return Ok(Self(Vec::new()));
        }
        let contracts = about_accounts(ground.desk, &customers::contract::SHAPE, &accounts, Contract::from_record)?;
        let books = days.iter().map(|day| Books::of(ground.desk, *day)).collect::<Result<Vec<_>, _>>()?;
        let all = scores(ground.desk, &books.iter().collect::<Vec<_>>(), &accounts, &contracts)?;
        let known = all
            .into_iter()
            .map(|scored| scored.into_iter().filter_map(|(account, health)| Some((account, health.score?))).collect());
        Ok(Self(days.into_iter().zip(known).collect()))
    }

    fn around(&self, row: &Raised) -> Option<Around> {
        let at = |(day, scored): &(Date, BTreeMap<AccountId, Decimal>)| Some((*day, *scored.get(&row.account)?));
        let before = self.0.iter().rev().find(|(day, _)| *day < row.on).and_then(at)?;
        let after: Vec<(Date, Decimal)> =
            self.0.iter().filter(|(day, _)| *day >= row.on).take(AFTER_MONTHS + 1).filter_map(at).collect();
        let lowest = *after.iter().min_by_key(|(day, score)| (*score, *day))?;
        let back = after.iter().find(|(day, score)| *day >= lowest.0 && *score >= before.1).map(|(day, _)| *day);
        Some(Around { before, lowest, back })
    }
}

fn next_month_end(day: Date) -> Date {
    day.last_of_month().tomorrow().map_or(day, Date::last_of_month)
}

/// What the accounts pay, and how they did before and after.
pub(super) fn impact(page: &mut Page<'_>) -> Result<Section, Refusal> {
    let mut section = Section::new("impact", "Accounts before and after");
    section.push(Block::text(
        "What came after an escalation need not come from it: accounts that escalate were often in trouble before.",
    ));
    section.push(Block::Figures { figures: vec![at_stake(page)?] });
    section.push(left(page));
    let healths = Healths::load(page.ground)?;
    section.push(Block::Figures { figures: moved(page, &healths) });
    section.push(Block::Figures { figures: answered(page) });
    Ok(section)
}

/// ARR of the accounts with an escalation, at the beginning.
fn at_stake(page: &mut Page<'_>) -> Result<Figure, Refusal> {
    let mut trace = Trace::new(Fold::Sum, &["ARR"]);
    let ground = page.ground;
    for account in ground.tally.by_account().into_keys() {
        if let Some(one) = ground.opening.get(account) {
            trace.push_known(&one.arr_figure(ground.desk, ground.period.from())?.labelled(&*one.name), &[]);
        }
    }
    let words = format!("on {}, of accounts that paid then", ground.period.from());
    Ok(page.enter("arr", "ARR of accounts with an escalation", ground.money.clone(), trace).with_convention(words))
}

/// How many of those with and without an escalation pay nothing at the end.
fn left(page: &mut Page<'_>) -> Table {
    let ground = page.ground;
    let escalated = ground.tally.by_account();
    let mut table = Table::new("Accounts that paid at the beginning", &["", ">accounts", ">pay nothing at the end"]);
    for (key, label, with) in [("with", "with an escalation", true), ("without", "without", false)] {
        let (mut all, mut gone) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Mean, &["pays nothing"]));
        for one in ground.customers.iter().filter(|one| escalated.contains_key(&one.account) == with) {
            let account: Arc<str> = one.account.as_str().into();
            let left = Decimal::from(u8::from(!ground.closing.contains_key(&one.account)));
            all.push("accounts", &account, &*one.name, None, &[]);
            gone.push("accounts", &account, &*one.name, None, &[left]);
        }
        let all = page.enter(&format!("left.{key}.accounts"), label, Unit::Count, all);
        let gone = page.enter(&format!("left.{key}"), "pay nothing at the end", Unit::Ratio, gone);
        table.row([TableCell::from(label), all.into(), gone.into()]);
    }
    table
}

/// Mean health before, the lowest after, and how long until it was back.
fn moved(page: &mut Page<'_>, healths: &Healths) -> Vec<Figure> {
    let ground = page.ground;
    let labels = ["health before", "lowest health after", "change of health", "days until it was back"];
    let columns: &[&'static str] = &["score"];
    let (mut before, mut lowest) = (Trace::new(Fold::Mean, columns), Trace::new(Fold::Mean, columns));
    let mut back = Trace::new(Fold::Median, &["days"]);
    let (mut seen, mut not_back) = (0usize, 0usize);
    for row in ground.tally.raised() {
        let Some(around) = healths.around(row) else { continue };
        before.push_known(&health(ground, row, around.before), &[]);
        lowest.push_known(&health(ground, row, around.lowest), &[]);
        seen += 1;
        match around.back {
            Some(day) => {
                let days = Decimal::from((day - row.on).get_days());
                back.push(row.object, &row.key, &*row.name, Some(day), &[days]);
            }
            None => not_back += 1,
        }
    }
    if seen == 0 {
        let why = match healths.0.is_empty() && !ground.tally.raised().is_empty() {
            true => "the period is too long to read health month by month; ask for a quarter",
            false => "no account with an escalation has a health score both before and after it",
        };
        return labels.iter().map(|label| Figure::unknown(*label, Unit::Score, ground.as_of(), why)).take(1).collect();
    }
    let words = format!("of {seen} of {} escalations, where both are known", ground.tally.raised().len());
    let before = page
        .enter("health.before", labels[0], Unit::Score, before)
        .with_convention(format!("at the month end before; {words}"));
    let lowest = page
        .enter("health.lowest", labels[1], Unit::Score, lowest)
        .with_convention(format!("of the next {} month ends; {words}", AFTER_MONTHS + 1));
    let mut change = Trace::new(Fold::SumOfProducts, &["score", "counted"]);
    change.push_known(&lowest, &[Decimal::ONE]);
    change.push_known(&before, &[Decimal::NEGATIVE_ONE]);
    let change = page.enter("health.change", labels[2], Unit::ScorePoints, change);
    let back = match back.rows.is_empty() {
        true => Figure::unknown(labels[3], Unit::Days, ground.as_of(), "none was back within the months looked at"),
        false => page.enter("health.back", labels[3], Unit::Days, back).with_convention(format!(
            "to the first month end at which health was back where it was; {not_back} were not back yet"
        )),
    };
    vec![before, lowest, Figure { n: None, ..change }, back]
}

fn health(ground: &Ground<'_>, row: &Raised, (day, score): (Date, Decimal)) -> Figure {
    let at = Address::new("health", row.account.as_str(), day, ground.as_of());
    Figure::known(&*row.name, score, Unit::Score, ground.as_of()).with_evidence(at.figure("score"))
}

/// NPS of accounts with an escalation, of answers before and after their first one.
fn answered(page: &mut Page<'_>) -> Vec<Figure> {
    let ground = page.ground;
    let (mut before, mut after) =
        (Trace::new(Fold::NetPromoter, &["score"]), Trace::new(Fold::NetPromoter, &["score"]));
    for (account, rows) in ground.tally.by_account() {
        let Some(first) = rows.first() else { continue };
        for answer in ground.answers.get(account).map_or(&[] as &[SurveyResponse], Vec::as_slice) {
            let days = i64::from((answer.responded_on - first.on).get_days());
            if (-NPS_DAYS..NPS_DAYS).contains(&days) {
                let trace = if days < 0 { &mut before } else { &mut after };
                trace.push("surveys", &answer.key, &*first.name, Some(answer.responded_on), &[answer.score]);
            }
        }
    }
    let mut figure = |key: &str, label: &str, trace: Trace| {
        let words = format!("answers within {NPS_DAYS} days of the account's first escalation of the period");
        match trace.rows.is_empty() {
            true => Figure::unknown(label, Unit::PromoterPoints, ground.as_of(), "nobody answered in those days"),
            false => page.enter(key, label, Unit::PromoterPoints, trace).with_convention(words),
        }
    };
    vec![figure("nps.before", "NPS before", before), figure("nps.after", "NPS after", after)]
}

/// The accounts with most at stake.
pub(super) fn high_impact(page: &Page<'_>) -> Result<Section, Refusal> {
    let mut section = Section::new("high_impact", "Accounts with most at stake");
    let ground = page.ground;
    let healths = Healths::load(ground)?;
    let mut accounts: Vec<(&AccountId, Vec<&Raised>)> = ground.tally.by_account().into_iter().collect();
    let arr = |account: &AccountId| ground.opening.get(account).or(ground.closing.get(account)).map(|one| one.arr);
    accounts.sort_by(|a, b| (arr(b.0), a.0).cmp(&(arr(a.0), b.0)));
    if accounts.is_empty() {
        section.push(Block::text("No account."));
        return Ok(section);
    }
    let headings = ["account", "owner", ">ARR", "last raised", ">health before", ">lowest after", "now"];
    let mut table = Table::new("", &headings);
    for (account, rows) in accounts.iter().take(SHOWN_MOST) {
        let Some(last) = rows.last() else { continue };
        let opening = ground.opening.get(*account).map(|one| one.arr_figure(ground.desk, ground.period.from()));
        let closing = || ground.closing.get(*account).map(|one| one.arr_figure(ground.desk, ground.day));
        let arr = opening.or_else(closing).transpose()?;
        let around = healths.around(last);
        let score = |of: Option<(Date, Decimal)>| match of {
            Some(at) => TableCell::from(health(ground, last, at)),
            None => "not known".into(),
        };
        let open = rows.iter().filter(|row| row.resolved_on.is_none()).count();
        let now = match (ground.closing.contains_key(*account), open) {
            (false, _) => "pays nothing".to_owned(),
            (true, 0) => "resolved".to_owned(),
            (true, open) => format!("{open} open"),
        };
        let now = if rows.len() > 1 { format!("{now}, {} in all", rows.len()) } else { now };
        let about = last.cause.map_or("not told", |cause| cause.name());
        table.row([
            TableCell::from(&*last.name),
            ground.owners.get(*account).map_or("unowned", |owner| owner).into(),
            arr.map_or_else(|| "none".into(), TableCell::from),
            format!("{}: {about}", last.on).into(),
            score(around.as_ref().map(|around| around.before)),
            score(around.as_ref().map(|around| around.lowest)),
            now.into(),
        ]);
    }
    let more = accounts.len().saturating_sub(SHOWN_MOST);
    let rest = if more > 0 { format!(" And {more} more.") } else { String::new() };
    table.note = Some(format!("By ARR at the beginning. Health around the last escalation.{rest}"));
    section.push(table);
    Ok(section)
}
