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
/// As [`print`].
pub fn print_bytes(bytes: &[u8]) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(Exit::Fine),
    }
}
