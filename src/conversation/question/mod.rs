//! A question in words: answered, met with a few entries to choose from, or with the way to a
//! person. And what comes without words.

pub(in crate::conversation) mod several;
pub(in crate::conversation) mod way_back;

use crate::conversation::answer::{self, View};
use crate::conversation::context::{Context, Turn};
use crate::conversation::masking::mask;
use crate::conversation::offer;
use crate::conversation::question::several::Several;
use crate::conversation::staff::ask;
use crate::conversation::typed;
use crate::conversation::typed::smalltalk::{Smalltalk, smalltalk};
use crate::conversation::wording::Audience;
use crate::conversation::wording::staff as staff_words;
use crate::conversation::wording::{self, LocalizedText};
use crate::faq::{Entry, EntryId};
use crate::matcher::{Decision, Outcome};
use crate::model::incoming::{Address, NonText, Question};
use crate::model::record::{PastTurn, RecentAnswer, Record, TurnKind};
use crate::model::reply::{Action, Block, Button, Choice, Delivery, GroupReply, Reply};
use crate::text::Language;

/// How many candidates are remembered with a turn: what "not helpful" and admins go through.
pub(in crate::conversation) const REMEMBERED: usize = 8;

/// How much of a question is kept, in characters; what identifies a problem is said by then.
pub(in crate::conversation) const KEPT_CHARS: usize = 1000;

pub(in crate::conversation) fn respond(
    context: &Context<'_>,
    asked: &Question,
    outcome: Option<&Outcome>,
) -> Turn {
    let words = mask(asked.text.trim());
    if asked.edited && changes_nothing(context, &words) {
        return Turn::default();
    }
    let is_group = context.incoming.place.is_group();
    if !words.chars().any(char::is_alphanumeric) {
        if let Some(turn) = typed::respond(context, &context.silent_audience(), asked) {
            return turn;
        }
        if is_group && asked.replies_to.is_some() {
            // A face under our answer is for the others.
            return Turn::default();
        }
        if context.state.latest.is_some() && typed::is_only_marks(&asked.text) {
            // "???" right after a question adds nothing to it.
            return Turn::default();
        }
        return match asked.address {
            Address::Direct => non_text(context, NonText::Sticker),
            Address::Overheard => Turn::default(),
        };
    }
    let nothing_found;
    let outcome = match outcome {
        Some(outcome) => outcome,
        None => {
            nothing_found = Outcome {
                language: language_of(&words),
                candidates: Vec::new(),
                decision: Decision::None,
                contrast: None,
            };
            &nothing_found
        }
    };
    let can_choose = asked.address == Address::Direct && !asked.edited;
    if can_choose
        && !is_verbatim(outcome, &asked.text)
        && let Some(turn) = typed::respond(context, &context.audience(outcome.language), asked)
    {
        return turn;
    }
    let best = outcome.candidates.first().map(|best| &best.entry);
    if can_choose && let Some(turn) = typed::still_so(context, asked, best) {
        return turn;
    }
    if is_group && is_for_others(context, asked, outcome) {
        return Turn::default();
    }
    let talk = smalltalk(&asked.text).filter(|talk| match talk {
        // The FAQ may know better how to reach a person than we do.
        Smalltalk::WantsPerson => {
            let answers = matches!(outcome.decision, Decision::Answer(_));
            let is_there = ask::reachable(context).is_some() || offer::has_contact(context);
            !answers && is_there
        }
        _ => !is_verbatim(outcome, &asked.text),
    });
    if asked.address == Address::Overheard && (talk.is_some() || !is_very_sure(context, outcome)) {
        return Turn::default();
    }
    let audience = context.audience(outcome.language);
    let mut past = context.past_turn(&audience);
    past.answer_to = asked.answer_to;
    // Only where it is the other's question that is answered are the buttons theirs, too.
    let theirs = asked.about.as_ref().map(|about| about.message);
    past.asked_for = past.asked_for.filter(|_| theirs == Some(asked.answer_to));
    past.language = outcome.language;
    past.text = words.chars().take(KEPT_CHARS).collect();
    match talk {
        Some(talk) => small(context, &audience, asked, talk, past),
        None => decide(context, &audience, asked, outcome, past),
    }
}

/// Whether this reply to what we told somebody else is a remark to them: it asks nothing of its
/// own, and nothing answers it.
fn is_for_others(context: &Context<'_>, asked: &Question, outcome: &Outcome) -> bool {
    let Some(screen) = context
        .state
        .screen
        .as_ref()
        .filter(|_| asked.replies_to.is_some())
    else {
        return false;
    };
    let me = context.state.person.as_ref();
    let is_mine =
        me.is_some() && (screen.turn.person.as_ref() == me || screen.turn.asked_for.as_ref() == me);
    !is_mine
        && screen.turn.person.is_some()
        && !matches!(outcome.decision, Decision::Answer(_))
        && (!typed::is_question(&asked.text) || typed::is_remark(&asked.text))
}

