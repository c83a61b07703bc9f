use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{Cell, Event, FactShape, Refusal};
use ports::Fault;
use ports::deliveries::{Batch, FileSurvey, ReadRow, ReadingOptions, RejectedRow};
use ports::store::{Appended, NewFact, Transaction};
use report::{Block, Report, Tone};

use self::rows::{email, fact, is_referred_to, names, own_key, refers_to, reject_twins, rejected, write_rejects};
use self::waiting::Sorted;
use super::changes::{Change, Changes};
use super::collisions::Collisions;
use super::references::Directory;
use super::{ReadingRequest, contradictions, short_name, snapshots, survey};
use crate::desk::{Desk, refused};
use crate::pipeline::{Outcome, rehearse, write};
use crate::shapes;

mod known;
mod rows;
mod told;
mod waiting;

pub(super) use waiting::Waiting;

/// Rows handed to the store at once.
const ROWS_AT_ONCE: usize = 5_000;

/// Reasons shown when every row is rejected.
const REASONS_SHOWN: usize = 10;

/// What to import, and how.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    /// The files and how to read them.
    pub reading: ReadingRequest,
    /// Do everything and then nothing of it.
    pub dry_run: bool,
    /// Rows of these files' objects and sources that are no longer there have ended.
    pub complete: bool,
}

/// What became of one file.
#[derive(Debug)]
struct Taken {
    survey: FileSurvey,
    shape: &'static FactShape,
    appended: Appended,
    rejected: Vec<RejectedRow>,
    /// Rows that are no facts, as the preset says.
    left_out: u64,
    /// Rows whose optional reference points to nothing that is known, by column; the cell was left empty.
    dangling: BTreeMap<&'static str, u64>,
    /// Accounts that have contracts of another list that run on beside those of this one.
    running_beside: u64,
    /// References that held an identifier and a name, and the first of them.
    apart: Option<(u64, String)>,
}

/// Takes files in: everything that can be taken, with a reason for every row that cannot; all at once or not at all.
///
/// # Errors
/// When a file is missing or damaged, nothing is recognised, or no file can be taken before a question is answered.
pub fn import(desk: &Desk<'_>, request: &ImportRequest) -> Result<Imported, Refusal> {
    match take(desk, request)? {
        Taking::Taken { report, waiting, .. } => {
            if !request.dry_run {
                // What fails here fails again, and is told, when somebody asks for it.
                let _ = crate::health::work_ahead(desk);
            }
            Ok(Imported { report, waiting: waiting::refusal(&waiting) })
        }
        Taking::AllRejected { refusal, .. } => Err(refusal),
    }
}

/// What was taken in, and what waits for an answer.
#[derive(Debug)]
pub struct Imported {
    /// What the person reads.
    pub report: Report,
    /// That files wait for a person, where some do.
    pub waiting: Option<Refusal>,
}

/// What became of a delivery.
#[derive(Debug)]
pub(super) enum Taking {
    /// Something of it was taken in.
    Taken {
        /// The number of the delivery.
        number: i64,
        /// What the person reads.
        report: Report,
        /// Its files.
        files: Vec<TakenFile>,
        /// Files that wait for an answer; nothing of them was taken.
        waiting: Vec<Waiting>,
    },
    /// There were rows, and none could be taken.
    AllRejected {
        /// Why.
        refusal: Refusal,
        /// Its files.
        files: Vec<TakenFile>,
    },
}

/// What became of one file or sheet of a delivery.
#[derive(Debug, Clone)]
pub(super) struct TakenFile {
    /// The file.
    pub(super) path: PathBuf,
    /// Rows that were taken, or known already.
    pub(super) appended: Appended,
    /// Rows that were not.
    pub(super) rejected: u64,
    /// Where those lie, ready to mend.
    pub(super) reject_file: Option<PathBuf>,
}

