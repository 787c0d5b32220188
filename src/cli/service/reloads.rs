//! Reloads of the running bot that come from its machine: SIGHUP, `wenda reload`.

use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::admin::service::AdminService;
use crate::admin::wording;
use crate::admin::wording::AdminAction;
use crate::admin::{Origin, ReloadResult};
use crate::assistant::Assistant;
use crate::model::reply::Reply;
use crate::ops::control::{Reload, Reloaded};
use crate::reload::ReloadRequest;
use crate::render::terminal;

/// Tells every admin what became of the FAQ's files.
pub type Tell = Box<dyn Fn(AdminAction, &ReloadResult) + Send + Sync>;

/// Reloads when the machine asks for it, and tells the admins, who did not ask.
pub struct Reloads {
    service: Arc<AdminService>,
    assistant: Arc<Assistant>,
    tell: OnceLock<Tell>,
}

impl Reloads {
    /// Reloads what `assistant` answers from.
    pub fn new(service: Arc<AdminService>, assistant: Arc<Assistant>) -> Arc<Reloads> {
        Arc::new(Reloads {
            service,
            assistant,
            tell: OnceLock::new(),
        })
    }

    /// Sets how admins are told; the first way set stays.
    pub fn tell_with(&self, tell: Tell) {
        // There is one bot in a process, so nobody sets another.
        let _ = self.tell.set(tell);
    }

    /// Tells the admins what was found of a FAQ that answers.
    pub fn tell(&self, action: AdminAction, result: &ReloadResult) {
        if let Some(tell) = self.tell.get() {
            tell(action, result);
        }
    }

    /// Reads the files again, as `/reload` does, and says what came of it in words for a terminal.
    pub fn reload(&self, wanted: Reload) -> Reloaded {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let seconds = since.unwrap_or_default().as_secs();
        let request = ReloadRequest {
            admin: None,
            turn: None,
            at_seconds: i64::try_from(seconds).unwrap_or(i64::MAX),
            origin: match wanted.force {
                true => Origin::Forced,
                false => Origin::Reload,
            },
        };
        let reloader = self.service.reloader();
        let result = match reloader.reload(&self.assistant, &request, wanted.force) {
            Ok(result) => result,
            Err(error) => {
                log::error!(error:% = error; "the FAQ cannot be reloaded");
                return Reloaded {
                    is_taken: false,
                    words: format!("the FAQ cannot be reloaded: {error}\n"),
                };
            }
        };
        let is_unchanged = matches!(result, ReloadResult::Unchanged { .. });
        if let (false, Some(tell)) = (is_unchanged, self.tell.get()) {
            tell(AdminAction::Watch, &result);
        }
        let (blocks, _) =
            wording::reload_result(wanted.language(), AdminAction::Reload, 0, &result);
        Reloaded {
            is_taken: is_unchanged || matches!(result, ReloadResult::Taken(_)),
            words: terminal::lines(&Reply::send(None, blocks), false),
        }
    }
}
