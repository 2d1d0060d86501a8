//! The committed stubs, run: every operation, with the values checked on both
//! sides.

use core::convert::Infallible;
use core::num::NonZeroU16;

use goldens::{
    Calibration, Celsius, ClimateError, Damage, Day, Doubt, Entry, FaultReport,
    GateError, Group, JournalError, LegacyError, Member, Percent, RosterError,
    Sensor, dimmer, gate, journal, legacy, roster, thermostat,
};
use idol_runtime::{
    ClientError, Leased, LenLimit, NoNotifications, R, RW, RequestError, W,
};
use kernel::{End, System};
use userlib::{
    FaultInfo, FromPrimitive, RecvMessage, ReplyFaultReason, TaskId,
};

/// Runs a client against a server until it has finished. The calls in the
/// trace must be these.
fn run(
    calls: &str,
    server: impl FnMut() + Send + 'static,
    client: impl Fn(TaskId) + Send + 'static,
) {
    let mut system = System::new();
    let server = system.task("server", 1, server);
    let client = system.task("client", 2, move || client(server));
    system.run().expect_success();
    let trace = system.trace();
    let lines: String = trace
        .entries()
        .filter(|entry| entry.task == client)
        .map(|entry| trace.line(entry).to_string())
        .filter_map(|line| Some(line.split_once("server.")?.1.to_owned()))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(lines, calls, "\n{lines}");
}

struct Thermostat;

impl NoNotifications for Thermostat {}

impl thermostat::server::InOrderThermostatImpl for Thermostat {
    fn read(
        &mut self,
        _: &RecvMessage,
        sensor: Sensor,
    ) -> Result<i16, RequestError<ClimateError>> {
        match sensor {
            Sensor::Room => Ok(-7),
            Sensor::Garden => Err(ClimateError::NoSensor.into()),
        }
    }

    fn set(
        &mut self,
        _: &RecvMessage,
        target: Celsius,
        limit: Celsius,
        hold: bool,
        calibration: Calibration,
    ) -> Result<bool, RequestError<ClimateError>> {
        assert_eq!(target, Celsius(-300));
        // Converted by a function that knows absolute zero.
        assert_eq!(limit, Celsius(-273));
        let expected = Calibration {
            offset: -2,
            scale: 3,
        };
        assert_eq!(calibration, expected);
        if hold {
            Ok(true)
        } else {
            Err(ClimateError::Unbearable.into())
        }
    }

