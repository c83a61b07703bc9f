use jiff::Span;
use jiff::civil::Date;
use kernel::{Period, Refusal};
use ports::store::KeptFigure;

use crate::desk::{Desk, refused};

/// What kept figures of a period depend on besides the data. Another version may work them out in another way.
pub(crate) fn kept_name(desk: &Desk<'_>, period: Period) -> String {
    named(desk, period, settled_on(desk, period))
}

/// The as-of day, or the first day from which a later one changes nothing about the period as long as no fact does: a
/// contract that ended in it may begin again for so long without a loss.
fn settled_on(desk: &Desk<'_>, period: Period) -> Date {
    let as_of = desk.as_of();
    if desk.known_by().is_some() {
        return as_of;
    }
    let lapse = Span::new().days(desk.settings.rules.lapse_days.max(0));
    period.to().checked_add(lapse).map_or(as_of, |settled| settled.min(as_of))
}

fn named(desk: &Desk<'_>, period: Period, as_of: Date) -> String {
    let settings: Vec<String> = desk
        .settings
        .told
        .iter()
        .filter(|(_, told)| told.origin != "default")
        .map(|(name, told)| format!("{name}={}", told.value))
        .collect();
    let known = if desk.known_by().is_some() { "known then" } else { "known now" };
    let version = env!("CARGO_PKG_VERSION");
    format!("figures {period} as of {as_of} {known} under {} by {version}", settings.join(" "))
}

/// Figures of people in a period, kept for the next time they are asked for.
pub(super) struct Shelf<'a> {
    desk: &'a Desk<'a>,
    version: i64,
    settled: String,
    dated: String,
}

impl<'a> Shelf<'a> {
    /// Of what is said in the words.
    pub(super) fn of(desk: &'a Desk<'a>, period: Period, what: &str) -> Result<Self, Refusal> {
        Ok(Self {
            desk,
            version: desk.store.data_version().map_err(refused)?,
            settled: format!("{} {what}", kept_name(desk, period)),
            dated: format!("{} {what}", named(desk, period, desk.as_of())),
        })
    }

    /// What was kept; empty where nothing was.
    pub(super) fn kept(&self) -> Result<Vec<KeptFigure>, Refusal> {
        let kept = |name: &str| self.desk.store.kept_figures(name, self.version).map_err(refused);
        let settled = kept(&self.settled)?;
        if settled.is_empty() && self.dated != self.settled { kept(&self.dated) } else { Ok(settled) }
    }

    /// Keeps figures. Those of people for whom somebody still waits grow by the day, so they hold for their day only.
    pub(super) fn keep(&self, figures: &[KeptFigure], somebody_waits: bool) -> Result<(), Refusal> {
        let name = if somebody_waits { &self.dated } else { &self.settled };
        self.desk.keep(name, self.version, figures)
    }
}
