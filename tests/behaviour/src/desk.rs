//! The server of `desk.idol` in every encoding, and the lists of what clients
//! can ask it.

use core::convert::Infallible;

use idol_runtime::{
    ClientError, Leased, LenLimit, NoNotifications, R, RW, RequestError, W,
};
use userlib::RecvMessage;

use crate::log::Log;
use crate::methods::{Method, methods};
use crate::requests::{Request, requests};
use crate::values::{Color, Good, Note, Refusal, Report};

/// An encoding: its stubs, and what is made of them.
pub(crate) struct Desk {
    pub(crate) encoding: &'static str,
    /// Calls `dispatch` for ever; writes down what it is asked.
    pub(crate) serve: fn(Log<String>, Entrance),
    pub(crate) incoming_size: usize,
    /// Those that take a wish.
    pub(crate) methods: &'static [Method],
    /// A good request for every operation.
    pub(crate) requests: fn() -> Vec<Request>,
    /// Calls `judge` with the arguments of which [`JUDGED`] are the bytes.
    pub(crate) judge: fn(userlib::TaskId),
    /// Calls `judge` with no color that maybe is one.
    pub(crate) judge_none: fn(userlib::TaskId),
    /// Calls `choose` with `None` first and then `None` or blue, and checks
    /// what is chosen.
    pub(crate) choose: fn(userlib::TaskId, bool),
    /// Calls `lend` with so many elements in the limited lease.
    pub(crate) lend: fn(userlib::TaskId, usize),
}

/// How requests are taken: which of the runtime's two entrances a server
/// calls, and when it answers.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Entrance {
    Dispatch,
    DispatchN,
    /// With reply handles, which it keeps until it is asked for `ping`: then it
    /// does all that was asked of it, in the order in which it was asked.
    Pipelined,
}

impl Entrance {
    pub(crate) const ALL: [Self; 3] =
        [Self::Dispatch, Self::DispatchN, Self::Pipelined];
}

impl Desk {
    pub(crate) const ALL: [Self; 3] =
        [zerocopy::DESK, ssmarshal::DESK, hubpack::DESK];

    pub(crate) fn is_zerocopy(&self) -> bool {
        self.encoding == "zerocopy"
    }

    /// The good request for an operation.
    pub(crate) fn request(&self, name: &str) -> Request {
        let all = (self.requests)();
        all.into_iter().find(|r| r.name == name).unwrap()
    }
}

/// A wish for success.
pub(crate) const SUCCEED: u32 = 0;
/// A wish for an error.
pub(crate) const FAIL: u32 = 1;
/// A wish for an error whose code is 0.
pub(crate) const FAIL_SILENTLY: u32 = 2;

/// A message to `judge`.
pub(crate) const JUDGED: &[u8] = &[2, 1, 1, 1, 0, 0x34, 0x12];

/// What the servers of all encodings share.
struct Clerk(Log<String>);

impl Clerk {
    fn note(&self, what: &str) {
        self.0.push(what.to_owned());
    }

    fn clike<T: Good>(&self, wish: u32) -> Result<T, RequestError<Refusal>> {
        match wish {
            FAIL => Err(Refusal::Refused.into()),
            FAIL_SILENTLY => Err(Refusal::Silent.into()),
            _ => Ok(T::GOOD),
        }
    }

    fn complex<T: Good>(&self, wish: u32) -> Result<T, RequestError<Report>> {
        match wish {
            FAIL => Err(Report::REFUSED.into()),
            _ => Ok(T::GOOD),
        }
    }
}

impl Clerk {
    /// Reads and writes all that is lent.
    fn lend(
        &self,
        table: &LenLimit<Leased<R, [u16]>, 4>,
        block: &Leased<RW, [u8; 4]>,
        sink: &Leased<W, [u8]>,
    ) -> Result<(), RequestError<Refusal>> {
        self.note("lend");
        let went_away = || ClientError::WentAway.fail();
        for i in 0..table.len() {
            table.read_at(i).ok_or_else(went_away)?;
        }
        let mut bytes = block.read().ok_or_else(went_away)?;
        bytes.reverse();
        block.write(bytes).map_err(|()| went_away())?;
        for i in 0..sink.len() {
            sink.write_at(i, 7).map_err(|()| went_away())?;
        }
        Ok(())
    }
}

