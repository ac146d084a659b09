//! The values that rules compute with: three-valued truth, fixed-point numbers, dates known in part,
//! identity numbers, and the one way in which text becomes any of them.

mod cell;
mod date;
mod decimal;
mod fraction;
mod hexadecimal;
pub mod id_number;
mod id_word;
pub mod numeral;
mod packed;
mod truth;

pub use cell::{clean, compose, fold, fold_name, half_width, is_digits};
pub use date::{Date, DateParts};
pub use decimal::{Decimal, NotADecimal, ParsedDecimal, Quotient};
pub use fraction::Fraction;
pub use hexadecimal::hexadecimal;
pub use id_word::Citizen;
pub use packed::{Packed, PackedBuffer, eight_digits};
pub use truth::Truth;
