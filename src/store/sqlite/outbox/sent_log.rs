//! The sent log: messages that were sent, noted the moment that is known.
//!
//! A message that Telegram took and we did not write down goes out again after a kill. Writing it
//! down in the database takes a transaction; here it takes one `write` of [`RECORD`] bytes to a
//! file beside it, which survives the death of the process just as well. The database takes the
//! records over together with its other writes, many at once, and at the start before anything
//! else is done. So between a message's answer and the moment from which it is never sent again lie
//! microseconds.
//!
//! Laws: a record says what is so, and is true as often as it is read: records that the database
//! has already change nothing. Numbers alone stand in it, no words and nobody's. It is not brought
//! to the disk: after a power cut messages of the last moments may go out once more. Where it cannot
//! be written the database is written instead.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::model::incoming::{MessageId, TurnId};
use crate::store::sqlite::connection::unpoisoned;
use crate::store::{Outcome, Receipt, StoreError};

/// Bytes of a record: entry, turn, message, checksum.
const RECORD: usize = 32;
/// Stands for "no message" in a record; Telegram's numbers are positive.
const NO_MESSAGE: i64 = i64::MIN;
/// Longest sent log in bytes; one that is full is taken over at once.
const LONGEST: u64 = 256 << 10;
/// So many outcomes are taken over with the next write.
const MANY: usize = 64;
/// Outcomes that wait for so long are taken over with the next write.
const LONG: Duration = Duration::from_millis(200);

/// The sent log of an open store.
#[derive(Debug)]
pub(crate) struct SentLog(Mutex<State>);

#[derive(Debug)]
struct State {
    file: File,
    /// Where the next record goes. What stands behind it is old news.
    end: u64,
    /// Noted and not yet in the database.
    waiting: Vec<Receipt>,
    /// A write is taking some over, and nobody else sees it yet.
    in_passing: bool,
    /// When the oldest of them was noted.
    since: Instant,
}

impl SentLog {
    /// Opens the sent log at `path`, made where there is none, and reads what stands in it. `None`
    /// where none can be made: the store does without.
    ///
    /// # Errors
    /// When there is one that cannot be read: what was sent would go out again.
    pub(crate) fn open(path: &Path) -> Result<Option<(SentLog, Vec<Receipt>)>, StoreError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let failed = |error| StoreError::Failed(format!("{}: {error}", path.display()));
        let mut file = match options.open(path) {
            Ok(file) => file,
            Err(error) if path.exists() => return Err(failed(error)),
            Err(_) => return Ok(None),
        };
        let found = records(&mut file).map_err(failed)?;
        let state = State {
            file,
            end: 0,
            waiting: Vec::new(),
            in_passing: false,
            since: Instant::now(),
        };
        Ok(Some((SentLog(Mutex::new(state)), found)))
    }

    /// Notes outcomes; `false` where the database must be written instead: they are not all of
    /// messages that were sent, or the sent log is full or refuses.
    pub(crate) fn note(&self, settled: &[Receipt]) -> bool {
        let mut bytes = Vec::with_capacity(settled.len() * RECORD);
        for one in settled {
            match one.outcome {
                Outcome::Sent(message) => bytes.extend(record(one, message)),
                _ => return false,
            }
        }
        let mut state = self.state();
        let end = state.end + bytes.len() as u64;
        let place = state.end;
        if end > LONGEST || write_at(&mut state.file, &bytes, place).is_err() {
            return false;
        }
        state.end = end;
        if state.waiting.is_empty() {
            state.since = Instant::now();
        }
        state.waiting.extend_from_slice(settled);
        true
    }

    /// What the database is to take over with this write, which may be nothing yet; with `all`,
    /// whatever waits. Then [`SentLog::taken`] or [`SentLog::give_back`].
    pub(crate) fn take(&self, all: bool) -> Vec<Receipt> {
        let mut state = self.state();
        let is_due = all || state.waiting.len() >= MANY || state.since.elapsed() >= LONG;
        if is_due {
            state.in_passing = !state.waiting.is_empty();
            std::mem::take(&mut state.waiting)
        } else {
            Vec::new()
        }
    }

    /// What was taken is in the database.
    pub(crate) fn taken(&self) {
        let mut state = self.state();
        state.in_passing = false;
        if state.waiting.is_empty() {
            state.end = 0;
        } else {
            state.since = Instant::now();
        }
    }

    /// What was taken is not in the database.
    pub(crate) fn give_back(&self, mut settled: Vec<Receipt>) {
        let mut state = self.state();
        state.in_passing = false;
        settled.append(&mut state.waiting);
        state.waiting = settled;
    }

    /// Whether every reader of the database sees all that was noted.
    pub(crate) fn is_empty(&self) -> bool {
        let state = self.state();
        state.waiting.is_empty() && !state.in_passing
    }

    /// Empties the file, of which the database has everything.
    pub(crate) fn clear(&self) -> std::io::Result<()> {
        let mut state = self.state();
        if state.waiting.is_empty() && !state.in_passing {
            state.file.set_len(0)?;
            state.end = 0;
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        unpoisoned(&self.0)
    }
}

