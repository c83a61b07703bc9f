use super::*;

fn found(path: &str, text: &str) -> Vec<String> {
    check(&Repository::of(&[(path, text)])).into_iter().map(|finding| finding.item).collect()
}

#[test]
fn names_fall_into_words() {
    assert_eq!(words("arr_on_day"), ["arr", "on", "day"]);
    assert_eq!(words("HTTPServer"), ["http", "server"]);
    assert_eq!(words("DatabaseImpl"), ["database", "impl"]);
    assert_eq!(words("FoldV2"), ["fold", "v2"]);
}

#[test]
fn banned_words_are_found_in_functions_types_and_files() {
    let text = "fn load_data() {}\nstruct StoreManager;\nenum Baseline { A }\ntrait UserInfo {}\ntype Services = u8;";
    assert_eq!(found("faces/cli/src/lib.rs", text), ["load_data", "StoreManager", "UserInfo", "Services"]);
    assert_eq!(found("faces/cli/src/utils/dates.rs", ""), ["utils"]);
    assert_eq!(found("faces/cli/src/database.rs", ""), Vec::<String>::new());
}

#[test]
fn handlers_belong_to_faces() {
    assert_eq!(found("faces/cli/src/lib.rs", "fn page_handler() {}"), Vec::<String>::new());
    assert_eq!(found("adapters/store/src/lib.rs", "fn page_handler() {}"), ["page_handler"]);
}

#[test]
fn get_and_long_names_are_found() {
    let text = "fn get_account() {}\nfn one_two_three_four_five() {}\nfn one_two_three_four_five_six() {}";
    assert_eq!(found("faces/cli/src/lib.rs", text), ["get_account", "one_two_three_four_five_six"]);
}

#[test]
fn tests_are_sentences() {
    let text =
        "#[test]\nfn missing_data_is_never_zero() {}\nfn the_same_rows_twice_count_once_each() {}\nfn test_helper() {}";
    assert_eq!(found("faces/cli/src/lib/tests.rs", text), ["test_helper"]);
}

#[test]
fn a_name_is_judged_where_the_trait_declares_it() {
    let text = "impl Visitor for Reader { fn visit_data(&self) {} }";
    assert_eq!(found("faces/cli/src/lib.rs", text), Vec::<String>::new());
    assert_eq!(found("faces/cli/src/lib.rs", "trait Visitor { fn visit_data(&self); }"), ["visit_data"]);
}
