use std::io::{IsTerminal as _, Read};

use contract::{Action, InputKind, Inputs, Value};
use kernel::Refusal;

/// Texts longer than this are no question.
const BYTES_MAX: u64 = 1 << 20;

/// Puts what the files hold, or what comes through standard input, in place of their names.
pub(crate) fn read(action: &Action, inputs: &mut Inputs) -> Result<(), Refusal> {
    for input in action.inputs.iter().filter(|input| input.kind == InputKind::Document) {
        let name = inputs.text(input.name).unwrap_or("-").to_owned();
        inputs.give(input.name, Value::Text(text(&name)?));
    }
    Ok(())
}

fn text(name: &str) -> Result<String, Refusal> {
    if name != "-" {
        let unreadable = |cause: std::io::Error| Refusal::NotFound(format!("{name} cannot be read: {cause}"));
        let file = std::fs::File::open(name).map_err(unreadable)?;
        return bounded(file, name);
    }
    let input = std::io::stdin();
    if input.is_terminal() {
        return Err(Refusal::invalid(
            "file",
            "say which file, or send the text through standard input: `… < query.json`",
        ));
    }
    bounded(input.lock(), "standard input")
}

fn bounded(from: impl Read, name: &str) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    let unreadable = |cause: std::io::Error| Refusal::NotFound(format!("{name} cannot be read: {cause}"));
    from.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(Refusal::Rejected(format!("{name} holds more than {} KiB; send less", BYTES_MAX >> 10)));
    }
    String::from_utf8(bytes).map_err(|_| Refusal::Rejected(format!("{name} is no UTF-8 text; save it as UTF-8")))
}

#[cfg(test)]
mod tests;
