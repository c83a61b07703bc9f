use proptest::prelude::*;

use super::recalibration::recalibrate;
use super::*;
use crate::mixed::Case;

fn rows(cells: &[([f64; 2], f64, f64)]) -> Observations {
    let mut rows = Observations::new(2, 0);
    for (covariates, successes, trials) in cells {
        let case = Case { covariates, successes: *successes, trials: *trials, offset: 0.0, members: &[] };
        rows.push(case).unwrap();
    }
    rows
}

/// Churn that falls with use (0) and has nothing to do with tickets (1).
fn book() -> Observations {
    let cell = |place: u32| {
        let (usage, tickets) = (f64::from(place % 5) - 2.0, f64::from(place % 3));
        ([usage, tickets], f64::from(u8::from(usage + f64::from(place % 7) < 2.0)), 1.0)
    };
    rows(&(0..60).map(cell).collect::<Vec<_>>())
}

fn expert() -> Belief {
    Belief::independent(&[(-1.0, 1.0), (-0.4, 0.3), (0.2, 0.3)]).unwrap()
}

fn lesson<'a>(rows: &'a Observations, prior: &'a Belief) -> Lesson<'a> {
    Lesson { rows, prior: Some(prior), signs: &[] }
}

fn values(card: &Scorecard) -> Vec<f64> {
    card.coefficients.iter().map(|coefficient| coefficient.value).collect()
}

fn near(left: &[f64], right: &[f64], allowed: f64) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|(one, two)| (one - two).abs() <= allowed * (1.0 + one.abs()))
}

#[test]
fn without_rows_the_card_is_the_experts() {
    let none = Observations::new(2, 0);
    let card = learn(lesson(&none, &expert())).unwrap();
    assert_eq!(card.caveats, [Caveat::PriorOnly]);
    assert!(near(&values(&card), &[-1.0, -0.4, 0.2], 1e-12));
    assert!((card.coefficients[1].standard_error.unwrap() - 0.3).abs() < 1e-12);
    assert!(card.log_evidence.unwrap().abs() < 1e-12);
    assert_eq!(learn(Lesson { rows: &none, prior: None, signs: &[] }), Err(Unfit::Empty));
}

#[test]
fn rows_that_count_half_are_rows_of_half_a_trial() {
    let (once, twice): (Vec<_>, Vec<_>) = (0..20)
        .map(|place| {
            let cells = [f64::from(place % 4), f64::from(place % 3)];
            let success = f64::from(u8::from(place % 5 < 2));
            ((cells, success, 1.0), (cells, success / 2.0, 0.5))
        })
        .unzip();
    let doubled: Vec<_> = twice.iter().chain(&twice).copied().collect();
    for prior in [None, Some(expert())] {
        let learned = |cells: &[_]| learn(Lesson { rows: &rows(cells), prior: prior.as_ref(), signs: &[] }).unwrap();
        let (one, other) = (learned(&once), learned(&doubled));
        assert!(near(&values(&one), &values(&other), 1e-9));
        assert!((one.log_likelihood - other.log_likelihood).abs() < 1e-9);
    }
}

#[test]
fn a_sign_is_kept_and_what_speaks_against_it_is_not_forgotten() {
    let rows = book();
    // The expert has it wrong: use was said to bring churn.
    let wrong = Belief::independent(&[(-1.0, 1.0), (0.4, 1.0), (0.2, 0.3)]).unwrap();
    let free = learn(lesson(&rows, &wrong)).unwrap();
    assert!(free.coefficients[1].value < -0.1);
    let signs = [Sign::Any, Sign::NotNegative, Sign::Any];
    let held = learn(Lesson { signs: &signs, ..lesson(&rows, &wrong) }).unwrap();
    assert_eq!((held.coefficients[1].value, held.coefficients[1].standard_error), (0.0, None));
    assert!(held.coefficients[1].at_bound && !held.coefficients[0].at_bound && held.convergence.reached);
    assert_eq!(held.log_evidence, None);
    // The others are where they are without that covariate.
    let mut without = Observations::new(2, 0);
    for row in 0..rows.len() {
        let covariates = [0.0, rows.covariates_of(row)[1]];
        let case =
            Case { covariates: &covariates, successes: rows.successes[row], trials: 1.0, offset: 0.0, members: &[] };
        without.push(case).unwrap();
    }
    let alone = values(&learn(lesson(&without, &wrong)).unwrap());
    assert!(near(&[held.coefficients[0].value, held.coefficients[2].value], &[alone[0], alone[2]], 1e-8));
    for card in [&free, &held] {
        let signals = card.signals(&wrong, 0.1).unwrap();
        assert!(signals[0].is_contradicted && !signals[1].is_contradicted, "{signals:?}");
        assert!(signals[0].learned > 0.5 && signals[0].now.0 < 0.0);
    }
    // Without a prior as well.
    let plain = learn(Lesson { rows: &rows, prior: None, signs: &signs }).unwrap();
    assert!(plain.coefficients[1].at_bound && plain.convergence.reached);
}

