//! Checking rule files beyond what loading asks for: that every rule shows what it does, quotes truly, and says it in
//! both languages; and that its examples hold.

mod examples;
mod style;

pub use examples::{Tested, test_examples};
pub use style::lint;
