//! What one switch costs: stackful coroutines against threads that pass a
//! baton. Run with `cargo bench -p kernel --bench switch`. The figures stand
//! beside the decision, in the documentation of the module `switch`.

use std::hint::black_box;
use std::sync::mpsc;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

const ROUNDS: u32 = 20_000;

/// Time per round (there and back) in nanoseconds, the best of five.
fn best(mut run: impl FnMut()) -> f64 {
    (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_nanos() as f64 / f64::from(ROUNDS)
        })
        .fold(f64::INFINITY, f64::min)
}

fn coroutines() -> f64 {
    best(|| {
        let mut task: corosensei::Coroutine<u32, u32, ()> =
            corosensei::Coroutine::new(|yielder, first| {
                let mut value = first;
                for _ in 0..ROUNDS {
                    value = yielder.suspend(value + 1);
                }
            });
        for round in 0..ROUNDS {
            black_box(task.resume(round).as_yield());
        }
        task.resume(0);
    })
}

fn threads_with_condvar() -> f64 {
    best(|| {
        // true: the task's turn.
        let baton = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&baton);
        let pass_to = |baton: &(Mutex<bool>, Condvar), task: bool| {
            *baton.0.lock().expect("no holder panics") = task;
            baton.1.notify_one();
        };
        let wait_for = |baton: &(Mutex<bool>, Condvar), task: bool| {
            let turn = baton.0.lock().expect("no holder panics");
            drop(
                baton
                    .1
                    .wait_while(turn, |turn| *turn != task)
                    .expect("no holder panics"),
            );
        };
        let task = std::thread::spawn(move || {
            for _ in 0..ROUNDS {
                wait_for(&theirs, true);
                pass_to(&theirs, false);
            }
        });
        for _ in 0..ROUNDS {
            pass_to(&baton, true);
            wait_for(&baton, false);
        }
        task.join().expect("the task does not panic");
    })
}

fn threads_with_channels() -> f64 {
    best(|| {
        let (to_task, from_kernel) = mpsc::sync_channel::<u32>(1);
        let (to_kernel, from_task) = mpsc::sync_channel::<u32>(1);
        let task = std::thread::spawn(move || {
            while let Ok(value) = from_kernel.recv() {
                if to_kernel.send(value + 1).is_err() {
                    break;
                }
            }
        });
        for round in 0..ROUNDS {
            to_task.send(round).expect("the task lives");
            black_box(from_task.recv().expect("the task lives"));
        }
        drop(to_task);
        task.join().expect("the task does not panic");
    })
}

fn main() {
    println!("one switch there and back, nanoseconds:");
    println!("  coroutines             {:>8.0}", coroutines());
    println!("  threads, condvar       {:>8.0}", threads_with_condvar());
    println!("  threads, channels      {:>8.0}", threads_with_channels());
}
