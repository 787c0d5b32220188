//! `wenda panel link`: the way to the admins' page for whoever sits at the machine.

use anyhow::bail;

use crate::cli::common::{Common, Exit, output, settings};
use crate::cli::store_commands::stats::open;
use crate::panel;

/// What is wanted of the page.
#[derive(Debug, clap::Args)]
pub struct PanelArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print a link that logs an admin in, once, within five minutes
    Link {
        /// The number of an admin or editor, instead of the first admin configured
        #[arg(long, value_name = "ID")]
        admin: Option<i64>,
    },
}

/// Prints a link that the running Wenda takes.
///
/// # Errors
/// When there is no panel, nobody who may use it, or no store.
pub fn run(common: &Common, args: &PanelArgs) -> anyhow::Result<Exit> {
    let What::Link { admin } = &args.what;
    let config = settings::load(common)?;
    if config.panel.listen.is_empty() {
        bail!(
            "there is no panel: `panel.listen` is empty\n  help: set `listen` and `url` in the \
             section `[panel]` and start Wenda again"
        );
    }
    let (admins, editors) = (&config.telegram.admins, &config.telegram.editors);
    let admin = match admin {
        Some(admin) if !admins.contains(admin) && !editors.contains(admin) => {
            bail!(
                "{admin} is neither admin nor editor\n  help: add the number to `telegram.admins` (or to \
                 `telegram.editors`), and start Wenda again"
            )
        }
        Some(admin) => Some(*admin),
        None => admins.first().copied(),
    };
    let Some(admin) = admin else {
        bail!(
            "nobody may use the panel: `telegram.admins` is empty\n  help: put your Telegram number there"
        )
    };
    let store = open(&config)?;
    let Some(secret) = store.known_secret(panel::SECRET)? else {
        bail!(
            "the panel was never started\n  help: start `wenda run` with `panel.listen` set, then ask for a link"
        )
    };
    let link = panel::link(
        &config.panel.url,
        secret,
        admin,
        crate::ops::clock::unix_seconds(),
    );
    output::print(&format!("{link}\n"))
}
