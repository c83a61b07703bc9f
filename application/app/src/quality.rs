use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, FactShape, Refusal};
use ports::store::FactQuery;
use report::{Address, Block, Fold, Ledger, Prose, Report, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};
use crate::facts::paying::{Paying, owners_on, paying};
use crate::facts::stays::{everybody, of_everybody};
use crate::facts::voices::{days_before, from_to};

/// A conversation longer ago than this tells nothing about today.
// method: quality.quiet_days
const QUIET_DAYS: i64 = 180;
/// Use of the product longer ago than this tells nothing about today.
// method: quality.usage_days
const USAGE_DAYS: i64 = 90;
/// An answer longer ago than this tells nothing about today.
// method: quality.answer_days
const ANSWER_DAYS: i64 = 365;
/// An account that pays so many times the middle one may be in cents, or in another currency.
// method: quality.outlier_times
const OUTLIER_TIMES: i64 = 100;

/// What is wrong or missing about some accounts.
struct Gap {
    key: &'static str,
    sort: &'static str,
    says: &'static str,
    costs: &'static str,
    next: &'static str,
    accounts: BTreeSet<AccountId>,
}

/// What is missing, stale, contradictory or implausible about the accounts that pay, what each gap costs, and what to
/// mend first: where most ARR is concerned.
///
/// # Errors
/// When amounts cannot be added.
pub fn show(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let day = desk.as_of();
    // Where no amount was ever told, nobody pays yet, whatever the currency will be.
    let paid = if desk.currency().is_ok() { paying(desk, day, None)?.0 } else { Vec::new() };
    let mut report = Report::new("quality.show", "What the facts leave open", day);
    report.subtitle = vec![format!("accounts with ARR on {day}; what concerns most ARR comes first")];
    let mut ledger = Ledger::new(Address::new("quality", "company", day, day).to_string());
    if paid.is_empty() {
        report.push(Block::callout(
            Tone::Caveat,
            "No account has ARR on this day, so nothing can be said about gaps. Import accounts and contracts first: \
             evenkeel template FOLDER, or evenkeel import inspect FILE.",
        ));
        return Ok(report);
    }
    let mut gaps = gaps(desk, &paid, day)?;
    gaps.retain(|gap| !gap.accounts.is_empty());
    let concerned = |gap: &Gap| -> Decimal {
        paid.iter().filter(|one| gap.accounts.contains(&one.account)).map(|one| one.arr).sum()
    };
    // Equals stay in the order in which gaps lead to others.
    gaps.sort_by_key(|gap| std::cmp::Reverse(concerned(gap)));
    report.push(Block::text(lead(&gaps)));
    if !gaps.is_empty() {
        report.push(table(desk, &gaps, &paid, &mut ledger)?);
        report.push(Block::points(
            gaps.iter().map(|gap| format!("{}: {}.", capital(gap.says), gap.next)).collect::<Vec<_>>(),
        ));
    }
    report.ledger = ledger;
    Ok(report)
}

fn capital(text: &str) -> String {
    crate::relationships::capital(text)
}

fn lead(gaps: &[Gap]) -> Prose {
    match gaps.first() {
        None => {
            "No gap is seen: every account that pays has an owner, contacts and recent conversations, use and answers."
                .into()
        }
        Some(gap) => Prose::default()
            .strong(format!("Mend this first: {}.", gap.says))
            .words(format!(" Until then {}.", gap.costs)),
    }
}

fn table(desk: &Desk<'_>, gaps: &[Gap], paid: &[Paying], ledger: &mut Ledger) -> Result<Table, Refusal> {
    let (day, money) = (desk.as_of(), Unit::Money(desk.currency()?.to_string()));
    let mut table = Table::new("", &["what", "", ">accounts", ">ARR", "until it is mended"]);
    for gap in gaps {
        let (mut count, mut arr) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Sum, &["ARR"]));
        for one in paid.iter().filter(|one| gap.accounts.contains(&one.account)) {
            count.push("accounts", &Arc::from(one.account.as_str()), &*one.name, None, &[]);
            arr.push_known(&one.arr_figure(desk, day)?.labelled(&*one.name), &[]);
        }
        let count = ledger.figure(gap.key, gap.says, Unit::Count, day, count);
        let arr = ledger.figure(&format!("{}.arr", gap.key), gap.says, money.clone(), day, arr);
        table.row([TableCell::from(gap.says), gap.sort.into(), count.into(), arr.into(), gap.costs.into()]);
    }
    table.note = Some("An account can stand in several lines.".to_owned());
    Ok(table)
}

