//! The assistant: all that a front end calls.
//!
//! Holds the knowledge, the memory and the settings; gathers what is remembered, asks the matcher
//! and lets the conversation respond. Writes nothing: the front end commits the turn together with
//! what it will send.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwap;

use crate::admin::Accepted;
use crate::conversation::{
    self, Account, Context, GroupSettings, PastTurn, Screen, State, Turn, TurnKind,
};
use crate::faq::EntryId;
use crate::knowledge::Knowledge;
use crate::matcher::{OutcomeCache, Thresholds};
use crate::model::business::CardState;
use crate::model::choice::BusinessMode;
use crate::model::incoming::{Address, BusinessEvent, Command, Incoming, Place, Question, What};
use crate::model::reply::{Choice, GroupReply, StaffStep};
use crate::store::{ConversationHistory, StoreError};

/// How many candidates a question asks for: those shown, and those that follow "not helpful".
const CANDIDATES: usize = 8;

/// How long typed words may be about what was shown, in seconds: as long as a person may take to
/// try what an answer said.
const SCREEN_SECONDS: i64 = 30 * 60;

/// For so many seconds what the owner of a business account types is the answer for a card: longer,
/// and they may have forgotten, and ask something that is not for the customer.
const EDITING_SECONDS: i64 = 10 * 60;

/// What was asked most is counted over so many seconds: a month.
const MOST_ASKED_SECONDS: i64 = 30 * 24 * 60 * 60;

/// How many entries are looked up as asked most.
const MOST_ASKED: u32 = 5;

/// For so many seconds what was asked most is not counted anew: several people may type at once.
const MOST_ASKED_HOLDS: i64 = 5;

/// How long before a card what a person asked is shown to the staff, in seconds: half an hour.
const EARLIER_SECONDS: i64 = 30 * 60;

/// How many cards are put into the staff's chat when we come into it.
const WAITING_CARDS: u32 = 50;

