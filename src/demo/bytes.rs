//! Rows as the bytes of a CSV file, with the line ends of Windows.

use super::text::Text;
use crate::table::Encoding;
use std::sync::LazyLock;

/// Appends a row in UTF-8: a cell is quoted where it must be.
pub(super) fn row(out: &mut Vec<u8>, cells: &[Text]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        let bytes = cell.as_bytes();
        if bytes.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
            out.push(b'"');
            for &byte in bytes {
                out.extend(std::iter::repeat_n(byte, 1 + usize::from(byte == b'"')));
            }
            out.push(b'"');
        } else {
            out.extend_from_slice(bytes);
        }
    }
    // One blank cell alone would be no row.
    if let [only] = cells
        && only.as_bytes().is_empty()
    {
        out.extend_from_slice(b"\"\"");
    }
    out.extend_from_slice(b"\r\n");
}

/// Text in UTF-8 in the encoding of a file.
pub(super) fn encoded(encoding: Encoding, text: Vec<u8>) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text,
        Encoding::Gb18030 => gb18030(&text),
    }
}

/// By character of three bytes in UTF-8, the two bytes in GB 18030; 0 where there are none. Looking a character up in
/// the standard's own table takes a thousand times as long, and few characters make up a roster.
static TWO_BYTES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let two = |code: u32| {
        let text = char::from_u32(code).map(String::from).unwrap_or_default();
        match *encoding_rs::GB18030.encode(&text).0 {
            [first, second] => u16::from_be_bytes([first, second]),
            _ => 0,
        }
    };
    (0..0x1_0000).map(|code| if (0x2000..0xA000).contains(&code) || code >= 0xF900 { two(code) } else { 0 }).collect()
});

fn gb18030(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, _)) = rest.split_first() {
        if first.is_ascii() {
            let run = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            let (ascii, behind) = rest.split_at(run);
            out.extend_from_slice(ascii);
            rest = behind;
            continue;
        }
        if let (0xE0..=0xEF, Some((&[a, b, c], behind))) = (first, rest.split_first_chunk::<3>()) {
            let code = usize::from(a & 15) << 12 | usize::from(b & 63) << 6 | usize::from(c & 63);
            if let Some(&two) = TWO_BYTES.get(code).filter(|&&two| two != 0) {
                out.extend_from_slice(&two.to_be_bytes());
                rest = behind;
                continue;
            }
        }
        let run = rest.iter().skip(1).position(|byte| byte & 0xC0 != 0x80).map_or(rest.len(), |at| at + 1);
        let (character, behind) = rest.split_at(run);
        out.extend_from_slice(&encoding_rs::GB18030.encode(&String::from_utf8_lossy(character)).0);
        rest = behind;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{gb18030, row};
    use crate::demo::Text;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_written_as_the_csv_crate_writes_them(cells in proptest::collection::vec("[a, \"\r\n村#]{0,5}", 1..5)) {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            let texts: Vec<Text> = cells.iter().map(|cell| Text::from(cell.as_str())).collect();
            let mut own = Vec::new();
            row(&mut own, &texts);
            prop_assert_eq!(own, writer.into_inner().unwrap());
        }

        #[test]
        fn characters_are_encoded_as_the_standard_says(text in "[a-z0-9，、一-龥㐀-㐆é€𠀀-𠀉]{0,20}") {
            prop_assert_eq!(gb18030(text.as_bytes()), encoding_rs::GB18030.encode(&text).0.into_owned());
        }
    }
}
