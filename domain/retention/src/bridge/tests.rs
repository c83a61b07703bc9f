use super::*;
use crate::scenes::{
    EUR, Ground, account, amount, ground, holding, leaves_and_returns, on, quarter, term, up_then_down, year,
};
use crate::{RateRow, Rates, unowned};

fn told(bridge: &Bridge) -> String {
    assert_eq!(bridge.gap(), Decimal::ZERO);
    let lines = LineKind::ALL.into_iter().filter(|line| !bridge.rows(*line).is_empty());
    lines.map(|line| format!("{} {}", line.name(), bridge.total(line).normalize())).collect::<Vec<_>>().join(", ")
}

fn company(histories: &[AccountHistory], period: Period) -> String {
    told(&bridge(histories, None, period, &ground().basis()).unwrap())
}

fn book(histories: &[AccountHistory], holdings: &[Holding], period: Period) -> String {
    told(&bridge(histories, Some(holdings), period, &ground().basis()).unwrap())
}

#[test]
fn opening_and_changes_make_the_closing() {
    let newcomer = account("Newcomer", vec![term("9", "2026-05-01", "", 500)]);
    let histories = [up_then_down(), leaves_and_returns(), newcomer];
    assert_eq!(
        company(&histories, year()),
        "opening 200, new 500, expansion 40, reactivation 80, contraction -30, churn -100, closing 690"
    );
}

#[test]
fn one_closing_is_the_next_opening() {
    let histories = [up_then_down(), leaves_and_returns()];
    assert_eq!(company(&histories, quarter(1)), "opening 200, expansion 40, closing 240");
    assert_eq!(company(&histories, quarter(2)), "opening 240, churn -100, closing 140");
    assert_eq!(company(&histories, quarter(3)), "opening 140, reactivation 80, contraction -30, closing 190");
    assert_eq!(company(&histories, quarter(4)), "opening 190, closing 190");
}

#[test]
fn a_billing_lapse_over_the_end_of_a_quarter_breaks_nothing() {
    let terms = vec![term("1", "2025-01-01", "2026-06-20", 100), term("2", "2026-07-10", "", 90)];
    let histories = [account("Acme", terms)];
    assert_eq!(company(&histories, quarter(2)), "opening 100, closing 100");
    assert_eq!(company(&histories, quarter(3)), "opening 100, contraction -10, closing 90");
    let second = bridge(&histories, None, quarter(2), &ground().basis()).unwrap();
    assert_eq!(second.rows(LineKind::Closing)[0].contracts, [Arc::from("1")]);
}

#[test]
fn a_stay_brings_in_the_day_before_and_owns_that_days_change() {
    let histories = [up_then_down()];
    let first = [holding("Up then down", "2025-01-01", "2026-03-15", "1")];
    let second = [holding("Up then down", "2026-03-15", "", "1")];
    assert_eq!(book(&histories, &first, year()), "opening 100, transfer out -100");
    assert_eq!(book(&histories, &second, year()), "expansion 40, contraction -30, transfer in 100, closing 110");
}

#[test]
fn a_share_takes_that_share_of_everything() {
    let held =
        [holding("Up then down", "2025-01-01", "2026-06-01", "0.25"), holding("Up then down", "2026-06-01", "", "0.5")];
    assert_eq!(
        book(&[up_then_down()], &held, year()),
        "opening 25, expansion 10, contraction -15, transfer in 35, closing 55"
    );
}

#[test]
fn a_third_still_ties() {
    let held = [holding("Up then down", "2025-01-01", "", "0.3333333333333333333333333333")];
    let third = bridge(&[up_then_down()], Some(&held), year(), &ground().basis()).unwrap();
    assert_eq!(third.gap(), Decimal::ZERO);
    assert_eq!(third.total(LineKind::Closing), amount("36.6666666667"));
}

#[test]
fn all_books_make_the_company_and_transfers_net_to_zero() {
    let histories = [up_then_down(), leaves_and_returns()];
    let dana = vec![holding("Up then down", "2025-01-01", "2026-05-01", "1")];
    let eli =
        vec![holding("Up then down", "2026-05-01", "", "0.6"), holding("Leaves and returns", "2026-02-01", "", "1")];
    let nobody = unowned(&histories, &[dana.clone(), eli.clone()].concat()).unwrap();
    let books = [dana, eli, nobody].map(|held| bridge(&histories, Some(&held), year(), &ground().basis()).unwrap());
    let whole = Bridge::merged(books);
    let company = bridge(&histories, None, year(), &ground().basis()).unwrap();
    for line in LineKind::ALL.into_iter().filter(|line| !matches!(line, LineKind::TransferIn | LineKind::TransferOut)) {
        assert_eq!(whole.total(line), company.total(line), "{}", line.name());
    }
    assert_eq!(whole.total(LineKind::TransferIn), -whole.total(LineKind::TransferOut));
}

#[test]
fn each_label_has_its_own_bridge() {
    let mut small = leaves_and_returns();
    small.segment = "core".into();
    let split =
        bridges_by(&[up_then_down(), small], |history| history.segment.clone(), None, quarter(2), &ground().basis());
    let told: Vec<String> = split.unwrap().iter().map(|(label, bridge)| format!("{label}: {}", told(bridge))).collect();
    assert_eq!(told, ["core: opening 100, churn -100", "growth: opening 140, closing 140"]);
}

#[test]
fn the_change_of_rates_is_a_line_of_its_own() {
    let euro = EUR.parse().unwrap();
    let rate =
        |day: &str, rate: &str| RateRow { from: euro, to: kernel::Currency::USD, on: on(day), rate: amount(rate) };
    let rates = Rates::new([rate("2025-01-01", "1.10"), rate("2026-12-01", "1.205")]);
    let mut history = up_then_down();
    history.terms.iter_mut().for_each(|term| term.currency = euro);
    let ground = Ground { rates, ..ground() };
    let tied = bridge(std::slice::from_ref(&history), None, year(), &ground.basis()).unwrap();
    assert_eq!(told(&tied), "opening 110, expansion 44, contraction -33, currency 11.55, closing 132.55");
    let refused = bridge(&[history], None, year(), &crate::scenes::ground().basis()).unwrap_err();
    assert!(refused.to_string().contains("from EUR to USD on or before 2026-01-01"));
}

#[test]
fn every_line_opens_to_rows_that_sum_to_it() {
    let company = bridge(&[up_then_down(), leaves_and_returns()], None, year(), &ground().basis()).unwrap();
    for line in LineKind::ALL {
        assert_eq!(company.trace(line).value(), Some(company.total(line)));
    }
    assert_eq!(company.trace(LineKind::Expansion).rows[0].label, "Up then down (A-1, A-2)");
    let steps = company.steps();
    assert_eq!((steps[0].name.as_str(), steps[0].total, steps.len()), ("opening", true, 11));
}
