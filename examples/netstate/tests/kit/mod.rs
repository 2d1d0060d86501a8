//! What the tests in network namespaces share.
#![allow(dead_code, reason = "each test uses a part")]

use std::process::{Command, ExitCode, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use libtest_mimic::{Arguments, Trial};
use serde_json::Value;

/// Runs tests that need the right to make network namespaces.
pub fn run(tests: Vec<(&'static str, fn())>) -> ExitCode {
    run_unless(missing(), tests)
}

/// The same where they take long, too.
pub fn run_long(tests: Vec<(&'static str, fn())>) -> ExitCode {
    let short = (!long()).then_some("it takes long: IDOL_TESTS=all");
    run_unless(short.or_else(missing), tests)
}

fn run_unless(
    missing: Option<&'static str>,
    tests: Vec<(&'static str, fn())>,
) -> ExitCode {
    let required = std::env::var("IDOL_REQUIRE").is_ok_and(|v| v == "all");
    if let Some(why) = missing
        && !required
    {
        eprintln!("ignored: {why}");
    }
    let trials = tests.into_iter().map(|(name, test)| {
        let trial = Trial::test(name, move || match missing {
            Some(why) => Err(why.into()),
            None => {
                test();
                Ok(())
            }
        });
        trial.with_ignored_flag(missing.is_some() && !required)
    });
    let trials = trials.collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// What is missing here, if anything.
fn missing() -> Option<&'static str> {
    let name = format!("netstate-{}-try", std::process::id());
    let made = try_run("ip", &["netns", "add", &name], "");
    if made.is_err() {
        return Some("no right to make network namespaces, or no `ip`");
    }
    let _ = try_run("ip", &["netns", "del", &name], "");
    None
}

/// Whether the long tests run.
pub fn long() -> bool {
    let all = |name| std::env::var(name).is_ok_and(|v| v == "all");
    all("IDOL_TESTS") || all("IDOL_REQUIRE")
}

fn try_run(
    program: &str,
    arguments: &[&str],
    input: &str,
) -> Result<String, String> {
    use std::io::Write;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(input.as_bytes())
        .map_err(|it| it.to_string())?;
    drop(stdin);
    let output = child.wait_with_output().map_err(|it| it.to_string())?;
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr)),
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A network namespace; gone when dropped.
pub struct Space(pub String);

impl Space {
    #[track_caller]
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("netstate-{}-{name}{count}", std::process::id());
        try_run("ip", &["netns", "add", &name], "").unwrap();
        let space = Self(name);
        space.ip("link set lo up");
        space
    }

    /// `ip`, in here.
    #[track_caller]
    pub fn ip(&self, what: &str) -> String {
        self.try_ip(what)
            .unwrap_or_else(|error| panic!("{what}: {error}"))
    }

    pub fn try_ip(&self, what: &str) -> Result<String, String> {
        let mut arguments = vec!["-n", &self.0];
        arguments.extend(what.split(' '));
        try_run("ip", &arguments, "")
    }

    /// `ip -batch`, in here.
    #[track_caller]
    pub fn batch(&self, lines: &str) {
        try_run("ip", &["-n", &self.0, "-batch", "-"], lines).unwrap();
    }

    /// What `ip -json` says.
    #[track_caller]
    pub fn ip_json(&self, what: &str) -> Value {
        let said = self.ip(&format!("-json {what}"));
        serde_json::from_str(&said).unwrap()
    }

    /// What the command says in here.
    pub fn netstate(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_netstate"))
            .args(["--netns", &self.0])
            .args(arguments)
            .env_remove("NO_COLOR")
            .output()
            .unwrap()
    }

    /// And as JSON.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.netstate(&[arguments, &["--json"]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        let _ = try_run("ip", &["netns", "del", &self.0], "");
    }
}
