/// How long one was watched, and whether it happened then. Any unit of time, the same for all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Since when it was watched, where that was not the beginning: at risk after `entry` up to and with `exit`.
    /// `None`: from the beginning on, also at time 0.
    pub entry: Option<f64>,
    /// When it happened, or when it was last seen without; 0 or more.
    pub exit: f64,
    /// Whether it happened at `exit`; otherwise nothing is known but that it came later, if at all.
    pub event: bool,
}

impl Span {
    /// Watched from the beginning.
    #[must_use]
    pub fn until(exit: f64, event: bool) -> Self {
        Self { entry: None, exit, event }
    }

    /// Whether it was watched, and it had not happened, just before `time`.
    pub(crate) fn is_at_risk(&self, time: f64) -> bool {
        self.exit >= time && self.entry.is_none_or(|entry| entry < time)
    }
}

/// Why a list of spans cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum BadSpan {
    /// There is none.
    #[error("there is no span; at least one must have been watched")]
    Nothing,
    /// A time that is not a number, infinite or negative.
    #[error("row {row} has the time {value}; times are finite and not below 0")]
    Time {
        /// Its place in the list, from 0.
        row: usize,
        /// The time found.
        value: f64,
    },
    /// Nothing was watched.
    #[error("row {row} enters at {entry} and leaves at {exit}; leave out who was not watched for any time")]
    Empty {
        /// Its place in the list, from 0.
        row: usize,
        /// Its entry.
        entry: f64,
        /// Its exit.
        exit: f64,
    },
}

/// Spans that can be reckoned with: at least one, all times finite, none without length after its entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// # Errors
    /// Without spans, or at the first that is impossible; its place is named.
    pub fn new(spans: Vec<Span>) -> Result<Self, BadSpan> {
        if spans.is_empty() {
            return Err(BadSpan::Nothing);
        }
        for (row, span) in spans.iter().enumerate() {
            let mut times = span.entry.into_iter().chain([span.exit]);
            if let Some(value) = times.find(|time| !(time.is_finite() && *time >= 0.0)) {
                return Err(BadSpan::Time { row, value });
            }
            if let Some(entry) = span.entry.filter(|entry| *entry >= span.exit) {
                return Err(BadSpan::Empty { row, entry, exit: span.exit });
            }
        }
        Ok(Self(spans))
    }

    /// The spans in the order given.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// How many there are; never 0.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// How many events there are.
    #[must_use]
    pub fn events(&self) -> usize {
        self.0.iter().filter(|span| span.event).count()
    }

    /// The latest exit.
    #[must_use]
    pub fn longest(&self) -> f64 {
        self.0.iter().fold(0.0, |longest, span| longest.max(span.exit))
    }

    /// The same spans in the same order, an event being what `is_event` says of its place; what was none stays none.
    #[must_use]
    pub fn narrowed(&self, is_event: impl Fn(usize) -> bool) -> Self {
        let spans = self.0.iter().enumerate();
        Self(spans.map(|(row, span)| Span { event: span.event && is_event(row), ..*span }).collect())
    }

    /// Each time at which something happened, in order.
    pub(crate) fn moments(&self) -> Vec<Moment> {
        let mut exits: Vec<f64> = self.0.iter().map(|span| span.exit).collect();
        let mut entries: Vec<f64> = self.0.iter().filter_map(|span| span.entry).collect();
        let mut events: Vec<f64> = self.0.iter().filter(|span| span.event).map(|span| span.exit).collect();
        [&mut exits, &mut entries, &mut events].into_iter().for_each(|times| times.sort_unstable_by(f64::total_cmp));
        let from_the_start = self.0.len() - entries.len();
        let before = |times: &[f64], time: f64| times.partition_point(|other| *other < time);
        let same = events.chunk_by(|left, right| left == right).filter_map(|ties| Some((*ties.first()?, ties.len())));
        same.map(|(time, events)| {
            let at_risk = from_the_start + before(&entries, time) - before(&exits, time);
            Moment { time, at_risk, events }
        })
        .collect()
    }
}

/// A time at which something happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Moment {
    pub(crate) time: f64,
    pub(crate) at_risk: usize,
    pub(crate) events: usize,
}
