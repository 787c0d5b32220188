//! `wenda run`: the bot on Telegram.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use secrecy::{ExposeSecret, SecretString};

use crate::admin::ReloadResult;
use crate::admin::service::AdminService;
use crate::admin::wording::AdminAction;
use crate::assistant::Assistant;
use crate::cli::common::exit::NoFaq;
use crate::cli::common::store_error::Told;
use crate::cli::common::{Common, Exit, settings};
use crate::cli::service::notify::{self, Notifier};
use crate::cli::service::promise;
use crate::cli::service::reloads::Reloads;
use crate::cli::service::{sidecar, unasked};
use crate::config::{Config, Mode};
use crate::faq::{Diagnostic, Faq};
use crate::knowledge::Knowledge;
use crate::ops::clock;
use crate::ops::control;
use crate::ops::control::Reload;
use crate::ops::health::Health;
use crate::ops::logging;
use crate::ops::metrics::{Metrics, Waiting};
use crate::panel::{self, Panel};
use crate::reload;
use crate::reload::{Found, OnDisk, Reloader, Until};
use crate::store::{self, PostgresStore, SqliteStore, Store, StoreError};
use crate::telegram;

/// How long a process that is just ending may keep the store, before we say that it is in use: a
/// delivery sidecar that waits for Telegram's last answers does for three seconds.
const PREDECESSOR: Duration = Duration::from_secs(5);
/// How often we look whether it has ended.
const LOOK: Duration = Duration::from_millis(10);

/// How to run.
#[derive(Debug, Default, clap::Args)]
pub struct RunArgs {
    /// Take a webhook away first; what waits at Telegram stays
    #[arg(long)]
    delete_webhook: bool,
}

/// Runs the bot until SIGTERM or SIGINT.
///
/// # Errors
/// When it cannot begin: no token, a broken configuration or FAQ, a store in use or damaged, a
/// token that Telegram refuses.
pub fn run(common: &Common, args: &RunArgs) -> anyhow::Result<Exit> {
    let common = Common {
        service: true,
        ..common.clone()
    };
    let config = settings::load(&common)?;
    let has_database = !config.storage.url.is_empty();
    if !config.faq.path.exists() && !config.storage.path.exists() && !has_database {
        return Err(NoFaq(nothing_here(&config)).into());
    }
    let token = settings::token(&common)?;
    let store = open_store(&config)?;
    let start = reload::find(&config.faq.path, &*store)?;
    let on_disk = start.on_disk;
    let (faq, broken) = find_faq(&config, start.found, start.errors)?;
    let knowledge = Knowledge::build(faq);
    let metrics = Arc::new(Metrics::new());
    let health = Arc::new(Health::new(Instant::now()));
    metrics.faq(&knowledge);
    log::info!(
        version = env!("CARGO_PKG_VERSION"),
        entries = knowledge.faq().entries.len(),
        revision = knowledge.revision();
        "the FAQ is loaded"
    );
    health.faq_loaded();
    let assistant = Arc::new(Assistant::new(
        knowledge,
        store.clone(),
        settings::assistant(&config),
    ));
    add_meaning(&config, &assistant)?;
    promise::follow(&config, &store, &assistant)?;
    let service = open_admin_service(&config, &on_disk, &store, &assistant, &metrics, &health)?;
    let waiting: Arc<dyn Fn() -> Waiting + Send + Sync> = {
        let store = store.clone();
        Arc::new(move || waiting(&*store))
    };
    if !config.panel.listen.is_empty() {
        let parts = panel_parts(&config, &token, &assistant, &store, &service);
        serve_panel(&config, parts?, health.clone(), waiting.clone())?;
    }
    let reloads = Reloads::new(service.clone(), assistant.clone());
    let start_notifications =
        start_notifications(&config, service, &assistant, broken, reloads.clone());
    let socket = control::socket(&config.storage.path);
    let _control = {
        let reloads = reloads.clone();
        control::serve(socket, move |wanted| reloads.reload(wanted)).inspect_err(
            |error| log::warn!(error:% = error; "`wenda reload` will not reach this bot"),
        )
    };
    let notifier = Notifier::new(|name| std::env::var(name).ok());
    notify::watch(notifier, health.clone());
    telegram::run(telegram::Parts {
        token,
        settings: telegram::Settings {
            api_url: config.telegram.api_url.clone(),
            roles: telegram::Roles {
                admins: config.telegram.admins.clone(),
                editors: config.telegram.editors.clone(),
                staff_chat: config.staff.chat(),
            },
            has_contact: config.answer.contact.is_given(),
            listen: config.telegram.listen.clone(),
            delete_webhook: args.delete_webhook,
            webhook: webhook(&config, &*store)?,
        },
        assistant,
        store: store.clone(),
        metrics,
        health,
        waiting,
        sidecar: Some(Box::new(sidecar::command)),
        start_notifications,
        on_hangup: Arc::new(move || {
            log::info!("SIGHUP: reloading the FAQ");
            reloads.reload(Reload {
                force: false,
                in_chinese: false,
            });
        }),
    })?;
    // One that lost its place is to be started again, and so ends with an error.
    store.maintain()?;
    store.truncate_wal()?;
    if let Err(error) = store.leave() {
        log::warn!(error:% = error; "the next process has to wait for this one's place");
    }
    Ok(Exit::Fine)
}

