//! A card as it stands in the staff's chat, and the turn that puts it there.

use crate::conversation::context::Turn;
use crate::conversation::staff::settings::Staff;
use crate::conversation::wording::LocalizedText;
use crate::conversation::wording::staff as words;
use crate::knowledge::Knowledge;
use crate::model::card::{CardLink, CardReason, CardRecord, CardRole, Earlier, StaffCard};
use crate::model::ids::TurnId;
use crate::model::record::{PastTurn, Record, TurnKind};
use crate::model::reply::{Block, Button, Choice, Delivery, Reply, StaffStep, Way};
use crate::text::Language;

/// How many of the nearest entries a card shows.
pub(in crate::conversation) const NEAREST: usize = 3;
/// How much of the code that stands for a person is shown, in characters: enough to tell a few
/// hundred people apart.
const CODE_CHARS: usize = 6;
/// How much of a question names a topic, in characters; Telegram takes 128.
const TOPIC_CHARS: usize = 40;
/// How much of what was asked before is shown of one question, in characters.
const EARLIER_CHARS: usize = 200;

/// The card that this turn opens.
pub fn opened(turn: &Turn) -> Option<&StaffCard> {
    turn.records.iter().find_map(|record| match record {
        Record::Card(CardRecord::Opened { card, .. }) => Some(&**card),
        _ => None,
    })
}

/// Has the turn, which opens a card, put it into the staff's chat. `before` is what the person asked
/// within the last minutes, latest first; `has_topic` says whether the person has a topic there.
pub fn announce(
    turn: &mut Turn,
    staff: &Staff,
    knowledge: &Knowledge,
    before: &[PastTurn],
    has_topic: bool,
) {
    let found = turn.records.iter_mut().find_map(|record| match record {
        Record::Card(CardRecord::Opened { card, .. }) => Some(card),
        _ => None,
    });
    let Some(card) = found else {
        return;
    };
    let question = card.asked.question;
    let told = before
        .iter()
        .rev()
        .filter(|turn| turn.kind != TurnKind::Command && turn.turn != question)
        .filter(|turn| !turn.text.is_empty());
    card.asked.earlier = told
        .map(|turn| Earlier {
            at_seconds: turn.at_seconds,
            text: turn.text.chars().take(EARLIER_CHARS).collect(),
            entry: turn.answered().cloned(),
        })
        .collect();
    let card = (**card).clone();
    if staff.topics && !has_topic {
        turn.replies.push(Reply::elsewhere(
            staff.place(),
            Way::Topic(topic_name(&card)),
            Some(link(&card, CardRole::Topic)),
            Vec::new(),
        ));
        turn.records.push(Record::Card(CardRecord::TopicAsked {
            person: card.person.clone(),
            chat: staff.chat.number(),
            card: card.asked.card,
        }));
    }
    turn.replies.push(new(&card, staff, knowledge));
}

/// The card as a new message.
pub(in crate::conversation) fn new(
    card: &StaffCard,
    staff: &Staff,
    knowledge: &Knowledge,
) -> Reply {
    let way = Way::Send { reply_to: None };
    let link = Some(link(card, CardRole::Card));
    let language = card.asked.language;
    Reply::elsewhere(staff.place(), way, link, blocks(card, knowledge, language))
        .with_choices(buttons(card, language, false))
}

/// Something that is said below a card.
pub(in crate::conversation) fn below(card: &StaffCard, staff: &Staff, blocks: Vec<Block>) -> Reply {
    let way = Way::Send { reply_to: None };
    Reply::elsewhere(
        staff.place(),
        way,
        Some(link(card, CardRole::Below)),
        blocks,
    )
}

/// That an answer of the staff did not arrive, in reply to it where it is known.
pub fn not_delivered(card: &StaffCard, staff: &Staff, said: Option<i64>, why: &str) -> Reply {
    let line = words::NOT_DELIVERED.fill(card.asked.language, &[("why", why)]);
    let way = Way::Send { reply_to: said };
    let link = Some(link(card, CardRole::Below));
    Reply::elsewhere(staff.place(), way, link, vec![Block::Plain(line)])
}

/// What admins read where the staff's chat is out of reach.
pub fn staff_out_of_reach(why: &str) -> Reply {
    let line = |language| Block::Plain(words::OUT_OF_REACH.fill(language, &[("why", why)]));
    Reply::send(None, vec![line(Language::Zh), line(Language::En)])
}

/// What the staff's chat reads of an answer that one of them wrote on the admins' page.
pub fn said_on_page(card: &StaffCard, staff: &Staff, who: &str, text: &str) -> Reply {
    let names = [("who", who), ("text", text)];
    let line = words::SAID_ON_PAGE.fill(card.asked.language, &names);
    below(card, staff, vec![Block::Plain(line)])
}

/// What admins read where the staff's chat goes on under another number.
pub fn staff_moved(from: i64, to: i64) -> Vec<Block> {
    let (from, to) = (from.to_string(), to.to_string());
    let numbers = [("from", from.as_str()), ("to", to.as_str())];
    let line = |language| Block::Plain(words::STAFF_MOVED.fill(language, &numbers));
    vec![line(Language::Zh), line(Language::En)]
}

/// What a message of this role has to do with the card.
pub(in crate::conversation) fn link(card: &StaffCard, role: CardRole) -> CardLink {
    CardLink {
        card: card.asked.card,
        role,
    }
}

/// The name of the topic for a person's cards.
pub fn topic_name(card: &StaffCard) -> String {
    let words: String = card.asked.text.chars().take(TOPIC_CHARS).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {words}", code(card)).trim_end().to_owned()
}

