//! Rules on when and where an entry holds, and on variables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::faq::convert;
use crate::faq::diagnostic::shown;
use crate::faq::parse::raw::At;
use crate::faq::parse::schema::RawEntry;
use crate::faq::vars;
use crate::faq::yaml::Mark;

use super::rules::Rules;

/// Dates are dates, in their order; places are named once.
pub(super) fn conditions(rules: &mut Rules, file: &Arc<str>, entry: &RawEntry) {
    let mut date = |key: &str, text: &Option<At<String>>| -> Option<(Date, Mark)> {
        let text = text.as_ref()?;
        match convert::date(&text.value) {
            Some(date) => Some((date, text.mark)),
            None => {
                let message = format!("`{key}` is `{}`, which is no date", shown(&text.value));
                let help = "write the year, the month and the day: `2026-12-31`";
                rules.error("bad-date", file, text.mark, message, help);
                None
            }
        }
    };
    let from = date("valid_from", &entry.valid_from);
    let until = date("valid_until", &entry.valid_until);
    date("review_by", &entry.review_by);
    if let (Some((from, _)), Some((until, mark))) = (from, until)
        && until < from
    {
        let message = format!("`valid_until` ({until}) is before `valid_from` ({from})");
        let help = "give the later day in `valid_until`";
        rules.error("bad-date", file, mark, message, help);
    }
    for name in &entry.not_in {
        if entry.only_in.iter().any(|only| only.value == name.value) {
            let message = format!(
                "`{}` stands in `only_in` and in `not_in`",
                shown(&name.value)
            );
            rules.error(
                "bad-place",
                file,
                name.mark,
                message,
                "remove one of the two",
            );
        }
    }
}

/// Variables have a name, one value each, and are used; answers use those that are there.
pub(super) fn variables(rules: &mut Rules) {
    let files = rules.files;
    let mut known: BTreeMap<&str, (&Arc<str>, Mark)> = BTreeMap::new();
    for (file, raw) in files {
        for var in raw.iter().flat_map(|raw| &raw.vars.0) {
            let name = var.name.value.as_str();
            if !vars::is_name(name) {
                let message = format!("`{}` is no name for a variable", shown(name));
                let help = "use letters, digits, `_` and `-`, beginning with a letter";
                rules.error("bad-var", file, var.name.mark, message, help);
            } else if let Some((first, mark)) = known.get(name) {
                let message = format!(
                    "variable `{name}` is already declared at {}",
                    mark.in_file(first)
                );
                let help = "keep one of the two: a variable holds for the whole FAQ";
                rules.error("duplicate-var", file, var.name.mark, message, help);
            } else {
                known.insert(name, (file, var.name.mark));
            }
        }
    }
    if known.is_empty() {
        undeclared(rules);
        return;
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (file, entry) in rules.entries() {
        for (_, answer) in &entry.answer.texts {
            for (name, in_code) in vars::names(&answer.value) {
                if known.contains_key(name) {
                    used.insert(name);
                } else if !in_code {
                    let score = |other: &str| strsim::jaro_winkler(other, name);
                    let near = known.keys().filter(|other| score(other) >= 0.85);
                    let near = near.max_by(|a, b| score(a).total_cmp(&score(b)));
                    let help = match near {
                        Some(near) => format!("did you mean `{{{near}}}`?"),
                        None => format!(
                            "declare it below `vars:`, or write `{{{{{name}}}}}` for the braces themselves"
                        ),
                    };
                    let message = format!("`{{{}}}` is no variable of this FAQ", shown(name));
                    rules.error("unknown-var", file, answer.mark, message, help);
                }
            }
        }
    }
    for (name, (file, mark)) in known {
        if !used.contains(name) {
            let message = format!("no answer uses the variable `{name}`");
            let help = format!("write `{{{name}}}` in an answer, or remove it");
            rules.warning("unused-var", file, mark, message, help);
        }
    }
}

/// `{price}` where the FAQ declares no variable at all: people see the braces.
fn undeclared(rules: &mut Rules) {
    for (file, entry) in rules.entries() {
        for (_, answer) in &entry.answer.texts {
            for (name, in_code) in vars::names(&answer.value) {
                if !in_code {
                    let message = format!("`{{{}}}` is shown as it stands", shown(name));
                    let help = "declare it below `vars:`, where it is to stand for a value";
                    rules.warning("unknown-var", file, answer.mark, message, help);
                }
            }
        }
    }
}
