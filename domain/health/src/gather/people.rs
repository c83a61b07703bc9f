use jiff::civil::Date;

use super::heard::Heard;
use super::{Entry, Found, Kept, Slot, age_days, hears, kept};
use crate::book::{Book, Source};
use crate::measure::MeasureKind;
use crate::profile::Windows;
use crate::reading::{Gap, Reading};
use crate::row::{Act, Contact};

/// Who spoke for us, and who left.
#[derive(Debug, Clone, Default)]
pub(super) struct Voices {
    advocacy_until: Option<Date>,
    community_until: Option<Date>,
    acts: u32,
    community: u32,
    known: u32,
    left: u32,
}

pub(super) fn is_community(row: &Act<'_>) -> bool {
    row.kind.trim().eq_ignore_ascii_case("community")
}

impl Voices {
    pub(super) fn add_act(&mut self, as_of: Date, windows: &Windows, row: Act<'_>, kept: &mut Kept) {
        let Some(age) = age_days(as_of, row.on) else { return };
        let entry = || Entry::new("advocacy", row.key, row.on, 1);
        if is_community(&row) {
            self.community_until = self.community_until.max(Some(row.on));
            if age < windows.days(MeasureKind::Community) {
                self.community += 1;
                kept.keep(Slot::Community, entry);
            }
            return;
        }
        self.advocacy_until = self.advocacy_until.max(Some(row.on));
        if age < windows.days(MeasureKind::Advocacy) {
            self.acts += 1;
            kept.keep(Slot::Acts, entry);
        }
    }

    /// Somebody who was there at any time in the window is known; whose coming is not dated was there before.
    pub(super) fn add_contact(&mut self, as_of: Date, windows: &Windows, row: Contact<'_>, kept: &mut Kept) {
        if row.since_on.is_some_and(|since| since > as_of) {
            return;
        }
        let left = row.left_on.and_then(|day| age_days(as_of, day));
        if left.is_some_and(|age| age >= windows.days(MeasureKind::StakeholderChanges)) {
            return;
        }
        self.known += 1;
        self.left += u32::from(left.is_some());
        let on = row.left_on.filter(|_| left.is_some()).or(row.since_on).unwrap_or(as_of);
        kept.keep(Slot::Contacts, || Entry::new("contacts", row.key, on, i64::from(left.is_some())));
    }

    /// The last day on which they did anything of the kind.
    pub(super) fn until(&self, kind: MeasureKind) -> Option<Date> {
        if kind == MeasureKind::Community { self.community_until } else { self.advocacy_until }
    }

    /// Takes from older acts until when there were some, where these have none.
    pub(super) fn hear(&mut self, older: &Heard) {
        self.advocacy_until = self.advocacy_until.or(older.advocacy);
        self.community_until = self.community_until.or(older.community);
    }

    /// The earlier of the last acts of both kinds; `None` while either is missing.
    pub(super) fn acts_of_both_until(&self) -> Option<Date> {
        self.advocacy_until.zip(self.community_until).map(|(advocacy, community)| advocacy.min(community))
    }

    pub(super) fn acts_until(&self) -> Option<Date> {
        self.advocacy_until.max(self.community_until)
    }

    pub(super) fn advocacy(&self, book: &Book) -> Found {
        let heard = hears(book, Source::Acts, self.advocacy_until);
        (heard.map(|()| Reading::Advocacy { count: self.acts }), kept::ACTS)
    }

    pub(super) fn community(&self, book: &Book) -> Found {
        let heard = hears(book, Source::Acts, self.community_until);
        (heard.map(|()| Reading::Community { count: self.community }), kept::COMMUNITY)
    }

    pub(super) fn changes(&self) -> Found {
        let Self { left, known, .. } = *self;
        let reading =
            if known == 0 { Err(Gap::NeverRecorded) } else { Ok(Reading::StakeholderChanges { left, known }) };
        (reading, kept::CONTACTS)
    }
}
