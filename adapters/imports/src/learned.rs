//! What a look at a file teaches: how its columns are written, and what only a person can decide.

use kernel::{ColumnKind, Currency};
use ports::Outside;
use ports::deliveries::{DateOrder, ReadingOptions};

use crate::cells::{Manner, can_hold, currency_of};
use crate::dates::{OrderTally, OrderVerdict};
use crate::encoding::Encoding;
use crate::footers::{Footers, LeftOut};
use crate::numbers::{Holding, Mark, NumberTally, StyleVerdict, WrittenNumber};
use crate::recipes::{Saying, currency_place, has_amounts};
use crate::reckoning::Reckoning;
use crate::recognise::Bound;
use crate::rows::{CellSort, RawRow};
use crate::sections::Lone;
use crate::table::{Form, More, SeeRow, Table, unreadable};
use crate::turned::{self, NameTally};

/// What is asked where amounts are left without a currency.
pub(crate) const CURRENCY_QUESTION: &str = "which currency are the amounts in? say --currency USD, or whichever it is";

/// A file that was recognised, and what its values tell.
#[derive(Debug, Clone)]
pub(crate) struct Learned {
    pub(crate) table: Table,
    pub(crate) heading_line: u32,
    pub(crate) bound: Bound,
    /// Size and time of the last change: when they differ, the file must be looked at again.
    pub(crate) stamp: Stamp,
    /// Whether every row was looked at.
    pub(crate) whole: bool,
    /// Rows under the headings; an estimate unless `whole`.
    pub(crate) row_count: u64,
    tallies: Vec<ColumnTally>,
    known_at: OrderTally,
    names: NameTally,
    /// The first line with an amount that says no currency.
    unpriced: Option<u32>,
    /// The currencies its rows name in a column of their own, each once.
    named: Vec<Currency>,
    /// Totals, and lines under the table.
    left_out: LeftOut,
    /// Rows with one name only, as sections have headings.
    lone: Lone,
    /// Rows that are no facts: deleted, superseded.
    skipped_count: u64,
}

/// Size and time of the last change of a file.
pub(crate) type Stamp = (u64, Option<std::time::SystemTime>);

/// The stamp of a file as it is now.
pub(crate) fn stamp_of(table: &Table) -> Outside<Stamp> {
    let about = std::fs::metadata(table.path()).map_err(|problem| unreadable(table.path(), &problem))?;
    Ok((about.len(), about.modified().ok()))
}

#[derive(Debug, Clone)]
enum ColumnTally {
    Nothing,
    Order(OrderTally),
    Numbers(NumberTally),
}

impl Learned {
    /// Looks at the rows of a file; at samples of a huge one unless `whole` is asked for.
    pub(crate) fn from_table(table: Table, heading_line: u32, bound: Bound, whole: bool) -> Outside<Self> {
        let tally = |column: &kernel::Column| match column.kind {
            ColumnKind::Day => ColumnTally::Order(OrderTally::of_days()),
            ColumnKind::Moment => ColumnTally::Order(OrderTally::default()),
            ColumnKind::Whole(..) | ColumnKind::Number(..) => ColumnTally::Numbers(NumberTally::default()),
            ColumnKind::Amount => ColumnTally::Numbers(NumberTally::of_amounts()),
            _ => ColumnTally::Nothing,
        };
        let mut learned = Self {
            stamp: stamp_of(&table)?,
            heading_line,
            whole: whole || !table.is_huge()?,
            row_count: 0,
            tallies: bound.recipe.shape.columns.iter().map(tally).collect(),
            known_at: OrderTally::default(),
            names: NameTally::default(),
            unpriced: None,
            named: Vec::new(),
            left_out: LeftOut::default(),
            lone: Lone::default(),
            skipped_count: 0,
            bound,
            table,
        };
        learned.look()?;
        // A question is asked only after every row was looked at.
        if !learned.whole && learned.is_open() {
            return Self::from_table(learned.table, heading_line, learned.bound, true);
        }
        Ok(learned)
    }

    fn look(&mut self) -> Outside<()> {
        let table = self.table.clone();
        if !self.whole {
            let line = self.heading_line;
            self.row_count = table.each_row_of_sample(&mut |row| {
                if row.line == 0 || row.line > line {
                    self.see(row);
                }
                Ok(More::Yes)
            })?;
            return Ok(());
        }
        let (bound, heading_line) = (self.bound.clone(), self.heading_line);
        let (mut rows, mut skipped) = (0_u64, 0_u64);
        self.left_out = each_row_below(&table, &bound, heading_line, &mut |row| {
            if bound.skips(row) {
                skipped += 1;
            } else {
                rows += 1;
                self.see(row);
            }
            Ok(More::Yes)
        })?;
        (self.row_count, self.skipped_count) = (rows, skipped);
        Ok(())
    }

