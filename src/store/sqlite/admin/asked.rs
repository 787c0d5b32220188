//! What people asked, as the admins look at it: read in one go, judged elsewhere.

use std::collections::HashSet;

use rusqlite::{Connection, Row, params};

use crate::admin::{Asked, End};
use crate::conversation::TurnKind;
use crate::faq::EntryId;
use crate::model::choice::Reason;
use crate::model::person::INLINE_CHATS;
use crate::text::Language;

/// The kinds of turns that are questions, as SQL.
const QUESTIONS: &str = "('answered', 'suggested', 'unanswered', 'repeated')";

/// The latest `limit` different questions, masked, latest first.
pub(crate) fn recent_questions(c: &Connection, limit: u32) -> rusqlite::Result<Vec<String>> {
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
}

/// The questions asked from `since_seconds` (Unix) on, latest first; of an edited one its last
/// form alone. At most `limit`.
pub(crate) fn asked(
    c: &Connection,
    since_seconds: i64,
    limit: u32,
) -> rusqlite::Result<Vec<Asked>> {
    let said = |table: &str, condition: &str| {
        format!(
            "(SELECT group_concat(entry, ' ') FROM {table} \
             WHERE {table}.turn = turns.turn {condition})"
        )
    };
    let mut select = c.prepare_cached(&format!(
        "SELECT at, chat, message, language, text, kind, entry, {}, {}, {}, \
         (SELECT group_concat(reason, ' ') FROM feedback WHERE feedback.turn = turns.turn) \
         FROM turns \
         WHERE kind IN {QUESTIONS} AND at >= ? ORDER BY at DESC, turn DESC LIMIT ?",
        said("opened", ""),
        said("feedback", "AND helpful = 1"),
        said("feedback", "AND helpful = 0"),
    ))?;
    let all = select
        .query_map(params![since_seconds, limit], one)?
        .collect::<rusqlite::Result<Vec<Asked>>>()?;
    let mut seen = HashSet::new();
    // Messages that one person saw have no number of their own.
    let last = |one: &Asked| {
        one.message == 0 || {
            one.chat.starts_with(INLINE_CHATS) || seen.insert((one.chat.clone(), one.message))
        }
    };
    Ok(all.into_iter().filter(last).collect())
}

fn one(row: &Row<'_>) -> rusqlite::Result<Asked> {
    let kind: String = row.get(5)?;
    let language: String = row.get(3)?;
    Ok(Asked {
        at_seconds: row.get(0)?,
        chat: row.get(1)?,
        message: row.get(2)?,
        language: if language == Language::Zh.code() {
            Language::Zh
        } else {
            Language::En
        },
        text: row.get(4)?,
        end: match TurnKind::from_code(&kind) {
            Some(TurnKind::Answered) => End::Answered,
            Some(TurnKind::Repeated) => End::Repeated,
            Some(TurnKind::Suggested) => End::Suggested,
            _ => End::Unanswered,
        },
        entry: entries(row.get(6)?).into_iter().next(),
        opened: entries(row.get(7)?),
        helpful: entries(row.get(8)?),
        not_helpful: entries(row.get(9)?),
        reasons: row
            .get::<_, Option<String>>(10)?
            .unwrap_or_default()
            .split(' ')
            .filter_map(Reason::from_code)
            .collect(),
    })
}

fn entries(ids: Option<String>) -> Vec<EntryId> {
    let ids = ids.unwrap_or_default();
    ids.split(' ').filter_map(EntryId::new).collect()
}
