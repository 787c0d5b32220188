//! The harness of one scenario: people, chats, Wenda's messages, and time.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use wenda::admin::service::AdminService;
use wenda::assistant::{Assistant, Known, Response, Settings};
use wenda::conversation::{Account, Business, GroupSettings, Schedule, Staff, Turn};
use wenda::faq::Localized;
use wenda::knowledge::Knowledge;
use wenda::meaning::VectorCache;
use wenda::model::card::{CardLink, CardRole};
use wenda::model::choice::BusinessMode;
use wenda::model::connection::Connection;
use wenda::model::incoming::{
    About, Address, Asker, BusinessEvent, ChosenArticle, Command, Ephemeral, GuestQuestion,
    Incoming, InlineQuestion, MessageId, NonText, Place, Press, Question, TurnId, What,
};
use wenda::model::reply::{Action, Button, Delivery, GroupReply, Languages, Reply, Way};
use wenda::reload::{self, EditMode, KnowledgeBuilder, Reloader};
use wenda::render;
use wenda::store::{
    Commit, ConversationHistory, Outbox, Outcome, PendingMessage, Receipt, SqliteStore, Store,
};
use wenda::text::Language;

use super::script::Act;
use super::show::{body, describe};

const GROUP: i64 = -100_777;
const STAFF: i64 = -100_888;

/// Who has a business account.
const OWNER: &str = "Olga";

/// A message of Wenda's, as it stands now.
struct Shown {
    place: Place,
    message: MessageId,
    text: String,
    buttons: Vec<Button>,
}

/// A message on its way.
struct Sent {
    chat: Option<i64>,
    message: MessageId,
    link: Option<CardLink>,
}

#[derive(Default, Clone)]
struct Someone {
    id: i64,
    is_admin: bool,
    is_editor: bool,
    is_group_admin: bool,
    language: Option<Language>,
}

pub struct Harness {
    store: Arc<SqliteStore>,
    assistant: Assistant,
    settings: Settings,
    account: Account,
    lost: Vec<String>,
    people: HashMap<String, Someone>,
    authors: HashMap<MessageId, String>,
    words: HashMap<MessageId, String>,
    last_of: HashMap<(String, Place), MessageId>,
    shown: Vec<Shown>,
    group: i64,
    now_seconds: i64,
    turn: TurnId,
    message: MessageId,
    typed_inline: String,
    /// Messages that one person sees.
    hidden: HashSet<MessageId>,
    /// Whether Wenda is an admin of the group.
    is_group_admin: bool,
    /// Whether whoever presses a button can be answered alone.
    knows_ephemeral: bool,
    /// Whether the business account is connected.
    is_connected: bool,
    /// Whether Wenda may write in its owner's name.
    can_reply: bool,
    /// What messages reply to, in words.
    replied: HashMap<MessageId, String>,
    /// The FAQ's files, where admins may change them.
    files: Option<tempfile::TempDir>,
}

impl Harness {
    pub fn new() -> Harness {
        let store = Arc::new(SqliteStore::in_memory().expect("a store in memory"));
        let mut settings = Settings::default();
        settings.conversation.group = GroupSettings {
            languages: Languages::Both,
            cooldown_seconds: 120,
            listening: false,
            reply: GroupReply::Public,
        };
        // Scenarios are about who is heard, not about how sure the matcher is today.
        settings.conversation.listening_confidence = 0.8;
        let account = Account {
            username: "wenda_bot".into(),
            hears_mentions: true,
            has_inline: true,
            start_link: "https://t.me/wenda_bot?start=".into(),
            person_link: String::new(),
        };
        let assistant = assistant(&store, &settings, &account, &[]);
        Harness {
            store,
            assistant,
            settings,
            account,
            lost: Vec::new(),
            people: HashMap::new(),
            authors: HashMap::new(),
            words: HashMap::new(),
            last_of: HashMap::new(),
            shown: Vec::new(),
            group: GROUP,
            now_seconds: 1_800_000_000,
            turn: 100,
            message: 0,
            typed_inline: String::new(),
            hidden: HashSet::new(),
            is_group_admin: false,
            knows_ephemeral: false,
            is_connected: true,
            can_reply: true,
            replied: HashMap::new(),
            files: None,
        }
    }

