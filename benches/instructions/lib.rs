//! The folders of matching by themselves, as the program has them.

#![allow(dead_code, unused_imports, reason = "the program uses the rest")]

#[path = "../../src/contrast/mod.rs"]
pub mod contrast;
#[path = "../../src/faq/mod.rs"]
pub mod faq;
#[path = "../../src/index/mod.rs"]
pub mod index;
#[path = "../../src/knowledge/mod.rs"]
pub mod knowledge;
#[path = "../../src/lexicon/mod.rs"]
pub mod lexicon;
#[path = "../../src/matcher/mod.rs"]
pub mod matcher;
#[path = "../../src/meaning/mod.rs"]
pub mod meaning;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/parallel/mod.rs"]
mod parallel;
#[path = "../../src/text/mod.rs"]
pub mod text;
