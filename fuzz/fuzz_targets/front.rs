//! The property of the front end under libFuzzer.

#![no_main]

#[path = "../property.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for stub in property::front_end(bytes) {
        property::parses(&stub);
    }
});
