//! One table of rows, whether it lies in a text file or on a sheet of a workbook.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::Refusal;
use ports::{Fault, Outside};
use tempfile::TempPath;

use crate::calendar::{self, is_calendar};
use crate::encoding::{Detected, TextReader, WHOLE_BYTES, detect, stretches};
use crate::packed::{self, Archive};
use crate::rows::{RawRow, Splitter};
use crate::separator;
use crate::unfolding::Unfolding;
use crate::workbook::{Kind, Workbook};

/// What a table is read from and how.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) origin: Origin,
    pub(crate) form: Form,
    /// How its rows are made long, where it is wide.
    pub(crate) unfolding: Option<Arc<Unfolding>>,
}

/// The file somebody handed in, or a file packed in it.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// What was handed in.
    pub(crate) path: PathBuf,
    /// The name within an archive.
    pub(crate) member: Option<String>,
    /// Where it lies unpacked.
    unpacked: Option<Arc<TempPath>>,
    /// It is the events of a calendar, laid out.
    is_calendar: bool,
    /// Sheets of the workbook that are passed over; told with the first of the others only.
    hidden: Vec<String>,
}

/// How a table is written.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    Text { detected: Detected, separator: u8 },
    Sheet { name: String, kind: Kind },
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

/// The refusal of a workbook that cannot be read.
pub(crate) fn damaged(path: &Path, cause: &str) -> Fault {
    let advice =
        "it is damaged or was cut off; export it again, or open it in a spreadsheet and save it as XLSX or CSV";
    Refusal::Rejected(format!("{} cannot be read as a workbook ({cause}): {advice}", file_name(path))).into()
}

/// The tables of a file: one for a text file, one for each sheet of a workbook, all those of an archive.
pub(crate) fn tables_of(path: &Path, whole: bool) -> Outside<Vec<Table>> {
    let origin = Origin { path: path.to_owned(), member: None, unpacked: None, is_calendar: false, hidden: Vec::new() };
    match head_of(path, path)? {
        Head::Gzip => tables_at(Origin { unpacked: Some(Arc::new(packed::gunzip(path)?)), ..origin }, whole),
        Head::Zip => match packed::kind_of(path)? {
            Archive::Xlsx => origin.sheets(Kind::Xlsx),
            Archive::Ods => origin.sheets(Kind::Ods),
            Archive::Files => tables_within(&origin, whole),
        },
        _ => tables_at(origin, whole),
    }
}

fn tables_within(archive: &Origin, whole: bool) -> Outside<Vec<Table>> {
    let mut tables = Vec::new();
    for member in packed::unzip(&archive.path)? {
        let unpacked = Some(Arc::new(member.unpacked));
        tables.extend(tables_at(Origin { member: Some(member.name), unpacked, ..archive.clone() }, whole)?);
    }
    Ok(tables)
}

/// What the first bytes of a file say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Gzip,
    Zip,
    Xls,
    Calendar,
    Empty,
    Other,
}

fn head_of(path: &Path, bytes: &Path) -> Outside<Head> {
    let broken = |problem: io::Error| unreadable(path, &problem);
    let mut head = Vec::new();
    File::open(bytes).map_err(broken)?.take(32).read_to_end(&mut head).map_err(broken)?;
    Ok(match head.as_slice() {
        [] => Head::Empty,
        [0x1F, 0x8B, ..] => Head::Gzip,
        [b'P', b'K', 3, 4, ..] => Head::Zip,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Head::Xls,
        head if is_calendar(head) => Head::Calendar,
        _ => Head::Other,
    })
}

/// The tables of a file that is not packed, or no longer.
fn tables_at(origin: Origin, whole: bool) -> Outside<Vec<Table>> {
    match head_of(&origin.path, origin.bytes())? {
        Head::Xls => origin.sheets(Kind::Xls),
        Head::Zip => match packed::kind_of(origin.bytes()) {
            Ok(Archive::Xlsx) => origin.sheets(Kind::Xlsx),
            Ok(Archive::Ods) => origin.sheets(Kind::Ods),
            Ok(Archive::Files) => Err(origin.packed_twice()),
            // Told under the name somebody knows it by.
            Err(_) => Err(damaged(&origin.path, "it is packed in this file")),
        },
        Head::Gzip => Err(origin.packed_twice()),
        Head::Calendar => {
            let laid = calendar::lay_out(&origin.path, origin.bytes())?;
            Ok(vec![text_table(Origin { unpacked: Some(Arc::new(laid)), is_calendar: true, ..origin }, whole)?])
        }
        Head::Other if origin.is_workbook_by_name() => origin.sheets(Kind::Xlsx),
        Head::Other | Head::Empty => Ok(vec![text_table(origin, whole)?]),
    }
}

fn text_table(origin: Origin, whole: bool) -> Outside<Table> {
    let broken = |problem: io::Error| unreadable(&origin.path, &problem);
    let detected = detect(origin.bytes(), whole).map_err(broken)?;
    let separator = separator::sniff(origin.bytes(), &detected).map_err(broken)?;
    Ok(Table { origin, form: Form::Text { detected, separator }, unfolding: None })
}

impl Origin {
    /// Where its bytes can be read.
    fn bytes(&self) -> &Path {
        self.unpacked.as_ref().map_or(&self.path, |unpacked| unpacked)
    }

