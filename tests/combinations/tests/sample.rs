//! A sample of the combinations, in which every two choices meet; what is
//! refused; and that the sample is one.

use std::collections::BTreeSet;

use combinations::choice;
use combinations::combination::Combination;
use combinations::part::{Extent, Part};
use combinations::{every_combination, refusals};
use trials::Trial;

combinations::suites!("sample");

fn main() {
    let part = Part {
        suites: SUITES,
        extent: Extent::Sample,
    };
    let mut trials = every_combination::trials(part);
    trials.extend(refusals::trials(part));
    trials.push(Trial::test("any_two_choices_meet_in_the_sample", || {
        any_two_choices_meet_in_the_sample();
        Ok(())
    }));
    trials.extend(trials::elsewhere!(
        [
            "every_simple_operation_runs",
            "every_clike_operation_runs",
            "every_complex_operation_runs",
            "every_death_operation_runs",
            "every_setting_makes_what_it_should_of_all_that_it_is_for",
        ],
        "compiles all operations",
        "combinations"
    ));
    trials::run(trials);
}

fn any_two_choices_meet_in_the_sample() {
    let of = |combinations: &BTreeSet<Combination>| -> BTreeSet<_> {
        let pairs =
            |c: &Combination| choice::pairs(&choice::choices(c)).into_iter();
        combinations.iter().flat_map(pairs).collect()
    };
    let all = choice::all(Setting::Defaults);
    let sample = choice::sample();
    assert!(sample.len() * 8 < all.len(), "it has {}", sample.len());
    assert_eq!(of(&sample), of(&all));
}
