use kernel::PersonId;
use report::chart::{Point, Series};
use report::{Address, Block, Chart, ChartKind, Figure, Interval, Prose, Section, Table, TableCell, Tone, Unit};
use rust_decimal::Decimal;

use super::funnel::{funnel, losses as lost};
use super::words::{count, losses, money_range, percent, range, signed};
use super::{Findings, beliefs, exclusions};
use crate::findings::{Added, Line, Person, RateMore, Season};
use crate::traces::decimal;
use crate::verdict::{READABLE, RELIABLE, Verdict};
use crate::working::Doubt;

/// The part "Fair comparison" of one person's review; `address` is where its figures open.
#[must_use]
pub fn section(findings: &Findings, person: &PersonId, address: &Address) -> Section {
    let mut section = Section::new("fair_comparison", "Fair comparison");
    let Some(found) = findings.people.get(person).filter(|found| found.kept.is_some()) else {
        nothing_to_compare(findings, person, address).into_iter().for_each(|block| section.push(block));
        return section;
    };
    let desk = One { findings, found, address };
    section.push(Block::text(desk.lead()));
    section.push(desk.table());
    desk.doubts().into_iter().for_each(|says| section.push(Block::callout(Tone::Caveat, says)));
    desk.growth().into_iter().for_each(|table| section.push(table));
    exclusions::of_person(findings, person, address).into_iter().for_each(|table| section.push(table));
    if let Some(chart) = funnel(findings, Some(person), |one| one == person) {
        section.push(chart);
    }
    if findings.has_few_losses() {
        let points = desk.other_points();
        if !points.is_empty() {
            section.push(Block::points(points));
        }
    } else {
        section.push(Block::points(desk.points()));
        desk.history().into_iter().for_each(|block| section.push(block));
        section.push(desk.other_credit());
        beliefs::of_person(found).into_iter().for_each(|table| section.push(table));
    }
    let caveats = &findings.setting.caveats;
    for says in beliefs::caveat(findings).iter().chain(caveats).chain(&findings.setting.exclusions) {
        section.push(Block::callout(Tone::Caveat, says.as_str()));
    }
    section.push(Block::text(adjusted_for(findings)));
    section
}

/// What is said where no outcome counts for somebody: none is theirs, or all were left out.
fn nothing_to_compare(findings: &Findings, person: &PersonId, address: &Address) -> Vec<Block> {
    let (unit, window) = (&findings.setting.unit, findings.window());
    let Some(table) = exclusions::of_person(findings, person, address) else {
        let says = format!(
            "No {} of {window} is credited to this person, so there is nothing to hold against an average CSM.",
            unit.0
        );
        return vec![Block::callout(Tone::Caveat, says)];
    };
    let says = format!(
        "Every one of the {} of {window} credited to this person was left out, so nothing is held against an average CSM.",
        unit.1
    );
    let exclusions = findings.setting.exclusions.iter().map(|says| Block::callout(Tone::Caveat, says.as_str()));
    [Block::callout(Tone::Caveat, says), table.into()].into_iter().chain(exclusions).collect()
}

/// Numbers of rows this many times as large as there are will never be reached.
const FAR: f64 = 20.0;

struct One<'a> {
    findings: &'a Findings,
    found: &'a Person,
    address: &'a Address,
}

