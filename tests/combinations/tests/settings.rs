//! Every encoding × kind × retry with each setting.

#[cfg(idol_tests_all)]
combinations::suites!("settings");

fn main() {
    #[cfg(idol_tests_all)]
    let trials = combinations::settings::trials(combinations::part::Part {
        suites: SUITES,
        extent: combinations::part::Extent::Settings,
    });
    #[cfg(not(idol_tests_all))]
    let trials = vec![trials::long(
        "every_setting_makes_what_it_should_of_all_that_it_is_for",
        "compiles its operations",
        "combinations --test settings",
        || Err("built without IDOL_TESTS=all".into()),
    )];
    trials::run(trials);
}
