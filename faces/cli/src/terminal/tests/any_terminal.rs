//! What holds on every terminal, whatever the facts say.

use super::samples::*;
use super::*;

/// Takes our own colour marks out, and fails on any other escape.
fn without_colour(text: &str) -> String {
    let mut plain = String::new();
    for (place, part) in text.split('\u{1b}').enumerate() {
        let part = if place == 0 {
            part
        } else {
            let (codes, rest) = part.strip_prefix('[').and_then(|part| part.split_once('m')).expect("a colour mark");
            assert!(codes.bytes().all(|code| code.is_ascii_digit() || code == b';'), "{codes:?}");
            rest
        };
        plain.push_str(part);
    }
    plain
}

#[test]
fn no_line_is_wider_than_the_terminal_or_ends_in_a_space() {
    for report in [small_report(), edge_report()] {
        for width in [40, 41, 50, 63, 80, 100, 120, 200] {
            for colour in [false, true] {
                for unicode in [false, true] {
                    let text = render(&report, TerminalStyle { width, colour, unicode });
                    for line in without_colour(&text).lines() {
                        assert!(ink::wide(line) <= width, "{width}: {line:?}");
                        assert_eq!(line, line.trim_end());
                    }
                }
            }
        }
    }
}

#[test]
fn hostile_text_cannot_reach_the_terminal() {
    for report in [small_report(), edge_report()] {
        let text = render(&report, at_width(80));
        assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()));
        assert!(!text.contains('\u{202E}'));
        assert!(text.contains("Evil\u{FFFD}[2J"));
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    for width in [40, 80] {
        let plain = render(&small_report(), at_width(width));
        let coloured = render(&small_report(), TerminalStyle { colour: true, ..at_width(width) });
        assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
        assert_eq!(without_colour(&coloured), plain);
    }
}

#[test]
fn a_plain_terminal_gets_ascii_marks() {
    let mut report = small_report();
    report.blocks.retain(|block| !matches!(block, Block::Section(section) if section.key == "retention"));
    let text = render(&report, TerminalStyle { unicode: false, ..at_width(80) });
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn a_narrower_terminal_than_forty_is_taken_for_forty() {
    assert_eq!(render(&small_report(), at_width(3)), render(&small_report(), at_width(40)));
}
