//! All the rest of the workspace has this edition, so these places are compiled
//! in it only where all tests run.

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
