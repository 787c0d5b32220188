//! The files that pages need, inside the program: a style sheet, a script of our own, htmx.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::response::Response;

/// A file.
pub struct Asset {
    /// Its address, which changes whenever its content does.
    pub path: String,
    kind: &'static str,
    body: &'static str,
}

/// All of them.
pub struct Assets {
    /// The style sheet.
    pub style: Asset,
    /// Our own script.
    pub script: Asset,
    /// htmx, with its licence beside it (`htmx.LICENSE`).
    pub htmx: Asset,
    /// What a browser's tab shows.
    pub icon: Asset,
}

/// All files, with their addresses.
pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    style: asset(
        "panel.css",
        "text/css; charset=utf-8",
        include_str!("../assets/panel.css"),
    ),
    script: asset(
        "panel.js",
        "text/javascript; charset=utf-8",
        include_str!("../assets/panel.js"),
    ),
    htmx: asset(
        "htmx.js",
        "text/javascript; charset=utf-8",
        include_str!("../assets/htmx.min.js"),
    ),
    icon: asset(
        "icon.svg",
        "image/svg+xml",
        include_str!("../assets/icon.svg"),
    ),
});

impl Assets {
    /// The file with this address.
    pub fn find(&self, path: &str) -> Option<Response> {
        let all = [&self.style, &self.script, &self.htmx, &self.icon];
        let asset = all.into_iter().find(|asset| asset.path == path)?;
        let mut response = Response::of(asset.kind, asset.body.as_bytes());
        response.is_fixed = true;
        Some(response)
    }
}

fn asset(name: &str, kind: &'static str, body: &'static str) -> Asset {
    let digest = Sha256::digest(body.as_bytes());
    let mark = hex::encode(&digest[..6]);
    Asset {
        path: format!("/assets/{mark}/{name}"),
        kind,
        body,
    }
}
