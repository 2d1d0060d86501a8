//! What a function does with the stack, on all its paths.

use std::collections::BTreeMap;

use super::decode;
use super::instruction::Effect;
use super::program::Program;
use super::state::State;

/// What is known of a function.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Function {
    /// The most bytes that its own code has on the stack.
    pub(super) own: i64,
    /// The functions that it calls, by their addresses, each with the most
    /// bytes that are on the stack then.
    pub(super) calls: BTreeMap<u32, i64>,
    /// Where it calls what is not known.
    pub(super) pointers: Vec<u32>,
    /// Where the stack pointer gets a value that is not followed, or where it
    /// cannot be told what is executed.
    pub(super) lost: Vec<u32>,
    /// Whether it comes back, by itself or in one that it goes on in.
    pub(super) returns: bool,
    pub(super) has_float: bool,
}

/// Registers that a call leaves as they were: `r4` to `r11`.
const KEPT: u16 = 0x0FF0;

/// How often what is known before one instruction may change.
const CHANGES: u8 = 40;

/// Walks through the function at an address. `returns` says of another whether
/// it comes back; `steps` are the instructions that may still be looked at.
pub(super) fn function(
    program: &Program<'_>,
    start: u32,
    returns: &dyn Fn(u32) -> bool,
    steps: &mut u64,
) -> Function {
    let Some(end) = program.end_of(start) else {
        return Function {
            lost: vec![start],
            ..Function::default()
        };
    };
    let mut walk = Walk {
        program,
        range: start..end,
        known: BTreeMap::new(),
        waiting: Vec::new(),
        tables: BTreeMap::new(),
        looked: None,
        found: Function::default(),
        returns,
    };
    walk.reach(start, State::default());
    walk.run(steps);
    while let Some((at, state)) = walk.behind_a_table(steps) {
        walk.reach(at, state);
        walk.run(steps);
    }
    let found = &mut walk.found;
    if *steps == 0 {
        found.lost.push(start);
    }
    for list in [&mut found.pointers, &mut found.lost] {
        list.sort_unstable();
        list.dedup();
    }
    walk.found
}

struct Walk<'w, 'd> {
    program: &'w Program<'d>,
    range: std::ops::Range<u32>,
    /// What is known before each instruction that is reached, and how often it
    /// may still change.
    known: BTreeMap<u32, (State, u8)>,
    waiting: Vec<u32>,
    /// Jumps to one of many places, with what is known there.
    tables: BTreeMap<u32, State>,
    /// From the first of these up to where all that is behind it is reached.
    looked: Option<(u32, u32)>,
    found: Function,
    returns: &'w dyn Fn(u32) -> bool,
}

impl Walk<'_, '_> {
    /// Notes that an instruction is reached.
    fn reach(&mut self, at: u32, state: State) {
        if !self.range.contains(&at) || !self.program.is_code(at) {
            // Behind a call that never comes back.
            return;
        }
        self.found.own = self.found.own.max(state.down);
        match self.known.get_mut(&at) {
            None => {
                self.known.insert(at, (state, CHANGES));
                self.waiting.push(at);
            }
            Some((known, left)) => {
                let joined = known.join(&state);
                if joined == *known {
                    return;
                }
                if *left == 0 {
                    self.found.lost.push(at);
                    return;
                }
                (*known, *left) = (joined, *left - 1);
                self.waiting.push(at);
            }
        }
    }

    fn run(&mut self, steps: &mut u64) {
        while let Some(at) = self.waiting.pop() {
            if *steps == 0 {
                self.found.lost.push(at);
                self.waiting.clear();
                return;
            }
            *steps -= 1;
            self.step(at);
        }
    }

