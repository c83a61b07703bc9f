use std::sync::Arc;

use jiff::civil::{Date, DateTime, date, datetime};
use kernel::{Clocks, ColumnKind, FactRecord, Origin};
use ports::store::Version;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

const CLOCKS: Clocks = Clocks {
    happened_on: Some(Date::constant(2024, 1, 31)),
    known_at: DateTime::constant(2024, 2, 1, 8, 30, 0, 0),
    closing_known_at: None,
    assumed: false,
};

fn record(shape: &'static FactShape, key: &str, cells: Vec<Cell>) -> FactRecord {
    let origin = Origin { source: Arc::from("crm"), delivery: 3, file: Arc::from("a.csv"), line: 2 };
    FactRecord { shape, key: Arc::from(key), cells, clocks: CLOCKS, origin }
}

/// A cell that can stand in a column of this kind.
fn any_cell(kind: ColumnKind) -> BoxedStrategy<Cell> {
    let text = || "[-=+@]?[a-zé ,;\"'|\n\t]{0,12}[a-z€]".prop_map(|text| Cell::text(text.trim()));
    let number = |least: i64, most: i64| {
        (0_i64..100_000_000, 0_u32..5).prop_map(move |(units, scale)| {
            let number = Decimal::new(units, scale);
            Cell::Number(number.clamp(Decimal::from(least), Decimal::from(most)))
        })
    };
    match kind {
        ColumnKind::Text | ColumnKind::Reference(_) => text().boxed(),
        ColumnKind::Word(words) => prop::sample::select(words).prop_map(Cell::text).boxed(),
        ColumnKind::Day => any_day().prop_map(Cell::Day).boxed(),
        ColumnKind::Moment => {
            (any_day(), 0_i8..24, 0_i8..60).prop_map(|(day, h, m)| Cell::Moment(day.at(h, m, 0, 0))).boxed()
        }
        ColumnKind::Whole(least, most) => (least..=most).prop_map(Cell::Whole).boxed(),
        ColumnKind::Number(least, most) => number(least, most).boxed(),
        ColumnKind::Amount => number(0, i64::MAX).boxed(),
        ColumnKind::CurrencyCode => prop::sample::select(vec!["USD", "EUR", "JPY"]).prop_map(Cell::text).boxed(),
        ColumnKind::Flag => any::<bool>().prop_map(Cell::Flag).boxed(),
        ColumnKind::PeriodName => prop::sample::select(vec!["2024-Q3", "2024-11", "2025"]).prop_map(Cell::text).boxed(),
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (1975_i16..2090, 1_i8..13, 1_i8..29).prop_map(|(year, month, day)| date(year, month, day))
}

/// Rows of one shape, each with its own key; nothing ends before it begins.
pub(super) fn any_rows() -> impl Strategy<Value = (&'static FactShape, Vec<Vec<Cell>>)> {
    prop::sample::select(all_shapes()).prop_flat_map(|shape| {
        let columns: Vec<_> = shape
            .columns
            .iter()
            .map(|column| {
                let optional = !column.required && column.name != "currency";
                (any_cell(column.kind), any::<bool>())
                    .prop_map(move |(cell, told)| if told || !optional { cell } else { Cell::Empty })
            })
            .collect();
        prop::collection::vec(columns, 1..6).prop_map(move |rows| (shape, tidy(shape, rows)))
    })
}

fn tidy(shape: &'static FactShape, mut rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    for (number, cells) in rows.iter_mut().enumerate() {
        let place = shape.position(shape.key[0]).unwrap();
        if !matches!(shape.columns[place].kind, ColumnKind::CurrencyCode) {
            cells[place] = Cell::text(&format!("K{number}"));
        }
        if let (Some(opening), Some(closing)) = (shape.opened_by, shape.closed_by) {
            let (opening, closing) = (shape.position(opening).unwrap(), shape.position(closing).unwrap());
            if !cells[closing].is_empty() && cells[opening].to_string() > cells[closing].to_string() {
                cells[closing] = cells[opening].clone();
            }
        }
    }
    let mut keys = std::collections::BTreeSet::new();
    rows.retain(|cells| {
        let key: Vec<String> = shape.key.iter().map(|name| cells[shape.position(name).unwrap()].to_string()).collect();
        keys.insert(key)
    });
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn an_export_reads_back_equal((shape, rows) in any_rows()) {
        let folder = tempfile::tempdir().unwrap();
        let mut export = deliveries().open_export(shape, folder.path()).unwrap();
        for (number, cells) in rows.iter().enumerate() {
            export.write(&record(shape, &format!("crm/{number}"), cells.clone())).unwrap();
        }
        let path = export.finish().unwrap();
        let (told, read, rejected) = read_file(&path, &ReadingOptions::default());
        prop_assert_eq!(told.matched.unwrap().shape.object, shape.object);
        prop_assert_eq!(rejected, Vec::new());
        prop_assert_eq!(read.len(), rows.len());
        for (read, cells) in read.iter().zip(&rows) {
            prop_assert_eq!(&*read.source, "crm");
            prop_assert_eq!(read.known_at, Some(CLOCKS.known_at));
            prop_assert_eq!(&read.cells, cells);
        }
    }

    #[test]
    fn a_history_reads_back_equal((shape, rows) in any_rows()) {
        let folder = tempfile::tempdir().unwrap();
        let mut history = deliveries().open_history(folder.path()).unwrap();
        let versions: Vec<Version> = rows.into_iter().enumerate().map(|(number, cells)| Version {
            record: record(shape, &format!("crm/{}", number / 2), cells),
            recorded_at: datetime(2024, 5, 1, 10, 0, 0, 0),
            superseded_at: (number % 2 == 0).then(|| datetime(2024, 5, 2, 10, 0, 0, 123_000)),
        }).collect();
        for version in &versions {
            history.write(version).unwrap();
        }
        let path = history.finish().unwrap();
        let mut read = Vec::new();
        deliveries().read_history(&path, &all_shapes(), &mut |_, of_one_key| {
            read.push(of_one_key);
            Ok(())
        }).unwrap();
        prop_assert_eq!(read.len(), versions.len().div_ceil(2));
        prop_assert_eq!(read.concat(), versions);
    }
}