/// With so many people remembered, those of some seconds ago are forgotten.
const RECENT_PEOPLE: usize = 1024;

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
        if !known.group_admin && asks_group_admin(incoming, &state) {
            return Ok(Response::AsksGroupAdmin);
        }
        let settings = &self.settings.conversation;
        if incoming.ephemeral.is_possible.is_none()
            && asks_ephemeral(incoming, state.group.unwrap_or(settings.group))
        {
            return Ok(Response::AsksEphemeral);
        }
        self.respond(incoming, &state).map(Response::Turn)
    }

    fn respond(&self, incoming: &Incoming, state: &State) -> Result<Turn, StoreError> {
        if state.is_twin || is_ignored(incoming, state, &self.settings.conversation) {
            return Ok(Turn::default());
        }
        let knowledge = self.knowledge();
        let aim = self.aim.load();
        let ask = |words: &str| aim.cache.ask(&knowledge, words);
        // What staff say to a card asks us nothing.
        let is_to_card = state.staff_card.is_some() && self.is_staff_chat(incoming);
        let mut outcome = words(incoming).filter(|_| !is_to_card).map(ask);
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
            settings: &self.settings.conversation,
            account: &self.account.load(),
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
        let has_topic = staff.topics && memory.has_topic(&person, staff.chat)?;
        conversation::announce(turn, staff, knowledge, &before, has_topic);
        Ok(())
    }

    /// Whether this happened in the staff's chat.
    fn is_staff_chat(&self, incoming: &Incoming) -> bool {
        let staff = self.settings.conversation.staff.as_ref();
        staff.is_some_and(|staff| incoming.place.chat() == Some(staff.chat))
    }

    /// What is known of cards that matters for what came in.
    fn recall_staff_card(&self, incoming: &Incoming, state: &mut State) -> Result<(), StoreError> {
        let memory = &*self.memory;
        let Some(staff) = &self.settings.conversation.staff else {
            return Ok(());
        };
        let chat = staff.chat;
        if self.is_staff_chat(incoming) {
            match &incoming.what {
                What::Question(question) => {
                    if let Some(message) = question.replies_to {
                        state.staff_card = memory.card_of_message(chat, message)?;
                    }
                    if question.edited && state.staff_card.is_some() {
                        state.said_in = memory.turn_of_staff(chat, incoming.message)?;
                    }
                }
                What::Press(press) => {
                    if let Some(Choice::StaffCard { turn, .. }) = press.choice {
                        state.staff_card = memory.staff_card(turn)?;
                    }
                }
                What::Joined { .. } => {
                    for card in memory.open_cards(WAITING_CARDS)? {
                        let place = memory.card_place(card.asked.card, chat)?;
                        if place.message.is_none() {
                            state.waiting_cards.push(card);
                        }
                    }
                }
                _ => {}
            }
        } else if let Some(person) = &state.person {
            match &incoming.what {
                What::Question(_) | What::Press(_) | What::NonText(_) | What::Left => {
                    state.staff_card = memory.open_card(person, &state.chat_key.chat)?;
                    state.is_muted = memory.is_muted(person)?;
                }
                What::Command(Command::ForgetMe) => {
                    state.about_person = memory.messages_about(person, chat)?;
                }
                _ => {}
            }
        }
        if let Some(card) = &state.staff_card {
            let is_needed = self.is_staff_chat(incoming) || matches!(incoming.what, What::Press(_));
            if is_needed {
                state.card_message = memory.card_place(card.asked.card, chat)?.message;
                state.is_muted = memory.is_muted(&card.person)?;
            }
            // What is added to a card is no part of the question before.
            state.latest = None;
        }
        Ok(())
    }

    /// Everything remembered that this turn may depend on.
    fn read_state(&self, incoming: &Incoming) -> Result<State, StoreError> {
        let memory = &*self.memory;
        let key = memory.person_key();
        let asker = &incoming.asker;
        let person = asker.is_person.then(|| key.person(asker.id));
        let chat_key = key.chat_key(incoming.place);
        let mut state = State::new(person, chat_key);
        if let Some(person) = &state.person {
            state.languages = memory.languages(person)?;
        }
        if incoming.place.is_group() {
            state.group = memory.group(&state.chat_key.chat)?;
        }
        self.read_card(incoming, &mut state)?;
        match &incoming.what {
            What::Question(question) => {
                let about = question.about.as_ref();
                state.asked_for = about
                    .and_then(|about| about.person)
                    .map(|id| key.person(id));
                if question.edited {
                    state.earlier = memory.turn_of_question(&state.chat_key, incoming.message)?;
                }
                if self.settings.conversation.guest && question.address == Address::Direct {
                    state.is_twin = came_as(memory, true, incoming, &state)?;
                }
                self.read_screen(incoming, question, &mut state)?;
                if let Some(earlier) = state.earlier.as_ref().or(state.latest.as_ref()) {
                    state.is_settled = memory.has_feedback(earlier.turn)?;
                }
                if incoming.place.is_group() {
                    let group = state.group.unwrap_or(self.settings.conversation.group);
                    let since = incoming.at_seconds - i64::from(group.cooldown_seconds);
                    if group.cooldown_seconds > 0 {
                        state.recent = memory.recent_answers(&state.chat_key, since)?;
                    }
                }
            }
            What::Press(press) => {
                if let Some(choice) = &press.choice {
                    // A turn of another chat is none of this button's business.
                    let here = |turn: &PastTurn| turn.chat_key.chat == state.chat_key.chat;
                    state.earlier = memory.turn(choice.turn())?.filter(here);
                    state.is_settled = memory.has_feedback(choice.turn())?;
                }
                if let (Some(Choice::Feedback { turn, entry, .. }), Some(person)) =
                    (&press.choice, &state.person)
                {
                    state.feedback = memory.feedback(*turn, entry, person)?;
                }
            }
            What::Command(Command::Why(Some(message))) => {
                state.earlier = memory.turn_of_answer(&state.chat_key, *message)?;
            }
            What::Business(event) => {
                let owner = incoming.connection.as_ref().map(|known| known.owner);
                state.account_owner = owner.map(|owner| key.person(owner));
                state.business = memory.business_chat(&state.chat_key.chat)?;
                if matches!(event, BusinessEvent::Asked(question) if question.edited) {
                    state.earlier = memory.turn_of_question(&state.chat_key, incoming.message)?;
                }
            }
            What::Guest(_) => {
                state.is_twin = came_as(memory, false, incoming, &state)?
                    || came_as(memory, true, incoming, &state)?;
            }
            What::Inline(question) if question.text.trim().is_empty() => {
                state.most_asked = self.most_asked(incoming.at_seconds)?;
            }
            What::Joined { .. } => state.introduced = memory.introduced(&state.chat_key.chat)?,
            _ => {}
        }
        self.recall_staff_card(incoming, &mut state)?;
        Ok(state)
    }

    /// The card that this is about, where business chats are served.
    fn read_card(&self, incoming: &Incoming, state: &mut State) -> Result<(), StoreError> {
        let is_private = matches!(incoming.place, Place::Private { .. });
        if self.settings.conversation.business.mode == BusinessMode::Off || !is_private {
            return Ok(());
        }
        let memory = &*self.memory;
        state.card = match (&incoming.what, &state.person) {
            (What::Press(press), _) => match press.choice {
                Some(Choice::Card { turn, .. }) => memory.card(turn)?,
                _ => None,
            },
            (What::Question(_) | What::Command(Command::Cancel), Some(person)) => {
                memory.editing_card(person, incoming.at_seconds - EDITING_SECONDS)?
            }
            _ => None,
        };
        if let Some(card) = &state.card {
            state.business = memory.business_chat(&card.chat_key)?;
        }
        Ok(())
    }

    /// What was asked most of late, looked up now and then: an empty inline query comes with each
    /// time that somebody types our name.
    fn most_asked(&self, at_seconds: i64) -> Result<Vec<EntryId>, StoreError> {
        let mut held = self
            .most_asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |then: i64| (0..MOST_ASKED_HOLDS).contains(&(at_seconds - then));
        if !held.as_ref().is_some_and(|(then, _)| is_fresh(*then)) {
            let since = at_seconds - MOST_ASKED_SECONDS;
            *held = Some((at_seconds, self.memory.most_asked(since, MOST_ASKED)?));
        }
        Ok(held
            .as_ref()
            .map(|(_, ids)| ids.clone())
            .unwrap_or_default())
    }

    /// What the asker has on the screen, and what they said within seconds; looked up only where
    /// the question may be about it.
    fn read_screen(
        &self,
        incoming: &Incoming,
        question: &Question,
        state: &mut State,
    ) -> Result<(), StoreError> {
        let memory = &*self.memory;
        let Some(person) = &state.person else {
            return Ok(());
        };
        if question.address != Address::Direct || question.edited {
            return Ok(());
        }
        let at_seconds = incoming.at_seconds;
        let latest = |within: i64| {
            let since = at_seconds - within;
            memory.latest_turns(&state.chat_key, person, since, incoming.turn)
        };
        if self.recently.note(incoming.asker.id, at_seconds) {
            let mut turns = latest(conversation::JOIN_SECONDS)?;
            if !turns.is_empty() {
                state.latest = Some(turns.swap_remove(0));
            }
        }
        let is_group = incoming.place.is_group();
        let is_typed = conversation::typed_choice(&question.text).is_some();
        let is_for_another = is_group && question.replies_to.is_some();
        if !(is_typed || is_for_another) {
            return Ok(());
        }
        let replied = match question.replies_to {
            Some(message) => memory.turn_of_answer(&state.chat_key, message)?,
            None => None,
        };
        // Talk, and what was typed before, leave on the screen what is there.
        let leaves = |turn: &PastTurn| match turn.kind {
            TurnKind::Smalltalk => true,
            TurnKind::Command => !turn.text.is_empty(),
            _ => false,
        };
        let is_others = |turn: &PastTurn| turn.person.as_ref() != Some(person);
        let turn = match replied {
            Some(turn) if !leaves(&turn) || is_others(&turn) => Some(turn),
            _ => latest(SCREEN_SECONDS)?
                .into_iter()
                .find(|turn| !leaves(turn)),
        };
        let is_list = |turn: &PastTurn| turn.kind == TurnKind::Command && turn.text.is_empty();
        let Some(turn) = turn.filter(|turn| !is_list(turn)) else {
            return Ok(());
        };
        let shown = match memory.last_opened(turn.turn)? {
            Some(entry) if turn.kind != TurnKind::Unanswered => Some(entry),
            _ if turn.kind == TurnKind::Repeated => {
                turn.candidates.first().map(|(id, _)| id.clone())
            }
            _ => turn.answered().cloned(),
        };
        let said = match &shown {
            Some(entry) => memory.feedback(turn.turn, entry, person)?,
            None => None,
        };
        state.screen = Some(Screen { turn, shown, said });
        Ok(())
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
            Some(service) if is_for_editors(incoming) || self.asks_for_staff(incoming) => {
                service.handle(self, incoming)
            }
            _ => Ok(None),
        }
    }
}

