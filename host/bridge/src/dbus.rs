//! D-Bus: an object for each server, a method for each operation.
//!
//! A server of the name `sensor` is the object `/idol/sensor`; if its interface
//! is `Sensor` it has the interface `idol.Sensor`, whose methods are the
//! operations by name. Each peer on the bus is a connection of the bridge, and
//! dies when it leaves the bus.
//!
//! | type | D-Bus |
//! | --- | --- |
//! | integers | `y`, `q`, `u`, `t`, `n` (also of 8 bits), `i`, `x`; of 128 bits `s` |
//! | floats, `bool`, `char` | `d`, `b`, `s` |
//! | arrays, `Option` | an array; of an option none or one |
//! | structs, tuples | a structure |
//! | enums | the name, `s`; where a variant has fields `(sv)`, these as a structure |
//! | `()` | nothing; inside of others `y`, 0 |
//! | leases | an array or a value; where the server only writes, its length, `u` |
//!
//! An error of the interface is `idol.Sensor.Error.` and its name; others are
//! `idol.Error.ServerDied`, `idol.Error.Faulted` and those that D-Bus has.

mod names;
mod object;
mod peer;
mod signature;
mod values;

use std::collections::HashMap;
use std::fmt;
use std::thread::{self, JoinHandle};

use zbus::MatchRule;
use zbus::blocking::{Connection, MessageIterator, connection::Builder, fdo};
use zbus::message::{Message, Type};

use crate::bridge::Bridge;
use crate::handle::Handle;
use names::{
    FAILED, INTROSPECTABLE, INVALID_ARGS, LIMITS, ROOT, UNKNOWN_METHOD,
    UNKNOWN_OBJECT,
};
use object::Object;
use peer::Peer;

