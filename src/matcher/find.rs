//! Finds the entries that a question may be about, and everything that confidence is made from.

use super::contrasted;
use super::nearest_phrasing::{self, NearestPhrasing};
use super::score;
use super::scratch::Scratch;
use super::signals::{self, Signals};
use crate::contrast::{Claims, Contrast};
use crate::index::Similarity;
use crate::knowledge::Knowledge;
use crate::text::{Analysis, Language, TokenKind};

/// What was found before anything is decided.
pub(super) struct Found {
    pub best: Vec<score::Scored>,
    pub nearest: NearestPhrasing,
    pub signals: Option<Signals>,
    pub out_of_scope: Similarity,
    /// Whether the question is a bare topic: one word, or two Han characters.
    pub bare: bool,
    /// Whether the question is about an entity that the FAQ never mentions.
    pub unknown_entity: bool,
    /// Whether the question is mostly Chinese.
    pub chinese: bool,
    /// What of the question contradicts the best entry.
    pub contrast: Option<Contrast>,
}

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
    let mut claims = Claims::of(analysis);
    // Before spelling is corrected: a name is no misspelt word.
    let listed = index.unknown_entities().is_about_listed(analysis);
    index.read_pinyin(analysis);
    let unknown_entity = listed || index.is_about_unlisted_entity(analysis);
    index.spelling().correct(analysis, corrections);
    if !corrections.is_empty() {
        claims = Claims::of(analysis);
    }
    query.look_up(index, analysis);
    query.score(index);
    let mut best = score::best(query, wanted);
    let mut contrast = contrasted::prefer(knowledge.profiles(), &claims, &mut best);
    if let Some(contrast) = &mut contrast {
        contrast.name(question);
    }
    let mut nearest = NearestPhrasing::default();
    let mut signals = None;
    if let Some(first) = best.first() {
        nearest = nearest_phrasing::nearest(index, query, first.entry);
        let content = index.content_of(analysis, first.entry);
        signals = Some(signals::read(
            index,
            query,
            words(analysis),
            first,
            best.get(1),
            &nearest,
            content,
        ));
    }
    let out_of_scope = index.out_of_scope();
    let out_of_scope =
        out_of_scope.most_similar(analysis, query.words(), |word| index.rarity(word));
    Found {
        best,
        nearest,
        signals,
        out_of_scope,
        bare: is_bare(analysis),
        unknown_entity,
        chinese: analysis.language() == Language::Zh,
        contrast,
    }
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
