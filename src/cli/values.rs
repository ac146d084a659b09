//! Arguments as text become values; what is wrong with them is said in the words of the user.

use super::exit::Problems;
use clap::ArgMatches;
use hucha::diagnostic::catalogue::{CliMessage as M, SharedMessage};
use hucha::diagnostic::{Diagnostic, nearest};
use hucha::rulebook::Severity;
use hucha::table::Encoding;
use hucha::value::Date;

/// Severities as arguments name them.
pub const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];

/// Encodings as arguments name them; GBK is a part of GB 18030.
pub const ENCODINGS: [(&str, Encoding); 4] =
    [("utf8", Encoding::Utf8), ("gb18030", Encoding::Gb18030), ("utf-8", Encoding::Utf8), ("gbk", Encoding::Gb18030)];

/// The text of an option, where it was given and the command has it.
pub fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.try_get_one::<String>(name).ok().flatten().map(String::as_str)
}

/// Whether a switch was set.
pub fn is_set(matches: &ArgMatches, name: &str) -> bool {
    matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false)
}

/// All texts of an option that can be repeated.
pub fn texts<'a>(matches: &'a ArgMatches, name: &str) -> Vec<&'a str> {
    matches.try_get_many::<String>(name).ok().flatten().into_iter().flatten().map(String::as_str).collect()
}

/// All texts of an option that can be repeated and holds several, parted by commas of either width.
pub fn listed(matches: &ArgMatches, name: &str) -> Vec<String> {
    let parts = texts(matches, name).into_iter().flat_map(|text| text.split([',', '，', '、']));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// One of several words.
///
/// # Errors
/// Another word: the nearest is suggested and all are listed.
pub fn choice<T: Copy>(matches: &ArgMatches, name: &str, known: &[(&str, T)]) -> Result<Option<T>, Problems> {
    let Some(value) = text(matches, name) else { return Ok(None) };
    if let Some((_, found)) = known.iter().find(|(word, _)| value.eq_ignore_ascii_case(word)) {
        return Ok(Some(*found));
    }
    let words = || known.iter().map(|(word, _)| *word);
    let near = nearest(value, words()).map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
    let error = Diagnostic::error(M::BadChoice { option: format!("--{name}"), value: value.to_owned() });
    let names = words().collect::<Vec<_>>().join("、");
    Err(error.help_maybe(near).help(SharedMessage::KnownAre { names }).into())
}

/// A whole number.
///
/// # Errors
/// Anything else.
pub fn count(matches: &ArgMatches, name: &str) -> Result<Option<usize>, Problems> {
    let Some(value) = text(matches, name) else { return Ok(None) };
    let wrong = || M::BadCount { option: format!("--{name}"), value: value.to_owned() };
    value.parse().map(Some).map_err(|_| Diagnostic::error(wrong()).into())
}

/// A day.
///
/// # Errors
/// Anything else, a month and a year included.
pub fn day(matches: &ArgMatches, name: &str) -> Result<Option<Date>, Problems> {
    let Some(value) = text(matches, name) else { return Ok(None) };
    match Date::parse(value).filter(|date| date.is_exact()) {
        Some(date) => Ok(Some(date)),
        None => {
            let message = M::BadDay { option: format!("--{name}"), value: value.to_owned() };
            Err(Diagnostic::error(message).help(M::DayForm {}).into())
        }
    }
}

/// A share, from 0 to 1.
///
/// # Errors
/// Anything else.
pub fn share(matches: &ArgMatches, name: &str) -> Result<Option<f64>, Problems> {
    let Some(value) = text(matches, name) else { return Ok(None) };
    let share = value.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    let wrong = || M::BadShare { option: format!("--{name}"), value: value.to_owned() };
    share.map(Some).ok_or_else(|| Diagnostic::error(wrong()).into())
}

/// An amount of memory in bytes: a number, perhaps with decimals, and perhaps K, M or G behind it, each a thousand and
/// twenty-four of the one before; `GiB` and `GB` are written for `G` too.
///
/// # Errors
/// Anything else.
pub fn memory(matches: &ArgMatches) -> Result<Option<u64>, Problems> {
    let Some(value) = text(matches, "memory-limit") else { return Ok(None) };
    bytes(value).map(Some).ok_or_else(|| Diagnostic::error(M::BadMemory { value: value.to_owned() }).into())
}

fn bytes(text: &str) -> Option<u64> {
    let upper = text.trim().to_ascii_uppercase();
    let units = [("KIB", 10), ("MIB", 20), ("GIB", 30), ("KB", 10), ("MB", 20), ("GB", 30), ("K", 10), ("M", 20)];
    let mut units = units.into_iter().chain([("G", 30), ("B", 0), ("", 0)]);
    let (number, shift) = units.find_map(|(unit, shift)| Some((upper.strip_suffix(unit)?, shift)))?;
    let (whole, decimals) = number.trim_end().split_once('.').unwrap_or((number.trim_end(), "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    // So many decimals are more than a byte of a gigabyte.
    if !is_digits(whole) || !is_digits(decimals) || decimals.len() > 9 {
        return None;
    }
    let unit = 1_u64 << shift;
    let parts = decimals.parse::<u64>().ok()?.checked_mul(unit)? / 10_u64.pow(u32::try_from(decimals.len()).ok()?);
    whole.parse::<u64>().ok()?.checked_mul(unit)?.checked_add(parts)
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn an_amount_of_memory_is_read_as_people_write_it() {
        for (text, amount) in [
            ("2G", 2 << 30),
            ("2GiB", 2 << 30),
            ("2 gb", 2 << 30),
            ("1.5G", 3 << 29),
            ("0.25MiB", 1 << 18),
            ("512M", 512 << 20),
            ("10K", 10 << 10),
            ("1", 1),
            ("7B", 7),
        ] {
            assert_eq!(bytes(text), Some(amount), "{text}");
        }
        for text in ["", "G", "1.G", ".5G", "1.5.5G", "-1G", "2T", "viel", "1.0000000001G", "99999999999999G"] {
            assert_eq!(bytes(text), None, "{text}");
        }
    }
}
