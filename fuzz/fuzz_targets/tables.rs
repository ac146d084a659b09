//! Arbitrary bytes below a header are read without a panic, and as the same table however the file is cut into tasks and
//! wherever quotation marks stand around cells. The first two bytes say which header, and how long a task is.

#![no_main]

use hucha::dictionary::Dictionary;
use hucha::table::agreement::{dictionary, tables_agree};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tempfile::TempDir;

/// The dictionary of the tests of tables.
static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(dictionary);

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder to write to"));

/// Every type of column; a column that stands twice; the same few columns in the other encoding; none.
const HEADERS: [&[u8]; 4] = [
    "户编号,户主姓名,村,危房级别,人均纯收入,住房面积,识别时间,是否脱贫,村支书\n".as_bytes(),
    "户编号,人均纯收入,年人均纯收入\n".as_bytes(),
    b"\xbb\xa7\xb1\xe0\xba\xc5,\xbb\xa7\xd6\xf7\xd0\xd5\xc3\xfb,\xc8\xcb\xbe\xf9\xb4\xbf\xca\xd5\xc8\xeb\n",
    b"",
];

fuzz_target!(|data: &[u8]| {
    let [header, chunk, rows @ ..] = data else { return };
    let bytes = [HEADERS[usize::from(header & 3)], rows].concat();
    tables_agree(&DICTIONARY, &FOLDER.path().join("h.csv"), &bytes, 1 + u64::from(*chunk));
});
