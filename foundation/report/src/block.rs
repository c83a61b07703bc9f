use jiff::civil::Date;
use serde::Serialize;

use crate::chart::Chart;
use crate::figure::{Band, Figure};
use crate::trace::{EvidenceRef, Ledger};

/// What one question is answered with. Every face and printer renders this one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The action that made it, `subject.verb`.
    pub action: String,
    /// At the top.
    pub title: String,
    /// Under the title: who, when, under which settings.
    pub subtitle: Vec<String>,
    /// The day as of which everything holds.
    #[serde(serialize_with = "crate::figure::day")]
    pub as_of: Date,
    /// The period it is about, as people write it.
    pub period: Option<String>,
    /// In reading order.
    pub blocks: Vec<Block>,
    /// The rows behind the figures; kept out of the JSON, opened by `evidence`.
    #[serde(skip)]
    pub ledger: Ledger,
}

impl Report {
    /// An empty report.
    pub fn new(action: impl Into<String>, title: impl Into<String>, as_of: Date) -> Self {
        Self {
            action: action.into(),
            title: title.into(),
            subtitle: Vec::new(),
            as_of,
            period: None,
            blocks: Vec::new(),
            ledger: Ledger::default(),
        }
    }

    /// Adds a block at the end.
    pub fn push(&mut self, block: impl Into<Block>) {
        self.blocks.push(block.into());
    }

    /// Every figure in reading order, wherever it stands.
    #[must_use]
    pub fn figures(&self) -> Vec<&Figure> {
        let mut found = Vec::new();
        for block in &self.blocks {
            block.collect_figures(&mut found);
        }
        found
    }

    /// The figure that was entered under a key, where it is shown.
    #[must_use]
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        let reference = self.ledger.reference(key);
        self.figures().into_iter().find(|figure| figure.evidence.as_ref() == Some(&reference))
    }

    /// Everything that opens to its rows, in reading order: figures, and dots of charts.
    #[must_use]
    pub fn references(&self) -> Vec<&EvidenceRef> {
        let mut found = Vec::new();
        for block in &self.blocks {
            block.collect_references(&mut found);
        }
        found
    }
}

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "block")]
pub enum Block {
    /// A heading with what stands under it.
    Section(Section),
    /// A paragraph.
    Text {
        /// Its words and figures.
        prose: Prose,
    },
    /// Figures side by side, the ones to look at first.
    Figures {
        /// In reading order.
        figures: Vec<Figure>,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// Points one under another.
    List {
        /// Whether their order matters.
        ordered: bool,
        /// In reading order.
        items: Vec<Prose>,
    },
    /// Conditions and whether they hold.
    Checklist {
        /// In reading order.
        items: Vec<Check>,
    },
    /// Something to mind.
    Callout(Callout),
    /// A text as it stands, letter for letter: what a file is to hold, a command to type.
    Verbatim {
        /// Its lines.
        text: String,
    },
}

impl Block {
    fn collect_figures<'a>(&'a self, found: &mut Vec<&'a Figure>) {
        match self {
            Self::Section(section) => section.blocks.iter().for_each(|block| block.collect_figures(found)),
            Self::Text { prose } => prose.collect_figures(found),
            Self::Figures { figures } => found.extend(figures),
            Self::Table(table) => {
                found.extend(table.rows.iter().flatten().filter_map(|cell| match cell {
                    TableCell::Figure(figure) => Some(&**figure),
                    _ => None,
                }));
            }
            Self::Chart(_) | Self::Verbatim { .. } => {}
            Self::List { items, .. } => items.iter().for_each(|item| item.collect_figures(found)),
            Self::Checklist { items } => items.iter().for_each(|item| item.says.collect_figures(found)),
            Self::Callout(callout) => callout.says.collect_figures(found),
        }
    }

    fn collect_references<'a>(&'a self, found: &mut Vec<&'a EvidenceRef>) {
        match self {
            Self::Section(section) => section.blocks.iter().for_each(|block| block.collect_references(found)),
            Self::Chart(chart) => found.extend(chart.references()),
            block => {
                let mut figures = Vec::new();
                block.collect_figures(&mut figures);
                found.extend(figures.into_iter().filter_map(|figure| figure.evidence.as_ref()));
            }
        }
    }

    /// A paragraph.
    pub fn text(prose: impl Into<Prose>) -> Self {
        Self::Text { prose: prose.into() }
    }

    /// Points one under another, in no particular order.
    pub fn points<P: Into<Prose>>(items: impl IntoIterator<Item = P>) -> Self {
        Self::List { ordered: false, items: items.into_iter().map(Into::into).collect() }
    }

    /// A text as it stands.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::Verbatim { text: text.into() }
    }

    /// Something to mind.
    pub fn callout(tone: Tone, says: impl Into<Prose>) -> Self {
        Self::Callout(Callout { tone, says: says.into() })
    }
}

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Stable across languages and wordings, for links and tests.
    pub key: String,
    /// The heading.
    pub title: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

