//! Properties of the whole way of a question, with the process ending at any moment: journal,
//! scheduler, outbox, queues and the files of the store are the real ones; Telegram, time and death
//! are played.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::json;

use crate::inbox::handler::Update as _;
use crate::inbox::job::Job;
use crate::inbox::scheduler::{Scheduler, Task};
use crate::outbox::backlog::Backlog;
use crate::outbox::chat_queues::{ChatQueues, QueuedMessage, Step};
use crate::store::{
    Commit, Done, Journal, Outbox, OutboxId, Outcome, PendingMessage, Receipt, Received, Settings,
    SqliteStore, Store, note_after_death,
};
use crate::telegram::update::batch;
use crate::telegram::update::dto::{Kind, Update};

/// What may happen next.
#[derive(Debug, Clone)]
enum Event {
    /// Somebody asks in this chat.
    Ask(i64),
    /// We poll: what was given before is confirmed, at most so many are given.
    Poll(usize),
    /// A worker handles an update.
    Handle,
    /// A message starts on its way.
    Start,
    /// The oldest message on its way arrives and is answered.
    Answer,
    /// It breaks off, having arrived or not.
    Break { arrived: bool },
    /// It arrives, and the answer is still on its way.
    Arrive,
    /// The process ends without a word, after so many further steps of what it was doing; the
    /// sidecar dies with it, or lives to note what became of the messages on their way.
    Crash { within: Doing, outlived: bool },
}

/// What the process was doing when it ended.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Doing {
    Nothing,
    /// The batch was kept, and not yet offered to be handled.
    Polling,
    /// The update was committed, and its messages not yet announced.
    Handling,
    /// The message was answered, and its outcome not yet written down.
    Sending,
}

/// Telegram's side.
#[derive(Default)]
struct Telegram {
    /// Asked and not confirmed.
    updates: Vec<(u64, i64)>,
    asked: u64,
    /// How often the answer to each update arrived.
    arrived: HashMap<u64, u32>,
}

/// Our side, which a crash takes away; the store stays.
struct Process {
    scheduler: Scheduler<Update>,
    queues: ChatQueues,
    backlog: Backlog,
    /// Messages on their way, and whether they arrived.
    on_their_way: Vec<(QueuedMessage, bool)>,
    offset: u64,
}

struct Harness {
    telegram: Telegram,
    /// Where the store's files are; they outlive the process.
    folder: tempfile::TempDir,
    /// `None` only while a process ends and the next begins.
    store: Option<SqliteStore>,
    process: Process,
    now: Instant,
    /// Answers whose success was written down, with how often they had arrived by then.
    certain: HashMap<u64, u32>,
    /// Arrivals that nobody could know of: broken off after arrival, or on their way in a crash.
    unknowable: u32,
}

impl Process {
    fn start() -> Process {
        Process {
            scheduler: Scheduler::new(),
            queues: ChatQueues::default(),
            backlog: Backlog::default(),
            on_their_way: Vec::new(),
            offset: 0,
        }
    }
}

