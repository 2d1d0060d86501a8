//! Stands for the kernel of an image: its file has the image's id, and nobody
//! runs it.

#![cfg_attr(target_os = "none", no_std, no_main)]

use core::hint::black_box;

/// What tells this image from others.
#[unsafe(no_mangle)]
static HUBRIS_IMAGE_ID: u64 = 0x0123_4567_89AB_CDEF;

images::task!({
    let id = black_box(&HUBRIS_IMAGE_ID);
    userlib::sys_panic(&id.to_le_bytes())
});
