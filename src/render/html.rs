//! Telegram's HTML: a flow as the subset of HTML that the Bot API reads.
//!
//! Tags open and close in one fixed order, outermost first: quotation, block of code, link, bold,
//! italic, struck through, code. So they nest by construction.

use super::flow::{Flow, Run, Style};

/// A flow in Telegram's HTML.
pub(super) fn write(flow: &Flow) -> String {
    let mut html = String::new();
    let mut open: Vec<Tag> = Vec::new();
    for run in flow.runs() {
        let wanted = tags(run);
        let kept = shared(&open, &wanted);
        close(&mut html, &mut open, kept);
        for tag in wanted.into_iter().skip(kept) {
            html.push_str(&tag.opening());
            open.push(tag);
        }
        escape_into(&mut html, &run.text);
    }
    close(&mut html, &mut open, 0);
    html
}

/// How many entities Telegram makes of a flow.
pub(super) fn entities(flow: &Flow) -> usize {
    let mut count = 0;
    let mut open: Vec<Tag> = Vec::new();
    for run in flow.runs() {
        let wanted = tags(run);
        count += wanted.len() - shared(&open, &wanted);
        open = wanted;
    }
    count
}

/// `text` with the characters that HTML reads as markup written as entities.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_into(&mut escaped, text);
    escaped
}

fn escape_into(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Tag {
    Quote {
        number: usize,
        expandable: bool,
    },
    Pre {
        number: usize,
        language: Option<String>,
    },
    Link(String),
    Bold,
    Italic,
    Strike,
    Code,
}

impl Tag {
    fn opening(&self) -> String {
        match self {
            Tag::Quote {
                expandable: true, ..
            } => "<blockquote expandable>".to_owned(),
            Tag::Quote { .. } => "<blockquote>".to_owned(),
            Tag::Pre { language: None, .. } => "<pre>".to_owned(),
            Tag::Pre {
                language: Some(language),
                ..
            } => format!("<pre><code class=\"language-{}\">", escape(language)),
            Tag::Link(url) => format!("<a href=\"{}\">", escape(url)),
            Tag::Bold => "<b>".to_owned(),
            Tag::Italic => "<i>".to_owned(),
            Tag::Strike => "<s>".to_owned(),
            Tag::Code => "<code>".to_owned(),
        }
    }

    fn closing(&self) -> &'static str {
        match self {
            Tag::Quote { .. } => "</blockquote>",
            Tag::Pre { language: None, .. } => "</pre>",
            Tag::Pre { .. } => "</code></pre>",
            Tag::Link(_) => "</a>",
            Tag::Bold => "</b>",
            Tag::Italic => "</i>",
            Tag::Strike => "</s>",
            Tag::Code => "</code>",
        }
    }
}

fn tags(run: &Run) -> Vec<Tag> {
    let Style {
        quote,
        pre,
        code,
        link,
        bold,
        italic,
        strike,
    } = &run.style;
    let mut tags = Vec::new();
    if let Some(quote) = quote {
        tags.push(Tag::Quote {
            number: quote.number,
            expandable: quote.expandable,
        });
    }
    // Blanks alone carry no style: Telegram drops such entities.
    if run.text.trim().is_empty() && pre.is_none() {
        return tags;
    }
    if let Some(pre) = pre {
        tags.push(Tag::Pre {
            number: pre.number,
            language: pre.language.clone(),
        });
        return tags;
    }
    if *code {
        tags.push(Tag::Code);
        return tags;
    }
    if let Some(url) = link {
        tags.push(Tag::Link(url.clone()));
    }
    if *bold {
        tags.push(Tag::Bold);
    }
    if *italic {
        tags.push(Tag::Italic);
    }
    if *strike {
        tags.push(Tag::Strike);
    }
    tags
}

fn shared(open: &[Tag], wanted: &[Tag]) -> usize {
    open.iter().zip(wanted).take_while(|(a, b)| a == b).count()
}

fn close(html: &mut String, open: &mut Vec<Tag>, keep: usize) {
    while open.len() > keep {
        if let Some(tag) = open.pop() {
            html.push_str(tag.closing());
        }
    }
}
