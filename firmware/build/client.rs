//! Clients, and what calls their operations.

use std::fmt::Write;

use idol::syntax::{Interface, Reply};

use crate::subjects::Subject;
use crate::task::{stub, with_calls};

/// A client of which these operations are linked, and callers of those that
/// are counted.
pub(crate) fn client(
    subject: &Subject,
    interface: &Interface,
    linked: &[&str],
) -> Result<String, std::fmt::Error> {
    let client = &interface.name;
    let mut text = stub(subject.name, "client_stub");
    writeln!(
        text,
        "#[unsafe(export_name = \"main\")]\n\
         fn main() -> ! {{ loop {{}} }}\n\
         #[used]\n\
         #[unsafe(link_section = \".uncounted\")]\n\
         #[unsafe(export_name = \"operations\")]\n\
         static OPERATIONS: firmware::Kept<{}> = firmware::Kept([",
        linked.len()
    )?;
    for op in linked {
        writeln!(text, "    {client}::{op} as *const (),")?;
    }
    writeln!(text, "]);")?;
    let called = subject.called.iter().filter(|_| with_calls());
    for &name in called.filter(|name| linked.contains(name)) {
        let op = &interface.ops[name];
        let succeeds = match op.reply {
            Reply::Simple(_) => "; true",
            Reply::Result { .. } => ".is_ok()",
        };
        let mut types = format!("&{client}");
        let mut values = "client".to_owned();
        for arg in op.args.values() {
            write!(types, ", {}", arg.ty)?;
            write!(values, ", firmware::stand_in::Sample::sample()")?;
        }
        for lease in op.leases.values() {
            let reference = if lease.write { "&mut" } else { "&" };
            write!(types, ", {reference} {}", lease.ty)?;
            write!(values, ", {reference} [0; 4]")?;
        }
        // Through a pointer, so that the operation is not inlined here.
        writeln!(
            text,
            "#[unsafe(export_name = \"call_{name}\")]\n\
             #[unsafe(link_section = \".uncounted\")]\n\
             extern \"C\" fn call_{name}(client: &{client}) -> bool {{\n    \
                 let call: fn({types}) -> _ =\n        \
                     ::core::hint::black_box({client}::{name});\n    \
                 call({values}){succeeds}\n\
             }}"
        )?;
    }
    Ok(text)
}
