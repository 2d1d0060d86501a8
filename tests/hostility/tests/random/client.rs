//! A client that calls everything there is, with memory to lend, and checks
//! each answer against what its request allows.

use std::num::NonZeroU16;
use std::sync::Arc;

use goldens::{
    Calibration, Celsius, ClimateError, Damage, Doubt, Entry, FaultReport,
    JournalError, Sensor, journal, thermostat,
};
use idol_runtime::ServerDeath;
use kernel::TaskId;

use crate::guarded::{EMPTY, Guarded, Part};
use crate::ledger::{Ledger, count};
use crate::random::Random;
use crate::server::{mark, sum};

pub(crate) struct Client {
    pub(crate) number: usize,
    pub(crate) calls_left: u32,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) random: Random,
    pub(crate) thermostat: TaskId,
    pub(crate) journal: TaskId,
}

/// What an answer says about the server.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum Answer {
    /// It could have answered this.
    Served,
    /// It died.
    Death,
}

use Answer::{Death, Served};

const SENSORS: [Sensor; 2] = [Sensor::Room, Sensor::Garden];

impl Client {
    /// The calls that this client has not begun yet, one after the other.
    pub(crate) fn run(&mut self) {
        let thermostat = self.thermostat.into();
        let journal = self.journal.into();
        while self.calls_left > 0 {
            self.calls_left -= 1;
            let ledger = Arc::clone(&self.ledger);
            let tally = ledger.client(self.number);
            count(&tally.begun);
            let answer = match self.random.below(14) {
                operation @ 0..9 => {
                    self.call_thermostat(&thermostat, operation)
                }
                operation => self.call_journal(&journal, operation - 9),
            };
            count(&tally.answered);
            if answer == Death {
                count(&tally.deaths);
            }
        }
        count(&self.ledger.client(self.number).finished);
    }

    fn call_thermostat(
        &mut self,
        server: &thermostat::client::Thermostat,
        operation: u32,
    ) -> Answer {
        let sensor = self.random.pick(&SENSORS);
        let byte = self.random.next() as u8;
        match operation {
            0 => {
                let answer = server.read(sensor);
                assert!(
                    match answer {
                        Ok(degrees) => degrees / 1000 == sensor as i16,
                        Err(error) => error != ClimateError::Restarted,
                    },
                    "{answer:?}"
                );
                Served
            }
            1 => {
                let degrees = self.random.next() as i16;
                let hold = self.random.coin();
                let calibration = Calibration {
                    offset: degrees,
                    scale: !degrees as u16,
                };
                match server.set(
                    Celsius(degrees),
                    Celsius(degrees),
                    hold,
                    calibration,
                ) {
                    Ok(answer) => {
                        assert_eq!(answer, hold);
                        Served
                    }
                    Err(ClimateError::Restarted) => Death,
                    Err(_) => Served,
                }
            }
            2 => self.calibrate(server, byte & 0x7f),
            3 => {
                // Any sensor will do.
                server.mode();
                Served
            }
            4 => {
                let [low, high] = server.limits();
                assert_eq!(low, !high);
                Served
            }
            5 => {
                server.heartbeat();
                Served
            }
            6 => {
                let report = FaultReport {
                    part: byte.into(),
                    since: sensor as u32,
                };
                match server.fault(byte, sensor) {
                    Ok(Calibration { offset, scale }) => {
                        assert_eq!(offset, i16::from(byte));
                        assert_eq!(scale, sensor as u16);
                        Served
                    }
                    Err(FaultReport {
                        part: u32::MAX,
                        since: 0,
                    }) => Death,
                    Err(error) => {
                        assert_eq!(error, report);
                        Served
                    }
                }
            }
            7 => {
                let sure = self.random.coin();
                match server.swap(sensor, sure) {
                    Ok(other) => {
                        assert!(sure);
                        assert_ne!(other, sensor);
                        Served
                    }
                    Err(Doubt::AlreadySwapped) => {
                        assert!(!sure);
                        Served
                    }
                    Err(Doubt::Unknown) => Death,
                }
            }
            _ => {
                let sensor = Some(sensor).filter(|_| self.random.coin());
                let count = sensor.and_then(|s| NonZeroU16::new(s as u16));
                match server.prefer(sensor, count) {
                    Ok(answer) => assert_eq!(answer, sensor),
                    Err(error) => assert_ne!(error, ClimateError::Restarted),
                }
                Served
            }
        }
    }

    /// Four leases, of which the server writes three.
    fn calibrate(
        &mut self,
        server: &thermostat::client::Thermostat,
        token: u8,
    ) -> Answer {
        let ledger = &self.ledger;
        let random = &mut self.random;
        let mut table = vec![0; random.up_to(64)];
        table.fill_with(|| random.next() as u16);
        let mut offsets = Guarded::new([token, 1, 2, 3], ledger);
        let start = random.up_to(40);
        let end = start + random.up_to(40 - start);
        let mut log = Part::<40>::new(start, end, true, ledger);
        let before = || Calibration {
            offset: -1,
            scale: 0xffff,
        };
        let mut current = Guarded::new(before(), ledger);

        let answer = server.calibrate(
            token,
            &table,
            &mut offsets.memory,
            log.lent(),
            &mut current.memory,
        );

        // Whatever became of the server, it wrote nothing else.
        let mark = mark(token);
        let lent = log.lent();
        assert!(lent.iter().all(|&byte| byte == EMPTY || byte == mark));
        assert_eq!(current.memory, before());
        let [first, from, to, last] = offsets.memory;
        assert_eq!(last, 3);
        match answer {
            Ok(answer) => {
                assert_eq!(answer, sum(table));
                assert_eq!(first, mark);
                let written = usize::from(from)..usize::from(to);
                for (i, &byte) in lent.iter().enumerate() {
                    assert_eq!(byte == mark, written.contains(&i));
                }
                Served
            }
            Err(ServerDeath) => {
                assert!(first == token || first == mark);
                Death
            }
        }
    }

    fn call_journal(
        &mut self,
        server: &journal::client::Journal,
        operation: u32,
    ) -> Answer {
        match operation {
            0 => {
                let urgent = self.random.coin();
                let text = {
                    let start = self.random.up_to(128);
                    let end = start + self.random.up_to(128 - start);
                    let ledger = &self.ledger;
                    &mut Part::<128>::new(start, end, false, ledger)
                };
                let text = text.lent();
                let entry = match urgent {
                    true => Entry::Measured {
                        value: text.len() as u32,
                    },
                    false => Entry::Started,
                };
                match server.append(entry, urgent, text) {
                    Ok(answer) => {
                        let text = text.iter().copied().map(u16::from);
                        assert_eq!(answer, sum(text));
                        Served
                    }
                    Err(JournalError::Full) => Served,
                    Err(JournalError::Unknown) => Death,
                }
            }
            1 => {
                let number = self.random.next() as u32;
                match server.find(number) {
                    Ok(None | Some(Entry::Started)) => {}
                    Ok(Some(Entry::Measured { value })) => {
                        assert_eq!(value, number);
                    }
                    Err(damage) => {
                        assert_eq!(damage, Damage::Page(number as u16));
                    }
                }
                Served
            }
            2 => match server.repair() {
                Ok(()) => Served,
                Err(Damage::Server) => Death,
                Err(Damage::Page(page)) => {
                    assert_eq!(page, 7);
                    Served
                }
            },
            3 => match server.close() {
                Ok(_) => Served,
                Err(ServerDeath) => Death,
            },
            _ => {
                let (count, check) = server.count();
                assert_eq!(count as u8, check);
                Served
            }
        }
    }
}
