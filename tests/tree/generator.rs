//! The generator and the runtime of the tree: a few lines, in the place of the
//! public ones.

pub(crate) const GENERATOR: &str =
    "https://github.com/oxidecomputer/idolatry.git";

/// What the generator of the tree writes first.
pub(crate) const MARK: &str = "// the generator from git";

/// The crates that the generator from git depends on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Libraries {
    /// As few as ours.
    Few,
    /// Those with which such a generator is commonly written.
    Common,
}

impl Libraries {
    /// As lines of a manifest.
    pub(crate) fn manifest(self) -> &'static str {
        match self {
            Self::Few => {
                "indexmap = { version = \"2\", default-features = false }\n\
                 unicode-ident = \"1\"\n"
            }
            Self::Common => {
                "indexmap = { version = \"2\", features = [\"serde\"] }\n\
                 prettyplease = \"0.2\"\n\
                 proc-macro2 = \"1\"\n\
                 quote = \"1\"\n\
                 ron = \"0.8\"\n\
                 serde = { version = \"1\", features = [\"derive\"] }\n\
                 serde_with = { version = \"3\", default-features = false, features = [\"macros\"] }\n\
                 syn = { version = \"2\", features = [\"full\", \"extra-traits\"] }\n"
            }
        }
    }
}

pub(crate) const SOURCE: &str = r#"
type Done = Result<(), Box<dyn std::error::Error + Send + Sync>>;

fn write(source: &str, name: &str, text: &str) -> Done {
    println!("cargo:rerun-if-changed={source}");
    let path = std::path::Path::new(&std::env::var_os("OUT_DIR").unwrap()).join(name);
    Ok(std::fs::write(path, format!("// the generator from git\n{text}"))?)
}

pub mod client {
    pub fn build_client_stub(source: &str, name: &str) -> crate::Done {
        crate::write(source, name, "pub struct Lamp(pub userlib::TaskId);
            impl From<userlib::TaskId> for Lamp {
                fn from(task: userlib::TaskId) -> Self { Self(task) }
            }")
    }
}

pub mod server {
    pub enum ServerStyle { InOrder, Pipelined }

    pub fn build_server_support(source: &str, name: &str, _: ServerStyle) -> crate::Done {
        crate::write(source, name, "pub trait InOrderLampImpl {
            fn set(&mut self, _: &userlib::RecvMessage, on: bool)
                -> Result<(), idol_runtime::RequestError<core::convert::Infallible>>;
        }")
    }
}
"#;

pub(crate) const RUNTIME: &str = r#"#![no_std]
pub enum RequestError<E> { Runtime(E) }
pub trait NotificationHandler {
    fn current_notification_mask(&self) -> u32;
    fn handle_notification(&mut self, bits: userlib::NotificationBits);
}
"#;
