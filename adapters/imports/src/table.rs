//! One table of rows, whether it lies in a text file or on a sheet of a workbook.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use calamine::{DataRef, Reader, Xlsx};
use kernel::Refusal;
use ports::{Fault, Outside};

use crate::encoding::{Detected, TextReader, WHOLE_BYTES, detect, stretches};
use crate::rows::{CellSort, RawRow, Splitter};
use crate::separator;

/// What a table is read from and how.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) path: PathBuf,
    pub(crate) form: Form,
}

/// How a table is written.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    Text { detected: Detected, separator: u8 },
    Sheet { name: String },
}

/// Whether the reader wants more rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum More {
    Yes,
    No,
}

/// Is told each row.
pub(crate) type SeeRow<'a> = dyn FnMut(&RawRow) -> Outside<More> + 'a;

/// The name of a file as people say it.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A failure to read a file.
pub(crate) fn unreadable(path: &Path, problem: &io::Error) -> Fault {
    let name = file_name(path);
    match problem.kind() {
        io::ErrorKind::NotFound => Refusal::NotFound(format!("there is no file or folder {}", path.display())).into(),
        io::ErrorKind::InvalidData => {
            Refusal::Rejected(format!("{name}: {problem}; mend the row and hand the file in again")).into()
        }
        _ => Fault::broken(format!("reading {name}"), problem),
    }
}

fn damaged(path: &Path, cause: &str) -> Fault {
    let advice =
        "it is damaged or was cut off; export it again, or open it in a spreadsheet and save it as XLSX or CSV";
    Refusal::Rejected(format!("{} cannot be read as a workbook ({cause}): {advice}", file_name(path))).into()
}

/// The tables of a file: one for a text file, one for each sheet of a workbook.
pub(crate) fn tables_of(path: &Path, whole: bool) -> Outside<Vec<Table>> {
    let broken = |problem: io::Error| unreadable(path, &problem);
    let mut head = [0_u8; 8];
    let mut file = File::open(path).map_err(broken)?;
    let read = file.read(&mut head).map_err(broken)?;
    let is_workbook_by_name = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx") || ending.eq_ignore_ascii_case("xlsm"));
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(damaged(path, "an old or encrypted workbook"));
    }
    if head.starts_with(b"PK\x03\x04") || (is_workbook_by_name && read > 0) {
        let sheets = sheet_names(path)?;
        let form = |name| Table { path: path.to_owned(), form: Form::Sheet { name } };
        return Ok(sheets.into_iter().map(form).collect());
    }
    let detected = detect(path, whole).map_err(broken)?;
    let separator = separator::sniff(path, &detected).map_err(broken)?;
    Ok(vec![Table { path: path.to_owned(), form: Form::Text { detected, separator } }])
}

fn open_workbook(path: &Path) -> Outside<Xlsx<io::BufReader<File>>> {
    let file = File::open(path).map_err(|problem| unreadable(path, &problem))?;
    // The reader of workbooks is not ours; should it give up on a damaged one, that is the file's fault.
    match catch_unwind(AssertUnwindSafe(|| Xlsx::new(io::BufReader::new(file)))) {
        Ok(Ok(workbook)) => Ok(workbook),
        Ok(Err(problem)) => Err(damaged(path, &problem.to_string())),
        Err(_) => Err(damaged(path, "its parts contradict each other")),
    }
}

fn sheet_names(path: &Path) -> Outside<Vec<String>> {
    let names = open_workbook(path)?.sheet_names();
    Ok(names.into_iter().filter(|name| !name.starts_with('_')).collect())
}

impl Table {
    /// The size of the file, in bytes.
    pub(crate) fn byte_count(&self) -> Outside<u64> {
        Ok(std::fs::metadata(&self.path).map_err(|problem| unreadable(&self.path, &problem))?.len())
    }

    /// Whether the file is so large that a first look takes samples.
    pub(crate) fn is_huge(&self) -> Outside<bool> {
        Ok(matches!(self.form, Form::Text { .. }) && self.byte_count()? > WHOLE_BYTES)
    }

    /// Shows every row that is not blank.
    pub(crate) fn each_row(&self, see: &mut SeeRow<'_>) -> Outside<()> {
        match &self.form {
            Form::Text { detected, separator } => {
                let file = self.open_behind(detected.mark)?;
                let splitter = Splitter::new(TextReader::new(file, detected.encoding), *separator);
                self.each_of(splitter, see)
            }
            Form::Sheet { name } => {
                let mut workbook = open_workbook(&self.path)?;
                // See `open_workbook`.
                catch_unwind(AssertUnwindSafe(|| each_row_of_sheet(&self.path, &mut workbook, name, see)))
                    .unwrap_or_else(|_| Err(damaged(&self.path, "its parts contradict each other")))
            }
        }
    }

