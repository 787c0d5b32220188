//! `wenda ask`: answers questions given as arguments, or line by line from standard input.

use std::io::{self, BufRead, ErrorKind, IsTerminal, Write};

use anyhow::Context;
use serde::Serialize;

use crate::cli::common::{Common, Exit, settings, terminal_language};
use crate::conversation::wording;
use crate::knowledge::Knowledge;
use crate::matcher::{self, Decision, Outcome};
use crate::model::reply::{Block, Reply};
use crate::render::terminal;

/// Arguments of `wenda ask`.
#[derive(Debug, clap::Args)]
pub struct AskArgs {
    /// The question; without one, each line of standard input is a question, answered as it comes
    #[arg(value_name = "QUESTION")]
    question: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// How many entries to show
    #[arg(long, value_name = "N", default_value_t = 3)]
    top: usize,
}

/// Answers. Lines that are not Unicode are read with replacement characters; a blank line is a
/// question without words and gets its line too.
///
/// # Errors
/// When the configuration or the FAQ cannot be read, or standard output cannot be written.
pub fn run(common: &Common, args: &AskArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let thresholds = settings::thresholds(&config);
    let knowledge = settings::knowledge(&config)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut answer = |question: &str| -> io::Result<()> {
        let outcome = matcher::ask(&knowledge, question, &thresholds, args.top);
        if args.json {
            write_json(&mut out, question, &outcome, args.top)?;
        } else {
            write_text(&mut out, &knowledge, question, &outcome, args.top)?;
        }
        out.flush()
    };
    let ended = if args.question.is_empty() {
        if io::stdin().is_terminal() {
            eprintln!("{}", wording::ASK_WAITS.get(terminal_language()));
        }
        lines(io::stdin().lock(), &mut answer)
    } else {
        answer(&args.question.join(" "))
    };
    match ended {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write the answer")
        }
        _ => Ok(Exit::Fine),
    }
}

fn lines(
    mut input: impl BufRead,
    answer: &mut impl FnMut(&str) -> io::Result<()>,
) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        while matches!(line.last(), Some(b'\n' | b'\r')) {
            line.pop();
        }
        answer(&String::from_utf8_lossy(&line))?;
    }
}

#[derive(Serialize)]
struct Line<'a> {
    query: &'a str,
    decision: &'static str,
    language: &'static str,
    matches: Vec<Match<'a>>,
}

#[derive(Serialize)]
struct Match<'a> {
    id: &'a str,
    score: f64,
    phrasing: &'a str,
}

fn name(decision: &Decision) -> &'static str {
    match decision {
        Decision::Answer(_) => "answer",
        Decision::Suggest(_) => "suggest",
        Decision::None => "none",
    }
}

fn write_json(
    out: &mut impl Write,
    question: &str,
    outcome: &Outcome,
    top: usize,
) -> io::Result<()> {
    let line = Line {
        query: question,
        decision: name(&outcome.decision),
        language: outcome.language.code(),
        matches: outcome
            .candidates
            .iter()
            .take(top)
            .map(|candidate| Match {
                id: candidate.entry.as_str(),
                // Six digits: enough to compare, and the same on every machine.
                score: (candidate.confidence * 1e6).round() / 1e6,
                phrasing: &candidate.phrasing,
            })
            .collect(),
    };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}

fn write_text(
    out: &mut impl Write,
    knowledge: &Knowledge,
    question: &str,
    outcome: &Outcome,
    top: usize,
) -> io::Result<()> {
    writeln!(out, "{}  {question}", name(&outcome.decision))?;
    for candidate in outcome.candidates.iter().take(top) {
        writeln!(
            out,
            "  {:.2}  {}  {}",
            candidate.confidence, candidate.entry, candidate.phrasing
        )?;
    }
    let Decision::Answer(id) = &outcome.decision else {
        return Ok(());
    };
    let Some(entry) = knowledge.entry(id) else {
        return Ok(());
    };
    for language in [outcome.language, outcome.language.other()] {
        if let Some(text) = entry.answer.get(language) {
            let shown = Reply::send(None, vec![Block::Markdown(text.to_owned())]);
            write!(out, "\n{}", terminal::lines(&shown, false))?;
        }
    }
    if let Some(link) = &entry.link {
        writeln!(out, "\n{}", link.url)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_question_blank_ones_too() {
        let mut heard = Vec::new();
        let input: &[u8] = b"one\r\n\n\xff two\nlast";
        lines(input, &mut |line| {
            heard.push(line.to_owned());
            Ok(())
        })
        .unwrap();
        assert_eq!(heard, ["one", "", "\u{fffd} two", "last"]);
    }
}
