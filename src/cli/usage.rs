//! What clap finds wrong with a command line, in the words of this program and in either language.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};
use hucha::diagnostic::Diagnostic;
use hucha::diagnostic::catalogue::{CliMessage as M, SharedMessage};
use std::ffi::OsString;
use std::path::Path;

/// The diagnostic for an error that clap found in `arguments` of `program`.
pub fn problem(error: &Error, program: &Command, arguments: &[OsString]) -> Diagnostic {
    let text = |kind| shown(error.get(kind));
    let argument = || option_name(&text(ContextKind::InvalidArg));
    let message = match error.kind() {
        ErrorKind::UnknownArgument => M::UnknownArgument { argument: text(ContextKind::InvalidArg) },
        ErrorKind::InvalidSubcommand => M::UnknownCommand { name: text(ContextKind::InvalidSubcommand) },
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => M::MissingCommand {},
        ErrorKind::MissingRequiredArgument => M::MissingArgument { names: text(ContextKind::InvalidArg) },
        ErrorKind::InvalidValue | ErrorKind::NoEquals if text(ContextKind::InvalidValue).is_empty() => {
            M::MissingValue { option: argument() }
        }
        ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => M::MissingValue { option: argument() },
        ErrorKind::ArgumentConflict if text(ContextKind::InvalidArg) == text(ContextKind::PriorArg) => {
            M::Repeated { option: argument() }
        }
        ErrorKind::ArgumentConflict => {
            M::Conflict { option: argument(), other: option_name(&text(ContextKind::PriorArg)) }
        }
        _ => M::BadUsage { text: first_line(error) },
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.into_iter().map(text).find(|name| !name.is_empty());
    let check = match &message {
        M::UnknownCommand { name } => checking(name, arguments),
        _ => None,
    };
    Diagnostic::error(message)
        .help_maybe(check.map(|command| M::CheckPaths { command }))
        .help_maybe(near.map(|name| SharedMessage::DidYouMean { name }))
        .help(M::SeeHelp { command: called(program, arguments) })
}

/// The call that checks `name`, a roster or a folder of them that was given in place of a command, with all that stands
/// behind it: so a program is called when files are dropped on it. `None` where there is no such file or folder.
fn checking(name: &str, arguments: &[OsString]) -> Option<String> {
    Path::new(name).exists().then(|| {
        let given = arguments.iter().skip_while(|argument| *argument != name);
        let quoted = given.map(|argument| quoted(&argument.to_string_lossy()));
        format!("hucha check {}", quoted.collect::<Vec<_>>().join(" "))
    })
}

/// An argument as it is typed: in quotation marks where a shell would part it or understand it otherwise.
pub fn quoted(text: &str) -> String {
    let is_special = |letter: char| letter.is_whitespace() || "&()^;|<>'".contains(letter);
    if text.contains(is_special) { format!("\"{text}\"") } else { text.to_owned() }
}

fn shown(value: Option<&ContextValue>) -> String {
    match value {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        Some(ContextValue::Number(number)) => number.to_string(),
        Some(ContextValue::Bool(value)) => value.to_string(),
        _ => String::new(),
    }
}

/// The option without the place of its value: `--as-of <DATE>` is `--as-of`.
fn option_name(text: &str) -> String {
    text.split([' ', '=']).next().unwrap_or_default().to_owned()
}

/// The command that was called, as far as it exists.
fn called(program: &Command, arguments: &[OsString]) -> String {
    let (mut at, mut names) = (program, program.get_name().to_owned());
    for argument in arguments.iter().skip(1) {
        if let Some(below) = at.find_subcommand(argument) {
            at = below;
            names = format!("{names} {}", below.get_name());
        }
    }
    names
}

fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
