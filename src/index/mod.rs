//! The index: what the phrasings of a FAQ say, counted, weighed and learned, ready to be asked.
//!
//! It is built once from a FAQ and never changes. An entry is a document: its phrasings, its
//! keywords and the words of its id count together. The same FAQ gives the same bytes, whatever
//! the number of processors.
//!
//! The index knows nothing of thresholds or of how an answer looks.
//!
//! ```
//! use wenda::index::{Index, Query};
//! use wenda::text::analyze;
//!
//! let yaml = "
//! entries:
//! - {id: refund, questions: {en: [How do I get a refund?]}, answer: {en: Within seven days.}}
//! - {id: hours, questions: {en: [When are you open?]}, answer: {en: From nine to five.}}
//! ";
//! let faq = wenda::faq::read(&[("faq.yaml", yaml)]).faq.expect("a FAQ without errors");
//! let index = Index::build(&faq);
//! let mut query = Query::default();
//! query.look_up(&index, &analyze("a refund please"));
//! query.score(&index);
//! assert!(query.entry_scores[0].bm25 > query.entry_scores[1].bm25);
//! ```

mod bm25;
mod build;
mod built;
mod faq_index;
mod feature;
mod hash;
mod largest;
mod postings;
mod query;
mod scope;
mod spelling;
mod train;
mod vectors;

pub use build::changes::EntryChanges;
pub use faq_index::Index;
pub use feature::concept::Concepts;
pub use feature::extract::extract;
pub use feature::key::Sink;
pub use feature::kind::{BLOCKS, Kind};
pub use postings::entry_scores::EntryScores;
pub use postings::group::FeatureGroup;
pub use postings::posting::Posting;
pub use postings::rows::{Rows, Source};
pub use query::lookup::{Hit, Query};
pub use scope::out_of_scope::{OutOfScope, Similarity};
pub use scope::unknown_entity::UnknownEntities;
pub use spelling::corrector::{Correction, Spelling};
pub use spelling::pinyin::Syllables;
pub use vectors::{Likeness, VectorIndex};
