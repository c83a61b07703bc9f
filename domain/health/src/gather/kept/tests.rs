use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use crate::row::{
    Act, Answer, Contact, Contract, Deal, Invoice, Question, Row, Terms, Ticket, Touch, UsageDay, UsageMonth,
};
use crate::{Book, Gathering, Profile, assess};

use super::*;

const AS_OF: Date = date(2026, 9, 30);

/// What a row says, as plain numbers: its kind, its age in days, two small numbers and a choice.
type Said = (u8, i64, i64, i64, bool);

fn enter(gathering: &mut Gathering, place: usize, (kind, age, few, more, choice): Said) {
    let key: Arc<str> = Arc::from(format!("{place:03}"));
    let key = &key;
    let on = AS_OF.checked_sub(age.days()).unwrap();
    let feature: Arc<str> = Arc::from(format!("feature {few}"));
    let named = choice.then_some(&feature);
    let closed_on = choice.then(|| on.checked_add(few.days()).unwrap());
    gathering.add(match kind {
        0 => Row::UsageDay(UsageDay { key, day: on, feature: named, events: Some(more), active_users: Some(few) }),
        1 => Row::UsageMonth(UsageMonth {
            key,
            month: on.first_of_month(),
            feature: named,
            active_users: (few > 0).then_some(few),
            licensed_users: (more > 2).then_some(more),
            active_days: Some(few * 9),
            events: Some(more),
        }),
        2 => {
            let kind = ["call", "training", "email"][usize::try_from(few % 3).unwrap()];
            Row::Touch(Touch { key, on, kind, inbound: choice, outcome: None, sponsor: Some(more > 3) })
        }
        3 => {
            let satisfaction = Some((few + 1).into());
            Row::Ticket(Ticket { key, opened_on: on, closed_on, satisfaction, escalated: more > 3 })
        }
        4 => {
            let question = if choice { Question::NetPromoter } else { Question::Satisfaction };
            Row::Answer(Answer { key, on, question, score: (few + 1).into() })
        }
        5 => Row::Contract(Contract {
            key,
            starts_on: on,
            ends_on: closed_on,
            arr: Some((100 * (more + 1)).into()),
            seats: (few > 1).then_some(few),
            terms: terms(few, more, choice, on),
        }),
        6 => Row::Invoice(Invoice { key, due_on: on, paid_on: closed_on }),
        7 => Row::Act(Act { key, on, kind: if few > 2 { "community" } else { "reference" } }),
        8 => Row::Contact(Contact { key, since_on: (few > 1).then_some(on), left_on: closed_on }),
        _ => Row::Deal(Deal { key, kind: Some("expansion"), opened_on: on, closed_on, won: Some(more > 2) }),
    });
}

fn terms(few: i64, more: i64, choice: bool, on: Date) -> Terms {
    Terms {
        auto_renew: Some(choice),
        renewal_on: on.checked_add((100 * more).days()).ok(),
        notice_on: (few > 3).then_some(on),
        notice_days: (more > 1).then_some(10 * few),
    }
}

proptest! {
    #[test]
    fn the_facts_of_every_measure_make_its_number(
        rows in prop::collection::vec((0..10_u8, 0..420_i64, 0..5_i64, 0..6_i64, any::<bool>()), 0..80),
    ) {
        let mut gathering = Gathering::new(AS_OF).keeping_facts();
        rows.iter().enumerate().for_each(|(place, said)| enter(&mut gathering, place, *said));
        let book = Book::of(AS_OF, [&gathering]);
        let evidence = gathering.finish(&book);
        let judged = Profile::all().map(|profile| assess(&profile, &evidence));
        let components = judged.iter().flat_map(|health| &health.components);
        for measure in components.flat_map(|component| &component.measures) {
            let Ok(reading) = measure.reading else { continue };
            let again = measure.facts_trace().and_then(|trace| trace.value());
            let digits = |number: Option<Decimal>| number.map(|number| number.round_dp(12).normalize());
            prop_assert_eq!(digits(again), digits(reading.number()), "{}: {:?}", measure.key, measure.facts);
        }
    }
}
