//! `/why`: for admins, why an answer was given.
//!
//! What was found when the question was asked comes from memory; what is found now is asked anew,
//! with the words as they were kept, so masked numbers count as the words that mask them.

use crate::conversation::commands::short_reply;
use crate::conversation::context::{Context, Turn};
use crate::conversation::wording::{self, Audience, LocalizedText};
use crate::faq::EntryId;
use crate::matcher::{self, Decision, Outcome};
use crate::model::record::{PastTurn, TurnKind};
use crate::model::reply::{Block, Reply};
use crate::text::Language;

/// How many entries are listed.
const LISTED: usize = 5;
/// Lines of reasons shown: the terms, and the best entry with its calibration. One message holds
/// them, and a phone's screen or two.
const REASONS: usize = 44;

pub(in crate::conversation) fn respond(context: &Context<'_>, audience: &Audience) -> Turn {
    if context.incoming.place.is_group() {
        return short_reply::says(context, audience, &wording::ADMINS_IN_PRIVATE);
    }
    let Some(earlier) = &context.state.earlier else {
        return short_reply::says(context, audience, &wording::WHY_HOW);
    };
    let mut lines = then(context, earlier, audience.first);
    if !earlier.candidates.is_empty() {
        lines.extend(now(context, earlier, audience.first));
    }
    let mut blocks = vec![Block::Plain(lines.join("\n"))];
    if !earlier.candidates.is_empty() && !earlier.text.is_empty() {
        // Folded: short at first, all of it at a press.
        blocks.push(Block::Quote(vec![Block::Code(reasons(context, earlier))]));
    }
    Turn::says(Reply::send(Some(context.incoming.message), blocks))
}

/// The words that match now and how the confidence is made of them: the head of what
/// `wenda explain` prints.
fn reasons(context: &Context<'_>, earlier: &PastTurn) -> String {
    let tree = matcher::explain(context.knowledge, &earlier.text, context.thresholds).to_string();
    let head: Vec<&str> = tree.lines().take(REASONS).collect();
    head.join("\n")
}

/// What was decided when it was asked.
fn then(context: &Context<'_>, earlier: &PastTurn, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    if !earlier.text.is_empty() {
        lines.push(wording::WHY_QUESTION.fill(language, &[("text", &earlier.text)]));
    }
    lines.push(result(earlier.kind).get(language).to_owned());
    let listed = earlier.candidates.iter().take(LISTED);
    lines.extend(listed.map(|(id, confidence)| line(context, id, *confidence, language)));
    if let [(_, best), (_, second), ..] = earlier.candidates.as_slice() {
        let margin = percent((best - second).max(0.0));
        lines.push(wording::WHY_MARGIN.fill(language, &[("margin", &margin)]));
    }
    lines.push(wording::WHY_FAQ.fill(language, &[("revision", &earlier.revision)]));
    lines
}

/// What is found now, and the way to ask that is nearest.
fn now(context: &Context<'_>, earlier: &PastTurn, language: Language) -> Vec<String> {
    let outcome = matcher::ask(context.knowledge, &earlier.text, context.thresholds, LISTED);
    let mut lines = Vec::new();
    if let Some(best) = outcome.candidates.first() {
        lines.push(wording::WHY_NEAREST.fill(language, &[("phrasing", &best.phrasing)]));
    }
    let is_same = earlier.revision == context.knowledge.revision();
    if !is_same {
        let decided = decided(&outcome, language);
        let revision = context.knowledge.revision();
        let values = [("revision", revision), ("decided", decided.as_str())];
        lines.push(wording::WHY_NOW.fill(language, &values));
    }
    lines
}

fn line(context: &Context<'_>, id: &EntryId, confidence: f64, language: Language) -> String {
    let title = context.knowledge.entry(id);
    let title = title.map_or(wording::WHY_GONE.get(language), |entry| {
        entry.title(language)
    });
    format!("• {} {id}: {title}", percent(confidence))
}

fn decided(outcome: &Outcome, language: Language) -> String {
    match &outcome.decision {
        Decision::Answer(id) => id.to_string(),
        Decision::Suggest(ids) => {
            let ids: Vec<&str> = ids.iter().map(EntryId::as_str).collect();
            format!("[{}]", ids.join(", "))
        }
        Decision::None => wording::WHY_NOTHING.get(language).to_owned(),
    }
}

fn result(kind: TurnKind) -> LocalizedText {
    match kind {
        TurnKind::Answered => wording::WHY_ANSWERED,
        TurnKind::Suggested => wording::WHY_SUGGESTED,
        TurnKind::Unanswered => wording::WHY_UNANSWERED,
        TurnKind::Repeated => wording::WHY_REPEATED,
        TurnKind::Opened => wording::WHY_OPENED,
        TurnKind::Smalltalk => wording::WHY_SMALLTALK,
        TurnKind::Command => wording::WHY_COMMAND,
    }
}

/// A share as a whole percentage.
fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