    /// Shows the rows that are to become facts, with what is looked up for them; returns how many lines are none.
    pub(crate) fn each_fact_row(&self, see: &mut SeeRow<'_>) -> Outside<u64> {
        let mut skipped = 0;
        let left_out = each_row_below(&self.table, &self.bound, self.heading_line, &mut |row| {
            if self.bound.skips(row) {
                skipped += 1;
                return Ok(More::Yes);
            }
            see(row)
        })?;
        Ok(skipped + u64::try_from(left_out.line_count()).unwrap_or(u64::MAX))
    }

    /// Why a row is taken for the heading of a section of the table.
    pub(crate) fn section(&self, row: &RawRow) -> Option<String> {
        let name = self.lone.section(row, &self.bound, self.row_count)?;
        let name = crate::proof::shortened(name);
        Some(format!("only `{name}` stands in the row, as headings of sections do: fill in another cell or remove it"))
    }

    fn see(&mut self, row: &RawRow) {
        if row.line == 0 && row.len() != self.bound.own_count {
            return;
        }
        self.lone.see(row, &self.bound);
        let columns = self.bound.recipe.shape.columns.iter();
        for ((column, filling), tally) in columns.zip(&self.bound.fillings).zip(&mut self.tallies) {
            let Some(filling) = filling.as_ref() else { continue };
            let text = filling.text(row);
            if text.is_empty() || filling.sort(row) == CellSort::Moment {
                continue;
            }
            match tally {
                ColumnTally::Order(order) => order.see(&text, row.line),
                ColumnTally::Numbers(_) if filling.sort(row) == CellSort::Number => {}
                ColumnTally::Nothing => {}
                ColumnTally::Numbers(numbers) => numbers.see(&text, row.line, |number| can_hold(column.kind, number)),
            }
        }
        if let Some(filling) = self.name_place().and_then(|place| self.bound.fillings[place].as_ref()) {
            self.names.see(&filling.text(row), row.line);
        }
        if let Some(place) = self.bound.known_at_place {
            self.known_at.see(row.cell(place), row.line);
        }
        if self.unpriced.is_none() && self.has_unpriced_amount(row) {
            self.unpriced = Some(row.line);
        }
        if let Some(currency) = self.own_currency(row).filter(|currency| !self.named.contains(currency)) {
            self.named.push(currency);
        }
    }

    /// The column of the names of people; whoever fills in a template means what they write.
    fn name_place(&self) -> Option<usize> {
        let is_template = &*self.bound.recipe.preset == crate::recipes::TEMPLATE;
        turned::column(self.bound.recipe.shape).filter(|_| !is_template)
    }

    /// The column of names that are written last name first.
    pub(crate) fn turned_place(&self) -> Option<usize> {
        self.name_place().filter(|_| self.names.is_turned())
    }

    /// That names are written last name first, with the first one.
    pub(crate) fn turned_finding(&self) -> Option<String> {
        self.names.finding(self.heading_of(self.name_place()?))
    }

    /// The currency the row names in a column of its own.
    fn own_currency(&self, row: &RawRow) -> Option<Currency> {
        let filling = self.bound.fillings[currency_place(self.bound.recipe.shape)?].as_ref()?;
        currency_of(&filling.text(row)).ok()
    }

    /// Every currency the file names: in its rows, at its amounts, in its headings, or by its preset.
    pub(crate) fn currencies_named(&self) -> impl Iterator<Item = Currency> {
        let at_amounts = self.tallies.iter().flat_map(|tally| match tally {
            ColumnTally::Numbers(numbers) => numbers.marks.as_slice(),
            _ => &[],
        });
        let at_amounts = at_amounts.filter_map(|(mark, _)| match mark {
            Mark::Code(currency) => Some(*currency),
            Mark::Shared(_) => None,
        });
        let in_headings = self.bound.fillings.iter().flatten().filter_map(|filling| filling.currency);
        self.named.iter().copied().chain(at_amounts).chain(in_headings).chain(self.bound.recipe.currency)
    }

    fn has_unpriced_amount(&self, row: &RawRow) -> bool {
        let shape = self.bound.recipe.shape;
        let Some(place) = currency_place(shape) else { return false };
        let own = self.bound.fillings[place].as_ref().is_some_and(|filling| !filling.text(row).is_empty());
        !own && shape.columns.iter().zip(&self.bound.fillings).any(|(column, filling)| {
            let amount = filling.as_ref().filter(|_| column.kind == ColumnKind::Amount);
            amount.is_some_and(|filling| {
                let text = filling.text(row);
                let written = || WrittenNumber::parse_amount(&text);
                let marked = || written().is_some_and(|written| matches!(written.mark, Some(Mark::Code(_))));
                !text.is_empty() && filling.currency.is_none() && !marked()
            })
        })
    }

