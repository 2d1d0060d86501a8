//! A task with two servers, one in a library, which no linker may link.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/bench.rs"]
mod bench;

#[cfg_attr(target_os = "none", unsafe(export_name = "main"))]
fn main() -> ! {
    use bench::idl;
    let buffer = &mut [0; idl::INCOMING_SIZE];
    idol_runtime::dispatch(buffer, &mut bench::Bench);
    debug::serve_relic()
}
