use proptest::prelude::*;

use super::*;

fn same(one: &str, other: &str) -> bool {
    !cleaned(one).is_disjoint(&cleaned(other))
}

#[test]
fn the_legal_form_does_not_tell_companies_apart() {
    for (one, other) in [
        ("Acme", "Acme, Inc."),
        ("Acme Ltd", "ACME Limited"),
        ("Brightwater GmbH & Co. KG", "Brightwater"),
        ("Nordlicht Gesellschaft mbH", "Nordlicht Gesellschaft"),
        ("Société Générale S.A.", "societe generale"),
        ("Eni S.p.A.", "ENI SPA"),
        ("Eni S. p. A.", "Eni"),
        ("Orlen Sp. z o.o.", "Orlen"),
        ("Cemex, S.A.B. de C.V.", "Cemex"),
        ("Bimbo S.A. de C.V.", "Bimbo"),
        ("Petronas Sdn. Bhd.", "Petronas"),
        ("PT Astra International Tbk", "Astra International"),
        ("AB Volvo", "Volvo AB"),
        ("ООО Ромашка", "Ромашка"),
        ("株式会社トヨタ", "トヨタ"),
        ("华为有限公司", "华为"),
        ("삼성 주식회사", "삼성"),
        ("Atlassian Pty Ltd", "Atlassian"),
        ("Lego A/S", "LEGO"),
        ("Škoda a.s.", "Skoda"),
    ] {
        assert!(same(one, other), "{one} and {other}: {:?} {:?}", cleaned(one), cleaned(other));
    }
}

#[test]
fn case_accents_punctuation_and_small_words_do_not_either() {
    for (one, other) in [
        ("Müller Maschinenbau", "Mueller Maschinenbau"),
        ("Müller Maschinenbau", "MULLER MASCHINENBAU"),
        ("Groß & Söhne", "Gross und Soehne"),
        ("Procter & Gamble", "Procter and Gamble"),
        ("O'Reilly Media", "OReilly Media"),
        ("The Home Depot", "Home Depot"),
        ("Ａｃｍｅ", "Acme"),
        ("Cafe\u{301} Noir", "Café Noir"),
    ] {
        assert!(same(one, other), "{one} and {other}: {:?} {:?}", cleaned(one), cleaned(other));
    }
}

#[test]
fn what_else_is_in_a_name_does() {
    for (one, other) in [
        ("Acme", "Acme Holding"),
        ("Acme Germany GmbH", "Acme France SAS"),
        ("San Diego Zoo", "San Diego"),
        ("PC World", "World"),
        ("AS Roma", "Roma"),
        ("Delta Air Lines", "Delta Dental"),
    ] {
        assert!(!same(one, other), "{one} and {other}");
    }
}

#[test]
fn a_name_of_nothing_but_a_form_keeps_it() {
    assert!(!cleaned("AG").is_empty());
    assert!(cleaned("  -- ").is_empty());
}

proptest! {
    #[test]
    fn any_text_is_cleaned_and_is_the_same_as_itself_in_capitals_and_with_a_form(name in "\\PC{0,30}") {
        let plain = cleaned(&name);
        if !plain.is_empty() && name.is_ascii() {
            prop_assert!(same(&name, &name.to_uppercase()));
            let with_form = format!("{name} GmbH");
            prop_assert!(same(&name, &with_form));
        }
    }
}
