//! What calls operations, as text. For one operation:
//!
//! ```text
//! |client, side| {
//!     side.exercise(CALLS[3], &|wish| {
//!         let memory: [u8; 5] = ::combinations::memory::Memory::lent(CALLS[3].seed);
//!         let value = ::combinations::values::Sample::sent(CALLS[3].seed);
//!         let result = client.clike_once_r_slice_own_gives_bool(
//!             wish, value, &memory,
//!         );
//!         ::combinations::client_side::Outcome::from(result)
//!     });
//! },
//! ```

use super::{Suite, client_side, counts};
use crate::combination::{Access, Combination, Extent, Kind};
use crate::operation::type_of;

/// What stands behind the client's stub.
pub(crate) fn client(suite: &Suite) -> String {
    let name = &suite.name;
    let mut functions = String::new();
    for (i, combination) in suite.combinations.iter().enumerate() {
        functions += &exercise(i, combination);
    }
    format!(
        "
use super::{name}_CALLS as CALLS;

type Exercise = fn(&{name}, &::combinations::client_side::ClientSide);

static EXERCISES: &[Exercise] = &[{functions}];

pub(crate) fn exercise(
    server: ::userlib::TaskId,
    operations: ::core::ops::Range<usize>,
    side: &::combinations::client_side::ClientSide,
) {{
    let client = {name}::from(server);
    for exercise in &EXERCISES[operations] {{
        exercise(&client, side);
    }}
}}
{}",
        counts(suite, "CLIENT")
    )
}

/// What exercises one operation.
fn exercise(index: usize, c: &Combination) -> String {
    let call = format!("CALLS[{index}]");
    let (mut lend, mut lent, mut check) = <(String, _, String)>::default();
    if let Some((access, extent)) = c.lease {
        let memory = match extent {
            Extent::Sized => "::combinations::memory::Block",
            Extent::Array => "[u16; 3]",
            Extent::Slice => "[u8; 5]",
            Extent::Limited => "[u16; 4]",
        };
        let (mutable, reference) = match access {
            Access::Read => ("", "&memory,"),
            Access::Write | Access::ReadWrite => ("mut ", "&mut memory,"),
        };
        lent = reference;
        lend = format!(
            "let {mutable}memory: {memory} =
            ::combinations::memory::Memory::lent({call}.seed);\n"
        );
        if access != Access::Read {
            check = format!("side.filled({call}, &memory);\n");
        }
    }
    let name = c.name();
    let kind = client_side(c).kind;
    let send = format!("client.{name}(wish, value, {lent})");
    let outcome = "::combinations::client_side::Outcome";
    let (send, result) = match (kind, c.answer) {
        (Kind::Simple, None) => {
            (format!("{send};"), format!("{outcome}::Value(())"))
        }
        (Kind::Simple, Some(_)) => (
            format!("let result = {send};"),
            format!("{outcome}::Value(result)"),
        ),
        (Kind::CLike | Kind::Complex | Kind::ServerDeath, _) => (
            format!("let result = {send};"),
            format!("{outcome}::from(result)"),
        ),
    };
    format!(
        "
    |client, side| {{
        side.exercise::<{}>({call}, &|wish| {{
            {lend}let value = ::combinations::values::Sample::sent({call}.seed);
            {send}
            {check}{result}
        }});
    }},
",
        type_of(c.answer)
    )
}
