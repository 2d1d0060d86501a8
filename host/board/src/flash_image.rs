//! What a whole image has in flash: `img/final.elf`.

use object::{Object, ObjectSection, ObjectSegment, SectionKind};

use crate::processor::Failure;

/// What is flashed, by address.
pub(crate) struct FlashImage(Vec<(u32, Vec<u8>)>);

impl FlashImage {
    /// Reads an ELF file: its segments or, if it has none, its sections.
    ///
    /// # Errors
    ///
    /// If it is none, or is damaged.
    pub(crate) fn read(file: &[u8]) -> Result<Self, Failure> {
        let elf = object::File::parse(file)?;
        let mut parts = Vec::new();
        for segment in elf.segments() {
            parts.push((segment.address(), segment.data()?));
        }
        if parts.is_empty() {
            let of_flash = |kind| {
                matches!(
                    kind,
                    SectionKind::Text
                        | SectionKind::Data
                        | SectionKind::ReadOnlyData
                )
            };
            for section in elf.sections().filter(|it| of_flash(it.kind())) {
                parts.push((section.address(), section.data()?));
            }
        }
        let parts = parts.into_iter().filter_map(|(address, bytes)| {
            Some((u32::try_from(address).ok()?, bytes.to_owned()))
        });
        Ok(Self(parts.collect()))
    }

    /// So many bytes from an address on, if all are there.
    pub(crate) fn bytes(&self, address: u32, len: usize) -> Option<&[u8]> {
        self.0.iter().find_map(|(start, bytes)| {
            let offset = address.checked_sub(*start)? as usize;
            bytes.get(offset..offset.checked_add(len)?)
        })
    }
}
