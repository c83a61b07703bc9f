use proptest::prelude::*;

use super::*;

#[test]
fn formulas_are_marked_and_numbers_are_not() {
    for (text, written) in [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("'=already", "''=already"),
        ("-12.50", "-12.50"),
        ("'tis", "'tis"),
        ("plain = text", "plain = text"),
    ] {
        assert_eq!(marked(text), written);
        assert_eq!(unmarked(written), text);
    }
}

proptest! {
    #[test]
    fn every_text_comes_back_as_it_was(text in "['=+@\\-a1 ]{0,6}") {
        let written = marked(&text);
        prop_assert_eq!(unmarked(&written), text.as_str());
    }
}
