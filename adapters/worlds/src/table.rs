use std::fmt::{Display, Write as _};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use kernel::FactShape;
use ports::{Fault, Outside};

/// Who owns the identifiers of a simulated company.
pub(crate) const SOURCE: &str = "world";

/// A template being filled, row by row; its headings are those of the shape.
#[derive(Debug)]
pub(crate) struct Table {
    out: BufWriter<File>,
    path: PathBuf,
    shape: &'static FactShape,
    cells: Vec<String>,
    next: usize,
    unknown: Option<&'static str>,
    line: String,
}

impl Table {
    pub(crate) fn create(folder: &Path, shape: &'static FactShape) -> Outside<Self> {
        let path = folder.join(format!("{}.csv", shape.object));
        let mut out = open(&path)?;
        let headings: Vec<&str> = shape.columns.iter().map(|column| column.name).collect();
        writeln!(out, "source,{}", headings.join(",")).map_err(|cause| unwritable(&path, &cause))?;
        let cells = vec![String::new(); shape.columns.len()];
        Ok(Self { out, path, shape, cells, next: 0, unknown: None, line: String::new() })
    }

    /// Fills a cell of the row. Cells that are not filled stay empty.
    pub(crate) fn set(&mut self, column: &'static str, value: impl Display) -> &mut Self {
        match self.position(column) {
            Some(place) => {
                // Writing to a string cannot fail.
                let _ = write!(self.cells[place], "{value}");
                self.next = place + 1;
            }
            None => self.unknown = Some(column),
        }
        self
    }

    /// Fills a cell of the row when there is something to say.
    pub(crate) fn set_known(&mut self, column: &'static str, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.set(column, value),
            None => self,
        }
    }

    /// Rows are mostly filled in the order of the columns, so the next one is looked at first.
    fn position(&self, column: &str) -> Option<usize> {
        let expected = self.shape.columns.get(self.next).is_some_and(|next| next.name == column);
        if expected { Some(self.next) } else { self.shape.position(column) }
    }

    /// Ends the row.
    pub(crate) fn end(&mut self) -> Outside<()> {
        if let Some(column) = self.unknown {
            return Err(Fault::broken(format!("writing {}", self.path.display()), format!("no column `{column}`")));
        }
        self.line.clear();
        self.line.push_str(SOURCE);
        for cell in &mut self.cells {
            self.line.push(',');
            push_cell(&mut self.line, cell);
            cell.clear();
        }
        self.line.push('\n');
        self.next = 0;
        self.out.write_all(self.line.as_bytes()).map_err(|cause| unwritable(&self.path, &cause))
    }

    pub(crate) fn finish(mut self) -> Outside<()> {
        self.out.flush().map_err(|cause| unwritable(&self.path, &cause))
    }
}

pub(crate) fn open(path: &Path) -> Outside<BufWriter<File>> {
    let file = File::create(path).map_err(|cause| unwritable(path, &cause))?;
    Ok(BufWriter::with_capacity(1 << 18, file))
}

pub(crate) fn unwritable(path: &Path, cause: &std::io::Error) -> Fault {
    Fault::broken(format!("writing {}", path.display()), cause)
}

fn push_cell(line: &mut String, cell: &str) {
    if cell.contains([',', '"', '\n', '\r']) {
        line.push('"');
        line.push_str(&cell.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(cell);
    }
}

/// The files of a company.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) accounts: Table,
    pub(crate) contacts: Table,
    pub(crate) contracts: Table,
    pub(crate) ownership: Table,
    pub(crate) opportunities: Table,
    pub(crate) touchpoints: Table,
    pub(crate) business_reviews: Table,
    pub(crate) tickets: Table,
    pub(crate) surveys: Table,
    pub(crate) escalations: Table,
    pub(crate) save_plays: Table,
    pub(crate) milestones: Table,
    pub(crate) churn_events: Table,
    pub(crate) usage_monthly: Table,
}

impl Tables {
    pub(crate) fn create(folder: &Path) -> Outside<Self> {
        Ok(Self {
            accounts: Table::create(folder, &customers::account::SHAPE)?,
            contacts: Table::create(folder, &customers::contact::SHAPE)?,
            contracts: Table::create(folder, &customers::contract::SHAPE)?,
            ownership: Table::create(folder, &customers::ownership::SHAPE)?,
            opportunities: Table::create(folder, &customers::opportunity::SHAPE)?,
            touchpoints: Table::create(folder, &customers::touchpoint::SHAPE)?,
            business_reviews: Table::create(folder, &customers::business_review::SHAPE)?,
            tickets: Table::create(folder, &customers::ticket::SHAPE)?,
            surveys: Table::create(folder, &customers::survey::SHAPE)?,
            escalations: Table::create(folder, &customers::escalation::SHAPE)?,
            save_plays: Table::create(folder, &customers::save_play::SHAPE)?,
            milestones: Table::create(folder, &customers::milestone::SHAPE)?,
            churn_events: Table::create(folder, &customers::churn_event::SHAPE)?,
            usage_monthly: Table::create(folder, &usage::monthly::SHAPE)?,
        })
    }

    pub(crate) fn finish(self) -> Outside<()> {
        let Self { accounts, contacts, contracts, ownership, opportunities, touchpoints, business_reviews, .. } = self;
        let Self { tickets, surveys, escalations, save_plays, milestones, churn_events, usage_monthly, .. } = self;
        let first = [accounts, contacts, contracts, ownership, opportunities, touchpoints, business_reviews];
        let second = [tickets, surveys, escalations, save_plays, milestones, churn_events, usage_monthly];
        first.into_iter().chain(second).try_for_each(Table::finish)
    }
}