    /// An instruction that no jump was seen to reach, if there is a jump to
    /// many places, and what is known there.
    fn behind_a_table(&mut self, steps: &mut u64) -> Option<(u32, State)> {
        let first = *self.tables.keys().next()?;
        let mut at = match self.looked {
            Some((from, to)) if from == first => to,
            _ => first,
        };
        while self.range.contains(&at) {
            *steps = steps.checked_sub(1)?;
            self.looked = Some((first, at));
            if !self.program.is_code(at) {
                at = at.checked_add(2)?;
                continue;
            }
            let instruction = decode::at(self.program, at)?;
            if !self.known.contains_key(&at) {
                let (_, state) = self.tables.range(..=at).next_back()?;
                return Some((at, *state));
            }
            at = at.checked_add(instruction.size)?;
        }
        None
    }

    /// Executes the instruction at an address.
    fn step(&mut self, at: u32) {
        let Some((before, _)) = self.known.get(&at).copied() else {
            return;
        };
        let Some(instruction) = decode::at(self.program, at) else {
            self.found.lost.push(at);
            return;
        };
        self.found.has_float |= instruction.is_float;
        let mut after = before;
        after.ifs = before.ifs.saturating_sub(1);
        let skipped = after;
        let next = at.wrapping_add(instruction.size);
        let mut goes_on = true;
        match instruction.effect {
            Effect::Plain { down, writes } => {
                after.down = after.down.saturating_add(down);
                after.forget(writes);
            }
            Effect::Set { to, from } => {
                if after.set(to, from, self.program).is_err() {
                    self.found.lost.push(at);
                }
            }
            Effect::If(count) => after.ifs = count,
            Effect::SystemCall => after.forget(!0),
            Effect::Branch(to) => self.jump(to, after),
            Effect::Jump(to) => {
                self.jump(to, after);
                goes_on = false;
            }
            Effect::Call(to) => goes_on = self.call(at, to, &mut after),
            Effect::CallTo(register) => match after.target(register) {
                Some(to) => goes_on = self.call(at, to, &mut after),
                None => {
                    self.found.pointers.push(at);
                    after.forget(!KEPT);
                }
            },
            Effect::JumpTo(register) => {
                goes_on = false;
                if after.is_caller(register) {
                    self.found.returns = true;
                } else if let Some(to) = after.target(register) {
                    self.jump(to, after);
                } else if self.program.half(at).is_some_and(is_move) {
                    self.table(at, after);
                } else {
                    self.found.pointers.push(at);
                    self.found.returns = true;
                }
            }
            Effect::Table => {
                goes_on = false;
                self.table(at, after);
            }
            Effect::Return => {
                goes_on = false;
                self.found.returns = true;
            }
            Effect::Stop => goes_on = false,
        }
        if before.ifs > 0 {
            self.reach(next, skipped);
        }
        if goes_on {
            self.reach(next, after);
        }
    }

    /// A jump, perhaps into another function.
    fn jump(&mut self, to: u32, state: State) {
        if self.range.contains(&to) {
            self.reach(to, state);
            return;
        }
        self.calls(to, state.down);
        self.found.returns |= (self.returns)(to);
    }

    /// A call; whether something comes behind it. One into the function itself
    /// is a long jump where the processor has no other.
    fn call(&mut self, at: u32, to: u32, state: &mut State) -> bool {
        let is_inside = to != self.range.start && self.range.contains(&to);
        if is_inside {
            self.reach(to, *state);
            return false;
        }
        if self.program.end_of(to).is_none() {
            self.found.lost.push(at);
            return true;
        }
        self.calls(to, state.down);
        state.forget(!KEPT);
        (self.returns)(to)
    }

    fn calls(&mut self, to: u32, down: i64) {
        let deepest = self.found.calls.entry(to).or_insert(down);
        *deepest = down.max(*deepest);
        self.found.own = self.found.own.max(down);
    }

    /// A jump to one of many places in this function.
    fn table(&mut self, at: u32, state: State) {
        if !self.program.is_mapped() {
            // The table would be taken for code.
            self.found.lost.push(at);
            return;
        }
        let known = self.tables.entry(at).or_insert(state);
        *known = known.join(&state);
    }
}

/// Whether a jump by a register is a `mov`, with which the compiler goes on in
/// the same function.
fn is_move(code: u16) -> bool {
    code & 0xFF87 == 0x4687
}
