use super::*;

#[test]
fn a_deck_has_ten_to_twelve_slides_and_takes_thirty_to_forty_minutes() {
    assert!((10..=12).contains(&Slide::ALL.len()));
    let minutes: u32 = Slide::ALL.iter().map(|slide| slide.minutes()).sum();
    assert!((30..=40).contains(&minutes), "{minutes}");
}

#[test]
fn nothing_of_ours_is_in_a_heading() {
    for slide in Slide::ALL {
        let title = slide.title().to_lowercase();
        assert!(["health", "churn", "upsell", "expansion", "risk"].iter().all(|word| !title.contains(word)), "{title}");
        assert!(!slide.needs().is_empty());
    }
}

#[test]
fn every_slide_has_a_key_of_its_own() {
    let mut keys: Vec<&str> = Slide::ALL.iter().map(|slide| slide.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), Slide::ALL.len());
}
