//! Why a question found what it found: a tree of values and reasons.

use std::collections::HashMap;
use std::fmt;

use super::blend::Meant;
use super::decision::{self, DecisionKind, Thresholds};
use super::find::find;
use super::scratch::Scratch;
use super::{blend, calibration, score};
use crate::index::{Index, Kind, Query, Sink, extract};
use crate::knowledge::Knowledge;
use crate::text::Analysis;

/// Terms and shares shown of each list; the rest is counted.
const SHOWN: usize = 12;

/// A line of an explanation and what it rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation {
    /// What this line says.
    pub text: String,
    /// Its value, where it has one.
    pub value: Option<f64>,
    /// What it rests on.
    pub because: Vec<Explanation>,
}

impl Explanation {
    fn new(text: impl Into<String>) -> Explanation {
        Explanation {
            text: text.into(),
            ..Explanation::default()
        }
    }

    fn valued(text: impl Into<String>, value: f64) -> Explanation {
        Explanation {
            value: Some(value),
            ..Explanation::new(text)
        }
    }

    fn with(mut self, because: Vec<Explanation>) -> Explanation {
        self.because = because;
        self
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        write!(f, "{:indent$}", "", indent = depth * 2)?;
        if let Some(value) = self.value {
            write!(f, "{value:7.3}  ")?;
        }
        writeln!(f, "{}", self.text)?;
        self.because
            .iter()
            .try_for_each(|line| line.write(f, depth + 1))
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

/// A feature of the question with its name.
struct Named {
    kind: Kind,
    hash: u64,
    name: String,
}

#[derive(Default)]
struct NamedFeatures(Vec<Named>);

impl Sink for NamedFeatures {
    fn push(&mut self, kind: Kind, hash: u64, name: &dyn Fn() -> String) {
        if !self.0.iter().any(|named| named.hash == hash) {
            self.0.push(Named {
                kind,
                hash,
                name: name(),
            });
        }
    }
}

/// Explains what [`ask`](super::ask()) does with `question`. Slower than asking: for people to read.
pub fn explain(knowledge: &Knowledge, question: &str, thresholds: &Thresholds) -> Explanation {
    let mut scratch = Scratch::default();
    let found = find(
        knowledge,
        question,
        thresholds.suggestions.max(2),
        &mut scratch,
    );
    let Scratch {
        analysis,
        query,
        corrections,
    } = &scratch;
    let index = knowledge.index();
    let mut names = NamedFeatures::default();
    // The list of names is searched for each feature: a text of a page would take long.
    extract(analysis, &query.concept_terms, &mut names);
    let confidences = calibration::confidences(query, &found);
    let mut lines = vec![words(analysis)];
    lines.extend(corrections.iter().map(|made| {
        Explanation::new(format!(
            "`{}` read as `{}` ({} edits away)",
            made.from, made.to, made.distance
        ))
    }));
    lines.push(terms(index, &names));
    if knowledge.vectors().is_some() {
        lines.push(Explanation::new(match &found.meant {
            Some(_) => "words alone are not sure: the meaning of the question counts, too",
            None => "words alone are enough: the meaning of the question was not asked",
        }));
    }
    let entries = &knowledge.faq().entries;
    for (place, scored) in found.best.iter().enumerate() {
        let id = &entries[scored.entry as usize].id;
        let confidence = confidences.get(place).copied().unwrap_or(0.0);
        let mut because = vec![score_tree(
            index,
            query,
            &names,
            scored,
            found.meant.as_ref(),
        )];
        if let (0, Some(signals)) = (place, &found.signals) {
            because.push(match &found.meant {
                Some(meant) => calibration_tree(calibration::blended_parts(meant)),
                None => calibration_tree(calibration::parts(signals)),
            });
            because.extend(calibration::notes(&found).into_iter().map(Explanation::new));
            if let Some(contrast) = &found.contrast {
                let asked = &contrast.words;
                // First: `/why` shows the head of the tree.
                let line = format!(
                    "contrast ({}): the question's `{asked}` is not what the entry is about; offered at most",
                    contrast.kind
                );
                because.insert(0, Explanation::new(line));
            }
        }
        let rank = if place == 0 {
            "best".to_owned()
        } else {
            format!("number {}", place + 1)
        };
        lines.push(
            Explanation::valued(format!("confidence of `{id}`, {rank}"), confidence).with(because),
        );
    }
    let best = confidences.first().copied().unwrap_or(0.0);
    let (answer, nothing) = decision::limits(thresholds, found.has_meaning);
    let made = match decision::kind(best, thresholds, found.has_meaning) {
        DecisionKind::Answer => "answer",
        DecisionKind::Suggest => "suggest",
        DecisionKind::None => "none",
    };
    let limits = format!(
        "answers from {answer:.3} on ({:.0}% wrong answers accepted), offers from {nothing:.3} on",
        thresholds.wrong_answers * 100.0
    );
    lines.push(Explanation::new(format!("decision: {made}")).with(vec![Explanation::new(limits)]));
    Explanation::new(question.to_owned()).with(lines)
}

fn words(analysis: &Analysis) -> Explanation {
    let (mut words, mut stop_words) = (Vec::new(), Vec::new());
    for token in analysis.tokens() {
        if token.in_stop_phrase {
            &mut stop_words
        } else {
            &mut words
        }
        .push(analysis.text(token));
    }
    let mut text = format!("read as: {}", words.join(" "));
    if !stop_words.is_empty() {
        text.push_str(&format!(" (without weight: {})", stop_words.join(" ")));
    }
    Explanation::new(text)
}

fn terms(index: &Index, names: &NamedFeatures) -> Explanation {
    let mut known: Vec<(f64, String)> = Vec::new();
    let mut unknown = Vec::new();
    for named in &names.0 {
        match index.group_of(named.hash) {
            Some(group) => {
                let group = index.group(group);
                let text = format!(
                    "{} `{}`, in {} of {} entries",
                    named.kind.name(),
                    named.name,
                    group.entry_freq,
                    index.entries()
                );
                known.push((f64::from(group.icf), text));
            }
            None if named.kind.block() == 0 => unknown.push(format!("`{}`", named.name)),
            None => {}
        }
    }
    let count = known.len();
    known.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut because: Vec<Explanation> = known
        .into_iter()
        .take(SHOWN)
        .map(|(weight, text)| Explanation::valued(text, weight))
        .collect();
    if !unknown.is_empty() {
        because.push(Explanation::new(format!(
            "unknown to the FAQ: {}",
            unknown.join(" ")
        )));
    }
    Explanation::new(format!(
        "{count} of {} terms are known, the rarest:",
        names.0.len()
    ))
    .with(because)
}

fn score_tree(
    index: &Index,
    query: &Query,
    names: &NamedFeatures,
    scored: &score::Scored,
    meant: Option<&Meant>,
) -> Explanation {
    let scores = query.entry_scores[scored.entry as usize];
    let mut by_group: HashMap<u32, Vec<&Named>> = HashMap::new();
    for named in &names.0 {
        if let Some(group) = index.group_of(named.hash) {
            by_group.entry(group).or_default().push(named);
        }
    }
    let mut shares: Vec<(f64, String)> = by_group
        .iter()
        .filter_map(|(&group, named)| {
            let posting = index.posting_of(named[0].hash, scored.entry)?;
            let scale = query.scales[index.group(group).kind.block()] * named.len() as f32;
            let text: Vec<String> = named
                .iter()
                .map(|named| format!("`{}`", named.name))
                .collect();
            Some((
                f64::from(scale * posting.centroid),
                format!("{} {}", named[0].kind.name(), text.join(" ")),
            ))
        })
        .collect();
    shares.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let shares = shares
        .into_iter()
        .take(SHOWN)
        .map(|(value, text)| Explanation::valued(text, value))
        .collect();
    let cosine = Explanation::valued(
        "likeness to the entry's phrasings together (cosine)",
        f64::from(scores.centroid),
    );
    let mut parts = vec![cosine.with(shares)];
    if query.has_learned {
        parts.push(Explanation::valued(
            "share that the learned weights give it",
            f64::from(scores.learned),
        ));
    }
    parts.push(Explanation::valued(
        "BM25, of what the question could score at most",
        f64::from(scores.bm25),
    ));
    let mut formula = score::formula(query.has_learned);
    if let Some(meant) = meant {
        formula = blend::formula(query.has_learned);
        let at = scored.entry as usize;
        parts.push(Explanation::valued(
            "share that its meaning gives it",
            f64::from(meant.likeness.shares[at]),
        ));
        parts.push(Explanation::valued(
            "likeness of its meaning to the entry's phrasings together (cosine)",
            f64::from(meant.likeness.centroids[at]),
        ));
    }
    Explanation::valued(formula, f64::from(scored.score)).with(parts)
}

fn calibration_tree(parts: Vec<(&'static str, f64, f64)>) -> Explanation {
    let parts = parts
        .into_iter()
        .map(|(name, value, share)| Explanation::valued(format!("{name} = {value:.3}"), share))
        .collect();
    Explanation::new("confidence from the sum of").with(parts)
}
