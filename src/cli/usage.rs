//! What clap finds wrong with a command line, in the words of this program and in either language.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use hucha::diagnostic::Diagnostic;
use hucha::diagnostic::catalogue::{CliMessage as M, SharedMessage};

/// The diagnostic for an error of clap.
pub fn problem(error: &Error) -> Diagnostic {
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
    Diagnostic::error(message)
        .help_maybe(near.map(|name| SharedMessage::DidYouMean { name }))
        .help(M::SeeHelp { command: called(&text(ContextKind::Usage)) })
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

/// The command that was called, from its line of usage: everything before the first argument.
fn called(usage: &str) -> String {
    let words = usage.split_whitespace().skip_while(|word| *word != "hucha");
    let names: Vec<&str> = words.take_while(|word| word.bytes().all(|b| b.is_ascii_lowercase())).collect();
    if names.is_empty() { "hucha".to_owned() } else { names.join(" ") }
}

fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
