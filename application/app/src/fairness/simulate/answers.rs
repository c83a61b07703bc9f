use fairness::simulation::{Measure, Method, Results, World};
use jiff::civil::Date;
use report::{Block, Prose, Section, Tone};

use super::tables::{Reading, explained};

const METHODS: [Method; 8] = [
    Method::LowestQuarter,
    Method::CrudeScore,
    Method::OverExpected,
    Method::OverExpectedAdjusted,
    Method::Pooled,
    Method::Within,
    Method::Both,
    Method::OwnerTakesAll,
];

/// What the simulations show, as answers to what a sceptic would ask.
pub(super) fn section(results: &Results, as_of: Date) -> Section {
    let reading = Reading { results, as_of };
    let mut section = Section::new("shown", "What this shows");
    section.push(Block::points([
        reading.hard_accounts(),
        reading.no_differences(),
        reading.wrong_flags(),
        reading.missed(),
        reading.simpler(),
        reading.ranges(),
        reading.bigger_accounts(),
        reading.hand_overs(),
    ]));
    section.push(Block::callout(
        Tone::Caveat,
        "These teams are made by the rules the method believes in, and accounts are handed out by what is on record. Where accounts are handed out for reasons that nobody wrote down, no method in these tables puts that right.",
    ));
    section.push(Block::text("The methods in the tables:"));
    section.push(Block::points(METHODS.map(|method| {
        let (name, says) = explained(method);
        Prose::default().strong(name).words(format!(": {says}."))
    })));
    section.push(Block::text(
        "Average or better: a true effect of 0 or more. Clearly weak: a true effect below -0.5 in log-odds, which is odds of renewal lower by two fifths; where 85 of 100 accounts usually renew, fewer than 78 do. Rescue desk: accounts that are at risk before the CSM gets them. Flagged: said to do worse than expected. Agreement with the true order runs from 0, none, to 1, the same order.",
    ));
    section
}

impl Reading<'_> {
    /// Adds a figure after these words.
    fn then(&self, prose: Prose, words: &str, of: (World, Method, Measure)) -> Prose {
        prose.words(words).figure(self.figure(of.0, of.1, of.2))
    }

    fn hard_accounts(&self) -> Prose {
        let of = |method| (World::NoDifference, method, Measure::FalseOnRescue);
        let prose = Prose::default().strong("Are people blamed for hard accounts? ");
        let prose = self.then(prose, "Where nobody differs, of those on the rescue desk ", of(Method::LowestQuarter));
        let prose =
            self.then(prose, " land in the lowest quarter by renewal rate. Our verdict flags ", of(Method::Both));
        prose.words(".")
    }

    fn no_differences(&self) -> Prose {
        let of = |world| (world, Method::Both, Measure::SaidToDiffer);
        let prose = Prose::default().strong("Does it see differences where there are none? ");
        let prose = self.then(prose, "Where nobody differs, it says so of ", of(World::NoDifference));
        let prose = self.then(prose, " of the CSMs; with labels shuffled, of ", of(World::ShuffledLabels));
        prose.words(".")
    }

    fn wrong_flags(&self) -> Prose {
        let of = |method| (World::UsualDifferences, method, Measure::WrongFlags);
        let prose = Prose::default().strong("How often is a flag wrong? ");
        let prose = self.then(prose, "With usual differences and about 28 accounts each, ", of(Method::Both));
        let prose = self.then(
            prose,
            " of our flags fall on somebody average or better; of the lowest quarter, ",
            of(Method::LowestQuarter),
        );
        let prose = self.then(prose, " do, and of the CSMs 1.96 standard errors below, ", of(Method::CrudeScore));
        prose.words(".")
    }

    fn missed(&self) -> Prose {
        let of = |world, method| (world, method, Measure::Caught);
        let prose = Prose::default().strong("Whom does it miss? ");
        let prose = self.then(
            prose,
            "This is the price. With about 28 accounts each it flags ",
            of(World::UsualDifferences, Method::Both),
        );
        let prose =
            self.then(prose, " of the clearly weak; with 120 accounts each, ", of(World::LargeBooks, Method::Both));
        let prose = self.then(prose, ". In a team of ten it flags ", of(World::SmallTeam, Method::Both));
        prose.words(". No flag never means that somebody does well.")
    }

    fn simpler(&self) -> Prose {
        let simple = |world, measure| (world, Method::OverExpectedAdjusted, measure);
        let ours = |world, measure| (world, Method::Both, measure);
        let (usual, moved) = (World::UsualDifferences, World::HandOvers);
        let prose = Prose::default().strong("Would something simpler do? ");
        let prose = self.then(
            prose,
            "For flags alone, compare. Renewals held against what was expected, with false finds held at 10 %, flag ",
            simple(usual, Measure::Caught),
        );
        let prose = self.then(prose, " of the clearly weak, and of these flags ", simple(usual, Measure::WrongFlags));
        let prose = self.then(prose, " are wrong; ours, ", ours(usual, Measure::Caught));
        let prose = self.then(prose, " and ", ours(usual, Measure::WrongFlags));
        let prose = self.then(prose, ". Where accounts change hands they flag ", simple(moved, Measure::Caught));
        let prose = self.then(prose, " of the clearly weak, ours ", ours(moved, Measure::Caught));
        prose.words(". What only the engine gives is how large a difference is, how sure that is, and credit for shared accounts.")
    }

    fn ranges(&self) -> Prose {
        let of = |world| (world, Method::Pooled, Measure::Covered);
        let prose = Prose::default().strong("Can its ranges be believed? ");
        let prose = self.then(prose, "Over teams of any spread its 90 % ranges hold ", of(World::AnySpread));
        let prose = self.then(prose, " of the truths; at the usual spread, ", of(World::UsualDifferences));
        let prose = self.then(prose, "; where the better ones get the bigger accounts, ", of(World::BiggerToBetter));
        prose.words(".")
    }

    fn bigger_accounts(&self) -> Prose {
        let of = |method| (World::BiggerToBetter, method, Measure::RankCorrelation);
        let prose = Prose::default().strong("What if the better ones get the bigger accounts? ");
        let prose = self.then(prose, "Agreement with the true order is then ", of(Method::LowestQuarter));
        let prose = self.then(prose, " by plain renewal rate, ", of(Method::Pooled));
        let prose = self.then(prose, " weighed over all accounts and ", of(Method::Within));
        prose.words(
            " weighed within books: adjusting takes part of the skill away. So both are shown, and a flag needs both.",
        )
    }

    fn hand_overs(&self) -> Prose {
        let of = |method, measure| (World::HandOvers, method, measure);
        let prose = Prose::default().strong("What if accounts change hands? ");
        let prose = self.then(
            prose,
            "Shared out by time, agreement with the true order is ",
            of(Method::Pooled, Measure::RankCorrelation),
        );
        let prose = self.then(prose, " and 90 % ranges hold ", of(Method::Pooled, Measure::Covered));
        let prose = self.then(
            prose,
            " of the truths; counted to the first owner, ",
            of(Method::OwnerTakesAll, Measure::RankCorrelation),
        );
        let prose = self.then(prose, " and ", of(Method::OwnerTakesAll, Measure::Covered));
        prose.words(".")
    }
}