    /// From now on admins may change the FAQ; its files are a copy.
    fn open_files(&mut self) -> Result<(), String> {
        let fail = |error: &dyn std::fmt::Display| error.to_string();
        let folder = tempfile::tempdir().map_err(|error| fail(&error))?;
        let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations/shop");
        for file in std::fs::read_dir(shop).map_err(|error| fail(&error))? {
            let file = file.map_err(|error| fail(&error))?;
            let copy = folder.path().join(file.file_name());
            std::fs::copy(file.path(), copy).map_err(|error| fail(&error))?;
        }
        let path = folder.path().to_owned();
        let start = reload::find(&path, &*self.store, &KnowledgeBuilder::words_only())
            .map_err(|error| fail(&error))?;
        let reloader = Reloader::new(path, EditMode::Write, self.store.clone());
        let begun = reloader.begin(&start.on_disk, self.now_seconds);
        begun.map_err(|error| fail(&error))?;
        let service = Arc::new(AdminService::new(reloader));
        self.assistant.set_admin_handler(service);
        self.files = Some(folder);
        Ok(())
    }

    /// Lets it happen; what Wenda does, as lines. Where the files lie is nobody's business.
    pub fn act(&mut self, act: &Act) -> Result<Vec<String>, String> {
        let mut lines = self.told(act)?;
        if let Some(folder) = &self.files {
            let folder = format!("{}/", folder.path().display());
            lines
                .iter_mut()
                .for_each(|line| *line = line.replace(&folder, ""));
        }
        Ok(lines)
    }

    fn told(&mut self, act: &Act) -> Result<Vec<String>, String> {
        match act {
            Act::Says {
                who,
                flags,
                edits,
                words,
            } => self.says(who, flags, *edits, words),
            Act::Presses { who, label } => self.presses(who, label),
            Act::Sends { who, flags, what } => {
                let non_text = match what.as_str() {
                    "sticker" => NonText::Sticker,
                    "voice message" => NonText::Voice,
                    "picture" => NonText::Picture,
                    "location" => NonText::Other,
                    _ => return Err("a sticker, voice message, picture or location".into()),
                };
                let place = self.place(who, flags)?;
                let message = self.new_message(who);
                self.last_of.insert((who.clone(), place), message);
                self.happens(who, flags, place, message, What::NonText(non_text))
            }
            Act::Chooses { who, article } => {
                let chosen = ChosenArticle {
                    article: article.clone(),
                    text: self.typed_inline.clone(),
                };
                self.happens(who, &[], Place::Elsewhere, 0, What::Chosen(chosen))
            }
            Act::Inline { who, words } => {
                self.typed_inline.clone_from(words);
                let asked = InlineQuestion {
                    id: "query".into(),
                    text: words.clone(),
                };
                self.happens(who, &[], Place::Elsewhere, 0, What::Inline(asked))
            }
            Act::Is { who, what } => {
                let someone = self.someone(who);
                match what.as_str() {
                    "an admin of the FAQ" => someone.is_admin = true,
                    "an editor" => someone.is_editor = true,
                    "an admin of the group" => someone.is_group_admin = true,
                    "Chinese" => someone.language = Some(Language::Zh),
                    _ => someone.language = Some(Language::En),
                }
                Ok(Vec::new())
            }
            Act::Setup(sentence) => self.changes(sentence),
        }
    }

