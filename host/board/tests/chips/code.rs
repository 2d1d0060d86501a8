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
    file(code, &[], &[])
}

/// As [`elf`], and the file says that the task has 64 bytes of statics and is
/// for ARMv7E-M.
pub(crate) fn elf_with_ram(code: &[u16]) -> Vec<u8> {
    with_statics(code, &[0x2000_0800])
}

/// The same with 64 bytes of statics at each of these addresses.
pub(crate) fn with_statics(code: &[u16], addresses: &[u32]) -> Vec<u8> {
    let statics: Vec<_> = addresses
        .iter()
        .map(|at| [1, 0, *at, *at, 0, 64, 6, 4])
        .collect();
    // 'A', length, "aeabi", a length, and of the file: architecture 13.
    let attributes = b"A\x14\0\0\0aeabi\0\x01\x0a\0\0\0\x06\x0d";
    file(code, &statics, attributes)
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A file with this code, more program headers, and build attributes, which are
/// left out if empty.
fn file(code: &[u16], more: &[[u32; 8]], attributes: &[u8]) -> Vec<u8> {
    let len = 2 * code.len() as u32;
    let headers = 1 + more.len() as u32;
    let start = 52 + 32 * headers;
    // Padded, since sections are aligned.
    let names = b"\0.ARM.attributes\0.shstrtab\0\0\0\0";
    let at_attributes = start + len;
    let at_names = at_attributes + attributes.len() as u32;
    let at_sections = at_names + names.len() as u32;
    let has_sections = !attributes.is_empty();
    // Of 32 bits, little endian, version 1.
    let mut file = b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    let sections = if has_sections { at_sections } else { 0 };
    // An executable for ARM; version; entry; program headers at 52; sections;
    // flags.
    file.extend(words(&[
        40 << 16 | 2,
        1,
        CODE | 1,
        52,
        sections,
        0x0500_0000,
    ]));
    // Sizes of this header and of a program header; how many there are; size
    // of a section's header; how many sections there are; which has the names.
    let (count, last) = if has_sections { (3, 2) } else { (0, 0) };
    file.extend(words(&[
        32 << 16 | 52,
        40 << 16 | headers,
        last << 16 | count,
    ]));
    // Loaded from behind the headers, to be read and executed.
    file.extend(words(&[1, start, CODE, CODE, len, len, 5, 4]));
    file.extend(more.iter().flat_map(|header| words(header)));
    file.extend(code.iter().flat_map(|half| half.to_le_bytes()));
    if has_sections {
        file.extend(attributes);
        file.extend(names);
        let section =
            |name, ty, at, len| words(&[name, ty, 0, 0, at, len, 0, 0, 1, 0]);
        file.extend(words(&[0; 10]));
        let len = attributes.len() as u32;
        file.extend(section(1, 0x7000_0003, at_attributes, len));
        file.extend(section(17, 3, at_names, names.len() as u32));
    }
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
