//! Starting all parts, and stopping them in order.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{mpsc, watch};

use super::handling::context::{Context, Job};
use crate::assistant::Assistant;
use crate::inbox::fsync::FsyncPolicy;
use crate::inbox::gather::Gatherer;
use crate::inbox::ingest::Ingest;
use crate::inbox::rate_limit::RateLimiter;
use crate::inbox::scheduler::Scheduler;
use crate::inbox::worker::Worker;
use crate::model::reply::GroupReply;
use crate::ops::health::Health;
use crate::ops::http;
use crate::ops::metrics::{Metrics, Waiting};
use crate::ops::stop::Why;
use crate::ops::{clock, stop};
use crate::outbox::sender::Sender;
use crate::outbox::sidecar::client::{SidecarClient, SidecarConfig};
use crate::render::PageCache;
use crate::store::{News, PendingMessage, Store};
use crate::telegram::admin::notifier::AdminNotifier;
use crate::telegram::admin::worker;
use crate::telegram::client::api::Api;
use crate::telegram::client::chat_members::ChatMemberCache;
use crate::telegram::client::connections::Connections;
use crate::telegram::client::run_error::RunError;
use crate::telegram::delivery::transport::BotApi;
use crate::telegram::delivery::undelivered;
use crate::telegram::handling::TelegramHandler;
use crate::telegram::receive::polling::Poller;
use crate::telegram::receive::webhook;
use crate::telegram::signals::{listen_to_hangups, listen_to_signals};
use crate::telegram::start;
use crate::telegram::start::First;
use crate::telegram::update::dto::Update;
use crate::telegram::update::identity::Identity;
use crate::telegram::update::media_groups::MediaGroups;
use crate::telegram::update::recent::replies::RecentReplies;
use crate::telegram::update::recent::words::RecentWords;
use crate::telegram::update::roles::Roles;
use crate::telegram::upkeep::{keep_maintained, keep_name};

/// When stopping, updates that were taken are handled within this; the others at the next start.
const LAST_UPDATES: Duration = Duration::from_millis(40);
/// The sidecar, which has nothing more to do in most cases, is waited for this long.
const SIDECAR_PATIENCE: Duration = Duration::from_millis(100);
/// Threads that wait where the store is remote: for the sender, for deletions and for calls.
const REMOTE_THREADS: usize = 3;
/// What the operator sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who may do what, and where the staff is.
    pub roles: Roles,
    /// Whether `answer.contact` names somebody whom people can reach.
    pub has_contact: bool,
    /// Address for health and metrics; empty for none.
    pub listen: String,
    /// Take a webhook away before polling.
    pub delete_webhook: bool,
    /// Let Telegram call us; without it we poll.
    pub webhook: Option<webhook::Settings>,
}

/// What the bot is made of.
pub struct Parts {
    /// What the operator set.
    pub settings: Settings,
    /// Answers.
    pub assistant: Arc<Assistant>,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// Knows what is alive.
    pub health: Arc<Health>,
    /// Looks into the store for what waits.
    pub waiting: Arc<dyn Fn() -> Waiting + Send + Sync>,
    /// The command that starts the sidecar; without one, this process sends the messages itself.
    pub sidecar: Option<Box<dyn Fn() -> std::process::Command + Send + Sync>>,
    /// Begins what has news for the admins; what it returns is kept as long as the bot runs.
    pub start_notifications: StartNotifications,
    /// What SIGHUP asks for: reading the FAQ again. Called on a thread of its own.
    pub on_hangup: Arc<dyn Fn() + Send + Sync>,
    /// Kept as long as the bot runs.
    pub guard: Box<dyn std::any::Any + Send>,
}

/// Something that has news for the admins; what it returns is dropped when the bot stops.
pub type StartNotifications = Box<dyn FnOnce(AdminNotifier) -> Box<dyn std::any::Any> + Send>;

/// Which bot to run, and at which store: what must be known before its parts are there.
pub struct Begin {
    /// The bot's token.
    pub token: SecretString,
    /// The Bot API server.
    pub api_url: String,
    /// Keeps.
    pub store: Arc<dyn Store>,
    /// Nothing has to be done or found out before the first poll.
    pub polls_at_once: bool,
}

/// Runs the bot until it is told to stop by SIGTERM or SIGINT, or has lost its place in the store; says which.
/// Telegram is asked who we are and what is new while `load` makes the parts, on a thread of its own.
///
/// # Errors
/// When it cannot begin, or Telegram does not know the token; and those of `load`.
pub fn run<E: From<RunError> + Send + 'static>(
    begin: Begin,
    load: impl FnOnce() -> Result<Parts, E> + Send + 'static,
) -> Result<Why, E> {
    // One thread for all that waits; what computes has threads of its own. A remote store makes its
    // callers wait: then others go on meanwhile.
    let runtime = match begin.store.is_remote() {
        false => tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build(),
        true => tokio::runtime::Builder::new_multi_thread()
            .worker_threads(REMOTE_THREADS)
            .enable_all()
            .build(),
    };
    let runtime = runtime.map_err(RunError::System)?;
    let ended = runtime.block_on(async {
        let api = Api::new(begin.token.expose_secret(), &begin.api_url);
        let api = api.map_err(RunError::Server)?;
        let first = First::ask(&api, begin.polls_at_once);
        let parts = loaded(load).await?;
        Ok(serve(begin, api, first, parts).await?)
    });
    // A flush may still be under way on a blocking thread; nothing depends on its end.
    runtime.shutdown_background();
    ended
}

