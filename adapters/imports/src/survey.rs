//! A look at files and folders without taking anything in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{FactShape, Refusal};
use ports::deliveries::{FileSurvey, MatchedFile, ReadingOptions};
use ports::{Fault, Outside};

use crate::answers::{Answers, Told};
use crate::asides::{Asides, find};
use crate::heading_rows::{HeadingRows, candidates, likeliest};
use crate::headings::normal_form;
use crate::learned::Learned;
use crate::matcher::{Match, Near, Said, Sight, Verdict};
use crate::profile::{self, Profile};
use crate::recipes::{Aside, Recipe};
use crate::recognise::{Bound, Shelf, besides, best, bind, closest};
use crate::rows::RawRow;
use crate::table::{Form, More, Table, file_name, tables_of, unreadable};
use crate::unfolding::Width;

/// Headings are looked for in so many rows from the top.
const HEADING_ROWS: usize = 25;
const ENDINGS: [&str; 10] = ["csv", "tsv", "tab", "xlsx", "xlsm", "xls", "ods", "ics", "gz", "zip"];

/// A surveyed table: what is told about it, and what is remembered where it was recognised.
pub(crate) struct Surveyed {
    pub(crate) told: FileSurvey,
    pub(crate) learned: Option<Learned>,
}

/// The files a path stands for, in order.
pub(crate) fn files_of(path: &Path) -> Outside<Vec<PathBuf>> {
    let about = std::fs::metadata(path).map_err(|problem| unreadable(path, &problem))?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|problem| unreadable(path, &problem))? {
        let found = entry.map_err(|problem| unreadable(path, &problem))?.path();
        if found.is_file() && is_wanted_name(&file_name(&found)) {
            files.push(found);
        }
    }
    if files.is_empty() {
        let words = format!("the folder {} holds no file that can be imported", path.display());
        return Err(Fault::Refused(Refusal::Rejected(words)));
    }
    files.sort();
    Ok(files)
}

/// Hidden files, our own side files and the lock files of spreadsheets are not data.
pub(crate) fn is_wanted_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    !name.starts_with(['.', '_', '~']) && ENDINGS.contains(&ending.as_str())
}

/// A table and its first rows.
pub(crate) struct Glance {
    pub(crate) table: Table,
    first: Vec<(u32, Vec<String>)>,
    /// Why a wide table is not made long.
    open: Option<String>,
}

/// The tables of a file, and their first rows.
pub(crate) fn glances_of(path: &Path) -> Outside<Vec<Glance>> {
    tables_of(path, false)?.into_iter().map(glance_of).collect()
}

/// A table and its first rows, made long where they are wide.
pub(crate) fn glance_of(mut table: Table) -> Outside<Glance> {
    let first = first_rows(&table)?;
    match Width::of(&first, &stem_of(&table)) {
        Width::Plain => Ok(Glance { table, first, open: None }),
        Width::Open(why) => Ok(Glance { table, first, open: Some(why) }),
        Width::Wide(unfolding) => {
            table.unfolding = Some(Arc::new(unfolding));
            Ok(Glance { first: first_rows(&table)?, table, open: None })
        }
    }
}

