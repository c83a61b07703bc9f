use adoption::{Book, Gap, MATURE_ABOVE_PERCENT, Read, by_age};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Address, Block, Figure, Fold, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;

use super::gather::{Held, MOST, held, more_than_licensed, push_share};
use crate::desk::Desk;
use crate::names;

/// What one account makes of the product.
///
/// # Errors
/// When the account is not known or pays nothing on the day.
pub fn show(desk: &Desk<'_>, account: &str) -> Result<Report, Refusal> {
    on(desk, &names::account(desk, account)?)
}

/// The same by its identifier.
pub(crate) fn on(desk: &Desk<'_>, account: &AccountId) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let (all, book, loaded) = held(desk)?;
    let Some(one) = all.iter().find(|one| one.paying.account == *account) else {
        let name = loaded.name(account);
        return Err(Refusal::NotEnoughData(format!(
            "{name} pays nothing on {day}, so there is nothing it could adopt"
        )));
    };
    let mut report = Report::new("adoption.show", format!("Adoption: {}", one.paying.name), day);
    report.subtitle = vec![format!("{} · as known on {day}", account.external())];
    let mut writer =
        Writer { one, all: &all, book: &book, day, ledger: Ledger::new(address(account, day).to_string()) };
    report.push(Block::Figures { figures: writer.headline(one.paying.arr_figure(desk, day)?) });
    report.push(writer.depth());
    report.push(writer.seats());
    report.push(writer.features());
    report.ledger = writer.ledger;
    Ok(report)
}

pub(crate) fn address(account: &AccountId, day: Date) -> Address {
    Address::new("adoption", account.as_str(), day, day)
}

struct Writer<'a> {
    one: &'a Held,
    all: &'a [Held],
    book: &'a Book,
    day: Date,
    ledger: Ledger,
}

impl Writer<'_> {
    fn figure(&mut self, (key, label): (&str, &str), unit: Unit, read: &Result<Read, Gap>) -> Figure {
        match read {
            Ok(read) => {
                let figure = self.ledger.figure(key, label, unit, self.day, read.trace.clone());
                figure.with_interval(read.interval.clone()).with_convention(read.convention)
            }
            Err(gap) => Figure::unknown(label, unit, self.day, gap.words()),
        }
    }

    fn headline(&mut self, arr: Figure) -> Vec<Figure> {
        let standing = &self.one.standing;
        let breadth = self.figure(("breadth", "features used"), Unit::Ratio, &standing.breadth);
        let utilisation = self.figure(("utilisation", "licences used"), Unit::Ratio, &standing.utilisation);
        let stickiness = self.figure(("stickiness", "stickiness"), Unit::Ratio, &standing.stickiness);
        let mut trace = Trace::new(Fold::Mean, &["share"]);
        [&breadth, &utilisation].into_iter().for_each(|figure| push_share(&mut trace, figure));
        let level = self.ledger.figure("level", "adoption", Unit::Ratio, self.day, trace);
        let words =
            format!("mean of features and licences used, as far as known; above {MATURE_ABOVE_PERCENT} % is mature");
        let level = match level.value {
            Some(_) => level.with_convention(words),
            None => Figure::unknown("adoption", Unit::Ratio, self.day, "neither features nor licences used are known"),
        };
        vec![arr, level, breadth, utilisation, stickiness]
    }

    fn depth(&mut self) -> Section {
        let mut section = Section::new("depth", "Depth");
        let depth = match &self.one.standing.depth {
            Ok(depth) => depth,
            Err(gap) => {
                section.push(Block::callout(Tone::Caveat, format!("Not known: {}.", gap.words())));
                return section;
            }
        };
        let now = self.figure(("depth", "events per active user"), Unit::Number, &Ok(depth.now.clone()));
        let usual = match &depth.usual {
            Some(usual) => self.figure(("usual", "its own usual"), Unit::Number, &Ok(usual.clone())),
            None => {
                Figure::unknown("its own usual", Unit::Number, self.day, "nothing is on record of the windows before")
            }
        };
        let middle = self.peers();
        let says = match (now.value, usual.value.filter(|usual| !usual.is_zero())) {
            (Some(now), Some(usual)) => match (now / usual - Decimal::ONE) * Decimal::ONE_HUNDRED {
                change if change.abs() < Decimal::from(10) => "About as much as usual.".to_owned(),
                change if change.is_sign_positive() => format!("{} % more than usual.", change.round_dp(0)),
                change => format!("{} % less than usual.", change.abs().round_dp(0)),
            },
            _ => "There is no usual to hold it against.".to_owned(),
        };
        section.push(Block::Figures { figures: vec![now, usual, middle] });
        section.push(Block::text(says));
        section
    }

    /// The middle of all accounts of the book.
    fn peers(&mut self) -> Figure {
        let mut trace = Trace::new(Fold::Median, &["events per active user"]);
        for other in self.all {
            if let Ok(depth) = &other.standing.depth
                && let Some(value) = depth.now.value()
            {
                let at = address(&other.paying.account, self.day).figure("depth");
                let figure = Figure::known(&*other.paying.name, value, Unit::Number, self.day).with_evidence(at);
                trace.push_known(&figure, &[]);
            }
        }
        self.ledger.figure("peers", "middle of the book", Unit::Number, self.day, trace)
    }

    fn seats(&self) -> Section {
        let mut section = Section::new("seats", "Licences by age");
        let read = self.one.standing.utilisation.as_ref().ok().and_then(Read::value);
        let (Some(utilisation), Some(months)) = (read, self.one.age_months) else {
            section.push(Block::text("Not judged: licences used or the age of the account are not known."));
            return section;
        };
        let mut table = Table::new("", &["age", "judged"]);
        table.row([
            TableCell::from(format!("{months} months since the first paid day")),
            by_age(utilisation, months).into(),
        ]);
        table.note = Some(
            "Under 10 % is red at any age; up to 50 % yellow to month 6; up to 75 % green to month 6 and yellow to month 9; \
             above that green."
                .to_owned(),
        );
        section.push(table);
        section.blocks.extend(
            more_than_licensed(usize::from(utilisation > MOST)).map(|says| Block::callout(Tone::Warning, says)),
        );
        section
    }

    fn features(&mut self) -> Section {
        let mut section = Section::new("features", "Features");
        let mut table = Table::new("", &["feature", "here", ">accounts that use it"]);
        let used = &self.one.standing.features;
        let mut names: Vec<_> = self.book.features.keys().cloned().collect();
        names.extend(self.one.entitled.iter().filter(|name| !self.book.features.contains_key(*name)).cloned());
        names.sort_unstable();
        for name in names {
            let may = self.one.entitled.is_empty() || self.one.entitled.contains(&name);
            let here = match (used.contains(&name), may) {
                (true, _) => "used",
                (false, true) => "not used",
                (false, false) => "not bought",
            };
            let accounts = self.book.features.get(&name).map_or(0, |known| known.accounts);
            table.row([TableCell::from(&*name), here.into(), format!("{accounts} of {}", self.book.accounts).into()]);
        }
        if table.rows.is_empty() {
            section.push(Block::text("No feature is named in the use of the days looked at."));
        } else {
            section.push(table);
        }
        section
    }
}
