//! Rules that look at several entries or files together.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::faq::canonical::canonical_key;
use crate::faq::convert;
use crate::faq::diagnostic::{Diagnostic, shown};
use crate::faq::entry::Entry;
use crate::faq::parse::raw::At;
use crate::faq::parse::schema::RawEntry;
use crate::faq::yaml::Mark;
use crate::text::Language;

use super::rules::{Rules, language_name};

/// There is at least one entry. `sound`: every file could be read without an error.
pub(super) fn some_entry(rules: &mut Rules, sound: bool) {
    let Some((file, raw)) = rules.files.first() else {
        return;
    };
    if sound && rules.entries().next().is_none() {
        let mark = raw.as_ref().and_then(|raw| raw.entries_at());
        let mark = mark.unwrap_or(Mark { line: 1, column: 1 });
        let help = "write at least one: `entries:` and below it `- id: ...`";
        rules.error("no-entries", file, mark, "the FAQ has no entries", help);
    }
}

/// The code of a warning about a language that is missing.
pub(in crate::faq) const ONE_LANGUAGE: &str = "one-language";

/// Both languages are there. What no entry at all has in a language is told once.
pub(in crate::faq) fn languages(entries: &[Entry]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut warning = |entry: &Entry, message: String, help: String| {
        let place = entry.place.clone();
        found.push(Diagnostic::warning(ONE_LANGUAGE, place, message).help(help));
    };
    for language in Language::ALL {
        let name = language_name(language);
        let asked = entries.iter().any(|entry| has_questions(entry, language));
        let answered = entries.iter().any(|entry| has_answer(entry, language));
        let none = match (asked, answered) {
            (false, false) => "anything",
            (false, true) => "a question",
            (true, false) => "an answer",
            (true, true) => "",
        };
        if let Some(entry) = entries.first().filter(|_| !none.is_empty()) {
            let message = format!("no entry has {none} in {name}");
            let help = format!(
                "write `{}` beside `{}`, or leave it so",
                language.code(),
                language.other().code()
            );
            warning(entry, message, help);
        }
        // A FAQ mostly in one language is told so once.
        let lacking = |entry: &&Entry| {
            let other = has_questions(entry, language.other());
            (asked && other && !has_questions(entry, language))
                || (answered && !has_answer(entry, language))
        };
        let without: Vec<&Entry> = entries.iter().filter(lacking).collect();
        if without.len() > 2 && without.len() * 2 > entries.len() {
            if !none.is_empty() {
                continue;
            }
            let message = format!(
                "{} of {} entries lack {name}, this is the first",
                without.len(),
                entries.len()
            );
            let help = format!(
                "add `{}` where it is missing, or leave it so",
                language.code()
            );
            warning(without[0], message, help);
            continue;
        }
        for entry in entries {
            let no_question =
                asked && !has_questions(entry, language) && has_questions(entry, language.other());
            let no_answer = answered && !has_answer(entry, language);
            let what = match (no_question, no_answer) {
                (true, true) => "neither question nor answer",
                (true, false) => "no question",
                (false, true) => "no answer",
                (false, false) => continue,
            };
            let id = shown(entry.id.as_str());
            let message = format!("entry `{id}` has {what} in {name}");
            warning(entry, message, format!("add `{}`", language.code()));
        }
    }
    found
}

fn has_questions(entry: &Entry, language: Language) -> bool {
    let mut phrasings = entry.phrasings.iter();
    phrasings.any(|phrasing| phrasing.language == language)
}

fn has_answer(entry: &Entry, language: Language) -> bool {
    entry.answer.get(language).is_some()
}

/// An id is used once over all files.
pub(super) fn unique_ids(rules: &mut Rules) {
    for ((file, entry), (first, known)) in repeated_ids(rules) {
        let Some((id, known)) = entry.id.as_ref().zip(known.id.as_ref()) else {
            continue;
        };
        let message = format!(
            "id `{}` is already used at {}",
            shown(&id.value),
            known.mark.in_file(first)
        );
        let help = "give one of the two entries another `id`";
        rules.error("duplicate-id", file, id.mark, message, help);
    }
}

type Located<'r> = (&'r Arc<str>, &'r RawEntry);

/// Entries whose id an earlier entry has, each with the earlier one.
fn repeated_ids<'r>(rules: &Rules<'r>) -> Vec<(Located<'r>, Located<'r>)> {
    let mut first: HashMap<&str, Located> = HashMap::new();
    let mut repeated = Vec::new();
    for (file, entry) in rules.entries() {
        let Some(id) = &entry.id else { continue };
        match first.get(id.value.as_str()) {
            Some(known) => repeated.push(((file, entry), *known)),
            None => {
                first.insert(&id.value, (file, entry));
            }
        }
    }
    repeated
}

/// Related entries exist.
pub(super) fn related_exist(rules: &mut Rules) {
    if !rules.whole {
        return;
    }
    let ids: Vec<&str> = rules
        .entries()
        .filter_map(|(_, entry)| Some(entry.id.as_ref()?.value.as_str()))
        .collect();
    let known: HashSet<&str> = ids.iter().copied().collect();
    for (file, entry) in rules.entries() {
        for id in &entry.related {
            if known.contains(id.value.as_str()) {
                continue;
            }
            let score = |other: &str| strsim::jaro_winkler(other, &id.value);
            let near = ids
                .iter()
                .filter(|other| score(other) >= 0.85)
                .max_by(|a, b| score(a).total_cmp(&score(b)));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name the `id` of an existing entry, or remove it".to_owned(),
            };
            let message = format!(
                "`related` names `{}`, which no entry has as `id`",
                shown(&id.value)
            );
            rules.error("dangling-related", file, id.mark, message, help);
        }
    }
}

