//! Variables: a price that stands in one place, and in answers as `{price}`.
//!
//! Where no file declares any, braces are braces. `{{price}}` is `{price}` itself. What stands in
//! code and is no known variable stays as it is: programs are full of braces.

use std::collections::BTreeMap;

use crate::text::Language;

use super::entry::Localized;

/// The variables of a FAQ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vars(pub BTreeMap<String, Localized>);

/// A piece of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    /// As it stands.
    Text(&'t str),
    /// `{name}`, and whether it stands in code.
    Var(&'t str, bool),
    /// `{{name}}`.
    Braces(&'t str),
}

/// Whether a variable may have this name: letters, digits, `_` and `-`, beginning with a letter.
pub fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(char::is_alphabetic)
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

impl Vars {
    /// The text with the value of each variable in the place of its name.
    pub fn fill(&self, text: &str, language: Language) -> String {
        if self.0.is_empty() {
            return text.to_owned();
        }
        let mut filled = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Braces(name) => {
                    filled.push('{');
                    filled.push_str(name);
                    filled.push('}');
                }
                Piece::Var(name, _) => match self.value(name, language) {
                    Some(value) => filled.push_str(value),
                    None => {
                        filled.push('{');
                        filled.push_str(name);
                        filled.push('}');
                    }
                },
            }
        }
        filled
    }

    fn value(&self, name: &str, language: Language) -> Option<&str> {
        self.0.get(name)?.get_or_other(language)
    }
}

/// The names that stand in `text` as variables, with whether they stand in code.
pub(super) fn names(text: &str) -> impl Iterator<Item = (&str, bool)> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Var(name, in_code) => Some((name, in_code)),
        _ => None,
    })
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    let mut ticks = 0;
    while let Some(found) = text[at..].find(['{', '`']) {
        let start = at + found;
        let rest = &text[start..];
        if rest.starts_with('`') {
            let run = rest.len() - rest.trim_start_matches('`').len();
            // A run of the same length ends what another began.
            ticks = match ticks {
                0 => run,
                open if open == run => 0,
                open => open,
            };
            at = start + run;
            continue;
        }
        let twice = rest.starts_with("{{");
        let (open, close) = if twice { (2, "}}") } else { (1, "}") };
        let inner = &rest[open..];
        let name = inner.find('}').map(|end| &inner[..end]);
        let name = name.filter(|name| is_name(name) && inner[name.len()..].starts_with(close));
        let Some(name) = name else {
            at = start + 1;
            continue;
        };
        if from < start {
            pieces.push(Piece::Text(&text[from..start]));
        }
        pieces.push(match twice {
            true => Piece::Braces(name),
            false => Piece::Var(name, ticks > 0),
        });
        at = start + open + name.len() + close.len();
        from = at;
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars() -> Vars {
        let price = Localized {
            en: Some("$20".into()),
            zh: Some("20 美元".into()),
        };
        let days = Localized {
            en: Some("7".into()),
            zh: None,
        };
        Vars([("price".into(), price), ("天数".into(), days)].into())
    }

    #[test]
    fn names_become_values_and_other_braces_stay() {
        for (text, expected) in [
            ("It costs {price}, **{price}**.", "It costs $20, **$20**."),
            ("`{price}` and {天数} days", "`$20` and 7 days"),
            (
                "{{price}} is written {{price}}",
                "{price} is written {price}",
            ),
            ("{ price } {1} {} {a b} {", "{ price } {1} {} {a b} {"),
            ("GET `/users/{id}` {id}", "GET `/users/{id}` {id}"),
            ("{{price}", "{$20"),
        ] {
            assert_eq!(vars().fill(text, Language::En), expected, "{text}");
        }
        assert_eq!(vars().fill("{price}/{天数}", Language::Zh), "20 美元/7");
        let none = Vars::default();
        assert_eq!(
            none.fill("{{price}} {price}", Language::En),
            "{{price}} {price}"
        );
    }

    #[test]
    fn code_is_known() {
        let found: Vec<_> = names("{a} `{b}` ``x`{c}`` {d}\n```\n{e}\n```\n{f}").collect();
        let expected = [
            ("a", false),
            ("b", true),
            ("c", true),
            ("d", false),
            ("e", true),
            ("f", false),
        ];
        assert_eq!(found, expected);
    }
}
