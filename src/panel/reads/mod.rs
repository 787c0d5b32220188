//! Everything that the panel looks at, from the store and from what answers now. What may take
//! seconds is made beside ([`Background`]).

mod findings;
mod versions;

pub use findings::Findings;
pub use versions::{Ages, Difference};

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::admin::{self, Asked, Edit, ListItem, Numbers, Period, Unanswered, VersionInfo};
use crate::assistant::Assistant;
use crate::faq::EntryId;
use crate::knowledge::Knowledge;
use crate::panel::acts::now_seconds;
use crate::panel::background::{Background, Given};
use crate::store::{Store, StoreError};
use crate::text::Language;

/// How many questions the list of what was not answered looks through, the latest.
const UNANSWERED_QUESTIONS: u32 = 20_000;

/// How many groups are shown.
const GROUPS: usize = 50;

/// How many questions are counted at most, the latest.
const COUNTED: u32 = 200_000;

/// How many of the most asked entries are named.
const MOST_ASKED: usize = 10;

/// How many questions of one entry are looked through, and how many are shown.
const REACHED: (u32, usize) = (5_000, 60);

/// How many changes of an entry are listed.
const EDITS: u32 = 20;

/// How many versions are listed.
const VERSIONS: usize = 20;

/// How long numbers and groups are shown before they are counted again.
const FRESH: Duration = Duration::from_secs(30);

/// What depends on the FAQ alone never grows old.
const FOR_EVER: Duration = Duration::from_secs(365 * 24 * 3600);

/// What can be looked at.
pub struct Reads {
    /// Answers now.
    pub assistant: Arc<Assistant>,
    store: Arc<dyn Store>,
    path: PathBuf,
    admins: Vec<i64>,
    groups: Arc<Background<Vec<ListItem>>>,
    overview: Arc<Background<Overview>>,
    findings: Arc<Background<Findings>>,
    differences: Arc<Background<Difference>>,
    ages: Arc<Background<Ages>>,
}

/// The numbers of one period.
pub struct Overview {
    /// Counts.
    pub numbers: Numbers,
    /// The entries asked for most, with how often.
    pub most_asked: Vec<(EntryId, usize)>,
}

impl Reads {
    /// Looks at the FAQ at `path`. What `admins` ask in their own chats is not counted.
    pub fn new(
        assistant: Arc<Assistant>,
        store: Arc<dyn Store>,
        path: PathBuf,
        admins: Vec<i64>,
    ) -> Reads {
        Reads {
            admins,
            assistant,
            store,
            path,
            groups: Arc::default(),
            overview: Arc::default(),
            findings: Arc::default(),
            differences: Arc::default(),
            ages: Arc::default(),
        }
    }

    /// What answers now.
    pub fn knowledge(&self) -> Arc<Knowledge> {
        self.assistant.knowledge()
    }

    /// Something changed: what was counted is to be counted again.
    pub fn forget(&self) {
        self.groups.forget();
        self.overview.forget();
    }

    /// What was asked in unanswered, the most frequent first.
    pub fn groups(&self) -> Given<Vec<ListItem>> {
        let (assistant, store) = (self.assistant.clone(), self.store.clone());
        let key = self.knowledge().revision().to_owned();
        self.groups.get(&key, FRESH, move || {
            let days = assistant.settings().conversation.retention_days;
            let since = now_seconds() - i64::from(days) * 86_400;
            let groups = || -> Result<Vec<ListItem>, StoreError> {
                let asked = store.asked(since, UNANSWERED_QUESTIONS)?;
                let unanswered: Vec<Unanswered> =
                    asked.iter().filter_map(Asked::unanswered).collect();
                let ignored: HashSet<String> = store.ignored()?.into_iter().collect();
                let thresholds = &assistant.settings().thresholds;
                let knowledge = assistant.knowledge();
                let mut groups = admin::clusters(&unanswered, &knowledge, thresholds, &ignored);
                groups.truncate(GROUPS);
                Ok(groups)
            };
            or_log(groups()).unwrap_or_default()
        })
    }

