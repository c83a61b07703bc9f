use conformance::{SHAPES, in_every_house};
use ports::store::{FactQuery, Store as _};

#[test]
fn every_shape_has_its_table_and_all_its_columns() {
    in_every_house(|house| {
        for shape in SHAPES {
            let found = house.store().facts(&FactQuery::all(shape));
            assert_eq!(found.expect("every column can be read"), [], "{}", shape.object);
        }
    });
}

#[test]
fn no_shape_uses_a_name_the_store_needs_for_itself() {
    let own = [
        "row_id",
        "key",
        "happened_on",
        "visible_from",
        "known_at",
        "closing_known_at",
        "undated_known_at",
        "assumed",
        "recorded_at",
        "superseded_at",
        "superseded_by",
        "retracted_at",
        "delivery",
        "file",
        "line",
        "content",
    ];
    for shape in SHAPES {
        for column in shape.columns {
            assert!(!own.contains(&column.name), "{} {}", shape.object, column.name);
        }
    }
}
