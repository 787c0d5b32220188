//! An entry as a form shows it, and a form's changes written back: field by field and item by item,
//! every other byte left as it is.
//!
//! Each step is one replacement; after each the text is read again and must say exactly what is
//! meant, otherwise the change is refused whole.

use super::fields::EntryFields;
use super::result::{EditError, at, item, read};
use super::splice::{self, Splices};
use super::{insert, write};
use crate::faq::parse::raw::At;
use crate::faq::parse::schema::{RawEntry, RawFile, RawLink};
use crate::faq::yaml::Node;
use crate::text::Language;

/// The text in which the entry says what `fields` say.
///
/// # Errors
/// When the file has errors or no such entry, or is written in a way that cannot be changed without
/// changing more.
pub fn change_entry(text: &str, entry: &str, fields: &EntryFields) -> Result<String, EditError> {
    let fields = fields.tidied();
    let meant = read(text)?;
    let named = |raw: &RawEntry| raw.id.as_ref().is_some_and(|id| id.value == entry);
    let number = meant.entries.value.iter().position(named);
    let number = number.ok_or_else(|| EditError::NoEntry(entry.to_owned()))?;
    let mut change = Change {
        text: text.to_owned(),
        meant,
        number,
    };
    for (place, language) in Language::ALL.into_iter().enumerate() {
        change.list(Field::Questions(language), &fields.questions[place])?;
    }
    change.list(Field::Keywords, &fields.keywords)?;
    for (place, language) in Language::ALL.into_iter().enumerate() {
        change.answer(language, &fields.answer[place])?;
    }
    change.link(&fields.link)?;
    change.list(Field::Related, &fields.related)?;
    change.list(Field::Tests, &fields.tests)?;
    Ok(change.text)
}

/// A list of an entry.
#[derive(Debug, Clone, Copy)]
enum Field {
    Questions(Language),
    Keywords,
    Related,
    Tests,
}

impl Field {
    /// The list as read; `None` where its key is missing.
    fn of(self, raw: &mut RawEntry) -> &mut Vec<At<String>> {
        match self {
            Field::Questions(language) => {
                let known = raw.questions.iter().position(|(own, _)| *own == language);
                let place = known.unwrap_or_else(|| {
                    raw.questions.push((language, at(Vec::new())));
                    raw.questions.len() - 1
                });
                &mut raw.questions[place].1.value
            }
            Field::Keywords => &mut raw.keywords,
            Field::Related => &mut raw.related,
            Field::Tests => &mut raw.tests,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Field::Questions(language) => language.code(),
            Field::Keywords => "keywords",
            Field::Related => "related",
            Field::Tests => "tests",
        }
    }

    /// The map that holds its key.
    fn parent<'n, 't>(self, entry: &'n Node<'t>) -> Option<&'n Node<'t>> {
        match self {
            Field::Questions(_) => Some(&*entry.field("questions")?.1),
            _ => Some(entry),
        }
    }
}

/// A change under way: the text so far, and what it says.
struct Change {
    text: String,
    meant: RawFile,
    number: usize,
}

impl Change {
    /// Does one replacement, after which the entry must read as `meant` makes it.
    fn step(
        &mut self,
        meant: impl FnOnce(&mut RawEntry),
        splices: impl FnOnce(&str, &Node) -> Option<Splices>,
    ) -> Result<(), EditError> {
        let number = self.number;
        meant(&mut self.meant.entries.value[number]);
        // A language without a question or an answer is not there at all.
        self.meant.entries.value[number]
            .questions
            .retain(|(_, list)| !list.value.is_empty());
        self.text = splice::first_that_holds(&self.text, &self.meant, |body, root| {
            splices(body, item(root, number)?)
        })?;
        Ok(())
    }