/// Notes outcomes in the sent log at `path` for a process that has died, behind all that it noted
/// itself. To be called by who holds its [`LockHandoff`](crate::store::LockHandoff). Only what was sent is noted.
///
/// # Errors
/// When the sent log cannot be written.
pub fn note_after_death(path: &Path, settled: &[Receipt]) -> Result<(), StoreError> {
    let failed = |error| StoreError::Failed(format!("{}: {error}", path.display()));
    let mut file = OpenOptions::new().write(true).open(path).map_err(failed)?;
    let end = file.metadata().map_err(failed)?.len();
    let bytes: Vec<u8> = settled
        .iter()
        .filter_map(|one| match one.outcome {
            Outcome::Sent(message) => Some(record(one, message)),
            _ => None,
        })
        .flatten()
        .collect();
    // The last record may be torn.
    write_at(&mut file, &bytes, end.next_multiple_of(RECORD as u64)).map_err(failed)
}

/// What stands in the sent log at `path`, whoever has it open; nothing where there is none.
pub(crate) fn look(path: &Path) -> Result<Vec<Receipt>, StoreError> {
    let found = match File::open(path) {
        Ok(mut file) => records(&mut file),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    found.map_err(|error| StoreError::Failed(format!("{}: {error}", path.display())))
}

fn records(file: &mut File) -> std::io::Result<Vec<Receipt>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes.chunks_exact(RECORD).filter_map(read).collect())
}

/// All of `bytes` at `place`, or an error and nothing that counts.
fn write_at(file: &mut File, bytes: &[u8], place: u64) -> std::io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::write_all_at(file, bytes, place);
    #[cfg(not(unix))]
    {
        use std::io::{Seek, SeekFrom, Write};
        file.seek(SeekFrom::Start(place))?;
        file.write_all(bytes)
    }
}

fn record(settled: &Receipt, message: Option<MessageId>) -> [u8; RECORD] {
    let mut bytes = [0; RECORD];
    bytes[..8].copy_from_slice(&settled.id.to_le_bytes());
    bytes[8..16].copy_from_slice(&settled.turn.to_le_bytes());
    bytes[16..24].copy_from_slice(&message.unwrap_or(NO_MESSAGE).to_le_bytes());
    let sum = checksum(&bytes[..24]);
    bytes[24..].copy_from_slice(&sum.to_le_bytes());
    bytes
}

/// `None` where the record is torn, or the disk gave something else.
fn read(bytes: &[u8]) -> Option<Receipt> {
    let part = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let turn: TurnId = part(8)?;
    let message = part(16)?.cast_signed();
    let is_whole = part(24)? == checksum(bytes.get(..24)?);
    is_whole.then_some(Receipt {
        id: part(0)?.cast_signed(),
        turn,
        outcome: Outcome::Sent((message != NO_MESSAGE).then_some(message)),
    })
}