impl Section {
    /// An empty section.
    pub fn new(key: impl Into<String>, title: impl Into<String>) -> Self {
        Self { key: key.into(), title: title.into(), blocks: Vec::new() }
    }

    /// Adds a block at the end.
    pub fn push(&mut self, block: impl Into<Block>) {
        self.blocks.push(block.into());
    }
}

impl From<Section> for Block {
    fn from(section: Section) -> Self {
        Self::Section(section)
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl From<Chart> for Block {
    fn from(chart: Chart) -> Self {
        Self::Chart(chart)
    }
}

/// Words with figures among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[serde(transparent)]
pub struct Prose(pub Vec<Span>);

impl Prose {
    /// Adds words at the end.
    #[must_use]
    pub fn words(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Words(text.into()));
        self
    }

    /// Adds words that weigh more.
    #[must_use]
    pub fn strong(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Strong(text.into()));
        self
    }

    /// Adds a figure at the end.
    #[must_use]
    pub fn figure(mut self, figure: Figure) -> Self {
        self.0.push(Span::Figure(Box::new(figure)));
        self
    }

    /// Everything as plain words.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0
            .iter()
            .map(|span| match span {
                Span::Words(text) | Span::Strong(text) => text.clone(),
                Span::Figure(figure) => figure.display(),
            })
            .collect()
    }

    fn collect_figures<'a>(&'a self, found: &mut Vec<&'a Figure>) {
        found.extend(self.0.iter().filter_map(|span| match span {
            Span::Figure(figure) => Some(&**figure),
            _ => None,
        }));
    }
}

impl<T: Into<String>> From<T> for Prose {
    fn from(text: T) -> Self {
        Self::default().words(text)
    }
}

/// A piece of prose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Plain words.
    Words(String),
    /// Words that weigh more.
    Strong(String),
    /// A number.
    Figure(Box<Figure>),
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Above the table; empty for none.
    pub title: String,
    /// Left to right.
    pub columns: Vec<Column>,
    /// Top to bottom; each row has one cell per column.
    pub rows: Vec<Vec<TableCell>>,
    /// Under the table.
    pub note: Option<String>,
}

impl Table {
    /// An empty table. A heading that begins with `>` is a column of numbers, set to the right.
    pub fn new(title: impl Into<String>, headings: &[&str]) -> Self {
        let columns = headings
            .iter()
            .map(|heading| match heading.strip_prefix('>') {
                Some(heading) => Column { title: heading.to_owned(), align: Align::Right },
                None => Column { title: (*heading).to_owned(), align: Align::Left },
            })
            .collect();
        Self { title: title.into(), columns, rows: Vec::new(), note: None }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = TableCell>) {
        self.rows.push(cells.into_iter().collect());
    }
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The heading.
    pub title: String,
    /// Where its cells stand.
    pub align: Align,
}

/// Where the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableCell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Figure(Box<Figure>),
    /// A health colour.
    Band(Band),
}

impl From<Figure> for TableCell {
    fn from(figure: Figure) -> Self {
        Self::Figure(Box::new(figure))
    }
}

impl From<Band> for TableCell {
    fn from(band: Band) -> Self {
        Self::Band(band)
    }
}

impl<T: Into<String>> From<T> for TableCell {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

/// A condition and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Whether it holds.
    pub state: CheckState,
    /// The condition, with the figures that decide it.
    pub says: Prose,
}

/// Whether a condition holds. Unknown is never met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// It holds.
    Met,
    /// It does not hold.
    NotMet,
    /// Too little is known.
    Unknown,
}

/// Something to mind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Callout {
    /// How much it weighs.
    pub tone: Tone,
    /// What is said.
    pub says: Prose,
}

/// How much a callout weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Good to know.
    Note,
    /// Read this before believing the figures.
    Caveat,
    /// Something is wrong or refused.
    Warning,
}
