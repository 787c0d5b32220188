//! When and where an entry may be given.
//!
//! Pure: the day and the place come in.

use bitcode::{Decode, Encode};
use jiff::civil::Date;

/// The name of all private chats together.
pub const PRIVATE: &str = "private";

/// When and where an entry may be given; nothing set allows it always and everywhere.
///
/// As bytes it is without its three days, for which `jiff` has no such form; who keeps it keeps
/// them beside.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Conditions {
    /// The first day on which it holds.
    #[bitcode(skip)]
    pub valid_from: Option<Date>,
    /// The last day on which it holds.
    #[bitcode(skip)]
    pub valid_until: Option<Date>,
    /// The day by which somebody should look whether it still holds.
    #[bitcode(skip)]
    pub review_by: Option<Date>,
    /// The places where alone it is given; everywhere where none is named.
    pub only_in: Vec<String>,
    /// The places where it is not given.
    pub not_in: Vec<String>,
}

/// The day and the place of a question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Situation {
    /// The day; `None` where it does not matter.
    pub today: Option<Date>,
    /// The names of the place; `None` where it does not matter.
    pub places: Option<Vec<String>>,
}

impl Situation {
    /// That day, wherever.
    pub fn on(today: Option<Date>) -> Situation {
        Situation {
            today,
            places: None,
        }
    }
}

impl Conditions {
    /// Whether the entry may be given there and then.
    pub fn hold(&self, situation: &Situation) -> bool {
        let in_time = situation.today.is_none_or(|today| {
            self.valid_from.is_none_or(|from| from <= today)
                && self.valid_until.is_none_or(|until| today <= until)
        });
        let in_place = situation.places.as_ref().is_none_or(|places| {
            let is_here = |name: &String| places.contains(name);
            (self.only_in.is_empty() || self.only_in.iter().any(is_here))
                && !self.not_in.iter().any(is_here)
        });
        in_time && in_place
    }

    /// Whether both may be given at one time in one place, as far as the names tell.
    pub fn can_meet(&self, other: &Conditions) -> bool {
        let ends_before = |one: &Conditions, other: &Conditions| {
            let ends = one.valid_until.zip(other.valid_from);
            ends.is_some_and(|(until, from)| until < from)
        };
        let apart_in_time = ends_before(self, other) || ends_before(other, self);
        let is_shut_out = |one: &Conditions, other: &Conditions| {
            !one.only_in.is_empty() && one.only_in.iter().all(|name| other.not_in.contains(name))
        };
        let share_none = !self.only_in.is_empty()
            && !other.only_in.is_empty()
            && !self.only_in.iter().any(|name| other.only_in.contains(name));
        let apart_in_place = share_none || is_shut_out(self, other) || is_shut_out(other, self);
        !apart_in_time && !apart_in_place
    }

    /// Whether somebody should have looked at the entry by `today`.
    pub fn is_review_due(&self, today: Date) -> bool {
        self.review_by.is_some_and(|day| day <= today)
    }

    /// The first and the last day on which it holds, and the one by which somebody should look.
    pub(in crate::faq) fn days(&self) -> [Option<Date>; 3] {
        [self.valid_from, self.valid_until, self.review_by]
    }

    /// Sets the days, in the order of [`Conditions::days`].
    pub(in crate::faq) fn set_days(&mut self, days: [Option<Date>; 3]) {
        [self.valid_from, self.valid_until, self.review_by] = days;
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Conditions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Date> {
        Some(text.parse().unwrap())
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_first_and_the_last_day_count() {
        let conditions = Conditions {
            valid_from: day("2026-12-01"),
            valid_until: day("2026-12-31"),
            ..Conditions::default()
        };
        for (today, expected) in [
            ("2026-11-30", false),
            ("2026-12-01", true),
            ("2026-12-31", true),
            ("2027-01-01", false),
        ] {
            let situation = Situation::on(day(today));
            assert_eq!(conditions.hold(&situation), expected, "{today}");
        }
        assert!(conditions.hold(&Situation::default()));
    }

    #[test]
    fn places_are_named() {
        let conditions = Conditions {
            only_in: names(&["vip", "private"]),
            not_in: names(&["beta"]),
            ..Conditions::default()
        };
        for (places, expected) in [
            (names(&["private"]), true),
            (names(&["vip"]), true),
            (names(&["vip", "beta"]), false),
            (names(&["sales"]), false),
            (Vec::new(), false),
        ] {
            let situation = Situation {
                today: None,
                places: Some(places.clone()),
            };
            assert_eq!(conditions.hold(&situation), expected, "{places:?}");
        }
    }

    #[test]
    fn those_apart_in_time_or_place_never_meet() {
        let of =
            |from: Option<Date>, until: Option<Date>, only: &[&str], not: &[&str]| Conditions {
                valid_from: from,
                valid_until: until,
                review_by: None,
                only_in: names(only),
                not_in: names(not),
            };
        let always = Conditions::default();
        let old = of(None, day("2026-12-31"), &[], &[]);
        let new = of(day("2027-01-01"), None, &[], &[]);
        let vip = of(None, None, &["vip"], &[]);
        let sales = of(None, None, &["sales"], &[]);
        let others = of(None, None, &[], &["vip", "beta"]);
        for (one, other, expected) in [
            (&old, &new, false),
            (&old, &always, true),
            (&vip, &sales, false),
            (&vip, &others, false),
            (&sales, &others, true),
            (&old, &vip, true),
        ] {
            assert_eq!(one.can_meet(other), expected, "{one:?} {other:?}");
            assert_eq!(other.can_meet(one), expected, "{other:?} {one:?}");
        }
    }
}
