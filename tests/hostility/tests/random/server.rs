//! Two servers that answer at random, but so that an answer tells to which
//! request it belongs.

use std::convert::Infallible;
use std::num::NonZeroU16;
use std::sync::Arc;

use goldens::{
    Calibration, Celsius, ClimateError, Damage, Doubt, Entry, FaultReport,
    JournalError, Sensor, journal, thermostat,
};
use idol_runtime::{Leased, LenLimit, NoNotifications, R, RW, RequestError, W};
use kernel::TaskId;
use userlib::RecvMessage;

use crate::ledger::Ledger;
use crate::random::Random;

/// Is this one of the three that keep to the rules? Then what arrives must be
/// what they sent.
fn is_client(msg: &RecvMessage) -> bool {
    (2..5).contains(&msg.sender.index())
}

/// What `calibrate` writes to the leases of a request.
pub(crate) fn mark(token: u8) -> u8 {
    token | 0x80
}

/// A sum that tells which bytes were read.
pub(crate) fn sum(bytes: impl IntoIterator<Item = u16>) -> u32 {
    bytes.into_iter().fold(1, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    })
}

pub(crate) struct Thermostat {
    ledger: Arc<Ledger>,
    random: Random,
    journal: TaskId,
}

impl Thermostat {
    pub(crate) fn new(
        ledger: Arc<Ledger>,
        random: Random,
        journal: TaskId,
    ) -> Self {
        Self {
            ledger,
            random,
            journal,
        }
    }

    /// A client of the other server, with an id that is soon out of date.
    fn journal(&self) -> journal::client::Journal {
        self.journal.into()
    }

