use report::{Block, Figure, Prose, Span, Table, TableCell};

/// A figure with the name under which a reader finds it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed<'a> {
    /// The label; in a table, with the name of the row before it.
    pub(crate) name: String,
    pub(crate) figure: &'a Figure,
}

/// Every figure in reading order, each once.
pub(crate) fn listed<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Vec<Listed<'a>> {
    let mut found = Vec::new();
    for block in blocks {
        from_block(block, &mut found);
    }
    let mut each_once: Vec<Listed<'a>> = Vec::with_capacity(found.len());
    for entry in found {
        if !each_once.contains(&entry) {
            each_once.push(entry);
        }
    }
    each_once
}

fn from_block<'a>(block: &'a Block, found: &mut Vec<Listed<'a>>) {
    match block {
        Block::Section(section) => section.blocks.iter().for_each(|block| from_block(block, found)),
        Block::Text { prose } => from_prose(prose, found),
        Block::Figures { figures } => found.extend(figures.iter().map(by_label)),
        Block::Table(table) => from_table(table, found),
        Block::Chart(_) | Block::Verbatim { .. } => {}
        Block::List { items, .. } => items.iter().for_each(|item| from_prose(item, found)),
        Block::Checklist { items } => items.iter().for_each(|item| from_prose(&item.says, found)),
        Block::Callout(callout) => from_prose(&callout.says, found),
    }
}

fn by_label(figure: &Figure) -> Listed<'_> {
    Listed { name: figure.label.clone(), figure }
}

fn from_prose<'a>(prose: &'a Prose, found: &mut Vec<Listed<'a>>) {
    found.extend(prose.0.iter().filter_map(|span| match span {
        Span::Figure(figure) => Some(by_label(figure)),
        _ => None,
    }));
}

fn from_table<'a>(table: &'a Table, found: &mut Vec<Listed<'a>>) {
    for row in &table.rows {
        let row_name = row.iter().find_map(|cell| match cell {
            TableCell::Text(text) if !text.trim().is_empty() => Some(text.as_str()),
            _ => None,
        });
        for cell in row {
            let TableCell::Figure(figure) = cell else { continue };
            let name = match row_name {
                Some(row_name) if row_name != figure.label => format!("{row_name}: {}", figure.label),
                _ => figure.label.clone(),
            };
            found.push(Listed { name, figure });
        }
    }
}

/// What is said under a table about its figures, each remark once and numbered from 1.
#[derive(Debug, Default)]
pub(crate) struct Footnotes<'a>(pub(crate) Vec<&'a str>);

impl<'a> Footnotes<'a> {
    /// The number of this figure's remark, if it has one.
    pub(crate) fn number(&mut self, figure: &'a Figure) -> Option<usize> {
        let remark = crate::words::remark(figure)?;
        let place = self.0.iter().position(|known| *known == remark).unwrap_or_else(|| {
            self.0.push(remark);
            self.0.len() - 1
        });
        Some(place + 1)
    }
}