/// A line that says what we can read.
pub(in crate::conversation) fn non_text(context: &Context<'_>, what: NonText) -> Turn {
    let audience = context.silent_audience();
    let words = match what {
        NonText::Sticker => wording::NON_TEXT_STICKER,
        NonText::Voice => wording::NON_TEXT_VOICE,
        NonText::Picture => wording::NON_TEXT_PICTURE,
        NonText::Other => wording::NON_TEXT_OTHER,
    };
    let mut reply = Reply::send(
        Some(context.incoming.message),
        vec![Block::Plain(words.to(&audience).to_owned())],
    );
    reply.lifetime_seconds = context.short_lifetime();
    let mut past = context.past_turn(&audience);
    past.kind = TurnKind::Smalltalk;
    Turn {
        replies: vec![reply],
        records: vec![Record::Turn(past)],
    }
}

fn decide(
    context: &Context<'_>,
    audience: &Audience,
    asked: &Question,
    outcome: &Outcome,
    mut past: PastTurn,
) -> Turn {
    let turn = context.incoming.turn;
    let delivery = delivery(context, asked);
    past.candidates = outcome
        .candidates
        .iter()
        .take(REMEMBERED)
        .map(|candidate| (candidate.entry.clone(), candidate.confidence))
        .collect();
    if asked.address == Address::Direct
        && let Some(several) = several::read(context, &asked.text, outcome)
    {
        return answer_several(context, audience, &several, delivery, past);
    }
    let reply = match &outcome.decision {
        Decision::Answer(id) => match context.entry(id) {
            Some(entry) => {
                to_front(&mut past.candidates, id);
                past.kind = TurnKind::Answered;
                match recent(context, id) {
                    Some(_) if asked.address == Address::Overheard => return Turn::default(),
                    Some(recent) => {
                        past.kind = TurnKind::Repeated;
                        pointer(context, audience, entry, recent, delivery)
                    }
                    None => {
                        let view = View {
                            turn,
                            back: false,
                            feedback: true,
                        };
                        answer::reply(context, audience, entry, view, delivery)
                    }
                }
            }
            None => offered(&mut past, TurnKind::Unanswered, delivery, {
                offer::nothing(context, audience, turn)
            }),
        },
        Decision::Suggest(ids) => {
            for id in ids.iter().rev() {
                to_front(&mut past.candidates, id);
            }
            let ids = &ids[..ids.len().min(context.settings.suggestions)];
            offered(&mut past, TurnKind::Suggested, delivery, {
                let contrast = outcome.contrast.as_ref();
                let asked = contrast.map(|contrast| mask(&contrast.words));
                offer::suggestions(context, audience, turn, ids, asked.as_deref())
            })
        }
        Decision::None => offered(&mut past, TurnKind::Unanswered, delivery, {
            offer::nothing(context, audience, turn)
        }),
    };
    Turn {
        replies: vec![reply],
        records: vec![Record::Turn(past)],
    }
}

/// Every question of a message, in one reply.
fn answer_several(
    context: &Context<'_>,
    audience: &Audience,
    several: &Several,
    delivery: Delivery,
    mut past: PastTurn,
) -> Turn {
    for id in several.shown().iter().rev() {
        to_front(&mut past.candidates, id);
    }
    past.kind = if several.answers.is_empty() {
        TurnKind::Suggested
    } else {
        TurnKind::Answered
    };
    let view = View {
        turn: context.incoming.turn,
        back: false,
        feedback: true,
    };
    Turn {
        replies: vec![several::reply(context, audience, several, view, delivery)],
        records: vec![Record::Turn(past)],
    }
}

fn offered(past: &mut PastTurn, kind: TurnKind, delivery: Delivery, offer: offer::Offer) -> Reply {
    past.kind = kind;
    let (blocks, choices) = offer;
    Reply::new(delivery, blocks).with_choices(choices)
}

fn small(
    context: &Context<'_>,
    audience: &Audience,
    asked: &Question,
    talk: Smalltalk,
    mut past: PastTurn,
) -> Turn {
    let words: LocalizedText = match talk {
        Smalltalk::NeedsHelp => wording::HELP,
        talk => small_words(talk),
    };
    past.kind = TurnKind::Smalltalk;
    let mut blocks = vec![Block::Plain(words.to(audience).to_owned())];
    let mut rows = Vec::new();
    if talk == Smalltalk::WantsPerson {
        if let Some(staff) = ask::reachable(context) {
            blocks = ask::passed_on(context, audience, staff, &staff_words::PASSED_ON);
            rows.push(vec![ask::solved(context, audience)]);
        }
        blocks.extend(offer::contact(context, audience));
    }
    let mut reply = Reply::new(delivery(context, asked), blocks).with_choices(rows);
    if matches!(reply.delivery, Delivery::Send { .. }) {
        reply.lifetime_seconds = context.short_lifetime();
    }
    Turn {
        replies: vec![reply],
        records: vec![Record::Turn(past)],
    }
}

