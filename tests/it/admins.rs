//! A harness for tests of the admin service: an assistant over a FAQ in a temporary folder.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::sync::Arc;

use wenda::admin::service::{AdminService, Recipient};
use wenda::admin::{Unasked, Weekly};
use wenda::assistant::{Assistant, Settings};
use wenda::conversation::{PastTurn, Record, TurnKind};
use wenda::knowledge::Knowledge;
use wenda::matcher::{self, Decision};
use wenda::model::incoming::{Asker, Command, Ephemeral, Incoming, Place, Press, Question, What};
use wenda::model::reply::{Action, Block, Choice, Delivery, Reply};
use wenda::reload::{self, EditMode, Found, KnowledgeBuilder, Reloader};
use wenda::render;
use wenda::store::{Commit, ConversationHistory, SqliteStore, Store};
use wenda::text::Language;

/// An entry with one question of each language, both of them tests, too.
pub fn entry(id: &str, zh: &str, en: &str) -> String {
    format!(
        "  - id: {id}\n    questions:\n      en: [\"{en}\"]\n      zh: [\"{zh}\"]\n    answer:\n      \
         en: The answer about {id}.\n      zh: 关于 {id} 的回答。\n    tests: [\"{en}\", \"{zh}\"]\n"
    )
}

/// Who speaks, and where.
#[derive(Clone, Copy)]
pub struct Admin {
    id: i64,
    language: Option<Language>,
    owns: bool,
    group: bool,
}

impl Admin {
    pub const EN: Admin = Admin {
        id: 7,
        language: Some(Language::En),
        owns: true,
        group: false,
    };
    pub const ZH: Admin = Admin {
        id: 8,
        language: Some(Language::Zh),
        ..Admin::EN
    };
    pub const STRANGER: Admin = Admin {
        id: 9,
        owns: false,
        ..Admin::EN
    };
    pub const IN_GROUP: Admin = Admin {
        group: true,
        ..Admin::EN
    };
}

/// An assistant with its admin service.
pub struct Scenario {
    folder: tempfile::TempDir,
    store: Arc<SqliteStore>,
    assistant: RefCell<Arc<Assistant>>,
    service: RefCell<Arc<AdminService>>,
    mode: EditMode,
    turns: Cell<u64>,
    now: Cell<i64>,
}

impl Scenario {
    pub fn open(files: &[(&str, &[String])]) -> Scenario {
        Scenario::open_with(files, EditMode::Auto)
    }

    pub fn open_with(files: &[(&str, &[String])], mode: EditMode) -> Scenario {
        let folder = tempfile::tempdir().unwrap();
        for (name, entries) in files {
            let text = format!("entries:\n{}", entries.concat());
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let (assistant, service) = start(folder.path().to_owned(), &store, mode);
        Scenario {
            folder,
            store,
            assistant: RefCell::new(assistant),
            service: RefCell::new(service),
            mode,
            turns: Cell::new(1000),
            now: Cell::new(1_000_000),
        }
    }

    /// As if the process had ended and begun again.
    pub fn restart(&mut self) {
        let (assistant, service) = start(self.folder.path().to_owned(), &self.store, self.mode);
        *self.assistant.borrow_mut() = assistant;
        *self.service.borrow_mut() = service;
    }

    /// What a start does before it reads the files.
    pub fn finish_edit(&self) {
        let service = self.service.borrow();
        service.reloader().finish_last().unwrap();
    }

    /// Unix seconds from now on.
    pub fn at(&self, seconds: i64) {
        self.now.set(seconds);
    }

    /// What the English admin is told now without having asked; it is kept that it was told.
    pub fn news(&self) -> Vec<Said> {
        let (assistant, service) = (self.assistant.borrow(), self.service.borrow());
        let (news, mut records) = service.unasked(&assistant, self.now.get()).unwrap();
        let mut told = Vec::new();
        for one in news {
            let to = Recipient {
                admin: Admin::EN.id,
                turn: self.next_turn(),
                at_seconds: self.now.get(),
            };
            let (reply, kept) = service.tell_of(&assistant, &one, to);
            records.extend(one.records.into_iter().chain(kept));
            told.push(Said(vec![reply]));
        }
        records.into_iter().for_each(|record| self.keep(record));
        told
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, entries: &[String]) {
        self.write_text(name, &format!("entries:\n{}", entries.concat()));
    }

    pub fn write_text(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// The entry that answers a question, or `-`.
    pub fn answer(&self, question: &str) -> String {
        let assistant = self.assistant.borrow();
        let thresholds = &assistant.settings().thresholds;
        match matcher::ask(&assistant.knowledge(), question, thresholds, 3).decision {
            Decision::Answer(entry) => entry.to_string(),
            _ => "-".to_owned(),
        }
    }

    /// Remembers that somebody asked this so many times, and that nothing was found.
    pub fn was_asked(&self, question: &str, times: usize) {
        for _ in 0..times {
            let turn = self.next_turn();
            let key = self.store.person_key();
            self.keep(Record::Turn(PastTurn {
                turn,
                at_seconds: self.now.get(),
                chat_key: key.chat_key(Place::Group {
                    chat: -1001,
                    topic: None,
                }),
                person: Some(key.person(i64::try_from(turn).unwrap())),
                message: i64::try_from(turn).unwrap(),
                answer_to: 1,
                asked_for: None,
                language: wenda::text::analyze(question).language(),
                text: question.to_owned(),
                kind: TurnKind::Unanswered,
                candidates: Vec::new(),
                revision: String::new(),
            }));
        }
    }

    pub fn keep(&self, record: Record) {
        let records = vec![record];
        self.store
            .commit(&[Commit {
                records,
                ..Commit::default()
            }])
            .unwrap();
    }

    pub fn admin(&self, who: Admin) -> Visit<'_> {
        Visit {
            scenario: self,
            who,
        }
    }

    /// Handles it, keeps what is to be kept, and tells what was said.
    pub fn handle(&self, incoming: &Incoming) -> Said {
        let turn = self.assistant.borrow().handle(incoming).unwrap();
        let records = turn.records.clone();
        self.store
            .commit(&[Commit {
                records,
                ..Commit::default()
            }])
            .unwrap();
        for reply in &turn.replies {
            if !matches!(
                reply.delivery,
                Delivery::Photo { .. } | Delivery::Note { .. }
            ) {
                assert!(!render::telegram_html(reply).is_empty());
            }
        }
        Said(turn.replies)
    }

    fn next_turn(&self) -> u64 {
        self.turns.set(self.turns.get() + 1);
        self.turns.get()
    }
}

fn start(
    path: PathBuf,
    store: &Arc<SqliteStore>,
    mode: EditMode,
) -> (Arc<Assistant>, Arc<AdminService>) {
    let start = reload::find(&path, &**store, &KnowledgeBuilder::words_only()).unwrap();
    let faq = match start.found {
        Found::Files(faq) | Found::RolledBack(faq) | Found::Kept { faq, .. } => faq,
        Found::Nothing => panic!("the FAQ loads"),
    };
    let knowledge = Knowledge::build(faq);
    let assistant = Arc::new(Assistant::new(
        knowledge,
        store.clone(),
        Settings::default(),
    ));
    let reloader = Reloader::new(path, mode, store.clone());
    reloader.begin(&start.on_disk, 1_000_000).unwrap();
    let unasked = Unasked {
        digest: Weekly::parse("Sat 9:00 UTC").ok(),
        alert: None,
    };
    let service = Arc::new(AdminService::new(reloader).telling(unasked));
    assistant.set_admin_handler(service.clone());
    (assistant, service)
}

/// One person who does things.
pub struct Visit<'s> {
    scenario: &'s Scenario,
    who: Admin,
}

