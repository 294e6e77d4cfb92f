//! Decodes values of both kinds, those parsed just now and those read when the program was built, through one type: what serde
//! makes of a type that is decoded stands in the program once for each type it is decoded from.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde_spanned::Spanned;
use serde_spanned::de::{SpannedDeserializer, is_spanned};
use toml::de::DeValue;

use super::table::{Entry, Held};
use super::tree::{Entries, IN_PLACE, Items, NO_PLACE, Node, Value, hand_over};

/// What is wrong with a value, and where.
#[derive(Debug)]
pub(super) struct Faulty {
    pub message: String,
    /// Nothing for what was read when the program was built.
    pub span: Option<Range<usize>>,
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Faulty {}

impl de::Error for Faulty {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), span: None }
    }
}

/// Decodes the entries of a table that stands at a place of its file.
pub(super) fn decoded<T: DeserializeOwned>(entries: Vec<Entry<'_>>, span: Range<usize>) -> Result<T, Faulty> {
    T::deserialize(Decoder { source: Source::Held(entries), span })
}

/// The names of the fields a struct accepts, asked of its `Deserialize` implementation; empty for other types.
pub(super) fn fields_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let fields = Cell::new(&[][..]);
    // The answer is the field list; the decoding itself always fails, by design.
    let _ = T::deserialize(Decoder { source: Source::Fields(&fields), span: NO_PLACE });
    fields.get()
}

/// A value that is being decoded.
struct Decoder<'de> {
    source: Source<'de>,
    span: Range<usize>,
}

