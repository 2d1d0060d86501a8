//! What a bridge does with what its peers ask for.

use kernel::System;
use mio::Token;
use serde_json::json;
use serde_json::value::RawValue;

use crate::answer::{Answer, ok};
use crate::client::{Client, Flight, Ticket, Work};
use crate::clock::Clock;
use crate::connection::Line;
use crate::lanes::{self, Done, Job, Lanes};
use crate::limits::Limits;
use crate::methods;
use crate::mistake::{Error, Kind};
use crate::monitor::{self, Filter, Monitor};
use crate::request::{self, Line as Asked, Refused, Request};
use crate::servers::{self, Servers};

/// Who is ready when another thread wants something.
pub(crate) const WAKER: Token = Token(0);

/// The first listener's token; clients' come behind those of all listeners.
pub(crate) const FIRST_LISTENER: usize = 1;

/// Lines of one peer that are looked at before it is the next one's turn.
const LINES_IN_TURN: usize = 16;

/// Bytes that are read from one peer in its turn.
const BYTES_IN_TURN: usize = 256 << 10;

/// A bridge that runs.
pub(crate) struct Engine<'b> {
    pub(crate) system: &'b mut System,
    lanes: &'b mut Lanes,
    servers: Servers<'b>,
    pub(crate) limits: &'b Limits,
    pub(crate) clock: Clock,
    /// By the number of its lanes.
    pub(crate) clients: Vec<Option<Client>>,
    monitor: Monitor,
}

impl<'b> Engine<'b> {
    pub(crate) fn new(
        system: &'b mut System,
        lanes: &'b mut Lanes,
        servers: Servers<'b>,
        limits: &'b Limits,
        clock: Clock,
    ) -> Self {
        Self {
            clients: (0..limits.connections).map(|_| None).collect(),
            monitor: Monitor::new(system),
            system,
            lanes,
            servers,
            limits,
            clock,
        }
    }

    /// Hears every client whose turn it is, and gives work to free lanes.
    pub(crate) fn hear(&mut self) {
        for number in 0..self.clients.len() {
            let Some(mut client) =
                self.clients.get_mut(number).and_then(Option::take)
            else {
                continue;
            };
            self.hear_one(&mut client, number);
            self.start(&mut client, number);
            if let Some(place) = self.clients.get_mut(number) {
                *place = Some(client);
            }
        }
    }

    fn hear_one(&mut self, client: &mut Client, number: usize) {
        let mut patience = BYTES_IN_TURN;
        for _ in 0..LINES_IN_TURN {
            if !client.is_heard(self.limits) {
                return;
            }
            let most = self.limits.message;
            match client.connection.line(most, &mut patience) {
                None => return,
                Some(Line::TooLong) => {
                    let why = format!("a message of more than {most} bytes");
                    let ticket = refused_ticket();
                    client.answer(ticket, &Err(Error::invalid(why)));
                }
                Some(Line::Whole(line)) => self.line(client, number, &line),
            }
        }
    }

    fn line(&mut self, client: &mut Client, number: usize, line: &[u8]) {
        match request::read(line, self.limits.batch) {
            None => {}
            Some(Asked::One(asked)) => self.ask(client, number, asked, None),
            Some(Asked::Batch(batch)) => {
                let ticket = client.open_batch(batch.len());
                for asked in batch {
                    self.ask(client, number, asked, Some(ticket));
                }
            }
        }
    }

    fn ask(
        &mut self,
        client: &mut Client,
        number: usize,
        asked: Result<Request, Refused>,
        batch: Option<u64>,
    ) {
        let request = match asked {
            Ok(request) => request,
            Err(Refused { id, error }) => {
                let id = Some(id);
                client.answer(Ticket { id, batch }, &Err(error));
                return;
            }
        };
        let ticket = Ticket {
            id: request.id,
            batch,
        };
        let params = request.params.as_deref();
        match self.work(&request.method, params) {
            Err(error) => client.answer(ticket, &Err(error)),
            Ok(Some(work)) => {
                if let Err((ticket, error)) = client.wait(ticket, work) {
                    client.answer(ticket, &Err(error));
                }
            }
            Ok(None) => {
                let answer =
                    self.at_once(client, number, &request.method, params);
                client.answer(ticket, &answer);
            }
        }
    }

