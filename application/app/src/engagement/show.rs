use std::sync::Arc;

use engagement::{Class, Evidence, Signal, Silence, assess, signals, silence};
use jiff::civil::Date;
use kernel::{AccountId, Period, Refusal};
use report::chart::Bar;
use report::{
    Address, Block, Chart, ChartKind, Figure, Fold, Ledger, Prose, Report, Section, Table, TableCell, Tone, Trace, Unit,
};
use rust_decimal::Decimal;

use super::gather::{Days, Rows, account_query, limit, period, products};
use super::score::{Figures, enter};
use crate::desk::Desk;
use crate::facts::paying::{Paying, paying};
use crate::facts::typed;
use crate::facts::voices::touchpoints;
use crate::names;

/// Months that the trend shows.
const MONTHS: i32 = 6;

/// The engagement of one account in a period, in the sections of the source practice.
///
/// # Errors
/// When the account or the period is not known.
pub fn show(desk: &Desk<'_>, typed_account: &str, typed_period: Option<&str>) -> Result<Report, Refusal> {
    let account = names::account(desk, typed_account)?;
    let period = period(desk, typed_period)?;
    let ground = Ground::load(desk, &account, period)?;
    let mut report = Report::new("engagement.show", format!("Engagement: {}, {period}", ground.name), desk.as_of());
    report.period = Some(period.to_string());
    report.subtitle = vec![format!(
        "{} · {} to {} · as known on {}",
        account.external(),
        ground.days.from,
        ground.days.last,
        desk.as_of()
    )];
    let address = Address::new("engagement", account.as_str(), period, desk.as_of());
    let mut ledger = Ledger::new(address.to_string());
    let figures = enter(&mut ledger, assess(&ground.evidence), desk.as_of());
    let mut page = Page { ground: &ground, ledger, figures, as_of: desk.as_of() };
    let silent = page.silence();
    report.push(Block::text(page.lead()));
    for section in [
        page.summary(silent),
        page.activity(),
        page.stakeholders(),
        page.trend(desk, &account, period)?,
        page.warnings(),
        page.classification(),
        page.recommendations(),
        page.target(),
    ] {
        report.push(section);
    }
    for says in page.caveats() {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.ledger = page.ledger;
    Ok(report)
}

/// What one account's report is made from.
struct Ground {
    name: Arc<str>,
    days: Days,
    evidence: Evidence,
    paid: Option<Paying>,
    silence: Option<Silence>,
    signals: Vec<Signal>,
}

impl Ground {
    fn load(desk: &Desk<'_>, account: &AccountId, period: Period) -> Result<Self, Refusal> {
        let days = Days::of(period, desk.as_of());
        let one = std::slice::from_ref(account);
        let paid = if desk.currency().is_ok() { paying(desk, days.last, Some(one))?.0 } else { Vec::new() };
        let name = typed(desk, account_query(account), customers::Account::from_record)?.pop();
        let now = products(desk, &paid, days.last)?.remove(account);
        let before = products(desk, &paid, days.from)?.remove(account);
        let used = before.as_ref().zip(now.as_ref()).map(|(before, now)| (before.0, now.0));
        let evidence = Rows::load(desk, Some(one), days)?.take(account, now.map(|(_, figure)| figure));
        let paid = paid.into_iter().next();
        let since = paid.as_ref().and_then(|one| one.since.clone());
        let silence = silence(&evidence.touches, since.as_ref(), (days.first_read, days.last));
        let signals = signals(&evidence, used);
        let name = name.map_or_else(|| Arc::from(account.external()), |account| account.name);
        Ok(Self { name, days, evidence, paid, silence, signals })
    }

    fn is_beyond(&self) -> bool {
        let limit = self.paid.as_ref().map(|paid| limit(paid.tier));
        self.silence.as_ref().zip(limit).is_some_and(|(silence, limit)| silence.is_beyond(limit))
    }
}

struct Page<'a> {
    ground: &'a Ground,
    ledger: Ledger,
    figures: Figures,
    as_of: Date,
}

fn days(count: i32) -> String {
    report::display::counted(usize::try_from(count).unwrap_or_default(), "day", "days")
}

