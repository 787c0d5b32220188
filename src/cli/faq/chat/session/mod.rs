//! One person's conversation: what is typed becomes an incoming thing, replies become lines.

mod playing;
mod shown;
mod speaker;
#[cfg(test)]
mod tests;
mod typed;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::admin::Unasked;
use crate::admin::service::{AdminService, Recipient};
use crate::assistant::{self, Assistant};
use crate::conversation::{Record, Turn, TurnKind};
use crate::knowledge::Knowledge;
use crate::model::connection::Connection;
use crate::model::incoming::{Asker, Ephemeral, Incoming, MessageId, Place, Press, TurnId, What};
use crate::model::reply::{CardStep, Choice, Delivery, Reply, Way};
use crate::ops::clock;
use crate::reload::{self, EditMode, KnowledgeBuilder, Reloader};
use crate::store::{
    Commit, ConversationHistory, Outbox, Outcome, PendingMessage, Receipt, SqliteStore, Store,
    StoreError,
};
use crate::text::Language;
use speaker::{CUSTOMER, NO_BOT, PERSON, Speaker};

/// A conversation with everything it remembers, in memory.
pub struct Session {
    store: Arc<SqliteStore>,
    assistant: Assistant,
    language: Language,
    turn: TurnId,
    message: MessageId,
    /// Who types.
    speaker: Speaker,
    /// Who typed so far.
    spoken: Vec<Speaker>,
    /// Our latest message with buttons before each, and what its numbers press.
    buttons: HashMap<Speaker, (MessageId, Vec<(String, Choice)>)>,
    /// Our latest message about a card, to which the staff replies.
    card_message: Option<MessageId>,
    /// How wide a line may be; `None` where lines are not cut.
    width: Option<fn() -> usize>,
    /// Our latest answer: what `/why` is about where nothing can be replied to.
    answer: Option<MessageId>,
    /// Whether the owner of the business account writes an answer for a card.
    is_writing: bool,
    /// What tells the one at the terminal what they did not ask for.
    service: Option<Arc<AdminService>>,
}

impl Session {
    /// A conversation about `knowledge`.
    ///
    /// # Errors
    /// When there is no memory for the store.
    pub fn new(
        knowledge: Knowledge,
        settings: assistant::Settings,
        language: Language,
    ) -> Result<Session, StoreError> {
        let store = Arc::new(SqliteStore::in_memory()?);
        let memory: Arc<dyn ConversationHistory> = store.clone();
        Ok(Session {
            assistant: Assistant::new(knowledge, memory, settings),
            store,
            language,
            turn: 0,
            message: 0,
            speaker: Speaker::Owner,
            spoken: vec![Speaker::Owner],
            buttons: HashMap::new(),
            card_message: None,
            width: None,
            answer: None,
            is_writing: false,
            service: None,
        })
    }

    /// Cuts lines for a window, whose `width` is asked for each answer.
    pub fn wrap(&mut self, width: fn() -> usize) {
        self.width = Some(width);
    }

    /// Opens the admin service: whoever sits here may reload the FAQ at `path` and fix
    /// it, as on Telegram.
    ///
    /// # Errors
    /// When the store fails.
    pub fn open_admin_service(
        &mut self,
        path: &Path,
        mode: EditMode,
        builder: KnowledgeBuilder,
        unasked: Unasked,
    ) -> Result<(), StoreError> {
        let start = reload::find(path, &*self.store, &builder)?;
        let reloader = Reloader::new(path.to_owned(), mode, self.store.clone()).building(builder);
        reloader.begin(&start.on_disk, clock::unix_seconds())?;
        let service = Arc::new(AdminService::new(reloader).telling(unasked));
        self.service = Some(service.clone());
        self.assistant.set_admin_handler(service);
        Ok(())
    }

    /// Every way to ask that the FAQ knows, for completion.
    pub fn phrasings(&self) -> Vec<String> {
        let knowledge = self.assistant.knowledge();
        let entries = knowledge.faq().entries.iter();
        entries
            .flat_map(|entry| entry.phrasings.iter().map(|phrasing| phrasing.text.clone()))
            .collect()
    }

