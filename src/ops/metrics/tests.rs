//! The scrape is read back by a strict reader of its own.

use std::collections::{BTreeMap, HashSet};

use crate::conversation::{ChatKey, PastTurn};
use crate::faq::{EntryId, Faq};
use crate::ops::metrics::*;

/// Reads OpenMetrics text: every sample belongs to the family announced last, no series comes
/// twice, histograms add up, the end is marked.
fn read(text: &str) -> BTreeMap<String, f64> {
    let body = text.strip_suffix("# EOF\n").expect("ends with # EOF");
    let mut samples = BTreeMap::new();
    let mut announced = HashSet::new();
    let (mut family, mut kind) = (String::new(), String::new());
    for line in body.lines() {
        if let Some(header) = line.strip_prefix("# ") {
            let mut words = header.splitn(3, ' ');
            let word = words.next().expect("a word");
            let name = words.next().expect("a name").to_owned();
            let rest = words.next().expect("something said");
            match word {
                "HELP" => assert!(announced.insert(name.clone()), "{name} is announced twice"),
                "TYPE" => (family, kind) = (name, rest.to_owned()),
                "UNIT" => assert!(name.ends_with(&format!("_{rest}")), "{line}"),
                other => panic!("{other}: {line}"),
            }
            continue;
        }
        let (series, value) = line.rsplit_once(' ').expect("a series and a value");
        let name = series.split('{').next().expect("a name");
        let suffixes: &[&str] = match kind.as_str() {
            "counter" => &["_total"],
            "gauge" => &[""],
            "info" => &["_info"],
            "histogram" => &["_bucket", "_sum", "_count"],
            other => panic!("type {other}"),
        };
        assert!(
            suffixes
                .iter()
                .any(|suffix| name == format!("{family}{suffix}")),
            "{line} in {family}"
        );
        let value: f64 = value.parse().expect("a number");
        assert!(value >= 0.0, "{line}");
        assert!(
            samples.insert(series.to_owned(), value).is_none(),
            "{line} twice"
        );
    }
    samples
}

fn question(kind: TurnKind, language: Language) -> Record {
    Record::Turn(PastTurn {
        turn: 1,
        at_seconds: 0,
        chat_key: ChatKey {
            chat: "1".into(),
            topic: None,
        },
        asked_for: None,
        person: None,
        message: 1,
        answer_to: 1,
        language,
        text: String::new(),
        kind,
        candidates: vec![(EntryId::new("refund").expect("an id"), 0.9)],
        revision: "r".into(),
    })
}

#[test]
fn a_scrape_holds_what_happened() {
    let metrics = Metrics::new();
    metrics.update("message");
    metrics.update("message");
    metrics.update("some_future_kind\"}\n");
    metrics.turn(
        &[question(TurnKind::Answered, Language::Zh)],
        Duration::from_micros(300),
    );
    metrics.turn(
        &[question(TurnKind::Command, Language::Zh)],
        Duration::from_micros(1),
    );
    metrics.answered(Duration::from_secs(3));
    metrics.sent(Duration::from_secs(7));
    metrics.send(SendOutcome::Sent);
    metrics.send(SendOutcome::Waits);
    metrics.poll_failed(true);
    metrics.panicked();
    metrics.reload(ReloadOutcome::Rejected);
    metrics.faq(&Knowledge::build(Faq::default()));
    let waiting = Waiting {
        updates: 4,
        oldest_update_seconds: 2.5,
        ..Waiting::default()
    };
    let samples = read(&metrics.open_metrics(&waiting, true));
    let expected = [
        ("wenda_updates_total{kind=\"message\"}", 2.0),
        ("wenda_updates_total{kind=\"other\"}", 1.0),
        (
            "wenda_questions_total{decision=\"answer\",language=\"zh\"}",
            1.0,
        ),
        (
            "wenda_questions_total{decision=\"none\",language=\"en\"}",
            0.0,
        ),
        ("wenda_turns_total{kind=\"command\"}", 1.0),
        ("wenda_matching_seconds_count", 1.0),
        ("wenda_matching_seconds_bucket{le=\"0.00025\"}", 0.0),
        ("wenda_matching_seconds_bucket{le=\"0.0005\"}", 1.0),
        ("wenda_answering_seconds_sum", 3.0),
        ("wenda_sending_seconds_sum", 7.0),
        ("wenda_sends_total{outcome=\"sent\"}", 1.0),
        ("wenda_sends_total{outcome=\"gone\"}", 0.0),
        ("wenda_rate_limited_total", 2.0),
        ("wenda_poll_failures_total", 1.0),
        ("wenda_panics_total", 1.0),
        ("wenda_reloads_total{outcome=\"rejected\"}", 1.0),
        ("wenda_faq_entries", 0.0),
        ("wenda_journal_waiting", 4.0),
        ("wenda_journal_oldest_seconds", 2.5),
        ("wenda_ready", 1.0),
    ];
    for (series, value) in expected {
        assert_eq!(samples.get(series), Some(&value), "{series}");
    }
    if cfg!(target_os = "linux") {
        assert!(samples["process_resident_memory_bytes"] > 1e6);
        assert!(samples["process_open_fds"] >= 3.0);
    }
}

#[test]
fn a_new_revision_takes_the_place_of_the_old() {
    let metrics = Metrics::new();
    for _ in 0..2 {
        metrics.faq(&Knowledge::build(Faq::default()));
    }
    let text = metrics.prometheus_text(&Waiting::default(), false);
    let revisions = text
        .lines()
        .filter(|line| line.starts_with("wenda_faq_revision{"));
    assert_eq!(revisions.count(), 1);
    assert!(!text.contains("EOF"));
}
