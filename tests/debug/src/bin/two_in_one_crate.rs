//! A task with two servers in its own crate, which no linker may link.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/bench.rs"]
mod bench;
#[path = "../servers/store.rs"]
mod store;

#[cfg_attr(target_os = "none", unsafe(export_name = "main"))]
fn main() -> ! {
    let buffer = &mut [0; bench::idl::INCOMING_SIZE];
    idol_runtime::dispatch(buffer, &mut bench::Bench);
    use store::idl;
    idol_runtime::serve!(idl, store::Store::default())
}