fn gaps(desk: &Desk<'_>, paid: &[Paying], day: Date) -> Result<Vec<Gap>, Refusal> {
    let all: BTreeSet<AccountId> = paid.iter().map(|one| one.account.clone()).collect();
    let without = |told: &BTreeSet<AccountId>| all.difference(told).cloned().collect::<BTreeSet<_>>();
    let people = everybody(desk)?;
    let stays = of_everybody(desk, &people)?;
    let owned: BTreeSet<AccountId> = owners_on(&stays, &people, day).into_keys().collect();
    let left = stays.iter().filter(|stay| stay.cut_short && stay.from <= day && !owned.contains(&stay.account));
    let left: BTreeSet<AccountId> =
        left.map(|stay| stay.account.clone()).filter(|account| all.contains(account)).collect();
    let since = |shape, days| told(desk, from_to(shape, days_before(day, days), day));
    let contacts = told(desk, FactQuery::all(&customers::contact::SHAPE))?;
    let talks = since(&customers::touchpoint::SHAPE, QUIET_DAYS)?;
    let mut used = since(&usage::daily::SHAPE, USAGE_DAYS)?;
    used.extend(since(&usage::monthly::SHAPE, USAGE_DAYS)?);
    let answers = since(&customers::survey::SHAPE, ANSWER_DAYS)?;
    let unowned = without(&owned).difference(&left).cloned().collect();
    let gap = |key, sort, (says, costs, next), accounts| Gap { key, sort, says, costs, next, accounts };
    Ok(vec![
        gap("owner", "missing", OWNER, unowned),
        gap("left", "contradictory", LEFT, left),
        gap("contacts", "missing", CONTACTS, without(&contacts)),
        gap("conversations", "missing or stale", CONVERSATIONS, without(&talks)),
        gap("usage", "missing or stale", USAGE, without(&used)),
        gap("answers", "missing or stale", ANSWERS, without(&answers)),
        gap("renewal", "missing", RENEWAL, open_ended(paid, day)),
        gap("churned", "contradictory", CHURNED, flagged(desk, &all)?),
        gap("outlier", "implausible", OUTLIER, outliers(paid)),
    ])
}

/// What is said, what it costs, and what to do.
type Words = (&'static str, &'static str, &'static str);

const OWNER: Words = (
    "nobody owns the account today",
    "its ARR counts as unowned and stands in nobody's book or review",
    "import ownership, or the accounts of your customer system with their owner",
);
const LEFT: Words = (
    "the last owner has left and nobody follows",
    "its days count as unowned, and nobody is told about it",
    "import who took it over, with the day",
);
const CONTACTS: Words = (
    "no contact is known",
    "nothing can be said about who speaks with us, and answers and meetings find no account by their address",
    "import contacts",
);
const CONVERSATIONS: Words = (
    "no conversation is on record in half a year",
    "closeness, silence and the engagement part of health are unknown",
    "import touchpoints or calendars",
);
const USAGE: Words = (
    "no use of the product is on record in a quarter",
    "the adoption part of health and the usage signals of churn are unknown",
    "import usage by month or by day",
);
const ANSWERS: Words = (
    "no answer to a survey in a year",
    "the sentiment part of health is unknown and its share of NPS is nobody's",
    "import surveys",
);
const RENEWAL: Words = (
    "no running contract says when it ends or renews",
    "renewals cannot be listed or forecast for it",
    "import contracts with ends_on or renewal_on",
);
const CHURNED: Words = (
    "the source says it is lost, and it pays",
    "one of both is wrong: ARR, or the flag",
    "look at the account in its source",
);
const OUTLIER: Words = (
    "it pays far more than the others",
    "if the amount is in cents or in another currency, every total is wrong",
    "look at the amounts of its contracts",
);

/// The accounts that rows of a kind speak about.
fn told(desk: &Desk<'_>, query: FactQuery<'_>) -> Result<BTreeSet<AccountId>, Refusal> {
    let mut accounts = BTreeSet::new();
    let mut see = |record: kernel::FactRecord| {
        if let Some(account) = record.text("account_id") {
            accounts.insert(AccountId::new(&account));
        }
        true
    };
    desk.store.each_fact(&desk.known(query).in_any_order(), &mut see).map_err(refused)?;
    Ok(accounts)
}

fn open_ended(paid: &[Paying], day: Date) -> BTreeSet<AccountId> {
    let says = |one: &&Paying| {
        let mut running = one
            .contracts
            .iter()
            .filter(|contract| contract.starts_on <= day && contract.ends_on.is_none_or(|end| day < end));
        running.all(|contract| contract.ends_on.is_none() && contract.renewal_on.is_none())
    };
    paid.iter().filter(says).map(|one| one.account.clone()).collect()
}

fn flagged(desk: &Desk<'_>, all: &BTreeSet<AccountId>) -> Result<BTreeSet<AccountId>, Refusal> {
    let mut accounts = BTreeSet::new();
    let mut see = |record: kernel::FactRecord| {
        let account = AccountId::new(&record.key);
        if record.flag("churned") == Some(true) && all.contains(&account) {
            accounts.insert(account);
        }
        true
    };
    let shape: &'static FactShape = &customers::account::SHAPE;
    desk.store.each_fact(&desk.known(FactQuery::all(shape)).in_any_order(), &mut see).map_err(refused)?;
    Ok(accounts)
}

/// Accounts come largest first, so the middle one stands in the middle.
fn outliers(paid: &[Paying]) -> BTreeSet<AccountId> {
    let Some(middle) = paid.get(paid.len() / 2).map(|one| one.arr) else { return BTreeSet::new() };
    let limit = middle.checked_mul(Decimal::from(OUTLIER_TIMES)).unwrap_or(Decimal::MAX);
    paid.iter().filter(|one| one.arr > limit).map(|one| one.account.clone()).collect()
}