    fn says(
        &mut self,
        who: &str,
        flags: &[String],
        edits: bool,
        words: &str,
    ) -> Result<Vec<String>, String> {
        let place = self.place(who, flags)?;
        let key = (who.to_owned(), place);
        let message = if edits {
            *self.last_of.get(&key).ok_or("nothing to edit")?
        } else {
            self.new_message(who)
        };
        self.last_of.insert(key, message);
        self.words.insert(message, words.to_owned());
        let own = message;
        let mut what = What::typed(words, message);
        let is_answer = |shown: &&Shown| shown.place == place && !shown.buttons.is_empty();
        let about = self.shown.iter().rev().find(is_answer);
        match &mut what {
            What::Question(question) => {
                question.edited = edits;
                if flags.iter().any(|flag| flag == "overheard") {
                    question.address = Address::Overheard;
                }
                let name = flags
                    .iter()
                    .find_map(|flag| flag.strip_prefix("replying to "));
                let quoted = flags.iter().find_map(|flag| flag.strip_prefix("quoting "));
                question.is_in_media_group = flags.iter().any(|flag| flag == "below a picture");
                let below = flags.iter().find_map(|flag| flag.strip_prefix("below "));
                question.has_file = flags.iter().any(|flag| flag == "with a file");
                if let Some(words) = below.filter(|words| *words != "a picture") {
                    let here = |shown: &&Shown| shown.place == place && shown.text.contains(words);
                    let found = self.shown.iter().rev().find(here);
                    question.replies_to = Some(found.ok_or("nothing here says so")?.message);
                } else if name == Some("Wenda") {
                    let last = self.shown.iter().rev().find(|shown| shown.place == place);
                    question.replies_to = last.map(|shown| shown.message);
                    question.about = quoted.map(|quoted| About {
                        text: quoted.to_owned(),
                        message,
                        person: None,
                    });
                } else if let Some(name) = name {
                    let asked = self.last_of.get(&(name.to_owned(), place));
                    let message = *asked.ok_or("who said nothing here")?;
                    let theirs = self.words.get(&message).cloned().unwrap_or_default();
                    self.replied.insert(own, theirs.clone());
                    question.about = Some(About {
                        text: match quoted {
                            Some(quoted) => quoted.to_owned(),
                            None => theirs,
                        },
                        message,
                        person: self.people.get(name).map(|someone| someone.id),
                    });
                }
            }
            What::Command(Command::Save(saved)) => {
                let name = flags
                    .iter()
                    .find_map(|flag| flag.strip_prefix("replying to "));
                let answered = name.and_then(|name| self.last_of.get(&(name.to_owned(), place)));
                if let Some(answered) = answered {
                    saved.reply_to = Some(*answered);
                    saved.answer = self.words.get(answered).cloned().unwrap_or_default();
                    saved.question = self.replied.get(answered).cloned();
                }
            }
            What::Command(Command::Why(target)) if flags.iter().any(|f| f == "to the answer") => {
                *target = about.map(|shown| shown.message);
            }
            _ => {}
        }
        if place == Place::Guest {
            what = self.as_guest(what, words);
        }
        if let Place::Business { .. } = place {
            what = What::Business(if who == OWNER {
                BusinessEvent::OwnerWrote
            } else {
                BusinessEvent::Asked(Question {
                    text: words.to_owned(),
                    edited: edits,
                    answer_to: message,
                    ..Question::default()
                })
            });
        }
        self.happens(who, flags, place, message, what)
    }

    /// A mention in a chat that Wenda is not in; there are no commands.
    fn as_guest(&self, what: What, words: &str) -> What {
        let id = "query".to_owned();
        let question = match what {
            What::Question(question) => question,
            _ => Question {
                text: words.to_owned(),
                answer_to: self.message,
                ..Question::default()
            },
        };
        What::Guest(GuestQuestion { id, question })
    }

    fn presses(&mut self, who: &str, label: &str) -> Result<Vec<String>, String> {
        let found = self.shown.iter().rev().find_map(|shown| {
            let button = shown
                .buttons
                .iter()
                .find(|button| button.label.contains(label))?;
            match &button.action {
                Action::Choose(choice) => Some((shown.place, shown.message, choice.clone())),
                _ => None,
            }
        });
        let (place, message, choice) = found.ok_or("there is no such button")?;
        let press = Press {
            id: "press".into(),
            choice: Some(choice),
        };
        self.happens(who, &[], place, message, What::Press(press))
    }

