//! A place in one text.

use std::sync::Arc;

use saphyr_parser::Marker;

use crate::faq::entry::FilePlace;

/// A place in one text: line and column in characters, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Mark {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Mark {
    /// The same place, with the file it is in.
    pub fn in_file(self, file: &Arc<str>) -> FilePlace {
        FilePlace {
            file: file.clone(),
            line: self.line,
            column: self.column,
        }
    }
}

/// The parser's place; it counts columns from 0.
pub(in crate::faq) fn mark_of(marker: Marker) -> Mark {
    Mark {
        line: marker.line(),
        column: marker.col() + 1,
    }
}
