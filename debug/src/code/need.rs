//! The stack that a task needs.

use std::collections::{BTreeMap, BTreeSet};

use super::program::Program;
use super::walk::{self, Function};
use crate::error::Error;

/// How many instructions are looked at before it is given up: a task with a
/// megabyte of code has a tenth of it.
const STEPS: u64 = 2_000_000;

/// The bytes that the processor pushes when an interrupt or a system call
/// stops a task.
const INTERRUPTED: u64 = 32;

/// The same where there is a floating-point unit. Hubris starts tasks by a
/// return from an exception with the long frame, and from then on the processor
/// pushes no other, whether a task calculates so or not.
const INTERRUPTED_WITH_FLOATS: u64 = 104;

/// The stack that a task needs at the most, as its code says: from its start
/// on over all that is called, with what the processor pushes at a system
/// call or an interrupt.
///
/// It is read from the instructions alone, so a file without debug information
/// tells it too; it needs symbols of its functions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StackNeed {
    /// In bytes. Where something is [`open`](Self::open), at least so many.
    pub bytes: u64,
    /// The functions that are active where the stack is deepest, from the
    /// task's start on.
    pub deepest: Vec<Frame>,
    /// What keeps this from being all, in the order of addresses. Empty if it
    /// is.
    pub open: Vec<Open>,
}

/// A function where the stack is deepest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Frame {
    /// Its name, as Rust writes it.
    pub function: String,
    /// Its address.
    pub address: u64,
    /// The bytes that it has on the stack then.
    pub bytes: u64,
}

/// Code of which it cannot be told how much stack it takes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Open {
    /// The function that it is in, as Rust writes its name.
    pub function: String,
    /// The address of the instruction; of a function that calls itself, its
    /// own.
    pub address: u64,
    /// Why it cannot be told.
    pub why: Why,
}

/// Why it cannot be told how much stack code takes.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Why {
    /// It calls through a pointer.
    Pointer,
    /// It calls itself, perhaps by way of others.
    Recursion,
    /// It reserves a number of bytes that is not in the code, or is no code
    /// that can be followed.
    Unknown,
}

impl StackNeed {
    /// Computes it of a task's ELF file. `None` of one for another processor
    /// than a Cortex-M, or that is no program.
    ///
    /// # Errors
    ///
    /// If the file is no ELF file, or has no symbols of functions.
    pub fn read(elf: &[u8]) -> Result<Option<Self>, Error> {
        let program = Program::read(elf)?;
        Ok(program.map(|program| Self::of(&program, STEPS)))
    }

    pub(super) fn of(program: &Program<'_>, steps: u64) -> Self {
        let functions = functions(program, steps);
        let order = Order::of(program.entry, &functions);
        let need = Needs::of(&order, &functions);
        let mut has_float = program.has_float;
        let mut open = BTreeSet::new();
        for (start, function) in &functions {
            has_float |= function.has_float;
            let pointers = function.pointers.iter();
            open.extend(pointers.map(|at| (*at, Why::Pointer)));
            let lost = function.lost.iter();
            open.extend(lost.map(|at| (*at, Why::Unknown)));
            if order.again.contains(start) {
                open.insert((*start, Why::Recursion));
            }
        }
        let deepest = need.deepest(program.entry, &functions);
        let bytes = deepest.iter().map(|(_, bytes)| *bytes).sum::<u64>();
        let pushed = match has_float {
            true => INTERRUPTED_WITH_FLOATS,
            false => INTERRUPTED,
        };
        let name = |address| match program.name(address) {
            Some(name) => format!("{:#}", rustc_demangle::demangle(name)),
            None => format!("{address:#x}"),
        };
        Self {
            // The processor pushes at a multiple of 8.
            bytes: bytes.next_multiple_of(8).saturating_add(pushed),
            deepest: deepest
                .into_iter()
                .map(|(address, bytes)| Frame {
                    function: name(address),
                    address: address.into(),
                    bytes,
                })
                .collect(),
            open: open
                .into_iter()
                .map(|(address, why)| Open {
                    function: name(address),
                    address: address.into(),
                    why,
                })
                .collect(),
        }
    }
}

