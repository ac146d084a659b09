//! Values of rule files from what [`super::plain`] has read.

use super::plain::{Kind, Node};
use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer, UsizeDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt;

/// The name by which a value asks for its place: [`Node`] answers with the value, its first byte and the byte behind it.
pub(super) const WITH_PLACE: &str = "value with its place";

/// The value is not what was asked for, or is written so that only the library knows what it is.
#[derive(Debug)]
pub(super) struct Unread;

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("left to the library")
    }
}

impl std::error::Error for Unread {}

impl de::Error for Unread {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self
    }
}

/// A text without quotes that is a text, or a number that prints as it is written.
fn as_written(text: &str) -> Option<&str> {
    let is_word = |word: &str| {
        ["true", "false", "null", "nan", "inf", "yes", "no", "on", "off", "y", "n"]
            .iter()
            .any(|known| word.trim_start_matches('.').eq_ignore_ascii_case(known))
    };
    let is_numeric = text.starts_with(|c: char| c.is_ascii_digit() || "+-.~".contains(c));
    if !is_numeric {
        return (!is_word(text)).then_some(text);
    }
    // A date, and what holds a sign that no way to write a number has.
    let is_date = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    if is_date || text.bytes().any(|b| !b.is_ascii_alphanumeric() && !b"+-._:~".contains(&b)) {
        return Some(text);
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, "1"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_plain = is_digits(whole)
        && is_digits(part)
        && !part.ends_with('0')
        && (whole == "0" || !whole.starts_with('0'))
        && text != "-0"
        && text.len() <= 12;
    is_plain.then_some(text)
}

impl<'de> Deserializer<'de> for &'de Node<'de> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match &self.kind {
            Kind::Bare(text) => visitor.visit_borrowed_str(as_written(text).ok_or(Unread)?),
            Kind::Text(text) => visitor.visit_borrowed_str(text),
            Kind::List(_) => self.deserialize_seq(visitor),
            Kind::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.kind {
            Kind::Bare("true") => visitor.visit_bool(true),
            Kind::Bare("false") => visitor.visit_bool(false),
            _ => Err(Unread),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match &self.kind {
            // Nothing, in one of its spellings.
            Kind::Bare(text) if text.starts_with('~') || text.eq_ignore_ascii_case("null") => Err(Unread),
            _ => visitor.visit_borrowed_str(self.text().ok_or(Unread)?),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match &self.kind {
            Kind::Bare(text) if text.starts_with('~') || text.eq_ignore_ascii_case("null") => Err(Unread),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Unread> {
        if name == WITH_PLACE { visitor.visit_seq(WithPlace { node: self, given: 0 }) } else { Err(Unread) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match &self.kind {
            Kind::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            _ => Err(Unread),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match &self.kind {
            Kind::Map(entries) => {
                visitor.visit_map(MapDeserializer::new(entries.iter().map(|(key, value)| (key, value))))
            }
            _ => Err(Unread),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        let variant: StrDeserializer<'_, Unread> = self.text().ok_or(Unread)?.into_deserializer();
        visitor.visit_enum(variant)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Unread> for &'de Node<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A value, its first byte, and the byte behind it.
struct WithPlace<'de> {
    node: &'de Node<'de>,
    given: u8,
}

impl<'de> SeqAccess<'de> for WithPlace<'de> {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unread> {
        self.given += 1;
        let place = |at: usize| -> UsizeDeserializer<Unread> { at.into_deserializer() };
        match self.given {
            1 => seed.deserialize(self.node).map(Some),
            2 => seed.deserialize(place(self.node.start)).map(Some),
            3 => seed.deserialize(place(self.node.end)).map(Some),
            _ => Ok(None),
        }
    }
}
