use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use relationships::{ACTIVE_DAYS, Finding, Map, Person, Talk, WINDOW_DAYS, findings, map};
use report::chart::Bar;
use report::{
    Address, Block, Chart, ChartKind, Figure, Fold, Ledger, Prose, Report, Section, Table, TableCell, Tone, Trace, Unit,
};
use rust_decimal::Decimal;

use super::maps::Voices;
use crate::desk::Desk;
use crate::facts::paying::paying;
use crate::facts::voices::{QUIET_DAYS, is_told};
use crate::names;

/// Who at one account speaks with us, and what is dangerous about it.
///
/// # Errors
/// When the account is not known.
pub fn show(desk: &Desk<'_>, typed_account: &str) -> Result<Report, Refusal> {
    let (account, day) = (names::account(desk, typed_account)?, desk.as_of());
    let one = std::slice::from_ref(&account);
    let voices = Voices::load(desk, Some(one), day)?;
    let map = map(voices.contacts(&account), voices.talks(&account), day);
    let found = findings(&map);
    let known = super::list::named(desk, one)?;
    let name = known.get(&account).cloned().unwrap_or_else(|| account.external().into());
    let mut report = Report::new("relationships.show", format!("Relationships: {name}"), day);
    report.subtitle =
        vec![format!("{} · two-way conversations of {WINDOW_DAYS} days before {day}", account.external())];
    let address = Address::new("relationships", account.as_str(), day, day);
    let mut page = Page { map: &map, ledger: Ledger::new(address.to_string()), day };
    report.push(Block::text(lead(&found, &map)));
    let mut headline = page.headline();
    headline.extend(worth(desk, &account)?);
    report.push(Block::Figures { figures: headline });
    if !found.is_empty() {
        report.push(risks(&found));
    }
    report.push(page.stakeholders());
    for says in caveats(desk, &map)? {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.ledger = page.ledger;
    Ok(report)
}

fn worth(desk: &Desk<'_>, account: &AccountId) -> Result<Option<Figure>, Refusal> {
    if desk.currency().is_err() {
        return Ok(None);
    }
    let (paid, _) = paying(desk, desk.as_of(), Some(std::slice::from_ref(account)))?;
    paid.first().map(|one| one.arr_figure(desk, desk.as_of())).transpose()
}

fn lead(found: &[Finding], map: &Map<'_>) -> Prose {
    match found {
        [] if map.named() == 0 => Prose::default()
            .strong("Nothing can be said about who speaks with us.")
            .words(" The conversations on record do not say with whom."),
        [] => Prose::default()
            .strong(match map.active().count() {
                0 => "It is not told who speaks with us.".to_owned(),
                many => format!("{} with us.", report::display::counted(many, "person speaks", "people speak")),
            })
            .words(" No champion is lost and no sponsor is silent, as far as roles are told."),
        [first, ..] => Prose::default()
            .strong(format!("{}.", capital(first.kind.words())))
            .words(format!(" {}.", capital(&first.says))),
    }
}

pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn risks(found: &[Finding]) -> Section {
    let mut section = Section::new("findings", "What is dangerous");
    section.push(Block::points(
        found
            .iter()
            .map(|finding| Prose::default().strong(format!("{}: ", finding.kind.words())).words(finding.says.clone())),
    ));
    section
}

fn caveats(desk: &Desk<'_>, map: &Map<'_>) -> Result<Vec<String>, Refusal> {
    let mut says = vec![
        "Roles and titles carry no date in the sources: they hold since they were imported, and for days before that they \
         count as not told."
            .to_owned(),
    ];
    if !map.unnamed.is_empty() {
        says.push(format!(
            "{} of {} conversations do not name a known contact; they count for nobody.",
            map.unnamed.len(),
            map.unnamed.len() + map.named()
        ));
    }
    for person in map.people.iter().filter(|person| person.after_leaving() > 0) {
        let talks = report::display::counted(person.after_leaving(), "conversation", "conversations");
        let left = person.contact.left_on.map(|left| left.to_string()).unwrap_or_default();
        let name = &person.contact.name;
        says.push(format!(
            "{talks} with {name} after {left}, the day they left: look whether that day is right, or with whom it was."
        ));
    }
    says.extend(not_written_down(desk)?);
    Ok(says)
}

/// Says so when silence may only mean that conversations are not on record.
pub(super) fn not_written_down(desk: &Desk<'_>) -> Result<Option<String>, Refusal> {
    if is_told(desk, &customers::touchpoint::SHAPE, desk.as_of(), QUIET_DAYS)? {
        return Ok(None);
    }
    let last = desk
        .last_day_of_work()?
        .map_or_else(String::new, |last| format!(" Ask as of a day with facts: `--as-of {last}`."));
    Ok(Some(format!(
        "No conversation with anybody is on record in the last {QUIET_DAYS} days, so silence may only mean that they are not \
         written down.{last}"
    )))
}

struct Page<'a> {
    map: &'a Map<'a>,
    ledger: Ledger,
    day: Date,
}

