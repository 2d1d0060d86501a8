//! Values of types that not all bytes are values of, with the encoding
//! Zerocopy: the bytes in which they travel, and what becomes of others.

#![expect(unreachable_pub, reason = "the server's trait is, and so its types")]

use std::convert::Infallible;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use idol_derive::IdolError;
use idol_runtime::{NoNotifications, RequestError, ServerDeath};
use kernel::trace::{Call, CallResult};
use kernel::{End, Restart, System, TaskId};
use userlib::{
    FaultInfo, FromPrimitive, RecvMessage, ReplyFaultReason, sys_recv_open,
    sys_reply, sys_send,
};
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

mod client {
    hostility::stub!(forms, client);
}
mod server {
    hostility::stub!(forms, server);
}

use client::FormsOperation as Op;

/// Of one byte.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, TryFromBytes, IntoBytes, Immutable,
)]
#[repr(u8)]
pub enum Mode {
    /// At once.
    Fast = 3,
    /// In time.
    Slow = 7,
}

/// Of two bytes.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, TryFromBytes, IntoBytes, Immutable,
)]
#[repr(u16)]
pub enum Step {
    /// Upwards.
    Up = 0x0102,
    /// Downwards.
    Down = 0x0304,
}

/// With bytes that are 0 or 1.
#[derive(Debug, Eq, PartialEq, TryFromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Settings {
    on: bool,
    mode: Mode,
    level: u16,
    loud: bool,
    night: bool,
}

/// An error that is an enum.
#[derive(Debug, Eq, PartialEq, TryFromBytes, IntoBytes, Immutable)]
#[repr(u8)]
pub enum Refusal {
    /// It does not work.
    Broken = 5,
    /// The server died.
    Dead = 6,
}

impl From<ServerDeath> for Refusal {
    fn from(_: ServerDeath) -> Self {
        Self::Dead
    }
}

/// An error with a `bool` inside, longer than what it stands for.
#[derive(Debug, Eq, PartialEq, TryFromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Report {
    code: u32,
    final_: bool,
    padding: [u8; 3],
}

/// Why there is no step.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError)]
pub enum Code {
    /// It cannot move.
    Stuck = 1,
}

/// An `Option` by another name.
pub type Maybe = Option<Mode>;

/// An error that is an `Option`.
pub type Excuse = Option<Mode>;

/// Another `Option`.
pub mod namesake {
    use super::*;

    /// Which any bytes are a value of.
    #[derive(Debug, Eq, PartialEq, FromBytes, IntoBytes, Immutable)]
    #[repr(C)]
    pub struct Option<T> {
        pub(crate) first: T,
        pub(crate) second: T,
    }
}

/// Answers with what it got, and counts.
struct Echo(Arc<AtomicU32>);

