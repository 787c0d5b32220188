//! What goes out, before any markup: what Wenda says and the choices it offers.
//!
//! Plain data that every front end can show: Telegram as HTML and buttons, the terminal as lines
//! and numbers.

use crate::model::card::CardLink;
use crate::model::ids::{MessageId, TurnId};
use crate::model::incoming::Place;
use crate::model::language::Language;

pub use crate::model::choice::{
    AdminStep, CardStep, Choice, GroupReply, Languages, Reason, Setting, StaffStep,
};

/// One thing Wenda does in answer to something that came in.
///
/// Replies of a turn are carried out in order. A press is acknowledged exactly once: by the
/// [`Delivery::Note`] of its turn, or, where the turn holds none, by the front end without words.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// How it reaches people.
    pub delivery: Delivery,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Buttons, row by row.
    pub choices: Vec<Vec<Button>>,
    /// Address of a picture to show with it, as the FAQ's author wrote it.
    pub image: Option<String>,
    /// Seconds after which the front end takes the message away again; `None` lets it stay.
    /// Only with [`Delivery::Send`].
    pub lifetime_seconds: Option<u32>,
    /// Whether only the asker is to see it, in a group. Only with new messages, and where
    /// [`Ephemeral::is_possible`](crate::model::incoming::Ephemeral) holds.
    pub is_ephemeral: bool,
    /// Whether it is a remark beside what answers: it is not remembered as a message of the turn.
    pub is_remark: bool,
    /// Whether `blocks` say the same, word for word, to whoever asks the same: an entry's answer.
    /// Such words are the FAQ authors' and nobody else's.
    pub is_common: bool,
}

impl Reply {
    /// A reply that only says something.
    pub fn new(delivery: Delivery, blocks: Vec<Block>) -> Reply {
        Reply {
            delivery,
            blocks,
            choices: Vec::new(),
            image: None,
            lifetime_seconds: None,
            is_ephemeral: false,
            is_remark: false,
            is_common: false,
        }
    }

    /// A new message that answers `reply_to`.
    pub fn send(reply_to: Option<MessageId>, blocks: Vec<Block>) -> Reply {
        Reply::new(Delivery::Send { reply_to }, blocks)
    }

    /// The same in another chat.
    pub fn elsewhere(place: Place, way: Way, link: Option<CardLink>, blocks: Vec<Block>) -> Reply {
        Reply::new(Delivery::Elsewhere(Elsewhere { place, way, link }), blocks)
    }

    /// A short note for the one who pressed; it goes away by itself.
    pub fn note(press: &str, text: impl Into<String>) -> Reply {
        Reply::new(
            Delivery::Note {
                press: press.to_owned(),
                alert: false,
            },
            vec![Block::Plain(text.into())],
        )
    }

    /// The same with these buttons.
    pub fn with_choices(mut self, choices: Vec<Vec<Button>>) -> Reply {
        self.choices = choices;
        self
    }
}

/// How a reply reaches people.
#[derive(Debug, Clone, PartialEq)]
pub enum Delivery {
    /// A new message, or several where it does not fit into one; buttons under the last.
    Send {
        /// The message it answers, if it answers one.
        reply_to: Option<MessageId>,
    },
    /// In place of what the message with the pressed button says; what does not fit follows as
    /// new messages.
    Replace(MessageId),
    /// Only the buttons of this message change to `choices`; its words stay, `blocks` is empty.
    Buttons(MessageId),
    /// In place of what an earlier turn said; a new message where that is gone. From then on the
    /// message belongs to this turn.
    Correct {
        /// The turn whose answer is to change.
        turn: TurnId,
        /// The message to answer if there is nothing to change.
        reply_to: Option<MessageId>,
    },
    /// A short note that only the one who pressed sees; acknowledges the press. At most
    /// 200 characters, without markup; without blocks it only acknowledges.
    Note {
        /// The press it acknowledges.
        press: String,
        /// Whether it should stay until dismissed.
        alert: bool,
    },
    /// A new message that is a picture, with `blocks` as its caption: at most 1024 characters.
    Photo {
        /// The message it answers, if it answers one.
        reply_to: Option<MessageId>,
        /// The picture, as a PNG file.
        png: Vec<u8>,
    },
    /// A new message in a business chat, in the name of the account's owner. Its buttons only open web
    /// addresses.
    InNameOf(InNameOf),
    /// A new message in this chat, which is another than that of what came in.
    To(i64),
    /// Articles for an inline question; `blocks` is empty.
    Articles(Articles),
    /// The one answer to a mention in a chat that we are not in. Its buttons only open web addresses.
    Guest(GuestAnswer),
    /// The command menu of the chat follows this language; `None` lets it follow each person's
    /// program. `blocks` is empty; a front end without menus does nothing.
    Menu(Option<Language>),
    /// The command menu of the group: whether nobody else there sees that a command was given.
    /// `blocks` is empty; a front end without menus does nothing.
    GroupMenu {
        /// Whether nobody else sees it.
        is_ephemeral: bool,
    },
    /// In another chat than the one where it came in.
    Elsewhere(Elsewhere),
}

