//! The webhook: Telegram calls us with each update, and repeats what we do not take.
//!
//! Our own route, since teloxide's says yes before anything is kept. An update is answered with 200
//! when the journal has it (see [`crate::inbox::fsync`] for power cuts), and with 503 when the journal refuses; then
//! Telegram comes again. Whoever does not know the secret word learns nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq;

use crate::inbox::ingest::Ingest;
use crate::model::card::StaffChatId;
use crate::ops::clock;
use crate::ops::health::Health;
use crate::ops::stop::Stop;
use crate::outbox::backoff;
use crate::telegram::client::api;
use crate::telegram::client::api::{Api, Failure};
use crate::telegram::client::run_error::RunError;
use crate::telegram::handling::TelegramHandler;
use crate::telegram::receive::allowed_updates::ALLOWED_UPDATES;
use crate::telegram::update::batch;

/// The header that carries the secret word.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";
/// The longest update; Telegram's are far below.
const BODY_BYTES: usize = 1 << 20;
/// How long Telegram may take to note where to call.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The wait after a first failure to register, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(2));
/// How often Telegram is asked whether it still calls us: no calls may mean that nobody asks anything,
/// or that Telegram cannot be reached. Together with [`CHECK_WITHIN`] less than the 9.5 s after which
/// [`Health`] takes silence for an outage.
const CHECK_EVERY: Duration = Duration::from_secs(4);
/// How long the answer to that may take.
const CHECK_WITHIN: Duration = Duration::from_secs(4);

/// Where Telegram calls, and where we listen.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The public address that Telegram calls.
    pub url: String,
    /// The local address to listen on.
    pub listen: String,
    /// The word by which Telegram's calls are known.
    pub secret: SecretString,
    /// How many calls Telegram may make at once.
    pub max_connections: u8,
    /// The staff's chat, whose words are kept as they are until they are passed on.
    pub staff_chat: Option<StaffChatId>,
}

/// What the route works with.
#[derive(Clone)]
struct WebhookState {
    ingest: Ingest<TelegramHandler>,
    health: Arc<Health>,
    secret: SecretString,
    staff_chat: Option<StaffChatId>,
}

/// Takes calls until told to stop.
///
/// # Errors
/// When the address cannot be listened on, when Telegram does not know the token, or when it
/// refuses the public address.
pub(crate) async fn run(
    api: Api,
    settings: Settings,
    ingest: Ingest<TelegramHandler>,
    health: Arc<Health>,
    stop: Stop,
) -> Result<(), RunError> {
    let listen = &settings.listen;
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|source| RunError::Listen {
            address: listen.clone(),
            source,
        })?;
    let secret = settings.secret.clone();
    let router = router(
        &settings.url,
        WebhookState {
            ingest,
            health: health.clone(),
            secret,
            staff_chat: settings.staff_chat.clone(),
        },
    );
    let until = stop.clone();
    let server = axum::serve(listener, router)
        .with_graceful_shutdown(async move { until.requested().await });
    let server = tokio::spawn(server.into_future());
    let Some(()) = register(&api, &settings, &health, &stop).await? else {
        return Ok(());
    };
    log::info!("Telegram calls us");
    let mut was_ours = true;
    loop {
        health.beat(Instant::now());
        tokio::select! {
            () = stop.requested() => break,
            () = tokio::time::sleep(CHECK_EVERY) => {}
        }
        tokio::select! {
            () = stop.requested() => break,
            is_ours = check_url(&api, &settings.url, &health) => {
                if was_ours && is_ours == Some(false) {
                    log::error!("Telegram calls another address: another program set or deleted the webhook");
                }
                was_ours = is_ours.unwrap_or(was_ours);
            }
        }
    }
    // Calls under way are answered; the stop's deadline ends those that take too long.
    let _ = tokio::time::timeout(Duration::from_millis(300), server).await;
    Ok(())
}

/// Where Telegram calls, as far as we ask.
#[derive(Deserialize)]
struct WebhookInfo {
    url: String,
}