    fn changes(&mut self, sentence: &str) -> Result<Vec<String>, String> {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let number = words.iter().find_map(|word| word.parse::<i64>().ok());
        if sentence.starts_with("Wenda joins") {
            let hears_all = sentence.contains("hears everything");
            let place = Place::Group {
                chat: self.group,
                topic: None,
            };
            let message = self.new_message("Somebody");
            return self.happens("Somebody", &[], place, message, What::Joined { hears_all });
        }
        if sentence.starts_with("The group moves") {
            let from = self.group;
            self.group -= 1;
            let place = Place::Group {
                chat: from,
                topic: None,
            };
            let to_chat = self.group;
            let message = self.new_message("Somebody");
            return self.happens("Somebody", &[], place, message, What::Moved { to_chat });
        }
        let is_connection = ["Olga connects", "Olga disconnects", "Olga takes the right"];
        if let Some(how) = is_connection.iter().find(|how| sentence.starts_with(**how)) {
            self.is_connected = *how != "Olga disconnects";
            self.can_reply = *how == "Olga connects";
            let place = Place::Private {
                chat: self.someone(OWNER).id,
                topic: None,
            };
            let what = What::Business(BusinessEvent::Connected);
            return self.happens(OWNER, &[], place, 0, what);
        }
        if sentence.starts_with("Time passes") {
            self.now_seconds += 60 * number.ok_or("how many minutes?")?;
            return Ok(Vec::new());
        }
        if sentence.starts_with("The FAQ loses") {
            let id = words.last().ok_or("which entry?")?;
            self.lost.push((*id).to_owned());
        } else if sentence.starts_with("Wenda is careful") {
            self.settings.thresholds.wrong_answers = 0.001;
        } else if sentence.starts_with("Mentions do not") {
            self.account.hears_mentions = false;
        } else if sentence.starts_with("Short lines") {
            let seconds = number.ok_or("after how many seconds?")?;
            self.settings.conversation.cleanup_seconds = seconds.try_into().unwrap_or(0);
        } else if let Some(mode) = sentence.strip_prefix("Business mode is ") {
            self.settings.conversation.business = Business {
                mode: match mode {
                    "auto" => BusinessMode::Auto,
                    "draft" => BusinessMode::Draft,
                    _ => return Err("auto or draft".into()),
                },
                pause_seconds: 3_600,
            };
        } else if sentence.starts_with("Only askers see") {
            self.settings.conversation.group.reply = GroupReply::Ephemeral;
        } else if sentence.starts_with("Wenda is an admin of the group") {
            self.is_group_admin = true;
        } else if sentence.starts_with("Whoever presses can") {
            self.knows_ephemeral = true;
        } else if sentence.starts_with("People answer") {
            self.settings.conversation.staff = Some(Staff {
                chat: wenda::model::card::StaffChatId::new(STAFF),
                topic: None,
                topics: sentence.contains("topic"),
                hours: None,
                by_itself: !sentence.contains("asked"),
            });
        } else if let Some(hours) = sentence.strip_prefix("People are there ") {
            let staff = self.settings.conversation.staff.as_mut();
            staff.ok_or("who?")?.hours = Some(Schedule::parse(hours)?);
        } else if sentence.starts_with("The FAQ may be changed") {
            self.open_files()?;
            return Ok(Vec::new());
        } else if let Some(contact) = sentence.strip_prefix("The contact is ") {
            let (zh, en) = contact.split_once(" / ").ok_or("Chinese / English")?;
            self.settings.conversation.contact = Localized {
                zh: Some(zh.to_owned()),
                en: Some(en.to_owned()),
            };
        }
        // A restart: all that is known is what the store holds.
        self.assistant = assistant(&self.store, &self.settings, &self.account, &self.lost);
        Ok(Vec::new())
    }

