//! What holds for any contracts, stays, rules and rates.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use kernel::{Currency, Period};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::scenes::{EUR, Ground, account, on};
use crate::{
    AccountHistory, Bridge, ChurnSource, Cohort, Convention, Holding, LineKind, Measured, RateRow, Rates, Rules, Term,
    WinBack, arr_on, arr_trace, bridge, compare_churn_sources, movements, open_lapses, renewals, unowned,
};

const DAYS: i32 = 900;

fn day(number: i32) -> Date {
    date(2025, 1, 1).checked_add(number.days()).unwrap()
}

fn any_term() -> impl Strategy<Value = Term> {
    let end = prop_oneof![1 => Just(None), 4 => (0..300_i32).prop_map(Some)];
    (0..DAYS, end, 0..5_000_000_i64, any::<bool>(), any::<bool>(), prop::option::of(0..DAYS)).prop_map(
        |(from, length, cents, in_euro, escalator, renewal)| Term {
            fact: Arc::from(format!("K-{from}-{cents}-{in_euro}-{escalator}")),
            from: day(from),
            to: length.map(|length| day(from + length)),
            arr: Decimal::new(cents, 2),
            currency: if in_euro { EUR.parse().unwrap() } else { Currency::USD },
            escalator,
            renewal_on: renewal.map(day),
        },
    )
}

/// Contracts that follow one another, often without or with a short gap, as real ones do.
fn any_chain() -> impl Strategy<Value = Vec<Term>> {
    let link =
        (prop_oneof![3 => Just(0), 2 => 1..40_i32, 1 => 40..150_i32], 20..200_i32, 1..2_000_000_i64, any::<bool>());
    (0..300_i32, prop::collection::vec(link, 0..7)).prop_map(|(start, links)| {
        let mut from = start;
        let mut terms = Vec::new();
        for (gap, length, cents, escalator) in links {
            let to = from + gap + length;
            terms.push(Term {
                fact: Arc::from(format!("C-{from}")),
                from: day(from + gap),
                to: Some(day(to)),
                arr: Decimal::new(cents, 2),
                currency: Currency::USD,
                escalator,
                renewal_on: Some(day(to)),
            });
            from = to;
        }
        terms
    })
}

/// A chain, loose contracts and the day of a churn event.
type Drawn = (Vec<Term>, Vec<Term>, Option<i32>);

fn any_company() -> impl Strategy<Value = Vec<AccountHistory>> {
    let loose = prop::collection::vec(any_term(), 0..3);
    let one = (any_chain(), loose, prop::option::of(0..DAYS));
    prop::collection::vec(one, 1..6).prop_map(|accounts| {
        let history = |(place, (mut terms, loose, event)): (usize, Drawn)| {
            terms.extend(loose);
            let mut history = account(&format!("A{place}"), terms);
            history.churn_events.extend(event.map(|event| (Arc::from("E"), day(event))));
            history
        };
        accounts.into_iter().enumerate().map(history).collect()
    })
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let words = (
        prop::sample::select(Convention::ALL),
        prop::sample::select(WinBack::ALL),
        prop::sample::select(ChurnSource::ALL),
    );
    (0..60_i32, 0..200_i32, words).prop_map(|(lapse_days, win_back_days, (gross, win_back, churn_source))| Rules {
        lapse_days,
        win_back_days,
        churn_source,
        gross,
        win_back,
    })
}

fn any_ground() -> impl Strategy<Value = Ground> {
    let rates = prop::collection::vec((1..DAYS, 1..30_000_i64), 0..6);
    (any_rules(), rates, 0..DAYS + 200).prop_map(|(rules, later, as_of)| {
        let row = |on, rate| RateRow { from: EUR.parse().unwrap(), to: Currency::USD, on, rate: Decimal::new(rate, 4) };
        let first = row(on("2020-01-01"), 10_937);
        let rows = [first].into_iter().chain(later.into_iter().map(|(number, rate)| row(day(number), rate)));
        Ground { rules, rates: Rates::new(rows), as_of: day(as_of) }
    })
}

fn any_period() -> impl Strategy<Value = Period> {
    (0..DAYS, 1..500_i32).prop_map(|(from, length)| Period::days(day(from), day(from + length)).unwrap())
}

/// Stays of three books: between two cuts an account is held by one book, shared by two, or not held.
fn any_books(accounts: usize) -> impl Strategy<Value = [Vec<Holding>; 3]> {
    let stretch = (1..200_i32, 0..3_usize, 0..3_usize, 0..=100_i64);
    let stretches = prop::collection::vec(prop::collection::vec(stretch, 0..6), accounts);
    stretches.prop_map(|accounts| {
        let mut books = [Vec::new(), Vec::new(), Vec::new()];
        for (place, stretches) in accounts.into_iter().enumerate() {
            let mut from = 0;
            for (length, one, other, percent) in stretches {
                for (book, share) in [(one, percent), (other, (80 - percent).max(0))] {
                    let account = account(&format!("A{place}"), Vec::new()).account;
                    let (start, to, share) = (day(from), Some(day(from + length)), Decimal::new(share, 2));
                    if !share.is_zero() {
                        books[book].push(Holding { account, from: start, to, share });
                    }
                }
                from += length;
            }
        }
        books
    })
}

fn company_and_books() -> impl Strategy<Value = (Vec<AccountHistory>, [Vec<Holding>; 3])> {
    any_company().prop_flat_map(|company| {
        let books = any_books(company.len());
        (Just(company), books)
    })
}

/// Cuts every term of an account at a day, where that leaves two terms.
fn cut(history: &AccountHistory, at: Date) -> AccountHistory {
    let halves = |term: &Term| {
        let is_inside = term.from < at && term.to.is_none_or(|to| at < to);
        let (first, second) = (Term { to: Some(at), ..term.clone() }, Term { from: at, ..term.clone() });
        if is_inside { vec![first, second] } else { vec![term.clone()] }
    };
    AccountHistory { terms: history.terms.iter().flat_map(halves).collect(), ..history.clone() }
}