impl Page<'_> {
    /// Whether a word from them is on record within the days that are looked at.
    fn has_spoken(&self) -> bool {
        self.ground.evidence.conversations_told && self.ground.silence.as_ref().is_some_and(|one| one.ends_in_talk)
    }

    fn lead(&self) -> Prose {
        let class = Class::of(self.figures.score.value);
        let first = match self.ground.silence.as_ref() {
            Some(silence) if self.ground.evidence.conversations_told => match silence.ends_in_talk {
                true => format!("The customer last spoke with us {} ago.", days(silence.days)),
                false => format!("Nobody there has spoken with us in at least {}.", days(silence.days)),
            },
            _ => "How long the customer has been silent is not known.".to_owned(),
        };
        let name = &self.ground.name;
        Prose::default()
            .strong(match class {
                Class::Unknown => format!("{name}: engagement unknown."),
                class => format!("{name} is {}.", class.words()),
            })
            .words(match self.ground.signals.first() {
                Some(signal) => format!(" {first} Look first: {}.", signal.says),
                // Silence of unknown length is no place to say that nothing is wrong.
                None if !self.has_spoken() => format!(" {first}"),
                None => format!(" {first} No sign of turning away is seen."),
            })
    }

    fn silence(&mut self) -> Vec<Figure> {
        let label = "days of silence";
        let (told, as_of) = (self.ground.evidence.conversations_told, self.as_of);
        let Some(silence) = self.ground.silence.as_ref().filter(|_| told) else {
            return vec![Figure::unknown(label, Unit::Days, as_of, "no conversation is on record to count from")];
        };
        let figure = self.ledger.figure("silence", label, Unit::Days, as_of, silence.trace());
        let figure = Figure { n: None, ..figure };
        vec![match silence.ends_in_talk {
            true => figure.with_convention("since the customer last spoke with us"),
            false => figure.with_convention("at least; none on record since it began to pay or since we look"),
        }]
    }

    fn summary(&mut self, silent: Vec<Figure>) -> Section {
        let mut section = Section::new("summary", "Score");
        let figures = &self.figures;
        let class = Class::of(figures.score.value).words();
        let score = Figure { note: figures.score.note.clone().or(Some(class.to_owned())), ..figures.score.clone() };
        section.push(Block::Figures { figures: [vec![score, figures.coverage.clone()], silent].concat() });
        let mut table = Table::new("", &["component", ">weight", ">score"]);
        for (component, figure, _) in &figures.components {
            let weight = component.weight.normalize().to_string();
            table.row([TableCell::from(component.name), weight.into(), figure.clone().into()]);
        }
        if let Some(paid) = &self.ground.paid {
            let limit = limit(paid.tier).days();
            let says = if self.ground.is_beyond() { "passed" } else { "not passed" };
            table.note = Some(format!("Tier {}: up to {limit} days of silence; {says}.", paid.tier.word()));
        }
        section.push(table);
        section
    }

    fn activity(&self) -> Section {
        let mut section = Section::new("activity", "Activity");
        for (component, _, parts) in self.figures.components.iter().filter(|(one, _, _)| one.key != "breadth") {
            section.push(part_table(component.name, parts));
        }
        section
    }

    fn stakeholders(&self) -> Section {
        let mut section = Section::new("stakeholders", "Stakeholder map");
        for (component, _, parts) in self.figures.components.iter().filter(|(one, _, _)| one.key == "breadth") {
            section.push(part_table(component.name, parts));
        }
        let account = &self.ground.name;
        section.push(Block::text(format!("Who they are: `evenkeel relationships \"{account}\"`.")));
        section
    }

    /// The score before, and conversations month by month.
    fn trend(&mut self, desk: &Desk<'_>, account: &AccountId, period: Period) -> Result<Section, Refusal> {
        let mut section = Section::new("trend", "Trend");
        if let Some(previous) = period.previous() {
            let before = Ground::load(desk, account, previous)?;
            let label = format!("engagement in {previous}");
            let at = Address::new("engagement", account.as_str(), previous, self.as_of);
            let figure = match assess(&before.evidence).score {
                Some(score) => Figure::known(label, score, Unit::Score, self.as_of).with_evidence(at.figure("score")),
                None => Figure::unknown(label, Unit::Score, self.as_of, "too little is known"),
            };
            section.push(Block::Figures { figures: vec![figure, self.figures.score.clone()] });
        }
        section.push(self.months(desk, account)?.0);
        section.push(self.months(desk, account)?.1);
        Ok(section)
    }

    fn months(&mut self, desk: &Desk<'_>, account: &AccountId) -> Result<(Chart, Table), Refusal> {
        let last = self.ground.days.last;
        let first =
            (0..MONTHS - 1).fold(last.first_of_month(), |day, _| day.yesterday().map_or(day, Date::first_of_month));
        let rows = touchpoints(desk, Some(std::slice::from_ref(account)), (first, last))?.remove(account);
        let rows = rows.unwrap_or_default();
        let mut table = Table::new("", &["month", ">two-way conversations"]);
        let (mut bars, mut month) = (Vec::new(), first);
        while month <= last {
            let name = format!("{:04}-{:02}", month.year(), month.month());
            let mut trace = Trace::new(Fold::Count, &[]);
            let in_month = |day: Date| day.first_of_month() == month;
            for row in rows.iter().filter(|row| row.is_two_way() && in_month(row.happened_at.date())) {
                trace.push("touchpoints", &row.key, &*row.kind, Some(row.happened_at.date()), &[]);
            }
            let figure = self.ledger.figure(&format!("month.{name}"), &name, Unit::Count, self.as_of, trace);
            bars.push(Bar { name: name.clone(), value: figure.value, mark: None });
            table.row([TableCell::from(name), figure.into()]);
            let Ok(next) = month.last_of_month().tomorrow() else { break };
            month = next;
        }
        let most = bars.iter().max_by_key(|bar| bar.value).filter(|bar| bar.value > Some(Decimal::ZERO));
        let summary = most.map_or_else(|| "None in these months.".to_owned(), |bar| format!("Most in {}.", bar.name));
        let title = "Two-way conversations by month".to_owned();
        let kind = ChartKind::Bars { mark: None, bars };
        Ok((Chart { title, summary, unit: Unit::Count, kind }, table))
    }

    fn warnings(&mut self) -> Section {
        let mut section = Section::new("warnings", "Warnings");
        let signals = &self.ground.signals;
        if signals.is_empty() {
            section.push(Block::text("None of the signs we look for is seen."));
            return section;
        }
        let mut table = Table::new("", &["what", ">rows"]);
        for signal in signals {
            let rows = Trace { fold: Fold::Count, ..signal.rows.clone() };
            let figure = self.ledger.figure(&format!("signal.{}", signal.key), "rows", Unit::Count, self.as_of, rows);
            table.row([TableCell::from(signal.says.as_str()), figure.into()]);
        }
        section.push(table);
        section
    }

    fn classification(&self) -> Section {
        let mut section = Section::new("classification", "Classification");
        let class = Class::of(self.figures.score.value);
        let says = match class {
            Class::Unknown => {
                "Unknown: too little of the score is told by facts. Unknown is not disengaged.".to_owned()
            }
            class => format!(
                "{}. Lines: highly engaged from 80, engaged from 60, loosely engaged from 40, else disengaged.",
                crate::relationships::capital(class.words())
            ),
        };
        section.push(Block::text(says));
        section
    }

    fn recommendations(&self) -> Section {
        let mut section = Section::new("recommendations", "What to do");
        let mut items: Vec<Prose> = Vec::new();
        if self.ground.is_beyond() {
            items.push("Speak with somebody there this week: the silence is longer than the tier allows.".into());
        }
        items.extend(self.ground.signals.iter().map(|signal| Prose::from(advice(signal.key))));
        let weakest = self.figures.components.iter().filter_map(|(one, figure, _)| Some((figure.value?, one.name)));
        if let Some((_, name)) = weakest.min_by_key(|(score, _)| *score) {
            items.push(
                format!("The weakest component that is known is {name}; the table above says what it rests on.").into(),
            );
        }
        if items.is_empty() {
            items.push("Write conversations and contacts down: without them nothing can be said.".into());
        }
        section.push(Block::List { ordered: true, items });
        section
    }

    /// A third, two thirds and all of the way to the next class, as far as a quarter can bring it.
    fn target(&mut self) -> Section {
        let mut section = Section::new("target", "Target for 30, 60 and 90 days");
        let score = self.figures.score.clone();
        let next = score.value.and_then(|value| [40, 60, 80].into_iter().map(Decimal::from).find(|line| *line > value));
        let (Some(value), Some(line)) = (score.value, next) else {
            section.push(Block::text(match score.value {
                Some(_) => "The score is in the highest class: hold it.",
                None => "Without a score there is no target to set.",
            }));
            return section;
        };
        let step = (line - value).min(Decimal::from(engagement::TARGET_STEP));
        let mut table = Table::new("", &["in", ">score to reach"]);
        for (days, part) in [(30, 1), (60, 2), (90, 3)] {
            let mut trace = Trace::new(Fold::Sum, &["points"]);
            trace.push_known(&score, &[]);
            let more = step * Decimal::from(part) / Decimal::from(3);
            trace.push("method", &"engagement.target_step".into(), "part of the way", None, &[more]);
            let goal = self.ledger.figure(&format!("target.{days}"), "goal", Unit::Score, self.as_of, trace);
            table.row([TableCell::from(format!("{days} days")), Figure { n: None, ..goal }.into()]);
        }
        table.note = Some(format!("Towards {line}, at most {} points in 90 days.", engagement::TARGET_STEP));
        section.push(table);
        section
    }

    fn caveats(&self) -> Vec<String> {
        let mut says = vec![
            "Messages that only we wrote count as no engagement. Whether one of them was answered is read from whether the \
             account spoke with us within a week of it."
                .to_owned(),
        ];
        if !self.ground.evidence.conversations_told {
            says.push(
                "No conversation with anybody is on record near the end of the period, so silence says nothing.".into(),
            );
        }
        if self.ground.paid.is_none() {
            says.push("The account pays nothing on the last day, so no limit of silence applies.".to_owned());
        }
        says
    }
}

fn part_table(name: &str, parts: &[super::score::PartFigures]) -> Table {
    let mut table = Table::new(name, &["part", ">weight", ">told", ">score"]);
    for entered in parts {
        let weight = entered.part.weight.normalize().to_string();
        let (number, score) = (entered.number.clone(), entered.score.clone());
        table.row([TableCell::from(entered.part.name), weight.into(), number.into(), score.into()]);
    }
    table
}

fn advice(signal: &str) -> &'static str {
    match signal {
        "unanswered" => "Change the way: call, or ask another contact, rather than writing again.",
        "cancelled" => "Ask what has become more important than these meetings, and offer half the time.",
        "slower" => "Ask whether the one who answered has other work now, and who else should know.",
        "review" => "Offer another day for the business review with the sponsor's own question on top.",
        "sponsor" => "Let a sponsor of ours write to theirs.",
        _ => "Look at which feature is used less, and ask those who used it.",
    }
}
