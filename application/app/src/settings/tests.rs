use super::*;

fn read(told: &[(&str, &str)]) -> Result<Settings, String> {
    let told = told
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Told { value: (*value).to_owned(), origin: "a test".to_owned() }))
        .collect();
    Settings::read(told).map_err(|refused| refused.to_string())
}

#[test]
fn the_defaults_hold_together() {
    let settings = Settings::standard();
    assert_eq!(settings.tier_cutoffs, [50_000, 20_000, 10_000].map(Decimal::from));
    assert_eq!(settings.told["lapse_days"].origin, "default");
}

#[test]
fn what_is_told_holds() {
    let settings =
        read(&[("currency", "eur"), ("fiscal_year_first_month", "4"), ("anchors.logo_churn", "0.2, 0.1, 0.05")])
            .unwrap();
    assert_eq!(settings.currency.map(|currency| currency.to_string()).as_deref(), Some("EUR"));
    assert_eq!(settings.profile.anchors[&Metric::LogoChurn].target, Decimal::new(1, 1));
    assert_eq!(settings.profile.name, "standard, changed by configuration");
}

#[test]
fn what_does_not_work_is_named_with_its_origin() {
    let check = |name: &str, value: &str, says: &str| {
        let refused = read(&[(name, value)]).unwrap_err();
        assert!(refused.contains(says) && refused.contains("a test"), "{refused}");
    };
    check("currency", "XXY", "not an ISO 4217");
    check("time_zone", "Mars/Base", "Europe/Berlin");
    check("working_hours", "17:00-09:00", "09:00-17:00");
    check("working_days", "mon,funday", "mon,tue");
    check("tier_cutoffs", "1,2,3", "falling");
    check("churn_source", "rumours", "contracts, events");
    check("curency", "USD", "did you mean `currency`");
    assert!(read(&[("weights.retention", "30")]).unwrap_err().contains("sum to 110"));
}
