//! `hucha` on the command line. What each command does stands in its own file of [`cli`].

// The wall for code that users run; tests may stop where they cannot go on.
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::panic, clippy::print_stderr, clippy::print_stdout, clippy::unwrap_used)
)]

mod cli;

use clap::ArgMatches;
use cli::{Console, Exit};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let mut console = Console::new(&arguments);
    let exit = cli::parse(&arguments, &console).and_then(|matches| match matches {
        Some(matches) => {
            console.adjust(&matches)?;
            cli::watch_for_interrupts()?;
            run(&matches, &console)
        }
        None => Ok(Exit::Clean),
    });
    console.exit(exit).into()
}

fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    match matches.subcommand() {
        Some(("check", matches)) => cli::check::run(matches, console),
        Some(("gate", matches)) => cli::gate::run(matches, console),
        Some(("trace", matches)) => cli::trace::run(matches, console),
        Some(("whatif", matches)) => cli::whatif::run(matches, console),
        Some(("figures", matches)) => cli::figures::run(matches, console),
        Some(("explain", matches)) => cli::explain::run(matches, console),
        Some(("rules", matches)) => cli::rules::run(matches, console),
        Some(("inspect", matches)) => cli::inspect::run(matches, console),
        Some(("sample", matches)) => cli::sample::run(matches, console),
        Some(("demo", matches)) => cli::demo::run(matches, console),
        _ => Ok(Exit::Clean),
    }
}
