use super::*;

#[test]
fn equal_parts_count_in_full_and_one_part_as_one() {
    assert_eq!(effective_number(&[5.0, 5.0, 5.0, 5.0]), Some(4.0));
    assert_eq!(effective_number(&[5.0, 0.0, 0.0]), Some(1.0));
    assert_eq!(herfindahl(&[1.0, 1.0]), Some(0.5));
}

#[test]
fn twelve_accounts_weigh_as_four() {
    // Reference set "arr12", worked out independently in Python; exact by hand: 1287^2 / 376267. Tolerance 1e-10.
    let arr = [12.0, 45.0, 8.0, 120.0, 300.0, 60.0, 15.0, 500.0, 22.0, 75.0, 40.0, 90.0];
    assert!((effective_number(&arr).unwrap() - 4.4021107352).abs() < 1e-10);
}

#[test]
fn nothing_to_share_out_gives_nothing() {
    for parts in [&[][..], &[0.0, 0.0], &[1.0, -0.5], &[f64::NAN], &[f64::INFINITY]] {
        assert_eq!(herfindahl(parts), None);
        assert_eq!(effective_number(parts), None);
    }
    assert!(herfindahl(&[1e300, 1e300]).is_some());
}

#[test]
fn the_largest_share_is_told() {
    assert_eq!(largest_share(&[1.0, 3.0, 4.0]), Some(0.5));
    assert_eq!(largest_share(&[7.0]), Some(1.0));
    for parts in [&[][..], &[0.0, 0.0], &[1.0, -0.5], &[f64::NAN]] {
        assert_eq!(largest_share(parts), None);
    }
}
