//! `wenda stats`: numbers of what people asked, from the store.

use crate::admin;
use crate::admin::wording as words;
use crate::admin::{Numbers, Period};
use crate::cli::common::store_error::Told;
use crate::cli::common::{Common, Exit, output, settings, terminal_language};
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::model::reply::Reply;
use crate::ops::clock;
use crate::render;
use crate::store::{Look, PostgresStore, StoreReader};
use crate::text::Language;

/// How many questions are counted at most, the latest.
const QUESTIONS: u32 = 2_000_000;

/// Which numbers.
#[derive(Debug, clap::Args)]
pub struct StatsArgs {
    /// The last 24 hours (day), 7 days (week) or 30 days (month)
    #[arg(long, default_value = "week", value_parser = period)]
    period: Period,
    /// Print one JSON object
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print CSV: a line for each topic, language, group and week
    #[arg(long)]
    csv: bool,
}

/// Prints the numbers.
///
/// # Errors
/// When there is no store, or the FAQ does not load.
pub fn run(common: &Common, args: &StatsArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let store = open(&config)?;
    let knowledge = Knowledge::build(settings::load_faq(&config)?);
    let language = terminal_language();
    let topic = |id: &_| {
        let topic = knowledge.entry(id)?.topic.as_ref()?;
        topic.get_or_other(language).map(str::to_owned)
    };
    let now = clock::unix_seconds();
    let asked = store.asked(admin::needed_since(now), QUESTIONS)?;
    let asked = admin::without_trials(asked, store.person_key(), &config.telegram.admins);
    let accepted = settings::accepted(&config);
    let numbers = admin::numbers(&asked, args.period, now, accepted, topic);
    match (args.json, args.csv) {
        (true, _) => output::print(&format!("{}\n", serde_json::to_string(&numbers)?)),
        (_, true) => output::print(&admin::to_csv(&numbers)?),
        _ => output::print(&in_words(language, args.period, &numbers)),
    }
}

fn in_words(language: Language, period: Period, numbers: &Numbers) -> String {
    let mut blocks = words::numbers(language, period, numbers);
    // The last one names the chat's commands.
    blocks.pop();
    let mut text = render::terminal::lines(&Reply::send(None, blocks), false);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// The store, to be looked at.
///
/// # Errors
/// When it is not there or not of this program.
pub(crate) fn open(config: &Config) -> anyhow::Result<Box<dyn Look>> {
    if let Some(url) = settings::database(config) {
        let what = || format!("cannot read the store `{url}`");
        let store = PostgresStore::look(&url).map_err(|error| Told::new(what(), error))?;
        return Ok(Box::new(store));
    }
    let path = &config.storage.path;
    let shown = path.display();
    if !path.exists() {
        anyhow::bail!(
            "there is no store at `{shown}` (`storage.path`)\n  help: `wenda run` makes it; is this \
             the configuration of the bot that runs? (`--config`, WENDA_CONFIG)"
        );
    }
    let what = || format!("cannot read the store `{shown}`");
    let store = StoreReader::open(path).map_err(|error| Told::new(what(), error))?;
    Ok(Box::new(store))
}

fn period(word: &str) -> Result<Period, String> {
    Period::from_words(word).ok_or_else(|| "day, week or month".to_owned())
}
