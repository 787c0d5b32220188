//! What is counted and timed, for Prometheus.
//!
//! One [`Metrics`] is made at the start and shared by `Arc`; there is no global. Everything here is
//! cheap enough for every update. Labels come from short fixed lists, so that nobody outside can
//! make the number of series grow. Knows nothing of HTTP; reads no clock but `/proc`'s.

mod outcome;
mod process;
mod register;
mod text;

use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::conversation::{Record, TurnKind};
use crate::knowledge::Knowledge;
use crate::model::card::{CardReason, CardRecord};
use crate::text::Language;

pub use outcome::{ReloadOutcome, SendOutcome};
use register::{Counters, Labels, Seconds, counter, counters, family, gauge, histogram, seconds};

/// Where matching times fall: a FAQ of hundreds of entries takes well below a millisecond, one of
/// ten thousand some milliseconds.
const MATCHING_SECONDS: [f64; 12] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0,
];

/// Where answering times fall: milliseconds, seconds where many ask at once.
const ANSWERING_SECONDS: [f64; 12] = [
    0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0,
];

/// Where sending times fall: a call to Telegram takes a tenth of a second when all is well, a wait
/// that Telegram asks for (429) up to minutes.
const SENDING_SECONDS: [f64; 13] = [
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0, 600.0,
];

/// Kinds of update that are told apart; any other is counted as `other`.
const UPDATE_KINDS: [&str; 13] = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
    "guest_message",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "unreadable",
    "other",
];

/// What waits in the store, as found when somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Waiting {
    /// Updates taken from Telegram and not yet answered.
    pub updates: u64,
    /// Seconds for which the oldest of them has waited; 0 where there is none.
    pub oldest_update_seconds: f64,
    /// Messages not yet sent.
    pub messages: u64,
    /// Seconds for which the oldest of them has waited; 0 where there is none.
    pub oldest_message_seconds: f64,
    /// Processes that work on them.
    pub replicas: u64,
}

/// All counters, gauges and histograms of a running Wenda.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    questions: Counters<2>,
    turns: Counters<1>,
    feedback: Counters<1>,
    cards: Counters<1>,
    card_answers: Counter,
    matching: Histogram,
    answering: Histogram,
    sending: Histogram,
    updates: Counters<1>,
    duplicates: Counter,
    sends: Counters<1>,
    rate_limited: Counter,
    poll_failures: Counter,
    panics: Counter,
    reloads: Counters<1>,
    faq_entries: Gauge,
    faq_phrasings: Gauge,
    faq_revision: Family<[(&'static str, String); 1], Gauge>,
    waiting_updates: Gauge,
    replicas: Gauge,
    oldest_update: Seconds,
    waiting_messages: Gauge,
    oldest_message: Seconds,
    ready: Gauge,
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics::new()
    }
}