    fn calibrate(
        &mut self,
        _: &RecvMessage,
        r#type: u8,
        table: LenLimit<Leased<R, [u16]>, 64>,
        offsets: Leased<RW, [u8; 4]>,
        log: Leased<W, [u8]>,
        current: Leased<W, Calibration>,
    ) -> Result<u32, RequestError<Infallible>> {
        assert_eq!(r#type, 9);
        assert_eq!(table.read_at(1), Some(0x1234));
        assert_eq!(offsets.read(), Some([1, 2, 3, 4]));
        let went_away = |()| RequestError::went_away();
        offsets.write([4, 3, 2, 1]).map_err(went_away)?;
        log.write_range(1..3, b"ok").map_err(went_away)?;
        offsets.write_at(0, 9).map_err(went_away)?;
        assert_eq!(current.lease_index(), 3);
        Ok(table.len() as u32)
    }

    fn mode(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Sensor, RequestError<Infallible>> {
        Ok(Sensor::Garden)
    }

    fn limits(
        &mut self,
        _: &RecvMessage,
    ) -> Result<[i16; 2], RequestError<Infallible>> {
        Ok([-10, 30])
    }

    fn heartbeat(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(), RequestError<Infallible>> {
        Ok(())
    }

    fn fault(
        &mut self,
        _: &RecvMessage,
        msg: u8,
        rm: Sensor,
    ) -> Result<Calibration, RequestError<FaultReport>> {
        assert_eq!(rm, Sensor::Garden);
        match msg {
            0 => Ok(Calibration {
                offset: 1,
                scale: 2,
            }),
            part => Err(FaultReport {
                part: part.into(),
                since: 99,
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
        _: &RecvMessage,
        sensor: Option<Sensor>,
        count: Option<NonZeroU16>,
    ) -> Result<Option<Sensor>, RequestError<ClimateError>> {
        assert_eq!(count, NonZeroU16::new(7).filter(|_| sensor.is_some()));
        Ok(sensor)
    }
}

#[test]
fn zerocopy_carries_every_form_of_value() {
    run(
        "\
read(sensor: Room) -> Ok(-7)
read(sensor: Garden) -> Err(NoSensor)
set(target: -300, limit: -300, hold: true, calibration: Calibration { offset: -2, scale: 3 }) -> Ok(true)
set(target: -300, limit: -300, hold: false, calibration: Calibration { offset: -2, scale: 3 }) -> Err(Unbearable)
calibrate(type: 9, table: &[6 bytes], offsets: &mut [4 bytes], log: &mut [4 bytes], current: &mut [4 bytes]) -> Ok(3)
mode() -> Garden
limits() -> [-10, 30]
heartbeat() -> ()
fault(msg: 0, rm: Garden) -> Ok(Calibration { offset: 1, scale: 2 })
fault(msg: 5, rm: Garden) -> Err(FaultReport { part: 5, since: 99 })
swap(inside: Room, sure: true) -> Ok(Garden)
swap(inside: Room, sure: false) -> Err(AlreadySwapped)
prefer(sensor: Some(Garden), count: Some(7)) -> Ok(Some(Garden))
prefer(sensor: None, count: None) -> Ok(None)
",
        || idol_runtime::serve!(thermostat::server, Thermostat),
        |server| {
            let client = thermostat::client::Thermostat::from(server);
            assert_eq!(client.read(Sensor::Room), Ok(-7));
            assert_eq!(
                client.read(Sensor::Garden),
                Err(ClimateError::NoSensor)
            );
            let set = |hold| {
                client.set(
                    Celsius(-300),
                    Celsius(-300),
                    hold,
                    Calibration {
                        offset: -2,
                        scale: 3,
                    },
                )
            };
            assert_eq!(set(true), Ok(true));
            assert_eq!(set(false), Err(ClimateError::Unbearable));

            let mut offsets = [1, 2, 3, 4];
            let mut log = *b"....";
            let mut current = Calibration {
                offset: 0,
                scale: 0,
            };
            let table = [1, 0x1234, 3];
            let count = client.calibrate(
                9,
                &table,
                &mut offsets,
                &mut log,
                &mut current,
            );
            assert_eq!(count, Ok(3));
            assert_eq!(offsets, [9, 3, 2, 1]);
            assert_eq!(&log, b".ok.");

            assert_eq!(client.mode(), Sensor::Garden);
            assert_eq!(client.limits(), [-10, 30]);
            client.heartbeat();
            let calibration = Calibration {
                offset: 1,
                scale: 2,
            };
            assert_eq!(client.fault(0, Sensor::Garden), Ok(calibration));
            let report = FaultReport { part: 5, since: 99 };
            assert_eq!(client.fault(5, Sensor::Garden), Err(report));
            assert_eq!(client.swap(Sensor::Room, true), Ok(Sensor::Garden));
            let no = client.swap(Sensor::Room, false);
            assert_eq!(no, Err(Doubt::AlreadySwapped));
            let seven = NonZeroU16::new(7);
            let garden = Some(Sensor::Garden);
            assert_eq!(client.prefer(garden, seven), Ok(garden));
            assert_eq!(client.prefer(None, None), Ok(None));
        },
    );
}

#[test]
fn zerocopy_messages_are_read_as_debuggers_write_them() {
    let bytes = [0x34, 0x12, 0xff, 0xff, 1, 2, 0, 3, 0];
    let args = thermostat::server::read_set_msg(&bytes).expect("a message");
    assert_eq!({ args.raw_target }, 0x1234);
    assert_eq!({ args.raw_limit }, -1);
    assert_eq!(args.raw_hold, 1);
    assert!(thermostat::server::read_set_msg(&bytes[1..]).is_none());
    assert!(thermostat::server::read_swap_msg(&[3, 0]).is_none());
    // A flag and the value; the bytes of the number, of which 0 is `None`.
    let args = thermostat::server::read_prefer_msg(&[1, 2, 7, 0]);
    assert!(args.is_some_and(|args| { args.count } == NonZeroU16::new(7)));
    assert_eq!(thermostat::server::PREFER_MSG_SIZE, 4);
    assert_eq!(thermostat::server::PREFER_REPLY_SIZE, 2);
    assert_eq!(thermostat::server::SET_MSG_SIZE, bytes.len());
    // The longest message and one byte.
    assert_eq!(thermostat::server::INCOMING_SIZE, bytes.len() + 1);
}

#[test]
fn derives_that_a_build_asks_for_are_there() {
    use std::collections::BTreeSet;
    use thermostat::client::ThermostatOperation;
    let first = ThermostatOperation::from_u32(1);
    assert_eq!(first, Some(ThermostatOperation::read));
    let set: BTreeSet<_> =
        [ThermostatOperation::set, ThermostatOperation::read].into();
    assert_eq!(set.first(), first.as_ref());
}

struct Journal;

impl NoNotifications for Journal {}

impl journal::server::InOrderJournalImpl for Journal {
    fn append(
        &mut self,
        _: &RecvMessage,
        entry: Entry,
        urgent: bool,
        text: LenLimit<Leased<R, [u8]>, 128>,
    ) -> Result<u32, RequestError<JournalError>> {
        assert_eq!(entry, Entry::Measured { value: 0x0102_0304 });
        assert!(urgent);
        match text.read_at(0) {
            Some(b'!') => Err(JournalError::Full.into()),
            _ => Ok(LenLimit::len_as_u8(&text).into()),
        }
    }

    fn find(
        &mut self,
        _: &RecvMessage,
        number: u32,
    ) -> Result<Option<Entry>, RequestError<Damage>> {
        match number {
            0 => Ok(None),
            1 => Ok(Some(Entry::Started)),
            _ => Err(Damage::Page(7).into()),
        }
    }

    fn repair(&mut self, _: &RecvMessage) -> Result<(), RequestError<Damage>> {
        Ok(())
    }

    fn close(
        &mut self,
        _: &RecvMessage,
    ) -> Result<bool, RequestError<Infallible>> {
        Ok(true)
    }

    fn count(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(u32, u8), RequestError<Infallible>> {
        Ok((70_000, 9))
    }
}

#[test]
fn hubpack_carries_every_form_of_value() {
    run(
        "\
append(entry: Measured { value: 16909060 }, urgent: true, text: &[5 bytes]) -> Ok(5)
append(entry: Measured { value: 16909060 }, urgent: true, text: &[1 byte]) -> Err(Full)
find(number: 0) -> Ok(None)
find(number: 1) -> Ok(Some(Started))
find(number: 2) -> Err(Page(7))
repair() -> Ok(())
close() -> Ok(true)
count() -> (70000, 9)
",
        || idol_runtime::serve!(journal::server, Journal),
        |server| {
            let client = journal::client::Journal::from(server);
            let append = |text| {
                let value = 0x0102_0304;
                client.append(Entry::Measured { value }, true, text)
            };
            assert_eq!(append(b"hello"), Ok(5));
            assert_eq!(append(b"!"), Err(JournalError::Full));
            assert_eq!(client.find(0), Ok(None));
            assert_eq!(client.find(1), Ok(Some(Entry::Started)));
            assert_eq!(client.find(2), Err(Damage::Page(7)));
            assert_eq!(client.repair(), Ok(()));
            assert_eq!(client.close(), Ok(true));
            assert_eq!(client.count(), (70_000, 9));
        },
    );
}

struct Legacy;

impl NoNotifications for Legacy {}

impl legacy::server::InOrderLegacyImpl for Legacy {
    fn store(
        &mut self,
        _: &RecvMessage,
        slot: u8,
        value: Option<bool>,
        r#final: bool,
    ) -> Result<Option<bool>, RequestError<LegacyError>> {
        match slot {
            0 => Err(LegacyError::NoSlot.into()),
            1 => Ok(value.filter(|_| r#final)),
            _ => Ok(None),
        }
    }

    fn choose(
        &mut self,
        _: &RecvMessage,
        first: Option<bool>,
        second: Option<bool>,
    ) -> Result<bool, RequestError<LegacyError>> {
        Ok(first.or(second).ok_or(LegacyError::NoSlot)?)
    }

    fn wipe(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(), RequestError<LegacyError>> {
        Ok(())
    }
}

#[test]
fn ssmarshal_carries_every_form_of_value() {
    run(
        "\
store(slot: 0, value: None, final: true) -> Err(NoSlot)
store(slot: 1, value: None, final: true) -> Ok(None)
store(slot: 1, value: Some(true), final: true) -> Ok(Some(true))
store(slot: 1, value: Some(true), final: false) -> Ok(None)
choose(first: Some(true), second: Some(false)) -> Ok(true)
choose(first: None, second: Some(false)) -> Ok(false)
wipe() -> Ok(())
",
        || idol_runtime::serve!(legacy::server, Legacy),
        |server| {
            let client = legacy::client::Legacy::from(server);
            assert_eq!(client.store(0, None, true), Err(LegacyError::NoSlot));
            assert_eq!(client.store(1, None, true), Ok(None));
            // One byte in memory, two in a message.
            assert_eq!(client.store(1, Some(true), true), Ok(Some(true)));
            assert_eq!(client.store(1, Some(true), false), Ok(None));
            assert_eq!(client.choose(Some(true), Some(false)), Ok(true));
            assert_eq!(client.choose(None, Some(false)), Ok(false));
            assert_eq!(client.wipe(), Ok(()));
        },
    );
}

#[test]
fn a_fail_server_fails_everything_alike() {
    use legacy::server::FailServer;
    run(
        "\
store(slot: 1, value: None, final: true) -> Err(NoSlot)
wipe() -> Err(NoSlot)
",
        || {
            let error = LegacyError::NoSlot;
            idol_runtime::serve!(legacy::server, FailServer::new(error))
        },
        |server| {
            let client = legacy::client::Legacy::from(server);
            assert_eq!(client.store(1, None, true), Err(LegacyError::NoSlot));
            assert_eq!(client.wipe(), Err(LegacyError::NoSlot));
        },
    );
}

struct Gate;

impl NoNotifications for Gate {}

impl gate::server::InOrderGateImpl for Gate {
    fn open(&mut self, _: &RecvMessage) -> Result<u8, RequestError<GateError>> {
        Err(GateError::Locked.into())
    }

    fn state(&mut self, _: &RecvMessage) -> bool {
        true
    }
}

#[test]
fn plain_returns_and_allowed_callers_work() {
    run(
        "\
open() -> Err(Locked)
state() -> Ok(true)
",
        || idol_runtime::serve!(gate::server, Gate),
        |server| {
            let client = gate::client::Gate::from(server);
            assert_eq!(client.open(), Err(GateError::Locked));
            assert_eq!(client.state(), Ok(true));
        },
    );
}

/// Runs a client that is to be faulted for what it asks, and returns why.
fn refused(ask: fn(&gate::client::Gate)) -> Option<FaultInfo> {
    let mut system = System::new();
    let server =
        system.task("server", 1, || idol_runtime::serve!(gate::server, Gate));
    // Task 1 may open the gate; this makes the client task 2.
    system.task("idle", 2, || {});
    system.task("idler", 2, || {});
    let client = system
        .task("client", 2, move || ask(&gate::client::Gate::from(server)));
    assert!(matches!(system.run(), End::Faulted(_)));
    system.fault(client).map(|fault| fault.info)
}

#[test]
fn forbidden_callers_and_unsupported_operations_are_faulted() {
    let reason = |fault: Option<FaultInfo>| match fault {
        Some(FaultInfo::FromServer(_, reason)) => Some(reason),
        _ => None,
    };
    let open = refused(|gate| _ = gate.open());
    assert_eq!(reason(open), Some(ReplyFaultReason::AccessViolation));
    let service = refused(|gate| _ = gate.service());
    assert_eq!(reason(service), Some(ReplyFaultReason::AccessViolation));
    // What an operation without a body of its own answers.
    let unsupported = gate::server::InOrderGateImpl::service(
        &mut Gate,
        &RecvMessage {
            sender: TaskId(1),
            operation: 7,
            message_len: 0,
            response_capacity: 0,
            lease_count: 0,
        },
    );
    assert_eq!(unsupported, Err(ClientError::UnknownOperation.fail()));
}

/// Answers with `answer`, which may be what no client takes.
struct Dimmer {
    answer: Percent,
}

impl NoNotifications for Dimmer {}

impl dimmer::server::InOrderDimmerImpl for Dimmer {
    fn dim(
        &mut self,
        _: &RecvMessage,
        power: Percent,
        floor: Percent,
    ) -> Result<Percent, RequestError<Infallible>> {
        assert!(power.0 <= 100 && floor.0 <= 100);
        Ok(self.answer)
    }

    fn power(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Percent, RequestError<Infallible>> {
        Ok(self.answer)
    }
}

/// Runs a client against a [`Dimmer`]; why it was faulted, if it was.
fn dims(
    answer: u8,
    ask: impl Fn(&dimmer::client::Dimmer) + Send + 'static,
) -> Option<FaultInfo> {
    let mut system = System::new();
    let server = system.task("server", 1, move || {
        let answer = Percent(answer);
        idol_runtime::serve!(dimmer::server, Dimmer { answer })
    });
    let client = system.task("client", 2, move || {
        ask(&dimmer::client::Dimmer::from(server));
    });
    let _ = system.run();
    system.fault(client).map(|fault| fault.info)
}

#[test]
fn what_a_conversion_takes_arrives() {
    let fault = dims(7, |dimmer| {
        let answer = dimmer.dim(Percent(100), Percent(0));
        assert_eq!(answer, Ok(Percent(7)));
        assert_eq!(dimmer.power(), Percent(7));
    });
    assert_eq!(fault, None);
}

#[test]
fn a_client_is_faulted_for_what_a_conversion_refuses() {
    for (power, floor) in [(101, 0), (0, 101)] {
        let fault = dims(7, move |dimmer| {
            let _ = dimmer.dim(Percent(power), Percent(floor));
        });
        assert!(matches!(
            fault,
            Some(FaultInfo::FromServer(
                _,
                ReplyFaultReason::BadMessageContents
            ))
        ));
    }
}

#[test]
fn a_client_ends_when_its_conversion_refuses_the_reply() {
    let asks: [fn(&dimmer::client::Dimmer); 2] = [
        |dimmer| _ = dimmer.dim(Percent(1), Percent(1)),
        |dimmer| _ = dimmer.power(),
    ];
    for ask in asks {
        assert_eq!(dims(101, ask), Some(FaultInfo::Panic));
    }
}

/// Three members, two visits, an endless lot of letters.
struct Roster;

impl NoNotifications for Roster {}

fn member(from: u16) -> Option<Member> {
    (from < 3).then(|| Member {
        number: 1000 + u32::from(from),
        next: from + 1,
    })
}

impl roster::server::InOrderRosterImpl for Roster {
    fn members(
        &mut self,
        _: &RecvMessage,
        group: Group,
        from: u16,
    ) -> Result<Option<Member>, RequestError<RosterError>> {
        match (group.0, from) {
            (7, _) => Ok(member(from)),
            (8, 2) => Err(RosterError::NoGroup.into()),
            (8, _) => Ok(member(from)),
            _ => panic!("nobody asks for another"),
        }
    }

    fn visits(
        &mut self,
        _: &RecvMessage,
        since: Day,
    ) -> Result<Option<(Entry, Day)>, RequestError<Damage>> {
        match since.0 {
            0 => Ok(Some((Entry::Started, Day(40)))),
            40 => Ok(Some((Entry::Measured { value: 9 }, Day(41)))),
            41 => Ok(None),
            day => Err(Damage::Page(day).into()),
        }
    }

    fn letters(
        &mut self,
        _: &RecvMessage,
        urgent: bool,
        from: u8,
    ) -> Result<Option<([u8; 2], u8)>, RequestError<Infallible>> {
        assert!(urgent);
        Ok(Some(([from, 0], from.wrapping_add(1))))
    }

    fn r#type(
        &mut self,
        _: &RecvMessage,
        from: u16,
    ) -> Result<Option<Member>, RequestError<Infallible>> {
        match from {
            1 => panic!("the server dies"),
            _ => Ok(member(from)),
        }
    }
}

/// Runs a client against a [`Roster`] that is restarted when it dies.
fn asks(client: impl Fn(&roster::client::Roster) + Send + 'static) {
    let mut system = System::new();
    let server = system
        .task("server", 1, || idol_runtime::serve!(roster::server, Roster));
    system.supervise(server, kernel::Restart::AtOnce);
    let client = system.task("client", 2, move || {
        client(&roster::client::Roster::from(server));
    });
    let _ = system.run();
    assert!(system.fault(client).is_none(), "the client is well");
}

fn numbers(members: &[Member]) -> Vec<u32> {
    members.iter().map(|member| member.number).collect()
}

#[test]
fn a_cursor_is_gone_through_from_any_place_to_its_end() {
    asks(|roster| {
        let members = |from| {
            let all: Result<Vec<_>, _> =
                roster.members_iter(Group(7), from).collect();
            numbers(&all.expect("there is a group 7"))
        };
        assert_eq!(members(0), [1000, 1001, 1002]);
        assert_eq!(members(2), [1002]);
        assert_eq!(members(3), []);
        let visits: Vec<_> = roster.visits_iter(Day(0)).collect();
        let expected = [Ok(Entry::Started), Ok(Entry::Measured { value: 9 })];
        assert_eq!(visits, expected);
    });
}

#[test]
fn a_cursor_without_errors_gives_elements_alone_and_only_those_wanted() {
    asks(|roster| {
        let letters: Vec<_> = roster.letters_iter(true, 254).take(3).collect();
        assert_eq!(letters, [[254, 0], [255, 0], [0, 0]]);
    });
}

#[test]
fn an_error_is_the_last_thing_that_a_cursor_gives() {
    asks(|roster| {
        let mut members = roster.members_iter(Group(8), 0);
        for expected in [1000, 1001] {
            let found = members.next().map(|it| it.map(|it| it.number));
            assert_eq!(found, Some(Ok(expected)));
        }
        assert_eq!(members.next(), Some(Err(RosterError::NoGroup)));
        assert_eq!(members.next(), None);
        assert_eq!(members.next(), None);
        let found: Vec<_> = roster.visits_iter(Day(9)).collect();
        assert_eq!(found, [Err(Damage::Page(9))]);
    });
}

#[test]
fn a_cursor_whose_server_dies_says_so_and_can_be_begun_anew() {
    asks(|roster| {
        let mut members = roster.type_iter(0);
        let first = members.next().map(|it| it.map(|it| it.number));
        assert_eq!(first, Some(Ok(1000)));
        let dead = idol_runtime::ServerDeath;
        assert_eq!(members.next(), Some(Err(dead)));
        assert_eq!(members.next(), None);
        let rest: Result<Vec<_>, _> = roster.type_iter(2).collect();
        assert_eq!(rest.map(|rest| numbers(&rest)), Ok(vec![1002]));
    });
}
