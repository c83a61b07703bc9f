//! The public samples. They lie outside the repository; where they are absent, the tests say so and pass.

use super::*;

fn samples() -> Option<PathBuf> {
    // Asked when it runs: a build folder shared by two checkouts may have been filled from the other one.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let beside = Path::new(&here).join("../../../shared/samples");
    let folder = std::env::var_os("EVENKEEL_SAMPLES").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "SKIPPED: no samples at {}; set EVENKEEL_SAMPLES", folder.display());
        return None;
    }
    Some(folder)
}

/// Object, rows and rejected rows of each file, in import order.
type Everything = Vec<(&'static str, Vec<ReadRow>, Vec<RejectedRow>)>;

fn everything(folder: &Path) -> Everything {
    let deliveries = deliveries();
    let options = ReadingOptions::default();
    let surveys = survey(&deliveries, &[folder.to_owned()], &options);
    let all = surveys.iter().map(|survey| {
        let matched = survey.matched.as_ref().unwrap();
        assert_eq!((matched.preset.as_str(), matched.score), ("ravenstack", 1.0));
        assert!(survey.questions.is_empty(), "{:?}", survey.questions);
        let (rows, rejected) = read(&deliveries, survey, &options);
        (matched.shape.object, rows, rejected)
    });
    all.collect()
}

#[test]
fn ravenstack_in_either_form_gives_identical_rows() {
    let Some(samples) = samples() else { return };
    let (published, iso) = (everything(&samples.join("ravenstack")), everything(&samples.join("ravenstack-iso")));
    let counts: Vec<_> =
        published.iter().map(|(object, rows, rejected)| (*object, rows.len(), rejected.len())).collect();
    // The set holds 21 usage identifiers twice, each time with different content.
    assert_eq!(
        counts,
        [
            ("accounts", 500, 0),
            ("contracts", 5000, 0),
            ("tickets", 2000, 0),
            ("churn_events", 600, 0),
            ("usage_daily", 24_958, 42)
        ]
    );
    for ((object, ours, our_rejects), (_, theirs, their_rejects)) in published.iter().zip(&iso) {
        let different = ours.iter().zip(theirs).find(|(ours, theirs)| ours != theirs);
        assert!(different.is_none() && ours.len() == theirs.len(), "{object}: {different:?}");
        assert_eq!(our_rejects, their_rejects);
    }
    assert!(published[4].2.iter().all(|row| row.reason.contains("appears with different content in lines")));
}

#[test]
fn ravenstack_usage_names_the_account_of_its_contract() {
    let Some(samples) = samples() else { return };
    let options = ReadingOptions::default();
    let alone = samples.join("ravenstack/ravenstack_feature_usage.csv");
    let (told, rows, _) = read_file(&alone, &options);
    assert_eq!(cell(&told, &rows[0], "account_id"), &Cell::text("contracts:S-0fcf7d"));

    let deliveries = deliveries();
    let surveys = survey(&deliveries, &[samples.join("ravenstack")], &options);
    let (rows, _) = read(&deliveries, &surveys[4], &options);
    assert!(matches!(cell(&surveys[4], &rows[0], "account_id"), Cell::Text(id) if id.starts_with("A-")));
}

#[test]
fn ravenstack_is_told_with_its_proofs() {
    let Some(samples) = samples() else { return };
    let surveys = survey(&deliveries(), &[samples.join("ravenstack")], &ReadingOptions::default());
    let churn = &surveys[3];
    assert_eq!(churn.encoding.as_deref(), Some("UTF-8 with BOM"));
    assert_eq!(churn.separator, Some(','));
    assert_eq!(
        churn.findings,
        ["day first: 27-10-2024 in line 2, column churn_date", "USD: the heading refund_amount_usd says so"]
    );
}

#[test]
fn the_team_templates_are_read_without_a_rejected_row() {
    let Some(samples) = samples() else { return };
    let deliveries = deliveries();
    let options = in_dollars();
    for survey in survey(&deliveries, &[samples.join("ravenstack-team")], &options) {
        let matched = survey.matched.as_ref().unwrap();
        assert_eq!(matched.preset, "template");
        assert_eq!(matched.shape.object, survey.path.file_stem().unwrap().to_str().unwrap());
        assert!(survey.questions.is_empty(), "{:?}", survey.questions);
        let (rows, rejected) = read(&deliveries, &survey, &options);
        assert_eq!(rejected.iter().take(3).collect::<Vec<_>>(), Vec::<&RejectedRow>::new(), "{}", matched.shape.object);
        assert_eq!(rows.len() as u64, survey.row_count);
    }
}

#[test]
fn every_edge_case_of_the_data_loader_is_surveyed() {
    let Some(samples) = samples() else { return };
    let folder = samples.join("salesforce-dataloader");
    let paths = [folder.join("encodings"), folder.join("accountData.csv")];
    let surveys = survey(&deliveries(), &paths, &ReadingOptions::default());
    let of = |name: &str| surveys.iter().find(|survey| survey.path.ends_with(name)).unwrap();
    for (name, encoding) in [
        ("csvtext.csv", "UTF-8"),
        ("csvtext_BOM_UTF8.csv", "UTF-8 with BOM"),
        ("csvtext_BOM_UTF16LE.csv", "UTF-16LE with BOM"),
        ("csvtext_BOM_UTF32LE.csv", "UTF-32LE, although its BOM says UTF-16BE"),
    ] {
        let told = of(name);
        assert_eq!(told.encoding.as_deref(), Some(encoding));
        assert_eq!((told.headings.join("|").as_str(), told.row_count), ("column1|column2|column3", 2), "{name}");
    }
    let accounts = of("accountData.csv");
    assert!(accounts.encoding.as_deref().unwrap().starts_with("Windows-1252: byte 0x"), "{:?}", accounts.encoding);
    let matched = accounts.matched.as_ref().unwrap();
    assert_eq!((matched.preset.as_str(), matched.shape.object), ("salesforce", "accounts"));
    assert_eq!((accounts.headings.len(), accounts.row_count), (38, 423));
}
