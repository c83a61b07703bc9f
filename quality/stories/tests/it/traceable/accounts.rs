use super::*;

#[test]
fn every_figure_of_health_retention_and_the_bridge_opens() {
    let scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    opener.check("health.list", &[]);
    opener.check("health.list", &[("csm", "maya")]);
    opener.check("churn.list", &[]);
    opener.check("churn.list", &[("csm", "maya")]);
    for account in ["A-01", "A-02"] {
        opener.check("churn.show", &[("account", account)]);
    }
    for account in 1..=9 {
        let account = format!("A-0{account}");
        opener.check("health.show", &[("account", &account)]);
        opener.check("health.show", &[("account", &account), ("profile", "eight-factor")]);
        opener.check("health.explain", &[("account", &account), ("since", "2024-11-30")]);
    }
    opener.check("health.list", &[("profile", "five-component")]);
    for account in ["A-02", "A-03"] {
        opener.check("health.history", &[("account", account), ("profile", "four-component-enterprise")]);
    }
    assert!(opener.check("backtest.churn", &[]) > 10);
    for period in ["2024-Q3", "2024-Q4", "2024"] {
        opener.check("retention.show", &[("period", period)]);
        opener.check("retention.show", &[("period", period), ("csm", "dan")]);
        opener.check("retention.bridge", &[("period", period), ("csm", "dan")]);
        for by in ["segment", "book", "account"] {
            opener.check("retention.bridge", &[("period", period), ("by", by)]);
        }
    }
    opener.settle();
}

#[test]
fn everything_a_backtest_counts_opens() {
    let scene = crate::rolling::simulated(40, "2021-01-01".parse().unwrap()).0;
    let mut opener = Opener::new(&scene);
    assert!(opener.check("backtest.health", &[]) > 40);
    opener.check("backtest.health", &[("profile", "five-component")]);
    opener.check("churn.list", &[]);
    opener.settle();
}

#[test]
fn every_figure_of_what_customers_say_and_of_relations_opens() {
    let mut scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    assert!(opener.check("sentiment.nps", &[("period", "2024-Q4")]) > 40);
    opener.check("sentiment.nps", &[("period", "2024-Q4"), ("segment", "strategic")]);
    assert!(opener.check("engagement.show", &[("period", "2024-Q4")]) > 30);
    opener.check("engagement.show", &[("period", "2024-Q4"), ("csm", "maya")]);
    opener.check("relationships.show", &[]);
    opener.check("relationships.show", &[("csm", "maya")]);
    for account in ["A-01", "A-02", "A-05", "A-10", "A-12"] {
        opener.check("engagement.show", &[("account", account), ("period", "2024-Q4")]);
        opener.check("relationships.show", &[("account", account)]);
    }
    for approach in ["value", "lifecycle"] {
        assert!(opener.check("segments.show", &[("period", "2024-Q4"), ("approach", approach)]) > 40);
    }
    opener.settle();
    for as_of in ["2024-10-16", "2024-11-12", "2024-11-21", "2024-12-31"] {
        scene.as_of = as_of.parse().ok();
        let mut opener = Opener::new(&scene);
        assert!(opener.check("today.show", &[]) >= 10);
        opener.check("today.show", &[("csm", "dan")]);
        opener.settle();
    }
}

#[test]
fn every_figure_of_the_pack_for_a_business_review_opens() {
    let mut scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    for account in 1..=12 {
        opener.check("account-review.show", &[("account", &format!("A-{account:02}"))]);
    }
    opener.settle();
    scene.as_of = "2024-11-20".parse().ok();
    let mut opener = Opener::new(&scene);
    assert!(opener.check("account-review.show", &[("account", "A-06"), ("on", "2024-11-25")]) > 4);
    opener.settle();
}

#[test]
fn every_figure_of_escalations_opens() {
    let scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    assert!(opener.check("escalations.show", &[("period", "2024-Q4")]) > 20);
    opener.check("escalations.show", &[("period", "2024-Q4"), ("segment", "growth")]);
    opener.check("escalations.show", &[("period", "2024")]);
    opener.settle();
}

#[test]
fn every_figure_of_what_a_programme_says_of_itself_opens() {
    let scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    for csm in [None, Some(("csm", "maya")), Some(("csm", "dan"))] {
        let inputs: Vec<(&str, &str)> = [("period", "2024-Q4")].into_iter().chain(csm).collect();
        assert!(opener.check("context.checklist", &inputs) > 5);
        assert!(opener.check("context.progress", &inputs) > 2);
        let query = r#"{"request_type": "get_customer_context", "payload": {"query": "everything"}}"#;
        assert!(opener.check("context.answer", &[&inputs[..], &[("file", query)]].concat()) > 20);
        let query = r#"{"request_type": "get_customer_context", "payload": {"query": "Calder Freight, Fenwick Labs"}}"#;
        opener.check("context.answer", &[&inputs[..], &[("file", query)]].concat());
    }
    opener.settle();
}