/// A question stands in one entry only.
pub(super) fn one_entry_per_question(rules: &mut Rules) {
    let copies: HashSet<*const RawEntry> = repeated_ids(rules)
        .into_iter()
        .map(|((_, entry), _)| std::ptr::from_ref(entry))
        .collect();
    let mut first: HashMap<String, (Located, Mark)> = HashMap::new();
    for (file, entry) in rules.entries() {
        // The second of two entries with one id is often a copy of the first: told already.
        if copies.contains(&std::ptr::from_ref(entry)) {
            continue;
        }
        let mut told: HashSet<String> = HashSet::new();
        for question in entry.questions.iter().flat_map(|(_, texts)| &texts.value) {
            let key = canonical_key(&question.value);
            let Some(((first_file, known), mark)) = first.get(&key) else {
                first.insert(key, ((file, entry), question.mark));
                continue;
            };
            if std::ptr::eq(*known, entry) || !can_meet(known, entry) || !told.insert(key) {
                continue;
            }
            let holder = known
                .id
                .as_ref()
                .map(|id| format!(" of entry `{}`", shown(&id.value)));
            let message = format!(
                "question `{}` is already a question{} at {}",
                shown(&question.value),
                holder.unwrap_or_default(),
                mark.in_file(first_file)
            );
            let help = "keep it in the entry whose answer fits it";
            rules.error("ambiguous-question", file, question.mark, message, help);
        }
    }
}

/// Whether both entries may be given at one time in one place: the price of this year and that of the
/// next are asked for in the same words.
fn can_meet(one: &RawEntry, other: &RawEntry) -> bool {
    convert::conditions(one).can_meet(&convert::conditions(other))
}

/// What a question is meant to reach.
#[derive(PartialEq, Clone, Copy)]
enum Aim<'r> {
    Entry(&'r RawEntry, &'r str),
    Nothing,
}

/// `tests`, phrasings and `out_of_scope` do not contradict each other.
pub(super) fn tests_agree(rules: &mut Rules) {
    let mut aims: HashMap<String, (Aim, &Arc<str>, Mark, &str)> = HashMap::new();
    for (file, entry) in rules.entries() {
        let Some(id) = &entry.id else { continue };
        for question in entry.questions.iter().flat_map(|(_, texts)| &texts.value) {
            let aim = (
                Aim::Entry(entry, &id.value),
                file,
                question.mark,
                "a question",
            );
            aims.entry(canonical_key(&question.value)).or_insert(aim);
        }
    }
    let files = rules.files;
    for (file, entry) in rules.entries() {
        let Some(id) = &entry.id else { continue };
        for test in &entry.tests {
            contradiction(
                rules,
                &mut aims,
                file,
                test,
                Aim::Entry(entry, &id.value),
                "a test",
            );
        }
    }
    for (file, raw) in files {
        for line in raw.iter().flat_map(|raw| &raw.out_of_scope) {
            contradiction(rules, &mut aims, file, line, Aim::Nothing, "out of scope");
        }
    }
}

fn contradiction<'r>(
    rules: &mut Rules<'r>,
    aims: &mut HashMap<String, (Aim<'r>, &'r Arc<str>, Mark, &'r str)>,
    file: &'r Arc<str>,
    text: &'r At<String>,
    aim: Aim<'r>,
    kind: &'r str,
) {
    let key = canonical_key(&text.value);
    let Some((known, known_file, known_mark, known_kind)) = aims.get(&key) else {
        aims.insert(key, (aim, file, text.mark, kind));
        return;
    };
    let is_same = match (known, aim) {
        (Aim::Entry(one, id), Aim::Entry(other, own)) => *id == own || !can_meet(one, other),
        (known, aim) => *known == aim,
    };
    if is_same {
        return;
    }
    let holder = match known {
        Aim::Entry(_, id) => format!("{known_kind} of entry `{}`", shown(id)),
        Aim::Nothing => (*known_kind).to_owned(),
    };
    let role = match aim {
        Aim::Entry(..) => "test",
        Aim::Nothing => "out-of-scope question",
    };
    let message = format!(
        "{role} `{}` is {holder} at {}",
        shown(&text.value),
        known_mark.in_file(known_file)
    );
    let help = "a question can be meant for one place only: remove one of the two";
    let found = Diagnostic::error("contradictory-test", text.mark.in_file(file), message);
    rules.diagnostics.push(found.help(help));
}

/// A group of synonyms has two different members at least.
pub(super) fn synonyms(rules: &mut Rules) {
    let files = rules.files;
    for (file, raw) in files {
        for group in raw.iter().flat_map(|raw| &raw.synonyms) {
            let told = rules.diagnostics.iter().any(|found| {
                found.place.file == *file
                    && found.place.line == group.mark.line
                    && found.place.column >= group.mark.column
                    && found.is_error()
            });
            let words: HashSet<String> = group
                .value
                .iter()
                .map(|word| canonical_key(&word.value))
                .collect();
            if words.len() < 2 && !told {
                let (message, help) = match group.value.first() {
                    Some(word) => (
                        format!(
                            "the synonym group of `{}` has no second word",
                            shown(&word.value)
                        ),
                        "add another word with the same meaning, or remove the group",
                    ),
                    None => (
                        "a synonym group is empty".to_owned(),
                        "add two words at least, or remove it",
                    ),
                };
                rules.error("small-group", file, group.mark, message, help);
            }
        }
    }
}
