//! The mistakes, each with the least that is otherwise right.

/// A crate with one mistake in it.
pub(crate) struct Mistake {
    pub(crate) name: &'static str,
    /// What is in the interface's `ops`.
    pub(crate) ops: &'static str,
    /// The crate. `client!()`, `in_order!()` and `pipelined!()` are where it
    /// includes a stub; behind those, `TYPES` and `SERVER` what is right.
    pub(crate) source: &'static str,
}

/// Types that are right.
pub(crate) const TYPES: &str = "
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

#[derive(Clone, Copy, FromBytes, Immutable, IntoBytes)]
#[repr(C)]
pub struct Heat(u32);

#[derive(Clone, Copy, TryFromBytes, Immutable, IntoBytes)]
#[repr(u8)]
pub enum Tea { Black = 1, Green = 2 }

#[derive(Clone, Copy, Debug, counters::Count, idol_derive::IdolError)]
#[repr(u32)]
pub enum KettleError {
    Empty = 1,
    #[idol(server_death)]
    Dead = 2,
}
";

/// Operations that are right, with those types.
const OPS: &str = r#"
    "boil": (
        args: { "cups": "u32" },
        reply: Result(ok: "Heat", err: CLike("KettleError")),
    ),
    "brew": (
        args: { "tea": "Tea" },
        reply: Result(ok: "()", err: CLike("KettleError")),
    ),
"#;

/// A server of them.
pub(crate) const SERVER: &str = "
use idol_runtime::{NotificationHandler, RequestError};
use userlib::RecvMessage;

struct Server;

impl idol_runtime::NotificationHandler for Server {
    fn current_notification_mask(&self) -> u32 { 0 }
    fn handle_notification(&mut self, _bits: userlib::NotificationBits) {}
}
";

macro_rules! mistakes {
    ($($name:ident $ops:expr, $source:expr;)*) => {
        pub(crate) const MISTAKES: &[Mistake] = &[$(Mistake {
            name: stringify!($name),
            ops: $ops,
            source: $source,
        }),*];
    };
}