    /// What Wenda says to a typed line: a question, a command, or the number of a button.
    ///
    /// # Errors
    /// When the store fails.
    pub fn say(&mut self, line: &str) -> Result<String, StoreError> {
        let line = line.trim();
        if let Some(name) = line.strip_prefix("/as ") {
            return Ok(self.speak_as(name.trim()));
        }
        self.turn += 1;
        let (message, what) = match self.pressed(line) {
            Some(Ok(choice)) => {
                let press = Press {
                    id: self.turn.to_string(),
                    choice: Some(choice),
                };
                let at = self.buttons.get(&self.speaker).map_or(0, |shown| shown.0);
                (at, What::Press(press))
            }
            Some(Err(none)) => return Ok(none),
            None => {
                self.message += 1;
                (self.message, self.typed(line))
            }
        };
        let is_customer = matches!(what, What::Business(_));
        let is_edit = matches!(
            &what,
            What::Press(Press {
                choice: Some(Choice::Card {
                    step: CardStep::Edit,
                    ..
                }),
                ..
            })
        );
        let incoming = Incoming {
            turn: self.turn,
            at_seconds: clock::unix_seconds(),
            asker: Asker {
                id: match is_customer {
                    true => CUSTOMER,
                    false => self.person(&self.speaker),
                },
                language: Some(self.language),
                is_admin: !is_customer && !matches!(self.speaker, Speaker::Person(_)),
                is_editor: false,
                name: (self.speaker == Speaker::Staff).then(|| "Staff".to_owned()),
                is_person: true,
                is_group_admin: false,
            },
            place: match what {
                What::Business(_) => Place::Business {
                    chat: CUSTOMER,
                    owner: PERSON,
                },
                _ => self.place(),
            },
            message,
            what,
            ephemeral: Ephemeral::default(),
            connection: (self.speaker == Speaker::Business).then(|| Box::new(self.connection())),
        };
        let turn = self.assistant.handle(&incoming)?;
        self.is_writing = is_edit && !turn.replies.is_empty();
        let (said, elsewhere) = self.show(&turn);
        self.keep(&incoming, &turn, elsewhere)?;
        let asked = turn
            .records
            .iter()
            .any(|record| matches!(record, Record::Turn(past) if past.kind != TurnKind::Command));
        if asked {
            self.answer = Some(self.message);
        }
        Ok(said + &self.news()?)
    }

    /// What the one at the terminal is told without having asked.
    fn news(&mut self) -> Result<String, StoreError> {
        let Some(service) = self.service.clone() else {
            return Ok(String::new());
        };
        let at_seconds = clock::unix_seconds();
        let (news, mut records) = service.unasked(&self.assistant, at_seconds)?;
        let mut said = String::new();
        for one in news {
            self.turn += 1;
            let to = Recipient {
                admin: PERSON,
                turn: self.turn,
                at_seconds,
            };
            let (told, kept) = service.tell_of(&self.assistant, &one, to);
            let place = Place::Private {
                chat: PERSON,
                topic: None,
            };
            let way = Way::Send { reply_to: None };
            let reply = Reply::elsewhere(place, way, None, told.blocks).with_choices(told.choices);
            let turn = Turn {
                replies: vec![reply],
                records: Vec::new(),
            };
            said.push_str(&self.show(&turn).0);
            records.extend(one.records);
            records.extend(kept);
        }
        if !records.is_empty() {
            self.store.commit(&[Commit {
                at_seconds,
                records,
                ..Commit::default()
            }])?;
        }
        Ok(said)
    }

    /// The business account of the one at the terminal.
    fn connection(&self) -> Connection {
        Connection {
            id: NO_BOT.to_owned(),
            owner: PERSON,
            owner_chat: PERSON,
            language: Some(self.language),
            is_enabled: true,
            can_reply: true,
        }
    }

    /// Keeps what the turn asks to keep, and that its message was shown.
    fn keep(
        &self,
        incoming: &Incoming,
        turn: &Turn,
        elsewhere: Vec<PendingMessage>,
    ) -> Result<(), StoreError> {
        let outgoing = PendingMessage {
            turn: incoming.turn,
            part: 0,
            chat: None,
            carries: true,
            ..PendingMessage::default()
        };
        let is_here = |reply: &&Reply| !matches!(reply.delivery, Delivery::Elsewhere(_));
        let mut here = turn.replies.iter().filter(is_here);
        let shown = here.any(|reply| !reply.blocks.is_empty());
        let mut numbers = Vec::new();
        let mut outbox = Vec::new();
        if shown {
            numbers.push(self.message);
            outbox.push(outgoing);
        }
        for (part, message) in (1..).zip(elsewhere) {
            numbers.push(message.id);
            outbox.push(PendingMessage {
                id: 0,
                turn: incoming.turn,
                part,
                ..message
            });
        }
        let ids = self.store.commit(&[Commit {
            at_seconds: incoming.at_seconds,
            outbox,
            records: turn.records.clone(),
            ..Commit::default()
        }])?;
        let sent = ids.into_iter().flatten().flatten();
        let settled: Vec<Receipt> = sent
            .zip(numbers)
            .map(|(id, number)| Receipt {
                id,
                turn: incoming.turn,
                outcome: Outcome::Sent(Some(number)),
            })
            .collect();
        self.store.settle(&settled)
    }
}