/// Who asked within seconds: whether looking for the turn before is worth it. Knows nothing of
/// what was asked, so a wrong "yes" costs a look into the store and nothing else.
#[derive(Default)]
struct Recently {
    people: Mutex<(Option<i64>, HashMap<i64, i64>)>,
}

impl Recently {
    /// Notes that this person asks at `at_seconds` (Unix); whether they may have asked just
    /// before, which nobody knows of the first seconds.
    fn note(&self, person: i64, at_seconds: i64) -> bool {
        let mut guard = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let (began, people) = &mut *guard;
        let is_recent = |then: i64| (at_seconds - then).abs() <= conversation::JOIN_SECONDS;
        if people.len() >= RECENT_PEOPLE {
            people.retain(|_, then| is_recent(*then));
        }
        let before = people.insert(person, at_seconds);
        let is_new = is_recent(*began.get_or_insert(at_seconds));
        is_new || before.is_some_and(is_recent)
    }
}

/// Whether what came in can only be judged knowing if its asker is an admin of the group.
fn asks_group_admin(incoming: &Incoming, state: &State) -> bool {
    let asker = &incoming.asker;
    if !incoming.place.is_group() || asker.is_admin || asker.is_group_admin {
        return false;
    }
    match &incoming.what {
        What::Command(Command::Settings(_)) => true,
        What::Press(press) => match &press.choice {
            None => false,
            Some(Choice::Setting { .. }) => true,
            Some(Choice::StaffCard { .. } | Choice::Solved { .. }) => false,
            Some(_) => state.earlier.as_ref().is_some_and(|turn| {
                let me = state.person.as_ref();
                turn.person.is_some() && turn.person.as_ref() != me && turn.asked_for.as_ref() != me
            }),
        },
        _ => false,
    }
}

