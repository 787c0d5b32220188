//! What is shipped beside the program speaks of the program as it is.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use wenda::cli::Exit;
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
fn files_for_replicas_are_yaml_and_set_keys_that_exist() {
    let config: toml::Table = std::fs::read_to_string("config.toml")
        .expect("read")
        .parse()
        .expect("TOML");
    for name in ["kubernetes.yaml", "replicas.compose.yaml", "compose.yaml"] {
        let text = shipped(name);
        let documents: Vec<serde_yaml::Value> = serde_yaml::Deserializer::from_str(&text)
            .map(|document| serde::Deserialize::deserialize(document).expect(name))
            .collect();
        assert!(
            documents.iter().all(serde_yaml::Value::is_mapping),
            "{name}"
        );
        let words =
            text.split(|character: char| !character.is_ascii_alphanumeric() && character != '_');
        for variable in words.filter_map(|word| word.strip_prefix("WENDA__")) {
            let mut keys = variable.split("__").map(str::to_lowercase);
            let first = keys.next().and_then(|key| config.get(&key));
            let found = keys.try_fold(first, |at, key| Some(at?.get(&key)));
            assert!(found.flatten().is_some(), "{name} sets WENDA__{variable}");
        }
    }
}

#[test]
fn the_dashboard_is_json() {
    let dashboard: serde_json::Value =
        serde_json::from_str(&shipped("grafana/wenda.json")).expect("JSON");
    assert!(dashboard["panels"].as_array().expect("a list").len() > 10);
}

/// A unit like the one that ships, for the program that was built here.
fn unit_for_here(folder: &Path) -> std::path::PathBuf {
    let unit = shipped("systemd/wenda.service");
    let unit = unit.replace("/usr/local/bin/wenda", env!("CARGO_BIN_EXE_wenda"));
    let path = folder.join("wenda.service");
    std::fs::write(&path, unit).expect("written");
    path
}

#[test]
fn systemd_has_nothing_to_say_about_the_unit() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("man/man1");
    let man = Command::new(env!("CARGO_BIN_EXE_wenda"))
        .arg("man")
        .arg(&pages)
        .status();
    assert!(man.expect("started").success());
    let verified = Command::new("systemd-analyze")
        .arg("verify")
        .arg(unit_for_here(folder.path()))
        .env("MANPATH", folder.path().join("man"))
        .output();
    // A machine without systemd has nothing to say.
    let Ok(verified) = verified else { return };
    let said = String::from_utf8_lossy(&verified.stderr).into_owned();
    // Without `man` the page cannot be looked for.
    let has_man = Command::new("man").arg("--version").output().is_ok();
    let about_us: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("wenda"))
        .filter(|line| has_man || !line.contains("man wenda"))
        .collect();
    assert!(about_us.is_empty(), "{said}");
}

#[test]
fn the_unit_stops_on_every_code_that_no_restart_cures() {
    let unit = shipped("systemd/wenda.service");
    let codes: Vec<String> = Exit::INCURABLE
        .iter()
        .map(|exit| (*exit as u8).to_string())
        .collect();
    let line = format!("RestartPreventExitStatus={}", codes.join(" "));
    assert!(unit.lines().any(|found| found == line), "no `{line}`");
    let document = std::fs::read_to_string("docs/deploy.md").expect("read");
    for (exit, words) in Exit::TABLE {
        let row = format!("| {} | {words} |", exit as u8);
        assert!(document.contains(&row), "docs/deploy.md has no `{row}`");
    }
}
