//! What happens in the system, told to whoever subscribes to it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use idol_debug::json::{Json, outcome};
use idol_debug::schema::Call;
use kernel::trace::{Call as Made, CallResult, Event as Happened};
use kernel::{System, TaskId};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use crate::lanes::{self, Lanes};
use crate::mistake::Error;
use crate::servers::Servers;

/// What a subscriber wants to see: all that each list names, or everything
/// where there is none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Filter {
    /// Kinds of events: `call`, `fault`, `restart`, `post`.
    events: Option<Vec<String>>,
    /// Tasks that are called, fault or restart, by the names of their servers
    /// or their own.
    servers: Option<Vec<String>>,
    /// Tasks that call.
    clients: Option<Vec<String>>,
    /// Operations by name.
    operations: Option<Vec<String>>,
    /// Calls that did not succeed alone.
    #[serde(default)]
    failed: bool,
}

/// The kinds of events.
const EVENTS: [&str; 4] = ["call", "fault", "restart", "post"];

impl Filter {
    /// Whether something may happen that it lets through, as far as that can
    /// be known before.
    ///
    /// # Errors
    ///
    /// If it names what there is not.
    pub(crate) fn check(
        &self,
        system: &System,
        servers: &Servers<'_>,
    ) -> Result<(), Error> {
        let named =
            |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
        let missing = |what: &str, name: &str, known: &[&str]| {
            let known = known.join("`, `");
            Err(Error::params(format!(
                "there is no {what} `{name}`; there is `{known}`"
            )))
        };
        for kind in named(&self.events) {
            if !EVENTS.contains(&&*kind) {
                return missing("event", &kind, &EVENTS);
            }
        }
        let mut tasks: Vec<_> = servers.names().collect();
        for (_, task) in system.tasks() {
            if !tasks.contains(&task) && !lanes::is_lane(task) {
                tasks.push(task);
            }
        }
        for list in [&self.servers, &self.clients] {
            for name in named(list) {
                // Those of connections come and go.
                if !tasks.contains(&&*name) && !lanes::is_lane(&name) {
                    return missing("task", &name, &tasks);
                }
            }
        }
        // Other tasks may have names for their operations, too.
        let of: Option<Vec<_>> = named(&self.servers)
            .iter()
            .map(|name| servers.named(name))
            .collect();
        let of = of.unwrap_or_default();
        let operations: Vec<_> = of
            .iter()
            .flat_map(|server| &server.schema.operations)
            .map(|operation| &*operation.name)
            .collect();
        for name in named(&self.operations) {
            let is_known = operations.contains(&&*name)
                || name.bytes().all(|byte| byte.is_ascii_digit());
            if !of.is_empty() && !is_known {
                return missing("operation", &name, &operations);
            }
        }
        Ok(())
    }

    fn takes(&self, event: &Event) -> bool {
        let among = |list: &Option<Vec<String>>, name: Option<&str>| {
            list.as_ref().is_none_or(|list| {
                name.is_some_and(|name| list.iter().any(|it| it == name))
            })
        };
        among(&self.events, Some(event.event))
            && among(&self.servers, Some(&event.server))
            && among(&self.clients, event.client.as_deref())
            && among(&self.operations, event.operation.as_deref())
            && (!self.failed || event.failed)
    }
}

/// Something that happened, as it is told.
#[derive(Serialize)]
pub(crate) struct Event {
    event: &'static str,
    /// When, or from when on, in milliseconds.
    time: u64,
    /// When a call ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<u64>,
    /// To whom it happened.
    server: String,
    /// Who called.
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    /// The operation by its name, where that is known, or by its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    /// Arguments, leases and what came of it.
    #[serde(flatten)]
    details: Details,
    #[serde(skip)]
    failed: bool,
}

/// Parts of an event that not all have.
#[derive(Default, Serialize)]
struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    args: Option<Box<RawValue>>,
    /// The message in base64, where it does not decode.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The length of each lease in bytes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    leases: Vec<usize>,
    /// `{"ok": value}`, `{"err": value}`, `{"died": generation}`,
    /// `{"code": code, "reply": base64}` where that does not decode, or null
    /// where the client died first.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generation: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bits: Option<u32>,
}

/// What has been told of a trace.
pub(crate) struct Monitor {
    /// The number of the next entry.
    next: usize,
    /// The numbers of calls that have not ended.
    open: Vec<usize>,
}

impl Monitor {
    pub(crate) fn new(system: &System) -> Self {
        Self {
            next: system.trace().numbers().end,
            open: Vec::new(),
        }
    }

    /// Nobody wants to know.
    pub(crate) fn skip(&mut self, system: &System) {
        self.next = system.trace().numbers().end;
        self.open.clear();
    }

    /// What has happened since the last time.
    pub(crate) fn look(
        &mut self,
        system: &System,
        servers: &Servers<'_>,
        lanes: &Lanes,
    ) -> Vec<Event> {
        let trace = system.trace();
        let numbers = trace.numbers();
        let new = self.next.max(numbers.start)..numbers.end;
        self.next = numbers.end;
        let look = Look {
            system,
            servers,
            lanes,
        };
        let mut events = Vec::new();
        let mut open = std::mem::take(&mut self.open);
        open.retain(|number| match trace.entry(*number) {
            None => false,
            Some(entry) => match look.call(entry) {
                None => true,
                Some(event) => {
                    events.push(event);
                    false
                }
            },
        });
        for number in new {
            let Some(entry) = trace.entry(number) else {
                continue;
            };
            if let Happened::Call { call, .. } = &entry.event {
                if matches!(call, Made::Send { .. }) {
                    match look.call(entry) {
                        Some(event) => events.push(event),
                        None => open.push(number),
                    }
                }
                continue;
            }
            events.extend(look.other(entry));
        }
        self.open = open;
        events
    }
}

