use proptest::prelude::*;

use super::*;
use crate::tests::{daily, every, request, written, xml_texts};

/// Takes a command line apart as `CommandLineToArgvW` does.
fn taken_apart(line: &str) -> Vec<String> {
    let (mut words, mut word, mut is_open, mut is_quoted) = (Vec::new(), String::new(), false, false);
    let letters: Vec<char> = line.chars().collect();
    let mut place = 0;
    while place < letters.len() {
        match letters[place] {
            '\\' => {
                let begin = place;
                while letters.get(place) == Some(&'\\') {
                    place += 1;
                }
                let count = place - begin;
                is_open = true;
                if letters.get(place) == Some(&'"') {
                    word.push_str(&"\\".repeat(count / 2));
                    if count % 2 == 1 {
                        word.push('"');
                        place += 1;
                    }
                } else {
                    word.push_str(&"\\".repeat(count));
                }
                continue;
            }
            '"' => (is_open, is_quoted) = (true, !is_quoted),
            ' ' if !is_quoted => {
                if is_open {
                    words.push(std::mem::take(&mut word));
                }
                is_open = false;
            }
            letter => {
                is_open = true;
                word.push(letter);
            }
        }
        place += 1;
    }
    if is_open {
        words.push(word);
    }
    words
}

proptest! {
    #[test]
    fn every_argument_arrives_as_it_is(word in r#"[ -~äß株\\"]{0,40}"#) {
        let steps = plan(&request(&["import", &word, "--once"], daily())).unwrap();
        let texts = xml_texts(&written(&steps, ".xml"));
        prop_assert_eq!(taken_apart(texts.last().unwrap()), ["import", &word, "--once"]);
    }
}

#[test]
fn a_task_says_when() {
    let steps = plan(&request(&["x"], daily())).unwrap();
    let task = written(&steps, ".xml");
    assert!(task.contains("<StartBoundary>2026-05-04T06:30:00</StartBoundary>"), "{task}");
    assert!(matches!(&steps[0], Step::Write { utf16: true, .. }));
    let often = written(&plan(&request(&["x"], every(3600))).unwrap(), ".xml");
    assert!(often.contains("<Interval>PT3600S</Interval>"), "{often}");
    let mut gone = request(&["x"], daily());
    gone.uninstall = true;
    let steps = plan(&gone).unwrap();
    assert!(matches!(&steps[0], Step::Run { command, .. } if command[1] == "/Delete"));
}
