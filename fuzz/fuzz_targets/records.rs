//! Arbitrary bytes are the same records by the scanner, by the splitter and by the csv crate. The first two bytes say
//! how the rest is looked at.

#![no_main]

use hucha::table::agreement::{Look, records_agree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [how, region, bytes @ ..] = data else { return };
    let delimiter = [b',', b'\t', b';', b'|'][usize::from(how & 3)];
    // A character of GB 18030 may hold a bar.
    let gb18030 = how & 4 != 0 && delimiter != b'|';
    // Now all bytes at once, now so few that lines are cut.
    let region = if *region == 0 { usize::MAX } else { usize::from(*region) };
    records_agree(bytes, Look { delimiter, gb18030, region });
});
