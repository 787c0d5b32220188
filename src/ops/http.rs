//! `/healthz`, `/readyz` and `/metrics`: the pages for whoever watches over Wenda.
//!
//! They tell numbers and reasons, never what people said; still they are meant for the inside: the
//! listener belongs on a local or private address. Nothing here changes anything.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::ops::health::Health;
use crate::ops::metrics::{Metrics, Waiting};

/// The type of OpenMetrics text; a reader that names it in `Accept` gets it.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The type of Prometheus's older text, for everybody else.
const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What the pages are made from.
#[derive(Clone)]
pub struct Watch {
    /// What was counted.
    pub metrics: Arc<Metrics>,
    /// What the parts know of themselves.
    pub health: Arc<Health>,
    /// Looks into the store; may take as long as reading from disk does.
    pub waiting: Arc<dyn Fn() -> Waiting + Send + Sync>,
}

/// The pages, to be served on the address of `[telegram] listen`.
pub fn router(watch: Watch) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(watch)
}

/// 200 while a restart would not help, else 503; below it what should be fixed, one a line.
async fn healthz(State(watch): State<Watch>) -> Response {
    if watch.health.is_alive(Instant::now()) {
        with_remarks("ok\n", &watch.health).into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the main loop is stuck\n").into_response()
    }
}

/// 200 while questions are answered, else 503 and the reasons, one a line.
async fn readyz(State(watch): State<Watch>) -> Response {
    let reasons = watch.health.unready(Instant::now());
    if reasons.is_empty() {
        return with_remarks("ready\n", &watch.health).into_response();
    }
    let lines: String = reasons
        .iter()
        .map(|reason| format!("{}\n", reason.words()))
        .collect();
    (StatusCode::SERVICE_UNAVAILABLE, lines).into_response()
}

/// The verdict, and what should be fixed.
fn with_remarks(verdict: &str, health: &Health) -> String {
    let remarks = health.remarks().into_iter();
    std::iter::once(verdict.to_owned())
        .chain(remarks.map(|remark| format!("{remark}\n")))
        .collect()
}

async fn metrics(State(watch): State<Watch>, headers: HeaderMap) -> Response {
    let open = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("application/openmetrics-text"));
    // The store and /proc are read on a thread that may wait.
    let page = tokio::task::spawn_blocking(move || {
        let waiting = (watch.waiting)();
        let ready = watch.health.unready(Instant::now()).is_empty();
        if open {
            watch.metrics.open_metrics(&waiting, ready)
        } else {
            watch.metrics.prometheus_text(&waiting, ready)
        }
    });
    let kind = if open { OPEN_METRICS } else { PROMETHEUS_TEXT };
    match page.await {
        Ok(text) => ([(header::CONTENT_TYPE, kind)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
