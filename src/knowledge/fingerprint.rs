//! The fingerprint of a FAQ: equal content, equal fingerprint.
//!
//! Every field is written out by name. A new field of an entry does not compile until somebody
//! decides here whether it counts. Each text goes in after its length, and each list after its
//! count, so that no two different FAQs give the same bytes.

use sha2::{Digest, Sha256};

use crate::faq::{Conditions, Entry, EntryContent, Faq, Link, Localized, Phrasing};

/// Bytes of the digest that the fingerprint shows, as twice as many hexadecimal digits. Among a
/// million FAQs two share eight bytes with a probability of about 3 in a hundred million.
const SHOWN_BYTES: usize = 8;

/// SHA-256 over everything in the FAQ that can be seen or matched, shortened.
pub(super) fn of(faq: &Faq) -> String {
    let Faq {
        entries,
        synonyms,
        out_of_scope,
        // What they say stands in the answers.
        vars: _,
    } = faq;
    let mut digest = Fields::default();
    digest.list(entries, Fields::entry);
    digest.list(synonyms, |digest, group| digest.texts(group));
    digest.texts(out_of_scope);
    hex::encode(&digest.0.finalize()[..SHOWN_BYTES])
}

/// A digest that takes fields instead of bytes.
#[derive(Default)]
struct Fields(Sha256);

impl Fields {
    fn entry(&mut self, entry: &Entry) {
        let EntryContent {
            id,
            topic,
            phrasings,
            keywords,
            answer,
            link,
            more,
            image,
            related,
            tests,
            conditions,
            written: _,
        } = &**entry;
        self.text(id.as_str());
        self.list(topic, Fields::localized);
        self.list(phrasings, |digest, phrasing| {
            let Phrasing { text, language } = phrasing;
            digest.text(language.code());
            digest.text(text);
        });
        self.texts(keywords);
        self.localized(answer);
        self.list(link, Fields::link);
        self.list(more, Fields::link);
        self.list(image, |digest, address| digest.text(address));
        self.list(related, |digest, id| digest.text(id.as_str()));
        self.texts(tests);
        self.conditions(conditions);
    }

    /// Nothing where nothing is set: such entries keep the fingerprint that they had.
    fn conditions(&mut self, conditions: &Conditions) {
        let Conditions {
            valid_from,
            valid_until,
            // A date to look at it changes no answer.
            review_by: _,
            only_in,
            not_in,
        } = conditions;
        if conditions.is_empty() {
            return;
        }
        for day in [valid_from, valid_until] {
            let day = day.map(|day| day.to_string());
            self.list(&day, |digest, day| digest.text(day));
        }
        self.texts(only_in);
        self.texts(not_in);
    }

    fn link(&mut self, link: &Link) {
        let Link { url, label } = link;
        self.text(url);
        self.localized(label);
    }

    fn localized(&mut self, text: &Localized) {
        let Localized { en, zh } = text;
        self.list(en, |digest, text| digest.text(text));
        self.list(zh, |digest, text| digest.text(text));
    }

    fn texts(&mut self, texts: &[String]) {
        self.list(texts, |digest, text| digest.text(text));
    }

    /// Takes a list, or an optional field as a list of none or one.
    fn list<'a, T: 'a>(
        &mut self,
        items: impl IntoIterator<Item = &'a T, IntoIter: ExactSizeIterator>,
        mut take: impl FnMut(&mut Fields, &'a T),
    ) {
        let items = items.into_iter();
        self.count(items.len());
        items.for_each(|item| take(self, item));
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text);
    }

    fn count(&mut self, count: usize) {
        self.0.update((count as u64).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAQ: &str = "
topic: {en: Money}
entries:
- id: refund
  questions: {en: [How do I get a refund?, Can I have my money back?]}
  keywords: [chargeback]
  answer: {en: Within seven days.}
  link: {url: https://example.org/refund, label: {en: Refunds}}
  tests: [money back]
- id: hours
  questions: {en: [When are you open?]}
  answer: {en: From nine to five.}
  related: [refund]
synonyms:
- [refund, chargeback]
out_of_scope: [how is the weather]
";

    fn fingerprint(yaml: &str) -> String {
        of(&crate::faq::read(&[("faq.yaml", yaml)]).faq.expect("a FAQ"))
    }

    #[test]
    fn places_and_comments_do_not_count() {
        let moved = format!("# A comment.\n\n{FAQ}");
        assert_eq!(fingerprint(FAQ), fingerprint(&moved));
        assert_eq!(fingerprint(FAQ).len(), 2 * SHOWN_BYTES);
    }

    #[test]
    fn every_field_counts() {
        let whole = fingerprint(FAQ);
        for (from, to) in [
            ("Money}", "Money, zh: 钱}"),
            ("a refund?, Can", "a refund? Can"),
            ("[chargeback]", "[charge back]"),
            ("seven days", "eight days"),
            ("example.org/refund", "example.org/money"),
            ("Refunds", "Money back"),
            ("[money back]", "[my money back]"),
            ("  related: [refund]\n", ""),
            ("[refund, chargeback]", "[refund, repayment]"),
            ("the weather", "the weather there"),
        ] {
            let changed = FAQ.replace(from, to);
            assert_ne!(changed, FAQ, "{from} is in the FAQ");
            assert_ne!(fingerprint(&changed), whole, "{from}");
        }
    }
}
