use jiff::ToSpan;
use jiff::civil::date;
use rust_decimal::Decimal;

use super::*;
use crate::reading::Reading;
use crate::row::{Act, Answer, Contact, Contract, Deal, Invoice, Question, Terms, Ticket, Touch, UsageDay, UsageMonth};

const AS_OF: Date = date(2026, 9, 30);

fn ago(days: i64) -> Date {
    AS_OF.checked_sub(days.days()).unwrap()
}

fn key(name: &str) -> Arc<str> {
    Arc::from(name)
}

/// One account, with rows that outlive the call.
struct Told(Gathering);

impl Told {
    fn account() -> Self {
        Self(Gathering::new(AS_OF).keeping_facts())
    }

    fn used(mut self, day: Date, feature: &str, events: i64) -> Self {
        let row =
            UsageDay { key: &key("u"), day, feature: Some(&key(feature)), events: Some(events), active_users: None };
        self.0.add(Row::UsageDay(row));
        self
    }

    fn month(mut self, month: Date, active_users: i64, licensed_users: Option<i64>) -> Self {
        self.0.add(Row::UsageMonth(UsageMonth {
            key: &key(&month.to_string()),
            month,
            feature: None,
            active_users: Some(active_users),
            licensed_users,
            active_days: Some(15),
            events: Some(300),
        }));
        self
    }

    fn touched(mut self, on: Date, kind: &str, inbound: bool, sponsor: Option<bool>) -> Self {
        self.0.add(Row::Touch(Touch { key: &key(kind), on, kind, inbound, outcome: None, sponsor }));
        self
    }

    fn ticket(mut self, opened_on: Date, closed_on: Option<Date>, satisfaction: Option<i64>, escalated: bool) -> Self {
        let satisfaction = satisfaction.map(Decimal::from);
        self.0.add(Row::Ticket(Ticket { key: &key("t"), opened_on, closed_on, satisfaction, escalated }));
        self
    }

    fn answered(mut self, on: Date, question: Question, score: i64) -> Self {
        self.0.add(Row::Answer(Answer { key: &key("s"), on, question, score: score.into() }));
        self
    }

    fn pays(mut self, starts_on: Date, ends_on: Option<Date>, arr: Option<i64>, seats: Option<i64>) -> Self {
        let arr = arr.map(Decimal::from);
        self.0.add(Row::Contract(Contract { key: &key("c"), starts_on, ends_on, arr, seats, terms: Terms::default() }));
        self
    }

    fn deal(mut self, kind: &str, opened_on: Date, closed_on: Option<Date>, won: Option<bool>) -> Self {
        self.0.add(Row::Deal(Deal { key: &key("d"), kind: Some(kind), opened_on, closed_on, won }));
        self
    }

    fn owed(mut self, due_on: Date, paid_on: Option<Date>) -> Self {
        self.0.add(Row::Invoice(Invoice { key: &key("i"), due_on, paid_on }));
        self
    }

    fn acted(mut self, on: Date, kind: &str) -> Self {
        self.0.add(Row::Act(Act { key: &key("a"), on, kind }));
        self
    }

    fn knows(mut self, since_on: Option<Date>, left_on: Option<Date>) -> Self {
        self.0.add(Row::Contact(Contact { key: &key("p"), since_on, left_on }));
        self
    }

    fn reads(&self, kind: MeasureKind) -> Result<Reading, Gap> {
        self.reads_beside(&[], kind)
    }

    fn reads_beside(&self, others: &[&Self], kind: MeasureKind) -> Result<Reading, Gap> {
        let book = Book::of(AS_OF, others.iter().map(|other| &other.0).chain([&self.0]));
        self.0.clone().finish(&book).reading(kind)
    }
}

#[test]
fn daily_use_is_counted_in_days_and_features() {
    let account = Told::account()
        .used(AS_OF, "boards", 10)
        .used(AS_OF, "export", 20)
        .used(ago(27), "boards", 30)
        .used(ago(28), "forms", 5)
        .used(ago(90), "chat", 5)
        .used(ago(3), "search", 0);
    let other = Told::account().used(ago(1), "search", 50);
    assert_eq!(account.reads(MeasureKind::Frequency), Ok(Reading::Frequency { active_days: 2, of_days: 28 }));
    let adoption = account.reads_beside(&[&other], MeasureKind::FeatureAdoption);
    assert_eq!(adoption, Ok(Reading::FeatureAdoption { used: 3, in_book: 4 }));
    let depth = account.reads_beside(&[&other], MeasureKind::Depth);
    // 60 events on two days; the other account has 50 on one, so the middle is 40.
    assert_eq!(depth, Ok(Reading::Depth { per_day: 30.into(), book_median: 40.into() }));
}

