//! Taking the rows of a file in: first which keys repeat, then the rows.

use std::collections::{HashMap, HashSet};

use kernel::Refusal;
use ports::deliveries::{Batch, ReadingOptions, RejectedRow};
use ports::{Fault, Outside};

use crate::learned::Learned;
use crate::recognise::Bound;
use crate::rows::RawRow;
use crate::table::{More, file_name};
use crate::typing::{Typing, ViaMap, content_of};

const BATCH_ROWS: usize = 2000;
/// So many lines of a repeated key are listed.
const LISTED_LINES: usize = 10;

/// What is to be done with the rows of a key that stands in the file more than once.
enum Repeat {
    /// All rows say the same: the first one counts.
    Same {
        first_line: u32,
    },
    Different {
        lines: Vec<u32>,
        all: usize,
    },
}

/// Hands over the rows of a file, in batches.
pub(crate) fn read(
    learned: &Learned,
    options: &ReadingOptions,
    via: HashMap<String, ViaMap>,
    take: &mut dyn FnMut(Batch) -> Outside<()>,
) -> Outside<()> {
    if let Some(question) = learned.questions(options).first() {
        let words = format!("{}: {question}", file_name(learned.table.path()));
        return Err(Fault::Refused(Refusal::Rejected(words)));
    }
    let typing = Typing::new(learned, options, via);
    let repeats = repeats(learned, &typing)?;
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    let left_out = learned.each_fact_row(&mut |row| {
        match repeats.get(&typing.key(row).filter(|_| !repeats.is_empty()).unwrap_or_default()) {
            Some(Repeat::Same { first_line }) if *first_line != row.line => return Ok(More::Yes),
            Some(Repeat::Different { lines, all }) => rejected.push(repeated(row, learned, lines, *all)),
            _ => match learned.section(row).map_or_else(|| typing.understand(row), |reason| Err(no_row(row, reason))) {
                Ok(read) => rows.push(read),
                Err(reason) => rejected.push(reason),
            },
        }
        if rows.len() >= BATCH_ROWS {
            take(Batch::Rows(std::mem::take(&mut rows)))?;
        }
        if rejected.len() >= BATCH_ROWS {
            take(Batch::Rejected(std::mem::take(&mut rejected)))?;
        }
        Ok(More::Yes)
    })?;
    if !rows.is_empty() {
        take(Batch::Rows(rows))?;
    }
    if !rejected.is_empty() {
        take(Batch::Rejected(rejected))?;
    }
    if left_out > 0 {
        take(Batch::LeftOut(left_out))?;
    }
    Ok(())
}

fn no_row(row: &RawRow, reason: String) -> RejectedRow {
    RejectedRow { line: row.line, column: None, value: None, reason }
}

fn repeated(row: &RawRow, learned: &Learned, lines: &[u32], all: usize) -> RejectedRow {
    let bound = &learned.bound;
    let shape = bound.recipe.shape;
    let fillings = shape.key.iter().filter_map(|name| bound.fillings[shape.position(name)?].as_ref());
    let key: Vec<String> = fillings.map(|filling| crate::proof::shortened(&filling.text(row))).collect();
    let mut listed: Vec<String> = lines.iter().map(u32::to_string).collect();
    if all > lines.len() {
        listed.push(format!("{} more", all - lines.len()));
    }
    RejectedRow {
        line: row.line,
        column: shape.key.first().map(|name| (*name).to_owned()),
        value: Some(key.join(", ")),
        reason: format!(
            "{} appears with different content in lines {}: keep one of them",
            key.join(", "),
            listed.join(", ")
        ),
    }
}

/// Keys that stand in the file more than once. Eight bytes a row are held, so that a file may be far larger than the
/// memory; only keys under suspicion are then compared in full.
fn repeats(learned: &Learned, typing: &Typing<'_>) -> Outside<HashMap<String, Repeat>> {
    let mut hashes: Vec<u64> = Vec::new();
    each_keyed(learned, typing, &mut |_, key| hashes.push(hash_of(key)))?;
    hashes.sort_unstable();
    let suspects: HashSet<u64> = hashes.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    drop(hashes);
    if suspects.is_empty() {
        return Ok(HashMap::new());
    }
    let mut found: HashMap<String, (Repeat, [u8; 16], bool)> = HashMap::new();
    each_keyed(learned, typing, &mut |row, key| {
        if suspects.contains(&hash_of(key)) {
            let content = content_of(&typing.understand(row), row);
            meet(&mut found, key, row.line, content);
        }
    })?;
    let repeated = found.into_iter().filter(|(_, (_, _, again))| *again);
    Ok(repeated.map(|(key, (repeat, ..))| (key, repeat)).collect())
}

fn meet(found: &mut HashMap<String, (Repeat, [u8; 16], bool)>, key: &str, line: u32, content: [u8; 16]) {
    let Some((repeat, first, again)) = found.get_mut(key) else {
        // The lines of rows that say the same are kept too: a later row may say something else.
        let fresh = Repeat::Different { lines: vec![line], all: 1 };
        found.insert(key.to_owned(), (fresh, content, false));
        return;
    };
    let Repeat::Different { lines, all } = repeat else {
        if *first != content {
            let Repeat::Same { first_line } = repeat else { return };
            *repeat = Repeat::Different { lines: vec![*first_line, line], all: 2 };
        }
        return;
    };
    match (*again, *first == content) {
        (false, true) => *repeat = Repeat::Same { first_line: lines[0] },
        _ => {
            *all += 1;
            if lines.len() < LISTED_LINES {
                lines.push(line);
            }
        }
    }
    *again = true;
}

fn hash_of(key: &str) -> u64 {
    let hash = blake3::hash(key.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}

fn each_keyed(learned: &Learned, typing: &Typing<'_>, see: &mut dyn FnMut(&RawRow, &str)) -> Outside<()> {
    learned
        .each_fact_row(&mut |row| {
            if let Some(key) = typing.key(row) {
                see(row, &key);
            }
            Ok(More::Yes)
        })
        .map(|_| ())
}

/// The objects a file's columns go via: `contracts` where it means the account of that contract.
pub(crate) fn vias_of(bound: &Bound) -> Vec<(String, &'static str)> {
    let columns = bound.recipe.shape.columns.iter().zip(&bound.fillings);
    let vias = columns.filter_map(|(column, filling)| {
        let kernel::ColumnKind::Reference(object) = column.kind else { return None };
        // A name of the object itself is for the application to look up.
        Some((filling.as_ref()?.wanted.via.clone().filter(|via| via != object)?, object))
    });
    vias.collect()
}

/// What each row of a file refers to, by its key: the account of each contract.
pub(crate) fn via_map(learned: &Learned, object: &str) -> Outside<ViaMap> {
    let bound = &learned.bound;
    let shape = bound.recipe.shape;
    let at = |place: Option<usize>| place.and_then(|place| bound.fillings[place].as_ref());
    let key = at(shape.key.first().and_then(|name| shape.position(name)));
    let (Some(key), Some(reference)) = (key, at(shape.reference_to(object))) else { return Ok(ViaMap::new()) };
    let is_named = reference.wanted.via.as_deref() == Some(object);
    let mut map = ViaMap::new();
    learned.each_fact_row(&mut |row| {
        let (from, to) = (key.text(row), reference.text(row));
        if !from.is_empty() && !to.is_empty() {
            // What may be a name there may be one here.
            let to = if is_named { format!("{object}:{to}") } else { to.into_owned() };
            map.entry(Box::from(&*from)).or_insert_with(|| Box::from(to));
        }
        Ok(More::Yes)
    })?;
    Ok(map)
}
