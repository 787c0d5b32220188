//! The assistant: all that a front end calls.
//!
//! Holds the knowledge, the memory and the settings; gathers what is remembered, asks the matcher
//! and lets the conversation respond. Writes nothing: the front end commits the turn together with
//! what it will send.

use std::sync::{Arc, Mutex, OnceLock};

use arc_swap::ArcSwap;

use crate::admin::Accepted;
use crate::conversation::{self, Account, Context, State, Turn};
use crate::faq::{Entry, EntryId};
use crate::knowledge::Knowledge;
use crate::matcher::{self, OutcomeCache, Thresholds};
use crate::model::business::CardState;
use crate::model::incoming::{Command, Incoming, Place, What};
use crate::store::{ConversationHistory, StoreError};

mod recall;
mod recently;
mod scope;

use recently::Recently;

/// How many candidates a question asks for: those shown, and those that follow "not helpful".
const CANDIDATES: usize = 8;

/// How long before a card what a person asked is shown to the staff, in seconds: half an hour.
const EARLIER_SECONDS: i64 = 30 * 60;

/// What the operator sets.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// When to answer, as configured.
    pub thresholds: Thresholds,
    /// Whether the aim follows what people tell of answers.
    pub follows_feedback: bool,
    /// How to talk.
    pub conversation: conversation::Settings,
}

impl Settings {
    /// What is accepted of wrong answers.
    pub fn accepted(&self) -> Accepted {
        Accepted {
            share: self.thresholds.wrong_answers,
            follows_feedback: self.follows_feedback,
        }
    }
}

/// When to answer now, and what was answered so lately.
struct Aim {
    thresholds: Thresholds,
    cache: OutcomeCache,
}

impl Aim {
    fn at(thresholds: Thresholds) -> Aim {
        Aim {
            cache: OutcomeCache::new(thresholds.clone(), CANDIDATES),
            thresholds,
        }
    }
}

/// Where the admins are served: reloading, numbers, fixing what was not answered. It
/// may change the FAQ's files and the knowledge, which is why it stands apart from conversation.
pub trait AdminHandler: Send + Sync {
    /// What to say and keep in answer to what an admin did in a private chat; `None` where that is
    /// none of its business. May take as long as building the knowledge takes.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    fn handle(
        &self,
        assistant: &Assistant,
        incoming: &Incoming,
    ) -> Result<Option<Turn>, StoreError>;
}

/// What a front end knows of the group where something came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// Whether [`Asker::is_group_admin`](crate::model::incoming::Asker) is so.
    pub group_admin: bool,
}

/// What the assistant says to what came in.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// This follows.
    Turn(Turn),
    /// It matters whether the asker is an admin of the group.
    AsksGroupAdmin,
    /// It matters whether the asker can be answered so that nobody else sees it:
    /// [`Ephemeral::is_possible`](crate::model::incoming::Ephemeral).
    AsksEphemeral,
    /// It matters how this connection of a business account stands:
    /// [`Incoming::connection`](crate::model::incoming::Incoming).
    AsksConnection(String),
}

/// Everything between something that came in and what goes out.
pub struct Assistant {
    knowledge: ArcSwap<Knowledge>,
    memory: Arc<dyn ConversationHistory>,
    aim: ArcSwap<Aim>,
    recently: Recently,
    most_asked: Mutex<Option<(i64, Vec<EntryId>)>>,
    settings: Settings,
    account: ArcSwap<Account>,
    service: OnceLock<Arc<dyn AdminHandler>>,
}

impl Assistant {
    /// An assistant that answers from `knowledge`.
    pub fn new(
        knowledge: Knowledge,
        memory: Arc<dyn ConversationHistory>,
        settings: Settings,
    ) -> Assistant {
        Assistant {
            knowledge: ArcSwap::from_pointee(knowledge),
            memory,
            aim: ArcSwap::from_pointee(Aim::at(settings.thresholds.clone())),
            settings,
            recently: Recently::default(),
            most_asked: Mutex::default(),
            account: ArcSwap::from_pointee(Account::default()),
            service: OnceLock::new(),
        }
    }

    /// The knowledge that answers now.
    pub fn knowledge(&self) -> Arc<Knowledge> {
        self.knowledge.load_full()
    }

    /// Answers from `knowledge` from now on, and gives back what answered until now. Questions
    /// under way finish with what they began with.
    pub fn swap(&self, knowledge: Arc<Knowledge>) -> Arc<Knowledge> {
        self.knowledge.swap(knowledge)
    }

    /// Answers from `new` from now on where `old` answers now; tells whether it did.
    pub fn replace(&self, old: &Arc<Knowledge>, new: Arc<Knowledge>) -> bool {
        let before = self.knowledge.compare_and_swap(old, new);
        Arc::ptr_eq(&before, old)
    }

    /// What the operator sets.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Aims at this share of wrong answers from now on; tells whether that is new.
    pub fn aim_at(&self, wrong_answers: f64) -> bool {
        let mut thresholds = self.aim.load().thresholds.clone();
        if thresholds.wrong_answers == wrong_answers {
            return false;
        }
        thresholds.wrong_answers = wrong_answers;
        self.aim.store(Arc::new(Aim::at(thresholds)));
        true
    }

    /// What is remembered.
    pub fn memory(&self) -> &dyn ConversationHistory {
        &*self.memory
    }

    /// Opens the admin service; the first one set stays.
    pub fn set_admin_handler(&self, service: Arc<dyn AdminHandler>) {
        // A second service would be a second writer of the same files.
        let _ = self.service.set(service);
    }

