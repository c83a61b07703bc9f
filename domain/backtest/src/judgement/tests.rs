use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::Trial;

fn trial(key: usize, score: f64, happened: bool, amount: f64) -> Trial {
    Trial { key: Arc::from(format!("account {key:03}")), cut_off: None, score, happened, amount, rivals: Vec::new() }
}

#[test]
fn four_of_six_pairs_in_order_make_an_area_of_two_thirds() {
    let rows = [(0.9, true), (0.5, false), (0.4, true), (0.3, false), (0.2, false)];
    let all = rows.into_iter().enumerate().map(|(key, (score, happened))| trial(key, score, happened, 1.0)).collect();
    let judgement = Judgement::of(&Trials::of(all).unwrap(), &[], Some(2));
    // 0.9 beats three, 0.4 beats two of three: five of six.
    assert!((judgement.area.unwrap().estimate - 5.0 / 6.0).abs() < 1e-12);
    let list = judgement.at_capacity.unwrap();
    assert_eq!((list.taken, list.precision, list.recall), (2, 0.5, Some(0.5)));
    assert_eq!(judgement.money, None);
}

#[test]
fn money_is_captured_by_amount() {
    let rows = [(0.9, true, 90.0), (0.8, false, 10.0), (0.1, true, 10.0), (0.2, false, 90.0)];
    let trials = rows.into_iter().enumerate().map(|(key, (score, happened, arr))| trial(key, score, happened, arr));
    let judgement = Judgement::of(&Trials::of(trials.collect()).unwrap(), &[], Some(1));
    let money = judgement.money.unwrap();
    assert_eq!((money.at_stake, money.lost), (200.0, 100.0));
    assert_eq!(money.captured_at_capacity, Some(0.9));
    assert!((money.predicted.unwrap() - (81.0 + 8.0 + 1.0 + 18.0)).abs() < 1e-9);
}

#[test]
fn trials_of_one_account_are_drawn_together() {
    let months = |spread: bool| {
        let mut all = Vec::new();
        for account in 0..90 {
            for month in 0..12_i8 {
                let score = f64::from(u8::try_from(account % 10).unwrap()) / 10.0;
                let key = if spread { account * 12 + usize::try_from(month).unwrap() } else { account };
                let happened = account % 3 == 0;
                let cut_off = Some(date(2024, month + 1, 1));
                all.push(Trial { cut_off, ..trial(key, score, happened, 1.0) });
            }
        }
        Judgement::of(&Trials::of(all).unwrap(), &[], None)
    };
    let width = |judgement: Judgement| {
        let range = judgement.area.unwrap().interval.unwrap();
        range.high - range.low
    };
    let (together, apart) = (width(months(false)), width(months(true)));
    assert!(together > 2.0 * apart, "{together} {apart}");
}

#[test]
fn a_rival_that_did_not_say_a_number_of_all_is_left_without_a_comparison() {
    let told = |key: usize| if key == 7 { vec![f64::NAN] } else { vec![0.5] };
    let all = (0..30).map(|key| Trial { rivals: told(key), ..trial(key, 0.5, key % 2 == 0, 1.0) }).collect();
    let judgement = Judgement::of(&Trials::of(all).unwrap(), &["one with a gap"], None);
    assert_eq!(judgement.against[0].difference, None);
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(rows in proptest::collection::vec((-2.0..2.0_f64, any::<bool>(), 0.0..9.0_f64, 0..5usize), 1..40)) {
        let row = |(score, happened, amount, key)| Trial { rivals: vec![0.5], ..trial(key, score, happened, amount) };
        let judgement = Judgement::of(&Trials::of(rows.into_iter().map(row).collect()).unwrap(), &["half"], Some(3));
        let _ = (judgement.verdict(), judgement.gates());
        if let Some(area) = judgement.area {
            prop_assert!((0.0..=1.0).contains(&area.estimate));
        }
    }
}
