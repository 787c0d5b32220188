//! What a button carries: a [`Choice`] as at most 64 bytes of text, both ways.
//!
//! `<letter><turn>[.<more>]...`: one letter for the kind, numbers in base 36, an entry's id last
//! and as it is. Buttons live as long as the messages they stand under, so a letter that was ever
//! given out keeps its meaning.
//!
//! Longest: letter 1, turn 13, dot 1, entry 48 = 63 bytes.

use crate::faq::EntryId;
use crate::model::reply::{
    AdminStep, CardStep, Choice, GroupReply, Languages, Reason, Setting, StaffStep,
};

/// The text for a button.
pub fn encode(choice: &Choice) -> String {
    let turn = base36(choice.turn());
    match choice {
        Choice::Show { entry, .. } => format!("s{turn}.{entry}"),
        Choice::Ask { entry, .. } => format!("a{turn}.{entry}"),
        Choice::Browse { entry, .. } => format!("b{turn}.{entry}"),
        Choice::Back { .. } => format!("z{turn}"),
        Choice::NoneOf { .. } => format!("x{turn}"),
        Choice::Feedback {
            entry,
            helpful: true,
            ..
        } => format!("y{turn}.{entry}"),
        Choice::Feedback {
            entry,
            helpful: false,
            ..
        } => format!("n{turn}.{entry}"),
        Choice::Reason { entry, reason, .. } => {
            let letter = match reason {
                Reason::Wrong => 'w',
                Reason::Outdated => 'd',
                Reason::Unclear => 'u',
            };
            format!("{letter}{turn}.{entry}")
        }
        Choice::Topics { page, .. } => format!("t{turn}.{}", base36((*page).into())),
        Choice::Topic { topic, page, .. } => {
            format!(
                "c{turn}.{}.{}",
                base36((*topic).into()),
                base36((*page).into())
            )
        }
        Choice::Language { languages, .. } => format!("l{turn}.{}", languages.code()),
        Choice::Setting { setting, .. } => match setting {
            Setting::Languages(languages) => format!("g{turn}.l.{}", languages.code()),
            Setting::CooldownMinutes(minutes) => {
                format!("g{turn}.c.{}", base36((*minutes).into()))
            }
            Setting::Listening(on) => format!("g{turn}.h.{}", u8::from(*on)),
            Setting::Reply(reply) => format!("g{turn}.r.{}", reply.code()),
        },
        Choice::Card { step, .. } => match step {
            CardStep::Send => format!("k{turn}.s"),
            CardStep::Edit => format!("k{turn}.e"),
            CardStep::Dismiss => format!("k{turn}.d"),
            CardStep::Use(at) => format!("k{turn}.u.{}", base36((*at).into())),
        },
        Choice::Person { .. } => format!("p{turn}"),
        Choice::Solved { .. } => format!("v{turn}"),
        Choice::StaffCard { step, pick, .. } => {
            // As with the admins' steps below.
            let step = StaffStep::ALL.iter().position(|other| other == step);
            let step = step.unwrap_or(usize::MAX) as u64;
            format!("f{turn}.{}.{}", base36(step), base36((*pick).into()))
        }
        Choice::Admin {
            step, item, pick, ..
        } => {
            // The list holds every step; one that is missing would be read back as no choice.
            let step = AdminStep::ALL
                .iter()
                .position(|other| other == step)
                .unwrap_or(usize::MAX);
            let [item, pick] = [u64::from(*item), u64::from(*pick)].map(base36);
            format!("o{turn}.{}.{item}.{pick}", base36(step as u64))
        }
    }
}

/// The choice that a button's text stands for; `None` where it is none of ours.
pub fn decode(data: &str) -> Option<Choice> {
    let kind = data.chars().next()?;
    let mut parts = data.get(kind.len_utf8()..)?.split('.');
    let turn = number(parts.next()?)?;
    let mut next = || parts.next();
    let choice = match kind {
        's' => Choice::Show {
            turn,
            entry: entry(next()?)?,
        },
        'a' => Choice::Ask {
            turn,
            entry: entry(next()?)?,
        },
        'b' => Choice::Browse {
            turn,
            entry: entry(next()?)?,
        },
        'z' => Choice::Back { turn },
        'x' => Choice::NoneOf { turn },
        'y' => Choice::Feedback {
            turn,
            entry: entry(next()?)?,
            helpful: true,
        },
        'n' => Choice::Feedback {
            turn,
            entry: entry(next()?)?,
            helpful: false,
        },
        'w' | 'd' | 'u' => Choice::Reason {
            turn,
            entry: entry(next()?)?,
            reason: match kind {
                'w' => Reason::Wrong,
                'd' => Reason::Outdated,
                _ => Reason::Unclear,
            },
        },
        't' => Choice::Topics {
            turn,
            page: small(next()?)?,
        },
        'c' => Choice::Topic {
            turn,
            topic: small(next()?)?,
            page: small(next()?)?,
        },
        'l' => Choice::Language {
            turn,
            languages: Languages::from_code(next()?)?,
        },
        'g' => {
            let (name, value) = (next()?, next()?);
            let setting = match name {
                "l" => Setting::Languages(Languages::from_code(value)?),
                "c" => Setting::CooldownMinutes(small(value)?),
                "h" => Setting::Listening(value == "1"),
                "r" => Setting::Reply(GroupReply::from_code(value)?),
                _ => return None,
            };
            Choice::Setting { turn, setting }
        }
        'k' => Choice::Card {
            turn,
            step: match next()? {
                "s" => CardStep::Send,
                "e" => CardStep::Edit,
                "d" => CardStep::Dismiss,
                "u" => CardStep::Use(small(next()?)?),
                _ => return None,
            },
        },
        'p' => Choice::Person { turn },
        'v' => Choice::Solved { turn },
        'f' => Choice::StaffCard {
            turn,
            step: *StaffStep::ALL.get(small::<u16>(next()?)? as usize)?,
            pick: small(next()?)?,
        },
        'o' => Choice::Admin {
            turn,
            step: *AdminStep::ALL.get(small::<u16>(next()?)? as usize)?,
            item: small(next()?)?,
            pick: small(next()?)?,
        },
        _ => return None,
    };
    next().is_none().then_some(choice)
}