/// What to do where there is no FAQ: the first thing that somebody new sees.
fn nothing_here(config: &Config) -> String {
    format!(
        "there is nothing to answer from: no FAQ at `{}` (`faq.path`)\n  help: `wenda init` writes \
         a configuration and an example FAQ here; `wenda chat` tries it without Telegram\n  help: \
         then get a token from @BotFather, set TELOXIDE_TOKEN to it, and `wenda run` again",
        config.faq.path.display()
    )
}

/// The FAQ to begin with, and what is wrong with its files where it is the version accepted last
/// because they do not load.
fn find_faq(
    config: &Config,
    found: Found,
    errors: Vec<Diagnostic>,
) -> anyhow::Result<(Faq, Option<Vec<Diagnostic>>)> {
    let path = &config.faq.path;
    for error in &errors {
        eprintln!("{error}");
    }
    match found {
        Found::Files(faq) => Ok((faq, None)),
        Found::RolledBack(faq) => Ok((faq, None)),
        Found::Kept { faq, version } => {
            log::error!(
                errors = errors.len(), version = version.number,
                accepted_at = version.at_seconds;
                "the FAQ's files do not load: answering from the version accepted last"
            );
            Ok((faq, Some(errors)))
        }
        Found::Nothing if !path.exists() => Err(NoFaq(nothing_here(config)).into()),
        Found::Nothing => Err(NoFaq(format!(
            "the FAQ at `{}` does not load (see above), and no version of it was ever accepted",
            path.display()
        ))
        .into()),
    }
}

/// How Telegram calls us, where it shall.
fn webhook(config: &Config, store: &dyn Store) -> anyhow::Result<Option<telegram::Webhook>> {
    if config.telegram.mode == Mode::Polling {
        return Ok(None);
    }
    let webhook = &config.telegram.webhook;
    let secret = if webhook.secret.is_empty() {
        store
            .secret("webhook secret")
            .context("cannot keep the webhook's secret")?
    } else {
        webhook.secret.clone()
    };
    logging::hide(&secret);
    Ok(Some(telegram::Webhook {
        url: webhook.url.clone(),
        listen: webhook.listen.clone(),
        secret: secret.into(),
        max_connections: webhook.max_connections,
        staff_chat: config.staff.chat(),
    }))
}

/// Opens the store; one that a process is just leaving is waited for, and one that lost its process,
/// until that counts as dead.
fn open_store(config: &Config) -> anyhow::Result<Arc<dyn Store>> {
    let path = &config.storage.path;
    let database = settings::database(config);
    if let (Some(_), Some(folder)) = (&database, path.parent()) {
        // The socket of `wenda reload` and the vectors of the FAQ lie there; nothing depends on them.
        let _ = std::fs::create_dir_all(folder);
    }
    let open = |how| -> Result<Arc<dyn Store>, StoreError> {
        Ok(match &database {
            Some(url) => Arc::new(PostgresStore::open(url, how)?),
            None => Arc::new(SqliteStore::open(path, how)?),
        })
    };
    let shown = match &database {
        Some(url) => url.to_string(),
        None => path.display().to_string(),
    };
    let how = store::Settings {
        memory_days: config.privacy.retention_days,
        ..store::Settings::default()
    };
    let until = Instant::now() + PREDECESSOR;
    loop {
        match open(how) {
            Err(StoreError::InUse(_)) if Instant::now() < until => {
                std::thread::sleep(LOOK);
            }
            opened => {
                let what = || format!("cannot open the store `{shown}`");
                return Ok(opened.map_err(|error| Told::new(what(), error))?);
            }
        }
    }
}

/// Adds what sentences mean to what answers, in the background: words answer until then.
fn add_meaning(config: &Config, assistant: &Arc<Assistant>) -> anyhow::Result<()> {
    let builder = settings::builder(config).keeping();
    let assistant = assistant.clone();
    let work = move || {
        let started = Instant::now();
        let words = assistant.knowledge();
        let Some(whole) = builder.add_meaning(&words) else {
            return;
        };
        // A reload meanwhile brought its own.
        if assistant.replace(&words, Arc::new(whole)) {
            let milliseconds = started.elapsed().as_millis() as u64;
            log::info!(milliseconds; "what the FAQ's sentences mean counts from now on");
        }
    };
    let thread = std::thread::Builder::new().name("meaning".to_owned());
    thread.spawn(work).context("cannot start a thread")?;
    Ok(())
}

