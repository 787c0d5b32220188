//! Standard output for data: a reader that has gone away (`wenda man | head`) is no error.

use std::io::{self, ErrorKind, Write};

use anyhow::Context;

use crate::cli::common::Exit;

/// Prints `text` and ends well.
///
/// # Errors
/// When standard output cannot be written, other than because its reader left.
pub fn print(text: &str) -> anyhow::Result<Exit> {
    print_bytes(text.as_bytes())
}

/// Prints `bytes` and ends well.
///
/// # Errors
/// As [`print()`].
pub fn print_bytes(bytes: &[u8]) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(Exit::Fine),
    }
}

/// A number with its word, in the plural where it is one.
pub fn count(number: impl TryInto<u64>, word: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    let (stem, ending) = match (number, word.strip_suffix('y')) {
        (1, _) => (word, ""),
        (_, Some(stem)) => (stem, "ies"),
        (_, None) => (word, "s"),
    };
    format!("{number} {stem}{ending}")
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn a_number_has_its_plural() {
        for (number, word, expected) in [
            (0_usize, "turn", "0 turns"),
            (1, "turn", "1 turn"),
            (1, "entry", "1 entry"),
            (2, "entry", "2 entries"),
        ] {
            assert_eq!(count(number, word), expected);
        }
    }
}
