//! A failure out of its text.

use super::text::{FIRST_LINE, KINDS, RIGHTS};
use super::{Deed, Failure, Moment, Order, Point, Script};
use crate::fuzz::{Event, Lent, MOST_BYTES, MOST_CLIENTS, Send, Victim};
use crate::script::Restart;
use std::str::FromStr;

/// What is wrong with such a text, and in which line, counted from 1.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Malformed {
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl FromStr for Failure {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with('#')
        });
        if lines
            .next()
            .is_none_or(|(_, line)| line.trim() != FIRST_LINE)
        {
            return Err(Malformed {
                line: 1,
                what: format!("the first line is not `{FIRST_LINE}`"),
            });
        }
        let mut reader = Reader::default();
        for (line, text) in lines {
            reader
                .line(text.trim())
                .map_err(|what| Malformed { line, what })?;
        }
        reader.end().map_err(|what| Malformed {
            line: text.lines().count(),
            what,
        })
    }
}

/// What has been read.
#[derive(Default)]
struct Reader {
    test: Option<String>,
    found: String,
    why: String,
    order: Option<Order>,
    scripts: Vec<Script>,
    events: Vec<Event>,
}

impl Reader {
    fn line(&mut self, text: &str) -> Result<(), String> {
        let (key, value) = text
            .split_once(':')
            .ok_or("no `:` after the word that begins the line")?;
        let value = value.trim();
        match key {
            "test" => once(&mut self.test, value.to_owned(), key)?,
            "found" => self.found = value.to_owned(),
            "why" => self.why = value.to_owned(),
            "order" => once(&mut self.order, order(value)?, key)?,
            "run" => match &mut self.order {
                Some(Order::Chosen(tasks)) => tasks.push(value.to_owned()),
                _ => return Err("`run` without `order: chosen` above".into()),
            },
            "before" => self.scripts.push(script(value, |point| {
                Ok(Moment::Before(self::point(point)?))
            })?),
            "after" => self.scripts.push(script(value, |point| {
                Ok(Moment::After(self::point(point)?))
            })?),
            "at" => self
                .scripts
                .push(script(value, |time| Ok(Moment::At(number(time)?)))?),
            "send" => self.events.push(Event::Send(send(value)?)),
            "kill" => self.events.push(kill(value)?),
            "notify" => self.events.push(Event::Notify(bits(value)?)),
            "wait" => self.events.push(Event::Wait(number(value)?)),
            _ => {
                return Err(format!(
                    "`{key}` is none of test, found, why, order, run, \
                     before, after, at, send, kill, notify, wait"
                ));
            }
        }
        Ok(())
    }

    fn end(self) -> Result<Failure, String> {
        Ok(Failure {
            test: self.test.ok_or("no line `test:`")?,
            found: self.found,
            why: self.why,
            order: self.order.ok_or("no line `order:`")?,
            scripts: self.scripts,
            events: self.events,
        })
    }
}

fn once<T>(place: &mut Option<T>, value: T, key: &str) -> Result<(), String> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("a second line `{key}`")),
    }
}

fn order(text: &str) -> Result<Order, String> {
    match text.split_once(' ') {
        None if text == "priority" => Ok(Order::Priority),
        None if text == "chosen" => Ok(Order::Chosen(Vec::new())),
        Some(("seed", seed)) => Ok(Order::Seed(number(seed)?)),
        _ => Err(format!(
            "`{text}` is none of `priority`, `seed NUMBER`, `chosen`"
        )),
    }
}

/// `MOMENT, DEED`.
fn script(
    text: &str,
    moment: impl Fn(&str) -> Result<Moment, String>,
) -> Result<Script, String> {
    let (when, what) = text
        .split_once(", ")
        .ok_or("no `, ` between when it happens and what happens")?;
    let (deed, to) = deed(what)?;
    Ok(Script {
        when: moment(when)?,
        deed,
        to: to.to_owned(),
    })
}

/// `KIND NUMBER of TASK`.
fn point(text: &str) -> Result<Point, String> {
    let parts = text.split_once(" of ").and_then(|(which, task)| {
        let (kind, number) = which.split_once(' ')?;
        Some((kind, number, task))
    });
    let Some((kind, number, task)) = parts else {
        return Err(format!("`{text}` is not as `recv 3 of driver`"));
    };
    let number = self::number(number)?;
    if number == 0 {
        return Err("system calls are counted from 1".into());
    }
    Ok(Point {
        kind: one_of(&KINDS, kind)?,
        number,
        task: task.to_owned(),
    })
}

