//! Whatever sequence of edits: what is told then is what `idol check` tells of
//! the text, and memory stays.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use trials::{Failed, Trial};

use super::client::{Client, folder, uri};

/// Edits in a run, quick and long.
const QUICK: usize = 80;
const LONG: usize = 3_000;
/// Edits over which memory stays.
const DAY: usize = 10_000;
const HOUR: usize = 300;

pub(crate) fn trials() -> Vec<Trial> {
    let edits = match trials::all() {
        true => LONG,
        false => QUICK,
    };
    let mut all = vec![
        Trial::test("edits_end_in_what_check_tells", move || {
            end_in_what_check_tells(1, edits, super::script::GOOD)
        }),
        Trial::test("memory_stays_while_one_types", || {
            let edits = match trials::all() {
                true => DAY,
                false => HOUR,
            };
            memory_stays(edits)
        }),
    ];
    let each = trials::corpus::trials("ends_in_what_check_tells", |path| {
        let text = fs::read_to_string(path).map_err(|e| e.to_string())?;
        end_in_what_check_tells(2, 12, &text)
    });
    all.extend(each);
    all
}

/// Numbers that look random, and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 8) as usize % sides.max(1)
    }
}

const PIECES: &[&str] = &[
    "",
    "\"",
    "(",
    ")",
    "{",
    "}",
    ",",
    ":",
    "\n",
    "\r\n",
    "\r",
    "😀",
    "ü",
    "a",
    "Result",
    "args",
    "// idol: allow(W0202)\n",
    "/*",
    "*/",
    "number: 3, ",
    "\"b\": (reply: Simple(\"()\")),\n",
    "\u{feff}",
    "usize",
];

/// A place in a text as UTF-16 counts, and lines end as the protocol says.
fn place(text: &str, at: usize) -> (u32, u32) {
    let (mut line, mut column) = (0, 0);
    let mut chars = text[..at].chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => (line, column) = (line + 1, 0),
            // Inside of a break the place would be that of its line's end.
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => (line, column) = (line + 1, 0),
            c => column += c.len_utf16() as u32,
        }
    }
    (line, column)
}

/// The start of a character, and not inside of a line's break.
fn cut(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at)
        || (text[..at].ends_with('\r') && text[at..].starts_with('\n'))
    {
        at -= 1;
    }
    at
}

fn edit(dice: &mut Dice, text: &str) -> (usize, usize, &'static str) {
    let start = cut(text, dice.roll(text.len() + 1));
    let length = match dice.roll(4) {
        0 => dice.roll(30),
        1 => dice.roll(3),
        _ => 0,
    };
    let end = cut(text, start + length).max(start);
    (start, end, PIECES[dice.roll(PIECES.len())])
}

/// What `idol check` tells of a file: severity, code, where.
fn told_by_check(folder: &Path) -> Vec<(Value, Value, Value, Value)> {
    let output = Command::new(env!("CARGO_BIN_EXE_idol"))
        .args(["check", "--format", "json", "a.idol"])
        .current_dir(folder)
        .output()
        .expect("it runs");
    let out = String::from_utf8(output.stdout).expect("text");
    let lines = out.lines().map(|line| {
        let found: Value = serde_json::from_str(line).expect("JSON");
        let byte = |end: &str| found["primary"][end]["byte"].clone();
        let severity = match found["severity"].as_str() {
            Some("error") => json!(1),
            _ => json!(2),
        };
        (severity, found["code"].clone(), byte("start"), byte("end"))
    });
    lines.collect()
}

