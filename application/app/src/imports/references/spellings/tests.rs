use super::*;

#[test]
fn a_person_is_the_same_whichever_name_comes_first() {
    for written in ["Stone, Ada", "Ada Stone", " ADA  stone", "Stone,Ada", "Ada Stone, PhD", "Stone, Ada, Jr."] {
        assert_eq!(person_name(written), "ada stone", "{written}");
    }
    assert_eq!(person_name("Stone, Ada, Lee"), "stone, ada, lee");
    assert_eq!(person_name(", Ada"), ", ada");
}

#[test]
fn an_identifier_beside_a_name_is_told_from_a_place_or_a_year() {
    for written in ["Acme Corp (A-1023)", "A-1023 - Acme Corp", "[A-1023] Acme Corp", "Acme Corp | A-1023"] {
        assert_eq!(without_identifier(written), Some(("A-1023", "Acme Corp")), "{written}");
    }
    for written in ["Acme - UK", "Acme (2024)", "Acme (UK)", "Acme", "(A-1023)", " - "] {
        assert_eq!(without_identifier(written), None, "{written}");
    }
}