impl Harness {
    fn new() -> Harness {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder);
        Harness {
            telegram: Telegram::default(),
            folder,
            store: Some(store),
            process: Process::start(),
            now: Instant::now(),
            certain: HashMap::new(),
            unknowable: 0,
        }
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::Ask(chat) => {
                self.telegram.asked += 1;
                self.telegram.updates.push((self.telegram.asked, *chat));
            }
            Event::Poll(limit) => self.poll(*limit, false),
            Event::Handle => drop(self.handle(false)),
            Event::Start => self.start_message(),
            Event::Arrive => {
                if let Some(at) = self
                    .process
                    .on_their_way
                    .iter()
                    .position(|(_, arrived)| !arrived)
                {
                    self.arrive(at);
                }
            }
            Event::Answer => self.answer(false),
            Event::Break { arrived } => self.break_off(*arrived),
            Event::Crash { within, outlived } => {
                match within {
                    Doing::Nothing => {}
                    Doing::Polling => self.poll(5, true),
                    Doing::Handling => drop(self.handle(true)),
                    Doing::Sending => self.answer(true),
                }
                let ended = std::mem::replace(&mut self.process, Process::start());
                // Nothing is written at the end: what the store held in memory alone is gone.
                self.store = None;
                if *outlived {
                    self.outlive(ended.on_their_way);
                } else {
                    let lost = ended.on_their_way.iter().filter(|(_, arrived)| *arrived);
                    self.unknowable += lost.count() as u32;
                }
                self.store = Some(open(&self.folder));
            }
        }
    }

    fn store(&self) -> &SqliteStore {
        self.store.as_ref().unwrap()
    }

    fn poll(&mut self, limit: usize, dies: bool) {
        let offset = self.process.offset;
        self.telegram.updates.retain(|(id, _)| *id >= offset);
        let given: Vec<_> = self.telegram.updates.iter().take(limit).copied().collect();
        let mut parsed: Vec<_> = given
            .iter()
            .map(|(id, chat)| batch::read(&raw(*id, *chat), 0, None))
            .collect();
        // As `Ingest::keep_new`: it may be the first batch of an earlier process as well, where there is no offset.
        if parsed.len() == 1 && offset > 0 && self.handle_first(&mut parsed, dies) {
            self.process.offset = given.last().map_or(offset, |(id, _)| id + 1);
            return;
        }
        let received: Vec<Received> = parsed
            .iter()
            .map(|parsed| parsed.received.clone())
            .collect();
        let is_new = self.store().append(&received).unwrap();
        if dies {
            return;
        }
        let jobs = parsed.into_iter().zip(is_new).filter(|(_, is_new)| *is_new);
        self.process
            .scheduler
            .offer(jobs.map(|(parsed, _)| job(parsed)).collect());
        self.process.offset = given.last().map_or(offset, |(id, _)| id + 1);
    }

    /// Handles the one update before it is kept, and keeps it with what comes of it; `false`, and nothing is
    /// done, where it does not come alone.
    fn handle_first(&mut self, parsed: &mut Vec<batch::ParsedUpdate>, dies: bool) -> bool {
        let one = parsed.pop().unwrap();
        let received = one.received.clone();
        let job = job(one);
        if !self.process.scheduler.take_alone(&job) {
            let update = job.update;
            parsed.push(batch::ParsedUpdate { received, update });
            return false;
        }
        let (commit, entry) = handled(&job.update);
        let kept = self.store().keep_handled(&received, &commit).unwrap();
        if dies {
            return true;
        }
        let done = [(received.id, Some(job.update.chat()))];
        self.process.scheduler.release(done);
        self.announce(kept.into_iter().flatten(), &entry);
        true
    }

    /// Handles one update; `false` where there is none.
    fn handle(&mut self, dies: bool) -> bool {
        loop {
            match self.process.scheduler.take(false) {
                Task::Refill(after, limit) => {
                    let open = self.store().open_updates(after, limit).unwrap();
                    let jobs = open
                        .iter()
                        .map(|open| job(batch::read(&open.raw, 0, None)))
                        .collect();
                    self.process.scheduler.refill(jobs, limit);
                }
                Task::Handle(taken) => {
                    let (id, chat) = (taken.update.id, taken.update.chat());
                    let (commit, entry) = handled(&taken.update);
                    let ids = self.store().commit(&[commit]).unwrap();
                    if dies {
                        return true;
                    }
                    self.process.scheduler.release([(id, Some(chat))]);
                    self.announce(ids.concat(), &entry);
                    return true;
                }
                Task::Nothing | Task::Stop => return false,
            }
        }
    }

    /// Tells the sender what was queued.
    fn announce(
        &mut self,
        ids: impl IntoIterator<Item = Option<OutboxId>>,
        entry: &PendingMessage,
    ) {
        for id in ids.into_iter().flatten() {
            if self.process.backlog.admits(id, self.process.queues.len()) {
                let entry = entry.clone();
                self.admit(PendingMessage { id, ..entry });
            }
        }
    }

    fn admit(&mut self, open: PendingMessage) {
        let item = QueuedMessage {
            message: open,
            tries: 0,
            moved: false,
            permit: None,
            since: self.now,
        };
        self.process.queues.admit(item, self.now);
    }

    fn start_message(&mut self) {
        while let Some((after, limit)) = self.process.backlog.wants(self.process.queues.len()) {
            let open = self.store().open_entries(Some(after), limit).unwrap();
            self.process
                .backlog
                .read(open.len(), open.last().map(|open| open.id), limit);
            for open in open {
                self.admit(open);
            }
        }
        loop {
            match self.process.queues.step(self.now) {
                Step::Send(item) => return self.process.on_their_way.push((*item, false)),
                Step::Wait(Some(until)) if until > self.now => self.now = until,
                Step::Wait(_) => return,
            }
        }
    }

    fn arrive(&mut self, at: usize) {
        let (item, arrived) = &mut self.process.on_their_way[at];
        *arrived = true;
        *self.telegram.arrived.entry(item.message.turn).or_default() += 1;
    }

    fn answer(&mut self, dies: bool) {
        if self.process.on_their_way.is_empty() {
            return;
        }
        if !self.process.on_their_way[0].1 {
            self.arrive(0);
        }
        if dies {
            return;
        }
        let (item, _) = self.process.on_their_way.remove(0);
        let outcome = Outcome::Sent(Some(item.message.id));
        self.store()
            .settle(&[Receipt {
                id: item.message.id,
                turn: item.message.turn,
                outcome,
            }])
            .unwrap();
        let turn = item.message.turn;
        self.certain.insert(turn, self.telegram.arrived[&turn]);
        self.process.queues.finish(&item, true, self.now);
    }

    /// The sidecar waits for what is on its way, which arrives by now, and notes it.
    fn outlive(&mut self, on_their_way: Vec<(QueuedMessage, bool)>) {
        let mut sent = Vec::new();
        for (item, arrived) in on_their_way {
            let (id, turn) = (item.message.id, item.message.turn);
            let arrivals = self.telegram.arrived.entry(turn).or_default();
            *arrivals += u32::from(!arrived);
            self.certain.insert(turn, *arrivals);
            let outcome = Outcome::Sent(Some(id));
            sent.push(Receipt { id, turn, outcome });
        }
        note_after_death(&self.folder.path().join("x.sqlite3-sent"), &sent).unwrap();
    }

    fn break_off(&mut self, arrives: bool) {
        if self.process.on_their_way.is_empty() {
            return;
        }
        if arrives && !self.process.on_their_way[0].1 {
            self.arrive(0);
        }
        let (item, arrived) = self.process.on_their_way.remove(0);
        self.unknowable += u32::from(arrived);
        // Eleven failures in a row while others get through do not happen in so short a run.
        assert!(self.process.queues.way_failed(item, self.now).is_none());
    }

    /// Nothing goes wrong any more, until there is nothing left to do.
    fn calm_down(&mut self) {
        for _ in 0..10_000 {
            self.poll(7, false);
            while self.handle(false) {}
            self.start_message();
            self.answer(false);
            self.now += Duration::from_millis(200);
            let counts = self.store().queues().unwrap();
            if self.telegram.updates.is_empty() && counts.updates == 0 && counts.messages == 0 {
                return;
            }
        }
        panic!("it does not come to rest: {:?}", self.store().queues());
    }
}

