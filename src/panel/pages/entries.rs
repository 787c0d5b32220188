//! All entries: searched as people ask, or filtered.

use maud::{Markup, html};

use super::{layout, shown};
use crate::faq::Entry;
use crate::matcher::{self, Decision};
use crate::panel::reads::Findings;
use crate::panel::view::{Made, View};
use crate::panel::web::response::Response;
use crate::panel::wording;
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
        (list(view))
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
        @if words.is_empty() { (list(view)) }
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

/// What is filtered for.
struct Filter<'f> {
    topic: &'f str,
    languages: &'f str,
    with_findings: bool,
}

impl Filter<'_> {
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

fn list(view: &View<'_>) -> Markup {
    let request = view.request;
    let filter = Filter {
        topic: request.query("topic"),
        languages: request.query("languages"),
        with_findings: request.query("findings") == "yes",
    };
    let given = view.panel.reads.findings();
    let findings = given.value.as_deref();
    let knowledge = view.panel.reads.knowledge();
    let entries = &knowledge.faq().entries;
    let chosen: Vec<&Entry> = entries
        .iter()
        .filter(|entry| filter.takes(entry, findings))
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
    html! {
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
                label { input type="checkbox" name="findings" value="yes" checked[filter.with_findings]; " "
                    (view.t(wording::WITH_WARNINGS)) }
                button { (view.t(wording::FILTER)) }
            }
            @if filter.with_findings && given.is_working { p.working role="status" { (view.t(wording::WORKING)) } }
            p.soft { (chosen.len()) " / " (entries.len()) " " (view.t(wording::ENTRIES)) }
            @if chosen.is_empty() { p { (view.t(wording::NO_ENTRIES)) } }
            table.stack { tbody { @for entry in shown { tr {
                td {
                    a href=(format!("/entries/{}", entry.id)) { (entry.title(view.language())) }
                    br; span.soft { (entry.id) }
                }
                td { span.tag { (topic(entry)) } }
                td.number.soft { (entry.phrasings.len()) " " (view.t(wording::PHRASINGS)) }
                td.number { @if let Some(count) = findings.and_then(|found| found.of_entries.get(&entry.id)) {
                    a.warn href="/checks" { (count) " " (view.t(wording::FINDINGS)) }
                } }
            } } } }
            (shown::pager(view, page, pages, |page| filter.address(page)))
        }
    }
}