impl Page<'_> {
    fn count(&mut self, key: &str, label: &str, trace: Trace) -> Figure {
        self.ledger.figure(key, label, Unit::Count, self.day, trace)
    }

    fn headline(&mut self) -> Vec<Figure> {
        let mut active = Trace::new(Fold::Count, &[]);
        for person in self.map.active() {
            active.push("contacts", &person.contact.key, &*person.contact.name, None, &[]);
        }
        let words = format!("two-way in {ACTIVE_DAYS} days, not left");
        let active = self.count("active", "active contacts", active).with_convention(words);
        let all: Vec<&Talk> = self.map.people.iter().flat_map(|person| person.talks.iter().copied()).collect();
        let talks = self.count("talks", "conversations with a known contact", rows(&all));
        vec![active, talks, self.share()]
    }

    /// The share of conversations that the busiest contact has.
    fn share(&mut self) -> Figure {
        let label = "with one contact";
        let Some(busiest) = self.map.busiest() else {
            return Figure::unknown(label, Unit::Ratio, self.day, "no conversation names a known contact");
        };
        let mut trace = Trace::new(Fold::Mean, &["with the one"]);
        for person in &self.map.people {
            let is_one = Decimal::from(u8::from(person.contact.key == busiest.contact.key));
            for talk in &person.talks {
                trace.push("touchpoints", &talk.key, &*person.contact.name, Some(talk.on), &[is_one]);
            }
        }
        let convention = format!("share of {} in {WINDOW_DAYS} days", busiest.contact.name);
        self.ledger.figure("share", label, Unit::Ratio, self.day, trace).with_convention(convention)
    }

    fn stakeholders(&mut self) -> Section {
        let mut section = Section::new("map", "Stakeholder map");
        let map = self.map;
        if map.people.is_empty() {
            section.push(Block::text("No contact of this account is on record; import `contacts` to see a map."));
            return section;
        }
        let recent = format!(">{ACTIVE_DAYS} days");
        let window = format!(">{WINDOW_DAYS} days");
        let mut table = Table::new("", &["contact", "role", "title", &recent, &window, "last spoke", "now"]);
        let mut bars = Vec::new();
        for (place, person) in map.people.iter().enumerate() {
            let name = format!("{}. {}", place + 1, person.contact.name);
            let late: Vec<&Talk> =
                person.talks.iter().copied().filter(|talk| (self.day - talk.on).get_days() < ACTIVE_DAYS).collect();
            let key = format!("contact.{}", place + 1);
            let lately = self.count(&format!("{key}.lately"), &name, rows(&late));
            let all = self.count(&key, &name, rows(&person.talks));
            bars.push(Bar { name: name.clone(), value: all.value, mark: None });
            table.row(cells(person, &name, lately, all));
        }
        let summary = map.busiest().map_or_else(
            || "None of them has spoken with us.".to_owned(),
            |busiest| format!("{} speaks with us most.", busiest.contact.name),
        );
        let kind = ChartKind::Bars { mark: None, bars };
        let title = format!("Two-way conversations in {WINDOW_DAYS} days");
        section.push(Chart { title, summary, unit: Unit::Count, kind });
        section.push(table);
        section
    }
}

fn cells(person: &Person<'_>, name: &str, lately: Figure, all: Figure) -> Vec<TableCell> {
    let told = |text: &Option<std::sync::Arc<str>>| text.as_deref().unwrap_or("not told").to_owned();
    let now = match (person.contact.left_on.filter(|_| person.has_left), person.is_active()) {
        (Some(left), _) => format!("left on {left}"),
        (None, true) => "active".to_owned(),
        (None, false) => "silent".to_owned(),
    };
    let last = person.last().map_or_else(|| "not in the window".to_owned(), |talk| talk.on.to_string());
    vec![
        name.into(),
        told(&person.contact.told_role).into(),
        told(&person.contact.title).into(),
        lately.into(),
        all.into(),
        last.into(),
        now.into(),
    ]
}

fn rows(talks: &[&Talk]) -> Trace {
    let mut trace = Trace::new(Fold::Count, &[]);
    for talk in talks {
        trace.push("touchpoints", &talk.key, "two-way conversation", Some(talk.on), &[]);
    }
    trace
}
