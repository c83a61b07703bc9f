use account_review::{Slide, ready_by};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Address, Block, Figure, Ledger, Prose, Report, Section, Tone, Trace, Unit};

use super::gather::Ground;
use super::{deck, notes};
use crate::desk::Desk;
use crate::names;

/// Whose business review, and when.
#[derive(Debug, Clone, Copy)]
pub struct ReviewPack<'a> {
    /// Which account.
    pub account: &'a str,
    /// The day of the review; the next one on record when empty.
    pub on: Option<&'a str>,
}

/// Everything a business review with an account needs: slides for the customer, and notes for us.
///
/// # Errors
/// When the account or the day is not known, or the day has passed.
pub fn show(desk: &Desk<'_>, request: ReviewPack<'_>) -> Result<Report, Refusal> {
    let account = names::account(desk, request.account)?;
    let day = |text: &str| {
        let wrong = || Refusal::invalid("on", format!("`{text}` is no day; write it as 2024-12-31"));
        text.parse::<Date>().map_err(|_| wrong())
    };
    let day = request.on.map(day).transpose()?;
    if let Some(day) = day.filter(|day| *day < desk.as_of()) {
        let as_of = desk.as_of();
        return Err(Refusal::invalid(
            "on",
            format!("{day} lies before {as_of}; ask as it was then with --as-of {day}"),
        ));
    }
    on(desk, &account, day)
}

/// The same by its address.
pub(crate) fn on(desk: &Desk<'_>, account: &AccountId, day: Option<Date>) -> Result<Report, Refusal> {
    let ground = Ground::load(desk, account, day)?;
    let title = format!("Business review with {}, {}", ground.name, ground.on);
    let mut report = Report::new("account-review.show", title, ground.as_of());
    let owner = ground.owner.as_ref().map_or_else(|| "unowned".to_owned(), |owner| format!("looked after by {owner}"));
    report.subtitle = vec![format!("{} · {owner} · since {}", account.external(), ground.since)];
    let address = Address::new("account-review", account.as_str(), ground.on, ground.as_of());
    let mut page = Page { ground: &ground, ledger: Ledger::new(address.to_string()) };
    report.push(Block::text(page.lead()));
    for says in page.warnings() {
        report.push(Block::callout(Tone::Caveat, says));
    }
    let slides = deck::slides(&mut page);
    report.push(slides);
    report.push(notes::appendix(&mut page)?);
    report.push(notes::talking_points(&mut page));
    report.push(notes::success_stories(&mut page));
    report.push(notes::questions(&page));
    report.push(notes::actions(&page));
    report.push(notes::follow_up(&page));
    report.push(notes::expansion(&mut page));
    report.ledger = page.ledger;
    Ok(report)
}

/// The pack as it is written.
pub(super) struct Page<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) ledger: Ledger,
}

impl Page<'_> {
    pub(super) fn enter(&mut self, key: &str, label: &str, unit: Unit, trace: Trace) -> Figure {
        self.ledger.figure(key, label, unit, self.ground.as_of(), trace)
    }

    fn lead(&self) -> Prose {
        let minutes: u32 = Slide::ALL.iter().map(|slide| slide.minutes()).sum();
        let ready = ready_by(self.ground.on);
        Prose::default()
            .strong(format!("Ready by {ready}, 48 hours before."))
            .words(format!(
                " {} slides, about {minutes} minutes. The slides are for the customer; everything from the appendix on is for \
                 us.",
                Slide::ALL.len()
            ))
    }

    fn warnings(&self) -> Vec<String> {
        let ground = self.ground;
        let mut says: Vec<String> = ground.floors().map(|floor| format!("Before you go: {}.", floor.words())).collect();
        if !ground.is_set {
            says.push(format!(
                "No day is on record for the next review, so {} is taken; name it with --on DAY.",
                ground.on
            ));
        }
        if ready_by(ground.on) < ground.day {
            says.push(format!("It is too late to be ready 48 hours before {}.", ground.on));
        }
        if ground.last_review.is_none() {
            says.push(format!("No earlier review is on record, so the slides look back to {}.", ground.since));
        }
        if ground.paid.is_none() {
            says.push(format!("The account pays nothing on {}.", ground.day));
        }
        says
    }
}

/// A section with its key and heading.
pub(super) fn section(key: &str, title: impl Into<String>) -> Section {
    Section::new(key, title)
}
