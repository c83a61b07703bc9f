use std::sync::Arc;

use kernel::{Cell, Event, Refusal};
use ports::store::NewFact;
use report::{Block, Prose, Report};

use crate::desk::{Desk, refused};
use crate::names;
use crate::pipeline::{Outcome, write};

/// Longest note, in characters.
const WORDS_MAX: usize = 4000;

/// What a person says to their own review.
#[derive(Debug, Clone, Copy)]
pub struct NoteInput<'a> {
    /// Whose review.
    pub csm: &'a str,
    /// Over which period; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
    /// In their own words.
    pub words: &'a str,
}

/// Adds a note to a review; it is printed with it from now on.
///
/// # Errors
/// When the person or the period is not known, or the note is empty or too long.
pub fn note(desk: &Desk<'_>, input: NoteInput<'_>) -> Result<Report, Refusal> {
    let person = names::person(desk, input.csm)?;
    let period = desk.period(input.period)?;
    let words = input.words.trim();
    if words.is_empty() || words.chars().count() > WORDS_MAX {
        return Err(Refusal::invalid("words", format!("write a note of 1 to {WORDS_MAX} characters")));
    }
    let now = desk.clock.now();
    let people = crate::facts::stays::everybody(desk)?;
    let name = people.get(&person).map_or_else(|| person.to_string(), |person| person.name.to_string());
    let number = desk.store.count(&people::review_note::SHAPE).map_err(refused)? + 1;
    let id = format!("note-{number}-{}", now.strftime("%Y%m%d%H%M%S"));
    let fact = NewFact {
        key: Arc::from(format!("own/{id}")),
        cells: vec![
            Cell::text(&id),
            Cell::text(person.as_str()),
            Cell::text(&period.to_string()),
            Cell::Day(now.date()),
            Cell::text(words),
        ],
        file: Arc::from("review note"),
        line: 0,
        known_at: Some(now),
    };
    write(desk, |transaction| {
        transaction.open_delivery("review note").map_err(refused)?;
        transaction.append(&people::review_note::SHAPE, &[fact]).map_err(refused)?;
        let mut report = Report::new("csm-performance.note", "Note added", desk.as_of());
        report.push(Block::text(Prose::from(format!(
            "It will be printed with the review of {name} for {period}, as entered by {}.",
            desk.actor
        ))));
        let summary = format!("{} added a note to the review of {} for {period}", desk.actor, person.external());
        Ok(Outcome { view: report, event: Event::new("csm-performance.noted", person.as_str(), summary) })
    })
}