#[test]
fn a_history_changed_by_hand_or_cut_off_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut history = deliveries().open_history(folder.path()).unwrap();
    let cells = vec![Cell::text("A"), Cell::text("Ada")].into_iter().chain(vec![Cell::Empty; 12]).collect();
    let record = record(&customers::account::SHAPE, "crm/A", cells);
    let recorded_at = datetime(2024, 5, 1, 10, 0, 0, 0);
    history.write(&Version { record, recorded_at, superseded_at: None }).unwrap();
    let path = history.finish().unwrap();
    let whole = std::fs::read_to_string(&path).unwrap();
    let (cut, _) = whole.split_once("_seal").unwrap();
    for changed in [whole.replace("Ada", "Eve"), cut.to_owned(), format!("{whole}{}", whole.lines().nth(1).unwrap())] {
        std::fs::write(&path, changed).unwrap();
        let refused = deliveries().read_history(folder.path(), &all_shapes(), &mut |_, _| Ok(())).unwrap_err();
        assert!(refused.to_string().contains("changed by hand or cut off"), "{refused}");
    }
}

#[test]
fn every_template_is_recognised_as_itself_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let written = deliveries().write_templates(&all_shapes(), folder.path()).unwrap();
    assert_eq!(written.len(), all_shapes().len() + 1);
    assert!(deliveries().write_templates(&all_shapes(), folder.path()).is_err());
    for survey in survey(&deliveries(), &[folder.path().to_owned()], &ReadingOptions::default()) {
        let matched = survey.matched.unwrap();
        assert_eq!(matched.shape.object, survey.path.file_stem().unwrap().to_str().unwrap());
        assert_eq!((matched.score, matched.unused.len()), (1.0, 0));
    }
}

/// How a spreadsheet somewhere might write a file.
#[derive(Debug, Clone)]
struct Hand {
    separator: char,
    date: &'static str,
    decimal: char,
    encoding: &'static str,
    line_end: &'static str,
}

fn any_hand() -> impl Strategy<Value = Hand> {
    let separators = prop::sample::select(vec![',', ';', '\t', '|']);
    let dates = prop::sample::select(vec!["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d-%m-%y", "%d %b %Y", "%Y%m%d"]);
    let encodings =
        prop::sample::select(vec!["utf-8", "utf-8 bom", "utf-16le", "utf-16be", "utf-32le", "windows-1252"]);
    let line_ends = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    (separators, dates, prop::sample::select(vec!['.', ',']), encodings, line_ends).prop_map(
        |(separator, date, decimal, encoding, line_end)| Hand { separator, date, decimal, encoding, line_end },
    )
}

