use std::time::Duration;

use kernel::Refusal;

/// Reads `30s`, `5m` or `1h`; at least `least` and at most a day.
///
/// # Errors
/// When it is none of these.
pub fn interval(field: &str, text: &str, least: Duration) -> Result<Duration, Refusal> {
    let typed = text.trim();
    let unit = typed.chars().last().filter(char::is_ascii_alphabetic);
    let seconds_each = match unit {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3600,
        _ => 0,
    };
    let number = unit.and_then(|unit| typed.strip_suffix(unit)).and_then(|number| number.trim().parse::<u32>().ok());
    let read = number.map(|number| Duration::from_secs(u64::from(number) * seconds_each));
    read.filter(|read| seconds_each > 0 && (least..=Duration::from_secs(86_400)).contains(read)).ok_or_else(|| {
        let least = words(least);
        Refusal::invalid(field, format!("`{text}` does not work for {field}; write 30s, 5m or 1h, from {least} to 24h"))
    })
}

/// An interval as people type it.
#[must_use]
pub fn words(interval: Duration) -> String {
    match interval.as_secs() {
        seconds if seconds.is_multiple_of(3600) && seconds > 0 => format!("{}h", seconds / 3600),
        seconds if seconds.is_multiple_of(60) && seconds > 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

#[cfg(test)]
mod tests;