/// Lets admins reload and fix the FAQ.
fn open_admin_service(
    config: &Config,
    on_disk: &OnDisk,
    store: &Arc<dyn Store>,
    assistant: &Arc<Assistant>,
    metrics: &Arc<Metrics>,
    health: &Arc<Health>,
) -> anyhow::Result<Arc<AdminService>> {
    let (path, mode) = (config.faq.path.clone(), settings::edit_mode(config));
    let reloader = Reloader::new(path, mode, store.clone())
        .building(settings::builder(config).keeping())
        .counting(metrics.clone())
        .reporting(health.clone());
    reloader.begin(on_disk, clock::unix_seconds())?;
    if on_disk.is_rolled_back {
        log::info!("answering from the version of the FAQ that an admin went back to");
    }
    let admins = config.telegram.admins.clone();
    let service = Arc::new(
        AdminService::new(reloader)
            .for_admins(admins)
            .for_editors(config.telegram.editors.clone())
            .telling(settings::unasked(config)),
    );
    assistant.set_admin_handler(service.clone());
    Ok(service)
}

/// What the admins' page is made of; admins learn in their chat how to reach it.
fn panel_parts(
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
        token: token.expose_secret().to_owned(),
        secret,
        assistant: assistant.clone(),
        store: store.clone(),
        service: service.clone(),
        settings: settings::shown(config),
    })
}

/// Serves the admins' page.
fn serve_panel(
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

/// Begins to watch the FAQ's files where that is wanted, or until they are fixed where they are
/// `broken`; admins are told of that and of what came of a change.
fn start_notifications(
    config: &Config,
    service: Arc<AdminService>,
    assistant: &Arc<Assistant>,
    broken: Option<Vec<Diagnostic>>,
    reloads: Arc<Reloads>,
) -> telegram::StartNotifications {
    let until = match (config.faq.watch, &broken) {
        (true, _) => Some(Until::TheEnd),
        (false, Some(_)) => Some(Until::Fixed),
        (false, None) => None,
    };
    let has_news = config.admin.digest().is_some() || config.admin.alert > 0;
    let tells_unasked = has_news && !config.telegram.admins.is_empty();
    let assistant = assistant.clone();
    Box::new(move |admin_notifier| {
        let admin_notifier = Arc::new(admin_notifier);
        let for_others = (
            admin_notifier.clone(),
            Arc::downgrade(&service),
            Arc::downgrade(&assistant),
        );
        service.tell_others_with(Box::new(move |who, action, result| {
            let (notifier, service, assistant) = &for_others;
            let (Some(service), Some(assistant)) = (service.upgrade(), assistant.upgrade()) else {
                return;
            };
            let news = |admin| service.news_of(&assistant, admin, who, action, result);
            if let Err(error) = notifier.tell_others(who, news) {
                log::error!(error:% = error; "cannot tell admins what another did");
            }
        }));
        if tells_unasked {
            unasked::tell(service.clone(), assistant.clone(), admin_notifier.clone());
        }
        let told_by = (service.clone(), assistant.clone());
        let tell = Arc::new(move |action, result: &ReloadResult| {
            let (service, assistant) = &told_by;
            let told = admin_notifier.tell(|admin| service.news(assistant, admin, action, result));
            if let Err(error) = told {
                log::error!(error:% = error; "cannot tell admins about the FAQ's files");
            }
        });
        let for_reloads = tell.clone();
        reloads.tell_with(Box::new(move |action, result| for_reloads(action, result)));
        let Some(until) = until else {
            return Box::new(());
        };
        if let Some(broken) = broken {
            tell(AdminAction::Start, &ReloadResult::Broken(broken));
        }
        let watch = reload::watch(
            service.reloader().clone(),
            &assistant,
            until,
            move |result| {
                tell(AdminAction::Watch, result);
            },
        );
        match watch {
            Ok(watch) => Box::new(watch),
            Err(error) => {
                log::error!(error:% = error; "cannot watch the FAQ's files");
                Box::new(())
            }
        }
    })
}

fn waiting(store: &dyn Store) -> Waiting {
    let age = |at: Option<i64>| {
        at.map_or(0.0, |at| {
            clock::unix_seconds().saturating_sub(at).max(0) as f64
        })
    };
    match store.queues() {
        Ok(queues) => Waiting {
            updates: queues.updates,
            oldest_update_seconds: age(queues.oldest_update_at),
            messages: queues.messages,
            oldest_message_seconds: age(queues.oldest_message_at),
        },
        Err(error) => {
            log::warn!(error:% = error; "cannot count the queues");
            Waiting::default()
        }
    }
}
