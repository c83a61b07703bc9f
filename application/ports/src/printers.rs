use report::Report;

/// What a report can be printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// One self-contained page with charts.
    Html,
    /// Plain text with headings and tables.
    Markdown,
    /// The published JSON form.
    Json,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Html, Self::Markdown, Self::Json];

    /// How files of this format end.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Json => "json",
        }
    }
}

/// Turns reports into documents. Printers lay out; they never compute.
pub trait Printer: Send + Sync {
    /// The document, as UTF-8 text.
    fn print(&self, report: &Report, format: Format) -> String;
}
