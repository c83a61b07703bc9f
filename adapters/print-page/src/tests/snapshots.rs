use ports::printers::{Format, Printer};

use super::sample::small_report;
use crate::PagePrinter;

#[test]
fn the_small_report_in_markdown() {
    insta::assert_snapshot!(PagePrinter.print(&small_report(), Format::Markdown), @"");
}
