//! The file of `idol_runtime::wire` is also written into client stubs, whose
//! crates may not name `idol_runtime`, and may have names of their own for
//! what most modules can rely on: so it must stand alone.
#![deny(warnings, clippy::all)]

mod core {}
mod serde {}
#[expect(dead_code, reason = "the including crate's own")]
struct Error;
#[expect(dead_code, reason = "the including crate's own")]
struct Result;

#[allow(clippy::all, dead_code, unreachable_pub)]
#[path = "../../wire/mod.rs"]
mod coder;

#[test]
fn the_file_alone_encodes_and_decodes() {
    let value = (7u8, Some(true), 0x1234_5678u32);
    let mut buf = [0; 8];
    let message: &[u8] = &[7, 1, 1, 0x78, 0x56, 0x34, 0x12];
    assert_eq!(coder::hubpack::encode(&mut buf, &value), Some(message));
    assert_eq!(coder::hubpack::decode_exact(message), Some(value));
    assert_eq!(coder::ssmarshal::encode(&mut buf, &value), Some(message));
    assert_eq!(coder::ssmarshal::decode_exact(message), Some(value));
}
