//! What people asked, as the admins look at it: read in portions, judged elsewhere.

use std::collections::HashSet;
use std::time::Instant;

use tokio_postgres::Row;

use crate::admin::{Asked, End};
use crate::conversation::TurnKind;
use crate::faq::EntryId;
use crate::model::choice::Reason;
use crate::model::person::INLINE_CHATS;
use crate::store::StoreError;
use crate::store::postgres::connection::session::col;
use crate::store::postgres::connection::value::values;
use crate::store::postgres::records::language::language;
use crate::store::postgres::store::PostgresStore;

/// The kinds of turns that are questions, as SQL.
pub(crate) const QUESTIONS: &str = "('answered', 'suggested', 'unanswered', 'repeated')";
/// Questions read by one statement. A statement over all of them would keep a processor of the database busy
/// for seconds, and the server from cleaning what is written meanwhile.
const PORTION: u32 = 5000;
/// Where nobody waits, the pause after a portion is this many times as long as reading it took.
pub(crate) const PAUSE_FACTOR: u32 = 9;

/// The latest questions, see [`AdminQueries::asked`](crate::store::AdminQueries::asked); with `pause_factor`
/// the database has time for others in between.
pub(crate) fn latest(
    store: &PostgresStore,
    since_seconds: i64,
    limit: u32,
    pause_factor: Option<u32>,
) -> Result<Vec<Asked>, StoreError> {
    // What was said of each is looked up for the portion alone.
    let sql = format!(
        "WITH one AS ( \
             SELECT at, chat, message, language, text, kind, entry, turn FROM turns \
             WHERE kind IN {QUESTIONS} AND at >= $1 AND at <= $3 AND (at, turn) < ($3, $4) \
             ORDER BY at DESC, turn DESC LIMIT $2) \
         SELECT at, chat, message, language, text, kind, entry, \
             (SELECT string_agg(opened.entry, ' ') FROM opened WHERE opened.turn = one.turn), \
             said.helpful, said.not_helpful, said.reasons, turn \
         FROM one, LATERAL ( \
             SELECT string_agg(feedback.entry, ' ') FILTER (WHERE helpful) AS helpful, \
                 string_agg(feedback.entry, ' ') FILTER (WHERE NOT helpful) AS not_helpful, \
                 string_agg(reason, ' ') AS reasons \
             FROM feedback WHERE feedback.turn = one.turn) AS said \
         ORDER BY at DESC, turn DESC"
    );
    let mut all = Vec::new();
    let mut before = (i64::MAX, i64::MAX);
    let mut left = limit;
    // Of an edited question its last form comes first.
    let mut seen = HashSet::new();
    while left > 0 {
        let wanted = left.min(PORTION);
        let began = Instant::now();
        let values = values![since_seconds, wanted, before.0, before.1];
        let portion = store.list(&sql, &values, |row| Ok((one(row)?, col::<i64>(row, 11)?)))?;
        let count = u32::try_from(portion.len()).unwrap_or(u32::MAX);
        if let Some((last, turn)) = portion.last() {
            before = (last.at_seconds, *turn);
        }
        all.extend(portion.into_iter().map(|(one, _)| one).filter(|one| {
            // Messages that one person saw have no number of their own.
            one.message == 0
                || one.chat.starts_with(INLINE_CHATS)
                || seen.insert((one.chat.clone(), one.message))
        }));
        if count < wanted {
            break;
        }
        left -= wanted;
        if let Some(factor) = pause_factor {
            std::thread::sleep(began.elapsed() * factor);
        }
    }
    Ok(all)
}

fn one(row: &Row) -> Result<Asked, StoreError> {
    let words = |index| Ok::<_, StoreError>(col::<Option<String>>(row, index)?.unwrap_or_default());
    let entries = |index| {
        let ids = words(index)?;
        Ok::<_, StoreError>(ids.split(' ').filter_map(EntryId::new).collect::<Vec<_>>())
    };
    Ok(Asked {
        at_seconds: col(row, 0)?,
        chat: col(row, 1)?,
        message: col(row, 2)?,
        language: language(&col::<String>(row, 3)?),
        text: col(row, 4)?,
        end: match TurnKind::from_code(&col::<String>(row, 5)?) {
            Some(TurnKind::Answered) => End::Answered,
            Some(TurnKind::Repeated) => End::Repeated,
            Some(TurnKind::Suggested) => End::Suggested,
            _ => End::Unanswered,
        },
        entry: entries(6)?.into_iter().next(),
        opened: entries(7)?,
        helpful: entries(8)?,
        not_helpful: entries(9)?,
        reasons: words(10)?
            .split(' ')
            .filter_map(Reason::from_code)
            .collect(),
    })
}
