//! Web addresses as Telegram takes them.
//!
//! Authors write addresses as their browser shows them, Chinese characters and all; what is sent
//! has them percent-encoded and the host in its ASCII form.

use url::Url;

/// Schemes that a link in the text may have.
const IN_TEXT: [&str; 3] = ["http", "https", "tg"];

/// Schemes that a button may open.
const ON_BUTTON: [&str; 3] = ["http", "https", "tg"];

/// The valid form of an address in the text; `None` where there is none.
pub(super) fn for_text(written: &str) -> Option<String> {
    valid(written, &IN_TEXT)
}

/// The valid form of an address for a button or a picture; `None` where there is none.
pub(super) fn for_button(written: &str) -> Option<String> {
    valid(written, &ON_BUTTON)
}

fn valid(written: &str, schemes: &[&str]) -> Option<String> {
    let written = written.trim();
    // `upchatgpt.cn/path` is meant as an address too.
    let url = match Url::parse(written) {
        Ok(url) if url.has_host() || !url.path().is_empty() => url,
        Err(url::ParseError::RelativeUrlWithoutBase) if looks_like_host(written) => {
            Url::parse(&format!("https://{written}")).ok()?
        }
        _ => return None,
    };
    if !schemes.contains(&url.scheme()) {
        return None;
    }
    if matches!(url.scheme(), "http" | "https") {
        // Telegram wants a name with a dot, or an address.
        let host = url.host_str()?;
        if !host.contains('.') && !host.contains(':') && host != "localhost" {
            return None;
        }
    }
    // What `url` leaves alone but nobody expects to see in an address.
    Some(
        url.as_str()
            .replace('\'', "%27")
            .replace('|', "%7C")
            .replace('`', "%60"),
    )
}

/// What is shown of an address that cannot be a link: a number, a mail address, a path as written;
/// `None` where the address says nothing to a reader.
pub(super) fn as_text(written: &str) -> Option<String> {
    let written = written.trim();
    let lower = written.to_ascii_lowercase();
    let hidden = ["javascript:", "data:", "vbscript:", "#"];
    if written.is_empty() || hidden.iter().any(|start| lower.starts_with(start)) {
        return None;
    }
    let bare = ["tel:", "mailto:", "sms:", "callto:"]
        .iter()
        .find(|scheme| lower.starts_with(**scheme))
        .map_or(written, |scheme| &written[scheme.len()..]);
    let bare = bare.split('?').next().unwrap_or(bare);
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// Endings of files of a site, some of which are countries, too (`configuring.md`, `setup.py`).
const FILES: [&str; 22] = [
    "md", "mdx", "markdown", "rst", "html", "htm", "php", "txt", "pdf", "png", "jpg", "jpeg",
    "gif", "svg", "zip", "json", "yaml", "yml", "py", "rs", "sh", "pl",
];

fn looks_like_host(written: &str) -> bool {
    let host = written.split(['/', '?', '#']).next().unwrap_or("");
    let mut parts = host.rsplit('.');
    let last = parts.next().unwrap_or("");
    parts.next().is_some_and(|part| !part.is_empty())
        && last.len() >= 2
        && !FILES.contains(&last.to_ascii_lowercase().as_str())
        && last.chars().all(char::is_alphabetic)
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || c == '.' || c == '-')
}

/// Where web addresses stand in plain text: byte ranges, in order. An address ends before a blank,
/// Chinese punctuation or the punctuation that closes a sentence.
pub(super) fn find_in(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("http") {
        let start = from + at;
        let rest = &text[start..];
        let scheme_len = ["https://", "http://"]
            .iter()
            .find(|scheme| rest.starts_with(**scheme))
            .map(|scheme| scheme.len());
        let Some(scheme_len) = scheme_len else {
            from = start + 4;
            continue;
        };
        let end = rest
            .find(|c: char| {
                c.is_whitespace() || "<>\"，。；：！？、（）「」『』《》【】".contains(c)
            })
            .unwrap_or(rest.len());
        let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*']);
        if address.len() > scheme_len {
            found.push(start..start + address.len());
        }
        from = start + end.max(scheme_len);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_characters_are_encoded() {
        let cases = [
            (
                "https://openssora.com/openai-支付-怎么办/",
                Some(
                    "https://openssora.com/openai-%E6%94%AF%E4%BB%98-%E6%80%8E%E4%B9%88%E5%8A%9E/",
                ),
            ),
            (
                "https://例子.中国/路",
                Some("https://xn--fsqu00a.xn--fiqs8s/%E8%B7%AF"),
            ),
            ("upchatgpt.cn", Some("https://upchatgpt.cn/")),
            ("https://a.b/x y", Some("https://a.b/x%20y")),
            ("tg://user?id=5", Some("tg://user?id=5")),
            ("mailto:a@b.c", None),
            ("configuring.md", None),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("https://", None),
            ("http://nodot/x", None),
            ("words with blanks", None),
            ("", None),
        ];
        for (written, expected) in cases {
            assert_eq!(for_text(written).as_deref(), expected, "{written}");
        }
        assert_eq!(for_button("mailto:a@b.c"), None);
    }

    #[test]
    fn addresses_are_found_before_chinese_punctuation() {
        let text = "看 https://a.cn/路，或 http://b.cn. 没有 httpx 和 https://";
        let found: Vec<&str> = find_in(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, ["https://a.cn/路", "http://b.cn"]);
    }
}
