//! What the inbox asks of a front end: to read its updates back, and to handle them.
//!
//! The engine decides when and how often an update is handled; the handler knows what it means.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::conversation::Record;
use crate::inbox::job::Job;
use crate::store::{Done, PendingMessage, Received, StoreError};

/// An update of a front end, as far as the inbox must know it.
pub trait Update: Clone + Debug + Send + Sync + 'static {
    /// Its number, which tells it from every other.
    fn id(&self) -> u64;

    /// Updates with the same number here are handled in their order, one at a time.
    fn chat(&self) -> i64;

    /// What happened, as the metrics name it.
    fn kind(&self) -> &'static str;
}

/// An update that just came in.
#[derive(Debug)]
pub struct ParsedUpdate<U> {
    /// What the journal keeps of it.
    pub received: Received,
    /// What could be read of it.
    pub update: U,
}

/// Handles updates. Called on the threads of the workers, of which none must wait for the network.
pub trait Handler: Send + Sync + 'static {
    /// What is handled.
    type Update: Update;

    /// Reads an update again that the journal kept under this number.
    fn read_back(&self, id: u64, kept: &str) -> Self::Update;

    /// Whether [`divert`](Handler::divert) would take this update over.
    fn diverts(&self, _update: &Self::Update) -> bool {
        false
    }

    /// Takes the job over, to handle it elsewhere; gives it back where a worker is to handle it.
    fn divert(&self, job: Job<Self::Update>) -> Option<Job<Self::Update>> {
        Some(job)
    }

    /// Handles the update. May panic; then it is not handled again.
    fn handle(&self, job: &Arc<Job<Self::Update>>) -> Handling<Self::Update>;

    /// What to say to whoever sent an update whose handling panicked.
    fn apology(&self, job: &Job<Self::Update>) -> Vec<PendingMessage>;
}

/// The update with what had to be found out before it can be handled.
pub type Lookup<U> = Pin<Box<dyn Future<Output = U> + Send>>;

/// What came of handling an update.
pub enum Handling<U> {
    /// It is done.
    Done(Handled),
    /// The store could not be read: it is handled once more, later.
    StoreFailed(StoreError),
    /// Something must be found out first, aside; then the update comes back.
    Aside(Lookup<U>),
    /// It is handled after this time; its chat goes on meanwhile.
    Later(Duration),
}

/// An update that is done.
#[derive(Debug, Default)]
pub struct Handled {
    /// How it ended; `None` where it was nothing for us.
    pub done: Option<Done>,
    /// What is to be sent.
    pub outbox: Vec<PendingMessage>,
    /// What is to be remembered.
    pub records: Vec<Record>,
    /// It may have taken long: those handled before it shall not wait for others.
    pub is_long: bool,
}

impl Handled {
    /// One that ended so, with nothing to send.
    pub fn silently(done: Done) -> Handled {
        Handled {
            done: Some(done),
            ..Handled::default()
        }
    }
}

/// A front end that says and remembers nothing.
#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use std::sync::Mutex;

    #[derive(Debug, Clone)]
    pub(crate) struct TestUpdate {
        pub id: u64,
        pub chat: i64,
    }

    impl Update for TestUpdate {
        fn id(&self) -> u64 {
            self.id
        }

        fn chat(&self) -> i64 {
            self.chat
        }

        fn kind(&self) -> &'static str {
            "test"
        }
    }

    /// Says something in each chat; once, something else comes of an update.
    pub(crate) struct Says {
        pub said: Mutex<String>,
        pub first: Mutex<Option<Handling<TestUpdate>>>,
    }

    impl Says {
        /// From now on.
        pub fn says(&self, said: &str) {
            said.clone_into(&mut self.said.lock().unwrap());
        }
    }

    impl Handler for Says {
        type Update = TestUpdate;

        fn read_back(&self, id: u64, _: &str) -> TestUpdate {
            TestUpdate { id, chat: 0 }
        }

        fn diverts(&self, update: &TestUpdate) -> bool {
            update.chat < 0
        }

        fn handle(&self, job: &Arc<Job<TestUpdate>>) -> Handling<TestUpdate> {
            let first = self.first.lock().unwrap().take();
            first.unwrap_or_else(|| {
                Handling::Done(Handled {
                    outbox: vec![PendingMessage {
                        turn: job.update.id,
                        payload: self.said.lock().unwrap().clone(),
                        ..PendingMessage::default()
                    }],
                    ..Handled::default()
                })
            })
        }

        fn apology(&self, _: &Job<TestUpdate>) -> Vec<PendingMessage> {
            Vec::new()
        }
    }

    pub(crate) struct Silent;

    impl Handler for Silent {
        type Update = TestUpdate;

        fn read_back(&self, id: u64, _: &str) -> TestUpdate {
            TestUpdate { id, chat: 0 }
        }

        fn handle(&self, _: &Arc<Job<TestUpdate>>) -> Handling<TestUpdate> {
            Handling::Done(Handled::default())
        }

        fn apology(&self, _: &Job<TestUpdate>) -> Vec<PendingMessage> {
            Vec::new()
        }
    }
}
