//! The headers that every response carries, and the session's cookie.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::response::Response;

/// Nothing from elsewhere, nothing written into a page runs, nobody shows us in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers that never differ. The referrer stays on our own pages: without any, browsers would not
/// say where a form was sent from.
const FIXED: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// The cookie's name. With `__Host-` browsers take it from nobody but this very host.
pub const COOKIE: &str = "wenda";
const COOKIE_HTTPS: &str = "__Host-wenda";

/// For how long a browser may keep files that have their fingerprint in their address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// How the session's cookie is called.
pub fn cookie_name(is_https: bool) -> &'static str {
    if is_https { COOKIE_HTTPS } else { COOKIE }
}

/// The headers of this response.
pub fn of(response: &Response, is_https: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    let kept = if response.is_fixed {
        FOR_EVER
    } else {
        "no-store"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(response.kind),
    );
    let mut put = |name: HeaderName, value: String| {
        // What is put here has no character that a header cannot hold.
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    if let Some(path) = &response.location {
        put(header::LOCATION, path.clone());
    }
    if let Some(name) = response.save_as {
        put(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        );
    }
    if let Some(value) = &response.cookie {
        let name = cookie_name(is_https);
        let secure = if is_https { "; Secure" } else { "" };
        let age = if value.is_empty() { "; Max-Age=0" } else { "" };
        put(
            header::SET_COOKIE,
            format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{age}"),
        );
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let response = Response::see("/").cookie("c0ffee".into());
        let cookie = |is_https| of(&response, is_https)[header::SET_COOKIE].clone();
        assert_eq!(
            cookie(true),
            "__Host-wenda=c0ffee; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(
            cookie(false),
            "wenda=c0ffee; Path=/; HttpOnly; SameSite=Strict"
        );
        let gone = of(&Response::see("/").cookie(String::new()), true);
        let gone = gone[header::SET_COOKIE].to_str().unwrap();
        assert!(gone.ends_with("Max-Age=0"), "{gone}");
    }

    #[test]
    fn pages_are_kept_nowhere_and_files_for_long() {
        let mut response = Response::of("text/css", &b""[..]);
        let kept = |response: &Response| of(response, true)[header::CACHE_CONTROL].clone();
        assert_eq!(kept(&response), "no-store");
        response.is_fixed = true;
        assert_eq!(kept(&response), FOR_EVER);
    }
}
