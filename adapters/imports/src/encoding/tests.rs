use std::io::Write;

use super::*;

fn detected(bytes: &[u8]) -> Detected {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    detect(file.path(), false).unwrap()
}

#[test]
fn marks_and_bytes_tell_the_encoding() {
    assert_eq!(detected(b"").words, "UTF-8");
    assert_eq!(detected("naïve".as_bytes()).words, "UTF-8");
    assert_eq!(detected(b"a\nb\nc\xE9\n").words, "Windows-1252: byte 0xE9 in line 3 is not UTF-8");
    assert_eq!(detected(b"a\0,\0b\0\n\0").encoding, Encoding::Utf16Le);
    assert_eq!(detected(b"\0a\0,\0b\0\n").encoding, Encoding::Utf16Be);
    assert_eq!(detected(b"\0\0\xFE\xFF\0\0\0a").encoding, Encoding::Utf32Be);
}

#[test]
fn a_broken_byte_in_a_file_full_of_utf8_does_not_make_it_windows() {
    let bytes = [&b"one \xFF bad\n"[..], "ééééééééééé".as_bytes()].concat();
    let detected = detected(&bytes);
    assert_eq!(detected.encoding, Encoding::DamagedUtf8);
    assert_eq!(detected.words, "UTF-8, damaged: byte 0xFF in line 1 is not UTF-8");
}

#[test]
fn letters_across_the_edges_of_pieces_are_whole() {
    // One byte in front makes every two-byte letter straddle an edge somewhere.
    let text = format!("x{}", "é".repeat(100_000));
    assert_eq!(detected(text.as_bytes()).words, "UTF-8");
    let mut reader = TextReader::new(text.as_bytes(), Encoding::Utf8);
    let mut read = Vec::new();
    loop {
        let chunk = reader.chunk().unwrap();
        if chunk.is_empty() {
            break;
        }
        read.extend_from_slice(chunk);
        let length = chunk.len();
        reader.consume(length);
    }
    assert_eq!(read, text.as_bytes());
}

#[test]
fn huge_files_are_looked_at_in_stretches() {
    let stretches = stretches(2_000_000_000, false);
    assert_eq!((stretches.len(), stretches[0]), (17, (0, 4 * 1024 * 1024)));
    let (from, bytes) = stretches[16];
    assert!(from + bytes <= 2_000_000_000);
}
