use std::sync::Arc;

use kernel::Refusal;
use report::chart::Bar;
use report::{
    Address, Block, Chart, ChartKind, Figure, Fold, Ledger, Prose, Report, Section, Table, TableCell, Tone, Trace,
    Unit, display, months_between,
};
use rust_decimal::Decimal;
use segments::Stage;

use super::gather::{Approach, Ground, members, plans};
use super::outlook;
use crate::desk::Desk;

/// Which segments over which period.
#[derive(Debug, Clone, Copy)]
pub struct SegmentsRequest<'a> {
    /// `value` or `lifecycle`; value when empty.
    pub approach: Option<&'a str>,
    /// The period; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
}

/// Accounts in segments, what each is like, how they are looked after, and who moved between them.
///
/// # Errors
/// When the approach or the period is not known, or an exchange rate is missing.
pub fn show(desk: &Desk<'_>, request: SegmentsRequest<'_>) -> Result<Report, Refusal> {
    let approach = Approach::of(request.approach)?;
    let ground = Ground::load(desk, approach, desk.period(request.period)?)?;
    let title = format!("Segments by {}, {}", approach.word(), ground.period);
    let mut report = Report::new("segments.show", title, ground.as_of);
    report.period = Some(ground.period.to_string());
    report.subtitle = vec![format!(
        "accounts with ARR at 00:00 of {} and of {} · as known on {}",
        ground.ends.0, ground.ends.1, ground.as_of
    )];
    let address = Address::new(&format!("segments-by-{}", approach.word()), "company", ground.period, ground.as_of);
    let money = Unit::Money(desk.currency()?.to_string());
    let mut page = Page { desk, ground: &ground, money, ledger: Ledger::new(address.to_string()) };
    report.push(Block::text(page.lead()));
    for section in [
        page.framework(),
        page.profiles(),
        page.comparison(),
        outlook::model(&page),
        outlook::resources(&mut page),
        outlook::playbooks(&page),
        outlook::migration(&mut page),
        outlook::impact(&mut page),
    ] {
        report.push(section);
    }
    if approach == Approach::Lifecycle {
        report.push(Block::callout(
            Tone::Caveat,
            "A stage is read from what is known now about that day: a notice or an escalation that was entered later counts too.",
        ));
    }
    report.ledger = page.ledger;
    Ok(report)
}

/// The report as it is written.
pub(super) struct Page<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) ground: &'a Ground,
    pub(super) money: Unit,
    pub(super) ledger: Ledger,
}

