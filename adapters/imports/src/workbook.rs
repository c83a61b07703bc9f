//! Sheets of workbooks: XLSX, XLS and ODS.

use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Data, DataRef, Ods, Reader, Sheet, SheetVisible, Style, Xls, Xlsx};
use ports::Outside;

use crate::rows::{CellSort, RawRow};
use crate::table::{More, SeeRow, damaged, unreadable};

/// Sixteen thousand columns are all a workbook can have.
const MOST_COLUMNS: usize = 16_384;

/// How a workbook is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Xlsx,
    Xls,
    Ods,
}

impl Kind {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Xlsx => "XLSX",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
        }
    }
}

/// The names of the sheets of a workbook.
#[derive(Debug, Clone)]
pub(crate) struct Sheets {
    pub(crate) shown: Vec<String>,
    pub(crate) hidden: Vec<String>,
}

/// The path people know a workbook by, and the bytes it is read from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workbook<'a> {
    pub(crate) path: &'a Path,
    pub(crate) bytes: &'a Path,
    pub(crate) kind: Kind,
}

/// The reader of workbooks is not ours; should it give up on a damaged one, that is the file's fault.
fn guarded<T>(path: &Path, work: impl FnOnce() -> Outside<T>) -> Outside<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(damaged(path, "its parts contradict each other")))
}

impl Workbook<'_> {
    fn file(&self) -> Outside<BufReader<File>> {
        let file = File::open(self.bytes).map_err(|problem| unreadable(self.path, &problem))?;
        Ok(BufReader::new(file))
    }

    fn read<R>(&self) -> Outside<R>
    where
        R: Reader<BufReader<File>>,
        R::Error: std::fmt::Display,
    {
        let broken = |problem: R::Error| match problem.to_string() {
            words if words.to_lowercase().contains("password") => damaged(self.path, "it is protected by a password"),
            words => damaged(self.path, &words),
        };
        R::new(self.file()?).map_err(broken)
    }

    /// The sheets that hold data, and those that somebody or some system hid.
    pub(crate) fn sheets(&self) -> Outside<Sheets> {
        let known = guarded(self.path, || {
            Ok(match self.kind {
                Kind::Xlsx => self.read::<Xlsx<_>>()?.sheets_metadata().to_vec(),
                Kind::Xls => self.read::<Xls<_>>()?.sheets_metadata().to_vec(),
                Kind::Ods => self.read::<Ods<_>>()?.sheets_metadata().to_vec(),
            })
        })?;
        let wanted = known.into_iter().filter(|sheet| !sheet.name.starts_with('_'));
        let (shown, hidden): (Vec<_>, Vec<_>) = wanted.partition(|sheet| sheet.visible == SheetVisible::Visible);
        let names = |sheets: Vec<Sheet>| sheets.into_iter().map(|sheet| sheet.name).collect();
        Ok(Sheets { shown: names(shown), hidden: names(hidden) })
    }

    /// Shows every row of a sheet that is not blank.
    pub(crate) fn each_row(&self, sheet: &str, see: &mut SeeRow<'_>) -> Outside<()> {
        guarded(self.path, || match self.kind {
            Kind::Xlsx => self.each_row_of_xlsx(sheet, see),
            Kind::Xls => {
                let mut workbook = self.read::<Xls<_>>()?;
                let range = workbook.worksheet_range(sheet).map_err(|problem| damaged(self.path, &problem.to_string()));
                each_row_of_range(&range?, see)
            }
            Kind::Ods => {
                let mut workbook = self.read::<Ods<_>>()?;
                let range = workbook.worksheet_range(sheet).map_err(|problem| damaged(self.path, &problem.to_string()));
                each_row_of_range(&range?, see)
            }
        })
    }

    fn each_row_of_xlsx(&self, sheet: &str, see: &mut SeeRow<'_>) -> Outside<()> {
        let broken = |problem: calamine::XlsxError| damaged(self.path, &problem.to_string());
        let mut workbook = self.read::<Xlsx<_>>()?;
        let epoch_1904 = workbook.has_1904_epoch();
        let mut cells = workbook.worksheet_cells_reader(sheet).map_err(broken)?;
        let widths: Vec<usize> = cells.styles().iter().map(padded_width).collect();
        let mut row = RawRow::default();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(broken)? {
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
            while row.len() < place.min(MOST_COLUMNS) {
                row.push("", CellSort::Text);
            }
            if row.len() == place {
                match padded(cell.get_value(), widths.get(style).copied().unwrap_or(0)) {
                    Some(text) => row.push(&text, CellSort::Text),
                    None => push_value(&mut row, cell.get_value(), epoch_1904),
                }
            }
        }
        if !row.is_blank() {
            see(&row)?;
        }
        Ok(())
    }
}

/// How many digits a format such as `00000` fills up with zeros; 0 for any other format.
fn padded_width(style: &Style) -> usize {
    let code = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
    if code.len() > 1 && code.bytes().all(|sign| sign == b'0') { code.len() } else { 0 }
}

/// A number as a sheet shows it that fills numbers up with zeros: `00042` names a customer, 42 does not.
fn padded(value: &DataRef<'_>, width: usize) -> Option<String> {
    let plain = match value {
        DataRef::Int(number) if width > 0 => number.to_string(),
        DataRef::Float(number) if width > 0 => plain_number(*number),
        _ => return None,
    };
    plain.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{plain:0>width$}"))
}

fn each_row_of_range(range: &calamine::Range<Data>, see: &mut SeeRow<'_>) -> Outside<()> {
    let Some((first_line, first_place)) = range.start() else { return Ok(()) };
    let mut row = RawRow::default();
    for (line, cells) in (first_line.saturating_add(1)..).zip(range.rows()) {
        row.clear();
        row.line = line;
        for _ in 0..first_place {
            row.push("", CellSort::Text);
        }
        for cell in cells {
            push_value(&mut row, &borrowed(cell), false);
        }
        if !row.is_blank() && see(&row)? == More::No {
            return Ok(());
        }
    }
    Ok(())
}

fn borrowed(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        _ => DataRef::Empty,
    }
}

fn push_value(row: &mut RawRow, value: &DataRef<'_>, epoch_1904: bool) {
    match value {
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
        _ => row.push("", CellSort::Text),
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
