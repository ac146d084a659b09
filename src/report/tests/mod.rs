//! What people see, as snapshots, and what programs read back.

mod coverage;
mod manual;
mod readable;
mod samples;
mod snapshots;

use super::{Format, GateReport, Length, Options, Report, write_check, write_gate};
use crate::diagnostic::Locale;
use crate::finding::Cases;
use samples::Samples;
use std::io;

fn options(locale: Locale, length: Length) -> Options {
    Options { locale, colour: false, width: 80, limit: None, length }
}

fn written(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("memory can be written");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn check(format: Format, options: &Options) -> String {
    let samples = Samples(options.locale);
    let (summary, records, statistics) = (samples.summary(), samples.records(), samples.statistics());
    let report = Report { summary: &summary, cases: &Cases::of(&records), statistics: Some(&statistics) };
    written(|out| write_check(out, format, &report, options))
}

fn gate(format: Format, options: &Options) -> String {
    let samples = Samples(options.locale);
    let (summary, records) = (samples.gate_summary(), samples.gate_records());
    written(|out| write_gate(out, format, &GateReport { summary: &summary, records: &records }, options))
}