/// Functions of the server that only look at the wish.
macro_rules! serve {
    (infallible: $($op:ident $ok:ty;)*) => {$(
        fn $op(
            &mut self,
            _: &RecvMessage,
            _wish: u32,
        ) -> Result<$ok, RequestError<Infallible>> {
            self.0.note(stringify!($op));
            Ok(<$ok as Good>::GOOD)
        }
    )*};
    ($kind:ident $error:ident: $($op:ident $ok:ty;)*) => {$(
        fn $op(
            &mut self,
            _: &RecvMessage,
            wish: u32,
        ) -> Result<$ok, RequestError<$error>> {
            self.0.note(stringify!($op));
            self.0.$kind(wish)
        }
    )*};
}

/// What a server does later.
type Answer<S> = Box<dyn FnOnce(&mut S)>;

/// A server that answers when it is asked for `ping`, as `S` would have.
struct Late<S> {
    in_order: S,
    answers: Vec<Answer<S>>,
}

impl<S> NoNotifications for Late<S> {}

impl<S> Late<S> {
    fn later(&mut self, answer: impl FnOnce(&mut S) + 'static) {
        self.answers.push(Box::new(answer));
    }

    fn answer_all(&mut self) {
        for answer in self.answers.drain(..) {
            answer(&mut self.in_order);
        }
    }
}

/// A message of which nobody looks at anything.
fn any_message() -> RecvMessage {
    RecvMessage {
        sender: userlib::TaskId::KERNEL,
        operation: 0,
        message_len: 0,
        response_capacity: 0,
        lease_count: 0,
    }
}

/// Functions of a server that answers later.
macro_rules! serve_late {
    ($($handle:ident: $op:ident($($arg:ident: $ty:ty),*);)*) => {$(
        fn $op(
            &mut self,
            _: &RecvMessage,
            $($arg: $ty,)*
            reply: pipelined::$handle,
        ) {
            self.later(move |server| {
                reply.answer(server.$op(&any_message(), $($arg),*));
            });
        }
    )*};
}

