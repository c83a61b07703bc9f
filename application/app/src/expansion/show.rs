use std::sync::Arc;

use expansion::{Gate, Kind, Part, tier};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Address, Block, Check, Figure, Fold, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;

use super::divided;
use super::gather::{GROWTH_DAYS, Ground, One, Opening, Origin, Priced, growth_line, share_line};
use crate::desk::Desk;
use crate::facts::voices::days_before;
use crate::names;

/// What more one account could be sold, and whether now is the time.
///
/// # Errors
/// When the account is not known or pays nothing on the day.
pub fn show(desk: &Desk<'_>, account: &str) -> Result<Report, Refusal> {
    on(desk, &names::account(desk, account)?)
}

/// The same by its identifier.
pub(crate) fn on(desk: &Desk<'_>, account: &AccountId) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let ground = Ground::load(desk, Some(account))?;
    let Some(one) = ground.accounts.first() else {
        let name = ground.loaded.name(account);
        return Err(Refusal::NotEnoughData(format!("{name} pays nothing on {day}, so there is nothing to expand")));
    };
    let mut report = Report::new("expansion.show", format!("Expansion: {}", one.held.paying.name), day);
    report.subtitle = vec![format!("{} · as known on {day}", account.external())];
    let mut writer = Writer {
        one,
        ground: &ground,
        day,
        money: Unit::Money(desk.currency()?.to_string()),
        ledger: Ledger::new(address(account, day).to_string()),
    };
    let (parts, propensity) = writer.propensity();
    let openings = writer.openings();
    report.push(Block::Figures { figures: vec![writer.arr(), propensity, writer.expected()] });
    report.push(Block::callout(writer.tone(), writer.verdict()));
    report.push(writer.gates());
    report.push(parts);
    report.push(openings);
    report.push(writer.whitespace());
    report.ledger = writer.ledger;
    Ok(report)
}

pub(super) fn address(account: &AccountId, day: Date) -> Address {
    Address::new("expansion", account.as_str(), day, day)
}

struct Writer<'a> {
    one: &'a One,
    ground: &'a Ground,
    day: Date,
    money: Unit,
    ledger: Ledger,
}

