//! What admins are told without having asked: the week's digest, and questions that many ask within
//! an hour. The moment comes in; when it is told, and that it is told once, stands in the store.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::admin as pure;
use crate::admin::service::{AdminRequest, AdminService, numbers};
use crate::admin::wording;
use crate::admin::{AdminRecord, Change, Digest, Growth, ListItem, Period, Unanswered};
use crate::assistant::Assistant;
use crate::conversation::{Record, Turn};
use crate::faq::{self, EntryId};
use crate::model::asked::{OpenQuestion, WAY_BACK_SECONDS};
use crate::model::incoming::{Place, TurnId};
use crate::model::reply::{Block, Reply};
use crate::store::{ConversationHistory, StoreError};
use crate::text::Language;

/// How many open questions are looked at, the latest: each different wording is asked once, a
/// millisecond or two.
pub(super) const OPEN_QUESTIONS: u32 = 1000;

/// How many versions of the FAQ are gone back through at most to the beginning of a week.
const VERSIONS: usize = 64;

/// How many groups of unanswered questions are counted.
const GROUPS: usize = 50;

/// Something that admins are to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// What is to be kept with it, so that it is told once.
    pub records: Vec<Record>,
    /// What it is.
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    Digest(Box<Digest>),
    Growth(Box<Growth>),
}

/// To whom something is told, and when.
#[derive(Debug, Clone, Copy)]
pub struct Recipient {
    /// The admin's number.
    pub admin: i64,
    /// The turn that tells it.
    pub turn: TurnId,
    /// Unix seconds.
    pub at_seconds: i64,
}

impl AdminService {
    /// What is to be told at `now_seconds` (Unix), and what is to be kept where nothing is told yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unasked(
        &self,
        assistant: &Assistant,
        now_seconds: i64,
    ) -> Result<(Vec<News>, Vec<Record>), StoreError> {
        let (mut news, mut records) = (Vec::new(), Vec::new());
        if let Some(week_end) = self
            .unasked
            .digest
            .as_ref()
            .and_then(|weekly| weekly.latest(now_seconds))
        {
            let sent = assistant.memory().digest_sent()?;
            let record = Record::Admin(AdminRecord::DigestSent {
                at_seconds: week_end,
            });
            match sent {
                // The first week begins now: what was before nobody asked to be told.
                None => records.push(record),
                Some(sent) if sent < week_end => news.push(News {
                    records: vec![record],
                    what: What::Digest(Box::new(self.digest(assistant, week_end)?)),
                }),
                Some(_) => {}
            }
        }
        if let Some(least) = self.unasked.alert {
            news.extend(self.growing(assistant, least, now_seconds)?);
        }
        Ok((news, records))
    }

    /// Questions that many ask now and of which the admins do not know.
    fn growing(
        &self,
        assistant: &Assistant,
        least: usize,
        now_seconds: i64,
    ) -> Result<Vec<News>, StoreError> {
        let memory = assistant.memory();
        let mut open = memory.open_questions(now_seconds - pure::GROWTH_SECONDS, OPEN_QUESTIONS)?;
        // What admins ask in their own chats is a trial.
        let trials: HashSet<_> = (self.admins.iter())
            .map(|id| memory.person_key().person(*id))
            .collect();
        open.retain(|one| one.way_back.place.is_group() || !trials.contains(&one.way_back.person));
        if pure::people(open.iter()) < least {
            return Ok(Vec::new());
        }
        let ignored: HashSet<String> = memory.ignored()?.into_iter().collect();
        let alerted = memory.alerted(now_seconds - WAY_BACK_SECONDS)?;
        let known = pure::Known {
            ignored: &ignored,
            alerted: &alerted.into_iter().collect(),
        };
        let settings = assistant.settings();
        let knowledge = assistant.knowledge();
        let grown = pure::growing(&open, least, known, &knowledge, &settings.thresholds);
        let news = grown.into_iter().map(|growth| News {
            records: vec![Record::Admin(AdminRecord::Alerted {
                keys: growth.item.keys.clone(),
                at_seconds: now_seconds,
            })],
            what: What::Growth(Box::new(growth)),
        });
        Ok(news.collect())
    }

    /// The digest of the week that ends at `until_seconds`.
    fn digest(&self, assistant: &Assistant, until_seconds: i64) -> Result<Digest, StoreError> {
        let memory = assistant.memory();
        let since = until_seconds - 2 * Period::Week.seconds();
        let asked = memory.asked(since, numbers::QUESTIONS)?;
        let asked = pure::without_trials(asked, memory.person_key(), &self.admins);
        let unanswered: Vec<Unanswered> = pure::in_week(&asked, until_seconds)
            .into_iter()
            .filter_map(pure::Asked::unanswered)
            .collect();
        let ignored: HashSet<String> = memory.ignored()?.into_iter().collect();
        let knowledge = assistant.knowledge();
        let thresholds = &assistant.settings().thresholds;
        let mut groups = pure::clusters(&unanswered, &knowledge, thresholds, &ignored);
        groups.truncate(GROUPS);
        let from = until_seconds - Period::Week.seconds();
        let change = change_since(memory, assistant, from)?;
        let due = due(assistant, until_seconds);
        Ok(pure::digest(&asked, until_seconds, groups, change, due))
    }

    /// What this admin is told, and what is to be kept with it.
    pub fn tell_of(
        &self,
        assistant: &Assistant,
        news: &News,
        to: Recipient,
    ) -> (Reply, Vec<Record>) {
        let languages = languages_of(assistant, to);
        let knowledge = assistant.knowledge();
        let look_up = |id: &_| knowledge.entry(id);
        let first = languages.first().copied().unwrap_or(Language::En);
        let (mut blocks, mut buttons, mut records) = (Vec::new(), Vec::new(), Vec::new());
        match &news.what {
            What::Digest(digest) => {
                for language in languages {
                    blocks.extend(wording::digest(language, digest, look_up));
                }
                buttons.extend(wording::digest_buttons(first, to.turn, digest));
            }
            What::Growth(growth) => {
                let item = &growth.item;
                for language in languages {
                    blocks.push(wording::growth(language, growth.people, item));
                }
                let waiting = growth.people;
                let (more, below) = wording::group(first, to.turn, 0, item, look_up, waiting);
                // The head stands above in each language.
                blocks.extend(more.into_iter().skip(1));
                buttons.extend(below);
                records.push(listing(to, item));
            }
        }
        (Reply::send(None, blocks).with_choices(buttons), records)
    }
}