impl Glance {
    /// What the table is when it is kept aside: which, and its headings.
    fn aside<'a>(&self, known: &'a [Aside]) -> Option<(&'a Aside, u32, &[String])> {
        self.first.iter().find_map(|(line, headings)| Some((find(known, headings)?, *line, headings.as_slice())))
    }

    /// Holds the rows of a table that others are read with.
    pub(crate) fn hold(&self, known: &[Aside], recipes: &[Recipe], asides: &mut Asides) -> Outside<()> {
        match self.aside(known) {
            Some((aside, line, headings)) => asides.hold(aside, recipes, &self.table, (line, headings)),
            None => Ok(()),
        }
    }

    /// Looks at the table: once for each object its rows are read for.
    pub(crate) fn survey(
        &self,
        shelf: Shelf<'_>,
        answers: &Answers<'_>,
        options: &ReadingOptions,
    ) -> Outside<Vec<Surveyed>> {
        let stands = |heading: &str| {
            let form = normal_form(heading);
            heading == "-" || self.first.iter().any(|(_, cells)| cells.iter().any(|cell| normal_form(cell) == form))
        };
        let said = answers.of(&self.table, &stands);
        let found = self.survey_as(shelf, &said, options)?;
        let more = answers.of_whom_it_concerns(&said, &found);
        if more == said { Ok(found) } else { self.survey_as(shelf, &more, options) }
    }

    fn survey_as(&self, shelf: Shelf<'_>, said: &Told, options: &ReadingOptions) -> Outside<Vec<Surveyed>> {
        let stem = stem_of(&self.table);
        let mut told = empty_survey(&self.table);
        told.findings.extend(self.table.cautions());
        let Some((line, headings)) = likeliest(&self.first) else {
            told.findings.push("empty".to_owned());
            return Ok(vec![Surveyed { told, learned: None }]);
        };
        (told.heading_line, told.headings) = (*line, headings.clone());
        let rows = candidates(&self.first);
        let (line, bounds) = match self.bind(shelf, &rows, &stem, said)? {
            Binding::Bound(line, bounds) => (line, bounds),
            Binding::Open(question) => {
                told.questions.push(question);
                tell_row_count(&mut told, &self.table)?;
                return Ok(vec![Surveyed { told, learned: None }]);
            }
            Binding::Nothing(near) => {
                told.aside = self.aside(shelf.known_asides).map(|(aside, ..)| aside_words(aside));
                tell_row_count(&mut told, &self.table)?;
                tell_why_not(&mut told, near.as_ref(), shelf, &stem);
                told.findings.extend(self.open.clone());
                return Ok(vec![Surveyed { told, learned: None }]);
            }
        };
        let mut bounds = bounds;
        let unfolded = self.table.unfolding.as_ref().map(|unfolding| unfolding.says.clone());
        if let Some(first) = bounds.first_mut() {
            first.concluded.extend(unfolded.into_iter().chain(self.open.clone()));
        }
        let surveyed = |bound: Bound| -> Outside<Surveyed> {
            let learned = Learned::from_table(self.table.clone(), line, bound, false)?;
            let mut told = told.clone();
            tell(&mut told, &learned, options);
            Ok(Surveyed { told, learned: Some(learned) })
        };
        bounds.into_iter().map(surveyed).collect()
    }
}

/// What the headings of a table are bound to.
enum Binding {
    /// The last line they stand on, and the recipes: what the rows are first of all, then what else they tell.
    Bound(u32, Vec<Bound>),
    /// The question which it is.
    Open(String),
    /// Nothing, and what it comes nearest to.
    Nothing(Option<Near>),
}

impl Glance {
    /// By template or preset, else by the words of the headings and what stands under them.
    fn bind(&self, shelf: Shelf<'_>, rows: &[HeadingRows], stem: &str, said: &Told) -> Outside<Binding> {
        let object = said.object.as_deref();
        let known = rows.iter().find_map(|rows| Some((rows, best(shelf, &rows.cells, stem, object)?)));
        let mut distrusted = None;
        if let Some((rows, bound)) = known.filter(|_| said.columns.is_empty()) {
            let line = rows.line;
            match self.trusted(shelf, rows, bound)? {
                Ok(bounds) => return Ok(Binding::Bound(line, bounds)),
                Err(kept) => distrusted = Some(kept),
            }
        }
        if self.aside(shelf.known_asides).is_some() {
            return Ok(Binding::Nothing(None));
        }
        let mut nearest = None;
        for rows in rows.iter().filter(|rows| rows.cells.iter().filter(|cell| !cell.is_empty()).count() > 1) {
            match self.by_words(shelf, rows, Said { object, columns: &said.columns })? {
                Verdict::Nothing(near) => nearest = nearest.or(near),
                Verdict::One(found) => {
                    let mut bounds = conclude(found, rows, shelf);
                    if let (Some(kept), Some(first)) = (distrusted, bounds.first_mut()) {
                        first.concluded.push(format!(
                            "{kept} was kept for such files, and what stands in this one speaks against it"
                        ));
                    }
                    return Ok(Binding::Bound(rows.line, bounds));
                }
                Verdict::Several(found) => return Ok(Binding::Open(which(&found))),
            }
        }
        Ok(Binding::Nothing(nearest))
    }