    /// The numbers of a period.
    pub fn overview(&self, period: Period, language: Language) -> Given<Overview> {
        let (assistant, store) = (self.assistant.clone(), self.store.clone());
        let admins = self.admins.clone();
        let key = format!("{} {}", period.code(), language.code());
        self.overview.get(&key, FRESH, move || {
            let now = now_seconds();
            let asked = store.asked(admin::needed_since(now), COUNTED);
            let asked = or_log(asked).unwrap_or_default();
            let asked = admin::without_trials(asked, assistant.memory().person_key(), &admins);
            let knowledge = assistant.knowledge();
            let topic = |id: &EntryId| {
                let topic = knowledge.entry(id)?.topic.as_ref()?;
                topic.get_or_other(language).map(str::to_owned)
            };
            let accepted = assistant.settings().accepted();
            let numbers = admin::numbers(&asked, period, now, accepted, topic);
            let mut counts: HashMap<&EntryId, usize> = HashMap::new();
            let recent = asked
                .iter()
                .filter(|one| one.at_seconds > numbers.from_seconds);
            for id in recent.filter_map(Asked::about) {
                *counts.entry(id).or_default() += 1;
            }
            let mut most: Vec<(EntryId, usize)> = counts
                .into_iter()
                .map(|(id, count)| (id.clone(), count))
                .collect();
            most.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            most.truncate(MOST_ASKED);
            Overview {
                numbers,
                most_asked: most,
            }
        })
    }

    /// What the tests and the linter say of the files on disk.
    pub fn findings(&self) -> Given<Findings> {
        // What a listing of the folder tells is enough to know that nothing was written since.
        let key = format!(
            "{} {}",
            self.knowledge().revision(),
            findings::stamp(&self.path)
        );
        let thresholds = self.assistant.settings().thresholds.clone();
        let (path, store) = (self.path.clone(), self.store.clone());
        let answering = self.knowledge();
        self.findings.get(&key, FOR_EVER, move || {
            let findings = Findings::of(&path, &*store, answering, &thresholds);
            or_log(findings).unwrap_or_default()
        })
    }

    /// The questions of the last weeks that reached this entry, each once, latest first, with how
    /// often each was asked.
    ///
    /// # Errors
    /// When the store cannot be read; so with all that follow.
    pub fn reached(&self, entry: &EntryId) -> Result<Vec<(String, usize)>, StoreError> {
        let days = self.assistant.settings().conversation.retention_days;
        let since = now_seconds() - i64::from(days) * 86_400;
        let mut questions: Vec<(String, usize)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for asked in self.store.asked(since, REACHED.0)? {
            if asked.about() != Some(entry) || asked.text.is_empty() {
                continue;
            }
            match places.get(&asked.text) {
                Some(&place) => questions[place].1 += 1,
                None => {
                    places.insert(asked.text.clone(), questions.len());
                    questions.push((asked.text, 1));
                }
            }
        }
        questions.truncate(REACHED.1);
        Ok(questions)
    }

    /// The versions that are kept, from the one that answers backwards.
    pub fn versions(&self) -> Result<Vec<VersionInfo>, StoreError> {
        let mut versions = Vec::new();
        let mut next = self.store.current_version()?;
        while let Some(version) = next.filter(|_| versions.len() < VERSIONS) {
            next = self.store.version_before(version.number)?;
            versions.push(version);
        }
        Ok(versions)
    }

    /// When entries were changed last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn ages(&self) -> Result<Given<Ages>, StoreError> {
        let versions = self.versions()?;
        let (store, path) = (self.store.clone(), self.path.clone());
        let key = versions.first().map_or(0, |version| version.number);
        Ok(self.ages.get(&key.to_string(), FOR_EVER, move || {
            or_log(Ages::between(&versions, &path, &*store)).unwrap_or_default()
        }))
    }

    /// The latest changes of an entry.
    pub fn edits(&self, entry: &EntryId) -> Result<Vec<Edit>, StoreError> {
        self.store.edits_of(entry, EDITS)
    }

    /// What this version says that the one before it did not.
    pub fn difference(&self, number: i64) -> Given<Difference> {
        let (store, path) = (self.store.clone(), self.path.clone());
        let key = number.to_string();
        self.differences.get(&key, FOR_EVER, move || {
            or_log(Difference::of(number, &path, &*store)).unwrap_or_default()
        })
    }
}

fn or_log<T>(result: Result<T, StoreError>) -> Option<T> {
    result
        .inspect_err(|error| log::warn!(error:% = error; "the panel cannot read the store"))
        .ok()
}
