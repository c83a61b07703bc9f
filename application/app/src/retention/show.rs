use std::sync::Arc;

use kernel::{AccountId, Refusal};
use report::{Address, Block, Figure, Fold, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit};
use retention::{AccountHistory, Cohort, Measured, NoRate, compare_churn_sources, open_lapses, renewals};

use super::{Ground, refused};
use crate::desk::Desk;
use crate::facts::caveats::listed;

/// Whose retention over which period.
#[derive(Debug, Clone, Copy)]
pub struct RetentionRequest<'a> {
    /// The accounts a person owned on the first day; the company when empty.
    pub csm: Option<&'a str>,
    /// The period; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
}

/// Retention of the company or of one book: rates of the frozen opening cohort under the conventions in force.
///
/// # Errors
/// When the person or period is not known, or an exchange rate is missing.
pub fn show(desk: &Desk<'_>, request: RetentionRequest<'_>) -> Result<Report, Refusal> {
    let ground = Ground::load(desk, request.period, request.csm)?;
    let histories = cohort_histories(&ground);
    let cohort = Cohort::freeze(&histories, ground.period, &ground.basis()).map_err(refused)?;
    let mut report =
        Report::new("retention.show", format!("Retention of {}, {}", ground.who(), ground.period), ground.as_of);
    report.period = Some(ground.period.to_string());
    report.subtitle = subtitle(&ground);
    let mut writer = Writer { ground: &ground, ledger: Ledger::new(ground.address("retention").to_string()) };
    if cohort.members().is_empty() {
        report.push(Block::callout(
            Tone::Caveat,
            "No account had ARR on the first day of the period, so there is nothing to retain.",
        ));
    }
    if let Some(says) = ground.not_covered() {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.push(Block::Figures { figures: writer.headline(&cohort) });
    report.push(writer.amounts(&cohort));
    report.push(writer.renewals(&histories)?);
    if let Some(says) = writer.disagreement(&histories)? {
        report.push(Block::callout(Tone::Caveat, says));
    }
    if let Some(says) = writer.lapses(&histories)? {
        report.push(Block::callout(Tone::Note, says));
    }
    report.push(writer.lost(&cohort));
    report.ledger = writer.ledger;
    Ok(report)
}

/// Of a person, the accounts owned on the first day; where the credit goes is the review's business.
fn cohort_histories(ground: &Ground) -> Vec<AccountHistory> {
    let Some(owner) = &ground.owner else { return ground.loaded.histories.clone() };
    let owned = |account: &AccountId| {
        ground
            .stays
            .iter()
            .any(|stay| stay.owner == *owner && stay.account == *account && stay.holds_on(ground.period.from()))
    };
    ground.loaded.histories.iter().filter(|history| owned(&history.account)).cloned().collect()
}

fn subtitle(ground: &Ground) -> Vec<String> {
    let cohort = match &ground.owner {
        Some(_) => "accounts with ARR that were theirs on the first day",
        None => "accounts with ARR on the first day",
    };
    vec![
        format!("{} to {} · as known on {}", ground.period.from(), ground.period.last_day(), ground.as_of),
        format!("cohort: {cohort}, frozen; rates are per period as asked, not per year"),
    ]
}

struct Writer<'a> {
    ground: &'a Ground,
    ledger: Ledger,
}