macro_rules! desk {
    (
        $encoding:ident,
        methods { $($methods:tt)* }
        requests { $($requests:tt)* }
        serve { $($serve:tt)* }
        late { $($late:tt)* }
    ) => {
        mod $encoding {
            use super::*;

            mod server {
                include!(concat!(
                    env!("OUT_DIR"), "/", stringify!($encoding), "_server.rs"
                ));
            }

            mod pipelined {
                include!(concat!(
                    env!("OUT_DIR"),
                    "/",
                    stringify!($encoding),
                    "_pipelined.rs"
                ));
            }

            mod client {
                include!(concat!(
                    env!("OUT_DIR"), "/", stringify!($encoding), "_client.rs"
                ));
            }

            /// Two times `None`.
            const NOTHING_TO_CHOOSE: &[u8] =
                match stringify!($encoding).as_bytes() {
                    b"zerocopy" => &[0; 4],
                    _ => &[0; 2],
                };

            use client::Desk;
            use server::*;

            struct Server(Clerk);

            impl NoNotifications for Server {}

            impl InOrderDeskImpl for Server {
                serve! {
                    infallible:
                    simple Note;
                    simple_unit ();
                    simple_number u32;
                    simple_bool bool;
                    simple_named Color;
                    death_once Note;
                    death_number u32;
                    death_unit ();
                    simple_once Note;
                }
                serve! {
                    clike Refusal:
                    clike_once Note;
                    clike_again Note;
                    clike_unit ();
                    clike_array [u8; 4];
                }
                serve! { $($serve)* }

                fn judge(
                    &mut self,
                    _: &RecvMessage,
                    named: Color,
                    color: Color,
                    sure: bool,
                    maybe: Option<Color>,
                    amount: u16,
                ) -> Result<(), RequestError<Refusal>> {
                    self.0.note(&format!(
                        "judge {named:?} {color:?} {sure} {maybe:?} {amount:#x}"
                    ));
                    Ok(())
                }

                fn lend(
                    &mut self,
                    _: &RecvMessage,
                    _wish: u32,
                    table: LenLimit<Leased<R, [u16]>, 4>,
                    block: Leased<RW, [u8; 4]>,
                    sink: Leased<W, [u8]>,
                ) -> Result<(), RequestError<Refusal>> {
                    self.0.lend(&table, &block, &sink)
                }

                fn guard(
                    &mut self,
                    _: &RecvMessage,
                    color: Color,
                    _: LenLimit<Leased<R, [u16]>, 2>,
                    _: Leased<RW, [u8; 4]>,
                ) -> Result<u32, RequestError<Refusal>> {
                    self.0.note(&format!("guard {color:?}"));
                    Ok(u32::GOOD)
                }

                fn wide(
                    &mut self,
                    _: &RecvMessage,
                    block: [u8; 16],
                ) -> Result<(), RequestError<Infallible>> {
                    assert_eq!(block, [7; 16]);
                    self.0.note("wide");
                    Ok(())
                }

                fn choose(
                    &mut self,
                    _: &RecvMessage,
                    first: Option<Color>,
                    second: Option<Color>,
                ) -> Result<Option<Color>, RequestError<Refusal>> {
                    self.0.note("choose");
                    Ok(first.or(second))
                }

                fn ping(
                    &mut self,
                    _: &RecvMessage,
                ) -> Result<(), RequestError<Infallible>> {
                    self.0.note("ping");
                    Ok(())
                }
            }

            impl pipelined::DeskReplies for Late<Server> {
                serve_late! {
                    Desk_simple_PENDING: simple(wish: u32);
                    Desk_simple_unit_PENDING: simple_unit(wish: u32);
                    Desk_simple_number_PENDING: simple_number(wish: u32);
                    Desk_simple_bool_PENDING: simple_bool(wish: u32);
                    Desk_simple_named_PENDING: simple_named(wish: u32);
                    Desk_death_once_PENDING: death_once(wish: u32);
                    Desk_death_number_PENDING: death_number(wish: u32);
                    Desk_death_unit_PENDING: death_unit(wish: u32);
                    Desk_simple_once_PENDING: simple_once(wish: u32);
                    Desk_clike_once_PENDING: clike_once(wish: u32);
                    Desk_clike_again_PENDING: clike_again(wish: u32);
                    Desk_clike_unit_PENDING: clike_unit(wish: u32);
                    Desk_clike_array_PENDING: clike_array(wish: u32);
                    Desk_judge_PENDING: judge(
                        named: Color,
                        color: Color,
                        sure: bool,
                        maybe: Option<Color>,
                        amount: u16
                    );
                    Desk_wide_PENDING: wide(block: [u8; 16]);
                    Desk_choose_PENDING: choose(
                        first: Option<Color>,
                        second: Option<Color>
                    );
                    $($late)*
                }

                fn lend(
                    &mut self,
                    _: &RecvMessage,
                    _wish: u32,
                    reply: pipelined::Desk_lend_PENDING,
                ) {
                    self.later(move |server| {
                        let done = server.0.lend(
                            &reply.table(),
                            &reply.block(),
                            &reply.sink(),
                        );
                        reply.answer(done);
                    });
                }

                fn guard(
                    &mut self,
                    _: &RecvMessage,
                    color: Color,
                    reply: pipelined::Desk_guard_PENDING,
                ) {
                    self.later(move |server| {
                        server.0.note(&format!("guard {color:?}"));
                        reply.ok(u32::GOOD);
                    });
                }

                fn ping(
                    &mut self,
                    _: &RecvMessage,
                    reply: pipelined::Desk_ping_PENDING,
                ) {
                    self.later(move |server| {
                        reply.answer(server.ping(&any_message()));
                    });
                    self.answer_all();
                }
            }

            pub(crate) const DESK: super::Desk = super::Desk {
                encoding: stringify!($encoding),
                serve: |log, entrance| {
                    let mut server = Server(Clerk(log));
                    let mut buffer = [0; INCOMING_SIZE];
                    loop {
                        match entrance {
                            Entrance::Dispatch => {
                                idol_runtime::dispatch(&mut buffer, &mut server);
                            }
                            Entrance::DispatchN => {
                                idol_runtime::dispatch_n(
                                    &mut buffer, &mut server,
                                );
                            }
                            Entrance::Pipelined => {
                                let mut server = Late {
                                    in_order: server,
                                    answers: Vec::new(),
                                };
                                idol_runtime::serve!(pipelined, server);
                            }
                        }
                    }
                },
                incoming_size: INCOMING_SIZE,
                methods: methods! {
                    simple: Simple, Again, Note;
                    simple_unit: Simple, Again, ();
                    simple_number: Simple, Again, u32;
                    simple_bool: Simple, Again, bool;
                    simple_named: Simple, Again, Color;
                    clike_once: CLike, Once, Note;
                    clike_again: CLike, Again, Note;
                    clike_unit: CLike, Once, ();
                    clike_array: CLike, Again, [u8; 4];
                    death_once: ServerDeath, Once, Note;
                    death_number: ServerDeath, Once, u32;
                    death_unit: ServerDeath, Once, ();
                    $($methods)*
                },
                requests: || requests! {
                    simple: [0; 4], SIMPLE_REPLY_SIZE, [];
                    simple_unit: [0; 4], SIMPLE_UNIT_REPLY_SIZE, [];
                    simple_number: [0; 4], SIMPLE_NUMBER_REPLY_SIZE, [];
                    simple_bool: [0; 4], SIMPLE_BOOL_REPLY_SIZE, [];
                    simple_named: [0; 4], SIMPLE_NAMED_REPLY_SIZE, [];
                    simple_once: [0; 4], SIMPLE_ONCE_REPLY_SIZE, [];
                    clike_once: [0; 4], CLIKE_ONCE_REPLY_SIZE, [];
                    clike_again: [0; 4], CLIKE_AGAIN_REPLY_SIZE, [];
                    clike_unit: [0; 4], CLIKE_UNIT_REPLY_SIZE, [];
                    clike_array: [0; 4], CLIKE_ARRAY_REPLY_SIZE, [];
                    death_once: [0; 4], DEATH_ONCE_REPLY_SIZE, [];
                    death_number: [0; 4], DEATH_NUMBER_REPLY_SIZE, [];
                    death_unit: [0; 4], DEATH_UNIT_REPLY_SIZE, [];
                    judge: JUDGED, JUDGE_REPLY_SIZE, [];
                    lend: [0; 4], LEND_REPLY_SIZE,
                        [Read 8, ReadWrite 4, Write 3];
                    guard: [1], GUARD_REPLY_SIZE, [Read 4, ReadWrite 4];
                    wide: [7; 16], WIDE_REPLY_SIZE, [];
                    ping: [], PING_REPLY_SIZE, [];
                    choose: NOTHING_TO_CHOOSE, CHOOSE_REPLY_SIZE, [];
                    $($requests)*
                },
                judge: |server| {
                    let (named, color) = (Color::Blue, Color::Green);
                    Desk::from(server)
                        .judge(named, color, true, Some(Color::Red), 0x1234)
                        .unwrap();
                },
                judge_none: |server| {
                    let (named, color) = (Color::Blue, Color::Green);
                    Desk::from(server)
                        .judge(named, color, false, None, 0x1234)
                        .unwrap();
                },
                choose: |server, second| {
                    let chosen = second.then_some(Color::Blue);
                    let again = second.then_some(Color::Blue);
                    let client = Desk::from(server);
                    assert_eq!(client.choose(None, chosen), Ok(again));
                },
                lend: |server, elements| {
                    let mut block = [1, 2, 3, 4];
                    let mut sink = [0; 3];
                    Desk::from(server)
                        .lend(SUCCEED, &vec![0; elements], &mut block, &mut sink)
                        .unwrap();
                    assert_eq!((block, sink), ([4, 3, 2, 1], [7; 3]));
                },
            };
        }
    };
}

macro_rules! desk_with_complex {
    ($encoding:ident) => {
        desk! {
            $encoding,
            methods {
                complex_once: Complex, Once, Note;
                complex_again: Complex, Again, Note;
                complex_unit: Complex, Once, ();
            }
            requests {
                complex_once: [0; 4], COMPLEX_ONCE_REPLY_SIZE, [];
                complex_again: [0; 4], COMPLEX_AGAIN_REPLY_SIZE, [];
                complex_unit: [0; 4], COMPLEX_UNIT_REPLY_SIZE, [];
            }
            serve {
                complex Report:
                complex_once Note;
                complex_again Note;
                complex_unit ();
            }
            late {
                Desk_complex_once_PENDING: complex_once(wish: u32);
                Desk_complex_again_PENDING: complex_again(wish: u32);
                Desk_complex_unit_PENDING: complex_unit(wish: u32);
            }
        }
    };
}

desk_with_complex!(zerocopy);
desk!(
    ssmarshal,
    methods {}
    requests {}
    serve { complex Report: }
    late {}
);
desk_with_complex!(hubpack);