/// 64-bit FNV-1a, begun so that zeros are no record.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(id: i64) -> Receipt {
        Receipt {
            id,
            turn: id.unsigned_abs() + 1,
            outcome: Outcome::Sent((id % 2 == 0).then_some(id * 3)),
        }
    }

    fn open(path: &Path) -> (SentLog, Vec<Receipt>) {
        SentLog::open(path).unwrap().unwrap()
    }

    #[test]
    fn what_was_noted_is_read_again_whatever_stands_behind_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x-sent");
        let (sent_log, found) = open(&path);
        assert_eq!(found, []);
        assert!(sent_log.note(&[sent(1), sent(2)]) && sent_log.note(&[sent(3)]));
        let bytes = std::fs::read(&path).unwrap();
        for tail in [&b""[..], b"torn", &[0; 77]] {
            std::fs::write(&path, [&bytes, tail].concat()).unwrap();
            assert_eq!(open(&path).1, [sent(1), sent(2), sent(3)]);
        }
        // One that came to harm costs the others nothing.
        let mut harmed = bytes.clone();
        harmed[RECORD + 3] ^= 1;
        std::fs::write(&path, harmed).unwrap();
        assert_eq!(open(&path).1, [sent(1), sent(3)]);
    }

    #[test]
    fn what_is_noted_after_death_stands_behind_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x-sent");
        let (sent_log, _) = open(&path);
        assert!(sent_log.note(&[sent(1)]));
        drop(sent_log);
        let torn = [&std::fs::read(&path).unwrap()[..], b"torn"].concat();
        std::fs::write(&path, torn).unwrap();
        let refused = Receipt {
            outcome: Outcome::Refused("x".into()),
            ..sent(9)
        };
        note_after_death(&path, &[sent(2), refused, sent(1)]).unwrap();
        assert_eq!(open(&path).1, [sent(1), sent(2), sent(1)]);
        assert!(note_after_death(&folder.path().join("none"), &[]).is_err());
    }

    #[test]
    fn it_begins_anew_once_all_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x-sent");
        let (sent_log, _) = open(&path);
        assert!(sent_log.note(&[sent(1)]));
        assert_eq!(sent_log.take(false), [], "not yet worth a write");
        let taken = sent_log.take(true);
        assert!(sent_log.note(&[sent(2)]));
        sent_log.give_back(taken);
        assert_eq!(sent_log.take(true), [sent(1), sent(2)], "in their order");
        sent_log.taken();
        assert!(sent_log.note(&[sent(3)]));
        assert_eq!(open(&path).1, [sent(3), sent(2)], "old news stays true");
        assert!(!sent_log.note(&[Receipt {
            outcome: Outcome::Refused("x".into()),
            ..sent(4)
        }]));
    }

    #[test]
    fn what_a_write_is_taking_over_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        let (sent_log, _) = open(&folder.path().join("x-sent"));
        assert!(sent_log.take(true).is_empty() && sent_log.is_empty());
        assert!(sent_log.note(&[sent(1)]));
        let taken = sent_log.take(true);
        assert!(
            !sent_log.is_empty(),
            "whoever reads now would send it again"
        );
        sent_log.give_back(taken);
        assert!(!sent_log.is_empty());
        assert_eq!(sent_log.take(true).len(), 1);
        sent_log.taken();
        assert!(sent_log.is_empty());
    }

    #[test]
    fn a_full_one_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let (sent_log, _) = open(&folder.path().join("x-sent"));
        let noted = (0..).take_while(|id| sent_log.note(&[sent(*id)])).count();
        assert_eq!(noted as u64, LONGEST / RECORD as u64);
        assert_eq!(sent_log.take(false).len(), noted);
        sent_log.taken();
        assert!(sent_log.note(&[sent(1)]));
    }
}