    /// What `calibrate` does with the memory that it is lent.
    pub(crate) fn calibrate_lent(
        &mut self,
        msg: &RecvMessage,
        r#type: u8,
        table: &LenLimit<Leased<R, [u16]>, 64>,
        offsets: &Leased<RW, [u8; 4]>,
        log: &Leased<W, [u8]>,
        current: &Leased<W, Calibration>,
    ) -> Result<u32, RequestError<Infallible>> {
        let went_away = |()| RequestError::went_away();
        let lost = RequestError::went_away;
        let mark = mark(r#type);

        // Out of range, in all the ways there are.
        let past = log.len() + self.random.up_to(3);
        let beyond = [
            log.write_at(past, !mark),
            log.write_range(past..past + 1, &[!mark]),
            log.write_range(0..log.len() + 1, &vec![!mark; log.len() + 1]),
            log.write_range(usize::MAX - 1..usize::MAX, &[!mark]),
            log.write_range(0..2, &[!mark]),
            offsets.write_at(4, !mark),
        ];
        self.ledger.expect(
            beyond == [Err(()); 6]
                && table.read_at(table.len()).is_none()
                && offsets.read_at(usize::MAX).is_none(),
            "something outside of a lease was read or written",
        );

        // As a client does: what was read is written back, changed.
        // Its type cannot be copied, so nobody writes it.
        self.ledger
            .expect(current.lease_index() == 3, "a lease has another's place");
        let [a, b, c, d] = offsets.read().ok_or_else(lost)?;
        if is_client(msg) {
            let expected = [r#type, 1, 2, 3];
            self.ledger.expect(
                [a, b, c, d] == expected,
                "a lease was read that is another call's",
            );
        }
        // The client learns there which part of the log is written.
        let start = self.random.up_to(log.len());
        let end = start + self.random.up_to(log.len() - start);
        offsets
            .write([a, start as u8, end as u8, d])
            .map_err(went_away)?;
        offsets.write_at(0, mark).map_err(went_away)?;
        log.write_range(start..end, &vec![mark; end - start])
            .map_err(went_away)?;
        let mut read = vec![0; table.len()];
        match self.random.coin() {
            true => table.read_range(0..table.len(), &mut read),
            false => read.iter_mut().enumerate().try_for_each(|(i, item)| {
                *item = table.read_at(i).ok_or(())?;
                Ok(())
            }),
        }
        .map_err(went_away)?;
        Ok(sum(read))
    }

    fn climate<T>(&mut self, ok: T) -> Result<T, RequestError<ClimateError>> {
        match self.random.below(4) {
            0 => Err(ClimateError::NoSensor.into()),
            1 => Err(ClimateError::Unbearable.into()),
            _ => Ok(ok),
        }
    }
}

impl NoNotifications for Thermostat {}

impl thermostat::server::InOrderThermostatImpl for Thermostat {
    fn read(
        &mut self,
        _: &RecvMessage,
        sensor: Sensor,
    ) -> Result<i16, RequestError<ClimateError>> {
        let degrees = 1000 * sensor as i16 + self.random.below(1000) as i16;
        self.climate(degrees)
    }

    fn set(
        &mut self,
        msg: &RecvMessage,
        target: Celsius,
        limit: Celsius,
        hold: bool,
        calibration: Calibration,
    ) -> Result<bool, RequestError<ClimateError>> {
        if is_client(msg) {
            self.ledger.expect(
                limit == goldens::celsius(target.0)
                    && calibration.offset == target.0
                    && calibration.scale == !target.0 as u16,
                "the arguments of `set` arrived changed",
            );
        }
        self.climate(hold)
    }

    fn calibrate(
        &mut self,
        msg: &RecvMessage,
        r#type: u8,
        table: LenLimit<Leased<R, [u16]>, 64>,
        offsets: Leased<RW, [u8; 4]>,
        log: Leased<W, [u8]>,
        current: Leased<W, Calibration>,
    ) -> Result<u32, RequestError<Infallible>> {
        self.calibrate_lent(msg, r#type, &table, &offsets, &log, &current)
    }

    fn mode(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Sensor, RequestError<Infallible>> {
        // The server is a client, too, and the other may die under it.
        match self.journal().close() {
            Ok(true) => Ok(Sensor::Room),
            Ok(false) | Err(_) => Ok(Sensor::Garden),
        }
    }

    fn limits(
        &mut self,
        _: &RecvMessage,
    ) -> Result<[i16; 2], RequestError<Infallible>> {
        let limit = self.random.next() as i16;
        Ok([limit, !limit])
    }

    fn heartbeat(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(), RequestError<Infallible>> {
        let (count, check) = self.journal().count();
        self.ledger.expect(
            count as u8 == check,
            "the thermostat got an answer that is none",
        );
        Ok(())
    }

    fn fault(
        &mut self,
        _: &RecvMessage,
        msg: u8,
        rm: Sensor,
    ) -> Result<Calibration, RequestError<FaultReport>> {
        match self.random.coin() {
            true => Ok(Calibration {
                offset: msg.into(),
                scale: rm as u16,
            }),
            false => Err(FaultReport {
                part: msg.into(),
                since: rm as u32,
            }
            .into()),
        }
    }

    fn swap(
        &mut self,
        _: &RecvMessage,
        inside: Sensor,
        sure: bool,
    ) -> Result<Sensor, RequestError<Doubt>> {
        match (inside, sure) {
            (_, false) => Err(Doubt::AlreadySwapped.into()),
            (Sensor::Room, true) => Ok(Sensor::Garden),
            (Sensor::Garden, true) => Ok(Sensor::Room),
        }
    }

    fn prefer(
        &mut self,
        msg: &RecvMessage,
        sensor: Option<Sensor>,
        count: Option<NonZeroU16>,
    ) -> Result<Option<Sensor>, RequestError<ClimateError>> {
        if is_client(msg) {
            self.ledger.expect(
                count.map(NonZeroU16::get) == sensor.map(|s| s as u16),
                "the arguments of `prefer` arrived changed",
            );
        }
        self.climate(sensor)
    }
}

pub(crate) struct Journal {
    ledger: Arc<Ledger>,
    random: Random,
}

impl Journal {
    pub(crate) fn new(ledger: Arc<Ledger>, random: Random) -> Self {
        Self { ledger, random }
    }

    /// What `append` does with the memory that it is lent.
    pub(crate) fn append_lent(
        &mut self,
        msg: &RecvMessage,
        entry: Entry,
        urgent: bool,
        text: &LenLimit<Leased<R, [u8]>, 128>,
    ) -> Result<u32, RequestError<JournalError>> {
        if is_client(msg) {
            let expected = match urgent {
                true => Entry::Measured {
                    value: text.len() as u32,
                },
                false => Entry::Started,
            };
            self.ledger.expect(
                entry == expected,
                "the arguments of `append` arrived changed",
            );
        }
        if self.random.below(4) == 0 {
            return Err(JournalError::Full.into());
        }
        // In two pieces.
        let mut bytes = [0; 128];
        let middle = self.random.up_to(text.len());
        let (first, rest) = bytes.split_at_mut(middle);
        let went_away = |()| RequestError::went_away();
        text.read_range(0..middle, first).map_err(went_away)?;
        let rest = &mut rest[..text.len() - middle];
        text.read_range(middle..text.len(), rest)
            .map_err(went_away)?;
        Ok(sum(bytes[..text.len()].iter().copied().map(u16::from)))
    }
}

impl NoNotifications for Journal {}

impl journal::server::InOrderJournalImpl for Journal {
    fn append(
        &mut self,
        msg: &RecvMessage,
        entry: Entry,
        urgent: bool,
        text: LenLimit<Leased<R, [u8]>, 128>,
    ) -> Result<u32, RequestError<JournalError>> {
        self.append_lent(msg, entry, urgent, &text)
    }

    fn find(
        &mut self,
        _: &RecvMessage,
        number: u32,
    ) -> Result<Option<Entry>, RequestError<Damage>> {
        match self.random.below(4) {
            0 => Ok(None),
            1 => Ok(Some(Entry::Started)),
            2 => Ok(Some(Entry::Measured { value: number })),
            _ => Err(Damage::Page(number as u16).into()),
        }
    }

    fn repair(&mut self, _: &RecvMessage) -> Result<(), RequestError<Damage>> {
        match self.random.coin() {
            true => Ok(()),
            false => Err(Damage::Page(7).into()),
        }
    }

    fn close(
        &mut self,
        _: &RecvMessage,
    ) -> Result<bool, RequestError<Infallible>> {
        Ok(self.random.coin())
    }

    fn count(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(u32, u8), RequestError<Infallible>> {
        let count = self.random.next() as u32;
        Ok((count, count as u8))
    }
}
