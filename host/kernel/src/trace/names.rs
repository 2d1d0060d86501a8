//! What a trace knows of names and messages: what the test has said, what the
//! tasks' stubs have told, and the kernel's own requests.

use super::Trace;
use crate::panics;
use std::panic::{AssertUnwindSafe, catch_unwind};
use userlib::TaskId;
use userlib::host::{Interface, without_kernel};
use userlib::kipc::number;

impl Trace {
    /// A task by name, and its generation unless that is 0.
    pub(super) fn name(&self, task: TaskId) -> String {
        if task == TaskId::KERNEL {
            return "kernel".to_owned();
        }
        let name = self
            .names
            .get(task.index())
            .map_or_else(|| format!("task {}", task.index()), String::clone);
        match u8::from(task.generation()) {
            0 => name,
            generation => format!("{name}#{generation}"),
        }
    }

    /// An operation by the name that the test has given it, else by number.
    pub(super) fn operation_by_hand(
        &self,
        server: TaskId,
        number: u32,
    ) -> String {
        self.named_by_hand(server, number)
            .unwrap_or_else(|| format!("op {number}"))
    }

    fn named_by_hand(&self, server: TaskId, number: u32) -> Option<String> {
        let names = self.operations.get(server.index())?;
        let found = names.iter().find(|(known, _)| u32::from(*known) == number);
        found.map(|(_, name)| name.clone())
    }

    /// An operation by name, if it has one, else by number.
    pub(super) fn operation(&self, server: TaskId, number: u32) -> String {
        if server == TaskId::KERNEL
            && let Some(name) = request_to_kernel(number)
        {
            return name.to_owned();
        }
        if let Some(name) = self.named_by_hand(server, number) {
            return name;
        }
        let names = self.names_told(server, number);
        match names.as_slice() {
            [] => format!("op {number}"),
            [name] => name.clone(),
            names => format!("op {number} ({})", names.join(" or ")),
        }
    }

    /// Names and values of the arguments in a message, as far as stubs
    /// have told.
    pub(super) fn arguments(
        &self,
        server: TaskId,
        operation: u32,
        message: &[u8],
    ) -> Option<String> {
        if server == TaskId::KERNEL {
            return self.kernel_arguments(operation, message);
        }
        self.told(server, operation, |it| it.arguments(operation, message))
    }

    /// What a reply says, as far as stubs have told.
    pub(super) fn reply(
        &self,
        server: TaskId,
        operation: u32,
        code: u32,
        body: &[u8],
    ) -> Option<String> {
        if userlib::extract_new_generation(code).is_some() {
            return None;
        }
        self.told(server, operation, |it| it.reply(operation, code, body))
    }

    /// The name of a lease, or its number.
    pub(super) fn lease(
        &self,
        server: TaskId,
        operation: Option<u16>,
        index: usize,
    ) -> String {
        operation
            .and_then(|operation| {
                let operation = u32::from(operation);
                self.told(server, operation, |it| it.lease(operation, index))
            })
            .unwrap_or_else(|| format!("lease {index}"))
    }

    /// Whether the stub of a server has told of its operations.
    pub(super) fn is_told(&self, server: TaskId) -> bool {
        server == TaskId::KERNEL
            || self
                .interfaces
                .get(server.index())
                .is_some_and(|known| !known.is_empty())
    }

    /// The names of an operation: of its server's stub, or else of its clients'
    /// stubs, of which each may have its own idea of the server.
    fn names_told(&self, server: TaskId, number: u32) -> Vec<String> {
        self.all_told(server, |it| it.operation(number))
    }

    /// What stubs give of a message, of which there is more than one text where
    /// they disagree. Nothing, where they do about the operation.
    fn told(
        &self,
        server: TaskId,
        number: u32,
        ask: impl Fn(&Interface) -> Option<String>,
    ) -> Option<String> {
        if self.names_told(server, number).len() > 1 {
            return None;
        }
        let texts = self.all_told(server, ask);
        (!texts.is_empty()).then(|| texts.join(" or "))
    }

    /// What stubs give: the first of a server's interfaces that gives
    /// something, or else all of its clients'.
    fn all_told(
        &self,
        server: TaskId,
        ask: impl Fn(&Interface) -> Option<String>,
    ) -> Vec<String> {
        let index = server.index();
        let of = |all: &[Vec<Interface>], most: usize| {
            let known = all.get(index).map_or(&[][..], Vec::as_slice);
            let texts = known.iter().filter_map(|it| quietly(it, &ask));
            texts.take(most).collect::<Vec<_>>()
        };
        if self.is_told(server) {
            return of(&self.interfaces, 1);
        }
        let mut texts = of(&self.asked, usize::MAX);
        texts.sort();
        texts.dedup();
        texts
    }

    /// The arguments of a request to the kernel.
    fn kernel_arguments(
        &self,
        operation: u32,
        message: &[u8],
    ) -> Option<String> {
        let (index, rest) = message.split_first_chunk::<4>()?;
        let index = u32::from_le_bytes(*index);
        let task = self.names.get(index as usize);
        let operation = u16::try_from(operation).ok()?;
        match (operation, rest) {
            (number::FIND_FAULTED_TASK, []) => Some(format!("from: {index}")),
            (number::REINIT_TASK, [start]) => {
                Some(format!("{}, start: {}", task?, *start != 0))
            }
            (number::SOFTWARE_IRQ, rest) => {
                let mask = u32::from_le_bytes(rest.try_into().ok()?);
                Some(format!("{}, mask: {mask:#x}", task?))
            }
            (number::GET_DUMP_REGION, rest) => {
                let region = u32::from_le_bytes(rest.try_into().ok()?);
                Some(format!("{}, region: {region}", task?))
            }
            (number::READ_DUMP_REGION, [a, b, c, d, size @ ..]) => {
                let base = u32::from_le_bytes([*a, *b, *c, *d]);
                let size = u32::from_le_bytes(size.try_into().ok()?);
                Some(format!("{}, base: {base:#010x}, size: {size}", task?))
            }
            (
                number::READ_TASK_STATUS
                | number::FAULT_TASK
                | number::READ_PANIC_MESSAGE,
                [],
            ) => task.cloned(),
            _ => None,
        }
    }
}

/// What an interface gives. A user's `Debug` runs here, and may do what it likes.
fn quietly(
    interface: &Interface,
    ask: &impl Fn(&Interface) -> Option<String>,
) -> Option<String> {
    let ask = AssertUnwindSafe(|| without_kernel(|| ask(interface)));
    panics::quietly(|| catch_unwind(ask)).ok().flatten()
}

fn request_to_kernel(number: u32) -> Option<&'static str> {
    Some(match u16::try_from(number).ok()? {
        number::READ_TASK_STATUS => "read_task_status",
        number::REINIT_TASK => "reinit_task",
        number::FAULT_TASK => "fault_task",
        number::READ_IMAGE_ID => "read_image_id",
        number::RESET => "reset",
        number::GET_DUMP_REGION => "get_task_dump_region",
        number::READ_DUMP_REGION => "read_task_dump_region",
        number::SOFTWARE_IRQ => "software_irq",
        number::FIND_FAULTED_TASK => "find_faulted_task",
        number::READ_PANIC_MESSAGE => "read_panic_message",
        _ => return None,
    })
}
