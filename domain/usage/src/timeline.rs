use jiff::Span;
use jiff::civil::Date;

/// How usage is told, and what is compared with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pace {
    /// Days, compared week by week.
    Weekly,
    /// Months.
    Monthly,
}

/// Steps looked back over, and how many of them are used for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// How many steps are looked at.
    pub steps: usize,
    /// A step is compared with the middle of so many before it.
    pub before: usize,
    /// With fewer of them known there is nothing to compare with.
    pub least_before: usize,
    /// With fewer steps that can be compared an account is not watched.
    pub least_compared: usize,
    /// An alarm longer ago than this is no news.
    pub recent: usize,
    /// A slow decline is looked for over so many steps.
    pub trend: usize,
    /// With fewer of them known there is no trend.
    pub least_trend: usize,
    /// Steps in a year.
    pub a_year: usize,
}

// method: usage.weeks
const WEEKS: Reach = Reach {
    steps: 78,
    before: 12,
    least_before: 6,
    least_compared: 26,
    recent: 8,
    trend: 26,
    least_trend: 20,
    a_year: 52,
};
// method: usage.months
const MONTHS: Reach = Reach {
    steps: 36,
    before: 6,
    least_before: 4,
    least_compared: 12,
    recent: 3,
    trend: 12,
    least_trend: 10,
    a_year: 12,
};

impl Pace {
    /// How far is looked.
    #[must_use]
    pub fn reach(self) -> &'static Reach {
        match self {
            Self::Weekly => &WEEKS,
            Self::Monthly => &MONTHS,
        }
    }

    /// The word for a step.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Weekly => "week",
            Self::Monthly => "month",
        }
    }

    /// How many places, days or months, make a step.
    #[must_use]
    pub fn places(self) -> usize {
        match self {
            Self::Weekly => 7,
            Self::Monthly => 1,
        }
    }
}

/// The steps that are over on a day, the earliest first. Weeks begin on Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeline {
    /// What a step is.
    pub pace: Pace,
    first: Date,
}

impl Timeline {
    /// The steps that are over on this day, this day included.
    #[must_use]
    pub fn until(pace: Pace, day: Date) -> Self {
        let next = day.tomorrow().unwrap_or(day);
        let open = match pace {
            Pace::Weekly => moved(next, Span::new().days(-i64::from(next.weekday().to_monday_zero_offset()))),
            Pace::Monthly => next.first_of_month(),
        };
        let steps = i64::try_from(pace.reach().steps).unwrap_or_default();
        let back = match pace {
            Pace::Weekly => Span::new().weeks(-steps),
            Pace::Monthly => Span::new().months(-steps),
        };
        Self { pace, first: moved(open, back) }
    }

    /// The first day looked at.
    #[must_use]
    pub fn first(&self) -> Date {
        self.first
    }

    /// How many steps there are.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.pace.reach().steps
    }

    /// How many places there are.
    #[must_use]
    pub fn places(&self) -> usize {
        self.steps() * self.pace.places()
    }

    /// The first day of a step; of the one after the last, the first day that is not looked at.
    #[must_use]
    pub fn begins(&self, step: usize) -> Date {
        let step = i64::try_from(step).unwrap_or(i64::MAX).min(10_000);
        match self.pace {
            Pace::Weekly => moved(self.first, Span::new().weeks(step)),
            Pace::Monthly => moved(self.first, Span::new().months(step)),
        }
    }

    /// The last day of a step.
    #[must_use]
    pub fn ends(&self, step: usize) -> Date {
        let next = self.begins(step + 1);
        next.yesterday().unwrap_or(next)
    }

    /// The place of a day, or of the month it lies in.
    #[must_use]
    pub fn place(&self, day: Date) -> Option<usize> {
        let place = match self.pace {
            Pace::Weekly => (day - self.first).get_days(),
            Pace::Monthly => {
                let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
                months(day) - months(self.first)
            }
        };
        usize::try_from(place).ok().filter(|place| *place < self.places())
    }

    /// The first day of a place.
    #[must_use]
    pub fn day(&self, place: usize) -> Date {
        match self.pace {
            Pace::Weekly => moved(self.first, Span::new().days(i64::try_from(place).unwrap_or(0).min(100_000))),
            Pace::Monthly => self.begins(place),
        }
    }
}

fn moved(day: Date, by: Span) -> Date {
    day.saturating_add(by)
}

#[cfg(test)]
mod tests;
