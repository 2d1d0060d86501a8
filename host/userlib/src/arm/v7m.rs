//! The ends of a stub on ARMv7-M and ARMv8-M.

/// Keeps what the C convention wants kept.
macro_rules! enter {
    () => {
        "push {{r4-r11}}\n mov r11, #{number}"
    };
}

/// Puts that back, and returns.
macro_rules! leave {
    () => {
        "pop {{r4-r11}}\n bx lr"
    };
}

/// Loads r4 to r10 from where r0 points.
macro_rules! load_seven {
    () => {
        "ldm r0, {{r4-r10}}"
    };
}

/// Loads r4 to r8 from where r0 points.
macro_rules! load_five {
    () => {
        "ldm r0, {{r4-r8}}"
    };
}

/// Stores r5 to r9 where the stub's fifth argument points.
macro_rules! store_five {
    () => {
        "ldr r3, [sp, #32]\n stm r3, {{r5-r9}}"
    };
}

/// Stores r4 to r9 where r0 points.
macro_rules! store_six {
    () => {
        "stm r0, {{r4-r9}}"
    };
}

pub(super) use {enter, leave, load_five, load_seven, store_five, store_six};
