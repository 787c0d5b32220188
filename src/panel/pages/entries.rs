//! All entries: searched as people ask, or filtered.

use maud::{Markup, html};

use super::{layout, shown};
use crate::admin;
use crate::conversation::wording::LocalizedText;
use crate::faq::Entry;
use crate::matcher::{self, Decision};
use crate::panel::acts::now_seconds;
use crate::panel::reads::{Ages, Findings};
use crate::panel::view::{Made, View};
use crate::panel::web::response::Response;
use crate::panel::wording;
use crate::store::StoreError;
use crate::text::Language;

/// Entries on one page.
const ON_A_PAGE: usize = 50;

/// How many topics the filter offers.
const TOPICS: usize = 200;

/// How many entries a search shows.
const FOUND: usize = 10;

/// The longest search, in characters.
const LONGEST_CHARS: usize = 500;

pub fn page(view: &View<'_>) -> Made {
    let content = html! {
        (search_form(view, ""))
        div #found {}
        (list(view)?)
    };
    Ok(layout::page(view, wording::ENTRIES, content))
}

/// What a search finds. The words come as a form, so that they stand in no address and no log.
pub fn search(view: &View<'_>) -> Made {
    let words: String = view
        .request
        .field("q")
        .trim()
        .chars()
        .take(LONGEST_CHARS)
        .collect();
    let found = found(view, &words);
    if view.request.is_piece {
        return Ok(Response::html(found));
    }
    let content = html! {
        (search_form(view, &words))
        div #found { (found) }
        @if words.is_empty() { (list(view)?) }
    };
    Ok(layout::page(view, wording::ENTRIES, content))
}

fn search_form(view: &View<'_>, words: &str) -> Markup {
    html! {
        form.row role="search" method="post" action="/entries" {
            (view.csrf())
            div.grow {
                label for="search" { (view.t(wording::SEARCH)) }
                input #search type="search" name="q" value=(words) maxlength=(LONGEST_CHARS)
                    autocomplete="off" hx-post="/entries" hx-include="closest form"
                    hx-trigger="input changed delay:250ms, search" hx-target="#found" hx-sync="this:replace";
            }
            button.main { (view.t(wording::SEARCH_BUTTON)) }
            a.button href="/new" { "+ " (view.t(wording::NEW_ENTRY)) }
        }
    }
}

fn found(view: &View<'_>, words: &str) -> Markup {
    if words.is_empty() {
        return html! {};
    }
    let knowledge = view.panel.reads.knowledge();
    let thresholds = &view.panel.reads.assistant.settings().thresholds;
    let outcome = matcher::ask(&knowledge, words, thresholds, FOUND);
    let decision = match outcome.decision {
        Decision::Answer(_) => wording::WOULD_ANSWER,
        Decision::Suggest(_) => wording::WOULD_OFFER,
        Decision::None => wording::WOULD_PASS,
    };
    html! {
        section role="status" {
            h2 { (view.t(wording::RESULT)) }
            p { strong { (view.t(decision)) } }
            ol.list {
                @for candidate in &outcome.candidates {
                    li {
                        a href=(format!("/entries/{}", candidate.entry)) {
                            (knowledge.entry(&candidate.entry).map_or("", |entry| entry.title(view.language())))
                        }
                        " " span.tag { (candidate.entry) }
                        div.row {
                            progress max="1" value=(candidate.confidence) aria-label=(candidate.entry) {}
                            span { (layout::percent(candidate.confidence)) }
                            span.soft { (view.t(wording::THROUGH)) ": " (candidate.phrasing) }
                        }
                    }
                }
            }
            (why(view, words))
        }
    }
}

/// The matcher's own explanation.
pub fn why(view: &View<'_>, words: &str) -> Markup {
    let knowledge = view.panel.reads.knowledge();
    let thresholds = &view.panel.reads.assistant.settings().thresholds;
    let explanation = matcher::explain(&knowledge, words, thresholds);
    html! {
        details {
            summary { (view.t(wording::WHY)) }
            pre { (explanation) }
        }
    }
}

/// Ages that the filter offers: value, words, days, and whether a change lies within them.
const AGES: [(&str, LocalizedText, i64, bool); 4] = [
    ("week", wording::AGE_WEEK, 7, true),
    ("month", wording::AGE_MONTH, 30, true),
    ("over-month", wording::AGE_OVER_MONTH, 30, false),
    ("over-half-year", wording::AGE_OVER_HALF_YEAR, 182, false),
];

/// What is filtered for.
struct Filter<'f> {
    topic: &'f str,
    age: &'f str,
    languages: &'f str,
    with_findings: bool,
}

