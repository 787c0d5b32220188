//! Polite phrases that say nothing about what is asked.

/// Where a phrase may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// At the beginning of a text.
    Opening,
    /// At its end.
    Closing,
    /// At both.
    Either,
}

use Position::{Closing, Either, Opening};

/// Polite phrases as tokens (after contractions and folding; 您 is folded to 你), longest first
/// within the same beginning.
pub const PHRASES: &[(&[&str], Position)] = &[
    (&["hi", "all"], Opening),
    (&["hi", "there"], Opening),
    (&["hi", "everyone"], Opening),
    (&["hi", "guys"], Opening),
    (&["hi", "team"], Opening),
    (&["hi"], Opening),
    (&["hello", "all"], Opening),
    (&["hello", "there"], Opening),
    (&["hello", "everyone"], Opening),
    (&["hello"], Opening),
    (&["hey", "guys"], Opening),
    (&["hey", "there"], Opening),
    (&["hey"], Opening),
    (&["dear", "all"], Opening),
    (&["dear", "team"], Opening),
    (&["dear", "support"], Opening),
    (&["good", "morning"], Opening),
    (&["good", "afternoon"], Opening),
    (&["good", "evening"], Opening),
    (&["excuse", "me"], Opening),
    (&["quick", "question"], Opening),
    (&["sorry", "to", "bother", "you"], Opening),
    (&["please", "help", "me"], Either),
    (&["please", "help"], Either),
    (&["please", "advise"], Closing),
    (&["please"], Either),
    (&["thanks", "in", "advance"], Closing),
    (&["thanks", "a", "lot"], Closing),
    (&["thanks", "so", "much"], Closing),
    (&["many", "thanks"], Closing),
    (&["thanks"], Closing),
    (&["thank", "you", "in", "advance"], Closing),
    (&["thank", "you", "so", "much"], Closing),
    (&["thank", "you", "very", "much"], Closing),
    (&["thank", "you"], Closing),
    (&["cheers"], Closing),
    (&["请", "问", "一", "下"], Either),
    (&["请", "问", "下"], Opening),
    (&["请", "问"], Either),
    (&["你", "好", "啊"], Opening),
    (&["你", "好"], Opening),
    (&["大", "家", "好"], Opening),
    (&["早", "上", "好"], Opening),
    (&["下", "午", "好"], Opening),
    (&["晚", "上", "好"], Opening),
    (&["请", "教", "一", "下"], Either),
    (&["麻", "烦", "问", "一", "下"], Opening),
    (&["麻", "烦", "问", "下"], Opening),
    (&["我", "想", "问", "一", "下"], Opening),
    (&["我", "想", "问", "下"], Opening),
    (&["想", "问", "一", "下"], Opening),
    (&["想", "问", "下"], Opening),
    (&["问", "一", "下"], Either),
    (&["问", "下"], Opening),
    (&["求", "助"], Either),
    (&["谢", "谢", "你"], Closing),
    (&["谢", "谢", "大", "家"], Closing),
    (&["谢", "谢", "了"], Closing),
    (&["谢", "谢"], Closing),
    (&["多", "谢"], Closing),
    (&["感", "谢"], Closing),
    (&["谢", "了"], Closing),
    (&["拜", "托"], Closing),
];
