use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const AS_OF: Date = date(2026, 9, 30);

/// Scores 50, 100, 50, 66.67; 50, 100; 80, 75, 75; 66.67, 50, 100. Coverage 88 %.
fn full() -> Evidence {
    [
        Reading::ActiveShare { active: 40, licensed: 100 },
        Reading::FeatureAdoption { used: 6, in_book: 12 },
        Reading::Frequency { active_days: 10, of_days: 28 },
        Reading::Depth { per_day: Decimal::TEN, book_median: Decimal::TEN },
        Reading::TouchpointQuality { live: 3, written: 0 },
        Reading::ExecutiveInvolvement { count: 1 },
        Reading::Training { count: 2 },
        Reading::Nps { mean: Decimal::from(8), answers: 1 },
        Reading::Csat { mean: Decimal::from(4), answers: 2, doubled: 0 },
        Reading::SupportHealth { tickets: 3, escalated: 1, long_open: 0 },
        Reading::ArrTrend { now: Decimal::TEN, before: Decimal::TEN, days: 365 },
        Reading::Utilisation { active: 65, seats: 100 },
        Reading::Expansion { won: 1, open: 0 },
    ]
    .into_iter()
    .fold(Evidence::blank(AS_OF), Evidence::with)
}

fn address() -> Address {
    Address::new("health", "acme", AS_OF, AS_OF)
}

fn standard(evidence: &Evidence) -> Health {
    assess(&Profile::four_component(), evidence)
}

fn rounded(score: Option<Decimal>) -> String {
    score.map_or("none".into(), |score| score.round_dp(4).normalize().to_string())
}

#[test]
fn the_weight_of_the_unknown_is_spread_over_the_rest() {
    let health = standard(&full());
    // (40x50 + 30x100 + 20x50 + 10x66.6667) / 100
    assert_eq!(rounded(health.components[0].score), "66.6667");
    // Community is unknown: (35x50 + 25x50 + 20x100) / 80
    assert_eq!(rounded(health.components[1].score), "62.5");
    // Advocacy is unknown: (40x80 + 30x75 + 20x75) / 90
    assert_eq!(rounded(health.components[2].score), "77.2222");
    // Payment is unknown: (40x66.6667 + 20x50 + 10x100) / 70
    assert_eq!(rounded(health.components[3].score), "66.6667");
    // (35x66.6667 + 25x62.5 + 25x77.2222 + 15x66.6667) / 100
    assert_eq!(rounded(health.score), "68.2639");
    assert_eq!(health.coverage, Decimal::new(88, 2));
    assert_eq!(health.band, Band::Yellow);
}

#[test]
fn a_component_of_which_nothing_is_known_leaves_its_weight_to_the_others() {
    let evidence = [MeasureKind::ArrTrend, MeasureKind::Utilisation, MeasureKind::Expansion]
        .into_iter()
        .fold(full(), |evidence, kind| evidence.without(kind, Gap::NeverRecorded));
    let health = standard(&evidence);
    assert_eq!(health.components[3].score, None);
    // (35x66.6667 + 25x62.5 + 25x77.2222) / 85
    assert_eq!(rounded(health.score), "68.5458");
    assert_eq!(health.coverage, Decimal::new(775, 3));
}

#[test]
fn under_sixty_percent_of_the_weight_there_is_no_score_and_no_colour() {
    let engagement = [MeasureKind::TouchpointQuality, MeasureKind::ExecutiveInvolvement, MeasureKind::Training];
    let without_engagement =
        engagement.into_iter().fold(full(), |evidence, kind| evidence.without(kind, Gap::NeverRecorded));
    let enough = standard(&without_engagement);
    assert_eq!(enough.coverage, Decimal::new(68, 2));
    assert!(enough.score.is_some());
    let too_little = standard(&without_engagement.without(MeasureKind::Nps, Gap::NoAnswers));
    assert_eq!(too_little.coverage, Decimal::new(58, 2));
    assert_eq!(too_little.score, None);
    assert_eq!(too_little.band, Band::Unknown);
    assert_eq!(too_little.trace(&address()), None);
    assert_eq!(too_little.why_unknown().as_deref(), Some("58.0 % of the weight is known, 60.0 % are needed"));
    assert!(too_little.components[0].score.is_some());
    assert_eq!(standard(&Evidence::blank(AS_OF)).band, Band::Unknown);
}

