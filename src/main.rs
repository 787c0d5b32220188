//! The program: reads arguments, calls `cli`, turns an error into text and an exit code.

use std::process::ExitCode;

use clap::Parser;
use wenda::cli::{self, Arguments, Exit};

fn main() -> ExitCode {
    let exit = cli::execute(Arguments::parse()).unwrap_or_else(|error| {
        // A reader that has gone away (`wenda setup | head`) has what it wanted.
        if Exit::is_broken_pipe(&error) {
            return Exit::Fine;
        }
        cli::complain(&error);
        Exit::of(&error)
    });
    ExitCode::from(exit as u8)
}