impl Echo {
    fn called(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl NoNotifications for Echo {}

impl server::InOrderFormsImpl for Echo {
    fn enums(
        &mut self,
        _: &RecvMessage,
        mode: Mode,
    ) -> Result<Mode, RequestError<Refusal>> {
        self.called();
        match mode {
            Mode::Fast => Ok(Mode::Slow),
            Mode::Slow => Err(Refusal::Broken.into()),
        }
    }

    fn structs(
        &mut self,
        _: &RecvMessage,
        settings: Settings,
    ) -> Result<Settings, RequestError<Report>> {
        self.called();
        match settings.on {
            true => Ok(settings),
            false => Err(report().into()),
        }
    }

    fn options(
        &mut self,
        _: &RecvMessage,
        mode: Option<Mode>,
        step: Option<Step>,
    ) -> Result<Option<Step>, RequestError<Code>> {
        self.called();
        match mode {
            None => Ok(step),
            Some(_) => Err(Code::Stuck.into()),
        }
    }

    fn numbers(
        &mut self,
        _: &RecvMessage,
        number: Option<NonZeroU32>,
    ) -> Result<Option<NonZeroU32>, RequestError<Infallible>> {
        self.called();
        Ok(number)
    }

    fn aliases(
        &mut self,
        _: &RecvMessage,
        mode: Maybe,
        after: u8,
    ) -> Result<Maybe, RequestError<Infallible>> {
        self.called();
        assert_eq!(after, 0xee);
        Ok(mode)
    }

    fn namesakes(
        &mut self,
        _: &RecvMessage,
        option: namesake::Option<u16>,
    ) -> Result<namesake::Option<u16>, RequestError<Infallible>> {
        self.called();
        Ok(option)
    }

    fn optional_errors(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(), RequestError<Excuse>> {
        self.called();
        match self.0.load(Ordering::Relaxed) {
            1 => Err(RequestError::Runtime(None)),
            _ => Err(RequestError::Runtime(Some(Mode::Slow))),
        }
    }
}

fn report() -> Report {
    Report {
        code: 0x0403_0201,
        final_: true,
        padding: [9, 8, 7],
    }
}

fn settings(on: bool) -> Settings {
    Settings {
        on,
        mode: Mode::Slow,
        level: 0x1234,
        loud: false,
        night: true,
    }
}

/// A request and its answer as they were on the wire.
type Exchange = (Op, Vec<u8>, u32, Vec<u8>);

/// Runs a client against the server and returns what they sent.
fn exchanges(run: impl Fn(&client::Forms) + Send + 'static) -> Vec<Exchange> {
    let mut system = System::new();
    let calls = Arc::default();
    let server = system.task("server", 1, move || {
        idol_runtime::serve!(server, Echo(Arc::clone(&calls)))
    });
    let client =
        system.task("client", 2, move || run(&client::Forms::from(server)));
    system.run().expect_success();
    let exchange = |(call, result): (&Call, Option<&CallResult>)| {
        let Call::Send {
            operation, message, ..
        } = call
        else {
            return None;
        };
        let Some(CallResult::Replied { code, reply }) = result else {
            panic!("{call:?} has no reply: {result:?}");
        };
        let operation = Op::from_u16(*operation).expect("an operation");
        Some((operation, message.clone(), *code, reply.clone()))
    };
    system.trace().calls(client).filter_map(exchange).collect()
}

#[test]
fn an_enum_travels_as_its_own_bytes() {
    let exchanges = exchanges(|client| {
        assert_eq!(client.enums(Mode::Fast), Ok(Mode::Slow));
        assert_eq!(client.enums(Mode::Slow), Err(Refusal::Broken));
    });
    let expected = [
        (Op::enums, vec![3], 0, vec![7]),
        (Op::enums, vec![7], 1, vec![5]),
    ];
    assert_eq!(exchanges, expected);
}

#[test]
fn a_struct_with_bools_travels_as_its_own_bytes() {
    let exchanges = exchanges(|client| {
        assert_eq!(client.structs(settings(true)), Ok(settings(true)));
        assert_eq!(client.structs(settings(false)), Err(report()));
    });
    let bytes = |on| vec![on, 7, 0x34, 0x12, 0, 1];
    let error = vec![1, 2, 3, 4, 1, 9, 8, 7];
    let expected = [
        (Op::structs, bytes(1), 0, bytes(1)),
        (Op::structs, bytes(0), 1, error),
    ];
    assert_eq!(exchanges, expected);
}

#[test]
fn an_option_of_an_enum_travels_as_a_flag_byte_and_the_value() {
    let exchanges = exchanges(|client| {
        assert_eq!(client.options(None, None), Ok(None));
        let down = Some(Step::Down);
        assert_eq!(client.options(None, down), Ok(down));
        let up = Some(Step::Up);
        assert_eq!(client.options(Some(Mode::Fast), up), Err(Code::Stuck));
    });
    let expected = [
        (Op::options, vec![0, 0, 0, 0, 0], 0, vec![0, 0, 0]),
        (Op::options, vec![0, 0, 1, 4, 3], 0, vec![1, 4, 3]),
        (Op::options, vec![1, 3, 1, 2, 1], 1, vec![]),
    ];
    assert_eq!(exchanges, expected);
}

#[test]
fn an_option_that_any_bytes_are_a_value_of_keeps_them() {
    let exchanges = exchanges(|client| {
        assert_eq!(client.numbers(None), None);
        let number = NonZeroU32::new(0x0403_0201);
        assert_eq!(client.numbers(number), number);
    });
    let expected = [
        (Op::numbers, vec![0; 4], 0, vec![0; 4]),
        (Op::numbers, vec![1, 2, 3, 4], 0, vec![1, 2, 3, 4]),
    ];
    assert_eq!(exchanges, expected);
}

#[test]
fn the_traits_of_a_type_choose_its_form_and_never_the_word_option() {
    let exchanges = exchanges(|client| {
        assert_eq!(client.aliases(None, 0xee), Ok(None));
        let slow = Some(Mode::Slow);
        assert_eq!(client.aliases(slow, 0xee), Ok(slow));
        let namesake = || namesake::Option {
            first: 0x0201,
            second: 0x0403,
        };
        assert_eq!(client.namesakes(namesake()), namesake());
    });
    let expected = [
        (Op::aliases, vec![0, 0, 0xee], 0, vec![0, 0]),
        (Op::aliases, vec![1, 7, 0xee], 0, vec![1, 7]),
        (Op::namesakes, vec![1, 2, 3, 4], 0, vec![1, 2, 3, 4]),
    ];
    assert_eq!(exchanges, expected);
}

#[test]
fn an_error_that_is_an_option_travels_as_a_flag_byte_and_the_value() {
    let exchanges = exchanges(|client| {
        assert_eq!(client.optional_errors(), Err(None));
        assert_eq!(client.optional_errors(), Err(Some(Mode::Slow)));
    });
    let expected = [
        (Op::optional_errors, vec![], 1, vec![0, 0]),
        (Op::optional_errors, vec![], 1, vec![1, 7]),
    ];
    assert_eq!(exchanges, expected);
}

#[test]
fn sizes_count_the_flag_byte_of_an_option_and_no_other() {
    use server::*;
    assert_eq!((ENUMS_MSG_SIZE, ENUMS_REPLY_SIZE), (1, 1));
    assert_eq!((STRUCTS_MSG_SIZE, STRUCTS_REPLY_SIZE), (6, 8));
    assert_eq!((OPTIONS_MSG_SIZE, OPTIONS_REPLY_SIZE), (5, 3));
    assert_eq!((NUMBERS_MSG_SIZE, NUMBERS_REPLY_SIZE), (4, 4));
    assert_eq!((ALIASES_MSG_SIZE, ALIASES_REPLY_SIZE), (3, 2));
    assert_eq!((NAMESAKES_MSG_SIZE, NAMESAKES_REPLY_SIZE), (4, 4));
    assert_eq!(OPTIONAL_ERRORS_REPLY_SIZE, 2);
}

/// Sends bytes as they are, and returns the fault and the calls it made.
fn send_raw(op: Op, message: &'static [u8]) -> (Option<FaultInfo>, u32) {
    let mut system = System::new();
    let calls: Arc<AtomicU32> = Arc::default();
    let shared = Arc::clone(&calls);
    let server = system.task("server", 1, move || {
        idol_runtime::serve!(server, Echo(Arc::clone(&shared)))
    });
    let raw = system.task("raw", 2, move || {
        sys_send(server, op as u16, message, &mut [0; 16], &[]);
    });
    // The server goes on serving.
    system.task("client", 3, move || {
        let client = client::Forms::from(server);
        assert_eq!(client.numbers(None), None);
    });
    let end = system.run();
    assert!(system.fault(server).is_none(), "{end}");
    match end {
        End::Idle => {}
        End::Faulted(faulted) => {
            assert!(faulted.iter().all(|(task, _)| *task == raw));
        }
        end => panic!("{end}"),
    }
    let fault = system.fault(raw).map(|fault| fault.info);
    (fault, calls.load(Ordering::Relaxed) - 1)
}

#[test]
fn bytes_that_are_no_value_are_refused_before_anything_is_called() {
    let wrong: [(Op, &[u8]); 15] = [
        (Op::enums, &[0]),
        (Op::enums, &[4]),
        (Op::enums, &[255]),
        // Each of the bools, and the enum among them.
        (Op::structs, &[2, 7, 0, 0, 0, 0]),
        (Op::structs, &[1, 2, 0, 0, 0, 0]),
        (Op::structs, &[1, 7, 0, 0, 2, 0]),
        (Op::structs, &[1, 7, 0, 0, 0, 255]),
        // The flag, and the value where there is one.
        (Op::options, &[2, 3, 0, 0, 0]),
        (Op::options, &[1, 4, 0, 0, 0]),
        (Op::options, &[1, 0, 0, 0, 0]),
        (Op::options, &[0, 0, 255, 4, 3]),
        (Op::options, &[0, 0, 1, 3, 4]),
        (Op::options, &[0, 0, 1, 0, 0]),
        (Op::aliases, &[2, 7, 0xee]),
        (Op::aliases, &[1, 6, 0xee]),
    ];
    for (op, message) in wrong {
        let (fault, calls) = send_raw(op, message);
        assert!(
            matches!(
                fault,
                Some(FaultInfo::FromServer(
                    _,
                    ReplyFaultReason::BadMessageContents
                ))
            ),
            "{op:?} {message:?}: {fault:?}"
        );
        assert_eq!(calls, 0, "{op:?} {message:?}");
    }
    // What differs in one byte is accepted.
    let right: [(Op, &[u8]); 5] = [
        (Op::enums, &[3]),
        (Op::structs, &[1, 7, 0, 0, 1, 0]),
        (Op::options, &[0, 0, 1, 4, 3]),
        (Op::aliases, &[1, 7, 0xee]),
        (Op::aliases, &[0, 0, 0xee]),
    ];
    for (op, message) in right {
        assert_eq!(send_raw(op, message), (None, 1), "{op:?} {message:?}");
    }
}

/// What becomes of a client that gets these bytes.
fn answered(
    code: u32,
    reply: &'static [u8],
    call: fn(&client::Forms),
) -> Option<FaultInfo> {
    let mut system = System::new();
    system.supervisor(Restart::Never);
    let server: TaskId = system.task("liar", 1, move || {
        loop {
            let message = sys_recv_open(&mut [0; 16], 0);
            sys_reply(message.sender, code, reply);
        }
    });
    let client =
        system.task("client", 2, move || call(&client::Forms::from(server)));
    let end = system.run();
    assert!(system.fault(server).is_none(), "{end}");
    system.fault(client).map(|fault| fault.info)
}

#[test]
fn a_client_returns_no_value_that_is_none() {
    let panics = [
        answered(0, &[0], |c| _ = c.enums(Mode::Fast)),
        answered(1, &[3], |c| _ = c.enums(Mode::Fast)),
        answered(0, &[1, 7, 0, 0, 2, 0], |c| _ = c.structs(settings(true))),
        answered(1, &[0, 0, 0, 0, 2, 0, 0, 0], |c| {
            _ = c.structs(settings(true));
        }),
        answered(0, &[2, 4, 3], |c| _ = c.options(None, None)),
        answered(0, &[1, 3, 4], |c| _ = c.options(None, None)),
        answered(0, &[1, 0], |c| _ = c.aliases(None, 0)),
        answered(1, &[3, 7], |c| _ = c.optional_errors()),
    ];
    assert_eq!(panics, [Some(FaultInfo::Panic); 8]);
    // The same calls with values.
    let returns = [
        answered(0, &[3], |c| _ = c.enums(Mode::Fast)),
        answered(1, &[6], |c| _ = c.enums(Mode::Fast)),
        answered(0, &[1, 7, 0, 0, 1, 0], |c| _ = c.structs(settings(true))),
        answered(1, &[0; 8], |c| _ = c.structs(settings(true))),
        answered(0, &[1, 4, 3], |c| _ = c.options(None, None)),
        answered(0, &[0, 0, 0], |c| _ = c.options(None, None)),
        answered(0, &[1, 7], |c| _ = c.aliases(None, 0)),
        answered(1, &[0, 0], |c| _ = c.optional_errors()),
    ];
    assert_eq!(returns, [None; 8]);
}
