//! Telegram's side of a webhook: one update of a chat is under way at a time, it comes again after anything
//! but 200, and a balancer gives each call to the next replica. The load test uses this file, too.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;

/// The word by which the bots know our calls.
pub const SECRET: &str = "load-test";
/// Calls under way at once: as many as `telegram.webhook.max_connections` allows by itself.
const CALLS: usize = 40;
/// The pause after a call that was refused.
const AGAIN: Duration = Duration::from_millis(50);

/// What waits to be brought.
#[derive(Default)]
pub struct Webhook {
    waiting: Mutex<Waiting>,
    news: Notify,
}

#[derive(Default)]
struct Waiting {
    updates: VecDeque<(i64, String)>,
    /// Chats of which an update is under way.
    busy: HashSet<i64>,
    calls: usize,
}

impl Webhook {
    /// An update of this chat happens.
    pub fn push(&self, chat: i64, update: String) {
        self.waiting
            .lock()
            .unwrap()
            .updates
            .push_back((chat, update));
        self.news.notify_one();
    }

    /// Brings updates to the replicas at these addresses for as long as the runtime lives. A replica that
    /// says nothing for `patience` does not have the update: another one gets it.
    pub fn deliver(
        self: &Arc<Self>,
        runtime: &tokio::runtime::Handle,
        replicas: &[String],
        patience: Duration,
    ) {
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(patience)
            .build()
            .unwrap();
        for _ in 0..CALLS {
            let (webhook, client, replicas) = (self.clone(), client.clone(), replicas.to_vec());
            runtime.spawn(async move { webhook.call(&client, &replicas).await });
        }
    }

    async fn call(&self, client: &reqwest::Client, replicas: &[String]) {
        loop {
            let Some((chat, update, turn)) = self.take() else {
                self.news.notified().await;
                continue;
            };
            let replica = &replicas[turn % replicas.len()];
            let call = client
                .post(format!("http://{replica}/hook"))
                .header("x-telegram-bot-api-secret-token", SECRET)
                .body(update.clone())
                .send();
            let is_taken = call.await.is_ok_and(|answer| answer.status() == 200);
            if !is_taken {
                tokio::time::sleep(AGAIN).await;
            }
            let mut waiting = self.waiting.lock().unwrap();
            waiting.busy.remove(&chat);
            if !is_taken {
                waiting.updates.push_front((chat, update));
            }
            drop(waiting);
            self.news.notify_one();
        }
    }

    /// The next update of a chat that has none under way, and the number of the call.
    fn take(&self) -> Option<(i64, String, usize)> {
        let mut waiting = self.waiting.lock().unwrap();
        let is_free = |(chat, _): &(i64, String)| !waiting.busy.contains(chat);
        let at = waiting.updates.iter().position(is_free)?;
        let (chat, update) = waiting.updates.remove(at)?;
        waiting.busy.insert(chat);
        waiting.calls += 1;
        Some((chat, update, waiting.calls))
    }
}
