//! The FAQs that are fitted on: the given ones, and those cut from them.

use std::path::Path;

use wenda::eval::{self, Labelled};
use wenda::faq::{self, EntryId, Faq};
use wenda::text::Language;

/// Entries of a FAQ so large that nothing is learned from one phrasing an entry.
const MANY: usize = 2_000;
/// Phrasings an entry of the second language in a FAQ of two.
const OF_THE_SECOND: usize = 8;

/// A FAQ with labelled questions.
pub struct Made {
    /// What it is, for people.
    pub name: String,
    /// What its questions are about: judged by fits without this.
    pub subject: String,
    /// How it was made; so many kinds weigh alike.
    pub kind: &'static str,
    pub faq: Faq,
    pub questions: Vec<Labelled>,
}

/// A folder as given.
struct Given {
    name: String,
    subject: String,
    faq: Faq,
    questions: Vec<Labelled>,
}

/// Reads the folders, or pairs `NAME.yaml` and `NAME.tsv`, and cuts further FAQs from them.
pub fn make(places: impl Iterator<Item = String>) -> Vec<Made> {
    let given: Vec<Given> = places.filter_map(|place| read(&place)).collect();
    let mut made = Vec::new();
    for one in &given {
        cut(one, &given, &mut made);
        across(one, &mut made);
    }
    for first in &given {
        for second in &given {
            if first.name == "en-bank-10shot" && second.name == "zh-assistant-32" {
                made.push(two_languages(first, second));
            }
        }
    }
    made
}

fn read(place: &str) -> Option<Given> {
    let path = Path::new(place);
    let name = path.file_stem()?.to_string_lossy().into_owned();
    let (faq, questions) = match path.is_dir() {
        true => (path.join("faq.yaml"), path.join("queries.tsv")),
        false => (path.to_owned(), path.with_extension("tsv")),
    };
    let Some(faq) = faq::load(faq).faq else {
        eprintln!("{place}: does not load");
        return None;
    };
    let questions = std::fs::read_to_string(questions).unwrap_or_default();
    Some(Given {
        subject: name.split('-').take(2).collect::<Vec<_>>().join("-"),
        name,
        faq,
        questions: eval::read(&questions),
    })
}

/// The FAQ itself, parts of it, and few phrasings an entry.
fn cut(one: &Given, given: &[Given], made: &mut Vec<Made>) {
    let faq = &one.faq;
    let mut add = |suffix: &str, kind: &'static str, faq: Faq| {
        made.push(Made {
            name: format!("{}{suffix}", one.name),
            subject: one.subject.clone(),
            kind,
            faq,
            questions: one.questions.clone(),
        });
    };
    let typo = one.name.ends_with("typo");
    let few = faq
        .entries
        .iter()
        .map(|entry| entry.phrasings.len())
        .sum::<usize>()
        < 2 * faq.entries.len();
    let kind = match (typo, few) {
        (true, _) => "typo",
        (false, true) => "title",
        (false, false) => "whole",
    };
    add("", kind, faq.clone());
    // The same phrasings are cut once.
    if ["full", "40shot", "5shot"]
        .iter()
        .any(|end| one.name.ends_with(end))
        || one.name.starts_with("cross")
    {
        return;
    }
    let half = faq.entries.len() / 2;
    if typo {
        add("/half", "typo", part_of(faq, half, 0));
        return;
    }
    if half >= 12 {
        add("/half", "part", part_of(faq, half, 0));
        add("/half-title", "title", phrasings(&part_of(faq, half, 1), 1));
    }
    for part in 0..3 {
        if faq.entries.len() >= 24 {
            add(&format!("/dozen.{part}"), "part", part_of(faq, 12, part));
        }
    }
    if faq.entries.len() < 500 {
        add("/title", "title", phrasings(faq, 1));
        add("/three", "whole", phrasings(faq, 3));
    }
    let mut many = phrasings(faq, 1);
    let others = given
        .iter()
        .filter(|other| other.subject != one.subject && !other.name.ends_with("typo"));
    let fillers = others
        .flat_map(|other| &other.faq.entries)
        .flat_map(|entry| {
            entry.phrasings.iter().map(|phrasing| {
                let mut alone = entry.clone();
                alone.phrasings = vec![phrasing.clone()];
                alone
            })
        });
    let missing = MANY.saturating_sub(many.entries.len());
    let all = fillers.clone().count();
    for (number, mut filler) in fillers.step_by((all / missing.max(1)).max(1)).enumerate() {
        if let Some(id) = EntryId::new(&format!("filler-{number}")) {
            filler.id = id;
            many.entries.push(filler);
        }
    }
    if many.entries.len() >= MANY && one.questions.len() > 200 {
        add("/many", "many", many);
    }
}

/// One language in the FAQ, asked in the other.
fn across(one: &Given, made: &mut Vec<Made>) {
    for (kept, asked, suffix) in [
        (Language::En, Language::Zh, "/en-zh"),
        (Language::Zh, Language::En, "/zh-en"),
    ] {
        let mut faq = one.faq.clone();
        for entry in &mut faq.entries {
            entry.phrasings.retain(|phrasing| phrasing.language == kept);
            entry.keywords.clear();
        }
        let both = faq.entries.iter().all(|entry| !entry.phrasings.is_empty());
        let is_one = one.faq.entries.iter().all(|entry| {
            entry
                .phrasings
                .iter()
                .all(|phrasing| phrasing.language == kept)
        });
        if !both || is_one {
            continue;
        }
        let questions: Vec<Labelled> = one
            .questions
            .iter()
            .filter(|question| language(&question.question) == asked)
            .cloned()
            .collect();
        for (suffix, faq) in [
            (suffix.to_owned(), faq.clone()),
            (format!("{suffix}-title"), phrasings(&faq, 1)),
        ] {
            made.push(Made {
                name: format!("{}{suffix}", one.name),
                subject: one.subject.clone(),
                kind: "across",
                faq,
                questions: questions.clone(),
            });
        }
    }
}

fn language(text: &str) -> Language {
    match text
        .chars()
        .any(|ch| ('\u{4e00}'..='\u{9fff}').contains(&ch))
    {
        true => Language::Zh,
        false => Language::En,
    }
}

/// A FAQ with entries in one language and others in the other.
fn two_languages(first: &Given, second: &Given) -> Made {
    let mut faq = first.faq.clone();
    faq.entries
        .extend(phrasings(&second.faq, OF_THE_SECOND).entries);
    let questions = first.questions.iter().chain(&second.questions);
    Made {
        name: "both languages".to_owned(),
        subject: "both languages".to_owned(),
        kind: "whole",
        faq,
        questions: questions.cloned().collect(),
    }
}

fn part_of(faq: &Faq, size: usize, part: usize) -> Faq {
    let step = faq.entries.len() / size;
    let mut cut = faq.clone();
    let mut number = 0;
    cut.entries.retain(|_| {
        number += 1;
        (number - 1) % step == part % step && (number - 1) / step < size
    });
    cut
}

fn phrasings(faq: &Faq, count: usize) -> Faq {
    let mut cut = faq.clone();
    for entry in &mut cut.entries {
        entry.phrasings.truncate(count);
    }
    cut
}
