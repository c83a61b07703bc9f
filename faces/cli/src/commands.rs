use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use contract::{Action, CATALOGUE, Input, InputKind, Inputs, Value};
use jiff::civil::Date;
use kernel::Refusal;

use crate::Entry;

/// Groups that hold actions but are none themselves, with a line of help.
const GROUPS: &[(&str, &str)] = &[
    ("review", "Add to a review"),
    ("fairness", "See whether comparisons do people justice"),
    ("backtest", "Hold scores and forecasts against what happened"),
    ("context", "Answer what other agents ask about customers"),
    ("config", "Look at the configuration"),
];

/// The whole command line, made from the catalogue.
#[must_use]
pub fn root() -> Command {
    let mut root = Command::new("evenkeel")
        .version(env!("CARGO_PKG_VERSION"))
        .about("The customer-success desk that shows its working")
        .arg_required_else_help(true)
        .subcommand_required(true)
        .disable_help_subcommand(false)
        .max_term_width(100)
        .args(global());
    for (name, about) in GROUPS {
        let group = Command::new(*name).about(*about).subcommand_required(true).arg_required_else_help(true);
        root = root.subcommand(with_below(group, &[name]));
    }
    for action in CATALOGUE.iter().filter(|action| action.command.len() == 1) {
        root = root.subcommand(of_action(action));
    }
    crate::shells::with_own_commands(root)
}

/// The command of an action with the actions below it.
fn of_action(action: &Action) -> Command {
    let own = with_below(command(action, action.command[action.command.len() - 1]), action.command);
    if own.has_subcommands() { own.args_conflicts_with_subcommands(true) } else { own }
}

/// A command with the actions one word below it, and theirs.
fn with_below(own: Command, path: &[&str]) -> Command {
    let is_below = |action: &&Action| action.command.len() == path.len() + 1 && action.command.starts_with(path);
    CATALOGUE.iter().filter(is_below).map(of_action).fold(own, Command::subcommand)
}

fn command(action: &Action, name: &'static str) -> Command {
    let example = format!("Example:\n  {}", action.example);
    action.inputs.iter().fold(Command::new(name).about(action.summary).after_help(example), |command, input| {
        command.arg(argument(input))
    })
}

fn argument(input: &Input) -> Arg {
    let arg = Arg::new(input.name).help(input.help).required(input.required);
    let arg = if input.positional {
        arg.value_name(input.name.to_uppercase())
    } else {
        arg.long(input.name.replace('_', "-"))
    };
    match input.kind {
        InputKind::Text | InputKind::Document => arg,
        InputKind::Word(words) => arg.value_parser(PossibleValuesParser::new(words)),
        InputKind::Whole => arg.value_parser(value_parser!(i64)),
        InputKind::Path => arg.value_parser(value_parser!(PathBuf)),
        InputKind::Paths => arg.value_parser(value_parser!(PathBuf)).num_args(1..),
        InputKind::Flag => arg.action(ArgAction::SetTrue),
    }
}

fn global() -> Vec<Arg> {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help).global(true).help_heading("Everywhere")
    };
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help).global(true).help_heading("Everywhere")
    };
    vec![
        option("home", "FOLDER", "folder everything lies under (or EVENKEEL_HOME)")
            .value_parser(value_parser!(PathBuf)),
        option("as-of", "DAY", "answer as of this day, from what was known then: 2024-12-31"),
        option("out", "FILE", "also write the report to a .html, .md or .json file")
            .value_parser(value_parser!(PathBuf)),
        option("churn-source", "SOURCE", "what says that an account is lost")
            .value_parser(PossibleValuesParser::new(["contracts", "events"])),
        option("set", "NAME=VALUE", "override a setting; see `evenkeel config show`").action(ArgAction::Append),
        flag("json", "print the report as JSON, and nothing else, on standard output"),
        flag("quiet", "no progress bars"),
    ]
}

/// What a command that other tools know is called here.
#[must_use]
pub fn elsewhere(shown: &clap::Error) -> Option<String> {
    let told = shown.get(ContextKind::InvalidSubcommand).or_else(|| shown.get(ContextKind::InvalidArg))?;
    let ContextValue::String(typed) = told else { return None };
    let action = contract::known_elsewhere(typed)?;
    let command = action.command.join(" ");
    Some(format!("`{typed}` is `evenkeel {command}` here: {}.\n  {}", action.summary, action.example))
}

/// The action that was asked for, with what was typed for it.
#[must_use]
pub fn action_of(matches: &ArgMatches) -> Option<(&'static Action, &ArgMatches)> {
    let (first, mut found) = matches.subcommand()?;
    let mut path = vec![first];
    while let Some((word, below)) = found.subcommand() {
        path.push(word);
        found = below;
    }
    CATALOGUE.iter().find(|action| action.command == path).map(|action| (action, found))
}

/// What was typed for the inputs of an action.
#[must_use]
pub fn inputs(action: &Action, matches: &ArgMatches) -> Inputs {
    let mut inputs = Inputs::default();
    for input in action.inputs {
        if let Some(value) = value(input, matches) {
            inputs.give(input.name, value);
        }
    }
    inputs
}

fn value(input: &Input, matches: &ArgMatches) -> Option<Value> {
    match input.kind {
        InputKind::Text | InputKind::Word(_) | InputKind::Document => {
            matches.get_one::<String>(input.name).cloned().map(Value::Text)
        }
        InputKind::Whole => matches.get_one::<i64>(input.name).copied().map(Value::Whole),
        InputKind::Path | InputKind::Paths => {
            let paths: Vec<PathBuf> = matches.get_many::<PathBuf>(input.name)?.cloned().collect();
            Some(Value::Paths(paths))
        }
        InputKind::Flag => matches.get_flag(input.name).then_some(Value::Given),
    }
}

/// What was typed besides the action.
///
/// # Errors
/// When a day is no day or a setting has no value.
pub fn entry(matches: &ArgMatches) -> Result<Entry, Refusal> {
    let as_of = match matches.get_one::<String>("as-of") {
        Some(text) => Some(
            text.parse::<Date>()
                .map_err(|_| Refusal::invalid("as-of", format!("`{text}` is no day; write it as 2024-12-31")))?,
        ),
        None => None,
    };
    let mut settings: Vec<(String, String, String)> = Vec::new();
    if let Some(source) = matches.get_one::<String>("churn-source") {
        settings.push(("churn_source".into(), source.clone(), "--churn-source".into()));
    }
    for typed in matches.get_many::<String>("set").into_iter().flatten() {
        let (name, value) = typed
            .split_once('=')
            .ok_or_else(|| Refusal::invalid("set", format!("`{typed}` sets nothing; write --set name=value")))?;
        settings.push((name.trim().to_owned(), value.trim().to_owned(), format!("--set {name}")));
    }
    Ok(Entry {
        home: matches.get_one::<PathBuf>("home").cloned(),
        as_of,
        reads_only: false,
        opens_home: true,
        settings,
    })
}

#[cfg(test)]
mod tests;
