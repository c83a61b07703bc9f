//! Charts, line by line.

use super::samples::*;
use super::*;

#[test]
fn charts_at_80() {
    insta::assert_snapshot!(render(&chart_report(), at_width(80)), @r###"
    Pictures
    As of 2026-11-20

    Pictures
    ────────
    Scores
    Scores, in a sentence.
      Adoption                               82      ████████████████████████████│██
      Customer sentiment in a long na…  unknown                                 │
      Growth                                -12  ████
                                                 │ = target

    Retention over time
    Retention over time, in a sentence.
      Dana  91.0 %  ▁·█
      Team  90.0 %  ▆▆▆
      2026-Q1 to 2026-Q3; values are the latest known; heights from 88.0 % to 91.0 %

    Health of the book
    Health of the book, in a sentence.
      ███████████████████████████████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒··
      █ green 20   ▓ yellow 7   ▒ red 3   · unknown 1

    Revenue bridge
    Revenue bridge, in a sentence.
      Opening    USD 1,200,000
      Expansion    USD +64,000  ████████████████████████
      Churn        USD -29,433  ▒▒▒▒▒▒▒▒▒▒▒
      Closing    USD 1,234,568
    "###);
}

#[test]
fn charts_at_50() {
    insta::assert_snapshot!(render(&chart_report(), at_width(50)), @r###"
    Pictures
    As of 2026-11-20

    Pictures
    ────────
    Scores
    Scores, in a sentence.
      Adoption                   82    ██████████████│
      Customer sentiment…   unknown                 │
      Growth                    -12  ██
                                     │ = target

    Retention over time
    Retention over time, in a sentence.
      Dana  91.0 %  ▁·█
      Team  90.0 %  ▆▆▆
      2026-Q1 to 2026-Q3; values are the latest known;
      heights from 88.0 % to 91.0 %

    Health of the book
    Health of the book, in a sentence.
      ██████████████████████████████▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒·
      █ green 20   ▓ yellow 7   ▒ red 3   · unknown 1

    Revenue bridge
    Revenue bridge, in a sentence.
      Opening    USD 1,200,000
      Expansion    USD +64,000  ██████████████████████
      Churn        USD -29,433  ▒▒▒▒▒▒▒▒▒▒
      Closing    USD 1,234,568
    "###);
}
