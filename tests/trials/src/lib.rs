//! Tests that need something, or take long, and say so where they do not run.
//!
//! The variable `IDOL_TESTS=all` asks for the long ones, `IDOL_REQUIRE=all` for
//! everything: there what is missing is a failure. Everywhere else a test that
//! does not run is ignored, and a line says why and what to do.

pub mod bare_metal;
pub mod corpus;

use std::collections::BTreeMap;
use std::{env, fs, process};

pub use libtest_mimic::{Arguments, Failed, Trial};

/// The variable that asks for long tests.
pub const LONG: &str = "IDOL_TESTS";

/// The variable that lets nothing be ignored.
pub const REQUIRE: &str = "IDOL_REQUIRE";

fn says_all(variable: &str) -> bool {
    env::var(variable).is_ok_and(|value| value == "all")
}

/// Whether a test that cannot run is a failure rather than ignored.
pub fn required() -> bool {
    says_all(REQUIRE)
}

/// Whether long tests run.
pub fn all() -> bool {
    says_all(LONG) || required()
}

/// A test that runs unless something is `missing`, which is what to do about
/// it: then it is ignored, or fails where it is required.
pub fn needing(
    name: impl Into<String>,
    missing: Option<impl Into<String>>,
    test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    match missing.map(Into::into) {
        None => Trial::test(name, test),
        Some(missing) => {
            let failed = Failed::from(missing.clone());
            Trial::test(name, move || Err(failed))
                .with_kind(missing)
                .with_ignored_flag(!required())
        }
    }
}

/// A test that runs where [`all`] do. `does` is what takes it long, `package`
/// that of the test: what is said is how to run it.
pub fn long(
    name: impl Into<String>,
    does: &str,
    package: &str,
    test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let trial = Trial::test(name, test);
    match all() {
        true => trial,
        false => trial
            .with_kind(later(does, package))
            .with_ignored_flag(true),
    }
}

/// A test for each function, which panics if it fails.
pub fn each(
    tests: impl IntoIterator<Item = (&'static str, fn())>,
) -> Vec<Trial> {
    let trial = |(name, test): (&str, fn())| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    };
    tests.into_iter().map(trial).collect()
}

/// Runs the trials of a target of which the feature `long` of its package
/// compiles all that takes the compiler long: without it a line says what it
/// does, and how to run it.
#[macro_export]
macro_rules! run_where_compiled {
    ($trials:expr, $name:literal, $does:literal, $package:literal) => {{
        #[cfg(feature = "long")]
        let trials = $trials;
        #[cfg(not(feature = "long"))]
        let trials =
            ::std::vec![$crate::with_long!($name, $does, $package, || Ok(()))];
        $crate::run(trials)
    }};
}

/// A long test that depends on what no quick one needs: it runs where the feature
/// `long` of its package compiles that, and elsewhere this says how to run it.
#[macro_export]
macro_rules! with_long {
    ($name:expr, $does:expr, $package:literal, $test:expr) => {{
        #[cfg(feature = "long")]
        let trial = $crate::Trial::test($name, $test);
        #[cfg(not(feature = "long"))]
        let trial = {
            let package = concat!($package, " --features long");
            $crate::needing(
                $name,
                ::std::option::Option::Some($crate::later($does, package)),
                || ::std::result::Result::Ok(()),
            )
        };
        trial
    }};
}

/// Says of tests in targets that only the feature `long` of this package
/// compiles how to run them: nothing where that is on.
#[macro_export]
macro_rules! elsewhere {
    ($names:expr, $does:expr, $package:literal) => {{
        #[cfg(feature = "long")]
        let trials: ::std::vec::Vec<$crate::Trial> = ::std::vec![];
        #[cfg(not(feature = "long"))]
        let trials: ::std::vec::Vec<$crate::Trial> = $names
            .map(|name| $crate::with_long!(name, $does, $package, || Ok(())))
            .into();
        trials
    }};
}

/// What is said of tests that run where [`all`] do.
pub fn later(does: &str, package: &str) -> String {
    format!("{does}: {LONG}=all cargo test -p {package}")
}

/// Runs tests as the arguments of the program say, and ends it.
///
/// Where they ask for nothing in particular, what is ignored is said first,
/// a line for each reason, and then how it ended: in one line if all is well.
pub fn run(trials: Vec<Trial>) -> ! {
    let mut arguments = Arguments::from_args();
    let particular = arguments.filter.is_some()
        || arguments.format.is_some()
        || arguments.logfile.is_some()
        || arguments.list
        || arguments.ignored
        || arguments.include_ignored;
    if particular {
        libtest_mimic::run(&arguments, trials).exit();
    }
    for line in ignored(&trials) {
        println!("{line}");
    }
    if trials.iter().all(Trial::has_ignored_flag) {
        process::exit(0);
    }
    arguments.quiet = true;
    let log = env::temp_dir().join(format!("trials-{}.txt", process::id()));
    arguments.logfile = Some(log.display().to_string());
    let conclusion = libtest_mimic::run(&arguments, trials);
    let said = fs::read_to_string(&log).unwrap_or_default();
    let _ = fs::remove_file(&log);
    match said.lines().rfind(|line| !line.is_empty()) {
        Some(last) if !conclusion.has_failed() => println!("{last}"),
        _ => println!("{said}"),
    }
    conclusion.exit()
}

/// A line for each reason why tests are ignored.
fn ignored(trials: &[Trial]) -> Vec<String> {
    let mut reasons = BTreeMap::<_, Vec<_>>::new();
    for trial in trials.iter().filter(|trial| trial.has_ignored_flag()) {
        reasons.entry(trial.kind()).or_default().push(trial.name());
    }
    reasons
        .into_iter()
        .map(|(reason, names)| match &names[..] {
            [names @ .., last] if names.len() > 2 => {
                let others = names.len();
                format!("ignored: {last} and {others} others: {reason}")
            }
            names => format!("ignored: {}: {reason}", names.join(", ")),
        })
        .collect()
}
