//! Finds the entries that a question may be about, and everything that confidence is made from.

use super::blend;
use super::nearest_phrasing::{self, NearestPhrasing};
use super::score;
use super::scratch::Scratch;
use super::signals::{self, CONTENT_OF_ENTRY, Found};
use super::{calibration, contrasted};
use crate::contrast::Claims;
use crate::knowledge::Knowledge;
use crate::text::{Analysis, Language, TokenKind, analyze};

/// Reads a question and finds its `wanted` best entries.
pub(super) fn find(
    knowledge: &Knowledge,
    question: &str,
    wanted: usize,
    scratch: &mut Scratch,
) -> Found {
    let index = knowledge.index();
    let Scratch {
        analysis,
        query,
        corrections,
    } = scratch;
    analysis.read(question);
    // Before spelling is corrected: a name is no misspelt word.
    let listed = index.unknown_entities().is_about_listed(analysis);
    let is_pinyin = index.read_pinyin(analysis);
    let unknown_entity = listed || index.is_about_unlisted_entity(analysis);
    index.spelling().correct(analysis, corrections);
    query.look_up(index, analysis);
    query.score(index);
    let best = score::best(query, wanted);
    let out_of_scope = index.out_of_scope();
    let out_of_scope =
        out_of_scope.most_similar(analysis, query.words(), |word| index.rarity(word));
    let mut found = Found {
        best,
        nearest: NearestPhrasing::default(),
        signals: None,
        out_of_scope,
        bare: is_bare(analysis),
        unknown_entity,
        chinese: analysis.language() == Language::Zh,
        contrast: None,
        meant: None,
        has_meaning: knowledge.vectors().is_some(),
    };
    let scratch = &*scratch;
    // The letters of a sound claim nothing.
    let letters = (is_pinyin && scratch.corrections.is_empty()).then(|| analyze(question));
    let claims = Claims::of(letters.as_ref().unwrap_or(&scratch.analysis));
    settle(knowledge, question, &claims, scratch, &mut found);
    ask_meaning(knowledge, question, &claims, wanted, scratch, &mut found);
    found
}

/// Asks what the question means where words alone are neither sure nor hopeless, and finds the best
/// entries by both.
fn ask_meaning(
    knowledge: &Knowledge,
    question: &str,
    claims: &Claims<'_>,
    wanted: usize,
    scratch: &Scratch,
    found: &mut Found,
) {
    let Some(vectors) = knowledge.vectors() else {
        return;
    };
    let confidence = calibration::best_confidence(found);
    let covered = vectors.covers(scratch.analysis.language());
    if !blend::is_needed(confidence, covered, found.out_of_scope.same) {
        return;
    }
    let Some(text) = blend::text(question, &scratch.analysis, &scratch.corrections) else {
        return;
    };
    let likeness = vectors.ask(&text);
    let language = scratch.analysis.language();
    let mut best = blend::best(&scratch.query, vectors, &likeness, language, wanted);
    found.best = std::mem::take(&mut best.entries);
    settle(knowledge, question, claims, scratch, found);
    let (Some(first), Some(signals)) = (found.best.first(), &found.signals) else {
        return;
    };
    let read = blend::Read {
        query: &scratch.query,
        language,
        words: words(&scratch.analysis),
        first,
        second: found.best.get(1),
        close: &found.nearest,
        content: signals.values[CONTENT_OF_ENTRY],
    };
    found.meant = Some(blend::read(read, vectors, likeness, &best));
}

/// Puts the side that is asked for first, and reads what words say of the best entry then.
fn settle(
    knowledge: &Knowledge,
    question: &str,
    claims: &Claims<'_>,
    scratch: &Scratch,
    found: &mut Found,
) {
    let index = knowledge.index();
    let Scratch {
        analysis, query, ..
    } = scratch;
    found.contrast = contrasted::prefer(knowledge.profiles(), claims, &mut found.best);
    if let Some(contrast) = &mut found.contrast {
        contrast.name(question);
    }
    let Some(first) = found.best.first() else {
        return;
    };
    found.nearest = nearest_phrasing::nearest(index, query, first.entry);
    let content = index.content_of(analysis, &query.concept_terms, first.entry);
    found.signals = Some(signals::read(
        index,
        query,
        words(analysis),
        first,
        found.best.get(1),
        &found.nearest,
        content,
    ));
}

/// Whether a question names no more than a topic.
fn is_bare(analysis: &Analysis) -> bool {
    let mut tokens = analysis
        .tokens()
        .iter()
        .filter(|token| !token.in_stop_phrase);
    match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(_), None, _) => true,
        (Some(one), Some(two), None) => one.kind == TokenKind::Han && two.kind == TokenKind::Han,
        _ => false,
    }
}

/// Words and Han characters of a question that have weight.
fn words(analysis: &Analysis) -> usize {
    analysis
        .tokens()
        .iter()
        .filter(|token| !token.in_stop_phrase)
        .count()
}
