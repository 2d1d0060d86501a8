//! Fewer and simpler things that lead to something wrong, too.

use super::event::Event;

/// Takes away what can be taken away while `fails` still says so.
pub(super) fn shrink(
    mut events: Vec<Event>,
    fails: impl Fn(&[Event]) -> bool,
) -> Vec<Event> {
    let mut length = events.len().div_ceil(2);
    while length > 0 {
        let mut start = 0;
        while start < events.len() {
            let mut fewer = events.clone();
            fewer.drain(start..events.len().min(start + length));
            if fails(&fewer) {
                events = fewer;
            } else {
                start += length;
            }
        }
        length /= 2;
    }
    for index in 0..events.len() {
        for simpler in simpler(&events[index]) {
            let mut others = events.clone();
            others[index] = simpler;
            if fails(&others) {
                events = others;
            }
        }
    }
    events
}

/// What an event may be as well, each simpler in one way.
fn simpler(event: &Event) -> Vec<Event> {
    let Event::Send(send) = event else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let zero = |byte: &mut u8| *byte = 0;
    let mut simple = send.clone();
    simple.client = 0;
    all.push(simple.clone());
    let mut zeros = send.clone();
    zeros.message.iter_mut().for_each(zero);
    zeros.leases.iter_mut().for_each(|lent| lent.fill = 0);
    all.push(zeros);
    all.into_iter().map(Event::Send).collect()
}

#[cfg(test)]
mod tests {
    use super::shrink;
    use crate::fuzz::event::{Event, Send};

    #[test]
    fn only_what_is_needed_is_left() {
        let events: Vec<Event> = (0..100).map(Event::Wait).collect();
        let needed = [Event::Wait(17), Event::Wait(83)];
        let fails =
            |some: &[Event]| needed.iter().all(|one| some.contains(one));
        assert_eq!(shrink(events, fails), needed);
    }

    #[test]
    fn messages_become_simple_where_it_does_not_matter() {
        let send = |message: &[u8]| {
            Event::Send(Send {
                message: message.to_vec(),
                ..Send::default()
            })
        };
        let long = |some: &[Event]| matches!(some, [Event::Send(send)] if send.message.len() == 2);
        assert_eq!(shrink(vec![send(&[7, 8])], long), [send(&[0, 0])]);
        let exact = |some: &[Event]| some == [send(&[7, 8])];
        assert_eq!(shrink(vec![send(&[7, 8])], exact), [send(&[7, 8])]);
    }
}