fn open(folder: &tempfile::TempDir) -> SqliteStore {
    SqliteStore::open(&folder.path().join("x.sqlite3"), Settings::default()).unwrap()
}

/// One update of each way in by turns; all of a chat stand in one queue.
fn raw(id: u64, chat: i64) -> String {
    let chat = json!({"id": chat, "type": "private"});
    let mut message = json!({"message_id": id, "chat": chat, "text": "x"});
    let way = match id % 4 {
        0 => "message",
        1 => {
            message["guest_query_id"] = json!(id.to_string());
            "guest_message"
        }
        2 => {
            message["business_connection_id"] = json!("b");
            "business_message"
        }
        _ => {
            message["ephemeral_message_id"] = json!(id);
            "message"
        }
    };
    json!({"update_id": id, way: message}).to_string()
}

/// What comes of an update, and its one message.
fn handled(update: &Update) -> (Commit, PendingMessage) {
    // The one answer to a mention goes to no chat of ours.
    let is_guest = matches!(update.kind, Kind::Guest(_));
    let entry = PendingMessage {
        turn: update.id,
        part: 0,
        chat: (!is_guest).then_some(update.chat()),
        urgent: is_guest,
        carries: !is_guest,
        ..PendingMessage::default()
    };
    let commit = Commit {
        done: Some((update.id, Done::Handled)),
        outbox: vec![entry.clone()],
        ..Commit::default()
    };
    (commit, entry)
}

fn job(parsed: batch::ParsedUpdate) -> Job<Update> {
    Job {
        update: parsed.update,
        at_seconds: 0,
        taken: Instant::now(),
        is_old: false,
    }
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (1..5_i64).prop_map(Event::Ask),
        3 => (1..6_usize).prop_map(Event::Poll),
        5 => Just(Event::Handle),
        5 => Just(Event::Start),
        4 => Just(Event::Answer),
        1 => Just(Event::Arrive),
        1 => any::<bool>().prop_map(|arrived| Event::Break { arrived }),
        1 => prop_oneof![
            Just(Doing::Nothing), Just(Doing::Polling), Just(Doing::Handling), Just(Doing::Sending)
        ].prop_flat_map(|within| {
            any::<bool>().prop_map(move |outlived| Event::Crash { within, outlived })
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn each_question_is_answered_and_no_certain_answer_comes_again(
        events in prop::collection::vec(event(), 1..120),
    ) {
        let mut harness = Harness::new();
        for event in &events {
            harness.happen(event);
        }
        harness.calm_down();
        let mut twice = 0;
        for id in 1..=harness.telegram.asked {
            let arrived = harness.telegram.arrived.get(&id).copied().unwrap_or(0);
            prop_assert!(arrived >= 1, "question {} was never answered", id);
            prop_assert_eq!(Some(&arrived), harness.certain.get(&id), "question {} was answered again", id);
            twice += arrived - 1;
        }
        prop_assert!(twice <= harness.unknowable, "{} twice, {} unknowable", twice, harness.unknowable);
    }
}
