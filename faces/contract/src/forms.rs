/// The query for customer context, and its answer.
pub(crate) mod context;
/// The progress of a programme.
pub(crate) mod progress;

use app::context::Missing;
use kernel::Refusal;
use serde::Serialize;

/// As JSON, indented, for people who look into it.
fn written(form: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string_pretty(form).map_err(|cause| Refusal::Fault(format!("a form cannot be written: {cause}")))
}

/// Something that is not there, by name.
#[derive(Debug, Serialize)]
struct Left<'a> {
    what: &'a str,
    why: &'a str,
}

fn left(missing: &[Missing]) -> Vec<Left<'_>> {
    missing.iter().map(|one| Left { what: &one.what, why: &one.why }).collect()
}
