use std::collections::{BTreeMap, BTreeSet};

use super::Candidate;

/// What more accounts than this have in common tells none of them apart.
// method: matching.shared_most
const SHARED_MOST: usize = 20;

/// Identifiers that two systems give alike only by chance are shorter.
// method: matching.same_id_letters
const SAME_ID_LETTERS: usize = 8;

/// Identifiers that are held are not looked for when they are shorter: `1` may be anything.
// method: matching.held_id_letters
const HELD_ID_LETTERS: usize = 3;

/// Identifiers of Salesforce come with 15 letters or with 18, of which the first 15 are the same.
const SHORT_FORM: usize = 15;
const LONG_FORM: usize = 18;

/// What speaks for two candidates being one company.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A row of one system holds the identifier of the other's.
    Holds {
        /// The system that holds it.
        source: String,
        /// The identifier.
        id: String,
    },
    /// Both hold this identifier of a third system.
    BothHold(String),
    /// Both systems give this identifier.
    SameId(String),
    /// Both have this domain.
    Domain(String),
    /// Both have this name, cleaned.
    Name(String),
    /// Both names have these words, in another order.
    Words(String),
    /// Contacts of one write from the domain of the other.
    WritesFrom(String),
    /// Contacts of both write from this domain.
    Mail(String),
}

impl Reason {
    /// In words.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Holds { source, id } => format!("{source} holds the identifier {id}"),
            Self::BothHold(id) => format!("both hold the identifier {id}"),
            Self::SameId(id) => format!("same identifier {id}"),
            Self::Domain(domain) => format!("same domain {domain}"),
            Self::Name(name) => format!("same name \"{name}\""),
            Self::Words(words) => format!("same words in the name \"{words}\""),
            Self::WritesFrom(domain) => format!("contacts write from {domain}"),
            Self::Mail(domain) => format!("contacts of both write from {domain}"),
        }
    }
}

/// Pairs of candidates by their places, the smaller first, with what speaks for them.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) pairs: BTreeMap<(usize, usize), BTreeSet<Reason>>,
    pub(super) not_telling: Vec<String>,
}

/// What candidates have in common, by what it is.
#[derive(Debug, Default)]
struct Shelves {
    ids: BTreeMap<String, BTreeSet<usize>>,
    held: BTreeMap<String, BTreeSet<usize>>,
    domains: BTreeMap<String, BTreeSet<usize>>,
    mail: BTreeMap<String, BTreeSet<usize>>,
    names: BTreeMap<String, BTreeSet<usize>>,
    words: BTreeMap<String, BTreeSet<usize>>,
}

/// Everything that speaks for two candidates of different systems being one.
pub(super) fn reasons(all: &[&Candidate]) -> Found {
    let shelves = shelves(all);
    let mut found = Found::default();
    for (held, holders) in &shelves.held {
        if let Some(places) = shelves.ids.get(held) {
            found.hold(all, held, (holders, places));
        }
        found.meet(all, (holders, holders), "identifier", held, |id| Reason::BothHold(id.to_owned()));
    }
    for (id, places) in shelves.ids.iter().filter(|(id, _)| id.chars().count() >= SAME_ID_LETTERS) {
        found.meet(all, (places, places), "identifier", id, |id| Reason::SameId(id.to_owned()));
    }
    for (domain, places) in &shelves.domains {
        found.meet(all, (places, places), "domain", domain, |domain| Reason::Domain(domain.to_owned()));
        if let Some(writing) = shelves.mail.get(domain) {
            found.meet(all, (places, writing), "domain", domain, |domain| Reason::WritesFrom(domain.to_owned()));
        }
    }
    for (domain, places) in &shelves.mail {
        found.meet(all, (places, places), "domain of addresses", domain, |domain| Reason::Mail(domain.to_owned()));
    }
    for (name, places) in &shelves.names {
        found.meet(all, (places, places), "name", name, |name| Reason::Name(name.to_owned()));
    }
    for (words, places) in &shelves.words {
        found.meet(all, (places, places), "name", words, |words| Reason::Words(words.to_owned()));
    }
    found.pairs.values_mut().for_each(without_the_weaker);
    found.not_telling.sort_unstable();
    found.not_telling.dedup();
    found
}

