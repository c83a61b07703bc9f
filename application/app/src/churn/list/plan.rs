use std::sync::Arc;

use churn::SIGNALS;
use report::{Block, Ledger, Section, Table, Tone};

use super::{Line, Page};
use crate::facts::caveats::listed;

impl Page {
    pub(super) fn drivers(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("drivers", "Driver analysis");
        let worked = self.worked().len();
        let mut table = Table::new("What raises chances most", &["signal", ">accounts", ">ARR at stake"]);
        let mut rows = self.by_reason(false);
        rows.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.len()));
        for (of, lines) in rows {
            let key = SIGNALS[of].key;
            let count = self.count(ledger, &format!("driver.{key}"), "accounts", &lines);
            let arr = self.sum(ledger, &format!("driver.{key}.arr"), "ARR", &lines);
            table.row([SIGNALS[of].harm.into(), count.into(), arr.into()]);
        }
        table.note = Some(format!("Among the three strongest reasons of each account shown above ({worked})."));
        section.push(table);
        section.push(super::super::show::believed(&self.card));
        section
    }

    pub(super) fn plan(&self) -> Section {
        let mut section = Section::new("plan", "Intervention plan");
        let mut table = Table::new("", &["where", "first step", "accounts, largest first"]);
        for (of, mut lines) in self.by_reason(true) {
            lines.sort_by(|a, b| (b.arr, &a.account).cmp(&(a.arr, &b.account)));
            let names: Vec<Arc<str>> = lines.iter().map(|line| line.name.clone()).collect();
            table.row([SIGNALS[of].harm.into(), SIGNALS[of].step.into(), listed(&names).into()]);
        }
        section.push(table);
        section.push(Block::callout(
            Tone::Note,
            "Who is at risk and who can be saved are two questions; this list answers the first. Write down every \
             attempt (save_plays), so that it can be learned what works.",
        ));
        section
    }

    pub(super) fn outcomes(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("outcomes", "Expected outcomes");
        let worked: Vec<&Line> = self.worked();
        let by = super::days_after(self.day, self.within_days);
        let figures = vec![
            self.expected_accounts(ledger),
            self.expected_arr(ledger),
            self.sum(ledger, "worked", "ARR of the plan", &worked),
        ];
        section.push(Block::text(format!("If nothing changes, by {by}:")));
        section.push(Block::Figures { figures });
        section.push(Block::points([
            "What saving one account is worth: evenkeel churn show ACCOUNT --save 55 --cost 10000.",
            "Accounts we worked on look like false alarms when they stay, so past outcomes understate the risk of those \
             nobody works on.",
            "Once these days are over, the list is held against what happened, and the card learns from it.",
        ]));
        section
    }
}
