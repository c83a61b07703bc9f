use report::{Block, Report, TableCell};
use rust_decimal::Decimal;
use stories::{Scene, figure};
use testkit::expected;

fn value(report: &Report, label: &str) -> Decimal {
    figure(report, label).and_then(|figure| figure.value).unwrap_or_else(|| panic!("{label} is unknown"))
}

#[test]
fn the_small_company_is_retained_as_worked_out_by_hand() {
    let scene = Scene::small_company();
    let report = scene.ask("retention.show", &[("period", "2024-Q4")]).unwrap();
    let ratio = |(above, below): (i64, i64)| Decimal::from(above) / Decimal::from(below);
    assert_eq!(value(&report, "gross revenue retention"), ratio(expected::GROSS_RETENTION_Q4));
    assert_eq!(value(&report, "net revenue retention"), ratio(expected::NET_RETENTION_Q4));
    assert_eq!(value(&report, "logo churn"), ratio(expected::LOGO_CHURN_Q4));
    assert_eq!(value(&report, "opening ARR"), Decimal::from(expected::ARR_2024_10_01));
}

#[test]
fn the_bridge_ties_and_says_what_moved() {
    let scene = Scene::small_company();
    let report = scene.ask("retention.bridge", &[("period", "2024-Q4")]).unwrap();
    let line = |label: &str| value(&report, label);
    assert_eq!(line("opening"), Decimal::from(expected::ARR_2024_10_01));
    assert_eq!(line("new"), Decimal::from(expected::NEW_ARR_Q4));
    assert_eq!(line("expansion"), Decimal::from(expected::EXPANSION_ARR_Q4));
    assert_eq!(line("contraction"), Decimal::from(-expected::CONTRACTION_ARR_Q4));
    assert_eq!(line("churn"), Decimal::from(-expected::CHURNED_ARR_Q4));
    assert_eq!(line("reactivation"), Decimal::from(expected::REACTIVATED_ARR_Q4));
    assert_eq!(line("closing"), Decimal::from(expected::ARR_2025_01_01));
}

/// The rows of the table of parts: the name and its amounts.
fn parts(report: &Report) -> Vec<(String, Vec<Decimal>)> {
    let section = report.blocks.iter().find_map(|block| match block {
        Block::Section(section) => Some(section),
        _ => None,
    });
    let Some(Block::Table(table)) = section.and_then(|section| section.blocks.first()) else { panic!("no parts") };
    let amount = |cell: &TableCell| match cell {
        TableCell::Figure(figure) => figure.value,
        _ => None,
    };
    let name = |cell: &TableCell| match cell {
        TableCell::Text(text) => text.clone(),
        _ => String::new(),
    };
    table.rows.iter().map(|row| (name(&row[0]), row[1..].iter().filter_map(amount).collect())).collect()
}

#[test]
fn the_books_add_up_to_the_company() {
    let scene = Scene::small_company();
    for period in ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024"] {
        for by in ["book", "segment", "account"] {
            let report = scene.ask("retention.bridge", &[("period", period), ("by", by)]).unwrap();
            let parts = parts(&report);
            let (last, rest) = parts.split_last().unwrap();
            for column in 0..last.1.len() {
                let sum: Decimal = rest.iter().map(|(_, amounts)| amounts[column]).sum();
                assert_eq!(sum, last.1[column], "{period} by {by}, column {column}");
            }
            assert_eq!(last.1.first().copied(), figure(&report, "opening").and_then(|figure| figure.value));
        }
    }
}

#[test]
fn events_can_say_who_was_lost() {
    let mut scene = Scene::small_company();
    scene.settings.rules.churn_source = "events".parse().unwrap();
    let report = scene.ask("retention.show", &[("period", "2024-Q4")]).unwrap();
    let figure = figure(&report, "logo churn").unwrap();
    assert!(figure.convention.as_deref().unwrap_or_default().contains("churn event"), "{figure:?}");
}

#[test]
fn a_missing_exchange_rate_names_the_pair_and_the_day() {
    let scene = Scene::small_company();
    let text = "contract_id,account_id,starts_on,arr_amount,currency\nC-EUR,A-01,2024-01-01,1000,EUR\n";
    scene.import(&[scene.file("more/contracts.csv", text)]).unwrap();
    let refused = scene.ask("retention.show", &[("period", "2024-Q4")]).unwrap_err().to_string();
    assert!(refused.contains("EUR") && refused.contains("USD") && refused.contains("2024"), "{refused}");
}
