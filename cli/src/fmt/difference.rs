//! What would change in a text, as `diff -u` shows it.
//!
//! Which lines stay is found out with the shortcuts of `git diff`: where all
//! lines of a long file change, the shortest list of changes would take a time
//! that grows with the square of its length.

use std::io::Write;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use idol::render::one_line;
use imara_diff::{Algorithm, Diff, Hunk, InternedInput, Token};

use crate::console::Console;
use crate::outcome::Failure;
use crate::shown::{self, Colors};

/// Lines around a change that are shown.
const CONTEXT: u32 = 3;

/// Writes what would change in the file of this name.
pub(crate) fn show(
    name: &str,
    before: &str,
    after: &str,
    console: &mut Console,
) -> Result<(), Failure> {
    let out = console.out();
    let bold = Style::new().bold();
    let name = one_line(name);
    writeln!(out, "{}", out.styled(bold, format_args!("--- {name}")))?;
    writeln!(out, "{}", out.styled(bold, format_args!("+++ {name}")))?;
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_lines(&input);
    let hunks: Vec<Hunk> = diff.hunks().collect();
    // Two that would show the same lines are shown as one.
    let near =
        |a: &Hunk, b: &Hunk| b.before.start - a.before.end <= 2 * CONTEXT;
    for group in hunks.chunk_by(near) {
        Group::new(&input, group).write(console)?;
    }
    Ok(())
}

/// Changes with the lines around them.
struct Group<'d> {
    input: &'d InternedInput<&'d str>,
    hunks: &'d [Hunk],
    /// The lines shown of each text.
    before: Range<u32>,
    after: Range<u32>,
}

impl<'d> Group<'d> {
    fn new(input: &'d InternedInput<&'d str>, hunks: &'d [Hunk]) -> Self {
        let whole = |range: fn(&Hunk) -> &Range<u32>, lines: &[Token]| {
            let start = hunks.first().map_or(0, |hunk| range(hunk).start);
            let end = hunks.last().map_or(0, |hunk| range(hunk).end);
            let last = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            start.saturating_sub(CONTEXT)..last.min(end + CONTEXT)
        };
        Self {
            input,
            hunks,
            before: whole(|hunk| &hunk.before, &input.before),
            after: whole(|hunk| &hunk.after, &input.after),
        }
    }

    fn write(&self, console: &mut Console) -> Result<(), Failure> {
        let (before, after) = (span(&self.before), span(&self.after));
        let out = console.out();
        let cyan = AnsiColor::Cyan.on_default();
        let header = format!("@@ -{before} +{after} @@");
        writeln!(out, "{}", out.styled(cyan, header))?;
        let input = self.input;
        let (red, green) = (AnsiColor::Red, AnsiColor::Green);
        let mut at = self.before.start;
        for hunk in self.hunks {
            let Hunk { before, after } = hunk.clone();
            let same = at..before.start;
            self.lines(' ', Style::new(), &input.before, same, console)?;
            at = before.end;
            self.lines('-', red.on_default(), &input.before, before, console)?;
            self.lines('+', green.on_default(), &input.after, after, console)?;
        }
        let same = at..self.before.end;
        self.lines(' ', Style::new(), &input.before, same, console)
    }

    fn lines(
        &self,
        sign: char,
        style: Style,
        lines: &[Token],
        range: Range<u32>,
        console: &mut Console,
    ) -> Result<(), Failure> {
        let out = console.out();
        for token in &lines[range.start as usize..range.end as usize] {
            let line = self.input.interner[*token];
            let text = line.strip_suffix('\n');
            let shown = text.unwrap_or(line);
            let shown = shown::lines(shown, Colors::Shown);
            let shown = format!("{sign}{shown}");
            writeln!(out, "{}", out.styled(style, shown))?;
            if text.is_none() {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
        Ok(())
    }
}

/// Lines as the header of a group names them: counted from 1, and how many
/// unless it is one. Where there are none, the line before.
fn span(lines: &Range<u32>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        len => format!("{},{len}", lines.start + 1),
    }
}
