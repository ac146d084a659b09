//! The formats and how they are asked for.

use std::path::Path;

/// A format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people, on a terminal or in a file.
    Text,
    /// One JSON object a line, for programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For documents.
    Markdown,
}

impl Format {
    /// The names that [`Format::of_name`] knows, one for each format.
    pub const NAMES: [&'static str; 4] = ["text", "json", "csv", "markdown"];

    /// The format of a name or of a file extension, whatever its case.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "text" | "txt" => Self::Text,
            "json" | "jsonl" => Self::Json,
            "csv" => Self::Csv,
            "markdown" | "md" => Self::Markdown,
            _ => return None,
        })
    }

    /// The format that the extension of a file asks for.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        Self::of_name(path.extension()?.to_str()?)
    }
}

#[cfg(test)]
mod tests {
    use super::Format;
    use std::path::Path;

    #[test]
    fn extensions_and_names_ask_for_formats() {
        for (path, format) in [
            ("疑点.txt", Some(Format::Text)),
            ("out/疑点.jsonl", Some(Format::Json)),
            ("疑点.json", Some(Format::Json)),
            ("疑点.CSV", Some(Format::Csv)),
            ("疑点.2020.md", Some(Format::Markdown)),
            ("疑点.xlsx", None),
            ("csv", None),
        ] {
            assert_eq!(Format::of_path(Path::new(path)), format, "{path}");
        }
        let named = Format::NAMES.map(Format::of_name);
        assert_eq!(named, [Format::Text, Format::Json, Format::Csv, Format::Markdown].map(Some));
    }
}
