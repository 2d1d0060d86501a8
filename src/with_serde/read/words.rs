//! Words that may be written in more than one way.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, SeqAccess, Visitor, value};

/// A key, or the name of a variant.
pub(super) struct Word(pub(super) String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Words;

        impl Visitor<'_> for Words {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E>(self, word: &str) -> Result<Word, E> {
                Ok(Word(word.to_owned()))
            }

            fn visit_bytes<E>(self, word: &[u8]) -> Result<Word, E> {
                Ok(Word(String::from_utf8_lossy(word).into_owned()))
            }
        }

        from.deserialize_identifier(Words)
    }
}

/// Text, with or without `Some` around it, or nothing.
pub(super) struct Text(Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Texts;

        impl<'de> Visitor<'de> for Texts {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(Some(text.to_owned())))
            }

            fn visit_none<E>(self) -> Result<Text, E> {
                Ok(Text(None))
            }

            fn visit_unit<E>(self) -> Result<Text, E> {
                Ok(Text(None))
            }

            fn visit_some<D: Deserializer<'de>>(
                self,
                from: D,
            ) -> Result<Text, D::Error> {
                String::deserialize(from).map(|text| Text(Some(text)))
            }
        }

        from.deserialize_any(Texts)
    }
}

impl From<Text> for Option<String> {
    fn from(Text(text): Text) -> Self {
        text
    }
}

/// A name, or a list of names.
pub(super) struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a list of names")
            }

            fn visit_str<E>(self, name: &str) -> Result<Names, E> {
                Ok(Names(vec![name.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                names: A,
            ) -> Result<Names, A::Error> {
                let names = value::SeqAccessDeserializer::new(names);
                Vec::deserialize(names).map(Names)
            }
        }

        from.deserialize_any(Either)
    }
}

impl From<Names> for Vec<String> {
    fn from(Names(names): Names) -> Self {
        names
    }
}
