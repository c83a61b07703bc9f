use report::on_lines;

use super::*;

fn score(transform: &str, number: &str) -> String {
    let Ok(Transform::Points(points)) = transform.parse() else { return "no points".to_owned() };
    on_lines(number.parse().unwrap(), &points).map_or("none".to_owned(), |score| score.normalize().to_string())
}

#[test]
fn a_line_is_level_beyond_both_ends_and_may_fall() {
    assert_eq!(["0.1", "0.4", "0.9"].map(|at| score("line 0.2 0.6", at)), ["0", "50", "100"]);
    assert_eq!(["0", "50", "200"].map(|at| score("line 100 0", at)), ["100", "50", "0"]);
}

#[test]
fn tiers_hold_from_their_number_on() {
    let tiers = "tiers 0:20 50:60 80:100";
    assert_eq!(
        ["-5", "0", "49.99", "50", "79.99", "80", "900"].map(|at| score(tiers, at)),
        ["20", "20", "20", "60", "60", "100", "100"]
    );
}

#[test]
fn a_curve_may_have_its_top_in_the_middle() {
    let curve = "points 0:50 1:100 4:100 12:0";
    assert_eq!(["0", "1", "3", "8", "40"].map(|at| score(curve, at)), ["50", "100", "100", "50", "0"]);
}

#[test]
fn what_is_no_transform_is_refused_with_what_to_write() {
    let refused = |text: &str| text.parse::<Transform>().unwrap_err().to_string();
    assert!(refused("steep").contains("write standard, percentiles"));
    assert!(refused("line 1").contains("is no transform"));
    assert!(refused("line one 2").contains("`one` is no number"));
    assert!(refused("line 3 3").contains("must all rise or all fall"));
    assert!(refused("points 0:50 5:100 3:0").contains("must all rise or all fall"));
    assert!(refused("points 0:50").contains("two of them or more"));
    assert!(refused("tiers 0:-1 5:100").contains("outside of 0 to 100"));
    assert_eq!("percentiles".parse(), Ok(Transform::Percentiles));
    assert_eq!("".parse(), Ok(Transform::Standard));
}