#[test]
fn silence_is_zero_only_while_the_source_speaks_for_others() {
    let dormant = Told::account().used(ago(60), "boards", 1);
    assert_eq!(dormant.reads(MeasureKind::Frequency), Err(Gap::FeedEnded));
    let lively = Told::account().used(AS_OF, "boards", 1);
    let found = dormant.reads_beside(&[&lively], MeasureKind::Frequency);
    assert_eq!(found, Ok(Reading::Frequency { active_days: 0, of_days: 28 }));
    let never = Told::account();
    assert_eq!(never.reads_beside(&[&lively], MeasureKind::Frequency), Err(Gap::NeverRecorded));
    assert_eq!(never.reads_beside(&[&lively], MeasureKind::FeatureAdoption), Err(Gap::NeverRecorded));
    assert_eq!(never.reads_beside(&[&lively], MeasureKind::Depth), Err(Gap::NeverRecorded));
}

#[test]
fn a_month_counts_once_it_is_over() {
    let account = Told::account().month(date(2026, 8, 1), 40, Some(80)).month(date(2026, 9, 1), 50, Some(100));
    assert_eq!(account.reads(MeasureKind::ActiveShare), Ok(Reading::ActiveShare { active: 50, licensed: 100 }));
    assert_eq!(account.reads(MeasureKind::Frequency), Ok(Reading::Frequency { active_days: 15, of_days: 30 }));
    let later = Told::account().month(date(2026, 8, 1), 40, Some(80)).month(date(2026, 10, 1), 50, Some(100));
    assert_eq!(later.reads(MeasureKind::ActiveShare), Ok(Reading::ActiveShare { active: 40, licensed: 80 }));
}

#[test]
fn seats_stand_in_where_licences_are_not_told() {
    let account = Told::account().month(date(2026, 9, 1), 50, None);
    assert_eq!(account.reads(MeasureKind::ActiveShare), Err(Gap::NoSeats));
    let account = account.pays(ago(400), None, Some(100), Some(60)).pays(ago(400), Some(ago(10)), Some(9), Some(99));
    assert_eq!(account.reads(MeasureKind::ActiveShare), Ok(Reading::ActiveShare { active: 50, licensed: 60 }));
    assert_eq!(account.reads(MeasureKind::Utilisation), Ok(Reading::Utilisation { active: 50, seats: 60 }));
}

#[test]
fn only_two_way_conversations_count() {
    let account = Told::account()
        .touched(ago(5), "Call", false, None)
        .touched(ago(89), "onsite", false, None)
        .touched(ago(90), "meeting", false, None)
        .touched(ago(4), "email", true, None)
        .touched(ago(3), "email", false, None);
    let quality = account.reads(MeasureKind::TouchpointQuality);
    assert_eq!(quality, Ok(Reading::TouchpointQuality { live: 2, written: 1 }));
    assert_eq!(account.reads(MeasureKind::ExecutiveInvolvement), Err(Gap::NoSponsor));
    assert_eq!(account.reads(MeasureKind::Training), Err(Gap::NotInBook));
    let trained = Told::account().touched(ago(100), "training", false, None);
    let training = account.reads_beside(&[&trained], MeasureKind::Training);
    assert_eq!(training, Ok(Reading::Training { count: 0 }));
    let sponsored = account.touched(ago(170), "meeting", false, Some(true)).touched(ago(2), "call", false, Some(false));
    let sponsors = sponsored.reads(MeasureKind::ExecutiveInvolvement);
    assert_eq!(sponsors, Ok(Reading::ExecutiveInvolvement { count: 1 }));
}

#[test]
fn what_was_not_held_does_not_count() {
    let mut account = Told::account();
    let row = Touch {
        key: &key("x"),
        on: ago(1),
        kind: "meeting",
        inbound: true,
        outcome: Some("No-Show"),
        sponsor: Some(true),
    };
    account.0.add(Row::Touch(row));
    let quality = account.reads(MeasureKind::TouchpointQuality);
    assert_eq!(quality, Ok(Reading::TouchpointQuality { live: 0, written: 0 }));
    assert_eq!(account.reads(MeasureKind::ExecutiveInvolvement), Err(Gap::NoSponsor));
}

