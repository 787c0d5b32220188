//! What is remembered that a turn may depend on: looked up before anything is decided, and only as far as
//! what came in asks for it.

use std::sync::PoisonError;

use super::Assistant;
use crate::conversation::{self, PastTurn, Screen, State, TurnKind};
use crate::faq::EntryId;
use crate::model::choice::BusinessMode;
use crate::model::incoming::{Address, BusinessEvent, Command, Incoming, Place, Question, What};
use crate::model::reply::Choice;
use crate::store::{ConversationHistory, StoreError};

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

/// How many cards are put into the staff's chat when we come into it.
const WAITING_CARDS: u32 = 50;

/// How many open cards are put there again where the staff's chat goes on under another number.
const MOVING_CARDS: u32 = 500;

impl Assistant {
    /// Everything remembered that this turn may depend on.
    pub(super) fn read_state(&self, incoming: &Incoming) -> Result<State, StoreError> {
        let memory = &*self.memory;
        let key = memory.person_key();
        let asker = &incoming.asker;
        let person = asker.is_person.then(|| key.person(asker.id));
        let chat_key = key.chat_key(incoming.place);
        let mut state = State::new(person, chat_key);
        self.read_asker(incoming, &mut state)?;
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
            What::Command(Command::Start(_) | Command::Topics) => {
                state.most_asked = self.most_asked(incoming.at_seconds)?;
            }
            What::Joined { .. } => state.introduced = memory.introduced(&state.chat_key.chat)?,
            _ => {}
        }
        self.recall_staff_card(incoming, &mut state)?;
        Ok(state)
    }

    /// The languages that the asker chose, and what they said within seconds where this may go on with it.
    fn read_asker(&self, incoming: &Incoming, state: &mut State) -> Result<(), StoreError> {
        let memory = &*self.memory;
        let Some(person) = &state.person else {
            return Ok(());
        };
        let (asker, at_seconds) = (incoming.asker.id, incoming.at_seconds);
        let unheard_until = || memory.unheard_until();
        if is_asked_directly(&incoming.what)
            && self.recently.note(asker, at_seconds, unheard_until)?
        {
            let since = at_seconds - conversation::JOIN_SECONDS;
            let chat_key = &state.chat_key;
            let (languages, turns) =
                memory.languages_and_latest_turns(chat_key, person, since, incoming.turn)?;
            state.languages = languages;
            state.latest = turns.into_iter().next();
        } else {
            state.languages = memory.languages(person)?;
        }
        Ok(())
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

    /// What the asker has on the screen; looked up only where the question may be about it.
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
        if !is_asked_directly(&incoming.what) {
            return Ok(());
        }
        let is_group = incoming.place.is_group();
        let is_typed = conversation::typed_choice(&question.text).is_some()
            || conversation::says_still(&question.text);
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
            _ => {
                let since = incoming.at_seconds - SCREEN_SECONDS;
                let turns = memory.latest_turns(&state.chat_key, person, since, incoming.turn)?;
                turns.into_iter().find(|turn| !leaves(turn))
            }
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

    /// What is known of cards that matters for what came in.
    fn recall_staff_card(&self, incoming: &Incoming, state: &mut State) -> Result<(), StoreError> {
        let memory = &*self.memory;
        let Some(staff) = &self.settings.conversation.staff else {
            return Ok(());
        };
        let chat = staff.chat.number();
        if let (What::Moved { .. }, Some(from)) = (&incoming.what, incoming.place.chat())
            && staff.chat.is_or_was(from)
        {
            // All of them: one that was just sent may not be noted yet, and two are better than none.
            state.waiting_cards = memory.open_cards(MOVING_CARDS)?;
        } else if self.is_staff_chat(incoming) {
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
}

/// Whether it is a question to us alone, said for the first time.
fn is_asked_directly(what: &What) -> bool {
    matches!(what, What::Question(question) if question.address == Address::Direct && !question.edited)
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
