//! Rows that name the section of a list instead of a row of it: one name, and no other cell filled.

use crate::heading_rows::is_value;
use crate::headings::normal_form;
use crate::proof::Proof;
use crate::recipes::TEMPLATE;
use crate::recognise::Bound;
use crate::rows::RawRow;

/// In a narrower table a row with one name is as good as any.
const LEAST_COLUMNS: usize = 3;

/// The rows of a table that fill one cell only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lone {
    count: u64,
    first: Option<Proof>,
}

impl Lone {
    pub(crate) fn see(&mut self, row: &RawRow, bound: &Bound) {
        if let Some(name) = lone_name(row, bound) {
            self.count += 1;
            self.first.get_or_insert_with(|| Proof::new(name, row.line));
        }
    }

    /// A list most of whose rows hold a name only is a list of names.
    fn are_sections(&self, rows: u64) -> bool {
        self.count > 0 && self.count * 2 < rows
    }

    /// The name of the section, where the row is the heading of one.
    pub(crate) fn section<'r>(&self, row: &'r RawRow, bound: &Bound, rows: u64) -> Option<&'r str> {
        lone_name(row, bound).filter(|_| self.are_sections(rows))
    }

    pub(crate) fn finding(&self, rows: u64) -> Option<String> {
        let first = self.first.as_ref().filter(|_| self.are_sections(rows))?;
        let what = match self.count {
            1 => "1 row that holds".to_owned(),
            count => format!("{count} rows that hold"),
        };
        Some(format!("rejected: {what} one name only, as headings of sections do: {}", first.words()))
    }
}

/// The only cell of a row, where it is a name: identifiers, addresses and dates stand for rows of their own. In a
/// template every column is described, so that a row with a key alone is a row.
fn lone_name<'r>(row: &'r RawRow, bound: &Bound) -> Option<&'r str> {
    if bound.own_count < LEAST_COLUMNS || &*bound.recipe.preset == TEMPLATE || row.unclosed {
        return None;
    }
    let is_reason = |place: usize| {
        let heading = bound.headings.get(place).map(|heading| normal_form(heading));
        place + 1 == bound.own_count && heading.is_some_and(|form| form == "reason" || form == "rejectreason")
    };
    let places = (0..row.len().min(bound.own_count)).filter(|place| !is_reason(*place));
    let mut filled = places.map(|place| row.cell(place).trim()).filter(|cell| !cell.is_empty());
    let name = filled.next().filter(|name| !is_identifier(name) && !is_value(name))?;
    filled.next().is_none().then_some(name)
}

fn is_identifier(name: &str) -> bool {
    !name.contains(' ') && name.bytes().any(|byte| byte.is_ascii_digit())
}
