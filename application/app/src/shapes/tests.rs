use kernel::fact::ColumnKind;

use super::*;

#[test]
fn every_shape_of_every_subject_is_here_once() {
    let subjects = [people::SHAPES, customers::SHAPES, usage::SHAPES].concat();
    assert_eq!(ALL.len(), subjects.len());
    assert!(subjects.iter().all(|shape| find(shape.object) == Some(*shape)));
}

#[test]
fn a_shape_only_refers_to_earlier_ones_or_itself() {
    for (place, shape) in ALL.iter().enumerate() {
        for column in shape.columns {
            if let ColumnKind::Reference(object) = column.kind {
                assert!(ALL[..=place].iter().any(|earlier| earlier.object == object), "{} -> {object}", shape.object);
            }
        }
    }
}

#[test]
fn keys_and_dates_name_columns_that_are_there() {
    for shape in ALL {
        let named = shape.key.iter().chain(&shape.opened_by).chain(&shape.closed_by);
        named.for_each(|column| assert!(shape.position(column).is_some(), "{}.{column}", shape.object));
    }
}
