//! Tasks in machine code, written by hand: what they may do, what they may
//! not, and what is seen of them.

mod builds;
mod code;
mod faults;
mod images;
mod seen;
mod tasks;

use trials::Trial;

fn main() {
    let missing = board::unicorn::available().err().map(|e| e.to_string());
    let tests: &[(&str, fn())] = &[
        ("each_fault_is_told", faults::each_fault_is_told),
        (
            "a_register_that_no_device_has_is_a_fault",
            faults::a_register_that_no_device_has_is_a_fault,
        ),
        (
            "devices_are_played_by_closures",
            tasks::devices_are_played_by_closures,
        ),
        (
            "a_device_that_panics_is_a_panic_of_the_test",
            tasks::a_device_that_panics_is_a_panic_of_the_test,
        ),
        (
            "what_is_lent_is_used_where_it_is",
            tasks::what_is_lent_is_used_where_it_is,
        ),
        (
            "who_lends_what_is_not_its_own_faults_when_it_is_used",
            tasks::who_lends_what_is_not_its_own_faults_when_it_is_used,
        ),
        (
            "a_restart_begins_with_fresh_registers_and_a_fresh_stack",
            tasks::a_restart_begins_with_fresh_registers_and_a_fresh_stack,
        ),
        (
            "a_setup_that_cannot_be_is_refused",
            tasks::a_setup_that_cannot_be_is_refused,
        ),
        (
            "a_restart_forgets_a_conditional_block",
            tasks::a_restart_forgets_a_conditional_block,
        ),
        (
            "the_frame_of_a_system_call_is_stack",
            seen::the_frame_of_a_system_call_is_stack,
        ),
        ("floating_point_calculates", seen::floating_point_calculates),
        (
            "a_panic_whose_message_is_nowhere_is_a_panic",
            seen::a_panic_whose_message_is_nowhere_is_a_panic,
        ),
        ("a_task_can_be_dumped", seen::a_task_can_be_dumped),
        ("memory_can_be_shared", tasks::memory_can_be_shared),
        ("damaged_files_do_no_harm", tasks::damaged_files_do_no_harm),
        ("an_image_is_a_system", images::an_image_is_a_system),
        (
            "an_image_that_cannot_be_is_refused",
            images::an_image_that_cannot_be_is_refused,
        ),
        (
            "what_is_ignored_is_one_warning",
            images::what_is_ignored_is_one_warning,
        ),
        (
            "a_peripheral_that_nobody_plays_is_named",
            images::a_peripheral_that_nobody_plays_is_named,
        ),
        (
            "a_description_builds_upon_another",
            builds::a_description_builds_upon_another,
        ),
        (
            "a_description_that_builds_upon_nothing_is_refused",
            builds::a_description_that_builds_upon_nothing_is_refused,
        ),
        (
            "a_task_has_its_part_of_each_memory",
            builds::a_task_has_its_part_of_each_memory,
        ),
    ];
    let trials = tests.iter().map(|(name, test)| -> Trial {
        trials::needing(*name, missing.clone(), || {
            test();
            Ok(())
        })
    });
    trials::run(trials.collect());
}
