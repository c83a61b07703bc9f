//! Whatever the bytes are: no panic, no fault of ours, and nothing changed in silence. `PROPTEST_CASES` says how often.

use std::io::Write as _;

use ports::Fault;
use proptest::prelude::*;

use super::round_trips::any_rows;
use super::*;
use crate::export::unmistakable;
use crate::formulas::unmarked;
use crate::matcher::Dictionary;

/// Small files of every kind, to be damaged.
fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let report = "Opportunity Name,Account Name,Stage,Close Date,Created Date,Amount\nA,Acme,Closed Won,31.12.2024,01.10.2024,\"1.234,50\"\n\nGrand Totals (1 records),,,,,\n";
    let survey = "Respondent ID,Collector ID,End Date,Email Address,How likely to recommend?\n,,,,Response\n1,2,2024-03-01,a@b.example,9\n";
    let german = "Kundennummer;Kunde;Branche;Kunde seit\nK-1;Müller;Bau;45292\nK-2;=1+1;Bau;45293\n";
    let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Berlin:20240305T090000\r\nDURATION:PT30M\r\nATTENDEE:mailto:a@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("accounts.csv", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"account_id,name\nA-1,Ada\n").unwrap();
    let zipped = archive.finish().unwrap().into_inner();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(german.as_bytes()).unwrap();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let page = workbook.add_worksheet();
    page.write_row(0, 0, ["account_id", "name", "seats"]).unwrap();
    page.write_row(1, 0, ["A-1", "Ada", "5"]).unwrap();
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(german.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    vec![
        ("a.csv", report.as_bytes().to_vec()),
        ("b.csv", survey.as_bytes().to_vec()),
        ("c.csv", german.as_bytes().to_vec()),
        ("d.csv", wide),
        ("e.ics", calendar.as_bytes().to_vec()),
        ("f.zip", zipped),
        ("g.csv.gz", packer.finish().unwrap()),
        ("h.xlsx", workbook.save_to_buffer().unwrap()),
        ("i.xls.gz", include_bytes!("made/accounts.xls.gz").to_vec()),
    ]
}

/// Bytes put in, taken out or changed; the end cut off.
fn damaged(mut bytes: Vec<u8>, damages: &[(usize, u8, u8)], cut: Option<usize>) -> Vec<u8> {
    for (place, kind, byte) in damages {
        let place = place % bytes.len().max(1);
        match kind % 3 {
            0 if place < bytes.len() => bytes[place] = *byte,
            1 if place < bytes.len() => {
                bytes.remove(place);
            }
            _ => bytes.insert(place, *byte),
        }
    }
    if let Some(cut) = cut {
        bytes.truncate(cut % bytes.len().max(1));
    }
    bytes
}

/// Looks at a file and reads what can be read of it.
fn taken_in(path: &Path) {
    let deliveries = shared();
    let options = in_dollars();
    let refused = |fault: Fault| match fault {
        Fault::Refused(refusal) => assert!(!refusal.to_string().is_empty()),
        other => panic!("{}: {other}", path.display()),
    };
    let surveys = match deliveries.survey(&[path.to_owned()], &options, &mut |_| ()) {
        Ok(surveys) => surveys,
        Err(fault) => return refused(fault),
    };
    for survey in surveys.iter().filter(|survey| survey.matched.is_some() && survey.questions.is_empty()) {
        if let Err(fault) = deliveries.read(survey, &options, &mut |_| Ok(())) {
            refused(fault);
        }
    }
}

/// A reference without the words that it may also be a name.
fn pointed(cell: &Cell) -> Cell {
    let Cell::Text(text) = cell else { return cell.clone() };
    let name = ["accounts:", "people:", "contacts:"].iter().find_map(|via| text.strip_prefix(via));
    name.map_or_else(|| cell.clone(), Cell::text)
}

