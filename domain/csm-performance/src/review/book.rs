use std::sync::Arc;

use report::chart::Part;
use report::{
    Address, Band, Block, Chart, ChartKind, Figure, Fold, Prose, Section, Table, TableCell, Tone, Trace, Unit,
};
use rust_decimal::Decimal;

use super::Desk;
use crate::facts::{BookAccount, Tier};
use crate::portfolio::{arr_rows, complexity_words, concentration_words};

/// Section 3.
pub(super) fn section(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("portfolio", "3. Portfolio analysis");
    if desk.shape.accounts == 0 {
        section.push(Block::callout(Tone::Note, "No account was theirs on the last day of the period."));
        return section;
    }
    let figures = vec![
        accounts(desk),
        arr(desk),
        effective(desk),
        largest(desk),
        top_five(desk),
        at_risk(desk),
        complexity(desk),
    ];
    section.push(Block::text(in_words(desk, &figures)));
    section.push(Block::Figures { figures });
    for flag in desk.shape.flags() {
        section.push(Block::callout(Tone::Caveat, flag));
    }
    section.push(bands(desk));
    section.push(colours(desk));
    section.push(tiers(desk));
    section.push(largest_accounts(desk));
    section
}

fn in_words(desk: &Desk<'_>, figures: &[Figure]) -> Prose {
    let load = match (desk.shape.workload(), &desk.shape.account_target) {
        (Some(load), Some((target, _))) => {
            format!("The book is {} ({} accounts wanted). ", load.words(), target.normalize())
        }
        _ => "There is no target for the number of accounts. ".to_owned(),
    };
    let share = figures[3].value.map_or("not known", concentration_words);
    let complexity = figures[6].value.map_or("not known", complexity_words);
    Prose::from(format!("{load}How much of its ARR hangs on few accounts is {share}; its complexity is {complexity}."))
}

fn accounts(desk: &mut Desk<'_>) -> Figure {
    let trace = Trace { fold: Fold::Count, ..desk.shape.arr.clone() };
    desk.ledger
        .figure("portfolio.accounts", "accounts", Unit::Count, desk.input.facts.as_of, trace)
        .with_convention("owned on the last day of the period")
}

fn arr(desk: &mut Desk<'_>) -> Figure {
    let unit = Unit::Money(desk.input.facts.currency.clone());
    let trace = desk.shape.arr.clone();
    desk.ledger
        .figure("portfolio.arr", "ARR", unit, desk.input.facts.as_of, trace)
        .with_convention("ARR at 00:00 on the day after the period, of accounts owned on its last day")
}

fn effective(desk: &mut Desk<'_>) -> Figure {
    let trace = Trace { fold: Fold::EffectiveNumber, ..desk.shape.arr.clone() };
    desk.ledger
        .figure("portfolio.effective", "effective accounts", Unit::Number, desk.input.facts.as_of, trace)
        .with_convention("how many equal accounts would be as concentrated: square of ARR over the sum of squares")
}

fn largest(desk: &mut Desk<'_>) -> Figure {
    let trace = Trace { fold: Fold::LargestShare, ..desk.shape.arr.clone() };
    desk.ledger
        .figure("portfolio.largest", "largest account", Unit::Ratio, desk.input.facts.as_of, trace)
        .with_convention("its share of ARR; up to 15 % acceptable, up to 25 % to be watched")
}

fn top_five(desk: &mut Desk<'_>) -> Figure {
    let trace = Trace { fold: Fold::TopShare(5), ..desk.shape.arr.clone() };
    desk.ledger.figure("portfolio.top_five", "five largest", Unit::Ratio, desk.input.facts.as_of, trace)
}

fn at_risk(desk: &mut Desk<'_>) -> Figure {
    let trace = match desk.shape.at_risk_share.clone() {
        Ok(trace) => trace,
        Err(why) => return Figure::unknown("ARR at risk", Unit::Ratio, desk.input.facts.as_of, why),
    };
    desk.ledger
        .figure("portfolio.at_risk", "ARR at risk", Unit::Ratio, desk.input.facts.as_of, trace)
        .with_convention("red and yellow ARR over ARR of accounts whose health is known")
}

