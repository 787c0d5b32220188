//! A web page as browsers read it.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements nested deeper than this are read as text only, so that no page exhausts the stack.
pub(super) const DEEPEST: usize = 120;

/// Reads a page or a piece of one.
pub(super) fn parse(text: &str) -> Handle {
    let mut reader = parse_document(RcDom::default(), ParseOpts::default());
    reader.process(text.into());
    reader.finish().document
}
/// What `<title>` says.
pub(super) fn title(document: &Handle) -> Option<String> {
    let node = find(document, &|node| is(node, "title"), 0)?;
    let text = text_of(&node);
    // What follows is the name of the site.
    let end = [" | ", " – ", " - ", " — "]
        .iter()
        .filter_map(|sign| text.find(sign))
        .min();
    let text = text[..end.unwrap_or(text.len())].trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The one element of a name, where there is exactly one.
pub(super) fn only(document: &Handle, name: &str) -> Option<Handle> {
    let all = all(document, &|node| is(node, name));
    match all.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

pub(super) fn is(node: &Handle, wanted: &str) -> bool {
    name(node) == Some(wanted.to_owned())
}

pub(super) fn name(node: &Handle) -> Option<String> {
    match &node.data {
        NodeData::Element { name, .. } => Some(name.local.to_string()),
        _ => None,
    }
}

pub(super) fn attr(node: &Handle, wanted: &str) -> Option<String> {
    match &node.data {
        NodeData::Element { attrs, .. } => attrs
            .borrow()
            .iter()
            .find(|attr| &*attr.name.local == wanted)
            .map(|attr| attr.value.to_string()),
        _ => None,
    }
}

pub(super) fn find(
    node: &Handle,
    wanted: &dyn Fn(&Handle) -> bool,
    depth: usize,
) -> Option<Handle> {
    if wanted(node) {
        return Some(node.clone());
    }
    if depth > DEEPEST {
        return None;
    }
    node.children
        .borrow()
        .iter()
        .find_map(|child| find(child, wanted, depth + 1))
}

pub(super) fn all(node: &Handle, wanted: &dyn Fn(&Handle) -> bool) -> Vec<Handle> {
    let mut found = Vec::new();
    let mut rest = vec![node.clone()];
    while let Some(node) = rest.pop() {
        if wanted(&node) {
            found.push(node.clone());
        }
        rest.extend(node.children.borrow().iter().rev().cloned());
    }
    found
}

/// The text of a node, spaces as they are.
pub(super) fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    for node in all(node, &|node| matches!(node.data, NodeData::Text { .. })) {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
    }
    text
}

const KNOWN: &str = " a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup data dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta nav noscript object ol optgroup option p param picture pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr ";

/// The name of an HTML tag, in lower case; `None` where the text is none, such as `<your name>`.
pub(crate) fn tag_name(tag: &str) -> Option<String> {
    let inner = tag.strip_prefix('<')?.trim_start_matches('/');
    let end = inner
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let name = inner[..end].to_ascii_lowercase();
    let closed = tag.ends_with('>') && inner[end..].starts_with(['>', ' ', '/', '\n', '\t']);
    (closed && !name.is_empty() && KNOWN.contains(&format!(" {name} "))).then_some(name)
}

/// The value of an attribute in the text of a tag.
pub(crate) fn attribute(tag: &str, key: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    for space in [' ', '\n', '\t'] {
        let Some(at) = lower.find(&format!("{space}{key}=")) else {
            continue;
        };
        let rest = &tag[at + key.len() + 2..];
        let value = match rest.chars().next()? {
            quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
            _ => rest.split([' ', '>', '\n']).next()?,
        };
        return Some(value.replace("&amp;", "&"));
    }
    None
}

/// Whether a text holds HTML that is more than one odd sign.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|open| open + at) {
        let end = text[open..]
            .find('>')
            .map_or(text.len(), |end| open + end + 1);
        if end <= text.len() && tag_name(&text[open..end]).is_some() {
            return true;
        }
        at = open + 1;
    }
    let lower = text.to_ascii_lowercase();
    ["&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&#39;"]
        .iter()
        .any(|sign| lower.contains(sign))
}
