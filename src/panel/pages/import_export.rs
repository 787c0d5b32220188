//! The FAQ out, and other FAQs in: first what would be written, then written as every change is.

use std::time::Duration;

use maud::html;

use super::layout;
use super::outcome::section;
use crate::faq;
use crate::import_export::{self, ImportError, Imported, Options, Source};
use crate::panel::acts::Written;
use crate::panel::view::{Made, View};
use crate::panel::web::response::Response;
use crate::panel::wording;

/// Characters of YAML that are shown.
const SHOWN_CHARS: usize = 30_000;

/// How long an import's outcome can be looked at again.
const KEPT: Duration = Duration::from_secs(3_600);

/// Rows and ids that are named.
const NAMED: usize = 100;

pub fn page(view: &View<'_>) -> Made {
    let content = html! {
        section {
            h2 { (view.t(wording::EXPORT)) }
            div.row {
                a.button href="/export.csv" { (view.t(wording::AS_TABLE)) }
                a.button href="/export.md" { (view.t(wording::AS_PAGE)) }
            }
        }
        section {
            h2 { (view.t(wording::IMPORT)) }
            p.soft { (view.t(wording::IMPORT_HINT)) }
            form method="post" action="/import-export" {
                (view.csrf())
                label for="file" { (view.t(wording::FILE)) }
                input #file type="file" accept=".csv,.tsv,.tab,.md,.markdown";
                label for="text" { (view.t(wording::TEXT)) }
                textarea #text.tall name="text" required {}
                label for="format" { (view.t(wording::FORMAT)) }
                select #format name="format" {
                    option value="csv" { "CSV" }
                    option value="tsv" { "TSV" }
                    option value="markdown" { "Markdown" }
                }
                div.row { button.main { (view.t(wording::SEE_RESULT)) } }
            }
        }
    };
    Ok(layout::page(view, wording::IMPORT_EXPORT, content))
}

/// What the pasted text holds, or why it is refused.
fn read(view: &View<'_>) -> Result<Imported, Vec<ImportError>> {
    let name = match view.request.field("format") {
        "tsv" => "pasted.tsv",
        "markdown" => "pasted.md",
        _ => "pasted.csv",
    };
    let source = Source {
        name: name.to_owned(),
        bytes: view.request.field("text").as_bytes().to_vec(),
        given: true,
    };
    let knowledge = view.panel.reads.knowledge();
    import_export::import(vec![source], &Options::default(), Some(knowledge.faq()))
}

/// Why nothing can be taken over.
fn refused(view: &View<'_>, errors: &[ImportError]) -> Made {
    let content = html! {
        section.notice role="alert" {
            @for error in errors { p.bad { (error.message) } p.soft { (error.help) } }
        }
    };
    Ok(layout::page(view, wording::IMPORT_EXPORT, content))
}

/// The files that it makes: a file has one topic.
fn written(imported: &Imported) -> Vec<String> {
    let texts = faq::to_yaml(&imported.faq).into_iter();
    texts.map(|(_, text)| text).collect()
}

/// What an import would write.
pub fn preview(view: &View<'_>) -> Made {
    let imported = match read(view) {
        Ok(imported) => imported,
        Err(errors) => return refused(view, &errors),
    };
    let knowledge = view.panel.reads.knowledge();
    let entries = &imported.faq.entries;
    let taken: Vec<_> = entries
        .iter()
        .filter(|entry| knowledge.entry(&entry.id).is_some())
        .map(|entry| &entry.id)
        .collect();
    let left_out: Vec<_> = imported.notes.iter().filter(|note| note.left_out).collect();
    let files = written(&imported);
    let yaml = files.join("\n# …\n\n");
    let shown: String = yaml.chars().take(SHOWN_CHARS).collect();
    let content = html! {
        section.notice role="status" {
            p { strong { (entries.len()) " " (view.t(wording::ENTRIES)) } }
            @if !taken.is_empty() {
                p.warn { (view.t(wording::TAKEN_IDS)) " (" (taken.len()) "): "
                    @for id in taken.iter().take(NAMED) { (id) " " } }
            }
            @if !left_out.is_empty() {
                details { summary { (view.t(wording::LEFT_OUT)) " (" (left_out.len()) ")" }
                    ul { @for one in left_out.iter().take(NAMED) {
                        li { (view.t(wording::LINE)) " " (one.line) ": " (one.message) }
                    } }
                }
            }
            @if !entries.is_empty() {
                p { (view.t(wording::WRITE_HINT)) }
                form method="post" action="/import-export/write" {
                    (view.csrf())
                    input type="hidden" name="format" value=(view.request.field("format"));
                    textarea name="text" hidden { "\n" (view.request.field("text")) }
                    button.main { (view.t(wording::WRITE)) }
                }
                p.soft { (view.t(wording::SAVE_YAML_HINT)) }
                form method="post" action="/import-export/yaml" {
                    (view.csrf())
                    input type="hidden" name="format" value=(view.request.field("format"));
                    textarea name="text" hidden { "\n" (view.request.field("text")) }
                    @for place in 0..files.len() {
                        button name="file" value=(place) {
                            (view.t(wording::SAVE_YAML))
                            @if files.len() > 1 { " " (place + 1) " / " (files.len()) }
                        }
                        " "
                    }
                }
            }
        }
        section {
            h2 { (view.t(wording::WOULD_WRITE)) }
            pre { (shown) }
            @if shown.len() < yaml.len() { p.soft { (view.t(wording::TOO_MUCH)) } }
        }
    };
    Ok(layout::page(view, wording::IMPORT_EXPORT, content))
}

