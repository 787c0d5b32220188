//! Brings English words to one spelling: it opens contractions and writes compounds in one way.

use super::bloom_filter::BloomFilter;
use super::token::{TokenKind, Tokens};
use crate::lexicon::contractions::{BARE_CONTRACTIONS, JOINED, SHORTHAND, SPLIT};

/// Words that stand in one of the lists of short forms.
static REWRITTEN: BloomFilter = {
    let tables = [BARE_CONTRACTIONS, SHORTHAND, SPLIT];
    let (mut filter, mut table) = (BloomFilter::EMPTY, 0);
    while table < tables.len() {
        let mut at = 0;
        while at < tables[table].len() {
            filter = filter.with(tables[table][at].0);
            at += 1;
        }
        table += 1;
    }
    filter
};

/// First parts of the compounds that are joined.
static JOINED_FIRSTS: BloomFilter = {
    let (mut filter, mut at) = (BloomFilter::EMPTY, 0);
    while at < JOINED.len() {
        filter = filter.with(JOINED[at].0);
        at += 1;
    }
    filter
};

/// Adds a word. Opens its contraction and parts its compound.
pub(super) fn push_word(tokens: &mut Tokens, word: &str, start: u32, end: u32, joined: bool) {
    let mut push =
        |text: &str, joined: bool| tokens.push(TokenKind::Word, text, start, end, joined);
    let parts = |table: &[(&str, &'static [&'static str])]| {
        table
            .iter()
            .find(|(from, _)| *from == word)
            .map(|(_, to)| *to)
    };
    let rewritten = REWRITTEN.may_contain(word);
    if let Some(parts) = rewritten
        .then(|| {
            parts(BARE_CONTRACTIONS)
                .or_else(|| parts(SHORTHAND))
                .or_else(|| parts(SPLIT))
        })
        .flatten()
    {
        for (number, part) in parts.iter().enumerate() {
            push(part, joined || number > 0);
        }
        return;
    }
    let Some((stem, tail)) = word.split_once('\'') else {
        push(word, joined);
        return;
    };
    match (stem, tail) {
        ("can", "t") => push("can", joined),
        ("won", "t") => push("will", joined),
        (_, "t") => push(stem.strip_suffix('n').unwrap_or(stem), joined),
        _ => push(stem, joined),
    }
    match tail {
        "t" => push("not", true),
        "m" => push("am", true),
        "ve" => push("have", true),
        "ll" => push("will", true),
        "re" => push("are", true),
        "d" => push("would", true),
        "s" => {}
        other => {
            for part in other.split('\'').filter(|part| !part.is_empty()) {
                push(part, true);
            }
        }
    }
}

/// Writes joined compounds (`chat gpt`) as one word.
pub(super) fn join_compounds(tokens: &mut Tokens) {
    let mut write = 0;
    let mut read = 0;
    while read < tokens.list.len() {
        let mut token = tokens.list[read];
        let next_joined = tokens.list.get(read + 1).is_some_and(|next| next.joined);
        let next_joined = next_joined && JOINED_FIRSTS.may_contain(tokens.text(&token));
        let found = JOINED
            .iter()
            .filter(|_| next_joined)
            .find(|(first, second, _)| tokens.at(read) == *first && tokens.at(read + 1) == *second);
        if let Some((_, _, whole)) = found {
            read += 1;
            token.text = tokens.store(whole);
            token.stem = token.text;
            token.end = tokens.list[read].end;
        }
        tokens.list[write] = token;
        write += 1;
        read += 1;
    }
    tokens.list.truncate(write);
}
