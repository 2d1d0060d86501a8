//! Programs written by hand, and what they need.

use super::need::{StackNeed, Why};
use super::program::Program;

/// What is computed of a program: bytes without those of an interrupt, names
/// of those who take them, and what is open.
fn need_of(
    halves: &[u16],
    functions: &[u32],
    data: std::ops::Range<u32>,
) -> (u64, String, Vec<(u64, Why)>) {
    let bytes: Vec<_> =
        halves.iter().flat_map(|half| half.to_le_bytes()).collect();
    let need =
        StackNeed::of(&Program::of_halves(&bytes, functions, data), 50_000);
    let names: Vec<_> = need.deepest.iter().map(|it| &*it.function).collect();
    let open = need.open.iter().map(|it| (it.address, it.why));
    (need.bytes, names.join(" "), open.collect())
}

/// One without data, of which nothing is open.
fn whole(halves: &[u16], functions: &[u32]) -> (u64, String) {
    let end = 2 * halves.len() as u32;
    let (bytes, names, open) = need_of(halves, functions, end..end);
    assert_eq!(open, []);
    (bytes, names)
}

const PUSH_R7_LR: u16 = 0xB580;
const POP_R7_PC: u16 = 0xBD80;
const SUB_SP_16: u16 = 0xB084;
const ADD_SP_16: u16 = 0xB004;
const BX_LR: u16 = 0x4770;
const FOR_EVER: u16 = 0xE7FE;
const SVC: u16 = 0xDF00;
const UDF: u16 = 0xDEFE;

#[test]
fn what_is_called_is_added_up() {
    // The entry calls one with 24 bytes on the stack, which has 40.
    let code = [
        PUSH_R7_LR, SUB_SP_16, 0xF000, 0xF801, FOR_EVER, // bl 10
        PUSH_R7_LR, SUB_SP_16, SUB_SP_16, SVC, ADD_SP_16, ADD_SP_16, POP_R7_PC,
    ];
    assert_eq!(whole(&code, &[0, 10]), (64 + 32, "entry one".into()));
}

#[test]
fn a_function_that_another_goes_on_in_has_its_stack_to_itself() {
    // One gives its 24 bytes back, and goes on in two, which has 16.
    let code = [
        0xF000, 0xF801, FOR_EVER, // bl 6
        PUSH_R7_LR, SUB_SP_16, ADD_SP_16, 0xE8BD,
        0x4080, // pop.w {r7, lr}
        0xE7FF, // b 18
        SUB_SP_16, ADD_SP_16, BX_LR,
    ];
    assert_eq!(whole(&code, &[0, 6, 18]), (24 + 32, "entry one".into()));
}

#[test]
fn what_is_behind_a_call_that_never_comes_back_is_not_executed() {
    let code = [
        0xF000, 0xF803, // bl 10
        SUB_SP_16, SUB_SP_16, FOR_EVER, // never
        SUB_SP_16, UDF,
    ];
    assert_eq!(whole(&code, &[0, 10]), (16 + 32, "entry one".into()));
}

#[test]
fn a_pointer_that_is_a_constant_is_followed_and_others_are_told() {
    // ldr r3, [pc, #4]; blx r3; blx r0; b .; one
    let code = [
        PUSH_R7_LR, 0x4B01, 0x4798, FOR_EVER, 13, 0, SUB_SP_16, ADD_SP_16,
        BX_LR,
    ];
    let found = need_of(&code, &[0, 12], 8..12);
    assert_eq!(found, (24 + 32, "entry one".into(), vec![]));
    let code = [PUSH_R7_LR, 0x4780, FOR_EVER];
    let found = need_of(&code, &[0], 6..6);
    assert_eq!(found, (8 + 32, "entry".into(), vec![(2, Why::Pointer)]));
}