/// How a person is called before the staff.
pub(in crate::conversation) fn code(card: &StaffCard) -> String {
    card.person.as_str().chars().take(CODE_CHARS).collect()
}

/// What the card says.
pub(in crate::conversation) fn blocks(
    card: &StaffCard,
    knowledge: &Knowledge,
    language: Language,
) -> Vec<Block> {
    let asked = &card.asked;
    let head = match asked.text.as_str() {
        "" => words::CARD_WANTS_PEOPLE.get(language).to_owned(),
        text => words::CARD_QUESTION.fill(language, &[("text", text)]),
    };
    let why: LocalizedText = match asked.why {
        CardReason::NoAnswer => words::CARD_NO_ANSWER,
        CardReason::NotHelpful => words::CARD_NOT_HELPFUL,
        CardReason::AskedFor => words::CARD_ASKED_FOR,
    };
    let place = match asked.in_group {
        true => words::CARD_GROUP,
        false => words::CARD_PRIVATE,
    };
    let facts = words::CARD_FACTS.fill(
        language,
        &[
            ("why", why.get(language)),
            ("language", words::CARD_LANGUAGE.get(asked.language)),
            ("place", place.get(language)),
            ("code", &code(card)),
        ],
    );
    let mut blocks = vec![Block::Title(head), Block::Plain(facts)];
    let title = |id: &_| knowledge.entry(id).map(|entry| entry.title(language));
    let nearest: Vec<String> = asked
        .nearest
        .iter()
        .filter_map(|(id, sure)| Some((title(id)?, sure)))
        .enumerate()
        .map(|(at, (title, sure))| format!("{}. {title} ({:.0}%)", at + 1, sure * 100.0))
        .collect();
    if !nearest.is_empty() {
        let head = words::CARD_NEAREST.get(language);
        blocks.push(Block::Plain(format!("{head}\n{}", nearest.join("\n"))));
    }
    let earlier: Vec<String> = asked
        .earlier
        .iter()
        .map(|one| {
            let minutes = (asked.at_seconds - one.at_seconds).max(0) / 60;
            let values = [("n", &*minutes.to_string()), ("text", &*one.text)];
            let line = match minutes {
                0 => words::CARD_JUST_BEFORE,
                _ => words::CARD_EARLIER_LINE,
            };
            let line = line.fill(language, &values);
            match one.entry.as_ref().and_then(title) {
                Some(title) => format!("{line} → {title}"),
                None => line,
            }
        })
        .collect();
    if !earlier.is_empty() {
        let head = words::CARD_EARLIER.get(language);
        let told = format!("{head}\n{}", earlier.join("\n"));
        blocks.push(Block::Quote(vec![Block::Plain(told)]));
    }
    blocks.push(Block::Plain(state(card, language)));
    blocks
}

/// The card, changed, in place of what its message says.
pub fn shown_card(card: &StaffCard, knowledge: &Knowledge, message: i64) -> Reply {
    let language = card.asked.language;
    Reply::new(
        Delivery::Replace(message),
        blocks(card, knowledge, language),
    )
    .with_choices(buttons(card, language, false))
}

/// The card, changed, in place of what this message of the staff's chat says; from elsewhere.
pub fn shown_card_there(
    card: &StaffCard,
    staff: &Staff,
    knowledge: &Knowledge,
    message: i64,
) -> Reply {
    let language = card.asked.language;
    let blocks = blocks(card, knowledge, language);
    Reply::elsewhere(staff.place(), Way::Edit(message), None, blocks)
        .with_choices(buttons(card, language, false))
}

/// How far the card is.
fn state(card: &StaffCard, language: Language) -> String {
    if card.is_closed {
        return words::CARD_CLOSED.get(language).to_owned();
    }
    if card.answered_at.is_some() {
        return words::CARD_ANSWERED.get(language).to_owned();
    }
    match &card.taken_by {
        Some(name) => words::CARD_TAKEN.fill(language, &[("name", name)]),
        None => words::CARD_WAITS.get(language).to_owned(),
    }
}

/// The buttons below the card.
pub(in crate::conversation) fn buttons(
    card: &StaffCard,
    language: Language,
    is_muted: bool,
) -> Vec<Vec<Button>> {
    let button =
        |words: LocalizedText, step| step_button(card.asked.card, words.get(language), step, 0);
    let mute = match is_muted {
        true => button(words::UNMUTE, StaffStep::Unmute),
        false => button(words::MUTE, StaffStep::Mute),
    };
    if card.is_closed {
        return vec![
            vec![button(words::REOPEN, StaffStep::Reopen)],
            vec![button(words::MAKE_ENTRY, StaffStep::MakeEntry), mute],
        ];
    }
    vec![
        vec![
            button(words::TAKE, StaffStep::Take),
            button(words::CLOSE, StaffStep::Close),
        ],
        vec![
            button(words::ANSWER_WITH_ENTRY, StaffStep::Entries),
            button(words::MAKE_ENTRY, StaffStep::MakeEntry),
        ],
        vec![button(words::OUT_OF_SCOPE, StaffStep::OutOfScope), mute],
    ]
}

/// A button below a card.
pub(in crate::conversation) fn step_button(
    card: TurnId,
    label: &str,
    step: StaffStep,
    pick: usize,
) -> Button {
    let choice = Choice::StaffCard {
        turn: card,
        step,
        pick: u8::try_from(pick).unwrap_or(u8::MAX),
    };
    Button::choose(label, choice)
}
