use app::{Desk, demonstration};
use kernel::Refusal;

use crate::action::Answer;
use crate::inputs::Inputs;

/// Makes a demonstration company and answers with the review of one of its CSMs.
pub(crate) fn make(desk: &Desk<'_>, inputs: &Inputs) -> Result<Answer, Refusal> {
    let request = demonstration::Request {
        csms: inputs.whole("csms"),
        accounts: inputs.whole("accounts"),
        years: inputs.whole("years"),
        seed: inputs.whole("seed"),
    };
    let made = demonstration::make(desk, &request)?;
    let page = desk.home.join(format!("review-{}.html", made.file_name));
    let name = made.first_name;
    Ok(Answer {
        page: Some(page),
        next: vec![
            "evenkeel people".to_owned(),
            format!("evenkeel csm-performance {name} last-quarter --out {name}.md"),
            "evenkeel bridge --by book".to_owned(),
            format!("evenkeel health --csm {name}"),
            "evenkeel import inspect YOUR-EXPORTS/   (your own files, into another home: --home NAME)".to_owned(),
        ],
        ..Answer::from(made.report)
    })
}
