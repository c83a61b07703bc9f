use kernel::PersonId;
use report::{Address, Block, Figure, Ledger, Prose, Table, TableCell, Tone, Unit};
use rust_decimal::Decimal;

use super::funnel::funnel;
use super::words::{percent, range};
use super::{Findings, beliefs, exclusions};
use crate::findings::{Everybody, Line, Person};
use crate::verdict::{READABLE, Verdict};

/// The comparison of everybody, for the one who leads them; by name, never by rank. `address` says where the figures of a
/// person open; those of everybody together are entered in the ledger.
#[must_use]
pub fn blocks(findings: &Findings, address: impl Fn(&PersonId) -> Address, ledger: &mut Ledger) -> Vec<Block> {
    let mut blocks = vec![Block::text(lead(findings)), accounts(findings, &address).into()];
    blocks.extend(funnel(findings, None, |_| true).map(Block::from));
    blocks.push(money(findings, &address).into());
    blocks.extend(exclusions::of_team(findings, &address, ledger).into_iter().map(Block::from));
    let beliefs = beliefs::caveat(findings).into_iter().chain(beliefs::of_team(findings));
    blocks.extend(beliefs.map(|says| Block::callout(Tone::Caveat, says)));
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
    let verdict = match (findings.has_few_losses(), below, above, depends) {
        (true, ..) => "Accounts: too few losses in all to compare anybody.".to_owned(),
        (_, 0, 0, 0) => "Accounts: no evidence of a difference for anybody.".to_owned(),
        (_, 0, 0, _) => "Accounts: nobody clearly differs.".to_owned(),
        _ => format!("Accounts: {below} below and {above} above what their books were to keep anyway."),
    };
    let settled = match readable {
        0 => format!(
            "For none of the {} do the rows settle half of what sets people apart, so nothing should be concluded about any of them from their accounts.",
            reliable.len()
        ),
        _ => format!(
            "For {readable} of {} the rows settle at least half of what sets people apart; about the others nothing should be concluded from this page.",
            reliable.len()
        ),
    };
    // Where nobody is compared on accounts there is nothing to say about how far they can be believed.
    let believed = match findings.has_few_losses() {
        true => String::new(),
        false => format!(" How far apart CSMs are here is uncertain itself: {} {settled}", spread(&findings.everybody)),
    };
    Prose::default().strong(format!("{verdict} {}", money_verdict(findings))).words(format!(
        " {} {} from {}, {} of them lost.{believed} The order is by name, and there are no ranks.",
        super::words::count(findings.everybody.outcomes),
        findings.setting.unit.1,
        findings.window(),
        percent(1.0 - findings.everybody.rate),
    ))
}

fn spread(everybody: &Everybody) -> String {
    let rounded = |number: f64| crate::traces::decimal(number).round_dp(2);
    format!(
        "{} in log-odds, between {} and {}.",
        rounded(everybody.spread),
        rounded(everybody.spread_low),
        rounded(everybody.spread_high)
    )
}

/// The verdicts on money, by name.
fn money_verdict(findings: &Findings) -> String {
    let differ: Vec<String> = lines(findings, |person| person.retained.as_ref())
        .filter(|(_, line)| line.verdict.is_difference())
        .map(|(id, line)| format!("{} for {}", line.verdict.words(), findings.name(id)))
        .collect();
    if differ.is_empty() {
        return "ARR retained: no evidence of a difference for anybody.".to_owned();
    }
    format!("ARR retained: {}; seen once, a reason to look, not to act.", differ.join(", "))
}

/// Accounts, or renewals, by name.
fn accounts(findings: &Findings, address: &impl Fn(&PersonId) -> Address) -> Table {
    let headings = ["CSM", "verdict", ">credited", ">kept", ">expected", ">difference", ">95 %", ">settled"];
    let mut table = Table::new(format!("{}, by CSM in order of name", capital(&findings.setting.unit.1)), &headings);
    for (id, line) in lines(findings, |person| person.kept.as_ref()) {
        let settled = line.more.as_ref().map_or(TableCell::Empty, |more| percent(more.reliability).into());
        let mut row = rates(findings, id, ("kept", line), &address(id));
        row.extend([range(line.difference_95).into(), settled]);
        table.row(row);
    }
    table.note = Some(
        "Expected: the same rows with an average CSM. Difference: what is left when chance is allowed for. Settled: the share \
         of what sets people apart that these rows could settle; below 70 % a verdict is a reason to look, never to single \
         somebody out. Credited counts shared rows in part."
            .to_owned(),
    );
    table
}

/// ARR by name.
fn money(findings: &Findings, address: &impl Fn(&PersonId) -> Address) -> Table {
    let headings = ["CSM", "verdict", ">rows", ">ARR kept", ">expected", ">difference", ">95 %"];
    let mut table = Table::new("ARR retained, by CSM in order of name", &headings);
    for (id, line) in lines(findings, |person| person.retained.as_ref()) {
        let mut row = rates(findings, id, ("retained", line), &address(id));
        row.push(range(line.difference_95).into());
        table.row(row);
    }
    table
}

fn lines<'a>(
    findings: &'a Findings,
    read: impl Fn(&'a Person) -> Option<&'a Line>,
) -> impl Iterator<Item = (&'a PersonId, &'a Line)> {
    super::by_name(findings).filter_map(move |(id, person)| Some((id, read(person)?)))
}

/// Name, rows, observed, expected and difference of a line, each opening where the person's comparison opens.
fn rates(findings: &Findings, id: &PersonId, line: (&str, &Line), address: &Address) -> Vec<TableCell> {
    let (key, line) = line;
    let name = findings.name(id);
    let rate = |what: &str, value: Decimal| {
        let figure = Figure::known(&*name, value, Unit::Ratio, findings.setting.as_of).with_n(line.rows);
        TableCell::from(figure.with_evidence(address.figure(&format!("{key}.{what}"))))
    };
    vec![
        TableCell::from(&*name),
        line.verdict.words().into(),
        if line.more.is_some() { super::words::losses(line.at_stake) } else { line.rows.to_string() }.into(),
        rate("observed", line.observed),
        rate("expected", line.expected),
        rate("difference", line.difference),
    ]
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
