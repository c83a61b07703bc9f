use renewals::outlook::{CASES, LEVELS};
use renewals::{Class, Outlook};
use report::chart::Step;
use report::{Block, Chart, ChartKind, Figure, Fold, Interval, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use statistics::forecast::total::Total;

use super::Page;

/// One renewal with more than this share of the spread makes the range its own.
// method: renewals.largest_share
const LARGEST_SHARE: f64 = 0.5;
/// Keeping so much of what comes up is asked about.
const ASKED: [f64; 3] = [0.8, 0.9, 0.95];

impl Page {
    pub(super) fn summary(&mut self) -> Section {
        let mut section = Section::new("summary", "Summary");
        let all = self.all();
        let due = self.count("due", "renewals due", &all);
        let available = self.arr("available", "ARR up for renewal", &all);
        let count = self.expected_count(CASES);
        let kept = self.kept_at(CASES);
        let rate = self.rate(&kept, &available);
        section.push(Block::Figures { figures: vec![due, available.clone(), count, kept.clone(), rate] });
        let book = self.of_the_book(&available, &kept);
        section.push(Block::Figures { figures: book });
        section.push(self.ranges());
        self.caveats().into_iter().for_each(|(tone, says)| section.push(Block::callout(tone, says)));
        section
    }

    fn caveats(&self) -> Vec<(Tone, String)> {
        let mut caveats = crate::churn::caveats(&self.learned.near);
        if self.outlook.money.largest_share.is_some_and(|share| share > LARGEST_SHARE) && self.judged.len() > 1 {
            let most = |one: &&super::Judged| (one.due.arr(), one.due.account.clone());
            if let Some(largest) = self.judged.iter().filter(|one| one.due.chance < Decimal::ONE).max_by_key(most) {
                caveats.insert(
                    0,
                    (
                        Tone::Caveat,
                        format!(
                            "One renewal makes most of the range: what {} decides moves the forecast more than all others \
                             together.",
                            largest.due.name
                        ),
                    ),
                );
            }
        }
        if let Some(last) = self.quiet_since {
            let says = format!(
                "Facts reach only to {last}: what was signed, said or cancelled since is not on record, and what is called \
                 late may be settled. Import newer facts, or ask as of that day: --as-of {last}."
            );
            caveats.insert(0, (Tone::Caveat, says));
        }
        let far = self.judged.iter().filter(|one| one.due.days_left(self.day) > 180).count();
        if far > 0 {
            caveats.push((
                Tone::Caveat,
                format!(
                    "{far} are decided in more than 180 days. Signals of today say little so far ahead; what is said of them \
                     was learned 90 to 180 days before the decision."
                ),
            ));
        }
        caveats
    }

    /// Chances summed.
    fn expected_count(&mut self, level: f64) -> Figure {
        let mut trace = Trace::new(Fold::Sum, &["chance"]);
        for one in &self.judged {
            trace.push_known(&one.chance().labelled(one.label()), &[]);
        }
        let figure = self.ledger.figure("expected.count", "renewals expected", Unit::Number, self.day, trace);
        figure.with_convention("sum of the chances").with_interval(self.interval(&self.outlook.count, level))
    }

    /// Chance times what is kept, summed over renewals.
    pub(super) fn expected_kept(&mut self, key: &str, places: &[usize]) -> Figure {
        let mut trace = Trace::new(Fold::SumOfProducts, &["chance", "kept if it renews"]);
        for place in places {
            let one = &self.judged[*place];
            trace.push_known(&one.chance().labelled(one.label()), &[self.kept_if_renewed(one)]);
        }
        let figure = self.ledger.figure(key, "ARR expected to be kept", self.money.clone(), self.day, trace);
        figure.with_convention("sum of chance times what is kept of one that renews")
    }

    /// All of it, with its range.
    fn kept_at(&mut self, level: f64) -> Figure {
        let all = self.all();
        let range = self.interval(&self.outlook.money, level);
        self.expected_kept("expected.kept", &all).with_interval(range)
    }

    fn interval(&self, total: &Total, level: f64) -> Option<Interval> {
        let found = total.interval(level)?;
        Some(Interval {
            level: Decimal::from_f64(level)?,
            low: Decimal::from_f64(found.low)?.round_dp(2),
            high: Decimal::from_f64(found.high)?.round_dp(2),
            method: format!("distribution of the sum, with {}", self.shock.words()),
        })
    }

    fn rate(&mut self, kept: &Figure, available: &Figure) -> Figure {
        let mut trace = Trace::new(Fold::Ratio, &["kept", "up for renewal"]);
        trace.push_known(kept, &[available.value.unwrap_or_default()]);
        let figure = self.ledger.figure("rate", "gross renewal rate expected", Unit::Ratio, self.day, trace);
        Figure { n: None, ..figure }
            .with_convention("of the ARR that comes up, what is kept; not comparable with gross retention")
    }

    /// What that means for everything that is paid.
    fn of_the_book(&mut self, available: &Figure, kept: &Figure) -> Vec<Figure> {
        let mut all = Trace::new(Fold::Sum, &["ARR"]);
        for (account, name, arr) in &self.paying {
            let at = report::Address::new("arr", account.as_str(), self.day, self.day);
            let arr = Figure::known(&**name, *arr, self.money.clone(), self.day).with_evidence(at.figure("arr"));
            all.push_known(&arr, &[]);
        }
        let arr = self.ledger.figure("book.arr", "ARR of the book", self.money.clone(), self.day, all);
        let mut lost = Trace::new(Fold::SumOfProducts, &["amount", "sign"]);
        lost.push_known(available, &[Decimal::ONE]);
        lost.push_known(kept, &[Decimal::NEGATIVE_ONE]);
        let lost = self.ledger.figure("expected.lost", "ARR expected to be lost", self.money.clone(), self.day, lost);
        let mut grr = Trace::new(Fold::Complement, &["expected to be lost", "ARR of the book"]);
        grr.push_known(&lost, &[arr.value.unwrap_or_default()]);
        let grr = self.ledger.figure("grr", "gross retention expected", Unit::Ratio, self.day, grr);
        let mut logos = Trace::new(Fold::Sum, &["chance of loss"]);
        for one in self.judged.iter().filter(|one| one.due.is_whole_account) {
            logos.push_known(&one.loss().labelled(one.label()), &[]);
        }
        let logos = self.ledger.figure("expected.logos", "accounts expected to be lost", Unit::Number, self.day, logos);
        let mut share = Trace::new(Fold::Complement, &["expected to be lost", "accounts of the book"]);
        share.push_known(&logos, &[Decimal::from(self.paying.len())]);
        let share = self.ledger.figure("logo_retention", "logo retention expected", Unit::Ratio, self.day, share);
        let convention = "over these days, if nothing is lost but at a renewal";
        vec![
            Figure { n: None, ..arr },
            Figure { n: None, ..lost },
            Figure { n: None, ..grr }.with_convention(convention),
            logos.with_convention("renewals of everything an account pays for"),
            Figure { n: None, ..share }.with_convention(convention),
        ]
    }

    fn ranges(&mut self) -> Table {
        let mut table =
            Table::new("How sure", &["chance that it lies inside", ">renewals expected", ">ARR expected to be kept"]);
        for level in LEVELS {
            let (count, kept) = (self.expected_count(level), self.kept_at(level));
            table.row([TableCell::from(format!("{:.0} %", level * 100.0)), count.into(), kept.into()]);
        }
        table.note = Some(format!("Ranges rest on {}.", self.shock.words()));
        table
    }

    pub(super) fn waterfall(&mut self) -> Section {
        let mut section = Section::new("waterfall", "Revenue waterfall");
        let all = self.all();
        let mut rows = vec![(self.arr("available", "up for renewal", &all), true)];
        for class in Class::ALL.into_iter().rev() {
            let places = self.places(|one| one.due.class() == class);
            let mut trace = Trace::new(Fold::SumOfProducts, &["chance of loss", "ARR"]);
            for place in places {
                let one = &self.judged[place];
                trace.push_known(&one.loss().labelled(one.label()), &[-one.due.arr()]);
            }
            let label = format!("lost, {}", class.words());
            let key = format!("waterfall.{}", class.key());
            rows.push((self.ledger.figure(&key, &label, self.money.clone(), self.day, trace), false));
        }
        let mut less = Trace::new(Fold::SumOfProducts, &["chance", "ARR given up"]);
        for one in &self.judged {
            less.push_known(&one.chance().labelled(one.label()), &[self.kept_if_renewed(one) - one.due.arr()]);
        }
        rows.push((
            self.ledger.figure("waterfall.less", "renewed for less", self.money.clone(), self.day, less),
            false,
        ));
        rows.push((self.expected_kept("expected.kept", &all).labelled("expected to be kept"), true));
        section.push(chart(&rows, &self.money));
        let mut table = Table::new("", &["line", ">amount"]);
        for (figure, _) in rows {
            table.row([TableCell::from(figure.label.clone()), figure.into()]);
        }
        section.push(table);
        section
    }

    pub(super) fn scenarios(&mut self) -> Section {
        let mut section = Section::new("scenarios", "Scenarios");
        if let Some(cases) = self.outlook.money.cases(CASES) {
            let figure = |label: &str, value: f64| self.estimated(label, Some(value), self.money.clone());
            let figures = vec![
                figure("worst case", cases.worst),
                figure("base case", cases.base),
                figure("best case", cases.best),
            ];
            section.push(Block::Figures { figures });
            section.push(Block::text(format!(
                "ARR kept. Worst and best case are the ends of the {:.0} % range: about one time in ten it comes worse, and one \
                 time in ten better.",
                CASES * 100.0
            )));
        }
        let safe = self.places(|one| !one.due.class().is_in_danger());
        let mut table = Table::new("What if", &["if", ">ARR kept"]);
        let all = self.all();
        let without = self.expected_kept("if.lost", &safe).labelled("all below 75 % are lost");
        table.row([TableCell::from(without.label.clone()), without.into()]);
        let with = self.if_saved(&all).labelled("all below 75 % renew in full");
        table.row([TableCell::from(with.label.clone()), with.into()]);
        table.note = Some("The others as expected.".to_owned());
        section.push(table);
        section.push(self.thresholds());
        section
    }

    fn if_saved(&mut self, places: &[usize]) -> Figure {
        let mut trace = Trace::new(Fold::Sum, &["ARR kept"]);
        for place in places {
            let one = &self.judged[*place];
            let amount =
                if one.due.class().is_in_danger() { one.due.arr() } else { one.due.chance * self.kept_if_renewed(one) };
            one.count(&mut trace);
            if let Some(row) = trace.rows.last_mut() {
                row.numbers = vec![amount];
            }
        }
        self.ledger.figure("if.saved", "ARR kept", self.money.clone(), self.day, trace)
    }

    fn thresholds(&self) -> Table {
        let mut table = Table::new("How likely", &["kept of what comes up", ">chance"]);
        let Outlook { money, .. } = &self.outlook;
        let available: Decimal = self.judged.iter().map(|one| one.due.arr()).sum();
        for share in ASKED {
            let amount = available.to_f64().unwrap_or_default() * share;
            let label = format!("{:.0} % or more", share * 100.0);
            let chance = self.estimated(&format!("chance to keep {label}"), money.at_least(amount), Unit::Ratio);
            table.row([TableCell::from(label), chance.into()]);
        }
        table
    }

    /// A figure of the distribution, which no list of rows makes.
    fn estimated(&self, label: &str, value: Option<f64>, unit: Unit) -> Figure {
        let digits = if unit == Unit::Ratio { 6 } else { 2 };
        match value.and_then(Decimal::from_f64) {
            Some(value) => Figure::known(label, value.round_dp(digits), unit, self.day)
                .with_note("estimated: a point of the distribution of the sum"),
            None => Figure::unknown(label, unit, self.day, "cannot be worked out"),
        }
    }
}

fn chart(rows: &[(Figure, bool)], money: &Unit) -> Chart {
    let steps = rows
        .iter()
        .filter_map(|(figure, total)| Some(Step { name: figure.label.clone(), value: figure.value?, total: *total }));
    let shown = |place: Option<&(Figure, bool)>| place.map(|(figure, _)| figure.display()).unwrap_or_default();
    Chart {
        title: "From what comes up to what is expected to be kept".to_owned(),
        summary: format!("{} come up, {} are expected to be kept.", shown(rows.first()), shown(rows.last())),
        unit: money.clone(),
        kind: ChartKind::Waterfall { steps: steps.collect() },
    }
}