    fn happens(
        &mut self,
        who: &str,
        flags: &[String],
        place: Place,
        message: MessageId,
        what: What,
    ) -> Result<Vec<String>, String> {
        self.turn += 1;
        let at_once = flags.iter().any(|flag| flag == "at once");
        self.now_seconds += if at_once { 1 } else { 5 };
        let anonymous = flags.iter().any(|flag| flag == "anonymous admin");
        let someone = self.someone(who).clone();
        let mut incoming = Incoming {
            turn: self.turn,
            at_seconds: self.now_seconds,
            asker: Asker {
                id: someone.id,
                language: someone.language,
                is_admin: someone.is_admin,
                is_editor: someone.is_editor,
                name: (place.chat() == Some(STAFF)).then(|| who.to_owned()),
                is_person: !anonymous,
                is_group_admin: anonymous,
            },
            place,
            message,
            ephemeral: self.ephemeral(flags, message, &what),
            connection: None,
            what,
        };
        if let What::Business(_) = &incoming.what {
            incoming.connection = Some(Box::new(self.connection()));
        }
        let fail = |error: wenda::store::StoreError| error.to_string();
        let mut known = Known {
            group_admin: anonymous,
        };
        let turn = loop {
            match self
                .assistant
                .handle_or_ask(&incoming, known)
                .map_err(fail)?
            {
                Response::Turn(turn) => break turn,
                Response::AsksGroupAdmin => {
                    incoming.asker.is_group_admin = someone.is_group_admin;
                    known.group_admin = true;
                }
                Response::AsksConnection(_) => {
                    incoming.connection = Some(Box::new(self.connection()));
                }
                Response::AsksEphemeral => {
                    incoming.ephemeral.is_possible = Some(self.is_group_admin);
                }
            }
        };
        // What is written into files is found written the second time.
        if self.files.is_none() {
            let again = self
                .assistant
                .handle(&incoming)
                .map_err(|error| error.to_string())?;
            assert_eq!(turn, again, "handling twice gives the same turn");
        }
        self.carry_out(who, &incoming, &turn)
    }

    /// The business account of the one owner there is.
    fn connection(&mut self) -> Connection {
        let owner = self.someone(OWNER).clone();
        Connection {
            id: "connection".into(),
            owner: owner.id,
            owner_chat: owner.id,
            language: owner.language,
            is_enabled: self.is_connected,
            can_reply: self.can_reply,
        }
    }

    /// Who sees it: a press can be answered alone, what Telegram shows nobody else must be.
    fn ephemeral(&self, flags: &[String], message: MessageId, what: &What) -> Ephemeral {
        let is_hidden = match what {
            What::Press(_) => self.hidden.contains(&message),
            _ => flags.iter().any(|flag| flag == "unseen by others"),
        };
        let is_press = matches!(what, What::Press(_));
        Ephemeral {
            is_possible: (is_hidden || (is_press && self.knows_ephemeral)).then_some(true),
            message: is_hidden.then_some(message),
        }
    }