impl One<'_> {
    /// The verdict first, then what it rests on.
    fn lead(&self) -> Prose {
        let Some(line) = &self.found.kept else { return Prose::default() };
        let (expected, observed) = lost(line);
        let (unit, window) = (&self.findings.setting.unit.1, self.findings.window());
        let (n, seen, usual) = (count(line.at_stake), losses(observed), losses(expected));
        let prose = Prose::default().words("Did it matter who looked after these accounts? ");
        let prose = if self.findings.has_few_losses() {
            let all = &self.findings.everybody;
            let lost = count(all.outcomes * (1.0 - all.rate));
            prose.strong("Too few losses to compare.").words(format!(
                " Of {} {unit} of everybody from {window} about {lost} ended in a loss, so nothing can be said about \
                 anybody's losses. {n} are credited to this person, with {seen} losses.",
                count(all.outcomes)
            ))
        } else {
            prose.strong(sentence(line.verdict)).words(format!(
                " Of {n} {unit} from {window} credited to this person, {seen} ended in a loss; with an average CSM here \
                 {usual} were to be expected of the same accounts."
            ))
        };
        match self.found.retained.as_ref().filter(|line| line.verdict.is_difference()) {
            Some(line) => prose
                .words(" Of the ARR: ")
                .strong(line.verdict.words())
                .words("; seen once, a reason to look, not to act."),
            None => prose,
        }
    }

    fn table(&self) -> Table {
        let headings =
            ["what", "verdict", ">credited", ">observed", ">expected for this book", ">difference (95 %)", ">80 %"];
        let mut table = Table::new("Held against an average CSM with the same book", &headings);
        for (key, name, line) in [
            ("kept", self.kept_name(), &self.found.kept),
            ("retained", "ARR retained", &self.found.retained),
            ("grew", self.grew_name(), &self.found.grew),
        ] {
            if let Some(line) = line {
                table.row(self.row(key, name, line));
            }
        }
        table.note = Some(
"Credited counts shared rows in part. The difference is what is left of observed less expected, in points of a \
             hundred, when chance is allowed for, so it is smaller than the plain subtraction. If the model is right the \
             truth lies in the ranges 95 and 80 times in 100; in our trials somewhat less often (docs/method/fairness.md)."
                .to_owned(),
        );
        table
    }

    /// Why a line carries no verdict, or a range less than it seems to.
    fn doubts(&self) -> Vec<String> {
        let kept = self.found.kept.as_ref().filter(|_| !self.findings.has_few_losses());
        let kept = kept.map(|line| (self.kept_name(), &line.doubts));
        let retained = self.found.retained.as_ref().map(|line| ("ARR retained", &line.doubts));
        let grew = self.found.grew.as_ref().map(|line| (self.grew_name(), &line.doubts));
        let added = self.found.added.as_ref().map(|added| ("ARR added", &added.doubts));
        let lines = [kept, retained, grew, added].into_iter().flatten().filter(|(_, doubts)| !doubts.is_empty());
        let says = |(name, doubts): (&str, &Vec<Doubt>)| {
            let words: Vec<&str> = doubts.iter().map(|doubt| doubt.words()).collect();
            format!("{}: {}.", super::team::capital(name), words.join("; "))
        };
        lines.map(says).collect()
    }

    fn kept_name(&self) -> &'static str {
        if self.is_renewals() { "renewals kept" } else { "accounts kept" }
    }

    fn grew_name(&self) -> &'static str {
        if self.is_renewals() { "renewals that grew" } else { "accounts that grew" }
    }

    fn is_renewals(&self) -> bool {
        self.findings.setting.unit.0 == "renewal"
    }

    fn figure(&self, key: &str, label: &str, value: Decimal, unit: Unit, rows: u64) -> Figure {
        Figure::known(label, value, unit, self.findings.setting.as_of)
            .with_n(rows)
            .with_evidence(self.address.figure(key))
    }

    fn row(&self, key: &str, name: &str, line: &Line) -> Vec<TableCell> {
        let rate =
            |what: &str, value: Decimal| self.figure(&format!("{key}.{what}"), name, value, Unit::Ratio, line.rows);
        let difference = Figure::known("difference", line.difference, Unit::Ratio, self.findings.setting.as_of)
            .with_n(line.rows)
            .with_interval(Some(Interval {
                level: Decimal::new(95, 2),
                low: decimal(line.difference_95.low),
                high: decimal(line.difference_95.high),
                method: line.method().to_owned(),
            }))
            .with_evidence(self.address.figure(&format!("{key}.difference")));
        vec![
            name.into(),
            line.verdict.words().into(),
            credited(line).into(),
            rate("observed", line.observed).into(),
            rate("expected", line.expected).into(),
            difference.into(),
            range(line.difference_80).into(),
        ]
    }

    /// Money added, in a table of its own: it is shown and not judged.
    fn growth(&self) -> Option<Table> {
        let added = self.found.added.as_ref()?;
        let headings = [">ARR added", ">expected for this book", ">difference (95 %)", ">80 %"];
        let mut table = Table::new("ARR added, shown and not judged", &headings);
        table.row(self.money_row(added));
        table.note = Some("Subtracted plainly; the ranges come from drawing accounts again.".to_owned());
        Some(table)
    }

    fn money_row(&self, added: &Added) -> Vec<TableCell> {
        let code = &self.findings.setting.currency;
        let money = |what: &str, value: Decimal| {
            self.figure(&format!("added.{what}"), "ARR added", value, Unit::Money(code.clone()), added.rows)
        };
        let wide = added.intervals.map(|(_, wide)| Interval {
            level: Decimal::new(95, 2),
            low: decimal(wide.low),
            high: decimal(wide.high),
            method: crate::growth::RANGES.to_owned(),
        });
        vec![
            money("observed", added.observed).into(),
            money("expected", added.expected).into(),
            money("difference", added.difference).with_interval(wide).into(),
            added.intervals.map_or_else(|| "unknown".to_owned(), |(narrow, _)| money_range(narrow, code)).into(),
        ]
    }

    fn points(&self) -> Vec<Prose> {
        let mut points = Vec::new();
        let Some(line) = &self.found.kept else { return points };
        let Some(more) = &line.more else { return points };
        points.push(self.how_reliable(line, more));
        points.push(both_adjustments(more));
        points.extend(more.quarters.map(|(lowest, highest)| {
            point(
                "Chances: ",
                format!("{} of the lowest quarter, {} of the highest.", percent(lowest), percent(highest)),
            )
        }));
        points.push(self.the_best(line, more));
        points.extend(self.this_period());
        points.extend(self.other_points());
        points
    }

    /// What can be said however few were lost.
    fn other_points(&self) -> Vec<Prose> {
        self.found.added.as_ref().map(|added| self.largest_sale(added)).into_iter().collect()
    }

    /// What the rows can settle, and how many would be enough.
    fn how_reliable(&self, line: &Line, more: &RateMore) -> Prose {
        let unit = &self.findings.setting.unit.1;
        let share = percent(more.reliability);
        let enough = more.enough.filter(|enough| *enough < FAR * line.at_stake).map(|enough| {
            format!(
                " About {} {unit} like these would be enough for that ({} are).",
                count(enough),
                count(line.at_stake)
            )
        });
        let reading = if more.reliability >= RELIABLE {
            "That is enough to speak of one person"
        } else if more.reliability >= READABLE {
            "That is enough to look at the range, not enough for a statement about one person"
        } else {
            "The rest stays unknown: nothing should be concluded about one person from this alone"
        };
        let periods = self.found.periods.iter().flatten().count();
        point(
            "How far this can be believed: ",
            format!(
                "with {periods} periods taken together these {unit} settle {share} of what sets CSMs apart here. {reading}.{}",
                enough.unwrap_or_default()
            ),
        )
    }

    fn the_best(&self, line: &Line, more: &RateMore) -> Prose {
        let says = match more.best {
            Some(best) => {
                let count = self.findings.everybody.best_count;
                let who = if count == 1 { "the one CSM".to_owned() } else { format!("the {count} CSMs") };
                let expected: f64 = line.expected.try_into().unwrap_or_default();
                format!(
                    "{who} whom these records show to be among the best would have kept {} of this book, {} on an average CSM.",
                    percent(best),
                    signed(best - expected)
                )
            }
            None => {
                "these records do not show who is among the best, so there is no such mark to hold this book against."
                    .into()
            }
        };
        point("Against the best: ", says)
    }

    fn this_period(&self) -> Option<Prose> {
        let season = self.found.periods.last()?.as_ref()?;
        let period = self.findings.setting.periods.last()?;
        let unit = &self.findings.setting.unit.1;
        let lost = |share: Decimal| losses(f64::try_from(share).unwrap_or_default() * season.at_stake);
        Some(point(
            "This period alone: ",
            format!(
                "{} losses in {} {unit} of {period}, {} to be expected. One period of one book says next to nothing.",
                lost(season.observed),
                count(season.at_stake),
                lost(season.expected)
            ),
        ))
    }

    fn largest_sale(&self, added: &Added) -> Prose {
        let code = &self.findings.setting.currency;
        point(
            "Without the account that added most: ",
            format!(
                "ARR added less expected would be {code} {} instead of {code} {}.",
                count(added.without_largest),
                report::display::grouped(added.difference, 0)
            ),
        )
    }

    /// Observed and expected losses by period, as a picture and as figures that open.
    fn history(&self) -> Vec<Block> {
        let periods = &self.findings.setting.periods;
        let known = self.found.periods.iter().filter(|season| season.is_some()).count();
        if known < 2 {
            return Vec::new();
        }
        let unit = &self.findings.setting.unit.1;
        let mut table =
            Table::new(format!("Share of {unit} lost, by period"), &["period", ">credited", ">observed", ">expected"]);
        for (period, season) in periods.iter().zip(&self.found.periods) {
            let Some(season) = season else { continue };
            let rate = |what: &str, value: Decimal| {
                self.figure(&format!("lost.{period}.{what}"), what, value, Unit::Ratio, season.rows)
            };
            table.row([
                period.as_str().into(),
                losses(season.at_stake).into(),
                rate("observed", season.observed).into(),
                rate("expected", season.expected).into(),
            ]);
        }
        let rate = |read: fn(&Season) -> Decimal| -> Vec<Point> {
            self.found.periods.iter().map(|season| Point(season.as_ref().map(read))).collect()
        };
        let series = vec![
            Series { name: "observed".to_owned(), values: rate(|season| season.observed) },
            Series { name: "expected".to_owned(), values: rate(|season| season.expected) },
        ];
        let chart = Chart {
            title: "Own history under the same adjustment".to_owned(),
            summary: format!(
                "Share of {unit} lost in {known} periods, beside what was to be expected with an average CSM."
            ),
            unit: Unit::Ratio,
            kind: ChartKind::Lines { labels: periods.clone(), series },
        };
        vec![chart.into(), table.into()]
    }

    /// The same under other ways to give credit.
    fn other_credit(&self) -> Table {
        let mut table = Table::new(
            "Would another way to give credit change it?",
            &["credit", ">credited", ">losses", ">expected", ">difference", "verdict"],
        );
        let ways = self.findings.setting.credit.iter();
        let own = self.found.kept.as_ref().map(|line| {
            let (expected, observed) = lost(line);
            let difference: f64 = line.difference.try_into().unwrap_or_default();
            (line.at_stake, observed, expected, difference, line.verdict)
        });
        let others = self.found.credit.iter().map(|part| {
            part.as_ref().map(|part| {
                let (observed, expected) = (part.at_stake - part.observed, part.at_stake - part.expected);
                (part.at_stake, observed, expected, part.difference, part.verdict)
            })
        });
        for (way, found) in ways.zip(std::iter::once(own).chain(others)) {
            let Some((at_stake, observed, expected, difference, verdict)) = found else { continue };
            table.row([
                way.as_str().into(),
                count(at_stake).into(),
                losses(observed).into(),
                losses(expected).into(),
                signed(difference).into(),
                verdict.words().into(),
            ]);
        }
        table
    }
}