impl Metrics {
    /// All at zero; every series that can be foreseen is there from the start, so that a rate over
    /// its first event is right.
    pub fn new() -> Metrics {
        let mut registry = Registry::default();
        registry.register(
            "wenda_build",
            "The program",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        registry.register_collector(Box::new(process::Process));
        let r = &mut registry;
        let metrics = Metrics {
            questions: counters(
                r,
                "questions",
                "Questions by what became of them and their language",
            ),
            turns: counters(
                r,
                "turns",
                "Things people did that Wenda reacted to, by kind",
            ),
            feedback: counters(r, "feedback", "Answers that people called helpful or not"),
            cards: counters(r, "cards", "Questions handed to people, by why they were"),
            card_answers: counter(
                r,
                "card_answers",
                "Answers that people gave to such questions",
            ),
            matching: histogram(
                r,
                "matching",
                "Time to find what to say to a question",
                &MATCHING_SECONDS,
            ),
            answering: histogram(
                r,
                "answering",
                "Time from taking an update to its answer being kept and on its way",
                &ANSWERING_SECONDS,
            ),
            sending: histogram(
                r,
                "sending",
                "Time from a message being on its way to Telegram having it, waits included",
                &SENDING_SECONDS,
            ),
            updates: counters(r, "updates", "Updates taken from Telegram, by kind"),
            duplicates: counter(
                r,
                "updates_duplicate",
                "Updates delivered again and not handled again",
            ),
            sends: counters(
                r,
                "sends",
                "Attempts to send, edit or acknowledge, by outcome",
            ),
            rate_limited: counter(r, "rate_limited", "Times that Telegram asked to wait (429)"),
            poll_failures: counter(
                r,
                "poll_failures",
                "Times that updates could not be fetched",
            ),
            panics: counter(r, "panics", "Panics contained while handling an update"),
            reloads: counters(r, "reloads", "Reloads of the FAQ, by outcome"),
            faq_entries: gauge(r, "faq_entries", "Entries of the FAQ that answers"),
            faq_phrasings: gauge(r, "faq_phrasings", "Phrasings of the FAQ that answers"),
            faq_revision: family(
                r,
                "faq_revision",
                "1 for the revision of the FAQ that answers",
            ),
            waiting_updates: gauge(r, "journal_waiting", "Updates taken and not yet answered"),
            oldest_update: seconds(
                r,
                "journal_oldest",
                "Age of the oldest update not yet answered",
            ),
            waiting_messages: gauge(r, "outbox_waiting", "Messages not yet sent"),
            oldest_message: seconds(r, "outbox_oldest", "Age of the oldest message not yet sent"),
            replicas: gauge(
                r,
                "replicas",
                "Processes that share the store and live; 1 where it is in a file",
            ),
            ready: gauge(r, "ready", "1 where /readyz says that Wenda can answer"),
            registry,
        };
        metrics.foresee();
        metrics
    }

    fn foresee(&self) {
        for decision in ["answer", "suggest", "none", "repeated"] {
            for language in [Language::En, Language::Zh] {
                drop(
                    self.questions
                        .get_or_create(&question_labels(decision, language)),
                );
            }
        }
        for kind in TurnKind::ALL {
            drop(self.turns.get_or_create(&[("kind", kind.code())]));
        }
        for helpful in ["yes", "no"] {
            drop(self.feedback.get_or_create(&[("helpful", helpful)]));
        }
        for why in CardReason::ALL {
            drop(self.cards.get_or_create(&[("why", why.code())]));
        }
        for kind in UPDATE_KINDS {
            drop(self.updates.get_or_create(&[("kind", kind)]));
        }
        for outcome in SendOutcome::ALL {
            drop(self.sends.get_or_create(&[("outcome", outcome.label())]));
        }
        for outcome in ReloadOutcome::ALL {
            drop(self.reloads.get_or_create(&[("outcome", outcome.label())]));
        }
    }

    /// An update was taken; `kind` is its key in Telegram's JSON, or `unreadable`.
    pub fn update(&self, kind: &str) {
        let known = UPDATE_KINDS.into_iter().find(|known| *known == kind);
        self.updates
            .get_or_create(&[("kind", known.unwrap_or("other"))])
            .inc();
    }

    /// An update came again.
    pub fn duplicate(&self) {
        self.duplicates.inc();
    }

    /// A turn was worked out within `matching`; `records` are what it keeps.
    pub fn turn(&self, records: &[Record], matching: Duration) {
        for record in records {
            match record {
                Record::Turn(turn) => {
                    self.turns
                        .get_or_create(&[("kind", turn.kind.code())])
                        .inc();
                    if let Some(decision) = decision(turn.kind) {
                        self.questions
                            .get_or_create(&question_labels(decision, turn.language))
                            .inc();
                        self.matching.observe(matching.as_secs_f64());
                    }
                }
                Record::Feedback { helpful, .. } => {
                    let helpful = if *helpful { "yes" } else { "no" };
                    self.feedback.get_or_create(&[("helpful", helpful)]).inc();
                }
                Record::Card(CardRecord::Opened { card, .. }) => {
                    self.cards
                        .get_or_create(&[("why", card.asked.why.code())])
                        .inc();
                }
                Record::Card(CardRecord::Answered { .. }) => {
                    self.card_answers.inc();
                }
                _ => {}
            }
        }
    }

    /// What an update makes us send and keep is kept, `since_taken` after it was taken.
    pub fn answered(&self, since_taken: Duration) {
        self.answering.observe(since_taken.as_secs_f64());
    }

    /// Telegram has a message, `since_queued` after it was on its way.
    pub fn sent(&self, since_queued: Duration) {
        self.sending.observe(since_queued.as_secs_f64());
    }

    /// An attempt to send, edit or acknowledge ended.
    pub fn send(&self, outcome: SendOutcome) {
        self.sends
            .get_or_create(&[("outcome", outcome.label())])
            .inc();
        if outcome == SendOutcome::Waits {
            self.rate_limited.inc();
        }
    }

    /// Updates could not be fetched; `rate_limited` where Telegram asked to wait.
    pub fn poll_failed(&self, rate_limited: bool) {
        self.poll_failures.inc();
        if rate_limited {
            self.rate_limited.inc();
        }
    }

    /// A panic was contained.
    pub fn panicked(&self) {
        self.panics.inc();
    }

    /// A reload ended.
    pub fn reload(&self, outcome: ReloadOutcome) {
        self.reloads
            .get_or_create(&[("outcome", outcome.label())])
            .inc();
    }

    /// This FAQ answers from now on.
    pub fn faq(&self, knowledge: &Knowledge) {
        let entries = &knowledge.faq().entries;
        let phrasings: usize = entries.iter().map(|entry| entry.phrasings.len()).sum();
        self.faq_entries.set(as_i64(entries.len() as u64));
        self.faq_phrasings.set(as_i64(phrasings as u64));
        self.faq_revision.clear();
        self.faq_revision
            .get_or_create(&[("revision", knowledge.revision().to_owned())])
            .set(1);
    }

    /// Everything in the text form of OpenMetrics 1.0, with what waits and whether we are ready
    /// as found now.
    pub fn open_metrics(&self, waiting: &Waiting, ready: bool) -> String {
        self.waiting_updates.set(as_i64(waiting.updates));
        self.oldest_update.set(waiting.oldest_update_seconds);
        self.waiting_messages.set(as_i64(waiting.messages));
        self.oldest_message.set(waiting.oldest_message_seconds);
        self.replicas.set(as_i64(waiting.replicas));
        self.ready.set(i64::from(ready));
        let mut out = String::new();
        // Writing to a String does not fail, and no metric here fails to encode itself.
        let _ = encode(&mut out, &self.registry);
        out
    }

    /// The same in Prometheus's own older text form, for readers that do not ask for OpenMetrics.
    pub fn prometheus_text(&self, waiting: &Waiting, ready: bool) -> String {
        text::to_prometheus(&self.open_metrics(waiting, ready))
    }
}

fn decision(kind: TurnKind) -> Option<&'static str> {
    match kind {
        TurnKind::Answered => Some("answer"),
        TurnKind::Suggested => Some("suggest"),
        TurnKind::Unanswered => Some("none"),
        TurnKind::Repeated => Some("repeated"),
        TurnKind::Opened | TurnKind::Smalltalk | TurnKind::Command => None,
    }
}

fn question_labels(decision: &'static str, language: Language) -> Labels<2> {
    let language = match language {
        Language::En => "en",
        Language::Zh => "zh",
    };
    [("decision", decision), ("language", language)]
}

fn as_i64(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
