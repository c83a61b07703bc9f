use report::display;
use report::{CheckState, EvidenceRef, Figure, Tone, Unit};
use rust_decimal::Decimal;

/// Text from outside without what could break a line, hide or turn other text around.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter(|letter| !matches!(letter, '\u{200E}' | '\u{200F}' | '\u{061C}'))
        .map(|letter| match letter {
            '\n' | '\r' | '\t' => ' ',
            letter if is_treacherous(letter) => '\u{FFFD}',
            letter => letter,
        })
        .collect()
}

/// Control characters, direction overrides, line separators, tags and noncharacters.
fn is_treacherous(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || matches!(letter, '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

/// `88.0 % to 94.0 %`.
pub(crate) fn range(figure: &Figure) -> Option<String> {
    let interval = figure.interval.as_ref()?;
    let end = |value: Decimal| display::value(value, &figure.unit);
    Some(format!("{} to {}", end(interval.low), end(interval.high)))
}

/// `95 % interval 88.0 % to 94.0 %`.
pub(crate) fn interval(figure: &Figure) -> Option<String> {
    let level = figure.interval.as_ref()?.level;
    let percent = level.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(level);
    Some(format!("{} % interval {}", display::value(percent, &Unit::Number), range(figure)?))
}

/// `n 1,024`.
pub(crate) fn sample(figure: &Figure) -> Option<String> {
    figure.n.map(|n| format!("n {}", display::value(Decimal::from(n), &Unit::Count)))
}

/// `95 % interval 88.0 % to 94.0 %, n 24`, as far as known.
pub(crate) fn small_print(figure: &Figure) -> Option<String> {
    let parts: Vec<String> = interval(figure).into_iter().chain(sample(figure)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What a reader types to see the rows. The reference is quoted for a shell.
pub(crate) fn evidence_command(reference: &EvidenceRef) -> String {
    format!("evenkeel evidence '{}'", clean(&reference.to_string()).replace('\'', r"'\''"))
}

/// Why a figure is unknown, where it is and says so; else what to mind.
pub(crate) fn remark(figure: &Figure) -> Option<&str> {
    figure.note.as_deref().filter(|note| !note.trim().is_empty())
}

/// A change with its sign: `USD +1,200`, `USD -300`.
pub(crate) fn signed(value: Decimal, unit: &Unit) -> String {
    let mut text = display::value(value, unit);
    if value.is_sign_positive() && !value.is_zero() {
        let place = text.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0);
        text.insert(place, '+');
    }
    text
}

/// How a callout begins.
pub(crate) fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Note => "Note",
        Tone::Caveat => "Mind this",
        Tone::Warning => "Warning",
    }
}

/// The mark and the word of a condition.
pub(crate) fn check(state: CheckState) -> (&'static str, &'static str) {
    match state {
        CheckState::Met => ("✓", "met"),
        CheckState::NotMet => ("✗", "not met"),
        CheckState::Unknown => ("?", "unknown"),
    }
}

/// A word for a link: lower-case letters, digits and hyphens.
pub(crate) fn slug(text: &str) -> String {
    let hyphened: String = text
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
        .collect();
    let parts: Vec<&str> = hyphened.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "section".to_owned() } else { parts.join("-") }
}
