use super::*;

const CONTRACT: FactShape = customers::contract::SHAPE;

fn encoded(column: &str, cell: Cell, currency: Option<&str>) -> Result<Value, Refusal> {
    let mut cells = vec![Cell::Empty; CONTRACT.columns.len()];
    let place = CONTRACT.position(column).unwrap();
    cells[place] = cell;
    if let Some(currency) = currency {
        cells[CONTRACT.position("currency").unwrap()] = Cell::text(currency);
    }
    let mut values = Vec::new();
    encode(&CONTRACT, &cells, &mut values)?;
    assert_eq!(values.len(), CONTRACT.columns.len());
    Ok(values.swap_remove(place))
}

fn amount_of(text: &str, currency: Option<&str>) -> Result<Value, Refusal> {
    encoded("arr_amount", Cell::Number(text.parse().unwrap()), currency)
}

#[test]
fn amounts_are_minor_units_of_the_currency_of_their_row() {
    assert_eq!(amount_of("12.34", Some("USD")), Ok(Value::BigInt(Some(1_234))));
    assert_eq!(amount_of("12", Some("JPY")), Ok(Value::BigInt(Some(12))));
    assert_eq!(amount_of("1.234", Some("KWD")), Ok(Value::BigInt(Some(1_234))));
    assert_eq!(amount_of("12.3400", Some("USD")), Ok(Value::BigInt(Some(1_234))));
    assert_eq!(amount_of("12.34", None), Ok(Value::BigInt(Some(1_234))));
    assert_eq!(encoded("arr_amount", Cell::Whole(12), Some("USD")), Ok(Value::BigInt(Some(1_200))));
}

#[test]
fn an_amount_that_would_be_rounded_is_refused_by_name() {
    for (amount, currency) in [("0.005", "USD"), ("1.5", "JPY"), ("0.0001", "KWD")] {
        let refusal = amount_of(amount, Some(currency)).unwrap_err();
        let Refusal::Invalid { field, message } = refusal else { unreachable!("another kind of refusal") };
        assert_eq!(field, "arr_amount");
        assert!(message.contains(amount) && message.contains("cannot be kept exactly"), "{message}");
    }
}

#[test]
fn stored_amounts_read_back_in_their_currency() {
    let read = |units, code: &str| amount(units, code.parse().ok()).to_string();
    assert_eq!(read(1_234, "USD"), "12.34");
    assert_eq!(read(1_234, "JPY"), "1234");
    assert_eq!(read(1_234, "KWD"), "1.234");
    assert_eq!(read(1_200, "USD"), "12");
    assert_eq!(read(i64::MAX, "USD"), "92233720368547758.07");
}

#[test]
fn a_missing_cell_is_empty_and_never_zero() {
    assert_eq!(encoded("arr_amount", Cell::Empty, None), Ok(Value::BigInt(None)));
    assert_eq!(encoded("trial", Cell::Empty, None), Ok(Value::Bool(None)));
    assert_eq!(encoded("plan", Cell::Empty, None), Ok(Value::String(None)));
    assert_eq!(encoded("plan", Cell::text(""), None), Ok(Value::String(Some(String::new()))));
}

#[test]
fn a_cell_of_another_kind_is_refused() {
    assert!(encoded("starts_on", Cell::text("2024-03-01"), None).is_err());
    assert!(encoded("seats", Cell::text("5"), None).is_err());
    assert!(encoded("seats", Cell::Number(Decimal::ONE), None).is_err());
    assert!(encoded("trial", Cell::Whole(1), None).is_err());
    assert!(encoded("plan", Cell::Flag(true), None).is_err());
    assert!(encoded("plan", Cell::text("a\0b"), None).is_err());
}

#[test]
fn a_row_with_too_few_cells_is_filled_up_with_empty_ones() {
    let mut values = Vec::new();
    encode(&CONTRACT, &[Cell::text("C-1")], &mut values).unwrap();
    assert_eq!(values.len(), CONTRACT.columns.len());
    assert_eq!(values[1], Value::String(None));
}

#[test]
fn text_that_a_column_cannot_hold_is_not_read() {
    assert_eq!(read(ColumnKind::Day, "2024-02-29"), Some(Cell::Day("2024-02-29".parse().unwrap())));
    assert_eq!(read(ColumnKind::Day, "2023-02-29"), None);
    assert_eq!(read(ColumnKind::Moment, "noon"), None);
    assert_eq!(read(ColumnKind::Number(0, 1), "0,5"), None);
    assert_eq!(read(ColumnKind::Text, "0,5"), Some(Cell::text("0,5")));
}
