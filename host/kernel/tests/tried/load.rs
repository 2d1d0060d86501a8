//! Many calls.

use kernel::{End, System};
use userlib::{sys_recv_open, sys_reply, sys_send};

const CLIENTS: u64 = 10;

/// Calls that are made: a million where long tests run.
fn calls() -> u64 {
    let says_all = |name| std::env::var(name).is_ok_and(|it| it == "all");
    match says_all("IDOL_TESTS") || says_all("IDOL_REQUIRE") {
        true => 1_000_000,
        false => 80_000,
    }
}

/// KiB of memory that this process has now, where that can be known.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Ten clients make calls of one server, and no limit is raised for it. In a
/// process of its own, whose memory is nobody else's.
#[test]
fn many_calls_take_no_more_memory_than_few() {
    kernel::Isolated::new(|| {
        let mut system = System::new();
        let server = system.task("server", 1, || {
            let mut count = 0_u64;
            loop {
                let mut buffer = [0; 8];
                let message = sys_recv_open(&mut buffer, 0);
                count += 1;
                sys_reply(message.sender, 0, &count.to_le_bytes());
            }
        });
        // What a trace keeps has come together in half of the calls, also of
        // the few.
        let each = calls() / 2 / CLIENTS;
        let mut run = |half: u64| {
            for client in 0..CLIENTS {
                let name = format!("client {half}.{client}");
                system.task(&name, 2, move || {
                    let mut latest = 0;
                    for _ in 0..each {
                        let mut reply = [0; 8];
                        sys_send(server, 1, &[1; 30], &mut reply, &[]);
                        let count = u64::from_le_bytes(reply);
                        assert!(count > latest);
                        latest = count;
                    }
                    assert!(latest >= each);
                });
            }
            assert_eq!(system.run(), End::Idle);
            memory()
        };
        let (first, second) = (run(0), run(1));
        if let (Some(first), Some(second)) = (first, second) {
            println!("KiB after half: {first}, after all: {second}");
            // Ten more stacks, of a few pages each.
            assert!(second < first + 1_500, "{first} KiB, then {second} KiB");
        }
    })
    .run();
}
