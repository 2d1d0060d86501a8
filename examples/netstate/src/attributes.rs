//! A message's attributes, one by one, without a list of them.

use netlink_packet_core::{DecodeError, NlaBuffer, NlasIterator, Parseable};

/// An attribute.
#[derive(Copy, Clone)]
pub(crate) struct Attribute<'a>(NlaBuffer<&'a [u8]>);

impl<'a> Attribute<'a> {
    /// Its number.
    pub(crate) fn kind(self) -> u16 {
        self.0.kind()
    }

    /// Its bytes.
    pub(crate) fn value(self) -> &'a [u8] {
        let length = usize::from(self.0.length());
        self.0.into_inner().get(4..length).unwrap_or(&[])
    }

    /// What it says, with a library's words.
    pub(crate) fn parse<T: Parseable<NlaBuffer<&'a [u8]>>>(
        self,
    ) -> Result<T, DecodeError> {
        T::parse(&self.0)
    }
}

/// Those behind a header of so many bytes; 0 for those inside of another.
pub(crate) fn behind(
    header: usize,
    bytes: &[u8],
) -> impl Iterator<Item = Result<Attribute<'_>, DecodeError>> {
    let bytes = bytes.get(header..).unwrap_or(&[]);
    NlasIterator::new(bytes).map(|attribute| attribute.map(Attribute))
}
