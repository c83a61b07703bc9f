use super::*;

#[test]
fn a_last_name_in_front_is_put_behind_and_what_is_no_name_stays() {
    assert_eq!(straightened("Stone, Ada").as_deref(), Some("Ada Stone"));
    assert_eq!(straightened("van der Berg, Jan-Willem").as_deref(), Some("Jan-Willem van der Berg"));
    assert_eq!(straightened("O'Neill, Séan P.").as_deref(), Some("Séan P. O'Neill"));
    for other in ["Ada Stone", "Acme, Inc.", "Ada Stone, PhD", "1, 2", "Stone,", ", Ada", "a, b, c"] {
        assert_eq!(straightened(other), None, "{other}");
    }
}

#[test]
fn a_column_is_read_so_when_most_of_it_is_written_so() {
    let mut names = NameTally::default();
    for (line, name) in ["Stone, Ada", "Kern, Otto", "Lee, Kim", "Cher", "Ash, Bo"].into_iter().enumerate() {
        names.see(name, line as u32 + 2);
    }
    assert!(names.is_turned());
    assert!(names.finding("Name").unwrap().contains("`Stone, Ada` in line 2 is read as Ada Stone"));
    names.see("Ada Stone", 9);
    names.see("Otto Kern", 10);
    assert!(!names.is_turned() && names.finding("Name").is_none());
}