impl Writer<'_> {
    fn figure(&mut self, key: &str, label: &str, unit: Unit, measured: Measured) -> Figure {
        let figure = self.ledger.figure(key, label, unit, self.ground.as_of, measured.trace);
        figure.with_convention(measured.convention)
    }

    fn money(&self) -> Unit {
        Unit::Money(self.ground.currency.to_string())
    }

    fn headline(&mut self, cohort: &Cohort) -> Vec<Figure> {
        vec![
            self.figure("gross_retention", "gross revenue retention", Unit::Ratio, cohort.gross_retention()),
            self.figure("net_retention", "net revenue retention", Unit::Ratio, cohort.net_retention()),
            self.figure("logo_churn", "logo churn", Unit::Ratio, cohort.logo_churn()),
            self.figure("revenue_churn", "revenue churn", Unit::Ratio, cohort.revenue_churn()),
            self.figure("contraction", "contraction", Unit::Ratio, cohort.contraction_rate()),
            self.figure("expansion", "expansion", Unit::Ratio, cohort.expansion_rate()),
        ]
    }

    fn amounts(&mut self, cohort: &Cohort) -> Table {
        let money = self.money();
        let mut opening = Trace::new(Fold::Sum, &["opening ARR"]);
        for member in cohort.members() {
            opening.push("accounts", &Arc::from(member.account.as_str()), &*member.name, None, &[member.opening]);
        }
        let opening = self.ledger.figure("opening", "opening ARR", money.clone(), self.ground.as_of, opening);
        let rows = [
            opening,
            self.figure("expansion_amount", "expansion", money.clone(), cohort.expansion_amount()),
            self.figure("escalator_amount", "agreed rises", money.clone(), cohort.escalator_amount()),
            self.figure("reactivation_amount", "returned", money.clone(), cohort.reactivation_amount()),
            self.figure("early_churn", "lost before they were ever in a cohort", money, cohort.early_churn()),
        ];
        let mut table = Table::new("Amounts", &["what", ">amount", ">accounts"]);
        for figure in rows {
            let count = figure.n.unwrap_or(0).to_string();
            table.row([TableCell::from(figure.label.clone()), figure.into(), count.into()]);
        }
        table
    }

    fn renewals(&mut self, histories: &[AccountHistory]) -> Result<Table, Refusal> {
        let found = renewals(histories, self.ground.period, &self.ground.basis()).map_err(refused)?;
        let mut table = Table::new("Renewals", &["what", ">figure"]);
        let money = self.money();
        let rates: [(&str, &str, Unit, Result<Measured, NoRate>); 3] = [
            ("available_to_renew", "available to renew", money, found.available_to_renew()),
            ("gross_renewal_rate", "gross renewal rate", Unit::Ratio, found.gross_rate()),
            ("net_renewal_rate", "net renewal rate", Unit::Ratio, found.net_rate()),
        ];
        for (key, label, unit, rate) in rates {
            let figure = match rate {
                Ok(measured) => self.figure(key, label, unit, measured),
                Err(why) => Figure::unknown(label, unit, self.ground.as_of, why.to_string()),
            };
            table.row([TableCell::from(label), figure.into()]);
        }
        if !found.pending.is_empty() {
            table.note = Some(format!("{} decisions are still open and in no rate", found.pending.len()));
        }
        Ok(table)
    }

    fn disagreement(&self, histories: &[AccountHistory]) -> Result<Option<String>, Refusal> {
        let found = compare_churn_sources(histories, self.ground.period, &self.ground.basis()).map_err(refused)?;
        if found.is_empty() || !self.ground.events_recorded {
            return Ok(None);
        }
        let named = |accounts: &[AccountId]| {
            listed(&accounts.iter().map(|account| self.ground.loaded.name(account)).collect::<Vec<_>>())
        };
        let mut says = format!(
            "The sources contradict each other about who was lost: contracts say {}, churn events say {}; these figures follow {}.",
            found.by_contracts.len(),
            found.by_events.len(),
            self.ground.rules.churn_source
        );
        if !found.only_events.is_empty() {
            says.push_str(&format!(" Only events name {}.", named(&found.only_events)));
        }
        if !found.only_contracts.is_empty() {
            says.push_str(&format!(" Only contracts name {}.", named(&found.only_contracts)));
        }
        Ok(Some(says))
    }

    fn lapses(&self, histories: &[AccountHistory]) -> Result<Option<String>, Refusal> {
        let open = open_lapses(histories, &self.ground.basis()).map_err(refused)?;
        let names: Vec<Arc<str>> = open.iter().map(|lapse| Arc::from(&*lapse.name)).collect();
        Ok((!names.is_empty()).then(|| {
            format!("Contracts of {} ran out so recently that a new one could still make it a billing lapse; they still count.", listed(&names))
        }))
    }

    fn lost(&self, cohort: &Cohort) -> Section {
        let mut section = Section::new("lost", "Accounts lost");
        let mut table = Table::new("", &["account", "lost on", ">ARR before"]);
        for member in cohort.members() {
            if let Some(day) = member.lost_on {
                let address =
                    Address::new("arr", member.account.as_str(), self.ground.period.from(), self.ground.as_of);
                let arr = Figure::known("ARR before", member.opening, self.money(), self.ground.as_of)
                    .with_evidence(address.figure("arr"));
                table.row([TableCell::from(member.name.as_str()), day.to_string().into(), arr.into()]);
            }
        }
        if table.rows.is_empty() {
            section.push(Block::text("None."));
        } else {
            section.push(table);
        }
        section
    }
}
