//! The staff's side: what they say to a card and press below it.

use crate::conversation::answer::{self, View};
use crate::conversation::context::{Context, Turn};
use crate::conversation::group;
use crate::conversation::staff::card;
use crate::conversation::staff::settings::Staff;
use crate::conversation::wording::staff as words;
use crate::conversation::wording::{self, Audience, LocalizedText};
use crate::model::card::{CardRecord, CardRole, StaffCard};
use crate::model::incoming::{Address, Press, Question, What};
use crate::model::record::Record;
use crate::model::reply::{Block, Button, Choice, Delivery, Reply, StaffStep, Way};

/// How much of staff's words is kept to make an entry of, in characters.
const KEPT_CHARS: usize = 4000;

/// What follows from something in the staff's chat; `None` where it is not about cards.
pub(in crate::conversation) fn respond(context: &Context<'_>) -> Option<Turn> {
    let staff = context.settings.staff.as_ref()?;
    let chat = context.incoming.place.chat()?;
    if let What::Moved { to_chat } = context.incoming.what
        && staff.chat.is_or_was(chat)
    {
        return Some(moved(context, &staff.moved_to(to_chat), to_chat));
    }
    if !staff.chat.is(chat) {
        return None;
    }
    match &context.incoming.what {
        What::Question(asked) => said(context, asked),
        What::Press(pressed) => pressed_below(context, pressed),
        What::Joined { .. } => Some(joined(context, staff)),
        _ => None,
    }
}

/// The staff's group goes on under another number: nobody can reply to the messages of before there,
/// so the open cards are put there again.
fn moved(context: &Context<'_>, staff: &Staff, to_chat: i64) -> Turn {
    let mut turn = group::moved(context, to_chat);
    let cards = context.state.waiting_cards.iter();
    let cards = cards.map(|open| card::new(open, staff, context.knowledge));
    turn.replies.extend(cards);
    turn
}

/// What staff said in reply to a card. What they say to each other is nobody else's business.
fn said(context: &Context<'_>, asked: &Question) -> Option<Turn> {
    let Some(open) = &context.state.staff_card else {
        return match asked.address {
            Address::Overheard => Some(Turn::default()),
            Address::Direct => None,
        };
    };
    if asked.address != Address::Direct {
        return Some(Turn::default());
    }
    let language = open.asked.language;
    let Some(to) = open.to else {
        let line = words::STAFF_NOT_SENT.get(language).to_owned();
        let to = Some(context.incoming.message);
        return Some(Turn::says(Reply::send(to, vec![Block::Plain(line)])));
    };
    let text = asked.text.trim();
    let blocks = match text {
        "" => Vec::new(),
        text => vec![Block::Plain(text.to_owned())],
    };
    let link = Some(card::link(open, CardRole::ToPerson));
    let reply_to = open.asked.in_group.then_some(open.asked.message);
    let way = match context.state.said_in {
        Some(turn) if asked.edited => Way::Correct(turn),
        // Changed before it ever went out: this is what was meant.
        _ if asked.has_file => Way::Copy {
            from: context.incoming.place.chat()?,
            message: context.incoming.message,
        },
        _ => Way::Send { reply_to },
    };
    if matches!(way, Way::Correct(_)) && asked.has_file {
        // The copy of a picture keeps the words it had.
        return Some(Turn::default());
    }
    let mut turn = Turn::says(Reply::elsewhere(to, way, link, blocks));
    turn.records = answered(context, open, text);
    if !(asked.edited && context.state.said_in.is_some())
        && let Some(chat) = context.incoming.place.chat()
    {
        turn.records.push(Record::Card(CardRecord::Said {
            chat,
            message: context.incoming.message,
            card: open.asked.card,
            turn: context.incoming.turn,
        }));
    }
    turn.replies.extend(now_answered(context, open));
    Some(turn)
}

/// That staff answered.
fn answered(context: &Context<'_>, open: &StaffCard, text: &str) -> Vec<Record> {
    vec![Record::Card(CardRecord::Answered {
        card: open.asked.card,
        at_seconds: context.incoming.at_seconds,
        words: text.chars().take(KEPT_CHARS).collect(),
    })]
}

