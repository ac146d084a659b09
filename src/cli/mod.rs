//! The command line: one file a command, and what they share.
//!
//! Arguments are taken as text, then turned into what the library speaks of; whatever is wrong with them is said before
//! any work starts. Results go to standard output or into files, everything else to standard error.

mod arguments;
mod command;
mod console;
mod coverage;
mod desk;
mod exit;
mod frame;
mod indicators;
mod output;
mod progress;
mod sample_draw;
mod sample_evaluate;
mod sample_plan;
mod shape;
mod stopwatch;
mod unfinished;
mod usage;
mod values;
mod wildcard;

pub mod check;
pub mod demo;
pub mod explain;
pub mod figures;
pub mod gate;
pub mod inspect;
pub mod rules;
pub mod sample;
pub mod trace;
pub mod whatif;

pub use command::parse;
pub use console::Console;
pub use exit::Exit;
pub use unfinished::watch_for_interrupts;
