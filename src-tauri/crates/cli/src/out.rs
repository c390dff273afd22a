//! Standard output: the only place that results go. Text for people, or one JSON value.

use crate::{global::environment, outcome::Outcome, table::Table};
use desk::Act;
use model::{Error, Result};
use serde::Serialize;
use std::{
    borrow::Cow,
    io::{BufWriter, ErrorKind, IsTerminal, StdoutLock, Write},
    path::Path,
};

/// How words are set off on a terminal that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// A headline, a name.
    Bold,
    /// What is beside the point.
    Dim,
    /// New, good.
    Green,
    /// Gone, bad.
    Red,
    /// Waits.
    Yellow,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Green => "32",
            Self::Red => "31",
            Self::Yellow => "33",
        }
    }
}

/// Writes to standard output. Once the reader has gone, all that follows is dropped in silence.
pub struct Out {
    to: BufWriter<StdoutLock<'static>>,
    gone: bool,
    /// Whether one JSON value is asked for.
    pub json: bool,
    /// Whether a person sits at a terminal.
    pub terminal: bool,
    colour: bool,
}

impl Out {
    /// Standard output; coloured only on a terminal, and not where `NO_COLOR` is set.
    pub fn new(json: bool) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let plain = environment("NO_COLOR").is_some()
            || environment("TERM").is_some_and(|term| term == "dumb");
        let to = BufWriter::new(std::io::stdout().lock());
        Self {
            to,
            gone: false,
            json,
            terminal,
            colour: terminal && !plain,
        }
    }

    /// These very bytes.
    ///
    /// # Errors
    /// What the system says, save for a reader that has gone.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        if self.gone {
            return Ok(());
        }
        let written = self.to.write_all(bytes);
        self.judge(written)
    }

    /// A line for people, without control characters that a terminal would obey.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub fn line(&mut self, line: impl AsRef<str>) -> Result<()> {
        self.bytes(harmless(line.as_ref()).as_bytes())?;
        self.bytes(b"\n")
    }

    /// A line of parts, each in its ink.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub fn inked(&mut self, parts: &[(Option<Ink>, &str)]) -> Result<()> {
        for (ink, text) in parts {
            let text = harmless(text);
            match ink {
                Some(ink) if self.colour => {
                    self.bytes(format!("\x1b[{}m{text}\x1b[0m", ink.code()).as_bytes())?
                }
                _ => self.bytes(text.as_bytes())?,
            }
        }
        self.bytes(b"\n")
    }

    /// Whether words are told apart by colour, so that nothing else need do it.
    pub fn coloured(&self) -> bool {
        self.colour
    }

    /// A table.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub fn table(&mut self, table: &Table) -> Result<()> {
        let widest = if self.terminal { 56 } else { usize::MAX };
        for line in table.lines(widest) {
            self.line(line)?;
        }
        Ok(())
    }

    /// The one JSON value: spread out on a terminal, one line elsewhere.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let text = if self.terminal {
            serde_json::to_string_pretty(value)
        } else {
            serde_json::to_string(value)
        };
        let text = text.map_err(|cause| {
            Error::system("not-json", format!("The result can’t be printed: {cause}."))
        })?;
        self.bytes(text.as_bytes())?;
        self.bytes(b"\n")
    }

    /// What was done.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub fn act(&mut self, done: &Act) -> Result<Outcome> {
        if self.json {
            self.value(done)?;
        } else {
            self.line(&done.words)?;
        }
        Ok(Outcome::Done)
    }

    /// How to see what follows a page.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub fn more(&mut self, next: Option<&str>) -> Result<()> {
        next.map_or(Ok(()), |cursor| {
            self.inked(&[(Some(Ink::Dim), &format!("More with --after {cursor}"))])
        })
    }

    /// Everything written leaves the program.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub fn flush(&mut self) -> Result<()> {
        if self.gone {
            return Ok(());
        }
        let written = self.to.flush();
        self.judge(written)
    }

    fn judge(&mut self, written: std::io::Result<()>) -> Result<()> {
        match written {
            Err(cause) if cause.kind() == ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(())
            }
            other => other.map_err(|cause| Error::io(Path::new("standard output"), &cause)),
        }
    }
}

/// Text from outside may hold escape sequences; on a terminal they would be commands. Line ends and tabs stay.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(commands) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| if commands(c) { '\u{fffd}' } else { c })
            .collect(),
    )
}

/// Control characters, and those that turn what follows around: a name could hide by them what stands beside it.
fn commands(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_a_terminal_would_obey_is_not_printed() {
        assert_eq!(harmless("plain\ttext\n"), "plain\ttext\n");
        assert_eq!(
            harmless("a\u{1b}[2Jb\r\u{9b}c"),
            "a\u{fffd}[2Jb\u{fffd}\u{fffd}c"
        );
        assert_eq!(harmless("Ida\u{202e}tfard"), "Ida\u{fffd}tfard");
    }
}
