//! Pairs of tasks that do the same: one with what Idol has for it in a line, one
//! with what is written in its place by hand.

/// A server that reads what is lent and calls a client, made of its modules,
/// what follows an access to a lease, and a client.
fn lending(modules: &str, gone: &str, client: &str) -> String {
    format!(
        "\
use firmware::stand_in::notes::{{Note, NotesError, Place}};
#[allow(unused_imports)]
use idol_runtime::OrWentAway;
{modules}
userlib::task_slot!(OTHER, notes);
struct Server;
impl idol_runtime::NoNotifications for Server {{}}
impl server::InOrderNotesImpl for Server {{
    fn ping(
        &mut self,
        _: &userlib::RecvMessage,
    ) -> Result<(), idol_runtime::RequestError<core::convert::Infallible>> {{
        client::Notes::from({client}).ping();
        Ok(())
    }}
    fn write(
        &mut self,
        _: &userlib::RecvMessage,
        page: u16,
        _: Note,
        _: bool,
        _: Option<u64>,
        text: idol_runtime::LenLimit<
            idol_runtime::Leased<idol_runtime::R, [u8]>,
            64,
        >,
    ) -> Result<Place, idol_runtime::RequestError<NotesError>> {{
        let mut bytes = [0; 64];
        let len = text.len().min(bytes.len());
        let part = bytes.get_mut(..len).unwrap_or_default();
        text.read_range(0..len, part){gone}?;
        let first = text.read_at(0){gone_too}?;
        let sum = bytes.iter().fold(first, |sum, byte| sum.wrapping_add(*byte));
        Ok(Place {{ page, line: sum }})
    }}
    fn read(
        &mut self,
        _: &userlib::RecvMessage,
        _: Place,
    ) -> Result<Option<Note>, idol_runtime::RequestError<NotesError>> {{
        Ok(None)
    }}
}}
",
        gone_too = gone.replace("map_err(|()|", "ok_or_else(||"),
    )
}

/// The tasks by name, each without its end.
pub(crate) fn tasks() -> [(&'static str, String); 6] {
    let by_hand = |name: &str, file: &str| {
        format!(
            "mod {name} {{
    use super::{{Note, NotesError, Place}};
    include!(concat!(env!(\"OUT_DIR\"), \"/{file}\"));
}}
"
        )
    };
    let in_a_line = |name: &str, file: &str| {
        format!(
            "idol_runtime::stub!(mod {name} = \"{file}\", \
             use Note, NotesError, Place);\n"
        )
    };
    let two = |of: &dyn Fn(&str, &str) -> String, client: &str| {
        of("client", client) + &of("server", "notes_server_stub.rs")
    };
    let absent = in_a_line("server", "notes_absent_stub.rs");
    let some = in_a_line("server", "notes_some_stub.rs");
    let all = by_hand("server", "notes_server_stub.rs");
    [
        (
            "lending",
            lending(
                &two(&in_a_line, "notes_slots_stub.rs"),
                ".or_went_away()",
                "&OTHER",
            ),
        ),
        (
            "lending_by_hand",
            lending(
                &two(&by_hand, "notes_client_stub.rs"),
                ".map_err(|()| idol_runtime::RequestError::Fail(\
                 idol_runtime::ClientError::WentAway))",
                "OTHER.get_task_id()",
            ),
        ),
        ("absent", format!("{TYPES}{absent}")),
        ("absent_by_hand", format!("{TYPES}{all}{NOTHING}{FAILS}")),
        ("some", format!("{TYPES}{some}{NOTHING}{SOME}}}\n")),
        (
            "some_by_hand",
            format!("{TYPES}{all}{NOTHING}{SOME}{UNKNOWN}}}\n"),
        ),
    ]
}

const TYPES: &str = "\
#[allow(unused_imports)]
use firmware::stand_in::notes::{Note, NotesError, Place};
";

const NOTHING: &str = "\
struct Server;
impl idol_runtime::NoNotifications for Server {}
";

/// A server that fails each operation with its own error.
const FAILS: &str = "\
impl server::InOrderNotesImpl for Server {
    fn ping(
        &mut self,
        _: &userlib::RecvMessage,
    ) -> Result<(), idol_runtime::RequestError<core::convert::Infallible>> {
        Err(idol_runtime::ClientError::UnknownOperation.fail())
    }
    fn write(
        &mut self,
        _: &userlib::RecvMessage,
        _: u16,
        _: Note,
        _: bool,
        _: Option<u64>,
        _: idol_runtime::LenLimit<
            idol_runtime::Leased<idol_runtime::R, [u8]>,
            64,
        >,
    ) -> Result<Place, idol_runtime::RequestError<NotesError>> {
        Err(NotesError::NoPaper.into())
    }
    fn read(
        &mut self,
        _: &userlib::RecvMessage,
        _: Place,
    ) -> Result<Option<Note>, idol_runtime::RequestError<NotesError>> {
        Err(NotesError::NoPaper.into())
    }
}
";

/// A server without `read`.
const SOME: &str = "\
impl server::InOrderNotesImpl for Server {
    fn ping(
        &mut self,
        _: &userlib::RecvMessage,
    ) -> Result<(), idol_runtime::RequestError<core::convert::Infallible>> {
        Ok(())
    }
    fn write(
        &mut self,
        _: &userlib::RecvMessage,
        page: u16,
        _: Note,
        _: bool,
        _: Option<u64>,
        _: idol_runtime::LenLimit<
            idol_runtime::Leased<idol_runtime::R, [u8]>,
            64,
        >,
    ) -> Result<Place, idol_runtime::RequestError<NotesError>> {
        Ok(Place { page, line: 0 })
    }
";

const UNKNOWN: &str = "\
    fn read(
        &mut self,
        _: &userlib::RecvMessage,
        _: Place,
    ) -> Result<Option<Note>, idol_runtime::RequestError<NotesError>> {
        Err(idol_runtime::ClientError::UnknownOperation.fail())
    }
";
