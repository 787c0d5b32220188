//! What came in, as far as it matters before anything is looked up: what is to be matched, what is ignored,
//! and what the front end must find out first.

use crate::conversation::{self, GroupSettings, State};
use crate::model::incoming::{Address, BusinessEvent, Command, Incoming, What};
use crate::model::reply::{Choice, GroupReply, StaffStep};

/// Whether what came in can only be judged knowing if its asker is an admin of the group.
pub(super) fn asks_group_admin(incoming: &Incoming, state: &State) -> bool {
    let asker = &incoming.asker;
    if !incoming.place.is_group() || asker.is_admin || asker.is_group_admin {
        return false;
    }
    match &incoming.what {
        What::Command(Command::Settings(_)) => true,
        What::Press(press) => match &press.choice {
            None => false,
            Some(Choice::Setting { .. }) => true,
            Some(Choice::StaffCard { .. } | Choice::Solved { .. }) => false,
            Some(_) => state.earlier.as_ref().is_some_and(|turn| {
                let me = state.person.as_ref();
                turn.person.is_some() && turn.person.as_ref() != me && turn.asked_for.as_ref() != me
            }),
        },
        _ => false,
    }
}

/// Whether a group's setting that only askers see answers is about what came in.
pub(super) fn asks_ephemeral(incoming: &Incoming, group: GroupSettings) -> bool {
    let is_said = match &incoming.what {
        What::Question(question) => question.address == Address::Direct || group.listening,
        What::Command(_) => true,
        _ => false,
    };
    is_said && incoming.place.is_group() && group.reply == GroupReply::Ephemeral
}

/// Whether this is for those who may change entries, wherever it happened.
pub(super) fn is_for_editors(incoming: &Incoming) -> bool {
    let what = match &incoming.what {
        What::Press(press) => matches!(
            press.choice,
            Some(Choice::StaffCard {
                step: StaffStep::MakeEntry | StaffStep::OutOfScope,
                ..
            })
        ),
        What::Command(Command::Save(_)) => true,
        _ => false,
    };
    what && incoming.asker.may_edit()
}

/// The words to match, where something was asked in words.
pub(super) fn words(incoming: &Incoming) -> Option<&str> {
    match &incoming.what {
        What::Question(question) => Some(&question.text),
        What::Inline(question) => Some(&question.text),
        What::Guest(guest) => Some(&guest.question.text),
        What::Business(BusinessEvent::Asked(question)) => Some(&question.text),
        _ => None,
    }
}

/// Whether this was overheard in a group that does not want us to listen: then it is not even
/// matched.
pub(super) fn is_ignored(
    incoming: &Incoming,
    state: &State,
    settings: &conversation::Settings,
) -> bool {
    let listening = state.group.unwrap_or(settings.group).listening;
    match &incoming.what {
        What::Question(question) => question.address == Address::Overheard && !listening,
        _ => false,
    }
}
