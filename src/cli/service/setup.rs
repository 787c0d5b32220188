//! `wenda setup`: tells Telegram what the configuration wants, so that little is left for @BotFather.
//!
//! Shows first what would change. On a terminal it asks, elsewhere it goes on at once; afterwards it
//! reads back what Telegram holds.

use std::io::{BufRead, IsTerminal, Write};

use secrecy::ExposeSecret;

use crate::cli::common::{Common, Exit, settings};
use crate::config;
use crate::config::Config;
use crate::model::reply::GroupReply;
use crate::telegram::setup::{self, Applied, Plan, Wanted};
use crate::telegram::{Api, Failure, RunError};
use crate::text::Language;

/// Telegram's limit on a name, in characters.
const NAME_CHARS: usize = 64;

/// How to set up.
#[derive(Debug, clap::Args)]
pub struct SetupArgs {
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
    /// Do not ask on a terminal
    #[arg(long, short)]
    yes: bool,
    /// The bot's name for everybody whose language has no name of its own
    #[arg(long, value_name = "NAME", value_parser = name)]
    name: Option<String>,
    /// The bot's name for people who use Telegram in Chinese
    #[arg(long, value_name = "NAME", value_parser = name)]
    name_zh: Option<String>,
    /// Replace descriptions and a menu button that somebody set elsewhere
    #[arg(long)]
    replace_texts: bool,
}

fn name(text: &str) -> Result<String, String> {
    match text.trim().chars().count() {
        1..=NAME_CHARS => Ok(text.trim().to_owned()),
        0 => Err("a name needs a letter".to_owned()),
        count => Err(format!("{count} characters; Telegram takes {NAME_CHARS}")),
    }
}

/// Compares, shows, asks, changes and reads back.
///
/// # Errors
/// When the configuration or the token cannot be used, or Telegram does not answer.
pub fn run(common: &Common, args: &SetupArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let token = settings::token(common)?;
    let api = Api::new(token.expose_secret(), &config.telegram.api_url)
        .map_err(|why| anyhow::anyhow!("`telegram.api_url` cannot be used: {why}"))?;
    let wanted = wanted(&config, args);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let compare = || {
        let compared = runtime.block_on(setup::compare(&api, &wanted));
        compared.map_err(|failure| unreachable(&failure, &config.telegram.api_url))
    };

    let plan = compare()?;
    let mut out = anstream::stdout().lock();
    show(&mut out, &plan)?;
    if args.dry_run || plan.changes.is_empty() {
        left(&mut out, &plan, &Applied::default())?;
        return Ok(if plan.unread.is_empty() {
            Exit::Fine
        } else {
            Exit::Failure
        });
    }
    if !args.yes && std::io::stdin().is_terminal() && !agreed(&mut out, plan.changes.len())? {
        writeln!(out, "Nothing was changed.")?;
        return Ok(Exit::Fine);
    }
    let applied = runtime.block_on(setup::apply(&api, &plan.changes));
    let after = compare()?;
    // What Telegram took and does not show is as wrong as what it refused.
    let lost: Vec<&str> = after
        .changes
        .iter()
        .map(|change| change.what.as_str())
        .filter(|what| applied.done.iter().any(|done| done == what))
        .collect();
    writeln!(
        out,
        "\nDone: {} of {}.",
        applied.done.len() - lost.len(),
        plan.changes.len()
    )?;
    for words in &applied.refused {
        writeln!(out, "✗ refused: {words}")?;
    }
    for what in &lost {
        writeln!(out, "✗ taken, but Telegram shows no change: {what}")?;
    }
    left(&mut out, &plan, &applied)?;
    let failed = !applied.refused.is_empty() || !lost.is_empty() || !plan.unread.is_empty();
    Ok(if failed { Exit::Failure } else { Exit::Fine })
}

