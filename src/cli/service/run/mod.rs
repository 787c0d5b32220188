//! `wenda run`: the bot on Telegram.

mod beginning;
mod heap;
mod learning;
mod notifications;
mod panel;
mod replicas;

use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use secrecy::SecretString;

use crate::admin::service::AdminService;
use crate::assistant::Assistant;
use crate::cli::common::exit::NoFaq;
use crate::cli::common::{Common, Exit, settings};
use crate::cli::service::index;
use crate::cli::service::notify::{self, Notifier};
use crate::cli::service::promise;
use crate::cli::service::reloads::Reloads;
use crate::cli::service::sidecar;
use crate::config::{Config, Mode};
use crate::knowledge::Knowledge;
use crate::model::card::StaffChatId;
use crate::ops::clock;
use crate::ops::control;
use crate::ops::control::Reload;
use crate::ops::health::Health;
use crate::ops::logging;
use crate::ops::metrics::{Metrics, Waiting};
use crate::ops::stop::Why;
use crate::reload;
use crate::reload::{KnowledgeBuilder, OnDisk, Reloader};
use crate::store::{ChatState, Store, StoreError};
use crate::telegram;
use beginning::{find_faq, nothing_here, open_store};
use notifications::start_notifications;
use panel::{panel_parts, serve_panel};

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
    heap::share();
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
    let begin = telegram::Begin {
        token: token.clone(),
        api_url: config.telegram.api_url.clone(),
        store: store.clone(),
        polls_at_once: config.telegram.mode == Mode::Polling
            && !args.delete_webhook
            && !store.is_remote(),
    };
    let deletes_webhook = args.delete_webhook;
    let load = {
        let store = store.clone();
        move || load(&common, &config, &token, &store, deletes_webhook)
    };
    let why = telegram::run(begin, load)?;
    // One that was told to stop stops: its sidecar may have given its place away already.
    if why == Why::PlaceLost {
        // What it sent is said by now: others need not wait for its word.
        if let Err(error) = store.leave() {
            log::debug!(error:% = error; "others wait for the word of this process");
        }
        return Err(replicas::begin_anew());
    }
    store.truncate_wal()?;
    if let Err(error) = store.leave() {
        log::warn!(error:% = error; "the next process has to wait for this one's place");
    }
    Ok(Exit::Fine)
}

/// Makes what the bot is made of; on the way it finds out whether there is anything to answer from.
fn load(
    common: &Common,
    config: &Config,
    token: &SecretString,
    store: &Arc<dyn Store>,
    delete_webhook: bool,
) -> anyhow::Result<telegram::Parts> {
    finish_edit(config, store)?;
    // The folder of a store in a file can be written.
    if !store.is_remote() {
        index::build_aside(common, config);
    }
    let builder = settings::builder(config).keeping();
    let start = reload::find(&config.faq.path, &**store, &builder)?;
    let on_disk = start.on_disk;
    let (faq, broken) = find_faq(config, start.found, start.errors)?;
    let knowledge = start.words.unwrap_or_else(|| Knowledge::build(faq));
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
        settings::assistant(config),
    ));
    let staff_chat = staff_chat(&assistant, &**store)?;
    add_meaning(builder.clone(), &assistant)?;
    promise::follow(config, store, &assistant)?;
    let reloader = Reloader::new(
        config.faq.path.clone(),
        settings::edit_mode(config),
        store.clone(),
    )
    .building(builder)
    .counting(metrics.clone())
    .reporting(health.clone());
    let service = open_admin_service(config, reloader, &on_disk, &assistant)?;
    let waiting: Arc<dyn Fn() -> Waiting + Send + Sync> = {
        let store = store.clone();
        Arc::new(move || waiting(&*store))
    };
    if !config.panel.listen.is_empty() {
        let parts = panel_parts(config, token, &assistant, store, &service);
        serve_panel(config, parts?, health.clone(), waiting.clone())?;
    }
    replicas::follow_others(store, &service, &assistant)?;
    let reloads = Reloads::new(service.clone(), assistant.clone());
    learning::follow_changes(
        service.reloader().clone(),
        assistant.clone(),
        reloads.clone(),
    )?;
    let start_notifications =
        start_notifications(config, service, &assistant, broken, reloads.clone());
    let socket = control::socket(&config.storage.path);
    let control = {
        let reloads = reloads.clone();
        control::serve(socket, move |wanted| reloads.reload(wanted)).inspect_err(
            |error| log::warn!(error:% = error; "`wenda reload` will not reach this bot"),
        )
    };
    let notifier = Notifier::new(|name| std::env::var(name).ok());
    notify::watch(notifier, health.clone());
    Ok(telegram::Parts {
        settings: telegram::Settings {
            roles: telegram::Roles {
                admins: config.telegram.admins.clone(),
                editors: config.telegram.editors.clone(),
                staff_chat: staff_chat.clone(),
            },
            has_contact: config.answer.contact.is_given(),
            listen: config.telegram.listen.clone(),
            delete_webhook,
            webhook: webhook(config, &**store, staff_chat)?,
        },
        assistant,
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
        guard: Box::new(control),
    })
}

/// Finishes a change of several files of the FAQ that the process before died in.
fn finish_edit(config: &Config, store: &Arc<dyn Store>) -> anyhow::Result<()> {
    let (path, mode) = (config.faq.path.clone(), settings::edit_mode(config));
    if Reloader::new(path, mode, store.clone()).finish_last()? {
        log::warn!(
            "a change of several files of the FAQ was finished, which a stop had interrupted"
        );
    }
    Ok(())
}

/// The staff's chat, under the number by which it goes on where its group moved.
fn staff_chat(assistant: &Assistant, store: &dyn Store) -> Result<Option<StaffChatId>, StoreError> {
    let staff = assistant.settings().conversation.staff.as_ref();
    let Some(chat) = staff.map(|staff| staff.chat.clone()) else {
        return Ok(None);
    };
    if let ChatState::Moved(to) = store.chat(chat.configured())? {
        log::warn!(chat = to; "the staff's group became a supergroup; write its number into `staff.chat`");
        chat.goes_on_as(to);
    }
    Ok(Some(chat))
}

/// How Telegram calls us, where it shall.
fn webhook(
    config: &Config,
    store: &dyn Store,
    staff_chat: Option<StaffChatId>,
) -> anyhow::Result<Option<telegram::Webhook>> {
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
        staff_chat,
    }))
}

/// Adds what sentences mean to what answers, in the background: words answer until then.
fn add_meaning(builder: KnowledgeBuilder, assistant: &Arc<Assistant>) -> anyhow::Result<()> {
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
    reloader: Reloader,
    on_disk: &OnDisk,
    assistant: &Arc<Assistant>,
) -> anyhow::Result<Arc<AdminService>> {
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
            replicas: queues.replicas,
        },
        Err(error) => {
            log::warn!(error:% = error; "cannot count the queues");
            Waiting::default()
        }
    }
}
