//! What the file of an image's own kernel says, which does not run here.

use crate::elf::Elf;
use crate::processor::Failure;

/// The static that has the image's id.
const IMAGE_ID: &str = "HUBRIS_IMAGE_ID";

/// The id of the image, eight bytes, little endian; `None` if the kernel has
/// none.
///
/// # Errors
///
/// If the file is no ELF file of a 32-bit ARM, or is damaged.
pub(super) fn image_id(file: &[u8]) -> Result<Option<u64>, Failure> {
    let elf = Elf::read(file)?;
    let bytes = elf.symbol(IMAGE_ID).and_then(|at| {
        elf.segments.iter().find_map(|segment| {
            let offset = at.checked_sub(segment.address)? as usize;
            segment.bytes.get(offset..)?.first_chunk()
        })
    });
    Ok(bytes.map(|bytes| u64::from_le_bytes(*bytes)))
}
