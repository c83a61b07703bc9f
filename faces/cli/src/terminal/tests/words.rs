//! Words and figures, line by line.

use super::samples::*;
use super::*;

#[test]
fn words_and_figures_at_80() {
    insta::assert_snapshot!(render(&words_report(), at_width(80)), @r###"
    Performance review: Dana Reyes
    31 accounts, owned by date
    Period 2026-Q3, as of 2026-11-20

    ▌ Mind this. Renewal dates of four accounts are missing and were left out.

      Gross revenue retention         91.2 %  95 % interval 88.0 % to 94.0 %, n 24
      Revenue managed          USD 1,234,568  n 31; two contracts without a currency
                                              were taken as USD
      Response time                  unknown  no customer e-mails were imported

    Retention
    ─────────
    Retention is 91.2 %, and response time is unknown (no customer e-mails were
    imported).

    Accounts
      Account              Health             Revenue     Score  What to do next
      ───────────────────  ───────  ─────────────────  ────────  ───────────────────
      Acme Rockets         green    USD 1,234,568 [1]      81.9  Call the sponsor
                                                       75 to 88  before the renewal
                                                                 at the end of the
                                                                 month
      Evil�[2J�]0;owned�   unknown        unknown [2]            東京の会社
      Inc�cni  <b>
      [1] two contracts without a currency were taken as USD
      [2] no customer e-mails were imported
      Revenue on the last day of the period.

    How it came about
      • One contraction
      • No churn

    What to do
    ──────────
      ✓ met      At least five renewals
      ✗ not met  Every account has a plan that its sponsor has agreed to in writing
                 this year
      ? unknown  Executive sponsor named

     1. Call Acme Rockets
     2. Ask for the e-mail export

    ▌ Note. A note.

    ▌ Warning. A warning.

    Each figure opens to its rows:
      evenkeel evidence 'csm-performance.review/dana/2026-Q3#KEY'
      KEY is one of grr, arr, response.
    "###);
}

#[test]
fn words_and_figures_at_50() {
    insta::assert_snapshot!(render(&words_report(), at_width(50)), @r###"
    Performance review: Dana Reyes
    31 accounts, owned by date
    Period 2026-Q3, as of 2026-11-20

    ▌ Mind this. Renewal dates of four accounts are
    ▌ missing and were left out.

      Gross revenue retention         91.2 %
        95 % interval 88.0 % to 94.0 %, n 24
      Revenue managed          USD 1,234,568
        n 31; two contracts without a currency were
        taken as USD
      Response time                  unknown
        no customer e-mails were imported

    Retention
    ─────────
    Retention is 91.2 %, and response time is unknown
    (no customer e-mails were imported).

    Accounts
      Account          Acme Rockets
      Health           green
      Revenue          USD 1,234,568 [1]
      Score            81.9 (75 to 88)
      What to do next  Call the sponsor before the
                       renewal at the end of the month

      Account          Evil�[2J�]0;owned� Inc�cni  <b>
      Health           unknown
      Revenue          unknown [2]
      What to do next  東京の会社

      [1] two contracts without a currency were taken
          as USD
      [2] no customer e-mails were imported
      Revenue on the last day of the period.

    How it came about
      • One contraction
      • No churn

    What to do
    ──────────
      ✓ met      At least five renewals
      ✗ not met  Every account has a plan that its
                 sponsor has agreed to in writing this
                 year
      ? unknown  Executive sponsor named

     1. Call Acme Rockets
     2. Ask for the e-mail export

    ▌ Note. A note.

    ▌ Warning. A warning.

    Each figure opens to its rows:
      evenkeel evidence \
        'csm-performance.review/dana/2026-Q3#KEY'
      KEY is one of grr, arr, response.
    "###);
}
