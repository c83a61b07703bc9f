//! From a row of the file to a row of typed cells, or to the reason why not.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::{Cell, Column, ColumnKind, Currency, FactShape};
use ports::deliveries::{ReadRow, ReadingOptions, RejectedRow};

use crate::cells::{CellText, Manner};
use crate::fillings::Filling;
use crate::formulas::unmarked;
use crate::learned::Learned;
use crate::numbers::Mark;
use crate::proof::shortened;
use crate::recipes::currency_place;
use crate::rows::RawRow;
use crate::table::Form;
use crate::turned::straightened;

/// The source of templates when nobody says otherwise.
const OWN_SOURCE: &str = "own";

/// What the rows of another file of the same delivery refer to, by their key: contract to account.
pub(crate) type ViaMap = HashMap<Box<str>, Box<str>>;

/// Everything needed to understand the rows of one file.
pub(crate) struct Typing<'a> {
    learned: &'a Learned,
    manners: Vec<Manner>,
    known_at: Manner,
    zone: TimeZone,
    source: Arc<str>,
    currency: Option<Currency>,
    via: HashMap<String, ViaMap>,
    is_sheet: bool,
    is_damaged: bool,
    /// The column of names written last name first.
    turned: Option<usize>,
}

/// Why a row cannot be taken, before its line is known.
struct Fault {
    column: Option<String>,
    value: Option<String>,
    reason: String,
}

impl Fault {
    fn whole_row(reason: String) -> Self {
        Self { column: None, value: None, reason }
    }
}

impl<'a> Typing<'a> {
    pub(crate) fn new(learned: &'a Learned, options: &ReadingOptions, via: HashMap<String, ViaMap>) -> Self {
        let preset = learned.bound.recipe.source.clone();
        let said = options.source.as_deref().map(Arc::from);
        Self {
            manners: learned.manners(options),
            known_at: learned.known_at_manner(options),
            zone: options.time_zone.clone().unwrap_or(TimeZone::UTC),
            source: preset.or(said).unwrap_or_else(|| Arc::from(OWN_SOURCE)),
            currency: learned.currency(options),
            is_sheet: matches!(learned.table.form, Form::Sheet { .. }),
            is_damaged: learned.is_damaged(),
            turned: learned.turned_place(),
            via,
            learned,
        }
    }

    /// The row as typed cells, or why it cannot be taken.
    pub(crate) fn understand(&self, row: &RawRow) -> Result<ReadRow, RejectedRow> {
        self.row(row).map_err(|fault| RejectedRow {
            line: row.line,
            column: fault.column,
            value: fault.value,
            reason: fault.reason,
        })
    }

    /// What names the row within the delivery: its source and key cells; `None` when they cannot be understood.
    pub(crate) fn key(&self, row: &RawRow) -> Option<String> {
        let shape = self.shape();
        let mut key = self.source_of(row).to_string();
        for name in shape.key {
            let place = shape.position(name)?;
            let (cell, _) = self.cell(row, place).ok()?;
            key.push('\u{1F}');
            key.push_str(&cell.to_string());
        }
        Some(key)
    }

