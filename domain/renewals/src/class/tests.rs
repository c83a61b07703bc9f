use super::*;

#[test]
fn a_chance_on_a_line_belongs_to_the_surer_class() {
    let of = [1.0, 0.9, 0.8999, 0.75, 0.7499, 0.5, 0.4999, 0.0, f64::NAN].map(Class::of);
    let words: Vec<&str> = of.iter().map(|class| class.words()).collect();
    assert_eq!(
        words,
        [
            "high confidence",
            "high confidence",
            "likely",
            "likely",
            "at risk",
            "at risk",
            "high risk",
            "high risk",
            "high risk"
        ]
    );
    assert!(Class::ALL.is_sorted());
    assert_eq!(Class::ALL.iter().filter(|class| class.is_in_danger()).count(), 2);
}
