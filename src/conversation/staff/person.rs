//! The person's side: what goes to the staff of what a person says and presses.

use crate::conversation::context::{Context, Turn};
use crate::conversation::masking::mask;
use crate::conversation::staff::settings::Staff;
use crate::conversation::staff::{ask, card};
use crate::conversation::typed::smalltalk::{Smalltalk, smalltalk};
use crate::conversation::wording::staff as words;
use crate::conversation::wording::{self, Audience};
use crate::model::card::{CardQuestion, CardReason, CardRecord, StaffCard};
use crate::model::incoming::{Address, NonText, Press, Question, What};
use crate::model::record::{PastTurn, Record, TurnKind};
use crate::model::reply::{Block, Delivery, Reply, Way};
use crate::text::Language;

/// So long after staff answered, in seconds, what a person writes is for them and the bot says
/// nothing to it: an hour.
const TALK_SECONDS: i64 = 3600;

/// How much of what a person adds is passed on, in characters: Telegram's own limit of a message.
const ADDED_CHARS: usize = 4000;

/// Passes on what concerns people of what this turn says and keeps: a new card, or something
/// below the one that is open.
pub(in crate::conversation) fn pass_on(context: &Context<'_>, turn: &mut Turn) {
    let Some(staff) = ask::reachable(context) else {
        return;
    };
    match &context.state.staff_card {
        Some(open) => add(context, staff, open, turn),
        None => begin(context, staff, turn),
    }
}

/// Opens a card where this turn found nothing, or nothing that helped.
fn begin(context: &Context<'_>, staff: &Staff, turn: &mut Turn) {
    let wants_people = matches!(&context.incoming.what,
        What::Question(asked) if smalltalk(&asked.text) == Some(Smalltalk::WantsPerson));
    let found = turn.records.iter().find_map(|record| match record {
        Record::Turn(past) if past.kind == TurnKind::Unanswered && staff.by_itself => {
            Some((past.clone(), CardReason::NoAnswer))
        }
        Record::Turn(past) if past.kind == TurnKind::Smalltalk && wants_people => {
            let mut past = past.clone();
            past.text.clear();
            Some((past, CardReason::AskedFor))
        }
        Record::Feedback { helpful: false, .. } if staff.by_itself => {
            let screen = context.state.screen.as_ref().map(|screen| &screen.turn);
            let earlier = context.state.earlier.as_ref().or(screen)?.clone();
            Some((earlier, CardReason::NotHelpful))
        }
        _ => None,
    });
    if let Some((past, why)) = found {
        turn.records.extend(open(context, &past, why));
    }
}

/// The record that opens a card for what was asked in this turn.
fn open(context: &Context<'_>, past: &PastTurn, why: CardReason) -> Option<Record> {
    let incoming = context.incoming;
    let asked = CardQuestion {
        card: incoming.turn,
        at_seconds: incoming.at_seconds,
        question: past.turn,
        message: past.answer_to,
        language: past.language,
        text: past.text.clone(),
        nearest: past
            .candidates
            .iter()
            .take(card::NEAREST)
            .cloned()
            .collect(),
        why,
        in_group: incoming.place.is_group(),
        earlier: Vec::new(),
    };
    let card = StaffCard {
        asked,
        person: context.state.person.clone()?,
        to: Some(incoming.place),
        is_closed: false,
        taken_by: None,
        answered_at: None,
        reply: String::new(),
    };
    Some(Record::Card(CardRecord::Opened {
        card: Box::new(card),
        chat: context.state.chat_key.chat.clone(),
    }))
}

/// Puts below the open card what the person said, and what the bot said to it.
fn add(context: &Context<'_>, staff: &Staff, open: &StaffCard, turn: &mut Turn) {
    let language = open.asked.language;
    let now = context.incoming.at_seconds;
    let in_talk = open.answered_at.is_some_and(|at| now - at < TALK_SECONDS);
    match &context.incoming.what {
        What::Question(asked) if asked.address == Address::Direct => {
            if is_same(context, turn) {
                return;
            }
            if in_talk {
                // They talk with each other.
                *turn = Turn::default();
            }
            turn.replies
                .extend(added(context, staff, open, asked, turn));
        }
        What::NonText(what) => {
            let is_nothing = *what == NonText::Sticker;
            if in_talk || !is_nothing {
                turn.replies.clear();
            }
            turn.replies.push(copied(context, staff, open, Vec::new()));
            if !in_talk && !is_nothing {
                let audience = context.silent_audience();
                let line = words::PASSED_ON_TOO.to(&audience).to_owned();
                let to = Some(context.incoming.message);
                turn.replies
                    .insert(0, Reply::send(to, vec![Block::Plain(line)]));
            }
        }
        What::Press(_) => {
            let lines = turn.records.iter().filter_map(|record| match record {
                Record::Feedback {
                    helpful: false,
                    entry,
                    ..
                } => {
                    let title = context.knowledge.entry(entry)?.title(language);
                    Some(words::ADDS_NOT_HELPFUL.fill(language, &[("title", title)]))
                }
                Record::Turn(past)
                    if past.kind == TurnKind::Unanswered && past.turn != open.asked.question =>
                {
                    Some(words::ADDS_NONE_FITS.fill(language, &[("text", &past.text)]))
                }
                _ => None,
            });
            let lines: Vec<Block> = lines.map(Block::Plain).collect();
            if !lines.is_empty() {
                turn.replies.push(card::below(open, staff, lines));
            }
        }
        What::Left => {
            let line = words::ASKER_LEFT.get(language).to_owned();
            turn.replies
                .push(card::below(open, staff, vec![Block::Plain(line)]));
        }
        _ => {}
    }
}