/// Outcomes by share; of money, rows that any share of is credited.
fn credited(line: &Line) -> String {
    if line.more.is_some() { losses(line.at_stake) } else { format!("in {} rows", line.rows) }
}

fn point(head: &str, says: String) -> Prose {
    Prose::default().strong(head).words(says)
}

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Below => "Fewer stayed than expected.",
        Verdict::Above => "More stayed than expected.",
        Verdict::NoEvidence => "These records cannot tell: there is no evidence of a difference.",
        Verdict::Depends => "It depends on how the segment effect is measured, so neither answer is believed.",
        Verdict::TooFew => "There is too little to compare.",
    }
}

fn both_adjustments(more: &RateMore) -> Prose {
    let within = format!("{} ({})", signed(more.within_difference), range(more.within_95));
    let says = if more.pooled == more.within {
        format!(
            "weighing the kind of accounts within each CSM's own book instead of over all books gives {within} and the same \
             verdict."
        )
    } else {
        format!(
            "weighing the kind of accounts over all books says \"{}\", weighing it within each CSM's own book says \"{}\" with \
             {within}. When they disagree, the kind of accounts and the person cannot be told apart.",
            more.pooled.words(),
            more.within.words()
        )
    };
    point("Both adjustments (accounts kept): ", says)
}

