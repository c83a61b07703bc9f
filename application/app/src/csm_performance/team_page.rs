use csm_performance::Team;
use kernel::{PersonId, Refusal};
use report::{Address, Block, Figure, Ledger, Report, Section, Table, TableCell, Tone, Unit};
use rust_decimal::Decimal;

use super::context::Context;
use super::show::refuse_what_is_not_covered;
use super::team::team;
use crate::desk::Desk;
use crate::fairness;

/// The leader's page: everybody by name, with what their books would have done under anyone, and how the books are shared
/// out. No ranks.
///
/// # Errors
/// When the period is not covered, or nobody is credited with any outcome.
pub fn team_page(desk: &Desk<'_>, period: Option<&str>) -> Result<Report, Refusal> {
    let period = desk.period(period)?;
    refuse_what_is_not_covered(desk, period)?;
    let found = fairness::findings(desk, period)?;
    let context = Context::load(desk, period)?;
    let (team, _) = team(desk, &context, &context.books(desk)?, None)?;
    let mut report = Report::new("csm-performance.team", format!("Team performance, {period}"), desk.as_of());
    report.period = Some(period.to_string());
    report.subtitle = vec![
        format!("{} to {} · as known on {}", period.from(), period.last_day(), desk.as_of()),
        "names in alphabetical order; nothing here is a ranking or feeds a rating".to_owned(),
    ];
    let mut fair = Section::new("fair_comparison", "What the books would have done under anyone");
    let mut ledger = Ledger::new(Address::new("team-performance", "company", period, desk.as_of()).to_string());
    let address = |person: &PersonId| fairness::address(desk, person.as_str(), period);
    for block in ::fairness::show::blocks(&found, address, &mut ledger) {
        fair.push(block);
    }
    report.ledger = ledger;
    report.push(fair);
    report.push(balance(desk, &team, &context));
    Ok(report)
}

/// How the books are shared out.
fn balance(desk: &Desk<'_>, team: &Team, context: &Context) -> Section {
    let mut section = Section::new("balance", "Balance of books");
    let headings = ["CSM", ">accounts", ">should be", ">ARR", ">share of ARR", "to know"];
    let mut table = Table::new("Books on the last day, by name", &headings);
    let total: Decimal = team.members.iter().map(|peer| peer.figures.arr).sum();
    for peer in &team.members {
        let figures = &peer.figures;
        let address = Address::new("csm-performance", peer.id.as_str(), context.period, desk.as_of());
        let arr = Figure::known(&*peer.name, figures.arr, Unit::Money(context.currency.to_string()), desk.as_of())
            .with_evidence(address.figure("portfolio.arr"));
        let share = figures
            .arr
            .checked_div(total)
            .map_or(TableCell::Empty, |share| report::display::value(share, &Unit::Ratio).into());
        table.row([
            TableCell::from(&*peer.name),
            figures.accounts.to_string().into(),
            figures.account_target.map_or(TableCell::Empty, |target| target.round_dp(1).normalize().to_string().into()),
            arr.into(),
            share,
            peer.left_out.clone().unwrap_or_default().into(),
        ]);
    }
    section.push(table);
    section.push(Block::text(heaviest(team)));
    if team.members.iter().all(|peer| peer.figures.account_target.is_none()) {
        section.push(Block::callout(Tone::Note, "How many accounts a book should have is not on record as a target."));
    }
    section
}

/// What is uneven, in words.
fn heaviest(team: &Team) -> String {
    let sizes = || team.members.iter().map(|peer| peer.figures.accounts).filter(|accounts| *accounts > 0);
    // Books of one size are all named, by name.
    let whose = |size: u64| {
        let names = team.members.iter().filter(|peer| peer.figures.accounts == size).map(|peer| &*peer.name);
        names.collect::<Vec<_>>().join(", ")
    };
    match (sizes().max(), sizes().min()) {
        (Some(most), Some(least)) if most > least => {
            format!("The largest book has {most} accounts ({}), the smallest {least} ({}).", whose(most), whose(least))
        }
        _ => "All books have the same number of accounts.".to_owned(),
    }
}
