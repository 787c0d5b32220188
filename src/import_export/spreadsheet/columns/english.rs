//! English headings.

use super::kinds::{Certainty, Column};
use crate::text::Language;

pub(super) fn english(words: &[&str], language: Option<Language>) -> Option<(Column, Certainty)> {
    let last = *words.last()?;
    let one = words.len() == 1;
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let column = |column: Column| {
        let certainty = if one {
            Certainty::Whole
        } else {
            Certainty::Last
        };
        Some((column, certainty))
    };
    let question = [
        "question",
        "questions",
        "q",
        "query",
        "queries",
        "utterance",
        "utterances",
        "prompt",
        "phrasing",
        "phrasings",
        "ask",
        "asks",
        "front",
        "input",
        "trigger",
        "triggers",
        "pattern",
        "patterns",
        "intent",
    ];
    let answer = [
        "answer",
        "answers",
        "a",
        "ans",
        "reply",
        "replies",
        "response",
        "responses",
        "solution",
        "back",
        "output",
        "explanation",
    ];
    let known = match last {
        "id" | "key" | "code" | "slug" | "uid" | "uuid" | "identifier"
            if !has(&["source", "parent", "author", "user"]) =>
        {
            match has(&["short"]) || last == "shortcode" {
                true => column(Column::Title(language)),
                false => column(Column::Id),
            }
        }
        "qnaid" | "faqid" | "questionid" => column(Column::Id),
        "name" | "only" if has(&["source", "file", "context", "author", "user"]) => {
            column(Column::Ignored)
        }
        "shortcode" | "shortcut" => column(Column::Title(language)),
        "number" | "no" | "nr" | "index" | "date" | "time" | "status" | "state" | "author"
        | "owner" | "type" | "count" | "score" | "confidence" | "length" | "rank" | "order"
        | "position" | "at" | "by" | "on" | "rating" | "votes" | "views" | "deck" | "notetype"
        | "source" | "metadata" | "iscontextonly" | "prompts" | "sourcedisplayname"
        | "redirectflow" | "redirectnode" | "feedback" | "quality" | "format" => {
            column(Column::Ignored)
        }
        "topic" | "topics" | "category" | "categories" | "section" | "group" | "folder"
        | "subject" | "theme" | "area" | "department" | "module" | "collection"
            if !(last == "subject" && one) =>
        {
            column(Column::Topic(language))
        }
        "subject" | "title" | "titles" | "heading" | "headline" | "term" | "name" | "summary" => {
            column(Column::Title(language))
        }
        "link" | "links" | "url" | "urls" | "href" | "website" | "permalink" => {
            column(Column::Link)
        }
        "label" if has(&["link", "url"]) => column(Column::LinkLabel(language)),
        "keyword" | "keywords" | "tag" | "tags" | "label" | "labels" => column(Column::Keywords),
        "image" | "images" | "picture" | "photo" | "img" => column(Column::Image),
        "related" => column(Column::Related),
        "tests" | "test" => column(Column::Tests),
        "language" | "lang" | "locale" => column(Column::Language),
        "suggestedquestions" | "synonyms" | "variants" | "variations" | "paraphrases"
        | "paraphrase" | "alternatives" | "alternates" | "aliases" | "alias" | "indexes"
        | "rephrasings" | "examples" => column(Column::Similar(language)),
        "content" | "contents" | "body" | "description" | "definition" | "message" | "html"
        | "value" | "details" | "completion" | "comment" | "comments" | "note" | "notes" => {
            match last {
                "comment" | "comments" | "note" | "notes" => None,
                _ if has(&answer) => column(Column::Answer(language)),
                _ if has(&question) => column(Column::Question(language)),
                _ => column(Column::Content(language)),
            }
        }
        last if question.contains(&last) => match has(&[
            "similar",
            "suggested",
            "alternative",
            "alternate",
            "other",
            "related",
            "further",
            "additional",
            "extra",
            "extended",
            "sample",
            "variant",
            "example",
            "follow",
            "more",
        ]) {
            true if has(&["follow", "related"]) => column(Column::Ignored),
            true => column(Column::Similar(language)),
            false => column(Column::Question(language)),
        },
        last if answer.contains(&last) => column(Column::Answer(language)),
        _ => None,
    };
    known.or_else(|| {
        let (questions, answers) = (has(&question[..3]) || has(&["query"]), has(&answer[..2]));
        match (questions, answers) {
            (true, false) => Some((Column::Question(language), Certainty::Among)),
            (false, true) => Some((Column::Answer(language), Certainty::Among)),
            _ => None,
        }
    })
}
