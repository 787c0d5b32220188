//! One person's conversation: what is typed becomes an incoming thing, replies become lines.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::admin::Unasked;
use crate::admin::service::{AdminService, Recipient};
use crate::assistant::{self, Assistant};
use crate::conversation::{Account, Record, Turn, TurnKind, wording};
use crate::knowledge::Knowledge;
use crate::model::connection::Connection;
use crate::model::incoming::{
    Asker, BusinessEvent, Command, Ephemeral, GuestQuestion, Incoming, MessageId, Place, Press,
    Question, TurnId, What,
};
use crate::model::reply::{Action, CardStep, Choice, Delivery, Reply, Way};
use crate::ops::clock;
use crate::reload::{self, EditMode, KnowledgeBuilder, Reloader};
use crate::render::terminal;
use crate::store::{
    Commit, ConversationHistory, Outbox, Outcome, PendingMessage, Receipt, SqliteStore, Store,
    StoreError,
};
use crate::text::Language;

/// The one who sits at the terminal; they own the FAQ's files, so they may do what admins may.
const PERSON: i64 = 1;

/// The name of a bot that nobody has, for the links of a chat without one.
const NO_BOT: &str = "your_bot";

/// The customer whom the one at the terminal plays, too.
const CUSTOMER: i64 = 2;

