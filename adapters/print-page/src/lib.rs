#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod figures;
mod html;
mod markdown;
mod numbers;
mod svg;
mod words;

use ports::printers::{Format, Printer};
use report::Report;

/// Prints reports as HTML, Markdown and JSON.
#[derive(Debug, Clone, Copy, Default)]
pub struct PagePrinter;

impl Printer for PagePrinter {
    fn print(&self, report: &Report, format: Format) -> String {
        match format {
            Format::Html => html::page(report),
            Format::Markdown => markdown::document(report),
            Format::Json => json(report),
        }
    }
}

/// The published form. A report holds nothing JSON cannot say, so the error is only there to be honest.
fn json(report: &Report) -> String {
    let text = serde_json::to_string_pretty(report);
    text.unwrap_or_else(|failure| serde_json::json!({ "error": failure.to_string() }).to_string()) + "\n"
}

#[cfg(test)]
mod tests;
