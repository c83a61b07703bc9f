use kernel::Refusal;
use rust_decimal::Decimal;
use stories::{Scene, known, says};

fn write(scene: &Scene, name: &str, text: &str) {
    let path = scene.file(name, text);
    assert!(path.exists());
}

#[test]
fn calder_uses_three_of_four_licences_in_december() {
    let report = Scene::small_company().ask("adoption.show", &[("account", "A-02")]).unwrap();
    let licences = known(&report, "licences used");
    let share = licences.value.unwrap();
    assert!(share > Decimal::new(7, 1) && share < Decimal::new(8, 1), "{share}");
    let interval = licences.interval.clone().unwrap();
    assert!(interval.low < share && share < interval.high && interval.method == "Wilson");
    assert!(known(&report, "its own usual").value.is_some());
    // No row of use names a feature.
    assert_eq!(known(&report, "features used").value, None);
}

/// Two accounts with a contract each; the first may use three features and used one.
fn harbour(scene: &Scene, seats: u32) {
    write(
        scene,
        "told/accounts.csv",
        "account_id,name,signed_up_on\nA-1,Harbour One,2023-01-01\nA-2,Harbour Two,2023-01-01\n",
    );
    let contracts = format!("C-1,A-1,2023-01-01,1000,{seats}\nC-2,A-2,2023-01-01,9000,10\n");
    write(scene, "told/contracts.csv", &format!("contract_id,account_id,starts_on,arr_amount,seats\n{contracts}"));
    let entitled =
        "A-1,maps,2023-01-01,\nA-1,charts,2023-01-01,\nA-1,alerts,2023-01-01,\nA-1,old,2023-01-01,2024-01-01\n";
    write(scene, "told/entitlements.csv", &format!("account_id,feature,from,to\n{entitled}"));
    let used = "U-1,A-1,2025-01-10,maps,30,4\nU-2,A-2,2025-01-11,maps,5,2\nU-3,A-2,2025-01-12,tides,5,2\n";
    write(scene, "told/usage_daily.csv", &format!("usage_id,account_id,day,feature,events,active_users\n{used}"));
    scene.import(&[scene.folder("told")]).unwrap();
}

#[test]
fn what_an_account_may_use_comes_before_what_others_use() {
    let scene = Scene::empty();
    harbour(&scene, 5);
    let one = scene.ask("adoption.show", &[("account", "A-1")]).unwrap();
    assert_eq!(known(&one, "features used").value.map(|share| share.round_dp(4)), Some(Decimal::new(3333, 4)));
    assert_eq!(known(&one, "licences used").value, Some(Decimal::new(8, 1)));
    let two = scene.ask("adoption.show", &[("account", "A-2")]).unwrap();
    assert_eq!(known(&two, "features used").value, Some(Decimal::ONE));
    let list = scene.ask("adoption.list", &[]).unwrap();
    assert_eq!(known(&list, "with known adoption").value, Some(Decimal::TWO));
    assert!(says(&list).contains("tides"));
}

#[test]
fn seats_of_zero_make_no_ratio() {
    let scene = Scene::empty();
    harbour(&scene, 0);
    let one = scene.ask("adoption.show", &[("account", "A-1")]).unwrap();
    let licences = known(&one, "licences used");
    assert_eq!(licences.value, None);
    assert!(licences.note.as_deref().is_some_and(|note| note.contains("zero")), "{licences:?}");
}

#[test]
fn without_use_nothing_is_known_and_nothing_is_green() {
    let mut scene = Scene::small_company();
    scene.as_of = "2024-06-01".parse().ok();
    let report = scene.ask("adoption.list", &[]).unwrap();
    assert_eq!(known(&report, "mean adoption").value, None);
    assert_eq!(known(&report, "green").value, Some(Decimal::ZERO));
    assert!(says(&report).contains("No use is on record"));
    let gone = scene.ask("adoption.show", &[("account", "A-12")]);
    assert!(matches!(gone, Err(Refusal::NotEnoughData(_) | Refusal::NotFound(_))), "{gone:?}");
}

#[test]
fn more_people_than_licences_are_all_of_them_and_it_is_said_for_how_many() {
    let scene = Scene::empty();
    harbour(&scene, 2);
    let one = scene.ask("adoption.show", &[("account", "A-1")]).unwrap();
    assert_eq!(known(&one, "licences used").value, Some(Decimal::TWO));
    // A third of the features, and all licences: 2 / 3.
    assert_eq!(known(&one, "adoption").value.map(|share| share.round_dp(4)), Some(Decimal::new(6667, 4)));
    let list = scene.ask("adoption.list", &[]).unwrap();
    // Beside it two of two features and two of ten licences: .6.
    assert_eq!(known(&list, "mean adoption").value.map(|share| share.round_dp(4)), Some(Decimal::new(6333, 4)));
    for report in [&one, &list] {
        assert!(says(report).contains("1 account had more active users than licences"), "{}", says(report));
    }
}