#[test]
fn exactly_sixty_percent_are_enough() {
    let weights = |known: i64| {
        let split = vec![
            MeasureWeight::new(MeasureKind::Nps, known.into()),
            MeasureWeight::new(MeasureKind::Advocacy, (100 - known).into()),
        ];
        let only =
            ComponentWeights { component: ComponentKind::Sentiment, weight: Decimal::ONE_HUNDRED, measures: split };
        Profile::new("own", "Own", vec![only]).unwrap()
    };
    assert!(assess(&weights(60), &full()).score.is_some());
    assert_eq!(assess(&weights(59), &full()).score, None);
}

#[test]
fn bands_look_at_the_unrounded_score() {
    let band = |score: &str| band_of(score.parse().ok());
    assert_eq!(band("79.999"), Band::Yellow);
    assert_eq!(band("80"), Band::Green);
    assert_eq!(band("59.9999999"), Band::Red);
    assert_eq!(band("60"), Band::Yellow);
    assert_eq!(band_of(None), Band::Unknown);
}

#[test]
fn the_enterprise_profile_weighs_talking_more_and_using_less() {
    let enterprise = assess(&Profile::four_component_enterprise(), &full());
    // Five points of weight move from 66.6667 to 62.5.
    assert_eq!(rounded(enterprise.score), "68.0556");
    assert_eq!(rounded(assess(&Profile::four_component_smb(), &full()).score), "68.4722");
}

/// A component of one measure whose number is its score.
fn of_one(component: ComponentKind, weight: i64, kind: MeasureKind) -> ComponentWeights {
    let line = Transform::line(Decimal::ZERO, Decimal::ONE_HUNDRED);
    let measures = vec![MeasureWeight::new(kind, Decimal::ONE_HUNDRED).scored(line)];
    ComponentWeights { component, weight: weight.into(), measures }
}

#[test]
fn the_five_components_of_the_worked_example_make_72() {
    let five = Profile::five_component();
    let weights: Vec<Decimal> = five.components().iter().map(|component| component.weight).collect();
    assert_eq!(weights, [35, 25, 20, 10, 10].map(Decimal::from));
    let kinds = [
        (MeasureKind::Depth, Reading::Depth { per_day: 81.into(), book_median: Decimal::ONE }),
        (MeasureKind::Training, Reading::Training { count: 65 }),
        (MeasureKind::TicketVolume, Reading::TicketVolume { tickets: 58 }),
        (MeasureKind::Nps, Reading::Nps { mean: 80.into(), answers: 1 }),
        (MeasureKind::Advocacy, Reading::Advocacy { count: 75 }),
    ];
    let components = five.components().iter().zip(kinds);
    let components = components.map(|(part, (kind, _))| of_one(part.component, part.weight.try_into().unwrap(), kind));
    let profile = Profile::new("example", "Example", components.collect()).unwrap();
    let evidence = kinds.into_iter().fold(Evidence::blank(AS_OF), |evidence, (_, reading)| evidence.with(reading));
    let health = assess(&profile, &evidence);
    let parts: Vec<String> = health.components.iter().map(|component| rounded(component.score)).collect();
    assert_eq!(parts, ["81", "65", "58", "80", "75"]);
    assert_eq!(rounded(health.score), "71.7");
    assert_eq!(health.score.map(|score| score.round()), Some(Decimal::from(72)));
    assert_eq!(health.band, Band::Yellow);
}

#[test]
fn a_floor_bounds_the_band_and_leaves_the_score() {
    let floor = Floor { kind: crate::FloorKind::NoticeServed, contract: Arc::from("c"), on: AS_OF };
    let served = full().bounded(vec![floor], None, crate::Windows::default());
    let health = standard(&served);
    assert_eq!((health.score, health.band), (standard(&full()).score, Band::Red));
    assert_eq!(health.floors[0].words(), "notice was given on 2026-09-30: red, whatever the score");
}

