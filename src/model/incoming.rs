//! What came in, from any front end: Telegram, the terminal, whatever comes next.
//!
//! Plain data; knows nothing of Telegram's types, of the FAQ or of how an answer is found.

use crate::model::choice::Choice;
use crate::model::connection::Connection;
use crate::model::language::Language;

pub use crate::model::ids::{MessageId, TurnId};

/// One thing a person did that Wenda may react to.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Names the turn this starts; unique and stable when the same thing is delivered twice
    /// (on Telegram: the update's id).
    pub turn: TurnId,
    /// Unix time in seconds at which it was sent.
    pub at_seconds: i64,
    /// Who did it.
    pub asker: Asker,
    /// Where.
    pub place: Place,
    /// The message it concerns: the question itself, or the message that carries the pressed button.
    pub message: MessageId,
    /// What was done.
    pub what: What,
    /// Who can see it, and what answers it.
    pub ephemeral: Ephemeral,
    /// The connection of the business account that it is about, where the front end knows it.
    pub connection: Option<Box<Connection>>,
}

/// Ephemeral messages: those that one person of a group sees, and nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ephemeral {
    /// Whether the front end can show the asker something that nobody else of the group sees; `None`
    /// where that is not known yet.
    pub is_possible: Option<bool>,
    /// The front end's number of the message that it concerns, where only the asker sees that one:
    /// then nobody else is to see what answers it.
    pub message: Option<MessageId>,
}

/// What a person did.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Asked something that is meant for us.
    Question(Question),
    /// Gave a command.
    Command(Command),
    /// Pressed a button below one of our messages.
    Press(Press),
    /// Typed after our name in some other chat.
    Inline(InlineQuestion),
    /// Sent one of the articles that were offered while they typed.
    Chosen(ChosenArticle),
    /// Asked by a mention in a chat that we are not in; one answer is taken, and no more.
    Guest(GuestQuestion),
    /// Something happened in a business chat, or to a connection.
    Business(BusinessEvent),
    /// Sent something that has no words.
    NonText(NonText),
    /// Took us into this group.
    Joined {
        /// Whether we get to see every message there (as an admin, or with privacy mode off);
        /// otherwise only commands and replies to us arrive.
        hears_all: bool,
    },
    /// Put us out of this group, or blocked us.
    Left,
    /// This group goes on under another chat number.
    Moved {
        /// The new chat number.
        to_chat: i64,
    },
}

/// What happened in a business chat, or to a connection.
#[derive(Debug, Clone, PartialEq)]
pub enum BusinessEvent {
    /// A customer wrote.
    Asked(Question),
    /// The account's owner wrote.
    OwnerWrote,
    /// These messages were taken back.
    Deleted(Vec<MessageId>),
    /// The account was connected or disconnected, or our rights changed.
    Connected,
}

/// A question in a person's own words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    /// The words, without the mention or command that addressed us; may be empty beside `about`.
    pub text: String,
    /// Whether an earlier message was changed to say this.
    pub edited: bool,
    /// How we know that it is for us.
    pub address: Address,
    /// The message an answer replies to.
    pub answer_to: MessageId,
    /// What somebody else said, where this is a reply to it: then it may be what is asked about.
    pub about: Option<About>,
    /// Our own message, where this is a reply to it.
    pub replies_to: Option<MessageId>,
    /// Whether the words stand below one of several pictures sent together.
    pub is_in_media_group: bool,
    /// Whether a picture or a file comes with the words; there may be none then.
    pub has_file: bool,
}

/// Somebody else's words that a question replies to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The words.
    pub text: String,
    /// Their message.
    pub message: MessageId,
    /// The front end's number for the person; `None` where no person can be told.
    pub person: Option<i64>,
}

/// How a question was addressed to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Address {
    #[default]
    /// In a private chat, by a mention, by `/ask`, or as a reply to us.
    Direct,
    /// Not at all: the group lets us listen.
    Overheard,
}

