use std::sync::Arc;

use statistics::mixed::{BadCase, Unfit};

/// What is known of a row before anybody could act on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// One of several words, such as an industry.
    Word(Arc<str>),
    /// Not on record.
    Unknown,
}

/// One row: what became of it, whose it was, and what was known before.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The fact it is about, or whatever people find it by.
    pub key: Arc<str>,
    /// What a reader would call it.
    pub label: Arc<str>,
    /// How much went well: 0 or 1 for a yes or no, 0 to `trials` for counts.
    pub successes: f64,
    /// How many could have gone well; 1 for a yes or no.
    pub trials: f64,
    /// Places in [`Study::groups`] with their shares, which sum to at most 1; what is missing was nobody's.
    pub shares: Vec<(usize, f64)>,
    /// One per covariate of the study.
    pub values: Vec<Value>,
}

/// Rows of one question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Study {
    /// Who is compared, in any order.
    pub groups: Vec<Arc<str>>,
    /// What is adjusted for.
    pub covariates: Vec<Arc<str>>,
    /// The rows, in any order.
    pub cases: Vec<Case>,
}

/// The rows of one owner: place among the cases, and share.
pub type Book = Vec<(usize, f64)>;

impl Study {
    /// How much went wrong in all.
    #[must_use]
    pub fn failures(&self) -> f64 {
        self.cases.iter().map(|case| case.trials - case.successes).sum()
    }

    /// The rows of every owner, in the order of [`Study::groups`].
    #[must_use]
    pub fn books(&self) -> Vec<Book> {
        let mut books: Vec<Book> = self.groups.iter().map(|_| Vec::new()).collect();
        for (row, case) in self.cases.iter().enumerate() {
            for &(group, share) in &case.shares {
                let Some(book) = books.get_mut(group) else { continue };
                match book.last_mut() {
                    Some(last) if last.0 == row => last.1 += share,
                    _ if share > 0.0 => book.push((row, share)),
                    _ => {}
                }
            }
        }
        books
    }
}

/// Why nobody can be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Incomparable {
    /// A row that cannot be taken.
    #[error("row {key}: {why}")]
    Row {
        /// The row.
        key: Arc<str>,
        /// What is wrong with it.
        why: BadCase,
    },
    /// The rows together say nothing.
    #[error(transparent)]
    Unfit(#[from] Unfit),
}