    /// What a template, preset or kept mapping makes of the table, unless its words say more; the name of a kept mapping
    /// that what stands in the columns speaks against.
    fn trusted(&self, shelf: Shelf<'_>, rows: &HeadingRows, bound: Bound) -> Outside<Result<Vec<Bound>, String>> {
        let with_besides = |bound: Bound| {
            let more = besides(shelf, &bound);
            std::iter::once(bound).chain(more).collect::<Vec<_>>()
        };
        if bound.recipe.is_kept() {
            let (_, profiles) = self.profiles(rows)?;
            if !bound.is_borne_out(&profiles, shelf.dictionary) {
                return Ok(Err(bound.recipe.preset.to_string()));
            }
            // What was kept knows nothing of a column that was not there.
            let is_new = |heading: &&String| {
                let form = normal_form(heading);
                !form.is_empty() && !bound.recipe.fingerprint.iter().any(|forms| forms.contains(&form))
            };
            let words = match rows.cells.iter().any(|heading| is_new(&heading)) {
                true => self.by_words(shelf, rows, Said { object: None, columns: &[] })?,
                false => Verdict::Nothing(None),
            };
            let words = match words {
                Verdict::One(found) if found.iter().all(|one| one.questions.is_empty()) => conclude(found, rows, shelf),
                _ => Vec::new(),
            };
            let ours = with_besides(bound);
            return Ok(Ok(if used_by(&words) >= used_by(&ours) { words } else { ours }));
        }
        let is_template = &*bound.recipe.preset == crate::recipes::TEMPLATE;
        // Two names that many systems use say little of which one it was.
        let is_sure = !is_template && bound.recipe.fingerprint.len() > 2;
        if is_sure || bound.unused().is_empty() {
            return Ok(Ok(with_besides(bound)));
        }
        // Somebody renamed columns that a row can do without, or another system has the same names.
        let object = is_template.then_some(bound.recipe.shape.object);
        let words = match self.by_words(shelf, rows, Said { object, columns: &[] })? {
            Verdict::One(found) if found.iter().all(|one| one.questions.is_empty()) => conclude(found, rows, shelf),
            _ => Vec::new(),
        };
        let ours = with_besides(bound);
        Ok(Ok(if used_by(&words) > used_by(&ours) { words } else { ours }))
    }

    /// The headings as they are matched, and what stands under each.
    fn profiles(&self, rows: &HeadingRows) -> Outside<(Vec<String>, Vec<Profile>)> {
        let mut profiles: Vec<Profile> = rows.cells.iter().map(|heading| Profile::under(heading)).collect();
        let mut seen = 0;
        self.table.each_row(&mut |row| {
            if row.line > rows.line {
                seen += 1;
                for (place, profile) in profiles.iter_mut().enumerate() {
                    profile.see(row, place);
                }
            }
            Ok(if seen < profile::ROWS { More::Yes } else { More::No })
        })?;
        let mut headings = rows.cells.clone();
        // What we wrote beside rejected rows is ours, whatever columns it resembles.
        let is_ours = |heading: &String| matches!(normal_form(heading).as_str(), "reason" | "rejectreason");
        let is_reject = stem_of(&self.table).ends_with("_rejected");
        if let Some(last) = headings.last_mut().filter(|last| is_reject && is_ours(last)) {
            last.clear();
        }
        Ok((headings, profiles))
    }

    fn by_words(&self, shelf: Shelf<'_>, rows: &HeadingRows, said: Said<'_>) -> Outside<Verdict> {
        let (headings, profiles) = self.profiles(rows)?;
        let stem = stem_of(&self.table);
        Ok(shelf.dictionary.judge(shelf.shapes, &Sight::new(&headings, &profiles, &stem), said))
    }
}

/// How many columns of the file something is done with.
fn used_by(bounds: &[Bound]) -> usize {
    let places: std::collections::BTreeSet<usize> = bounds.iter().flat_map(Bound::used_places).collect();
    places.len()
}

fn conclude(found: Vec<Match>, rows: &HeadingRows, shelf: Shelf<'_>) -> Vec<Bound> {
    let bound = |found: Match| {
        let mut bound = bind(&found.recipe, &rows.cells, shelf.asides).ok()?;
        (bound.concluded, bound.asked) = (found.told(&rows.cells), found.questions);
        Some(bound)
    };
    found.into_iter().filter_map(bound).collect()
}

/// The question what the rows of a file are.
fn which(found: &[Match]) -> String {
    let objects: Vec<&str> = found.iter().map(|one| one.recipe.shape.object).collect();
    let said: Vec<String> = objects.iter().map(|object| format!("--as {object}")).collect();
    format!("its rows can be {}: say {}", objects.join(" or "), said.join(" or "))
}

fn aside_words(aside: &Aside) -> String {
    let use_of_it =
        if aside.key.is_some() { "read along with the files that refer to it" } else { "nothing in it becomes a fact" };
    format!("{} of {}: {use_of_it}", aside.what, aside.preset)
}

/// The lines and cells of the first rows, without empty cells at their ends.
fn first_rows(table: &Table) -> Outside<Vec<(u32, Vec<String>)>> {
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    table.each_row(&mut |row: &RawRow| {
        let mut cells: Vec<String> = row.cells().map(|cell| cell.trim().to_owned()).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        rows.push((row.line, cells));
        Ok(if rows.len() < HEADING_ROWS { More::Yes } else { More::No })
    })?;
    Ok(rows)
}