fn entry(id: &str) -> Option<EntryId> {
    EntryId::new(id)
}

/// `number` in digits 0-9a-z.
fn base36(mut number: u64) -> String {
    let mut digits = Vec::with_capacity(13);
    loop {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

fn number(digits: &str) -> Option<u64> {
    // `from_str_radix` would also take a sign.
    if digits.starts_with('+') {
        None
    } else {
        u64::from_str_radix(digits, 36).ok()
    }
}

fn small<T: TryFrom<u64>>(digits: &str) -> Option<T> {
    T::try_from(number(digits)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn choice() -> impl Strategy<Value = Choice> {
        let turn = 0..=u64::MAX >> 1;
        let entry = "[a-z0-9][a-z0-9_-]{0,47}".prop_map(|id| EntryId::new(&id).unwrap());
        let languages = prop::sample::select(Languages::ALL.to_vec());
        let setting = prop_oneof![
            languages.clone().prop_map(Setting::Languages),
            any::<u16>().prop_map(Setting::CooldownMinutes),
            any::<bool>().prop_map(Setting::Listening),
            prop::sample::select(GroupReply::ALL.to_vec()).prop_map(Setting::Reply),
        ];
        let steps = prop::sample::select(AdminStep::ALL.to_vec());
        (
            turn,
            entry,
            languages,
            setting,
            steps,
            any::<(u32, u16, u8, bool)>(),
            (
                prop::sample::select(Reason::ALL.to_vec()),
                prop::sample::select(StaffStep::ALL.to_vec()),
            ),
            0..16,
        )
            .prop_map(
                |(
                    turn,
                    entry,
                    languages,
                    setting,
                    step,
                    (topic, item, pick, helpful),
                    (reason, card_step),
                    kind,
                )| {
                    match kind {
                        0 => Choice::Show { turn, entry },
                        1 => Choice::Ask { turn, entry },
                        2 => Choice::Back { turn },
                        3 => Choice::Feedback {
                            turn,
                            entry,
                            helpful,
                        },
                        4 => Choice::Topics { turn, page: item },
                        5 => Choice::Topic {
                            turn,
                            topic,
                            page: item,
                        },
                        6 => Choice::Browse { turn, entry },
                        7 => Choice::Language { turn, languages },
                        8 => Choice::Setting { turn, setting },
                        9 => Choice::NoneOf { turn },
                        11 => Choice::Card {
                            turn,
                            step: match pick % 4 {
                                0 => CardStep::Send,
                                1 => CardStep::Edit,
                                2 => CardStep::Dismiss,
                                _ => CardStep::Use(pick),
                            },
                        },
                        10 => Choice::Reason {
                            turn,
                            entry,
                            reason,
                        },
                        12 => Choice::Person { turn },
                        13 => Choice::Solved { turn },
                        14 => Choice::StaffCard {
                            turn,
                            step: card_step,
                            pick,
                        },
                        _ => Choice::Admin {
                            turn,
                            step,
                            item,
                            pick,
                        },
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn every_choice_fits_and_comes_back(choice in choice()) {
            let data = encode(&choice);
            prop_assert!((1..=64).contains(&data.len()), "{} bytes: {data}", data.len());
            prop_assert_eq!(decode(&data), Some(choice));
        }

        #[test]
        fn foreign_data_never_panics(data in ".{0,64}") {
            let _ = decode(&data);
        }
    }

    #[test]
    fn what_is_none_of_ours_is_refused() {
        for data in [
            "",
            "s",
            "s1",
            "s1.",
            "s1.UPPER",
            "z1.more",
            "s+1.refund",
            "q1",
            "o1.zz.0.0",
        ] {
            assert_eq!(decode(data), None, "{data}");
        }
    }
}
