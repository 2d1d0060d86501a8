//! How much a bridge has room for.

/// How much a bridge has room for, and allows a peer.
///
/// ```
/// use idol_bridge::Limits;
///
/// let limits = Limits { connections: 8, ..Limits::default() };
/// assert_eq!(limits.in_flight, 4);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Connections at one time; by default 64. One that comes when there is
    /// no room is told so and closed.
    pub connections: usize,
    /// Requests of one connection that are in the system at one time; by
    /// default 4. Each is sent by a task, which the bridge adds to the system
    /// when it is made: a system has at most 1,022 tasks.
    pub in_flight: usize,
    /// Requests of one connection that wait until one of those is answered;
    /// by default 64. While there are as many, or they are as long as a
    /// message may be, nothing more is read from the connection.
    pub waiting: usize,
    /// Bytes of the longest message, which is a line; by default 1 MiB. A
    /// longer one is answered with an error.
    pub message: usize,
    /// Requests in the longest batch; by default 64.
    pub batch: usize,
    /// Bytes that may wait for a peer to read them; by default 4 MiB. While
    /// there are more, none of its requests is looked at; a subscriber that
    /// stays so far behind is closed.
    pub output: usize,
    /// How often a call of an idempotent operation is sent again because its
    /// server died; by default 16. Then it is told that the server died.
    pub retries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 64,
            in_flight: 4,
            waiting: 64,
            message: 1 << 20,
            batch: 64,
            output: 4 << 20,
            retries: 16,
        }
    }
}