/// Who types at the terminal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Speaker {
    /// Whoever sits there, who may do what admins may.
    Owner,
    /// Somebody else, by name: asks, and may do nothing more.
    Person(String),
    /// The staff, in their chat.
    Staff,
    /// Whoever sits there, by a mention in a chat that the bot is not in.
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
        let reloader = Reloader::new(path.to_owned(), mode, self.store.clone()).building(builder);
        let start = reload::find(path, &*self.store)?;
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

    /// What a typed line is.
    fn typed(&self, line: &str) -> What {
        match self.speaker {
            Speaker::Business if !self.is_writing => {
                What::Business(BusinessEvent::Asked(Question {
                    text: line.to_owned(),
                    answer_to: self.message,
                    ..Question::default()
                }))
            }
            Speaker::Business => What::typed(line, self.message),
            Speaker::Guest => What::Guest(GuestQuestion {
                id: self.turn.to_string(),
                question: Question {
                    text: line.to_owned(),
                    answer_to: self.message,
                    ..Question::default()
                },
            }),
            _ => match What::typed(line, self.message) {
                What::Command(Command::Why(None)) => What::Command(Command::Why(self.answer)),
                what => self.as_reply(what),
            },
        }
    }

    /// The line as a transcript repeats it: a number with the words of its button.
    pub fn echo(&self, line: &str) -> String {
        let line = line.trim();
        let number = line.parse::<usize>().ok().filter(|_| line.len() <= 2);
        let at = number.and_then(|number| number.checked_sub(1));
        let shown = self.buttons.get(&self.speaker);
        match at.and_then(|at| shown?.1.get(at)) {
            Some((label, _)) => format!("{line} [{label}]"),
            None => line.to_owned(),
        }
    }

    /// The choice that a typed number stands for, or a line that says which numbers there are.
    fn pressed(&self, line: &str) -> Option<Result<Choice, String>> {
        let choices = &self.buttons.get(&self.speaker)?.1;
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

    /// Who speaks from now on.
    fn speak_as(&mut self, name: &str) -> String {
        let has_staff = self.assistant.settings().conversation.staff.is_some();
        let (speaker, words) = match name {
            "staff" if !has_staff => {
                let line = wording::CHAT_NO_STAFF.get(self.language);
                return format!("{line}\n");
            }
            "staff" => (Speaker::Staff, wording::CHAT_AS_STAFF),
            "me" => (Speaker::Owner, wording::CHAT_AS_MYSELF),
            "guest" => (Speaker::Guest, wording::CHAT_AS_GUEST),
            "business" => (Speaker::Business, wording::CHAT_AS_BUSINESS),
            name => (Speaker::Person(name.to_owned()), wording::CHAT_AS),
        };
        if !self.spoken.contains(&speaker) {
            self.spoken.push(speaker.clone());
        }
        self.assistant.set_account(match speaker {
            Speaker::Guest => Account {
                username: NO_BOT.to_owned(),
                start_link: format!("https://t.me/{NO_BOT}?start="),
                ..Account::default()
            },
            _ => Account::default(),
        });
        self.speaker = speaker;
        format!("{}\n", words.fill(self.language, &[("name", name)]))
    }

    /// A question typed by the staff is a reply to the latest message about a card, unless it
    /// begins with the number of another (`#12 words`).
    fn as_reply(&self, what: What) -> What {
        let What::Question(mut question) = what else {
            return what;
        };
        if self.speaker == Speaker::Staff {
            question.replies_to = self.card_message;
            let named = question.text.strip_prefix('#').and_then(|rest| {
                let (number, words) = rest.split_once(' ')?;
                Some((number.parse().ok()?, words.trim().to_owned()))
            });
            if let Some((number, words)) = named {
                question.replies_to = Some(number);
                question.text = words;
            }
        }
        What::Question(question)
    }

    /// The number of a speaker.
    fn person(&self, speaker: &Speaker) -> i64 {
        match speaker {
            Speaker::Owner | Speaker::Guest | Speaker::Business => PERSON,
            Speaker::Staff => PERSON + 1,
            // The letters of the name, so that it is the same number each time.
            Speaker::Person(name) => name.bytes().fold(1_000, |number, byte| {
                (number * 31 + i64::from(byte)) % 1_000_000_007
            }),
        }
    }

    /// Where the speaker speaks.
    fn place(&self) -> Place {
        let staff = self.assistant.settings().conversation.staff.as_ref();
        match (&self.speaker, staff) {
            (Speaker::Staff, Some(staff)) => staff.place(),
            (Speaker::Guest, _) => Place::Guest,
            (speaker, _) => Place::Private {
                chat: self.person(speaker),
                topic: None,
            },
        }
    }

    /// Whose chat this is, of those who spoke.
    fn speaker_at(&self, place: Place) -> Speaker {
        if place.is_group() {
            return Speaker::Staff;
        }
        let here = |speaker: &&Speaker| Some(self.person(speaker)) == place.chat();
        let found = self.spoken.iter().find(here);
        found.cloned().unwrap_or(Speaker::Owner)
    }

    /// What is shown of a turn, and the messages that stand in other chats.
    fn show(&mut self, turn: &Turn) -> (String, Vec<PendingMessage>) {
        let mut said = String::new();
        let mut sent = Vec::new();
        for reply in &turn.replies {
            let speaker = match &reply.delivery {
                Delivery::Elsewhere(elsewhere) => {
                    let speaker = self.speaker_at(elsewhere.place);
                    match &elsewhere.way {
                        Way::Delete(_) => continue,
                        Way::Topic(_) | Way::Send { .. } | Way::Copy { .. } | Way::Correct(_) => {
                            self.message += 1;
                        }
                        Way::Edit(message) => {
                            said.push_str(&self.heading(&speaker, *message));
                        }
                    }
                    if !matches!(elsewhere.way, Way::Edit(_)) {
                        said.push_str(&self.heading(&speaker, self.message));
                        sent.push(PendingMessage {
                            chat: elsewhere.place.chat(),
                            link: elsewhere.link,
                            // Its number, until it is sent.
                            id: self.message,
                            ..PendingMessage::default()
                        });
                        if speaker == Speaker::Staff {
                            self.card_message = Some(self.message);
                        }
                    }
                    speaker
                }
                _ => self.speaker.clone(),
            };
            match &reply.delivery {
                // A picture is not shown here, so its words would be about nothing.
                Delivery::Menu(_) | Delivery::Articles(_) | Delivery::Photo { .. } => continue,
                Delivery::Buttons(_) if reply.choices.is_empty() => {
                    self.buttons.remove(&speaker);
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
            self.remember_buttons(reply, speaker);
        }
        (said, sent)
    }

    /// A line that says in whose chat something is said, where that is another's.
    fn heading(&self, speaker: &Speaker, message: MessageId) -> String {
        if *speaker == self.speaker {
            return String::new();
        }
        let name = match speaker {
            Speaker::Owner | Speaker::Guest | Speaker::Business => "me",
            Speaker::Staff => "staff",
            Speaker::Person(name) => name,
        };
        format!("── {name} #{message}\n")
    }

    fn remember_buttons(&mut self, reply: &Reply, speaker: Speaker) {
        let choices: Vec<(String, Choice)> = terminal::pressable(reply)
            .into_iter()
            .filter_map(|button| match &button.action {
                Action::Choose(choice) => Some((button.label.clone(), choice.clone())),
                _ => None,
            })
            .collect();
        // As on Telegram, buttons stay where nothing newer has any.
        if !choices.is_empty() {
            let message = match &reply.delivery {
                Delivery::Replace(message) | Delivery::Buttons(message) => *message,
                Delivery::Elsewhere(elsewhere) => match elsewhere.way {
                    Way::Edit(message) => message,
                    _ => self.message,
                },
                _ => {
                    self.message += 1;
                    self.message
                }
            };
            self.buttons.insert(speaker, (message, choices));
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