/// A command, after the front end has read its own spelling of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// What Wenda does; with an entry's id, that entry.
    Start(Option<String>),
    /// How to ask.
    Help,
    /// Browse by topic.
    Topics,
    /// Choose the reply language.
    Lang(Option<String>),
    /// What is kept about a person.
    Privacy,
    /// Delete what is kept about this person.
    ForgetMe,
    /// This group's settings; changes need one of its admins.
    Settings(Option<String>),
    /// Rebuild the FAQ (admins); `force` takes it over failing tests.
    Reload {
        /// Take it even though tests of the FAQ fail.
        force: bool,
    },
    /// Back to the FAQ before (admins).
    Rollback,
    /// Numbers (admins).
    Stats(Option<String>),
    /// What could not be answered (admins).
    Unanswered,
    /// The way to the admins' page (admins).
    Panel,
    /// An entry as people see it, to be changed (admins): by its id or by words.
    Entry(Option<String>),
    /// What was changed in the chat, when and by whom (admins).
    History,
    /// The last seven days in short (admins).
    Digest,
    /// A good answer becomes an entry, or its question part of one (admins): what is replied to, and
    /// the id of the entry where one is named.
    Save(Saved),
    /// Who may do what, and how many questions wait for people (admins).
    Staff,
    /// Give up what is being written (admins).
    Cancel,
    /// Why the answer replied to was given (admins); the number of our message.
    Why(Option<MessageId>),
    /// `/ask` without a question.
    AskWithoutWords,
    /// Addressed to us, but not a command we know.
    Unknown(String),
}

/// What `/save` was said to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Saved {
    /// The entry to which the question belongs, as it was named; `None` for a new one.
    pub entry: Option<String>,
    /// The message replied to.
    pub reply_to: Option<MessageId>,
    /// Its words; empty where there is none.
    pub answer: String,
    /// The words of the message that it replies to in turn, as far as that is known.
    pub question: Option<String>,
}

impl Command {
    /// The command with this name (without slash, in any case) and the words after it;
    /// `reply_to` is the message that it replies to. `/ask` with words is a question, not a
    /// command: it is read as one without words here.
    pub fn named(name: &str, rest: &str, reply_to: Option<MessageId>) -> Command {
        let argument = || Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
        match name.to_lowercase().as_str() {
            "start" => Command::Start(argument()),
            "help" => Command::Help,
            "topics" => Command::Topics,
            "lang" | "language" => Command::Lang(argument()),
            "privacy" => Command::Privacy,
            "forget_me" | "forgetme" => Command::ForgetMe,
            "settings" => Command::Settings(argument()),
            "reload" => Command::Reload {
                force: rest.trim().eq_ignore_ascii_case("force"),
            },
            "rollback" => Command::Rollback,
            "stats" => Command::Stats(argument()),
            "unanswered" => Command::Unanswered,
            "entry" => Command::Entry(argument()),
            "history" => Command::History,
            "digest" => Command::Digest,
            "save" => Command::Save(Saved {
                entry: argument(),
                reply_to,
                ..Saved::default()
            }),
            "staff" => Command::Staff,
            "cancel" => Command::Cancel,
            "panel" => Command::Panel,
            "why" => Command::Why(reply_to),
            "ask" => Command::AskWithoutWords,
            other => Command::Unknown(other.to_owned()),
        }
    }
}

impl What {
    /// The question in words, if one was asked where we may be asked in turns.
    pub fn question(&self) -> Option<&Question> {
        match self {
            What::Question(question) => Some(question),
            What::Guest(guest) => Some(&guest.question),
            _ => None,
        }
    }

    /// The same way of asking, with this question.
    pub fn with_question(&self, question: Question) -> What {
        match self {
            What::Guest(guest) => What::Guest(GuestQuestion {
                id: guest.id.clone(),
                question,
            }),
            _ => What::Question(question),
        }
    }

    /// What a person typed, where a leading `/` makes a command: a question or a command.
    pub fn typed(text: &str, message: MessageId) -> What {
        let question = |text: &str| {
            What::Question(Question {
                text: text.trim().to_owned(),
                answer_to: message,
                ..Question::default()
            })
        };
        let Some(command) = text.trim().strip_prefix('/') else {
            return question(text);
        };
        let (name, rest) = split_name(command);
        if name.eq_ignore_ascii_case("ask") && !rest.trim().is_empty() {
            return question(rest);
        }
        What::Command(Command::named(name, rest, None))
    }
}

