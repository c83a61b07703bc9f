use app::shapes::ALL as SHAPES;
use jiff::civil::DateTime;
use kernel::{Cell, ColumnKind, FactShape, Refusal};
use ports::Fault;
use ports::store::{FactQuery, NewFact};

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    amounts_are_exact_to_the_minor_unit,
    an_amount_finer_than_the_minor_unit_is_refused_and_named,
    an_amount_too_large_to_keep_is_refused,
    numbers_are_exact,
    hostile_text_comes_back_as_it_was,
    a_zero_byte_is_refused_and_named,
    empty_text_is_not_a_missing_cell,
    hostile_names_are_only_names,
    every_object_keeps_a_row_filled_in_everywhere,
    every_object_keeps_a_row_that_tells_nothing,
    zero_is_not_missing,
];

fn in_currency(id: &str, amount: &str, currency: &str) -> NewFact {
    contract_with(id, amount, &[("currency", text(currency))])
}

fn refusal(home: &Home, row: NewFact) -> Refusal {
    let mut transaction = begin(&**home, FIRST);
    transaction.open_delivery("rows").unwrap();
    match transaction.append(CONTRACTS, &[row]).unwrap_err() {
        Fault::Refused(refusal) => refusal,
        other => unreachable!("{other:?}"),
    }
}

fn amounts_are_exact_to_the_minor_unit(home: &Home) {
    let told = [
        ("C-1", "0.01", "USD"),
        ("C-2", "1234567890123.45", "USD"),
        ("C-3", "1234567", "JPY"),
        ("C-4", "1234.567", "KWD"),
        ("C-5", "0.1", "EUR"),
        ("C-6", "92233720368547758.07", "USD"),
        ("C-7", "12.34", "usd"),
    ];
    deliver(&**home, FIRST, CONTRACTS, &told.map(|(id, amount, currency)| in_currency(id, amount, currency)));
    assert_eq!(arr_now(&**home), told.map(|(_, amount, _)| amount));
}

fn an_amount_finer_than_the_minor_unit_is_refused_and_named(home: &Home) {
    for (amount, currency) in [("0.001", "USD"), ("0.5", "JPY"), ("1.2345", "KWD")] {
        let Refusal::Invalid { field, message } = refusal(home, in_currency("C-1", amount, currency)) else {
            unreachable!("another kind of refusal")
        };
        assert_eq!(field, "arr_amount");
        assert!(message.contains(amount) && message.contains("contract"), "{message}");
    }
}

fn an_amount_too_large_to_keep_is_refused(home: &Home) {
    for amount in ["92233720368547758.08", "79228162514264337593543950335"] {
        assert!(matches!(refusal(home, in_currency("C-1", amount, "USD")), Refusal::Invalid { .. }));
    }
}

fn numbers_are_exact(home: &Home) {
    static TARGETS: &FactShape = &people::target::SHAPE;
    let numbers = ["0.1", "0.0000000000000000000000000001", "-12.5", "79228162514264337593543950335", "1"];
    let row = |(place, value): (usize, &&str)| {
        let told = [("period", text("2024-Q1")), ("metric", text("nps")), ("target", number(value))];
        fact(TARGETS, &place.to_string(), &told)
    };
    deliver(&**home, FIRST, TARGETS, &numbers.iter().enumerate().map(row).collect::<Vec<_>>());
    let found: Vec<String> = now(&**home, TARGETS).iter().map(|target| target.cell("target").to_string()).collect();
    assert_eq!(found, numbers);
}

fn hostile_texts() -> Vec<String> {
    vec![
        "it's \"quoted\" `so` \\ and \\' more".to_owned(),
        "'); DROP TABLE accounts; --".to_owned(),
        "$1 ? :name %s {} @p1".to_owned(),
        "👩‍👩‍👧‍👦 family, e\u{301} and é".to_owned(),
        "שלום \u{202e}olleh\u{202c} مرحبا".to_owned(),
        "line\r\nline\ttab\u{1}\u{1f}\u{7f}\u{feff}\u{ffff}".to_owned(),
        " spaces around ".to_owned(),
        "NULL".to_owned(),
        "long ✓ ".repeat(25_000),
    ]
}