    fn list(&mut self, field: Field, wanted: &[String]) -> Result<(), EditError> {
        let own = field.of(&mut self.meant.entries.value[self.number]);
        let now: Vec<String> = own.iter().map(|text| text.value.clone()).collect();
        if now.is_empty() {
            let raw = &mut self.meant.entries.value[self.number];
            raw.questions.retain(|(_, list)| !list.value.is_empty());
        }
        if now == wanted {
            return Ok(());
        }
        if wanted.is_empty() {
            return self.step(
                |raw| field.of(raw).clear(),
                |body, entry| splice::without_key(body, field.parent(entry)?, field.key()),
            );
        }
        let start = now.iter().zip(wanted).take_while(|(a, b)| a == b).count();
        let most = now.len().min(wanted.len()) - start;
        let tails = now.iter().rev().zip(wanted.iter().rev());
        let mut end = tails.take(most).take_while(|(a, b)| a == b).count();
        if wanted.len() > now.len() {
            // New items are written behind the last one.
            end = 0;
        }
        let (mut old, mut new) = (now.len() - start - end, wanted.len() - start - end);
        while old > new {
            old -= 1;
            let place = start + old;
            self.step(
                |raw| drop(field.of(raw).remove(place)),
                |body, entry| {
                    let list = &field.parent(entry)?.field(field.key())?.1;
                    splice::without_item(body, list, place)
                },
            )?;
        }
        for (place, text) in wanted.iter().enumerate().skip(start).take(old) {
            if now.get(place) == Some(text) {
                continue;
            }
            self.step(
                |raw| field.of(raw)[place] = at(text.clone()),
                |_, entry| {
                    let list = &field.parent(entry)?.field(field.key())?.1;
                    splice::other_item(list, place, text)
                },
            )?;
        }
        while new > old {
            let text = &wanted[start + old];
            self.step(
                |raw| field.of(raw).push(at(text.clone())),
                |body, entry| {
                    let parent = field.parent(entry)?;
                    let item = |style| write::scalar(text, style);
                    let found = match parent.field(field.key()) {
                        Some((key, list)) => insert::into_list(body, key, list, item),
                        None => insert::into_map(body, parent, field.key(), item),
                    };
                    Some(found?.into_iter().map(splice::Splice::from).collect())
                },
            )?;
            old += 1;
        }
        new = old;
        debug_assert_eq!(start + new + end, wanted.len());
        Ok(())
    }

    fn answer(&mut self, language: Language, wanted: &str) -> Result<(), EditError> {
        let raw = &mut self.meant.entries.value[self.number].answer;
        let now = raw.get(language).map(|text| text.value.clone());
        if now.as_deref().unwrap_or_default().trim() == wanted {
            return Ok(());
        }
        let set = |raw: &mut RawEntry| {
            let texts = &mut raw.answer.texts;
            texts.retain(|(own, _)| *own != language);
            if !wanted.is_empty() {
                texts.push((language, at(wanted.to_owned())));
            }
            texts.sort_by_key(|(own, _)| *own);
        };
        self.step(set, |body, entry| {
            let answer = &entry.field("answer")?.1;
            let key = language.code();
            match (answer.field(key), wanted.is_empty()) {
                (_, true) => splice::without_key(body, answer, key),
                (Some((key, value)), false) => splice::other_text(body, answer, key, value, wanted),
                (None, false) => splice::new_text(body, answer, key, wanted),
            }
        })
    }

    fn link(&mut self, wanted: &str) -> Result<(), EditError> {
        let raw = self.meant.entries.value[self.number].link.as_ref();
        let now = raw.and_then(|link| link.url.as_ref());
        if now.map_or("", |url| url.value.as_str()) == wanted {
            return Ok(());
        }
        if wanted.is_empty() {
            return self.step(
                |raw| raw.link = None,
                |body, entry| splice::without_key(body, entry, "link"),
            );
        }
        let is_new = raw.is_none();
        self.step(
            |raw| {
                let link = raw.link.get_or_insert_with(RawLink::default);
                link.url = Some(at(wanted.to_owned()));
            },
            |body, entry| match is_new {
                true => splice::new_map(body, entry, "link", "url", wanted),
                false => {
                    let url = &entry.field("link")?.1.field("url")?.1;
                    Some(splice::other_scalar(url, wanted))
                }
            },
        )
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::faq::edit) const FILE: &str = "# Kept.\nentries:\n  - id: refund   # the most asked\n    questions:\n      \
        en: ['How do I get a refund', \"Can I have my money back\"]\n      zh:\n        \
        - 怎么退款   # colloquial\n        - '能退钱吗'\n    answer: {en: 'Within seven days.', zh: 七天内可以。}\n    \
        tests: [\"refund please\"]\n\n  - id: hours\n    questions:\n      en:\n        - When do you open\n    \
        keywords:\n      - open\n      - hours\n    answer:\n      en: |\n        From **nine**.\n\n        # not a comment\n      \
        zh: 九点。\n    link: {url: https://example.com/a, label: {en: Hours}}\n\nout_of_scope:\n  - 天气\n";

    fn fields(text: &str, id: &str) -> EntryFields {
        let faq = crate::faq::read(&[("a.yaml", text)]).faq.expect("a FAQ");
        let entry = faq.entries.iter().find(|entry| entry.id.as_str() == id);
        EntryFields::of(entry.expect("the entry"))
    }