    fn carry_out(
        &mut self,
        who: &str,
        incoming: &Incoming,
        turn: &Turn,
    ) -> Result<Vec<String>, String> {
        let mut lines = Vec::new();
        let mut sent: Vec<Sent> = Vec::new();
        for reply in &turn.replies {
            let pages = render::telegram_html(reply);
            let (tag, messages) = self.deliver(who, reply, pages.len());
            let in_name = matches!(reply.delivery, Delivery::InNameOf(_));
            let is_carried = !reply.is_ephemeral && !reply.is_remark && !in_name;
            if is_carried
                && !matches!(
                    reply.delivery,
                    Delivery::Note { .. } | Delivery::Replace(_) | Delivery::Buttons(_)
                )
            {
                let (place, link, is_new) = match &reply.delivery {
                    Delivery::Elsewhere(elsewhere) => {
                        let is_new = !matches!(elsewhere.way, Way::Edit(_) | Way::Delete(_));
                        (elsewhere.place, elsewhere.link, is_new)
                    }
                    _ => (incoming.place, None, true),
                };
                let of_place = |message: &MessageId| Sent {
                    chat: place.chat(),
                    message: *message,
                    link,
                };
                sent.extend(messages.iter().filter(|_| is_new).map(of_place));
            }
            let what = describe(turn, reply);
            let gone = reply
                .lifetime_seconds
                .map(|seconds| format!(", gone after {seconds} s"));
            let alone = match reply.is_ephemeral {
                true => ", seen by nobody else",
                false => "",
            };
            if reply.is_ephemeral {
                self.hidden.extend(&messages);
            }
            let head = format!("Wenda [{what}]{tag}{alone}{}", gone.unwrap_or_default());
            lines.push(format!("{head}:"));
            lines.extend(body(reply, &pages));
            for (message, page) in messages.iter().zip(&pages) {
                let buttons = page.buttons.iter().flatten().cloned().collect();
                let before = self
                    .shown
                    .iter()
                    .position(|shown| shown.message == *message);
                let before = before.map(|at| self.shown.remove(at).text);
                let text = match &reply.delivery {
                    Delivery::Buttons(_) => before.unwrap_or_default(),
                    _ => render::without_markup(&page.html),
                };
                self.shown.push(Shown {
                    place: match &reply.delivery {
                        Delivery::Elsewhere(elsewhere) => elsewhere.place,
                        Delivery::To(chat) => Place::Private {
                            chat: *chat,
                            topic: None,
                        },
                        _ => incoming.place,
                    },
                    message: *message,
                    text,
                    buttons,
                });
            }
        }
        if turn.replies.is_empty() {
            lines.push("Wenda stays silent.".into());
        }
        // Codes of people are made at random for each store.
        let key = self.store.person_key();
        for (name, someone) in &self.people {
            let code = key.person(someone.id).as_str()[..6].to_owned();
            for line in &mut lines {
                *line = line.replace(&code, &format!("({name}'s code)"));
            }
        }
        self.keep(incoming, turn, &sent)
            .map_err(|error| error.to_string())?;
        Ok(lines)
    }

    /// How it reaches people, in words, and the messages that show it.
    fn deliver(&mut self, who: &str, reply: &Reply, pages: usize) -> (String, Vec<MessageId>) {
        let place = match &reply.delivery {
            Delivery::Elsewhere(elsewhere) => self.name_of(elsewhere.place),
            _ => String::new(),
        };
        let mut fresh = |count: usize| -> Vec<MessageId> {
            (0..count).map(|_| self.new_message("Wenda")).collect()
        };
        match &reply.delivery {
            Delivery::Send { reply_to } => {
                let messages = fresh(pages);
                let to = reply_to.and_then(|message| self.authors.get(&message));
                let tag = to.map_or(String::new(), |name| format!(" to {name}"));
                (tag, messages)
            }
            Delivery::Replace(message) => {
                let mut messages = vec![*message];
                messages.extend(fresh(pages - 1));
                (" in place".into(), messages)
            }
            Delivery::Buttons(message) => (String::new(), vec![*message]),
            Delivery::Correct { turn, .. } => {
                let mut messages = self.store.messages_of(*turn).unwrap_or_default();
                let tag = if messages.is_empty() {
                    String::new()
                } else {
                    " changing the earlier answer".into()
                };
                messages.truncate(pages);
                let missing = pages - messages.len();
                messages.extend((0..missing).map(|_| self.new_message("Wenda")));
                (tag, messages)
            }
            Delivery::InNameOf(to) => {
                let messages = fresh(pages);
                let to = to.reply_to.and_then(|message| self.authors.get(&message));
                let to = to.map_or("", |name| name);
                (format!(" in {OWNER}'s name to {to}"), messages)
            }
            Delivery::To(_) => (format!(" to {OWNER}"), fresh(pages)),
            Delivery::Note { .. } => (format!(" to {who}"), Vec::new()),
            Delivery::Elsewhere(elsewhere) => match &elsewhere.way {
                Way::Send { .. } | Way::Topic(_) => (format!(" {place}"), fresh(pages)),
                Way::Copy { .. } => (format!(" {place}, a copy"), fresh(1)),
                Way::Edit(message) => (format!(" {place}, in place"), vec![*message]),
                Way::Correct(turn) => {
                    let messages = self.store.messages_of(*turn).unwrap_or_default();
                    (format!(" {place}, changed"), messages)
                }
                Way::Delete(messages) => (
                    format!(" {place}, {} messages go", messages.len()),
                    Vec::new(),
                ),
            },
            _ => (String::new(), Vec::new()),
        }
    }

