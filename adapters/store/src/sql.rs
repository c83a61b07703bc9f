use sea_orm::{DbBackend, Statement, Value};

/// The most identifiers in one list of a query.
pub(crate) const LIST_LIMIT: usize = 500;

/// A statement under construction: text and bound values, with the placeholders of its engine.
#[derive(Debug, Clone)]
pub(crate) struct Sql {
    backend: DbBackend,
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(crate) fn new(backend: DbBackend, text: &str) -> Self {
        Self { backend, text: text.to_owned(), values: Vec::new() }
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.backend
    }

    /// The text of the statement and the values for its places, in order.
    pub(crate) fn parts(&self) -> (&str, &[Value]) {
        (&self.text, &self.values)
    }

    /// The same statement inside another.
    pub(crate) fn within(self, before: &str, after: &str) -> Self {
        Self { text: format!("{before}{}{after}", self.text), ..self }
    }

    /// Text as it stands; never anything that came from a person.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// A quoted name of a table or column.
    pub(crate) fn name(self, name: &str) -> Self {
        let quoted = quoted(name);
        self.text(&quoted)
    }

    /// A value.
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        placeholder(&mut self.text, self.backend, self.values.len());
        self
    }

    /// Values in brackets.
    pub(crate) fn bind_list<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        for (place, value) in values.into_iter().enumerate() {
            self = self.text(if place == 0 { "(" } else { ", " }).bind(value);
        }
        self.text(")")
    }

    pub(crate) fn statement(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }
}

/// The place for the value with this number, counted from 1.
pub(crate) fn placeholder(text: &mut String, backend: DbBackend, number: usize) {
    use std::fmt::Write as _;
    if backend == DbBackend::Postgres {
        // Writing to a string cannot fail.
        let _ = write!(text, "${number}");
    } else {
        text.push('?');
    }
}

/// `from` and `to` are columns of ours and words of the language, so every name is quoted.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
