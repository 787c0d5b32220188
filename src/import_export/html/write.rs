//! The FAQ as one web page that needs nothing else: topics, questions to unfold, a search field,
//! and FAQPage data for search engines.

use std::fmt::Write;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::faq::{Entry, Faq, Link, Localized};
use crate::text::Language;

/// The page. It loads nothing from elsewhere; pictures and links of answers lead where they lead.
pub fn to_html(faq: &Faq) -> String {
    let mut page = String::from(HEAD);
    let mut topics: Vec<&Option<Localized>> = Vec::new();
    for entry in &faq.entries {
        if !topics.contains(&&entry.topic) {
            topics.push(&entry.topic);
        }
    }
    for topic in topics {
        page.push_str("<section>\n");
        if let Some(topic) = topic {
            let _ = writeln!(page, "<h2>{}</h2>", both(topic));
        }
        for entry in faq.entries.iter().filter(|entry| entry.topic == *topic) {
            entry_html(entry, &mut page);
        }
        page.push_str("</section>\n");
    }
    let _ = write!(
        page,
        "</main>\n<script type=\"application/ld+json\">{}</script>\n{SEARCH}</body>\n</html>\n",
        data(faq)
    );
    page
}

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>FAQ / 常见问题</title>
<style>
body { font: 1rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem; color: #1c1e21; background: #fff; }
input { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; }
details { border-top: 1px solid #8884; padding: .6rem 0; }
summary { cursor: pointer; font-weight: 600; }
img { max-width: 100%; }
pre { overflow-x: auto; padding: .6rem; background: #8881; }
table { border-collapse: collapse; }
td, th { border: 1px solid #8886; padding: .2rem .5rem; }
[hidden] { display: none; }
@media (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #16181c; } a { color: #8ab4f8; } }
</style>
</head>
<body>
<main>
<h1>FAQ / 常见问题</h1>
<p><input id="search" type="search" placeholder="Search / 搜索" aria-label="Search / 搜索"></p>
<p id="nothing" hidden>Nothing found. / 没有找到。</p>
"#;

/// All words of the search must stand in the question or the answer; a topic with no hit vanishes.
const SEARCH: &str = r#"<script>
const field = document.getElementById("search");
const entries = [...document.querySelectorAll("details")];
const texts = entries.map((entry) => (entry.textContent + " " + entry.dataset.also).normalize("NFKC").toLowerCase());
field.addEventListener("input", () => {
  const words = field.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  let hits = 0;
  entries.forEach((entry, at) => {
    entry.hidden = !words.every((word) => texts[at].includes(word));
    hits += entry.hidden ? 0 : 1;
  });
  document.querySelectorAll("section").forEach((section) => {
    section.hidden = !section.querySelector("details:not([hidden])");
  });
  document.getElementById("nothing").hidden = hits > 0;
});
if (location.hash) {
  const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (entry) { entry.open = true; }
}
</script>
"#;

fn entry_html(entry: &Entry, page: &mut String) {
    let shown: Vec<&str> = Language::ALL
        .into_iter()
        .filter_map(|language| first(entry, language))
        .collect();
    let others: Vec<&str> = entry
        .phrasings
        .iter()
        .map(|phrasing| phrasing.text.as_str())
        .filter(|text| !shown.contains(text))
        .collect();
    let also = escape(&[others.join(" "), entry.keywords.join(" ")].join(" "));
    let _ = write!(
        page,
        "<details id=\"{}\" data-also=\"{}\">\n<summary>",
        entry.id,
        also.trim()
    );
    page.push_str(
        &shown
            .iter()
            .map(|text| escape(text))
            .collect::<Vec<_>>()
            .join(" / "),
    );
    page.push_str("</summary>\n");
    for language in Language::ALL {
        if let Some(answer) = entry.answer.get(language) {
            let _ = write!(
                page,
                "<div lang=\"{}\">\n{}</div>\n",
                language.code(),
                answer_html(answer)
            );
        }
    }
    if let Some(image) = entry.image.as_deref().filter(|url| is_web(url)) {
        let _ = writeln!(
            page,
            "<p><img src=\"{}\" alt=\"\" loading=\"lazy\"></p>",
            escape(image)
        );
    }
    for link in entry
        .link
        .iter()
        .chain(&entry.more)
        .filter(|link| is_web(&link.url))
    {
        let _ = writeln!(
            page,
            "<p><a href=\"{}\">{}</a></p>",
            escape(&link.url),
            label(link)
        );
    }
    page.push_str("</details>\n");
}

fn first(entry: &Entry, language: Language) -> Option<&str> {
    let mut own = entry
        .phrasings
        .iter()
        .filter(|phrasing| phrasing.language == language);
    own.next().map(|phrasing| phrasing.text.as_str())
}

fn label(link: &Link) -> String {
    match link.label == Localized::default() {
        true => "Help article / 帮助文章".to_owned(),
        false => both(&link.label),
    }
}

fn both(texts: &Localized) -> String {
    [&texts.en, &texts.zh]
        .into_iter()
        .flatten()
        .map(|text| escape(text))
        .collect::<Vec<_>>()
        .join(" / ")
}

/// An answer's Markdown as HTML. HTML within it is shown as text, and only web addresses are links.
fn answer_html(answer: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(answer, options).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::SoftBreak => Event::HardBreak,
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) if !is_web(&dest_url) => {
            let _ = dest_url;
            Event::Start(Tag::Link {
                link_type,
                dest_url: "#".into(),
                title,
                id,
            })
        }
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) if !is_web(&dest_url) => {
            let _ = dest_url;
            Event::Start(Tag::Image {
                link_type,
                dest_url: "".into(),
                title,
                id,
            })
        }
        other => other,
    });
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    html
}

fn is_web(url: &str) -> bool {
    let lower = url.to_lowercase();
    ["http://", "https://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}

/// FAQPage data: a question for each title, with the answer in its language.
fn data(faq: &Faq) -> String {
    let mut questions = Vec::new();
    for entry in &faq.entries {
        for language in Language::ALL {
            let (Some(title), Some(answer)) = (first(entry, language), entry.answer.get(language))
            else {
                continue;
            };
            questions.push(serde_json::json!({
                "@type": "Question",
                "name": title,
                "inLanguage": language.code(),
                "acceptedAnswer": {"@type": "Answer", "text": answer_html(answer)},
            }));
        }
        // Asked in one language, answered in the other.
        if !Language::ALL.into_iter().any(|language| {
            first(entry, language).is_some() && entry.answer.get(language).is_some()
        }) {
            let answer = entry.answer.get_or_other(Language::En).unwrap_or_default();
            questions.push(serde_json::json!({
                "@type": "Question",
                "name": entry.title(Language::En),
                "acceptedAnswer": {"@type": "Answer", "text": answer_html(answer)},
            }));
        }
    }
    let data = serde_json::json!({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions});
    // `</script>` within a text would end the element.
    data.to_string().replace('<', "\\u003c")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
