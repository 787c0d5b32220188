//! Our HTML without its markup, for when Telegram refuses to read it.

use super::{address, split};

/// The words of `html`, which this room wrote, as they read without markup; the address of a link
/// follows its words while there is room.
pub fn without_markup(html: &str) -> String {
    let text = strip(html, true);
    if split::units(&text) <= split::MAX_UNITS {
        text
    } else {
        strip(html, false)
    }
}

fn strip(html: &str, with_addresses: bool) -> String {
    let mut text = String::with_capacity(html.len());
    // Where the words of the open link begin, and where it leads.
    let mut link: Option<(usize, String)> = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        unescape_into(&mut text, &rest[..at]);
        // Within a tag `>` is written as an entity.
        let Some((tag, after)) = rest[at + 1..].split_once('>') else {
            rest = &rest[at..];
            break;
        };
        rest = after;
        let address = tag.strip_prefix("a href=\"");
        if let Some(address) = address.and_then(|address| address.strip_suffix('"')) {
            let mut url = String::new();
            unescape_into(&mut url, address);
            link = Some((text.len(), url));
        } else if tag == "/a"
            && let Some((from, url)) = link.take()
            && with_addresses
            && address::for_text(text[from..].trim()).as_ref() != Some(&url)
        {
            text.push_str(&format!(" ({url})"));
        }
    }
    unescape_into(&mut text, rest);
    text
}

/// Adds `escaped` with the four entities that [`escape`](super::escape) makes as they were.
fn unescape_into(text: &mut String, escaped: &str) {
    const ENTITIES: [(&str, char); 4] = [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&amp;", '&'),
        ("&quot;", '"'),
    ];
    let mut rest = escaped;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
        let (len, c) = found.map_or((1, '&'), |(name, c)| (name.len(), *c));
        text.push(c);
        rest = &rest[len..];
    }
    text.push_str(rest);
}
