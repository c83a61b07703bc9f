use super::*;

fn number(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

#[test]
fn plain_constants_are_read() {
    for (code, told) in [
        ("const A: f64 = 0.35;", "0.35"),
        ("pub const A: i64 = 12_000;", "12000"),
        ("pub(crate) const A: f64 = -1.5_f64;", "-1.5"),
        ("static A: u32 = 30u32;", "30"),
        ("const A: Decimal = dec(\"0.35\");", "0.35"),
        ("const A: Decimal = dec!(0.35);", "0.35"),
        ("const A: Decimal = Decimal::new(35, 2);", "0.35"),
        ("const A: Decimal = Decimal::from_parts(35, 0, 0, true, 2);", "-0.35"),
        ("const A: Decimal = Decimal::ONE_HUNDRED;", "100"),
        ("const A: &str = \"0.8\";", "0.8"),
        ("const A: f64 = 2.;", "2"),
    ] {
        assert_eq!(of_constant(code), number(told), "{code}");
    }
}

#[test]
fn anything_else_is_left_alone() {
    for code in [
        "const A: [u8; 2] = [1, 2];",
        "fn a() -> u8 { 3 }",
        "const A: f64 = 1.0 / 3.0;",
        "const A: Span = Span::new(1, 2, 3);",
        "if a == 3 {",
        "const A: &str = \"green\";",
        "const A: u8 = B;",
    ] {
        assert_eq!(of_constant(code), None, "{code}");
    }
}

#[test]
fn cells_are_read_with_their_units() {
    for (cell, told) in
        [("0.35", "0.35"), ("`80`", "80"), ("180 days", "180"), ("1,000 USD", "1000"), ("−5 points", "-5")]
    {
        assert_eq!(of_cell(cell).first().copied(), number(told), "{cell}");
    }
    assert_eq!(of_cell("35 %"), [Decimal::from(35), Decimal::new(35, 2)]);
    assert_eq!(of_cell("by owner-days"), []);
}
