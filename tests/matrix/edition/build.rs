//! These places are compiled only where all tests run, in both editions: other
//! stubs of the workspace stand where users mostly have them, in that of 2024.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=../build.rs");
    println!("cargo::rerun-if-env-changed=IDOL_TESTS");
    println!("cargo::rerun-if-env-changed=IDOL_REQUIRE");
    println!("cargo::rustc-check-cfg=cfg(left_out)");
    let all = ["IDOL_TESTS", "IDOL_REQUIRE"];
    if !all.map(env::var).contains(&Ok("all".to_owned())) {
        println!("cargo::rustc-cfg=left_out");
    }
}
