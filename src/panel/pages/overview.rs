//! The first page: what was asked and what became of it, and how Wenda is.

use std::time::Instant;

use maud::{Markup, html};

use super::layout;
use crate::admin::{self, Period};
use crate::conversation::wording::LocalizedText;
use crate::panel::chart;
use crate::panel::reads::Overview;
use crate::panel::view::{Made, View};
use crate::panel::web::response::Response;
use crate::panel::wording;

pub fn page(view: &View<'_>) -> Made {
    let period = period(view);
    let given = view.panel.reads.overview(period, view.language());
    let path = format!("/?period={}", period.code());
    let content = html! {
        nav.row aria-label=(view.t(wording::PERIOD)) {
            @for one in Period::ALL {
                a.button href=(format!("/?period={}", one.code()))
                    aria-current=[(one == period).then_some("true")] {
                    @if one == period { "● " } (view.t(name(one)))
                }
            }
        }
        @match (&given.value, given.is_working) {
            (Some(overview), false) => (numbers(view, period, overview)),
            _ => (layout::working(view, &path, "numbers")),
        }
        (health(view))
    };
    Ok(layout::page(view, wording::OVERVIEW, content))
}

/// The numbers of the page as CSV.
pub fn csv(view: &View<'_>) -> Made {
    let period = period(view);
    let given = view.panel.reads.overview(period, view.language());
    let Some(overview) = given.value.filter(|_| !given.is_working) else {
        return Ok(Response::see(format!("/?period={}", period.code())));
    };
    let text = admin::to_csv(&overview.numbers).unwrap_or_default();
    Ok(Response::of("text/csv; charset=utf-8", text.into_bytes()).save_as("wenda-stats.csv"))
}

fn period(view: &View<'_>) -> Period {
    Period::from_words(view.request.query("period")).unwrap_or_default()
}

fn name(period: Period) -> LocalizedText {
    match period {
        Period::Day => wording::LAST_DAY,
        Period::Week => wording::LAST_WEEK,
        Period::Month => wording::LAST_MONTH,
    }
}

fn numbers(view: &View<'_>, period: Period, overview: &Overview) -> Markup {
    let numbers = &overview.numbers;
    let (now, before) = (&numbers.total, &numbers.before);
    let knowledge = view.panel.reads.knowledge();
    let promise = &numbers.promise;
    let (low, high) = promise.observed.range();
    let tile = |words: LocalizedText, count: usize, earlier: usize| {
        html! {
            div {
                dt { (view.t(words)) }
                dd { (count) " " small { (view.t(wording::BEFORE)) " " (earlier) } }
            }
        }
    };
    html! {
        div #numbers {
            dl.tiles {
                (tile(wording::ASKED, now.questions, before.questions))
                (tile(wording::ANSWERED, now.answered, before.answered))
                (tile(wording::OFFERED, now.suggested, before.suggested))
                (tile(wording::NOT_ANSWERED, now.unanswered, before.unanswered))
                div.wide-tile {
                    dt { (view.t(wording::WRONG)) }
                    dd { (layout::percent(promise.observed.share())) " "
                        small { (view.t(wording::PROMISED)) " " (layout::percent(promise.accepted)) } }
                    @if promise.observed.answers > 0 {
                        dd.soft { small {
                            (promise.observed.wrong()) " / " (promise.observed.answers) " · "
                            (view.t(wording::LIKELY)) " " (layout::percent(low)) " – " (layout::percent(high))
                            @if !promise.observed.is_enough() { " · " (view.t(wording::TOO_FEW)) }
                            @if promise.aimed_at < promise.accepted {
                                " · " (view.t(wording::AIMED_AT)) " " (layout::percent(promise.aimed_at))
                            }
                        } }
                    }
                }
            }
            p {}
            section {
                h2 { (view.t(wording::WEEKS)) }
                (chart::weeks(&numbers.weeks, view.t(wording::WEEKS)))
                p.key.soft {
                    span.bar-answered {} (view.t(wording::ANSWERED))
                    span.bar-suggested {} (view.t(wording::OFFERED))
                    span.bar-unanswered {} (view.t(wording::NOT_ANSWERED))
                }
                details {
                    summary { (view.t(wording::NUMBERS_AS_TEXT)) }
                    div.wide { table {
                        thead { tr {
                            th scope="col" { (view.t(wording::WEEK_FROM)) }
                            @for words in [wording::ASKED, wording::ANSWERED, wording::OFFERED, wording::NOT_ANSWERED] {
                                th.number scope="col" { (view.t(words)) }
                            }
                        } }
                        tbody { @for week in &numbers.weeks { tr {
                            th scope="row" { (admin::date(week.from_seconds)) }
                            @for count in [week.counts.questions, week.counts.answered, week.counts.suggested, week.counts.unanswered] {
                                td.number { (count) }
                            }
                        } } }
                    } }
                }
                a href=(format!("/stats.csv?period={}", period.code())) { (view.t(wording::STATS_TABLE)) }
            }
            div.columns {
                section {
                    h2 { (view.t(wording::MOST_ASKED)) }
                    @if overview.most_asked.is_empty() { p.soft { (view.t(wording::NOTHING_ASKED)) } }
                    table { tbody { @for (id, count) in &overview.most_asked { tr {
                        td { a href=(format!("/entries/{id}")) {
                            (knowledge.entry(id).map_or(id.as_str(), |entry| entry.title(view.language())))
                        } }
                        td.number { (count) }
                    } } } }
                }
                section {
                    h2 { (view.t(wording::TOPICS)) }
                    @if numbers.topics.is_empty() { p.soft { (view.t(wording::NOTHING_ASKED)) } }
                    table { tbody { @for part in numbers.topics.iter().take(12) { tr {
                        td { @if part.name.is_empty() { (view.t(wording::NO_TOPIC)) } @else { (part.name) } }
                        td.number { (part.counts.questions) }
                    } } } }
                }
            }
        }
    }
}

fn health(view: &View<'_>) -> Markup {
    let waiting = (view.panel.waiting)();
    let reasons = view.panel.health.unready(Instant::now());
    let remarks = view.panel.health.remarks();
    let entries = view.panel.reads.knowledge().faq().entries.len();
    html! {
        section {
            h2 { (view.t(wording::HEALTH)) }
            @if reasons.is_empty() { p.good { "✓ " (view.t(wording::READY)) } }
            @for reason in &reasons { p.bad { "✗ " (reason.words()) } }
            @for remark in &remarks { p.warn { "! " (remark) } }
            table { tbody {
                @for (words, count) in [
                    (wording::ENTRIES_NOW, entries as u64),
                    (wording::WAITING_UPDATES, waiting.updates),
                    (wording::WAITING_MESSAGES, waiting.messages),
                ] {
                    tr { th scope="row" { (view.t(words)) } td.number { (count) } }
                }
            } }
        }
    }
}