/// Whether what came in was dealt with another way: as a mention by a guest, or as what it is.
fn came_as(
    memory: &dyn ConversationHistory,
    as_guest: bool,
    incoming: &Incoming,
    state: &State,
) -> Result<bool, StoreError> {
    let (message, at_seconds) = (incoming.message, incoming.at_seconds);
    memory.came_as(as_guest, message, state.person.as_ref(), at_seconds)
}

/// Whether a group's wish that only askers see answers is about what came in.
fn asks_ephemeral(incoming: &Incoming, group: GroupSettings) -> bool {
    let is_said = match &incoming.what {
        What::Question(question) => question.address == Address::Direct || group.listening,
        What::Command(_) => true,
        _ => false,
    };
    is_said && incoming.place.is_group() && group.reply == GroupReply::Ephemeral
}

/// Whether this is for those who may change entries, wherever it happened.
fn is_for_editors(incoming: &Incoming) -> bool {
    let what = match &incoming.what {
        What::Press(press) => matches!(
            press.choice,
            Some(Choice::StaffCard {
                step: StaffStep::MakeEntry | StaffStep::OutOfScope,
                ..
            })
        ),
        What::Command(Command::Save(_)) => true,
        _ => false,
    };
    what && incoming.asker.may_edit()
}

/// The words to match, where something was asked in words.
fn words(incoming: &Incoming) -> Option<&str> {
    match &incoming.what {
        What::Question(question) => Some(&question.text),
        What::Inline(question) => Some(&question.text),
        What::Guest(guest) => Some(&guest.question.text),
        What::Business(BusinessEvent::Asked(question)) => Some(&question.text),
        _ => None,
    }
}

/// Whether this was overheard in a group that does not want us to listen: then it is not even
/// matched.
fn is_ignored(incoming: &Incoming, state: &State, settings: &conversation::Settings) -> bool {
    let listening = state.group.unwrap_or(settings.group).listening;
    match &incoming.what {
        What::Question(question) => question.address == Address::Overheard && !listening,
        _ => false,
    }
}