/// The events that a subscriber wants to see.
pub(crate) fn wanted<'e>(
    events: &'e [Event],
    filter: &Filter,
) -> impl Iterator<Item = &'e Event> {
    events.iter().filter(move |event| filter.takes(event))
}

struct Look<'a> {
    system: &'a System,
    servers: &'a Servers<'a>,
    lanes: &'a Lanes,
}

impl Look<'_> {
    /// A task by the name that peers have for it.
    fn name(&self, task: TaskId) -> String {
        let mut all = self.servers.all.iter().map(|known| known.server);
        let server = all.find(|known| known.task.index() == task.index());
        if let Some(server) = server {
            return server.name.clone();
        }
        let mut tasks = self.system.tasks();
        let found = tasks.find(|(id, _)| id.index() == task.index());
        found.map_or_else(|| "kernel".to_owned(), |(_, name)| name.to_owned())
    }

    /// A call that has ended.
    fn call(&self, entry: &kernel::trace::Entry) -> Option<Event> {
        let Happened::Call { call, result } = &entry.event else {
            return None;
        };
        let Made::Send {
            target,
            operation,
            message,
            leases,
            ..
        } = call
        else {
            return None;
        };
        let replied = match result {
            Some(CallResult::Replied { code, reply }) => Some((*code, reply)),
            Some(_) => None,
            None if self.is_still_there(entry.task) => return None,
            None => None,
        };
        let found = self.servers.operation(*target, *operation);
        let known = found.map(|(_, call)| call);
        let mut failed = replied.is_none();
        let outcome = match replied {
            None => Some(RawValue::NULL.to_owned()),
            Some((code, reply)) => {
                failed = code != 0;
                known
                    .and_then(|call| decoded(call, code, reply))
                    .or_else(|| raw(code, reply))
            }
        };
        let args = known.and_then(|call| arguments(call, message));
        let undecoded = args.is_none().then(|| STANDARD.encode(message));
        Some(Event {
            event: "call",
            time: entry.time,
            until: Some(self.system.now()),
            server: self.name(*target),
            client: Some(self.name(entry.task)),
            operation: Some(match known {
                Some(call) => call.operation.name.clone(),
                None => operation.to_string(),
            }),
            details: Details {
                args,
                message: undecoded,
                leases: leases.iter().map(|(_, len)| *len).collect(),
                outcome,
                ..Details::default()
            },
            failed,
        })
    }

    /// Whether a task may still be in what it did.
    fn is_still_there(&self, task: TaskId) -> bool {
        self.system.current_id(task) == task
            && self.system.stopped_by(task).is_none()
    }

    /// What is no call.
    fn other(&self, entry: &kernel::trace::Entry) -> Option<Event> {
        let mut details = Details::default();
        let event = match &entry.event {
            Happened::Faulted(fault) => {
                details.fault = Some(fault.to_string());
                "fault"
            }
            // A lane's is the next peer's, and that of its fault is told.
            Happened::Restarted
                if self.lanes.connection_of(entry.task).is_none() =>
            {
                let generation = entry.task.generation();
                details.generation = Some(u8::from(generation));
                "restart"
            }
            // Those to lanes are the bridge's own.
            Happened::Posted(bits) | Happened::Interrupted(bits)
                if self.lanes.connection_of(entry.task).is_none() =>
            {
                details.bits = Some(*bits);
                "post"
            }
            _ => return None,
        };
        Some(Event {
            event,
            time: entry.time,
            until: None,
            server: self.name(entry.task),
            client: None,
            operation: None,
            details,
            failed: event == "fault",
        })
    }
}

fn decoded(call: &Call<'_>, code: u32, reply: &[u8]) -> Option<Box<RawValue>> {
    outcome(call, &call.decode(code, reply).ok()?).ok()
}

fn raw(code: u32, reply: &[u8]) -> Option<Box<RawValue>> {
    #[derive(Serialize)]
    struct Raw {
        code: u32,
        reply: String,
    }
    let reply = STANDARD.encode(reply);
    to_raw_value(&Raw { code, reply }).ok()
}

/// The arguments in a message, in their order.
fn arguments(call: &Call<'_>, message: &[u8]) -> Option<Box<RawValue>> {
    struct Arguments<'a>(Vec<(&'a str, Json<'a>)>);
    impl Serialize for Arguments<'_> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut map = to.serialize_map(Some(self.0.len()))?;
            for (name, value) in &self.0 {
                map.serialize_entry(name, value)?;
            }
            map.end()
        }
    }
    let values = call.arguments(message).ok()?;
    let values = values.iter().zip(&call.arguments);
    let named = values.map(|((name, value), ty)| (*name, Json { ty, value }));
    to_raw_value(&Arguments(named.collect())).ok()
}
