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
    "###);
}
