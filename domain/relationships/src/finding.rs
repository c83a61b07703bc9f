use crate::map::{Map, Person, Role, age};
use crate::rule;

/// What can be dangerous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A champion or sponsor has left and nobody took their place.
    ChampionLost,
    /// One contact carries the relationship.
    SingleThreaded,
    /// A sponsor is known and does not speak with us.
    SilentSponsor,
    /// Contacts are known and none of them speaks with us.
    NobodySpeaks,
    /// No contact is known.
    NobodyKnown,
}

impl FindingKind {
    /// All, most pressing first.
    pub const ALL: [Self; 5] =
        [Self::ChampionLost, Self::SingleThreaded, Self::SilentSponsor, Self::NobodySpeaks, Self::NobodyKnown];

    /// The words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ChampionLost => "champion or sponsor lost",
            Self::SingleThreaded => "single-threaded",
            Self::SilentSponsor => "silent sponsor",
            Self::NobodySpeaks => "nobody speaks with us",
            Self::NobodyKnown => "no contact known",
        }
    }

    /// The word that stands for it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ChampionLost => "champion_lost",
            Self::SingleThreaded => "single_threaded",
            Self::SilentSponsor => "silent_sponsor",
            Self::NobodySpeaks => "nobody_speaks",
            Self::NobodyKnown => "nobody_known",
        }
    }
}

/// Something dangerous about an account's map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// In a sentence.
    pub says: String,
}

/// What is dangerous about a map, most pressing first.
#[must_use]
pub fn findings(map: &Map<'_>) -> Vec<Finding> {
    let found = |kind, says: Option<String>| says.map(|says| Finding { kind, says });
    [
        found(FindingKind::ChampionLost, lost(map)),
        found(FindingKind::SingleThreaded, single(map)),
        found(FindingKind::SilentSponsor, silent(map)),
        found(FindingKind::NobodySpeaks, nobody_speaks(map)),
        found(FindingKind::NobodyKnown, nobody_known(map)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn lost(map: &Map<'_>) -> Option<String> {
    let mattered = |person: &&Person<'_>| matches!(person.contact.role(), Role::Champion | Role::Sponsor);
    let recent = |person: &&Person<'_>| {
        person.has_left && person.contact.left_on.is_some_and(|left| age(left, map.as_of) < rule::LOST_DAYS)
    };
    let gone = map.people.iter().filter(mattered).find(recent)?;
    let replaced = map.active().any(|person| person.contact.role() == gone.contact.role());
    let left = gone.contact.left_on?;
    let role = if gone.contact.role() == Role::Champion { "champion" } else { "sponsor" };
    (!replaced).then(|| format!("{}, {role}, left on {left}, and no other {role} speaks with us", gone.contact.name))
}

fn single(map: &Map<'_>) -> Option<String> {
    let busiest = map.busiest().filter(|person| person.is_active())?;
    let name = &busiest.contact.name;
    if map.active().count() == 1 {
        // Who has left since may have spoken in these days, too.
        let spoke = |person: &Person<'_>| person.last().is_some_and(|talk| age(talk.on, map.as_of) < rule::ACTIVE_DAYS);
        let whom = match map.people.iter().any(|person| person.has_left && spoke(person)) {
            true => "of those still there, only",
            false => "only",
        };
        return Some(format!("{whom} {name} has spoken with us in {} days", rule::ACTIVE_DAYS));
    }
    let (own, all) = (busiest.talks.len(), map.named());
    (all >= rule::LEAST_TALKS && own * 100 >= all * rule::THREAD_PERCENT)
        .then(|| format!("{own} of {all} conversations in {} days are with {name}", rule::WINDOW_DAYS))
}

fn silent(map: &Map<'_>) -> Option<String> {
    let here = |person: &&Person<'_>| person.contact.role() == Role::Sponsor && !person.has_left;
    let mut sponsors = map.people.iter().filter(here).peekable();
    sponsors.peek()?;
    if map.named() == 0 {
        return None;
    }
    let speaks = |person: &Person<'_>| person.last().is_some_and(|talk| age(talk.on, map.as_of) < rule::SPONSOR_DAYS);
    let all: Vec<&Person<'_>> = sponsors.collect();
    if all.iter().any(|person| speaks(person)) {
        return None;
    }
    let first = all.first()?;
    Some(match first.last() {
        Some(talk) => format!("{}, sponsor, last spoke with us on {}", first.contact.name, talk.on),
        None => format!("{}, sponsor, has not spoken with us in {} days", first.contact.name, rule::WINDOW_DAYS),
    })
}

fn nobody_speaks(map: &Map<'_>) -> Option<String> {
    let here = map.people.iter().filter(|person| !person.has_left).count();
    let can_tell = map.unnamed.is_empty();
    (here > 0 && can_tell && map.active().count() == 0).then(|| match here {
        1 => format!("the only contact known there has not spoken with us in {} days", rule::ACTIVE_DAYS),
        _ => format!("none of the {here} contacts known there has spoken with us in {} days", rule::ACTIVE_DAYS),
    })
}

fn nobody_known(map: &Map<'_>) -> Option<String> {
    map.people.iter().all(|person| person.has_left).then(|| match map.people.len() {
        0 => "no contact of this account is on record".to_owned(),
        _ => "everybody we knew there has left".to_owned(),
    })
}
