//! A request, as far as pages look at it.

use std::net::IpAddr;

use url::form_urlencoded;

use crate::text::Language;

/// What a request may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Looks at something; `HEAD` counts as the same.
    Get,
    /// Changes something, or brings words that belong in no address.
    Post,
}

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    /// What it wants to do.
    pub method: Method,
    /// The path, as sent.
    pub path: String,
    /// The pairs behind `?`.
    pub query: Vec<(String, String)>,
    /// The pairs of a form.
    pub form: Vec<(String, String)>,
    /// The session's cookie, where there is one.
    pub cookie: Option<String>,
    /// What the browser says of where the request was made.
    pub origin: Option<String>,
    /// What the browser says of how that stands to us: `same-origin`, `cross-site` and so on.
    pub fetch_site: Option<String>,
    /// Whether htmx asks, for a piece of a page.
    pub is_piece: bool,
    /// The language that the browser prefers.
    pub language: Language,
    /// Who asks, as the nearest trusted party saw it.
    pub from: IpAddr,
}

impl Request {
    /// The parts of the path between slashes.
    pub fn parts(&self) -> Vec<&str> {
        let parts = self.path.split('/');
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// The value of a pair behind `?`; empty where it is missing.
    pub fn query(&self, name: &str) -> &str {
        value(&self.query, name).unwrap_or_default()
    }

    /// The value of a form's field; empty where it is missing.
    pub fn field(&self, name: &str) -> &str {
        value(&self.form, name).unwrap_or_default()
    }
}

fn value<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let found = pairs.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}

/// The pairs of a query or of a form.
pub fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

/// The first of our languages that an `Accept-Language` names; English without one.
pub fn preferred(accept: &str) -> Language {
    let mut wanted: Vec<(&str, f32)> = accept
        .split(',')
        .filter_map(|one| {
            let (code, rest) = one.split_once(';').unwrap_or((one, ""));
            let weight = rest.trim().strip_prefix("q=");
            let weight = weight.map_or(Some(1.0), |text| text.trim().parse().ok())?;
            Some((code.trim(), weight))
        })
        .collect();
    wanted.sort_by(|one, other| other.1.total_cmp(&one.1));
    let known = wanted.iter().find_map(|(code, _)| {
        let code = code.to_ascii_lowercase();
        match code.split('-').next() {
            Some("zh") => Some(Language::Zh),
            Some("en") => Some(Language::En),
            _ => None,
        }
    });
    known.unwrap_or(Language::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_language_is_read() {
        for (accept, expected) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Zh),
            ("en;q=0.5, zh-TW", Language::Zh),
            ("fr, en;q=0.3", Language::En),
            ("", Language::En),
            ("zh;q=x", Language::En),
        ] {
            assert_eq!(preferred(accept), expected, "{accept}");
        }
    }

    #[test]
    fn pairs_are_read_as_forms_write_them() {
        let read = pairs("a=%E9%92%B1+1&b=".as_bytes());
        assert_eq!(value(&read, "a"), Some("钱 1"));
        assert_eq!((value(&read, "b"), value(&read, "c")), (Some(""), None));
    }
}
