use kernel::PersonId;
use report::{Address, Block, Figure, Prose, Table, TableCell, Tone, Unit};
use rust_decimal::Decimal;

use super::Findings;
use super::funnel::funnel;
use super::words::{percent, range};
use crate::findings::{Line, Person};
use crate::verdict::{READABLE, Verdict};

/// The comparison of everybody, for the one who leads them; by name, never by rank. `address` says where the figures of a
/// person open.
#[must_use]
pub fn blocks(findings: &Findings, address: impl Fn(&PersonId) -> Address) -> Vec<Block> {
    let mut blocks = vec![Block::text(lead(findings)), accounts(findings, &address).into()];
    blocks.extend(funnel(findings, None, |_| true).map(Block::from));
    blocks.push(money(findings, &address).into());
    for says in findings.setting.caveats.iter().chain(&findings.setting.exclusions) {
        blocks.push(Block::callout(Tone::Caveat, says.as_str()));
    }
    blocks
}

fn kept(findings: &Findings) -> impl Iterator<Item = &Line> {
    findings.people.values().filter_map(|person| person.kept.as_ref())
}

fn lead(findings: &Findings) -> Prose {
    let with = |verdict: Verdict| kept(findings).filter(|line| line.verdict == verdict).count();
    let (below, above, depends) = (with(Verdict::Below), with(Verdict::Above), with(Verdict::Depends));
    let reliable: Vec<f64> =
        kept(findings).filter_map(|line| line.more.as_ref()).map(|more| more.reliability).collect();
    let readable = reliable.iter().filter(|reliability| **reliability >= READABLE).count();
    let verdict = match (below, above, depends) {
        (0, 0, 0) => {
            "There is no evidence that anybody's accounts stayed more or less than they would have with anyone."
                .to_owned()
        }
        (0, 0, _) => "Nobody's accounts clearly stayed more or less than they would have with anyone.".to_owned(),
        _ => format!("{below} below and {above} above what their books were to keep anyway."),
    };
    let spread = &findings.everybody;
    Prose::default().strong(verdict).words(format!(
        " {} {} from {}, {} of them lost. How far apart CSMs are here is uncertain itself: {} in log-odds, between {} and {}. \
         For {readable} of {} the rows settle at least half of what sets people apart; for the others nothing should be \
         concluded from this page. The order is by name, and there are no ranks.",
        super::words::count(spread.outcomes),
        findings.setting.unit.1,
        findings.window(),
        percent(1.0 - spread.rate),
        crate::traces::decimal(spread.spread).round_dp(2),
        crate::traces::decimal(spread.spread_low).round_dp(2),
        crate::traces::decimal(spread.spread_high).round_dp(2),
        reliable.len()
    ))
}

/// Accounts, or renewals, by name.
fn accounts(findings: &Findings, address: &impl Fn(&PersonId) -> Address) -> Table {
    let headings = ["CSM", ">n", ">kept", ">expected", ">difference", ">95 %", ">settled", "verdict"];
    let mut table = Table::new(format!("{}, by CSM in order of name", capital(&findings.setting.unit.1)), &headings);
    for (id, line) in lines(findings, |person| person.kept.as_ref()) {
        let settled = line.more.as_ref().map_or(TableCell::Empty, |more| percent(more.reliability).into());
        let mut row = rates(findings, id, ("kept", line), &address(id));
        row.extend([range(line.difference_95).into(), settled, line.verdict.words().into()]);
        table.row(row);
    }
    table.note = Some(
        "Expected: the same rows with an average CSM. Difference: what is left when chance is allowed for. Settled: the share \
         of what sets people apart that these rows could settle; from 70 % on somebody could be singled out."
            .to_owned(),
    );
    table
}

/// ARR by name.
fn money(findings: &Findings, address: &impl Fn(&PersonId) -> Address) -> Table {
    let headings = ["CSM", ">n", ">ARR kept", ">expected", ">difference", ">95 %", "verdict"];
    let mut table = Table::new("ARR retained, by CSM in order of name", &headings);
    for (id, line) in lines(findings, |person| person.retained.as_ref()) {
        let mut row = rates(findings, id, ("retained", line), &address(id));
        row.extend([range(line.difference_95).into(), line.verdict.words().into()]);
        table.row(row);
    }
    table
}

fn lines<'a>(
    findings: &'a Findings,
    read: impl Fn(&'a Person) -> Option<&'a Line>,
) -> impl Iterator<Item = (&'a PersonId, &'a Line)> {
    let mut people: Vec<(&PersonId, &Person)> = findings.people.iter().collect();
    people.sort_by_key(|(id, _)| (findings.name(id), (*id).clone()));
    people.into_iter().filter_map(move |(id, person)| Some((id, read(person)?)))
}

/// Name, rows, observed, expected and difference of a line, each opening where the person's comparison opens.
fn rates(findings: &Findings, id: &PersonId, line: (&str, &Line), address: &Address) -> Vec<TableCell> {
    let (key, line) = line;
    let name = findings.name(id);
    let rate = |what: &str, value: Decimal| {
        let figure = Figure::known(&*name, value, Unit::Ratio, findings.setting.as_of).with_n(line.rows);
        let opens = what != "difference" || line.more.is_some();
        let figure = if opens { figure.with_evidence(address.figure(&format!("{key}.{what}"))) } else { figure };
        TableCell::from(figure)
    };
    vec![
        TableCell::from(&*name),
        line.rows.to_string().into(),
        rate("observed", line.observed),
        rate("expected", line.expected),
        rate("difference", line.difference),
    ]
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