fn shelves(all: &[&Candidate]) -> Shelves {
    let mut shelves = Shelves::default();
    let put = |shelf: &mut BTreeMap<String, BTreeSet<usize>>, what: String, place: usize| {
        shelf.entry(what).or_default().insert(place);
    };
    for (place, candidate) in all.iter().enumerate() {
        for row in &candidate.rows {
            let id = row.external();
            put(&mut shelves.ids, id.to_lowercase(), place);
            if id.len() == LONG_FORM && id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                put(&mut shelves.ids, id[..SHORT_FORM].to_lowercase(), place);
            }
        }
        for id in candidate.other_ids.iter().filter(|id| id.chars().count() >= HELD_ID_LETTERS) {
            put(&mut shelves.held, id.to_lowercase(), place);
        }
        candidate.domains.iter().for_each(|domain| put(&mut shelves.domains, domain.clone(), place));
        candidate.mail_domains.iter().for_each(|domain| put(&mut shelves.mail, domain.clone(), place));
        for name in &candidate.names {
            put(&mut shelves.names, name.join(" "), place);
            let mut words = name.clone();
            words.sort_unstable();
            put(&mut shelves.words, words.join(" "), place);
        }
    }
    shelves
}

impl Found {
    /// A reason for every pair of the two lists that are of different systems.
    fn meet(
        &mut self,
        all: &[&Candidate],
        (ones, others): (&BTreeSet<usize>, &BTreeSet<usize>),
        kind: &str,
        what: &str,
        reason: impl Fn(&str) -> Reason,
    ) {
        if ones.len().max(others.len()) > SHARED_MOST {
            self.not_telling.push(format!("{} accounts have the {kind} {what}", ones.len().max(others.len())));
            return;
        }
        for one in ones {
            for other in others {
                self.add(all, (*one, *other), reason(what));
            }
        }
    }

    fn hold(&mut self, all: &[&Candidate], id: &str, (holders, places): (&BTreeSet<usize>, &BTreeSet<usize>)) {
        for holder in holders {
            for place in places.iter().take(SHARED_MOST) {
                let source = all[*holder].sources().into_iter().collect::<Vec<_>>().join(" and ");
                let written = all[*holder].other_ids.iter().find(|written| written.to_lowercase() == id);
                let id = written.map_or_else(|| id.to_owned(), Clone::clone);
                self.add(all, (*holder, *place), Reason::Holds { source, id });
            }
        }
    }

    fn add(&mut self, all: &[&Candidate], (one, other): (usize, usize), reason: Reason) {
        let (sources, theirs) = (all[one].sources(), all[other].sources());
        if one == other || (sources == theirs && sources.len() == 1) {
            return;
        }
        self.pairs.entry((one.min(other), one.max(other))).or_default().insert(reason);
    }
}

/// The same words in another order say nothing more where the name is the same, nor do addresses where the domain is.
fn without_the_weaker(reasons: &mut BTreeSet<Reason>) {
    let domains: BTreeSet<String> = reasons
        .iter()
        .filter_map(|reason| match reason {
            Reason::Domain(domain) => Some(domain.clone()),
            _ => None,
        })
        .collect();
    let named = reasons.iter().any(|reason| matches!(reason, Reason::Name(_)));
    let writes = reasons.iter().any(|reason| matches!(reason, Reason::WritesFrom(_)));
    let mut one_name = false;
    reasons.retain(|reason| match reason {
        Reason::Words(_) if named => false,
        // Two spellings of one name are one reason.
        Reason::Name(_) | Reason::Words(_) => !std::mem::replace(&mut one_name, true),
        Reason::WritesFrom(domain) => !domains.contains(domain),
        Reason::Mail(domain) => !writes && !domains.contains(domain),
        _ => true,
    });
}
