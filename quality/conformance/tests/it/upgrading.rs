use ports::store::Store;

use crate::company::*;
use crate::engines::Home;

on_both_engines![a_home_made_before_there_were_exclusions_gets_their_table, an_upgraded_home_is_not_upgraded_again];

/// What the second migration brought, gone again.
const BACK_TO_FIRST_EDITION: &[&str] =
    &["DROP TABLE exclusions", "DELETE FROM seaql_migrations WHERE version = 'exclusions'"];

fn exclusion() -> ports::store::NewFact {
    let told = [
        ("exclusion_id", text("X-1")),
        ("account_id", text("own/A-1")),
        ("from", day("2024-10-01")),
        ("to", day("2025-01-01")),
        ("reason", text("bought by a competitor")),
        ("excluded_by", text("ruth")),
        ("excluded_on", day("2025-02-10")),
    ];
    fact(EXCLUSIONS, "X-1", &told)
}

fn upgraded(home: &Home) -> impl Store + use<> {
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "Ada Labs")]);
    home.tamper(BACK_TO_FIRST_EDITION);
    home.another()
}

fn a_home_made_before_there_were_exclusions_gets_their_table(home: &Home) {
    let store = upgraded(home);
    assert!(now(&store, EXCLUSIONS).is_empty());
    deliver(&store, SECOND, EXCLUSIONS, &[exclusion()]);
    assert_eq!(only(now(&store, EXCLUSIONS)).cells, exclusion().cells);
    assert_eq!(only(now(&store, ACCOUNTS)).text("name").as_deref(), Some("Ada Labs"));
    assert!(known_by(&store, EXCLUSIONS, FIRST).is_empty());
    undo(&store, THIRD, 2).unwrap();
    assert!(now(&store, EXCLUSIONS).is_empty());
}

fn an_upgraded_home_is_not_upgraded_again(home: &Home) {
    deliver(&upgraded(home), SECOND, EXCLUSIONS, &[exclusion()]);
    assert_eq!(only(now(&home.another(), EXCLUSIONS)).cells, exclusion().cells);
}