#[test]
fn what_has_no_maximum_is_refused_by_name_and_held_by_a_prior() {
    let ml = |rows: &Observations| learn(Lesson { rows, prior: None, signs: &[] });
    let separated: Vec<_> =
        (0..12).map(|place| ([f64::from(place % 2), f64::from(place)], f64::from(u8::from(place > 6)), 1.0)).collect();
    assert_eq!(ml(&rows(&separated)), Err(Unfit::Separated(1)));
    let repeated: Vec<_> =
        separated.iter().map(|(cells, _, _)| ([cells[0], 1.0 - cells[0]], cells[0] * 0.5, 1.0)).collect();
    assert_eq!(ml(&rows(&repeated)), Err(Unfit::Dependent(1)));
    let constant: Vec<_> = separated.iter().map(|(cells, success, _)| ([7.0, cells[0]], *success, 1.0)).collect();
    assert_eq!(ml(&rows(&constant)), Err(Unfit::Dependent(0)));
    let alike: Vec<_> = separated.iter().map(|(cells, _, _)| (*cells, 1.0, 1.0)).collect();
    assert_eq!(ml(&rows(&alike)), Err(Unfit::OneOutcome));
    for cells in [separated, repeated, constant.clone(), alike] {
        let card = learn(lesson(&rows(&cells), &expert())).unwrap();
        assert!(card.convergence.reached && values(&card).iter().all(|value| value.is_finite()));
        assert_eq!(card.caveats.contains(&Caveat::ConstantCovariate(0)), cells == constant);
    }
}

#[test]
fn a_prior_that_cannot_be_is_refused() {
    for wrong in [(f64::NAN, 1.0), (0.0, 0.0), (0.0, -1.0), (0.0, f64::INFINITY), (0.0, 1e-300)] {
        assert_eq!(Belief::independent(&[(0.0, 1.0), wrong]), Err(Unfit::Prior(1)));
    }
    let short = Belief::independent(&[(0.0, 1.0)]).unwrap();
    assert!(matches!(learn(lesson(&book(), &short)), Err(Unfit::Length { .. })));
    assert!(matches!(learn(Lesson { signs: &[Sign::Any], ..lesson(&book(), &expert()) }), Err(Unfit::Length { .. })));
    assert_eq!(expert().discounted(0.0), None);
    assert_eq!(expert().discounted(f64::NAN), None);
}

#[test]
fn a_discounted_belief_is_held_less_firmly() {
    let card = learn(lesson(&book(), &expert())).unwrap();
    let older = card.posterior.discounted(0.25).unwrap();
    assert_eq!(older.means(), card.posterior.means());
    let doubled: Vec<f64> = card.posterior.deviations().unwrap().iter().map(|sd| sd * 2.0).collect();
    assert!(near(&older.deviations().unwrap(), &doubled, 1e-9));
}

#[test]
fn little_knowledge_makes_chances_less_sure() {
    let card = learn(lesson(&book(), &expert())).unwrap();
    let far = card.outlook(&[-6.0, 2.0], 0.9).unwrap();
    assert!(far.plain > 0.5 && far.chance < far.plain && far.chance > 0.5);
    assert!(far.interval.low < far.plain && far.plain < far.interval.high && far.interval.high <= 1.0);
    assert_eq!(card.outlook(&[1.0], 0.9), None);
    assert_eq!(card.outlook(&[f64::NAN, 1.0], 0.9), None);
    assert_eq!(card.outlook(&[1.0, 1.0], 1.0), None);
    // Nothing seen, nothing held for sure: by simple numeric integration over N(0, 2²) at a log-odds of 1.
    let vague = Belief::independent(&[(1.0, 2.0), (0.0, 1e-6), (0.0, 1e-6)]).unwrap();
    let none = Observations::new(2, 0);
    let found = learn(lesson(&none, &vague)).unwrap().outlook(&[0.0, 0.0], 0.9).unwrap();
    let fine = (-40_000..=40_000).map(|place| f64::from(place) / 5_000.0);
    let sums = fine.fold((0.0, 0.0), |(top, all), z: f64| {
        let weight = (-z * z / 2.0).exp();
        (top + weight / (1.0 + (-(1.0 + 2.0 * z)).exp()), all + weight)
    });
    assert!((found.chance - sums.0 / sums.1).abs() < 1e-9, "{} {}", found.chance, sums.0 / sums.1);
}

