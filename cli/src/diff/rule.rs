//! Which changes break what.
//!
//! Three audiences read an interface, and each has a verdict:
//!
//! - **wire**: clients and servers that are not built together. Compatible
//!   means that every call of an operation that both sides have works in any
//!   mix: an old client with a new server, and a new client with an old one.
//!   (A Hubris image is built in one go, and has no mix. Images on two sides
//!   of a link, a task updated alone, a recorded message have.)
//! - **rust**: source that calls a generated client or implements a generated
//!   server. Compatible means that it compiles as it is, and means the same.
//! - **debugger**: what people and scripts type into a debugger. It reads the
//!   interface out of the image that it looks at, so it knows the new numbers,
//!   encodings and types; names, and what must be given, are typed.
//!
//! | rule | wire | rust | debugger | because |
//! | --- | --- | --- | --- | --- |
//! | `interface-added` | compatible | compatible | compatible | nobody knows it yet |
//! | `interface-removed` | breaking | breaking | breaking | its operations are gone |
//! | `interface-renamed` | compatible | breaking | breaking | the name is part of every generated type's, and is typed; it is not sent |
//! | `operation-added` | compatible | breaking | compatible | every server must implement it; an old server faults a new client that calls it |
//! | `operation-removed` | breaking | breaking | breaking | a new server faults an old client that calls it |
//! | `operation-renamed` | compatible | breaking | breaking | it has the same number and the same bytes; functions and scripts name it |
//! | `operation-renumbered` | breaking | compatible | compatible | the number is what is sent |
//! | `number-reused` | breaking | compatible | compatible | what an old client means by the number is another operation |
//! | `number-reserved` | compatible | compatible | compatible | no operation has the number |
//! | `number-released` | compatible | compatible | compatible | no operation has the number yet |
//! | `argument-added` | breaking | breaking | breaking | messages have another length; functions and scripts give it |
//! | `argument-removed` | breaking | breaking | breaking | likewise |
//! | `argument-renamed` | compatible | breaking | breaking | names are not sent; they are fields of `I_op_ARGS`, and are typed |
//! | `arguments-reordered` | breaking | breaking | compatible | the order is that of the bytes and of the parameters; scripts name them |
//! | `argument-type` | breaking | breaking | breaking | nothing says that both types have the same bytes |
//! | `argument-type-same-bytes` | compatible | breaking | breaking | what is sent is the same, and any of it is a value |
//! | `argument-raw-type` | breaking | breaking | compatible | the bytes are as many as those of the type in `recv` |
//! | `argument-conversion` | compatible | breaking | compatible | what is sent are the value's own bytes; the type must have the conversion |
//! | `value-type` | breaking | breaking | breaking | as for arguments |
//! | `value-type-same-bytes` | compatible | breaking | breaking | as for arguments |
//! | `value-raw-type` | breaking | breaking | compatible | as for arguments |
//! | `value-conversion` | compatible | breaking | compatible | as for arguments |
//! | `type-path` | compatible | compatible | compatible | one type, named by a longer or shorter path |
//! | `lease-added` | breaking | breaking | breaking | a server checks how many there are |
//! | `lease-removed` | breaking | breaking | breaking | likewise |
//! | `lease-renamed` | compatible | compatible | compatible | leases go by position everywhere |
//! | `leases-reordered` | breaking | breaking | breaking | likewise |
//! | `lease-access` | breaking | breaking | breaking | one side demands a right that the other does not give; `&T` or `&mut T` |
//! | `lease-type` | breaking | breaking | breaking | a server checks the length |
//! | `lease-limit-raised` | breaking | breaking | compatible | an old server refuses what a new client may send; the limit is part of the server's type |
//! | `lease-limit-lowered` | breaking | breaking | breaking | a new server refuses what an old client may send |
//! | `reply-kind` | compatible | breaking | compatible | neither kind has an error to send; functions return another type |
//! | `error-kind` | breaking | breaking | compatible | one side sends errors that the other does not know |
//! | `error-type` | breaking | breaking | compatible | nothing says that both types have the same codes or bytes |
//! | `encoding` | breaking | breaking | compatible | the bytes are others, and the traits that types must have |
//! | `encoding-of-nothing` | compatible | compatible | compatible | nothing is sent either way but the number and the code |
//! | `retry-added` | breaking | compatible | compatible | a new client asks an old server again, which may do twice what must be done once |
//! | `retry-removed` | breaking | breaking | compatible | an old client asks a new server again, likewise; errors must be able to tell of death |
//! | `doc` | compatible | compatible | compatible | it is for people |

use serde::Serialize;

/// What a change means for an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// All goes on as it did.
    Compatible,
    /// Something does not.
    Breaking,
}

