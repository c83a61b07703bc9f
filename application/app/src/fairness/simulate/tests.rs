use std::path::Path;

use super::*;
use crate::desk::Silent;

/// A run on so many threads.
fn on(threads: usize, plan: Plan) -> Results {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| run(plan, &Silent)).expect("a run")
}

#[test]
fn a_run_gives_the_same_on_one_thread_and_on_two() {
    let plan = Plan { sets: 6, seed: 4 };
    let (one, two) = (on(1, plan), on(2, plan));
    assert_eq!(one, two);
    let day = jiff::civil::date(2026, 1, 5);
    let tables = |results: &Results| World::ALL.map(|world| tables::section(results, world, day));
    assert_eq!(tables(&one), tables(&two));
    assert_ne!(one, on(2, Plan { sets: 6, seed: 5 }));
}

#[test]
fn every_team_is_told_to_whoever_waits() {
    #[derive(Default)]
    struct Counting(std::sync::atomic::AtomicU64);
    impl Progress for Counting {
        fn begin(&self, _: &str, steps: Option<u64>) {
            assert_eq!(steps, Some(18));
        }
        fn advance(&self, steps: u64) {
            self.0.fetch_add(steps, std::sync::atomic::Ordering::Relaxed);
        }
        fn end(&self) {
            assert_eq!(self.0.load(std::sync::atomic::Ordering::Relaxed), 18);
        }
    }
    let told = Counting::default();
    run(Plan { sets: 2, seed: 1 }, &told).expect("a run");
    assert_eq!(told.0.into_inner(), 18);
}

#[test]
fn a_failed_gate_is_a_fault_in_a_full_run_only() {
    let plan = |sets| Plan { sets, seed: 1 };
    assert!(matches!(refusal(1, plan(SETS)), Some(Refusal::Fault(says)) if says.starts_with("1 gates fail")));
    assert_eq!((refusal(1, plan(SETS - 1)), refusal(0, plan(SETS))), (None, None));
}

#[test]
fn a_number_of_teams_that_makes_no_sense_is_refused() {
    for sets in [-3, 0, 1, 2_000_000, i64::MAX] {
        let request = SimulationRequest { sets: Some(sets), seed: None };
        assert!(request.plan().expect_err("refused").to_string().contains(&sets.to_string()));
    }
    assert_eq!(SimulationRequest::default().plan().expect("a plan").sets, SETS);
}

#[test]
fn the_published_table_was_made_by_this_version_in_a_full_run() {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let document = Path::new(&here).join("../../docs/method/fairness.md");
    let text = std::fs::read_to_string(document).expect("the document");
    let made = format!("Evenkeel {}, seed 1, {SETS} teams of each kind", env!("CARGO_PKG_VERSION"));
    assert!(text.contains(&made), "run `cargo xtask simulate`: the document does not say `{made}`");
    assert!(!text.contains("**not met**"));
    for world in World::ALL {
        let title = tables::section(&Results::default(), world, jiff::civil::date(2026, 1, 5)).title;
        assert!(text.contains(&format!("# {title}\n")), "{title}");
    }
}
