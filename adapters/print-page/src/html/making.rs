use report::Block;

use super::escape::{Escaped, put};
use super::{Page, numerals};
use crate::figures::{self, Listed};
use crate::words;

/// How the figures of these blocks were made: to be opened, so that it can be read where nothing hovers.
pub(crate) fn details(page: &mut Page, blocks: &[Block]) {
    let listed = figures::listed(blocks);
    if listed.is_empty() {
        return;
    }
    put!(page, "<details class=\"making\"><summary>How these figures were made</summary>\n<dl>\n");
    for entry in &listed {
        entry_of(page, entry);
    }
    put!(page, "</dl>\n</details>\n");
}

fn entry_of(page: &mut Page, entry: &Listed<'_>) {
    let figure = entry.figure;
    put!(page, "<div><dt>{} <b>", Escaped(&entry.name));
    numerals::value(page, figure);
    put!(page, "</b></dt>");
    if let Some(remark) = words::remark(figure) {
        put!(page, "<dd>{}</dd>", Escaped(remark));
    }
    if let Some(convention) = &figure.convention {
        put!(page, "<dd>Convention: {}</dd>", Escaped(convention));
    }
    if let Some(interval) = words::interval(figure) {
        let method = figure.interval.as_ref().map(|interval| interval.method.as_str()).filter(|how| !how.is_empty());
        let by = method.map(|method| format!(", by {method}")).unwrap_or_default();
        put!(page, "<dd>{}{}</dd>", Escaped(&interval), Escaped(&by));
    }
    let sample = words::sample(figure).map(|sample| format!("{sample}, ")).unwrap_or_default();
    put!(page, "<dd>{sample}as of <time datetime=\"{0}\">{0}</time></dd>", figure.as_of);
    match &figure.evidence {
        Some(reference) => put!(page, "<dd><code>{}</code></dd>", Escaped(&words::evidence_command(reference))),
        None => put!(page, "<dd class=\"faint\">no rows of its own</dd>"),
    }
    put!(page, "</div>\n");
}
