//! Small tasks, written by hand in machine code that all processors have.

use std::ops::Range;

use board::processor::Core;
use board::{Flashed, FromElf, Setup};
use kernel::System;

/// Where the code begins.
pub(crate) const CODE: u32 = 0x0001_0000;
/// The RAM; its first 256 bytes are the stack.
pub(crate) const RAM: Range<u32> = 0x2000_0000..0x2000_0400;
/// Bytes of the stack.
pub(crate) const STACK: u32 = 256;

pub(crate) const CORES: [Core; 3] = [Core::M0, Core::M4, Core::M33];

/// An ELF file of these instructions, which are loaded and begun with.
pub(crate) fn elf(code: &[u16]) -> Vec<u8> {
    let len = 2 * code.len() as u32;
    let words = |words: &[u32]| -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    };
    // Of 32 bits, little endian, version 1.
    let mut file = b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    // An executable for ARM; version; entry; program headers at 52; no
    // sections; flags.
    file.extend(words(&[40 << 16 | 2, 1, CODE | 1, 52, 0, 0x0500_0000]));
    // Sizes of this header and of a program header, of which there is one.
    file.extend(words(&[32 << 16 | 52, 1, 0]));
    // Loaded from 84, to be read and executed.
    file.extend(words(&[1, 84, CODE, CODE, len, len, 5, 4]));
    file.extend(code.iter().flat_map(|half| half.to_le_bytes()));
    file
}

/// What such a task is set up with.
pub(crate) fn setup(core: Core) -> Setup {
    Setup::new().core(core).ram(RAM).stack(STACK)
}

/// Adds the task of these instructions.
pub(crate) fn add(system: &mut System, code: &[u16], setup: Setup) -> Flashed {
    system
        .task_from_elf("task", 1, &elf(code), setup)
        .unwrap_or_else(|error| panic!("{error}"))
}
