use std::collections::BTreeMap;
use std::sync::Arc;

use expansion::{Gate, Kind};
use report::{Block, CheckState, Figure, Fold, Ledger, Section, Table, TableCell, Tone, Trace, Unit};

use super::{One, Page, SHOWN_MOST};
use crate::expansion::divided;
use crate::facts::caveats::listed;

/// Features of which the whitespace is told.
const FEATURES_MOST: usize = 12;

impl Page {
    /// Accounts with something to sell, to whom it should not be offered now.
    pub(super) fn not_now(&self) -> Block {
        let closed: Vec<&One> =
            self.ground.accounts.iter().filter(|one| !one.openings.is_empty() && !one.gates.are_open()).collect();
        if closed.is_empty() {
            return Block::text("No account with an opening has a closed gate.");
        }
        let headings = ["account", ">ARR", ">expected ARR", "what stands in the way"];
        let mut table = Table::new("Not now, and why", &headings);
        for one in closed.iter().take(SHOWN_MOST) {
            let why = one.gates.closed().into_iter().map(|(gate, state)| gate.in_the_way(state));
            let why = why.collect::<Vec<_>>().join(", ");
            let name = TableCell::from(&*one.held.paying.name);
            table.row([name, self.arr(one).into(), self.expected(one).into(), why.into()]);
        }
        let more = closed.len().checked_sub(SHOWN_MOST).filter(|more| *more > 0);
        let more = more.map_or_else(String::new, |more| format!(" And {more} more."));
        table.note = Some(format!("What is not known does not open a gate.{more}"));
        Block::Table(table)
    }

    pub(super) fn whitespace(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("whitespace", "Whitespace");
        let mut features: Vec<(u64, &Arc<str>)> =
            self.ground.features.features.iter().map(|(name, known)| (known.accounts, name)).collect();
        features.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        let is_priced = features.iter().any(|(_, name)| self.ground.price(name).is_some());
        let mut headings = vec!["feature", ">accounts without it", ">their ARR", "largest of them"];
        headings.extend(is_priced.then_some(">at its price"));
        let mut table = Table::new("", &headings);
        for (place, (_, name)) in features.into_iter().take(FEATURES_MOST).enumerate() {
            let without: Vec<&One> =
                self.ground.accounts.iter().filter(|one| !one.held.standing.features.contains(name)).collect();
            let mut sum = Trace::new(Fold::Sum, &["ARR"]);
            without.iter().for_each(|one| sum.push_known(&self.arr(one).labelled(&*one.held.paying.name), &[]));
            let key = format!("whitespace-{place}");
            let count = self.count(ledger, (&format!("{key}.accounts"), "accounts"), without.iter().copied());
            let arr = ledger.figure(&format!("{key}.arr"), "ARR", self.money.clone(), self.day, sum);
            let largest: Vec<Arc<str>> = without.iter().take(3).map(|one| one.held.paying.name.clone()).collect();
            let mut cells = vec![TableCell::from(&**name), count.into(), arr.into(), listed(&largest).into()];
            cells.extend(is_priced.then(|| self.at_its_price(ledger, (&key, name), &without).into()));
            table.row(cells);
        }
        if table.rows.is_empty() {
            section.push(Block::text(
                "No feature is named in the use of the days looked at, so what is missing where is not known.",
            ));
            return section;
        }
        let note = if is_priced {
            "At its price: what all of them would bring in a year, by `prices` of the configuration. How many would buy is not known, so it is in no sum."
        } else {
            "No price of a feature is set, so whitespace has no amount: prices.FEATURE in the configuration says what it costs an account in a year."
        };
        table.note = Some(note.to_owned());
        section.push(table);
        section
    }

    /// What a feature would bring if all who lack it bought it.
    fn at_its_price(&self, ledger: &mut Ledger, (key, name): (&str, &str), without: &[&One]) -> Figure {
        let Some(price) = self.ground.price(name) else {
            return Figure::unknown("at its price", self.money.clone(), self.day, "no price is set");
        };
        let mut sum = Trace::new(Fold::Sum, &["price"]);
        for one in without {
            let paying = &one.held.paying;
            sum.push("accounts", &Arc::from(paying.account.as_str()), &*paying.name, None, &[price]);
        }
        ledger.figure(&format!("{key}.price"), "at its price", self.money.clone(), self.day, sum)
    }

    pub(super) fn playbooks(&self) -> Section {
        let mut section = Section::new("playbooks", "Playbooks");
        let mut table = Table::new("", &["what", "how"]);
        for kind in Kind::ALL {
            table.row([TableCell::from(kind.words()), kind.playbook().into()]);
        }
        section.push(table);
        section
    }

