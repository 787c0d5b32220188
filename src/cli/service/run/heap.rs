//! One heap for all threads, which gives back what a load of the FAQ took.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// How many heaps glibc keeps, read when a program begins. It would give each of our threads one: with
/// eight of them 2.3 MB, most of it free.
const HEAPS: &str = "MALLOC_ARENA_MAX";
/// Bytes from which on a block is a mapping of its own, which goes back to the system once it is free.
/// glibc moves this up to 32 MB as such blocks come and go; what a load of a large FAQ took is then kept
/// between smaller blocks: 369 MB at rest instead of 276 with 100,000 phrasings.
const OWN_MAPPING: (&str, &str) = ("MALLOC_MMAP_THRESHOLD_", "4194304");

/// Begins this program again with such a heap, as the same process, where nobody said how many heaps. Comes
/// back where that is said, or cannot be done. Threads hardly wait for the one heap: what is small and
/// freed each of them keeps for itself.
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
    let mut again = Command::new(program);
    again.arg0(name).args(arguments).env(HEAPS, "1");
    let (variable, bytes) = OWN_MAPPING;
    if std::env::var_os(variable).is_none() {
        again.env(variable, bytes);
    }
    let _ = again.exec();
}
