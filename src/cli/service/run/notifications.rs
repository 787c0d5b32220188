//! What admins are told without asking: of the FAQ's files, and of what another admin did.

use std::sync::Arc;

use crate::admin::ReloadResult;
use crate::admin::service::AdminService;
use crate::admin::wording::AdminAction;
use crate::assistant::Assistant;
use crate::cli::service::reloads::Reloads;
use crate::cli::service::unasked;
use crate::config::Config;
use crate::faq::Diagnostic;
use crate::reload::{self, Until};
use crate::telegram;

/// Begins to watch the FAQ's files where that is wanted, or until they are fixed where they are
/// `broken`; admins are told of that and of what came of a change.
pub(super) fn start_notifications(
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
        let for_page = admin_notifier.clone();
        service.deliver_with(Box::new(move |incoming, turn| {
            for_page.deliver(incoming, turn)
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