impl Page<'_> {
    pub(super) fn figure(&mut self, key: &str, label: &str, unit: Unit, trace: Trace) -> Figure {
        self.ledger.figure(key, label, unit, self.ground.as_of, trace)
    }

    fn lead(&self) -> Prose {
        let names = self.ground.approach.names();
        let largest = (0..names.len()).max_by_key(|place| self.ground.migration.arr(*place).value());
        let Some(place) = largest.filter(|_| !self.ground.members.is_empty()) else {
            return "No account has ARR at the end of the period.".into();
        };
        let share = self.ground.migration.share(place).value().unwrap_or_default();
        let moved = self.ground.migration.changed(true).rows.len() + self.ground.migration.changed(false).rows.len();
        Prose::default()
            .strong(format!("{} of ARR is in segment {}", display::value(share, &Unit::Ratio), names[place]))
            .words(format!(
                " with {} of {}. {} changed segment in the period.",
                members(self.ground, place).count(),
                display::counted(self.ground.members.len(), "account", "accounts"),
                display::counted(moved, "account", "accounts")
            ))
    }

    fn framework(&self) -> Section {
        let mut section = Section::new("framework", "How accounts are grouped");
        let mut table = Table::new("", &["segment", "who is in it"]);
        let [high, middle, low] = self.desk.settings.tier_cutoffs;
        let at = |amount: Decimal| display::value(amount, &self.money);
        for (place, name) in self.ground.approach.names().into_iter().enumerate() {
            let rule = match (self.ground.approach, place) {
                (Approach::Lifecycle, place) => Stage::ALL[place].rule(),
                (_, 0) => format!("ARR above {}", at(high)),
                (_, 1) => format!("ARR above {} up to {}", at(middle), at(high)),
                (_, 2) => format!("ARR above {} up to {}", at(low), at(middle)),
                _ => format!("ARR up to {}", at(low)),
            };
            table.row([TableCell::from(name), rule.into()]);
        }
        table.note = Some(match self.ground.approach {
            Approach::Value => "The cut-offs are the setting tier_cutoffs.".to_owned(),
            Approach::Lifecycle => {
                "Read in this order: at risk, renewing, onboarding, adopting, mature; the first that fits holds."
                    .to_owned()
            }
        });
        section.push(table);
        section
    }

    fn profiles(&mut self) -> Section {
        let mut section = Section::new("profiles", "What segments are like");
        let headings = ["segment", ">accounts", ">ARR", ">share of ARR", ">median tenure", "plans"];
        let mut table = Table::new("At the end of the period", &headings);
        let (mut bars, day) = (Vec::new(), self.ground.ends.1);
        for (place, name) in self.ground.approach.names().into_iter().enumerate() {
            let mut tenure = Trace::new(Fold::Median, &["months"]);
            for one in members(self.ground, place) {
                if let Some((key, since)) = &one.since {
                    let months = Decimal::from(months_between(*since, day));
                    tenure.push("contracts", key, &*one.name, Some(*since), &[months]);
                }
            }
            let migration = &self.ground.migration;
            let (count, arr, share) = (migration.members(place), migration.arr(place), migration.share(place));
            let count = self.figure(&format!("{name}.accounts"), name, Unit::Count, count);
            let arr = self.figure(&format!("{name}.arr"), name, self.money.clone(), arr);
            let share = self.figure(&format!("{name}.share"), "share of ARR", Unit::Ratio, share);
            let tenure = self.figure(&format!("{name}.tenure"), "median tenure", Unit::Months, tenure);
            bars.push(Bar { name: name.to_owned(), value: arr.value, mark: None });
            let plans = plan_words(&plans(self.ground, place));
            table.row([name.into(), count.into(), arr.into(), share.into(), tenure.into(), plans.into()]);
        }
        let summary =
            bars.iter().max_by_key(|bar| bar.value).map_or_else(String::new, |bar| format!("Most in {}.", bar.name));
        let kind = ChartKind::Bars { mark: None, bars };
        section.push(Chart { title: "ARR by segment".to_owned(), summary, unit: self.money.clone(), kind });
        section.push(table);
        section
    }

    fn comparison(&mut self) -> Section {
        let mut section = Section::new("comparison", "How segments held");
        let headings = ["segment at the start", ">accounts", ">kept of ARR", ">lost accounts"];
        let mut table = Table::new("", &headings);
        for (place, name) in self.ground.approach.names().into_iter().enumerate() {
            let migration = &self.ground.migration;
            let began = migration.rows().iter().filter(|row| row.from == Some(place)).count();
            let (kept, lost) = (migration.kept(place), migration.moved(Some(place), None));
            let kept = self.figure(&format!("{name}.kept"), "kept of ARR", Unit::Ratio, kept);
            let kept = match began {
                0 => Figure { note: Some("nobody was in it at the start".to_owned()), ..kept },
                _ => kept.with_convention("point to point: the smaller of ARR at both ends, of ARR at the start"),
            };
            let lost = self.figure(&format!("{name}.lost"), "lost accounts", Unit::Count, lost);
            table.row([TableCell::from(name), began.to_string().into(), kept.into(), lost.into()]);
        }
        table.note = Some(
            "Segments are different customers, so a difference between them is no verdict on those who look after them."
                .to_owned(),
        );
        section.push(table);
        section
    }
}

fn plan_words(plans: &[Arc<str>]) -> String {
    crate::facts::caveats::listed(plans)
}