#[test]
fn the_page_of_every_reference_says_the_same_value() {
    let scene = Scene::small_company();
    let report = scene.ask("csm-performance.show", &[("csm", "dan"), ("period", "2024-Q4")]).unwrap();
    let references: BTreeSet<String> =
        report.figures().into_iter().filter_map(|figure| Some(figure.evidence.as_ref()?.to_string())).collect();
    assert!(references.len() > 100, "{}", references.len());
    for reference in references {
        let page = scene.ask("evidence.show", &[("reference", &reference)]).unwrap();
        let says = format!("{:?}", page.blocks);
        assert!(says.contains("the same value") || says.contains("make no value"), "{reference}");
    }
}

#[test]
fn every_figure_of_real_data_opens() {
    let Some(scene) = crate::ravenstack::scene_of("ravenstack-iso") else { return };
    let mut opener = Opener::new(&scene);
    for (csm, period) in [("maya", "2024-Q4"), ("owen", "2024-Q2")] {
        let opened = opener.check("csm-performance.show", &[("csm", csm), ("period", period)]);
        assert!(opened > 80, "{csm} {period}: {opened}");
    }
    opener.check("health.list", &[("csm", "maya")]);
    opener.check("sentiment.nps", &[("period", "2024-Q4")]);
    opener.check("engagement.show", &[("period", "2024-Q4"), ("csm", "maya")]);
    opener.check("segments.show", &[("period", "2024-Q4")]);
    opener.check("health.list", &[("csm", "maya"), ("profile", "five-component")]);
    for account in ["Company_12", "Company_40"] {
        opener.check("health.show", &[("account", account), ("profile", "five-component")]);
        opener.check("health.explain", &[("account", account), ("since", "2024-10-31")]);
        opener.check("health.history", &[("account", account), ("months", "3")]);
    }
    opener.check("retention.show", &[("period", "2024-Q4")]);
    for by in ["segment", "book"] {
        opener.check("retention.bridge", &[("period", "2024-Q4"), ("by", by)]);
    }
    opener.settle();
}

#[test]
fn every_figure_of_how_long_real_accounts_stay_opens() {
    let Some(scene) = crate::ravenstack::scene_of("ravenstack-iso") else { return };
    let mut opener = Opener::new(&scene);
    assert!(opener.check("retention.curves", &[("by", "plan")]) > 60);
    assert!(opener.check("time-to-value.show", &[]) > 40);
    opener.settle();
}

#[test]
fn every_figure_of_renewals_opens() {
    let mut scene = Scene::small_company();
    let head = "source,call_id,account_id,renewal_on,forecaster,called_on,percent\n";
    let calls = scene.file("calls/renewal_calls.csv", &format!("{head}own,K-1,A-01,2024-11-01,Maya,2024-09-20,40\n"));
    scene.import(&[calls]).unwrap();
    for as_of in ["2024-10-01", "2024-10-20", "2024-12-31"] {
        scene.as_of = as_of.parse().ok();
        let mut opener = Opener::new(&scene);
        assert!(opener.check("renewals.forecast", &[("period", "next-180-days")]) > 40);
        opener.check("renewals.forecast", &[("csm", "maya"), ("segment", "growth"), ("period", "next-365-days")]);
        opener.check("renewals.show", &[("account", "A-10")]);
        opener.settle();
    }
}

#[test]
fn every_figure_of_use_opens() {
    let outage = 20..22;
    let fallen = |account: u32, back: i32| match account {
        _ if outage.contains(&back) => Some(0.0),
        20 if back < 35 => Some(0.5),
        21 => Some(if back < 182 { f64::from(back + 40) / 222.0 } else { 1.0 }),
        _ => Some(1.0),
    };
    let mut scene = crate::usage::daily(fallen);
    let mut opener = Opener::new(&scene);
    assert!(opener.check("usage.list", &[]) > 5);
    assert!(opener.check("usage.show", &[("account", "A-20")]) > 40);
    for account in ["A-1", "A-21"] {
        opener.check("usage.show", &[("account", account)]);
    }
    opener.settle();
    scene.as_of = "2025-01-13".parse().ok();
    let mut opener = Opener::new(&scene);
    opener.check("today.show", &[]);
    opener.check("usage.list", &[]);
    opener.settle();
}

#[test]
fn every_figure_of_adoption_opens() {
    let scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    assert!(opener.check("adoption.list", &[]) > 20);
    opener.check("adoption.list", &[("csm", "maya")]);
    for account in ["A-01", "A-02", "A-10"] {
        opener.check("adoption.show", &[("account", account)]);
    }
    opener.settle();
}

#[test]
fn every_figure_of_expansion_opens() {
    let scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    assert!(opener.check("expansion.list", &[]) > 20);
    opener.check("expansion.list", &[("csm", "maya")]);
    opener.check("expansion.list", &[("segment", "enterprise")]);
    for account in ["A-01", "A-02", "A-10"] {
        opener.check("expansion.show", &[("account", account)]);
    }
    opener.settle();
}

#[test]
fn every_figure_of_how_long_accounts_stay_opens() {
    let scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    assert!(opener.check("retention.curves", &[]) > 20);
    for by in ["plan", "size", "segment"] {
        assert!(opener.check("retention.curves", &[("by", by), ("since", "2023-12-01")]) > 20);
    }
    assert!(opener.check("time-to-value.show", &[]) > 15);
    opener.check("time-to-value.show", &[("csm", "dan")]);
    opener.settle();
}

#[test]
fn every_figure_of_the_gaps_opens() {
    let scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    assert!(opener.check("quality.show", &[]) > 3);
    opener.settle();
}
