use kernel::PersonId;
use report::{Address, Figure, Fold, Interval, Ledger, Table, TableCell, Trace, Unit};

use super::Findings;
use super::words::losses;
use crate::findings::{Line, Person};
use crate::traces::decimal;

/// The two ways to count, and what stands before the keys of their figures.
const WAYS: [(&str, &str); 2] = [("stays out", ""), ("is counted", "unexcluded.")];

const NOTE: &str = "Stays out: as compared above. What was left out is named below with who, when and why; what is left out of one \
                    book also moves a little what is expected of the others.";

/// How often a question is asked of everybody: accounts, then money.
#[derive(Debug, Clone, Copy)]
struct Question {
    key: &'static str,
    read: fn(&Person) -> Option<&Line>,
    unexcluded: fn(&Person) -> Option<&Line>,
}

const ACCOUNTS: Question = Question {
    key: "kept",
    read: |person| person.kept.as_ref(),
    unexcluded: |person| person.unexcluded.as_ref()?.kept.as_ref(),
};

const MONEY: Question = Question {
    key: "retained",
    read: |person| person.retained.as_ref(),
    unexcluded: |person| person.unexcluded.as_ref()?.retained.as_ref(),
};

impl Question {
    /// The lines of one person, by ways to count.
    fn ways(self, person: &Person) -> [(&'static str, String, Option<&Line>); 2] {
        let [(compared, _), (whole, before)] = WAYS;
        let (key, unexcluded) = (self.key.to_owned(), format!("{before}{}", self.key));
        [(compared, key, (self.read)(person)), (whole, unexcluded, (self.unexcluded)(person))]
    }
}

/// One person's comparison with and without what was left out; `None` where nothing was.
pub(super) fn of_person(findings: &Findings, person: &PersonId, address: &Address) -> Option<Table> {
    let found = findings.people.get(person)?;
    found.unexcluded.as_ref()?;
    let headings = [
        "what",
        "what was left out",
        "verdict",
        ">credited",
        ">observed",
        ">expected for this book",
        ">difference (95 %)",
    ];
    let mut table = Table::new("With and without what was left out", &headings);
    let kept = if findings.setting.unit.0 == "renewal" { "renewals kept" } else { "accounts kept" };
    for (name, question) in [(kept, ACCOUNTS), ("ARR retained", MONEY)] {
        for (way, key, line) in question.ways(found) {
            let Some(line) = line else { continue };
            let cells = Cells { findings, name, key: &key, line, address };
            let mut row: Vec<TableCell> = vec![name.into(), way.into()];
            row.extend(cells.row(true));
            table.row(row);
        }
    }
    let whose =
        if found.is_touched_by_exclusions() { "" } else { "Nothing that was left out is credited to this person. " };
    table.note = Some(format!("{whose}{NOTE}"));
    Some(table)
}

/// Everybody any of whose outcomes was left out, by name, then all together; a table for accounts, one for money.
pub(super) fn of_team(findings: &Findings, address: &impl Fn(&PersonId) -> Address, ledger: &mut Ledger) -> Vec<Table> {
    let touched = |person: &Person| person.is_touched_by_exclusions();
    let people = super::by_name(findings).filter(|(_, person)| touched(person)).collect::<Vec<_>>();
    if people.is_empty() {
        return Vec::new();
    }
    let mut tables = Vec::new();
    let unit = super::team::capital(&findings.setting.unit.1);
    for (title, question) in [(unit, ACCOUNTS), ("ARR retained".to_owned(), MONEY)] {
        let headings = ["CSM", "what was left out", "verdict", ">credited", ">kept", ">expected", ">difference"];
        let mut table = Table::new(format!("{title}, with and without what was left out"), &headings);
        for (id, person) in &people {
            let (name, address) = (findings.name(id), address(id));
            for (way, key, line) in question.ways(person) {
                let mut row: Vec<TableCell> = vec![(&*name).into(), way.into()];
                match line {
                    Some(line) => {
                        let cells = Cells { findings, name: &name, key: &key, line, address: &address };
                        row.extend(cells.row(false));
                    }
                    None => {
                        row.push("nothing is left to compare".into());
                        row.extend(std::iter::repeat_n(TableCell::Empty, headings.len() - row.len()));
                    }
                }
                table.row(row);
            }
        }
        for (way, before) in WAYS {
            table.row(everybody(findings, address, ledger, (question, way, before)));
        }
        table.note = Some(NOTE.to_owned());
        tables.push(table);
    }
    tables
}

/// All books together, folded from those of each person; nobody is judged by it.
fn everybody(
    findings: &Findings,
    address: &impl Fn(&PersonId) -> Address,
    ledger: &mut Ledger,
    (question, way, before): (Question, &str, &str),
) -> Vec<TableCell> {
    let mut traces =
        ["observed", "expected"].map(|what| (what, Trace::new(Fold::WeightedMean, &["share", "credited"])));
    let mut at_stake = 0.0;
    for (id, person) in super::by_name(findings) {
        let line = question.ways(person).into_iter().find(|(of, _, _)| *of == way).and_then(|(_, _, line)| line);
        let Some(line) = line else { continue };
        let (name, address) = (findings.name(id), address(id));
        let cells = Cells { findings, name: &name, key: &format!("{before}{}", question.key), line, address: &address };
        for (what, trace) in &mut traces {
            trace.push_known(&cells.rate(what), &[decimal(line.at_stake)]);
        }
        at_stake += line.at_stake;
    }
    let rates = traces.map(|(what, trace)| {
        let key = format!("{before}{}.{what}", question.key);
        TableCell::from(ledger.figure(&key, "everybody", Unit::Ratio, findings.setting.as_of, trace))
    });
    // Rows that several share would be counted several times, and sums of money are told elsewhere.
    let credited = if question.key == "kept" { losses(at_stake) } else { String::new() };
    let mut row: Vec<TableCell> = vec!["everybody".into(), way.into(), "not judged".into(), credited.into()];
    row.extend(rates);
    row.push(TableCell::Empty);
    row
}

/// One line of one person on its way into a table.
struct Cells<'a> {
    findings: &'a Findings,
    name: &'a str,
    key: &'a str,
    line: &'a Line,
    address: &'a Address,
}

impl Cells<'_> {
    fn rate(&self, what: &str) -> Figure {
        let value = match what {
            "observed" => self.line.observed,
            "expected" => self.line.expected,
            _ => self.line.difference,
        };
        Figure::known(self.name, value, Unit::Ratio, self.findings.setting.as_of)
            .with_n(self.line.rows)
            .with_evidence(self.address.figure(&format!("{}.{what}", self.key)))
    }

    fn difference(&self, with_interval: bool) -> Figure {
        let range = self.line.difference_95;
        self.rate("difference").with_interval(with_interval.then(|| Interval {
            level: rust_decimal::Decimal::new(95, 2),
            low: decimal(range.low),
            high: decimal(range.high),
            method: self.line.method().to_owned(),
        }))
    }

    /// Verdict, credited, observed, expected, difference.
    fn row(&self, with_interval: bool) -> [TableCell; 5] {
        let line = self.line;
        let credited = if line.more.is_some() { losses(line.at_stake) } else { format!("in {} rows", line.rows) };
        [
            line.verdict.words().into(),
            credited.into(),
            self.rate("observed").into(),
            self.rate("expected").into(),
            self.difference(with_interval).into(),
        ]
    }
}
