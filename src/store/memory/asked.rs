//! What people asked, as the FAQ's owners look at it: read in one go, judged elsewhere.

use std::collections::HashSet;

use rusqlite::params;

use super::{Memory, get};
use crate::store::StoreError;

/// The kinds of turns that are questions, as SQL.
const QUESTIONS: &str = "('answered', 'suggested', 'unanswered', 'repeated')";

/// The latest `limit` different questions, masked, latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn recent_questions(memory: &dyn Memory, limit: u32) -> Result<Vec<String>, StoreError> {
    get(memory, |c| {
        let mut select = c.prepare_cached(&format!(
            "SELECT text FROM turns WHERE kind IN {QUESTIONS} AND text <> '' \
             ORDER BY at DESC, turn DESC LIMIT ?"
        ))?;
        // The same words come again and again; so many rows give enough different ones.
        let rows = select.query_map(params![limit.saturating_mul(5)], |row| {
            row.get::<_, String>(0)
        })?;
        let mut seen = HashSet::new();
        let mut questions = Vec::new();
        for text in rows {
            let text = text?;
            if questions.len() < limit as usize && seen.insert(text.clone()) {
                questions.push(text);
            }
        }
        Ok(questions)
    })
}
