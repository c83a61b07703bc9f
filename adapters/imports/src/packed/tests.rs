use super::*;

#[test]
fn what_unpacks_to_far_more_than_an_export_is_a_bomb() {
    let spent = |packed: u64, unpacked: u64| Budget { path: Path::new("a.gz"), packed, unpacked }.is_spent();
    assert!(spent(1_000_000, SMALL_BYTES + 1));
    assert!(!spent(10_000_000, SMALL_BYTES + 1));
    assert!(!spent(10, SMALL_BYTES));
    assert!(spent(MOST_BYTES, MOST_BYTES + 1));
}

#[test]
fn a_bomb_is_refused_while_it_is_unpacked() {
    let path = Path::new("bomb.csv.gz");
    let mut budget = Budget::of(path, 1_000);
    let refused = budget.pump(&mut io::repeat(b'0').take(SMALL_BYTES * 4), &mut io::sink()).unwrap_err().to_string();
    assert!(refused.contains("bomb.csv.gz unpacks to far more"), "{refused}");
    assert!(budget.unpacked < SMALL_BYTES + 1_000_000);
}
