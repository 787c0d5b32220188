//! Answering at once everybody who asked: whose question is of a group gets the answer where they
//! asked it, in the languages that hold there. Nobody gets it twice: with the answer the way back to
//! them goes.

use std::collections::HashSet;

use crate::admin as pure;
use crate::admin::service::unasked::open_questions;
use crate::admin::service::{AdminRequest, keeping};
use crate::admin::wording;
use crate::admin::{AdminRecord, Draft, DraftStep, ListItem};
use crate::conversation::{Later, Record, Turn, answer_later, shown_card_there};
use crate::faq::EntryId;
use crate::model::asked::OpenQuestion;
use crate::model::card::{CardRecord, StaffCard};
use crate::model::reply::Languages;
use crate::store::StoreError;

impl AdminRequest<'_> {
    /// How many people wait for an answer to a question of this group.
    pub(crate) fn askers(&self, item: &ListItem) -> Result<usize, StoreError> {
        Ok(pure::people(self.waiting(item)?.iter()))
    }

    /// The questions of this group whose askers wait, latest first.
    fn waiting(&self, item: &ListItem) -> Result<Vec<OpenQuestion>, StoreError> {
        if !self.assistant.settings().conversation.keeps_ways_back {
            return Ok(Vec::new());
        }
        let open = open_questions(self.assistant.memory(), self.incoming.at_seconds)?;
        Ok(pure::of_group(&open, item).cloned().collect())
    }

    /// The same turn, which also tells everybody who asked what the entry says.
    pub(crate) fn tell_entry(
        &self,
        turn: Turn,
        item: &ListItem,
        entry: &EntryId,
    ) -> Result<Turn, StoreError> {
        let knowledge = self.assistant.knowledge();
        match knowledge.entry(entry) {
            Some(entry) => self.tell_askers(turn, item, Later::Entry(entry)),
            None => Ok(turn),
        }
    }

    /// The same turn, which also tells this to everybody who asked.
    fn tell_askers(
        &self,
        mut turn: Turn,
        item: &ListItem,
        said: Later<'_>,
    ) -> Result<Turn, StoreError> {
        let waiting = self.waiting(item)?;
        if waiting.is_empty() {
            return Ok(turn);
        }
        let people = pure::people(waiting.iter());
        let mut seen = HashSet::new();
        for open in &waiting {
            // In a group one answer is for all who asked there.
            if seen.insert(open.way_back.place) {
                let languages = self.languages_at(open)?;
                turn.replies.push(answer_later(open, said, languages));
            }
        }
        if let Some(first) = turn.replies.first_mut() {
            first
                .blocks
                .push(wording::askers_told(self.language, people));
        }
        self.close_cards(&mut turn, &waiting)?;
        let turns = waiting.iter().map(|open| open.way_back.turn).collect();
        Ok(keeping(turn, AdminRecord::Answered { turns }))
    }

    /// Has the turn close the cards that these questions opened: they are answered.
    fn close_cards(&self, turn: &mut Turn, answered: &[OpenQuestion]) -> Result<(), StoreError> {
        let Some(staff) = &self.assistant.settings().conversation.staff else {
            return Ok(());
        };
        let memory = self.assistant.memory();
        let knowledge = self.assistant.knowledge();
        for open in answered {
            let chat = memory.person_key().chat_key(open.way_back.place).chat;
            let card = memory.open_card(&open.way_back.person, &chat)?;
            let is_it = |card: &StaffCard| card.asked.question == open.way_back.turn;
            let Some(mut card) = card.filter(is_it) else {
                continue;
            };
            turn.records.push(Record::Card(CardRecord::Closed {
                card: card.asked.card,
                at_seconds: self.incoming.at_seconds,
            }));
            card.is_closed = true;
            let place = memory.card_place(card.asked.card, staff.chat.number())?;
            let shown = place
                .message
                .map(|message| shown_card_there(&card, staff, &knowledge, message));
            turn.replies.extend(shown);
        }
        Ok(())
    }

    /// The languages that hold where this was asked.
    fn languages_at(&self, open: &OpenQuestion) -> Result<Languages, StoreError> {
        let memory = self.assistant.memory();
        let settings = &self.assistant.settings().conversation;
        if open.way_back.place.is_group() {
            let chat = memory.person_key().chat_key(open.way_back.place).chat;
            let group = memory.group(&chat)?.unwrap_or(settings.group);
            return Ok(group.languages);
        }
        let chosen = memory.languages(&open.way_back.person)?;
        Ok(chosen.unwrap_or(settings.languages))
    }

    /// Asks what everybody who asked is to be told.
    pub(crate) fn begin_reply(&self, item: &ListItem) -> Result<Turn, StoreError> {
        if self.waiting(item)?.is_empty() {
            return Ok(self.say((vec![wording::nobody_waits(self.language)], Vec::new())));
        }
        self.begin_draft(Draft {
            step: DraftStep::Reply,
            item: Some(item.clone()),
            ..Draft::default()
        })
    }

    /// Tells everybody who asked what the admin wrote; it may become an entry, too.
    pub(crate) fn reply_all(&self, draft: &Draft, text: &str) -> Result<Turn, StoreError> {
        let Some(item) = &draft.item else {
            return self.cancel_draft();
        };
        if self.waiting(item)?.is_empty() {
            let said = self.say((vec![wording::nobody_waits(self.language)], Vec::new()));
            return Ok(keeping(said, self.keep_draft(None)));
        }
        let turn = self.begin_draft(self.entry_of(item, text))?;
        self.tell_askers(turn, item, Later::Words(text))
    }
}
