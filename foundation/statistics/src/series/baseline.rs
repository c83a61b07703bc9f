use crate::describe::median;

const WEEK: usize = 7;

/// How a day is compared with those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekdays {
    /// How many weeks back, at most; 8 to 12 is usual.
    pub weeks: usize,
    /// With fewer known days of the same weekday there is nothing to compare with, at least 1.
    pub least_days: usize,
}

/// How far each day lies off what is usual for its weekday: log(1 + count) less its median over the same weekday of the
/// weeks before.
///
/// `days` are counts day after day; `None` for a day that is missing or masked, as a holiday, which is neither compared nor
/// compared with. A day without enough days before it has no answer. In round figures, -0.3 is a quarter less than usual.
/// `None` as a whole for a count that is negative or not finite, or for no least days.
/// Source: medians by season as in J. Tukey, "Exploratory Data Analysis" (1977), chapter 11; the logarithm makes accounts of all
/// sizes comparable.
#[must_use]
pub fn off_weekday(days: &[Option<f64>], weekdays: Weekdays) -> Option<Vec<Option<f64>>> {
    let possible = |count: &f64| *count >= 0.0 && count.is_finite();
    if weekdays.least_days == 0 || !days.iter().flatten().all(possible) {
        return None;
    }
    let logs: Vec<Option<f64>> = days.iter().map(|day| day.map(libm::log1p)).collect();
    let usual = |at: usize| {
        let before = (1..=weekdays.weeks).map_while(|week| at.checked_sub(week.checked_mul(WEEK)?));
        let known: Vec<f64> = before.filter_map(|place| logs[place]).collect();
        if known.len() >= weekdays.least_days { median(&known) } else { None }
    };
    Some(logs.iter().enumerate().map(|(at, log)| Some((*log)? - usual(at)?)).collect())
}

/// What is left of each account when what the book does is taken off.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnPart {
    /// Per account and day, what it lies off beyond the book.
    pub accounts: Vec<Vec<Option<f64>>>,
    /// Per day, the median of all accounts; `None` where too few are known. A shared drop is an outage or a holiday, not the
    /// accounts'.
    pub book: Vec<Option<f64>>,
}

/// Takes the median over all accounts of each day off every account, where at least `least_accounts` are known that day;
/// with fewer the account stands as it is, since the median would be mostly itself.
///
/// `None` for accounts with different numbers of days, or a number that is not finite.
#[must_use]
pub fn off_book(accounts: &[Vec<Option<f64>>], least_accounts: usize) -> Option<OwnPart> {
    let days = accounts.first().map_or(0, Vec::len);
    if accounts.iter().any(|account| account.len() != days || account.iter().flatten().any(|value| !value.is_finite()))
    {
        return None;
    }
    let shared = |day: usize| {
        let known: Vec<f64> = accounts.iter().filter_map(|account| account[day]).collect();
        if known.len() >= least_accounts { median(&known) } else { None }
    };
    let book: Vec<Option<f64>> = (0..days).map(shared).collect();
    let own = |account: &Vec<Option<f64>>| {
        account.iter().zip(&book).map(|(value, book)| value.map(|value| value - book.unwrap_or(0.0))).collect()
    };
    Some(OwnPart { accounts: accounts.iter().map(own).collect(), book })
}
