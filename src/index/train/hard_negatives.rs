//! The likeliest rivals of each row in a masked training, and the weights they bring.

use std::ops::Range;

use super::sparse::{Meeting, Part};
use crate::index::build::Built;
use crate::index::postings::Column;

/// Postings looked at to find the rivals of a row, rarest columns first: common columns tell
/// rivals apart least and cost most.
const POSTINGS_LOOKED_AT: usize = 3_000;

/// Finds the rivals of a part's rows, at most `width` with the own entry, and fills in the part.
pub(super) fn collect(entries: usize, width: usize, built: &Built, part: &mut Part) {
    let rows = &built.rows;
    let mut overlap = vec![0.0f32; entries];
    let mut position = vec![u32::MAX; built.columns.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut by_rarity: Vec<(u32, u32, usize)> = Vec::new();
    for row in part.rows.clone() {
        let own = rows.entry[row];
        let columns = rows.columns(row);
        let scales = &rows.scales[row];
        let most: f32 = columns
            .iter()
            .map(|&column| &built.columns[column as usize])
            .map(|column| column.idf * column.size as f32)
            .sum::<f32>()
            .max(1e-9);
        by_rarity.clear();
        by_rarity.extend(
            columns
                .iter()
                .enumerate()
                .map(|(at, &column)| (&built.columns[column as usize], at))
                .map(|(column, at)| (column.entry_freq, column.first_seen, at)),
        );
        by_rarity.sort_unstable();
        let mut looked_at = 0;
        for &(freq, _, at) in &by_rarity {
            looked_at += freq as usize;
            if looked_at > POSTINGS_LOOKED_AT && !touched.is_empty() {
                break;
            }
            let column = &built.columns[columns[at] as usize];
            let size = column.size as f32;
            let scale = scales[column.kind.block()] * size;
            for posting in &built.postings[postings(built, columns[at])] {
                let entry = posting.entry as usize;
                if overlap[entry] == 0.0 {
                    touched.push(posting.entry);
                }
                overlap[entry] += scale * posting.centroid + size * posting.bm25 / most;
            }
        }
        for &entry in &touched {
            if entry == own {
                overlap[entry as usize] = 0.0;
            }
        }
        touched.retain(|&entry| entry != own);
        if touched.len() > width - 1 {
            touched.select_nth_unstable_by(width - 2, |&a, &b| {
                overlap[b as usize]
                    .total_cmp(&overlap[a as usize])
                    .then(a.cmp(&b))
            });
            for &entry in &touched[width - 1..] {
                overlap[entry as usize] = 0.0;
            }
            touched.truncate(width - 1);
        }
        touched.sort_unstable();
        touched.insert(0, own);
        for (at, &column) in columns.iter().enumerate() {
            position[column as usize] = at as u32;
        }
        for (rival, &entry) in touched.iter().enumerate() {
            let mut meeting: Option<Meeting> = None;
            let weights = built.by_entry.starts()[entry as usize]..;
            for (weight, &(column, _)) in weights.zip(built.by_entry.of(entry)) {
                let at = position[column as usize];
                if at == u32::MAX
                    || (rival > 0 && is_common(entries, &built.columns[column as usize]))
                {
                    continue;
                }
                // Pairs hold sixteen bits: what lies further apart begins a new meeting.
                let far = |meeting: &mut Meeting| {
                    at - meeting.value > u32::from(u16::MAX)
                        || weight - meeting.weight > u32::from(u16::MAX)
                };
                if let Some(whole) = meeting.take_if(far) {
                    part.meetings.push(whole);
                }
                let meeting = meeting.get_or_insert(Meeting {
                    row: row as u32,
                    entry,
                    rival: rival as u8,
                    value: at,
                    weight,
                    pairs: 0,
                });
                meeting.pairs += 1;
                part.pairs.push([
                    (at - meeting.value) as u16,
                    (weight - meeting.weight) as u16,
                ]);
            }
            part.meetings.extend(meeting);
        }
        for &column in columns {
            position[column as usize] = u32::MAX;
        }
        part.rival_counts.push(touched.len() as u32);
        for &entry in &touched {
            overlap[entry as usize] = 0.0;
        }
        touched.clear();
    }
}

fn postings(built: &Built, column: u32) -> Range<usize> {
    built.posting_starts[column as usize] as usize
        ..built.posting_starts[column as usize + 1] as usize
}

/// Whether a column says so little of an entry that, in a large FAQ, rivals are not weighed on it.
fn is_common(entries: usize, column: &Column) -> bool {
    entries >= LARGE && column.entry_freq as usize * 4 > entries
}

/// Entries from which on a FAQ is large.
const LARGE: usize = 2_000;
