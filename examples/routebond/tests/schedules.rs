//! The table alone, without sockets: tasks announce, withdraw and die in many
//! orders, and no route is lost or kept too long.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use kernel::{Action, Now, Restart, Schedule, System, When, explore};
use routebond::table::{self, RouteTable, TableError};
use routebond::{Record, Route, Update};
use userlib::hl::sleep_for;
use userlib::{TaskId, sys_refresh_task_id};
use zerocopy::FromZeros;

/// The routes that a reader believes in.
type Believed = Arc<Mutex<BTreeMap<Record, ()>>>;

const TABLE: TaskId = TaskId(0);
const READER: TaskId = TaskId(1);

fn record(number: u8) -> Record {
    let text = format!("1#10.{number}.0.0/16@::1");
    Record::from(&text.parse::<Route>().unwrap())
}

/// Hears all that there is, and panics if something is said twice.
fn read(believed: &Believed) {
    believed.lock().unwrap().clear();
    let table = RouteTable::from(sys_refresh_task_id(TABLE));
    let me = sys_refresh_task_id(READER);
    if table.subscribe_all(me.0).is_err() {
        return;
    }
    // Less room than changes.
    let mut updates = vec![Update::new_zeroed(); 2];
    while let Ok(count) = table.next_update(&mut updates) {
        let mut believed = believed.lock().unwrap();
        for update in &updates[..count as usize] {
            let told = match update.there {
                0 => believed.remove(&update.record).is_some(),
                _ => believed.insert(update.record, ()).is_none(),
            };
            assert!(told, "it was said twice: {update:?}");
        }
    }
}

/// Announces these, withdraws the first, and stays.
fn write(numbers: &[u8]) {
    let table = RouteTable::from(sys_refresh_task_id(TABLE));
    assert_eq!(table.announce(record(numbers[0])), Ok(()));
    // The others at once, with one that was said before.
    let updates: Vec<_> = (numbers.iter())
        .map(|number| Update {
            record: record(*number),
            there: 1,
        })
        .collect();
    assert_eq!(table.update(&updates), Ok(2));
    let again = table.announce(record(numbers[1]));
    assert_eq!(again, Err(TableError::AlreadyAnnounced));
    assert_eq!(table.withdraw(record(numbers[0])), Ok(()));
    sleep_for(100_000);
}

/// Runs for so many milliseconds.
fn run(system: &mut System, until: u64) {
    loop {
        assert_ne!(system.run_now(100_000), Now::Busy, "it never rests");
        if system.now() >= until {
            return;
        }
        system.advance(until);
    }
}

/// One run: three writers, of whom one dies at its `dies`-th call, a reader that
/// dies at its own, and comes back. Says whether the writer has died.
fn one(system: &mut System, dies: u32, reader_dies: u32) -> bool {
    let believed = Believed::default();
    system.task("table", 1, || table::serve(100));
    let told = Arc::clone(&believed);
    let reader = system.task("reader", 2, move || read(&told));
    let stays: [&[u8]; 2] = [&[1, 2, 3], &[9, 3, 4]];
    for (index, numbers) in stays.into_iter().enumerate() {
        let name = format!("writer {index}");
        system.task(&name, 3, move || write(numbers));
    }
    let mut lives = 0;
    let mortal = system.task("mortal", 3, move || {
        lives += 1;
        match lives {
            1 => write(&[5, 3, 6]),
            _ => sleep_for(100_000),
        }
    });
    let any = kernel::CallKind::Any;
    system.script(
        When::before(mortal, any, dies),
        Action::kill(mortal, Restart::AtOnce),
    );
    system.script(
        When::before(reader, any, reader_dies),
        Action::kill(reader, Restart::AtOnce),
    );
    // Deaths are found by the table's own rounds.
    run(system, 2_000);
    let mortal_is_dead = system.current_id(mortal) != mortal;
    let mut want = vec![2, 3, 4];
    if !mortal_is_dead {
        want.push(6);
    }
    let want: Vec<_> = want.into_iter().map(record).collect();
    let mut got: Vec<_> = believed.lock().unwrap().keys().copied().collect();
    got.sort_by_key(|record| want.iter().position(|want| want == record));
    assert_eq!(
        got,
        want,
        "deaths {dies} and {reader_dies}\n{}",
        system.trace()
    );
    for (task, name) in system.tasks().map(|(t, n)| (t, n.to_owned())) {
        if let Some(fault) = system.fault(task) {
            let text = fault.to_string();
            assert!(!text.contains("twice"), "{name}: {text}");
        }
    }
    mortal_is_dead
}

#[test]
fn no_route_is_lost_or_kept_under_any_order_of_deaths() {
    let mut deaths = 0;
    for dies in 1..9 {
        for reader_dies in 1..9 {
            let is_dead = one(&mut System::new(), dies, reader_dies);
            deaths += usize::from(is_dead);
        }
    }
    // The mortal one makes seven calls before it sleeps for good.
    assert!(deaths >= 48, "{deaths}");
    let seeds = match is_long() {
        true => 20_000,
        false => 500,
    };
    for seed in kernel::seeds(0..seeds) {
        let dies = u32::try_from(seed % 8).unwrap() + 1;
        let reader_dies = u32::try_from(seed / 8 % 8).unwrap() + 1;
        let mut system = System::new();
        system.schedule(Schedule::Random(seed));
        one(&mut system, dies, reader_dies);
    }
}

/// Not some of the orders, but all of them, up to a number of preemptions.
#[test]
fn no_route_is_lost_or_kept_under_any_schedule() {
    let deaths = match is_long() {
        true => 1..9,
        false => 4..6,
    };
    for dies in deaths.clone() {
        for reader_dies in deaths.clone() {
            let explored = explore(1, |system| {
                one(system, dies, reader_dies);
            });
            assert!(explored.complete, "{explored}");
            assert!(explored.runs > 20, "{explored}");
            println!("deaths {dies} and {reader_dies}: {explored}");
        }
    }
}

fn is_long() -> bool {
    std::env::var("IDOL_TESTS").as_deref() == Ok("all")
}
