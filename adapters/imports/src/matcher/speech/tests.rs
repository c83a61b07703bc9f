use super::*;
use crate::headings::words_of;

#[test]
fn every_word_is_written_as_words_are_compared() {
    let speech = parse().unwrap();
    let words = [&speech.identifies, &speech.of_itself, &speech.estranges, &speech.benign, &speech.ends];
    let units = [&speech.seconds, &speech.minutes, &speech.hours, &speech.days, &speech.monthly, &speech.quarterly];
    for word in words.into_iter().chain(units).flatten() {
        assert_eq!(words_of(word), std::slice::from_ref(word), "{word} is no word as headings are cut into");
    }
}
