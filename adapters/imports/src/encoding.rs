//! How the bytes of a text file become letters, and what proves it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Files up to this size are looked at whole; larger ones in samples.
pub(crate) const WHOLE_BYTES: u64 = 64 * 1024 * 1024;
const FIRST_BYTES: u64 = 4 * 1024 * 1024;
const CHUNK_BYTES: u64 = 256 * 1024;
const CHUNKS: u64 = 16;

/// How letters are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    /// UTF-8 throughout, save for some damaged bytes: rows that hold them are rejected.
    DamagedUtf8,
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
    Windows1252,
}

/// An encoding with what proved it.
#[derive(Debug, Clone)]
pub(crate) struct Detected {
    pub(crate) encoding: Encoding,
    /// Bytes of the mark at the beginning.
    pub(crate) mark: u64,
    /// As people read it.
    pub(crate) words: String,
    /// What a person should know besides.
    pub(crate) caution: Option<String>,
}

impl Detected {
    fn new(encoding: Encoding, mark: u64, words: &str) -> Self {
        Self { encoding, mark, words: words.to_owned(), caution: None }
    }
}

impl Encoding {
    /// Bytes of the smallest unit, so that a sample can begin between two letters.
    pub(crate) fn unit(self) -> u64 {
        match self {
            Self::Utf16Le | Self::Utf16Be => 2,
            Self::Utf32Le | Self::Utf32Be => 4,
            Self::Utf8 | Self::DamagedUtf8 | Self::Windows1252 => 1,
        }
    }
}

/// Finds out how a file is encoded: by its mark, else by whether all its bytes are UTF-8, else Windows-1252.
/// With `whole` every byte is looked at, however large the file is.
pub(crate) fn detect(path: &Path, whole: bool) -> io::Result<Detected> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut head = Vec::new();
    (&mut file).take(4096).read_to_end(&mut head)?;
    if let Some(marked) = by_mark(&head).or_else(|| by_zero_bytes(&head)) {
        return Ok(marked);
    }
    let mut tally = Utf8Tally::default();
    for (from, bytes) in stretches(length, whole) {
        file.seek(SeekFrom::Start(from))?;
        tally.look_at(&mut (&mut file).take(bytes), from)?;
    }
    let mut detected = tally.verdict();
    if !whole && length > WHOLE_BYTES {
        let seen: u64 = stretches(length, false).iter().map(|(_, bytes)| bytes).sum();
        detected.words = format!("{} (looked at {seen} of {length} bytes)", detected.words);
    }
    Ok(detected)
}

/// The stretches of a file that are looked at: all of it, or its beginning and pieces spread evenly over the rest.
pub(crate) fn stretches(length: u64, whole: bool) -> Vec<(u64, u64)> {
    if whole || length <= WHOLE_BYTES {
        return vec![(0, length)];
    }
    let step = (length - FIRST_BYTES) / CHUNKS;
    let later = (1..=CHUNKS).map(|chunk| (FIRST_BYTES + chunk * step - CHUNK_BYTES, CHUNK_BYTES));
    std::iter::once((0, FIRST_BYTES)).chain(later).collect()
}

fn by_mark(head: &[u8]) -> Option<Detected> {
    let detected = match head {
        [0xEF, 0xBB, 0xBF, ..] => Detected::new(Encoding::Utf8, 3, "UTF-8 with BOM"),
        [0xFF, 0xFE, 0, 0, ..] => Detected::new(Encoding::Utf32Le, 4, "UTF-32LE with BOM"),
        [0, 0, 0xFE, 0xFF, ..] => Detected::new(Encoding::Utf32Be, 4, "UTF-32BE with BOM"),
        // Seen in the wild: a mark cut down to that of UTF-16BE before text in UTF-32LE.
        [0xFE, 0xFF, low, 0, 0, 0, ..] if *low != 0 => {
            Detected::new(Encoding::Utf32Le, 2, "UTF-32LE, although its BOM says UTF-16BE")
        }
        [0xFF, 0xFE, ..] => Detected::new(Encoding::Utf16Le, 2, "UTF-16LE with BOM"),
        [0xFE, 0xFF, ..] => Detected::new(Encoding::Utf16Be, 2, "UTF-16BE with BOM"),
        _ => return None,
    };
    Some(detected)
}

/// UTF-16 without a mark gives itself away: of Latin text every other byte is zero.
fn by_zero_bytes(head: &[u8]) -> Option<Detected> {
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() / 4;
    if head.len() >= 4 && odd > most && even * 8 < odd {
        return Some(Detected::new(Encoding::Utf16Le, 0, "UTF-16LE without BOM: every other byte is zero"));
    }
    (head.len() >= 4 && even > most && odd * 8 < even)
        .then(|| Detected::new(Encoding::Utf16Be, 0, "UTF-16BE without BOM: every other byte is zero"))
}

#[derive(Default)]
struct Utf8Tally {
    line_breaks: u64,
    good_sequences: u64,
    bad_bytes: u64,
    /// The first bad byte, with its line where it is known and its place in the file.
    first_bad: Option<(u8, Option<u64>, u64)>,
    guesser: Option<chardetng::EncodingDetector>,
}

impl Utf8Tally {
    fn look_at(&mut self, input: &mut dyn Read, from: u64) -> io::Result<()> {
        let mut piece = vec![0_u8; 1 << 16];
        let (mut kept, mut place, mut first) = (0, from, from > 0);
        loop {
            let read = input.read(&mut piece[kept..])?;
            let have = kept + read;
            let last = read == 0;
            if last && have == 0 {
                return Ok(());
            }
            let skip = if first {
                piece[..have].iter().take(3).take_while(|byte| (0x80..0xC0).contains(*byte)).count()
            } else {
                0
            };
            first = false;
            let rest = self.tally(&piece[skip..have], place + skip as u64, from == 0, last);
            if last {
                return Ok(());
            }
            place += (have - rest) as u64;
            piece.copy_within(have - rest..have, 0);
            kept = rest;
        }
    }

