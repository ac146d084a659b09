//! The program as its users run it: what it prints, where it writes, how it ends.

mod bad_data;
mod bad_rules;
mod bad_usage;
mod commands;
mod coverage;
mod demo;
mod effort;
mod exit_codes;
mod help;
mod indicators;
mod interrupts;
mod outputs;
mod sample;
mod sample_list;
mod support;
mod whatif;
