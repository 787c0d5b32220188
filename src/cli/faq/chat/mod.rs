//! `wenda chat`: the conversation of the bot in a terminal, without a token.
//!
//! The same assistant, conversation and store as on Telegram; only the two ends differ. Buttons are
//! numbered, a number presses. On a terminal there are colours, history and completion; through a
//! pipe each line is one question, repeated in the output so that the transcript reads by itself.

mod editor;
mod session;

use std::io::{BufRead, IsTerminal, Write};

use crate::cli::common::{Common, Exit, settings, terminal_language};
use crate::config::BusinessMode;
use crate::conversation::wording;
use crate::model::reply::{Block, Reply};
use crate::render::terminal;
use crate::text::Language;
use editor::{Editor, Read};
use session::Session;

/// Nothing yet: everything is configured in the file.
#[derive(Debug, clap::Args)]
pub struct ChatArgs {}

/// Columns, where the terminal does not tell.
const DEFAULT_WIDTH: usize = 80;
/// Words that end the conversation.
const GOODBYE: [&str; 4] = ["/quit", "/exit", "exit", "quit"];

/// Talks until the input ends.
///
/// # Errors
/// When the configuration or the FAQ does not load, or the output is closed.
pub fn run(common: &Common, _: &ChatArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let knowledge = settings::knowledge(&config)?;
    let entries = knowledge.faq().entries.len();
    let language = terminal_language();
    let mut assistant = settings::assistant(&config);
    if assistant.conversation.business.mode == BusinessMode::Off {
        // `/as business` shows what would be there.
        assistant.conversation.business.mode = BusinessMode::Draft;
    }
    let mut session = Session::new(knowledge, assistant, language)?;
    session.open_admin_service(
        &config.faq.path,
        settings::edit_mode(&config),
        settings::builder(&config),
        settings::unasked(&config),
    )?;
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        session.wrap(window_width);
        let place = config.faq.path.display().to_string();
        typed(&mut session, language, &place, entries)
    } else {
        piped(&mut session)
    }
}

/// A person at a terminal.
fn typed(
    session: &mut Session,
    language: Language,
    place: &str,
    entries: usize,
) -> anyhow::Result<Exit> {
    let entries = entries.to_string();
    let banner = wording::CHAT_BANNER.fill(language, &[("n", &entries), ("place", place)]);
    let banner = Reply::send(None, vec![Block::Plain(banner)]);
    show(&terminal::wrapped(&banner, true, window_width()))?;
    show(&session.say("/start")?)?;
    let mut editor = Editor::new(session.phrasings())?;
    loop {
        match editor.read()? {
            Read::Line(line) if is_goodbye(&line) => break,
            Read::Line(line) if line.trim().is_empty() => {}
            Read::Line(line) => show(&session.say(&line)?)?,
            // Typed text was given up, as in a shell.
            Read::Cleared => {}
            Read::End => break,
        }
    }
    editor.save();
    Ok(Exit::Fine)
}

/// Lines from a pipe or a file.
fn piped(session: &mut Session) -> anyhow::Result<Exit> {
    let mut input = std::io::stdin().lock();
    let mut bytes = Vec::new();
    while input.read_until(b'\n', &mut bytes)? > 0 {
        // Bytes that are no text stand as replacement characters, and the lines after them count.
        let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        bytes.clear();
        if line.trim().is_empty() {
            continue;
        }
        if is_goodbye(&line) {
            break;
        }
        let echo = session.echo(&line);
        let said = session.say(&line)?;
        if show(&format!("> {echo}\n{said}")).is_err() {
            // Whoever read the output has gone.
            break;
        }
    }
    Ok(Exit::Fine)
}

fn is_goodbye(line: &str) -> bool {
    GOODBYE.contains(&line.trim())
}

/// Writes what was said, with an empty line after it; colours only where they are seen.
fn show(said: &str) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{said}")?;
    out.flush()
}

/// Columns of the window.
fn window_width() -> usize {
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
}
