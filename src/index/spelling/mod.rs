//! Reads questions that are typed in another way than the FAQ is written: misspelt, or as pinyin.

pub(super) mod corrector;
pub(super) mod pinyin;