    fn is_open(&self) -> bool {
        self.known_at.is_open()
            || self.tallies.iter().any(|tally| match tally {
                ColumnTally::Nothing => false,
                ColumnTally::Order(order) => order.is_open(),
                ColumnTally::Numbers(numbers) => numbers.is_open(),
            })
    }

    fn heading_of(&self, place: usize) -> &str {
        let in_file = self.bound.fillings[place].as_ref().and_then(|filling| filling.place);
        in_file.map_or(self.bound.recipe.shape.columns[place].name, |at| &self.bound.headings[at])
    }

    /// What only a person can decide.
    pub(crate) fn questions(&self, options: &ReadingOptions) -> Vec<String> {
        let mut questions = self.bound.asked.clone();
        for heading in &self.bound.doubled {
            let sentence = format!("the heading {heading} stands in the file more than once: remove all but one");
            if !questions.contains(&sentence) {
                questions.push(sentence);
            }
        }
        for (place, tally) in self.tallies.iter().enumerate() {
            match tally {
                ColumnTally::Nothing => {}
                ColumnTally::Order(order) => {
                    let said = self.order_said(order, options);
                    if let OrderVerdict::Question(question) = order.verdict(self.heading_of(place), said) {
                        questions.push(question);
                    }
                }
                ColumnTally::Numbers(numbers) => {
                    let (heading, holding) = (self.heading_of(place), self.holding(place, options));
                    if let StyleVerdict::Question(question) = numbers.verdict(heading, holding, options.decimal) {
                        questions.push(question);
                    }
                }
            }
        }
        if let OrderVerdict::Question(question) =
            self.known_at.verdict("known_at", self.order_said(&self.known_at, options))
        {
            questions.push(question);
        }
        if self.unpriced.is_some() && self.currency(options).is_none() {
            questions.push(CURRENCY_QUESTION.to_owned());
        }
        questions
    }

    /// The one order that columns of the file prove, and the heading of the first that does.
    fn order_proved(&self) -> Option<(DateOrder, &str)> {
        let columns = self.tallies.iter().enumerate().filter_map(|(place, tally)| match tally {
            ColumnTally::Order(order) => Some((self.heading_of(place), order)),
            _ => None,
        });
        let mut proved = columns.chain([("known_at", &self.known_at)]).flat_map(|(heading, tally)| {
            let day = tally.day_first.as_ref().map(|_| DateOrder::DayFirst);
            let month = tally.month_first.as_ref().map(|_| DateOrder::MonthFirst);
            day.into_iter().chain(month).map(move |order| (order, heading))
        });
        let first = proved.next()?;
        proved.all(|(order, _)| order == first.0).then_some(first)
    }

    /// What settles the order of a column that leaves it open: another column of the file, else the person.
    fn order_said(&self, tally: &OrderTally, options: &ReadingOptions) -> Option<DateOrder> {
        self.order_proved().filter(|_| tally.is_open()).map(|(order, _)| order).or(options.date_order)
    }

    fn order_finding(&self, tally: &OrderTally, heading: &str, options: &ReadingOptions) -> Option<String> {
        match self.order_proved().filter(|_| tally.is_open()) {
            Some((order, proving)) => {
                let proved = format!("{}: as column {proving} proves, column {heading}", order.words());
                Some(tally.finding(heading, None).map_or_else(|| proved.clone(), |found| format!("{found}; {proved}")))
            }
            None => tally.finding(heading, options.date_order),
        }
    }

    fn holding(&self, place: usize, options: &ReadingOptions) -> Holding {
        let is_rare = |currency: Currency| currency.minor_digits() > 2;
        match self.bound.recipe.shape.columns[place].kind {
            ColumnKind::Amount if self.currencies_named().chain(options.currency).any(is_rare) => Holding::RareMoney,
            ColumnKind::Amount => Holding::Money,
            ColumnKind::Whole(..) => Holding::Wholes,
            _ => Holding::Numbers,
        }
    }

    /// What rows are in that say no currency themselves.
    pub(crate) fn currency(&self, options: &ReadingOptions) -> Option<Currency> {
        let named = self.bound.fillings.iter().flatten().find_map(|filling| filling.currency);
        named.or(self.bound.recipe.currency).or(options.currency)
    }