#[test]
fn one_score_told_twice_counts_once() {
    let account = Told::account()
        .ticket(ago(12), Some(ago(10)), Some(2), false)
        .answered(ago(10), Question::Satisfaction, 2)
        .answered(ago(9), Question::Satisfaction, 5)
        .answered(ago(8), Question::Satisfaction, 9);
    let mean = Decimal::new(35, 1);
    assert_eq!(account.reads(MeasureKind::Csat), Ok(Reading::Csat { mean, answers: 2, doubled: 1 }));
}

#[test]
fn tickets_hurt_when_escalated_or_open_for_long() {
    let account = Told::account()
        .ticket(ago(5), None, None, true)
        .ticket(ago(14), None, None, false)
        .ticket(ago(200), None, None, true)
        .ticket(ago(300), Some(ago(290)), None, true);
    let support = account.reads(MeasureKind::SupportHealth);
    assert_eq!(support, Ok(Reading::SupportHealth { tickets: 2, escalated: 1, long_open: 1 }));
    assert_eq!(Told::account().reads(MeasureKind::SupportHealth), Err(Gap::NeverRecorded));
}

#[test]
fn revenue_is_compared_with_a_year_ago_or_a_quarter_ago() {
    let old = Told::account().pays(ago(400), Some(ago(100)), Some(1_000), None).pays(ago(100), None, Some(1_200), None);
    let trend = Reading::ArrTrend { now: 1_200.into(), before: 1_000.into(), days: 365 };
    assert_eq!(old.reads(MeasureKind::ArrTrend), Ok(trend));
    let young = Told::account().pays(ago(90), None, Some(500), None);
    let trend = Reading::ArrTrend { now: 500.into(), before: 500.into(), days: 90 };
    assert_eq!(young.reads(MeasureKind::ArrTrend), Ok(trend));
    let newest = Told::account().pays(ago(89), None, Some(500), None);
    assert_eq!(newest.reads(MeasureKind::ArrTrend), Err(Gap::NothingEarlier));
    let lost = Told::account().pays(ago(400), Some(AS_OF), Some(1_000), None);
    let trend = Reading::ArrTrend { now: 0.into(), before: 1_000.into(), days: 365 };
    assert_eq!(lost.reads(MeasureKind::ArrTrend), Ok(trend));
    let unrated = Told::account().pays(ago(400), None, None, None);
    assert_eq!(unrated.reads(MeasureKind::ArrTrend), Err(Gap::NotTold));
}

#[test]
fn renewals_are_no_expansion() {
    let account = Told::account()
        .deal("renewal", ago(20), Some(ago(10)), Some(true))
        .deal("expansion", ago(50), None, None)
        .deal("upsell", ago(500), Some(ago(364)), Some(true))
        .deal("upsell", ago(500), Some(ago(365)), Some(true));
    assert_eq!(account.reads(MeasureKind::Expansion), Ok(Reading::Expansion { won: 1, open: 1 }));
}

#[test]
fn invoices_count_once_they_are_settled_or_late() {
    assert_eq!(Told::account().reads(MeasureKind::Payment), Err(Gap::NeverRecorded));
    let young = Told::account().owed(ago(5), None);
    assert_eq!(young.reads(MeasureKind::Payment), Err(Gap::NothingDue));
    let account = young
        .owed(ago(100), Some(ago(95)))
        .owed(ago(100), Some(ago(94)))
        .owed(ago(100), Some(ago(70)))
        .owed(ago(100), Some(ago(69)))
        .owed(ago(6), None)
        .owed(ago(400), None)
        .owed(ago(31), None);
    let reading = Reading::Payment { due: 6, on_time: 1, late: 3 };
    assert_eq!(account.reads(MeasureKind::Payment), Ok(reading));
    // (100 + 3 x 50) / 6
    assert_eq!(reading.score().map(|score| score.round_dp(2)), Some(Decimal::new(4167, 2)));
}

#[test]
fn who_never_spoke_for_us_is_unknown_and_not_silent() {
    let other = Told::account().acted(ago(10), "Community").acted(ago(20), "reference");
    let never = Told::account();
    assert_eq!(never.reads_beside(&[&other], MeasureKind::Advocacy), Err(Gap::NeverRecorded));
    assert_eq!(never.reads_beside(&[&other], MeasureKind::Community), Err(Gap::NeverRecorded));
    assert_eq!(other.reads(MeasureKind::Advocacy), Ok(Reading::Advocacy { count: 1 }));
    let once = Told::account().acted(ago(200), "community");
    assert_eq!(once.reads_beside(&[&other], MeasureKind::Community), Ok(Reading::Community { count: 0 }));
}

