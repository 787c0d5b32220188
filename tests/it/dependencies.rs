//! The rules of `deny.toml` held to the lock file: licences, banned crates, sources. What
//! `cargo deny` checks besides, the advisories, needs its database and so the network.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use toml::{Table, Value};

fn read(name: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(&path).expect(name);
    text.parse().expect(name)
}

fn strings(value: &Value) -> Vec<&str> {
    let list = value.as_array().expect("a list");
    list.iter()
        .map(|item| item.as_str().expect("text"))
        .collect()
}

#[test]
fn only_the_registry_and_no_banned_crate() {
    let (deny, lock) = (read("deny.toml"), read("Cargo.lock"));
    let banned: Vec<&str> = deny["bans"]["deny"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["crate"].as_str().expect("a name"))
        .collect();
    let registries = strings(&deny["sources"]["allow-registry"]);
    let packages = lock["package"].as_array().expect("a list");
    assert!(packages.len() > 100, "the lock file was read whole");
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        assert!(!banned.contains(&name), "{name} is banned");
        let Some(source) = package.get("source").and_then(Value::as_str) else {
            assert!(name.starts_with("wenda"), "{name} has no source");
            continue;
        };
        let from = source.strip_prefix("registry+").unwrap_or(source);
        assert!(registries.contains(&from), "{name} is from {source}");
    }
}

#[test]
fn every_licence_is_allowed() {
    let deny = read("deny.toml");
    let everywhere = strings(&deny["licenses"]["allow"]);
    let mut exceptions: HashMap<&str, Vec<&str>> = HashMap::new();
    for exception in deny["licenses"]["exceptions"].as_array().expect("a list") {
        let name = exception["crate"].as_str().expect("a name");
        exceptions.insert(name, strings(&exception["allow"]));
    }
    for target in strings(&deny["graph"]["targets"]) {
        // The platform the tests run on has been fetched; of others, parts may be missing.
        if !target.starts_with(std::env::consts::ARCH) {
            continue;
        }
        for (name, licence) in licences_of_packages(target) {
            let extra = exceptions.get(name.as_str()).map_or(&[][..], Vec::as_slice);
            let allowed = |one: &str| everywhere.contains(&one) || extra.contains(&one);
            assert!(
                is_allowed(&licence, &allowed),
                "{name}: `{licence}` is not allowed"
            );
        }
    }
}

/// Name and licence expression of every package of others that is built for `target`.
fn licences_of_packages(target: &str) -> Vec<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version=1"])
        .args(["--filter-platform", target, "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    assert!(packages.len() > 100, "the graph was read whole");
    packages
        .iter()
        .filter(|package| package["name"] != "wenda")
        .map(|package| {
            let text = |key: &str| package[key].as_str().unwrap_or("(none)").to_owned();
            (text("name"), text("license"))
        })
        .collect()
}

/// Whether an SPDX expression can be met with allowed licences only. AND binds closer than OR;
/// `/` is an old way to write OR.
fn is_allowed(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = either(&mut rest, allowed);
    met && rest.is_empty()
}

fn either(rest: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = both(rest, allowed);
    while let ["OR", after @ ..] = *rest {
        *rest = after;
        met |= both(rest, allowed);
    }
    met
}

fn both(rest: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(rest, allowed);
    while let ["AND", after @ ..] = *rest {
        *rest = after;
        met &= one(rest, allowed);
    }
    met
}

fn one(rest: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> bool {
    match *rest {
        ["(", after @ ..] => {
            *rest = after;
            let met = either(rest, allowed);
            *rest = rest.strip_prefix(&[")"][..]).unwrap_or(rest);
            met
        }
        [licence, "WITH", exception, after @ ..] => {
            *rest = after;
            allowed(&format!("{licence} WITH {exception}"))
        }
        [licence, after @ ..] => {
            *rest = after;
            allowed(licence)
        }
        [] => false,
    }
}

#[test]
fn licence_expressions_are_understood() {
    let allowed = |one: &str| ["MIT", "ISC", "A WITH B"].contains(&one);
    let cases = [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND ISC", true),
        ("MIT AND GPL-3.0", false),
        ("GPL-3.0 OR MIT AND ISC", true),
        ("(GPL-3.0 OR MIT) AND GPL-3.0", false),
        ("(MIT OR GPL-3.0) AND ISC", true),
        ("A WITH B OR GPL-3.0", true),
        ("A", false),
        ("", false),
        ("(none)", false),
    ];
    for (expression, expected) in cases {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}