#[test]
fn an_unknown_measure_says_why() {
    let health = standard(&full());
    let community = health.measure(MeasureKind::Community).unwrap();
    assert_eq!(community.why_unknown(), Some("no facts of this kind are kept"));
    assert_eq!((community.score, community.value()), (None, "unknown".to_owned()));
    let nps = health.measure(MeasureKind::Nps).unwrap();
    assert_eq!((nps.why_unknown(), nps.value()), (None, "mean 8.0 of 10, n 1, 365 days".to_owned()));
    assert_eq!(health.component(ComponentKind::Usage).unwrap().name, "Usage");
}

#[test]
fn rows_refer_to_the_figures_below() {
    let trace = standard(&full()).trace(&address()).unwrap();
    let keys: Vec<&str> = trace.rows.iter().map(|row| row.key.as_ref()).collect();
    assert_eq!(keys[0], "health:acme:2026-09-30:2026-09-30#usage");
    assert_eq!(keys.len(), 4);
}

#[test]
fn what_cannot_be_divided_is_unknown() {
    let health = standard(&full().with(Reading::ActiveShare { active: 1, licensed: 0 }));
    assert_eq!(health.measure(MeasureKind::ActiveShare).unwrap().score, None);
}

fn any_reading() -> impl Strategy<Value = Reading> {
    let count = 0..40_u32;
    let amount = || any::<i64>().prop_map(Decimal::from);
    prop_oneof![
        (any::<i64>(), any::<i64>()).prop_map(|(active, licensed)| Reading::ActiveShare { active, licensed }),
        (any::<u32>(), any::<u32>()).prop_map(|(used, in_book)| Reading::FeatureAdoption { used, in_book }),
        (any::<u32>(), any::<u32>()).prop_map(|(active_days, of_days)| Reading::Frequency { active_days, of_days }),
        (amount(), amount()).prop_map(|(per_day, book_median)| Reading::Depth { per_day, book_median }),
        (any::<u32>(), any::<u32>()).prop_map(|(live, written)| Reading::TouchpointQuality { live, written }),
        count.clone().prop_map(|count| Reading::ExecutiveInvolvement { count }),
        count.prop_map(|count| Reading::Training { count }),
        (0..=100_i64).prop_map(|tenths| Reading::Nps { mean: Decimal::new(tenths, 1), answers: 3 }),
        (10..=50_i64).prop_map(|tenths| Reading::Csat { mean: Decimal::new(tenths, 1), answers: 3, doubled: 0 }),
        (any::<u32>(), any::<u32>()).prop_map(|(escalated, long_open)| Reading::SupportHealth {
            tickets: 9,
            escalated,
            long_open
        }),
        (amount(), amount()).prop_map(|(now, before)| Reading::ArrTrend { now, before, days: 365 }),
        (any::<i64>(), any::<i64>()).prop_map(|(active, seats)| Reading::Utilisation { active, seats }),
        (any::<u32>(), any::<u32>()).prop_map(|(won, open)| Reading::Expansion { won, open }),
    ]
}

proptest! {
    #[test]
    fn a_score_lies_in_0_to_100_and_its_rows_make_it_again(readings in prop::collection::vec(any_reading(), 0..40)) {
        let evidence = readings.into_iter().fold(Evidence::blank(AS_OF), Evidence::with);
        for profile in Profile::all() {
            let health = assess(&profile, &evidence);
            prop_assert!((Decimal::ZERO..=Decimal::ONE).contains(&health.coverage));
            prop_assert_eq!(health.score.is_none(), health.band == Band::Unknown);
            prop_assert_eq!(health.trace(&address()).and_then(|trace| trace.value()), health.score);
            for component in &health.components {
                let again = component.trace(&address(), AS_OF).and_then(|trace| trace.value());
                prop_assert_eq!(again, component.score);
            }
            let scores = health.components.iter().flat_map(|c| c.measures.iter().map(|m| m.score).chain([c.score]));
            for score in scores.chain([health.score]).flatten() {
                prop_assert!((Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&score));
            }
        }
    }
}