#[test]
fn those_who_left_are_held_against_those_who_were_there() {
    let account = Told::account()
        .knows(None, None)
        .knows(Some(ago(400)), Some(ago(179)))
        .knows(Some(ago(400)), Some(ago(180)))
        .knows(Some(ago(3)), None)
        .knows(Some(AS_OF.tomorrow().unwrap()), None);
    let reading = Ok(Reading::StakeholderChanges { left: 1, known: 3 });
    assert_eq!(account.reads(MeasureKind::StakeholderChanges), reading);
    assert_eq!(Told::account().reads(MeasureKind::StakeholderChanges), Err(Gap::NeverRecorded));
}

#[test]
fn use_is_held_against_its_own_past() {
    let account = [(0, 30), (30, 60), (60, 20), (90, 100), (120, 90)]
        .into_iter()
        .fold(Told::account(), |account, (days, events)| account.used(ago(days), "boards", events));
    // Of 60, 20, 100 and 90 the latest three tell: their middle is 60.
    let trend = Reading::UsageTrend { now: 30.into(), usual: 60.into() };
    assert_eq!(account.reads(MeasureKind::UsageTrend), Ok(trend));
    assert_eq!(trend.score(), Some(Decimal::ZERO));
    let young = Told::account().used(ago(1), "boards", 3).used(ago(30), "boards", 4);
    assert_eq!(young.reads(MeasureKind::UsageTrend), Err(Gap::NotTold));
    let months = (4..=9)
        .fold(Told::account(), |account, month| account.month(date(2026, month, 1), i64::from(month) * 10, None));
    let trend = Reading::UsageTrend { now: 90.into(), usual: 60.into() };
    assert_eq!(months.reads(MeasureKind::UsageTrend), Ok(trend));
}

#[test]
fn no_ticket_for_long_is_a_warning_and_many_are_bad() {
    let asked = |count: i64| {
        let account = Told::account().ticket(ago(200), Some(ago(190)), None, false);
        let account = (0..count).fold(account, |account, day| account.ticket(ago(day), Some(ago(day)), None, false));
        let lively = Told::account().ticket(ago(1), None, None, false);
        let reading = account.reads_beside(&[&lively], MeasureKind::TicketVolume).unwrap();
        reading.score().unwrap().normalize().to_string()
    };
    assert_eq!([0, 1, 4, 8, 12, 40].map(asked), ["50", "100", "100", "50", "0", "0"]);
    assert_eq!(Told::account().reads(MeasureKind::TicketVolume), Err(Gap::NeverRecorded));
}

#[test]
fn a_profile_may_look_over_other_windows() {
    let mut weights = crate::Profile::four_component().components().to_vec();
    weights[1].measures[0].window_days = Some(30);
    let profile = crate::Profile::new("own", "Own", weights).unwrap();
    let account = Told(Gathering::new(AS_OF).looking_over(profile.windows()));
    let account = account.touched(ago(29), "call", false, None).touched(ago(30), "call", false, None);
    let quality = account.reads(MeasureKind::TouchpointQuality);
    assert_eq!(quality, Ok(Reading::TouchpointQuality { live: 1, written: 0 }));
    let health = crate::assess(&profile, &account.0.clone().finish(&Book::of(AS_OF, [&account.0])));
    let words = health.measure(MeasureKind::TouchpointQuality).unwrap().value();
    assert_eq!(words, "1 live, 0 written by them in 30 days");
}

#[test]
fn the_weakest_running_contract_says_how_it_goes_on() {
    let with = |mut account: Told, auto_renew, renewal_in: i64, ends_on| {
        let renewal_on = AS_OF.checked_add(renewal_in.days()).ok();
        let terms = Terms { auto_renew: Some(auto_renew), renewal_on, ..Terms::default() };
        let key = key(&renewal_in.to_string());
        let row = Contract { key: &key, starts_on: ago(300), ends_on, arr: None, seats: None, terms };
        account.0.add(Row::Contract(row));
        account
    };
    let account = with(with(Told::account(), true, 100, None), false, 40, None);
    let account = with(account, false, 3, Some(AS_OF));
    let state = crate::reading::ContractState::Ending;
    assert_eq!(account.reads(MeasureKind::ContractStatus), Ok(Reading::ContractStatus { state }));
    let evidence = account.0.clone().finish(&Book::of(AS_OF, [&account.0]));
    assert_eq!(evidence.renewal_on(), AS_OF.checked_add(40.days()).ok());
    assert_eq!(evidence.floors().len(), 1);
}