/// Asks Telegram whom it calls, and tells the health pages. Whether it is us; `None` where there is no
/// answer: the silence speaks for itself.
async fn check_url(api: &Api, url: &str, health: &Health) -> Option<bool> {
    let body = "{}".to_owned();
    let answer = api.post("getWebhookInfo", body, CHECK_WITHIN).await;
    let info: Result<WebhookInfo, Failure> =
        answer.and_then(|(status, text)| api::read(status, &text));
    let info = info.ok()?;
    let now = Instant::now();
    health.telegram_answered(now);
    let is_ours = info.url == url;
    match is_ours {
        true => health.other_poller_gone(),
        false => health.other_poller_seen(now),
    }
    Some(is_ours)
}

/// Tells Telegram where to call; `None` when stopped before it listened.
async fn register(
    api: &Api,
    settings: &Settings,
    health: &Health,
    stop: &Stop,
) -> Result<Option<()>, RunError> {
    let body = json!({
        "url": settings.url,
        "secret_token": settings.secret.expose_secret(),
        "max_connections": settings.max_connections,
        "allowed_updates": ALLOWED_UPDATES,
    })
    .to_string();
    let mut failures = 0;
    loop {
        // Trying again is turning: Telegram out of reach is no reason for a restart.
        health.beat(Instant::now());
        let answer = tokio::select! {
            () = stop.requested() => return Ok(None),
            answer = api.send("setWebhook", body.clone(), TIMEOUT) => answer,
        };
        let mut pause = backoff::wait(failures + 1, PAUSES.0, PAUSES.1);
        match answer {
            Ok(_) => {
                health.telegram_answered(Instant::now());
                return Ok(Some(()));
            }
            Err(Failure::Refused {
                code: 401 | 404, ..
            }) => return Err(RunError::Unauthorized),
            Err(Failure::Refused {
                retry_after: Some(seconds),
                ..
            }) => {
                pause = pause.max(Duration::from_secs(seconds));
            }
            Err(Failure::Refused { description, .. }) => {
                return Err(RunError::Webhook(description));
            }
            Err(failure) => {
                if failures == 0 {
                    log::warn!(failure:% = failure; "cannot tell Telegram where to call; trying again");
                }
            }
        }
        failures += 1;
        tokio::select! {
            () = stop.requested() => return Ok(None),
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Telegram's calls, at the path of the public address; and whether we are alive.
fn router(url: &str, state: WebhookState) -> Router {
    let path = url::Url::parse(url).map_or_else(|_| "/".to_owned(), |url| url.path().to_owned());
    let health = state.health.clone();
    let alive = move || async move {
        if health.is_alive(Instant::now()) {
            (StatusCode::OK, "ok\n")
        } else {
            (StatusCode::SERVICE_UNAVAILABLE, "the main loop is stuck\n")
        }
    };
    let calls = Router::new()
        .route(&path, post(take))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .with_state(state);
    // A public address may be the health page's own; the calls go first then.
    if path == "/healthz" {
        calls
    } else {
        calls.route("/healthz", get(alive))
    }
}

/// Takes one update.
async fn take(State(state): State<WebhookState>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let given = headers
        .get(SECRET_HEADER)
        .map_or(&[][..], |value| value.as_bytes());
    // Compared in a time that tells nothing about the word.
    if !bool::from(given.ct_eq(state.secret.expose_secret().as_bytes())) {
        return StatusCode::UNAUTHORIZED;
    }
    state.health.telegram_answered(Instant::now());
    let text = String::from_utf8_lossy(&body);
    let parsed = batch::read(&text, clock::unix_seconds(), state.staff_chat.as_ref());
    match state.ingest.keep(vec![parsed]).await {
        Ok(_) => StatusCode::OK,
        Err(error) => {
            state.health.store_wrote(false);
            log::error!(error:% = error; "an update cannot be kept; Telegram comes again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