impl Writer<'_> {
    fn account(&self) -> &AccountId {
        &self.one.held.paying.account
    }

    fn arr_on(&self, amount: Decimal, on: Date) -> Figure {
        let at = Address::new("arr", self.account().as_str(), on, self.day);
        Figure::known("ARR", amount, self.money.clone(), self.day).with_evidence(at.figure("arr"))
    }

    fn arr(&self) -> Figure {
        self.arr_on(self.one.held.paying.arr, self.day)
    }

    /// What a part is read from.
    fn number(&mut self, part: Part) -> Figure {
        let unknown = |unit, why: &str| Figure::unknown(part.key(), unit, self.day, why);
        match part {
            Part::Health => match self.one.health {
                Some(score) => {
                    let at = Address::new("health", self.account().as_str(), self.day, self.day);
                    Figure::known("health", score, Unit::Score, self.day).with_evidence(at.figure("score"))
                }
                None => unknown(Unit::Score, "too little is known of its health"),
            },
            Part::Adoption => match self.one.level() {
                Some(level) => {
                    let at = crate::adoption::address(self.account(), self.day);
                    let figure = Figure::known("adoption", level, Unit::Ratio, self.day);
                    let beyond = usize::from(self.one.held.standing.is_beyond_licences());
                    let figure = figure.with_evidence(at.figure("level"));
                    match crate::adoption::more_than_licensed(beyond) {
                        Some(says) => figure.with_note(says.trim_end_matches('.')),
                        None => figure,
                    }
                }
                None => unknown(Unit::Ratio, "neither features nor licences used are known"),
            },
            Part::Growth => self.growth(),
            Part::Engagement => {
                let told = self.one.engagement.clone();
                told.unwrap_or_else(|| unknown(Unit::Score, "too little is known of the last quarter"))
            }
            Part::Budget => {
                let mut trace = Trace::new(Fold::Mean, &["paid by its day"]);
                for invoice in &self.one.invoices {
                    let paid = Decimal::from(u8::from(invoice.paid_on.is_some_and(|paid| paid <= invoice.due_on)));
                    trace.push("invoices", &invoice.key, "due", Some(invoice.due_on), &[paid]);
                }
                match trace.rows.is_empty() {
                    true => unknown(Unit::Ratio, "no invoice of the last year is on record"),
                    false => self.ledger.figure("paid_on_time", "invoices paid on time", Unit::Ratio, self.day, trace),
                }
            }
        }
    }

    fn growth(&mut self) -> Figure {
        let why = format!("it paid nothing {GROWTH_DAYS} days ago");
        let unknown = Figure::unknown("growth", Unit::Ratio, self.day, why);
        let Some(before) = self.one.arr_before else { return unknown };
        let (now, then) = (self.arr(), self.arr_on(before, days_before(self.day, GROWTH_DAYS)));
        match divided(&now, &then.labelled("ARR then"), &["ARR", "divided by ARR then"]) {
            Some(trace) => {
                let figure = self.ledger.figure("growth", "ARR of that half a year ago", Unit::Ratio, self.day, trace);
                Figure { n: None, ..figure }
            }
            None => unknown,
        }
    }

    /// Points of a part, read off a line where the part is no score itself.
    fn points(&mut self, part: Part, number: &Figure) -> Figure {
        let line: Vec<(Decimal, Decimal)> = match part {
            Part::Health | Part::Engagement => return number.clone(),
            Part::Growth => growth_line().to_vec(),
            Part::Adoption | Part::Budget => share_line().to_vec(),
        };
        let mut trace = Trace::new(Fold::OnLines, &["number", "points"]);
        trace.push_known(number, &[]);
        if trace.rows.is_empty() {
            return Figure::unknown(part.key(), Unit::Score, self.day, number.note.clone().unwrap_or_default());
        }
        for (at, points) in line {
            trace.push("method", &Arc::from("expansion.lines"), "a point of the line", None, &[at, points]);
        }
        let key = format!("{}.points", part.key());
        Figure { n: None, ..self.ledger.figure(&key, "points", Unit::Score, self.day, trace) }
    }

    fn propensity(&mut self) -> (Section, Figure) {
        let mut section = Section::new("propensity", "Propensity, part by part");
        let mut table = Table::new("", &["part", ">weight", ">read from", ">points"]);
        let mut trace = Trace::new(Fold::WeightedMean, &["points", "weight"]);
        for part in Part::ALL {
            let number = self.number(part);
            let points = self.points(part, &number);
            trace.push_known(&points, &[part.weight()]);
            let weight = part.weight().to_string();
            table.row([TableCell::from(part.key()), weight.into(), number.into(), points.into()]);
        }
        table.note = Some("What is not known leaves its weight to the others. It orders; it is no chance.".to_owned());
        section.push(table);
        let figure = match self.one.propensity.score() {
            Some(_) => {
                Figure { n: None, ..self.ledger.figure("propensity", "propensity", Unit::Score, self.day, trace) }
            }
            None => Figure::unknown("propensity", Unit::Score, self.day, "less than half of its weight is known"),
        };
        (section, figure)
    }

    fn gates(&self) -> Section {
        let mut section = Section::new("gates", "Is now the time?");
        let check = |gate: Gate| Check { state: self.one.gates.state(gate), says: gate.words().into() };
        section.push(Block::Checklist { items: Gate::ALL.map(check).to_vec() });
        section
    }

    fn tone(&self) -> Tone {
        if self.one.gates.are_open() { Tone::Note } else { Tone::Caveat }
    }

    fn verdict(&self) -> String {
        let closed = self.one.gates.closed();
        if !closed.is_empty() {
            let words: Vec<String> = closed.into_iter().map(|(gate, state)| gate.in_the_way(state)).collect();
            return format!("Not now: {}.", words.join(", "));
        }
        match self.one.propensity.score().and_then(tier) {
            Some(tier) if self.one.openings.is_empty() => format!("Tier {tier}, but nothing to offer is on record."),
            Some(tier) => format!("Tier {tier}: all gates are open."),
            None => "All gates are open, but too little speaks for it.".to_owned(),
        }
    }

    fn openings(&mut self) -> Section {
        let mut section = Section::new("openings", "What could be sold");
        if self.one.openings.is_empty() {
            section
                .push(Block::text("No open opportunity is on record, and seats do not run short as far as is known."));
            return section;
        }
        let mut table = Table::new("", &["what", "from", ">ARR", ">close rate", ">expected"]);
        for (place, opening) in self.one.openings.clone().iter().enumerate() {
            let amount = self.amount(place, opening);
            let rate = self.rate(opening.kind);
            let expected = match multiplied(&amount, &rate) {
                Some(trace) => {
                    let key = format!("expected.{place}");
                    Figure { n: None, ..self.ledger.figure(&key, "expected", self.money.clone(), self.day, trace) }
                }
                None => Figure::unknown("expected", self.money.clone(), self.day, "its ARR is not known"),
            };
            let from = from(&opening.origin);
            let kind = opening.kind.words();
            table.row([TableCell::from(kind), from.into(), amount.into(), rate.into(), expected.into()]);
        }
        table.note =
            Some("Expected is ARR times close rate. A rate that is a default is no fact of this company.".to_owned());
        section.push(table);
        section
    }

    fn amount(&mut self, place: usize, opening: &Opening) -> Figure {
        let Some(amount) = opening.amount else {
            return Figure::unknown("ARR", self.money.clone(), self.day, why_unknown(&opening.origin));
        };
        let key = format!("amount.{place}");
        match &opening.origin {
            Origin::Opportunity { key: fact, opened_on, told, .. } => {
                let (trace, convention) = match told {
                    Some(Priced { amount, currency, rate: Some(rate) }) if *rate != Decimal::ONE => {
                        let mut trace = Trace::new(Fold::SumOfProducts, &["amount", "exchange rate"]);
                        let label = format!("opportunity, in {currency}");
                        trace.push("opportunities", fact, label, Some(*opened_on), &[*amount, *rate]);
                        (trace, format!("{currency} {} at {}", exactly(*amount), exactly(*rate)))
                    }
                    _ => {
                        let mut trace = Trace::new(Fold::Sum, &["ARR"]);
                        trace.push("opportunities", fact, "opportunity", Some(*opened_on), &[amount]);
                        (trace, String::new())
                    }
                };
                let figure = self.ledger.figure(&key, "ARR", self.money.clone(), self.day, trace);
                if convention.is_empty() { figure } else { figure.with_convention(convention) }
            }
            Origin::Seats(seats) => {
                let mut trace = Trace::new(Fold::SumOfProducts, &["ARR", "more seats"]);
                trace.push_known(&self.arr(), &[seats.part()]);
                let figure = self.ledger.figure(&key, "ARR", self.money.clone(), self.day, trace);
                Figure { n: None, ..figure }
                    .with_convention("as many whole seats as bring licences used back to 75 % or below")
            }
        }
    }

    fn rate(&self, kind: Kind) -> Figure {
        let at = super::list::company_address(self.day);
        let value = self.ground.rate(kind);
        let words = self.ground.rates.get(&kind).map(expansion::CloseRate::words).unwrap_or_default();
        Figure::known("close rate", value, Unit::Ratio, self.day)
            .with_evidence(at.figure(&format!("rate.{}", kind.key())))
            .with_convention(words)
    }

    /// Expected ARR of all openings whose amount is known.
    fn expected(&mut self) -> Figure {
        let mut trace = Trace::new(Fold::SumOfProducts, &["ARR", "close rate"]);
        for (place, opening) in self.one.openings.iter().enumerate() {
            if let Some(amount) = opening.amount {
                let at = self.ledger.reference(&format!("amount.{place}"));
                let figure =
                    Figure::known(opening.kind.words(), amount, self.money.clone(), self.day).with_evidence(at);
                trace.push_known(&figure, &[self.ground.rate(opening.kind)]);
            }
        }
        if trace.rows.is_empty() {
            return Figure::unknown(
                "expected ARR",
                self.money.clone(),
                self.day,
                "nothing with an amount could be sold",
            );
        }
        let figure = self.ledger.figure("expected", "expected ARR", self.money.clone(), self.day, trace);
        figure.with_convention("ARR times close rate, summed")
    }

    fn whitespace(&self) -> Section {
        let mut section = Section::new("whitespace", "Whitespace: what others use");
        let used = &self.one.held.standing.features;
        let mut names: Vec<(u64, &Arc<str>)> =
            self.ground.features.features.iter().map(|(name, known)| (known.accounts, name)).collect();
        names.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        let is_priced = names.iter().any(|(_, name)| self.ground.price(name).is_some());
        let mut headings = vec!["feature", "here", ">accounts that use it"];
        headings.extend(is_priced.then_some(">its price a year"));
        let mut table = Table::new("", &headings);
        for (accounts, name) in names.into_iter().filter(|(_, name)| !used.contains(*name)) {
            let may = self.one.held.entitled.is_empty() || self.one.held.entitled.contains(name);
            let here = if may { "may be used, is not" } else { "not bought" };
            let mut cells = vec![
                TableCell::from(&**name),
                here.into(),
                format!("{accounts} of {}", self.ground.features.accounts).into(),
            ];
            let price = |name: &str| match self.ground.price(name) {
                Some(price) => {
                    Figure::known("price", price, self.money.clone(), self.day).with_note("as set".to_owned())
                }
                None => Figure::unknown("price", self.money.clone(), self.day, "no price is set"),
            };
            cells.extend(is_priced.then(|| price(name).into()));
            table.row(cells);
        }
        if table.rows.is_empty() {
            section
                .push(Block::text("No feature that others use is missing here, as far as rows of use name features."));
        } else {
            section.push(table);
        }
        section
    }
}

