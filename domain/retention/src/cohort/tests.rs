use super::*;
use crate::conventions::WinBack;
use crate::scenes::{account, amount, ground_with, leaves_and_returns, on, percent, term, up_then_down, year};

fn cohort(histories: &[AccountHistory], rules: Rules) -> Cohort {
    Cohort::freeze(histories, year(), &ground_with(rules).basis()).unwrap()
}

fn under(gross: Convention, win_back: WinBack) -> Rules {
    Rules { gross, win_back, ..Rules::default() }
}

/// Gross retention, net retention and whether the account counts as lost.
fn rates(history: &AccountHistory, rules: Rules) -> [String; 3] {
    let cohort = cohort(std::slice::from_ref(history), rules);
    [cohort.gross_retention(), cohort.net_retention(), cohort.logo_churn()].map(|measured| percent(measured.value()))
}

#[test]
fn up_then_down_gives_four_answers_under_four_conventions() {
    let gross = |gross| rates(&up_then_down(), under(gross, WinBack::StrictCohort));
    assert_eq!(gross(Convention::PointToPoint), ["100", "110", "0"]);
    assert_eq!(gross(Convention::MovementSum), ["70", "110", "0"]);
    assert_eq!(gross(Convention::MonthlyCompounding), ["78.6", "110", "0"]);
    assert_eq!(gross(Convention::RunningMinimum), ["100", "110", "0"]);
}

#[test]
fn leaves_and_returns_depends_on_the_win_back_rule() {
    let history = leaves_and_returns();
    let of = |gross, win_back| rates(&history, under(gross, win_back));
    assert_eq!(of(Convention::PointToPoint, WinBack::NoGapRule), ["80", "80", "0"]);
    assert_eq!(of(Convention::PointToPoint, WinBack::StrictCohort), ["0", "0", "100"]);
    assert_eq!(of(Convention::PointToPoint, WinBack::NetOfReactivation), ["0", "80", "100"]);
    assert_eq!(of(Convention::RunningMinimum, WinBack::NoGapRule)[0], "0");
    assert_eq!(of(Convention::RunningMinimum, WinBack::NoGapRule)[2], "100");
    let strict = cohort(&[history], Rules::default());
    assert_eq!(strict.reactivation_amount().value(), Some(amount("80")));
}

#[test]
fn back_within_the_win_back_days_counts_with_what_it_closes_at() {
    let terms = vec![term("1", "2025-01-01", "2026-04-01", 100), term("2", "2026-06-01", "", 80)];
    assert_eq!(rates(&account("Acme", terms), Rules::default()), ["80", "80", "0"]);
}

#[test]
fn a_return_after_the_closing_changes_nothing() {
    let terms = vec![term("1", "2025-01-01", "2026-12-01", 100), term("2", "2027-01-15", "", 100)];
    let rules = under(Convention::PointToPoint, WinBack::NoGapRule);
    assert_eq!(rates(&account("Acme", terms), rules), ["0", "0", "100"]);
}

#[test]
fn months_are_compounded_over_the_cohort_and_shared_out_exactly() {
    // June: 30 of 230 are lost; September: 50 of 200. 200/230 x 150/200 of 200 = 130.434783 stay.
    let one = account(
        "One",
        vec![
            term("1", "2025-01-01", "2026-03-15", 100),
            term("2", "2026-03-15", "2026-06-15", 130),
            term("3", "2026-06-15", "", 100),
        ],
    );
    let two = account("Two", vec![term("4", "2025-01-01", "2026-09-15", 100), term("5", "2026-09-15", "", 50)]);
    let cohort = cohort(&[two, one], under(Convention::MonthlyCompounding, WinBack::StrictCohort));
    assert_eq!(cohort.gross_retention().value().unwrap().round_dp(9), amount("0.652173913"));
    let kept: Decimal = cohort.members().iter().map(|member| member.retained).sum();
    assert_eq!(kept, amount("130.4347826087"));
}

#[test]
fn an_agreed_rise_hides_no_decrease_in_gross_and_counts_in_net() {
    let mut second_year = term("2", "2026-03-01", "2026-09-01", 105);
    second_year.escalator = true;
    let history = account(
        "Acme",
        vec![term("1", "2025-03-01", "2026-03-01", 100), second_year, term("3", "2026-09-01", "", 102)],
    );
    assert_eq!(rates(&history, Rules::default()), ["97", "102", "0"]);
    assert_eq!(cohort(&[history], Rules::default()).escalator_amount().value(), Some(amount("5")));
}

