use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use ports::Outside;

use crate::answers::{self, Answers, Question, Row, told};
use crate::history::data_version;
use crate::identity::{Identity, LINKS};
use crate::reading::CURRENT;
use crate::sql::quoted;

/// What every reading looks things up in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// The names of files by their number in the store.
    pub(crate) files: Arc<HashMap<i64, Arc<str>>>,
    pub(crate) accounts: Arc<Identity>,
}

impl Names {
    /// For reading rows as they were written, whatever was linked.
    pub(crate) fn without_links(self) -> Self {
        Self { accounts: Arc::default(), ..self }
    }
}

/// The names of one state of the data, looked up once. Only for what was committed: a transaction that is dropped leaves
/// its number to the next.
#[derive(Debug, Default)]
pub(crate) struct NamesKept(Mutex<Option<(i64, Names)>>);

impl NamesKept {
    pub(crate) fn of(&self, answers: &dyn Answers) -> Outside<Names> {
        let version = data_version(answers)?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, names)) = kept.as_ref().filter(|(known, _)| *known == version) {
            return Ok(names.clone());
        }
        let names = load(answers)?;
        *kept = Some((version, names.clone()));
        Ok(names)
    }
}

/// The names of all files facts came from, and the links of accounts that hold.
pub(crate) fn load(answers: &dyn Answers) -> Outside<Names> {
    let links = quoted(LINKS);
    let sql = format!(
        "SELECT number, name, NULL AS other FROM files UNION ALL \
         SELECT 0, account_id, other_account_id FROM {links} WHERE {CURRENT} AND verdict IN ('same', 'merged')"
    );
    let question = Question::few(&["number", "name", "other"], answers::sql(answers, &sql));
    let (mut files, mut pairs) = (HashMap::new(), Vec::new());
    answers.each(question, "reading the names of files and the links of accounts", &mut |row: &dyn Row| {
        let name: Arc<str> = Arc::from(told(row.text(1)?)?);
        match row.text(2)? {
            Some(other) => pairs.push((name, Arc::from(other))),
            None => {
                files.insert(told(row.whole(0)?)?, name);
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    pairs.sort_unstable();
    Ok(Names { files: Arc::new(files), accounts: Arc::new(Identity::of(&pairs)) })
}
