use super::*;

#[test]
fn only_what_stands_between_the_marks_is_replaced() {
    let document = format!("# Method\n\n{BEGIN}\nold\n\n{END}\nafter\n");
    let spliced = splice(&document, "# Title\n\ntext\n\n## Part\n").expect("marks");
    assert_eq!(spliced, format!("# Method\n\n{BEGIN}\n## Title\n\ntext\n\n### Part\n\n{END}\nafter\n"));
    assert_eq!(splice(&spliced, "# Title\n\ntext\n\n## Part\n"), Some(spliced.clone()));
}

#[test]
fn a_document_without_marks_is_left_alone() {
    assert_eq!(splice("# Method\n", "# Title\n"), None);
    assert_eq!(splice(&format!("{END}{BEGIN}"), "# Title\n"), None);
}