fn complexity(desk: &mut Desk<'_>) -> Figure {
    let as_of = desk.input.facts.as_of;
    let mut trace = Trace::new(Fold::WeightedMean, &["part, 0 to 100", "weight"]);
    for part in desk.shape.complexity.clone() {
        let key = format!("complexity.{}", part.key);
        let share = desk.ledger.figure(&format!("{key}.share"), part.name, Unit::Number, as_of, part.share);
        let mut lines = Trace::new(Fold::OnLines, &["share", "part, 0 to 100"]);
        lines.push_known(&share, &[]);
        let (rule, full) = (Arc::from("performance"), [part.full_at, Decimal::ONE_HUNDRED]);
        lines.push("method", &rule, "nothing at", None, &[Decimal::ZERO; 2]);
        lines.push("method", &rule, "in full at", None, &full);
        let score = desk.scored(&key, part.name, lines);
        trace.push_known(&score, &[part.weight]);
    }
    let figure = desk
        .scored("portfolio.complexity", "complexity", trace)
        .with_convention("40 segment mix, 20 strategic accounts, 25 red and yellow, 15 renewals within 90 days");
    if desk.shape.renewals_unknown {
        return figure.with_note("contracts without a renewal date leave their part to the others");
    }
    figure
}

fn bands(desk: &Desk<'_>) -> Chart {
    let counts = desk.shape.bands;
    let parts = Band::ALL
        .into_iter()
        .zip(counts)
        .map(|(band, count)| Part { name: band.word().to_owned(), value: Decimal::from(count) })
        .collect();
    let opening = |band| desk.input.facts.opening_book().filter(|account| account.opening_health.band == band).count();
    let summary = format!(
        "{} green, {} yellow, {} red, {} unknown on the last day; {}, {}, {}, {} on the day before the period.",
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        opening(Band::Green),
        opening(Band::Yellow),
        opening(Band::Red),
        opening(Band::Unknown)
    );
    Chart { title: "Accounts by health".to_owned(), summary, unit: Unit::Count, kind: ChartKind::Split { parts } }
}

/// The accounts by colour on the last day and on the day before the period.
fn colours(desk: &mut Desk<'_>) -> Table {
    let mut table = Table::new("", &["colour", ">accounts", ">on the day before"]);
    let facts = desk.input.facts;
    for band in Band::ALL {
        let now = facts.closing_book().filter(|account| account.closing_health.band == band);
        let now = counted(desk, &format!("portfolio.{}", band.word()), now);
        let before = facts.opening_book().filter(|account| account.opening_health.band == band);
        let before = counted(desk, &format!("portfolio.{}.before", band.word()), before);
        table.row([band.into(), now.into(), before.into()]);
    }
    table
}

fn counted<'a>(desk: &mut Desk<'_>, key: &str, accounts: impl Iterator<Item = &'a BookAccount>) -> Figure {
    let mut trace = Trace::new(Fold::Count, &[]);
    for account in accounts {
        trace.push("accounts", &Arc::from(account.id.as_str()), &*account.name, None, &[]);
    }
    desk.ledger.figure(key, "accounts", Unit::Count, desk.input.facts.as_of, trace)
}

fn tiers(desk: &mut Desk<'_>) -> Table {
    let mut table = Table::new("Accounts by tier", &["tier", ">accounts", ">ARR"]);
    let facts = desk.input.facts;
    for tier in Tier::ALL {
        let book: Vec<&BookAccount> = facts.closing_book().filter(|account| account.tier == tier).collect();
        let arr = arr_rows(&book);
        let count = Trace { fold: Fold::Count, ..arr.clone() };
        let (as_of, key) = (facts.as_of, format!("portfolio.{}", tier.word()));
        let money = Unit::Money(facts.currency.clone());
        table.row([
            tier.word().into(),
            desk.ledger.figure(&format!("{key}.accounts"), "accounts", Unit::Count, as_of, count).into(),
            desk.ledger.figure(&format!("{key}.arr"), "ARR", money, as_of, arr).into(),
        ]);
    }
    table
}

fn largest_accounts(desk: &Desk<'_>) -> Table {
    let headings = ["account", "tier", ">ARR before", ">ARR after", ">health", "colour", "owned since"];
    let mut table = Table::new("The ten largest accounts", &headings);
    let facts = desk.input.facts;
    let mut book: Vec<&BookAccount> = facts.closing_book().collect();
    book.sort_by(|a, b| (b.closing_arr, &a.name).cmp(&(a.closing_arr, &b.name)));
    for account in book.iter().take(10) {
        table.row([
            TableCell::from(&*account.name),
            account.tier.word().into(),
            desk.account_arr(&account.id, facts.period.from(), account.opening_arr).labelled("ARR before").into(),
            desk.account_arr(&account.id, facts.closes_on(), account.closing_arr).labelled("ARR after").into(),
            health(desk, account).into(),
            account.closing_health.band.into(),
            account.owned_from.to_string().into(),
        ]);
    }
    table
}

fn health(desk: &Desk<'_>, account: &BookAccount) -> Figure {
    let facts = desk.input.facts;
    let figure = desk.plain("health", account.closing_health.score, Unit::Score, "too little is known");
    let address = Address::new("health", account.id.as_str(), facts.last_day(), facts.as_of);
    if figure.value.is_some() { figure.with_evidence(address.figure("score")) } else { figure }
}