fn lively() -> Told {
    Told::account()
        .used(ago(1), "boards", 10)
        .month(date(2026, 8, 1), 40, Some(80))
        .touched(ago(5), "call", false, Some(true))
        .touched(ago(30), "training", false, None)
        .ticket(ago(20), None, None, false)
        .answered(ago(9), Question::Satisfaction, 4)
        .answered(ago(9), Question::NetPromoter, 8)
        .pays(ago(400), None, Some(1_000), Some(60))
        .deal("expansion", ago(50), None, None)
}

fn and_then_the_future(account: Told) -> Told {
    let later = AS_OF.tomorrow().unwrap();
    account
        .used(later, "chat", 1_000)
        .month(date(2026, 10, 1), 80, Some(80))
        .touched(later, "training", false, Some(true))
        .touched(later, "call", true, Some(true))
        .ticket(later, None, None, true)
        .ticket(later, Some(later), Some(1), true)
        .answered(later, Question::Satisfaction, 1)
        .answered(later, Question::NetPromoter, 0)
        .pays(later, None, Some(9_000), Some(900))
        .deal("expansion", later, Some(later), Some(true))
        .owed(later, None)
        .owed(later, Some(later))
        .acted(later, "community")
        .knows(Some(later), None)
}

#[test]
fn later_facts_change_nothing() {
    let (before, after) = (lively(), and_then_the_future(lively()));
    let (book, later_book) = (Book::of(AS_OF, [&before.0]), Book::of(AS_OF, [&after.0]));
    assert_eq!(book, later_book);
    assert_eq!(before.0.finish(&book), after.0.finish(&later_book));
}

#[test]
fn endings_after_the_day_change_nothing() {
    let later = AS_OF.tomorrow().unwrap();
    let open = Told::account().ticket(ago(20), None, None, false).deal("upsell", ago(9), None, None);
    let ended =
        Told::account().ticket(ago(20), Some(later), Some(1), false).deal("upsell", ago(9), Some(later), Some(true));
    let (open, ended) = (open.pays(ago(99), None, Some(7), None), ended.pays(ago(99), Some(later), Some(7), None));
    let book = Book::of(AS_OF, [&open.0, &ended.0]);
    assert_eq!(open.0.finish(&book), ended.0.finish(&book));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let there = Told::account().used(ago(1), "a", 1).used(ago(2), "b", 2).month(date(2026, 7, 1), 1, None);
    let there = there.month(date(2026, 8, 1), 2, None);
    let back = Told::account().month(date(2026, 8, 1), 2, None).month(date(2026, 7, 1), 1, None);
    let back = back.used(ago(2), "b", 2).used(ago(1), "a", 1);
    let book = Book::of(AS_OF, [&there.0]);
    assert_eq!(there.0.finish(&book), back.0.finish(&book));
}

#[test]
fn facts_are_kept_when_asked_for_and_only_those_that_count() {
    let account = lively();
    let book = Book::of(AS_OF, [&account.0]);
    let evidence = account.0.finish(&book);
    let keys: Vec<String> = evidence.facts(MeasureKind::ArrTrend).iter().map(|row| row.fact.to_string()).collect();
    assert_eq!(keys, ["contracts c"]);
    let share: Vec<String> = evidence.facts(MeasureKind::ActiveShare).iter().map(|row| row.fact.to_string()).collect();
    assert_eq!(share, ["usage_monthly 2026-08-01"]);
    let mut silent = Gathering::new(AS_OF);
    silent.add(Row::Answer(Answer { key: &key("s"), on: AS_OF, question: Question::NetPromoter, score: Decimal::TEN }));
    assert!(silent.finish(&book).facts(MeasureKind::Nps).is_empty());
}

#[test]
fn a_book_as_of_another_day_tells_nothing() {
    let dormant = Told::account().used(ago(60), "boards", 1);
    let tomorrow = AS_OF.tomorrow().unwrap();
    let mut ahead = Gathering::new(tomorrow);
    ahead.add(Row::UsageDay(UsageDay {
        key: &key("u"),
        day: tomorrow,
        feature: None,
        events: None,
        active_users: None,
    }));
    let book = Book::of(tomorrow, [&ahead]);
    assert_eq!(dormant.0.finish(&book).reading(MeasureKind::Frequency), Err(Gap::FeedEnded));
    assert_eq!(Book::of(AS_OF, [&ahead]), Book::of(AS_OF, []));
}
