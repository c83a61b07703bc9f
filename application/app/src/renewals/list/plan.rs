use std::collections::BTreeMap;
use std::sync::Arc;

use churn::SIGNALS;
use customers::Opportunity;
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use renewals::{STEPS, timeline};
use report::{Block, Fold, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;

use super::Page;
use crate::desk::Desk;
use crate::facts::caveats::listed;
use crate::facts::{histories, typed};

/// Renewals in danger that are told one by one.
const SHOWN_MOST: usize = 25;
/// More renewals in danger than this are too many for one person to work on.
// method: renewals.danger_most
const DANGER_MOST: usize = 4;

impl Page {
    pub(super) fn mitigation(&mut self) -> Section {
        let mut section = Section::new("mitigation", "What can be done about the risk");
        let mut places = self.places(|one| one.due.class().is_in_danger());
        if places.is_empty() {
            section.push(Block::text("No renewal stands below 75 %. The steps above are the plan."));
            return section;
        }
        let stake = |place: &usize| self.judged[*place].due.arr() * (Decimal::ONE - self.judged[*place].due.chance);
        places.sort_by_key(|place| (std::cmp::Reverse(stake(place)), *place));
        let mut table = Table::new(
            "Below 75 %, by what is expected to be lost",
            &["account", ">expected loss", "first thing to do"],
        );
        for place in places.iter().take(SHOWN_MOST) {
            let one = &self.judged[*place];
            let mut trace = Trace::new(Fold::SumOfProducts, &["chance of loss", "ARR"]);
            trace.push_known(&one.loss(), &[one.due.arr()]);
            let first = one.reasons(1).first().and_then(|reason| reason.signal).map(|of| SIGNALS[of].step);
            let (name, key) = (one.due.name.clone(), format!("stake.{}.{}", one.due.account, one.due.on));
            let loss = self.ledger.figure(&key, "expected loss", self.money.clone(), self.day, trace);
            let first = first.unwrap_or("ask openly whether they will renew, and what it depends on");
            table.row([TableCell::from(&*name), loss.into(), first.into()]);
        }
        if places.len() > SHOWN_MOST {
            table.note = Some(format!("And {} more with less at stake.", places.len() - SHOWN_MOST));
        }
        section.push(table);
        section.push(Block::callout(
            Tone::Note,
            "Who is at risk and who can be saved are two questions; this answers the first. Write down every attempt \
             (save_plays), so that it can be learned what works.",
        ));
        section
    }

    pub(super) fn expansion(&mut self, desk: &Desk<'_>) -> Result<Section, Refusal> {
        let mut section = Section::new("expansion", "Expansion");
        if self.decided.is_empty() {
            section.push(Block::text("What was added at past renewals is not known: none is decided yet."));
        } else {
            let trace = self.decided.growth_trace();
            let figure = self.ledger.figure("growth", "added at past renewals", Unit::Ratio, self.day, trace);
            let convention = "ARR added on the day of a renewal, of the ARR that came up in the last two years";
            section.push(Block::Figures { figures: vec![figure.with_convention(convention)] });
        }
        let open = self.open_sales(desk)?;
        if open.is_empty() {
            section.push(Block::text(
                "No open opportunity of these accounts is on record; import opportunities to see what they may add.",
            ));
            return Ok(section);
        }
        let mut table = Table::new("Open opportunities of accounts that come up", &["account", ">ARR it would add"]);
        for (account, sales) in open.into_iter().take(SHOWN_MOST) {
            let mut trace = Trace::new(Fold::Sum, &["ARR"]);
            for (key, opened_on, amount) in sales {
                trace.push("opportunities", &key, "open", Some(opened_on), &[amount]);
            }
            let name = self.judged.iter().find(|one| one.due.account == account).map(|one| one.due.name.clone());
            let name = name.unwrap_or_else(|| Arc::from(account.external()));
            let key = format!("sales.{account}");
            let figure = self.ledger.figure(&key, "ARR it would add", self.money.clone(), self.day, trace);
            table.row([TableCell::from(&*name), figure.into()]);
        }
        table.note = Some("Not in the forecast: it speaks of what is kept. First renew, then grow.".to_owned());
        section.push(table);
        Ok(section)
    }

    /// Open sales of the accounts that come up, most first; those whose amount cannot be told are left out.
    fn open_sales(&self, desk: &Desk<'_>) -> Result<Vec<(AccountId, Sales)>, Refusal> {
        let (rates, book) = (histories::rates(desk)?, desk.currency()?);
        let mut found: BTreeMap<AccountId, Sales> = BTreeMap::new();
        let ours: std::collections::BTreeSet<&AccountId> = self.judged.iter().map(|one| &one.due.account).collect();
        for sale in typed(desk, FactQuery::all(&customers::opportunity::SHAPE), Opportunity::from_record)? {
            let is_open = sale.opened_on <= self.day && sale.closed_on.is_none_or(|closed| closed > self.day);
            let grows = sale.kind.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("expansion"));
            if !is_open || !grows || !ours.contains(&sale.account) {
                continue;
            }
            let currency = sale.currency.as_ref().map_or(Some(book), |code| code.parse().ok());
            let rate = currency.and_then(|from| rates.rate(from, book, self.day).ok());
            let Some(amount) = sale.arr.zip(rate).and_then(|(arr, rate)| arr.checked_mul(rate)) else { continue };
            found.entry(sale.account).or_default().push((sale.key, sale.opened_on, amount));
        }
        let mut found: Vec<(AccountId, Sales)> = found.into_iter().collect();
        let sum = |sales: &Sales| sales.iter().map(|(_, _, amount)| *amount).sum::<Decimal>();
        found.sort_by(|a, b| sum(&b.1).cmp(&sum(&a.1)).then_with(|| a.0.cmp(&b.0)));
        Ok(found)
    }

    pub(super) fn timeline(&mut self) -> Section {
        let mut section = Section::new("timeline", "Timeline");
        let mut table = Table::new("What comes next", &["step", "what is done", ">renewals", ">ARR", "first by"]);
        for step in STEPS {
            let next =
                |place: &usize| timeline::next(&self.judged[*place].due, self.day).filter(|next| next.step == step);
            let places: Vec<usize> = self.all().into_iter().filter(|place| next(place).is_some()).collect();
            let first = places.iter().filter_map(|place| next(place).map(|next| next.by)).min();
            let count = self.count(&format!("step.{}", step.days), "renewals", &places);
            let arr = self.arr(&format!("step.{}.arr", step.days), "ARR", &places);
            let first = first.map_or_else(String::new, |day| day.to_string());
            table.row([TableCell::from(step.name), step.says.into(), count.into(), arr.into(), first.into()]);
        }
        table.note = Some(
            "T-90: 90 days before the decision. Where notice has to be given before that, the step comes as early."
                .to_owned(),
        );
        section.push(table);
        section
    }

    pub(super) fn resources(&mut self) -> Section {
        let mut section = Section::new("resources", "Who has it on the desk");
        let mut owners: BTreeMap<Option<Arc<str>>, Vec<usize>> = BTreeMap::new();
        for (place, one) in self.judged.iter().enumerate() {
            owners.entry(one.due.owner.clone()).or_default().push(place);
        }
        let mut table = Table::new("", &["owner", ">renewals", ">ARR", ">below 75 %"]);
        let mut many = Vec::new();
        for (place, (owner, places)) in owners.into_iter().enumerate() {
            let danger: Vec<usize> =
                places.iter().copied().filter(|place| self.judged[*place].due.class().is_in_danger()).collect();
            let name = owner.unwrap_or_else(|| Arc::from("unowned"));
            if danger.len() > DANGER_MOST {
                many.push(name.clone());
            }
            let count = self.count(&format!("owner.{place}"), "renewals", &places);
            let arr = self.arr(&format!("owner.{place}.arr"), "ARR", &places);
            let danger = self.count(&format!("owner.{place}.danger"), "below 75 %", &danger);
            table.row([TableCell::from(&*name), count.into(), arr.into(), danger.into()]);
        }
        table.note = Some("How many hours a renewal takes is not on record, so none are worked out.".to_owned());
        section.push(table);
        if !many.is_empty() {
            section.push(Block::callout(
                Tone::Caveat,
                format!(
                    "More than {DANGER_MOST} below 75 % at once: {}. Share them out or put some first.",
                    listed(&many)
                ),
            ));
        }
        section
    }
}

type Sales = Vec<(Arc<str>, jiff::civil::Date, Decimal)>;
