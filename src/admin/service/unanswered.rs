//! `/unanswered`: the list of unanswered questions, and what admins make of it.

use std::collections::HashSet;

use crate::admin as pure;
use crate::admin::service::{AdminRequest, keeping};
use crate::admin::wording;
use crate::admin::wording::AdminAction;
use crate::admin::{
    AdminRecord, Draft, DraftStep, ListItem, Origin, Refusal, ReloadResult, Unanswered,
};
use crate::conversation::Turn;
use crate::faq::EntryId;
use crate::faq::canonical::canonical_key;
use crate::model::incoming::TurnId;
use crate::model::reply::AdminStep;
use crate::reload::FaqEdit;
use crate::store::StoreError;

/// How many questions are looked through, the latest.
const QUESTIONS: u32 = 20_000;

/// How many groups a list keeps: nobody pages further.
const ITEMS: usize = 50;

/// How many wordings of a group a new entry begins with.
const FIRST_QUESTIONS: usize = 4;

impl AdminRequest<'_> {
    /// The list, made anew.
    pub(crate) fn list(&self) -> Result<Turn, StoreError> {
        let mut items = self.unanswered_groups()?;
        items.truncate(ITEMS);
        let turn = self.incoming.turn;
        let said = wording::list(self.language, turn, &items, 0, self.days());
        let record = AdminRecord::List {
            turn,
            at_seconds: self.incoming.at_seconds,
            items,
        };
        Ok(keeping(self.show(said), record))
    }

    /// What was pressed below a list, or below one of its groups.
    pub(crate) fn on_list(
        &self,
        list: TurnId,
        step: AdminStep,
        item: u16,
        pick: u8,
    ) -> Result<Turn, StoreError> {
        let number = usize::from(item);
        let items = self.assistant.memory().list(list)?;
        if step == AdminStep::List {
            return match items {
                Some(items) if number > 0 => {
                    let said = wording::list(self.language, list, &items, number, self.days());
                    Ok(self.show(said))
                }
                _ => self.list(),
            };
        }
        let Some(item) = items.as_ref().and_then(|items| items.get(number)) else {
            return Ok(self.tell(
                AdminAction::Edit,
                &ReloadResult::Refused(Refusal::Forgotten),
            ));
        };
        match step {
            AdminStep::Open => {
                let knowledge = self.assistant.knowledge();
                let look_up = |id: &_| knowledge.entry(id);
                let waiting = self.askers(item)?;
                let said = wording::group(self.language, list, number, item, look_up, waiting);
                Ok(self.show(said))
            }
            AdminStep::AddPhrasing => match item.nearest.get(usize::from(pick)) {
                Some((entry, _)) => self.add_phrasing(item, entry),
                None => Ok(self.tell(
                    AdminAction::Edit,
                    &ReloadResult::Refused(Refusal::Forgotten),
                )),
            },
            AdminStep::OutOfScope => self.edit(&FaqEdit::OutOfScope {
                text: unmasked(&item.text),
                near: item.nearest.first().map(|(entry, _)| entry.clone()),
            }),
            AdminStep::OtherEntry => self.begin_draft(Draft {
                step: DraftStep::Search,
                item: Some(item.clone()),
                ..Draft::default()
            }),
            AdminStep::NewEntry => self.begin_draft(Draft {
                step: DraftStep::Answer,
                questions: first_questions(item),
                beside: item.nearest.first().map(|(entry, _)| entry.clone()),
                item: Some(item.clone()),
                ..Draft::default()
            }),
            AdminStep::ReplyAll => self.begin_reply(item),
            AdminStep::Unignore => {
                let said = wording::listed_again(self.language, list, item);
                let keys = item.keys.clone();
                Ok(keeping(self.show(said), AdminRecord::Listed { keys }))
            }
            _ => {
                let said = wording::ignored(self.language, list, number, item);
                let record = AdminRecord::Ignored {
                    keys: item.keys.clone(),
                    at_seconds: self.incoming.at_seconds,
                };
                Ok(keeping(self.show(said), record))
            }
        }
    }

    fn edit(&self, edit: &FaqEdit) -> Result<Turn, StoreError> {
        let request = self.request(Origin::Edit);
        let result = self.reloader.edit(self.assistant, &request, edit, false)?;
        Ok(self.tell(AdminAction::Edit, &result))
    }

    /// Adds the group's question to an entry; whoever asked gets what the entry says.
    fn add_phrasing(&self, item: &ListItem, entry: &EntryId) -> Result<Turn, StoreError> {
        let edit = FaqEdit::Phrasing {
            entry: entry.clone(),
            text: unmasked(&item.text),
        };
        let request = self.request(Origin::Edit);
        let result = self.reloader.edit(self.assistant, &request, &edit, false)?;
        let turn = self.tell(AdminAction::Edit, &result);
        match result {
            ReloadResult::Taken(_) => self.tell_entry(turn, item, entry),
            _ => Ok(turn),
        }
    }

    /// Groups of unanswered questions as long as questions are kept.
    fn unanswered_groups(&self) -> Result<Vec<ListItem>, StoreError> {
        let memory = self.assistant.memory();
        let since = self.incoming.at_seconds - i64::from(self.days()) * 86_400;
        let asked = memory.asked(since, QUESTIONS)?;
        let unanswered: Vec<Unanswered> =
            asked.iter().filter_map(pure::Asked::unanswered).collect();
        let ignored: HashSet<String> = memory.ignored()?.into_iter().collect();
        let settings = self.assistant.settings();
        let knowledge = self.assistant.knowledge();
        Ok(pure::clusters(
            &unanswered,
            &knowledge,
            &settings.thresholds,
            &ignored,
        ))
    }

    fn days(&self) -> u32 {
        self.assistant.settings().conversation.retention_days
    }
}

/// The wordings that a new entry begins with: those without masks, the group's own first.
pub fn first_questions(item: &ListItem) -> Vec<String> {
    let others = item.others.iter().filter(|text| !pure::is_masked(text));
    let mut questions = vec![unmasked(&item.text)];
    questions.extend(others.cloned());
    let mut seen = HashSet::new();
    questions.retain(|text| seen.insert(canonical_key(text)));
    questions.truncate(FIRST_QUESTIONS);
    questions
}

/// The question without its masks: they stand for what nobody else will write.
pub fn unmasked(text: &str) -> String {
    if !pure::is_masked(text) {
        return text.to_owned();
    }
    let words = text
        .split_whitespace()
        .filter(|word| !pure::is_masked(word));
    words.collect::<Vec<_>>().join(" ")
}
