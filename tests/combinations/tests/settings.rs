//! Every encoding × kind × retry with each setting.

#[cfg(idol_tests_all)]
combinations::suites!("settings");

fn main() {
    trials::run_where_compiled!(
        combinations::settings::trials(combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Settings,
        }),
        "every_setting_makes_what_it_should_of_all_that_it_is_for",
        "compiles its operations",
        "combinations --test settings --features long"
    )
}
