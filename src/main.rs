//! The program: reads arguments, calls `cli`, turns an error into text and an exit code.

fn main() {}