mistakes! {
    // What all others are without their mistake.
    nothing OPS, "
        TYPES
        mod client { use super::*; client!(); }
        mod server { use super::*; in_order!();
            SERVER
            impl InOrderKettleImpl for Server {
                fn boil(&mut self, _: &RecvMessage, cups: u32)
                    -> Result<Heat, RequestError<KettleError>> { Ok(Heat(cups)) }
                fn brew(&mut self, _: &RecvMessage, _: Tea)
                    -> Result<(), RequestError<KettleError>> {
                    Err(KettleError::Empty.into())
                }
            }
            fn main() {
                let mut buffer = [0; INCOMING_SIZE];
                idol_runtime::dispatch(&mut buffer, &mut Server);
            }
        }
        mod pipelined { use super::*; pipelined!(); }";
    // The same, by paths that begin in a crate, beside the stub and around it.
    nothing_by_paths r#"
        "boil": (
            args: { "id": "userlib::TaskId", "cups": "Option<local::Cups>" },
            reply: Result(ok: "core::num::NonZeroU16", err: ServerDeath),
            encoding: Ssmarshal,
        ),
        "brew": (
            args: { "heats": "[around::Heat; 2]", "seeds": "[u8; around::Heat::SEEDS]" },
            reply: Result(ok: "around::Heat", err: CLike("around::Failure")),
        ),"#, "
        TYPES
        mod around {
            pub use super::{Heat, KettleError as Failure};
            impl Heat { pub const SEEDS: usize = 3; }
        }
        mod client { use super::*;
            mod local { pub use u8 as Cups; }
            client!();
        }
        mod server { use super::around;
            mod local { pub use u8 as Cups; }
            in_order!();
        }";
    reply_misspelt r#"
        "boil": (reply: Result(ok: "Haet", err: CLike("KettleError"))),"#,
        "TYPES mod server { use super::*; in_order!(); }";
    reply_misspelt_in_a_client r#"
        "boil": (reply: Result(ok: "Haet", err: CLike("KettleError"))),"#,
        "TYPES mod client { use super::*; client!(); }";
    argument_misspelt r#"
        "brew": (
            args: { "tea": "Tee" },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES mod server { use super::*; in_order!(); }";
    argument_misspelt_in_a_client r#"
        "brew": (
            args: { "tea": "Tee" },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES mod client { use super::*; client!(); }";
    argument_misspelt_with_hubpack r#"
        "brew": (
            encoding: Hubpack,
            args: { "tea": "Tee" },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES mod server { use super::*; in_order!(); }";
    error_misspelt r#"
        "boil": (reply: Result(ok: "Heat", err: CLike("KettelError"))),"#,
        "TYPES mod server { use super::*; in_order!(); }";
    misspelt_in_a_crate r#"
        "boil": (
            args: { "from": "userlib::TaksId" },
            reply: Result(ok: "userlib::TaksId", err: CLike("KettleError")),
        ),
        "brew": (
            args: { "from": "userlib::TaksId", "tea": "Tea" },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES mod server { use super::*; in_order!(); }";
    misspelt_in_a_crate_in_a_client r#"
        "boil": (
            args: { "from": "userlib::TaksId" },
            reply: Result(ok: "userlib::TaksId", err: CLike("KettleError")),
        ),
        "brew": (
            args: { "from": "userlib::TaksId", "tea": "Tea" },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES mod client { use super::*; client!(); }";
    crate_misspelt r#"
        "boil": (
            args: { "from": "userlob::TaskId" },
            reply: Result(ok: "userlob::TaskId", err: CLike("KettleError")),
        ),
        "brew": (
            args: { "from": "userlob::TaskId", "tea": "Tea" },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES mod server { use super::*; in_order!(); }";
    no_use_super OPS, "TYPES mod server { in_order!(); }";
    no_use_super_in_a_client OPS, "TYPES mod client { client!(); }";
    both_sides_in_one_module OPS, "TYPES client!(); in_order!();";
    enum_without_derives r#"
        "brew": (
            args: { "tea": (type: "Plain", recv: FromPrimitive("u8")) },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES
        #[derive(Clone, Copy)]
        #[repr(u8)]
        pub enum Plain { Black = 1, Green = 2 }
        mod server { use super::*; in_order!(); }";
    enum_without_derives_in_a_client r#"
        "brew": (
            args: { "tea": (type: "Plain", recv: FromPrimitive("u8")) },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES
        #[derive(Clone, Copy)]
        #[repr(u8)]
        pub enum Plain { Black = 1, Green = 2 }
        mod client { use super::*; client!(); }";
    error_not_counted r#"
        "boil": (reply: Result(ok: "Heat", err: CLike("Uncounted"))),
        "cool": (reply: Result(ok: "Heat", err: CLike("Uncounted"))),"#,
        "TYPES
        #[derive(Clone, Copy, Debug, idol_derive::IdolError)]
        #[repr(u32)]
        pub enum Uncounted { Empty = 1, #[idol(server_death)] Dead = 2 }
        mod server { use super::*; in_order!(); }";
    error_is_an_integer r#"
        "boil": (reply: Result(ok: "Heat", err: CLike("u32"))),"#,
        "TYPES mod server { use super::*; in_order!(); }";
    error_is_an_integer_in_a_client r#"
        "boil": (reply: Result(ok: "Heat", err: CLike("u32"))),"#,
        "TYPES mod client { use super::*; client!(); }";
    error_code_is_0 r#"
        "boil": (reply: Result(ok: "Heat", err: CLike("Zero"))),"#,
        "TYPES
        #[derive(Clone, Copy, Debug, counters::Count, idol_derive::IdolError)]
        #[repr(u32)]
        pub enum Zero { Empty = 0, #[idol(server_death)] Dead = 2 }
        mod client { use super::*; client!(); }
        mod server { use super::*; in_order!(); }";
    argument_cannot_travel r#"
        "brew": (
            args: { "tea": "Leaves" },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES
        #[derive(Clone, Copy)]
        pub struct Leaves(u32);
        mod server { use super::*; in_order!(); }";
    argument_cannot_travel_from_a_client r#"
        "brew": (
            args: { "tea": "Leaves" },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES
        #[derive(Clone, Copy)]
        pub struct Leaves(u32);
        mod client { use super::*; client!(); }";
    reply_cannot_travel r#"
        "brew": (reply: Result(ok: "Leaves", err: CLike("KettleError"))),"#,
        "TYPES
        #[derive(Clone, Copy)]
        pub struct Leaves(u32);
        mod server { use super::*; in_order!(); }";
    not_of_serde r#"
        "brew": (
            encoding: Hubpack,
            args: { "tea": "Leaves" },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES
        #[derive(Clone, Copy)]
        pub struct Leaves(u32);
        mod server { use super::*; in_order!(); }";
    in_order_for_a_pipelined_stub OPS, "
        TYPES
        mod server { use super::*; pipelined!(); }
        SERVER
        impl server::InOrderKettleImpl for Server {
            fn boil(&mut self, _: &RecvMessage, cups: u32)
                -> Result<Heat, RequestError<KettleError>> { Ok(Heat(cups)) }
            fn brew(&mut self, _: &RecvMessage, _: Tea)
                -> Result<(), RequestError<KettleError>> { Ok(()) }
        }";
    pipelined_for_a_stub_in_order OPS, "
        TYPES
        mod server { use super::*; in_order!(); }
        SERVER
        impl server::PipelinedKettleImpl for Server {
            fn boil(&mut self, _: &RecvMessage, _: u32) {}
            fn brew(&mut self, _: &RecvMessage, _: Tea) {}
        }";
    replies_for_a_stub_in_order OPS, "
        TYPES
        mod server { use super::*; in_order!(); }
        SERVER
        impl server::KettleReplies for Server {}";
    new_for_a_client OPS, "
        TYPES
        mod client { use super::*; client!();
            #[deny(deprecated)]
            fn kettle(task: userlib::TaskId) -> Kettle { Kettle::new(task) }
        }";
    client_error_into OPS, "
        TYPES
        mod server { use super::*; in_order!();
            SERVER
            impl InOrderKettleImpl for Server {
                fn boil(&mut self, _: &RecvMessage, _: u32)
                    -> Result<Heat, RequestError<KettleError>> {
                    Err(idol_runtime::ClientError::BadMessageContents.into())
                }
                fn brew(&mut self, _: &RecvMessage, _: Tea)
                    -> Result<(), RequestError<KettleError>> { Ok(()) }
            }
        }";
    client_error_by_question_mark OPS, "
        TYPES
        mod server { use super::*; in_order!();
            SERVER
            impl InOrderKettleImpl for Server {
                fn boil(&mut self, _: &RecvMessage, _: u32)
                    -> Result<Heat, RequestError<KettleError>> {
                    Err(idol_runtime::ClientError::BadMessageContents)?
                }
                fn brew(&mut self, _: &RecvMessage, _: Tea)
                    -> Result<(), RequestError<KettleError>> { Ok(()) }
            }
        }";
    complex_without_server_death r#"
        "boil": (
            encoding: Hubpack,
            reply: Result(ok: "u32", err: Complex("Wet")),
        ),"#,
        "TYPES
        #[derive(Clone, Copy, Debug, counters::Count, serde::Serialize)]
        #[derive(serde::Deserialize, hubpack::SerializedSize)]
        pub enum Wet { Very }
        mod client { use super::*; client!(); }
        mod server { use super::*; in_order!(); }";
    function_that_returns_an_option r#"
        "heat": (
            args: { "to": (type: "Degrees", recv: From("u16", Some("checked"))) },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES
        #[derive(Clone, Copy, Immutable, IntoBytes)]
        #[repr(transparent)]
        pub struct Degrees(u16);
        pub fn checked(raw: u16) -> Option<Degrees> {
            (raw <= 100).then_some(Degrees(raw))
        }
        mod server { use super::*; in_order!(); }";
    function_that_returns_none r#"
        "heat": (
            args: { "to": (type: "Degrees", recv: TryFrom("u16", Some("made"))) },
            reply: Result(ok: "()", err: CLike("KettleError")),
        ),"#,
        "TYPES
        #[derive(Clone, Copy, Immutable, IntoBytes)]
        #[repr(transparent)]
        pub struct Degrees(u16);
        pub fn made(raw: u16) -> Degrees { Degrees(raw) }
        mod server { use super::*; in_order!(); }";
}
