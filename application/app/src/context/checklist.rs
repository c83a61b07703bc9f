use context::Item;
use kernel::Refusal;
use report::{Block, Check, CheckState, Figure, Ledger, Prose, Report, Section, Table, TableCell, Tone};

use super::ground::Ground;
use super::readings::Readings;
use crate::desk::Desk;

/// The eight conditions of a customer-success programme, each met, not met or unknown.
///
/// # Errors
/// When the person or the period is not known.
pub fn checklist(desk: &Desk<'_>, csm: Option<&str>, period: Option<&str>) -> Result<Report, Refusal> {
    let ground = Ground::load(desk, csm, period)?;
    let mut ledger = Ledger::new(ground.address("checklist").to_string());
    let readings = Readings::load(&ground, &mut ledger)?;
    let held = held(&ground, &readings);
    let title = format!("Customer-success checklist: {}, {}", ground.who(), ground.period);
    let mut report = Report::new("context.checklist", title, ground.as_of());
    report.period = Some(ground.period.to_string());
    report.subtitle = vec![
        format!("{} to {} · as known on {}", ground.period.from(), ground.day, ground.as_of()),
        "lines are strict: a value on the line does not meet it; what is unknown is never met".to_owned(),
    ];
    report.push(Block::text(lead(&held)));
    report.push(Block::Checklist { items: held.iter().map(Held::check).collect() });
    report.push(how(&held));
    if let Some(says) = scope(&ground) {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.ledger = ledger;
    Ok(report)
}

/// An item with the figures that decide it.
pub(super) struct Held {
    pub(super) item: Item,
    pub(super) state: CheckState,
    pub(super) figure: Figure,
    /// What stands beside the value.
    pub(super) beside: Option<Figure>,
    /// Over which days.
    pub(super) over: String,
    /// Why it is unknown, or what to mind.
    pub(super) note: Option<String>,
}

/// Every item, decided.
pub(super) fn held(ground: &Ground<'_>, readings: &Readings) -> Vec<Held> {
    Item::ALL.into_iter().map(|item| Held::of(item, ground, readings)).collect()
}

impl Held {
    fn of(item: Item, ground: &Ground<'_>, readings: &Readings) -> Self {
        let (figure, beside) = figures(item, readings);
        let disputed = readings.churn_disputed.clone().filter(|_| item == Item::Churn);
        let why = figure.note.clone().filter(|_| figure.value.is_none());
        let beyond = figure.note.clone().filter(|_| item == Item::Adoption);
        let note = why.or_else(|| item.too_few(figure)).or(disputed.clone()).or(beyond);
        let state = if disputed.is_some() { CheckState::Unknown } else { item.state(figure) };
        Self { item, state, beside: beside.cloned(), over: over(item, ground), note, figure: figure.clone() }
    }

    fn check(&self) -> Check {
        let mut says = Prose::default().strong(self.item.asks()).words(": ");
        says = match self.figure.value {
            Some(_) => says.figure(self.figure.clone()),
            None => says.words("not known"),
        };
        if let Some(beside) = self.beside.as_ref().filter(|beside| beside.value.is_some()) {
            says = says.words(format!("; {}: ", beside.label)).figure(beside.clone());
        }
        if let Some(n) = self.figure.n.filter(|n| *n > 0 && self.figure.value.is_some()) {
            says = says.words(format!(" (n = {n})"));
        }
        if let Some(note) = &self.note {
            says = says.words(format!("; {note}"));
        }
        Check { state: self.state, says: says.words(".") }
    }
}

fn figures(item: Item, readings: &Readings) -> (&Figure, Option<&Figure>) {
    match item {
        Item::Nps => (&readings.nps, None),
        Item::Churn => (&readings.churn, None),
        Item::Adoption => (&readings.adoption, None),
        Item::Response => (&readings.response, Some(&readings.response_slow)),
        Item::Satisfaction => (&readings.satisfied, Some(&readings.satisfaction)),
        Item::Renewal => (&readings.renewed, Some(&readings.renewed_arr)),
        Item::Upsell => (&readings.deals, Some(&readings.deals_arr)),
        Item::Advocacy => (&readings.advocates, None),
    }
}

fn over(item: Item, ground: &Ground<'_>) -> String {
    match item {
        Item::Nps | Item::Response | Item::Satisfaction | Item::Renewal => ground.period.to_string(),
        Item::Churn | Item::Advocacy => format!("12 months to {}", ground.day),
        Item::Adoption | Item::Upsell => format!("on {}", ground.day),
    }
}

fn lead(held: &[Held]) -> Prose {
    let count = |state: CheckState| held.iter().filter(|one| one.state == state).count();
    let (met, not, unknown) = (count(CheckState::Met), count(CheckState::NotMet), count(CheckState::Unknown));
    Prose::default()
        .strong(format!("{met} of {} met", held.len()))
        .words(format!(", {not} not met, {unknown} unknown."))
}

fn how(held: &[Held]) -> Section {
    let mut section = Section::new("how", "How each is worked out");
    let mut table = Table::new("", &["asked for", ">value", "over", ">n", "how"]);
    for one in held {
        let known = one.figure.value.is_some();
        let n = one.figure.n.filter(|_| known).map_or(TableCell::Empty, |n| n.to_string().into());
        let words = one.figure.convention.clone().filter(|_| known);
        table.row([
            TableCell::from(one.item.asks()),
            one.figure.clone().into(),
            one.over.as_str().into(),
            n,
            words.unwrap_or_default().into(),
        ]);
    }
    table.note = Some(
        "These eight lines come from a rule of practice and are the same for every company; what a good value is for yours \
         is for you to say."
            .to_owned(),
    );
    section.push(table);
    section
}

fn scope(ground: &Ground<'_>) -> Option<String> {
    ground.owner.as_ref().map(|_| {
        format!(
            "Of this book: churn, renewals and expansion are of the accounts that were in it on the first day of the days \
             they are about, so accounts that left count; response times are of the person's own messages; everything else \
             is of the accounts in the book on {}. Nothing here judges a person: that is the review, which knows what the \
             book would have done anyway.",
            ground.day
        )
    })
}
