//! What is said to the kernel: requests, and its answers one by one.

use netlink_packet_core::{
    NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR,
    NLMSG_NOOP, NetlinkBuffer, NetlinkMessage,
};
use netlink_packet_route::address::AddressMessage;
use netlink_packet_route::link::{LinkAttribute, LinkExtentMask, LinkMessage};
use netlink_packet_route::route::{RouteAttribute, RouteMessage};
use netlink_packet_route::rule::RuleMessage;
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use netlink_sys::{Socket, SocketAddr, protocols::NETLINK_ROUTE};
use rustix::net::RecvFlags;

use crate::error::NetError;
use crate::text::Name;

/// A question, as the kernel takes it.
#[derive(Clone, Debug)]
pub struct Request {
    bytes: Vec<u8>,
    /// Whether many messages answer it, the last of which says so.
    is_dump: bool,
}

impl Request {
    fn new(message: RouteNetlinkMessage, is_dump: bool) -> Self {
        let mut request = NetlinkMessage::from(message);
        request.header.flags =
            NLM_F_REQUEST | if is_dump { NLM_F_DUMP } else { 0 };
        request.finalize();
        let mut bytes = vec![0; request.buffer_len()];
        request.serialize(&mut bytes);
        Self { bytes, is_dump }
    }

    fn of_link(
        index: u32,
        more: Option<LinkAttribute>,
        with: LinkExtentMask,
        is_dump: bool,
    ) -> Self {
        let mut message = LinkMessage::default();
        message.header.index = index;
        let mask = vec![with, LinkExtentMask::SkipStats];
        message.attributes.push(LinkAttribute::ExtMask(mask));
        message.attributes.extend(more);
        Self::new(RouteNetlinkMessage::GetLink(message), is_dump)
    }

    /// All interfaces.
    pub fn links() -> Self {
        Self::of_link(0, None, LinkExtentMask::SkipStats, true)
    }

    /// One interface.
    pub fn link(index: u32) -> Self {
        Self::of_link(index, None, LinkExtentMask::SkipStats, false)
    }

    /// One interface with its virtual functions.
    pub fn vfs(index: u32) -> Self {
        Self::of_link(index, None, LinkExtentMask::Vf, false)
    }

    /// The interface of a name.
    pub fn named(name: &Name) -> Self {
        let name = LinkAttribute::IfName(name.to_string());
        Self::of_link(0, Some(name), LinkExtentMask::SkipStats, false)
    }

    /// The VLANs of all ports of bridges.
    pub fn vlans() -> Self {
        let mut message = LinkMessage::default();
        message.header.interface_family = AddressFamily::Bridge;
        let mask = vec![LinkExtentMask::BrvlanCompressed];
        message.attributes.push(LinkAttribute::ExtMask(mask));
        Self::new(RouteNetlinkMessage::GetLink(message), true)
    }

    /// All addresses.
    pub fn addresses() -> Self {
        let message = AddressMessage::default();
        Self::new(RouteNetlinkMessage::GetAddress(message), true)
    }

    /// The routes of a table, or of all if it is 0.
    pub fn routes(family: AddressFamily, table: u32) -> Self {
        let mut message = RouteMessage::default();
        message.header.address_family = family;
        if table != 0 {
            message.attributes.push(RouteAttribute::Table(table));
        }
        Self::new(RouteNetlinkMessage::GetRoute(message), true)
    }

    /// All rules.
    pub fn rules(family: AddressFamily) -> Self {
        let mut message = RuleMessage::default();
        message.header.family = family;
        Self::new(RouteNetlinkMessage::GetRule(message), true)
    }
}

/// Where answers come from, a datagram at a time.
pub trait Source {
    /// Sends a request.
    fn send(&mut self, request: &[u8]) -> Result<(), NetError>;
    /// Fills `buffer` with the next datagram.
    fn receive(&mut self, buffer: &mut Vec<u8>) -> Result<(), NetError>;
}

/// A socket to the kernel, which answers at once or not at all.
pub struct Kernel(Socket);