/// The name of a command (without slash) and what follows it. A blank ends the name, and so does
/// the first Chinese character: `ask怎么退款`.
pub fn split_name(command: &str) -> (&str, &str) {
    let is_chinese = |c: char| !c.is_ascii() && c.is_alphanumeric();
    match command.find(|c: char| c.is_whitespace() || is_chinese(c)) {
        Some(end) => (&command[..end], command[end..].trim_start()),
        None => (command, ""),
    }
}

/// A pressed button.
#[derive(Debug, Clone, PartialEq)]
pub struct Press {
    /// The front end's name for this press, which wants an acknowledgement.
    pub id: String,
    /// What the button stands for; `None` where its data could not be read.
    pub choice: Option<Choice>,
}

/// Words typed after our name in some other chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineQuestion {
    /// The front end's name for this query.
    pub id: String,
    /// The words so far.
    pub text: String,
}

/// An article that somebody sent to the chat they are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenArticle {
    /// The name of the article, which is that of its entry.
    pub article: String,
    /// The words that were typed; empty where it was offered without any.
    pub text: String,
}

/// A question by a mention in a chat that we are not in.
#[derive(Debug, Clone, PartialEq)]
pub struct GuestQuestion {
    /// The front end's name for this query, which takes one answer.
    pub id: String,
    /// The question. Its message numbers are those of a chat that we know nothing of.
    pub question: Question,
}

/// Something without words that was sent to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NonText {
    /// A sticker, a dice, an emoji alone.
    Sticker,
    /// A voice or video message.
    Voice,
    /// A picture, a film or a file without a caption.
    Picture,
    /// Anything else: a location, a contact, a poll, kinds to come.
    Other,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// The front end's number for the person; never stored as such.
    pub id: i64,
    /// The language of the person's own program, if it tells.
    pub language: Option<Language>,
    /// Whether the configuration names this person as an admin of the FAQ.
    pub is_admin: bool,
    /// Whether it names this person as an editor: somebody who may change entries and nothing else.
    pub is_editor: bool,
    /// Whether this is a real person whose buttons can be bound to them
    /// (not an anonymous admin or a channel).
    pub is_person: bool,
    /// How the person is called; told of those in the staff's chat alone.
    pub name: Option<String>,
    /// Whether this is an admin of the group where it happened. A front end need not find this
    /// out unless the assistant says that it matters.
    pub is_group_admin: bool,
}

impl Asker {
    /// Whether this person may change entries.
    pub fn may_edit(&self) -> bool {
        self.is_admin || self.is_editor
    }
}

/// Where something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Between us and one person.
    Private {
        /// Chat number.
        chat: i64,
        /// The topic, where the chat has topics and this was said in one.
        topic: Option<i64>,
    },
    /// Before others.
    Group {
        /// Chat number.
        chat: i64,
        /// The topic, where the group has topics and this was said in one.
        topic: Option<i64>,
    },
    /// In a chat we are not in: an inline question.
    Elsewhere,
    /// In a chat of a business account's owner with a customer. Nothing is said there but in the
    /// owner's name.
    Business {
        /// Chat number, which is the customer's.
        chat: i64,
        /// The account's owner.
        owner: i64,
    },
    /// In a chat we are not in: a mention. That chat's number may be that of another chat, so nothing
    /// is kept under it.
    Guest,
}

impl Place {
    /// The chat number; `None` where we are in no chat.
    pub fn chat(&self) -> Option<i64> {
        match *self {
            Place::Private { chat, .. } | Place::Group { chat, .. } => Some(chat),
            Place::Elsewhere | Place::Guest | Place::Business { .. } => None,
        }
    }

    /// The topic, where it happened in one.
    pub fn topic(&self) -> Option<i64> {
        match *self {
            Place::Private { topic, .. } | Place::Group { topic, .. } => topic,
            Place::Elsewhere | Place::Guest | Place::Business { .. } => None,
        }
    }

    /// The number of a business chat.
    pub fn business_chat(&self) -> Option<i64> {
        match *self {
            Place::Business { chat, .. } => Some(chat),
            _ => None,
        }
    }

    /// Whether others listen.
    pub fn is_group(&self) -> bool {
        matches!(self, Place::Group { .. })
    }
}