/// Whether an edit changed nothing, so that nothing was made of it.
fn is_same(context: &Context<'_>, turn: &Turn) -> bool {
    let is_edit = matches!(&context.incoming.what, What::Question(asked) if asked.edited);
    is_edit && turn.replies.is_empty() && context.state.earlier.is_some()
}

/// What a person said, below the card.
fn added(
    context: &Context<'_>,
    staff: &Staff,
    open: &StaffCard,
    asked: &Question,
    turn: &Turn,
) -> Option<Reply> {
    let language = open.asked.language;
    let text: String = mask(asked.text.trim()).chars().take(ADDED_CHARS).collect();
    let line = match (asked.edited, asked.has_file) {
        (true, _) => words::ADDS_EDITED,
        (false, true) => words::ADDS_FILE,
        (false, false) => words::ADDS,
    };
    let line = line.fill(language, &[("text", &text)]);
    if asked.has_file && !asked.edited {
        return Some(copied(context, staff, open, vec![Block::Plain(line)]));
    }
    if text.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Plain(line)];
    let answered = turn.records.iter().find_map(|record| match record {
        Record::Turn(past) if past.turn == context.incoming.turn => past.answered(),
        _ => None,
    });
    if let Some(entry) = answered.and_then(|id| context.knowledge.entry(id)) {
        let title = entry.title(language);
        let line = words::BOT_ANSWERED.fill(language, &[("title", title)]);
        blocks.push(Block::Plain(line));
    }
    Some(card::below(open, staff, blocks))
}

/// A picture or a file of the person, below the card.
fn copied(context: &Context<'_>, staff: &Staff, open: &StaffCard, caption: Vec<Block>) -> Reply {
    let mut reply = card::below(open, staff, caption);
    if let Delivery::Elsewhere(elsewhere) = &mut reply.delivery {
        elsewhere.way = Way::Copy {
            from: context.incoming.place.chat().unwrap_or_default(),
            message: context.incoming.message,
        };
    }
    reply
}

/// "Ask a person": a card, or a word on why there is none.
pub(in crate::conversation) fn ask(
    context: &Context<'_>,
    audience: &Audience,
    pressed: &Press,
) -> Turn {
    let Some(staff) = ask::reachable(context) else {
        return Turn::says(Reply::note(&pressed.id, words::NOBODY_TO_ASK.to(audience)));
    };
    if context.state.staff_card.is_some() {
        let note = words::WITH_THEM_ALREADY.to(audience);
        return Turn::says(Reply::note(&pressed.id, note));
    }
    let past = match &context.state.earlier {
        Some(earlier) => earlier.clone(),
        None => context.past_turn(audience),
    };
    let to = context.incoming.place.is_group().then_some(past.answer_to);
    let blocks = ask::passed_on(context, audience, staff, &words::PASSED_ON);
    let reply = Reply::send(to, blocks).with_choices(vec![vec![ask::solved(context, audience)]]);
    Turn {
        replies: vec![reply],
        records: open(context, &past, CardReason::AskedFor)
            .into_iter()
            .collect(),
    }
}

/// The person needs nobody any more.
pub(in crate::conversation) fn solved(
    context: &Context<'_>,
    audience: &Audience,
    pressed: &Press,
    card_turn: u64,
) -> Turn {
    let open = context.state.staff_card.as_ref();
    let open = open.filter(|card| card.asked.card == card_turn);
    let (Some(open), Some(staff)) = (open, &context.settings.staff) else {
        if context.incoming.place.is_group() {
            let words = wording::NOT_YOUR_BUTTON.to(audience);
            return Turn::says(Reply::note(&pressed.id, words));
        }
        return Turn {
            replies: vec![
                Reply::note(&pressed.id, words::GLAD_SOLVED.to(audience)),
                Reply::new(Delivery::Buttons(context.incoming.message), Vec::new()),
            ],
            records: Vec::new(),
        };
    };
    let mut closed = open.clone();
    closed.is_closed = true;
    let language: Language = open.asked.language;
    let said = words::PERSON_SOLVED.get(language).to_owned();
    let mut replies = vec![
        Reply::note(&pressed.id, words::GLAD_SOLVED.to(audience)),
        Reply::new(Delivery::Buttons(context.incoming.message), Vec::new()),
    ];
    if let Some(message) = context.state.card_message {
        replies.push(changed(context, &closed, staff, message));
    }
    replies.push(card::below(open, staff, vec![Block::Plain(said)]));
    Turn {
        replies,
        records: vec![Record::Card(CardRecord::Closed {
            card: card_turn,
            at_seconds: context.incoming.at_seconds,
        })],
    }
}

/// The card's own message, which says something else now.
fn changed(context: &Context<'_>, card: &StaffCard, staff: &Staff, message: i64) -> Reply {
    let language = card.asked.language;
    let blocks = card::blocks(card, context.knowledge, language);
    Reply::elsewhere(staff.place(), Way::Edit(message), None, blocks).with_choices(card::buttons(
        card,
        language,
        context.state.is_muted,
    ))
}

/// What stood in the staff's chat about somebody who is to be forgotten goes.
pub(in crate::conversation) fn forgotten(context: &Context<'_>) -> Option<Reply> {
    let staff = context.settings.staff.as_ref()?;
    let messages = context.state.about_person.clone();
    let way = Way::Delete(messages);
    let is_any = !context.state.about_person.is_empty();
    is_any.then(|| Reply::elsewhere(staff.place(), way, None, Vec::new()))
}