#[test]
fn churn_and_contraction_are_what_gross_retention_lost() {
    let stays = account("Stays", vec![term("1", "2025-01-01", "2026-05-01", 100), term("2", "2026-05-01", "", 60)]);
    let leaves = account("Leaves", vec![term("3", "2025-01-01", "2026-07-01", 100)]);
    let cohort = cohort(&[stays, leaves], Rules::default());
    let rates = [cohort.gross_retention(), cohort.revenue_churn(), cohort.contraction_rate(), cohort.logo_churn()];
    assert_eq!(rates.map(|rate| percent(rate.value())), ["30", "50", "20", "50"]);
    assert_eq!(cohort.members()[0].lost_on, Some(on("2026-07-01")));
}

#[test]
fn who_came_later_is_out_of_the_cohort_and_its_loss_is_early_churn() {
    let stays = account("Stays", vec![term("1", "2025-01-01", "", 100)]);
    let passes = account("Passes", vec![term("2", "2026-02-01", "2026-07-01", 500)]);
    let cohort = cohort(&[stays, passes], Rules::default());
    assert_eq!(percent(cohort.gross_retention().value()), "100");
    assert_eq!(cohort.gross_retention().trace.rows.len(), 1);
    assert_eq!(cohort.early_churn().value(), Some(amount("500")));
}

#[test]
fn expansion_is_what_was_sold_before_anything_was_lost_again() {
    let cohort = cohort(&[up_then_down()], Rules::default());
    assert_eq!(cohort.expansion_amount().value(), Some(amount("40")));
    assert_eq!(percent(cohort.expansion_rate().value()), "40");
}

#[test]
fn by_events_a_recorded_loss_counts_and_an_ended_contract_is_contraction() {
    let mut says_so = account("Says so", vec![term("1", "2025-01-01", "", 100)]);
    says_so.churn_events.push((Arc::from("E-1"), on("2026-05-05")));
    let mut too_late = account("Too late", vec![term("2", "2025-01-01", "", 100)]);
    too_late.churn_events.push((Arc::from("E-2"), on("2027-01-01")));
    let ends = account("Ends", vec![term("3", "2025-01-01", "2026-06-01", 100)]);
    let rules = Rules { churn_source: ChurnSource::Events, ..Rules::default() };
    let cohort = cohort(&[says_so, too_late, ends], rules);
    let rates = [cohort.gross_retention(), cohort.net_retention(), cohort.revenue_churn(), cohort.contraction_rate()];
    assert_eq!(rates.map(|rate| percent(rate.value())), ["33.3", "33.3", "33.3", "33.3"]);
    assert_eq!(percent(cohort.logo_churn().value()), "33.3");
}

#[test]
fn without_a_cohort_there_is_no_rate() {
    let cohort = cohort(&[account("Later", vec![term("1", "2026-05-01", "", 100)])], Rules::default());
    assert_eq!(cohort.gross_retention().value(), None);
    assert_eq!(cohort.logo_churn().value(), None);
}

#[test]
fn rows_name_the_account_and_the_convention_is_said() {
    let measured = cohort(&[leaves_and_returns()], Rules::default()).gross_retention();
    let row = &measured.trace.rows[0];
    assert_eq!(
        (row.object, &*row.key, row.label.as_str()),
        ("accounts", "own/Leaves and returns", "Leaves and returns")
    );
    assert_eq!(row.numbers, [amount("0"), amount("100")]);
    assert_eq!(row.on, Some(on("2026-04-15")));
    assert!(measured.convention.starts_with("point-to-point: "));
}

#[test]
fn a_loss_recorded_on_the_first_day_counts_in_the_first_month() {
    let mut history = account("Acme", vec![term("1", "2025-01-01", "", 100)]);
    history.churn_events.push((Arc::from("E-1"), on("2026-01-01")));
    let rules =
        Rules { churn_source: ChurnSource::Events, ..under(Convention::MonthlyCompounding, WinBack::default()) };
    assert_eq!(rates(&history, rules), ["0", "0", "100"]);
}
