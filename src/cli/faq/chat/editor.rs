//! Typing at a terminal: history, and completion of commands and of questions the FAQ knows.

use std::cell::Cell;
use std::path::PathBuf;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Context, Helper};

use crate::conversation::wording;

/// What came of reading a line.
pub enum Read {
    /// A line.
    Line(String),
    /// The person gave up what they had typed.
    Cleared,
    /// The input ended, or the person wants to go.
    End,
}

/// Reads lines.
pub struct Editor {
    lines: rustyline::Editor<Known, DefaultHistory>,
    history: Option<PathBuf>,
}

impl Editor {
    /// An editor that completes these questions.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub fn new(questions: Vec<String>) -> rustyline::Result<Editor> {
        // Where several things fit, Tab lists them, as a shell does.
        let config = rustyline::Config::builder()
            .completion_type(CompletionType::List)
            .build();
        let mut lines = rustyline::Editor::with_config(config)?;
        lines.set_helper(Some(Known {
            questions,
            is_typed: Cell::new(false),
        }));
        let history = history_file();
        if let Some(file) = &history {
            // The first time there is none.
            let _ = lines.load_history(file);
        }
        Ok(Editor { lines, history })
    }

    /// The next line.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub fn read(&mut self) -> rustyline::Result<Read> {
        match self.lines.readline("> ") {
            Ok(line) => {
                self.lines.add_history_entry(line.trim())?;
                Ok(Read::Line(line))
            }
            // Ctrl-C clears what is typed, and leaves where nothing is.
            Err(ReadlineError::Interrupted) if self.is_typed() => Ok(Read::Cleared),
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(Read::End),
            Err(error) => Err(error),
        }
    }

    /// Whether something stood on the line when it was last shown.
    fn is_typed(&self) -> bool {
        self.lines
            .helper()
            .is_some_and(|known| known.is_typed.get())
    }

    /// Keeps the history for the next time; it stays on this machine. Without a place for it there
    /// is none.
    pub fn save(&mut self) {
        if let Some(file) = &self.history {
            if let Some(folder) = file.parent() {
                let _ = std::fs::create_dir_all(folder);
            }
            let _ = self.lines.save_history(file);
        }
    }
}

fn history_file() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/state"));
    let folder = state.filter(|path| path.is_absolute()).or_else(home)?;
    Some(folder.join("wenda/chat-history"))
}

/// What can be completed.
struct Known {
    questions: Vec<String>,
    /// Whether something stands on the line.
    is_typed: Cell<bool>,
}

impl Completer for Known {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line[..pos].trim_start();
        let start = pos - typed.len();
        Ok((start, self.beginning_with(typed)))
    }
}

impl Known {
    fn beginning_with(&self, typed: &str) -> Vec<String> {
        if let Some(command) = typed.strip_prefix('/') {
            let known = wording::MENU.iter().map(|(name, ..)| *name);
            return known
                .filter(|name| name.starts_with(command))
                .map(|name| format!("/{name}"))
                .collect();
        }
        if typed.is_empty() {
            // What can be done here, before anything is typed.
            let known = wording::MENU.iter().map(|(name, ..)| format!("/{name}"));
            return known.collect();
        }
        let typed = typed.to_lowercase();
        let fits = |question: &&String| question.to_lowercase().starts_with(&typed);
        self.questions.iter().filter(fits).cloned().collect()
    }
}

impl Hinter for Known {
    type Hint = String;

    /// No hint; called for each change of the line, which is how it is known whether one is typed.
    fn hint(&self, line: &str, _: usize, _: &Context<'_>) -> Option<String> {
        self.is_typed.set(!line.trim().is_empty());
        None
    }
}
impl Highlighter for Known {}
impl Validator for Known {}
impl Helper for Known {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_known_questions_are_completed() {
        let known = Known {
            is_typed: Cell::new(false),
            questions: vec!["How do I get a refund?".into(), "怎么退款".into()],
        };
        assert_eq!(known.beginning_with("/to"), ["/topics"]);
        assert_eq!(known.beginning_with("how do"), ["How do I get a refund?"]);
        assert_eq!(known.beginning_with("怎么"), ["怎么退款"]);
        assert!(known.beginning_with("").contains(&"/topics".to_owned()));
    }
}
