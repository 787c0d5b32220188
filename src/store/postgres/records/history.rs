//! What conversations remember, read from its tables.

use tokio_postgres::Row;

use crate::conversation::{
    ChatKey, GroupSettings, PastTurn, Person, PersonKey, RecentAnswer, TurnKind,
};
use crate::faq::EntryId;
use crate::model::business::{BusinessChat, Card};
use crate::model::incoming::{MessageId, TurnId};
use crate::model::person::GUEST_CHATS;
use crate::model::reply::{GroupReply, Languages};
use crate::store::postgres::connection::session::{col, turn_at};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::records::business;
use crate::store::postgres::records::language::language;
use crate::store::postgres::store::PostgresStore;
use crate::store::{ConversationHistory, StoreError};

const TURN_COLUMNS: &str = "turns.turn, at, chat, topic, person, turns.message, answer_to, \
                            language, text, kind, candidates, revision, asked_for";

impl ConversationHistory for PostgresStore {
    fn person_key(&self) -> &PersonKey {
        &self.person_key
    }

    fn turn(&self, turn: TurnId) -> Result<Option<PastTurn>, StoreError> {
        let sql = format!("SELECT {TURN_COLUMNS} FROM turns WHERE turn = $1");
        self.first(&sql, &values![turn], past_turn)
    }

