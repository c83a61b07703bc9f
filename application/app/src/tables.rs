use kernel::Refusal;

/// Headings shown when one is not there.
const SHOWN_MAX: usize = 30;

/// How near a heading must be to be suggested, 0 to 1.
const NEAR: f64 = 0.75;

/// A column that is not there, with the nearest one that is.
pub(crate) fn missing_column(input: &'static str, name: &str, headings: &[String], file: &str) -> Refusal {
    let wanted = name.trim().to_lowercase();
    let near = |heading: &&String| strsim::jaro_winkler(&heading.to_lowercase(), &wanted);
    let nearest = headings.iter().filter(|heading| near(heading) >= NEAR);
    let nearest = nearest.max_by(|left, right| near(left).total_cmp(&near(right)));
    let hint = nearest.map(|heading| format!("; did you mean `{heading}`?")).unwrap_or_else(|| ".".to_owned());
    let mut shown: Vec<&str> = headings.iter().take(SHOWN_MAX).map(String::as_str).collect();
    if headings.len() > SHOWN_MAX {
        shown.push("…");
    }
    Refusal::invalid(input, format!("{file} has no column `{name}`{hint} Its columns are: {}", shown.join(", ")))
}
