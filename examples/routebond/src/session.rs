//! One connection's rules: who says what first, how often, and when it is over.
//! No sockets and no clock in here.

use crate::packet::Packet;
use crate::route::Route;

/// Which side of a connection this is.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// It has connected, and speaks first.
    Connects,
    /// It has accepted, and answers.
    Accepts,
}

#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum State {
    /// Nothing has come yet.
    New,
    /// The peer's HELLO has come.
    Greeted,
    /// A sign of life has come.
    Established,
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Session {
    role: Role,
    state: State,
    /// Milliseconds between two signs of life: ours, then the smaller of both.
    interval: u64,
    /// When it is over unless a sign of life comes.
    over: u64,
    /// When we give the next sign of life.
    next: Option<u64>,
}

/// What follows from a packet.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Event {
    /// The connection is there for routes.
    Established,
    /// The peer wants to be told of a virtual network.
    Subscribe(u32),
    /// Not any more.
    Unsubscribe(u32),
    /// The peer has a route, or has it no more.
    Update {
        /// Whether it has it.
        there: bool,
        /// The route.
        route: Route,
    },
}

impl Session {
    /// A new connection at `now`, in milliseconds, with its keepalive interval
    /// in seconds, and what to send first.
    pub(crate) fn new(
        role: Role,
        interval: u32,
        now: u64,
    ) -> (Self, Option<Packet>) {
        let interval = interval.max(1);
        let milliseconds = u64::from(interval) * 1_000;
        let session = Self {
            role,
            state: State::New,
            interval: milliseconds,
            over: now + patience(milliseconds),
            next: None,
        };
        let hello = session.hello();
        (session, (role == Role::Connects).then_some(hello))
    }

    fn hello(&self) -> Packet {
        Packet::Hello {
            interval: u32::try_from(self.interval / 1_000).unwrap_or(u32::MAX),
            is_server: self.role == Role::Accepts,
        }
    }

    /// A packet has come: what to send, and what follows; or why the
    /// connection is over.
    pub(crate) fn receive(
        &mut self,
        packet: Packet,
        now: u64,
    ) -> Result<(Option<Packet>, Option<Event>), String> {
        match (self.state, packet) {
            (
                State::New,
                Packet::Hello {
                    interval,
                    is_server,
                },
            ) => self.greeted(interval, is_server, now),
            (State::Greeted | State::Established, Packet::KeepAlive) => {
                let first = self.state == State::Greeted;
                self.state = State::Established;
                self.over = now + patience(self.interval);
                // The side that accepted gives its own by answering.
                let answer = self.role == Role::Accepts;
                Ok((
                    answer.then_some(Packet::KeepAlive),
                    first.then_some(Event::Established),
                ))
            }
            (State::Established, Packet::Subscribe(vni)) => {
                Ok((None, Some(Event::Subscribe(vni))))
            }
            (State::Established, Packet::Unsubscribe(vni)) => {
                Ok((None, Some(Event::Unsubscribe(vni))))
            }
            (State::Established, Packet::Update { there, route }) => {
                Ok((None, Some(Event::Update { there, route })))
            }
            (State::New, _) => Err("it said something before HELLO".into()),
            (_, Packet::Hello { .. }) => Err("it said HELLO twice".into()),
            (State::Greeted, _) => {
                Err("it said something before the first KEEPALIVE".into())
            }
        }
    }

    fn greeted(
        &mut self,
        interval: u32,
        is_server: bool,
        now: u64,
    ) -> Result<(Option<Packet>, Option<Event>), String> {
        if is_server == (self.role == Role::Accepts) {
            return Err("it says to be what this side is".into());
        }
        // Ours stands in our HELLO, whatever the peer said.
        let hello = self.hello();
        self.interval = self.interval.min(u64::from(interval) * 1_000);
        self.state = State::Greeted;
        self.over = now + patience(self.interval);
        let answer = match self.role {
            Role::Accepts => hello,
            Role::Connects => {
                self.next = Some(now + self.interval);
                Packet::KeepAlive
            }
        };
        Ok((Some(answer), None))
    }

    /// When [`tick`](Self::tick) has something to do.
    pub(crate) fn next_tick(&self) -> u64 {
        self.next.map_or(self.over, |next| next.min(self.over))
    }

