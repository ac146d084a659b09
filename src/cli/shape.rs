//! What the help of every command looks like.

use clap::Command;
use hucha::diagnostic::Locale;

/// Help of one command: what it does, how it is called, what it takes, what it ends with.
fn template(locale: Locale) -> &'static str {
    locale.pick(
        "{about}\n\n用法：{usage}\n\n{all-args}{after-help}\n",
        "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}\n",
    )
}

/// A command with the help that all commands share. `usage` is what follows the name of the command.
pub(super) fn command(name: &'static str, locale: Locale, about: &'static str, usage: &str) -> Command {
    Command::new(name)
        .about(about)
        .override_usage(format!("hucha {name} {usage}"))
        .help_template(template(locale))
        .next_display_order(2)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_help_heading(locale.pick("命令", "Commands"))
}
