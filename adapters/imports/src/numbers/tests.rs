use proptest::prelude::*;

use super::*;

fn value(text: &str, style: NumberStyle) -> Option<String> {
    Some(WrittenNumber::parse(text)?.value(style)?.to_string())
}

#[test]
fn numbers_are_read_in_the_styles_people_write() {
    for text in ["1,234.56", "1234.56", "$1,234.56", "1'234.56", "1 234.56", "USD 1234.56", "1,234.56 usd", "123,456%"]
    {
        assert_eq!(value(text, NumberStyle::Point).as_deref(), Some("1234.56"), "{text}");
    }
    for text in ["1.234,56", "1234,56", "1\u{A0}234,56 €", "1\u{202F}234,56", "€1.234,56"] {
        assert_eq!(value(text, NumberStyle::Comma).as_deref(), Some("1234.56"), "{text}");
    }
    for text in ["(5.00)", "-5.00", "5.00-", "-$5.00", "$-5.00", "\u{2212}5.00"] {
        assert_eq!(value(text, NumberStyle::Point).as_deref(), Some("-5.00"), "{text}");
    }
    assert_eq!(value("1.5E+3", NumberStyle::Point).as_deref(), Some("1500"));
    assert_eq!(value("5 %", NumberStyle::Point).as_deref(), Some("0.05"));
    for text in ["", "abc", "1,23,4", "12 34", "1.2.3", "--5", "5x", "1,2345.6", "$"] {
        assert_eq!(value(text, NumberStyle::Point), None, "{text}");
    }
}

fn tally(values: &[&str]) -> NumberTally {
    let mut tally = NumberTally::default();
    for (line, value) in (2..).zip(values) {
        tally.see(value, line, |_| true);
    }
    tally
}

#[test]
fn other_values_settle_what_one_value_leaves_open() {
    let settled = |values: &[&str]| tally(values).verdict("x", false);
    assert_eq!(settled(&["1,234", "0.5"]), StyleVerdict::Settled(NumberStyle::Point));
    assert_eq!(settled(&["1.234", "0,5"]), StyleVerdict::Settled(NumberStyle::Comma));
    assert_eq!(settled(&["1.234", "1.234.567"]), StyleVerdict::Settled(NumberStyle::Comma));
    assert_eq!(settled(&["12", "1234"]), StyleVerdict::Settled(NumberStyle::Point));
    assert!(
        matches!(settled(&["1,5", "1.5"]), StyleVerdict::Question(words) if words.contains("line 2") && words.contains("line 3"))
    );
}

#[test]
fn what_stays_open_is_a_question_save_for_grouped_amounts() {
    let question = "1.234 in column x (line 2) can be 1234 or 1.234: write it as 1234 or 1.2340";
    assert_eq!(tally(&["1.234"]).verdict("x", true), StyleVerdict::Question(question.to_owned()));
    assert_eq!(tally(&["1,234", "950"]).verdict("x", true), StyleVerdict::Settled(NumberStyle::Point));
    assert!(matches!(tally(&["1,234", "1950"]).verdict("x", true), StyleVerdict::Question(_)));
    assert!(matches!(tally(&["1,234", "950"]).verdict("x", false), StyleVerdict::Question(_)));
}

#[test]
fn a_reading_that_cannot_stand_in_the_column_does_not_count() {
    let mut shares = NumberTally::default();
    shares.see("1.000", 2, |number| number <= Decimal::ONE);
    assert_eq!(shares.verdict("share", false), StyleVerdict::Settled(NumberStyle::Point));
}

proptest! {
    #[test]
    fn no_text_makes_numbers_panic(text in "[0-9eE.,+' %$-]{0,24}|\\PC{0,12}") {
        let tally = tally(&[&text]);
        if let Some(written) = WrittenNumber::parse(&text) {
            let _ = (written.value(NumberStyle::Point), written.value(NumberStyle::Comma), written.telling());
        }
        let _ = (tally.verdict("x", true), tally.finding("x"));
    }
}