/// The card says so once it is answered; nothing where it said so before.
fn now_answered(context: &Context<'_>, open: &StaffCard) -> Option<Reply> {
    if open.answered_at.is_some() && !open.is_closed {
        return None;
    }
    let mut card = open.clone();
    card.answered_at = Some(context.incoming.at_seconds);
    card.is_closed = false;
    Some(shown(context, &card, context.state.card_message?))
}

/// The card in place of what its message says.
fn shown(context: &Context<'_>, card: &StaffCard, message: i64) -> Reply {
    let language = card.asked.language;
    let blocks = card::blocks(card, context.knowledge, language);
    Reply::new(Delivery::Replace(message), blocks).with_choices(card::buttons(
        card,
        language,
        context.state.is_muted,
    ))
}

/// What was pressed below a card.
fn pressed_below(context: &Context<'_>, pressed: &Press) -> Option<Turn> {
    let Some(Choice::StaffCard { turn, step, pick }) = &pressed.choice else {
        return None;
    };
    let Some(open) = context
        .state
        .staff_card
        .as_ref()
        .filter(|card| card.asked.card == *turn)
    else {
        let audience = context.silent_audience();
        let words = words::STAFF_CARD_GONE.to(&audience);
        return Some(Turn::says(Reply::note(&pressed.id, words)));
    };
    Some(act(context, pressed, open, *step, usize::from(*pick)))
}

fn act(
    context: &Context<'_>,
    pressed: &Press,
    open: &StaffCard,
    step: StaffStep,
    pick: usize,
) -> Turn {
    let language = open.asked.language;
    let at = context.incoming.message;
    let at_seconds = context.incoming.at_seconds;
    let name = open.asked.card;
    let note = |words: &LocalizedText| Reply::note(&pressed.id, words.get(language));
    let mut card = open.clone();
    match step {
        StaffStep::Take => {
            let by = context.incoming.asker.name.clone();
            let by = by.unwrap_or_else(|| context.incoming.asker.id.to_string());
            card.taken_by = Some(by.clone());
            Turn {
                replies: vec![note(&words::STAFF_TOOK), shown(context, &card, at)],
                records: vec![Record::Card(CardRecord::Taken { card: name, by })],
            }
        }
        StaffStep::Close => {
            card.is_closed = true;
            let mut replies = vec![note(&words::STAFF_CLOSED), shown(context, &card, at)];
            replies.extend(farewell(context, open));
            Turn {
                replies,
                records: vec![Record::Card(CardRecord::Closed {
                    card: name,
                    at_seconds,
                })],
            }
        }
        StaffStep::Reopen => {
            card.is_closed = false;
            Turn {
                replies: vec![note(&words::STAFF_REOPENED), shown(context, &card, at)],
                records: vec![Record::Card(CardRecord::Reopened { card: name })],
            }
        }
        StaffStep::Entries => {
            let rows = entries(context, open);
            if rows.is_empty() {
                return Turn::says(note(&words::STAFF_NO_ENTRIES));
            }
            let back = card::step_button(name, wording::BACK.get(language), StaffStep::Back, 0);
            let rows = rows.into_iter().chain([vec![back]]).collect();
            Turn::says(Reply::new(Delivery::Buttons(at), Vec::new()).with_choices(rows))
        }
        StaffStep::Back => {
            let rows = card::buttons(open, language, context.state.is_muted);
            Turn::says(Reply::new(Delivery::Buttons(at), Vec::new()).with_choices(rows))
        }
        StaffStep::Answer => with_entry(context, pressed, open, pick),
        StaffStep::Mute | StaffStep::Unmute => {
            let is_muted = step == StaffStep::Mute;
            card.is_closed |= is_muted;
            let words = match is_muted {
                true => words::STAFF_MUTED,
                false => words::STAFF_UNMUTED,
            };
            let mut records = vec![Record::Card(CardRecord::Muted {
                person: open.person.clone(),
                is_muted,
                at_seconds,
            })];
            if is_muted && !open.is_closed {
                records.push(Record::Card(CardRecord::Closed {
                    card: name,
                    at_seconds,
                }));
            }
            let blocks = card::blocks(&card, context.knowledge, language);
            let shown = Reply::new(Delivery::Replace(at), blocks)
                .with_choices(card::buttons(&card, language, is_muted));
            Turn {
                replies: vec![note(&words), shown],
                records,
            }
        }
        // The admin service takes these from those who may change entries.
        StaffStep::MakeEntry | StaffStep::OutOfScope => {
            Turn::says(note(&words::STAFF_EDITORS_ONLY))
        }
    }
}

