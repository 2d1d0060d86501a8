//! Every real file was compiled, its client and its servers, as it is now.

#[cfg(feature = "long")]
mod files;

fn main() {
    trials::run_where_compiled!(
        files::trials(),
        "all_uses_of_types_and_all_real_files_compile",
        "compiles all stubs of them",
        "stand-ins"
    )
}