#[test]
fn what_calls_itself_is_told() {
    // entry: bl one; one: push; bl two; two: push; bl one
    let code = [
        0xF000, 0xF801, FOR_EVER, PUSH_R7_LR, 0xF000, 0xF801, POP_R7_PC,
        PUSH_R7_LR, 0xF7FF, 0xFFF9, POP_R7_PC,
    ];
    let found = need_of(&code, &[0, 6, 14], 22..22);
    let open = vec![(6, Why::Recursion)];
    assert_eq!(found, (16 + 32, "entry one two".into(), open));
}

#[test]
fn all_places_of_a_table_are_followed() {
    // tbb [pc, r0]; a table of 2 bytes; sub sp, #16; b .; b .
    let code = [0xE8DF, 0xF000, 0x0301, SUB_SP_16, FOR_EVER, FOR_EVER];
    let found = need_of(&code, &[0], 4..6);
    assert_eq!(found, (16 + 32, "entry".into(), vec![]));
}

#[test]
fn a_stack_that_is_aligned_to_more_takes_what_that_may_take() {
    // push {r7, lr}; mov r4, sp; bfc r4, #0, #5; mov sp, r4; b .
    let code = [PUSH_R7_LR, 0x466C, 0xF36F, 0x0404, 0x46A5, FOR_EVER];
    assert_eq!(whole(&code, &[0]), (8 + 24 + 32, "entry".into()));
    // The same with shifts: lsrs r4, r4, #5; lsls r4, r4, #5
    let code = [PUSH_R7_LR, 0x466C, 0x0964, 0x0164, 0x46A5, FOR_EVER];
    assert_eq!(whole(&code, &[0]), (8 + 24 + 32, "entry".into()));
}

#[test]
fn a_number_of_bytes_that_is_not_in_the_code_is_told() {
    // add sp, r0
    let code = [PUSH_R7_LR, 0x4485, FOR_EVER];
    let found = need_of(&code, &[0], 6..6);
    assert_eq!(found, (8 + 32, "entry".into(), vec![(2, Why::Unknown)]));
    // One that takes more each time around.
    let code = [SUB_SP_16, 0xE7FD];
    let (_, _, open) = need_of(&code, &[0], 4..4);
    assert_eq!(open, [(0, Why::Unknown)]);
}

#[test]
fn what_is_skipped_is_not_taken_back() {
    // push {r7, lr}; it eq; popeq {r7, pc}; sub sp, #16; b .
    let code = [PUSH_R7_LR, 0xBF08, POP_R7_PC, SUB_SP_16, FOR_EVER];
    assert_eq!(whole(&code, &[0]), (24 + 32, "entry".into()));
}

#[test]
fn who_has_used_floats_is_interrupted_with_them() {
    // vpush {d8, d9}; b .
    let code = [0xED2D, 0x8B04, FOR_EVER];
    assert_eq!(whole(&code, &[0]), (16 + 104, "entry".into()));
}

#[test]
fn no_code_panics_or_takes_for_ever() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for size in [2_usize, 64, 5_000] {
        for _ in 0..10_000 / size {
            let halves: Vec<u16> = (0..size)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    state as u16
                })
                .collect();
            let middle = size as u32;
            let (bytes, _, _) =
                need_of(&halves, &[0, middle & !1], middle..middle);
            assert!(bytes >= 32);
        }
    }
    // Each second one reserves, and each other may jump back over hundreds.
    let halves: Vec<u16> = (0..5_000)
        .map(|at| if at % 2 == 0 { 0xD080 } else { SUB_SP_16 })
        .collect();
    let (_, _, open) = need_of(&halves, &[0], 0..0);
    assert_ne!(open, []);
    // A table behind which all is reached by nothing else.
    let mut halves = vec![0xE8DF, 0xF000];
    halves.extend([FOR_EVER; 10_000]);
    let end = 2 * halves.len() as u32;
    assert_eq!(need_of(&halves, &[0], end..end).2, []);
    // The same, and more than is looked at.
    halves.extend([FOR_EVER; 100_000]);
    let end = 2 * halves.len() as u32;
    assert_eq!(need_of(&halves, &[0], end..end).2, [(0, Why::Unknown)]);
}