    /// Time has passed: what to send, or why the connection is over.
    pub(crate) fn tick(&mut self, now: u64) -> Result<Option<Packet>, String> {
        if now >= self.over {
            let seconds = patience(self.interval) as f64 / 1_000.0;
            return Err(format!("no sign of life for {seconds} s"));
        }
        match &mut self.next {
            Some(next) if now >= *next => {
                // From now: a machine that slept does not send what it missed.
                *next = now + self.interval;
                Ok(Some(Packet::KeepAlive))
            }
            _ => Ok(None),
        }
    }

    /// How long a peer may take no byte, in milliseconds.
    pub(crate) fn patience(&self) -> u64 {
        patience(self.interval)
    }
}

/// Two and a half intervals.
fn patience(interval: u64) -> u64 {
    interval * 5 / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: Packet = Packet::Hello {
        interval: 3,
        is_server: false,
    };

    fn greeted() -> Session {
        let (mut session, first) = Session::new(Role::Accepts, 5, 0);
        assert_eq!(first, None);
        let (answer, event) = session.receive(HELLO, 10).unwrap();
        let ours = Packet::Hello {
            interval: 5,
            is_server: true,
        };
        assert_eq!((answer, event), (Some(ours), None));
        session
    }

    #[test]
    fn two_sides_agree_on_the_smaller_interval_and_are_established() {
        let mut server = greeted();
        let (mut client, hello) = Session::new(Role::Connects, 3, 0);
        assert_eq!(hello, Some(HELLO));
        let ours = Packet::Hello {
            interval: 5,
            is_server: true,
        };
        let (answer, event) = client.receive(ours, 20).unwrap();
        assert_eq!((answer, event), (Some(Packet::KeepAlive), None));
        let both = (Some(Packet::KeepAlive), Some(Event::Established));
        assert_eq!(server.receive(Packet::KeepAlive, 30), Ok(both));
        let last = (None, Some(Event::Established));
        assert_eq!(client.receive(Packet::KeepAlive, 40), Ok(last));
        // Every 3 s, from the side that connected.
        assert_eq!(client.next_tick(), 3_020);
        assert_eq!(client.tick(3_019), Ok(None));
        assert_eq!(client.tick(3_020), Ok(Some(Packet::KeepAlive)));
        assert_eq!(client.next_tick(), 6_020);
        let answered = (Some(Packet::KeepAlive), None);
        assert_eq!(server.receive(Packet::KeepAlive, 3_030), Ok(answered));
        // Two and a half intervals.
        assert_eq!(server.next_tick(), 10_530);
        assert_eq!(server.tick(10_529), Ok(None));
        assert_eq!(
            server.tick(10_530),
            Err("no sign of life for 7.5 s".to_owned())
        );
    }

    #[test]
    fn whoever_speaks_out_of_turn_is_out() {
        let route = "1#10.0.0.0/8@::1".parse().unwrap();
        let update = Packet::Update { there: true, route };
        for packet in [
            Packet::KeepAlive,
            Packet::Subscribe(1),
            Packet::Unsubscribe(1),
            update,
        ] {
            let (mut session, _) = Session::new(Role::Accepts, 5, 0);
            let error = session.receive(packet, 1).unwrap_err();
            assert_eq!(error, "it said something before HELLO");
        }
        for packet in [Packet::Subscribe(1), Packet::Unsubscribe(1), update] {
            let error = greeted().receive(packet, 11).unwrap_err();
            assert_eq!(error, "it said something before the first KEEPALIVE");
        }
        let error = greeted().receive(HELLO, 11).unwrap_err();
        assert_eq!(error, "it said HELLO twice");
        let server = Packet::Hello {
            interval: 1,
            is_server: true,
        };
        let (mut session, _) = Session::new(Role::Accepts, 5, 0);
        let error = session.receive(server, 1).unwrap_err();
        assert_eq!(error, "it says to be what this side is");
    }

    #[test]
    fn whoever_says_nothing_is_out_too() {
        let (mut session, _) = Session::new(Role::Connects, 2, 100);
        assert_eq!(session.next_tick(), 5_100);
        assert!(session.tick(5_100).is_err());
    }

    #[test]
    fn the_largest_interval_is_no_overflow() {
        let (mut session, _) = Session::new(Role::Accepts, u32::MAX, 0);
        let hello = Packet::Hello {
            interval: u32::MAX,
            is_server: false,
        };
        session.receive(hello, 0).unwrap();
        assert_eq!(session.patience(), u64::from(u32::MAX) * 2_500);
    }
}