    /// The text after `change` was made in the form of the entry; it must say so.
    fn changed(id: &str, change: impl FnOnce(&mut EntryFields)) -> String {
        let mut wanted = fields(FILE, id);
        change(&mut wanted);
        let text = change_entry(FILE, id, &wanted).expect("it can be written");
        assert_eq!(fields(&text, id), wanted, "{text}");
        text
    }

    fn check(id: &str, old: &str, new: &str, change: impl FnOnce(&mut EntryFields)) {
        assert!(FILE.contains(old), "{old}");
        assert_eq!(changed(id, change), FILE.replacen(old, new, 1));
    }

    #[test]
    fn a_form_without_changes_changes_nothing() {
        assert_eq!(changed("refund", |_| {}), FILE);
        assert_eq!(changed("hours", |_| {}), FILE);
    }

    #[test]
    fn one_item_of_a_list_is_written_as_its_neighbours_are() {
        check("refund", "- 怎么退款 ", "- 如何退款 ", |form| {
            form.questions[1][0] = "如何退款".into();
        });
        check("refund", "        - '能退钱吗'\n", "", |form| {
            form.questions[1].remove(1);
        });
        check("refund", "'How do I get a refund', ", "", |form| {
            form.questions[0].remove(0);
        });
        check(
            "refund",
            "[\"refund please\"]",
            "[\"refund please\", \"money\"]",
            |form| {
                form.tests.push("money".into());
            },
        );
        check("hours", "      - open\n", "", |form| {
            form.keywords.remove(0);
        });
        check(
            "hours",
            "    keywords:\n      - open\n      - hours\n",
            "",
            |form| {
                form.keywords.clear();
            },
        );
    }

    #[test]
    fn answers_keep_their_form_where_they_can() {
        check("refund", "'Within seven days.'", "'It''s done.'", |form| {
            form.answer[0] = "It's done.".into();
        });
        check(
            "refund",
            "七天内可以。",
            "\"七天：\\n\\n- 可以\"",
            |form| {
                form.answer[1] = "七天：\n\n- 可以".into();
            },
        );
        let block = "        From **nine**.\n\n        # not a comment\n";
        check(
            "hours",
            block,
            "        From ten.\n\n        # a\n",
            |form| {
                form.answer[0] = "From ten.\n\n# a".into();
            },
        );
        check(
            "hours",
            "zh: 九点。",
            "zh: |\n        九点。\n        十点。",
            |form| {
                form.answer[1] = "九点。\n十点。".into();
            },
        );
        check("hours", "      zh: 九点。\n", "", |form| {
            form.answer[1].clear()
        });
        check("refund", "{en: 'Within seven days.', zh", "{zh", |form| {
            form.answer[0].clear();
        });
    }

    #[test]
    fn what_was_missing_is_added_and_labels_stay() {
        let (old, new) = ("https://example.com/a,", "\"https://example.com/b\",");
        check("hours", old, new, |form| {
            form.link = "https://example.com/b".into();
        });
        check(
            "hours",
            "    link: {url: https://example.com/a, label: {en: Hours}}\n",
            "",
            |form| {
                form.link.clear();
            },
        );
        let added = changed("refund", |form| {
            form.link = "https://example.com/r".into();
            form.keywords = vec!["refund".into(), "退款".into()];
            form.related = vec!["hours".into()];
        });
        for line in FILE.lines() {
            assert!(added.contains(line), "{line} is kept in {added}");
        }
        let added = changed("hours", |form| form.questions[1].push("几点开门".into()));
        assert!(added.contains("几点开门"), "{added}");
    }

    #[test]
    fn several_changes_at_once_and_windows_line_ends() {
        let text = FILE.replace('\n', "\r\n");
        let mut wanted = fields(&text, "hours");
        wanted.answer[0] = "One.\n\nTwo.".into();
        wanted.keywords = vec!["opening".into(), "hours".into(), "clock".into()];
        wanted.questions[0].insert(0, "Are you open".into());
        let new = change_entry(&text, "hours", &wanted).expect("it can be written");
        assert_eq!(fields(&new, "hours"), wanted, "{new}");
        assert!(!new.replace("\r\n", "").contains('\n'), "{new:?}");
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let none = change_entry(FILE, "none", &EntryFields::default());
        assert_eq!(none, Err(EditError::NoEntry("none".into())));
        let broken = change_entry("entries: [", "refund", &EntryFields::default());
        assert!(matches!(broken, Err(EditError::Broken(_))), "{broken:?}");
    }
}