/// What the configuration and the command line want.
fn wanted(config: &Config, args: &SetupArgs) -> Wanted {
    let named = [
        (None, args.name.clone()),
        (Some(Language::Zh), args.name_zh.clone()),
    ];
    Wanted {
        names: named
            .into_iter()
            .filter_map(|(language, name)| Some((language, name?)))
            .collect(),
        replace_texts: args.replace_texts,
        ..of_config(config)
    }
}

/// What the configuration wants.
pub(crate) fn of_config(config: &Config) -> Wanted {
    Wanted {
        admins: config.telegram.admins.clone(),
        editors: config.telegram.editors.clone(),
        mentions: config.groups.mentions,
        ephemeral: config.groups.reply == GroupReply::Ephemeral,
        has_contact: config.answer.contact.is_given(),
        inline: config.telegram.inline,
        guest: config.telegram.guest,
        business: config.business.mode != config::BusinessMode::Off,
        ..Wanted::default()
    }
}

fn show(out: &mut impl Write, plan: &Plan) -> std::io::Result<()> {
    match plan.changes.len() {
        0 => writeln!(
            out,
            "@{}: all is as the configuration wants it.",
            plan.username
        )?,
        1 => writeln!(out, "@{}: 1 change.", plan.username)?,
        count => writeln!(out, "@{}: {count} changes.", plan.username)?,
    }
    for change in &plan.changes {
        writeln!(out, "  {}: {} → {}", change.what, change.from, change.to)?;
    }
    for words in &plan.kept {
        writeln!(
            out,
            "  kept, since somebody wrote it: {words} (--replace-texts replaces it)"
        )?;
    }
    for words in &plan.unread {
        writeln!(out, "✗ Telegram did not tell: {words}")?;
    }
    Ok(())
}

/// Asks on the terminal.
fn agreed(out: &mut impl Write, count: usize) -> std::io::Result<bool> {
    let noun = if count == 1 {
        "this change"
    } else {
        "these changes"
    };
    write!(out, "\nMake {noun}? [y/N] ")?;
    out.flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(
        line.trim().to_lowercase().as_str(),
        "y" | "yes" | "是"
    ))
}

/// What a person still has to do.
fn left(out: &mut impl Write, plan: &Plan, applied: &Applied) -> std::io::Result<()> {
    let mut lines = applied.waiting.clone();
    if applied.privacy_went_off {
        lines.push(
            "groups that the bot is in already: remove it and add it again, since they may keep \
             the old privacy mode until then"
                .to_owned(),
        );
    }
    let mut missing: Vec<(&str, Vec<&str>)> = Vec::new();
    for (method, what) in &applied.missing {
        match missing.iter_mut().find(|(name, _)| name == method) {
            Some((_, whats)) => whats.push(what),
            None => missing.push((method, vec![what])),
        }
    }
    for method in &plan.missing {
        missing.push((method, Vec::new()));
    }
    for (method, whats) in missing {
        let about = if whats.is_empty() {
            String::new()
        } else {
            format!(": {}", whats.join(", "))
        };
        let by_hand = if method == "setMySettings" {
            "; at @BotFather use /setprivacy (Disable) and /setinline, and Bot Settings for the rest"
        } else {
            ""
        };
        lines.push(format!(
            "this API server does not know `{method}`{about}{by_hand}"
        ));
    }
    lines.extend(plan.notes.iter().map(|note| (*note).to_owned()));
    lines.push("the picture: @BotFather, /setuserpic".to_owned());
    if plan
        .changes
        .iter()
        .all(|change| !change.what.starts_with("name"))
    {
        lines.push(
            "the name, if it shall change: --name and --name-zh, or @BotFather, /setname"
                .to_owned(),
        );
    }
    writeln!(out, "\nLeft for you:")?;
    for line in lines {
        writeln!(out, "- {line}")?;
    }
    out.flush()
}

fn unreachable(failure: &Failure, server: &str) -> anyhow::Error {
    match failure {
        Failure::Refused {
            code: 401 | 404, ..
        } => RunError::Unauthorized.into(),
        failure => {
            anyhow::anyhow!("{server}: {failure}\n  help: `wenda doctor` looks at the network")
        }
    }
}
