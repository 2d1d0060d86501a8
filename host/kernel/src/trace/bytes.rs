//! Bytes of a message as a trace keeps them.

use std::fmt;
use std::ops::Deref;

/// Bytes that fit beside their length into what a pointer and two numbers
/// take.
const SHORT: usize = 22;

/// Bytes that went over the wire: a `[u8]`. Most messages are short, and these
/// take no memory of their own, which was a fifth of what a call cost.
#[derive(Clone)]
pub struct Bytes(Kept);

#[derive(Clone)]
enum Kept {
    Short { len: u8, bytes: [u8; SHORT] },
    Long(Box<[u8]>),
}

impl Bytes {
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut short = [0; SHORT];
        Self(match short.get_mut(..bytes.len()) {
            Some(place) => {
                place.copy_from_slice(bytes);
                Kept::Short {
                    len: bytes.len() as u8,
                    bytes: short,
                }
            }
            None => Kept::Long(bytes.into()),
        })
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Kept::Short { len, bytes } => &bytes[..usize::from(*len)],
            Kept::Long(bytes) => bytes,
        }
    }
}

impl Default for Bytes {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Bytes {}

impl<T: AsRef<[u8]>> PartialEq<T> for Bytes {
    fn eq(&self, other: &T) -> bool {
        **self == *other.as_ref()
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes)
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(&bytes)
    }
}

impl<const N: usize> From<[u8; N]> for Bytes {
    fn from(bytes: [u8; N]) -> Self {
        Self::new(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, SHORT};

    #[test]
    fn bytes_of_any_length_are_what_they_were() {
        for len in [0, 1, SHORT - 1, SHORT, SHORT + 1, 300] {
            let all: Vec<u8> = (0..len).map(|number| number as u8).collect();
            let kept = Bytes::new(&all);
            assert_eq!(kept, all);
            assert_eq!(kept, Bytes::from(all.clone()));
            assert_eq!(format!("{kept:?}"), format!("{all:?}"));
            assert_ne!(kept, [&all[..], &[0]].concat());
        }
        assert_eq!(size_of::<Bytes>(), 24);
    }
}
