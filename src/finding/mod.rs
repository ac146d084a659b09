//! Findings: what a run says.

pub mod record;
