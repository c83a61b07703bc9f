use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kernel::AccountId;

mod doubts;
mod reasons;

pub use reasons::Reason;

use self::doubts::doubt;
use self::reasons::{Found, reasons};

/// An account with everything that its rows say to tell it apart. Accounts that are linked already are one candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The account, as it is read.
    pub account: AccountId,
    /// Its name, as it is read.
    pub name: Arc<str>,
    /// The accounts its rows are of, as their systems name them; one unless some are linked.
    pub rows: BTreeSet<AccountId>,
    /// What its rows are called, cleaned.
    pub names: BTreeSet<Vec<String>>,
    /// The identifiers of other systems that its rows hold.
    pub other_ids: BTreeSet<String>,
    /// Its own domains; none that anybody may write from.
    pub domains: BTreeSet<String>,
    /// The domains its contacts write from; none that anybody may write from.
    pub mail_domains: BTreeSet<String>,
    /// The account it belongs to, as it is read.
    pub parent: Option<AccountId>,
    /// Who owns it today, by name.
    pub owners: BTreeSet<Arc<str>>,
}

impl Candidate {
    /// The systems that know it.
    #[must_use]
    pub fn sources(&self) -> BTreeSet<&str> {
        self.rows.iter().map(|row| row.as_str().split_once('/').map_or("", |(source, _)| source)).collect()
    }
}

/// How sure it is that two candidates are one company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// One thing speaks for it that companies share by chance.
    Possible,
    /// A domain, an identifier, or a name with addresses speaks for it.
    Likely,
    /// One system holds the other's identifier, or two strong reasons agree, and nothing speaks against it.
    Certain,
}

impl Certainty {
    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// Two candidates that are likely one company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The account that would be kept.
    pub kept: AccountId,
    /// The account that would count for it.
    pub other: AccountId,
    /// How sure that is.
    pub certainty: Certainty,
    /// What speaks for it.
    pub reasons: BTreeSet<Reason>,
}

/// What only a person can decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Whom it is about first.
    pub account: AccountId,
    /// Which it may be.
    pub others: Vec<AccountId>,
    /// What speaks for the first of them.
    pub reasons: BTreeSet<Reason>,
    /// What is to be decided, in a sentence.
    pub asks: String,
}

/// Everything there is to say about the accounts of several systems.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// The surest first, then by account; each account once per system.
    pub proposals: Vec<Proposal>,
    /// By account.
    pub questions: Vec<Question>,
    /// What so many accounts have in common that it tells none of them apart, in words.
    pub not_telling: Vec<String>,
}

/// Which candidates are likely one company. `decided` holds pairs of rows that somebody said are different, the smaller
/// first; of two systems the one named earlier in `order` is kept.
#[must_use]
pub fn propose(candidates: &[Candidate], decided: &BTreeSet<(AccountId, AccountId)>, order: &[Arc<str>]) -> Findings {
    let mut all: Vec<&Candidate> = candidates.iter().collect();
    all.sort_by(|one, other| one.account.cmp(&other.account));
    let Found { pairs, not_telling } = reasons(&all);
    let held = doubts::Held::of(&all, &pairs);
    let (mut fitting, mut findings) = (Vec::new(), Findings { not_telling, ..Findings::default() });
    for ((one, other), reasons) in &pairs {
        if is_decided(all[*one], all[*other], decided) {
            continue;
        }
        let (kept, counting) = in_order(all[*one], all[*other], order);
        let fit = Fit { one: *one, other: *other, certainty: certainty(reasons), reasons };
        match doubt(kept, counting, &held) {
            Some(asks) => findings.questions.push(Question {
                account: kept.account.clone(),
                others: vec![counting.account.clone()],
                reasons: reasons.clone(),
                asks,
            }),
            None => fitting.push(fit),
        }
    }
    let chosen = choose(&all, fitting, &mut findings);
    settle(&all, chosen, order, &mut findings);
    findings
}

/// A pair that nothing speaks against.
#[derive(Debug, Clone, Copy)]
struct Fit<'a> {
    one: usize,
    other: usize,
    certainty: Certainty,
    reasons: &'a BTreeSet<Reason>,
}

impl Fit<'_> {
    fn strength(&self) -> (Certainty, usize) {
        (self.certainty, self.reasons.len())
    }

    fn beside(&self, place: usize) -> usize {
        if self.one == place { self.other } else { self.one }
    }
}