/// What `load` makes, on a thread of its own.
async fn loaded<E: From<RunError> + Send + 'static>(
    load: impl FnOnce() -> Result<Parts, E> + Send + 'static,
) -> Result<Parts, E> {
    let (made, parts) = tokio::sync::oneshot::channel();
    let work = move || {
        // Nobody waits any more only where the whole process ends.
        let _ = made.send(load());
    };
    let thread = std::thread::Builder::new().name("loading".to_owned());
    let thread = thread.spawn(work).map_err(RunError::System)?;
    match parts.await {
        Ok(parts) => parts,
        Err(_) => match thread.join() {
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(()) => Err(RunError::System(std::io::ErrorKind::Other.into()).into()),
        },
    }
}

async fn serve(begin: Begin, api: Api, first: First, parts: Parts) -> Result<Why, RunError> {
    let Begin {
        token,
        api_url,
        store,
        ..
    } = begin;
    let Parts {
        settings,
        assistant,
        metrics,
        health,
        waiting,
        sidecar: command,
        start_notifications,
        on_hangup,
        guard: _guard,
    } = parts;
    let (asks, stop) = stop::pair();
    let asks = Arc::new(asks);
    listen_to_signals(asks.clone())?;
    listen_to_hangups(asks.clone(), on_hangup)?;
    let watch = http::Watch {
        metrics: metrics.clone(),
        health: health.clone(),
        waiting,
    };
    serve_health(&settings.listen, watch).await?;
    tokio::spawn(keep_maintained(store.clone(), asks.clone(), health.clone()));

    // Messages that an earlier run left go out before we know who we are.
    let (announce, queued) = mpsc::unbounded_channel();
    let (reached, way) = watch::channel(0);
    let (returned, returns) = watch::channel(0);
    let scheduler = Arc::new(Scheduler::<Update>::new());
    let sidecar = SidecarClient::new(Arc::new(BotApi(api.clone())));
    let sidecar_task = command
        .zip(store.lock_handoff())
        .map(|(command, lock_handoff)| {
            sidecar.spawn(SidecarConfig {
                command,
                lock_handoff,
                token: token.clone(),
                server: api_url,
            })
        });
    let sender = Sender {
        sidecar: sidecar.clone(),
        store: store.clone(),
        metrics: metrics.clone(),
        producer: scheduler.clone(),
        queued,
        reached: way,
        returns,
        stop: stop.clone(),
        unpaced: settings.roles.staff_chat.clone(),
        undelivered: undelivered::reporter(assistant.clone(), settings.roles.clone()),
    };
    let sender = tokio::spawn(sender.run());
    tell_of_news(&store, scheduler.clone(), announce.clone())?;
    let _news = start_notifications(AdminNotifier {
        store: store.clone(),
        queued: announce.clone(),
        admins: settings.roles.admins.clone(),
    });

    let ended = async {
        let Some((me, has_inline)) = start::identity(&api, first.me, &stop, &health).await? else {
            return Ok(());
        };
        health.telegram_answered(Instant::now());
        introduce(&me, has_inline, &assistant);
        let assistant_settings = assistant.settings().conversation.clone();
        tokio::spawn(start::present(
            api.clone(),
            settings.roles.clone(),
            assistant_settings.group.reply == GroupReply::Ephemeral,
            settings.has_contact,
        ));
        let context = Context {
            assistant,
            api: api.clone(),
            me: ArcSwap::from_pointee(me),
            renewals: Mutex::default(),
            waiting: Mutex::default(),
            early_replies: Mutex::default(),
            recent_words: RecentWords::default(),
            recent_replies: RecentReplies::default(),
            roles: settings.roles.clone(),
            rate_limiter: Mutex::new(RateLimiter::default()),
            page_cache: PageCache::default(),
            media_groups: MediaGroups::default(),
            chat_members: ChatMemberCache::new(api.clone()),
            connections: Connections::new(api.clone()),
            metrics: metrics.clone(),
        };
        let context = Arc::new(context);
        tokio::spawn(keep_name(context.clone()));
        let (admin_jobs, jobs) = std::sync::mpsc::channel();
        let worker = Worker {
            scheduler: scheduler.clone(),
            store: store.clone(),
            handler: Arc::new(TelegramHandler::new(context, admin_jobs)),
            metrics: metrics.clone(),
            health: health.clone(),
            queued: announce,
            runtime: tokio::runtime::Handle::current(),
            started_seconds: clock::unix_seconds(),
        };
        let (workers, alone) = start_workers(worker, api.clone(), jobs)?;
        let ingest = Ingest {
            store: store.clone(),
            scheduler: scheduler.clone(),
            metrics: metrics.clone(),
            fsync: FsyncPolicy::new(store.clone()),
            alone: (!store.is_remote()).then_some(alone),
            gatherer: store.is_remote().then(|| Gatherer::start(store.clone())),
        };
        let ended = match settings.webhook {
            Some(webhook) => webhook::run(api, webhook, ingest, health.clone(), stop.clone()).await,
            None => {
                if settings.delete_webhook {
                    start::delete_webhook(&api, &stop).await;
                }
                let poller = Poller {
                    api,
                    ingest,
                    metrics,
                    health: health.clone(),
                    reached,
                    returned,
                    stop: stop.clone(),
                    staff_chat: settings.roles.staff_chat.clone(),
                    first: first.poll,
                };
                // As a task it is turned to at once when an answer comes; what the runtime itself runs waits
                // for a look at sockets and timers first.
                let polling = tokio::spawn(poller.run());
                polling
                    .await
                    .unwrap_or_else(|error| Err(RunError::System(error.into())))
            }
        };
        asks.stop();
        health.stopping();
        finish(&scheduler, workers).await;
        ended
    }
    .await;
    asks.stop();
    // The sender notes the outcome of what is on its way, within the stop's deadline.
    let _ = sender.await;
    sidecar.shutdown();
    if let Some(sidecar_task) = sidecar_task {
        // One that still waits for Telegram ends later, and the next start waits for it.
        let _ = tokio::time::timeout(SIDECAR_PATIENCE, sidecar_task).await;
    }
    ended.map(|()| stop.why())
}

