use super::*;

#[test]
fn the_same_use_is_judged_by_age() {
    let at = |percent: i64| [0, 2, 6, 7, 9, 10].map(|months| by_age(Decimal::new(percent, 2), months));
    use Band::{Green, Red, Unknown, Yellow};
    assert_eq!(at(9), [Red; 6]);
    assert_eq!(at(10), [Unknown, Yellow, Yellow, Red, Red, Red]);
    assert_eq!(at(50), [Unknown, Yellow, Yellow, Red, Red, Red]);
    assert_eq!(at(51), [Green, Green, Green, Yellow, Yellow, Red]);
    assert_eq!(at(75), [Green, Green, Green, Yellow, Yellow, Red]);
    assert_eq!(at(76), [Green; 6]);
    assert_eq!(at(130), [Green; 6]);
}