/// All functions that are reached from a program's start.
///
/// That a function comes back is known once it is walked through, and what is
/// behind a call of it only then; so its callers are walked again.
fn functions(program: &Program<'_>, mut steps: u64) -> BTreeMap<u32, Function> {
    let mut functions = BTreeMap::<u32, Function>::new();
    let mut callers = BTreeMap::<u32, BTreeSet<u32>>::new();
    let mut waiting = BTreeSet::from([program.entry]);
    while let Some(start) = waiting.pop_last() {
        let returns =
            |other: u32| functions.get(&other).is_some_and(|it| it.returns);
        let found = walk::function(program, start, &returns, &mut steps);
        for called in found.calls.keys() {
            callers.entry(*called).or_default().insert(start);
            if !functions.contains_key(called) {
                waiting.insert(*called);
            }
        }
        let returned = functions.get(&start).is_some_and(|it| it.returns);
        if found.returns && !returned {
            waiting.extend(callers.get(&start).into_iter().flatten());
        }
        functions.insert(start, found);
    }
    functions
}

/// Functions, each behind those that it calls, unless these call it in turn.
struct Order {
    functions: Vec<u32>,
    /// Those that call themselves.
    again: BTreeSet<u32>,
}

impl Order {
    fn of(entry: u32, functions: &BTreeMap<u32, Function>) -> Self {
        let mut order = Self {
            functions: Vec::new(),
            again: BTreeSet::new(),
        };
        let calls = |start: u32| -> Vec<u32> {
            let function = functions.get(&start);
            function
                .map_or_else(Vec::new, |it| it.calls.keys().copied().collect())
        };
        let mut seen = BTreeSet::from([entry]);
        let mut active = BTreeSet::from([entry]);
        let mut path = vec![(entry, calls(entry))];
        while let Some((start, left)) = path.last_mut() {
            match left.pop() {
                Some(called) if active.contains(&called) => {
                    order.again.insert(called);
                }
                Some(called) if seen.insert(called) => {
                    active.insert(called);
                    path.push((called, calls(called)));
                }
                Some(_) => {}
                None => {
                    active.remove(start);
                    order.functions.push(*start);
                    path.pop();
                }
            }
        }
        order
    }
}

/// What each function needs, and whom it calls where that is most.
#[derive(Default)]
struct Needs(BTreeMap<u32, (i64, Option<u32>)>);

impl Needs {
    fn of(order: &Order, functions: &BTreeMap<u32, Function>) -> Self {
        let mut needs = Self::default();
        for start in &order.functions {
            let Some(function) = functions.get(start) else {
                continue;
            };
            let mut most = (function.own, None);
            for (called, down) in &function.calls {
                // One that is not known yet calls this one.
                let Some((need, _)) = needs.0.get(called) else {
                    continue;
                };
                let all = down.saturating_add(*need);
                if all > most.0 {
                    most = (all, Some(*called));
                }
            }
            needs.0.insert(*start, most);
        }
        needs
    }

    /// Who is active where the stack is deepest, with the bytes of each.
    fn deepest(
        &self,
        entry: u32,
        functions: &BTreeMap<u32, Function>,
    ) -> Vec<(u32, u64)> {
        let mut path = Vec::new();
        let mut at = Some(entry);
        while let Some(start) = at {
            let (Some(function), Some((need, called))) =
                (functions.get(&start), self.0.get(&start))
            else {
                break;
            };
            let own = match called {
                Some(called) => function.calls.get(called).copied(),
                None => Some(*need),
            };
            let own = own.unwrap_or(0).max(0).cast_unsigned();
            path.push((start, own));
            at = *called;
        }
        path
    }
}