impl AdminRequest<'_> {
    /// `/digest`: the last seven days, as the digest tells of a week.
    pub(crate) fn digest(&self) -> Result<Turn, StoreError> {
        let digest = self
            .service
            .digest(self.assistant, self.incoming.at_seconds)?;
        let knowledge = self.assistant.knowledge();
        let blocks: Vec<Block> =
            wording::digest(self.language, &digest, |id: &_| knowledge.entry(id));
        let buttons = wording::digest_buttons(self.language, self.incoming.turn, &digest);
        Ok(self.say((blocks, buttons)))
    }
}

/// What the buttons below an alert are about.
fn listing(to: Recipient, item: &ListItem) -> Record {
    Record::Admin(AdminRecord::List {
        turn: to.turn,
        at_seconds: to.at_seconds,
        items: vec![item.clone()],
    })
}

/// Entries that somebody was to look at by then, the longest ago first.
fn due(assistant: &Assistant, at_seconds: i64) -> Vec<(EntryId, String)> {
    let Some(today) = assistant.settings().conversation.day(at_seconds) else {
        return Vec::new();
    };
    let knowledge = assistant.knowledge();
    let entries = knowledge.faq().entries.iter();
    let mut due: Vec<(Date, EntryId)> = entries
        .filter_map(|entry| Some((entry.conditions.review_by?, entry.id.clone())))
        .filter(|(day, _)| *day <= today)
        .collect();
    due.sort();
    let told = due.into_iter().map(|(day, id)| (id, day.to_string()));
    told.collect()
}

/// What changed in the FAQ since `from_seconds` (Unix), as far as its versions are kept.
fn change_since(
    memory: &dyn ConversationHistory,
    assistant: &Assistant,
    from_seconds: i64,
) -> Result<Change, StoreError> {
    let mut oldest = memory.current_version()?;
    for _ in 0..VERSIONS {
        let Some(version) = oldest
            .as_ref()
            .filter(|version| version.at_seconds > from_seconds)
        else {
            break;
        };
        match memory.version_before(version.number)? {
            Some(before) => oldest = Some(before),
            None => break,
        }
    }
    let Some(oldest) = oldest else {
        return Ok(Change::default());
    };
    let files = memory.files_of_version(oldest.number)?;
    let texts: Vec<(String, &str)> = files
        .iter()
        .map(|file| (file.name.clone(), file.text.as_str()))
        .collect();
    let before = faq::read(&texts).faq;
    let now = assistant.knowledge();
    Ok(before.map_or_else(Change::default, |before| {
        Change::between(&before, now.faq())
    }))
}

/// The languages of an admin who said nothing now: those chosen, else that of what they asked last,
/// else those configured.
fn languages_of(assistant: &Assistant, to: Recipient) -> Vec<Language> {
    let memory = assistant.memory();
    let key = memory.person_key();
    let person = key.person(to.admin);
    let chosen = memory.languages(&person).ok().flatten();
    if let Some(one) = chosen.and_then(|chosen| chosen.only()) {
        return vec![one];
    }
    let place = Place::Private {
        chat: to.admin,
        topic: None,
    };
    let turns = memory.latest_turns(&key.chat_key(place), &person, 0, to.turn);
    if let Some(turn) = turns.ok().and_then(|turns| turns.into_iter().next()) {
        return vec![turn.language];
    }
    match assistant.settings().conversation.languages.only() {
        Some(one) => vec![one],
        None => vec![Language::Zh, Language::En],
    }
}

/// Questions whose askers wait, as far as they can be answered.
pub(super) fn open_questions(
    memory: &dyn ConversationHistory,
    now_seconds: i64,
) -> Result<Vec<OpenQuestion>, StoreError> {
    memory.open_questions(now_seconds - WAY_BACK_SECONDS, OPEN_QUESTIONS)
}
