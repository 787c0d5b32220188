//! A conversation to try the FAQ with, as `wenda chat` holds one: in memory, for one session, apart
//! from what people ask. Also how an entry looks on Telegram: by asking for it.

use std::sync::Arc;

use crate::assistant::{Assistant, Settings};
use crate::faq::{Entry, Faq};
use crate::knowledge::Knowledge;
use crate::model::incoming::{
    Asker, Command, Ephemeral, Incoming, MessageId, Place, Press, TurnId, What,
};
use crate::model::reply::{Action, Choice, Delivery, Reply};
use crate::render::{self, Page};
use crate::store::{ConversationHistory, SqliteStore, StoreError, keep_shown};
use crate::text::Language;

use super::acts::now_seconds;

/// The one who talks.
const PERSON: i64 = 1;

/// How many lines are kept.
const LINES: usize = 40;

/// The longest line that is asked, in characters: what a message on Telegram holds.
const LINE_CHARS: usize = 4096;

/// Something that was said.
pub struct Line {
    /// Whether Wenda said it.
    pub is_ours: bool,
    /// The words, of a person; empty where it is Wenda's.
    pub text: String,
    /// The messages, as Telegram shows them.
    pub pages: Vec<Page>,
}

/// A conversation.
pub struct Talk {
    store: Arc<SqliteStore>,
    assistant: Assistant,
    turn: TurnId,
    message: MessageId,
    /// Our latest message with buttons, and what they choose.
    buttons: (MessageId, Vec<Choice>),
    /// What was said, oldest first.
    pub lines: Vec<Line>,
}

impl Talk {
    /// A conversation about `knowledge`.
    ///
    /// # Errors
    /// When there is no memory for the store.
    pub fn new(knowledge: Arc<Knowledge>, settings: Settings) -> Result<Talk, StoreError> {
        let store = Arc::new(SqliteStore::in_memory()?);
        // What is only tried goes to nobody.
        let mut settings = settings;
        settings.conversation.staff = None;
        let memory: Arc<dyn ConversationHistory> = store.clone();
        let assistant = Assistant::new(Knowledge::build(Faq::default()), memory, settings);
        assistant.swap(knowledge);
        Ok(Talk {
            store,
            assistant,
            turn: 0,
            message: 0,
            buttons: (0, Vec::new()),
            lines: Vec::new(),
        })
    }

    /// From now on about `knowledge`.
    pub fn about(&self, knowledge: Arc<Knowledge>) {
        self.assistant.swap(knowledge);
    }

    /// Says a line: a question or a command.
    ///
    /// # Errors
    /// When the store fails; so with all that follow.
    pub fn say(&mut self, line: &str, language: Language) -> Result<(), StoreError> {
        let line: String = line.trim().chars().take(LINE_CHARS).collect();
        self.message += 1;
        let what = What::typed(&line, self.message);
        self.hear(line, self.message, what, language)
    }

    /// Presses button number `number` of the latest message that has any; does nothing where there
    /// is none.
    pub fn press(&mut self, number: usize, language: Language) -> Result<(), StoreError> {
        let Some(choice) = self.buttons.1.get(number).cloned() else {
            return Ok(());
        };
        let press = Press {
            id: self.turn.to_string(),
            choice: Some(choice),
        };
        let message = self.buttons.0;
        self.hear(String::new(), message, What::Press(press), language)
    }

    fn hear(
        &mut self,
        said: String,
        message: MessageId,
        what: What,
        language: Language,
    ) -> Result<(), StoreError> {
        self.turn += 1;
        let incoming = Incoming {
            turn: self.turn,
            at_seconds: now_seconds(),
            asker: Asker {
                id: PERSON,
                language: Some(language),
                is_admin: false,
                is_editor: false,
                name: None,
                is_person: true,
                is_group_admin: false,
            },
            place: Place::Private {
                chat: PERSON,
                topic: None,
            },
            message,
            what,
            ephemeral: Ephemeral::default(),
            connection: None,
        };
        let turn = self.assistant.handle(&incoming)?;
        if !said.is_empty() {
            self.lines.push(Line {
                is_ours: false,
                text: said,
                pages: Vec::new(),
            });
        }
        let mut shown = false;
        for reply in &turn.replies {
            if matches!(reply.delivery, Delivery::Menu(_) | Delivery::Articles(_)) {
                continue;
            }
            self.remember_buttons(reply);
            if reply.blocks.is_empty() {
                continue;
            }
            shown = true;
            self.lines.push(Line {
                is_ours: true,
                text: String::new(),
                pages: render::telegram_html(reply),
            });
        }
        let over = self.lines.len().saturating_sub(LINES);
        self.lines.drain(..over);
        let message = shown.then_some(self.message);
        keep_shown(
            &*self.store,
            incoming.turn,
            incoming.at_seconds,
            turn.records,
            message,
        )
    }

    fn remember_buttons(&mut self, reply: &Reply) {
        let all = reply.choices.iter().flatten();
        let choices: Vec<Choice> = all
            .filter_map(|button| match &button.action {
                Action::Choose(choice) => Some(choice.clone()),
                _ => None,
            })
            .collect();
        if !choices.is_empty() {
            self.message += 1;
            self.buttons = (self.message, choices);
        }
    }
}

/// The messages by which `entry` is shown to a reader of `language`, with the entries `related`.
///
/// # Errors
/// When there is no memory for a store.
pub fn preview(
    entry: &Entry,
    related: &[Entry],
    settings: &Settings,
    language: Language,
) -> Result<Vec<Page>, StoreError> {
    let mut faq = Faq {
        entries: vec![entry.clone()],
        ..Faq::default()
    };
    faq.entries.extend(related.iter().cloned());
    let mut talk = Talk::new(Arc::new(Knowledge::build(faq)), settings.clone())?;
    let start = What::Command(Command::Start(Some(entry.id.to_string())));
    talk.hear(String::new(), 1, start, language)?;
    Ok(talk.lines.into_iter().flat_map(|line| line.pages).collect())
}
