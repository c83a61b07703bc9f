use report::{Band, Figure};

use super::Page;
use super::escape::{Escaped, put};
use crate::words;

/// The value with everything about it as its title.
pub(crate) fn value(page: &mut Page, figure: &Figure) {
    let (title, shown) = (title(figure), figure.display());
    let (title, shown) = (Escaped(&title), Escaped(&shown));
    match figure.value {
        Some(value) => {
            put!(page, "<data class=\"value\" value=\"{}\" title=\"{title}\">{shown}</data>", value.normalize());
        }
        None => put!(page, "<span class=\"unknown\" title=\"{title}\">{shown}</span>"),
    }
}

/// The value among words; an unknown one says why.
pub(crate) fn in_prose(page: &mut Page, figure: &Figure) {
    value(page, figure);
    if let (None, Some(why)) = (figure.value, words::remark(figure)) {
        put!(page, " <span class=\"why\">({})</span>", Escaped(why));
    }
}

/// A health colour as colour and word.
pub(crate) fn chip(page: &mut Page, band: Band) {
    put!(page, "<span class=\"chip {0}\">{0}</span>", band.word());
}

fn title(figure: &Figure) -> String {
    let mut lines = vec![format!("{}: {}", figure.label, figure.display())];
    lines.extend(words::small_print(figure));
    lines.extend(words::remark(figure).map(str::to_owned));
    lines.extend(figure.convention.clone());
    lines.push(format!("as of {}", figure.as_of));
    lines.extend(figure.evidence.as_ref().map(words::evidence_command));
    lines.join("; ")
}
