mod check;
mod exact;
mod figures;
mod funnel;
mod tables;
mod words;

use jiff::civil::Date;
use report::{Block, Prose, Section, Tone};

use super::{Inquiry, Profile};
use crate::compare::Compared;
use crate::design::adjusted_for;
use crate::show::words::{count, percent};
use crate::verdict::{READABLE, Verdict};

/// What the table calls things, and how it was read.
#[derive(Debug, Clone)]
pub struct Telling {
    /// The file.
    pub file: String,
    /// The column of outcomes.
    pub outcome: String,
    /// The column of trials, where outcomes are counts.
    pub trials: Option<String>,
    /// The column of those who are compared.
    pub group: String,
    /// The column of what rows weigh.
    pub weights: Option<String>,
    /// Whether some outcome is neither nothing nor all of its trials nor a whole count.
    pub fractional: bool,
    /// The day of the report.
    pub as_of: Date,
    /// How the table was read, one sentence each.
    pub reading: Vec<String>,
    /// What to mind about it, one sentence each.
    pub caveats: Vec<String>,
}

/// A profile on its way to the reader.
struct Page<'a> {
    inquiry: &'a Inquiry,
    profile: &'a Profile,
    telling: &'a Telling,
}

/// Everything a profile says, the verdict first.
#[must_use]
pub fn blocks(inquiry: &Inquiry, profile: &Profile, telling: &Telling) -> Vec<Block> {
    let page = Page { inquiry, profile, telling };
    let mut blocks = vec![Block::text(page.lead())];
    let caveats = page.caveats().into_iter().chain(telling.caveats.iter().cloned());
    blocks.extend(caveats.map(|says| Block::callout(Tone::Caveat, says)));
    blocks.push(page.everybody().into());
    blocks.extend(page.funnel().map(Block::from));
    let parts = [
        Some(page.how_sure()),
        page.weighed(),
        page.taken_into_account(),
        Some(page.how_far_apart()),
        page.cross_check(),
        page.without_approximation(),
        Some(page.other_software()),
        Some(page.how_worked_out()),
    ];
    blocks.extend(parts.into_iter().flatten().map(Block::from));
    blocks
}

impl Page<'_> {
    /// Those compared, by name; names that are numbers in the order of numbers.
    fn groups(&self) -> Vec<&Compared> {
        let mut groups: Vec<&Compared> = self.profile.comparison.groups.iter().collect();
        groups.sort_by_key(|compared| (compared.group.parse::<u64>().unwrap_or(u64::MAX), compared.group.clone()));
        groups
    }

    fn lead(&self) -> Prose {
        let (found, telling) = (&self.profile.comparison, self.telling);
        let groups = self.groups();
        let readable = groups.iter().filter(|compared| compared.reliability >= READABLE).count();
        let rows = count(self.inquiry.study.cases.len() as f64);
        let size = match &telling.trials {
            Some(trials) => format!("{rows} rows with {} \"{trials}\"", count(found.trials)),
            None => format!("{rows} rows"),
        };
        let given = match (self.inquiry.given.is_empty(), adjusted_for(&self.inquiry.study).is_empty()) {
            (false, true) => ", beside the chance that is given for each row",
            (true, true) => ", nothing else being known of the rows",
            _ => ", with what was known of the rows taken into account",
        };
        let group = &telling.group;
        Prose::default().strong(self.verdict()).words(format!(
            " {} has {size}; \"{}\" is {} in all. Each \"{group}\" is held against what an average one would have seen of the \
             very same rows{given}. For {readable} of {} the rows settle at least half of what sets them apart; about the \
             others nothing should be concluded from this page. The order is by name, and there are no ranks.",
            telling.file,
            telling.outcome,
            percent(found.rate),
            groups.len()
        ))
    }

    fn verdict(&self) -> String {
        let (groups, group) = (self.groups(), &self.telling.group);
        let apart: Vec<&Compared> = groups.iter().filter(|one| one.verdict.is_difference()).copied().collect();
        let with = |verdict: Verdict| groups.iter().filter(|one| one.verdict == verdict).count();
        match (apart.as_slice(), with(Verdict::TooFew), with(Verdict::Depends)) {
            ([], few, _) if few == groups.len() => {
                format!("There is too little to say anything about a single \"{group}\".")
            }
            ([], _, 0) => format!("No \"{group}\" differs from the others by more than chance and more than a trifle."),
            ([], _, _) => format!("No \"{group}\" clearly differs from the others."),
            _ => {
                let name = |one: &&Compared| format!("{group} {} ({})", one.group, self.words_of(one.verdict));
                let mut names: Vec<String> = apart.iter().take(NAMED_FIRST).map(name).collect();
                if apart.len() > NAMED_FIRST {
                    names.push(format!("and {} more", apart.len() - NAMED_FIRST));
                }
                let verb = if apart.len() == 1 { "differs" } else { "differ" };
                format!(
                    "{} of {} {verb} by more than chance and more than a trifle: {}.",
                    apart.len(),
                    groups.len(),
                    names.join(", ")
                )
            }
        }
    }

    fn section(key: &str, title: &str) -> Section {
        Section::new(key, title)
    }
}

/// So many are named in the first sentence.
const NAMED_FIRST: usize = 5;
