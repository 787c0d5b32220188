//! Polling: asks Telegram for updates and keeps them before telling it that we have them.
//!
//! Telegram forgets an update when it is asked for the ones after it. So the offset moves only when
//! the journal has the batch (see [`crate::inbox::fsync`] for power cuts); where the journal refuses, Telegram keeps the
//! questions. Nothing in a batch can stop the loop or make it spin.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::inbox::ingest::Ingest;
use crate::model::card::StaffChatId;
use crate::ops::clock;
use crate::ops::health::Health;
use crate::ops::metrics::Metrics;
use crate::ops::stop::Stop;
use crate::outbox::backoff;
use crate::telegram::client::api;
use crate::telegram::client::api::{Api, Failure};
use crate::telegram::client::run_error::RunError;
use crate::telegram::handling::TelegramHandler;
use crate::telegram::receive::poll_request::{ANSWER_WITHIN, Answer, LONG_POLL_SECONDS, poll};
use crate::telegram::update::batch;
use crate::telegram::update::batch::Batch;

/// The same while Telegram does not answer: a server that swallows what it is asked is to be seen
/// within two seconds of its return, too.
const SHORT_WAIT: Duration = Duration::from_millis(1500);
/// Of so many of those, one may take [`ANSWER_WITHIN`]: a way may be slow instead.
const PATIENT_EVERY: u32 = 8;
/// The wait after a first failure, and the longest: Telegram is to be seen within two seconds
/// of its return.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_millis(1200));
/// The wait before asking with the same offset again. Telegram takes repeats within half a second
/// for a mistake and gives a single update, which may be the one that moves nothing.
const STUCK_PAUSE: Duration = Duration::from_millis(600);
/// While a pause lasts, the health pages hear this often that we turn.
const BEAT: Duration = Duration::from_secs(20);
/// An outage is mentioned again after this.
const REMIND: Duration = Duration::from_secs(60);
/// So many refusals of the token in a row, and it is not a passing one.
const REVOKED_AFTER: u32 = 3;
/// Asking without an offset after this time without updates: after a week of silence Telegram may
/// go on with lower numbers.
const FORGET_OFFSET: Duration = Duration::from_secs(6 * 60 * 60);

/// Who polls, where several processes share a store; the others look this often whether it is alive.
const ROLE: &str = "polling";
const STANDBY: Duration = Duration::from_millis(250);

/// What polling works with.
pub struct Poller {
    pub(crate) api: Api,
    pub(crate) ingest: Ingest<TelegramHandler>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) health: Arc<Health>,
    /// Counts answered polls, so that the sender learns that the way is open.
    pub(crate) reached: watch::Sender<u64>,
    /// Counts how often Telegram answered again after it had not.
    pub(crate) returned: watch::Sender<u64>,
    pub(crate) stop: Stop,
    /// The staff's chat, whose words are kept as they are until they are passed on.
    pub(crate) staff_chat: Option<StaffChatId>,
    /// The first poll, where it is under way already.
    pub(crate) first: Option<JoinHandle<Answer>>,
}

/// Where polling stands.
#[derive(Default)]
struct Place {
    offset: Option<i64>,
    failures: u32,
    refusals: u32,
    stuck: u32,
    mentioned: Option<Instant>,
    last_update: Option<Instant>,
    /// A poll that is under way.
    asked: Option<JoinHandle<Answer>>,
}

impl Poller {
    /// Polls until told to stop.
    ///
    /// # Errors
    /// [`RunError::Unauthorized`] when Telegram does not know the token any more.
    pub async fn run(mut self) -> Result<(), RunError> {
        let mut place = Place {
            asked: self.first.take(),
            ..Place::default()
        };
        let mut is_standby = false;
        loop {
            self.health.beat(Instant::now());
            let may_poll = tokio::select! {
                () = self.stop.requested() => return Ok(()),
                may_poll = self.may_poll() => may_poll,
            };
            if !may_poll {
                if !std::mem::replace(&mut is_standby, true) {
                    log::info!("another process polls; this one stands by");
                }
                // Whoever polled meanwhile left off somewhere else.
                place = Place::default();
                tokio::select! {
                    () = self.stop.requested() => return Ok(()),
                    () = tokio::time::sleep(STANDBY) => continue,
                }
            }
            if std::mem::take(&mut is_standby) {
                log::info!("this process polls from now on");
            }
            let pause = tokio::select! {
                biased;
                () = self.stop.requested() => return Ok(()),
                turned = self.turn(&mut place) => turned?,
            };
            let until = Instant::now() + pause.unwrap_or_default();
            // Telegram may ask for a pause of minutes: waiting for it is no reason for a restart.
            while let Some(left) = until.checked_duration_since(Instant::now())
                && !left.is_zero()
            {
                self.health.beat(Instant::now());
                tokio::select! {
                    () = self.stop.requested() => return Ok(()),
                    () = tokio::time::sleep(left.min(BEAT)) => {}
                }
            }
        }
    }

    /// Whether this process is the one that polls.
    async fn may_poll(&self) -> bool {
        let store = self.ingest.store.clone();
        if !store.is_remote() {
            return true;
        }
        let asked = tokio::task::spawn_blocking(move || store.has_role(ROLE)).await;
        matches!(asked, Ok(Ok(true)))
    }