/// The line that answers small talk.
pub(in crate::conversation) fn small_words(talk: Smalltalk) -> LocalizedText {
    match talk {
        Smalltalk::Greeting => wording::GREETING,
        Smalltalk::Thanks => wording::THANKS,
        Smalltalk::Farewell => wording::FAREWELL,
        Smalltalk::Agreement => wording::AGREEMENT,
        Smalltalk::WhoAreYou | Smalltalk::NeedsHelp => wording::WHO_AM_I,
        Smalltalk::WantsPerson => wording::REACH_A_PERSON,
    }
}

/// A changed question changes its answer, unless somebody already said something of it.
fn delivery(context: &Context<'_>, asked: &Question) -> Delivery {
    let reply_to = Some(asked.answer_to);
    match &context.state.earlier {
        Some(earlier) if asked.edited && !context.state.is_settled => Delivery::Correct {
            turn: earlier.turn,
            reply_to,
        },
        _ => Delivery::Send { reply_to },
    }
}

fn changes_nothing(context: &Context<'_>, words: &str) -> bool {
    let kept = |earlier: &PastTurn| words.chars().take(KEPT_CHARS).eq(earlier.text.chars());
    context.state.earlier.as_ref().is_some_and(kept)
}

/// Whether the FAQ itself has these very words as a way to ask: then it is a question.
pub(in crate::conversation) fn is_verbatim(outcome: &Outcome, text: &str) -> bool {
    let best = outcome.candidates.first();
    matches!(outcome.decision, Decision::Answer(_))
        && best.is_some_and(|best| best.phrasing.trim().eq_ignore_ascii_case(text.trim()))
}

fn is_very_sure(context: &Context<'_>, outcome: &Outcome) -> bool {
    let confidence = outcome
        .candidates
        .first()
        .map_or(0.0, |best| best.confidence);
    context.group().listening
        && matches!(outcome.decision, Decision::Answer(_))
        && confidence >= context.settings.listening_confidence
}

/// The same answer given in this chat a moment ago, to another message.
fn recent<'c>(context: &Context<'c>, entry: &EntryId) -> Option<&'c RecentAnswer> {
    if !context.incoming.place.is_group() {
        return None;
    }
    // Where answers are hidden, one whose message is not known may have been seen by nobody else.
    let are_hidden = context.group().reply == GroupReply::Ephemeral;
    let corrected = context.state.earlier.as_ref().map(|earlier| earlier.turn);
    let state: &'c super::State = context.state;
    state
        .recent
        .iter()
        .filter(|recent| !are_hidden || recent.message.is_some())
        .find(|recent| recent.entry == *entry && Some(recent.turn) != corrected)
}

/// Points to the earlier answer instead of repeating it; the article stays at hand.
fn pointer(
    context: &Context<'_>,
    audience: &Audience,
    entry: &Entry,
    recent: &RecentAnswer,
    delivery: Delivery,
) -> Reply {
    let title = entry.title(audience.first);
    let line = wording::JUST_ANSWERED.fill(audience.first, &[("title", title)]);
    let turn = context.incoming.turn;
    let mut first_row = Vec::new();
    if let Some(message) = recent.message {
        first_row.push(Button {
            label: wording::SEE_ABOVE.to(audience).to_owned(),
            action: Action::GoTo(message),
        });
    }
    first_row.push(Button::choose(
        wording::SHOW_HERE.to(audience),
        Choice::Show {
            turn,
            entry: entry.id.clone(),
        },
    ));
    let mut rows = vec![first_row];
    rows.extend(
        answer::links(entry, audience.first)
            .into_iter()
            .take(1)
            .map(|b| vec![b]),
    );
    let mut reply = Reply::new(delivery, vec![Block::Plain(line)]).with_choices(rows);
    if matches!(reply.delivery, Delivery::Send { .. }) {
        reply.lifetime_seconds = context.short_lifetime();
    }
    reply
}

pub(in crate::conversation) fn to_front(candidates: &mut Vec<(EntryId, f64)>, id: &EntryId) {
    let at = candidates.iter().position(|(known, _)| known == id);
    let found = at.map_or((id.clone(), 0.0), |at| candidates.remove(at));
    candidates.insert(0, found);
}

/// The language of words that matching has not seen.
pub(in crate::conversation) fn language_of(words: &str) -> Language {
    let chinese = |c: char| matches!(u32::from(c), 0x3400..=0x9FFF | 0x20000..=0x3FFFD);
    if words.chars().any(chinese) {
        Language::Zh
    } else {
        Language::En
    }
}