/// What other processes left for us is handled and sent like what comes by itself.
fn tell_of_news(
    store: &Arc<dyn Store>,
    scheduler: Arc<Scheduler<Update>>,
    announce: mpsc::UnboundedSender<Vec<PendingMessage>>,
) -> Result<(), RunError> {
    let told = store.clone().watch(Box::new(move |news: News| {
        // The answers to what came before go first.
        if !news.messages.is_empty() {
            // The sender ends when we stop: then another process sends them.
            let _ = announce.send(news.messages);
        }
        if news.has_updates {
            scheduler.look();
        }
    }));
    told.map_err(|error| RunError::System(std::io::Error::other(error)))
}

/// Says who we are, to the log and to the assistant.
fn introduce(me: &Identity, has_inline: bool, assistant: &Assistant) {
    log::info!(bot = me.id; "Telegram knows us; listening");
    if !me.hears_all {
        log::info!(
            "privacy mode is on: in groups only commands and replies to the bot arrive, mentions \
             do not; switch it off at @BotFather, then put the bot out of the group and in again"
        );
    }
    assistant.set_account(start::account(me, has_inline));
}

/// One worker for each processor, at least two (four for a remote store), and the thread that serves admins, which ends with
/// the last of them. Gives back one without a thread, for what comes alone.
fn start_workers(
    worker: Worker<TelegramHandler>,
    api: Api,
    jobs: Receiver<Job>,
) -> Result<(Vec<std::thread::JoinHandle<()>>, Worker<TelegramHandler>), RunError> {
    let admin_worker = worker.with_handler(Arc::new(worker.handler.for_admins()));
    std::thread::Builder::new()
        .name("admins".to_owned())
        .spawn(move || worker::serve(&admin_worker, &api, &jobs))?;
    // Those of a remote store wait for it most of the time.
    let least = if worker.store.is_remote() { 4 } else { 2 };
    let count = std::thread::available_parallelism();
    let count = count.map_or(least, |count| count.get().clamp(least, 8));
    let threads = (0..count).map(|_| {
        let worker = worker.clone();
        let thread = std::thread::Builder::new().name("worker".to_owned());
        Ok::<_, RunError>(thread.spawn(move || worker.run())?)
    });
    Ok((threads.collect::<Result<_, _>>()?, worker))
}

/// Lets workers finish what they have begun, and what can be begun at once.
async fn finish(scheduler: &Scheduler<Update>, workers: Vec<std::thread::JoinHandle<()>>) {
    let until = Instant::now() + LAST_UPDATES;
    while !scheduler.is_empty() && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    scheduler.stop();
    let joined = tokio::task::spawn_blocking(move || {
        for worker in workers {
            // A worker that panicked has left its updates in the journal.
            let _ = worker.join();
        }
    });
    let _ = joined.await;
}

/// Serves health and metrics where an address is set.
async fn serve_health(listen: &str, watch: http::Watch) -> Result<(), RunError> {
    if listen.is_empty() {
        return Ok(());
    }
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|source| RunError::Listen {
            address: listen.to_owned(),
            source,
        })?;
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, http::router(watch)).await {
            log::error!(error:% = error; "health and metrics are no longer served");
        }
    });
    Ok(())
}
