//! A new entry, written in the chat: the answer, and it can be saved. The other language, a link and
//! another id than the one made of the question are at hand, and asked of nobody.
//! How far it is stands in the store, so that it goes on after a restart.

use crate::admin::service::{AdminRequest, keeping};
use crate::admin::wording;
use crate::admin::wording::{AdminAction, Unfit};
use crate::admin::{AdminRecord, Draft, DraftStep, Origin, ReloadResult};
use crate::conversation::Turn;
use crate::faq::EntryId;
use crate::faq::edit::NewEntry;
use crate::matcher;
use crate::model::incoming::Question;
use crate::model::reply::{Block, Button};
use crate::reload::FaqEdit;
use crate::store::StoreError;
use crate::text::{self, Language};

/// For how long a draft waits, in seconds: two hours. What an admin writes after that is a question.
const PATIENCE_SECONDS: i64 = 2 * 3600;

/// How many entries are offered where one is looked for.
const FOUND: usize = 5;

/// How many words of a question an id is made of.
const ID_WORDS: usize = 5;

/// Blocks and buttons of one message.
type Said = (Vec<Block>, Vec<Vec<Button>>);

impl AdminRequest<'_> {
    /// Begins a new entry; one that was begun before is given up.
    pub(crate) fn begin_draft(&self, draft: Draft) -> Result<Turn, StoreError> {
        self.ask_next(draft)
    }

    /// What an admin wrote: what the draft waits for, if there is one.
    pub(crate) fn draft_text(&self, question: &Question) -> Result<Option<Turn>, StoreError> {
        let Some(mut draft) = self.draft()? else {
            return Ok(None);
        };
        let text = question.text.trim();
        if question.edited {
            return Ok(Some(self.unfit(&draft, Unfit::Edited)));
        }
        match draft.step {
            DraftStep::Question => {
                draft.questions.push(text.to_owned());
                draft.step = next(&draft);
            }
            DraftStep::Id => match self.id(text) {
                Ok(id) => {
                    draft.id = Some(id);
                    draft.step = next(&draft);
                }
                Err(why) => return Ok(Some(self.unfit(&draft, why))),
            },
            DraftStep::Answer => {
                match text::analyze(text).language() {
                    Language::En => draft.en = Some(text.to_owned()),
                    Language::Zh => draft.zh = Some(text.to_owned()),
                }
                draft.step = next(&draft);
            }
            DraftStep::OtherAnswer => {
                let other = match draft.en {
                    None => &mut draft.en,
                    Some(_) => &mut draft.zh,
                };
                *other = Some(text.to_owned());
                draft.step = next(&draft);
            }
            DraftStep::Link => {
                let is_web = |url: url::Url| matches!(url.scheme(), "http" | "https");
                if !url::Url::parse(text).is_ok_and(is_web) {
                    return Ok(Some(self.unfit(&draft, Unfit::Link)));
                }
                draft.link = Some(text.to_owned());
                draft.step = DraftStep::Confirm;
            }
            DraftStep::Confirm => return Ok(Some(self.unfit(&draft, Unfit::Press))),
            DraftStep::Search => return self.search(draft, text).map(Some),
            DraftStep::Field => return self.change_field(&draft, text).map(Some),
            DraftStep::Reply => return self.reply_all(&draft, text).map(Some),
        }
        self.ask_next(draft).map(Some)
    }

    /// Shows the group again, with the entries that `text` names.
    fn search(&self, draft: Draft, text: &str) -> Result<Turn, StoreError> {
        let knowledge = self.assistant.knowledge();
        let thresholds = &self.assistant.settings().thresholds;
        let named = EntryId::new(&text.to_lowercase()).filter(|id| knowledge.entry(id).is_some());
        let found: Vec<(EntryId, f64)> = match named {
            Some(id) => vec![(id, 1.0)],
            None => matcher::ask(&knowledge, text, thresholds, FOUND)
                .candidates
                .into_iter()
                .take(FOUND)
                .map(|candidate| (candidate.entry, candidate.confidence))
                .collect(),
        };
        let Some(mut item) = draft.item.clone().filter(|_| !found.is_empty()) else {
            return Ok(self.unfit(&draft, Unfit::NoEntry));
        };
        let waiting = self.askers(&item)?;
        item.nearest = found;
        let turn = self.incoming.turn;
        let look_up = |id: &_| knowledge.entry(id);
        let said = self.say(wording::group(
            self.language,
            turn,
            0,
            &item,
            look_up,
            waiting,
        ));
        let list = AdminRecord::List {
            turn,
            at_seconds: self.incoming.at_seconds,
            items: vec![item],
        };
        Ok(keeping(keeping(said, list), self.keep_draft(None)))
    }

    /// Leaves out what the draft waits for.
    pub(crate) fn skip(&self) -> Result<Turn, StoreError> {
        let Some(mut draft) = self.draft()? else {
            return Ok(self.no_draft(false));
        };
        match draft.step {
            DraftStep::Id | DraftStep::OtherAnswer | DraftStep::Link => draft.step = next(&draft),
            DraftStep::Field => return self.change_field(&draft, ""),
            // An old button: the question stands.
            DraftStep::Question
            | DraftStep::Answer
            | DraftStep::Confirm
            | DraftStep::Search
            | DraftStep::Reply => {}
        }
        self.ask_next(draft)
    }

    /// Asks for more of the new entry than it needs.
    pub(crate) fn draft_more(&self, pick: usize) -> Result<Turn, StoreError> {
        let draft = self.draft()?;
        let draft = draft.filter(|draft| draft.step == DraftStep::Confirm);
        match (draft, DraftStep::MORE.get(pick)) {
            (Some(draft), Some(step)) => self.ask_next(Draft {
                step: *step,
                ..draft
            }),
            _ => Ok(self.no_draft(false)),
        }
    }

    /// Gives the draft up.
    pub(crate) fn cancel_draft(&self) -> Result<Turn, StoreError> {
        let was_there = self.draft()?.is_some();
        Ok(keeping(self.no_draft(was_there), self.keep_draft(None)))
    }

    /// Writes the entry.
    pub(crate) fn save_draft(&self) -> Result<Turn, StoreError> {
        let draft = self.draft()?;
        let draft = draft.filter(|draft| draft.step == DraftStep::Confirm);
        let Some((edit, draft)) = draft.and_then(|draft| Some((edit(&draft)?, draft))) else {
            return Ok(self.no_draft(false));
        };
        let request = self.request(Origin::Edit);
        let result = self.reloader.edit(self.assistant, &request, &edit, false)?;
        let mut turn = self.tell(AdminAction::Edit, &result);
        let id = draft.id.as_deref().and_then(EntryId::new);
        if let (ReloadResult::Taken(_), Some(item), Some(id)) = (&result, &draft.item, &id) {
            turn = self.tell_entry(turn, item, id)?;
        }
        Ok(match result {
            ReloadResult::Taken(_)
            | ReloadResult::Offered { .. }
            | ReloadResult::Unchanged { .. } => keeping(turn, self.keep_draft(None)),
            _ => turn,
        })
    }

    /// Keeps the draft and asks for what comes next; at the end it shows what it comes to.
    fn ask_next(&self, draft: Draft) -> Result<Turn, StoreError> {
        let (draft, said) = self.next_of(draft)?;
        Ok(keeping(self.say(said), self.keep_draft(Some(draft))))
    }

    /// What is said of the draft, which gets an id where it is whole without one.
    pub(super) fn next_of(&self, mut draft: Draft) -> Result<(Draft, Said), StoreError> {
        if draft.step == DraftStep::Confirm && draft.id.is_none() {
            draft.id = Some(self.free_id(&draft));
        }
        let (mut blocks, mut buttons) = self.prompt(&draft);
        if let (DraftStep::Confirm, Some(edit)) = (draft.step, edit(&draft)) {
            let request = self.request(Origin::Edit);
            let result = self.reloader.edit(self.assistant, &request, &edit, true)?;
            let turn = self.incoming.turn;
            let (mut shown, _) =
                wording::reload_result(self.language, AdminAction::Edit, turn, &result);
            match result {
                ReloadResult::Offered { .. } => shown.append(&mut blocks),
                // Not to be saved as it is: what is left is to give it up, or to fix the rest of
                // the FAQ first and save then.
                _ => buttons = self.prompt(&draft).1,
            }
            blocks = shown;
        }
        Ok((draft, (blocks, buttons)))
    }

    pub(super) fn prompt(&self, draft: &Draft) -> (Vec<Block>, Vec<Vec<Button>>) {
        let id = self.free_id(draft);
        wording::draft(self.language, self.incoming.turn, draft, &id)
    }

    /// Says why that does not do, and asks again.
    fn unfit(&self, draft: &Draft, why: Unfit) -> Turn {
        let (_, buttons) = self.prompt(draft);
        self.say((vec![wording::unfit(self.language, why)], buttons))
    }

    fn no_draft(&self, was_there: bool) -> Turn {
        self.say((
            vec![wording::no_draft(self.language, was_there)],
            Vec::new(),
        ))
    }

    /// The id that was meant, in the form that ids have.
    fn id(&self, text: &str) -> Result<String, Unfit> {
        let meant = text.to_lowercase().replace(' ', "-");
        let id = EntryId::new(&meant).ok_or(Unfit::Id)?;
        match self.assistant.knowledge().entry(&id) {
            Some(_) => Err(Unfit::TakenId),
            None => Ok(meant),
        }
    }

    /// An id that nobody has: words of the questions where they have any, else a number.
    fn free_id(&self, draft: &Draft) -> String {
        let knowledge = self.assistant.knowledge();
        let is_free =
            |id: &String| EntryId::new(id).is_some_and(|id| knowledge.entry(&id).is_none());
        let from_words = draft.questions.iter().map(|question| slug(question));
        let numbered =
            (knowledge.faq().entries.len() + 1..).map(|number| format!("entry-{number}"));
        from_words.chain(numbered).find(is_free).unwrap_or_default()
    }

    pub(super) fn draft(&self) -> Result<Option<Draft>, StoreError> {
        let since = self.incoming.at_seconds - PATIENCE_SECONDS;
        self.assistant.memory().draft(&self.chat(), since)
    }

    pub(super) fn keep_draft(&self, draft: Option<Draft>) -> AdminRecord {
        AdminRecord::Draft {
            chat: self.chat(),
            at_seconds: self.incoming.at_seconds,
            draft,
        }
    }

    pub(super) fn chat(&self) -> String {
        let key = self.assistant.memory().person_key();
        key.chat_key(self.incoming.place).chat
    }
}