    fn shape(&self) -> &'static FactShape {
        self.learned.bound.recipe.shape
    }

    fn row(&self, row: &RawRow) -> Result<ReadRow, Fault> {
        self.check_length(row)?;
        let columns = self.shape().columns;
        let mut cells = Vec::with_capacity(columns.len());
        let mut marked = None;
        for (place, column) in columns.iter().enumerate() {
            let (cell, mark) = self.cell(row, place).map_err(|reason| self.fault(row, place, reason))?;
            if cell.is_empty() && column.required && self.learned.bound.recipe.snapshot != Some(column.name) {
                return Err(Fault {
                    column: Some(self.heading(place)),
                    value: None,
                    reason: format!("{} is empty", column.name),
                });
            }
            marked = merge_marks(marked, mark, self.learned.bound.fillings[place].as_ref(), &cell)
                .map_err(|reason| self.fault(row, place, reason))?;
            cells.push(cell);
        }
        self.fill_currency(&mut cells, marked)?;
        self.reckon(row, &mut cells)?;
        self.check_ends(&cells)?;
        Ok(ReadRow { source: self.source_of(row), cells, line: row.line, known_at: self.known_at(row)? })
    }

    fn fault(&self, row: &RawRow, place: usize, reason: String) -> Fault {
        let filling = self.learned.bound.fillings[place].as_ref();
        let value = filling.map(|filling| shortened(&filling.text(row)));
        Fault { column: Some(self.heading(place)), value, reason }
    }

    fn heading(&self, place: usize) -> String {
        let bound = &self.learned.bound;
        let at = bound.fillings[place].as_ref().and_then(|filling| filling.place);
        at.map_or_else(|| self.shape().columns[place].name.to_owned(), |at| bound.headings[at].clone())
    }

    fn check_length(&self, row: &RawRow) -> Result<(), Fault> {
        let wanted = self.learned.bound.own_count;
        if row.unclosed {
            return Err(Fault::whole_row("a quote is opened and never closed".to_owned()));
        }
        if row.len() < wanted && !self.is_sheet {
            return Err(Fault::whole_row(format!("too few cells: {} where the headings are {wanted}", row.len())));
        }
        let is_extended = row.len() == self.learned.bound.headings.len();
        if !is_extended && (wanted..row.len()).any(|place| !row.cell(place).trim().is_empty()) {
            return Err(Fault::whole_row(format!("too many cells: {} where the headings are {wanted}", row.len())));
        }
        if self.is_damaged && row.cells().any(|cell| cell.contains('\u{FFFD}')) {
            return Err(Fault::whole_row("holds bytes that are not UTF-8 while the rest of the file is".to_owned()));
        }
        Ok(())
    }

    fn cell(&self, row: &RawRow, place: usize) -> Result<(Cell, Option<Mark>), String> {
        let Some(filling) = self.learned.bound.fillings[place].as_ref() else { return Ok((Cell::Empty, None)) };
        let column = &self.shape().columns[place];
        let mut text = filling.text(row);
        if self.turned == Some(place)
            && let Some(straight) = straightened(&text)
        {
            text = Cow::Owned(straight);
        }
        let text = &*text;
        if self.is_key_damaged(column, text) {
            return Err(format!("{text} is an identifier a spreadsheet made a number of: export it again as text"));
        }
        let written = CellText { text, sort: filling.sort(row), manner: self.manners[place], zone: &self.zone };
        let (cell, mark) = written.understand(column.kind)?;
        match &filling.wanted.via {
            Some(object) => {
                let also = filling.also.map_or("", |place| row.cell(place).trim());
                let is_contact = filling.wanted.also.as_ref().is_some_and(|form| form.contains("contact"));
                let also = match is_contact && object == "accounts" && !also.is_empty() {
                    true => Cow::Owned(format!("contacts:{}", also.split(';').next().unwrap_or_default().trim())),
                    false => Cow::Borrowed(also),
                };
                Ok((self.go_via(object, cell, &also), mark))
            }
            None => Ok((cell, mark)),
        }
    }

    /// `9.24E+09` in a column of identifiers.
    fn is_key_damaged(&self, column: &Column, text: &str) -> bool {
        let names = self.shape().key.contains(&column.name) && column.kind == ColumnKind::Text;
        let has_names = names || matches!(column.kind, ColumnKind::Reference(_));
        let power = || {
            text.split_once("E+").is_some_and(|(number, power)| {
                number.contains(['.', ',']) && power.parse::<u8>().is_ok() && number.parse::<f64>().is_ok()
            })
        };
        has_names && text.len() < 16 && power()
    }

    /// The reference the other row has; where the delivery does not hold that row, the application has to look:
    /// `contracts:S-123`, with a second name behind a unit separator: `accounts:17\u{1F}Acme`.
    fn go_via(&self, object: &str, cell: Cell, also: &str) -> Cell {
        let other = match cell {
            Cell::Text(other) => other,
            // Nothing but the second name is told.
            Cell::Empty if also.starts_with("contacts:") => return Cell::text(also),
            Cell::Empty if !also.is_empty() => return Cell::text(&format!("{object}:{also}")),
            cell => return cell,
        };
        match self.via.get(object).and_then(|known| known.get(&*other)) {
            Some(found) => Cell::text(found),
            None if also.is_empty() || *also == *other => Cell::text(&format!("{object}:{other}")),
            None => Cell::text(&format!("{object}:{other}\u{1F}{also}")),
        }
    }

    fn source_of(&self, row: &RawRow) -> Arc<str> {
        let told = self.learned.bound.source_place.map_or("", |place| unmarked(row.cell(place).trim()));
        if told.is_empty() || told == &*self.source { self.source.clone() } else { Arc::from(told) }
    }

    fn known_at(&self, row: &RawRow) -> Result<Option<DateTime>, Fault> {
        let Some(place) = self.learned.bound.known_at_place else { return Ok(None) };
        let told = CellText { text: row.cell(place), sort: row.sort(place), manner: self.known_at, zone: &self.zone };
        match told.understand(ColumnKind::Moment) {
            Ok((Cell::Moment(moment), _)) => Ok(Some(moment)),
            Ok(_) => Ok(None),
            Err(reason) => {
                Err(Fault { column: Some("known_at".to_owned()), value: Some(shortened(row.cell(place))), reason })
            }
        }
    }

    fn fill_currency(&self, cells: &mut [Cell], marked: Option<Currency>) -> Result<(), Fault> {
        let Some(place) = currency_place(self.shape()) else { return Ok(()) };
        if let (Cell::Text(own), Some(marked)) = (&cells[place], marked)
            && **own != *marked.code()
        {
            return Err(Fault::whole_row(format!("the amount says {marked}, the currency column says {own}")));
        }
        let known = marked.or(self.currency);
        if let (Cell::Empty, Some(currency)) = (&cells[place], known) {
            cells[place] = Cell::text(currency.code());
        }
        let is_amount = |(column, cell): (&Column, &Cell)| column.kind == ColumnKind::Amount && !cell.is_empty();
        if cells[place].is_empty() && self.shape().columns.iter().zip(&*cells).any(is_amount) {
            return Err(Fault::whole_row(
                "the amount says no currency: say --currency USD, or whichever it is".to_owned(),
            ));
        }
        Ok(())
    }

    /// Amounts of a billing period, or in cents, become amounts of a year.
    fn reckon(&self, row: &RawRow, cells: &mut [Cell]) -> Result<(), Fault> {
        let own = currency_place(self.shape()).map(|place| cells[place].to_string());
        let currency = own.and_then(|code| code.parse().ok());
        let day = |name: &str| moment_of(&cells[self.shape().position(name)?]).map(|(moment, _)| moment.date());
        let days = day("starts_on").zip(day("ends_on"));
        for (place, reckoning) in &self.learned.bound.reckonings {
            let cell = std::mem::take(&mut cells[*place]);
            cells[*place] =
                reckoning.of(cell, row, currency, days).map_err(|reason| self.fault(row, *place, reason))?;
        }
        Ok(())
    }

    /// What ends before it begins is a mistake, save for what is done before it is due.
    fn check_ends(&self, cells: &[Cell]) -> Result<(), Fault> {
        let shape = self.shape();
        let (Some(opening), Some(closing)) = (shape.opened_by, shape.closed_by) else { return Ok(()) };
        let moment = |name: &str| shape.position(name).and_then(|place| moment_of(&cells[place]));
        let (Some(begins), Some(ends)) = (moment(opening), moment(closing)) else { return Ok(()) };
        if opening.starts_with("due")
            || ends.0 >= begins.0
            || (!(begins.1 && ends.1) && ends.0.date() >= begins.0.date())
        {
            return Ok(());
        }
        let words =
            |(moment, timed): (DateTime, bool)| if timed { moment.to_string() } else { moment.date().to_string() };
        let reason = format!("ends on {} before it begins on {}", words(ends), words(begins));
        let place = shape.position(closing).unwrap_or(0);
        Err(Fault { column: Some(self.heading(place)), value: Some(words(ends)), reason })
    }
}

