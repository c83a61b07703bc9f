//! What shells, manual readers and other programs need to know about the commands.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use contract::{Action, CATALOGUE, Input, InputKind};
use kernel::{Access, Refusal};
use serde_json::{Value, json};

/// The commands of this face alone: they ask nothing of a home, so they are no actions of the catalogue.
pub(crate) fn with_own_commands(root: Command) -> Command {
    let completions = Command::new("completions")
        .about("Print what a shell needs to complete commands")
        .after_help("Example:\n  evenkeel completions bash > ~/.local/share/bash-completion/completions/evenkeel")
        .arg(Arg::new("shell").required(true).value_name("SHELL").value_parser(value_parser!(Shell)));
    let manual = Command::new("man")
        .about("Write manual pages into a folder, one for each command")
        .after_help("Example:\n  evenkeel man ~/.local/share/man/man1")
        .arg(Arg::new("folder").required(true).value_name("FOLDER").value_parser(value_parser!(PathBuf)));
    root.subcommand(completions).subcommand(manual)
}

/// Does one of the own commands, if that is what was typed.
pub(crate) fn answer(matches: &ArgMatches) -> Option<Result<(), Refusal>> {
    match matches.subcommand()? {
        ("completions", typed) => Some(completions(*typed.get_one::<Shell>("shell")?)),
        ("man", typed) => Some(manual(typed.get_one::<PathBuf>("folder")?)),
        _ => None,
    }
}

fn completions(shell: Shell) -> Result<(), Refusal> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut crate::commands::root(), "evenkeel", &mut text);
    print(&text)
}

fn print(text: &[u8]) -> Result<(), Refusal> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        // A reader that went away (`| head`) is no failure.
        Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Refusal::Unavailable(format!("the answer cannot be written: {cause}")))
        }
        _ => Ok(()),
    }
}

fn manual(folder: &Path) -> Result<(), Refusal> {
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(crate::commands::root(), folder))
        .map_err(|cause| Refusal::Unavailable(format!("{} cannot be written: {cause}", folder.display())))?;
    print(
        format!("Manual pages lie in {}; read one with: man -l {}/evenkeel.1\n", folder.display(), folder.display())
            .as_bytes(),
    )
}

/// Whether help is asked for as JSON.
pub(crate) fn asks_for_json_help(words: &[std::ffi::OsString]) -> bool {
    let said = |wanted: &str| words.iter().any(|word| word == wanted);
    said("--json") && (said("--help") || said("-h"))
}

/// The actions whose commands begin with the typed words, and what they take, for programs to read.
pub(crate) fn print_json_help(words: &[std::ffi::OsString]) -> Result<(), Refusal> {
    let typed: Vec<String> = words.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let typed: Vec<&str> = typed.iter().map(String::as_str).take_while(|word| !word.starts_with('-')).collect();
    let begins = |action: &&Action| {
        typed.iter().zip(action.command).all(|(typed, word)| typed == word) && typed.len() <= action.command.len()
    };
    let actions: Vec<Value> = CATALOGUE.iter().filter(begins).map(described).collect();
    if actions.is_empty() {
        return Err(Refusal::NotFound(format!(
            "no command begins with `{}`; `evenkeel help` lists them",
            typed.join(" ")
        )));
    }
    let text = serde_json::to_string_pretty(&json!({ "actions": actions }));
    let text = text.map_err(|cause| Refusal::Fault(format!("help as JSON: {cause}")))?;
    print(format!("{text}\n").as_bytes())
}

fn described(action: &Action) -> Value {
    let access = match action.access {
        Access::Read => "read",
        Access::Write => "write",
        Access::Destructive => "destructive",
    };
    json!({
        "name": action.name,
        "command": action.command,
        "summary": action.summary,
        "access": access,
        "example": action.example,
        "inputs": action.inputs.iter().map(input).collect::<Vec<_>>(),
    })
}

fn input(input: &Input) -> Value {
    let (kind, words) = match input.kind {
        InputKind::Text => ("text", None),
        InputKind::Word(words) => ("word", Some(words)),
        InputKind::Whole => ("whole", None),
        InputKind::Document => ("document", None),
        InputKind::Path => ("path", None),
        InputKind::Paths => ("paths", None),
        InputKind::Flag => ("flag", None),
    };
    let typed =
        if input.positional { input.name.to_uppercase() } else { format!("--{}", input.name.replace('_', "-")) };
    let mut told = json!({
        "name": input.name, "typed": typed, "kind": kind, "required": input.required, "help": input.help,
    });
    if let (Some(words), Some(fields)) = (words, told.as_object_mut()) {
        fields.insert("words".to_owned(), json!(words));
    }
    told
}