/// The best fit of each candidate in each system; where several are equally good, or several certain, that is asked.
fn choose<'a>(all: &[&Candidate], fitting: Vec<Fit<'a>>, findings: &mut Findings) -> Vec<Fit<'a>> {
    let mut options: BTreeMap<(usize, &str), Vec<Fit<'a>>> = BTreeMap::new();
    for fit in &fitting {
        for (place, other) in [(fit.one, fit.other), (fit.other, fit.one)] {
            for source in all[other].sources() {
                options.entry((place, source)).or_default().push(*fit);
            }
        }
    }
    let (mut beaten, mut open) = (BTreeSet::new(), BTreeMap::new());
    for ((place, source), fits) in &options {
        let Some(best) = fits.iter().map(Fit::strength).max() else { continue };
        let is_best =
            |fit: &&Fit<'_>| fit.strength() == best || (fit.certainty, best.0) == (Certainty::Certain, best.0);
        let tied: Vec<&Fit<'a>> = fits.iter().filter(is_best).collect();
        beaten.extend(fits.iter().filter(|fit| !is_best(fit)).map(|fit| (fit.one, fit.other)));
        if tied.len() > 1 {
            beaten.extend(tied.iter().map(|fit| (fit.one, fit.other)));
            let others: Vec<usize> = tied.iter().map(|fit| fit.beside(*place)).collect();
            open.insert((*place, *source), (others, tied[0].reasons));
        }
    }
    for ((place, source), (others, reasons)) in open {
        findings.questions.push(Question {
            account: all[place].account.clone(),
            others: others.iter().map(|other| all[*other].account.clone()).collect(),
            reasons: reasons.clone(),
            asks: format!("{} accounts of {source} fit equally well; which is it?", others.len()),
        });
    }
    fitting.into_iter().filter(|fit| !beaten.contains(&(fit.one, fit.other))).collect()
}

/// The proposals, and a question in the place of each that would make two accounts of one system the same through a third.
fn settle(all: &[&Candidate], mut chosen: Vec<Fit<'_>>, order: &[Arc<str>], findings: &mut Findings) {
    chosen.sort_by_key(|fit| (std::cmp::Reverse(fit.strength()), fit.one, fit.other));
    let mut group_of: Vec<usize> = (0..all.len()).collect();
    let mut sources: Vec<BTreeSet<&str>> = all.iter().map(|candidate| candidate.sources()).collect();
    for fit in chosen {
        let (kept, counting) = in_order(all[fit.one], all[fit.other], order);
        let (into, from) = (group_of[fit.one], group_of[fit.other]);
        if into != from && !sources[into].is_disjoint(&sources[from]) {
            let twice: Vec<&str> = sources[into].intersection(&sources[from]).copied().collect();
            let asks =
                format!("through the others, two accounts of {} would become one; are they?", twice.join(" and "));
            findings.questions.push(Question {
                account: kept.account.clone(),
                others: vec![counting.account.clone()],
                reasons: fit.reasons.clone(),
                asks,
            });
            continue;
        }
        let moved = std::mem::take(&mut sources[from]);
        sources[into].extend(moved);
        group_of.iter_mut().filter(|group| **group == from).for_each(|group| *group = into);
        findings.proposals.push(Proposal {
            kept: kept.account.clone(),
            other: counting.account.clone(),
            certainty: fit.certainty,
            reasons: fit.reasons.clone(),
        });
    }
    findings.proposals.sort_by(|a, b| (b.certainty, &a.kept, &a.other).cmp(&(a.certainty, &b.kept, &b.other)));
    findings.questions.sort_by(|a, b| (&a.account, &a.others).cmp(&(&b.account, &b.others)));
}

/// The candidate that would be kept, and the one that would count for it.
fn in_order<'a>(one: &'a Candidate, other: &'a Candidate, order: &[Arc<str>]) -> (&'a Candidate, &'a Candidate) {
    let rank = |candidate: &Candidate| {
        let of = |source: &str| order.iter().position(|known| **known == *source).unwrap_or(order.len());
        candidate.sources().into_iter().map(of).min()
    };
    if (rank(other), &other.account) < (rank(one), &one.account) { (other, one) } else { (one, other) }
}

fn is_decided(one: &Candidate, other: &Candidate, decided: &BTreeSet<(AccountId, AccountId)>) -> bool {
    let pair = |one: &AccountId, other: &AccountId| {
        if one < other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) }
    };
    !decided.is_empty() && one.rows.iter().any(|a| other.rows.iter().any(|b| decided.contains(&pair(a, b))))
}

fn certainty(reasons: &BTreeSet<Reason>) -> Certainty {
    let says = |wanted: fn(&Reason) -> bool| reasons.iter().any(wanted);
    let holds = says(|reason| matches!(reason, Reason::Holds { .. } | Reason::BothHold(_)));
    let domain = says(|reason| matches!(reason, Reason::Domain(_)));
    let id = says(|reason| matches!(reason, Reason::SameId(_)));
    let name = says(|reason| matches!(reason, Reason::Name(_) | Reason::Words(_)));
    let mail = says(|reason| matches!(reason, Reason::WritesFrom(_) | Reason::Mail(_)));
    if holds || (domain && name) || (id && (domain || name)) {
        Certainty::Certain
    } else if domain || id || (name && mail) {
        Certainty::Likely
    } else {
        Certainty::Possible
    }
}

#[cfg(test)]
mod tests;
