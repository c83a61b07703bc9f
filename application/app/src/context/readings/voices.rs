use customers::Touchpoint;
use kernel::Refusal;
use report::{Figure, Fold, Trace, Unit};
use sentiment::{Tally, satisfaction};

use super::{Taker, from_to};
use crate::desk::end_of;
use crate::facts::typed;
use crate::facts::voices::answered;
use crate::sentiment::Heard;

/// What customers say.
pub(super) struct Voices {
    pub(super) nps: Figure,
    pub(super) satisfied: Figure,
    pub(super) satisfaction: Figure,
}

impl Taker<'_> {
    pub(super) fn voices(&mut self) -> Result<Voices, Refusal> {
        let period = self.ground.period;
        let heard = Heard::in_period(self.ground.desk, period, self.ground.book.as_deref())?;
        let tally = Tally::of(heard.latest_in(period));
        let why = format!("nobody answered in {period}");
        let nps = if tally.answers().is_empty() {
            self.unknown("NPS", Unit::PromoterPoints, &*why)
        } else {
            let figure = self.enter("nps", "NPS", Unit::PromoterPoints, tally.score_trace());
            figure.with_interval(tally.interval()).with_convention("latest answer of each contact")
        };
        let answers = &heard.satisfaction;
        let (share, mean) = ("satisfied, share of 4 and 5", "satisfaction, mean of 1 to 5");
        if answers.is_empty() {
            let satisfied = self.unknown(share, Unit::Ratio, &*why);
            let satisfaction = self.unknown(mean, Unit::ScaleOfFive, &*why);
            return Ok(Voices { nps, satisfied, satisfaction });
        }
        let satisfied = self.enter("satisfied", share, Unit::Ratio, satisfaction::share_trace(answers));
        let satisfaction = self.enter("satisfaction", mean, Unit::ScaleOfFive, satisfaction::mean_trace(answers));
        let words = "answers of 4 and 5 of all, in surveys and at tickets";
        Ok(Voices {
            nps,
            satisfied: satisfied.with_interval(satisfaction::share_interval(answers)).with_convention(words),
            satisfaction: satisfaction.with_interval(satisfaction::mean_interval(answers)),
        })
    }

    /// The median of working hours until an answer, and what nine of ten do not exceed.
    pub(super) fn responses(&mut self) -> Result<[Figure; 2], Refusal> {
        let labels = ["response time", "nine of ten answered within"];
        let (from, last) = (self.ground.period.from(), self.ground.day);
        let query = from_to(&customers::touchpoint::SHAPE, from, last);
        let query = match &self.ground.owner {
            Some(owner) => query.about_people(std::slice::from_ref(owner)),
            None => query,
        };
        let mut rows = typed(self.ground.desk, query, Touchpoint::from_record)?;
        rows.retain(|row| row.inbound && matches!(&*row.kind, "email" | "call"));
        rows.retain(|row| (from..=last).contains(&row.happened_at.date()));
        rows.sort_by(|a, b| (a.happened_at, &a.key).cmp(&(b.happened_at, &b.key)));
        let asked: Vec<&Touchpoint> = rows.iter().collect();
        let (told, waiting) = answered(&asked, &self.ground.calendar, end_of(self.ground.as_of()));
        if told.is_empty() {
            let why = "no message or call of a customer with the time of its answer is on record";
            return Ok(labels.map(|label| self.unknown(label, Unit::Hours, why)));
        }
        let mut trace = Trace::new(Fold::Median, &["working hours"]);
        for (row, hours) in told {
            trace.push(
                "touchpoints",
                &row.key,
                &*self.ground.name(&row.account),
                Some(row.happened_at.date()),
                &[hours],
            );
        }
        let slow = Trace { fold: Fold::Percentile(90), ..trace.clone() };
        let still = match waiting {
            0 => String::new(),
            count => format!("; {count} still wait and count as waiting until the as-of day"),
        };
        let words = format!("median of working hours until customers who wrote or called were answered{still}");
        Ok([
            self.enter("response", labels[0], Unit::Hours, trace).with_convention(words),
            self.enter("response_slow", labels[1], Unit::Hours, slow),
        ])
    }
}
