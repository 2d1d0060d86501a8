//! Failures as files, which come back.

use crate::child::{child, is_child, stderr};
use crate::servers::lost_update;
use kernel::{Restart, System, Trial};
use std::fs;
use std::path::{Path, PathBuf};
use userlib::{sys_recv_open, sys_reply, sys_send};

/// A package of its own, in a folder that goes.
struct Package(PathBuf);

impl Package {
    fn new(name: &str) -> Self {
        let name = format!("kernel-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join("tests/failures")).unwrap();
        Self(folder)
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.0.join("tests/failures")).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    fn add(&self, name: &str, text: &str) {
        fs::write(self.0.join("tests/failures").join(name), text).unwrap();
    }

    /// Runs a test of this package, which is to fail, and gives what it says.
    fn fails(&self, test: &str, variables: &[(&str, &str)]) -> String {
        let output = child(test, &self.0)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let text = stderr(&output);
        assert!(!output.status.success(), "{text}");
        text
    }

    fn passes(&self, test: &str) {
        let output = child(test, &self.0).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

const KEEP: (&str, &str) = ("KERNEL_FAILURES", "keep");

/// A failure that is kept comes back, and is not looked for again.
#[track_caller]
fn comes_back(test: &str, lines: &[&str]) {
    let package = Package::new(test.rsplit("::").next().unwrap());
    let told = package.fails(test, &[]);
    assert_eq!(package.files(), [] as [PathBuf; 0], "{told}");
    let said = package.fails(test, &[KEEP]);
    let [file] = &package.files()[..] else {
        panic!("not one file: {said}");
    };
    let text = fs::read_to_string(file).unwrap();
    for line in ["kernel failure, format 1"].iter().chain(lines) {
        assert!(text.lines().any(|it| it == *line), "{line} in\n{text}");
        assert!(told.lines().any(|it| it == *line), "{line} in\n{told}");
    }
    let again = package.fails(test, &[KEEP]);
    let back = format!("{} is back", file.display());
    assert!(again.contains(&back), "{again}");
    assert_eq!(package.files().len(), 1, "it is found once");
}

#[test]
fn a_schedule_comes_back() {
    if is_child() {
        let _ = Trial::new(lost_update).named("lost").explore(1);
        return;
    }
    comes_back(
        "failures::a_schedule_comes_back",
        &[
            "test: lost",
            "found: schedule 3 of those with up to 1 preemptions",
            "order: chosen",
            "run: two",
        ],
    );
}

#[test]
fn a_seed_comes_back() {
    if is_child() {
        Trial::new(lost_update).seeds(0..100);
        return;
    }
    comes_back(
        "failures::a_seed_comes_back",
        &["test: tried::servers::lost_update", "order: seed 3"],
    );
}

/// A client that cannot bear that its server dies with its second request.
fn fragile(system: &mut System) {
    let server = system.task("server", 1, || {
        loop {
            let message = sys_recv_open(&mut [], 0);
            sys_reply(message.sender, 0, &[]);
        }
    });
    let client = system.task("client", 2, move || {
        let (first, _) = sys_send(server, 1, &[], &mut [], &[]);
        let (second, _) = sys_send(server, 1, &[], &mut [], &[]);
        assert!(first != 0 || second == 0, "death between two requests");
    });
    system.expect_fault(client);
    let _ = system.run();
    assert_eq!(system.fault(client), None);
}

/// A task gives up, which the test leaves to the report to explain.
fn given_up(system: &mut System) {
    system.task("strict", 1, || userlib::sys_panic(b"enough"));
    system.run().expect_success();
}

#[test]
fn what_is_kept_says_why_a_task_faulted() {
    if is_child() {
        Trial::new(given_up).seeds(0..1);
        return;
    }
    comes_back(
        "failures::what_is_kept_says_why_a_task_faulted",
        &["why: faulted and not restarted: strict: panicked: enough"],
    );
}

#[test]
fn a_death_comes_back() {
    if is_child() {
        Trial::new(fragile).deaths("server", Restart::AtOnce);
        return;
    }
    comes_back(
        "failures::a_death_comes_back",
        &[
            "found: death before system call 3",
            "order: priority",
            "before: call 3 of server, kill server, restart at once",
        ],
    );
}

#[test]
fn a_file_written_by_hand_may_have_scripts_of_all_kinds() {
    if is_child() {
        let trial = Trial::new(|system: &mut System| {
            system.task("idler", 1, || {
                userlib::sys_recv_notification(1);
                userlib::sys_recv_notification(2);
                userlib::sys_irq_control(4, true);
                userlib::sys_recv_notification(4);
            });
            let idler = userlib::TaskId(0);
            system.interrupts(idler, 4);
            assert_eq!(system.run(), kernel::End::Finished);
            assert_eq!(system.now(), 20);
            let restarts = system.current_id(idler).generation();
            assert_eq!(u8::from(restarts), 1);
        })
        .named("idler");
        assert_eq!(trial.replay(), 1);
        return;
    }
    let package = Package::new("scripts");
    package.add(
        "idler.txt",
        "# A line for people, and one that is empty.\n\n\
         kernel failure, format 1\n\
         test: idler\norder: seed 7\n\
         at: 5, post 0x1 to idler\n\
         before: recv 2 of idler, kill idler, restart after 3\n\
         at: 10, post 0x3 to idler\n\
         after: other 1 of idler, post 0x0 to idler\n\
         at: 15, post 0x2 to idler\n\
         at: 20, interrupt 0x4 of idler\n",
    );
    package.passes(
        "failures::a_file_written_by_hand_may_have_scripts_of_all_kinds",
    );
}

#[test]
fn the_failure_of_another_test_is_left_alone() {
    if is_child() {
        assert_eq!(Trial::new(fragile).named("mine").replay(), 0);
        return;
    }
    let package = Package::new("others");
    let text = "kernel failure, format 1\ntest: other\norder: priority\n";
    package.add("other.txt", text);
    package.add("notes.md", "no failure, and not meant to be one");
    package.passes("failures::the_failure_of_another_test_is_left_alone");
}

#[test]
fn a_choice_that_is_no_longer_there_is_passed_over() {
    if is_child() {
        let trial = Trial::new(lost_update).named("lost");
        trial.replay();
        return;
    }
    let package = Package::new("gone");
    let head = "kernel failure, format 1\ntest: lost\norder: chosen\n";
    // The keeper cannot run before somebody sends: it has waited since.
    let lines = "run: keeper\nrun: keeper\nrun: two\n";
    package.add("lost.txt", &format!("{head}{lines}"));
    let test = "failures::a_choice_that_is_no_longer_there_is_passed_over";
    package.fails(test, &[]);
    package.add("lost.txt", &format!("{head}run: nobody\n"));
    let said = package.fails(test, &[]);
    assert!(said.contains("no task is called `nobody`"), "{said}");
}

/// What is said of a file with this after its first line.
fn malformed(package: &Package, rest: &str) -> String {
    let text = format!("kernel failure, format 1\n{rest}");
    package.add("wrong.txt", &text);
    let test = "failures::what_is_wrong_with_a_file_is_said_with_its_line";
    let said = package.fails(test, &[]);
    let (_, what) = said.split_once("wrong.txt:").expect(&said);
    what.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_line() {
    if is_child() {
        Trial::new(fragile).replay();
        return;
    }
    let package = Package::new("malformed");
    let files = [
        (
            "test: a\n\nrode: 1\n",
            "4: `rode` is none of test, found, why,",
        ),
        (
            "order: seed\n",
            "2: `seed` is none of `priority`, `seed NUMBER`,",
        ),
        (
            "order: seed x\n",
            "2: `x` is no number, or not one for this",
        ),
        ("run: a\n", "2: `run` without `order: chosen` above"),
        ("order: priority\n", "2: no line `test:`"),
        ("test: a\n", "2: no line `order:`"),
        ("test: a\ntest: b\n", "3: a second line `test`"),
        ("what\n", "2: no `:` after the word that begins the line"),
        ("at: 5\n", "2: no `, ` between when it happens and what"),
        (
            "at: 5, sing\n",
            "2: `sing` is none of `kill TASK, restart HOW`,",
        ),
        ("at: 5, kill a\n", "2: `kill a` is none of `kill TASK,"),
        (
            "at: 5, kill a, restart soon\n",
            "2: `restart soon` is none of",
        ),
        ("at: 5, post 1 to a\n", "2: `1` is not as `0x1`"),
        (
            "before: recv of a, post 0x1 to a\n",
            "2: `recv of a` is not as",
        ),
        (
            "before: recv 0 of a, post 0x1 to a\n",
            "2: system calls are",
        ),
        (
            "before: dive 1 of a, post 0x1 to a\n",
            "2: `dive` is none of call,",
        ),
        ("kill: bishop\n", "2: `bishop` is no `server` or `client N`"),
        ("kill: client 9\n", "2: client 9 of 3, from 0 on"),
        ("wait: long\n", "2: `long` is no number"),
        ("send: operation 1\n", "2: no `client` where it belongs"),
        (
            "send: client 0, operation 1, room 5000, message\n",
            "2: 5000 bytes are more than 4096",
        ),
        (
            "send: client 0, operation 1, room 5, message 0 1ff\n",
            "2: `1ff` is no byte",
        ),
        (
            "send: client 0, operation 1, room 5, lease own 1 fill 0\n",
            "2: `own` is none of read, write, read-write",
        ),
    ];
    // A process for each.
    let each = if trials::all() { 1 } else { 4 };
    for (rest, said) in files.into_iter().step_by(each) {
        let what = malformed(&package, rest);
        assert!(what.starts_with(said), "{rest}: {what}");
    }
    package.add("wrong.txt", "kernel failure, format 2\n");
    let test = "failures::what_is_wrong_with_a_file_is_said_with_its_line";
    let said = package.fails(test, &[]);
    let first = "wrong.txt:1: the first line is not `kernel failure, format 1`";
    assert!(said.contains(first), "{said}");
}

#[test]
fn a_task_dies_before_each_of_its_system_calls() {
    let trial = Trial::new(|system: &mut System| {
        let server = system.task("server", 1, || {
            loop {
                let message = sys_recv_open(&mut [], 0);
                sys_reply(message.sender, 0, &[]);
            }
        });
        system.task("client", 2, move || {
            for _ in 0..2 {
                let id = userlib::sys_refresh_task_id(server);
                sys_send(id, 1, &[], &mut [], &[]);
            }
        });
        system.run().expect_success();
    });
    // RECV and REPLY twice, and RECV.
    assert_eq!(trial.deaths("server", Restart::AtOnce), 5);
    assert_eq!(trial.deaths("client", Restart::AtOnce), 4);
}

#[test]
fn paths_are_relative_where_nobody_says_which_package_it_is() {
    let test = "failures::a_seed_comes_back";
    let output = child(test, Path::new("/nowhere"))
        .env_remove("CARGO_MANIFEST_DIR")
        .current_dir(std::env::temp_dir())
        .output()
        .unwrap();
    let said = stderr(&output);
    let file = "as tests/failures/tried-servers-lost_update-";
    assert!(said.contains(file), "{said}");
}
