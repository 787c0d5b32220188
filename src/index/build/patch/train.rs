//! Learns the weights of a changed entry against the others, whose weights stay.
//!
//! As in a training of all, each text competes with the entries that overlap most with it: the
//! entry's own texts with those, and the texts of those with this entry, where it is among the ones that
//! overlap most with them.

use super::entry::PatchedEntry;
use crate::index::faq_index::Index;
use crate::index::query::lookup::Query;
use crate::index::train::column_softmax::{Row, Vectors, train as train_column};
use crate::index::train::objective::{DATA_WEIGHT, ITERATIONS, row_weight};
use crate::parallel;

/// Entries whose texts are looked at at most: those that overlap most with the entry's texts. Each takes
/// about half a millisecond in a large FAQ.
const MOST_NEGATIVES: usize = 32;

/// Texts as vectors over the features of the entry.
#[derive(Default)]
struct Texts(Vec<Vec<(u32, f32)>>);

impl Vectors for Texts {
    fn product(&self, row: usize, column: &[f32]) -> f32 {
        let values = self.0[row].iter();
        values
            .map(|&(place, value)| value * column[place as usize])
            .sum()
    }

    fn add(&self, row: usize, times: f32, slopes: &mut [f32]) {
        for &(place, value) in &self.0[row] {
            slopes[place as usize] += times * value;
        }
    }
}

/// A text of another entry that the changed one competes for, and its values over the features of the
/// changed one.
type Met = (Row, Vec<(u32, f32)>);

/// Learns the weights of `entry`, which has number `inside` in the index with its patch.
pub(super) fn learn(index: &Index, inside: u32, entry: &mut PatchedEntry) {
    let classes = index.classes();
    let mut texts = Texts::default();
    let mut rows = Vec::new();
    let mut negatives: Vec<(f32, u32)> = Vec::new();
    let mut query = Query::default();
    for own in &entry.rows {
        let value = |&place: &u32| {
            let feature = &entry.features[place as usize];
            (place, own.scales[feature.kind.block()] * feature.icf)
        };
        texts.0.push(own.features.iter().map(value).collect());
        query.hold_patched_row(index, entry, own);
        let others = query.overlapping(index, classes, inside);
        let (most, sum) = Row::stay(others.iter().map(|one| one.learned));
        rows.push(Row {
            number: texts.0.len() - 1,
            weight: DATA_WEIGHT * row_weight(own.source),
            right: Ok(0),
            most,
            sum,
            columns: vec![0],
        });
        for one in others {
            match negatives.iter_mut().find(|(_, entry)| *entry == one.entry) {
                Some((overlap, _)) => *overlap += one.overlap,
                None => negatives.push((one.overlap, one.entry)),
            }
        }
    }
    negatives.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    if classes < usize::MAX {
        negatives.truncate(MOST_NEGATIVES);
    }
    // The features of the entry that stand in each group of the index.
    let features = (0..).zip(&entry.features);
    let mut places: Vec<(u32, u32)> = features
        .filter_map(|(place, feature)| Some((index.group_of(feature.hash)?, place)))
        .collect();
    places.sort_unstable();
    // Where every entry competes with every text, all of them are looked at: they are few.
    let others: Vec<u32> = negatives
        .iter()
        .flat_map(|(_, entry)| index.base_rows_of(*entry))
        .map(|row| row as u32)
        .collect();
    let mut met: Vec<Option<Met>> = others.iter().map(|_| None).collect();
    let ranges = parallel::cuts(others.len(), parallel::threads(), |_| 1);
    let entry_now = &*entry;
    parallel::slices(
        &ranges,
        &mut met,
        |at| at,
        |range, met| {
            let mut query = Query::default();
            for (met, &row) in met.iter_mut().zip(&others[range]) {
                *met = meet(
                    index,
                    inside,
                    entry_now,
                    row as usize,
                    &places,
                    classes,
                    &mut query,
                );
            }
        },
    );
    for (mut row, values) in met.into_iter().flatten() {
        row.number = texts.0.len();
        texts.0.push(values);
        rows.push(row);
    }
    // From zero: a training of all begins there, too, and stops before it has converged.
    let mut column = vec![0.0f32; entry.features.len()];
    train_column(&texts, &rows, column.len(), &mut column, ITERATIONS);
    for (feature, weight) in entry.features.iter_mut().zip(column) {
        feature.posting.learned = weight * feature.icf;
    }
}

/// A row of the index in which the entry competes, if it is among those that overlap most with it.
fn meet(
    index: &Index,
    inside: u32,
    entry: &PatchedEntry,
    row: usize,
    places: &[(u32, u32)],
    classes: usize,
    query: &mut Query,
) -> Option<Met> {
    let rows = index.rows();
    query.hold_row(index, row);
    let share = query.share_of_bm25(index);
    let (mut values, mut overlap) = (Vec::new(), 0.0);
    for &group in rows.groups(row) {
        let first = places.partition_point(|one| one.0 < group);
        let own = places[first..].iter().take_while(|one| one.0 == group);
        for &(_, place) in own {
            let feature = &entry.features[place as usize];
            let scale = rows.scales[row][feature.kind.block()];
            overlap += scale * feature.posting.centroid + share * feature.posting.bm25;
            values.push((place, scale * feature.icf));
        }
    }
    if values.is_empty() {
        return None;
    }
    let right = rows.entry[row];
    let others = query.overlapping(index, classes, inside);
    let least = others
        .iter()
        .filter(|one| one.entry != right)
        .map(|one| one.overlap);
    let is_full = others.len() >= classes;
    if is_full && least.fold(f32::MAX, f32::min) > overlap {
        return None;
    }
    let own = others.iter().find(|one| one.entry == right)?.learned;
    let (most, sum) = Row::stay(others.iter().map(|one| one.learned));
    let row = Row {
        number: 0,
        weight: DATA_WEIGHT * row_weight(rows.source[row]),
        right: Err(own),
        most,
        sum,
        columns: vec![0],
    };
    Some((row, values))
}
