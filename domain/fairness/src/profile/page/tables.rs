use report::{Block, Prose, Section, Table, TableCell, Unit};

use super::Page;
use super::figures::interval;
use crate::compare::{Compared, Effect};
use crate::money::{LARGEST_SHARE_MAX, Retained};
use crate::show::words::{count, percent};
use crate::verdict::{EFFECTIVE_ROWS_MIN, PRACTICAL_EFFECT, RELIABLE, Verdict};

/// How intervals of the engine come about.
const SHRUNKEN: &str = "shrunken, with the spread averaged over";

/// Slopes are told with so many standard deviations on either side.
const TWO_SIDED_95: f64 = 1.959_963_984_540_054;

impl Page<'_> {
    /// Everybody on one line each.
    pub(super) fn everybody(&self) -> Table {
        let trials = match &self.telling.trials {
            Some(trials) => Some(trials.as_str()),
            None => self.inquiry.is_shared().then_some("credited"),
        };
        let trials_heading = trials.map(|trials| format!(">{trials}"));
        let mut headings = vec![self.telling.group.as_str(), ">rows"];
        headings.extend(trials_heading.as_deref());
        headings.extend([">observed", ">expected", ">difference (95\u{a0}%)", "verdict"]);
        let mut table = Table::new(
            format!("\"{}\" by \"{}\", in the order of names", self.telling.outcome, self.telling.group),
            &headings,
        );
        for compared in self.groups() {
            let figure = |label: &str, value: f64, unit: Unit| self.figure(label, value, unit, compared.rows);
            let mut row: Vec<TableCell> =
                vec![(&*compared.group).into(), figure("rows", compared.rows as f64, Unit::Count).into()];
            row.extend(trials.map(|label| TableCell::from(figure(label, compared.trials, self.unit_of_trials()))));
            row.extend([
                figure("observed", compared.observed / compared.trials, Unit::Ratio).into(),
                figure("expected", compared.expected / compared.trials, Unit::Ratio).into(),
                self.difference(compared, 95).into(),
                self.words_of(compared.verdict).into(),
            ]);
            table.row(row);
        }
        table.note = Some(format!(
            "Expected: the same rows with an average {}. Difference: what is left of observed less expected when chance is \
             allowed for, in points of a hundred, with the range that holds the truth in 95 of 100 cases.",
            self.telling.group
        ));
        table
    }

    fn unit_of_trials(&self) -> Unit {
        if self.inquiry.is_shared() { Unit::Number } else { Unit::Count }
    }

    fn difference(&self, compared: &Compared, level: i64) -> report::Figure {
        let Effect { difference, difference_80, difference_95, .. } = &compared.effect;
        let range = if level == 80 { difference_80 } else { difference_95 };
        self.figure(&format!("difference, {level} %"), *difference, Unit::Ratio, compared.rows)
            .with_interval(interval(level, *range, SHRUNKEN))
    }

    /// Ranges, chances and both verdicts.
    pub(super) fn how_sure(&self) -> Section {
        let mut section = Self::section("how_sure", "How sure that is");
        let beyond = PRACTICAL_EFFECT;
        let (below, above) = (format!(">below −{beyond}"), format!(">above +{beyond}"));
        let headings = [
            self.telling.group.as_str(),
            ">difference (80\u{a0}%)",
            ">effect, log-odds (95\u{a0}%)",
            &below,
            &above,
            "pooled, within",
            ">settled",
            ">enough",
        ];
        let mut table = Table::new("Effects and both ways to weigh what is known", &headings);
        for compared in self.groups() {
            let figure = |label: &str, value: f64, unit: Unit| self.figure(label, value, unit, compared.rows);
            let effect = &compared.effect;
            let enough = compared.enough.map(f64::ceil).map(|enough| figure("enough", enough, Unit::Count));
            table.row([
                (&*compared.group).into(),
                self.difference(compared, 80).into(),
                figure("effect", effect.log_odds, Unit::Number)
                    .with_interval(interval(95, effect.log_odds_95, SHRUNKEN))
                    .into(),
                figure("chance below", effect.chance_below, Unit::Ratio).into(),
                figure("chance above", effect.chance_above, Unit::Ratio).into(),
                format!("{}, {}", self.short(compared.pooled_verdict), self.short(compared.within_verdict)).into(),
                figure("settled", compared.reliability, Unit::Ratio).into(),
                enough.map_or(TableCell::Empty, TableCell::from),
            ]);
        }
        let what = self.telling.trials.as_ref().map_or_else(|| "rows".to_owned(), |trials| format!("\"{trials}\""));
        table.note = Some(format!(
            "Below and above: the chance that the effect lies beyond the practical size of {beyond} log-odds; a verdict asks for \
             90 % under both ways. Pooled: what is known is weighed over all rows; within: among the rows of one {} only; \
             none: no evidence of a difference. Settled: the share of what sets them apart that these rows could settle; \
             the rest is chance. Enough: about how many {what} of this kind would settle {}, which is commonly \
             asked for before anybody is singled out.",
            self.telling.group,
            percent(RELIABLE)
        ));
        section.push(table);
        section.push(Block::text(self.quarters()));
        section
    }

    /// Chances of quarters, for those whose rows can carry them.
    fn quarters(&self) -> Prose {
        let told: Vec<String> = self
            .groups()
            .into_iter()
            .filter_map(|one| {
                let standing = one.standing?;
                let (low, high) = (percent(standing.lowest_quarter), percent(standing.highest_quarter));
                Some(format!("{}: {low} of the lowest, {high} of the highest", one.group))
            })
            .collect();
        let from = percent(RELIABLE);
        if told.is_empty() {
            return format!("No chances of quarters are given: nobody's rows settle {from}.").into();
        }
        Prose::default().strong("Chances of quarters").words(format!(
            " by \"{}\", only where the rows settle {from}: {}.",
            self.telling.outcome,
            told.join("; ")
        ))
    }

    /// The comparison of what was at stake, beside the counts.
    pub(super) fn weighed(&self) -> Option<Section> {
        let (weights, found) =
            (self.telling.weights.as_ref()?, self.profile.money.as_ref().filter(|found| !found.is_empty())?);
        let mut section = Self::section("weighed", &format!("Weighed by {weights}"));
        let at_stake = format!(">{weights}");
        let headings = [
            self.telling.group.as_str(),
            &at_stake,
            ">observed",
            ">expected",
            ">difference (95\u{a0}%)",
            ">equal rows",
            ">largest",
            "verdict",
        ];
        let mut table = Table::new(format!("Shares of \"{weights}\", beside the counts above"), &headings);
        let mut found: Vec<&Retained> = found.iter().collect();
        found.sort_by_key(|one| (one.group.parse::<u64>().unwrap_or(u64::MAX), one.group.clone()));
        for one in found {
            let figure = |label: &str, value: f64, unit: Unit| self.figure(label, value, unit, one.rows);
            table.row([
                (&*one.group).into(),
                figure("at stake", one.at_stake, Unit::Count).into(),
                figure("weighed observed", one.observed / one.at_stake, Unit::Ratio).into(),
                figure("weighed expected", one.expected / one.at_stake, Unit::Ratio).into(),
                figure("weighed difference", one.difference, Unit::Ratio)
                    .with_interval(interval(95, one.difference_95, SHRUNKEN))
                    .into(),
                figure("equal rows", one.effective_rows, Unit::Number).into(),
                figure("largest row", one.largest_share, Unit::Ratio).into(),
                self.weighed_words(one).into(),
            ]);
        }
        table.note = Some(
            "Equal rows: how many rows of one size would weigh as much. Largest: the part of the uncertainty that one row brings; \
             above 40 %, or below ten equal rows, there is no verdict."
                .to_owned(),
        );
        section.push(table);
        Some(section)
    }

    fn weighed_words(&self, one: &Retained) -> String {
        let uneven = one.verdict == Verdict::TooFew
            && one.effective_rows >= EFFECTIVE_ROWS_MIN
            && one.largest_share > LARGEST_SHARE_MAX;
        if uneven { "one row weighs too much".to_owned() } else { self.words_of(one.verdict) }
    }

    /// What was known of the rows and which way it pulls.
    pub(super) fn taken_into_account(&self) -> Option<Section> {
        let slopes = &self.profile.comparison.slopes;
        if slopes.is_empty() {
            return None;
        }
        let mut section = Self::section("taken_into_account", "What was taken into account");
        let headings = ["what", ">slope per SD (95\u{a0}%)", ">its SD", "which way"];
        let mut table = Table::new("Log-odds per standard deviation of the column", &headings);
        let n = self.inquiry.study.cases.len() as u64;
        for (name, slope, deviation) in slopes {
            let reach = TWO_SIDED_95 * deviation;
            let range = statistics::Interval { low: slope - reach, high: slope + reach };
            let way = match (slope.abs() > reach, *slope > 0.0) {
                _ if *deviation <= 0.0 => "left out",
                (false, _) => "not clear",
                (true, true) => "more",
                (true, false) => "fewer",
            };
            table.row([
                name.as_str().into(),
                self.figure(&format!("slope of {name}"), *slope, Unit::Number, n)
                    .with_interval(interval(95, range, "normal"))
                    .into(),
                self.figure(&format!("standard deviation of the slope of {name}"), *deviation, Unit::Number, n).into(),
                way.into(),
            ]);
        }
        table.note = Some(format!(
            "Together this explains {} of how the rows end (McFadden, a point per column taken off). Words are compared with \
             the most frequent one; words of fewer than ten rows are taken together.",
            percent(self.profile.comparison.explained)
        ));
        section.push(table);
        Some(section)
    }

    /// The spread between those compared, and how the grid weighted it.
    pub(super) fn how_far_apart(&self) -> Section {
        let found = &self.profile.comparison;
        let mut section = Self::section("how_far_apart", "How far apart they are");
        let n = found.groups.len() as u64;
        let spread = self.figure("spread", found.spread, Unit::Number, n).with_interval(interval(
            95,
            found.spread_95,
            "weights of the grid",
        ));
        section.push(Block::text(
            Prose::default()
                .words("The spread of effects is estimated at ")
                .figure(spread)
                .words(format!(
                    " in log-odds; it lies between {} and {} in 95 of 100 cases. Effects and ranges are averaged over these \
                     spreads:",
                    self.figure("low", found.spread_95.low, Unit::Number, n).display(),
                    self.figure("high", found.spread_95.high, Unit::Number, n).display()
                )),
        ));
        let mut table = Table::new("", &[">spread", ">weight"]);
        for (spread, weight) in found.spreads() {
            table.row([
                self.figure("spread on the grid", spread, Unit::Exact, n).into(),
                self.figure("weight of the spread", weight, Unit::Ratio, n).into(),
            ]);
        }
        table.note = Some(format!("{} of \"{}\" are compared.", count(n as f64), self.telling.group));
        section.push(table);
        section
    }
}
