//! The whole command line as clap sees it, in one language.

use super::console::Console;
use super::exit::Problems;
use super::shape::command;
use super::{arguments, check, demo, explain, figures, gate, inspect, rules, sample, trace, usage, whatif};
use clap::error::ErrorKind;
use clap::{ArgMatches, Command};
use hucha::diagnostic::Locale;
use std::ffi::OsString;
use std::io::Write;

/// The same with `--help`, in itself and in all commands below. It comes last, so that the help ends with it.
fn with_help(command: Command, locale: Locale) -> Command {
    command.mut_subcommands(|below| with_help(below, locale)).arg(arguments::help(locale))
}

/// The program.
pub(super) fn hucha(locale: Locale) -> Command {
    let about = locale.pick(
        "户查：把名册同写成规则的政策逐条核对，列出每个疑点、证据和条款",
        "hucha holds rosters against written policy and lists every suspect with its evidence and clause",
    );
    let codes = locale.pick(
        "退出码：0 没有发现；1 有发现；2 用法、规则或读写错误；3 没有结论（规则未运行或无数据）；130 被中断",
        "Exit codes: 0 clean; 1 findings; 2 usage, rule or read error; 3 no verdict (a rule could not run, or there was no row to judge); 130 interrupted",
    );
    let program = command("hucha", locale, about, "")
        .override_usage(locale.pick("hucha <命令> [选项]", "hucha <COMMAND> [OPTIONS]"))
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(codes)
        .subcommand_required(true)
        .arg(arguments::version(locale))
        .args(arguments::everywhere(locale))
        .subcommands([
            check::command(locale),
            gate::command(locale),
            trace::command(locale),
            whatif::command(locale),
            figures::command(locale),
            explain::command(locale),
            rules::command(locale),
            inspect::command(locale),
            sample::command(locale),
            demo::command(locale),
        ]);
    with_help(program, locale)
}

/// Parses the arguments. `None`: help or the version was asked for and has been printed.
///
/// # Errors
/// Arguments that no command takes, or that are missing; standard output that cannot be written.
pub fn parse(arguments: &[OsString], console: &Console) -> anyhow::Result<Option<ArgMatches>> {
    let mut program = hucha(console.locale);
    let error = match program.try_get_matches_from_mut(arguments) {
        Ok(matches) => return Ok(Some(matches)),
        Err(error) => error,
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = error.render();
            let text = if console.colour() { text.ansi().to_string() } else { text.to_string() };
            let mut out = console.stdout();
            out.write_all(text.as_bytes())?;
            out.flush()?;
            Ok(None)
        }
        _ => Err(Problems::from(usage::problem(&error, &program, arguments)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::hucha;
    use hucha::diagnostic::Locale;

    #[test]
    fn the_commands_are_well_formed_in_both_languages() {
        for locale in [Locale::Zh, Locale::En] {
            hucha(locale).debug_assert();
        }
    }

    #[test]
    fn every_argument_has_help_and_a_heading() {
        for locale in [Locale::Zh, Locale::En] {
            let mut open = vec![hucha(locale)];
            while let Some(command) = open.pop() {
                for argument in command.get_arguments() {
                    let name = format!("{} {}", command.get_name(), argument.get_id());
                    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                    assert!(!help.is_empty(), "{name} has no help");
                    let heading = argument.get_help_heading().unwrap_or_default();
                    assert!(!heading.is_empty(), "{name} has no heading");
                    let is_chinese = help.chars().any(|c| ('一'..='龥').contains(&c));
                    assert_eq!(is_chinese, locale == Locale::Zh, "{name}: {help}");
                }
                open.extend(command.get_subcommands().cloned());
            }
        }
    }
}