fn empty_survey(table: &Table) -> FileSurvey {
    let (encoding, separator) = match &table.form {
        Form::Text { detected, separator } => (Some(detected.words.clone()), Some(char::from(*separator))),
        Form::Sheet { .. } => (None, None),
    };
    FileSurvey {
        path: table.path().to_owned(),
        sheet: table.part(),
        format: table.format(),
        encoding,
        separator,
        heading_line: 1,
        row_count: 0,
        headings: Vec::new(),
        matched: None,
        aside: None,
        findings: Vec::new(),
        questions: Vec::new(),
    }
}

/// The name a table goes by: that of the file, or of the sheet.
pub(crate) fn stem_of(table: &Table) -> String {
    match &table.form {
        Form::Text { .. } => table.origin.stem(),
        Form::Sheet { name, .. } => name.clone(),
    }
}

fn tell_row_count(told: &mut FileSurvey, table: &Table) -> Outside<()> {
    let mut rows = 0_u64;
    if table.is_huge()? {
        rows = table.each_row_of_sample(&mut |_| Ok(More::Yes))?;
        told.findings.push(format!("a large file: looked at samples, about {rows} rows"));
    } else {
        table.each_row(&mut |row| {
            rows += u64::from(row.line > told.heading_line);
            Ok(More::Yes)
        })?;
    }
    told.row_count = rows;
    Ok(())
}

fn tell_why_not(told: &mut FileSurvey, near: Option<&Near>, shelf: Shelf<'_>, stem: &str) {
    if let Some(aside) = &told.aside {
        told.findings.push(aside.clone());
        return;
    }
    let by_words = near.filter(|near| !near.lacks.is_empty()).map(|near| {
        let (object, first) = (near.object, near.lacks[0]);
        format!(
            "not recognised: closest are {object}, without {}; if they stand under another name, say --as {object} --columns \"{first}=HEADING\"",
            near.lacks.join(", ")
        )
    });
    told.findings.extend(near.and_then(|near| near.note.clone()));
    told.findings.push(by_words.unwrap_or_else(|| match closest(shelf, &told.headings, stem) {
        Some(miss) if miss.preset == crate::recipes::TEMPLATE => {
            format!("not recognised: closest is the template {}, without {}", miss.object, miss.missing.join(", "))
        }
        Some(miss) => format!(
            "not recognised: closest is the file for {} of the preset {}, without {}",
            miss.object,
            miss.preset,
            miss.missing.join(", ")
        ),
        None => "not recognised: none of its headings belongs to a template or preset".to_owned(),
    }));
}

fn tell(told: &mut FileSurvey, learned: &Learned, options: &ReadingOptions) {
    let bound = &learned.bound;
    told.heading_line = learned.heading_line;
    told.headings = bound.headings[..bound.own_count].to_vec();
    told.row_count = learned.row_count;
    let mut matched = matched(bound);
    matched.concluded.extend(learned.turned_finding());
    told.matched = Some(matched);
    told.findings.extend(learned.turned_finding());
    told.findings.extend(bound.recipe.note.clone());
    told.findings.extend(bound.concluded.iter().cloned());
    told.findings.extend(learned.findings(options));
    if learned.row_count == 0 {
        told.findings.push("no rows under the headings".to_owned());
    }
    told.questions = learned.questions(options);
}

fn matched(bound: &Bound) -> MatchedFile {
    MatchedFile {
        preset: bound.recipe.preset.to_string(),
        score: bound.score,
        shape: bound.recipe.shape,
        snapshot: bound.recipe.snapshot,
        only_new: bound.recipe.only_new,
        is_unnumbered: bound.is_unnumbered(),
        used: bound.used(),
        unused: bound.unused(),
        concluded: bound.concluded.clone(),
    }
}

/// The order in which objects must be imported: what is referred to comes first, otherwise as the shapes are given.
pub(crate) fn import_order(shapes: &[&'static FactShape]) -> Vec<&'static str> {
    fn visit(shape: &'static FactShape, shapes: &[&'static FactShape], order: &mut Vec<&'static str>, depth: usize) {
        if order.contains(&shape.object) || depth > shapes.len() {
            return;
        }
        for column in shape.columns {
            let kernel::ColumnKind::Reference(object) = column.kind else { continue };
            if let Some(other) = shapes.iter().find(|other| other.object == object && object != shape.object) {
                visit(other, shapes, order, depth + 1);
            }
        }
        if !order.contains(&shape.object) {
            order.push(shape.object);
        }
    }
    let mut order = Vec::new();
    for shape in shapes {
        visit(shape, shapes, &mut order, 0);
    }
    order
}
