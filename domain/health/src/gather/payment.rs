use jiff::civil::Date;

use super::heard::Heard;
use super::{Entry, Found, Kept, Slot, age_days, kept};
use crate::measure::MeasureKind;
use crate::profile::Windows;
use crate::reading::{Gap, Reading};
use crate::row::Invoice;
use crate::rule;

/// What fell due, and how it was paid.
#[derive(Debug, Clone, Default)]
pub(super) struct Payments {
    until: Option<Date>,
    due: u32,
    on_time: u32,
    late: u32,
}

impl Payments {
    /// An invoice counts once it is paid or its days of grace are over.
    pub(super) fn add(&mut self, as_of: Date, windows: &Windows, row: Invoice<'_>, kept: &mut Kept) {
        let paid = row.paid_on.filter(|day| *day <= as_of);
        if row.due_on <= as_of || paid.is_some() {
            self.until = self.until.max(Some(row.due_on.min(as_of))).max(paid);
        }
        let Some(age) = age_days(as_of, row.due_on) else { return };
        let days_late = (paid.unwrap_or(as_of) - row.due_on).get_days();
        let is_settled = paid.is_some() || days_late > rule::GRACE_DAYS;
        if age >= windows.days(MeasureKind::Payment) || !is_settled {
            return;
        }
        self.due += 1;
        let points = match days_late {
            days if days <= rule::GRACE_DAYS => {
                self.on_time += 1;
                100
            }
            days if days <= rule::VERY_LATE_DAYS => {
                self.late += 1;
                rule::LATE_POINTS
            }
            _ => 0,
        };
        kept.keep(Slot::Invoices, || Entry::new("invoices", row.key, row.due_on, points));
    }

    /// Takes from older rows until when there were some, where these have none.
    pub(super) fn hear(&mut self, older: &Heard) {
        self.until = self.until.or(older.invoice);
    }

    pub(super) fn until(&self) -> Option<Date> {
        self.until
    }

    pub(super) fn reading(&self) -> Found {
        let Self { due, on_time, late, .. } = *self;
        let reading = match (self.until, due) {
            (None, _) => Err(Gap::NeverRecorded),
            (Some(_), 0) => Err(Gap::NothingDue),
            _ => Ok(Reading::Payment { due, on_time, late }),
        };
        (reading, kept::INVOICES)
    }
}