/// Few in every run, so that it stays short; as many as wanted by `PROPTEST_CASES`.
fn cases() -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: wanted.unwrap_or(48), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn damaged_files_of_every_kind_are_read_or_refused(
        (name, bytes) in prop::sample::select(corpus()),
        damages in prop::collection::vec(any::<(usize, u8, u8)>(), 0..6),
        cut in prop::option::weighted(0.2, any::<usize>()),
    ) {
        let (_folder, path) = file(name, damaged(bytes, &damages, cut));
        taken_in(&path);
    }

    #[test]
    fn any_bytes_at_all_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (_folder, path) = file("any.csv", bytes);
        taken_in(&path);
    }

    #[test]
    fn every_row_is_taken_as_it_stands_or_rejected(
        cells in prop::collection::vec(("[ -~äß中\n]{0,9}", "[ -~äß中,;\"']{0,9}"), 1..12),
    ) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["account_id", "name", "plan"]).unwrap();
        for (number, (name, plan)) in cells.iter().enumerate() {
            csv.write_record([format!("A-{number}").as_str(), name, plan]).unwrap();
        }
        let (_folder, path) = file("accounts.csv", csv.into_inner().unwrap());
        let (told, rows, rejected) = read_file(&path, &ReadingOptions::default());
        prop_assert_eq!(rows.len() + rejected.len(), cells.len());
        for row in &rows {
            let number: usize = row.cells[0].to_string()[2..].parse().unwrap();
            let (name, plan) = &cells[number];
            prop_assert_eq!(&row.cells[1].to_string(), unmarked(name.trim()));
            prop_assert_eq!(&cell(&told, row, "plan").to_string(), unmarked(plan.trim()));
        }
    }

    #[test]
    fn columns_by_any_of_their_names_are_taken_as_they_stand_or_not_at_all(
        (shape, rows) in any_rows(),
        choices in prop::collection::vec(any::<usize>(), 20),
        turn in 0..20_usize,
    ) {
        let dictionary = Dictionary::own();
        let called: Vec<String> = shape
            .columns
            .iter()
            .zip(&choices)
            .map(|(column, choice)| dictionary.name_of(shape.object, column, *choice))
            .collect();
        let mut places: Vec<usize> = (0..called.len()).collect();
        places.rotate_left(turn % called.len());
        let line = |cells: Vec<String>| {
            let mut csv = csv::Writer::from_writer(Vec::new());
            csv.write_record(cells).unwrap();
            String::from_utf8(csv.into_inner().unwrap()).unwrap()
        };
        let mut text = line(places.iter().map(|place| called[*place].clone()).collect());
        let mut begins: Vec<usize> = Vec::new();
        for row in &rows {
            begins.push(text.matches('\n').count() + 1);
            text.push_str(&line(places.iter().map(|place| unmistakable(&row[*place])).collect()));
        }
        let (_folder, path) = file("list.csv", text);
        let options = ReadingOptions { objects: vec![ToldObject { file: None, object: shape.object.to_owned() }], ..in_dollars() };
        let deliveries = deliveries();
        let told = survey(&deliveries, &[path], &options).remove(0);
        let Some(matched) = told.matched.as_ref().filter(|_| told.questions.is_empty()) else { return Ok(()) };
        let (read, _) = read(&deliveries, &told, &options);
        for row in &read {
            let number = begins.iter().position(|line| u32::try_from(*line) == Ok(row.line)).unwrap();
            let own = &rows[number];
            for (place, column) in shape.columns.iter().enumerate() {
                let is_used = matched.used.iter().any(|(heading, used)| *used == column.name && *heading == called[place]);
                let stands_in = shape.key == [column.name] && !is_used;
                if is_used {
                    prop_assert_eq!(&pointed(&row.cells[place]), &own[place], "{} of {}", column.name, shape.object);
                } else if !stands_in && column.name != "currency" && column.name != "kind" {
                    prop_assert_eq!(&row.cells[place], &Cell::Empty, "{} of {}", column.name, shape.object);
                }
            }
        }
    }
}
