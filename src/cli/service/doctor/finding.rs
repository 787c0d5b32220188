//! One line of the doctor's report: what was looked at, how it is, and the fix where something is wrong.

use std::fmt;

use anstyle::{AnsiColor, Style};

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Ok,
    /// Not looked at.
    Skipped,
    /// It works; the operator may want it otherwise.
    Note,
    /// It will not work, or not safely.
    Error,
}

/// What was found about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, in a word or two.
    pub about: &'static str,
    /// How it is.
    pub state: State,
    /// What was found.
    pub words: String,
    /// What to do; empty where nothing is to be done.
    pub fix: String,
}

impl Finding {
    /// As it should be.
    pub fn ok(about: &'static str, words: impl Into<String>) -> Finding {
        Finding::new(about, State::Ok, words, "")
    }

    /// Not looked at; the words say why.
    pub fn skipped(about: &'static str, words: impl Into<String>) -> Finding {
        Finding::new(about, State::Skipped, words, "")
    }

    /// Works, and may be wanted otherwise: the fix says how.
    pub fn note(about: &'static str, words: impl Into<String>, fix: impl Into<String>) -> Finding {
        Finding::new(about, State::Note, words, fix)
    }

    /// Will not work until fixed.
    pub fn error(about: &'static str, words: impl Into<String>, fix: impl Into<String>) -> Finding {
        Finding::new(about, State::Error, words, fix)
    }

    fn new(
        about: &'static str,
        state: State,
        words: impl Into<String>,
        fix: impl Into<String>,
    ) -> Finding {
        Finding {
            about,
            state,
            words: words.into(),
            fix: fix.into(),
        }
    }

    /// The finding as one JSON object.
    pub fn to_json(&self) -> serde_json::Value {
        let state = match self.state {
            State::Ok => "well",
            State::Skipped => "skipped",
            State::Note => "note",
            State::Error => "ill",
        };
        serde_json::json!({
            "about": self.about,
            "state": state,
            "words": self.words,
            "fix": self.fix,
            // The name before; whoever reads it goes on doing so.
            "cure": self.fix,
        })
    }
}

impl fmt::Display for Finding {
    /// `mark about words`, the fix on a line of its own; with colours, which the stream may drop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, colour) = match self.state {
            State::Ok => ("✓", AnsiColor::Green),
            State::Skipped => ("-", AnsiColor::BrightBlack),
            State::Note => ("!", AnsiColor::Yellow),
            State::Error => ("✗", AnsiColor::Red),
        };
        let style = Style::new().fg_color(Some(colour.into()));
        write!(f, "{style}{mark}{style:#} {:<13} ", self.about)?;
        indented(f, &self.words)?;
        if !self.fix.is_empty() {
            write!(f, "\n{:16}→ ", "")?;
            indented(f, &self.fix)?;
        }
        Ok(())
    }
}

/// Text of several lines, below each other.
fn indented(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for (number, line) in text.trim_end().lines().enumerate() {
        if number > 0 {
            write!(f, "\n{:16}", "")?;
        }
        f.write_str(line)?;
    }
    Ok(())
}
