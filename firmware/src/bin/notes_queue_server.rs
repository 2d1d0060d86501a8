//! A server of `notes` that answers later: for the proof that neither queues
//! nor handles that are dropped can panic.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod server {
    use firmware::stand_in::notes::*;
    use idol_runtime::{ClientError, NotificationHandler, Queue};
    use userlib::{NotificationBits, RecvMessage};

    include!(concat!(env!("OUT_DIR"), "/notes_pipelined_stub.rs"));

    struct Server {
        writers: Queue<Notes_write_PENDING, 4>,
        readers: Queue<(Notes_read_PENDING, Place), 4>,
    }

    impl NotificationHandler for Server {
        fn current_notification_mask(&self) -> u32 {
            !0
        }

        fn handle_notification(&mut self, bits: NotificationBits) {
            if bits.check_notification_mask(1)
                && let Some(reply) = self.writers.pop()
            {
                let mut start = [0; 4];
                let text = reply.text();
                let len = text.len().min(start.len());
                let line = start.get_mut(..len).unwrap_or_default();
                match text.read_range(0..len, line) {
                    Ok(()) => reply.ok(Place {
                        page: u16::from_le_bytes([start[0], start[1]]),
                        line: start[2],
                    }),
                    Err(()) => reply.fail(ClientError::WentAway),
                }
            }
            if bits.check_notification_mask(2) {
                self.readers.drop_dead();
                let page = self.readers.len();
                let reader = self
                    .readers
                    .take(|(_, place)| usize::from(place.page) == page);
                if let Some((reply, place)) = reader {
                    reply.ok(Some(Note::Buy(place.line)));
                }
            }
            if bits.check_notification_mask(4)
                && let Some((reply, _)) = self.readers.first()
            {
                let client = reply.client();
                drop(self.writers.take_client(client));
                drop(self.readers.pop());
            }
        }
    }

    impl NotesReplies for Server {
        fn ping(&mut self, _: &RecvMessage, reply: Notes_ping_PENDING) {
            reply.ok(());
        }

        fn write(
            &mut self,
            _: &RecvMessage,
            _: u16,
            _: Note,
            _: bool,
            _: Option<u64>,
            reply: Notes_write_PENDING,
        ) {
            if let Err(reply) = self.writers.push(reply) {
                reply.err(NotesError::NoPaper);
            }
        }

        fn read(
            &mut self,
            _: &RecvMessage,
            place: Place,
            reply: Notes_read_PENDING,
        ) {
            if let Err((reply, _)) = self.readers.push((reply, place)) {
                drop(reply);
            }
        }
    }

    #[unsafe(export_name = "main")]
    fn main() -> ! {
        let server = const {
            Server {
                writers: Queue::new(),
                readers: Queue::new(),
            }
        };
        idol_runtime::serve!(self, { server })
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