impl Kernel {
    /// Opens one, in the network namespace of this thread.
    ///
    /// # Errors
    ///
    /// If the kernel does not permit it.
    pub fn open() -> Result<Self, NetError> {
        let mut socket = Socket::new(NETLINK_ROUTE)?;
        socket.bind_auto()?;
        socket.connect(&SocketAddr::new(0, 0))?;
        // It filters routes for us then, and refuses what it does not know.
        socket.set_netlink_get_strict_chk(true)?;
        // What it has to say is there when a request has been sent, so nothing
        // in here ever waits.
        socket.set_non_blocking(true)?;
        Ok(Self(socket))
    }
}

impl Source for Kernel {
    fn send(&mut self, request: &[u8]) -> Result<(), NetError> {
        self.0.send(request, 0)?;
        Ok(())
    }

    fn receive(&mut self, buffer: &mut Vec<u8>) -> Result<(), NetError> {
        buffer.clear();
        let peek = RecvFlags::PEEK | RecvFlags::TRUNC;
        // How long is it? A message may be longer than any buffer before it.
        let length = self.0.recv(&mut Vec::new(), peek.bits() as i32)?;
        buffer.reserve(length);
        let received = self.0.recv(buffer, 0)?;
        match received <= buffer.len() {
            true => Ok(()),
            false => Err(NetError::Malformed),
        }
    }
}

/// Answers that are gone through. It holds one datagram, whatever there is to
/// come.
pub struct Dump<S = Kernel> {
    source: S,
    /// What is still to be asked, the last first.
    requests: Vec<Request>,
    /// Whether the one that is being answered is answered by many messages.
    is_dump: Option<bool>,
    buffer: Vec<u8>,
    /// Where the current message's payload is, and where the next begins.
    current: std::ops::Range<usize>,
    next: usize,
}

/// Bytes of a message's header.
const HEADER: usize = 16;

impl<S: Source> Dump<S> {
    /// Asks one after the other. Nothing is sent yet.
    pub fn new(
        source: S,
        requests: impl DoubleEndedIterator<Item = Request>,
    ) -> Self {
        Self {
            source,
            requests: requests.rev().collect(),
            is_dump: None,
            buffer: Vec::new(),
            current: 0..0,
            next: 0,
        }
    }

    /// The payload of the message at which this is.
    pub fn current(&self) -> &[u8] {
        self.buffer.get(self.current.clone()).unwrap_or(&[])
    }

    /// Goes on to the next message; `false` is the end.
    ///
    /// # Errors
    ///
    /// [`NetError::Interrupted`] if the kernel says that what it tells is not
    /// consistent, and what else it says.
    pub fn advance(&mut self) -> Result<bool, NetError> {
        loop {
            let Some(is_dump) = self.is_dump else {
                let Some(request) = self.requests.pop() else {
                    return Ok(false);
                };
                self.source.send(&request.bytes)?;
                self.is_dump = Some(request.is_dump);
                self.buffer.clear();
                self.next = 0;
                continue;
            };
            if self.next >= self.buffer.len() {
                self.source.receive(&mut self.buffer)?;
                self.next = 0;
            }
            let start = self.next;
            let rest = self.buffer.get(start..).unwrap_or(&[]);
            let message = NetlinkBuffer::new_checked(rest)?;
            let length = message.length() as usize;
            // Messages begin at multiples of four bytes.
            self.next = start + length.next_multiple_of(4);
            self.current = start + HEADER..start + length;
            if message.flags() & NLM_F_DUMP_INTR != 0 {
                return Err(NetError::Interrupted);
            }
            match message.message_type() {
                NLMSG_NOOP => continue,
                NLMSG_DONE | NLMSG_ERROR => match code(message.payload()) {
                    0 => self.is_dump = None,
                    // There is no such table, so it has no routes.
                    NO_ENTRY if is_dump => self.is_dump = None,
                    code => {
                        return Err(NetError::of(code.saturating_neg()));
                    }
                },
                _ => {
                    if !is_dump {
                        self.is_dump = None;
                    }
                    return Ok(true);
                }
            }
        }
    }
}

/// `-ENOENT`.
const NO_ENTRY: i32 = -2;

/// The code with which an answer ends, which is negative if it is an error.
fn code(payload: &[u8]) -> i32 {
    let bytes = payload.first_chunk().copied();
    bytes.map_or(0, i32::from_ne_bytes)
}