impl Hand {
    fn amount(&self, cents: u32) -> String {
        let whole = (cents / 100).to_string();
        let group = if self.decimal == '.' { "," } else { "." };
        let grouped: Vec<&str> =
            whole.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).unwrap()).collect();
        format!("{}{}{:02}", grouped.join(group), self.decimal, cents % 100)
    }

    fn row(&self, cells: &[String]) -> String {
        let quoted: Vec<String> = cells
            .iter()
            .map(|cell| {
                let plain = !cell.contains([self.separator, '"', '\n', '\r']);
                if plain { cell.clone() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
            })
            .collect();
        quoted.join(&self.separator.to_string()) + self.line_end
    }

    fn bytes(&self, text: &str) -> Vec<u8> {
        let units = |mark: &str| format!("{mark}{text}").encode_utf16().collect::<Vec<u16>>();
        match self.encoding {
            "utf-8 bom" => format!("\u{FEFF}{text}").into_bytes(),
            "utf-16le" => units("\u{FEFF}").iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            "utf-16be" => units("").iter().flat_map(|unit| unit.to_be_bytes()).collect(),
            "utf-32le" => {
                format!("\u{FEFF}{text}").chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect()
            }
            "windows-1252" => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
            _ => text.as_bytes().to_vec(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn rows_written_by_any_hand_read_back_equal(
        hand in any_hand(),
        rows in prop::collection::vec((any_day(), 0_u32..400_000_000, "[A-Zé]([a-zñ ,;|\"\n]{0,20}[a-z])?"), 1..8),
    ) {
        let headings = ["Contract-ID", "account id", "Starts on", "ARR Amount", "CURRENCY", "plan"].map(str::to_owned);
        // The first row settles the order of day and month.
        let first = (date(2024, 2, 27), 1_234_567, "Pro".to_owned());
        let rows: Vec<_> = std::iter::once(first).chain(rows).collect();
        let mut text = hand.row(&headings);
        for (number, (day, cents, plan)) in rows.iter().enumerate() {
            let cells = [format!("C{number}"), "A1".into(), day.strftime(hand.date).to_string(), hand.amount(*cents), "usd".into(), plan.clone()];
            text.push_str(&hand.row(&cells));
        }
        let (_folder, path) = file("contracts.csv", hand.bytes(&text));
        let (told, read, rejected) = read_file(&path, &ReadingOptions::default());
        prop_assert_eq!(rejected, Vec::new());
        prop_assert_eq!(told.separator, Some(hand.separator));
        prop_assert_eq!(read.len(), rows.len());
        for (read, (day, cents, plan)) in read.iter().zip(&rows) {
            let century = if hand.date.contains("%y") { day.year() } else { 0 };
            if century == 0 || (1970..2070).contains(&century) {
                prop_assert_eq!(cell(&told, read, "starts_on"), &Cell::Day(*day));
            }
            prop_assert_eq!(cell(&told, read, "arr_amount"), &Cell::Number(Decimal::new(i64::from(*cents), 2)));
            prop_assert_eq!(cell(&told, read, "plan"), &Cell::text(plan));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(start in 0_usize..6, noise in prop::collection::vec(any::<u8>(), 0..300), is_workbook: bool) {
        let starts: [&[u8]; 6] = [
            b"", b"account_id,name,seats\n", b"\xFF\xFE", b"contract_id;account_id;starts_on;arr_amount;currency\n1;2;",
            b"PK\x03\x04", b"response_id,account_id,kind,score,responded_on\n\"",
        ];
        let bytes = [starts[start], &noise].concat();
        let (folder, path) = file(if is_workbook { "x.xlsx" } else { "x.csv" }, bytes);
        let deliveries = shared();
        if let Ok(surveys) = deliveries.survey(&[path], &in_dollars(), &mut |_| ()) {
            for survey in surveys {
                let mut rejects = Vec::new();
                let _ = deliveries.read(&survey, &in_dollars(), &mut |batch| {
                    if let Batch::Rejected(more) = batch {
                        rejects.extend(more);
                    }
                    Ok(())
                });
                let _ = deliveries.write_rejects(&survey, &rejects, folder.path());
            }
        }
        let _ = deliveries.read_history(&folder.path().join("x.csv"), &all_shapes(), &mut |_, _| Ok(()));
    }
}
