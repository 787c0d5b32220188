//! What the phrasings of a FAQ mean: their vectors, the entries' centroids and the weights learned
//! over them, ready to be asked.
//!
//! It stands beside the words of the index and is built after them, as encoding takes about a
//! millisecond a phrasing. Vectors that were computed before come from a cache. Kept vectors and
//! new ones are packed alike, so the same FAQ gives the same answers with either.

mod answers;
mod changed;
mod few;
mod head;
mod likeness;
mod nearest;

use std::sync::Arc;

use crate::faq::{Entry, Faq};
use crate::index::build::ids::IdWords;
use crate::index::faq_index::Index;
use crate::index::train::over_vectors::Sentences;
use crate::meaning::{
    self, Encoder, PackedVector, SentenceVector, TextKey, VectorCache, VectorTable, Warm,
};
use crate::model::language::Language;
use crate::parallel;
use head::Head;
pub use likeness::Likeness;
use nearest::{NEAREST, nearest};

/// Phrasings from which on an entry is known by its first ones alone; more would take more than a
/// minute to encode and 10 MB to keep.
const MANY: usize = 20_000;
/// How many of them then.
const FIRST: usize = 5;
/// Pieces of words that are kept computed: the most frequent of the FAQ, 15 KB each.
const WARM_PIECES: usize = 256;
/// Share of the entries that must be asked in a language for words to be enough in it.
const COVERED: f64 = 0.9;
/// Phrasings an entry below which a FAQ has titles only: its confidence has weights of its own.
const TITLES: f64 = 1.5;

/// The vectors of a FAQ.
pub struct VectorIndex {
    warm: Arc<Warm>,
    /// Vectors of the phrasings and of the words of the id, entry after entry.
    rows: VectorTable,
    /// Where each entry's rows start; one more than there are entries.
    row_starts: Vec<u32>,
    centroids: VectorTable,
    head: Head,
    /// Vectors of the FAQ's out-of-scope questions.
    lines: VectorTable,
    /// What the answers mean, entry after entry; empty where there is more than a title an entry.
    answers: VectorTable,
    /// For each entry, whether it has an English, a Chinese phrasing.
    asked_in: Vec<[bool; 2]>,
    /// Whether nearly every entry has an English, a Chinese phrasing.
    covered: [bool; 2],
    /// Whether there is hardly more than one phrasing an entry.
    titles_only: bool,
    /// For each entry, its number of phrasings.
    phrasings: Vec<u32>,
}

impl VectorIndex {
    /// Encodes what `faq` says, with `index` built from it. Afterwards `cache` holds the vectors of
    /// this FAQ and no others.
    pub fn build(faq: &Faq, index: &Index, cache: &mut VectorCache) -> VectorIndex {
        let texts = FaqTexts::of(faq);
        let encoder = meaning::encoder();
        let asked = texts.asked.iter().map(String::as_str);
        let warm = Arc::new(encoder.warm(asked.clone(), WARM_PIECES));
        let lines = faq.out_of_scope.iter().map(String::as_str);
        let answers = texts.answers.iter().flatten().map(String::as_str);
        let all: Vec<&str> = asked.chain(lines).chain(answers).collect();
        let keys = keys(&all, parallel::threads());
        fill(encoder, &warm, cache, &all, &keys);
        cache.keep_only(&keys);
        let mut vectors = all.iter().zip(&keys).map(|(text, key)| {
            let kept = cache.of(key).cloned();
            kept.unwrap_or_else(|| encoder.encode(text).pack())
        });
        let rows = table(vectors.by_ref().take(texts.asked.len()));
        let lines = table(vectors.by_ref().take(faq.out_of_scope.len()));
        let answers = answers::table(vectors, &texts.answers);
        let centroids = centroids(&rows, &texts.starts);
        let phrasings = faq.entries.iter();
        let phrasings = phrasings.map(|entry| entry.phrasings.len() as u32);
        let asked_in: Vec<[bool; 2]> = faq.entries.iter().map(languages).collect();
        let head = match index.has_learned() {
            true => {
                let sentences = sentences(&rows, &texts.starts);
                Head::train(
                    sentences,
                    &centroids,
                    faq.entries.len(),
                    parallel::threads(),
                )
            }
            false => Head::Nothing,
        };
        VectorIndex {
            warm,
            rows,
            row_starts: texts.starts,
            centroids,
            head,
            lines,
            covered: [0, 1].map(|place| covers(&asked_in, place)),
            asked_in,
            titles_only: has_titles_only(faq),
            phrasings: phrasings.collect(),
            answers,
        }
    }

