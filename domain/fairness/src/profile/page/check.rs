use report::{Block, Section, Table, TableCell, Unit};
use statistics::mixed::maximum::Maximum;

use super::Page;
use crate::show::words::count;

impl Page<'_> {
    /// Observed against expected as most tables of performance do it.
    pub(super) fn cross_check(&self) -> Option<Section> {
        let plain = self.profile.plain.as_ref()?;
        let mut section = Self::section("cross_check", "A plain cross-check");
        let n = plain.groups.len() as u64;
        section.push(Block::text(self.plain_words()));
        if let Some(found) = plain.dispersion {
            section.push(Block::Figures {
                figures: vec![
                    self.figure("phi", found.phi, Unit::Number, n)
                        .with_note("mean of z², tails drawn in and corrected for it; 1 is chance alone"),
                    self.figure("p-value of phi", found.p_value, Unit::Exact, n),
                    self.figure("tau²", found.variance, Unit::Exact, n)
                        .with_note("variance beyond chance, on the square-root scale of O/E"),
                ],
            });
        }
        let headings =
            [self.telling.group.as_str(), ">observed", ">expected", ">O/E", ">mid-p", ">adjusted", "fair comparison"];
        let mut table = Table::new(format!("{}, counted", self.unwanted()), &headings);
        for compared in self.groups() {
            let Some(group) = plain.find(&compared.group) else { continue };
            let figure = |label: &str, value: f64, unit: Unit| self.figure(label, value, unit, group.rows);
            table.row([
                (&*group.group).into(),
                figure("counted", group.observed as f64, Unit::Count).into(),
                figure("counted expected", group.expected, Unit::Number).into(),
                figure("O/E", group.observed as f64 / group.expected, Unit::Number).into(),
                figure("mid-p", group.mid_p, Unit::Exact).into(),
                figure("adjusted mid-p", group.adjusted, Unit::Exact).into(),
                self.words_of(compared.verdict).into(),
            ]);
        }
        table.note = Some(
            "Mid-p: the chance of a count this far off, as Poisson, both sides; too cautious where the outcome is common. Adjusted: \
             the same among all (Benjamini and Hochberg)."
                .to_owned(),
        );
        section.push(table);
        Some(section)
    }

    fn plain_words(&self) -> String {
        let Some(plain) = &self.profile.plain else { return String::new() };
        let expected = if plain.as_given {
            "the given chances as they stand"
        } else if self.inquiry.study.covariates.is_empty() {
            "the average of all rows"
        } else {
            "a logistic regression that knows nobody"
        };
        let whole = match plain.counted_whole {
            0 => String::new(),
            rows => format!(
                " {} rows with two owners are counted whole for the one with the larger share.",
                count(rows as f64)
            ),
        };
        format!(
            "Most tables of performance count what went wrong and divide by what was expected, here by {expected}. Nothing is \
             shrunken, so few rows look extreme by chance.{whole} Where this disagrees with the fair comparison, believe the \
             latter."
        )
    }

    /// The plain maximum of the likelihood, as other software reports it.
    pub(super) fn other_software(&self) -> Section {
        let mut section = Self::section("other_software", "For comparison with other software");
        if self.profile.maxima.is_empty() {
            section.push(Block::text(
                "With so many who share rows the plain maximum of the likelihood would take too long; it was left out.",
            ));
            return section;
        }
        section.push(Block::text(
            "Coefficients, standard errors, spread and log-likelihood at the maximum of the marginal likelihood, without any \
             prior: what \"glmer\" of R and its like report for the same model. Nothing on this page rests on them. Columns are in \
             their own units; --json has more digits.",
        ));
        for (way, found) in &self.profile.maxima {
            match found {
                Ok(maximum) => section.push(self.maximum(way, maximum)),
                Err(why) => section.push(Block::text(format!("{}: {why}.", titled(way)))),
            }
        }
        section
    }

    fn maximum(&self, way: &str, found: &Maximum) -> Table {
        let mut table = Table::new(titled(way), &["term", ">coefficient", ">standard error"]);
        let n = self.inquiry.study.cases.len() as u64;
        let figure =
            |term: &str, value: f64| TableCell::from(self.figure(&format!("{term}, {way}"), value, Unit::Exact, n));
        let error = |term: &str, value: Option<f64>| {
            value.map_or(TableCell::Empty, |value| figure(&format!("standard error of {term}"), value))
        };
        let errors = found.standard_errors.iter().copied().map(Some);
        for ((term, value), deviation) in self.profile.terms.iter().zip(&found.coefficients).zip(errors) {
            table.row([term.as_str().into(), figure(term, *value), error(term, deviation)]);
        }
        table.row(["spread".into(), figure("spread", found.spread), TableCell::Empty]);
        if found.spread > 0.0 {
            let term = "log of the spread";
            table.row([term.into(), figure(term, libm::log(found.spread)), error(term, found.log_spread_error)]);
        }
        table.row(["log-likelihood".into(), figure("log-likelihood", found.log_likelihood), TableCell::Empty]);
        table
    }
}

fn titled(way: &str) -> &'static str {
    match way {
        "quadrature" => "Adaptive Gauss–Hermite quadrature, 25 nodes",
        _ => "Laplace's approximation",
    }
}