/// Why there is no service on the bus.
#[derive(Debug)]
pub enum Error {
    /// The bus does not let us.
    Bus(zbus::Error),
    /// Two servers would be the same object.
    Object(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Bus(error) => write!(f, "{error}"),
            Error::Object(path) => {
                write!(f, "two servers would be the object `{path}`")
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<zbus::Error> for Error {
    fn from(error: zbus::Error) -> Self {
        Error::Bus(error)
    }
}

/// Where the bus is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Bus {
    /// That of the session, which the environment names.
    #[default]
    Session,
    /// That of the machine.
    System,
    /// At this address.
    At(String),
}

/// A bridge's servers on a bus, until it is dropped.
pub struct Service {
    connection: Connection,
    thread: Option<JoinHandle<()>>,
}

impl Service {
    /// Puts the servers that a bridge has by now on a bus, under a name such
    /// as `net.example.Lab`. They answer while the bridge runs.
    ///
    /// # Errors
    ///
    /// If there is no bus, or the name is taken.
    pub fn new(bridge: &Bridge, bus: &Bus, name: &str) -> Result<Self, Error> {
        let mut objects = HashMap::new();
        for (server, schema) in bridge.served() {
            let path = format!("/{ROOT}/{}", server.replace('-', "_"));
            let object = Object {
                server: server.to_owned(),
                interface: format!("{ROOT}.{}", schema.interface),
                schema: schema.clone(),
            };
            if objects.insert(path.clone(), object).is_some() {
                return Err(Error::Object(path));
            }
        }
        let connection = match bus {
            Bus::Session => Builder::session(),
            Bus::System => Builder::system(),
            Bus::At(address) => Builder::address(address.as_str()),
        }?
        .build()?;
        // Before others can call.
        let messages = MessageIterator::from(&connection);
        let leaving = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender("org.freedesktop.DBus")?
            .interface("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .build();
        fdo::DBusProxy::new(&connection)?
            .add_match_rule(leaving)
            .map_err(zbus::Error::from)?;
        let alone = zbus::fdo::RequestNameFlags::DoNotQueue;
        connection.request_name_with_flags(name, alone.into())?;
        let mut served = Served {
            connection: connection.clone(),
            objects,
            peers: HashMap::new(),
            handle: bridge.handle(),
            in_flight: bridge.limits().in_flight,
            longest: bridge.limits().message,
        };
        let thread = thread::spawn(move || {
            for message in messages {
                match message {
                    Ok(message) => served.take(&message),
                    Err(_) => break,
                }
            }
        });
        Ok(Self {
            connection,
            thread: Some(thread),
        })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may be closed by the bus already.
        let _ = self.connection.clone().close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread of a service has.
struct Served {
    connection: Connection,
    /// By path.
    objects: HashMap<String, Object>,
    /// By their unique names.
    peers: HashMap<String, Peer>,
    handle: Handle,
    /// Calls of one peer at one time.
    in_flight: usize,
    /// Bytes of the longest message.
    longest: usize,
}

impl Served {
    fn take(&mut self, message: &Message) {
        match message.message_type() {
            Type::MethodCall => self.call(message),
            Type::Signal => self.note(message),
            Type::MethodReturn | Type::Error => {}
        }
    }

    /// Somebody may have left.
    fn note(&mut self, signal: &Message) {
        let header = signal.header();
        let is_it = header
            .member()
            .is_some_and(|member| member.as_str() == "NameOwnerChanged");
        if is_it
            && let Ok((name, _, owner)) =
                signal.body().deserialize::<(String, String, String)>()
            && owner.is_empty()
        {
            self.peers.remove(&name);
        }
    }

    fn call(&mut self, call: &Message) {
        let header = call.header();
        let path = header.path().map_or("", |path| path.as_str());
        let member = header.member().map_or("", |member| member.as_str());
        let interface = header.interface().map(|name| name.as_str());
        let connection = &self.connection;
        // Where it cannot be answered, the bus is gone.
        let refuse = |name: &str, why: &str| {
            let _ = connection.reply_error(&header, name, &why);
        };
        if interface == Some(INTROSPECTABLE) && member == "Introspect" {
            match self.describe(path) {
                Some(text) => {
                    let _ = connection.reply(&header, &text);
                }
                None => refuse(UNKNOWN_OBJECT, "there is no such object"),
            }
            return;
        }
        if interface == Some("org.freedesktop.DBus.Peer") && member == "Ping" {
            let _ = connection.reply(&header, &());
            return;
        }
        let Some(object) = self.objects.get(path) else {
            refuse(UNKNOWN_OBJECT, "there is no such object");
            return;
        };
        let is_ours = interface.is_none_or(|name| name == object.interface);
        let Some(operation) = object.operation(member).filter(|_| is_ours)
        else {
            refuse(UNKNOWN_METHOD, "there is no such method");
            return;
        };
        let body = call.body();
        let given = body.deserialize::<zbus::zvariant::Structure>();
        let given = match (body.is_empty(), &given) {
            (true, _) => &[][..],
            (false, Ok(given)) => given.fields(),
            (false, Err(error)) => {
                refuse(INVALID_ARGS, &error.to_string());
                return;
            }
        };
        let params = match values::params(&object.schema, operation, given) {
            Ok(params) => params.to_string(),
            Err(why) => {
                refuse(INVALID_ARGS, &why);
                return;
            }
        };
        if params.len().saturating_add(1_000) > self.longest {
            refuse(LIMITS, "the message is too long");
            return;
        }
        let sender = header.sender().map_or("", |name| name.as_str());
        let peer = match self.peers.get_mut(sender) {
            Some(peer) if !peer.is_over() => peer,
            _ => match Peer::new(&self.handle, connection) {
                Ok(peer) => {
                    self.peers.remove(sender);
                    self.peers.entry(sender.to_owned()).or_insert(peer)
                }
                Err(error) => {
                    refuse(FAILED, &error.to_string());
                    return;
                }
            },
        };
        if peer.pending() >= self.in_flight {
            refuse(LIMITS, "as many calls wait as may be in flight");
            return;
        }
        if peer.ask(call, object, operation, &params).is_err() {
            refuse(FAILED, "the bridge does not run any more");
        }
    }

    /// What `Introspect` tells.
    fn describe(&self, path: &str) -> Option<String> {
        let head = "<!DOCTYPE node PUBLIC \
                    \"-//freedesktop//DTD D-BUS Object Introspection 1.0//EN\" \
                    \"http://www.freedesktop.org/standards/dbus/1.0/\
                    introspect.dtd\">\n<node>\n";
        let inside = match (path, self.objects.get(path)) {
            (_, Some(object)) => {
                let own = format!(
                    "  <interface name=\"{INTROSPECTABLE}\">\n    \
                     <method name=\"Introspect\">\n      \
                     <arg name=\"xml\" type=\"s\" direction=\"out\"/>\n    \
                     </method>\n  </interface>\n"
                );
                own + &signature::xml(&object.interface, &object.schema)
            }
            ("/", _) => format!("  <node name=\"{ROOT}\"/>\n"),
            (path, _) if path == format!("/{ROOT}") => {
                let mut names: Vec<_> = self
                    .objects
                    .keys()
                    .filter_map(|path| path.rsplit('/').next())
                    .collect();
                names.sort_unstable();
                let nodes = names.iter();
                nodes
                    .map(|it| format!("  <node name=\"{it}\"/>\n"))
                    .collect()
            }
            _ => return None,
        };
        Some(format!("{head}{inside}</node>\n"))
    }
}
