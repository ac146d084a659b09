//! The terminal, or what stands in for it: its language, its colours, its width, and the last word of a run.

use super::exit::{Exit, Problems};
use super::values::choice;
use anstream::{AutoStream, ColorChoice};
use clap::ArgMatches;
use hucha::diagnostic::catalogue::{CliMessage, SharedMessage};
use hucha::diagnostic::{Diagnostic, Locale, Message, cannot_write, is_reader_gone, render_all};
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};

/// How wide text is where no terminal says.
const WIDTH: usize = 100;

/// Where a run speaks.
#[derive(Clone, Debug)]
pub struct Console {
    /// The language.
    pub locale: Locale,
    /// Whether nothing but results and errors is said.
    pub quiet: bool,
    colour: ColorChoice,
}

impl Console {
    /// The console that the arguments ask for. The language is needed before they can be parsed, because help and
    /// errors are in it.
    pub fn new(arguments: &[OsString]) -> Self {
        let environment = || Locale::from_environment(|name| std::env::var(name).ok(), system_language);
        let locale = asked_language(arguments).unwrap_or_else(environment);
        Self { locale, quiet: false, colour: ColorChoice::Auto }
    }

    /// Takes over what the parsed arguments say.
    ///
    /// # Errors
    /// A language or a use of colour that does not exist.
    pub fn adjust(&mut self, matches: &ArgMatches) -> Result<(), Problems> {
        let mut at = Some(matches);
        while let Some(matches) = at {
            if let Some(locale) = choice(matches, "lang", &[("zh", Locale::Zh), ("en", Locale::En)])? {
                self.locale = locale;
            }
            let colours = [("auto", ColorChoice::Auto), ("always", ColorChoice::Always), ("never", ColorChoice::Never)];
            if let Some(colour) = choice(matches, "color", &colours)? {
                self.colour = colour;
            }
            self.quiet |= matches.try_get_one::<bool>("quiet").ok().flatten().copied().unwrap_or(false);
            at = matches.subcommand().map(|(_, inner)| inner);
        }
        Ok(())
    }

    /// Whether text on standard output may be styled.
    pub fn colour(&self) -> bool {
        self.resolved(&io::stdout()) != ColorChoice::Never
    }

    /// How many columns text on standard output may take.
    pub fn width(&self) -> usize {
        let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        terminal.map_or(WIDTH, |(width, _)| usize::from(width.0))
    }

    /// Whether a person is watching standard error.
    pub fn is_watched(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Standard output. Records go through untouched; only styled text is adapted to the terminal.
    pub fn stdout(&self) -> Box<dyn Write> {
        let stdout = io::stdout();
        match self.resolved(&stdout) {
            ColorChoice::Never => Box::new(BufWriter::new(stdout)),
            choice => Box::new(BufWriter::new(AutoStream::new(stdout, choice))),
        }
    }

    /// Says what is odd on standard error.
    pub fn tell(&self, diagnostics: &[Diagnostic]) {
        if diagnostics.is_empty() {
            return;
        }
        let stderr = io::stderr();
        let choice = self.resolved(&stderr);
        let text = render_all(diagnostics, self.locale, choice != ColorChoice::Never);
        // There is no one left to tell when this fails.
        let _ = AutoStream::new(stderr, choice).write_all(text.as_bytes());
    }

    /// Says what is worth knowing, unless only errors are wanted.
    pub fn note(&self, notes: &[Diagnostic]) {
        if !self.quiet {
            self.tell(notes);
        }
    }

    /// The last word of a run. A reader that goes away (`| head`) has what it wanted.
    pub fn exit(&self, end: anyhow::Result<Exit>) -> Exit {
        let error = match end {
            Ok(exit) => return exit,
            Err(error) => error,
        };
        if let Some(Problems(problems)) = error.downcast_ref::<Problems>() {
            self.tell(problems);
            if problems.iter().any(lacks_command) && is_own_window() {
                self.tell(&[Diagnostic::note(CliMessage::PressEnter {})]);
                // Whatever comes, the window may close now.
                let _ = io::stdin().read_line(&mut String::new());
            }
        } else if is_closed_pipe(&error) {
            return Exit::Clean;
        } else {
            let path = self.locale.pick("标准输出", "standard output").to_owned();
            self.tell(&[match error.downcast_ref::<io::Error>() {
                Some(error) => cannot_write(path, error),
                None => Diagnostic::error(SharedMessage::CannotWrite { path, reason: format!("{error:#}") }),
            }]);
        }
        Exit::Failed
    }

    fn resolved(&self, stream: &impl anstream::stream::RawStream) -> ColorChoice {
        match self.colour {
            ColorChoice::Auto => AutoStream::choice(stream),
            asked => asked,
        }
    }
}

/// The language of the desktop, where the system has one that no variable of the environment tells.
fn system_language() -> Option<String> {
    #[cfg(windows)]
    let language = sys_locale::get_locale();
    #[cfg(not(windows))]
    let language = None;
    language
}

/// Whether the program was called without any of its commands: with files that were dropped on it, or by a double click.
fn lacks_command(problem: &Diagnostic) -> bool {
    use CliMessage::{MissingCommand, UnknownCommand};
    matches!(&problem.message, Message::CliMessage(MissingCommand {} | UnknownCommand { .. }))
}

/// Whether the window was opened for the program and closes with it, before anybody has read a word. The command line of
/// Windows and its terminal leave their marks in the environment; the desktop does not.
fn is_own_window() -> bool {
    let is_from_shell = || ["PROMPT", "WT_SESSION"].iter().any(|mark| std::env::var_os(mark).is_some());
    cfg!(windows) && io::stdin().is_terminal() && io::stderr().is_terminal() && !is_from_shell()
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(is_reader_gone))
}

/// The language that `--lang` asks for, in either of its forms.
fn asked_language(arguments: &[OsString]) -> Option<Locale> {
    let options = arguments.iter().take_while(|argument| *argument != "--");
    let texts: Vec<&str> = options.map(|argument| argument.to_str().unwrap_or_default()).collect();
    let value = texts.iter().enumerate().rev().find_map(|(at, text)| match text.strip_prefix("--lang") {
        Some("") => texts.get(at + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    })?;
    match value {
        "zh" => Some(Locale::Zh),
        "en" => Some(Locale::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::asked_language;
    use hucha::diagnostic::Locale;
    use std::ffi::OsString;

    #[test]
    fn the_language_is_known_before_anything_is_parsed() {
        let asked = |line: &str| asked_language(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked("hucha check --lang en data"), Some(Locale::En));
        assert_eq!(asked("hucha --lang=zh --help"), Some(Locale::Zh));
        assert_eq!(asked("hucha --lang zh check --lang en"), Some(Locale::En), "the last one counts");
        assert_eq!(asked("hucha --language en"), None);
        assert_eq!(asked("hucha --lang"), None);
        assert_eq!(asked("hucha -- --lang en"), None, "a file may have any name");
    }
}
