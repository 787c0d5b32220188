//! A Bloom filter with one hash, before a short list. It answers "not in the list" for nearly every
//! text that is not, by one look at a bit. `true` means "perhaps": the list is then searched.

/// Size of a filter in bits. With a hundred texts in the list, fewer than one search in ten is for
/// nothing.
const BITS: usize = 1024;

/// Which texts may be in a list. It is made when Wenda is compiled.
pub(super) struct BloomFilter([u64; BITS / 64]);

impl BloomFilter {
    /// The filter of an empty list.
    pub const EMPTY: BloomFilter = BloomFilter([0; BITS / 64]);

    /// Adds `text`.
    pub const fn with(mut self, text: &str) -> BloomFilter {
        let bit = place(text.as_bytes());
        self.0[bit / 64] |= 1 << (bit % 64);
        self
    }

    /// Adds the first character of `text`. In a list of Chinese words each character is a token of
    /// its own and takes three bytes.
    pub const fn with_first_char(mut self, text: &str) -> BloomFilter {
        let bytes = text.as_bytes();
        let bit = place(&[bytes[0], bytes[1], bytes[2]]);
        self.0[bit / 64] |= 1 << (bit % 64);
        self
    }

    /// Whether `text` may be in the list.
    #[inline]
    pub fn may_contain(&self, text: &str) -> bool {
        let bit = place(text.as_bytes());
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }
}

/// The bit of a text: FNV-1a, well mixed.
#[inline]
const fn place(bytes: &[u8]) -> usize {
    let mut hash = 0x811c_9dc5u32;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d) as usize >> 12 & (BITS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_list_is_found_and_most_else_is_not() {
        const LIST: [&str; 3] = ["login", "cannot", "设定"];
        const FILTER: BloomFilter = BloomFilter::EMPTY
            .with(LIST[0])
            .with(LIST[1])
            .with_first_char(LIST[2]);
        for text in ["login", "cannot", "设"] {
            assert!(FILTER.may_contain(text), "{text}");
        }
        let others = (0..1000).filter(|number| FILTER.may_contain(&format!("word{number}")));
        assert!(others.count() < 20);
    }
}
