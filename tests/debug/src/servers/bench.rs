//! A server with the encoding Zerocopy. It answers with what it is asked.

use core::convert::Infallible;

use idol_runtime::{Leased, NoNotifications, R, RequestError};
use userlib::RecvMessage;

/// The stub, with the types that it names and no other.
pub(crate) mod idl {
    use debug::types::{Area, BenchError, Jam, Level, Mode, Point, limited};

    include!(concat!(env!("OUT_DIR"), "/bench_server.rs"));
}

use debug::types::{Area, BenchError, Jam, Level, Mode, Point};

/// The server.
pub(crate) struct Bench;

impl NoNotifications for Bench {}

type Answer<T, E> = Result<T, RequestError<E>>;

impl idl::InOrderBenchImpl for Bench {
    fn ping(&mut self, _: &RecvMessage) -> Answer<(), Infallible> {
        Ok(())
    }

    fn mix(
        &mut self,
        _: &RecvMessage,
        small: u8,
        below: i32,
        sure: bool,
        row: [u16; 3],
        ratio: f32,
        kind: u64,
    ) -> Answer<i64, BenchError> {
        if kind == 0 {
            return Err(BenchError::Occupied.into());
        }
        let row: i64 = row.iter().map(|part| i64::from(*part)).sum();
        let ratio = if ratio == 0.5 { 1_000_000 } else { 0 };
        let kind = i64::try_from(kind).unwrap_or(i64::MIN);
        let sum = i64::from(small) + i64::from(below) + row + ratio + kind;
        Ok(if sure { sum } else { -sum })
    }

    fn convert(
        &mut self,
        _: &RecvMessage,
        mode: Mode,
        level: Level,
        limit: Level,
    ) -> Answer<Mode, BenchError> {
        if level.0 > limit.0 {
            return Err(BenchError::Burning.into());
        }
        Ok(mode)
    }

    fn place(
        &mut self,
        _: &RecvMessage,
        area: Area,
        points: [Point; 2],
    ) -> Answer<Area, Jam> {
        let [from, to] = points;
        if from == to {
            let jam = Jam {
                at: area.to,
                amount: 70_000,
            };
            return Err(jam.into());
        }
        let name = area.name;
        Ok(Area { from, to, name })
    }

    fn choose(
        &mut self,
        _: &RecvMessage,
        mode: Mode,
        other: Option<Mode>,
        count: Option<core::num::NonZeroU16>,
        point: Option<Point>,
    ) -> Answer<Option<Mode>, Infallible> {
        Ok(match (other, count, point) {
            (Some(other), None, None) => Some(other),
            (None, Some(_), Some(_)) => Some(mode),
            _ => None,
        })
    }

    fn count(
        &mut self,
        _: &RecvMessage,
    ) -> Answer<Option<core::num::NonZeroU16>, Infallible> {
        Ok(core::num::NonZeroU16::new(513))
    }

    fn ready(
        &mut self,
        _: &RecvMessage,
        word: usize,
    ) -> Answer<bool, BenchError> {
        Ok(word == 77)
    }

    fn doubt(&mut self, _: &RecvMessage) -> Answer<bool, Infallible> {
        Ok(true)
    }

    fn cut(
        &mut self,
        _: &RecvMessage,
        line: Leased<R, [u8]>,
    ) -> Answer<u8, Option<Mode>> {
        match line.read_at(0) {
            Some(byte) => Ok(byte),
            None => Err(Some(Mode::Fast).into()),
        }
    }
}
