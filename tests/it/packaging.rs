//! What is shipped beside the program speaks of the program as it is.

use std::collections::BTreeSet;
use std::path::Path;

use wenda::ops::metrics::{Metrics, Waiting};

fn shipped(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("packaging")
        .join(name);
    std::fs::read_to_string(path).expect(name)
}

/// Words that begin as our metrics do and go on as names do.
fn metric_names(text: &str) -> BTreeSet<&str> {
    text.split(|character: char| !character.is_ascii_alphanumeric() && character != '_')
        .filter(|word| word.starts_with("wenda_") || word.starts_with("process_"))
        .collect()
}

#[test]
fn dashboard_and_alerts_ask_for_metrics_that_exist() {
    let scrape = Metrics::new().prometheus_text(&Waiting::default(), true);
    let there: BTreeSet<&str> = scrape
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split(['{', ' ']).next())
        .collect();
    for name in ["grafana/wenda.json", "prometheus/alerts.yml"] {
        let text = shipped(name);
        let asked = metric_names(&text);
        assert!(asked.len() >= 5, "{name} asks for little: {asked:?}");
        for metric in asked {
            assert!(there.contains(metric), "{name} asks for {metric}");
        }
    }
}

#[test]
fn the_dashboard_is_json() {
    let dashboard: serde_json::Value =
        serde_json::from_str(&shipped("grafana/wenda.json")).expect("JSON");
    assert!(dashboard["panels"].as_array().expect("a list").len() > 10);
}