    /// What a text means.
    pub fn encode(&self, text: &str) -> SentenceVector {
        meaning::encoder().encode_warm(text, &self.warm)
    }

    /// What a question says of the entries.
    pub fn ask(&self, question: &str) -> Likeness {
        let vector = self.encode(question);
        let mut centroids = Vec::new();
        let all = 0..self.centroids.len();
        self.centroids.dots(&vector, all, &mut centroids);
        let nearest = nearest(&centroids, NEAREST);
        let shares = self.head.shares(&vector, &centroids, &nearest);
        let mut answers = Vec::new();
        self.answers
            .dots(&vector, 0..self.answers.len(), &mut answers);
        Likeness {
            vector,
            centroids,
            shares,
            answers,
            nearest,
        }
    }

    /// Cosine of the question with the nearest phrasing of an entry.
    pub fn nearest_phrasing(&self, likeness: &Likeness, entry: u32) -> f32 {
        let at = entry as usize;
        let range = self.row_starts[at] as usize..self.row_starts[at + 1] as usize;
        most(&self.rows, range, likeness).unwrap_or(0.0)
    }

    /// Cosine of the question with the nearest of the FAQ's out-of-scope questions.
    pub fn nearest_line(&self, likeness: &Likeness) -> Option<f32> {
        most(&self.lines, 0..self.lines.len(), likeness)
    }

    /// Whether the FAQ has hardly an entry that is not asked in this language.
    pub fn covers(&self, language: Language) -> bool {
        self.covered[place(language)]
    }

    /// Whether an entry has a phrasing in this language.
    pub fn is_asked_in(&self, entry: u32, language: Language) -> bool {
        self.asked_in[entry as usize][place(language)]
    }

    /// The vector of a phrasing, by its number in its entry; `None` of one that is not kept.
    pub fn phrasing(&self, entry: u32, number: u32) -> Option<PackedVector> {
        let starts = &self.row_starts[entry as usize..entry as usize + 2];
        let at = starts[0] + number;
        // Phrasings of one entry and no row of its id.
        let is_own = number < self.phrasings(entry) && at < starts[1];
        is_own.then(|| self.rows.get(at as usize)).flatten()
    }

    /// How many phrasings an entry has.
    pub fn phrasings(&self, entry: u32) -> u32 {
        self.phrasings[entry as usize]
    }

    /// Whether the entries have hardly more than a title each.
    pub fn has_titles_only(&self) -> bool {
        self.titles_only
    }
}

/// The texts that are encoded.
struct FaqTexts {
    asked: Vec<String>,
    starts: Vec<u32>,
    /// Beginnings of the answers, where there is hardly more than a title an entry.
    answers: Vec<Vec<String>>,
}

impl FaqTexts {
    fn of(faq: &Faq) -> FaqTexts {
        let ids = IdWords::new(faq);
        let count: usize = faq.entries.iter().map(|entry| entry.phrasings.len()).sum();
        let most = if count > MANY { FIRST } else { usize::MAX };
        let mut texts = FaqTexts {
            asked: Vec::new(),
            starts: vec![0],
            answers: Vec::new(),
        };
        if has_titles_only(faq) && count <= MANY {
            let answers = faq.entries.iter().map(answers::beginnings);
            texts.answers = answers.collect();
        }
        for entry in &faq.entries {
            let phrasings = entry.phrasings.iter().take(most);
            let phrasings = phrasings.map(|phrasing| phrasing.text.clone());
            texts.asked.extend(phrasings.chain(ids.telling(&entry.id)));
            texts.starts.push(texts.asked.len() as u32);
        }
        texts
    }
}

fn has_titles_only(faq: &Faq) -> bool {
    let phrasings = faq.entries.iter().map(|entry| entry.phrasings.len());
    (phrasings.sum::<usize>() as f64) < TITLES * faq.entries.len() as f64
}

/// What the vectors of texts are kept under.
fn keys(texts: &[&str], threads: usize) -> Vec<TextKey> {
    let mut keys = vec![TextKey::default(); texts.len()];
    let ranges = parallel::cuts(texts.len(), threads, |at| texts[at].len() + 1);
    let read = |range: std::ops::Range<usize>, keys: &mut [TextKey]| {
        for (key, text) in keys.iter_mut().zip(&texts[range]) {
            *key = TextKey::of(text);
        }
    };
    parallel::slices(&ranges, &mut keys, |at| at, read);
    keys
}

