use jiff::civil::date;
use report::on_lines;

use super::*;

fn nps(tenths: i64) -> Reading {
    Reading::Nps { mean: Decimal::new(tenths, 1), answers: 1 }
}

fn told(reading: Reading) -> Evidence {
    Evidence::blank(date(2026, 9, 30)).with(reading)
}

fn peers(segments: &[(&str, Vec<Reading>)]) -> Peers {
    let evidence: Vec<(&str, Evidence)> =
        segments.iter().flat_map(|(name, all)| all.iter().map(move |reading| (*name, told(*reading)))).collect();
    Peers::of(evidence.iter().map(|(name, evidence)| (*name, evidence)))
}

fn score(peers: &Peers, reading: Reading, segment: &str) -> Result<String, Gap> {
    let placed = peers.points(&reading, segment)?;
    let score = on_lines(reading.number().unwrap(), &placed.points).unwrap();
    Ok(score.normalize().to_string())
}

#[test]
fn the_5th_percentile_makes_0_the_middle_50_and_the_95th_100() {
    // 0, 0.1 .. 10: the percentiles are 0.5, 5 and 9.5.
    let peers = peers(&[("core", (0..=100).map(nps).collect())]);
    let scores = [0, 5, 50, 95, 100].map(|tenths| score(&peers, nps(tenths), "core").unwrap());
    assert_eq!(scores, ["0", "0", "50", "100", "100"]);
    assert_eq!(score(&peers, Reading::Nps { mean: Decimal::new(275, 2), answers: 1 }, "core").as_deref(), Ok("25"));
}

#[test]
fn where_less_is_better_the_percentiles_turn_round() {
    let lost = |escalated| Reading::SupportHealth { tickets: 9, escalated, long_open: 0 };
    let peers = peers(&[("core", (0..=20).map(lost).collect())]);
    let scores = [0, 10, 20].map(|escalated| score(&peers, lost(escalated), "core").unwrap());
    assert_eq!(scores, ["100", "50", "0"]);
}

#[test]
fn a_segment_of_one_is_held_against_the_whole_book_and_says_so() {
    let peers = peers(&[("core", (0..=100).map(nps).collect()), ("strategic", vec![nps(90)])]);
    let placed = peers.points(&nps(90), "strategic").unwrap();
    assert_eq!(placed.note.as_deref(), Some("against the whole book: strategic has 1, 10 are needed"));
    assert!(peers.points(&nps(90), "core").unwrap().note.is_none());
}

#[test]
fn too_few_accounts_and_accounts_that_are_all_alike_tell_nothing() {
    let few = peers(&[("core", (0..9).map(nps).collect())]);
    assert_eq!(score(&few, nps(3), "core"), Err(Gap::FewPeers));
    let alike = peers(&[("core", vec![nps(70); 30])]);
    assert_eq!(score(&alike, nps(70), "core"), Err(Gap::NoSpread));
    assert_eq!(score(&Peers::default(), nps(70), "core"), Err(Gap::FewPeers));
}

#[test]
fn what_was_told_is_told_again() {
    let peers = peers(&[("mid market", (0..=30).map(nps).collect()), ("", vec![nps(50)])]);
    let told = peers.told();
    let again = Peers::from_told(told.iter().map(|(name, number, n)| (name.as_str(), *number, *n)));
    assert_eq!(again, peers);
}
