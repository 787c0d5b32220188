//! What the day and the configuration say of entries: reviews that are due, answers whose time is over,
//! places without a name.

use jiff::civil::Date;

use crate::faq::{Diagnostic, Entry, Faq, PRIVATE};

/// What there is to say on `today` where the configuration gives places these names.
pub fn findings(faq: &Faq, today: Date, names: &[String]) -> Vec<Diagnostic> {
    let of_entry = |entry: &Entry| {
        let mut found = Vec::new();
        let conditions = &entry.conditions;
        let id = &entry.id;
        let keys = [
            ("only_in", &conditions.only_in),
            ("not_in", &conditions.not_in),
        ];
        for (key, places) in keys {
            for name in places {
                if name == PRIVATE || names.contains(name) {
                    continue;
                }
                let message = format!("`{key}` names `{name}`, which the configuration does not");
                let help = format!(
                    "write `[groups.{name}]` with its `chat` into the configuration; `{PRIVATE}` means private chats"
                );
                let place = entry.place.clone();
                found.push(Diagnostic::warning("unknown-place", place, message).help(help));
            }
        }
        let note = |code, message: String, help: String| {
            Diagnostic::note(code, entry.place.clone(), message).help(help)
        };
        if let Some(day) = conditions.review_by.filter(|day| *day <= today) {
            found.push(note(
                "review-due",
                format!("entry `{id}` was to be looked at by {day}"),
                "see that it still holds, and give a later day in `review_by`".to_owned(),
            ));
        }
        if let Some(day) = conditions.valid_until.filter(|day| *day < today) {
            found.push(note(
                "over",
                format!("entry `{id}` is no longer given: it was valid until {day}"),
                "remove it, or give a later day in `valid_until`".to_owned(),
            ));
        }
        found
    };
    faq.entries.iter().flat_map(of_entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_names_are_looked_at() {
        let text = "entries:\n  - id: sale\n    questions: {en: [When does the sale end?]}\n    \
                    answer: {en: Soon.}\n    valid_until: 2026-08-31\n    review_by: 2026-08-01\n    \
                    only_in: [vip, private]\n";
        let faq = crate::faq::read(&[("a.yaml", text)]).faq.unwrap();
        let codes = |today: &str, names: &[String]| -> Vec<&str> {
            let found = findings(&faq, today.parse().unwrap(), names);
            found.iter().map(|one| one.code).collect()
        };
        let vip = ["vip".to_owned()];
        assert_eq!(codes("2026-07-31", &vip), Vec::<&str>::new());
        assert_eq!(codes("2026-08-31", &vip), ["review-due"]);
        assert_eq!(
            codes("2026-09-01", &[]),
            ["unknown-place", "review-due", "over"]
        );
    }
}
