//! State: what is remembered that matters for one thing that came in.
//!
//! The assistant gathers it, `respond` reads it; nothing in here looks anything up by itself.

use crate::faq::EntryId;
use crate::model::business::{BusinessChat, Card};
use crate::model::card::StaffCard;
use crate::model::ids::{MessageId, TurnId};
use crate::model::person::{ChatKey, Person};
use crate::model::record::{GroupSettings, PastTurn, RecentAnswer};
use crate::model::reply::Languages;

/// What is remembered of one conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The one who did it, as stored; `None` where no person can be told.
    pub person: Option<Person>,
    /// The person whose question this one brought up, as stored.
    pub asked_for: Option<Person>,
    /// Where, as stored.
    pub chat_key: ChatKey,
    /// The languages this person chose.
    pub languages: Option<Languages>,
    /// The settings of this group, where its admins changed them.
    pub group: Option<GroupSettings>,
    /// The earlier turn that this concerns: the same message before it was edited, the turn of the
    /// pressed button, the answer replied to.
    pub earlier: Option<PastTurn>,
    /// What this person said of the entry whose button was pressed.
    pub feedback: Option<bool>,
    /// Whether anybody said anything of the earlier turn's answer.
    pub is_settled: bool,
    /// Answers given in this chat within the cooldown, latest first.
    pub recent: Vec<RecentAnswer>,
    /// What the asker has on the screen, where typed words may be about it.
    pub screen: Option<Screen>,
    /// The asker's latest turn here, where it was within seconds.
    pub latest: Option<PastTurn>,
    /// Whether we introduced ourselves to this group before.
    pub introduced: bool,
    /// Whether the same message reached us another way before and was dealt with.
    pub is_twin: bool,
    /// The owner of the business account, as stored.
    pub account_owner: Option<Person>,
    /// What is known of the business chat.
    pub business: BusinessChat,
    /// The card that this is about: that of the pressed button, or the one for which the asker is
    /// writing an answer.
    pub card: Option<Card>,
    /// The entries asked for most, where nothing was typed yet; most asked first.
    pub most_asked: Vec<EntryId>,
    /// The person's open card; in the staff's chat the card that this is about.
    pub staff_card: Option<StaffCard>,
    /// The card's message in the staff's chat, where it matters and is known.
    pub card_message: Option<MessageId>,
    /// Whether no cards are made for this person, or for the card's.
    pub is_muted: bool,
    /// The turn that carried this message of the staff to a person, where it is changed now.
    pub said_in: Option<TurnId>,
    /// Our messages in the staff's chat about somebody who is to be forgotten.
    pub about_person: Vec<MessageId>,
    /// Open cards that do not stand in the staff's chat, where we came into it.
    pub waiting_cards: Vec<StaffCard>,
}

/// The latest answer or offer, as it stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct Screen {
    /// The question's turn.
    pub turn: PastTurn,
    /// The entry that is shown, if one is.
    pub shown: Option<EntryId>,
    /// What the asker said of that entry.
    pub said: Option<bool>,
}

impl State {
    /// Nothing remembered at all.
    pub fn new(person: Option<Person>, chat_key: ChatKey) -> State {
        State {
            person,
            asked_for: None,
            chat_key,
            languages: None,
            group: None,
            earlier: None,
            feedback: None,
            is_settled: false,
            recent: Vec::new(),
            screen: None,
            latest: None,
            introduced: false,
            is_twin: false,
            account_owner: None,
            business: BusinessChat::default(),
            card: None,
            most_asked: Vec::new(),
            staff_card: None,
            card_message: None,
            is_muted: false,
            said_in: None,
            about_person: Vec::new(),
            waiting_cards: Vec::new(),
        }
    }
}
