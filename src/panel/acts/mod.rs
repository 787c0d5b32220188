//! Everything that the panel changes, and by whose functions: those of the chat and the command
//! line. The one file that pages call for it.

pub mod cards;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::admin::service::{AdminService, slug};
use crate::admin::wording::{self, AdminAction};
use crate::admin::{AdminRecord, Origin, Refusal, ReloadResult};
use crate::assistant::Assistant;
use crate::conversation::Record;
use crate::faq::edit::{EntryFields, NewEntry};
use crate::faq::{Entry, EntryId, Faq, Loaded};
use crate::import_export;
use crate::knowledge::Knowledge;
use crate::model::incoming::TurnId;
use crate::model::reply::Block;
use crate::reload::{ChangedEntry, FaqEdit, ReloadRequest, Sources};
use crate::store::{Commit, Store, StoreError};
use crate::text::Language;

use cards::{CardAct, CardDone, Colleague};

/// Where the numbers of our turns begin: above those of updates and of news to admins.
const FIRST_TURN: u64 = (1 << 62) + (1 << 61);

/// How many acts can be told apart that begin in one millisecond.
const IN_A_MILLISECOND: u64 = 256;

/// What can be done.
pub struct Acts {
    assistant: Arc<Assistant>,
    store: Arc<dyn Store>,
    service: Arc<AdminService>,
    last_turn: AtomicU64,
}

/// What came of an act.
pub struct Done {
    /// Its number, by which it is undone.
    pub turn: TurnId,
    /// What was done.
    pub action: AdminAction,
    /// What it came to.
    pub result: ReloadResult,
}

/// What came of an import, file by file; `None` where the store failed or it is not known any more.
pub type Written = Option<Vec<Done>>;

impl Acts {
    /// Acts on what `assistant` knows.
    pub fn new(
        assistant: Arc<Assistant>,
        store: Arc<dyn Store>,
        service: Arc<AdminService>,
    ) -> Acts {
        Acts {
            assistant,
            store,
            service,
            last_turn: AtomicU64::new(0),
        }
    }

    /// Changes the FAQ's files, behind its tests.
    ///
    /// # Errors
    /// When the store fails; so with all that follow.
    pub fn edit(&self, admin: i64, edit: &FaqEdit) -> Result<Done, StoreError> {
        let request = self.request(admin, Origin::Edit);
        let result = self
            .service
            .reloader()
            .edit(&self.assistant, &request, edit, false)?;
        Ok(done(&request, AdminAction::Edit, result))
    }

    /// Takes over what an import holds: file by file, each behind the FAQ's tests and each to be
    /// taken back by itself. Entries whose topic has no file yet come into the last one. Stops at
    /// the first file that is refused.
    pub fn import(&self, admin: i64, imported: &Faq) -> Result<Vec<Done>, StoreError> {
        let path = self.service.reloader().path();
        let sources = match Sources::read(path) {
            Ok(sources) => sources,
            Err(diagnostics) => {
                let request = self.request(admin, Origin::Edit);
                let broken = ReloadResult::Broken(diagnostics);
                return Ok(vec![done(&request, AdminAction::Edit, broken)]);
            }
        };
        let mut all = Vec::new();
        let edits = edits_of(&sources.load(), imported, &path.display().to_string());
        let entries = edits.iter().map(|edit| match edit {
            FaqEdit::Import { changed, added, .. } => changed.len() + added.len(),
            _ => 0,
        });
        self.service.reloader().progress().begin(entries.sum());
        for edit in edits {
            let one = self.edit(admin, &edit)?;
            let goes_on = one.is_taken() || one.is_offered();
            all.push(one);
            if !goes_on {
                break;
            }
        }
        Ok(all)
    }

    /// The files of the FAQ: their names below its folder, and as pages name them.
    pub fn files(&self) -> Vec<(String, String)> {
        self.service.reloader().files()
    }

    /// How far the import that runs is, in percent.
    pub fn import_percent(&self) -> usize {
        self.service.reloader().progress().percent()
    }

    /// Takes back the change that a turn made.
    pub fn undo(&self, admin: i64, made_by: TurnId) -> Result<Done, StoreError> {
        let request = self.request(admin, Origin::Undo);
        let result = self
            .service
            .reloader()
            .undo(&self.assistant, &request, made_by)?;
        Ok(done(&request, AdminAction::Undo, result))
    }

    /// Reads the files again.
    pub fn reload(&self, admin: i64, force: bool) -> Result<Done, StoreError> {
        let (origin, action) = match force {
            true => (Origin::Forced, AdminAction::Force),
            false => (Origin::Reload, AdminAction::Reload),
        };
        let request = self.request(admin, origin);
        let result = self
            .service
            .reloader()
            .reload(&self.assistant, &request, force)?;
        Ok(done(&request, action, result))
    }

    /// Goes back to the version before.
    pub fn rollback(&self, admin: i64) -> Result<Done, StoreError> {
        let request = self.request(admin, Origin::Reload);
        let result = self
            .service
            .reloader()
            .rollback(&self.assistant, &request, None)?;
        Ok(done(&request, AdminAction::Rollback, result))
    }