impl Filter<'_> {
    /// Whether an entry was changed, or was not, when the filter says so. All are taken while the
    /// versions are still being read.
    fn takes_age(&self, entry: &Entry, ages: Option<&Ages>, now_seconds: i64) -> bool {
        let age = AGES.iter().find(|age| age.0 == self.age);
        let (Some(&(_, _, days, within)), Some(ages)) = (age, ages) else {
            return true;
        };
        let recent = |at: i64| now_seconds - at <= days * 86_400;
        ages.of(&entry.id).is_some_and(recent) == within
    }

    fn takes(&self, entry: &Entry, findings: Option<&Findings>) -> bool {
        let languages = match (&entry.answer.en, &entry.answer.zh) {
            (Some(_), Some(_)) => "both",
            (Some(_), None) => "en",
            _ => "zh",
        };
        let has_findings =
            || findings.is_some_and(|found| found.of_entries.contains_key(&entry.id));
        (self.topic.is_empty() || topic(entry) == self.topic)
            && (self.languages.is_empty() || self.languages == languages)
            && (!self.with_findings || has_findings())
    }

    fn address(&self, page: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("topic", self.topic);
        query.append_pair("languages", self.languages);
        query.append_pair("age", self.age);
        if self.with_findings {
            query.append_pair("findings", "yes");
        }
        query.append_pair("page", &page.to_string());
        format!("/entries?{}", query.finish())
    }
}

/// The topic by which filters name it: in English where it has that.
fn topic(entry: &Entry) -> &str {
    let topic = entry.topic.as_ref();
    topic
        .and_then(|topic| topic.get_or_other(Language::En))
        .unwrap_or("-")
}

fn list(view: &View<'_>) -> Result<Markup, StoreError> {
    let request = view.request;
    let filter = Filter {
        topic: request.query("topic"),
        age: request.query("age"),
        languages: request.query("languages"),
        with_findings: request.query("findings") == "yes",
    };
    let given = view.panel.reads.findings();
    let findings = given.value.as_deref();
    // Reading the versions takes a moment: only where it is asked for.
    let ages = match filter.age {
        "" => None,
        _ => Some(view.panel.reads.ages()?),
    };
    let is_working = given.is_working && filter.with_findings
        || ages.as_ref().is_some_and(|ages| ages.is_working);
    let ages = ages.as_ref().and_then(|ages| ages.value.as_deref());
    let now = now_seconds();
    let knowledge = view.panel.reads.knowledge();
    let entries = &knowledge.faq().entries;
    let chosen: Vec<&Entry> = entries
        .iter()
        .filter(|entry| filter.takes(entry, findings) && filter.takes_age(entry, ages, now))
        .collect();
    let pages = chosen.len().div_ceil(ON_A_PAGE);
    let page: usize = request.query("page").parse().unwrap_or(0);
    let page = page.min(pages.saturating_sub(1));
    let shown: Vec<&&Entry> = chosen
        .iter()
        .skip(page * ON_A_PAGE)
        .take(ON_A_PAGE)
        .collect();
    let mut topics: Vec<&str> = entries.iter().map(topic).collect();
    topics.sort_unstable();
    topics.dedup();
    topics.truncate(TOPICS);
    Ok(html! {
        section {
            form.row method="get" action="/entries" {
                div {
                    label for="topic" { (view.t(wording::TOPIC)) }
                    select #topic name="topic" {
                        option value="" { (view.t(wording::ALL)) }
                        @for one in topics {
                            option value=(one) selected[one == filter.topic] {
                                @if one == "-" { (view.t(wording::NO_TOPIC)) } @else { (one) }
                            }
                        }
                    }
                }
                div {
                    label for="languages" { (view.t(wording::LANGUAGES)) }
                    select #languages name="languages" {
                        @for (value, words) in [
                            ("", wording::ALL),
                            ("both", wording::BOTH),
                            ("en", wording::ONLY_EN),
                            ("zh", wording::ONLY_ZH),
                        ] {
                            option value=(value) selected[value == filter.languages] { (view.t(words)) }
                        }
                    }
                }
                div {
                    label for="age" { (view.t(wording::AGE)) }
                    select #age name="age" {
                        option value="" { (view.t(wording::ALL)) }
                        @for (value, words, _, _) in AGES {
                            option value=(value) selected[value == filter.age] { (view.t(words)) }
                        }
                    }
                }
                label { input type="checkbox" name="findings" value="yes" checked[filter.with_findings]; " "
                    (view.t(wording::WITH_WARNINGS)) }
                button { (view.t(wording::FILTER)) }
            }
            @if let Some(ages) = ages {
                p.soft { (view.t(wording::AGE_KNOWN_SINCE)) " " (admin::date(ages.since_seconds)) }
            }
            @if is_working { p.working role="status" { (view.t(wording::WORKING)) } }
            p.soft { (chosen.len()) " / " (entries.len()) " " (view.t(wording::ENTRIES)) }
            @if chosen.is_empty() { p { (view.t(wording::NO_ENTRIES)) } }
            table.stack { tbody { @for entry in shown { tr {
                td {
                    a href=(format!("/entries/{}", entry.id)) { (entry.title(view.language())) }
                    br; span.soft { (entry.id) }
                }
                td { @if entry.topic.is_some() { span.tag { (topic(entry)) } } }
                td.number.soft { (entry.phrasings.len()) " " (view.t(wording::PHRASINGS)) }
                td.number { @if let Some(count) = findings.and_then(|found| found.of_entries.get(&entry.id)) {
                    a.warn href="/checks" { (count) " " (view.t(wording::FINDINGS)) }
                } }
            } } } }
            (shown::pager(view, page, pages, |page| filter.address(page)))
        }
    })
}