/// The moment of a cell, and whether it has a time.
fn moment_of(cell: &Cell) -> Option<(DateTime, bool)> {
    match cell {
        Cell::Day(day) => Some((day.to_datetime(jiff::civil::Time::midnight()), false)),
        Cell::Moment(moment) => Some((*moment, moment.time() != jiff::civil::Time::midnight())),
        _ => None,
    }
}

/// The currency the amounts of a row are marked with, by a sign or by their heading.
fn merge_marks(
    known: Option<Currency>,
    mark: Option<Mark>,
    filling: Option<&Filling>,
    cell: &Cell,
) -> Result<Option<Currency>, String> {
    let by_heading = filling.and_then(|filling| filling.currency).filter(|_| !cell.is_empty());
    let told = match mark {
        Some(Mark::Code(currency)) => Some(currency),
        _ => by_heading,
    };
    match (known, told) {
        (Some(known), Some(told)) if known != told => Err(format!("the row has amounts in {known} and in {told}")),
        (known, told) => Ok(told.or(known)),
    }
}

/// What two rows with the same key are compared by.
pub(crate) fn content_of(understood: &Result<ReadRow, RejectedRow>, row: &RawRow) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    match understood {
        Ok(read) => {
            for cell in &read.cells {
                hasher.update(cell.to_string().as_bytes()).update(&[0]);
            }
            hasher.update(format!("{:?}", read.known_at).as_bytes());
        }
        Err(_) => {
            hasher.update(&[1]);
            for cell in row.cells() {
                hasher.update(cell.as_bytes()).update(&[0]);
            }
        }
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    short
}