    /// One poll, and how long to wait before the next. Dropped in the middle it has either kept
    /// the batch or moved no offset.
    async fn turn(&self, place: &mut Place) -> Result<Option<Duration>, RunError> {
        // After a failure the way is tried with polls that are answered at once.
        let (seconds, within) = match place.failures {
            0 => (LONG_POLL_SECONDS, ANSWER_WITHIN),
            failures if failures % PATIENT_EVERY == 0 => (0, ANSWER_WITHIN),
            _ => (0, SHORT_WAIT),
        };
        let asked = Instant::now();
        let answer = match place.asked.take() {
            Some(first) => first.await.unwrap_or(Err(Failure::Unreachable)),
            None => poll(&self.api, place.offset, seconds, within).await,
        };
        let now_seconds = clock::unix_seconds();
        let batch = answer.and_then(|(status, text)| match api::refusal(status, &text) {
            Some(failure) => Err(failure),
            None => batch::parse_batch(&text, now_seconds, self.staff_chat.as_ref())
                .ok_or(Failure::Unreadable),
        });
        match batch {
            Ok(batch) => Ok(self.keep(place, batch).await),
            Err(failure) => {
                let pause = self.failed(place, &failure)?;
                // Where no answer came, the wait was pause enough.
                let waited = matches!(failure, Failure::NoAnswer(_)) && asked.elapsed() > pause;
                Ok(Some(if waited { PAUSES.0 } else { pause }))
            }
        }
    }

    /// Keeps a batch and confirms it with the next poll.
    async fn keep(&self, place: &mut Place, batch: Batch) -> Option<Duration> {
        let now = Instant::now();
        if place.failures > 0 {
            log::info!(failures = place.failures; "Telegram answers again");
            place.mentioned = None;
            self.returned
                .send_modify(|count| *count = count.wrapping_add(1));
        }
        (place.failures, place.refusals) = (0, 0);
        self.health.telegram_answered(now);
        self.reached
            .send_modify(|count| *count = count.wrapping_add(1));
        if batch.updates.is_empty() {
            place.stuck = 0;
            if place
                .last_update
                .is_some_and(|last| now.duration_since(last) > FORGET_OFFSET)
            {
                place.offset = None;
            }
            return None;
        }
        place.last_update = Some(now);
        let next_offset = batch.next_offset;
        // One below the offset was given before, and so may one of the first batch have been: to a process which
        // it ended. Handled before it is kept it would end each, uncounted.
        let is_new = place
            .offset
            .zip(next_offset)
            .is_some_and(|(offset, next)| next > offset);
        let kept = match is_new {
            true => self.ingest.keep_new(batch.updates).await,
            false => self.ingest.keep(batch.updates).await,
        };
        let fresh = match kept {
            Ok(fresh) => fresh,
            Err(error) => {
                self.health.store_wrote(false);
                log::error!(error:% = error; "updates cannot be kept; Telegram keeps them");
                return Some(PAUSES.1);
            }
        };
        let before = place.offset;
        match next_offset {
            Some(next) => place.offset = Some(place.offset.map_or(next, |offset| offset.max(next))),
            // Only updates whose number cannot be believed. They are the oldest that Telegram has,
            // so an offset one higher passes over nothing that was not in this batch.
            None => place.offset = place.offset.map(|offset| offset + 1),
        }
        let moved = next_offset.is_some() && place.offset != before;
        if moved || fresh > 0 && place.offset != before {
            place.stuck = 0;
            return None;
        }
        place.stuck += 1;
        if place.stuck == 1 {
            log::warn!(
                "Telegram repeats an update whose number cannot be believed; asking slowly until it passes"
            );
        }
        Some(STUCK_PAUSE)
    }

    /// Says what failed, once in a while, and how long to wait.
    fn failed(&self, place: &mut Place, failure: &Failure) -> Result<Duration, RunError> {
        place.failures = place.failures.saturating_add(1);
        let mut pause = backoff::wait(place.failures, PAUSES.0, PAUSES.1);
        let mut rate_limited = false;
        let now = Instant::now();
        let is_due = place
            .mentioned
            .is_none_or(|at| now.duration_since(at) >= REMIND);
        if is_due {
            place.mentioned = Some(now);
        }
        match failure {
            Failure::Refused {
                code: 401 | 404, ..
            } => {
                place.refusals += 1;
                if place.refusals >= REVOKED_AFTER {
                    return Err(RunError::Unauthorized);
                }
            }
            Failure::Refused {
                code: 409,
                description,
                ..
            } => {
                self.health.other_poller_seen(now);
                if !is_due {
                    // Said a moment ago.
                } else if description.to_ascii_lowercase().contains("webhook") {
                    log::error!(
                        "a webhook is set, so Telegram answers no polls; run with --delete-webhook \
                         or set mode = \"webhook\""
                    );
                } else {
                    log::error!(
                        "another instance polls with the same token; only one can: trying again"
                    );
                }
            }
            Failure::Refused {
                retry_after: Some(seconds),
                ..
            } => {
                rate_limited = true;
                pause = pause.max(Duration::from_secs(*seconds));
            }
            _ if is_due => log::warn!(failure:% = failure; "cannot poll Telegram; trying again"),
            _ => {}
        }
        self.metrics.poll_failed(rate_limited);
        Ok(pause)
    }
}
