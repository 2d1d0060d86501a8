//! The vectors of one operation, and what both stubs make of them.

use userlib::{Generation, LeaseAttributes, TaskId, dead_response_code};

use super::json::Json;
use super::samples::Values;
use crate::call::{Call, Outcome};
use crate::captured::answered;
use crate::interface::{Interface, operation};
use crate::message::{Message, outcome};
use crate::operation::Operation;
use crate::pending::Pending;
use crate::replayed::{reply_to, request};

/// Arguments by their names.
pub type Arguments = Vec<(&'static str, Json)>;

type Client = Box<dyn Fn(TaskId) -> Outcome>;

/// The vectors of one operation. Made by generated code.
pub struct OperationVectors {
    op: &'static Operation,
    encoding: &'static str,
    capacity: usize,
    leases: Vec<Json>,
    requests: Vec<Json>,
    replies: Vec<Json>,
    wrong: Vec<String>,
    /// A request, to be answered.
    message: Option<Message>,
    /// The generated client, making that request.
    client: Client,
}

impl OperationVectors {
    /// Those of an operation, whose client makes the first of the requests.
    ///
    /// # Panics
    ///
    /// If the interface has no such operation.
    pub fn new<I: Interface>(
        number: u16,
        encoding: &'static str,
        client: impl Fn(TaskId) -> Outcome + 'static,
    ) -> Self {
        let Some(op) = operation::<I>(number) else {
            panic!("`{}` has no operation {number}", I::NAME);
        };
        Self {
            op,
            encoding,
            capacity: 0,
            leases: op
                .leases
                .iter()
                .map(|lease| {
                    Json::object([
                        ("name", Json::text(lease.name)),
                        ("access", Json::text(access(lease.access))),
                        ("size", Json::number(lease.size)),
                        ("slice", Json::Bool(lease.is_slice)),
                    ])
                })
                .collect(),
            requests: Vec::new(),
            replies: Vec::new(),
            wrong: Vec::new(),
            message: None,
            client: Box::new(client),
        }
    }

    /// Adds requests: as many as the longest of the counts says. `make` is the
    /// client's side, `read` what the server has read.
    pub fn requests<I: Interface>(
        mut self,
        counts: &[usize],
        make: impl Fn(usize) -> (Arguments, Message),
        read: impl Fn(&Call) -> Vec<(&'static str, Option<Json>)>,
    ) -> Self {
        let rows = counts.iter().copied().max().unwrap_or(1);
        for row in 0..rows {
            let (arguments, message) = make(row);
            let leases = lent(&message);
            let call = request::<I>(
                message.operation,
                &message.bytes,
                message.capacity,
                TaskId(1),
                &leases,
            );
            let expected: Vec<_> = arguments
                .iter()
                .map(|(name, value)| (*name, Some(value.clone())))
                .collect();
            let got = call.as_ref().map(&read);
            if got.as_ref() != Some(&expected) {
                self.is_wrong(format!(
                    "the client sends {expected:?} as {}, which the server \
                     reads as {got:?}",
                    hex(&message.bytes)
                ));
            }
            self.requests.push(Json::object([
                ("args", Json::object(arguments)),
                ("message", Json::text(hex(&message.bytes))),
            ]));
            self.capacity = message.capacity;
            self.message.get_or_insert(message);
        }
        self
    }

    /// Adds the replies with which the operation succeeds.
    pub fn oks<I: Interface, P: Pending, V: Values<P::Ok>>(mut self) -> Self {
        for row in 0..V::count() {
            let value = V::nth(row);
            let json = V::json(&value);
            let reply = self.reply::<I, P>(Ok(value));
            self.add("ok", json, reply, |outcome| {
                outcome.ok::<P::Ok>().map(V::json)
            });
        }
        self
    }

    /// Adds the replies with which it fails.
    pub fn errs<I: Interface, P: Pending, V: Values<P::Err>>(mut self) -> Self {
        for row in 0..V::count() {
            let error = V::nth(row);
            let json = V::json(&error);
            let reply = self
                .reply::<I, P>(Err(idol_runtime::RequestError::Runtime(error)));
            self.add("err", json, reply, |outcome| match outcome {
                Outcome::Err(value) => value.get::<P::Err>().map(V::json),
                _ => None,
            });
        }
        self
    }

    /// Adds the server's death; `json` is the client's error.
    pub fn death(mut self, json: impl Fn(&Outcome) -> Option<Json>) -> Self {
        let code = dead_response_code(Generation::from(1));
        let by_client = (self.client_gets(code, &[]), "client");
        let by_decoder = (outcome(self.op, code, &[]), "decoder");
        let mut told = Vec::new();
        for (outcome, who) in [&by_client, &by_decoder] {
            let json = match outcome {
                Outcome::AskedAgain => Some(Json::text("asked again")),
                outcome => json(outcome),
            };
            match json {
                Some(json) => told.push(json),
                None => self.is_wrong(format!(
                    "the {who} makes `{outcome}` of the server's death"
                )),
            }
        }
        if let [a, b] = &told[..]
            && a != b
        {
            let text = format!("the server's death is {a}, decoded {b}");
            self.is_wrong(text);
        }
        if let Some(json) = told.into_iter().next() {
            self.replies.push(vector("death", json, code, &[]));
        }
        self
    }

    /// What the generated server answers with.
    fn reply<I: Interface, P: Pending>(
        &self,
        result: Result<P::Ok, idol_runtime::RequestError<P::Err>>,
    ) -> Option<(u32, Vec<u8>)> {
        let message = self.message.as_ref()?;
        reply_to::<I, P>(
            message.operation,
            &message.bytes,
            message.capacity,
            &lent(message),
            result,
        )
    }

    /// What the generated client makes of an answer.
    fn client_gets(&self, code: u32, body: &[u8]) -> Outcome {
        answered(code, body, &self.client).unwrap_or(Outcome::AskedAgain)
    }

    fn add(
        &mut self,
        what: &str,
        json: Json,
        reply: Option<(u32, Vec<u8>)>,
        read: impl Fn(&Outcome) -> Option<Json>,
    ) {
        let Some((code, body)) = reply else {
            self.is_wrong(format!("the server does not answer {what} {json}"));
            return;
        };
        for (outcome, who) in [
            (self.client_gets(code, &body), "client"),
            (outcome(self.op, code, &body), "decoder"),
        ] {
            let got = read(&outcome);
            if got.as_ref() != Some(&json) {
                self.is_wrong(format!(
                    "the server answers {what} {json} with code {code} and \
                     {}, of which the {who} makes {outcome}",
                    hex(&body)
                ));
            }
        }
        self.replies.push(vector(what, json, code, &body));
    }

    fn is_wrong(&mut self, text: String) {
        self.wrong.push(format!("`{}`: {text}", self.op.name));
    }

    pub(super) fn wrong(&self) -> &[String] {
        &self.wrong
    }

    pub(super) fn head(&self) -> [(&'static str, Json); 4] {
        [
            ("name", Json::text(self.op.name)),
            ("number", Json::number(self.op.number)),
            ("encoding", Json::text(self.encoding)),
            ("capacity", Json::number(self.capacity)),
        ]
    }

    pub(super) fn leases(&self) -> &[Json] {
        &self.leases
    }

    pub(super) fn requests_shown(&self) -> &[Json] {
        &self.requests
    }

    pub(super) fn replies(&self) -> &[Json] {
        &self.replies
    }
}

fn vector(what: &str, value: Json, code: u32, body: &[u8]) -> Json {
    Json::object([
        (what, value),
        ("code", Json::number(code)),
        ("body", Json::text(hex(body))),
    ])
}

fn access(access: LeaseAttributes) -> &'static str {
    let read = access.contains(LeaseAttributes::READ);
    match (read, access.contains(LeaseAttributes::WRITE)) {
        (true, true) => "read-write",
        (true, false) => "read",
        (false, true) => "write",
        (false, false) => "none",
    }
}

fn lent(message: &Message) -> Vec<(LeaseAttributes, usize)> {
    let leases = message.leases.iter();
    leases.map(|it| (it.access, it.contents.len())).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