    /// What a lane is wanted for, if one is.
    fn work(
        &self,
        method: &str,
        params: Option<&RawValue>,
    ) -> Result<Option<Work>, Error> {
        let own = method.split_once('.').map(|(own, _)| own);
        if own.is_some_and(|own| methods::RESERVED.contains(&own)) {
            return match method {
                "bridge.send" => {
                    methods::send(&self.servers, self.limits, params).map(Some)
                }
                "bridge.sleep" => methods::sleep(params).map(Some),
                _ => Ok(None),
            };
        }
        let method = self.servers.method(method)?;
        let (_, call) = self.servers.call(method).ok_or_else(gone)?;
        let prepared = servers::prepare(call, params)?;
        Ok(Some(Work::Call {
            method,
            message: prepared.message,
            leases: prepared.leases,
        }))
    }

    /// What the bridge answers itself.
    fn at_once(
        &mut self,
        client: &mut Client,
        number: usize,
        method: &str,
        params: Option<&RawValue>,
    ) -> Answer {
        match method {
            "rpc.discover" => {
                let clock = self.clock.name();
                methods::discover(&self.servers, clock, self.limits, params)
            }
            "bridge.now" => ok(&json!({
                "clock": self.clock.name(),
                "milliseconds": self.system.now(),
            })),
            "bridge.tasks" => methods::tasks(self.system, |task| {
                let connection = self.lanes.connection_of(task);
                connection.is_none_or(|other| {
                    let there = self.clients.get(other);
                    other == number || there.is_some_and(Option::is_some)
                })
            }),
            "bridge.cancel" => self.cancel(client, params),
            "bridge.kill" | "bridge.post" | "bridge.interrupt" => {
                match client.control {
                    false => Err(methods::forbidden(method)),
                    true => methods::control(
                        self.system,
                        &self.servers,
                        method,
                        params,
                    ),
                }
            }
            "trace.subscribe" => {
                let filter: Filter = methods::read(params)?;
                filter.check(self.system, &self.servers)?;
                if self.subscribers() == 0 {
                    self.monitor.skip(self.system);
                }
                client.subscription = Some(filter);
                ok(&true)
            }
            "trace.unsubscribe" => ok(&client.subscription.take().is_some()),
            _ => Err(Error::new(
                Kind::NoMethod,
                format!("no such method: `{method}`"),
            )),
        }
    }

    /// Gives up a request: the task that sends it dies.
    fn cancel(
        &mut self,
        client: &mut Client,
        params: Option<&RawValue>,
    ) -> Answer {
        let id = methods::cancelled(params)?;
        let Some((ticket, lane)) = client.take_back(&id) else {
            return ok(&false);
        };
        if let Some(lane) = lane {
            self.lanes.kill(self.system, lane);
        }
        let error = Error::new(Kind::Cancelled, "it was taken back");
        client.answer(ticket, &Err(error));
        ok(&true)
    }

    /// Gives what waits to lanes that are free.
    fn start(&mut self, client: &mut Client, number: usize) {
        while !client.waiting.is_empty() {
            let Some(lane) = self.lanes.free(number) else {
                return;
            };
            let Some((ticket, work)) = client.waiting.pop_front() else {
                return;
            };
            let (job, flight) = self.job(client, ticket, work, lane);
            self.lanes.start(self.system, lane, job);
            client.flights.push(flight);
        }
    }