/// Begins to take over what the pasted text holds; the next page says how far it is.
pub fn write(view: &View<'_>) -> Made {
    let imported = match read(view) {
        Ok(imported) => imported,
        Err(errors) => return refused(view, &errors),
    };
    let (acts, admin) = (view.panel.acts.clone(), view.session.admin);
    let key = acts.new_key();
    let given = view.panel.imports.get(&key, KEPT, move || {
        acts.import(admin, &imported.faq)
            .inspect_err(|error| log::error!(error:% = error; "an import needs the store"))
            .ok()
    });
    if let (Some(written), false) = (&given.value, given.is_working) {
        return outcome(view, written);
    }
    Ok(Response::see(format!(
        "/import-export/written?import={key}"
    )))
}

/// How far an import is, and what came of it.
pub fn written_page(view: &View<'_>) -> Made {
    let key = view.request.query("import");
    let given = view.panel.imports.get(key, KEPT, || None);
    match (&given.value, given.is_working) {
        (Some(written), false) => outcome(view, written),
        _ => {
            let query: String = url::form_urlencoded::byte_serialize(key.as_bytes()).collect();
            let path = format!("/import-export/written?import={query}");
            Ok(layout::page(
                view,
                wording::IMPORT_EXPORT,
                layout::working_at(
                    view,
                    &path,
                    "written",
                    Some(view.panel.acts.import_percent()),
                ),
            ))
        }
    }
}

fn outcome(view: &View<'_>, written: &Written) -> Made {
    view.panel.reads.forget();
    let content = html! {
        div #written {
            @match written {
                None => section.notice.bad-edge role="alert" { p { (view.t(wording::IMPORT_GONE)) } },
                Some(all) => {
                    @if all.is_empty() {
                        section.notice role="status" { p { (view.t(wording::NOTHING_NEW)) } }
                    }
                    @for done in all { (section(view, done, html! {})) }
                }
            }
            p { a.button href="/import-export" { (view.t(wording::IMPORT_EXPORT)) } }
        }
    };
    Ok(layout::page(view, wording::IMPORT_EXPORT, content))
}

/// The same as a file.
pub fn yaml(view: &View<'_>) -> Made {
    let place: usize = view.request.field("file").parse().unwrap_or(0);
    let imported = match read(view) {
        Ok(imported) => imported,
        Err(errors) => return refused(view, &errors),
    };
    let text = written(&imported)
        .into_iter()
        .nth(place)
        .unwrap_or_default();
    Ok(Response::of("application/yaml; charset=utf-8", text.into_bytes()).save_as("import.yaml"))
}

/// The FAQ in use as a spreadsheet.
pub fn csv(view: &View<'_>) -> Made {
    let text = import_export::to_csv(view.panel.reads.knowledge().faq()).unwrap_or_default();
    Ok(Response::of("text/csv; charset=utf-8", text.into_bytes()).save_as("faq.csv"))
}

/// The FAQ in use as a page to read.
pub fn markdown(view: &View<'_>) -> Made {
    let text = import_export::to_markdown(view.panel.reads.knowledge().faq());
    Ok(Response::of("text/markdown; charset=utf-8", text.into_bytes()).save_as("faq.md"))
}
