//! What is wrong with the form of a text, where, and the fix.

use crate::faq::yaml::Mark;

/// One syntax error, explained.
#[derive(Debug)]
pub(in crate::faq::parse) struct Finding {
    pub(in crate::faq::parse) mark: Mark,
    pub(in crate::faq::parse) message: String,
    pub(in crate::faq::parse) help: String,
}

impl Finding {
    pub(in crate::faq::parse) fn new(mark: Mark, message: String, help: String) -> Finding {
        Finding {
            mark,
            message,
            help,
        }
    }

    pub(super) fn of(line: usize, column: usize, message: &str, help: &str) -> Finding {
        Finding::new(Mark { line, column }, message.to_owned(), help.to_owned())
    }
}
