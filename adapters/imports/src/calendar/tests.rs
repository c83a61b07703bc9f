use super::*;

const TWO: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:m-1\r\nDTSTART;TZID=Europe/Berlin:20240305T100000\r\n\
DTEND;TZID=Europe/Berlin:20240305T104500\r\nORGANIZER;CN=Maya:mailto:maya@ours.example\r\n\
ATTENDEE;CN=Dan:mailto:dan@ours.example\r\nATTENDEE;CN=\"Lee, Kim\":MAILTO:Kim@\r\n acme.example\r\nSUMMARY:Review\\, part 1\r\n\
END:VEVENT\r\nBEGIN:VEVENT\r\nUID:m-2\r\nDTSTART;VALUE=DATE:20240306\r\nSUMMARY:Offsite\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn laid_out(text: &str) -> Outside<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.ics");
    std::fs::write(&path, text).unwrap();
    let laid = lay_out(&path, &path)?;
    Ok(std::fs::read_to_string(&laid).unwrap())
}

#[test]
fn events_are_laid_out_with_their_first_guest_and_their_moment() {
    let text = laid_out(TWO).unwrap();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows[0][..6], ["m-1", "2024-03-05T09:00:00Z", "45", "false", "maya@ours.example", "kim@acme.example"]);
    assert_eq!(rows[1][..6], ["m-2", "2024-03-06", "", "true", "", ""]);
}

#[test]
fn a_calendar_that_is_cut_off_or_too_deep_is_refused() {
    assert!(laid_out("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n").is_err());
    let deep = "BEGIN:VEVENT\r\n".repeat(5_000) + &"END:VEVENT\r\n".repeat(5_000);
    assert!(laid_out(&format!("BEGIN:VCALENDAR\r\n{deep}END:VCALENDAR\r\n")).is_err());
}