fn exactly(number: Decimal) -> String {
    number.normalize().to_string()
}

fn from(origin: &Origin) -> String {
    match origin {
        Origin::Seats(seats) => {
            let word = if seats.more == Decimal::ONE { "seat" } else { "seats" };
            format!("licences used: {} {word} short", exactly(seats.more))
        }
        Origin::Opportunity { key, opened_on, stage, .. } => {
            let stage = stage.as_ref().map(|stage| format!(", {stage}")).unwrap_or_default();
            format!("opportunity {}, opened {opened_on}{stage}", key.split('/').next_back().unwrap_or(key))
        }
    }
}

/// Why the amount of an opening is not known.
fn why_unknown(origin: &Origin) -> String {
    match origin {
        Origin::Opportunity { told: Some(Priced { amount, currency, rate: None }), .. } => {
            format!("{currency} {}, and no exchange rate for it is on record", exactly(*amount))
        }
        _ => "no amount is on record".to_owned(),
    }
}

/// An amount times a rate, both of which open.
fn multiplied(amount: &Figure, rate: &Figure) -> Option<Trace> {
    let times = rate.value?;
    let mut trace = Trace::new(Fold::SumOfProducts, &["ARR", "close rate"]);
    trace.push_known(amount, &[times]);
    let known = !trace.rows.is_empty();
    trace.push_known(rate, &[Decimal::ZERO]);
    known.then_some(trace)
}
