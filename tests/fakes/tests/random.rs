//! Random interfaces, where all tests run: the build script writes their stubs.

#[cfg(feature = "long")]
#[path = "random/interfaces.rs"]
mod interfaces;

fn main() {
    trials::run_where_compiled!(
        interfaces::trials(),
        "random_interfaces_carry_random_values_in_all_languages",
        "compiles stubs of random interfaces",
        "fakes --test random"
    )
}
