//! An entry looked at and changed in the chat, and what was changed.
//!
//! Each field is one change of the file: behind the FAQ's tests, every other byte as it is, to be
//! taken back by one button. What is being written stands in the store, so that it goes on after a
//! restart, and `/cancel` ends it.

use crate::admin::service::{AdminRequest, keeping};
use crate::admin::wording::{self, AdminAction, Unfit};
use crate::admin::{
    AdminRecord, Draft, DraftStep, EntryField, ListItem, Origin, Refusal, ReloadResult,
};
use crate::conversation::{Turn, as_people_see};
use crate::faq::edit::EntryFields;
use crate::faq::{Entry, EntryId};
use crate::matcher;
use crate::model::reply::{AdminStep, Block};
use crate::reload::FaqEdit;
use crate::store::StoreError;

/// How many entries are offered where words may mean several.
const FOUND: usize = 5;
/// How many files are offered to move an entry to; a keyboard holds a hundred buttons.
const FILES: usize = 60;
/// How many changes are told.
const CHANGES: u32 = 15;
/// How much of the code that stands for an admin is shown, in characters: enough to tell a handful
/// of people apart.
const CODE_CHARS: usize = 6;

impl AdminRequest<'_> {
    /// `/entry`: the entry with this id, or those that the words may mean.
    pub(crate) fn entry(&self, words: Option<&str>) -> Result<Turn, StoreError> {
        let words = words.unwrap_or_default().trim();
        let knowledge = self.assistant.knowledge();
        let named = EntryId::new(&words.to_lowercase()).filter(|id| knowledge.entry(id).is_some());
        if let Some(id) = named {
            return Ok(self.card(&id));
        }
        let thresholds = &self.assistant.settings().thresholds;
        let ids: Vec<EntryId> = match words.is_empty() {
            true => Vec::new(),
            false => matcher::ask(&knowledge, words, thresholds, FOUND)
                .candidates
                .into_iter()
                .map(|candidate| candidate.entry)
                .take(FOUND)
                .collect(),
        };
        let entries: Vec<_> = ids.iter().filter_map(|id| knowledge.entry(id)).collect();
        if entries.is_empty() {
            return Ok(self.say((vec![wording::entry_usage(self.language)], Vec::new())));
        }
        let turn = self.say(wording::found(self.language, self.incoming.turn, &entries));
        Ok(keeping(turn, self.listing(&ids)))
    }

    /// What was pressed below an entry or a list of them.
    pub(crate) fn on_entry(
        &self,
        list: u64,
        step: AdminStep,
        item: usize,
        pick: usize,
    ) -> Result<Turn, StoreError> {
        let items = self.assistant.memory().list(list)?;
        let item = items.and_then(|items| items.into_iter().nth(item));
        let Some(ListItem {
            nearest,
            others: files,
            keys: marks,
            ..
        }) = item
        else {
            let forgotten = ReloadResult::Refused(Refusal::Forgotten);
            return Ok(self.tell(AdminAction::Edit, &forgotten));
        };
        let id = match step {
            AdminStep::Entry => nearest.get(pick),
            _ => nearest.first(),
        };
        let Some((id, _)) = id else {
            return Ok(self.gone());
        };
        match (step, EntryField::ALL.get(pick)) {
            (AdminStep::EditField, Some(field)) => Ok(self.ask_field(id, *field)),
            (AdminStep::Preview, _) => self.preview(id),
            (AdminStep::Remove, _) => Ok(self.ask_removal(id)),
            (AdminStep::RemoveNow, _) => self.remove(id, marks.into_iter().next()),
            (AdminStep::Move, _) => self.ask_file(id),
            (AdminStep::MoveTo, _) => self.move_to(id, files.get(pick), marks.into_iter().next()),
            _ => Ok(self.card(id)),
        }
    }

    /// The entry as people see it.
    fn preview(&self, id: &EntryId) -> Result<Turn, StoreError> {
        let knowledge = self.assistant.knowledge();
        let Some(entry) = knowledge.entry(id) else {
            return Ok(self.gone());
        };
        let memory = self.assistant.memory();
        let person = memory.person_key().person(self.incoming.asker.id);
        let chosen = memory.languages(&person)?;
        let configured = self.assistant.settings().conversation.languages;
        let languages = chosen.unwrap_or(configured);
        let (blocks, buttons) = as_people_see(entry, languages, self.language);
        let mut turn = self.say((blocks, buttons));
        if let Some(reply) = turn.replies.first_mut() {
            reply.image.clone_from(&entry.image);
        }
        Ok(turn)
    }

    /// Asks whether the entry is to be removed.
    fn ask_removal(&self, id: &EntryId) -> Turn {
        let knowledge = self.assistant.knowledge();
        let Some(entry) = knowledge.entry(id) else {
            return self.gone();
        };
        let turn = self.say(wording::removal(self.language, self.incoming.turn, entry));
        keeping(turn, self.seen(entry, Vec::new()))
    }

    /// Asks which file the entry is to stand in.
    fn ask_file(&self, id: &EntryId) -> Result<Turn, StoreError> {
        let knowledge = self.assistant.knowledge();
        let Some(entry) = knowledge.entry(id) else {
            return Ok(self.gone());
        };
        let mut files = Vec::new();
        for (name, shown) in self.reloader.files() {
            if *shown != *entry.place.file {
                let entries = &knowledge.faq().entries;
                let inside = entries.iter().find(|one| *one.place.file == *shown);
                let topic = inside.and_then(|one| one.topic.as_ref());
                let topic = topic.and_then(|topic| topic.get_or_other(self.language));
                files.push((name, topic.map(str::to_owned)));
            }
        }
        files.truncate(FILES);
        let said = wording::files(self.language, self.incoming.turn, entry, &files);
        let names = files.into_iter().map(|(name, _)| name).collect();
        Ok(keeping(self.say(said), self.seen(entry, names)))
    }

    /// Moves the entry to the file with this name.
    fn move_to(
        &self,
        id: &EntryId,
        file: Option<&String>,
        mark: Option<String>,
    ) -> Result<Turn, StoreError> {
        let (Some(to), Some(seen)) = (file, mark) else {
            let forgotten = ReloadResult::Refused(Refusal::Forgotten);
            return Ok(self.tell(AdminAction::Edit, &forgotten));
        };
        let edit = FaqEdit::Move {
            entry: id.clone(),
            seen,
            to: to.clone(),
        };
        let request = self.request(Origin::Edit);
        let result = self.reloader.edit(self.assistant, &request, &edit, false)?;
        Ok(self.tell(AdminAction::Edit, &result))
    }

    /// Removes the entry, which had this mark when it was asked whether to.
    fn remove(&self, id: &EntryId, mark: Option<String>) -> Result<Turn, StoreError> {
        let knowledge = self.assistant.knowledge();
        let Some(entry) = knowledge.entry(id) else {
            return Ok(self.gone());
        };
        let edit = FaqEdit::Remove {
            entry: id.clone(),
            seen: mark.unwrap_or_else(|| EntryFields::of(entry).mark()),
        };
        let request = self.request(Origin::Edit);
        let result = self.reloader.edit(self.assistant, &request, &edit, false)?;
        Ok(self.tell(AdminAction::Edit, &result))
    }

    /// The entry with its buttons.
    fn card(&self, id: &EntryId) -> Turn {
        let knowledge = self.assistant.knowledge();
        let Some(entry) = knowledge.entry(id) else {
            return self.gone();
        };
        let turn = self.say(wording::entry(self.language, self.incoming.turn, entry));
        keeping(turn, self.listing(std::slice::from_ref(id)))
    }

    fn gone(&self) -> Turn {
        self.say((vec![wording::entry_gone(self.language)], Vec::new()))
    }

    /// What the buttons of this turn are about.
    fn listing(&self, ids: &[EntryId]) -> AdminRecord {
        AdminRecord::List {
            turn: self.incoming.turn,
            at_seconds: self.incoming.at_seconds,
            items: vec![ListItem {
                other_side: String::new(),
                text: String::new(),
                others: Vec::new(),
                wordings: 0,
                keys: Vec::new(),
                count: 0,
                not_helpful: 0,
                nearest: ids.iter().map(|id| (id.clone(), 1.0)).collect(),
            }],
        }
    }

    /// What the buttons of this turn are about, as it was when they were shown: one entry, and
    /// files to pick from.
    fn seen(&self, entry: &Entry, files: Vec<String>) -> AdminRecord {
        let mut record = self.listing(std::slice::from_ref(&entry.id));
        if let AdminRecord::List { items, .. } = &mut record
            && let Some(item) = items.first_mut()
        {
            item.keys = vec![EntryFields::of(entry).mark()];
            item.others = files;
        }
        record
    }

    /// Asks what the field is to say.
    fn ask_field(&self, id: &EntryId, field: EntryField) -> Turn {
        let knowledge = self.assistant.knowledge();
        let Some(entry) = knowledge.entry(id) else {
            return self.gone();
        };
        let fields = EntryFields::of(entry);
        let turn = self.incoming.turn;
        let now = text_of(&fields, field);
        let said = wording::field_prompt(self.language, turn, field, &now);
        let draft = Draft {
            step: DraftStep::Field,
            id: Some(id.to_string()),
            field: Some((field, fields.mark())),
            ..Draft::default()
        };
        keeping(self.say(said), self.keep_draft(Some(draft)))
    }

    /// Writes what an admin sent for a field; nothing leaves it empty.
    pub(crate) fn change_field(&self, draft: &Draft, text: &str) -> Result<Turn, StoreError> {
        let id = draft.id.as_deref().and_then(EntryId::new);
        let (Some(id), Some((field, seen))) = (id, &draft.field) else {
            return self.cancel_draft();
        };
        let knowledge = self.assistant.knowledge();
        let Some(entry) = knowledge.entry(&id) else {
            return Ok(keeping(self.gone(), self.keep_draft(None)));
        };
        let mut fields = EntryFields::of(entry);
        if *field == EntryField::Link && !text.is_empty() {
            let is_web = |url: url::Url| matches!(url.scheme(), "http" | "https");
            if !url::Url::parse(text).is_ok_and(is_web) {
                let why = wording::unfit(self.language, Unfit::Link);
                let now = text_of(&fields, *field);
                let turn = self.incoming.turn;
                let (mut blocks, rows) = wording::field_prompt(self.language, turn, *field, &now);
                blocks.insert(0, why);
                let said = self.say((blocks, rows));
                return Ok(keeping(said, self.keep_draft(Some(draft.clone()))));
            }
        }
        set(&mut fields, *field, text);
        let edit = FaqEdit::Change {
            entry: id.clone(),
            seen: seen.clone(),
            fields: fields.clone(),
        };
        let request = self.request(Origin::Edit);
        let result = self.reloader.edit(self.assistant, &request, &edit, false)?;
        let mut turn = self.tell(AdminAction::Edit, &result);
        let is_written = matches!(
            result,
            ReloadResult::Taken(_) | ReloadResult::Offered { .. } | ReloadResult::Unchanged { .. }
        );
        let other = field.other_language().filter(|other| {
            matches!(result, ReloadResult::Taken(_)) && !text_of(&fields, *other).is_empty()
        });
        if let (Some(other), Some(reply)) = (other, turn.replies.first_mut()) {
            let (block, row) = wording::other_language(self.language, self.incoming.turn, other);
            reply.blocks.push(block);
            reply.choices.push(row);
            turn = keeping(turn, self.listing(&[id]));
        }
        // Where the tests fail, or the file cannot be changed so, another text may do; where the
        // entry moved on, its new text is to be seen first.
        let waits = matches!(result, ReloadResult::Failing { .. });
        let draft = (!is_written && waits).then(|| draft.clone());
        Ok(keeping(turn, self.keep_draft(draft)))
    }

    /// `/history`.
    pub(crate) fn history(&self) -> Result<Turn, StoreError> {
        let memory = self.assistant.memory();
        let edits = memory.latest_edits(CHANGES)?;
        let me = memory.person_key().person(self.incoming.asker.id);
        let said = wording::history(self.language, &edits, |edit| match &edit.by {
            Some(by) if *by == me => match self.language {
                crate::text::Language::Zh => "您".to_owned(),
                crate::text::Language::En => "you".to_owned(),
            },
            Some(by) => by.as_str().chars().take(CODE_CHARS).collect(),
            None => "-".to_owned(),
        });
        let blocks: Vec<Block> = vec![said];
        Ok(self.say((blocks, Vec::new())))
    }
}

/// What a field says, as it is sent.
fn text_of(fields: &EntryFields, field: EntryField) -> String {
    match field {
        EntryField::AnswerEn => fields.answer[0].clone(),
        EntryField::AnswerZh => fields.answer[1].clone(),
        EntryField::QuestionsEn => fields.questions[0].join("\n"),
        EntryField::QuestionsZh => fields.questions[1].join("\n"),
        EntryField::Link => fields.link.clone(),
        EntryField::Keywords => fields.keywords.join("\n"),
    }
}

/// Lets a field say this.
fn set(fields: &mut EntryFields, field: EntryField, text: &str) {
    let lines = || text.lines().map(str::to_owned).collect();
    match field {
        EntryField::AnswerEn => fields.answer[0] = text.to_owned(),
        EntryField::AnswerZh => fields.answer[1] = text.to_owned(),
        EntryField::QuestionsEn => fields.questions[0] = lines(),
        EntryField::QuestionsZh => fields.questions[1] = lines(),
        EntryField::Link => fields.link = text.to_owned(),
        EntryField::Keywords => fields.keywords = lines(),
    }
}
