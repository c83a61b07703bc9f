use report::{Figure, Unit, display};
use rust_decimal::Decimal;

use super::ink::{Ink, Sheet, clean, cut, wide, wrap};

/// The value, unbreakable; an unknown one with the reason.
pub(super) fn in_prose(sheet: &Sheet, figure: &Figure) -> String {
    let shown = clean(&figure.display()).replace(' ', "\u{A0}");
    match (figure.value, remark(figure)) {
        (Some(_), _) => sheet.inked(Ink::Strong, &shown),
        (None, Some(why)) => sheet.inked(Ink::Faint, &format!("{shown} ({})", clean(why))),
        (None, None) => sheet.inked(Ink::Faint, &shown),
    }
}

/// Why a figure is unknown, or what to mind.
pub(super) fn remark(figure: &Figure) -> Option<&str> {
    figure.note.as_deref().filter(|note| !note.trim().is_empty())
}

/// `88.0 % to 94.0 %`.
pub(super) fn range(figure: &Figure) -> Option<String> {
    let interval = figure.interval.as_ref()?;
    let end = |value: Decimal| display::value(value, &figure.unit);
    Some(clean(&format!("{} to {}", end(interval.low), end(interval.high))))
}

/// `95 % interval 88.0 % to 94.0 %, n 24; a remark`.
fn small_print(figure: &Figure) -> String {
    let interval = figure.interval.as_ref().zip(range(figure)).map(|(interval, range)| {
        let percent = interval.level.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(interval.level);
        format!("{} % interval {range}", display::value(percent, &Unit::Number))
    });
    let sample = figure.n.map(|n| format!("n {}", display::value(Decimal::from(n), &Unit::Count)));
    let numbers: Vec<String> = interval.into_iter().chain(sample).map(|part| part.replace(' ', "\u{A0}")).collect();
    let parts = [Some(numbers.join(", ")).filter(|text| !text.is_empty()), remark(figure).map(clean)];
    parts.into_iter().flatten().collect::<Vec<String>>().join("; ")
}

/// Figures one under another: label, value, small print. On a narrow terminal the small print stands below.
pub(super) fn list(sheet: &mut Sheet, figures: &[Figure]) {
    let shown: Vec<String> = figures.iter().map(|figure| clean(&figure.display())).collect();
    let room = sheet.prose_width();
    let values = shown.iter().map(|text| wide(text)).max().unwrap_or(0).min(room - 12);
    let labels = figures.iter().map(|figure| wide(&clean(&figure.label))).max().unwrap_or(0);
    let labels = labels.min(room.saturating_sub(values + 4)).clamp(8, 32);
    let end = sheet.mark("…", "~");
    let beside = room.saturating_sub(labels + values + 6);
    for (figure, value) in figures.iter().zip(&shown) {
        let label = wrap(&clean(&figure.label), labels, ("", ""));
        let ink = if figure.value.is_some() { Ink::Strong } else { Ink::Faint };
        let print = small_print(figure);
        let small = if beside >= 30 { wrap(&print, beside, ("", "")) } else { Vec::new() };
        let count = label.len().max(small.len()).max(1);
        for place in 0..count {
            let name = label.get(place).map_or("", String::as_str);
            let name = format!("  {name}{}", " ".repeat(labels.saturating_sub(wide(name))));
            let value = if place == 0 { cut(value, values, end) } else { String::new() };
            let space = " ".repeat(values.saturating_sub(wide(&value)));
            let small = small.get(place).map_or("", String::as_str);
            let line = format!("{name}  {space}{}  {}", sheet.inked(ink, &value), sheet.inked(Ink::Faint, small));
            sheet.line(line.trim_end());
        }
        if beside < 30 && !print.is_empty() {
            sheet.wrapped(&sheet.inked(Ink::Faint, &print), "    ", "    ");
        }
    }
}
