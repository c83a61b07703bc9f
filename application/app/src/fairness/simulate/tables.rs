use fairness::simulation::{Measure, Method, Results, World};
use jiff::civil::Date;
use report::{Block, Figure, Section, Table, TableCell, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

/// What was found about one method in one world, as figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) results: &'a Results,
    pub(super) as_of: Date,
}

const FLAGS: [(Measure, &str); 6] = [
    (Measure::FalseFlags, ">average or better, flagged"),
    (Measure::FalseOnRescue, ">the same on the rescue desk"),
    (Measure::Caught, ">clearly weak, flagged"),
    (Measure::WrongFlags, ">flags on average or better"),
    (Measure::SaidToDiffer, ">said to differ either way"),
    (Measure::RankCorrelation, ">agrees with true order"),
];

const ESTIMATES: [(Measure, &str); 6] = [
    (Measure::SquaredError, ">usual error"),
    (Measure::Covered, ">ranges that hold the truth"),
    (Measure::BelowInterval, ">truth below its range"),
    (Measure::AboveInterval, ">truth above its range"),
    (Measure::Width, ">width of ranges"),
    (Measure::Spread, ">spread found"),
];

/// One world: how its teams are made, who is flagged, and how near the estimates come.
pub(super) fn section(results: &Results, world: World, as_of: Date) -> Section {
    let reading = Reading { results, as_of };
    let (key, title, says) = told(world);
    let mut section = Section::new(key, title);
    section.push(Block::text(says));
    section.push(reading.table(world, "Who is flagged as doing worse than expected", &FLAGS));
    section.push(reading.table(world, "How near the estimates come, in log-odds, with 90 % ranges", &ESTIMATES));
    section
}

impl Reading<'_> {
    pub(super) fn figure(&self, world: World, method: Method, measure: Measure) -> Figure {
        let share = self.results.share(world, method, measure).map(|share| share.value);
        let (value, unit) = match measure {
            Measure::SquaredError => (share.map(f64::sqrt), Unit::Number),
            Measure::RankCorrelation | Measure::Width | Measure::Spread => (share, Unit::Number),
            _ => (share, Unit::Ratio),
        };
        match value.and_then(Decimal::from_f64) {
            Some(value) => Figure::known(words(method), value.round_dp(6), unit, self.as_of),
            None => Figure::unknown(words(method), unit, self.as_of, "nothing to measure"),
        }
    }

    /// A row for every method of which anything of this was measured.
    fn table(&self, world: World, title: &str, measures: &[(Measure, &str)]) -> Table {
        let headings: Vec<&str> = std::iter::once("method").chain(measures.iter().map(|(_, title)| *title)).collect();
        let mut table = Table::new(title, &headings);
        for method in self.results.methods(world) {
            let figures: Vec<Figure> =
                measures.iter().map(|(measure, _)| self.figure(world, method, *measure)).collect();
            if figures.iter().all(|figure| figure.value.is_none()) {
                continue;
            }
            let cells = figures.into_iter().map(|figure| match figure.value {
                Some(_) => TableCell::from(figure),
                None => TableCell::Empty,
            });
            table.row(std::iter::once(TableCell::from(words(method))).chain(cells));
        }
        table
    }
}

/// A method in few words.
pub(super) fn words(method: Method) -> &'static str {
    explained(method).0
}

/// A method in few words and in more.
pub(super) fn explained(method: Method) -> (&'static str, &'static str) {
    match method {
        Method::LowestQuarter => {
            ("lowest quarter by rate", "flags a quarter of the team by its renewal rate, whatever the rates are")
        }
        Method::CrudeScore => {
            ("far below the usual rate", "flags a renewal rate more than 1.96 standard errors below that of all")
        }
        Method::OverExpected => (
            "below expected, by chance",
            "holds renewals against what the same accounts would bring with an average CSM; flags where so few have a chance below 2.5 %",
        ),
        Method::OverExpectedAdjusted => (
            "the same, few false",
            "the same, held so that at most 10 % of the finds are false on average (Benjamini and Hochberg)",
        ),
        Method::Pooled => (
            "verdict over all accounts",
            "flags when it is nine in ten sure of a difference that matters, what is known beforehand being weighed over all accounts",
        ),
        Method::Within => (
            "verdict within books",
            "the same, what is known beforehand being weighed by comparing accounts of one CSM only",
        ),
        Method::Both => ("our verdict: both", "flags only when both verdicts do; this is what the product says"),
        Method::OwnerTakesAll => {
            ("first owner takes all", "the verdict over all accounts with each counted wholly to its first owner")
        }
    }
}

fn told(world: World) -> (&'static str, &'static str, &'static str) {
    match world {
        World::NoDifference => (
            "no_difference",
            "Nobody differs",
            "40 CSMs, all equally good, with about 28 accounts each. Some have mostly large accounts and some mostly small ones, and one in five has the rescue desk: their accounts are at risk before they get them. Every flag is wrong.",
        ),
        World::SmallDifferences => (
            "small_differences",
            "Small differences",
            "The same team, but CSMs differ: the standard deviation of their effects is 0.3 in log-odds. Where 85 of 100 accounts usually renew, that is about 3 of 100 more, or 4 of 100 fewer.",
        ),
        World::UsualDifferences => (
            "usual_differences",
            "Usual differences",
            "The same with a standard deviation of 0.5: about 5 of 100 more, or 8 of 100 fewer.",
        ),
        World::SmallTeam => ("small_team", "A small team", "Usual differences among 10 CSMs instead of 40."),
        World::BiggerToBetter => (
            "bigger_to_better",
            "The better ones get the bigger accounts",
            "Usual differences, and the better somebody is, the bigger their accounts (correlation 0.7). Whoever adjusts for size then takes part of the skill away with it.",
        ),
        World::HandOvers => (
            "hand_overs",
            "Accounts change hands",
            "Usual differences, and 35 % of the accounts were handed over on the way. Our verdict shares such an account out by time; the last row counts it wholly to its first owner, as the simple methods do.",
        ),
        World::LargeBooks => (
            "large_books",
            "Large books",
            "Usual differences with 120 accounts each: what four years of data would give.",
        ),
        World::AnySpread => (
            "any_spread",
            "Any spread",
            "30 CSMs; how far they differ is drawn anew for every team, as the engine believes before it sees any account. This is where its 90 % ranges must hold 90 % of the truths.",
        ),
        World::ShuffledLabels => (
            "shuffled_labels",
            "Labels shuffled",
            "Usual differences; when all outcomes are known, accounts are handed out again at random. Whoever seems to differ now does so by chance.",
        ),
    }
}
