use super::*;

#[test]
fn times_of_day_are_read_as_people_write_them() {
    for (typed, hour, minute) in [("06:30", 6, 30), ("6:30", 6, 30), (" 23:59 ", 23, 59), ("0:00", 0, 0)] {
        assert_eq!(time_of(typed).unwrap(), Time::constant(hour, minute, 0, 0), "{typed}");
    }
    for typed in ["", "6", "6:5", "24:00", "06:60", "06:30:00", "-1:00", "+6:30", "half past six", "６:30"] {
        assert!(time_of(typed).unwrap_err().to_string().contains("06:30"), "{typed}");
    }
}

#[test]
fn names_are_plain_lasting_and_apart() {
    let name = name_of("folder", "/home/ruth/.local/share/evenkeel", "/srv/Größe der Firma 株/");
    assert_eq!(name, "evenkeel-import-gr--e-der-firma-46d61d6d");
    let others = [("folder", "/h", "/a"), ("folder", "/h", "/b/a"), ("folder", "/g", "/a"), ("backup", "/h", "/a")];
    let mut names: Vec<String> = others.iter().map(|(what, home, place)| name_of(what, home, place)).collect();
    names.extend([name_of("folder", "/", "/"), name_of("folder", "/h", "C:\\exports\\new\\")]);
    for name in &names {
        assert!(name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-'), "{name}");
        assert!(name.len() < 60, "{name}");
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), others.len() + 2);
}
