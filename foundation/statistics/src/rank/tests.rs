use super::*;

#[test]
fn ties_count_half() {
    assert_eq!(mid_rank_percentile(2.0, &[1.0, 2.0, 3.0]), Some(0.5));
    assert_eq!(mid_rank_percentile(2.0, &[2.0, 2.0, 2.0]), Some(0.5));
    assert_eq!(mid_rank_percentile(9.0, &[1.0, 2.0, 3.0, 9.0]), Some(0.875));
}

#[test]
fn a_value_outside_stands_at_an_end() {
    assert_eq!(mid_rank_percentile(0.0, &[1.0, 2.0]), Some(0.0));
    assert_eq!(mid_rank_percentile(3.0, &[1.0, 2.0]), Some(1.0));
}

#[test]
fn nothing_to_compare_with_gives_nothing() {
    assert_eq!(mid_rank_percentile(1.0, &[]), None);
    assert_eq!(mid_rank_percentile(f64::NAN, &[1.0]), None);
    assert_eq!(mid_rank_percentile(1.0, &[f64::NAN]), None);
}
