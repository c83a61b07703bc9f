//! What is measured otherwise than we do: contracts by what they are worth in all, answers on other scales.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::fitting::Fitting;
use crate::headings::words_of;
use crate::recipes::{OneOrMore, ReckoningText, TextForm};

/// On which scale answers are given.
enum Scale {
    /// Ours.
    Five,
    Other(TextForm, &'static str),
    /// Nobody can tell, and why.
    Open(String),
}

impl Fitting<'_> {
    /// What a contract is worth over its whole term is divided by the term, where no amount of a year is told.
    pub(super) fn over_the_term(&mut self) {
        let Some(amount) = self.open_column("arr_amount") else { return };
        let Some(place) = self.whole_amount() else { return };
        let heading = self.sight.headings[place].clone();
        let length = (0..self.sight.headings.len())
            .find_map(|place| Some((place, self.sight.spoken[place].months_of_term()?)))
            .filter(|(place, _)| self.sight.profiles[*place].range().is_some());
        let (reckoning, by) = match (length, self.days_of_term()) {
            (Some((place, months)), _) => (
                ReckoningText { term: Some(OneOrMore::One(self.form(place))), term_months: Some(months), ..whole() },
                self.sight.headings[place].clone(),
            ),
            (None, Some((from, to))) => (whole(), format!("the time from {from} to {to}")),
            (None, None) => return,
        };
        self.take(amount, place);
        if let Some(wanted) = &mut self.wanted[amount] {
            wanted.reckoning =
                Some(ReckoningText { thousands: is_in_thousands(wanted.reckoning.as_ref()), ..reckoning });
        }
        (self.weight, self.named) = (self.weight + 0.6, self.named + 1);
        self.findings.push(format!("{heading} is of a whole term: divided by {by}, it is the amount of a year"));
    }

    /// A column with what contracts are worth over their whole term.
    fn whole_amount(&self) -> Option<usize> {
        let number = self.shape.position("arr_amount")?;
        (0..self.sight.headings.len()).find(|place| {
            self.is_free(*place)
                && self.sight.spoken[*place].is_of_whole_term()
                && self.sight.profiles[*place].can_be(&self.shape.columns[number], &BTreeMap::new())
        })
    }

    /// The headings of the first and the last day of a term; what was cancelled in between ends earlier.
    fn days_of_term(&self) -> Option<(&str, &str)> {
        let heading = |name: &str| {
            let number = self.shape.position(name)?;
            let is_plain = self.wanted[number].as_ref().is_some_and(|wanted| wanted.when.is_none());
            let place = self.places[number].filter(|_| is_plain)?;
            (!self.sight.profiles[place].is_empty()).then(|| self.sight.headings[place].as_str())
        };
        Some((heading("starts_on")?, heading("ends_on")?))
    }

    /// That a total is not taken for the amount of a year, where nothing else is told.
    pub(super) fn untaken_total(&self) -> Option<String> {
        self.open_column("arr_amount")?;
        let heading = &self.sight.headings[self.whole_amount()?];
        Some(format!(
            "{heading} is what a contract is worth over its whole term, and nothing says how long that is, so it is not taken for the amount of a year: add a column `term months`, or start and end"
        ))
    }

    /// Answers on another scale than 1 to 5 are brought to it, and left out where the scale cannot be told.
    pub(super) fn bring_to_five(&mut self, number: usize, place: usize) {
        let heading = &self.sight.headings[place];
        match self.scale(place) {
            Scale::Five => {}
            Scale::Other(form, words) => {
                self.findings.push(format!("{heading} is brought to answers of 1 to 5: {words}"));
                if let Some(wanted) = &mut self.wanted[number] {
                    wanted.form = Some(form);
                }
            }
            Scale::Open(why) => {
                self.findings.push(format!("{heading} is left out: {why}"));
                (self.wanted[number], self.places[number]) = (None, None);
                self.refused.push(number);
            }
        }
    }

    /// The same for answers of a survey, which are nothing without their scale.
    pub(super) fn bring_survey_to_five(&mut self, number: usize, place: usize) {
        if let Scale::Open(why) = self.scale(place) {
            self.questions.push(format!("on which scale is {}? {why}", self.sight.headings[place]));
            return;
        }
        self.bring_to_five(number, place);
    }

    /// By what the heading says, else by the numbers that stand there.
    fn scale(&self, place: usize) -> Scale {
        let Some((least, most, fractions)) = self.sight.profiles[place].range() else { return Scale::Five };
        let heading = &self.sight.headings[place];
        let (zero, one) = (Decimal::ZERO, Decimal::ONE);
        let is_thumbs = ["thumb", "like", "positiv", "helpful", "daumen", "pouce", "pulgar", "good", "satisfied"];
        let says_thumbs = words_of(heading).iter().any(|word| is_thumbs.iter().any(|thumb| word.starts_with(thumb)));
        match self.sight.spoken[place].scale() {
            Some((1, 5)) => return Scale::Five,
            Some((0, 1)) => return Scale::Other(TextForm::ThumbsAsFive, "0 as 1 and 1 as 5"),
            Some((1, 10)) => return Scale::Other(TextForm::TenAsFive, "1 as 1 and 10 as 5"),
            Some((0, 10)) => return Scale::Other(TextForm::ZeroToTenAsFive, "0 as 1 and 10 as 5"),
            Some((0, 100)) if most > one => return Scale::Other(TextForm::PercentAsFive, "0 as 1 and 100 as 5"),
            Some((0, 100)) => return Scale::Other(TextForm::ShareAsFive, "0 as 1 and 1 as 5"),
            _ => {}
        }
        let how = "write it into the heading, such as `CSAT (1-10)`";
        if least >= zero && most <= one && fractions {
            Scale::Other(TextForm::ShareAsFive, "0 as 1 and 1 as 5")
        } else if (least == zero && most <= one) || (most == one && says_thumbs) {
            Scale::Other(TextForm::ThumbsAsFive, "0 as 1 and 1 as 5")
        } else if most == one {
            Scale::Open(format!("only 1 stands there, which is the best of 0 and 1 and the worst of 1 to 5: {how}"))
        } else if most <= Decimal::from(5) {
            Scale::Five
        } else if least == zero && most > Decimal::from(7) && most <= Decimal::from(10) {
            Scale::Other(TextForm::ZeroToTenAsFive, "0 as 1 and 10 as 5")
        } else if most <= Decimal::from(10) {
            Scale::Open(format!("its numbers go up to {most}, on a scale of 0 to 10, of 1 to 10 or another: {how}"))
        } else if most <= Decimal::from(100) {
            Scale::Other(TextForm::PercentAsFive, "0 as 1 and 100 as 5")
        } else {
            Scale::Open(format!("its numbers go up to {most}, on no scale we know: {how}"))
        }
    }
}

fn whole() -> ReckoningText {
    ReckoningText { whole_term: true, ..ReckoningText::default() }
}

fn is_in_thousands(reckoning: Option<&ReckoningText>) -> bool {
    reckoning.is_some_and(|reckoning| reckoning.thousands)
}