    /// Does this with a card of the staff's chat.
    pub fn on_card(
        &self,
        who: &Colleague,
        number: TurnId,
        act: CardAct,
    ) -> Result<CardDone, StoreError> {
        let (service, assistant) = (&*self.service, &*self.assistant);
        cards::act((service, assistant), who, self.next_turn(), number, act)
    }

    /// Leaves questions with these keys out of the list from now on.
    pub fn ignore(&self, keys: Vec<String>) -> Result<(), StoreError> {
        let at_seconds = now_seconds();
        self.store.commit(&[Commit {
            at_seconds,
            records: vec![Record::Admin(AdminRecord::Ignored { keys, at_seconds })],
            ..Commit::default()
        }])?;
        Ok(())
    }

    fn request(&self, admin: i64, origin: Origin) -> ReloadRequest {
        ReloadRequest {
            turn: Some(self.next_turn()),
            at_seconds: now_seconds(),
            origin,
            admin: Some(admin),
        }
    }

    /// A name that no other work has.
    pub fn new_key(&self) -> String {
        self.next_turn().to_string()
    }

    /// A number that no other turn has, also after a restart.
    fn next_turn(&self) -> TurnId {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let millis = since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0));
        let earliest = FIRST_TURN + millis * IN_A_MILLISECOND;
        let next = |last: u64| Some(earliest.max(last + 1));
        let last = self
            .last_turn
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        // The update above never declines.
        last.map_or(earliest, |last| earliest.max(last + 1))
    }
}

/// The questions that a new entry for this group begins with.
pub use crate::admin::service::first_questions as questions_of;
/// A question without its masks.
pub use crate::admin::service::unmasked;

/// An id that nobody has, made of the first English words; a number where there are none.
pub fn id_of(questions: &[String], knowledge: &Knowledge) -> String {
    let is_free = |id: &String| EntryId::new(id).is_some_and(|id| knowledge.entry(&id).is_none());
    let from_words = questions.iter().map(|question| slug(question));
    let numbered = (knowledge.faq().entries.len() + 1..).map(|number| format!("entry-{number}"));
    from_words.chain(numbered).find(is_free).unwrap_or_default()
}

impl Done {
    /// Whether it is a change that can be taken back.
    pub fn can_undo(&self) -> bool {
        self.action == AdminAction::Edit && self.is_taken()
    }

    /// Whether something else answers now.
    pub fn is_taken(&self) -> bool {
        matches!(self.result, ReloadResult::Taken(_))
    }

    /// Whether it was not written, but shown as a patch.
    pub fn is_offered(&self) -> bool {
        matches!(self.result, ReloadResult::Offered { .. })
    }

    /// Whether a reload failed its tests only, and may be forced.
    pub fn may_force(&self) -> bool {
        self.action == AdminAction::Reload && matches!(self.result, ReloadResult::Failing { .. })
    }

    /// Whether the entry is not what the admin saw when they began.
    pub fn has_moved_on(&self) -> bool {
        matches!(self.result, ReloadResult::Refused(Refusal::EntryChanged))
    }

    /// What came of it, in the words of the chat.
    pub fn words(&self, language: Language) -> Vec<Block> {
        wording::reload_result(language, self.action, self.turn, &self.result).0
    }
}

/// What an import changes, one edit a file.
fn edits_of(loaded: &Loaded, imported: &Faq, folder: &str) -> Vec<FaqEdit> {
    let merged = import_export::merge(Some(loaded), imported, folder, "faq");
    let new = |entry: &Entry| {
        let fields = EntryFields::of(entry);
        let of = |language: Language| match language {
            Language::En => 0,
            Language::Zh => 1,
        };
        let answers = Language::ALL.into_iter();
        let answers = answers.map(|language| (language, fields.answer[of(language)].clone()));
        let questions = entry.phrasings.iter();
        let new = NewEntry {
            id: entry.id.clone(),
            questions: questions
                .map(|one| (one.language, one.text.clone()))
                .collect(),
            answer: answers.filter(|(_, text)| !text.is_empty()).collect(),
            link: Some(fields.link.clone()).filter(|link| !link.is_empty()),
        };
        (new, fields)
    };
    let (known, unknown): (Vec<_>, Vec<_>) = merged.files.iter().partition(|file| file.known);
    let mut edits: Vec<FaqEdit> = known
        .into_iter()
        .map(|file| FaqEdit::Import {
            file: Some(file.name.clone()),
            changed: file
                .changed
                .iter()
                .map(|(before, after)| ChangedEntry {
                    entry: after.id.clone(),
                    seen: EntryFields::of(before).mark(),
                    fields: EntryFields::of(after),
                })
                .collect(),
            added: file.added.iter().map(new).collect(),
        })
        .collect();
    let added: Vec<(NewEntry, EntryFields)> = unknown
        .iter()
        .flat_map(|file| &file.added)
        .map(new)
        .collect();
    if !added.is_empty() {
        edits.push(FaqEdit::Import {
            file: None,
            changed: Vec::new(),
            added,
        });
    }
    edits
}

fn done(request: &ReloadRequest, action: AdminAction, result: ReloadResult) -> Done {
    Done {
        turn: request.turn.unwrap_or_default(),
        action,
        result,
    }
}

/// Unix seconds.
pub fn now_seconds() -> i64 {
    crate::ops::clock::unix_seconds()
}