/// Something done in another chat than the one where it came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Elsewhere {
    /// The other chat.
    pub place: Place,
    /// What is done there.
    pub way: Way,
    /// The card that it has to do with.
    pub link: Option<CardLink>,
}

/// What is done in another chat.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// A new message, or several where it does not fit into one.
    Send {
        /// The message it answers, if it answers one.
        reply_to: Option<MessageId>,
    },
    /// A copy of somebody's message, without saying whose it is; `blocks` are its caption.
    Copy {
        /// The chat of the message.
        from: i64,
        /// The message.
        message: MessageId,
    },
    /// In place of what this message says.
    Edit(MessageId),
    /// In place of what an earlier turn said there; a new message where that is gone.
    Correct(TurnId),
    /// These messages go away; `blocks` is empty.
    Delete(Vec<MessageId>),
    /// A new topic of this name; `blocks` is empty.
    Topic(String),
}

/// What is offered to somebody who asked in a chat where we are not.
#[derive(Debug, Clone, PartialEq)]
pub struct Articles {
    /// The inline query they answer.
    pub query: String,
    /// Best first; at most 50.
    pub articles: Vec<Article>,
    /// A button above them that leads to a private chat with us: its words, and the parameter
    /// that `/start` gets there.
    pub start: Option<(String, String)>,
    /// How long the same words may be answered with these again.
    pub cache_seconds: u32,
    /// Whether they hold for this person alone.
    pub is_personal: bool,
}

/// Where something is said in the name of a business account's owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InNameOf {
    /// The front end's name for the connection.
    pub connection: String,
    /// The chat's number.
    pub chat: i64,
    /// The message it answers, if it answers one.
    pub reply_to: Option<MessageId>,
}

/// Where the one answer to a mention goes, and what it says where `blocks` do not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct GuestAnswer {
    /// The query it answers.
    pub query: String,
    /// Shorter forms of the reply's `blocks`, the longest first: the first that fits into one message
    /// is taken where the whole does not.
    pub shorter: Vec<Vec<Block>>,
}

/// One thing to choose from in answer to an inline question.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Names the article: the entry's id.
    pub id: String,
    /// One line.
    pub title: String,
    /// The first words of the answer, without markup.
    pub description: String,
    /// What is sent when it is chosen. The first that fits into one message is taken; the last
    /// is short enough for any.
    pub forms: Vec<Vec<Block>>,
    /// Buttons below it; they only open web addresses.
    pub choices: Vec<Vec<Button>>,
    /// Address of a picture to show with it.
    pub image: Option<String>,
}

/// A piece of what is said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Block {
    /// A heading.
    Title(String),
    /// Markdown as the FAQ's author wrote it.
    Markdown(String),
    /// A plain sentence of our own, no markup in it.
    Plain(String),
    /// Something set apart: folded where the front end can, and long.
    Quote(Vec<Block>),
    /// Text to be shown letter by letter: diagnostics, a diff, YAML.
    Code(String),
    /// A web address with its words.
    Link {
        /// Words to show.
        label: String,
        /// Where it leads.
        url: String,
    },
}

/// A button.
#[derive(Debug, Clone, PartialEq)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What it does.
    pub action: Action,
}

impl Button {
    /// A button that tells us that this was chosen.
    pub fn choose(label: impl Into<String>, choice: Choice) -> Button {
        Button {
            label: label.into(),
            action: Action::Choose(choice),
        }
    }

    /// A button that opens a web address.
    pub fn open(label: impl Into<String>, url: impl Into<String>) -> Button {
        Button {
            label: label.into(),
            action: Action::Open(url.into()),
        }
    }
}

/// What a button does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Tells us that this was chosen.
    Choose(Choice),
    /// Opens a web address.
    Open(String),
    /// Opens a web address inside the front end, which tells it who looks; private chats only, left
    /// out where the front end cannot.
    App(String),
    /// Leads to an earlier message of the same chat; left out where the front end cannot.
    GoTo(MessageId),
}
