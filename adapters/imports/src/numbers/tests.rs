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
    let settled = |values: &[&str]| tally(values).verdict("x", Holding::Numbers, None);
    assert_eq!(settled(&["1,234", "0.5"]), StyleVerdict::Settled(NumberStyle::Point));
    assert_eq!(settled(&["1.234", "0,5"]), StyleVerdict::Settled(NumberStyle::Comma));
    assert_eq!(settled(&["1.234", "1.234.567"]), StyleVerdict::Settled(NumberStyle::Comma));
    assert_eq!(settled(&["12", "1234"]), StyleVerdict::Settled(NumberStyle::Point));
    assert!(
        matches!(settled(&["1,5", "1.5"]), StyleVerdict::Question(words) if words.contains("line 2") && words.contains("line 3"))
    );
}

#[test]
fn what_stays_open_is_a_question_that_a_flag_answers() {
    let question = "1.234 in column x (line 2) can be 1234 or 1.234: say --decimal comma or point";
    let one = tally(&["1.234"]);
    assert_eq!(one.verdict("x", Holding::Money, None), StyleVerdict::Question(question.to_owned()));
    assert_eq!(one.verdict("x", Holding::Money, Some(DecimalMark::Comma)), StyleVerdict::Settled(NumberStyle::Comma));
    assert_eq!(
        one.findings("x", Holding::Money, Some(DecimalMark::Comma)),
        ["decimal comma: as said by --decimal, column x"]
    );
    let mended = "1.234 in column x (line 2) can be 1234 or 1.234: write it as 1234 or 1.2340";
    assert_eq!(one.verdict("x", Holding::Unsaid, None), StyleVerdict::Question(mended.to_owned()));
    let commas = |values: &[&str], holding| tally(values).verdict("x", holding, None);
    assert_eq!(commas(&["1,234", "950"], Holding::Money), StyleVerdict::Settled(NumberStyle::Point));
    assert!(matches!(commas(&["1,234", "1950"], Holding::Money), StyleVerdict::Question(_)));
    assert!(matches!(commas(&["1,234", "950"], Holding::Numbers), StyleVerdict::Question(_)));
    // What is said stands over what would have been taken for granted, and under what is proved.
    let said = |values: &[&str], mark| tally(values).verdict("x", Holding::Money, Some(mark));
    assert_eq!(said(&["1,234"], DecimalMark::Comma), StyleVerdict::Settled(NumberStyle::Comma));
    assert_eq!(said(&["1,234", "0.50"], DecimalMark::Comma), StyleVerdict::Settled(NumberStyle::Point));
}

#[test]
fn several_amounts_with_three_digits_behind_their_only_mark_are_thousands() {
    let verdict = |values: &[&str], holding| tally(values).verdict("x", holding, None);
    let amounts = ["1.234", "12.500 €", "950"];
    assert_eq!(verdict(&amounts, Holding::Money), StyleVerdict::Settled(NumberStyle::Comma));
    assert_eq!(
        tally(&amounts).findings("x", Holding::Money, None),
        ["points taken for thousands, since every one has three digits behind it: 1.234 in line 2, column x"]
    );
    for open in [&["1.234", "1.234"][..], &["1.234", "12.500", "12500"], &["1.234", "1,500"]] {
        assert!(matches!(verdict(open, Holding::Money), StyleVerdict::Question(_)), "{open:?}");
    }
    for holding in [Holding::RareMoney, Holding::Numbers, Holding::Unsaid] {
        assert!(matches!(verdict(&amounts, holding), StyleVerdict::Question(_)), "{holding:?}");
    }
}

fn amount(text: &str, style: NumberStyle) -> Option<String> {
    Some(WrittenNumber::parse_amount(text)?.value(style)?.normalize().to_string())
}

