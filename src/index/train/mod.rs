//! What is learned when a FAQ loads: a softmax regression from feature groups to entries.
//!
//! L-BFGS minimises `C * sum of cross entropies + |W|² / 2`, without a bias, from zero until it has
//! converged. Small FAQs learn a weight for every group and entry (**dense**). Larger ones learn
//! weights only where the entry has the group (**sparse**); each phrasing then competes with its
//! **hard negatives**, the other entries that overlap most with it. A large FAQ with one phrasing
//! an entry learns nothing: overlap alone orders better.
//!
//! After a change of a few entries the weights of all others stay as they are, and those of the
//! changed ones are learned against them (`column_softmax`, `few_vectors`, `index::build::patch`).

pub(super) mod column_softmax;
pub(super) mod dense;
pub(super) mod eligibility;
pub(super) mod few_vectors;
mod hard_negatives;
mod lbfgs;
pub(super) mod learned;
pub(super) mod objective;
pub(super) mod over_vectors;
mod part;
pub(super) mod sparse;
