use jiff::Span;
use jiff::civil::{Date, date};

use super::{Contact, Talk, map};
use crate::finding::{FindingKind, findings};

const AS_OF: Date = date(2024, 12, 31);

fn contact(key: &str, role: &str, left_on: Option<Date>) -> Contact {
    Contact { key: key.into(), name: key.into(), told_role: Some(role.into()), title: None, left_on }
}

fn talks(with: &[(&str, i64)]) -> Vec<Talk> {
    let talk = |(place, (contact, ago)): (usize, &(&str, i64))| Talk {
        key: format!("T{place}").into(),
        on: AS_OF.checked_sub(Span::new().days(*ago)).unwrap_or(AS_OF),
        contact: Some(*contact).filter(|contact| !contact.is_empty()).map(Into::into),
    };
    with.iter().enumerate().map(talk).collect()
}

fn kinds(contacts: &[Contact], with: &[(&str, i64)]) -> Vec<FindingKind> {
    findings(&map(contacts, &talks(with), AS_OF)).iter().map(|finding| finding.kind).collect()
}

#[test]
fn one_active_contact_is_a_single_thread() {
    let people = [contact("ann", "champion", None), contact("bob", "power user", None)];
    assert_eq!(kinds(&people, &[("ann", 5), ("ann", 9)]), [FindingKind::SingleThreaded]);
    assert_eq!(kinds(&people, &[("ann", 5), ("bob", 9)]), []);
    assert_eq!(kinds(&people, &[("ann", 5), ("bob", 89)]), []);
    assert_eq!(kinds(&people, &[("ann", 5), ("bob", 90)]), [FindingKind::SingleThreaded]);
}

#[test]
fn four_fifths_with_one_contact_is_a_single_thread() {
    let people = [contact("ann", "champion", None), contact("bob", "power user", None)];
    let four = [("ann", 1), ("ann", 2), ("ann", 3), ("ann", 4), ("bob", 5)];
    assert_eq!(kinds(&people, &four), [FindingKind::SingleThreaded]);
    assert_eq!(kinds(&people, &four[1..]), [], "four conversations are too few to say");
}

#[test]
fn a_champion_who_left_is_missed_unless_another_speaks() {
    let gone = contact("ann", "Champion", Some(date(2024, 10, 1)));
    let others = [("bob", 3), ("cyd", 4)];
    let with = |role: &str| [gone.clone(), contact("bob", role, None), contact("cyd", "buyer", None)];
    assert_eq!(kinds(&with("power user"), &others), [FindingKind::ChampionLost]);
    assert_eq!(kinds(&with("champion"), &others), []);
    let long_ago =
        [contact("ann", "champion", Some(date(2023, 1, 1))), contact("bob", "x", None), contact("cyd", "x", None)];
    assert_eq!(kinds(&long_ago, &others), []);
}

#[test]
fn a_sponsor_who_does_not_speak_is_silent() {
    let people = [contact("eve", "executive sponsor", None), contact("bob", "x", None), contact("cyd", "x", None)];
    assert_eq!(kinds(&people, &[("bob", 3), ("cyd", 4), ("eve", 120)]), [FindingKind::SilentSponsor]);
    assert_eq!(kinds(&people, &[("bob", 3), ("cyd", 4), ("eve", 12)]), []);
}

#[test]
fn nothing_is_concluded_where_conversations_do_not_say_with_whom() {
    assert_eq!(kinds(&[contact("eve", "sponsor", None)], &[("", 3), ("", 9)]), []);
    assert_eq!(map(&[], &talks(&[("", 3), ("gone", 4)]), AS_OF).unnamed.len(), 2);
}

#[test]
fn knowing_nobody_is_a_finding() {
    assert_eq!(kinds(&[], &[]), [FindingKind::NobodyKnown]);
    assert_eq!(kinds(&[contact("ann", "x", Some(date(2020, 1, 1)))], &[]), [FindingKind::NobodyKnown]);
    assert_eq!(kinds(&[contact("ann", "x", None)], &[]), [FindingKind::NobodySpeaks]);
}

#[test]
fn the_future_is_not_seen() {
    let later = Talk { key: "T".into(), on: date(2025, 1, 5), contact: Some("ann".into()) };
    let people = [contact("ann", "champion", Some(date(2025, 1, 2)))];
    let found = [later];
    let map = map(&people, &found, AS_OF);
    assert!(!map.people[0].has_left && map.people[0].talks.is_empty());
}

#[test]
fn who_left_lately_is_not_denied_to_have_spoken() {
    let people = [contact("ann", "user", None), contact("bob", "champion", Some(date(2024, 12, 21)))];
    let said = |with: &[(&str, i64)]| {
        let talks = talks(with);
        let map = map(&people, &talks, AS_OF);
        let says: Vec<String> = findings(&map).into_iter().map(|finding| finding.says).collect();
        (says.join(". "), map.people.iter().map(super::Person::after_leaving).sum::<usize>())
    };
    let (says, after) = said(&[("ann", 5), ("bob", 30), ("bob", 5)]);
    assert!(says.contains("of those still there, only ann has spoken with us in 90 days"), "{says}");
    assert_eq!(after, 1, "five days ago bob was gone for five days");
    let (says, after) = said(&[("ann", 5), ("bob", 100)]);
    assert!(says.contains("only ann has spoken") && !says.contains("of those still there"), "{says}");
    assert_eq!(after, 0);
}
