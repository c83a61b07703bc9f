use super::*;

fn row(line: u32, cells: &[&str]) -> RawRow {
    let mut row = RawRow::on_line(line);
    cells.iter().for_each(|cell| row.push(cell, CellSort::Text));
    row
}

fn unfolded(stem: &str, rows: &[&[&str]]) -> Result<Vec<String>, String> {
    let first: Vec<(u32, Vec<String>)> =
        (1..).zip(rows).map(|(line, cells)| (line, cells.iter().map(|cell| (*cell).to_owned()).collect())).collect();
    let unfolding = match Width::of(&first, stem) {
        Width::Wide(unfolding) => unfolding,
        Width::Open(why) => return Err(why),
        Width::Plain => return Err("plain".to_owned()),
    };
    let mut shown = Vec::new();
    for (line, cells) in (1..).zip(rows) {
        let mut see = |row: &RawRow| {
            shown.push(row.cells().collect::<Vec<_>>().join("|"));
            Ok(More::Yes)
        };
        unfolding.show(&row(line, cells), &mut see).unwrap();
    }
    Ok(shown)
}

#[test]
fn months_become_rows_without_totals_and_empty_cells() {
    let rows: [&[&str]; 3] = [
        &["Customer", "Jan 2025", "Feb 2025", "2025-03", "Total"],
        &["Acme", "5", "", "7", "12"],
        &["Cobalt", "-", "1", "2", "3"],
    ];
    assert_eq!(
        unfolded("active users", &rows).unwrap(),
        [
            "Customer|month|active users",
            "Acme|2025-01-01|5",
            "Acme|2025-03-01|7",
            "Cobalt|2025-02-01|1",
            "Cobalt|2025-03-01|2"
        ]
    );
    assert!(unfolded("MRR", &rows).unwrap_err().contains("hand in contracts"));
    assert!(unfolded("list", &rows).unwrap_err().contains("nothing says what stands there"));
}

#[test]
fn days_of_time_sheets_are_added_up_by_weeks() {
    let days: [&[&str]; 2] =
        [&["Employee", "Task", "2025-01-03", "2025-01-06", "2025-01-07"], &["Ada", "customer", "7,5", "7:30", "1"]];
    assert_eq!(
        unfolded("sheet", &days).unwrap(),
        ["Employee|Task|week starting|hours", "Ada|customer|2024-12-30|7.5", "Ada|customer|2025-01-06|8.5"]
    );
    let week: [&[&str]; 3] = [
        &["Name", "Week of", "Task", "Mon", "Tue", "Wed", "Thu", "Fri", "Total"],
        &["Ada", "2025-01-06", "customer", "8", "8", "", "7.5", "4", "27.5"],
        &["Otto", "2025-01-06", "admin", "8", "ill", "", "", "", "8"],
    ];
    assert_eq!(
        unfolded("hours", &week).unwrap(),
        ["Name|Week of|Task|hours", "Ada|2025-01-06|customer|27.5", "Otto|2025-01-06|admin|8; ill"]
    );
    let open: [&[&str]; 1] = [&["Name", "Mon", "Tue", "Wed", "Thu", "Fri"]];
    assert!(unfolded("hours", &open).unwrap_err().contains("week starting"));
    let unclear: [&[&str]; 1] = [&["Employee", "01/02/2025", "02/02/2025", "03/02/2025"]];
    assert!(unfolded("hours", &unclear).unwrap_err().contains("cannot be told apart"));
}

#[test]
fn the_last_review_and_the_next_are_two_rows() {
    let rows: [&[&str]; 2] = [&["Account", "Last QBR", "Next QBR"], &["Acme", "2024-11-04", "2025-02-04"]];
    assert_eq!(
        unfolded("tracker", &rows).unwrap(),
        ["Account|QBR due on|QBR held on", "Acme|2024-11-04|2024-11-04", "Acme|2025-02-04|"]
    );
    let list: [&[&str]; 1] = [&["Account", "CSM", "ARR", "Last QBR", "Next QBR"]];
    assert_eq!(unfolded("customers", &list).unwrap_err(), "plain");
}

#[test]
fn rows_with_many_days_are_no_headings() {
    let deals: [&[&str]; 3] = [
        &["Deal", "Amount", "Created", "Closed", "Modified"],
        &["Big", "30000", "2026-01-05", "2026-06-01", "2026-07-01"],
        &["Small", "40000", "2026-01-06", "2026-06-02", "2026-07-02"],
    ];
    assert_eq!(unfolded("active users", &deals).unwrap_err(), "plain");
    assert_eq!(unfolded("active users", &deals[1..]).unwrap_err(), "plain");
    let titled: [&[&str]; 3] =
        [&["Active users", "2026-08-01"], &["Customer", "Jan 2026", "Feb 2026", "Mar 2026"], &["Acme", "1", "2", "3"]];
    assert_eq!(unfolded("list", &titled).unwrap().len(), 5);
}