fn hostile_text_comes_back_as_it_was(home: &Home) {
    let texts = hostile_texts();
    let rows: Vec<NewFact> =
        texts.iter().enumerate().map(|(place, text)| account(&format!("A-{place}"), text)).collect();
    deliver(&**home, FIRST, ACCOUNTS, &rows);
    let found: Vec<String> = now(&**home, ACCOUNTS).iter().map(|account| account.cell("name").to_string()).collect();
    assert!(texts.iter().any(|text| text.len() > 200_000));
    assert_eq!(found, texts);
    assert_eq!(deliver(&**home, SECOND, ACCOUNTS, &rows).unchanged, texts.len() as u64);
}

fn a_zero_byte_is_refused_and_named(home: &Home) {
    let row = contract_with("C-1", "1", &[("plan", text("pro\0fessional"))]);
    assert!(matches!(refusal(home, row), Refusal::Invalid { field, .. } if field == "plan"));
}

fn empty_text_is_not_a_missing_cell(home: &Home) {
    let rows = [contract_with("C-1", "1", &[("plan", text(""))]), contract("C-2", "1")];
    deliver(&**home, FIRST, CONTRACTS, &rows);
    let found = now(&**home, CONTRACTS);
    assert_eq!((found[0].cell("plan"), found[1].cell("plan")), (&text(""), &Cell::Empty));
}

/// Keys, files, labels and events hold whatever people and systems wrote.
fn hostile_names_are_only_names(home: &Home) {
    for (place, name) in hostile_texts().iter().take(8).enumerate() {
        let mut row = contract(name, "1");
        row.file = name.as_str().into();
        let mut transaction = begin(&**home, FIRST);
        transaction.open_delivery(name).unwrap();
        transaction.append(CONTRACTS, &[row]).unwrap();
        transaction.record(&kernel::Event::new("tests.happened", name, name)).unwrap();
        transaction.commit().unwrap();
        assert_eq!(&home.deliveries().unwrap()[place].label, name);
        assert_eq!(&home.events(1).unwrap()[0].summary, name);
    }
    let found = now(&**home, CONTRACTS);
    assert_eq!(found.len(), 8);
    assert!(found.iter().all(|record| *record.key == *format!("own/{}", record.origin.file)));
    let mut seen = 0;
    let mut see = |_| {
        seen += 1;
        true
    };
    home.each_fact(&FactQuery::all(CONTRACTS), &mut see).unwrap();
    assert_eq!(seen, 8);
}

fn filled(kind: ColumnKind) -> Cell {
    match kind {
        ColumnKind::Text => text("words"),
        ColumnKind::Word(words) => text(words[words.len() - 1]),
        ColumnKind::Reference(object) => text(&format!("own/{object}")),
        ColumnKind::Day => day("2024-02-29"),
        ColumnKind::Moment => Cell::Moment(DateTime::constant(2024, 2, 29, 23, 59, 58, 123_456_000)),
        ColumnKind::Whole(_, most) => Cell::Whole(most),
        ColumnKind::Number(least, _) => Cell::Number(rust_decimal::Decimal::new(least * 100 + 25, 2)),
        ColumnKind::Amount => number("1234.56"),
        ColumnKind::CurrencyCode => text("USD"),
        ColumnKind::Flag => Cell::Flag(true),
        ColumnKind::PeriodName => text("2024-Q1"),
    }
}

fn row_of(shape: &'static FactShape, cell: impl Fn(ColumnKind) -> Cell) -> NewFact {
    let mut row = fact(shape, "only", &[]);
    row.cells = shape.columns.iter().map(|column| cell(column.kind)).collect();
    row
}

fn keeps(home: &Home, cell: impl Fn(ColumnKind) -> Cell) {
    for shape in SHAPES {
        let row = row_of(shape, &cell);
        deliver(&**home, FIRST, shape, std::slice::from_ref(&row));
        let kept = only(now(&**home, shape));
        assert_eq!(kept.cells, row.cells, "{}", shape.object);
        assert_eq!(only(known_by(&**home, shape, "2030-01-01T00:00")).cells, row.cells, "{}", shape.object);
        assert_eq!(deliver(&**home, SECOND, shape, &[row]).unchanged, 1, "{}", shape.object);
    }
}

fn every_object_keeps_a_row_filled_in_everywhere(home: &Home) {
    keeps(home, filled);
}

fn every_object_keeps_a_row_that_tells_nothing(home: &Home) {
    keeps(home, |_| Cell::Empty);
}

fn zero_is_not_missing(home: &Home) {
    keeps(home, |kind| match kind {
        ColumnKind::Whole(..) => Cell::Whole(0),
        ColumnKind::Number(..) | ColumnKind::Amount => number("0"),
        ColumnKind::Flag => Cell::Flag(false),
        _ => Cell::Empty,
    });
}