/// Takes files in, and tells of each file what became of it.
///
/// # Errors
/// As [`import`], save for a delivery of which every row was rejected.
pub(super) fn take(desk: &Desk<'_>, request: &ImportRequest) -> Result<Taking, Refusal> {
    let options = request.reading.options(desk)?;
    let history = history_of_export(&request.reading.paths);
    if history.is_some() {
        refuse_unless_empty(desk)?;
    }
    let surveyed = survey(desk, &request.reading, &options)?;
    let Sorted { files, waiting } = Sorted::of(surveyed, request.complete || history.is_some())?;
    let collisions = Collisions::find(desk, &options, &files)?;
    let plan = Plan { desk, request, options: &options, files, history, collisions };
    if request.dry_run {
        let delivered = rehearse(desk, |transaction| take_all(plan, transaction))?;
        let mut report = told::report(desk, request, &delivered, &[])?;
        waiting::tell(&mut report, &waiting);
        return Ok(Taking::Taken { number: delivered.number, files: delivered.files(&[]), report, waiting });
    }
    let mut nothing = None;
    let written = write(desk, |transaction| {
        let outcome = take_all(plan, transaction)?;
        if outcome.view.is_all_rejected() {
            nothing = Some(outcome.view);
            return Err(Refusal::Rejected("every row was rejected".into()));
        }
        Ok(outcome)
    });
    if let Some(delivered) = nothing {
        let rejects = write_rejects(desk, &delivered)?;
        let (refusal, files) = (delivered.all_rejected(&rejects), delivered.files(&rejects));
        return Ok(Taking::AllRejected { refusal, files });
    }
    let delivered = written?;
    let rejects = write_rejects(desk, &delivered)?;
    let mut report = told::report(desk, request, &delivered, &rejects)?;
    waiting::tell(&mut report, &waiting);
    for taken in &delivered.taken {
        if let Some(path) = desk.deliveries.keep_mapping(&taken.survey, delivered.number).map_err(refused)? {
            report.push(Block::callout(Tone::Note, told::kept(&taken.survey, &path)));
        }
    }
    Ok(Taking::Taken { number: delivered.number, files: delivered.files(&rejects), report, waiting })
}

/// What a delivery brought.
#[derive(Debug)]
struct Delivered {
    number: i64,
    taken: Vec<Taken>,
    unrecognised: Vec<String>,
    /// Files that are known and become no facts by themselves.
    asides: Vec<String>,
    /// What a rehearsal would change most.
    changes: Vec<Change>,
    withdrawn: u64,
}

impl Delivered {
    /// Whether there were rows and none of them could be taken; such a delivery is not kept.
    fn is_all_rejected(&self) -> bool {
        let counts = self.taken.iter().fold(Appended::default(), |sum, file| sum.plus(file.appended));
        let rejected = self.taken.iter().any(|file| !file.rejected.is_empty());
        rejected && counts == Appended::default() && self.withdrawn == 0
    }

    /// What became of each file, given where the rejected rows of those that have some were written, in their order.
    fn files(&self, rejects: &[PathBuf]) -> Vec<TakenFile> {
        let mut rejects = rejects.iter();
        let file = |taken: &Taken| TakenFile {
            path: taken.survey.path.clone(),
            appended: taken.appended,
            rejected: taken.rejected.len() as u64,
            reject_file: if taken.rejected.is_empty() { None } else { rejects.next().cloned() },
        };
        self.taken.iter().map(file).collect()
    }

    fn all_rejected(&self, files: &[PathBuf]) -> Refusal {
        let reason =
            |file: &Taken, row: &RejectedRow| format!("{} line {}: {}", short_name(&file.survey), row.line, row.reason);
        let reasons: Vec<String> =
            self.taken.iter().flat_map(|file| file.rejected.iter().map(move |row| reason(file, row))).collect();
        let more = reasons.len().saturating_sub(REASONS_SHOWN);
        let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
        let shown = reasons.iter().take(REASONS_SHOWN).cloned().collect::<Vec<_>>().join("\n");
        let written: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        Refusal::Rejected(format!(
            "every row was rejected, so nothing was taken in; mend the rows in {} and import them\n{shown}{more}",
            written.join(", ")
        ))
    }
}

