use super::*;

#[test]
fn only_what_stands_between_the_marks_is_replaced() {
    let (begin, end) = (SIMULATIONS.mark("begin"), SIMULATIONS.mark("end"));
    let document = format!("# Method\n\n{begin}\nold\n\n{end}\nafter\n");
    let spliced = SIMULATIONS.splice(&document, "# Title\n\ntext\n\n## Part\n").expect("marks");
    assert_eq!(spliced, format!("# Method\n\n{begin}\n## Title\n\ntext\n\n### Part\n\n{end}\nafter\n"));
    assert_eq!(SIMULATIONS.splice(&spliced, "# Title\n\ntext\n\n## Part\n"), Some(spliced.clone()));
}

#[test]
fn a_document_without_marks_is_left_alone() {
    let (begin, end) = (SIMULATIONS.mark("begin"), SIMULATIONS.mark("end"));
    assert_eq!(SIMULATIONS.splice("# Method\n", "# Title\n"), None);
    assert_eq!(SIMULATIONS.splice(&format!("{end}{begin}"), "# Title\n"), None);
}
