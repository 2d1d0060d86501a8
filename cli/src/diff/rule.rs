//! Which changes break what.
//!
//! Three audiences read an interface, and each has a verdict:
//!
//! - **wire**: clients and servers that are not built together. Breaking means
//!   that a call which worked fails, or means something else, when one side is
//!   newer. (A Hubris image is built in one go, and has no mix. Images on two
//!   sides of a link, a task updated alone, a recorded message have.)
//! - **rust**: source that calls a generated client or implements a generated
//!   server, of either style. Compatible means that it compiles as it is, and
//!   means the same.
//! - **debugger**: what people and scripts type into a debugger. It reads the
//!   interface out of the image that it looks at, so it knows the new numbers,
//!   encodings and types; names, and what must be given, are typed.
//!
//! Some changes are worth a **look**: whether they break something is not in
//! the files, or is meant.
//!
//! | rule | wire | rust | debugger | because |
//! | --- | --- | --- | --- | --- |
//! | `interface-added` | compatible | compatible | compatible | nobody knows it yet |
//! | `interface-removed` | breaking | breaking | breaking | its operations are gone |
//! | `interface-renamed` | compatible | breaking | breaking | the name is part of every generated type's, and is typed; it is not sent |
//! | `operation-added` | compatible | look | compatible | every server must implement it, and is built with it; an old server faults a new client that calls it |
//! | `operation-removed` | breaking | breaking | breaking | a new server faults an old client that calls it |
//! | `operation-replaced` | breaking | breaking | breaking | an old client that calls the one gets the other |
//! | `operation-renamed` | compatible | breaking | breaking | it has the same number and the same bytes; functions and scripts name it |
//! | `operation-renumbered` | breaking | compatible | compatible | the number is what is sent |
//! | `number-reused` | breaking | look | compatible | what an old client means by the number is another operation; servers as for a new one |
//! | `number-reserved` | compatible | compatible | compatible | no operation has the number |
//! | `number-released` | look | compatible | compatible | no operation has the number yet |
//! | `argument-added` | breaking | breaking | breaking | messages have another length; functions and scripts give it |
//! | `argument-removed` | breaking | breaking | breaking | likewise |
//! | `arguments-replaced` | breaking | breaking | breaking | likewise |
//! | `argument-renamed` | compatible | compatible | breaking | names are not sent, and functions go by position; they are typed |
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
//! | `type-moved` | look | look | look | perhaps they are the same types, and the crate or the module is renamed; nothing here says so |
//! | `lease-added` | breaking | breaking | breaking | a server checks how many there are |
//! | `lease-removed` | breaking | breaking | breaking | likewise |
//! | `lease-renamed` | compatible | breaking | compatible | leases go by position; a method of what a pipelined server answers with has the name |
//! | `leases-reordered` | breaking | breaking | breaking | a lease is known by its position |
//! | `lease-access` | breaking | breaking | breaking | one side demands a right that the other does not give; `&T` or `&mut T` |
//! | `lease-type` | breaking | breaking | breaking | a server checks the length |
//! | `lease-limit-added` | look | breaking | look | a new server refuses longer ones, if there are such; the limit is part of the server's type |
//! | `lease-limit-raised` | look | breaking | compatible | an old server refuses the longer ones of a new client; the limit is part of the server's type |
//! | `lease-limit-lowered` | breaking | breaking | breaking | a new server refuses what an old client may send |
//! | `reply-kind` | compatible | breaking | compatible | neither kind has an error to send; functions return another type |
//! | `error-kind` | breaking | breaking | compatible | one side sends errors that the other does not know |
//! | `error-type` | breaking | breaking | compatible | nothing says that both types have the same codes or bytes |
//! | `encoding` | breaking | breaking | compatible | the bytes may be others, and so are the traits that types must have |
//! | `encoding-of-nothing` | compatible | compatible | compatible | nothing is sent either way but the number and the code |
//! | `retry-added` | look | compatible | compatible | nothing sent is another; a new client asks an old server again, which must not do twice what must be done once |
//! | `retry-removed` | look | breaking | compatible | likewise, an old client a new server; errors must be able to tell of death |
//! | `cursor-added` | compatible | compatible | compatible | nothing sent is another; clients have one method more |
//! | `cursor-removed` | compatible | breaking | compatible | nothing sent is another; clients lose the method that goes through all elements |
//! | `doc` | compatible | compatible | compatible | it is for people |
//! | `called-nowhere` | compatible | compatible | look | whoever calls it by that name finds nothing |
//! | `acceptance-unused` | compatible | compatible | compatible | what it was for has landed, or it is misspelt: a warning |

use serde::Serialize;

/// What a change means for an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// All goes on as it did.
    Compatible,
    /// Somebody should look whether it does.
    Look,
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

/// Verdicts as short as a table needs them.
mod short {
    use super::Verdict;

    pub(super) const OK: Verdict = Verdict::Compatible;
    pub(super) const LOOK: Verdict = Verdict::Look;
    pub(super) const BREAKS: Verdict = Verdict::Breaking;
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $name:literal
       [$wire:ident $rust:ident $debugger:ident],)*) => {
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
                let [wire, rust, debugger] = match self {
                    $(Self::$rule => [
                        short::$wire,
                        short::$rust,
                        short::$debugger,
                    ],)*
                };
                match audience {
                    Audience::Wire => wire,
                    Audience::Rust => rust,
                    Audience::Debugger => debugger,
                }
            }
        }
    };
}