/// Who reads an interface.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum,
)]
pub enum Audience {
    /// Clients and servers that are not built together
    Wire,
    /// Source that calls clients or implements servers
    Rust,
    /// What is typed into a debugger
    Debugger,
}

impl Audience {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Wire, Self::Rust, Self::Debugger];

    /// The name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Rust => "rust",
            Self::Debugger => "debugger",
        }
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $name:literal [$($breaks:ident)*],)*) => {
        /// A kind of change; the table above says what it breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$doc])* $rule,)*
        }

        impl Rule {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            /// The name, which is stable.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$rule => $name,)*
                }
            }

            /// What it means for an audience.
            pub fn verdict(self, audience: Audience) -> Verdict {
                let breaks: &[Audience] = match self {
                    $(Self::$rule => &[$(Audience::$breaks),*],)*
                };
                match breaks.contains(&audience) {
                    true => Verdict::Breaking,
                    false => Verdict::Compatible,
                }
            }
        }
    };
}

rules! {
    /// A file with an interface is new.
    InterfaceAdded "interface-added" [],
    /// A file with an interface is gone.
    InterfaceRemoved "interface-removed" [Wire Rust Debugger],
    /// An interface has another name.
    InterfaceRenamed "interface-renamed" [Rust Debugger],
    /// An operation is new.
    OperationAdded "operation-added" [Rust],
    /// An operation is gone.
    OperationRemoved "operation-removed" [Wire Rust Debugger],
    /// An operation has another name and the same number.
    OperationRenamed "operation-renamed" [Rust Debugger],
    /// An operation has another number.
    OperationRenumbered "operation-renumbered" [Wire],
    /// A new operation has a number that was another's.
    NumberReused "number-reused" [Wire],
    /// A number is reserved.
    NumberReserved "number-reserved" [],
    /// A number is no longer reserved.
    NumberReleased "number-released" [],
    /// An argument is new.
    ArgumentAdded "argument-added" [Wire Rust Debugger],
    /// An argument is gone.
    ArgumentRemoved "argument-removed" [Wire Rust Debugger],
    /// An argument has another name.
    ArgumentRenamed "argument-renamed" [Rust Debugger],
    /// Arguments have another order.
    ArgumentsReordered "arguments-reordered" [Wire Rust],
    /// An argument has another type.
    ArgumentType "argument-type" [Wire Rust Debugger],
    /// An argument has another type, made of the same bytes.
    ArgumentTypeSameBytes "argument-type-same-bytes" [Rust Debugger],
    /// An argument is converted from another type.
    ArgumentRawType "argument-raw-type" [Wire Rust],
    /// An argument is converted in another way.
    ArgumentConversion "argument-conversion" [Rust],
    /// A reply's value has another type.
    ValueType "value-type" [Wire Rust Debugger],
    /// A reply's value has another type, made of the same bytes.
    ValueTypeSameBytes "value-type-same-bytes" [Rust Debugger],
    /// A reply's value is converted from another type.
    ValueRawType "value-raw-type" [Wire Rust],
    /// A reply's value is converted in another way.
    ValueConversion "value-conversion" [Rust],
    /// A type is named by another path.
    TypePath "type-path" [],
    /// A lease is new.
    LeaseAdded "lease-added" [Wire Rust Debugger],
    /// A lease is gone.
    LeaseRemoved "lease-removed" [Wire Rust Debugger],
    /// A lease has another name.
    LeaseRenamed "lease-renamed" [],
    /// Leases have another order.
    LeasesReordered "leases-reordered" [Wire Rust Debugger],
    /// A lease grants other rights.
    LeaseAccess "lease-access" [Wire Rust Debugger],
    /// A lease lends another type.
    LeaseType "lease-type" [Wire Rust Debugger],
    /// A lease may be longer.
    LeaseLimitRaised "lease-limit-raised" [Wire Rust],
    /// A lease may be less long.
    LeaseLimitLowered "lease-limit-lowered" [Wire Rust Debugger],
    /// A reply that cannot fail says so in another way.
    ReplyKind "reply-kind" [Rust],
    /// An operation fails in another way.
    ErrorKind "error-kind" [Wire Rust],
    /// An error has another type.
    ErrorType "error-type" [Wire Rust],
    /// An operation has another encoding.
    Encoding "encoding" [Wire Rust],
    /// An operation that sends nothing has another encoding.
    EncodingOfNothing "encoding-of-nothing" [],
    /// An operation is asked for again.
    RetryAdded "retry-added" [Wire],
    /// An operation is no longer asked for again.
    RetryRemoved "retry-removed" [Wire Rust],
    /// An operation's documentation is another.
    Doc "doc" [],
}
