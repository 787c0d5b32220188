//! A response, before the headers that all of them carry.

use std::borrow::Cow;

use axum::http::StatusCode;
use maud::Markup;

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its status.
    pub status: StatusCode,
    /// The type of its body.
    pub kind: &'static str,
    /// Its body.
    pub body: Cow<'static, [u8]>,
    /// Where to go instead, always a path of our own.
    pub location: Option<String>,
    /// What the session's cookie is to hold from now on; an empty text takes it away.
    pub cookie: Option<String>,
    /// The name under which it is to be saved, where it is to be saved.
    pub save_as: Option<&'static str>,
    /// Whether browsers may keep it for as long as they like.
    pub is_fixed: bool,
}

impl Response {
    /// A page or a piece of one.
    pub fn html(markup: Markup) -> Response {
        Response::of(
            "text/html; charset=utf-8",
            markup.into_string().into_bytes(),
        )
    }

    /// A body of this type.
    pub fn of(kind: &'static str, body: impl Into<Cow<'static, [u8]>>) -> Response {
        Response {
            status: StatusCode::OK,
            kind,
            body: body.into(),
            location: None,
            cookie: None,
            save_as: None,
            is_fixed: false,
        }
    }

    /// Leads to another page of ours; `path` begins with one slash.
    pub fn see(path: impl Into<String>) -> Response {
        Response {
            status: StatusCode::SEE_OTHER,
            location: Some(path.into()),
            ..Response::of("text/plain; charset=utf-8", Vec::new())
        }
    }

    /// The same with this status.
    pub fn status(mut self, status: StatusCode) -> Response {
        self.status = status;
        self
    }

    /// The same, setting the session's cookie.
    pub fn cookie(mut self, value: String) -> Response {
        self.cookie = Some(value);
        self
    }

    /// The same, to be saved under this name.
    pub fn save_as(mut self, name: &'static str) -> Response {
        self.save_as = Some(name);
        self
    }
}