impl Visit<'_> {
    /// Sends a text or a command.
    pub fn says(&self, text: &str) -> Said {
        self.scenario.handle(&self.command(text))
    }

    /// What arrives when this is sent.
    pub fn command(&self, text: &str) -> Incoming {
        let argument = text.split_once(' ').map(|(_, rest)| rest.to_owned());
        let what = match text.split(' ').next().unwrap_or_default() {
            "/reload" => What::Command(Command::Reload {
                force: argument.is_some(),
            }),
            "/rollback" => What::Command(Command::Rollback),
            "/stats" => What::Command(Command::Stats(argument)),
            "/unanswered" => What::Command(Command::Unanswered),
            "/digest" => What::Command(Command::Digest),
            "/entry" => What::Command(Command::Entry(argument)),
            "/history" => What::Command(Command::History),
            _ => What::Question(Question {
                text: text.to_owned(),
                answer_to: 1,
                ..Question::default()
            }),
        };
        self.incoming(what)
    }

    /// Presses the first button of what was said whose label holds `label`.
    pub fn presses(&self, said: &Said, label: &str) -> Said {
        self.scenario.handle(&self.press(said, label))
    }

    /// What arrives when that button is pressed.
    pub fn press(&self, said: &Said, label: &str) -> Incoming {
        let choice = said
            .button(label)
            .unwrap_or_else(|| panic!("no button {label:?}: {}", said.text()));
        self.incoming(What::Press(Press {
            id: "press".into(),
            choice: Some(choice),
        }))
    }

    fn incoming(&self, what: What) -> Incoming {
        let turn = self.scenario.next_turn();
        self.scenario.now.set(self.scenario.now.get() + 1);
        let Admin {
            id,
            language,
            owns,
            group,
        } = self.who;
        Incoming {
            turn,
            at_seconds: self.scenario.now.get(),
            asker: Asker {
                id,
                language,
                is_admin: owns,
                is_editor: false,
                name: None,
                is_person: true,
                is_group_admin: false,
            },
            place: match group {
                true => Place::Group {
                    chat: -1001,
                    topic: None,
                },
                false => Place::Private {
                    chat: id,
                    topic: None,
                },
            },
            message: i64::try_from(turn).unwrap(),
            what,
            ephemeral: Ephemeral::default(),
            connection: None,
        }
    }
}

/// What was said.
pub struct Said(pub Vec<Reply>);

impl Said {
    pub fn text(&self) -> String {
        self.0
            .iter()
            .flat_map(|reply| &reply.blocks)
            .map(plain)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[track_caller]
    pub fn has(&self, part: &str) {
        assert!(
            self.text().contains(part),
            "no {part:?} in:\n{}",
            self.text()
        );
    }

    /// The first button whose label holds `label`.
    pub fn button(&self, label: &str) -> Option<Choice> {
        let buttons = self
            .0
            .iter()
            .flat_map(|reply| reply.choices.iter().flatten());
        buttons.into_iter().find_map(|button| match &button.action {
            Action::Choose(choice) if button.label.contains(label) => Some(choice.clone()),
            _ => None,
        })
    }
}

fn plain(block: &Block) -> String {
    match block {
        Block::Title(text) | Block::Markdown(text) | Block::Plain(text) | Block::Code(text) => {
            text.clone()
        }
        Block::Quote(blocks) => blocks.iter().map(plain).collect::<Vec<_>>().join("\n"),
        Block::Link { label, url } => format!("{label} {url}"),
    }
}
