//! The ends of a stub on ARMv6-M, where `mov` alone reaches r8 to r11.

/// Keeps what the C convention wants kept.
macro_rules! enter {
    () => {
        "push {{r4-r7, lr}}
         mov r4, r8
         mov r5, r9
         mov r6, r10
         mov r7, r11
         push {{r4-r7}}
         movs r4, #{number}
         mov r11, r4"
    };
}

/// Puts that back, and returns.
macro_rules! leave {
    () => {
        "pop {{r4-r7}}
         mov r8, r4
         mov r9, r5
         mov r10, r6
         mov r11, r7
         pop {{r4-r7, pc}}"
    };
}

/// Loads r4 to r10 from where r0 points.
macro_rules! load_seven {
    () => {
        "ldm r0!, {{r4-r7}}
         ldm r0, {{r0-r2}}
         mov r8, r0
         mov r9, r1
         mov r10, r2"
    };
}

/// Loads r4 to r8 from where r0 points.
macro_rules! load_five {
    () => {
        "ldm r0!, {{r4-r7}}
         ldr r0, [r0]
         mov r8, r0"
    };
}

/// Stores r5 to r9 where the stub's fifth argument points.
macro_rules! store_five {
    () => {
        "ldr r3, [sp, #36]
         stm r3!, {{r5-r7}}
         mov r5, r8
         mov r6, r9
         stm r3!, {{r5-r6}}"
    };
}

/// Stores r4 to r9 where r0 points.
macro_rules! store_six {
    () => {
        "stm r0!, {{r4-r7}}
         mov r4, r8
         mov r5, r9
         stm r0!, {{r4-r5}}"
    };
}

pub(super) use {enter, leave, load_five, load_seven, store_five, store_six};
