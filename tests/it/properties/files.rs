//! Files that people write: FAQ, configuration.

use proptest::prelude::*;
use wenda::config::Config;
use wenda::faq;
use wenda::knowledge::Knowledge;

use super::text::EXAMPLE;
use super::{cases, hostile_text, spoilt};

const CONFIG: &str = include_str!("../../../config.toml");

/// Reads a FAQ; what it says of it must be usable, and what it takes must be buildable.
fn read_faq(text: &str) -> Result<(), TestCaseError> {
    let loaded = faq::read(&[("a.yaml", text)]);
    for found in &loaded.diagnostics {
        prop_assert!(!found.to_string().is_empty());
        prop_assert_eq!(&*found.place.file, "a.yaml");
        // YAML 1.1 knows line breaks that editors do not.
        let is_break = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let lines = text.matches(is_break).count() + 1;
        prop_assert!(found.place.line <= lines + 1, "{found}\nof {lines} lines");
    }
    match loaded.faq {
        None => prop_assert!(
            loaded.diagnostics.iter().any(faq::Diagnostic::is_error),
            "refused without an error"
        ),
        Some(faq) => {
            Knowledge::build(faq);
        }
    }
    Ok(())
}

fn read_config(text: &str) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config.toml");
    std::fs::write(&path, text).expect("written");
    if let Err(errors) = Config::load(Some(&path), []) {
        prop_assert!(!errors.is_empty());
        for error in errors {
            prop_assert!(!error.message.is_empty() && !error.help.is_empty());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn any_text_as_a_faq(text in hostile_text()) {
        read_faq(&text)?;
    }

    #[test]
    fn a_faq_spoilt_in_a_few_places(text in spoilt(EXAMPLE)) {
        read_faq(&text)?;
    }

    #[test]
    fn any_text_as_a_configuration(text in hostile_text()) {
        read_config(&text)?;
    }

    #[test]
    fn a_configuration_spoilt_in_a_few_places(text in spoilt(CONFIG)) {
        read_config(&text)?;
    }

    #[test]
    fn any_environment(name in "[A-Z_]{0,24}", value in hostile_text()) {
        let variables = [(format!("WENDA__{name}"), value.clone()), ("WENDA__LOG__LEVEL".into(), value)];
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "").expect("written");
        let _ = Config::load(Some(&path), variables);
    }
}
