/// Which changes raise an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Drops only.
    Down,
    /// Rises only.
    Up,
    /// Both.
    Both,
}

/// How a chart is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chart {
    /// What a value may lie off without counting, in spreads; half of the change that is to be seen. 0.5 is usual.
    pub slack: f64,
    /// The sum beyond which there is an alarm; from [`super::run_time::limit`].
    pub limit: f64,
    /// Which changes.
    pub watch: Watch,
    /// Whether the sums begin at 0 again after an alarm.
    pub restarts: bool,
}

/// A sum that went beyond the limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alarm {
    /// At which value.
    pub at: usize,
    /// The first value since which the sum has not been 0: about where the change began.
    pub since: usize,
    /// Whether values dropped, or else rose.
    pub is_drop: bool,
    /// The sum.
    pub sum: f64,
}

/// Both sums after each value, and the alarms.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cusum {
    /// max(0, sum before + z - slack) after each value.
    pub up: Vec<f64>,
    /// max(0, sum before - z - slack) after each value.
    pub down: Vec<f64>,
    /// The alarms, in order. A chart that does not restart has one at each value while a sum lies beyond the limit.
    pub alarms: Vec<Alarm>,
}

/// Runs a chart over values in spreads from their usual place (see [`super::usual::Usual::z`]).
///
/// A missing value (`None`) leaves the sums as they are.
/// `None` for a slack below 0, a limit not above 0, or a number that is not finite.
/// Source: E. Page, "Continuous Inspection Schemes", Biometrika 41 (1954).
#[must_use]
pub fn cusum(z: &[Option<f64>], chart: Chart) -> Option<Cusum> {
    let sound = chart.slack >= 0.0 && chart.slack.is_finite() && chart.limit > 0.0 && chart.limit.is_finite();
    if !sound || z.iter().flatten().any(|z| !z.is_finite()) {
        return None;
    }
    let mut found = Cusum::default();
    let mut sums = [Side { is_drop: false, sum: 0.0, since: 0 }, Side { is_drop: true, sum: 0.0, since: 0 }];
    for (at, z) in z.iter().enumerate() {
        let mut alarms = Vec::new();
        if let Some(z) = z {
            sums.iter_mut().for_each(|side| alarms.extend(side.add(at, *z, chart)));
        }
        found.up.push(sums[0].sum);
        found.down.push(sums[1].sum);
        if chart.restarts && !alarms.is_empty() {
            sums.iter_mut().for_each(|side| (side.sum, side.since) = (0.0, at + 1));
        }
        found.alarms.extend(alarms);
    }
    Some(found)
}

struct Side {
    is_drop: bool,
    sum: f64,
    since: usize,
}

impl Side {
    fn add(&mut self, at: usize, z: f64, chart: Chart) -> Option<Alarm> {
        let watched = chart.watch == Watch::Both || (chart.watch == Watch::Down) == self.is_drop;
        let towards = if self.is_drop { -z } else { z };
        // Finite values may add up to more than can be written.
        self.sum = (self.sum + towards - chart.slack).clamp(0.0, f64::MAX);
        if self.sum == 0.0 {
            self.since = at + 1;
        }
        let beyond = watched && self.sum > chart.limit;
        beyond.then_some(Alarm { at, since: self.since, is_drop: self.is_drop, sum: self.sum })
    }
}