    /// Says who we are on the front end; until then nothing is known.
    pub fn set_account(&self, account: Account) {
        self.account.store(Arc::new(account));
    }

    /// What to say and keep in answer to `incoming`. The same thing handled twice, before anything
    /// is committed, gives the same turn.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn handle(&self, incoming: &Incoming) -> Result<Turn, StoreError> {
        let state = self.read_state(incoming)?;
        if state.card.is_none()
            && let Some(turn) = self.by_admin_service(incoming)?
        {
            return Ok(turn);
        }
        self.respond(incoming, &state)
    }

    /// The same where something about the group is not known yet that may matter: `known` says
    /// what is. Where something else matters, the front end finds it out, sets it and calls again.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn handle_or_ask(&self, incoming: &Incoming, known: Known) -> Result<Response, StoreError> {
        let state = self.read_state(incoming)?;
        if state.card.is_none()
            && let Some(turn) = self.by_admin_service(incoming)?
        {
            return Ok(Response::Turn(turn));
        }
        if let Some(card) = state
            .card
            .as_ref()
            .filter(|_| incoming.connection.is_none())
            && card.state != CardState::Closed
        {
            return Ok(Response::AsksConnection(card.connection.clone()));
        }
        if !known.group_admin && scope::asks_group_admin(incoming, &state) {
            return Ok(Response::AsksGroupAdmin);
        }
        let settings = &self.settings.conversation;
        if incoming.ephemeral.is_possible.is_none()
            && scope::asks_ephemeral(incoming, state.group.unwrap_or(settings.group))
        {
            return Ok(Response::AsksEphemeral);
        }
        self.respond(incoming, &state).map(Response::Turn)
    }

    fn respond(&self, incoming: &Incoming, state: &State) -> Result<Turn, StoreError> {
        if state.is_twin || scope::is_ignored(incoming, state, &self.settings.conversation) {
            return Ok(Turn::default());
        }
        let knowledge = self.knowledge();
        let aim = self.aim.load();
        let settings = &self.settings.conversation;
        let situation = settings.situation(incoming.place, incoming.at_seconds);
        let holds = |entry: &Entry| entry.conditions.hold(&situation);
        let ask = |words: &str| {
            let outcome = aim.cache.ask(&knowledge, words);
            matcher::among(&outcome, &knowledge, &aim.thresholds, holds).map_or(outcome, Arc::new)
        };
        // What staff say to a card asks us nothing.
        let is_to_card = state.staff_card.is_some() && self.is_staff_chat(incoming);
        let mut outcome = scope::words(incoming).filter(|_| !is_to_card).map(ask);
        let own = outcome.as_deref();
        let meant = own.and_then(|own| conversation::meant(incoming, state, own, ask));
        let (incoming, state) = match &meant {
            // Said with what is answered already.
            Some(conversation::Meant { outcome: None, .. }) => return Ok(Turn::default()),
            Some(meant) => {
                outcome.clone_from(&meant.outcome);
                (&meant.incoming, &meant.state)
            }
            None => (incoming, state),
        };
        let context = Context {
            incoming,
            state,
            knowledge: &knowledge,
            thresholds: &aim.thresholds,
            settings,
            account: &self.account.load(),
            situation: &situation,
        };
        let mut turn = conversation::respond(&context, outcome.as_deref());
        self.announce(incoming, state, &knowledge, &mut turn)?;
        Ok(turn)
    }

    /// Puts the card that the turn opens, if it opens one, before the staff: with what the person
    /// asked within the last minutes, which is looked up only then.
    fn announce(
        &self,
        incoming: &Incoming,
        state: &State,
        knowledge: &Knowledge,
        turn: &mut Turn,
    ) -> Result<(), StoreError> {
        let staff = self.settings.conversation.staff.as_ref();
        let (Some(card), Some(staff)) = (conversation::opened(turn), staff) else {
            return Ok(());
        };
        let memory = &*self.memory;
        let person = card.person.clone();
        let since = incoming.at_seconds - EARLIER_SECONDS;
        let before = memory.latest_turns(&state.chat_key, &person, since, incoming.turn)?;
        let has_topic = staff.topics && memory.has_topic(&person, staff.chat.number())?;
        conversation::announce(turn, staff, knowledge, &before, has_topic);
        Ok(())
    }

    /// Whether this happened in the staff's chat.
    fn is_staff_chat(&self, incoming: &Incoming) -> bool {
        let staff = self.settings.conversation.staff.as_ref();
        let chat = incoming.place.chat();
        staff.is_some_and(|staff| chat == Some(staff.chat.number()))
    }

    /// Whether somebody in the staff's chat asks who may do what.
    fn asks_for_staff(&self, incoming: &Incoming) -> bool {
        let is_it = matches!(incoming.what, What::Command(Command::Staff));
        is_it && self.is_staff_chat(incoming)
    }

    /// What the admin service says, where an admin came to it.
    fn by_admin_service(&self, incoming: &Incoming) -> Result<Option<Turn>, StoreError> {
        let private = matches!(incoming.place, Place::Private { .. });
        match self.service.get() {
            Some(service) if private && incoming.asker.may_edit() => service.handle(self, incoming),
            Some(service) if scope::is_for_editors(incoming) || self.asks_for_staff(incoming) => {
                service.handle(self, incoming)
            }
            _ => Ok(None),
        }
    }
}