    fn turn_of_question(
        &self,
        chat_key: &ChatKey,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError> {
        let sql = format!(
            "SELECT {TURN_COLUMNS} FROM turns WHERE chat = $1 AND message = $2 \
             ORDER BY turns.turn DESC LIMIT 1"
        );
        self.first(&sql, &values![&chat_key.chat, message], past_turn)
    }

    fn turn_of_answer(
        &self,
        chat_key: &ChatKey,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError> {
        let sql = format!(
            "SELECT {TURN_COLUMNS} FROM sent JOIN turns ON turns.turn = sent.turn \
             WHERE sent.message = $1 AND chat = $2 ORDER BY turns.turn DESC LIMIT 1"
        );
        self.first(&sql, &values![message, &chat_key.chat], past_turn)
    }

    fn messages_of(&self, turn: TurnId) -> Result<Vec<MessageId>, StoreError> {
        let sql = "SELECT message FROM sent WHERE turn = $1 ORDER BY part";
        self.list(sql, &values![turn], |row| col(row, 0))
    }

    fn languages(&self, person: &Person) -> Result<Option<Languages>, StoreError> {
        let sql = "SELECT languages FROM people WHERE person = $1";
        let code = self.first(sql, &values![person.as_str()], |row| col::<String>(row, 0))?;
        Ok(code.as_deref().and_then(Languages::from_code))
    }

    fn group(&self, chat: &str) -> Result<Option<GroupSettings>, StoreError> {
        let sql = "SELECT languages, cooldown_seconds, listening, reply FROM chat_groups \
                   WHERE chat = $1";
        let found = self.first(sql, &values![chat], |row| {
            let languages: Option<String> = col(row, 0)?;
            let cooldown_seconds: Option<i64> = col(row, 1)?;
            let listening: Option<bool> = col(row, 2)?;
            let reply: Option<String> = col(row, 3)?;
            Ok((|| {
                Some(GroupSettings {
                    languages: Languages::from_code(&languages?)?,
                    cooldown_seconds: u32::try_from(cooldown_seconds?).ok()?,
                    listening: listening?,
                    reply: reply
                        .as_deref()
                        .and_then(GroupReply::from_code)
                        .unwrap_or_default(),
                })
            })())
        })?;
        Ok(found.flatten())
    }

    fn introduced(&self, chat: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM chat_groups WHERE chat = $1 AND introduced_at IS NOT NULL";
        self.has(sql, &values![chat])
    }

    fn recent_answers(
        &self,
        chat_key: &ChatKey,
        since_seconds: i64,
    ) -> Result<Vec<RecentAnswer>, StoreError> {
        let found = self.list(
            "SELECT entry, turns.turn, at, \
                    (SELECT message FROM sent WHERE sent.turn = turns.turn ORDER BY part LIMIT 1) \
             FROM turns WHERE at >= $1 AND chat = $2 AND topic IS NOT DISTINCT FROM $3 \
             AND kind = 'answered' ORDER BY at DESC, turns.turn DESC LIMIT 100",
            &values![since_seconds, &chat_key.chat, chat_key.topic],
            |row| {
                let entry: Option<String> = col(row, 0)?;
                let entry = entry.and_then(|entry| EntryId::new(&entry));
                let (turn, at_seconds, message) = (turn_at(row, 1)?, col(row, 2)?, col(row, 3)?);
                Ok(entry.map(|entry| RecentAnswer {
                    entry,
                    turn,
                    message,
                    at_seconds,
                }))
            },
        )?;
        Ok(found.into_iter().flatten().collect())
    }

    fn feedback(
        &self,
        turn: TurnId,
        entry: &EntryId,
        person: &Person,
    ) -> Result<Option<bool>, StoreError> {
        let sql = "SELECT helpful FROM feedback WHERE turn = $1 AND entry = $2 AND person = $3";
        let values = values![turn, entry.as_str(), person.as_str()];
        self.first(sql, &values, |row| col(row, 0))
    }

    fn has_feedback(&self, turn: TurnId) -> Result<bool, StoreError> {
        self.has(
            "SELECT 1 FROM feedback WHERE turn = $1 LIMIT 1",
            &values![turn],
        )
    }

    fn latest_turns(
        &self,
        chat_key: &ChatKey,
        person: &Person,
        since_seconds: i64,
        but: TurnId,
    ) -> Result<Vec<PastTurn>, StoreError> {
        let sql = format!(
            "SELECT {TURN_COLUMNS} FROM turns WHERE at >= $1 AND chat = $2 \
             AND topic IS NOT DISTINCT FROM $3 AND person = $4 AND turn <> $5 \
             ORDER BY at DESC, turn DESC LIMIT 4"
        );
        let values = values![
            since_seconds,
            &chat_key.chat,
            chat_key.topic,
            person.as_str(),
            but
        ];
        self.list(&sql, &values, past_turn)
    }

    fn languages_and_latest_turns(
        &self,
        chat_key: &ChatKey,
        person: &Person,
        since_seconds: i64,
        but: TurnId,
    ) -> Result<(Option<Languages>, Vec<PastTurn>), StoreError> {
        if self.quiet().is_quiet(&chat_key.chat, person, since_seconds) {
            return Ok((None, Vec::new()));
        }
        let rows = self.list(
            "SELECT * FROM asked_before($1, $2, $3, $4, $5)",
            &values![
                person.as_str(),
                &chat_key.chat,
                chat_key.topic,
                since_seconds,
                but
            ],
            |row| {
                // The languages stand behind the columns of a turn, which may be empty.
                let languages: Option<String> = col(row, 13)?;
                let turn: Option<i64> = col(row, 0)?;
                let turn = turn.map(|_| past_turn(row)).transpose()?;
                Ok((languages, turn))
            },
        )?;
        let languages = rows.first().and_then(|(code, _)| code.as_deref());
        let languages = languages.and_then(Languages::from_code);
        let turns = rows.into_iter().filter_map(|(_, turn)| turn).collect();
        Ok((languages, turns))
    }

    fn unheard_until(&self) -> Result<Option<i64>, StoreError> {
        // Other processes keep turns at any time.
        Ok(Some(i64::MAX))
    }

    fn came_as(
        &self,
        as_guest: bool,
        message: MessageId,
        person: Option<&Person>,
        at_seconds: i64,
    ) -> Result<bool, StoreError> {
        self.has(
            "SELECT 1 FROM turns WHERE message = $1 AND at = $2 \
             AND person IS NOT DISTINCT FROM $3 AND (chat = $4) = $5 LIMIT 1",
            &values![
                message,
                at_seconds,
                person.map(Person::as_str),
                GUEST_CHATS,
                as_guest
            ],
        )
    }

    fn card(&self, turn: TurnId) -> Result<Option<Card>, StoreError> {
        business::card(self, turn)
    }

    fn editing_card(&self, owner: &Person, since_seconds: i64) -> Result<Option<Card>, StoreError> {
        business::editing_card(self, owner, since_seconds)
    }

    fn business_chat(&self, chat: &str) -> Result<BusinessChat, StoreError> {
        business::chat(self, chat)
    }

    fn most_asked(&self, since_seconds: i64, limit: u32) -> Result<Vec<EntryId>, StoreError> {
        let ids = self.list(
            "SELECT entry FROM (SELECT entry FROM turns WHERE at >= $1 AND entry IS NOT NULL \
             UNION ALL SELECT entry FROM opened WHERE at >= $1) AS asked \
             GROUP BY entry ORDER BY count(*) DESC, entry COLLATE \"C\" LIMIT $2",
            &values![since_seconds, limit],
            |row| col::<String>(row, 0),
        )?;
        Ok(ids.iter().filter_map(|id| EntryId::new(id)).collect())
    }

    fn last_opened(&self, turn: TurnId) -> Result<Option<EntryId>, StoreError> {
        let sql = "SELECT entry FROM opened WHERE turn = $1 ORDER BY at DESC LIMIT 1";
        let id = self.first(sql, &values![turn], |row| col::<String>(row, 0))?;
        Ok(id.as_deref().and_then(EntryId::new))
    }
}

fn past_turn(row: &Row) -> Result<PastTurn, StoreError> {
    let language_code: String = col(row, 7)?;
    let kind: String = col(row, 9)?;
    let candidates: String = col(row, 10)?;
    let person = |index| {
        let found: Option<String> = col(row, index)?;
        Ok::<_, StoreError>(found.map(Person::from_stored))
    };
    Ok(PastTurn {
        turn: turn_at(row, 0)?,
        at_seconds: col(row, 1)?,
        chat_key: ChatKey {
            chat: col(row, 2)?,
            topic: col(row, 3)?,
        },
        person: person(4)?,
        asked_for: person(12)?,
        message: col(row, 5)?,
        answer_to: col(row, 6)?,
        language: language(&language_code),
        text: col(row, 8)?,
        kind: TurnKind::from_code(&kind).unwrap_or(TurnKind::Command),
        // Ids of a form that is no longer allowed are left out rather than failing the turn.
        candidates: serde_json::from_str::<Vec<(String, f64)>>(&candidates)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(id, confidence)| Some((EntryId::new(&id)?, confidence)))
            .collect(),
        revision: col(row, 11)?,
    })
}
