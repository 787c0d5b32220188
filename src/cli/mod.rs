//! The command line: a folder for each kind of command; data on standard output, all else on standard error.

mod common;
mod faq;
mod service;
mod store_commands;

use clap::{CommandFactory, Parser, Subcommand};

pub use common::{Common, Exit, complain};

use faq::{ask, chat, check, eval, explain, export, import, init};
use service::{doctor, health, index, manual, panel, reload, run, setup, sidecar};
use store_commands::{backup, history, relocate, stats, unanswered};

/// Wenda (问答): a bilingual FAQ bot for Telegram and the terminal.
#[derive(Debug, Parser)]
#[command(name = "wenda", version, about, after_help = Exit::help())]
pub struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bot on Telegram (what happens without a subcommand)
    Run(run::RunArgs),
    /// Talk in the terminal as people do on Telegram; no token needed
    Chat(chat::ChatArgs),
    /// Answer a question, or each line of standard input
    Ask(ask::AskArgs),
    /// Show why a question finds what it finds
    Explain(explain::ExplainArgs),
    /// Measure match quality on labelled questions
    Eval(eval::EvalArgs),
    /// Write a configuration and an example FAQ to begin with; nothing is overwritten
    Init(init::InitArgs),
    /// Tell Telegram what the configuration wants: privacy mode, inline mode, menus, descriptions
    Setup(setup::SetupArgs),
    /// Look at everything a bot needs, and say what to do about what is wrong
    Doctor(doctor::DoctorArgs),
    /// Copy the store into a new file, also while the bot runs
    Backup(backup::BackupArgs),
    /// Put a copy in the store's place; the bot must not run
    Restore(backup::RestoreArgs),
    /// What the store itself is in: take a store in a file over into a database
    #[command(subcommand)]
    Store(relocate::StoreCommand),
    /// Let the Wenda that runs on this machine read its FAQ again, as /reload does
    Reload(reload::ReloadArgs),
    /// Ask the Wenda that runs on this machine whether it is well
    Health(health::HealthArgs),
    /// Print the script that completes this command line in a shell
    Completions(manual::CompletionsArgs),
    /// Print the manual page, or write a page for each subcommand into a folder
    Man(manual::ManArgs),
    /// Find everything that is wrong with the configuration and the FAQ
    Check(check::CheckArgs),
    /// Make a FAQ of spreadsheets, pages and data of other programs
    Import(import::ImportArgs),
    /// Print the FAQ as a spreadsheet (CSV), a Markdown page or a web page
    Export(export::ExportArgs),
    /// The admins' page of the Wenda that runs on this machine
    Panel(panel::PanelArgs),
    /// Numbers of what people asked, from the store
    Stats(stats::StatsArgs),
    /// Unanswered questions, from the store, similar ones together
    Unanswered(unanswered::UnansweredArgs),
    /// What was changed of the FAQ in the chat and on the admins' page
    History(history::HistoryArgs),
    /// Deliver the messages of a running Wenda, which starts this itself
    #[command(name = sidecar::NAME, alias = sidecar::OLD_NAME, hide = true)]
    DeliverySidecar,
    /// Build the index of the FAQ for a Wenda that begins, which starts this itself
    #[command(name = index::NAME, hide = true)]
    BuildIndex,
}

/// Does what the command line says.
///
/// # Errors
/// What stopped it, in words for the one who typed the command.
pub fn execute(arguments: Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    match arguments.command {
        None => run::run(common, &run::RunArgs::default()),
        Some(Command::Run(args)) => run::run(common, &args),
        Some(Command::Chat(args)) => chat::run(common, &args),
        Some(Command::Ask(args)) => ask::run(common, &args),
        Some(Command::Explain(args)) => explain::run(common, &args),
        Some(Command::Eval(args)) => eval::run(common, &args),
        Some(Command::Init(args)) => init::run(&args),
        Some(Command::Reload(args)) => reload::run(common, &args),
        Some(Command::Health(args)) => health::run(common, &args),
        Some(Command::Setup(args)) => setup::run(common, &args),
        Some(Command::Doctor(args)) => doctor::run(common, &args),
        Some(Command::Backup(args)) => backup::backup(common, &args),
        Some(Command::Restore(args)) => backup::restore(common, &args),
        Some(Command::Store(command)) => relocate::run(common, &command),
        Some(Command::Completions(args)) => manual::completions(&args, Arguments::command()),
        Some(Command::Man(args)) => manual::man(&args, Arguments::command()),
        Some(Command::Check(args)) => check::run(common, &args),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Export(args)) => export::run(common, &args),
        Some(Command::Panel(args)) => panel::run(common, &args),
        Some(Command::Stats(args)) => stats::run(common, &args),
        Some(Command::Unanswered(args)) => unanswered::run(common, &args),
        Some(Command::History(args)) => history::run(common, &args),
        Some(Command::DeliverySidecar) => sidecar::run(),
        Some(Command::BuildIndex) => index::run(common),
    }
}