/// Everything a delivery is taken in from.
struct Plan<'a> {
    desk: &'a Desk<'a>,
    request: &'a ImportRequest,
    options: &'a ReadingOptions,
    files: Vec<FileSurvey>,
    history: Option<PathBuf>,
    collisions: Collisions,
}

/// The `_history.csv` of an export, when a folder handed in has one.
fn history_of_export(paths: &[PathBuf]) -> Option<PathBuf> {
    paths.iter().map(|path| path.join("_history.csv")).find(|path| path.is_file())
}

/// An export with history can only be taken into a home that holds nothing yet.
fn refuse_unless_empty(desk: &Desk<'_>) -> Result<(), Refusal> {
    let held = desk.store.deliveries().map_err(refused)?;
    if held.iter().all(|delivery| delivery.undone_at.is_some()) {
        return Ok(());
    }
    Err(Refusal::Conflict(
        "this folder is an export with its history, and that can only be taken into an empty home; \
         use another --home, or remove _history.csv to import today's state as a delivery"
            .into(),
    ))
}

fn take_all(plan: Plan<'_>, transaction: &mut dyn Transaction) -> Result<Outcome<Delivered>, Refusal> {
    let Plan { desk, request, options, files, history, collisions } = plan;
    let label = request.reading.paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ");
    let number = transaction.open_delivery(&label).map_err(refused)?;
    let rows: u64 = files.iter().filter(|file| file.matched.is_some()).map(|file| file.row_count).sum();
    desk.progress.begin("importing", Some(rows));
    let directory = Directory::default();
    let (currencies, sources, changes) = (BTreeMap::new(), BTreeMap::new(), Changes::default());
    let is_rehearsal = request.dry_run;
    let mut intake =
        Intake { desk, options, transaction, directory, collisions, currencies, is_rehearsal, changes, sources };
    let (mut taken, mut unrecognised, mut asides) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        match (file.matched.as_ref().map(|matched| matched.shape), file.aside.clone()) {
            (Some(shape), _) => taken.push(intake.file(file, shape)?),
            (None, Some(aside)) => asides.push(format!("{}: {aside}", short_name(&file))),
            (None, None) => unrecognised.push(format!("{}: {}", short_name(&file), file.findings.join("; "))),
        }
    }
    let withdrawn = if request.complete { intake.withdraw_absent()? } else { 0 };
    if let Some(history) = history {
        intake.restore(&history)?;
    }
    intake.settle_currency()?;
    desk.progress.end();
    let changes = intake.changes.into_most_telling();
    let delivered = Delivered { changes, number, taken, unrecognised, asides, withdrawn };
    let counts = delivered.taken.iter().fold(Appended::default(), |sum, file| sum.plus(file.appended));
    let summary = format!(
        "{} imported {label}: {} new, {} changed, {} unchanged",
        desk.actor, counts.new, counts.changed, counts.unchanged
    );
    Ok(Outcome { view: delivered, event: Event::new("imports.delivered", format!("delivery {number}"), summary) })
}

/// A delivery being taken in.
struct Intake<'a> {
    desk: &'a Desk<'a>,
    options: &'a ReadingOptions,
    transaction: &'a mut dyn Transaction,
    directory: Directory,
    collisions: Collisions,
    /// How many contracts are in which currency.
    currencies: BTreeMap<Arc<str>, u64>,
    is_rehearsal: bool,
    changes: Changes,
    /// The sources each object's rows came from.
    sources: BTreeMap<&'static str, BTreeSet<Arc<str>>>,
}