/// What was adjusted for, and which way the strongest of it pulls.
fn adjusted_for(findings: &Findings) -> String {
    let everybody = &findings.everybody;
    let mut slopes: Vec<(&String, f64, f64)> = findings
        .setting
        .columns
        .iter()
        .zip(&everybody.slopes)
        .map(|(name, (slope, deviation))| (name, *slope, *deviation))
        .collect();
    slopes.retain(|(_, slope, deviation)| *deviation > 0.0 && slope.abs() > 1.96 * deviation);
    slopes.sort_by(|left, right| right.1.abs().total_cmp(&left.1.abs()));
    let strongest: Vec<String> = slopes
        .iter()
        .take(4)
        .map(|(name, slope, _)| format!("{name} ({})", if *slope > 0.0 { "more stay" } else { "fewer stay" }))
        .collect();
    let strongest = if strongest.is_empty() {
        "None of it tells clearly who stays.".to_owned()
    } else {
        format!("What tells most: {}.", strongest.join("; "))
    };
    let looked_at = looked_at(findings);
    let begins = match (everybody.explained > 0.0, looked_at.is_empty()) {
        (true, _) => "Adjusted only for",
        (false, false) => "Nothing could be adjusted for, since none of it told who stays; looked at was only",
        (false, true) => "Nothing could be adjusted for, since no account differs from the others in",
    };
    let looked_at = if looked_at.is_empty() { String::new() } else { format!(": {}", looked_at.join(", ")) };
    format!(
        "{begins} what was fixed before anybody credited could act, as known on the day of the hand-over{looked_at}. \
         {strongest} Compared are {} people{}. A difference seen once is a reason to look, not to act: nothing of weight \
         should follow before the next period shows the same.",
        everybody.compared,
        apart(findings)
    )
}

/// How far apart those compared are; nothing where too few were lost to learn it from.
fn apart(findings: &Findings) -> String {
    if findings.has_few_losses() {
        return String::new();
    }
    let [spread, low, high] =
        [findings.everybody.spread, findings.everybody.spread_low, findings.everybody.spread_high]
            .map(|number| decimal(number).round_dp(2));
    format!("; what sets them apart is estimated at {spread} log-odds ({low} to {high})")
}

/// The facts by which rows differ, each once: a fact of words has a column for each of them.
fn looked_at(findings: &Findings) -> Vec<&str> {
    let columns = findings.setting.columns.iter().zip(&findings.everybody.slopes);
    let mut names: Vec<&str> = columns
        .filter(|(_, (_, deviation))| *deviation > 0.0)
        .map(|(name, _)| name.split(": ").next().unwrap_or(name))
        .collect();
    names.dedup();
    names
}