    fn job(
        &self,
        client: &mut Client,
        ticket: Ticket,
        work: Work,
        lane: usize,
    ) -> (Job, Flight) {
        let mut flight = Flight {
            ticket,
            lane,
            method: None,
            server: None,
        };
        let send = match work {
            Work::Sleep(milliseconds) => {
                return (Job::Sleep(milliseconds), flight);
            }
            Work::Raw {
                server,
                operation,
                message,
                room,
                leases,
            } => lanes::Send {
                server: client.known(self.system, server),
                operation,
                message,
                room,
                leases,
                retries: 0,
            },
            Work::Call {
                method,
                message,
                leases,
            } => {
                let Some((server, call)) = self.servers.call(method) else {
                    return (Job::Sleep(0), flight);
                };
                flight.method = Some(method);
                lanes::Send {
                    server: client.known(self.system, server.task),
                    operation: call.operation.number,
                    message,
                    room: call.operation.room,
                    leases,
                    retries: match call.operation.idempotent {
                        true => self.limits.retries,
                        false => 0,
                    },
                }
            }
        };
        flight.server = Some(send.server);
        (Job::Send(send), flight)
    }

    /// Answers what lanes have done. Whether anything was.
    pub(crate) fn collect(&mut self) -> bool {
        let mut any = false;
        for client in self.clients.iter_mut().flatten() {
            let mut at = 0;
            while let Some(flight) = client.flights.get(at) {
                match self.lanes.end(self.system, flight.lane) {
                    None => at += 1,
                    Some(ended) => {
                        any = true;
                        let flight = client.flights.swap_remove(at);
                        if let lanes::Ended::Done(Done::Sent(sent)) = &ended {
                            client.learns(&flight, sent.server);
                        }
                        let answer = answered(&self.servers, &flight, &ended);
                        client.answer(flight.ticket, &answer);
                    }
                }
            }
        }
        any
    }

    fn subscribers(&self) -> usize {
        let clients = self.clients.iter().flatten();
        clients
            .filter(|client| client.subscription.is_some())
            .count()
    }

    /// Tells subscribers what has happened.
    pub(crate) fn tell(&mut self) {
        if self.subscribers() == 0 {
            self.monitor.skip(self.system);
            return;
        }
        let events = self.monitor.look(self.system, &self.servers, self.lanes);
        for client in self.clients.iter_mut().flatten() {
            let Some(filter) = &client.subscription else {
                continue;
            };
            for event in monitor::wanted(&events, filter) {
                let output = client.connection.output();
                crate::answer::notify(output, "trace.event", event);
            }
            client.connection.flush();
            if client.connection.unsent() > self.limits.output {
                // It cannot be told: it does not read.
                client.connection.close();
            }
        }
    }

    /// Sends what there is to send, and lets go of clients that are gone.
    /// Whether any was: their tasks have died, and others may see it.
    pub(crate) fn flush(&mut self) -> bool {
        let mut any = false;
        for number in 0..self.clients.len() {
            let Some(place) = self.clients.get_mut(number) else {
                continue;
            };
            if let Some(client) = place {
                client.connection.flush();
                if client.is_over() {
                    any = true;
                    *place = None;
                    self.lanes.kill_all(self.system, number);
                }
            }
        }
        any
    }

    /// Lets go of all clients.
    pub(crate) fn close_all(&mut self) {
        for (number, place) in self.clients.iter_mut().enumerate() {
            if let Some(mut client) = place.take() {
                client.connection.flush();
                self.lanes.kill_all(self.system, number);
            }
        }
    }
}

/// What came of what a lane did.
fn answered(
    servers: &Servers<'_>,
    flight: &Flight,
    ended: &lanes::Ended,
) -> Answer {
    match ended {
        lanes::Ended::Done(Done::Slept) => ok(&()),
        lanes::Ended::Done(Done::Sent(sent)) => match flight.method {
            None => methods::sent(sent),
            Some(method) => {
                let (server, call) = servers.call(method).ok_or_else(gone)?;
                servers::answer(server, call, sent)
            }
        },
        lanes::Ended::Faulted(fault) => Err(methods::faulted(fault.as_ref())),
    }
}

/// Where an answer goes to something that has no id.
fn refused_ticket() -> Ticket {
    Ticket {
        id: Some(RawValue::NULL.to_owned()),
        batch: None,
    }
}

/// A method that was there a moment ago; there is no way for one to go.
fn gone() -> Error {
    Error::new(Kind::NoMethod, "no such method any more")
}