#[test]
fn reasons_come_in_groups() {
    let rows = book();
    let card = learn(lesson(&rows, &expert())).unwrap();
    let means = reasons::means(&rows).unwrap();
    let found = card.reasons(&[1.0, 2.0], &means).unwrap();
    assert_eq!(found.grouped(&[0, 0]).unwrap(), [found.contributions[0] + found.contributions[1]]);
    assert_eq!(found.grouped(&[0]), None);
    assert_eq!(card.reasons(&[1.0], &means), None);
    assert_eq!(card.reasons(&[1.0, f64::INFINITY], &means), None);
    assert_eq!(reasons::means(&Observations::new(2, 0)), None);
    let outlook = card.outlook(&[1.0, 2.0], 0.9).unwrap();
    assert!((outlook.log_odds - found.log_odds).abs() < 1e-12);
}

#[test]
fn chances_that_are_too_extreme_are_drawn_in() {
    // Said 10 % and 90 %, came 25 % and 75 %: log 3 = slope × log 9, so the slope is 1/2.
    let chances: Vec<f64> = (0..80).map(|place| if place < 40 { 0.1 } else { 0.9 }).collect();
    let outcomes: Vec<bool> = (0..80).map(|place| (place % 4 == 0) == (place < 40)).collect();
    let line = recalibrate(&chances, &outcomes, None).unwrap();
    assert!(near(&values(&line.fit), &[0.0, 0.5], 1e-8));
    assert!((line.of(0.9).unwrap() - 0.75).abs() < 1e-8);
    assert_eq!((line.of(0.0), line.of(1.0), line.of(1.1), line.of(f64::NAN)), (Some(0.0), Some(1.0), None, None));
    let kept = Belief::independent(&[(0.0, 1e-3), (1.0, 1e-3)]).unwrap();
    assert!(near(&values(&recalibrate(&chances, &outcomes, Some(&kept)).unwrap().fit), &[0.0, 1.0], 1e-2));
    assert_eq!(recalibrate(&[0.5, 1.0], &[true, false], None), Err(Unfit::Chance { row: 1, chance: 1.0 }));
    assert!(matches!(recalibrate(&[0.5], &[], None), Err(Unfit::Length { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_rows_give_a_finite_card_that_keeps_its_signs_in_any_order(
        cells in prop::collection::vec((-3.0_f64..3.0, -2_i8..3, any::<bool>(), 0.1_f64..4.0), 1..40),
        signs in prop::collection::vec(0_u8..3, 3),
    ) {
        let cells: Vec<_> = cells
            .iter()
            .map(|(one, two, success, trials)| ([*one, f64::from(*two)], trials * f64::from(u8::from(*success)), *trials))
            .collect();
        let signs: Vec<Sign> =
            signs.iter().map(|sign| [Sign::Any, Sign::NotNegative, Sign::NotPositive][usize::from(*sign)]).collect();
        let turned: Vec<_> = cells.iter().rev().copied().collect();
        let (rows, turned) = (rows(&cells), rows(&turned));
        let expert = expert();
        let asked = Lesson { signs: &signs, ..lesson(&rows, &expert) };
        let card = learn(asked).unwrap();
        prop_assert!(card.convergence.reached && card.convergence.gradient < 1e-6, "{:?}", card.convergence);
        for (coefficient, sign) in card.coefficients.iter().zip(&signs) {
            prop_assert!(coefficient.value.is_finite());
            prop_assert!(*sign != Sign::NotNegative || coefficient.value >= 0.0);
            prop_assert!(*sign != Sign::NotPositive || coefficient.value <= 0.0);
            prop_assert!(!coefficient.at_bound || coefficient.value == 0.0 && *sign != Sign::Any);
        }
        let other = learn(Lesson { rows: &turned, ..asked }).unwrap();
        prop_assert!(near(&values(&card), &values(&other), 1e-9));
        let reasons = card.reasons(&[1.5, -1.0], &reasons::means(&rows).unwrap()).unwrap();
        let sum: f64 = reasons.contributions.iter().sum();
        prop_assert!((sum - (reasons.log_odds - reasons.baseline)).abs() < 1e-12 * (1.0 + sum.abs()));
        // No other card with these signs stands higher.
        let height = Height::of(asked).unwrap();
        let at = values(&card);
        let top = height.look(at.clone()).unwrap().value;
        for (column, sign) in signs.iter().enumerate() {
            for step in [-1e-3, 1e-3] {
                let mut beside = at.clone();
                beside[column] += step;
                let allowed = *sign == Sign::Any || (*sign == Sign::NotNegative) == (beside[column] >= 0.0);
                prop_assert!(!allowed || height.look(beside).unwrap().value < top);
            }
        }
    }
}
