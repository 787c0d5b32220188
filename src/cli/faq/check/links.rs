//! `wenda check --links`: whether the web addresses of a FAQ lead somewhere.
//!
//! The one check that opens connections. A few addresses are asked at a time, each once however
//! often it stands in the FAQ. A server that asks for a login or for patience is no mistake of the
//! FAQ's: that is a note.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method, StatusCode, redirect};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::faq::{Diagnostic, Faq, FilePlace, shown};
use crate::lint;
use crate::text::Language;

/// How many addresses are asked at a time: enough to be done soon, too few to be a burden.
const AT_A_TIME: usize = 4;
/// How long a server may take for its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Redirects that are followed.
const MOST_REDIRECTS: usize = 5;

/// The addresses of a FAQ with the places where they stand, each address once.
pub(super) fn addresses(faq: &Faq) -> BTreeMap<String, Vec<FilePlace>> {
    let mut texts: BTreeMap<Arc<str>, Vec<String>> = BTreeMap::new();
    let mut found: BTreeMap<String, Vec<FilePlace>> = BTreeMap::new();
    for entry in &faq.entries {
        let mut urls: Vec<String> = Vec::new();
        let links = entry.link.iter().chain(&entry.more);
        urls.extend(links.map(|link| link.url.clone()));
        urls.extend(entry.image.clone());
        for language in Language::ALL {
            urls.extend(entry.answer.get(language).into_iter().flat_map(lint::links));
        }
        urls.sort();
        urls.dedup();
        let file = &entry.place.file;
        let lines = texts.entry(file.clone()).or_insert_with(|| {
            let text = std::fs::read_to_string(&**file).unwrap_or_default();
            text.lines().map(str::to_owned).collect()
        });
        for url in urls {
            let place = place_of(&url, lines, &entry.place);
            found.entry(url).or_default().push(place);
        }
    }
    found
}

/// Where an address stands at or below the beginning of its entry; that beginning where it is
/// written in another way.
fn place_of(url: &str, lines: &[String], entry: &FilePlace) -> FilePlace {
    let first = entry.line.saturating_sub(1);
    let below = lines.iter().enumerate().skip(first);
    let found = below
        .into_iter()
        .find_map(|(number, line)| Some((number, line, line.find(url)?)));
    match found {
        Some((number, line, at)) => FilePlace {
            file: entry.file.clone(),
            line: number + 1,
            column: line[..at].chars().count() + 1,
        },
        None => entry.clone(),
    }
}

/// Asks all addresses; what is wrong with them, in the order of their places.
///
/// # Errors
/// When no connection can be set up at all.
pub(super) fn ask(addresses: BTreeMap<String, Vec<FilePlace>>) -> anyhow::Result<Vec<Diagnostic>> {
    let client = Client::builder()
        .user_agent(concat!(
            "wenda/",
            env!("CARGO_PKG_VERSION"),
            " (link check)"
        ))
        .timeout(PATIENCE)
        .redirect(redirect::Policy::limited(MOST_REDIRECTS))
        .build()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut found = runtime.block_on(async {
        let permits = Arc::new(Semaphore::new(AT_A_TIME));
        let mut running = JoinSet::new();
        for (url, places) in addresses {
            let (client, permits) = (client.clone(), permits.clone());
            running.spawn(async move {
                // The semaphore is never closed.
                let _permit = permits.acquire_owned().await.ok();
                let outcome = outcome(&client, &url).await;
                (url, places, outcome)
            });
        }
        let mut found = Vec::new();
        while let Some(done) = running.join_next().await {
            let Ok((url, places, outcome)) = done else {
                continue;
            };
            found.extend(
                places
                    .into_iter()
                    .filter_map(|place| finding(&url, place, &outcome)),
            );
        }
        found
    });
    crate::faq::sort(&mut found);
    Ok(found)
}

/// What came of asking one address.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Fine,
    Refused(StatusCode),
    Silent,
    Unreachable(String),
}

async fn outcome(client: &Client, url: &str) -> Outcome {
    let short = one_try(client, Method::HEAD, url).await;
    match short {
        Outcome::Fine | Outcome::Silent => short,
        // Not every server knows the short question.
        _ => one_try(client, Method::GET, url).await,
    }
}

async fn one_try(client: &Client, method: Method, url: &str) -> Outcome {
    match client.request(method, url).send().await {
        Ok(response) if response.status().is_success() => Outcome::Fine,
        Ok(response) => Outcome::Refused(response.status()),
        Err(error) if error.is_timeout() => Outcome::Silent,
        Err(error) => Outcome::Unreachable(deepest(&error)),
    }
}

/// The innermost cause of an error: the others only repeat the address.
fn deepest(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

fn finding(url: &str, place: FilePlace, outcome: &Outcome) -> Option<Diagnostic> {
    let url = shown(url);
    let later = "try it in a browser, and check again later";
    let found = match outcome {
        Outcome::Fine => return None,
        Outcome::Refused(status) => {
            let number = status.as_u16();
            match number {
                401 | 403 | 407 | 429 | 451 | 999 => Diagnostic::note(
                    "unchecked-link",
                    place,
                    format!("`{url}` cannot be checked from here: the server says {number}"),
                )
                .help("open it in a browser"),
                500.. => Diagnostic::warning(
                    "unreachable-link",
                    place,
                    format!("`{url}` leads nowhere: the server says {number}"),
                )
                .help(later),
                _ => Diagnostic::warning(
                    "unreachable-link",
                    place,
                    format!("`{url}` leads nowhere: the server says {number}"),
                )
                .help("correct the address, or remove it"),
            }
        }
        Outcome::Silent => Diagnostic::warning(
            "unreachable-link",
            place,
            format!(
                "`{url}` did not answer within {} seconds",
                PATIENCE.as_secs()
            ),
        )
        .help(later),
        Outcome::Unreachable(cause) => Diagnostic::warning(
            "unreachable-link",
            place,
            format!("`{url}` cannot be reached: {cause}"),
        )
        .help(later),
    };
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq;

    #[test]
    fn every_address_once_with_all_its_places() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        let text = "entries:\n  - id: a\n    questions: {en: [How?]}\n    answer:\n      en: |\n        See [x](https://a.example/x) and https://b.example.\n    link: {url: https://a.example/x}\n  - id: b\n    questions: {en: [Why?]}\n    answer: {en: So.}\n    link: {url: https://a.example/x}\n";
        std::fs::write(&path, text).expect("writable");
        let faq = faq::load(&path).faq.expect("loads");
        let found = addresses(&faq);
        let places: Vec<(&str, Vec<(usize, usize)>)> = found
            .iter()
            .map(|(url, places)| {
                let at = places.iter().map(|place| (place.line, place.column));
                (url.as_str(), at.collect())
            })
            .collect();
        assert_eq!(
            places,
            [
                ("https://a.example/x", vec![(6, 17), (11, 17)]),
                ("https://b.example", vec![(6, 42)]),
            ]
        );
    }

    #[test]
    fn what_servers_say_is_told_apart() {
        let tell = |outcome| {
            finding("https://a.example", FilePlace::default(), &outcome)
                .map(|found| (found.is_note(), found.message))
        };
        let refused = |number| Outcome::Refused(StatusCode::from_u16(number).expect("a status"));
        assert_eq!(tell(Outcome::Fine), None);
        assert!(tell(refused(403)).is_some_and(|(note, _)| note));
        assert!(tell(refused(404)).is_some_and(|(note, text)| !note && text.contains("404")));
        assert!(tell(Outcome::Silent).is_some_and(|(note, text)| !note && text.contains("10 s")));
    }
}