impl Intake<'_> {
    fn file(&mut self, survey: FileSurvey, shape: &'static FactShape) -> Result<Taken, Refusal> {
        let mut taken = Taken {
            survey,
            shape,
            appended: Appended::default(),
            rejected: Vec::new(),
            left_out: 0,
            dangling: BTreeMap::new(),
            running_beside: 0,
            apart: None,
        };
        let mut waiting: Vec<ReadRow> = Vec::new();
        let all_at_once = contradictions::needs_all(shape);
        let survey = taken.survey.clone();
        let deliveries = self.desk.deliveries;
        let mut refusal = None;
        let read = deliveries.read(&survey, self.options, &mut |batch| {
            match batch {
                Batch::LeftOut(rows) => taken.left_out += rows,
                Batch::Rejected(rows) => {
                    self.desk.progress.advance(rows.len() as u64);
                    taken.rejected.extend(rows);
                }
                Batch::Rows(rows) => {
                    self.desk.progress.advance(rows.len() as u64);
                    waiting.extend(rows);
                    if !all_at_once && waiting.len() >= ROWS_AT_ONCE {
                        let rows = std::mem::take(&mut waiting);
                        if let Err(refused) = self.rows(&mut taken, rows) {
                            refusal = Some(refused.clone());
                            return Err(Fault::Refused(refused));
                        }
                    }
                }
            }
            Ok(())
        });
        read.map_err(|fault| refusal.unwrap_or_else(|| refused(fault)))?;
        self.rows(&mut taken, waiting)?;
        taken.rejected.sort_by_key(|row| row.line);
        taken.apart = self.directory.told_apart();
        Ok(taken)
    }

    fn rows(&mut self, taken: &mut Taken, rows: Vec<ReadRow>) -> Result<(), Refusal> {
        let shape = taken.shape;
        let file: Arc<str> = Arc::from(short_name(&taken.survey));
        // Whoever fills in a template means what they write; an export knows more people than were handed in.
        let lenient = taken.survey.matched.as_ref().is_some_and(|matched| matched.preset != "template");
        let only_new = taken.survey.matched.as_ref().is_some_and(|matched| matched.only_new);
        let rows = if only_new { self.not_yet_known(taken, rows)? } else { self.under_known_names(taken, rows)? };
        let mut learned: BTreeSet<Arc<str>> = BTreeSet::new();
        if contradictions::needs_all(shape) && shape.key.len() == 1 {
            let own: Vec<(Arc<str>, Option<Arc<str>>)> =
                rows.iter().map(|row| (own_key(shape, row), email(shape, row))).collect();
            learned = own.iter().map(|(key, _)| key.clone()).collect();
            self.directory.learn(shape, &own, self.transaction)?;
            self.directory.learn_names(shape, &names(shape, &rows), self.transaction)?;
        }
        let mut facts: Vec<NewFact> = Vec::with_capacity(rows.len());
        for mut row in rows {
            if let Some(reason) = self.collisions.reason(shape, &row) {
                taken.rejected.push(RejectedRow { line: row.line, column: None, value: None, reason });
                continue;
            }
            match self.directory.resolve(shape, &mut row, lenient, self.transaction)? {
                Ok(dangling) => {
                    for column in dangling {
                        *taken.dangling.entry(column).or_default() += 1;
                    }
                    // What a file mentions beside is no complete list of it.
                    let mut beside = BTreeMap::new();
                    facts.push(fact(shape, row, &file, if only_new { &mut beside } else { &mut self.sources }));
                }
                Err((column, reason)) => taken.rejected.push(rejected(shape, &row, column, reason)),
            }
        }
        if let Some(since) = taken.survey.matched.as_ref().and_then(|matched| matched.snapshot) {
            let today = self.desk.clock.now().date();
            facts = match shape.object {
                "ownership" => snapshots::ownership(facts, today, self.transaction)?,
                _ => snapshots::since_first_told(facts, (shape, since), today, self.transaction)?,
            };
        }
        if lenient && matches!(shape.object, "accounts" | "people" | "contacts") {
            let told = taken.survey.matched.as_ref().map_or(&[][..], |matched| matched.used.as_slice());
            facts = snapshots::keep_untold(facts, (shape, told), self.transaction)?;
        }
        if shape.object == "contracts" && taken.survey.matched.as_ref().is_some_and(|matched| matched.is_unnumbered) {
            taken.running_beside += snapshots::running_beside(&facts, self.desk.clock.now().date(), self.transaction)?;
        }
        self.count_currencies(shape, &facts);
        reject_twins(taken, &mut facts);
        self.reject_contradictions(taken, &mut facts)?;
        if !learned.is_empty() {
            self.forget_rejected(taken, &learned, &mut facts);
        }
        if self.is_rehearsal {
            self.changes.see(self.desk, shape, &facts, self.transaction)?;
        }
        let appended = self.transaction.append(shape, &facts).map_err(refused)?;
        taken.appended = taken.appended.plus(appended);
        self.directory.renew(shape.object);
        if shape.key.len() == 1 && !contradictions::needs_all(shape) && is_referred_to(shape) {
            let keys: Vec<(Arc<str>, Option<Arc<str>>)> = facts.iter().map(|fact| (fact.key.clone(), None)).collect();
            self.directory.learn(shape, &keys, self.transaction)?;
        }
        Ok(())
    }

    fn count_currencies(&mut self, shape: &FactShape, facts: &[NewFact]) {
        let place = shape.position("currency").filter(|_| shape.object == "contracts");
        for fact in facts {
            if let Some(Cell::Text(code)) = place.and_then(|place| fact.cells.get(place)) {
                match self.currencies.get_mut(code) {
                    Some(count) => *count += 1,
                    None => {
                        self.currencies.insert(code.clone(), 1);
                    }
                }
            }
        }
    }

    fn reject_contradictions(&mut self, taken: &mut Taken, facts: &mut Vec<NewFact>) -> Result<(), Refusal> {
        let found = contradictions::find(taken.shape, facts, self.transaction)?;
        if found.is_empty() {
            return Ok(());
        }
        facts.retain(|fact| match found.get(&fact.key) {
            Some(reason) => {
                taken.rejected.push(RejectedRow { line: fact.line, column: None, value: None, reason: reason.clone() });
                false
            }
            None => true,
        });
        Ok(())
    }

    /// Rows that were learned as referents and rejected after all are forgotten, and with them what refers to them.
    fn forget_rejected(&mut self, taken: &mut Taken, learned: &BTreeSet<Arc<str>>, facts: &mut Vec<NewFact>) {
        loop {
            let kept: BTreeSet<&Arc<str>> = facts.iter().map(|fact| &fact.key).collect();
            let gone: BTreeSet<Arc<str>> = learned.iter().filter(|key| !kept.contains(key)).cloned().collect();
            self.directory.forget(taken.shape.object, &gone);
            let before = facts.len();
            facts.retain(|fact| match refers_to(taken.shape, fact, &gone) {
                Some((column, value)) => {
                    let reason = format!("`{value}` was rejected in this delivery; mend it first");
                    taken.rejected.push(RejectedRow {
                        line: fact.line,
                        column: Some(column.to_owned()),
                        value: Some(value),
                        reason,
                    });
                    false
                }
                None => true,
            });
            if facts.len() == before {
                return;
            }
        }
    }

    fn withdraw_absent(&mut self) -> Result<u64, Refusal> {
        let mut ended = 0;
        for (object, sources) in &self.sources {
            let Some(shape) = shapes::find(object) else { continue };
            for source in sources {
                ended += self.transaction.withdraw_absent(shape, source).map_err(refused)?;
            }
        }
        Ok(ended)
    }

    fn restore(&mut self, history: &Path) -> Result<(), Refusal> {
        let transaction = &mut *self.transaction;
        self.desk
            .deliveries
            .read_history(history, shapes::ALL, &mut |shape, versions| transaction.restore(shape, &versions))
            .map_err(refused)
    }

    /// The first amounts settle the currency of the book, where nobody configured one.
    fn settle_currency(&mut self) -> Result<(), Refusal> {
        let told =
            self.desk.settings.currency.is_some() || self.desk.store.setting("currency").map_err(refused)?.is_some();
        if told {
            return Ok(());
        }
        let most = self.currencies.iter().max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0)));
        let code = most
            .map(|(code, _)| code.to_string())
            .or_else(|| self.options.currency.map(|currency| currency.to_string()));
        match code {
            Some(code) => self.transaction.set("currency", &code).map_err(refused),
            None => Ok(()),
        }
    }
}