fn amounts(histories: &[AccountHistory], period: Period, ground: &Ground) -> Vec<String> {
    let movements = histories.iter().flat_map(|history| movements(history, period, &ground.basis()).unwrap());
    movements.map(|found| format!("{} {} {} {}", found.account, found.on, found.kind.name(), found.amount)).collect()
}

fn measures(histories: &[AccountHistory], period: Period, ground: &Ground) -> [Measured; 6] {
    let cohort = Cohort::freeze(histories, period, &ground.basis()).unwrap();
    [
        cohort.gross_retention(),
        cohort.net_retention(),
        cohort.logo_churn(),
        cohort.revenue_churn(),
        cohort.contraction_rate(),
        cohort.early_churn(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_bridge_ties(company in any_company(), period in any_period(), ground in any_ground()) {
        let tied = bridge(&company, None, period, &ground.basis()).unwrap();
        prop_assert_eq!(tied.gap(), Decimal::ZERO);
        prop_assert!(tied.rows(LineKind::TransferIn).is_empty() && tied.rows(LineKind::TransferOut).is_empty());
    }

    #[test]
    fn contracts_make_what_an_account_pays(company in any_company(), on in 0..DAYS, ground in any_ground()) {
        for history in &company {
            let found = arr_trace(history, day(on), &ground.basis()).unwrap();
            prop_assert_eq!(found.value(), arr_on(history, day(on), &ground.basis()).ok());
        }
    }

    #[test]
    fn one_closing_is_the_next_opening(company in any_company(), period in any_period(), ground in any_ground()) {
        let ground = Ground { as_of: day(DAYS * 3), ..ground };
        let next = Period::days(period.to(), day(DAYS * 2)).unwrap();
        let [first, second] = [period, next].map(|period| bridge(&company, None, period, &ground.basis()).unwrap());
        prop_assert_eq!(first.total(LineKind::Closing), second.total(LineKind::Opening));
    }

    #[test]
    fn the_books_make_the_company(
        (company, books) in company_and_books(),
        period in any_period(),
        ground in any_ground(),
    ) {
        let nobody = unowned(&company, &books.concat()).unwrap();
        let whole = books.into_iter().chain([nobody]).map(|held| {
            let book = bridge(&company, Some(&held), period, &ground.basis()).unwrap();
            assert_eq!(book.gap(), Decimal::ZERO);
            book
        });
        let whole = Bridge::merged(whole);
        let alone = bridge(&company, None, period, &ground.basis()).unwrap();
        for line in LineKind::ALL.into_iter().filter(|line| !matches!(line, LineKind::TransferIn | LineKind::TransferOut)) {
            prop_assert_eq!(whole.total(line), alone.total(line), "{}", line.name());
        }
        prop_assert_eq!(whole.total(LineKind::TransferIn) + whole.total(LineKind::TransferOut), Decimal::ZERO);
    }

    #[test]
    fn gross_lies_between_zero_and_one_and_under_net(
        company in any_company(),
        period in any_period(),
        ground in any_ground(),
    ) {
        let [gross, net, logo, churn, contraction, _] = measures(&company, period, &ground).map(|found| found.value());
        let (Some(gross), Some(net), Some(logo)) = (gross, net, logo) else { return Ok(()) };
        // Months are compounded to ten decimals; everything else is exact.
        let rounding = Decimal::new(1, 8);
        prop_assert!(gross >= Decimal::ZERO && gross <= Decimal::ONE, "gross {}", gross);
        prop_assert!(logo >= Decimal::ZERO && logo <= Decimal::ONE);
        prop_assert!(net + rounding >= gross, "net {} gross {}", net, gross);
        let whole = gross + churn.unwrap() + contraction.unwrap();
        prop_assert!((whole - Decimal::ONE).abs() < rounding, "{}", whole);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(company in any_company(), period in any_period(), ground in any_ground()) {
        let mut turned: Vec<AccountHistory> = company.iter().rev().cloned().collect();
        for history in &mut turned {
            history.terms.reverse();
        }
        prop_assert_eq!(measures(&company, period, &ground), measures(&turned, period, &ground));
        let [one, other] = [&company, &turned].map(|company| bridge(company, None, period, &ground.basis()).unwrap());
        prop_assert_eq!(one, other);
        let [one, other] = [&company, &turned].map(|company| renewals(company, period, &ground.basis()).unwrap());
        prop_assert_eq!(one, other);
        let [one, other] = [&company, &turned].map(|company| open_lapses(company, &ground.basis()).unwrap());
        prop_assert_eq!(one, other);
        let [one, other] = [&company, &turned].map(|company| compare_churn_sources(company, period, &ground.basis()).unwrap());
        prop_assert_eq!(one, other);
    }

    #[test]
    fn cutting_terms_in_two_changes_nothing(
        company in any_company(),
        period in any_period(),
        ground in any_ground(),
        at in 0..DAYS,
    ) {
        let cut: Vec<AccountHistory> = company.iter().map(|history| cut(history, day(at))).collect();
        prop_assert_eq!(amounts(&company, period, &ground), amounts(&cut, period, &ground));
        prop_assert_eq!(measures(&company, period, &ground), measures(&cut, period, &ground));
        let [one, other] = [&company, &cut].map(|company| bridge(company, None, period, &ground.basis()).unwrap());
        prop_assert_eq!(one.steps(), other.steps());
        let [one, other] = [&company, &cut].map(|company| renewals(company, period, &ground.basis()).unwrap().decisions);
        prop_assert_eq!(one, other);
    }
}