/// What a value is decoded from.
enum Source<'de> {
    /// Parsed just now.
    Parsed(DeValue<'de>),
    /// Read when the program was built.
    Read(Node),
    /// A table with entries of both kinds.
    Held(Vec<Entry<'de>>),
    /// A key.
    Text(Cow<'de, str>),
    /// Nothing: what is wanted are the fields of a struct.
    Fields(&'de Cell<&'static [&'static str]>),
}

/// What a value is, whatever it is decoded from.
enum Shape<'de> {
    Text(Cow<'de, str>),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Bytes(&'static [u8]),
    Array(ItemsOf<'de>),
    Table(EntriesOf<'de>),
}

enum ItemsOf<'de> {
    Parsed(std::vec::IntoIter<Spanned<DeValue<'de>>>),
    Read(Items),
}

enum EntriesOf<'de> {
    Parsed(toml::map::IntoIter<Spanned<Cow<'de, str>>, Spanned<DeValue<'de>>>),
    Read(Entries),
    Held(std::vec::IntoIter<Entry<'de>>),
}

impl<'de> Decoder<'de> {
    fn text(text: impl Into<Cow<'de, str>>, span: Range<usize>) -> Self {
        Self { source: Source::Text(text.into()), span }
    }

    fn parsed(value: Spanned<DeValue<'de>>) -> Self {
        let span = value.span();
        Self { source: Source::Parsed(value.into_inner()), span }
    }

    fn read(node: Node) -> Self {
        Self { source: Source::Read(node), span: NO_PLACE }
    }

    fn held(value: Held<'de>) -> Self {
        match value {
            Held::Parsed(value) => Self::parsed(value),
            Held::Read(_, node) => Self::read(node),
        }
    }

    fn shape(self) -> Result<Shape<'de>, Faulty> {
        Ok(match self.source {
            Source::Parsed(value) => match value {
                DeValue::String(text) => Shape::Text(text),
                DeValue::Integer(number) => {
                    let read = i64::from_str_radix(number.as_str(), number.radix());
                    Shape::Integer(read.map_err(|_| Faulty::custom("integer number overflowed"))?)
                }
                DeValue::Float(number) => {
                    let read = number.as_str().parse::<f64>().ok();
                    Shape::Float(read.ok_or_else(|| Faulty::custom("not a floating-point number"))?)
                }
                DeValue::Boolean(is) => Shape::Boolean(is),
                DeValue::Datetime(_) => return Err(Faulty::custom("no value here is a date or a time")),
                DeValue::Array(items) => Shape::Array(ItemsOf::Parsed(items.into_iter())),
                DeValue::Table(entries) => Shape::Table(EntriesOf::Parsed(entries.into_iter())),
            },
            Source::Read(node) => match node.value() {
                Some(Value::String(text)) => Shape::Text(Cow::Borrowed(text)),
                Some(Value::Integer(number)) => Shape::Integer(number.into()),
                Some(Value::Float(number)) => Shape::Float(number),
                Some(Value::Boolean(is)) => Shape::Boolean(is),
                Some(Value::Bytes(bytes)) => Shape::Bytes(bytes),
                Some(Value::Array(items)) => Shape::Array(ItemsOf::Read(items)),
                Some(Value::Table(entries)) => Shape::Table(EntriesOf::Read(entries)),
                None => return Err(Faulty::custom("the tree of the built-in files is broken")),
            },
            Source::Held(entries) => Shape::Table(EntriesOf::Held(entries.into_iter())),
            Source::Text(text) => Shape::Text(text),
            Source::Fields(_) => return Err(Faulty::custom("only the field names were asked for")),
        })
    }

    /// What `decode` makes of it; an error without a place gets this one's.
    fn placed<T>(self, decode: impl FnOnce(Self) -> Result<T, Faulty>) -> Result<T, Faulty> {
        let span = Some(self.span.clone()).filter(|span| *span != NO_PLACE);
        decode(self).map_err(|error| Faulty { span: error.span.or(span), ..error })
    }
}

impl<'de> Deserializer<'de> for Decoder<'de> {
    type Error = Faulty;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Faulty> {
        self.placed(|it| match it.shape()? {
            Shape::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Shape::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Shape::Integer(number) => visitor.visit_i64(number),
            Shape::Float(number) => visitor.visit_f64(number),
            Shape::Boolean(is) => visitor.visit_bool(is),
            Shape::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
            Shape::Array(items) => visitor.visit_seq(Sequence(items)),
            Shape::Table(entries) => visitor.visit_map(Map { entries, value: None }),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Faulty> {
        self.placed(|it| visitor.visit_some(it))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Faulty> {
        self.placed(|it| match it.source {
            Source::Read(node) if name == IN_PLACE && node.as_array().is_some() => {
                hand_over(node);
                visitor.visit_unit()
            }
            _ => visitor.visit_newtype_struct(it),
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Faulty> {
        if let Source::Fields(wanted) = self.source {
            wanted.set(fields);
        }
        match is_spanned(name) {
            true => {
                let span = self.span.clone();
                visitor.visit_map(SpannedDeserializer::new(self, span))
            }
            false => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Faulty> {
        self.placed(|it| match it.shape()? {
            Shape::Text(name) => visitor.visit_enum(Variant { name: Decoder::text(name, NO_PLACE), value: None }),
            Shape::Table(mut entries) => match (entries.next(), entries.next()) {
                (Some((name, value)), None) => visitor.visit_enum(Variant { name, value: Some(value) }),
                (None, _) => Err(Faulty::custom("wanted exactly 1 element, found 0 elements")),
                (Some(_), Some(_)) => Err(Faulty::custom("wanted exactly 1 element, more than 1 element")),
            },
            _ => Err(Faulty::custom("wanted string or table")),
        })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Faulty> for Decoder<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct Sequence<'de>(ItemsOf<'de>);

impl<'de> SeqAccess<'de> for Sequence<'de> {
    type Error = Faulty;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Faulty> {
        let next = match &mut self.0 {
            ItemsOf::Parsed(items) => items.next().map(Decoder::parsed),
            ItemsOf::Read(items) => items.next().map(Decoder::read),
        };
        next.map(|item| item.placed(|item| seed.deserialize(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        match &self.0 {
            ItemsOf::Parsed(items) => Some(items.len()),
            ItemsOf::Read(items) => items.size_hint().1,
        }
    }
}

impl<'de> EntriesOf<'de> {
    /// The next key and its value.
    fn next(&mut self) -> Option<(Decoder<'de>, Decoder<'de>)> {
        match self {
            Self::Parsed(entries) => entries.next().map(|(key, value)| {
                let span = key.span();
                (Decoder::text(key.into_inner(), span), Decoder::parsed(value))
            }),
            Self::Read(entries) => entries.next_nodes().map(|(key, value)| (Decoder::read(key), Decoder::read(value))),
            Self::Held(entries) => entries
                .next()
                .map(|Entry { key, key_span, value }| (Decoder::text(key, key_span), Decoder::held(value))),
        }
    }
}

struct Map<'de> {
    entries: EntriesOf<'de>,
    value: Option<Decoder<'de>>,
}

impl<'de> MapAccess<'de> for Map<'de> {
    type Error = Faulty;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Faulty> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        key.placed(|key| seed.deserialize(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Faulty> {
        let value = self.value.take().ok_or_else(|| Faulty::custom("a value was asked for before its key"))?;
        value.placed(|value| seed.deserialize(value))
    }
}

/// The name of a variant, and what it holds.
struct Variant<'de> {
    name: Decoder<'de>,
    value: Option<Decoder<'de>>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Faulty;
    type Variant = Content<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<'de>), Faulty> {
        Ok((self.name.placed(|name| seed.deserialize(name))?, Content(self.value)))
    }
}

struct Content<'de>(Option<Decoder<'de>>);

impl<'de> Content<'de> {
    fn wanted(self, expected: &dyn Expected) -> Result<Decoder<'de>, Faulty> {
        self.0.ok_or_else(|| Faulty::invalid_type(Unexpected::UnitVariant, expected))
    }
}

impl<'de> VariantAccess<'de> for Content<'de> {
    type Error = Faulty;

    fn unit_variant(self) -> Result<(), Faulty> {
        match self.0 {
            None => Ok(()),
            Some(value) => value.placed(|_| Err(Faulty::invalid_type(Unexpected::NewtypeVariant, &"unit variant"))),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Faulty> {
        seed.deserialize(self.wanted(&"newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Faulty> {
        self.wanted(&"tuple variant")?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Faulty> {
        self.wanted(&"struct variant")?.deserialize_any(visitor)
    }
}
