use std::collections::BTreeMap;
use std::path::PathBuf;

use kernel::Refusal;

/// What was given for one input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text or a word.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Files or folders.
    Paths(Vec<PathBuf>),
    /// Given.
    Given,
}

/// What was given, by the names of the inputs. Faces fill it as the catalogue declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs(BTreeMap<String, Value>);

impl Inputs {
    /// Adds what was given for an input.
    pub fn give(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// The text of an input, if given.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.0.get(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The text of an input that must be there.
    ///
    /// # Errors
    /// When it was not given.
    pub fn needed(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| missing(name))
    }

    /// The number of an input, if given.
    #[must_use]
    pub fn whole(&self, name: &str) -> Option<i64> {
        match self.0.get(name) {
            Some(Value::Whole(number)) => Some(*number),
            _ => None,
        }
    }

    /// The files and folders of an input.
    #[must_use]
    pub fn paths(&self, name: &str) -> &[PathBuf] {
        match self.0.get(name) {
            Some(Value::Paths(paths)) => paths,
            _ => &[],
        }
    }

    /// The one file or folder of an input that must be there.
    ///
    /// # Errors
    /// When it was not given.
    pub fn path(&self, name: &str) -> Result<&PathBuf, Refusal> {
        self.paths(name).first().ok_or_else(|| missing(name))
    }

    /// Whether a flag was given.
    #[must_use]
    pub fn is_given(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

fn missing(name: &str) -> Refusal {
    Refusal::invalid(name, format!("say {}", name.replace('_', " ")))
}
