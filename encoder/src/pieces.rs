//! Pieces: a text cut into the parts that the encoder has a row for.
//!
//! The likeliest cut wins: every piece has a score (the logarithm of how often it is met), the
//! sum of the cut is to be greatest (unigram model, Kudo 2018; found by Viterbi's algorithm). A
//! character that no piece stands for is unknown, and dear.

use super::asset::Asset;

/// Number of the piece that stands for every unknown character.
pub const UNKNOWN: u32 = 0;
/// Number of the piece before every sentence.
pub const START: u32 = 1;
/// Number of the piece after every sentence.
pub const END: u32 = 2;
/// Pieces without a text of their own: they come first.
const SPECIAL: usize = 3;

/// What stands for a space, and in front of the text.
const SPACE: char = '▁';
/// Longest piece, in characters.
const LONGEST: usize = 16;
/// What an unknown character costs more than the rarest piece.
const UNKNOWN_COST: f32 = 10.0;
/// Unit of the stored scores.
const UNIT: f32 = 1024.0;
/// Most characters of a text that are read; a question that long is no question.
const MOST_CHARS: usize = 1024;

/// The pieces, in the order of their bytes.
pub(crate) struct Pieces {
    text: Vec<u8>,
    /// Where each piece begins in `text`, and one more.
    starts: Vec<u32>,
    /// First piece that begins with each byte or a later one.
    first: [u32; 257],
    scores: Vec<f32>,
    unknown: f32,
}

/// Memory of cutting, used again.
#[derive(Debug, Default)]
pub(crate) struct PieceBuffer {
    text: String,
    /// For every byte of the text that ends a piece: score so far, where the piece begins, piece.
    best: Vec<(f32, u32, u32)>,
}

impl Pieces {
    /// Takes the pieces out of the asset.
    pub fn new(asset: &Asset) -> Pieces {
        let mut text = Vec::with_capacity(asset.pieces.len() * 8);
        let mut starts = Vec::with_capacity(asset.pieces.len() + 1);
        let mut first = [u32::MAX; 257];
        let mut before = 0;
        for (number, (shared, rest)) in asset.pieces.iter().enumerate() {
            let start = text.len();
            starts.push(start as u32);
            text.extend_from_within(before..(before + usize::from(*shared)).min(start));
            text.extend_from_slice(rest);
            before = start;
            if number >= SPECIAL
                && let Some(byte) = text.get(start)
            {
                let place = &mut first[usize::from(*byte)];
                *place = (*place).min(number as u32);
            }
        }
        starts.push(text.len() as u32);
        first[256] = asset.pieces.len() as u32;
        for byte in (0..256).rev() {
            first[byte] = first[byte].min(first[byte + 1]);
        }
        let scores: Vec<f32> = asset
            .scores
            .iter()
            .map(|score| f32::from(*score) / UNIT)
            .collect();
        let unknown = scores.iter().copied().fold(0.0, f32::min) - UNKNOWN_COST;
        Pieces {
            text,
            starts,
            first,
            scores,
            unknown,
        }
    }

    /// Text of a piece; none for the special ones.
    #[cfg(test)]
    pub fn text(&self, piece: u32) -> &str {
        std::str::from_utf8(self.bytes(piece)).unwrap_or_default()
    }

    fn bytes(&self, piece: u32) -> &[u8] {
        let at = piece as usize;
        &self.text[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// Cuts a normalised text and adds its pieces to `pieces`, [`START`] and [`END`] around them.
    /// White space counts as one space and not at all at the ends.
    pub fn cut(&self, text: &str, cut: &mut PieceBuffer, pieces: &mut Vec<u32>) {
        cut.text.clear();
        for word in text.split_whitespace() {
            cut.text.push(SPACE);
            cut.text.push_str(word);
        }
        if let Some((end, _)) = cut.text.char_indices().nth(MOST_CHARS) {
            cut.text.truncate(end);
        }
        let bytes = cut.text.as_bytes();
        let best = &mut cut.best;
        best.clear();
        best.resize(bytes.len() + 1, (f32::NEG_INFINITY, 0, UNKNOWN));
        best[0].0 = 0.0;
        for (start, ch) in cut.text.char_indices() {
            let so_far = best[start].0;
            let mut add = |end: usize, score: f32, piece: u32| {
                // Strictly greater: of two equal cuts the one with the longer last piece stays.
                if so_far + score > best[end].0 {
                    best[end] = (so_far + score, start as u32, piece);
                }
            };
            let one = start + ch.len_utf8();
            let mut has_one = false;
            self.each(&bytes[start..], |length, piece| {
                has_one |= start + length == one;
                add(start + length, self.scores[piece as usize], piece);
            });
            if !has_one {
                add(one, self.unknown, UNKNOWN);
            }
        }
        pieces.push(START);
        let from = pieces.len();
        let mut end = bytes.len();
        if end == 0 {
            pieces.push(UNKNOWN);
        }
        while end > 0 {
            let (_, start, piece) = best[end];
            pieces.push(piece);
            end = start as usize;
        }
        pieces[from..].reverse();
        pieces.push(END);
    }

    /// Tells length in bytes and number of every piece that `bytes` begin with, short to long.
    fn each(&self, bytes: &[u8], mut found: impl FnMut(usize, u32)) {
        let Some(&byte) = bytes.first() else {
            return;
        };
        // All pieces from `low` to `high` begin with the bytes read so far.
        let mut low = self.first[usize::from(byte)];
        let mut high = self.first[usize::from(byte) + 1];
        let mut length = 1;
        while low < high {
            if self.bytes(low).len() == length {
                found(length, low);
                low += 1;
            }
            let Some(&next) = bytes.get(length).filter(|_| length < 4 * LONGEST) else {
                return;
            };
            low = self.part(low, high, |piece| self.bytes(piece)[length] < next);
            high = self.part(low, high, |piece| self.bytes(piece)[length] <= next);
            length += 1;
        }
    }

    /// The first piece from `low` to `high` for which `before` does not hold.
    fn part(&self, mut low: u32, mut high: u32, before: impl Fn(u32) -> bool) -> u32 {
        while low < high {
            let middle = low.midpoint(high);
            if before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}
