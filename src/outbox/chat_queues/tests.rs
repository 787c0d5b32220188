//! Cases of the order in which messages go out.

use crate::outbox::chat_queues::*;
use crate::store::PendingMessage;

fn item(id: OutboxId, chat: Option<i64>) -> QueuedMessage {
    QueuedMessage {
        message: PendingMessage {
            id,
            turn: 1,
            chat,
            urgent: chat.is_none(),
            carries: true,
            ..PendingMessage::default()
        },
        tries: 0,
        moved: false,
        permit: None,
        since: Instant::now(),
    }
}

fn sent(step: Step) -> QueuedMessage {
    match step {
        Step::Send(item) => *item,
        Step::Wait(until) => panic!("waits until {until:?}"),
    }
}

fn waits(step: Step) -> Option<Instant> {
    match step {
        Step::Send(item) => panic!("sends {}", item.message.id),
        Step::Wait(until) => until,
    }
}

#[test]
fn a_chat_that_is_held_back_makes_nobody_else_wait() {
    let now = Instant::now();
    let mut queues = ChatQueues::default();
    queues.admit(item(1, Some(5)), now);
    queues.admit(item(2, Some(6)), now);
    let later = now + Duration::from_secs(3);
    queues.hold_back(QueueKey::Chat(5), later);
    let Step::Send(sent) = queues.step(now) else {
        panic!("the other chat's message goes");
    };
    assert_eq!(sent.message.id, 2);
    queues.finish(&sent, true, now);
    let Step::Wait(until) = queues.step(now) else {
        panic!("it is too early");
    };
    assert_eq!(until, Some(later));
    let Step::Send(sent) = queues.step(later) else {
        panic!("it is time");
    };
    assert_eq!(sent.message.id, 1);
}

#[test]
fn one_of_a_chat_at_a_time_and_chats_side_by_side() {
    let now = Instant::now();
    let mut queues = ChatQueues::default();
    for (id, chat) in [(1, 5), (2, 5), (3, 6)] {
        queues.admit(item(id, Some(chat)), now);
    }
    queues.admit(item(1, Some(5)), now);
    assert_eq!(queues.len(), 3, "the same message twice is one message");
    let first = sent(queues.step(now));
    let now = now + Duration::from_millis(100);
    let other = sent(queues.step(now));
    assert_eq!((first.message.id, other.message.id), (1, 3));
    assert_eq!(
        waits(queues.step(now)),
        None,
        "the chat's next waits for its first"
    );
    queues.finish(&other, true, now);
    queues.finish(&first, true, now);
    assert_eq!(sent(queues.step(now)).message.id, 2);
}

#[test]
fn acknowledgements_go_first_and_past_the_limit() {
    let now = Instant::now();
    let mut queues = ChatQueues::default();
    queues.admit(item(1, Some(5)), now);
    let _on_its_way = sent(queues.step(now));
    queues.admit(item(2, Some(6)), now);
    queues.admit(item(3, None), now);
    assert_eq!(sent(queues.step(now)).message.id, 3);
    assert!(waits(queues.step(now)).is_some_and(|at| at > now));
}

#[test]
fn a_chat_that_must_wait_makes_nobody_else_wait() {
    let now = Instant::now();
    let mut queues = ChatQueues::default();
    queues.admit(item(1, Some(5)), now);
    queues.admit(item(2, Some(5)), now);
    let first = sent(queues.step(now));
    let until = now + Duration::from_secs(7);
    queues.retry(first, until, now);
    queues.admit(item(3, Some(6)), now);
    let other = sent(queues.step(now));
    assert_eq!(other.message.id, 3);
    queues.finish(&other, true, now);
    assert_eq!(waits(queues.step(now)), Some(until));
    assert_eq!(sent(queues.step(until)).message.id, 1, "in order");
}

#[test]
fn when_telegram_is_down_one_letter_tries_the_way() {
    let mut now = Instant::now();
    let mut queues = ChatQueues::default();
    for id in 1..=20 {
        queues.admit(item(id, Some(id)), now);
    }
    for _ in 0..DOWN_AFTER {
        let tried = sent(queues.step(now));
        assert!(queues.way_failed(tried, now).is_none());
    }
    assert!(queues.is_down());
    for _ in 0..50 {
        let at = waits(queues.step(now)).expect("a moment to try again");
        assert!(at > now && at <= now + TRIAL_WAITS.1, "soon enough");
        now = at;
        let tried = sent(queues.step(now));
        assert_eq!(waits(queues.step(now)), None, "one at a time");
        assert!(
            queues.way_failed(tried, now).is_none(),
            "an outage costs no tries"
        );
    }
    now = waits(queues.step(now)).unwrap();
    let through = sent(queues.step(now));
    queues.finish(&through, true, now);
    for _ in 0..19 {
        let freed = sent(queues.step(now));
        queues.finish(&freed, true, now);
    }
}

#[test]
fn a_letter_that_always_fails_is_given_up() {
    let mut now = Instant::now();
    let mut queues = ChatQueues::default();
    queues.admit(item(1, Some(1)), now);
    let mut id = 2;
    loop {
        match queues.step(now) {
            Step::Wait(until) => now = until.expect("a moment"),
            Step::Send(bad) if bad.message.id == 1 => {
                if let Some(given_up) = queues.way_failed(*bad, now) {
                    assert_eq!(given_up.tries, MOST_TRIES);
                    return;
                }
                // Meanwhile others get through.
                queues.admit(item(id, Some(id)), now);
                id += 1;
            }
            Step::Send(good) => queues.finish(&good, true, now),
        }
    }
}
