//! What those who may change entries make of questions that people answered: from a card in the
//! staff's chat, or by `/save` below a good answer in a group. What is written is finished in their
//! private chat.

use crate::admin::service::drafts;
use crate::admin::service::unanswered::{first_questions, unmasked};
use crate::admin::service::{AdminRequest, keeping};
use crate::admin::wording::{self, AdminAction};
use crate::admin::{AdminRecord, Draft, ListItem, Origin, ReloadResult};
use crate::conversation::{Record, Turn, mask};
use crate::faq::EntryId;
use crate::matcher;
use crate::model::card::{CardRecord, StaffCard};
use crate::model::incoming::{Place, Saved};
use crate::model::reply::{Delivery, Reply, StaffStep, Way};
use crate::reload::FaqEdit;
use crate::store::StoreError;
use crate::text::{self, Language};

impl AdminRequest<'_> {
    /// What was pressed below a card to change the FAQ.
    pub(crate) fn on_card(
        &self,
        press: &str,
        card: u64,
        step: StaffStep,
    ) -> Result<Turn, StoreError> {
        let Some(card) = self.assistant.memory().staff_card(card)? else {
            let gone = wording::card_gone(self.language);
            return Ok(noted(press, gone));
        };
        if card.asked.text.is_empty() {
            return Ok(noted(press, wording::card_without_question(self.language)));
        }
        match step {
            StaffStep::OutOfScope => self.card_out_of_scope(press, &card),
            _ if card.reply.trim().is_empty() => {
                Ok(noted(press, wording::card_without_reply(self.language)))
            }
            _ => {
                let nearest = card.asked.nearest.first().map(|(id, _)| id.clone());
                let question = unmasked(&card.asked.text);
                let draft = with_answer(vec![question], nearest, &card.reply);
                let mut turn = self.in_private(self.private_draft(draft)?);
                let note = wording::goes_on_in_private(self.language);
                turn.replies.insert(0, Reply::note(press, note));
                Ok(turn)
            }
        }
    }

    /// No entry may answer the card's question; the card is done with it.
    fn card_out_of_scope(&self, press: &str, card: &StaffCard) -> Result<Turn, StoreError> {
        let edit = FaqEdit::OutOfScope {
            text: unmasked(&card.asked.text),
            near: card.asked.nearest.first().map(|(id, _)| id.clone()),
        };
        let request = self.request(Origin::Edit);
        let result = self.reloader.edit(self.assistant, &request, &edit, false)?;
        let is_done = matches!(
            result,
            ReloadResult::Taken(_) | ReloadResult::Unchanged { .. } | ReloadResult::Offered { .. }
        );
        let said = self.tell(AdminAction::Edit, &result);
        let mut turn = self.in_private(said);
        let note = match is_done {
            true => wording::now_out_of_scope(self.language),
            false => wording::goes_on_in_private(self.language),
        };
        turn.replies.insert(0, Reply::note(press, note));
        if is_done && !card.is_closed {
            turn.records.push(Record::Card(CardRecord::Closed {
                card: card.asked.card,
                at_seconds: self.incoming.at_seconds,
            }));
            let mut closed = card.clone();
            closed.is_closed = true;
            let knowledge = self.assistant.knowledge();
            turn.replies.push(crate::conversation::shown_card(
                &closed,
                &knowledge,
                self.incoming.message,
            ));
        }
        Ok(turn)
    }

    /// `/save` below an answer in a group: a draft of an entry, or one more way to ask for the entry
    /// that is named. In private it tells how it is used.
    pub(crate) fn save(&self, saved: &Saved) -> Result<Turn, StoreError> {
        if !self.incoming.place.is_group() || saved.reply_to.is_none() {
            return Ok(self.say((vec![wording::save_usage(self.language)], Vec::new())));
        }
        let knowledge = self.assistant.knowledge();
        let named = saved.entry.as_deref().and_then(EntryId::new);
        let named = named.filter(|id| knowledge.entry(id).is_some());
        if let Some(entry) = named {
            // A question alone may be replied to, too.
            let question = saved.question.as_ref().unwrap_or(&saved.answer);
            let edit = FaqEdit::Phrasing {
                entry,
                text: unmasked(&mask(question.trim())),
            };
            let request = self.request(Origin::Edit);
            let result = self.reloader.edit(self.assistant, &request, &edit, false)?;
            return Ok(self.in_private(self.tell(AdminAction::Edit, &result)));
        }
        let given = saved.entry.clone().filter(|words| !is_id(words));
        if saved.entry.is_some() && given.is_none() {
            let gone = (vec![wording::entry_gone(self.language)], Vec::new());
            return Ok(self.in_private(self.say(gone)));
        }
        if saved.answer.trim().is_empty() {
            let usage = (vec![wording::save_usage(self.language)], Vec::new());
            return Ok(self.in_private(self.say(usage)));
        }
        let question = given.or_else(|| saved.question.clone());
        let question = question.map(|text| unmasked(&mask(text.trim())));
        let answer = mask(saved.answer.trim());
        let draft = match question.filter(|text| !text.is_empty()) {
            Some(question) => {
                let thresholds = &self.assistant.settings().thresholds;
                let found = matcher::ask(&knowledge, &question, thresholds, 1).candidates;
                let nearest = found.into_iter().next().map(|candidate| candidate.entry);
                with_answer(vec![question], nearest, &answer)
            }
            None => with_answer(Vec::new(), None, &answer),
        };
        Ok(self.in_private(self.private_draft(draft)?))
    }

    /// The entry that this text would make as an answer to the group.
    pub(crate) fn entry_of(&self, item: &ListItem, text: &str) -> Draft {
        let nearest = item.nearest.first().map(|(entry, _)| entry.clone());
        with_answer(first_questions(item), nearest, text)
    }

    /// `/staff`: who may do what, and what waits for people.
    pub(crate) fn staff(&self) -> Result<Turn, StoreError> {
        let settings = &self.assistant.settings().conversation;
        let open = self.assistant.memory().open_cards(OPEN_CARDS)?.len();
        let staff = settings.staff.as_ref();
        let is_here = staff.and_then(|staff| staff.hours.as_ref()).map(|hours| {
            let opening = hours.opens(self.incoming.at_seconds);
            opening.is_none()
        });
        let said = wording::staff(
            self.language,
            &self.service.admins,
            &self.service.editors,
            staff.map(|staff| (staff.chat.number(), is_here, open)),
        );
        Ok(self.say((vec![said], Vec::new())))
    }

    /// The beginning of a draft in the private chat of the one who asked for it.
    fn private_draft(&self, draft: Draft) -> Result<Turn, StoreError> {
        let (draft, (blocks, buttons)) = self.next_of(draft)?;
        let mut shown = vec![wording::saved_answer(self.language, &draft)];
        shown.extend(blocks);
        let turn = self.say((shown, buttons));
        let key = self.assistant.memory().person_key();
        let record = AdminRecord::Draft {
            chat: key.chat_key(self.private()).chat,
            at_seconds: self.incoming.at_seconds,
            draft: Some(draft),
        };
        Ok(keeping(turn, record))
    }

    /// The private chat of the one who asked.
    fn private(&self) -> Place {
        Place::Private {
            chat: self.incoming.asker.id,
            topic: None,
        }
    }

    /// The same turn, said in private.
    fn in_private(&self, mut turn: Turn) -> Turn {
        for reply in &mut turn.replies {
            if !matches!(reply.delivery, Delivery::Note { .. }) {
                let way = Way::Send { reply_to: None };
                let blocks = std::mem::take(&mut reply.blocks);
                let choices = std::mem::take(&mut reply.choices);
                *reply = Reply::elsewhere(self.private(), way, None, blocks).with_choices(choices);
            }
        }
        turn
    }
}

/// How many open cards are counted.
const OPEN_CARDS: u32 = 10_000;

/// A draft of an entry that has its answer.
fn with_answer(questions: Vec<String>, beside: Option<EntryId>, answer: &str) -> Draft {
    let (en, zh) = match text::analyze(answer).language() {
        Language::En => (Some(answer.to_owned()), None),
        Language::Zh => (None, Some(answer.to_owned())),
    };
    let mut draft = Draft {
        questions,
        beside,
        en,
        zh,
        ..Draft::default()
    };
    draft.step = drafts::next(&draft);
    draft
}

/// Whether it has the form of an id and not of a question.
fn is_id(words: &str) -> bool {
    EntryId::new(words).is_some()
}

/// A turn that only tells the one who pressed.
fn noted(press: &str, words: String) -> Turn {
    Turn {
        replies: vec![Reply::note(press, words)],
        records: Vec::new(),
    }
}
