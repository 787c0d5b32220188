//! Flow: text with styles, before any front end's markup.
//!
//! A flow is a list of runs; a run is text in one style. Because markup is written from runs and
//! never cut as text, every piece of a flow comes out balanced, wherever it was split.

/// Text in one style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Never empty; line ends are `\n`.
    pub text: String,
    /// How it looks.
    pub style: Style,
}

/// How a run looks. A `code` or `pre` run has no other style but its quote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Style {
    /// The quotation it stands in, numbered so that two in a row stay two.
    pub quote: Option<Quote>,
    /// A block of code.
    pub pre: Option<Pre>,
    /// Code within a line.
    pub code: bool,
    /// Where it leads; a valid address.
    pub link: Option<String>,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub strike: bool,
}

/// A quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// Counts from 0 within a flow.
    pub number: usize,
    /// Whether it may be folded.
    pub expandable: bool,
}

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pre {
    /// Counts from 0 within a flow.
    pub number: usize,
    /// The language it is written in, if the author said so: letters, digits, `+`, `-`, `#`.
    pub language: Option<String>,
}

/// Runs in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Flow {
    runs: Vec<Run>,
    numbered: usize,
}

impl Flow {
    /// The runs.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// A flow of these runs.
    pub fn from_runs(runs: Vec<Run>) -> Flow {
        Flow { runs, numbered: 0 }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// A number for the next quotation or block of code.
    pub fn next_number(&mut self) -> usize {
        self.numbered += 1;
        self.numbered - 1
    }

    /// Adds text, without characters that no one can see and Telegram refuses.
    pub fn push(&mut self, text: &str, style: &Style) {
        let kept = |c: &char| *c == '\n' || *c == '\t' || !c.is_control();
        let clean: String = text.chars().filter(kept).collect();
        if clean.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.style == *style => last.text.push_str(&clean),
            _ => self.runs.push(Run {
                text: clean,
                style: style.clone(),
            }),
        }
    }

    /// Makes what follows begin on a new line, after `blank` empty lines; nothing at the start.
    /// Line ends belong to `style`, so that a quotation stays one over its paragraphs.
    pub fn break_lines(&mut self, blank: usize, style: &Style) {
        if self.is_empty() {
            return;
        }
        let mut standing = 0;
        'count: for run in self.runs.iter().rev() {
            for c in run.text.chars().rev() {
                if c != '\n' {
                    break 'count;
                }
                standing += 1;
            }
        }
        let missing = (blank + 1).saturating_sub(standing);
        self.push(&"\n".repeat(missing), style);
    }

    /// Takes `end` away where the flow ends with it.
    pub fn drop_end(&mut self, end: &str) {
        let Some(last) = self.runs.last_mut() else {
            return;
        };
        if let Some(kept) = last.text.strip_suffix(end).map(str::len) {
            last.text.truncate(kept);
            if last.text.is_empty() {
                self.runs.pop();
            }
        }
    }

    /// The text alone.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The same without blanks and empty lines at either end.
    pub fn trimmed(mut self) -> Flow {
        while let Some(first) = self.runs.first_mut() {
            let kept = first.text.trim_start_matches(['\n', ' ', '\t']).len();
            first.text.drain(..first.text.len() - kept);
            if !first.text.is_empty() {
                break;
            }
            self.runs.remove(0);
        }
        while let Some(last) = self.runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            self.runs.pop();
        }
        self
    }
}