    /// Shows rows of samples of a huge file, those behind the first stretch with line 0, and returns how many rows the
    /// file may have.
    pub(crate) fn each_row_of_sample(&self, see: &mut SeeRow<'_>) -> Outside<u64> {
        let Form::Text { detected, separator } = &self.form else { return Ok(0) };
        let length = self.byte_count()?;
        let (mut rows, mut bytes) = (0_u64, 0_u64);
        for (from, wanted) in stretches(length, false) {
            let from = from - (from % detected.encoding.unit());
            let start = if from == 0 { detected.mark } else { from + detected.mark % detected.encoding.unit() };
            let piece = self.open_behind(start)?.take(wanted);
            let splitter = Splitter::new(TextReader::new(piece, detected.encoding), *separator);
            rows += self.rows_within(splitter, from > 0, see)?;
            bytes += wanted;
        }
        Ok(u64::try_from(u128::from(rows) * u128::from(length) / u128::from(bytes.max(1))).unwrap_or(rows))
    }

    /// Shows the rows of a stretch but the last one, which may be cut, and the first one unless the file begins there.
    fn rows_within<R: Read>(&self, mut splitter: Splitter<R>, later: bool, see: &mut SeeRow<'_>) -> Outside<u64> {
        let broken = |problem: io::Error| unreadable(&self.path, &problem);
        let (mut row, mut next, mut seen) = (RawRow::default(), RawRow::default(), 0);
        if later {
            splitter.next_row(&mut row).map_err(broken)?;
        }
        if !splitter.next_row(&mut row).map_err(broken)? {
            return Ok(0);
        }
        while splitter.next_row(&mut next).map_err(broken)? {
            if later {
                row.line = 0;
            }
            seen += 1;
            if see(&row)? == More::No {
                break;
            }
            std::mem::swap(&mut row, &mut next);
        }
        Ok(seen)
    }

    fn open_behind(&self, bytes: u64) -> Outside<File> {
        let broken = |problem: io::Error| unreadable(&self.path, &problem);
        let mut file = File::open(&self.path).map_err(broken)?;
        file.seek(SeekFrom::Start(bytes)).map_err(broken)?;
        Ok(file)
    }

    fn each_of<R: Read>(&self, mut splitter: Splitter<R>, see: &mut SeeRow<'_>) -> Outside<()> {
        let mut row = RawRow::default();
        while splitter.next_row(&mut row).map_err(|problem| unreadable(&self.path, &problem))? {
            let is_hint = row.line == 1 && separator::is_hint(&row);
            if !is_hint && see(&row)? == More::No {
                break;
            }
        }
        Ok(())
    }
}

fn each_row_of_sheet(
    path: &Path,
    workbook: &mut Xlsx<io::BufReader<File>>,
    sheet: &str,
    see: &mut SeeRow<'_>,
) -> Outside<()> {
    let epoch_1904 = workbook.has_1904_epoch();
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|problem| damaged(path, &problem.to_string()))?;
    let mut row = RawRow::default();
    while let Some(cell) = cells.next_cell().map_err(|problem| damaged(path, &problem.to_string()))? {
        let (line, place) = cell.get_position();
        let line = line.saturating_add(1);
        if line != row.line {
            if !row.is_blank() && see(&row)? == More::No {
                return Ok(());
            }
            row.clear();
            row.line = line;
        }
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        // Sixteen thousand columns are all a workbook can have.
        while row.len() < place.min(16_384) {
            row.push("", CellSort::Text);
        }
        if row.len() == place {
            push_value(&mut row, cell.get_value(), epoch_1904);
        }
    }
    if !row.is_blank() {
        see(&row)?;
    }
    Ok(())
}

fn push_value(row: &mut RawRow, value: &DataRef<'_>, epoch_1904: bool) {
    match value {
        DataRef::Empty => row.push("", CellSort::Text),
        DataRef::Int(number) => row.push(&number.to_string(), CellSort::Number),
        DataRef::Float(number) => row.push(&plain_number(*number), CellSort::Number),
        DataRef::String(text) | DataRef::DurationIso(text) => row.push(text, CellSort::Text),
        DataRef::SharedString(text) => row.push(text, CellSort::Text),
        DataRef::Bool(flag) => row.push(if *flag { "true" } else { "false" }, CellSort::Text),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            row.push(&moment_of_serial(moment.as_f64(), epoch_1904), CellSort::Moment);
        }
        DataRef::DateTime(span) => row.push(&plain_number(span.as_f64() * 24.0), CellSort::Number),
        DataRef::DateTimeIso(text) => row.push(text, CellSort::Moment),
        DataRef::Error(error) => row.push(&error.to_string(), CellSort::Text),
    }
}

/// A number of a workbook as it was typed: workbooks keep fifteen significant digits.
fn plain_number(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// The moment a workbook counts in days since 1900 (or 1904), in ISO form.
pub(crate) fn moment_of_serial(serial: f64, epoch_1904: bool) -> String {
    let moment = calamine::ExcelDateTime::new(serial, calamine::ExcelDateTimeType::DateTime, epoch_1904);
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}")
}
