use ports::printers::{Format, Printer};

use super::sample::{chart_report, words_report};
use crate::PagePrinter;

#[test]
fn words_and_figures_in_markdown() {
    insta::assert_snapshot!(PagePrinter.print(&words_report(), Format::Markdown), @r###"
    # Performance review: Dana Reyes

    31 accounts, owned by date

    Period 2026-Q3. As of 2026-11-20.

    > **Mind this.** Renewal dates of four accounts are missing.

    - Gross revenue retention: **91.2 %** (95 % interval 88.0 % to 94.0 %, n 24)
    - Revenue managed: **USD 1,234,568** (n 31); two contracts without a currency were taken as USD
    - Response time: **unknown** (n 0); no customer e-mails were imported

    ## Retention

    Retention is 91.2 %, and **response time** is unknown (no customer e-mails were imported).

    **Accounts**

    | Account                                                              | Health  |                   Revenue |           Score |
    | -------------------------------------------------------------------- | ------- | ------------------------: | --------------: |
    | Acme Rockets                                                         | green   | USD 1,234,568<sup>1</sup> | 81.9 (75 to 88) |
    | &lt;script&gt;alert("x")&lt;/script&gt; &amp; 'Co' �gnp.exe�\|\`\*\_ | unknown |       unknown<sup>2</sup> |                 |

    - <sup>1</sup> two contracts without a currency were taken as USD
    - <sup>2</sup> no customer e-mails were imported

    Revenue on the last day of the period.

    ### How it came about

    - One contraction
    - No churn

    ## What to do

    - [x] **met** At least five renewals
    - [ ] **not met** Every account has a plan
    - [ ] **unknown** Executive sponsor named

    1. Call Acme Rockets
    2. Ask for the e-mail export

    > **Note.** A note.

    > **Warning.** A warning.

    ## Evidence

    The rows behind a figure are listed by `evenkeel evidence REF`, where REF is:

    - Gross revenue retention: `csm-performance.review/dana/2026-Q3#grr`
    - Revenue managed: `csm-performance.review/dana/2026-Q3#arr`
    - Response time: `csm-performance.review/dana/2026-Q3#response`
    - Acme Rockets: Revenue managed: `csm-performance.review/dana/2026-Q3#arr`
    - &lt;script&gt;alert("x")&lt;/script&gt; &amp; 'Co' �gnp.exe�\|\`\*\_: Response time: `csm-performance.review/dana/2026-Q3#response`
    "###);
}

#[test]
fn charts_in_markdown() {
    insta::assert_snapshot!(PagePrinter.print(&chart_report(), Format::Markdown), @r###"
    # Pictures

    As of 2026-11-20.

    ## Pictures

    **Scores.** Scores, in a sentence.

    | Name                                                                 |   Value | target |
    | -------------------------------------------------------------------- | ------: | -----: |
    | Adoption                                                             |      82 |     75 |
    | Sentiment                                                            | unknown |     70 |
    | &lt;script&gt;alert("x")&lt;/script&gt; &amp; 'Co' �gnp.exe�\|\`\*\_ |     -12 |        |

    **Retention over time.** Retention over time, in a sentence.

    | When    |    Dana |   Team |
    | ------- | ------: | -----: |
    | 2026-Q1 |  88.0 % | 90.0 % |
    | 2026-Q2 | unknown | 90.0 % |
    | 2026-Q3 |  91.0 % | 90.0 % |

    **Health of the book.** Health of the book, in a sentence.

    | Part    | Value |
    | ------- | ----: |
    | green   |    20 |
    | yellow  |     7 |
    | red     |     3 |
    | unknown |     1 |

    **Revenue bridge.** Revenue bridge, in a sentence.

    | Step      |         Value |
    | --------- | ------------: |
    | Opening   | USD 1,200,000 |
    | Expansion |   USD +64,000 |
    | Churn     |   USD -29,433 |
    | Closing   | USD 1,234,568 |

    **Losses against expectation.** Losses against expectation, in a sentence.

    | Name       | Expected losses | Losses against expected |  95 % limits | 99.8 % limits |                                   Evidence |
    | ---------- | --------------: | ----------------------: | -----------: | ------------: | -----------------------------------------: |
    | Dana Reyes |            12.3 |                    1.79 | 0.44 to 1.56 |  0.12 to 1.88 | csm-performance.review/dana/2026-Q3#losses |
    | not named  |             2.6 |                    2.31 |    0 to 2.22 |     0 to 2.92 |                                            |
    | not named  |             4.2 |                    0.48 | 0.04 to 1.96 |     0 to 2.51 |                                            |
    | not named  |             8.9 |                    1.01 | 0.34 to 1.66 |     0 to 2.04 |                                            |
    | not named  |               9 |                    1.22 | 0.35 to 1.65 |     0 to 2.03 |                                            |
    | not named  |             9.1 |                    0.99 | 0.35 to 1.65 |     0 to 2.02 |                                            |
    | not named  |             9.4 |                    0.96 | 0.36 to 1.64 |     0 to 2.01 |                                            |
    | not named  |             9.7 |                    1.03 | 0.37 to 1.63 |  0.01 to 1.99 |                                            |
    | not named  |            19.6 |                    0.71 | 0.56 to 1.44 |    0.3 to 1.7 |                                            |

    Each dot is a book of accounts. Between the curves chance alone is enough to explain the difference. The larger the book, the further right it stands and the less chance explains. 8 dots are not named.

    **Losses of the team.** Losses of the team, in a sentence.

    | Name           | Expected losses | Losses against expected |  95 % limits | 99.8 % limits |
    | -------------- | --------------: | ----------------------: | -----------: | ------------: |
    | Aisha Rahman   |             9.4 |                    0.96 | 0.36 to 1.64 |     0 to 2.01 |
    | Ben Okafor     |             8.9 |                    1.01 | 0.34 to 1.66 |     0 to 2.04 |
    | Chiara Conti   |             9.1 |                    0.99 | 0.35 to 1.65 |     0 to 2.02 |
    | Dana Reyes     |            12.3 |                    1.79 | 0.44 to 1.56 |  0.12 to 1.88 |
    | Elif Yılmaz    |               9 |                    1.22 | 0.35 to 1.65 |     0 to 2.03 |
    | Farid Nazari   |             4.2 |                    0.48 | 0.04 to 1.96 |     0 to 2.51 |
    | Grace Mbeki    |             9.7 |                    1.03 | 0.37 to 1.63 |  0.01 to 1.99 |
    | Hugo Lindqvist |            19.6 |                    0.71 | 0.56 to 1.44 |    0.3 to 1.7 |
    | Ines Duarte    |             2.6 |                    2.31 |    0 to 2.22 |     0 to 2.92 |

    Each dot is a book of accounts. Between the curves chance alone is enough to explain the difference. The larger the book, the further right it stands and the less chance explains.
    "###);
}
