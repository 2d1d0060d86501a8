//! The tasks of the tree.

use super::generator::GENERATOR;

/// A crate of the tree that is built alone.
pub(crate) struct Task {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// What it names beside what its stub needs.
    pub(crate) more: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Client,
    Server,
    Neither,
}

impl Task {
    pub(crate) fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            kind,
            more: &[],
        }
    }

    pub(crate) fn manifest(&self) -> String {
        let mut manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.1.0\"\n\
             edition = \"2021\"\n\n[dependencies]\n",
            self.name
        );
        for dependency in self.dependencies() {
            manifest += &match dependency {
                "counters" => {
                    "counters = { path = \"../../lib/counters\" }\n".to_owned()
                }
                "userlib" => {
                    "userlib = { path = \"../../sys/userlib\" }\n".to_owned()
                }
                "idol-runtime" => {
                    format!("idol-runtime = {{ git = \"{GENERATOR}\" }}\n")
                }
                "hubpack" => "hubpack = \"0.1\"\n".to_owned(),
                "num-traits" => "num-traits = { version = \"0.2\", \
                    default-features = false }\n"
                    .to_owned(),
                "num-derive" => "num-derive = { version = \"0.4\", \
                    default-features = false }\n"
                    .to_owned(),
                "serde" => "serde = { version = \"1\", default-features = \
                    false, features = [\"derive\"] }\n"
                    .to_owned(),
                name => format!("{name} = \"0.8\"\n"),
            };
        }
        if self.kind != Kind::Neither {
            manifest += &format!(
                "\n[build-dependencies]\nidol = {{ git = \"{GENERATOR}\", \
                 default-features = false }}\n"
            );
        }
        manifest
    }

    pub(crate) fn source(&self) -> &'static str {
        match self.kind {
            Kind::Neither => NEITHER_SOURCE,
            Kind::Client => CLIENT_SOURCE,
            Kind::Server => SERVER_SOURCE,
        }
    }

    pub(crate) fn build_script(&self) -> Option<String> {
        let call = match self.kind {
            Kind::Neither => return None,
            Kind::Client => {
                "idol::client::build_client_stub(\
                 \"../../idl/lamp.idol\", \"stub.rs\")"
            }
            Kind::Server => {
                "idol::server::build_server_support(\
                 \"../../idl/lamp.idol\", \"stub.rs\", \
                 idol::server::ServerStyle::InOrder)"
            }
        };
        Some(format!(
            "fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> \
             {{\n    {call}\n}}\n"
        ))
    }

    /// Sorted, as a lock has them.
    pub(crate) fn dependencies(&self) -> Vec<&'static str> {
        let mut dependencies = vec!["userlib"];
        if self.kind != Kind::Neither {
            dependencies.extend([
                "counters",
                "idol-runtime",
                "num-traits",
                "zerocopy",
                "zerocopy-derive",
            ]);
        }
        dependencies.extend(self.more);
        dependencies.sort_unstable();
        dependencies.dedup();
        dependencies
    }
}

const NEITHER_SOURCE: &str = r#"#![no_std]
pub fn me() -> userlib::TaskId { userlib::TaskId(3) }
"#;

const CLIENT_SOURCE: &str = r#"#![no_std]
pub mod idl { include!(concat!(env!("OUT_DIR"), "/stub.rs")); }
pub fn lamp() -> idl::Lamp { idl::Lamp::from(userlib::TaskId(3)) }
"#;

const SERVER_SOURCE: &str = r#"#![no_std]
pub mod idl { include!(concat!(env!("OUT_DIR"), "/stub.rs")); }

pub struct Lamp { pub on: bool }

impl idl::InOrderLampImpl for Lamp {
    fn set(&mut self, _: &userlib::RecvMessage, on: bool)
        -> Result<(), idol_runtime::RequestError<core::convert::Infallible>>
    {
        self.on = on;
        Ok(())
    }
}

impl idol_runtime::NotificationHandler for Lamp {
    fn current_notification_mask(&self) -> u32 { 0 }
    fn handle_notification(&mut self, _: userlib::NotificationBits) {}
}
"#;
