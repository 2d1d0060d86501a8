//! Generates both stubs of `desk.idol` in each encoding, and of two versions of
//! a lamp, and a client whose errors cannot tell of death.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use idol::server::ServerStyle;
use idol::syntax::{self, Encoding, Interface, RecvStrategy, Reply};
use idol::{CounterSettings, Generator};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=desk.idol");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let desk: Interface = fs::read_to_string("desk.idol")?
        .parse()
        .map_err(|error| format!("{error}"))?;
    let counters = CounterSettings::default()
        .with_server_counters(false)
        .with_client_counters(false);
    let generator = Generator::new().with_counters(counters);
    // The task behind the server's.
    let callers = BTreeMap::from([("guard".to_owned(), vec![1])]);
    for (name, encoding) in [
        ("zerocopy", Encoding::Zerocopy),
        ("ssmarshal", Encoding::Ssmarshal),
        ("hubpack", Encoding::Hubpack),
    ] {
        let server = in_encoding(&desk, encoding);
        let mut client = server.clone();
        client.ops.retain(|name, _| name != "simple_once");
        let file = |side| fs::File::create(out.join(format!("{name}_{side}")));
        generator.generate_client_stub(&client, file("client.rs")?)?;
        for (side, style) in [
            ("server.rs", ServerStyle::InOrder),
            ("pipelined.rs", ServerStyle::Pipelined),
        ] {
            generator.generate_restricted_server_support(
                &server,
                style,
                &callers,
                file(side)?,
            )?;
        }
    }
    generator.build_client_stub("mute.idol", "mute_client.rs")?;
    for version in ["old", "new"] {
        let source = format!("versions/{version}.idol");
        generator
            .build_client_stub(&source, &format!("{version}_client.rs"))?;
        generator.build_server_support(
            &source,
            &format!("{version}_server.rs"),
            ServerStyle::InOrder,
        )?;
    }
    Ok(())
}

/// The interface with all its operations, as far as they are legal, in one
/// encoding. An operation has the same number in all of them.
fn in_encoding(desk: &Interface, encoding: Encoding) -> Interface {
    let mut desk = desk.clone();
    for (number, operation) in (1..).zip(desk.ops.values_mut()) {
        operation.number = number;
        operation.encoding = encoding;
        if let Encoding::Hubpack | Encoding::Ssmarshal = encoding {
            let reply = match &mut operation.reply {
                Reply::Simple(ty) | Reply::Result { ok: ty, .. } => ty,
            };
            for ty in operation.args.values_mut().chain([reply]) {
                ty.recv = RecvStrategy::FromBytes;
            }
        }
    }
    if let Encoding::Ssmarshal = encoding {
        // The numbers of those that it cannot have stay free.
        let reserved = &mut desk.reserved;
        desk.ops.retain(|_, operation| {
            let complex = matches!(
                operation.reply,
                Reply::Result {
                    err: syntax::Error::Complex(_),
                    ..
                }
            );
            if complex {
                reserved.push(operation.number);
            }
            !complex
        });
    }
    desk
}
