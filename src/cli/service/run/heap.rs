//! One heap for all threads.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// How many heaps glibc keeps, read when a program begins. It would give each of our threads one: with
/// eight of them 2.3 MB, most of it free.
const HEAPS: &str = "MALLOC_ARENA_MAX";

/// Begins this program again with one heap, as the same process, where nobody said how many. Comes back where
/// that is said, or cannot be done. Threads hardly wait for it: what is small and freed each of them
/// keeps for itself.
pub(super) fn share() {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) || std::env::var_os(HEAPS).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_default();
    // Where it cannot begin again it goes on with more heaps.
    let _ = Command::new(program)
        .arg0(name)
        .args(arguments)
        .env(HEAPS, "1")
        .exec();
}
