//! Bytes of a cell or a record in the encoding of their file.

use super::Encoding;
use encoding_rs::GB18030;
use std::borrow::Cow;

impl Encoding {
    /// The text of `bytes`; what is broken becomes U+FFFD.
    pub(crate) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            // Nearly all cells are valid, and checking that is quicker than mending.
            Self::Utf8 => std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed),
            Self::Gb18030 => GB18030.decode_without_bom_handling(bytes).0,
        }
    }

    /// Whether `bytes`, whole characters, have nothing that the encoding does not know.
    pub(super) fn is_valid(self, bytes: &[u8]) -> bool {
        match self {
            Self::Utf8 => simdutf8::basic::from_utf8(bytes).is_ok(),
            Self::Gb18030 => is_gb18030(bytes),
        }
    }
}

/// Every pair of a lead and a trail byte stands for a character. Of the four-byte sequences only some do; these are
/// rare, and looked up.
fn is_gb18030(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        match rest {
            [] => return true,
            // ASCII, and the euro sign of code page 936.
            [0..=0x80, behind @ ..] => rest = behind,
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, behind @ ..] => rest = behind,
            [0x81..=0xfe, b'0'..=b'9', 0x81..=0xfe, b'0'..=b'9', behind @ ..] => {
                let four = rest.get(..4).unwrap_or_default();
                if GB18030.decode_without_bom_handling(four).1 {
                    return false;
                }
                rest = behind;
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{GB18030, is_gb18030};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn validity_is_that_of_the_decoder(bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0x81_u8..=0xfe, b'0'..=b'9'], 0..12)) {
            prop_assert_eq!(is_gb18030(&bytes), !GB18030.decode_without_bom_handling(&bytes).1);
        }

        #[test]
        fn what_the_encoder_writes_is_valid(text in "\\PC{0,20}") {
            prop_assert!(is_gb18030(&GB18030.encode(&text).0));
        }
    }
}
