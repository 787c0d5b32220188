//! The admins' page, as the running bot serves it.

use std::sync::Arc;

use anyhow::Context;
use secrecy::{ExposeSecret, SecretString};

use crate::admin::service::AdminService;
use crate::assistant::Assistant;
use crate::cli::common::settings;
use crate::config::Config;
use crate::ops::clock;
use crate::ops::health::Health;
use crate::ops::logging;
use crate::ops::metrics::Waiting;
use crate::panel::{self, Panel};
use crate::store::Store;

/// What the admins' page is made of; admins learn in their chat how to reach it.
pub(super) fn panel_parts(
    config: &Config,
    token: &SecretString,
    assistant: &Arc<Assistant>,
    store: &Arc<dyn Store>,
    service: &Arc<AdminService>,
) -> anyhow::Result<panel::Parts> {
    let secret = store
        .secret(panel::SECRET)
        .context("cannot keep the panel's secret")?;
    logging::hide(&secret);
    let url = config.panel.url.trim_end_matches('/').to_owned();
    service.set_panel({
        let (url, secret) = (url.clone(), secret.clone());
        Box::new(move |admin| {
            let app = url.starts_with("https://").then(|| panel::app(&url));
            (
                app,
                panel::link(&url, secret.clone(), admin, clock::unix_seconds()),
            )
        })
    });
    Ok(panel::Parts {
        url,
        admins: config.telegram.admins.clone(),
        editors: config.telegram.editors.clone(),
        token: token.expose_secret().to_owned(),
        secret,
        assistant: assistant.clone(),
        store: store.clone(),
        service: service.clone(),
        settings: settings::shown(config),
    })
}

/// Serves the admins' page.
pub(super) fn serve_panel(
    config: &Config,
    parts: panel::Parts,
    health: Arc<Health>,
    waiting: Arc<dyn Fn() -> Waiting + Send + Sync>,
) -> anyhow::Result<()> {
    let listen = &config.panel.listen;
    let listener = std::net::TcpListener::bind(listen)
        .with_context(|| format!("cannot listen on `{listen}` (`panel.listen`)"))?;
    let panel = Arc::new(Panel::new(parts, health, waiting));
    panel::serve(panel, listener).context("cannot begin the panel")?;
    log::info!(listen = listen.as_str(); "the panel is served");
    Ok(())
}
