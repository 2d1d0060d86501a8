//! What a repository holds, by the names of objects.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::outcome::Failure;

/// A process of git that is asked for one object after another.
pub(super) struct Objects {
    process: Child,
    /// `None` when nothing more is asked.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// One that there is.
pub(super) struct Object {
    /// Its name, in hexadecimal digits.
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) bytes: Vec<u8>,
}

impl Objects {
    /// Starts git, by a command that says where.
    pub(super) fn start(mut git: Command) -> Result<Self, Failure> {
        let mut process = git
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| {
                Failure::new(format!("cannot run git: {error}"))
            })?;
        let pipes = (process.stdin.take(), process.stdout.take());
        let (Some(questions), Some(answers)) = pipes else {
            return Err(Failure::new("cannot talk to git"));
        };
        Ok(Self {
            process,
            questions: Some(questions),
            answers: BufReader::new(answers),
        })
    }

    /// The object of a name: `None` if git knows none, or several.
    pub(super) fn get(
        &mut self,
        name: &str,
    ) -> Result<Option<Object>, Failure> {
        match self.ask(name) {
            Ok(answer) => Ok(answer),
            Err(error) => Err(self.ended(&error)),
        }
    }

    fn ask(&mut self, name: &str) -> io::Result<Option<Object>> {
        let Some(questions) = &mut self.questions else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        writeln!(questions, "{name}")?;
        questions.flush()?;
        let mut head = String::new();
        if self.answers.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        // What is not there is answered with its name and a word.
        let mut words = head.trim_end().rsplitn(3, ' ');
        let (length, kind, name) = (words.next(), words.next(), words.next());
        let length = length.and_then(|length| length.parse::<usize>().ok());
        let (Some(length), Some(kind), Some(name)) = (length, kind, name)
        else {
            return Ok(None);
        };
        let mut bytes = vec![0; length];
        self.answers.read_exact(&mut bytes)?;
        // A line break follows.
        self.answers.read_exact(&mut [0])?;
        Ok(Some(Object {
            name: name.to_owned(),
            kind: kind.to_owned(),
            bytes,
        }))
    }

    /// Why git ended before its time: what it says itself, if anything.
    fn ended(&mut self, error: &io::Error) -> Failure {
        self.questions = None;
        let mut said = String::new();
        if let Some(errors) = &mut self.process.stderr {
            // What cannot be read is not told.
            let _ = errors.read_to_string(&mut said);
        }
        let said = said.lines().next().unwrap_or_default();
        match said.trim_start_matches("fatal: ") {
            "" => Failure::new(format!("git: {error}")),
            said => Failure::new(format!("git: {said}")),
        }
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It ends when nothing more is asked.
        self.questions = None;
        let _ = self.process.wait();
    }
}
