//! Requests that can be spoilt before they are sent: with wrong lengths,
//! leases, room and numbers, by the interface's names.

use std::fmt;

use userlib::{
    Lease, LeaseAttributes, TaskId, extract_new_generation, sys_send,
};

use crate::call::Outcome;
use crate::captured::sent_by;
use crate::interface::{Interface, operation};
use crate::operation::Operation;

/// A request as a client makes it. All of it may be changed, directly or by
/// the methods, before [`send`](Self::send).
#[derive(Clone)]
#[must_use = "a message does nothing until it is sent"]
pub struct Message {
    /// The operation's number.
    pub operation: u16,
    /// The arguments.
    pub bytes: Vec<u8>,
    /// Bytes of room for the reply.
    pub capacity: usize,
    /// What is lent, in the order of the indices.
    pub leases: Vec<Loan>,
    made_for: Option<&'static Operation>,
}

/// What is lent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Loan {
    /// The lease's name.
    pub name: &'static str,
    /// What the server may do with it.
    pub access: LeaseAttributes,
    /// The memory.
    pub contents: Vec<u8>,
}

impl Message {
    /// The request that a generated client makes. Called by generated code.
    ///
    /// # Panics
    ///
    /// If the client does: a lease may be longer than allowed.
    pub fn of<I: Interface>(client: impl FnOnce(TaskId)) -> Self {
        let Some(sent) = sent_by(client) else {
            panic!("the client of `{}` has sent nothing", I::NAME);
        };
        let op = operation::<I>(sent.operation);
        let names = op.map_or(&[][..], |op| op.leases);
        Self {
            operation: sent.operation,
            bytes: sent.message,
            capacity: sent.capacity,
            leases: sent
                .leases
                .into_iter()
                .enumerate()
                .map(|(index, (access, contents))| Loan {
                    name: names.get(index).map_or("", |it| it.name),
                    access,
                    contents,
                })
                .collect(),
            made_for: op,
        }
    }

    /// The same with another operation's number.
    pub fn with_operation(self, operation: u16) -> Self {
        Self { operation, ..self }
    }

    /// The same with other room for the reply, in bytes.
    pub fn with_capacity(self, capacity: usize) -> Self {
        Self { capacity, ..self }
    }

    /// The same with so many bytes: cut, or with zeros behind.
    pub fn with_len(mut self, len: usize) -> Self {
        self.bytes.resize(len, 0);
        self
    }

    /// The same with a byte more.
    pub fn longer(self) -> Self {
        let len = self.bytes.len() + 1;
        self.with_len(len)
    }

    /// The same with a byte less, if there is any.
    pub fn shorter(self) -> Self {
        let len = self.bytes.len().saturating_sub(1);
        self.with_len(len)
    }

    /// The same with one byte of the arguments changed.
    ///
    /// # Panics
    ///
    /// If there is no such byte.
    #[track_caller]
    pub fn with_byte(mut self, offset: usize, byte: u8) -> Self {
        self.bytes[offset] = byte;
        self
    }

    /// The same with other rights to a lease.
    ///
    /// # Panics
    ///
    /// If there is no lease of this name.
    #[track_caller]
    pub fn with_access(mut self, name: &str, access: LeaseAttributes) -> Self {
        self.loan(name).access = access;
        self
    }

    /// The same with another length of a lease, in bytes.
    ///
    /// # Panics
    ///
    /// If there is no lease of this name.
    #[track_caller]
    pub fn with_lease_len(mut self, name: &str, len: usize) -> Self {
        self.loan(name).contents.resize(len, 0);
        self
    }

    /// The same without a lease: those after it move up.
    ///
    /// # Panics
    ///
    /// If there is no lease of this name.
    #[track_caller]
    pub fn without_lease(mut self, name: &str) -> Self {
        let index = self.index(name);
        self.leases.remove(index);
        self
    }

    /// The same with a lease more, behind the others.
    pub fn with_lease(
        mut self,
        access: LeaseAttributes,
        contents: impl Into<Vec<u8>>,
    ) -> Self {
        self.leases.push(Loan {
            name: "",
            access,
            contents: contents.into(),
        });
        self
    }

    #[track_caller]
    fn loan(&mut self, name: &str) -> &mut Loan {
        let index = self.index(name);
        &mut self.leases[index]
    }

    #[track_caller]
    fn index(&self, name: &str) -> usize {
        let mut names = self.leases.iter().map(|lease| lease.name);
        match names.position(|it| it == name) {
            Some(index) => index,
            None => {
                let names: Vec<_> =
                    self.leases.iter().map(|lease| lease.name).collect();
                panic!(
                    "no lease `{name}`; there are {}",
                    match names.is_empty() {
                        true => "none".to_owned(),
                        false => names.join(", "),
                    }
                )
            }
        }
    }

    /// Sends it, from the task that this is called in. A server that refuses
    /// it faults that task.
    pub fn send(&self, server: TaskId) -> Answered {
        let mut body = vec![0; self.capacity];
        let mut leases = self.leases.clone();
        let (code, len) = {
            let lent: Vec<_> = leases.iter_mut().map(lend).collect();
            sys_send(server, self.operation, &self.bytes, &mut body, &lent)
        };
        body.truncate(len);
        let outcome = match self.made_for {
            Some(op) if op.number == self.operation => outcome(op, code, &body),
            _ => Outcome::Nonsense(code, body.clone()),
        };
        Answered {
            code,
            body,
            leases,
            outcome,
        }
    }
}

/// What a client of an operation makes of an answer.
pub(crate) fn outcome(op: &Operation, code: u32, body: &[u8]) -> Outcome {
    if extract_new_generation(code).is_none() {
        return (op.decode)(code, body);
    }
    (op.death)(code).unwrap_or(Outcome::AskedAgain)
}

fn lend(loan: &mut Loan) -> Lease<'_> {
    let read = loan.access.contains(LeaseAttributes::READ);
    match (read, loan.access.contains(LeaseAttributes::WRITE)) {
        (true, true) => Lease::read_write(&mut loan.contents),
        (false, true) => Lease::write_only(&mut loan.contents),
        // There is no lease without rights: `userlib` makes none.
        (true | false, false) => Lease::read_only(&loan.contents),
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("operation", &self.operation)
            .field("bytes", &self.bytes)
            .field("capacity", &self.capacity)
            .field("leases", &self.leases)
            .finish()
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answered {
    /// The return code, or a dead code.
    pub code: u32,
    /// The reply.
    pub body: Vec<u8>,
    /// What was lent, as it is now.
    pub leases: Vec<Loan>,
    /// What a client makes of code and reply, if the operation is the one that
    /// the message was made for.
    pub outcome: Outcome,
}