rules! {
    /// A file with an interface is new.
    InterfaceAdded "interface-added" [OK OK OK],
    /// A file with an interface is gone.
    InterfaceRemoved "interface-removed" [BREAKS BREAKS BREAKS],
    /// An interface has another name.
    InterfaceRenamed "interface-renamed" [OK BREAKS BREAKS],
    /// An operation is new.
    OperationAdded "operation-added" [OK LOOK OK],
    /// An operation is gone.
    OperationRemoved "operation-removed" [BREAKS BREAKS BREAKS],
    /// An operation is gone, and another has its number.
    OperationReplaced "operation-replaced" [BREAKS BREAKS BREAKS],
    /// An operation has another name and the same number.
    OperationRenamed "operation-renamed" [OK BREAKS BREAKS],
    /// An operation has another number.
    OperationRenumbered "operation-renumbered" [BREAKS OK OK],
    /// A new operation has a number that was another's.
    NumberReused "number-reused" [BREAKS LOOK OK],
    /// A number is reserved.
    NumberReserved "number-reserved" [OK OK OK],
    /// A number is no longer reserved.
    NumberReleased "number-released" [LOOK OK OK],
    /// Arguments are new.
    ArgumentAdded "argument-added" [BREAKS BREAKS BREAKS],
    /// Arguments are gone.
    ArgumentRemoved "argument-removed" [BREAKS BREAKS BREAKS],
    /// Arguments are gone, and others are new.
    ArgumentsReplaced "arguments-replaced" [BREAKS BREAKS BREAKS],
    /// An argument has another name.
    ArgumentRenamed "argument-renamed" [OK OK BREAKS],
    /// Arguments have another order.
    ArgumentsReordered "arguments-reordered" [BREAKS BREAKS OK],
    /// An argument has another type.
    ArgumentType "argument-type" [BREAKS BREAKS BREAKS],
    /// An argument has another type, made of the same bytes.
    ArgumentTypeSameBytes "argument-type-same-bytes" [OK BREAKS BREAKS],
    /// An argument is converted from another type.
    ArgumentRawType "argument-raw-type" [BREAKS BREAKS OK],
    /// An argument is converted in another way.
    ArgumentConversion "argument-conversion" [OK BREAKS OK],
    /// A reply's value has another type.
    ValueType "value-type" [BREAKS BREAKS BREAKS],
    /// A reply's value has another type, made of the same bytes.
    ValueTypeSameBytes "value-type-same-bytes" [OK BREAKS BREAKS],
    /// A reply's value is converted from another type.
    ValueRawType "value-raw-type" [BREAKS BREAKS OK],
    /// A reply's value is converted in another way.
    ValueConversion "value-conversion" [OK BREAKS OK],
    /// A type is named by another path.
    TypePath "type-path" [OK OK OK],
    /// Types of the same names are found elsewhere.
    TypeMoved "type-moved" [LOOK LOOK LOOK],
    /// A lease is new.
    LeaseAdded "lease-added" [BREAKS BREAKS BREAKS],
    /// A lease is gone.
    LeaseRemoved "lease-removed" [BREAKS BREAKS BREAKS],
    /// A lease has another name.
    LeaseRenamed "lease-renamed" [OK BREAKS OK],
    /// Leases have another order.
    LeasesReordered "leases-reordered" [BREAKS BREAKS BREAKS],
    /// A lease grants other rights.
    LeaseAccess "lease-access" [BREAKS BREAKS BREAKS],
    /// A lease lends another type.
    LeaseType "lease-type" [BREAKS BREAKS BREAKS],
    /// A lease of any length has a limit.
    LeaseLimitAdded "lease-limit-added" [LOOK BREAKS LOOK],
    /// A lease may be longer.
    LeaseLimitRaised "lease-limit-raised" [LOOK BREAKS OK],
    /// A lease may be less long.
    LeaseLimitLowered "lease-limit-lowered" [BREAKS BREAKS BREAKS],
    /// A reply that cannot fail says so in another way.
    ReplyKind "reply-kind" [OK BREAKS OK],
    /// An operation fails in another way.
    ErrorKind "error-kind" [BREAKS BREAKS OK],
    /// An error has another type.
    ErrorType "error-type" [BREAKS BREAKS OK],
    /// An operation has another encoding.
    Encoding "encoding" [BREAKS BREAKS OK],
    /// An operation that sends nothing has another encoding.
    EncodingOfNothing "encoding-of-nothing" [OK OK OK],
    /// An operation is asked for again.
    RetryAdded "retry-added" [LOOK OK OK],
    /// An operation is no longer asked for again.
    RetryRemoved "retry-removed" [LOOK BREAKS OK],
    /// An operation is marked as a cursor.
    CursorAdded "cursor-added" [OK OK OK],
    /// An operation is no longer marked as a cursor.
    CursorRemoved "cursor-removed" [OK BREAKS OK],
    /// An operation's documentation is another.
    Doc "doc" [OK OK OK],
    /// A list names an operation that no version has.
    CalledNowhere "called-nowhere" [OK OK LOOK],
    /// A comment or an entry accepts nothing.
    AcceptanceUnused "acceptance-unused" [OK OK OK],
}
