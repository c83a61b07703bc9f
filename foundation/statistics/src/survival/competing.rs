use super::{Spans, Unfit};
use crate::interval::{Estimate, Interval};
use crate::normal;

/// The share gone by one cause over time, where other causes may come first.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    /// The cause.
    pub cause: usize,
    /// One step for each time at which something of any cause happened, in order.
    pub steps: Vec<Step>,
    /// How many were watched.
    pub n: usize,
    /// How many ended by this cause.
    pub events: usize,
    /// The latest time anybody was watched; nothing is said beyond.
    pub longest: f64,
}

/// The share gone at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// When.
    pub time: f64,
    /// How many were watched and still there just before.
    pub at_risk: usize,
    /// How many ended by this cause then.
    pub events: usize,
    /// The share gone by this cause so far, 0 to 1; those of all causes and the share still there sum to 1.
    pub incidence: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// The spans with one cause as the event and all others as "not watched any longer": what [`super::cox`],
/// [`super::log_rank`] and [`super::nelson_aalen`] need for the hazard of that cause. One minus a Kaplan–Meier curve of them is *not*
/// the share that goes by the cause; that is [`aalen_johansen`].
///
/// `causes` has the cause of each event; of spans without event it is not read.
///
/// # Errors
/// When there is not one cause for each span.
pub fn cause_specific(spans: &Spans, causes: &[usize], cause: usize) -> Result<Spans, Unfit> {
    Unfit::unless_each("causes", causes.len(), spans.len())?;
    Ok(spans.narrowed(|row| causes[row] == cause))
}

/// F(t) = Σ S(t-) d / n over the times up to t, with d events of the cause among n at risk and S the Kaplan–Meier curve of all
/// causes together.
///
/// The variance is the delta method's:
/// Σ (F(t) - F)² D / (n (n - D)) + Σ S(t-)² d (n - d) / n³ - 2 Σ (F(t) - F) S(t-) d / n², D counting events of any cause. With
/// one cause only it is Greenwood's.
///
/// # Errors
/// When there is not one cause for each span.
/// Source: O. Aalen and S. Johansen, Scandinavian Journal of Statistics 5 (1978); E. Marubini and M. Valsecchi, "Analysing
/// Survival Data from Clinical Trials and Observational Studies" (1995), 10.2.
pub fn aalen_johansen(spans: &Spans, causes: &[usize], cause: usize) -> Result<Incidence, Unfit> {
    let own = cause_specific(spans, causes, cause)?;
    let mut sums = Sums { left: 1.0, ..Sums::default() };
    let mut own_moments = own.moments().into_iter().peekable();
    let step = |moment: super::spans::Moment| {
        let events = own_moments.next_if(|own| own.time == moment.time).map_or(0, |own| own.events);
        sums.add(moment.at_risk as f64, moment.events as f64, events as f64);
        let standard_error = sums.standard_error();
        Step { time: moment.time, at_risk: moment.at_risk, events, incidence: sums.incidence.min(1.0), standard_error }
    };
    let steps = spans.moments().into_iter().map(step).collect();
    Ok(Incidence { cause, steps, n: spans.len(), events: own.events(), longest: spans.longest() })
}

/// The three sums of the variance with F(t) taken out of them.
#[derive(Default)]
struct Sums {
    left: f64,
    incidence: f64,
    greenwood: [f64; 3],
    own: f64,
    crossed: [f64; 2],
}

impl Sums {
    fn add(&mut self, n: f64, all: f64, own: f64) {
        self.incidence += self.left * own / n;
        // When all are gone F does not change any more, and the first term is 0.
        let part = if n > all { all / (n * (n - all)) } else { 0.0 };
        let crossed = self.left * own / (n * n);
        let f = self.incidence;
        let [constant, linear, square] = &mut self.greenwood;
        *constant += part;
        *linear += part * f;
        *square += part * f * f;
        self.own += self.left * self.left * own * (n - own) / (n * n * n);
        self.crossed[0] += crossed;
        self.crossed[1] += crossed * f;
        self.left *= (n - all) / n;
    }

    fn standard_error(&self) -> f64 {
        let f = self.incidence;
        let [constant, linear, square] = self.greenwood;
        let first = f * f * constant - 2.0 * f * linear + square;
        libm::sqrt((first + self.own - 2.0 * (f * self.crossed[0] - self.crossed[1])).max(0.0))
    }
}

impl Incidence {
    /// The share gone by the cause at a time, with limits that are symmetric for log(-log F): F to the power
    /// exp(± z error / (F log F)).
    ///
    /// `None` before the first event of the cause, beyond the latest time anybody was watched, where all are gone by it, or for
    /// a level not between 0 and 1.
    #[must_use]
    pub fn at(&self, time: f64, level: f64) -> Option<Estimate> {
        let z = normal::two_sided(level)?;
        let passed = self.steps.partition_point(|step| step.time <= time);
        let step = self.steps.get(passed.checked_sub(1)?).filter(|_| time <= self.longest)?;
        let inside = step.incidence > 0.0 && step.incidence < 1.0;
        let log = libm::log(step.incidence);
        let power = |z: f64| libm::exp(log * libm::exp(z * step.standard_error / (step.incidence * log)));
        inside.then(|| Estimate { centre: step.incidence, interval: Interval { low: power(-z), high: power(z) } })
    }
}
