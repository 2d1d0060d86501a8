//! The instructions of a call that does nothing: the client's side of it and
//! the server's, with the kernel's part played here.

use crate::emulator::{Emulator, SCRATCH, Stop};
use crate::expect::{expect, expect_kept, set_kept};
use crate::image::Image;
use board::processor::{Core, Failure};

/// A call: what goes over the wire.
#[derive(Copy, Clone, Debug)]
pub struct Call {
    /// The operation's name.
    pub name: &'static str,
    /// Its number.
    pub operation: u16,
    /// The message.
    pub message: &'static [u8],
    /// How many leases go with it. Each has [`LEASE_LEN`] bytes.
    pub leases: u32,
    /// The reply.
    pub reply: &'static [u8],
}

/// Bytes of a lease.
pub const LEASE_LEN: u32 = 4;

/// What one side of a call takes.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Taken {
    /// Instructions.
    pub instructions: u64,
    /// Bytes of stack.
    pub stack: u32,
}

/// Room for a reply in a client: more than the largest takes.
const ROOM: u32 = 512;

const SEND: u32 = 0;
const RECV: u32 = 1;
const REPLY: u32 = 2;
const BORROW_INFO: u32 = 6;

/// The server's id.
const SERVER: u16 = 5;
/// The client's id, of a generation that is not 0.
const CLIENT: u32 = 3 << 10 | 7;

/// What a whole call of a client's operation takes, the system call's stub
/// included, when the server answers with success.
///
/// # Errors
///
/// If the client does not send what `call` says or does not return success,
/// or if a register that the call should keep has changed.
pub fn client(
    core: Core,
    image: &Image,
    call: &Call,
) -> Result<Taken, Failure> {
    let function = image
        .symbol(&format!("call_{}", call.name))
        .ok_or_else(|| format!("nothing calls {}", call.name))?;
    let operations = image
        .operations(call.operation.into())
        .ok_or("the client has no such operation")?;
    let operation = operations.last().ok_or("operations start at 1")?;
    let mut cpu = Emulator::new(core, image)?;
    cpu.measure_from(operation.address);
    cpu.write(SCRATCH, &SERVER.to_le_bytes())?;
    cpu.set_register(0, SCRATCH)?;
    set_kept(&mut cpu)?;
    expect("the first stop", cpu.call(function)?, Stop::SystemCall)?;

    expect("the system call", cpu.register(11)?, SEND)?;
    let target = u32::from(SERVER) << 16 | u32::from(call.operation);
    expect("target and operation", cpu.register(4)?, target)?;
    let message = cpu.read(cpu.register(5)?, cpu.register(6)?)?;
    expect("the message", &message[..], call.message)?;
    expect("the leases", cpu.register(10)?, call.leases)?;
    for index in 0..call.leases {
        let entry = cpu.read(cpu.register(9)? + 12 * index, 12)?;
        expect("a lease's length", &entry[8..], &LEASE_LEN.to_le_bytes())?;
    }
    let room = usize::try_from(cpu.register(8)?)?;
    expect("the room for the reply", room >= call.reply.len(), true)?;
    let reply = cpu.register(7)?;
    cpu.write(reply, call.reply)?;
    cpu.set_register(4, 0)?;
    cpu.set_register(5, u32::try_from(call.reply.len())?)?;

    expect("the second stop", cpu.resume()?, Stop::Returned)?;
    expect("the result", cpu.register(0)?, 1)?;
    expect_kept(&cpu)?;
    Ok(Taken {
        instructions: cpu.instructions(),
        stack: cpu.stack(),
    })
}

/// What one request takes of a server, when its operation succeeds: from behind
/// one RECV to the next, without what lies in `.uncounted`, such as the bodies
/// of operations. The stack is that of the task from its start.
///
/// # Errors
///
/// If the server does not reply what `call` says.
pub fn server(
    core: Core,
    image: &Image,
    call: &Call,
) -> Result<Taken, Failure> {
    let main = image.symbol("main").ok_or("there is no main")?;
    let mut cpu = Emulator::new(core, image)?;
    expect("the first stop", cpu.call(main)?, Stop::SystemCall)?;
    // The first request finds the server fresh from its start; of the second,
    // nothing but the request is new.
    request(&mut cpu, call)?;
    let before = cpu.instructions();
    request(&mut cpu, call)?;
    Ok(Taken {
        instructions: cpu.instructions() - before,
        stack: cpu.stack(),
    })
}

/// Answers RECV with a request, and plays the kernel up to the next RECV.
fn request(cpu: &mut Emulator, call: &Call) -> Result<(), Failure> {
    expect("the system call", cpu.register(11)?, RECV)?;
    let buffer = cpu.register(4)?;
    let room = usize::try_from(cpu.register(5)?)?;
    expect(
        "a byte more than the message",
        room > call.message.len(),
        true,
    )?;
    expect("the mask", cpu.register(6)?, 0)?;
    expect("the filter", cpu.register(7)?, 0)?;
    cpu.write(buffer, call.message)?;
    let results = [
        0,
        CLIENT,
        call.operation.into(),
        u32::try_from(call.message.len())?,
        ROOM,
        call.leases,
    ];
    for (register, result) in (4..).zip(results) {
        cpu.set_register(register, result)?;
    }

    let mut replied = false;
    loop {
        expect("a stop", cpu.resume()?, Stop::SystemCall)?;
        let number = cpu.register(11)?;
        if number == RECV {
            expect("an answer was sent", replied, true)?;
            return Ok(());
        }
        expect("the peer", cpu.register(4)?, CLIENT)?;
        match number {
            REPLY => {
                expect("the code", cpu.register(5)?, 0)?;
                let reply = cpu.read(cpu.register(6)?, cpu.register(7)?)?;
                expect("the reply", &reply[..], call.reply)?;
                replied = true;
            }
            BORROW_INFO => {
                let index = cpu.register(5)?;
                expect("an index of a lease", index < call.leases, true)?;
                cpu.set_register(4, 0)?;
                cpu.set_register(5, 3)?;
                cpu.set_register(6, LEASE_LEN)?;
            }
            other => return Err(format!("system call {other}").into()),
        }
    }
}