    /// A chat in words.
    fn name_of(&self, place: Place) -> String {
        match place {
            Place::Group { chat: STAFF, .. } => "in the staff's chat".to_owned(),
            Place::Group { .. } => "in the group".to_owned(),
            place => {
                let here = |(_, someone): &(&String, &Someone)| Some(someone.id) == place.chat();
                let found = self.people.iter().find(here);
                let name = found.map_or("somebody", |(name, _)| name);
                format!("in private to {name}")
            }
        }
    }

    fn keep(
        &self,
        incoming: &Incoming,
        turn: &Turn,
        sent: &[Sent],
    ) -> Result<(), wenda::store::StoreError> {
        let outgoing = (0u32..).zip(sent).map(|(part, sent)| PendingMessage {
            turn: incoming.turn,
            part,
            chat: sent.chat,
            carries: sent.link.is_none_or(|link| link.role == CardRole::ToPerson),
            link: sent.link,
            ..PendingMessage::default()
        });
        let commit = Commit {
            at_seconds: incoming.at_seconds,
            outbox: outgoing.collect(),
            records: turn.records.clone(),
            ..Commit::default()
        };
        let ids = self.store.commit(&[commit])?;
        let settled: Vec<Receipt> = ids
            .into_iter()
            .flatten()
            .flatten()
            .zip(sent)
            .map(|(id, sent)| Receipt {
                id,
                turn: incoming.turn,
                outcome: Outcome::Sent(Some(sent.message)),
            })
            .collect();
        self.store.settle(&settled)
    }

    fn place(&mut self, who: &str, flags: &[String]) -> Result<Place, String> {
        let topic = flags.iter().find_map(|flag| flag.strip_prefix("topic "));
        let topic = topic.and_then(|number| number.parse().ok());
        let chat = self.group;
        match flags.first().map(String::as_str) {
            Some("private") => Ok(Place::Private {
                chat: self.someone(who).id,
                topic,
            }),
            Some("group") => Ok(Place::Group { chat, topic }),
            Some("guest") => Ok(Place::Guest),
            Some("staff") => Ok(Place::Group { chat: STAFF, topic }),
            Some(flag) if flag.starts_with("business") => {
                let customer = flag.strip_prefix("business with ").unwrap_or(who);
                Ok(Place::Business {
                    chat: self.someone(customer).id,
                    owner: self.someone(OWNER).id,
                })
            }
            _ => Err("(private), (group), (guest), (staff) or (business)".into()),
        }
    }

    fn someone(&mut self, who: &str) -> &mut Someone {
        let id = 1_000 + i64::try_from(self.people.len()).unwrap_or(0);
        self.people
            .entry(who.to_owned())
            .or_insert_with(|| Someone {
                id,
                ..Someone::default()
            })
    }

    fn new_message(&mut self, who: &str) -> MessageId {
        self.message += 1;
        self.authors.insert(self.message, who.to_owned());
        self.message
    }
}

fn assistant(
    store: &Arc<SqliteStore>,
    settings: &Settings,
    account: &Account,
    lost: &[String],
) -> Assistant {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations/shop");
    let loaded = wenda::faq::load(&path);
    let mut faq = loaded.faq.expect("tests/conversations/shop loads");
    faq.entries
        .retain(|entry| !lost.contains(&entry.id.as_str().to_owned()));
    let memory: Arc<dyn ConversationHistory> = store.clone();
    let words = Knowledge::build(faq);
    // The sentences of the shop are encoded once for all conversations.
    static VECTORS: LazyLock<Mutex<VectorCache>> = LazyLock::new(Mutex::default);
    let mut kept = VECTORS.lock().expect("no conversation panicked");
    let mut cache = kept.clone();
    let knowledge = words.with_meaning(&mut cache);
    if lost.is_empty() {
        *kept = cache;
    }
    drop(kept);
    let assistant = Assistant::new(knowledge, memory, settings.clone());
    assistant.set_account(account.clone());
    assistant
}