fn end_in_what_check_tells(
    seed: u64,
    edits: usize,
    first: &str,
) -> Result<(), Failed> {
    let length = first.len();
    let folder = folder(&format!("edits-{seed}-{length}"), &[]);
    let path = folder.join("a.idol");
    let file = uri(&path);
    let mut client = Client::new(&folder, false);
    let mut dice = Dice(seed + length as u64);
    let mut text = first.to_owned();
    client.open(&file, &text);
    for step in 0..edits {
        // Several at once, each of what the one before left.
        let mut before = text.clone();
        let mut changes = Vec::new();
        for _ in 0..1 + dice.roll(3) {
            let (start, end, put) = edit(&mut dice, &before);
            let range = [place(&before, start), place(&before, end)];
            changes.push((Some(range), put));
            before.replace_range(start..end, put);
        }
        text = before;
        if dice.roll(12) == 0 {
            // It is repaired, and typed on.
            text = first.to_owned();
            changes = vec![(None, first)];
        }
        client.change(&file, &changes);
        ask_something(&mut client, &mut dice, &file, &text);
        if step % 8 != 0 && step + 1 != edits {
            continue;
        }
        let found = client.diagnostics(&file);
        fs::write(&path, &text).map_err(|error| error.to_string())?;
        let expected = told_by_check(&folder);
        let found: Vec<_> = found
            .iter()
            .map(|found| (found["severity"].clone(), found["code"].clone()))
            .zip(found.iter().map(|found| found["range"].clone()))
            .collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(severity, code, start, end)| {
                let at = |byte: Value| {
                    let byte = byte.as_u64().unwrap_or(0) as usize;
                    let (line, character) = place(&text, byte);
                    json!({ "line": line, "character": character })
                };
                let range = json!({ "start": at(start), "end": at(end) });
                ((severity, code), range)
            })
            .collect();
        if found != expected {
            return Err(format!(
                "{text:?}\nis told as {found:#?}\nand not {expected:#?}"
            )
            .into());
        }
    }
    assert_eq!(client.end(), Some(0));
    Ok(())
}

/// Whatever is asked of whatever text is answered.
fn ask_something(client: &mut Client, dice: &mut Dice, file: &str, text: &str) {
    const AT: &[&str] = &[
        "hover",
        "completion",
        "definition",
        "references",
        "prepareRename",
    ];
    const WHOLE: &[&str] = &[
        "documentSymbol",
        "foldingRange",
        "semanticTokens/full",
        "formatting",
        "codeLens",
    ];
    let (line, character) = place(text, cut(text, dice.roll(text.len() + 1)));
    let position = json!({ "line": line, "character": character });
    let document = json!({ "uri": file });
    let range = json!({
        "start": { "line": 0, "character": 0 }, "end": position,
    });
    let (method, params) = match dice.roll(14) {
        at @ 0..5 => (
            AT[at],
            json!({ "textDocument": document, "position": position }),
        ),
        at @ 5..10 => (WHOLE[at - 5], json!({ "textDocument": document })),
        10 => (
            "inlayHint",
            json!({ "textDocument": document, "range": range }),
        ),
        11 => (
            "codeAction",
            json!({
                "textDocument": document,
                "range": range,
                "context": { "diagnostics": [] },
            }),
        ),
        12 => (
            "onTypeFormatting",
            json!({
                "textDocument": document,
                "position": position,
                "ch": "\n",
                "options": { "tabSize": 4, "insertSpaces": true },
            }),
        ),
        _ => (
            "rangeFormatting",
            json!({
                "textDocument": document,
                "range": range,
                "options": { "tabSize": 4, "insertSpaces": true },
            }),
        ),
    };
    client.ask(&format!("textDocument/{method}"), params);
}

/// The memory that a process has now, in pages.
fn pages(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/statm")).ok()?;
    status.split(' ').nth(1)?.parse().ok()
}

fn memory_stays(edits: usize) -> Result<(), Failed> {
    let folder = folder("memory", &[]);
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    let first = super::script::GOOD;
    let mut text = first.to_owned();
    let mut dice = Dice(3);
    client.open(&file, first);
    let mut early = 0;
    for step in 0..edits {
        let (start, end, put) = edit(&mut dice, &text);
        let range = [place(&text, start), place(&text, end)];
        client.change(&file, &[(Some(range), put)]);
        text.replace_range(start..end, put);
        if step % 10 == 0 {
            ask_something(&mut client, &mut dice, &file, &text);
            text = first.to_owned();
            client.change(&file, &[(None, first)]);
        }
        client.diagnostics(&file);
        if step == edits / 5 {
            early = pages(client.id()).unwrap_or(0);
        }
    }
    let late = pages(client.id()).unwrap_or(0);
    // A page has 4 KiB: half a megabyte for what an allocator holds back.
    if late > early + 128 {
        return Err(format!("{early} pages became {late}").into());
    }
    assert_eq!(client.end(), Some(0));
    Ok(())
}
