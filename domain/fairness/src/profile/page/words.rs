use report::{Block, Section};
use statistics::mixed::Caveat;

use super::Page;
use crate::design::{LeftOut, adjusted_for, left_out};
use crate::show::words::{count, percent};
use crate::verdict::{EXPLAINED_MIN, Verdict};

/// Given chances further off than this, as a share of what happened, are worth a word.
// method: fairness.given_apart
const GIVEN_APART: f64 = 0.05;

impl Page<'_> {
    /// A verdict as people read it.
    pub(super) fn words_of(&self, verdict: Verdict) -> String {
        let outcome = &self.telling.outcome;
        match verdict {
            Verdict::Below if self.inquiry.unwanted => format!("fewer {outcome} than expected"),
            Verdict::Above if self.inquiry.unwanted => format!("more {outcome} than expected"),
            Verdict::Depends => "depends on how covariates are weighed".to_owned(),
            other => other.words().to_owned(),
        }
    }

    /// The same in a word or two.
    pub(super) fn short(&self, verdict: Verdict) -> &'static str {
        match (verdict, self.inquiry.unwanted) {
            (Verdict::Below, true) => "fewer",
            (Verdict::Above, true) => "more",
            (Verdict::Below, false) => "below",
            (Verdict::Above, false) => "above",
            (Verdict::NoEvidence, _) => "none",
            (Verdict::Depends, _) => "depends",
            (Verdict::TooFew, _) => "too few",
        }
    }

    /// What happened that nobody wants.
    pub(super) fn unwanted(&self) -> String {
        if self.inquiry.unwanted { self.telling.outcome.clone() } else { format!("not {}", self.telling.outcome) }
    }

    /// What a reader has to know before believing the profile.
    pub(super) fn caveats(&self) -> Vec<String> {
        let found = &self.profile.comparison;
        let mut says: Vec<String> = found.caveats.iter().filter_map(|caveat| self.caveat(*caveat)).collect();
        says.extend(self.idle());
        let known = !adjusted_for(&self.inquiry.study).is_empty();
        if known && found.explained < EXPLAINED_MIN {
            says.push(format!(
                "What is known of the rows hardly tells how they end (it explains {} of it), so nearly the same is expected of \
                 every \"{}\". If some had harder rows than others, these columns cannot show it.",
                percent(found.explained),
                self.telling.group
            ));
        }
        if !known && self.inquiry.given.is_empty() {
            says.push(format!(
                "Nothing is taken into account: the same is expected of every row. Where some had harder rows than others, that \
                 looks like their doing; name columns that were fixed before any \"{}\" could act with --covariates.",
                self.telling.group
            ));
        }
        says.extend(self.given_apart());
        if self.profile.money.iter().flatten().any(|one| !one.working.convergence.reached) {
            says.push(
                "The search for the shares to be expected ended early: read the weighed figures as rough.".to_owned(),
            );
        }
        says.extend(self.not_weighed());
        if self.telling.fractional {
            says.push(format!(
                "\"{}\" holds parts of a whole: each is taken as a fractional outcome. The ranges are those of a yes or no with the \
                 same mean, as a rule too wide, and outcomes cannot be counted, so there is no funnel.",
                self.telling.outcome
            ));
        }
        says
    }

    /// Columns that bring nothing, with the reason.
    fn idle(&self) -> Vec<String> {
        let says = |(name, why): (std::sync::Arc<str>, LeftOut)| match why {
            LeftOut::Unknown => format!("\"{name}\" is on record for no row, so it was left out."),
            LeftOut::Same => format!("\"{name}\" is the same in every row, so it was left out."),
            LeftOut::Rare => format!("No word of \"{name}\" stands in ten rows, so it was left out."),
        };
        left_out(&self.inquiry.study).into_iter().map(says).collect()
    }

    /// Weights that were asked for and make no comparison.
    fn not_weighed(&self) -> Option<String> {
        let weights =
            self.telling.weights.as_ref().filter(|_| self.profile.money.as_ref().is_none_or(Vec::is_empty))?;
        Some(if self.inquiry.amounts.iter().all(|amount| *amount <= 0.0) {
            format!("\"{weights}\" is 0 in every row, so nothing is weighed by it: that part is left out.")
        } else {
            format!("What \"{weights}\" weighs cannot be compared from these rows: that part is left out.")
        })
    }

    fn given_apart(&self) -> Option<String> {
        if self.inquiry.given.is_empty() {
            return None;
        }
        let cases = &self.inquiry.study.cases;
        let rows = cases.iter().zip(&self.inquiry.given);
        let expected: f64 = rows.map(|(case, odds)| case.trials / (1.0 + libm::exp(-odds))).sum();
        let happened: f64 = cases.iter().map(|case| case.successes).sum();
        ((expected - happened).abs() > GIVEN_APART * happened).then(|| {
            format!(
                "The given chances add up to {} \"{}\" where {} happened. The comparison is with the average here; the plain \
                 cross-check takes the chances as they stand.",
                count(expected),
                self.telling.outcome,
                count(happened)
            )
        })
    }

    fn caveat(&self, caveat: Caveat) -> Option<String> {
        let group = &self.telling.group;
        Some(match caveat {
            Caveat::ConstantCovariate(place) => {
                let name = self.profile.terms.get(place + 1)?;
                let told = left_out(&self.inquiry.study).iter().any(|(covariate, _)| **covariate == **name);
                return (!told)
                    .then(|| format!("\"{name}\" is the same wherever it is on record, so it was left out."));
            }
            Caveat::PriorDecides(place) => {
                let name = self.profile.terms.get(place + 1)?;
                format!(
                    "What \"{name}\" does cannot be told from these rows: it repeats another column, tells completely how rows \
                     ended, or is hardly ever there."
                )
            }
            Caveat::GoesWithGroup(place) => {
                let name = self.profile.terms.get(place + 1)?;
                format!(
                    "\"{name}\" is the same in all rows of each \"{group}\": what it does cannot be told from what \"{group}\" \
                     does, and adjusting for it may take away what is looked for."
                )
            }
            Caveat::OneGroup => format!("There is only one \"{group}\": nobody to compare with."),
            Caveat::FewGroups => format!("There are fewer than five of \"{group}\", too few to say what is usual."),
            Caveat::OneOutcome => "All rows ended the same way, so nothing sets anybody apart.".to_owned(),
            Caveat::NotConverged => "The search for the best fit ended early: read the figures as rough.".to_owned(),
            Caveat::SpreadAtEdge => {
                format!("\"{group}\" may differ more than the method looks at: read the ranges as too narrow.")
            }
        })
    }

    /// The method in a few sentences, and what the file cannot show.
    pub(super) fn how_worked_out(&self) -> Section {
        let mut section = Self::section("method", "How it was worked out");
        let group = &self.telling.group;
        let mut points = self.telling.reading.clone();
        points.extend([
            format!(
                "Log-odds of each row = intercept + slopes × what is known + the effect of its \"{group}\"; effects scatter around 0 \
                 with a spread that is not known and is averaged over. Expected is the same row with an effect of 0."
            ),
            "What is known must have been fixed before anybody compared could act; the file cannot show that. A column they could \
             move themselves hides their own doing."
                .to_owned(),
            "A difference seen once is a reason to look, not to act: nothing of weight should follow before the next period shows \
             the same."
                .to_owned(),
            format!(
                "Figures here do not open to their rows: the rows are those of {}, which is nowhere kept. Formulae and thresholds: \
                 docs/method/fairness.md.",
                self.telling.file
            ),
        ]);
        section.push(Block::points(points));
        section
    }
}