#[test]
fn a_dash_stands_for_a_fraction_of_nothing() {
    for text in ["€ 12.500,-", "12.500,- €", "12.500,--", "12.500,\u{2013} EUR"] {
        assert_eq!(amount(text, NumberStyle::Comma).as_deref(), Some("12500"), "{text}");
        assert_eq!(tally(&[text]).verdict("x", Holding::Money, None), StyleVerdict::Settled(NumberStyle::Comma));
    }
    assert_eq!(amount("CHF 1'200.\u{2013}", NumberStyle::Point).as_deref(), Some("1200"));
    assert_eq!(amount("-5,-", NumberStyle::Comma).as_deref(), Some("-5"));
    for text in ["1.200.-", ",-", "-,-", "5,-,-"] {
        assert_eq!(amount(text, NumberStyle::Point), None, "{text}");
    }
}

#[test]
fn amounts_are_shortened_by_units_that_cannot_be_mistaken() {
    let twelve = ["12k", "12 k", "12K", "$12k", "12 TEUR", "12 T€", "12 kEUR", "TEUR 12", "k€ 12", "12 Tsd. €"];
    for text in twelve {
        assert_eq!(amount(text, NumberStyle::Point).as_deref(), Some("12000"), "{text}");
    }
    for text in ["1.2M", "$1.2m", "1.2 Mio", "USD 1.2 million", "1.2 Mio. EUR", "1.2 M€"] {
        assert_eq!(amount(text, NumberStyle::Point).as_deref(), Some("1200000"), "{text}");
    }
    assert_eq!(amount("1,2 Mio", NumberStyle::Comma).as_deref(), Some("1200000"));
    assert_eq!(amount("12 Euros", NumberStyle::Point).as_deref(), Some("12"));
    assert_eq!(WrittenNumber::parse_amount("12 Dollar").unwrap().mark, Some(Mark::Shared('$')));
    for text in ["12 m", "12 T", "$12T", "12 km", "12k%", "k", "12kk", "12 x"] {
        assert_eq!(amount(text, NumberStyle::Point), None, "{text}");
    }
    assert_eq!(WrittenNumber::parse("12k"), None);
    let mut amounts = NumberTally::of_amounts();
    amounts.see("12k", 2, |_| true);
    assert_eq!(amounts.findings("x", Holding::Money, None), ["amounts in thousands: 12k in line 2, column x"]);
    // `12.500k` can be twelve and a half thousand.
    amounts.see("12.500k", 3, |_| true);
    amounts.see("1.250k", 4, |_| true);
    assert!(matches!(amounts.verdict("x", Holding::Money, None), StyleVerdict::Question(_)));
}

#[test]
fn amounts_say_for_how_long_they_are() {
    let span = |text: &str| WrittenNumber::parse_amount(text).and_then(|written| written.span);
    for text in ["12.000 EUR p.a.", "$12 per year", "12/yr", "12 € / year", "12 jährlich", "12 € par an", "12k p. a."]
    {
        assert_eq!(span(text), Some(Span::Year), "{text}");
    }
    for text in ["$12/mo", "12 /month", "12 EUR mtl.", "12 € par mois"] {
        assert_eq!(span(text), Some(Span::Month), "{text}");
    }
    assert_eq!(span("12 vierteljährlich"), Some(Span::Quarter));
    assert_eq!(WrittenNumber::parse_amount("12/user"), None);
}

#[test]
fn a_reading_that_cannot_stand_in_the_column_does_not_count() {
    let mut shares = NumberTally::default();
    shares.see("1.000", 2, |number| number <= Decimal::ONE);
    assert_eq!(shares.verdict("share", Holding::Numbers, None), StyleVerdict::Settled(NumberStyle::Point));
}

proptest! {
    #[test]
    fn no_text_makes_numbers_panic(text in "[0-9eE.,+' %$kmMTioa/y–-]{0,24}|\\PC{0,12}") {
        let tally = tally(&[&text]);
        for written in [WrittenNumber::parse(&text), WrittenNumber::parse_amount(&text)].into_iter().flatten() {
            let _ = (written.value(NumberStyle::Point), written.value(NumberStyle::Comma), written.telling());
        }
        let mut amounts = NumberTally::of_amounts();
        amounts.see(&text, 2, |_| true);
        let comma = Some(DecimalMark::Comma);
        let _ = (tally.verdict("x", Holding::Money, None), tally.findings("x", Holding::Money, None));
        let _ = (amounts.verdict("x", Holding::Money, comma), amounts.findings("x", Holding::Money, comma));
    }
}