    /// What was found about dates, numbers and currency, each with its proof.
    pub(crate) fn findings(&self, options: &ReadingOptions) -> Vec<String> {
        let mut findings = Vec::new();
        for (place, tally) in self.tallies.iter().enumerate() {
            let heading = self.heading_of(place);
            match tally {
                ColumnTally::Nothing => {}
                ColumnTally::Order(order) => findings.extend(self.order_finding(order, heading, options)),
                ColumnTally::Numbers(numbers) => {
                    findings.extend(numbers.findings(heading, self.holding(place, options), options.decimal));
                    findings.extend(numbers.marks.iter().map(|(mark, proof)| match mark {
                        Mark::Code(code) => format!("{code}: {}, column {heading}", proof.words()),
                        Mark::Shared(sign) => {
                            format!("{sign}, a sign several currencies share: {}, column {heading}", proof.words())
                        }
                    }));
                }
            }
        }
        findings.extend(self.order_finding(&self.known_at, "known_at", options));
        findings.extend(self.currency_finding(options));
        findings.extend(self.left_out.findings());
        findings.extend(self.lone.finding(self.row_count));
        if self.skipped_count > 0 {
            // Ways to write the same need no list.
            let says = |saying: &Saying| {
                let few = if saying.is.len() > 3 { &saying.is[..1] } else { &saying.is[..] };
                let is = few.join(" or ");
                format!("{} is {}", saying.column, if is.is_empty() { "empty" } else { &is })
            };
            let why: Vec<String> = self.bound.recipe.skipped.iter().map(says).collect();
            findings.push(format!("left out: {} rows whose {}", self.skipped_count, why.join(", or whose ")));
        }
        if !self.whole {
            findings.push(format!("a large file: looked at samples, about {} rows", self.row_count));
        }
        findings
    }

    fn currency_finding(&self, options: &ReadingOptions) -> Option<String> {
        if !has_amounts(self.bound.recipe.shape) || self.unpriced.is_none() && !self.names_currency() {
            return None;
        }
        if let Some((place, currency)) = self.heading_currency() {
            return Some(format!("{currency}: the heading {} says so", self.heading_of(place)));
        }
        if let Some(currency) = self.bound.recipe.currency {
            return Some(format!("{currency}: the preset {} says so", self.bound.recipe.preset));
        }
        options.currency.map(|currency| format!("{currency}: as said by --currency or the book"))
    }

    fn names_currency(&self) -> bool {
        self.heading_currency().is_some() || self.bound.recipe.currency.is_some()
    }

    fn heading_currency(&self) -> Option<(usize, Currency)> {
        let fillings = self.bound.fillings.iter().enumerate();
        fillings.filter_map(|(place, filling)| Some((place, filling.as_ref()?.currency?))).next()
    }

    /// How the cells of each column are written; call only when there are no questions.
    pub(crate) fn manners(&self, options: &ReadingOptions) -> Vec<Manner> {
        let span = |place: usize| self.bound.reckonings.get(&place).map(Reckoning::span);
        let manner = |(place, tally): (usize, &ColumnTally)| match tally {
            ColumnTally::Nothing => Manner::default(),
            ColumnTally::Order(order) => {
                Manner { order: settled(order, self.order_said(order, options)), ..Manner::default() }
            }
            ColumnTally::Numbers(numbers) => {
                let style = match numbers.verdict("", self.holding(place, options), options.decimal) {
                    StyleVerdict::Settled(style) => Some(style),
                    StyleVerdict::Question(_) => None,
                };
                Manner { style, span: span(place), ..Manner::default() }
            }
        };
        self.tallies.iter().enumerate().map(manner).collect()
    }

    /// How the cells of `known_at` are written.
    pub(crate) fn known_at_manner(&self, options: &ReadingOptions) -> Manner {
        Manner { order: settled(&self.known_at, self.order_said(&self.known_at, options)), ..Manner::default() }
    }

    /// Whether rows with damaged letters must be rejected.
    pub(crate) fn is_damaged(&self) -> bool {
        matches!(&self.table.form, Form::Text { detected, .. } if detected.encoding == Encoding::DamagedUtf8)
    }
}

/// Shows the rows under the headings, without the notices under them.
fn each_row_below(table: &Table, bound: &Bound, heading_line: u32, see: &mut SeeRow<'_>) -> Outside<LeftOut> {
    let is_sheet = matches!(table.form, Form::Sheet { .. });
    let mut extended =
        |row: &RawRow| if bound.lookups.is_empty() { see(row) } else { see(&bound.extend(row, is_sheet)) };
    let mut footers = Footers::new(bound.own_count, &mut extended);
    table.each_row(&mut |row| if row.line > heading_line { footers.row(row) } else { Ok(More::Yes) })?;
    Ok(footers.finish())
}

fn settled(tally: &OrderTally, said: Option<DateOrder>) -> Option<DateOrder> {
    match tally.verdict("", said) {
        OrderVerdict::Settled(order) => Some(order),
        OrderVerdict::NotNeeded | OrderVerdict::Question(_) => None,
    }
}