/// The entries that may answer, a button each.
fn entries(context: &Context<'_>, open: &StaffCard) -> Vec<Vec<Button>> {
    let language = open.asked.language;
    let nearest = open.asked.nearest.iter().enumerate();
    nearest
        .filter_map(|(at, (id, _))| {
            let title = context.knowledge.entry(id)?.title(language);
            let card = open.asked.card;
            Some(vec![card::step_button(card, title, StaffStep::Answer, at)])
        })
        .collect()
}

/// Answers the person with an entry, as the bot shows it.
fn with_entry(context: &Context<'_>, pressed: &Press, open: &StaffCard, pick: usize) -> Turn {
    let language = open.asked.language;
    let note = |words: &LocalizedText| Turn::says(Reply::note(&pressed.id, words.get(language)));
    let entry = open.asked.nearest.get(pick);
    let Some(entry) = entry.and_then(|(id, _)| context.knowledge.entry(id)) else {
        return note(&wording::ENTRY_GONE);
    };
    let Some(to) = open.to else {
        return note(&words::STAFF_NOT_SENT);
    };
    let audience = Audience {
        first: language,
        both: false,
    };
    let view = View {
        turn: open.asked.question,
        back: false,
        feedback: false,
    };
    let reply_to = open.asked.in_group.then_some(open.asked.message);
    let link = Some(card::link(open, CardRole::ToPerson));
    let mut answer = Reply::elsewhere(to, Way::Send { reply_to }, link, Vec::new());
    let said = answer::reply(context, &audience, entry, view, answer.delivery.clone());
    answer.blocks = said.blocks;
    answer.image = said.image;
    answer.choices = answer::links(entry, language)
        .into_iter()
        .map(|button| vec![button])
        .collect();
    let mut card = open.clone();
    card.answered_at = Some(context.incoming.at_seconds);
    card.is_closed = false;
    Turn {
        replies: vec![
            Reply::note(&pressed.id, words::STAFF_ANSWERED.get(language)),
            answer,
            shown(context, &card, context.incoming.message),
        ],
        records: vec![Record::Card(CardRecord::Answered {
            card: open.asked.card,
            at_seconds: context.incoming.at_seconds,
            words: open.reply.clone(),
        })],
    }
}

/// What the person is told when staff close a card; in a group that would be noise.
fn farewell(context: &Context<'_>, open: &StaffCard) -> Option<Reply> {
    let to = open
        .to
        .filter(|_| !open.asked.in_group && !open.is_closed)?;
    let words = match open.answered_at {
        Some(_) => words::TEAM_IS_DONE,
        None => words::TEAM_CLOSED,
    };
    let only = context.settings.languages.only();
    let line = words.get(only.unwrap_or(open.asked.language)).to_owned();
    let way = Way::Send { reply_to: None };
    Some(Reply::elsewhere(to, way, None, vec![Block::Plain(line)]))
}

/// What we say in the staff's chat when we come into it; cards that never got there follow.
fn joined(context: &Context<'_>, staff: &Staff) -> Turn {
    let audience = context.silent_audience();
    let mut turn = Turn::default();
    if !context.state.introduced {
        let said = Reply::send(None, words::STAFF_WELCOME.blocks(&audience));
        turn.replies.push(said);
        turn.records.push(Record::Introduced {
            chat: context.state.chat_key.chat.clone(),
            at_seconds: context.incoming.at_seconds,
        });
    }
    let waiting = context.state.waiting_cards.iter();
    let cards = waiting.map(|open| card::new(open, staff, context.knowledge));
    turn.replies.extend(cards);
    turn
}
