//! What a crate may say in our log.
//!
//! Wenda's own records pass. Of other crates, a few that never see a message pass up to `info`;
//! all others may say only sentences that stand in their source as they are: an argument put into
//! a sentence could be a message, an address with the token in it or a raw answer of the Bot API
//! (a Bot API client prints all three, at `warn` and `error`). Their `debug` and `trace` do not pass at all.

use std::borrow::Cow;

use log::{Level, Record};

/// Crates whose messages may carry arguments: they see paths, certificates and addresses of hosts,
/// never what people say.
const TRUSTED: [&str; 4] = ["notify", "rustls", "rustls_platform_verifier", "mio"];

/// The message to print for a record; `None` where nothing may be printed.
pub fn message<'a>(record: &'a Record<'_>) -> Option<Cow<'a, str>> {
    if is_own(record) {
        return Some(record.args().to_string().into());
    }
    if record.level() > Level::Info {
        return None;
    }
    if TRUSTED.contains(&root(record.target())) {
        return Some(record.args().to_string().into());
    }
    Some(match record.args().as_str() {
        Some(constant) => constant.into(),
        None => format!(
            "(withheld: {}:{})",
            record.file().map_or("?", file_name),
            record.line().unwrap_or(0)
        )
        .into(),
    })
}

/// Whether Wenda itself wrote the record; only then are its key-values printed.
pub fn is_own(record: &Record<'_>) -> bool {
    root(record.target()) == "wenda"
}

fn root(target: &str) -> &str {
    target.split("::").next().unwrap_or(target)
}

/// The path below the crate's folder, without the builder's home in front.
fn file_name(path: &str) -> &str {
    path.rsplit_once("/src/").map_or(path, |(_, file)| file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(target: &str, level: Level, args: std::fmt::Arguments<'_>) -> Option<String> {
        let record = Record::builder()
            .target(target)
            .level(level)
            .file(Some(
                "/home/lin/.cargo/bot_client-0.17.0/src/dispatching/dispatcher.rs",
            ))
            .line(Some(327))
            .args(args)
            .build();
        message(&record).map(Cow::into_owned)
    }

    #[test]
    fn words_of_people_do_not_pass_through_other_crates() {
        // Kept out of the formatting macro's sight, which would fold a literal into the sentence.
        let words = std::hint::black_box(String::from("怎么退款"));
        let withheld = Some("(withheld: dispatching/dispatcher.rs:327)".to_owned());
        let cases = [
            ("bot_client::dispatching", Level::Warn, withheld.clone()),
            ("bot_client_core::net", Level::Error, withheld.clone()),
            ("reqwest::connect", Level::Info, withheld.clone()),
            ("some_new_crate", Level::Error, withheld.clone()),
            ("wendaful", Level::Error, withheld),
            ("bot_client", Level::Debug, None),
            ("hyper::proto", Level::Trace, None),
            ("rustls", Level::Debug, None),
            ("rustls::conn", Level::Warn, Some("said: 怎么退款".into())),
            (
                "wenda::telegram",
                Level::Debug,
                Some("said: 怎么退款".into()),
            ),
        ];
        for (target, level, expected) in cases {
            assert_eq!(
                said(target, level, format_args!("said: {words}")),
                expected,
                "{target} {level}"
            );
        }
    }

    #[test]
    fn a_constant_sentence_passes() {
        assert_eq!(
            said(
                "bot_client",
                Level::Info,
                format_args!("Dispatching has been shut down.")
            )
            .as_deref(),
            Some("Dispatching has been shut down.")
        );
    }
}
