//! Meaning: sentences as vectors that lie near each other where the sentences mean the same, in
//! English and in Chinese, and across the two.
//!
//! A compact form of Google's multilingual universal sentence encoder 3, carried in the binary
//! (`assets/wenda-meaning.bin`, made by `tools/meaning.py`): no network, no download, nothing
//! learned from what people ask. It says how alike two sentences are and nothing else; it writes
//! no text. It cannot tell opposites, directions or amounts apart: words have to.
//!
//! Reads no clock, no file and no network. A sentence has the same vector on every processor (up
//! to the last bit of the system's `tanh`), alone or among others. Never fails and never panics;
//! an empty text has a vector, too, which means nothing.
//!
//! ```
//! use wenda_encoder::Encoder;
//!
//! let encoder = Encoder::new(str::to_lowercase);
//! let [question, same, other] = ["怎么取消订阅", "how do i cancel my subscription", "where is the station"]
//!     .map(|text| encoder.encode(text));
//! assert!(question.cosine(&same) > question.cosine(&other) + 0.3);
//! ```

mod asset;
mod network;
mod pieces;
mod product;
mod vector;

use std::cell::RefCell;
use std::collections::HashMap;

use fearless_simd::Level;

pub use network::Warm;
pub use vector::{PackedVector, SentenceVector, VectorTable};

use asset::Asset;
use network::{Network, Work};
use pieces::{PieceBuffer, Pieces};

/// First eight bytes of the asset's SHA-256: vectors of another asset are of no use here.
pub const FINGERPRINT: [u8; 8] = [0xc9, 0x3f, 0xb2, 0x4e, 0xeb, 0x1c, 0x60, 0xd5];

/// Most tokens that are encoded together: enough that every reading of the weights serves many
/// sentences, few enough that what is kept of their pieces is a few megabytes.
const BATCH_TOKENS: usize = 384;

/// Memory that a thread uses again from text to text.
#[derive(Default)]
struct Memory {
    cut: PieceBuffer,
    pieces: Vec<u32>,
    work: Work,
}

/// The encoder: a text in, its vector out.
pub struct Encoder {
    pieces: Pieces,
    network: Network,
    prepare: fn(&str) -> String,
}

impl Encoder {
    /// The encoder that the binary carries (a few milliseconds). `prepare` makes a text ready: the
    /// encoder knows normalised texts only, in lower case and simplified script.
    pub fn new(prepare: fn(&str) -> String) -> Encoder {
        Encoder::on(Level::new(), prepare)
    }

    fn on(level: Level, prepare: fn(&str) -> String) -> Encoder {
        // A test reads the very bytes that are compiled in.
        #[expect(
            clippy::expect_used,
            reason = "the asset is part of the binary, and a test reads it"
        )]
        let asset = Asset::read(asset::BYTES).expect("the asset in the binary is whole");
        let pieces = Pieces::new(&asset);
        let network = Network::new(asset, level);
        Encoder {
            pieces,
            network,
            prepare,
        }
    }

    /// The vector of one text. A question of eight pieces takes about 1 ms of processor time with
    /// AVX2, 1.5 ms with SSE2 alone (two busy cores).
    pub fn encode(&self, text: &str) -> SentenceVector {
        self.encode_warm(text, &Warm::default())
    }

    /// The same vector, in half the time where most of the text's pieces are warm: .4 and .8 ms
    /// where all are.
    pub fn encode_warm(&self, text: &str, warm: &Warm) -> SentenceVector {
        thread_local! {
            static MEMORY: RefCell<Memory> = RefCell::default();
        }
        MEMORY.with(|memory| match memory.try_borrow_mut() {
            Ok(mut memory) => self.encode_in(text, warm, &mut memory),
            Err(_) => self.encode_in(text, warm, &mut Memory::default()),
        })
    }

    fn encode_in(&self, text: &str, warm: &Warm, memory: &mut Memory) -> SentenceVector {
        let Memory { cut, pieces, work } = memory;
        pieces.clear();
        self.pieces.cut(&(self.prepare)(text), cut, pieces);
        let mut vector = None;
        self.network.encode(&[pieces], warm, work, |values| {
            vector = Some(SentenceVector::new(values));
        });
        work.shrink();
        vector.unwrap_or_else(|| SentenceVector::new(&[0.0; SentenceVector::DIMENSIONS]))
    }

    /// The vectors of many texts, in order: the same as one by one, in two thirds of the time.
    pub fn encode_many<'a>(
        &self,
        texts: impl IntoIterator<Item = &'a str>,
        warm: &Warm,
    ) -> Vec<SentenceVector> {
        let mut vectors = Vec::new();
        let mut work = Work::default();
        let mut cut = PieceBuffer::default();
        let mut pieces = Vec::new();
        let mut ends = Vec::new();
        let mut flush = |pieces: &mut Vec<u32>, ends: &mut Vec<usize>| {
            let mut from = 0;
            let sentences: Vec<&[u32]> = ends
                .iter()
                .map(|end| &pieces[std::mem::replace(&mut from, *end)..*end])
                .collect();
            self.network.encode(&sentences, warm, &mut work, |values| {
                vectors.push(SentenceVector::new(values));
            });
            pieces.clear();
            ends.clear();
        };
        for text in texts {
            self.pieces
                .cut(&(self.prepare)(text), &mut cut, &mut pieces);
            ends.push(pieces.len());
            if pieces.len() >= BATCH_TOKENS {
                flush(&mut pieces, &mut ends);
            }
        }
        flush(&mut pieces, &mut ends);
        vectors
    }

    /// Computes beforehand what depends on single pieces, for the `most` most frequent pieces of
    /// `texts`; of equally frequent ones those that come first in the list of pieces. Takes 15 KB
    /// a piece.
    pub fn warm<'a>(&self, texts: impl IntoIterator<Item = &'a str>, most: usize) -> Warm {
        let mut cut = PieceBuffer::default();
        let mut pieces = Vec::new();
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for text in texts {
            pieces.clear();
            self.pieces
                .cut(&(self.prepare)(text), &mut cut, &mut pieces);
            for piece in &pieces {
                *counts.entry(*piece).or_default() += 1;
            }
        }
        let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(piece, count)| (std::cmp::Reverse(*count), *piece));
        counts.truncate(most);
        self.network
            .warm(counts.into_iter().map(|(piece, _)| piece).collect())
    }
}

#[cfg(test)]
mod tests;
