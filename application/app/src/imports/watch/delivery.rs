use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kernel::Refusal;
use ports::inboxes::Inbox;
use ports::store::Appended;

use super::sorting::{Sorted, sorted};
use super::{Tally, WatchRequest, log, notes};
use crate::desk::{Desk, refused};
use crate::imports::take::{TakenFile, Taking, take};
use crate::imports::{ImportRequest, ReadingRequest};

/// Files that are taken in together.
pub(super) struct Delivery<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) inbox: &'a dyn Inbox,
    pub(super) request: &'a WatchRequest,
}

impl Delivery<'_> {
    /// Takes in what can be, and puts every file away. Whoever is killed in between finds the files where they lay, and
    /// taking them in again changes nothing.
    pub(super) fn take(&self, files: &[PathBuf]) -> Result<Tally, Refusal> {
        let options = self.request.reading.options(self.desk)?;
        let sorted = sorted(self.desk, files, &options)?;
        let mut tally = self.taken_in(&sorted.ready)?;
        self.put_questions(&sorted)?;
        tally.questions += (sorted.asking.len() + sorted.waiting.len()) as u64;
        for (file, why) in &sorted.unreadable {
            self.reject(file, &notes::refused(file, why))?;
            log(self.desk, &format!("refused: {}", first_line(why)));
            tally.rejected += 1;
        }
        Ok(tally)
    }

    fn taken_in(&self, ready: &[PathBuf]) -> Result<Tally, Refusal> {
        if ready.is_empty() {
            return Ok(Tally::default());
        }
        let reading = ReadingRequest { paths: ready.to_vec(), ..self.request.reading.clone() };
        match take(self.desk, &ImportRequest { reading, ..ImportRequest::default() }) {
            Ok(Taking::Taken { number, files, waiting, .. }) => {
                let waits = |path: &&PathBuf| waiting.iter().any(|file| file.path == **path);
                let (open, ready): (Vec<&PathBuf>, Vec<&PathBuf>) = ready.iter().partition(waits);
                // Files that explained them do not come with them.
                for path in &open {
                    let of_it = waiting.iter().filter(|file| file.path == **path);
                    self.put_question(path, &of_it.flat_map(|file| file.why.clone()).collect::<Vec<_>>())?;
                }
                let ready: Vec<PathBuf> = ready.into_iter().cloned().collect();
                let tally = self.done(&ready, number, &files)?;
                Ok(Tally { questions: tally.questions + open.len() as u64, ..tally })
            }
            Ok(Taking::AllRejected { refusal, files }) => self.all_rejected(ready, &refusal, &files),
            Err(why @ (Refusal::Rejected(_) | Refusal::Invalid { .. } | Refusal::Conflict(_))) => {
                self.all_rejected(ready, &why, &[])
            }
            Err(why) => Err(why),
        }
    }

    /// Puts away what was taken in, and beside what was rejected the reasons.
    fn done(&self, ready: &[PathBuf], number: i64, files: &[TakenFile]) -> Result<Tally, Refusal> {
        let mut tally = Tally { deliveries: 1, ..Tally::default() };
        let (mut sum, mut rejected) = (Appended::default(), 0);
        let mut of_path: BTreeMap<&Path, Vec<&TakenFile>> = BTreeMap::new();
        for file in files {
            (sum, rejected) = (sum.plus(file.appended), rejected + file.rejected);
            of_path.entry(&file.path).or_default().push(file);
        }
        for path in ready {
            let parts = of_path.get(path.as_path()).map_or(&[][..], Vec::as_slice);
            for part in parts {
                if let Some(rows) = &part.reject_file {
                    let text = notes::some_rejected(path, part.rejected, number);
                    self.inbox.add(rows, &self.below("rejected"), &text).map_err(refused)?;
                }
            }
            let all_rejected = parts.iter().any(|part| part.rejected > 0)
                && parts.iter().all(|part| part.appended == Appended::default());
            match all_rejected {
                true => {
                    let text = notes::all_rejected(path, "see the reasons in that file");
                    self.reject(path, &text)?;
                }
                false => {
                    self.inbox.put_away(path, &self.below("done"), None).map_err(refused)?;
                    tally.done += 1;
                }
            }
            tally.rejected += u64::from(parts.iter().any(|part| part.rejected > 0));
        }
        log(
            self.desk,
            &format!(
                "delivery {number}: {} new, {} changed, {} unchanged, {rejected} rejected ({})",
                sum.new,
                sum.changed,
                sum.unchanged,
                names(ready)
            ),
        );
        Ok(tally)
    }

    fn all_rejected(&self, ready: &[PathBuf], why: &Refusal, files: &[TakenFile]) -> Result<Tally, Refusal> {
        let why = why.to_string();
        for path in ready {
            let of_it = files.iter().filter(|file| file.path == *path);
            let mut has_rows = false;
            for (file, rows) in of_it.filter_map(|file| Some((file, file.reject_file.as_ref()?))) {
                let text = format!("{} rejected rows of {}\n", file.rejected, names(std::slice::from_ref(path)));
                self.inbox.add(rows, &self.below("rejected"), &text).map_err(refused)?;
                has_rows = true;
            }
            let text = if has_rows { notes::all_rejected(path, &why) } else { notes::refused(path, &why) };
            self.reject(path, &text)?;
        }
        log(self.desk, &format!("refused: {} ({})", first_line(&why), names(ready)));
        Ok(Tally { rejected: ready.len() as u64, ..Tally::default() })
    }

    fn put_question(&self, file: &PathBuf, questions: &[String]) -> Result<(), Refusal> {
        let text = |place: &Path| notes::question(self.desk, file, place, questions);
        self.inbox.put_away(file, "questions", Some(&text)).map_err(refused)?;
        let asked = questions.last().map_or("", String::as_str);
        log(self.desk, &format!("a question about {}: {asked}", names(std::slice::from_ref(file))));
        Ok(())
    }

    fn put_questions(&self, sorted: &Sorted) -> Result<(), Refusal> {
        for (file, questions) in &sorted.asking {
            self.put_question(file, questions)?;
        }
        for (file, awaited) in &sorted.waiting {
            let text = |place: &Path| notes::waiting(self.desk, file, place, awaited);
            self.inbox.put_away(file, "questions", Some(&text)).map_err(refused)?;
            log(self.desk, &format!("{} waits for {}", names(std::slice::from_ref(file)), names(awaited)));
        }
        Ok(())
    }

    fn reject(&self, file: &Path, text: &str) -> Result<(), Refusal> {
        self.inbox.put_away(file, &self.below("rejected"), Some(&|_| text.to_owned())).map(|_| ()).map_err(refused)
    }

    fn below(&self, folder: &str) -> String {
        format!("{folder}/{}", self.desk.today())
    }
}

fn names(files: &[PathBuf]) -> String {
    let name = |path: &PathBuf| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    files.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
