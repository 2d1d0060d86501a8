//! Where a task begins: statics get their values, then `main` is called.
//!
//! The linker script says where they are: from `__sdata` to `__edata` is what
//! has values, which are in flash from `__sidata` on; from `__sbss` to `__ebss`
//! is what is zero. All five are multiples of 4. A script whose entry is `main`
//! needs none of them: then this is not linked.

use core::arch::naked_asm;

/// The entry of a task, which the kernel jumps to at each start.
///
/// # Safety
///
/// Only the kernel may call it, with a fresh stack.
#[unsafe(naked)]
#[unsafe(no_mangle)]
#[unsafe(link_section = ".text.start")]
pub(super) unsafe extern "C" fn _start() -> ! {
    naked_asm!(
        "ldr r0, =__sdata
         ldr r1, =__edata
         ldr r2, =__sidata
         b 2f
      1: ldm r2!, {{r3}}
         stm r0!, {{r3}}
      2: cmp r0, r1
         bne 1b
         ldr r0, =__sbss
         ldr r1, =__ebss
         movs r3, #0
         b 4f
      3: stm r0!, {{r3}}
      4: cmp r0, r1
         bne 3b
         bl main
         udf #0xad",
    )
}