    fn workbook(&self, kind: Kind) -> Workbook<'_> {
        Workbook { path: &self.path, bytes: self.bytes(), kind }
    }

    fn sheets(&self, kind: Kind) -> Outside<Vec<Table>> {
        let sheets = self.workbook(kind).sheets()?;
        let table = |name| Table { origin: self.clone(), form: Form::Sheet { name, kind }, unfolding: None };
        let mut tables: Vec<Table> = sheets.shown.into_iter().map(table).collect();
        if let Some(first) = tables.first_mut() {
            first.origin.hidden = sheets.hidden;
        }
        Ok(tables)
    }

    fn is_workbook_by_name(&self) -> bool {
        let name = self.member.clone().unwrap_or_else(|| file_name(&self.path)).to_lowercase();
        [".xlsx", ".xlsm"].iter().any(|ending| name.ends_with(ending))
    }

    fn packed_twice(&self) -> Fault {
        let words = "is packed within another packed file; unpack it once and hand it in by itself";
        Refusal::Rejected(format!("{} {words}", file_name(&self.path))).into()
    }

    /// The name without its folders and endings: of the file within an archive, else of the file.
    pub(crate) fn stem(&self) -> String {
        let name = self.member.as_ref().map_or(self.path.as_path(), Path::new);
        let is_gzip = name.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
        let stem = name.file_stem().unwrap_or_default();
        let stem = if is_gzip { Path::new(stem).file_stem().unwrap_or_default() } else { stem };
        stem.to_string_lossy().into_owned()
    }
}

impl Table {
    /// The size of what is read, in bytes.
    fn byte_count(&self) -> Outside<u64> {
        Ok(std::fs::metadata(self.origin.bytes()).map_err(|problem| unreadable(self.path(), &problem))?.len())
    }

    /// What was handed in.
    pub(crate) fn path(&self) -> &Path {
        &self.origin.path
    }

    /// What tells the table from others of the same file: the file within an archive, and the sheet.
    pub(crate) fn part(&self) -> Option<String> {
        match (&self.origin.member, &self.form) {
            (Some(member), Form::Sheet { name, .. }) => Some(format!("{member}, {name}")),
            (None, Form::Sheet { name, .. }) => Some(name.clone()),
            (member, Form::Text { .. }) => member.clone(),
        }
    }

    /// What kind of file it is, as people say it.
    pub(crate) fn format(&self) -> &'static str {
        match self.form {
            Form::Text { .. } if self.origin.is_calendar => "ICS",
            Form::Text { separator: b'\t', .. } => "TSV",
            Form::Text { .. } => "CSV",
            Form::Sheet { kind, .. } => kind.words(),
        }
    }

    /// What somebody should know who reads it.
    pub(crate) fn cautions(&self) -> Vec<String> {
        match (&self.form, self.origin.hidden.as_slice()) {
            (Form::Text { detected, .. }, _) => detected.caution.iter().cloned().collect(),
            (Form::Sheet { .. }, []) => Vec::new(),
            (Form::Sheet { .. }, [one]) => vec![format!("passed over: the hidden sheet {one}")],
            (Form::Sheet { .. }, hidden) => vec![format!("passed over: the hidden sheets {}", hidden.join(", "))],
        }
    }

    /// The same table, every byte of it looked at.
    pub(crate) fn looked_at_whole(&self) -> Outside<Self> {
        match self.form {
            Form::Text { .. } => {
                Ok(Self { unfolding: self.unfolding.clone(), ..text_table(self.origin.clone(), true)? })
            }
            Form::Sheet { .. } => Ok(self.clone()),
        }
    }

    /// Whether the file is so large that a first look takes samples.
    pub(crate) fn is_huge(&self) -> Outside<bool> {
        Ok(matches!(self.form, Form::Text { .. }) && self.byte_count()? > WHOLE_BYTES)
    }

    /// Shows every row that is not blank.
    pub(crate) fn each_row(&self, see: &mut SeeRow<'_>) -> Outside<()> {
        match &self.unfolding {
            Some(unfolding) => self.each_row_as_it_lies(&mut |row| unfolding.show(row, see)),
            None => self.each_row_as_it_lies(see),
        }
    }

    fn each_row_as_it_lies(&self, see: &mut SeeRow<'_>) -> Outside<()> {
        match &self.form {
            Form::Text { detected, separator } => {
                let file = self.open_behind(detected.mark)?;
                let splitter = Splitter::new(TextReader::new(file, detected.encoding), *separator);
                self.each_of(splitter, see)
            }
            Form::Sheet { name, kind } => self.origin.workbook(*kind).each_row(name, see),
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
            rows += match &self.unfolding {
                Some(unfolding) => self.rows_within(splitter, from > 0, &mut |row| unfolding.show(row, see))?,
                None => self.rows_within(splitter, from > 0, see)?,
            };
            bytes += wanted;
        }
        Ok(u64::try_from(u128::from(rows) * u128::from(length) / u128::from(bytes.max(1))).unwrap_or(rows))
    }

    /// Shows the rows of a stretch but the last one, which may be cut, and the first one unless the file begins there.
    fn rows_within<R: Read>(&self, mut splitter: Splitter<R>, later: bool, see: &mut SeeRow<'_>) -> Outside<u64> {
        let broken = |problem: io::Error| unreadable(self.path(), &problem);
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
        let broken = |problem: io::Error| unreadable(self.path(), &problem);
        let mut file = File::open(self.origin.bytes()).map_err(broken)?;
        file.seek(SeekFrom::Start(bytes)).map_err(broken)?;
        Ok(file)
    }

    fn each_of<R: Read>(&self, mut splitter: Splitter<R>, see: &mut SeeRow<'_>) -> Outside<()> {
        let mut row = RawRow::default();
        while splitter.next_row(&mut row).map_err(|problem| unreadable(self.path(), &problem))? {
            let is_hint = row.line == 1 && separator::is_hint(&row);
            if !is_hint && see(&row)? == More::No {
                break;
            }
        }
        Ok(())
    }
}
