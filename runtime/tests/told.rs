//! What traces say of messages, whatever the types can do.

use core::fmt;

use idol_runtime::host::{Of, Otherwise as _, Told};
use idol_runtime::{
    Answer, NoNotifications, Server, ServerOp, Shape, dispatch,
};
use kernel::{End, System};
use userlib::{RecvMessage, TaskId, sys_reply, sys_send};

#[derive(Copy, Clone)]
enum Op {
    Try = 1,
}

impl userlib::FromPrimitive for Op {
    fn from_i64(number: i64) -> Option<Self> {
        (number == 1).then_some(Self::Try)
    }

    fn from_u64(number: u64) -> Option<Self> {
        Self::from_i64(number as i64)
    }
}

/// Neither is there a `Debug` of it, nor can anybody read it.
struct Unreadable;

/// Read, but not written.
#[derive(zerocopy::FromBytes)]
#[repr(C)]
struct Speechless {
    _value: [u8; 2],
}

/// Its `Debug` panics, after a system call.
#[derive(zerocopy::FromBytes)]
#[repr(C)]
struct Grumpy {
    value: u8,
}

impl fmt::Debug for Grumpy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.value == 0 {
            return f.write_str("Grumpy");
        }
        userlib::sys_get_timer();
        panic!("ask somebody else");
    }
}

impl ServerOp for Op {
    fn shape(self) -> Shape {
        Shape::new(0, 0)
    }

    fn told(operation: u32, told: &mut Told<'_>) {
        let (speechless, grumpy, unreadable) = (
            Of::<Speechless>::NEW,
            Of::<Grumpy>::NEW,
            Of::<Unreadable>::NEW,
        );
        if operation != 1 {
            return;
        }
        told.operation("try", &["first"]);
        if told.argument("number") {
            told.integer::<u16>();
        }
        if told.argument("speechless") {
            told.value(speechless.own(), speechless.text());
        }
        if told.argument("grumpy") {
            told.value(grumpy.own(), grumpy.text());
        }
        if told.argument("rest") {
            told.value(
                unreadable.own().or(unreadable.flagged()),
                unreadable.text(),
            );
        }
        if told.ok() {
            told.nothing();
        }
        if told.code() {
            told.coded(unreadable.by_code(), unreadable.text());
        }
    }
}

struct Obliging;

impl NoNotifications for Obliging {}

impl Server<Op> for (core::marker::PhantomData<Op>, &mut Obliging) {
    fn recv_source(&self) -> Option<TaskId> {
        None
    }

    fn closed_recv_fail(&mut self) {}

    fn handle(&mut self, _: Op, incoming: &[u8], rm: &RecvMessage) -> Answer {
        sys_reply(rm.sender, u32::from(incoming[0]), &[]);
        Answer::SENT
    }
}

/// What the trace says of a message.
fn told(message: &'static [u8]) -> String {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        loop {
            dispatch::<_, Op>(&mut [0; 16], &mut Obliging);
        }
    });
    let client = system.task("client", 2, move || {
        sys_send(server, 1, message, &mut [], &[]);
    });
    assert_eq!(system.run(), End::Idle);
    let trace = system.trace();
    let mut entries = trace.entries().filter(|entry| entry.task == client);
    let line = trace.line(entries.next().expect("it sends")).to_string();
    let (_, call) = line.split_once("client        ").expect("it is its");
    call.to_owned()
}

#[test]
fn what_cannot_be_written_is_shown_as_bytes() {
    assert_eq!(
        told(&[0, 1, 2, 3, 0, 5, 6]),
        "server.try(number: 256, speechless: [02, 03], grumpy: Grumpy, rest: \
         [05, 06]) -> Ok(())"
    );
    assert_eq!(
        told(&[7, 0, 2, 3, 0]),
        "server.try(number: 7, speechless: [02, 03], grumpy: Grumpy, rest: \
         []) -> Err(7)"
    );
}

#[test]
fn a_message_that_is_none_of_the_operations_is_shown_as_it_is() {
    // One value is short: that and all after it are bytes.
    assert_eq!(
        told(&[0, 0, 9]),
        "server.try(number: 0, speechless: [09], grumpy: [], rest: []) -> \
         Ok(())"
    );
}

#[test]
fn a_debug_that_panics_costs_the_trace_the_values_and_the_test_nothing() {
    assert_eq!(
        told(&[0, 0, 0, 0, 1]),
        "SEND server.try [00, 00, 00, 00, 01], room for 0 -> Ok(())"
    );
}