/// `kill TASK, restart HOW`, `post BITS to TASK` or `interrupt BITS of TASK`.
fn deed(text: &str) -> Result<(Deed, &str), String> {
    let wrong = || {
        format!(
            "`{text}` is none of `kill TASK, restart HOW`, `post BITS to \
             TASK`, `interrupt BITS of TASK`"
        )
    };
    let (verb, rest) = text.split_once(' ').ok_or_else(wrong)?;
    match verb {
        "kill" => {
            let (task, how) =
                rest.split_once(", restart ").ok_or_else(wrong)?;
            Ok((Deed::Kill(restart(how)?), task))
        }
        "post" => {
            let (bits, task) = rest.split_once(" to ").ok_or_else(wrong)?;
            Ok((Deed::Post(self::bits(bits)?), task))
        }
        "interrupt" => {
            let (bits, task) = rest.split_once(" of ").ok_or_else(wrong)?;
            Ok((Deed::Interrupt(self::bits(bits)?), task))
        }
        _ => Err(wrong()),
    }
}

fn restart(text: &str) -> Result<Restart, String> {
    match text {
        "never" => Ok(Restart::Never),
        "at once" => Ok(Restart::AtOnce),
        "by supervisor" => Ok(Restart::BySupervisorTask),
        _ => match text.strip_prefix("after ") {
            Some(time) => Ok(Restart::After(number(time)?)),
            None => Err(format!(
                "`restart {text}` is none of `restart never`, `restart at \
                 once`, `restart after MILLISECONDS`, `restart by supervisor`"
            )),
        },
    }
}

/// `client N, operation N, room N, lease RIGHTS LEN fill N, message BYTES`.
fn send(text: &str) -> Result<Send, String> {
    let mut parts = text.split(',').map(str::trim);
    let mut part = |name: &str| {
        parts
            .next()
            .and_then(|part| part.strip_prefix(name))
            .map(str::trim)
            .ok_or_else(|| format!("no `{name}` where it belongs"))
    };
    let mut send = Send {
        client: client(part("client")?)?,
        operation: number(part("operation")?)?,
        room: length(part("room")?)?,
        message: Vec::new(),
        leases: Vec::new(),
    };
    for part in parts {
        if let Some(lease) = part.strip_prefix("lease ") {
            send.leases.push(lent(lease)?);
        } else if let Some(bytes) = part.strip_prefix("message") {
            send.message = bytes
                .split_whitespace()
                .map(|byte| {
                    u8::from_str_radix(byte, 16)
                        .map_err(|_| format!("`{byte}` is no byte"))
                })
                .collect::<Result<_, _>>()?;
        } else {
            return Err(format!("`{part}` is no lease and no message"));
        }
    }
    length(&send.message.len().to_string())?;
    Ok(send)
}

/// `RIGHTS LEN fill N`.
fn lent(text: &str) -> Result<Lent, String> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    match parts[..] {
        [rights, len, "fill", fill] => Ok(Lent {
            rights: one_of(&RIGHTS, rights)?,
            len: length(len)?,
            fill: number(fill)?,
        }),
        _ => Err(format!("`lease {text}` is not as `lease read 8 fill 0`")),
    }
}

/// `server` or `client N`, and perhaps `, before call N from now`.
fn kill(text: &str) -> Result<Event, String> {
    let (who, calls) = match text.split_once(", before call ") {
        None => (text, 0),
        Some((who, rest)) => {
            let calls = rest.strip_suffix(" from now").ok_or_else(|| {
                format!("`{rest}` does not end with `from now`")
            })?;
            (who, number(calls)?)
        }
    };
    let victim = match who.strip_prefix("client ") {
        Some(which) => Victim::Client(client(which)?),
        None if who == "server" => Victim::Server,
        None => return Err(format!("`{who}` is no `server` or `client N`")),
    };
    Ok(Event::Kill { victim, calls })
}

fn client(text: &str) -> Result<usize, String> {
    let client = number(text)?;
    match client < MOST_CLIENTS {
        true => Ok(client),
        false => Err(format!("client {client} of {MOST_CLIENTS}, from 0 on")),
    }
}

fn length(text: &str) -> Result<usize, String> {
    let bytes = number(text)?;
    match bytes <= MOST_BYTES {
        true => Ok(bytes),
        false => Err(format!("{bytes} bytes are more than {MOST_BYTES}")),
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, String> {
    text.trim()
        .parse()
        .map_err(|_| format!("`{text}` is no number, or not one for this"))
}

/// Notification bits, as `0x1`.
fn bits(text: &str) -> Result<u32, String> {
    text.strip_prefix("0x")
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .ok_or_else(|| format!("`{text}` is not as `0x1`"))
}

fn one_of<T: Copy>(
    words: &[(T, &'static str)],
    text: &str,
) -> Result<T, String> {
    let found = words.iter().find(|(_, word)| *word == text);
    found.map(|(value, _)| *value).ok_or_else(|| {
        let words: Vec<_> = words.iter().map(|(_, word)| *word).collect();
        format!("`{text}` is none of {}", words.join(", "))
    })
}
