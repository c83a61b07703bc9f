use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil::Date;

use crate::rule;

/// What a contact is to the account's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Answers for the money.
    Sponsor,
    /// Speaks for us.
    Champion,
    /// Works with the product a lot.
    PowerUser,
    /// Another role, or none told.
    Other,
}

impl Role {
    /// The role a source names.
    #[must_use]
    pub fn of(told: Option<&str>) -> Self {
        let told = told.unwrap_or_default().to_lowercase();
        match told {
            told if told.contains("sponsor") => Self::Sponsor,
            told if told.contains("champion") => Self::Champion,
            told if told.contains("power") => Self::PowerUser,
            _ => Self::Other,
        }
    }
}

/// Someone known at an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The key of the fact.
    pub key: Arc<str>,
    /// As people call them.
    pub name: Arc<str>,
    /// Their role as the source writes it.
    pub told_role: Option<Arc<str>>,
    /// Their job title.
    pub title: Option<Arc<str>>,
    /// When they left.
    pub left_on: Option<Date>,
}

impl Contact {
    /// The role.
    #[must_use]
    pub fn role(&self) -> Role {
        Role::of(self.told_role.as_deref())
    }
}

/// A two-way conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    /// The key of the fact.
    pub key: Arc<str>,
    /// When.
    pub on: Date,
    /// Who of them took part.
    pub contact: Option<Arc<str>>,
}

/// A contact with what they said.
#[derive(Debug, Clone)]
pub struct Person<'a> {
    /// Who.
    pub contact: &'a Contact,
    /// Their conversations of the window, oldest first.
    pub talks: Vec<&'a Talk>,
    /// Whether they have left by the as-of day.
    pub has_left: bool,
    as_of: Date,
}

impl Person<'_> {
    /// Their last conversation.
    #[must_use]
    pub fn last(&self) -> Option<&Talk> {
        self.talks.last().copied()
    }

    /// Their conversations after the day they left: one of the two days is wrong, or they were written down late.
    #[must_use]
    pub fn after_leaving(&self) -> usize {
        let Some(left) = self.contact.left_on.filter(|_| self.has_left) else { return 0 };
        self.talks.iter().filter(|talk| talk.on > left).count()
    }

    /// Whether they are there and spoke with us lately.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.has_left && self.last().is_some_and(|talk| age(talk.on, self.as_of) < rule::ACTIVE_DAYS)
    }
}

/// Who at an account speaks with us.
#[derive(Debug, Clone)]
pub struct Map<'a> {
    /// The day that is looked from.
    pub as_of: Date,
    /// Those who speak most first.
    pub people: Vec<Person<'a>>,
    /// Conversations that do not say with whom.
    pub unnamed: Vec<&'a Talk>,
}

impl<'a> Map<'a> {
    /// Conversations that say with whom.
    #[must_use]
    pub fn named(&self) -> usize {
        self.people.iter().map(|person| person.talks.len()).sum()
    }

    /// Those who are there and spoke with us lately.
    pub fn active(&self) -> impl Iterator<Item = &Person<'a>> {
        self.people.iter().filter(|person| person.is_active())
    }

    /// The one who speaks most, if anybody does.
    #[must_use]
    pub fn busiest(&self) -> Option<&Person<'a>> {
        self.people.first().filter(|person| !person.talks.is_empty())
    }
}

pub(crate) fn age(day: Date, as_of: Date) -> i32 {
    (as_of - day).get_days()
}

/// The map of an account on a day.
#[must_use]
pub fn map<'a>(contacts: &'a [Contact], talks: &'a [Talk], as_of: Date) -> Map<'a> {
    let mut seen: Vec<&Talk> =
        talks.iter().filter(|talk| (0..rule::WINDOW_DAYS).contains(&age(talk.on, as_of))).collect();
    seen.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
    let mut people: Vec<Person<'a>> = contacts
        .iter()
        .map(|contact| Person {
            contact,
            talks: seen.iter().copied().filter(|talk| talk.contact.as_ref() == Some(&contact.key)).collect(),
            has_left: contact.left_on.is_some_and(|left| left <= as_of),
            as_of,
        })
        .collect();
    people.sort_by(|a, b| {
        let place = |one: &Person<'a>| (one.has_left, Reverse(one.talks.len()), one.contact.role());
        (place(a), &a.contact.name, &a.contact.key).cmp(&(place(b), &b.contact.name, &b.contact.key))
    });
    let known = |talk: &&Talk| contacts.iter().any(|contact| talk.contact.as_ref() == Some(&contact.key));
    let unnamed = seen.iter().copied().filter(|talk| !known(talk)).collect();
    Map { as_of, people, unnamed }
}

#[cfg(test)]
mod tests;
