//! What the kernel asks of the profile that a program is built with.

/// # Panics
///
/// If panics abort.
pub(super) fn check(they_abort: bool) {
    assert!(
        !they_abort,
        "the kernel cannot run in a program built with `panic = \"abort\"`: \
         a task that panics or is killed unwinds its stack, and here that \
         would end the whole process. Remove the setting from the profile \
         that this is built with."
    );
}

#[cfg(test)]
mod tests {
    #[test]
    #[should_panic(expected = "`panic = \"abort\"`")]
    fn a_program_whose_panics_abort_is_refused_with_a_reason() {
        super::check(true);
    }
}