/// What a new entry needs next: a question, an answer, or a yes.
pub(super) fn next(draft: &Draft) -> DraftStep {
    match (draft.questions.is_empty(), &draft.en, &draft.zh) {
        (true, ..) => DraftStep::Question,
        (false, None, None) => DraftStep::Answer,
        _ => DraftStep::Confirm,
    }
}

/// The entry that a finished draft makes.
fn edit(draft: &Draft) -> Option<FaqEdit> {
    let languages = |text: &String| (text::analyze(text).language(), text.clone());
    let answer = [(Language::En, &draft.en), (Language::Zh, &draft.zh)];
    let answer = answer
        .into_iter()
        .filter_map(|(language, text)| Some((language, text.clone()?)));
    Some(FaqEdit::Entry {
        entry: NewEntry {
            id: EntryId::new(draft.id.as_ref()?)?,
            questions: draft.questions.iter().map(languages).collect(),
            answer: answer.collect(),
            link: draft.link.clone(),
        },
        beside: draft.beside.clone(),
    })
}

/// The English words of a question as an id; empty where it has none.
pub fn slug(question: &str) -> String {
    let words: Vec<String> = question
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .take(ID_WORDS)
        .collect();
    let mut id = words.join("-");
    id.truncate(48);
    id.trim_end_matches('-').to_owned()
}