    /// Counts what a piece holds and returns how many bytes at its end belong to the next one.
    fn tally(&mut self, mut piece: &[u8], mut place: u64, lines_known: bool, last: bool) -> usize {
        loop {
            let (good, bad) = match std::str::from_utf8(piece) {
                Ok(_) => (piece.len(), None),
                Err(problem) => (problem.valid_up_to(), Some(problem.error_len())),
            };
            let (text, rest) = piece.split_at(good);
            self.line_breaks += text.iter().filter(|byte| **byte == b'\n').count() as u64;
            self.good_sequences += text.iter().filter(|byte| **byte >= 0xC0).count() as u64;
            let Some(length) = bad else { return 0 };
            let Some(length) = length.or(last.then_some(rest.len())) else { return rest.len() };
            self.meet_bad(rest, place + good as u64, lines_known);
            let next = length.clamp(1, rest.len());
            piece = &rest[next..];
            place += (good + next) as u64;
        }
    }

    fn meet_bad(&mut self, rest: &[u8], place: u64, lines_known: bool) {
        self.bad_bytes += 1;
        let line = lines_known.then_some(self.line_breaks + 1);
        self.first_bad.get_or_insert((rest[0], line, place));
        let guesser =
            self.guesser.get_or_insert_with(|| chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny));
        if self.bad_bytes <= 1000 {
            guesser.feed(&rest[..rest.len().min(200)], false);
        }
    }

    fn verdict(mut self) -> Detected {
        let Some((byte, line, place)) = self.first_bad else {
            return Detected::new(Encoding::Utf8, 0, "UTF-8");
        };
        let place = line.map_or_else(|| format!("at byte {place}"), |line| format!("in line {line}"));
        if self.good_sequences >= 10 * self.bad_bytes {
            let words = format!("UTF-8, damaged: byte 0x{byte:02X} {place} is not UTF-8");
            return Detected::new(Encoding::DamagedUtf8, 0, &words);
        }
        let words = format!("Windows-1252: byte 0x{byte:02X} {place} is not UTF-8");
        let mut detected = Detected::new(Encoding::Windows1252, 0, &words);
        detected.caution = self.guesser.take().and_then(|guesser| other_guess(&guesser));
        detected
    }
}

fn other_guess(guesser: &chardetng::EncodingDetector) -> Option<String> {
    let guess = guesser.guess(None, chardetng::Utf8Detection::Deny);
    (guess != encoding_rs::WINDOWS_1252).then(|| {
        format!(
            "read as Windows-1252, but the letters could be {}; if names look wrong, save the file as UTF-8",
            guess.name()
        )
    })
}

enum Decoder {
    Known(Box<encoding_rs::Decoder>),
    Utf32 { big_end_first: bool },
}

/// Reads a text file as UTF-8, whatever it is written in, a piece at a time.
pub(crate) struct TextReader<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    kept: usize,
    text: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> TextReader<R> {
    /// The input must stand behind the mark.
    pub(crate) fn new(input: R, encoding: Encoding) -> Self {
        let known = |encoding: &'static encoding_rs::Encoding| {
            Decoder::Known(Box::new(encoding.new_decoder_without_bom_handling()))
        };
        let decoder = match encoding {
            Encoding::Utf8 | Encoding::DamagedUtf8 => known(encoding_rs::UTF_8),
            Encoding::Utf16Le => known(encoding_rs::UTF_16LE),
            Encoding::Utf16Be => known(encoding_rs::UTF_16BE),
            Encoding::Windows1252 => known(encoding_rs::WINDOWS_1252),
            Encoding::Utf32Le => Decoder::Utf32 { big_end_first: false },
            Encoding::Utf32Be => Decoder::Utf32 { big_end_first: true },
        };
        Self { input, decoder, raw: vec![0; 1 << 16], kept: 0, text: Vec::new(), at: 0, ended: false }
    }

    /// Decoded text not yet consumed; empty only at the end of the file.
    pub(crate) fn chunk(&mut self) -> io::Result<&[u8]> {
        while self.at == self.text.len() && !self.ended {
            self.refill()?;
        }
        Ok(&self.text[self.at..])
    }

    pub(crate) fn consume(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    fn refill(&mut self) -> io::Result<()> {
        let read = loop {
            match self.input.read(&mut self.raw[self.kept..]) {
                Err(problem) if problem.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        let have = self.kept + read;
        self.ended = read == 0;
        self.at = 0;
        self.kept = 0;
        match &mut self.decoder {
            Decoder::Known(decoder) => {
                let room = decoder.max_utf8_buffer_length(have).unwrap_or(have * 3 + 16);
                self.text.resize(room, 0);
                let (_, _, written, _) = decoder.decode_to_utf8(&self.raw[..have], &mut self.text, self.ended);
                self.text.truncate(written);
            }
            Decoder::Utf32 { big_end_first } => {
                self.text.clear();
                decode_utf32(&self.raw[..have], *big_end_first, &mut self.text);
                self.kept = if self.ended { 0 } else { have % 4 };
                self.raw.copy_within(have - self.kept..have, 0);
            }
        }
        Ok(())
    }
}

fn decode_utf32(raw: &[u8], big_end_first: bool, text: &mut Vec<u8>) {
    for unit in raw.chunks_exact(4) {
        let unit = [unit[0], unit[1], unit[2], unit[3]];
        let number = if big_end_first { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
        let letter = char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
        text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

#[cfg(test)]
mod tests;
