//! Funnels, line by line.

use super::samples::*;
use super::*;

#[test]
fn funnels_at_80() {
    insta::assert_snapshot!(render(&funnel_report(), at_width(80)), @r###"
    Funnels
    As of 2026-11-20

    Losses against expectation
    Losses against expectation, in a sentence.
      ↑ Losses against expected
      2.45 │      ·       :::
           │       ·●        ::::
           │         ··          ::::::
           │           ····            ::::::::::
           │               ·······               ::◆:::::::::::::
           │                      ············                   ::::::::::::::::::
           │                                  ··························
           │                                                            ···········
           │                             ●
         1 │────────────────────────────●──●───────────────────────────────────────
           │                             ●●
           │                                                              ●
           │                                                         ··············
           │             ●                   ························
           │                     ············                   :::::::::::::::::::
           │               ······               ::::::::::::::::
         0 │  ·············:::::::::::::::::::::
           └───────────────────────────────────────────────────────────────────────
            0                                                                    22
                                                                  Expected losses →
      Expected losses, Losses against expected (95 % limits):
      ◆ Dana Reyes  12.3  1.79  (0.44 to 1.56)
      ─ expected, 1   · 95 % limits   : 99.8 % limits   ● not named
      Each dot is a book of accounts. Between the curves chance alone is enough to
      explain the difference. The larger the book, the further right it stands and
      the less chance explains. 8 dots are not named.

    Losses of the team
    Losses of the team, in a sentence.
      ↑ Losses against expected
      2.45 │      ·       :::
           │       ·i        ::::
           │         ··          ::::::
           │           ····            ::::::::::
           │               ·······               ::d:::::::::::::
           │                      ············                   ::::::::::::::::::
           │                                  ··························
           │                                                            ···········
           │                             e
         1 │────────────────────────────b──g───────────────────────────────────────
           │                             ca
           │                                                              h
           │                                                         ··············
           │             f                   ························
           │                     ············                   :::::::::::::::::::
           │               ······               ::::::::::::::::
         0 │  ·············:::::::::::::::::::::
           └───────────────────────────────────────────────────────────────────────
            0                                                                    22
                                                                  Expected losses →
      Expected losses, Losses against expected (95 % limits):
      a Aisha Rahman     9.4  0.96  (0.36 to 1.64)
      b Ben Okafor       8.9  1.01  (0.34 to 1.66)
      c Chiara Conti     9.1  0.99  (0.35 to 1.65)
      d Dana Reyes      12.3  1.79  (0.44 to 1.56)
      e Elif Arslan        9  1.22  (0.35 to 1.65)
      f Farid Nazari     4.2  0.48  (0.04 to 1.96)
      g Grace Mbeki      9.7  1.03  (0.37 to 1.63)
      h Hugo Lindqvist  19.6  0.71  (0.56 to 1.44)
      i Ines Duarte      2.6  2.31  (0 to 2.22)
      ─ expected, 1   · 95 % limits   : 99.8 % limits
      Each dot is a book of accounts. Between the curves chance alone is enough to
      explain the difference. The larger the book, the further right it stands and
      the less chance explains.

    Each figure opens to its rows:
      evenkeel evidence 'csm-performance.review/dana/2026-Q3#KEY'
      KEY is one of losses.
    "###);
}

#[test]
fn funnels_at_40_in_ascii() {
    insta::assert_snapshot!(render(&funnel_report(), TerminalStyle { unicode: false, ..at_width(40) }), @r###"
    Funnels
    As of 2026-11-20

    Losses against expectation
    Losses against expectation, in a
    sentence.
      ^ Losses against expected
      2.45 |   .* ::
           |    ..  ::::::
           |      ......  :::#::::::::::
           |            ...................
           |            *
         1 |------------**-----------------
           |      *           .........*...
           |        .......... ::::::::::::
         0 | .......:::::::::::
           +-------------------------------
            0                            22
                          Expected losses >
      Expected losses, Losses against
      expected:
      # Dana Reyes  12.3  1.79
      - expected, 1   . 95 % limits
      : 99.8 % limits   * not named
      Each dot is a book of accounts.
      Between the curves chance alone is
      enough to explain the difference. The
      larger the book, the further right it
      stands and the less chance explains. 8
      dots are not named.

    Losses of the team
    Losses of the team, in a sentence.
      ^ Losses against expected
      2.45 |   .i ::
           |    ..  ::::::
           |      ......  :::d::::::::::
           |            ...................
           |            e
         1 |-----------cbag----------------
           |      f           .........h...
           |        .......... ::::::::::::
         0 | .......:::::::::::
           +-------------------------------
            0                            22
                          Expected losses >
      Expected losses, Losses against
      expected:
      a Aisha Rahman    9.4  0.96
      b Ben Okafor      8.9  1.01
      c Chiara Conti    9.1  0.99
      d Dana Reyes     12.3  1.79
      e Elif Arslan       9  1.22
      f Farid Nazari    4.2  0.48
      g Grace Mbeki     9.7  1.03
      h Hugo Lindqvi~  19.6  0.71
      i Ines Duarte     2.6  2.31
      - expected, 1   . 95 % limits
      : 99.8 % limits
      Each dot is a book of accounts.
      Between the curves chance alone is
      enough to explain the difference. The
      larger the book, the further right it
      stands and the less chance explains.

    Each figure opens to its rows:
      evenkeel evidence \
        'csm-performance.review/dana/2026-Q3
        #KEY'
      KEY is one of losses.
    "###);
}
