//! One person's conversation: what is typed becomes an incoming thing, replies become lines.

use std::path::Path;
use std::sync::Arc;

use crate::admin::service::AdminService;
use crate::assistant::{self, Assistant};
use crate::conversation::{Account, Record, Turn, TurnKind, wording};
use crate::knowledge::Knowledge;
use crate::model::connection::Connection;
use crate::model::incoming::{
    Asker, BusinessEvent, Command, Ephemeral, GuestQuestion, Incoming, MessageId, Place, Press,
    Question, TurnId, What,
};
use crate::model::reply::{Action, CardStep, Choice, Delivery, Reply};
use crate::ops::clock;
use crate::reload::{self, EditMode, KnowledgeBuilder, Reloader};
use crate::render::terminal;
use crate::store::{ConversationHistory, SqliteStore, StoreError, keep_shown};
use crate::text::Language;

/// The one who sits at the terminal; they own the FAQ's files, so they may do what admins may.
const PERSON: i64 = 1;

/// The name of a bot that nobody has, for the links of a chat without one.
const NO_BOT: &str = "your_bot";

/// The customer whom the one at the terminal plays, too.
const CUSTOMER: i64 = 2;

/// How what is typed comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In a private chat with the bot.
    Private,
    /// As a mention in a chat that the bot is not in.
    Guest,
    /// As a customer's message to a business account, whose owner sits at the terminal.
    Business,
}

