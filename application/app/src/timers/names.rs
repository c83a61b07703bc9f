/// Letters of the folder that its timer is called by.
const LETTERS: usize = 24;

/// What a timer is called: what it does, the folder as far as it can be read, and a number that tells homes and folders of
/// the same name apart. The same home and folder have the same name for ever, so that a timer can be taken away.
pub(super) fn name_of(what: &str, home: &str, place: &str) -> String {
    let verb = if what == "backup" { "backup" } else { "import" };
    let last = place.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    let letters = last.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let letters: String = letters.trim_matches('-').chars().take(LETTERS).collect();
    let letters = if letters.is_empty() { "folder" } else { letters.trim_end_matches('-') };
    format!("evenkeel-{verb}-{letters}-{:08x}", number_of(&format!("{home}\n{place}")))
}

/// FNV-1a, folded to 32 bits: all that is asked of it is that it never changes.
fn number_of(text: &str) -> u32 {
    let step = |number: u64, byte: u8| (number ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let number = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let [high, low] = [number >> 32, number & 0xffff_ffff];
    u32::try_from(high ^ low).unwrap_or_default()
}
