use super::*;

fn understood(kind: ColumnKind, text: &str) -> Result<String, String> {
    let cell = CellText { text, sort: CellSort::Text, manner: Manner::default(), zone: &TimeZone::UTC };
    cell.understand(kind).map(|(cell, _)| cell.to_string())
}

#[test]
fn cells_are_understood_by_the_kind_of_their_column() {
    let ok = |kind, text: &str, expected: &str| assert_eq!(understood(kind, text).as_deref(), Ok(expected));
    ok(ColumnKind::Text, "  =1+1 ", "=1+1");
    ok(ColumnKind::Word(&["won", "lost"]), "WON ", "won");
    ok(ColumnKind::CurrencyCode, "eur", "EUR");
    ok(ColumnKind::Flag, "Yes", "true");
    ok(ColumnKind::Flag, "0", "false");
    ok(ColumnKind::Whole(0, 10), "7.0", "7");
    ok(ColumnKind::Number(0, 1), "25%", "0.25");
    ok(ColumnKind::PeriodName, "q3 2026", "2026-Q3");
    ok(ColumnKind::Day, "", "");
}

#[test]
fn what_cannot_be_understood_is_refused_with_the_reason() {
    let no = |kind, text: &str, expected: &str| assert_eq!(understood(kind, text).unwrap_err(), expected);
    no(ColumnKind::Word(&["won", "lost"]), "open", "open is none of won, lost");
    no(ColumnKind::Flag, "maybe", "maybe is neither true nor false");
    no(ColumnKind::Whole(0, 10), "1.5", "1.5 is not a whole number");
    no(ColumnKind::Whole(0, 10), "11", "11 is outside 0 to 10");
    no(ColumnKind::Day, "soon", "soon is not a date; write it as 2024-12-31");
    no(ColumnKind::PeriodName, "last-quarter", "last-quarter is not a period; write 2026-Q3, 2026-09 or 2026");
    no(ColumnKind::Text, "#REF!", "#REF! is an error of the spreadsheet; mend it there");
    assert!(understood(ColumnKind::CurrencyCode, "XYZ").unwrap_err().contains("ISO 4217"));
}

#[test]
fn an_amount_of_another_time_than_the_wanted_is_refused() {
    assert_eq!(understood(ColumnKind::Amount, "$12,000.00/yr").as_deref(), Ok("12000"));
    let month = "$1,000.00/mo is an amount of a month where that of a year is wanted";
    assert_eq!(understood(ColumnKind::Amount, "$1,000.00/mo").unwrap_err(), month);
    let manner = Manner { span: Some(Span::Month), ..Manner::default() };
    let of_month =
        |text| CellText { text, sort: CellSort::Text, manner, zone: &TimeZone::UTC }.understand(ColumnKind::Amount);
    assert_eq!(of_month("100/mo").unwrap().0.to_string(), "100");
    assert!(of_month("100 p.a.").unwrap_err().ends_with("is an amount of a year where that of a month is wanted"));
}