/// Encodes the texts that `cache` does not have.
fn fill(encoder: &Encoder, warm: &Warm, cache: &mut VectorCache, texts: &[&str], keys: &[TextKey]) {
    let new = texts.iter().zip(keys);
    let new = new.filter(|(_, key)| cache.of(key).is_none());
    let new: Vec<&str> = new.map(|(text, _)| *text).collect();
    let vectors = encoder.encode_many(new.iter().copied(), warm);
    for (text, vector) in new.iter().zip(&vectors) {
        cache.insert(text, vector);
    }
}

fn table(vectors: impl Iterator<Item = PackedVector>) -> VectorTable {
    let mut table = VectorTable::default();
    for vector in vectors {
        table.push(&vector);
    }
    table
}

/// The vectors of a table with the entry of each.
fn each_row<'a>(
    rows: &'a VectorTable,
    starts: &'a [u32],
) -> impl Iterator<Item = (u32, SentenceVector)> + 'a {
    let entries = (0..).zip(starts.windows(2));
    let numbers =
        entries.flat_map(|(entry, range)| (range[0]..range[1]).map(move |at| (entry, at)));
    numbers.filter_map(|(entry, at)| Some((entry, rows.get(at as usize)?.unpack())))
}

fn sentences(rows: &VectorTable, starts: &[u32]) -> Sentences {
    let mut sentences = Sentences::default();
    sentences
        .values
        .reserve_exact(rows.len() * SentenceVector::DIMENSIONS);
    for (entry, vector) in each_row(rows, starts) {
        sentences.push(&vector, entry);
    }
    sentences
}

fn centroids(rows: &VectorTable, starts: &[u32]) -> VectorTable {
    let entries = starts.len().saturating_sub(1);
    let mut sums = vec![[0.0f32; SentenceVector::DIMENSIONS]; entries];
    for (entry, vector) in each_row(rows, starts) {
        for (sum, value) in sums[entry as usize].iter_mut().zip(vector.values()) {
            *sum += value;
        }
    }
    let mut table = VectorTable::default();
    for mut sum in sums {
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        sum.iter_mut().for_each(|value| *value /= length.max(1e-9));
        table.push(&PackedVector::of(&sum));
    }
    table
}

fn most(table: &VectorTable, range: std::ops::Range<usize>, likeness: &Likeness) -> Option<f32> {
    let mut cosines = Vec::new();
    table.dots(&likeness.vector, range, &mut cosines);
    cosines.into_iter().reduce(f32::max)
}

fn languages(entry: &Entry) -> [bool; 2] {
    let mut asked_in = [false; 2];
    for phrasing in &entry.phrasings {
        asked_in[place(phrasing.language)] = true;
    }
    asked_in
}

fn place(language: Language) -> usize {
    usize::from(language == Language::Zh)
}

fn covers(asked_in: &[[bool; 2]], place: usize) -> bool {
    let count = asked_in.iter().filter(|asked| asked[place]).count();
    count as f64 >= COVERED * asked_in.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAQ: &str = "
entries:
- {id: refund-money, questions: {en: [How do I get a refund?]}, answer: {en: A}}
- {id: opening-hours, questions: {en: [When are you open?, What are your hours?]}, answer: {en: B}}
out_of_scope: [What is the weather like?]
";

    fn faq() -> Faq {
        crate::faq::read(&[("faq.yaml", FAQ)]).faq.expect("a FAQ")
    }

    #[test]
    fn phrasings_and_words_of_ids_are_encoded() {
        let texts = FaqTexts::of(&faq());
        let of_hours = texts.starts[1] as usize..texts.starts[2] as usize;
        assert_eq!(
            texts.asked[of_hours],
            [
                "When are you open?",
                "What are your hours?",
                "opening hours"
            ]
        );
    }

    #[test]
    fn a_question_in_the_other_language_is_nearest_to_its_entry() {
        let faq = faq();
        let index = Index::build(&faq);
        let mut cache = VectorCache::default();
        let vectors = VectorIndex::build(&faq, &index, &mut cache);
        let likeness = vectors.ask("怎么退款");
        assert_eq!(likeness.nearest, [0, 1]);
        assert!(likeness.shares[0] > 0.5, "{:?}", likeness.shares);
        assert!((likeness.shares.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        let near = vectors.nearest_phrasing(&likeness, 0);
        assert!(near > vectors.nearest_line(&likeness).unwrap() + 0.2);
        assert!(vectors.covers(Language::En) && !vectors.covers(Language::Zh));
        // The cache holds all of it, and what it holds gives the same.
        assert_eq!(cache.len(), 6);
        let again = VectorIndex::build(&faq, &index, &mut cache);
        assert_eq!(again.ask("怎么退款").shares, likeness.shares);
    }
}
