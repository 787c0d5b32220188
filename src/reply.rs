//! What goes out, before any markup: what Wenda says and the choices it offers.
//!
//! Plain data that every front end can show: Telegram as HTML and buttons, the terminal as lines
//! and numbers.

use crate::faq::EntryId;
use crate::question::{MessageId, TurnId};

/// One thing Wenda does in answer to something that came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// How it reaches people.
    pub delivery: Delivery,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Buttons, row by row.
    pub choices: Vec<Vec<Button>>,
    /// Address of a picture to show with it.
    pub image: Option<String>,
}

/// How a reply reaches people.
#[derive(Debug, Clone, PartialEq)]
pub enum Delivery {
    /// A new message.
    Send {
        /// The message it answers, if it answers one.
        reply_to: Option<MessageId>,
    },
    /// In place of what the message with the pressed button says.
    Replace(MessageId),
    /// In place of the answer given in an earlier turn; a new message where that is gone.
    Correct {
        /// The turn whose answer is to change.
        turn: TurnId,
        /// The message to answer if there is nothing to change.
        reply_to: Option<MessageId>,
    },
    /// A short note that only the one who pressed sees; acknowledges the press.
    Note {
        /// The press it acknowledges.
        press: String,
        /// Whether it should stay until dismissed.
        alert: bool,
    },
    /// Articles for an inline question.
    Articles {
        /// The inline query it answers.
        query: String,
    },
}

/// A piece of what is said.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Title(String),
    /// Markdown as the FAQ's owner wrote it.
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

/// What a button does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Tells us that this was chosen.
    Choose(Choice),
    /// Opens a web address.
    Open(String),
}

/// What a button stands for. Small: every choice must fit 64 bytes once encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Show this entry in place of the message; `turn` is the question it belongs to.
    Show {
        /// The question's turn.
        turn: TurnId,
        /// The entry to show.
        entry: EntryId,
    },
    /// The answer to this turn helped, or did not.
    Feedback {
        /// The question's turn.
        turn: TurnId,
        /// Whether it helped.
        helpful: bool,
    },
}