    /// What comes first, by the gates that are closed and the tiers that are open.
    pub(super) fn plan(&self) -> Section {
        let mut section = Section::new("plan", "The next 30, 60 and 90 days");
        let names = |these: Vec<&One>| {
            let names: Vec<Arc<str>> = these.iter().map(|one| one.held.paying.name.clone()).collect();
            if names.is_empty() { "none".to_owned() } else { listed(&names) }
        };
        let with_openings = || self.ground.accounts.iter().filter(|one| !one.openings.is_empty());
        // A gate that is not known has not failed: there is nothing to settle, something to find out.
        let blocked = |gate: Gate| with_openings().filter(|one| one.gates.state(gate) == CheckState::NotMet).collect();
        let is_unknown = |one: &&One| one.gates.closed().iter().any(|(_, state)| *state == CheckState::Unknown);
        section.push(Block::points([
            format!("30 days: speak with tier 1 about what is open: {}.", names(self.in_tiers(&[Some(1)]))),
            format!("30 days: settle what was escalated first: {}.", names(blocked(Gate::NoEscalation))),
            format!("30 days: find out what is not known at: {}.", names(with_openings().filter(is_unknown).collect())),
            format!("60 days: raise the use of what they have: {}.", names(blocked(Gate::Adopted))),
            format!("60 days: put more into the renewal: {}.", names(blocked(Gate::NoRenewalSoon))),
            format!("90 days: prepare tiers 2 and 3: {}.", names(self.in_tiers(&[Some(2), Some(3)]))),
        ]));
        section
    }

    /// How much falls to whom, by name.
    pub(super) fn resources(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("resources", "Resources");
        let mut by_owner: BTreeMap<&str, Vec<&One>> = BTreeMap::new();
        for one in self.in_tiers(&[Some(1), Some(2)]) {
            let owner = self.owners.get(&one.held.paying.account).map_or("unowned", |owner| owner);
            by_owner.entry(owner).or_default().push(one);
        }
        if by_owner.is_empty() {
            section.push(Block::text("Nothing in tiers 1 and 2 falls to anybody."));
            return section;
        }
        let mut table = Table::new("Accounts of tiers 1 and 2", &["owner", ">accounts", ">expected ARR"]);
        for (place, (owner, these)) in by_owner.into_iter().enumerate() {
            let mut sum = Trace::new(Fold::Sum, &["expected ARR"]);
            these.iter().for_each(|one| sum.push_known(&self.expected(one).labelled(&*one.held.paying.name), &[]));
            let count = self.count(ledger, (&format!("owner-{place}.accounts"), "accounts"), these);
            let expected = match sum.rows.is_empty() {
                true => Figure::unknown("expected ARR", self.money.clone(), self.day, "no amount is on record"),
                false => {
                    ledger.figure(&format!("owner-{place}.expected"), "expected ARR", self.money.clone(), self.day, sum)
                }
            };
            table.row([TableCell::from(owner), count.into(), expected.into()]);
        }
        table.note = Some("In the order of names. Hours are not told: no fact says what a sale takes.".to_owned());
        section.push(table);
        section
    }

    pub(super) fn growth(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("nrr", "What it would do to net retention");
        let expected = self.all_expected(ledger);
        let mut sum = Trace::new(Fold::Sum, &["ARR"]);
        let accounts = self.ground.accounts.iter();
        accounts.for_each(|one| sum.push_known(&self.arr(one).labelled(&*one.held.paying.name), &[]));
        let arr = ledger.figure("arr", "ARR", self.money.clone(), self.day, sum);
        let unknown =
            || Figure::unknown("added to net retention", Unit::Ratio, self.day, "nothing with an amount could be sold");
        let added =
            match divided(&expected, &arr, &["expected ARR", "divided by ARR"]).filter(|_| expected.value.is_some()) {
                Some(trace) => {
                    let figure = ledger.figure("nrr", "added to net retention", Unit::Ratio, self.day, trace);
                    Figure { n: None, ..figure }.with_convention("expected ARR over ARR, if all openings are decided")
                }
                None => unknown(),
            };
        section.push(Block::Figures { figures: vec![expected, arr, added] });
        section.push(Block::callout(
            Tone::Note,
            "Expected is a mean over many; one large sale decides more than all chances together. Accounts with a closed gate \
             are in the sum: they are worth what they are worth once it opens.",
        ));
        section
    }
}