/// A conversation with everything it remembers, in memory.
pub struct Session {
    store: Arc<SqliteStore>,
    assistant: Assistant,
    language: Language,
    turn: TurnId,
    message: MessageId,
    /// Our latest message with buttons, and what its numbers press.
    buttons: (MessageId, Vec<(String, Choice)>),
    /// How wide a line may be; `None` where lines are not cut.
    width: Option<fn() -> usize>,
    /// Our latest answer: what `/why` is about where nothing can be replied to.
    answer: Option<MessageId>,
    way: Way,
    /// Whether the owner of the business account writes an answer for a card.
    is_writing: bool,
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
            buttons: (0, Vec::new()),
            width: None,
            answer: None,
            way: Way::Private,
            is_writing: false,
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
        &self,
        path: &Path,
        mode: EditMode,
        builder: KnowledgeBuilder,
    ) -> Result<(), StoreError> {
        let reloader = Reloader::new(path.to_owned(), mode, self.store.clone()).building(builder);
        let start = reload::find(path, &*self.store)?;
        reloader.begin(&start.on_disk, clock::unix_seconds())?;
        self.assistant
            .set_admin_handler(Arc::new(AdminService::new(reloader)));
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
        if let Some(way) = line.strip_prefix("/as ") {
            return Ok(self.come_as(way.trim()));
        }
        self.turn += 1;
        let (message, what) = match self.pressed(line) {
            Some(Ok(choice)) => {
                let press = Press {
                    id: self.turn.to_string(),
                    choice: Some(choice),
                };
                (self.buttons.0, What::Press(press))
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
                id: if is_customer { CUSTOMER } else { PERSON },
                language: Some(self.language),
                is_admin: !is_customer,
                is_person: true,
                is_group_admin: false,
            },
            place: match what {
                What::Guest(_) => Place::Guest,
                What::Business(_) => Place::Business {
                    chat: CUSTOMER,
                    owner: PERSON,
                },
                _ => Place::Private {
                    chat: PERSON,
                    topic: None,
                },
            },
            message,
            what,
            ephemeral: Ephemeral::default(),
            connection: (self.way == Way::Business).then(|| Box::new(self.connection())),
        };
        let turn = self.assistant.handle(&incoming)?;
        self.is_writing = is_edit && !turn.replies.is_empty();
        let said = self.show(&turn);
        self.keep(&incoming, &turn)?;
        let asked = turn
            .records
            .iter()
            .any(|record| matches!(record, Record::Turn(past) if past.kind != TurnKind::Command));
        if asked {
            self.answer = Some(self.message);
        }
        Ok(said)
    }

    /// What follows comes in this way; says so.
    fn come_as(&mut self, way: &str) -> String {
        let (way, words) = match way {
            "guest" => (Way::Guest, wording::CHAT_AS_GUEST),
            "business" => (Way::Business, wording::CHAT_AS_BUSINESS),
            "me" => (Way::Private, wording::CHAT_AS_MYSELF),
            _ => (self.way, wording::CHAT_AS_UNKNOWN),
        };
        self.way = way;
        // Buttons stay in the chat that they are in.
        self.buttons.1.clear();
        self.assistant.set_account(match way {
            Way::Private | Way::Business => Account::default(),
            Way::Guest => Account {
                username: NO_BOT.to_owned(),
                start_link: format!("https://t.me/{NO_BOT}?start="),
                ..Account::default()
            },
        });
        format!("{}\n", words.get(self.language))
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

    /// What a typed line is.
    fn typed(&self, line: &str) -> What {
        match self.way {
            Way::Business if !self.is_writing => What::Business(BusinessEvent::Asked(Question {
                text: line.to_owned(),
                answer_to: self.message,
                ..Question::default()
            })),
            Way::Business => What::typed(line, self.message),
            Way::Private => match What::typed(line, self.message) {
                What::Command(Command::Why(None)) => What::Command(Command::Why(self.answer)),
                what => what,
            },
            Way::Guest => What::Guest(GuestQuestion {
                id: self.turn.to_string(),
                question: Question {
                    text: line.to_owned(),
                    answer_to: self.message,
                    ..Question::default()
                },
            }),
        }
    }

    /// The line as a transcript repeats it: a number with the words of its button.
    pub fn echo(&self, line: &str) -> String {
        let line = line.trim();
        let number = line.parse::<usize>().ok().filter(|_| line.len() <= 2);
        let at = number.and_then(|number| number.checked_sub(1));
        match at.and_then(|at| self.buttons.1.get(at)) {
            Some((label, _)) => format!("{line} [{label}]"),
            None => line.to_owned(),
        }
    }

    /// The choice that a typed number stands for, or a line that says which numbers there are.
    fn pressed(&self, line: &str) -> Option<Result<Choice, String>> {
        let choices = &self.buttons.1;
        let short = line.len() <= 2 && line.bytes().all(|byte| byte.is_ascii_digit());
        if choices.is_empty() || !short {
            return None;
        }
        let number: usize = line.parse().ok()?;
        let chosen = number.checked_sub(1).and_then(|at| choices.get(at));
        Some(chosen.map(|(_, choice)| choice.clone()).ok_or_else(|| {
            let last = choices.len().to_string();
            let text = wording::CHAT_NO_BUTTON.fill(self.language, &[("n", &last)]);
            format!("{text}\n")
        }))
    }

    fn show(&mut self, turn: &Turn) -> String {
        let mut said = String::new();
        for reply in &turn.replies {
            match &reply.delivery {
                // A picture is not shown here, so its words would be about nothing.
                Delivery::Menu(_) | Delivery::Articles(_) | Delivery::Photo { .. } => continue,
                Delivery::Buttons(_) if reply.choices.is_empty() => {
                    self.buttons.1.clear();
                    continue;
                }
                _ => {}
            }
            let to = match &reply.delivery {
                Delivery::InNameOf(_) => Some(wording::CHAT_IN_YOUR_NAME),
                Delivery::To(_) => Some(wording::CHAT_CARD),
                _ => None,
            };
            if let Some(to) = to {
                said.push_str(&format!("{}\n", to.get(self.language)));
            }
            said.push_str(&match self.width {
                Some(width) => terminal::wrapped(reply, true, width()),
                None => terminal::lines(reply, true),
            });
            self.remember_buttons(reply);
        }
        said
    }

    fn remember_buttons(&mut self, reply: &Reply) {
        let choices: Vec<(String, Choice)> = terminal::pressable(reply)
            .into_iter()
            .filter_map(|button| match &button.action {
                Action::Choose(choice) => Some((button.label.clone(), choice.clone())),
                _ => None,
            })
            .collect();
        // As on Telegram, buttons stay where nothing newer has any.
        if !choices.is_empty() {
            self.message += 1;
            self.buttons = (self.message, choices);
        }
    }

    /// Keeps what the turn asks to keep, and that its message was shown.
    fn keep(&self, incoming: &Incoming, turn: &Turn) -> Result<(), StoreError> {
        let shown = turn.replies.iter().any(|reply| !reply.blocks.is_empty());
        keep_shown(
            &*self.store,
            incoming.turn,
            incoming.at_seconds,
            turn.records.clone(),
            shown.then_some(self.message),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq;

    fn session() -> Session {
        let text = "entries:\n  - id: refund\n    questions: {zh: [怎么退款], en: [how do I get a refund]}\n    \
                    answer: {zh: 七天内可以退。, en: Within seven days.}\n    related: [fee]\n  \
                    - id: fee\n    questions: {zh: [运费多少], en: [how much is shipping]}\n    \
                    answer: {zh: 八元。, en: Eight.}\n";
        let loaded = faq::read(&[("shop.yaml".to_owned(), text.to_owned())]);
        let knowledge = Knowledge::build(loaded.faq.unwrap());
        Session::new(knowledge, assistant::Settings::default(), Language::En).unwrap()
    }

    fn plain(said: &str) -> String {
        anstream::adapter::strip_str(said).to_string()
    }

    #[test]
    fn a_number_presses_the_button_it_stands_before() {
        let mut session = session();
        let said = plain(&session.say("怎么退款").unwrap());
        assert!(
            said.contains("七天内可以退。") && said.contains("Within seven days."),
            "{said}"
        );
        assert!(said.contains("[1] → 运费多少"), "{said}");
        let said = plain(&session.say("1").unwrap());
        assert!(said.contains("八元。"), "{said}");
        let back = said.lines().find(|line| line.contains("返回")).unwrap();
        let number = back
            .trim_start_matches('[')
            .split(']')
            .next()
            .unwrap()
            .to_owned();
        let said = plain(&session.say(&number).unwrap());
        assert!(said.contains("七天内可以退。"), "{said}");
        let said = plain(&session.say("99").unwrap());
        assert!(said.contains("1") && !said.contains("七天"), "{said}");
    }

    #[test]
    fn a_number_is_a_question_where_there_are_no_buttons() {
        let mut session = session();
        let said = plain(&session.say("2026").unwrap());
        assert!(!said.is_empty());
    }
}
