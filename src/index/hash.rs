//! Hashes of features: the same on every machine and in every run.
//!
//! A feature is known by 64 bits; among a million features two share a hash with a probability
//! of about 3 in a hundred million, and then two features count as one. No attacker gains
//! anything by a collision, so the function need not be keyed.

use bitcode::{Decode, Encode};

/// Scrambles 64 bits (the finaliser of splitmix64, Steele, Lea and Flood 2014).
#[inline]
pub fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Hash of a text.
#[inline]
pub fn text(text: &str) -> u64 {
    let mut state = text.len() as u64;
    for chunk in text.as_bytes().chunks(8) {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        state = mix(state ^ u64::from_le_bytes(word));
    }
    state
}

/// Hash of two things in order.
#[inline]
pub fn pair(first: u64, second: u64) -> u64 {
    mix(first.rotate_left(17) ^ mix(second))
}

/// A hash table from feature hashes to numbers: open addressing, nothing is ever removed.
#[derive(Debug, Clone, Encode, Decode)]
pub struct Table {
    keys: Vec<u64>,
    values: Vec<u32>,
    used: usize,
}

/// Marks a free slot; a feature with this very hash is stored as its neighbour.
const FREE: u64 = 0;

impl Default for Table {
    fn default() -> Table {
        Table::with_capacity(8)
    }
}

impl Table {
    /// A table that holds `count` keys without growing.
    pub fn with_capacity(count: usize) -> Table {
        let size = (count * 3 / 2 + 8).next_power_of_two();
        Table {
            keys: vec![FREE; size],
            values: vec![0; size],
            used: 0,
        }
    }

    /// The number stored under `key`.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let key = key.max(1);
        let mask = self.keys.len() - 1;
        let mut at = key as usize & mask;
        loop {
            match self.keys[at] {
                FREE => return None,
                found if found == key => return Some(self.values[at]),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// What stands where `key` is looked for first, for [`Table::resolve`]. Looking at many places
    /// before deciding anything lets the processor fetch them side by side.
    #[inline]
    pub fn first_slot(&self, key: u64) -> (u64, u32) {
        let at = key.max(1) as usize & (self.keys.len() - 1);
        (self.keys[at], self.values[at])
    }

    /// The number stored under `key`, where `slot` is its [`Table::first_slot`].
    #[inline]
    pub fn resolve(&self, key: u64, slot: (u64, u32)) -> Option<u32> {
        match slot.0 {
            FREE => None,
            found if found == key.max(1) => Some(slot.1),
            _ => self.get(key),
        }
    }

    /// The number stored under `key`; stores `value` where there is none yet.
    pub fn get_or_insert(&mut self, key: u64, value: u32) -> u32 {
        if (self.used + 1) * 3 > self.keys.len() * 2 {
            self.grow();
        }
        let key = key.max(1);
        let mask = self.keys.len() - 1;
        let mut at = key as usize & mask;
        loop {
            match self.keys[at] {
                FREE => {
                    self.keys[at] = key;
                    self.values[at] = value;
                    self.used += 1;
                    return value;
                }
                found if found == key => return self.values[at],
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Replaces every stored number.
    pub fn map_values(&mut self, map: impl Fn(u32) -> u32) {
        for (key, value) in self.keys.iter().zip(&mut self.values) {
            if *key != FREE {
                *value = map(*value);
            }
        }
    }

    fn grow(&mut self) {
        let mut larger = Table::with_capacity(self.keys.len() * 4 / 3);
        for (key, value) in self.keys.iter().zip(&self.values) {
            if *key != FREE {
                larger.get_or_insert(*key, *value);
            }
        }
        *self = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_back_what_it_was_given() {
        let mut table = Table::default();
        for number in 0..5000 {
            assert_eq!(
                table.get_or_insert(mix(number), number as u32),
                number as u32
            );
        }
        for number in 0..5000 {
            let key = mix(number);
            assert_eq!(table.get(key), Some(number as u32));
            assert_eq!(
                table.resolve(key, table.first_slot(key)),
                Some(number as u32)
            );
        }
        for number in 5000..6000 {
            let key = mix(number);
            assert_eq!(table.get(key), None);
            assert_eq!(table.resolve(key, table.first_slot(key)), None);
        }
    }
}
