//! Order within a chat, bounded memory, pauses, the end.

use crate::inbox::handler::testing::TestUpdate;
use crate::inbox::scheduler::*;

fn job(id: u64, chat: i64) -> Job<TestUpdate> {
    Job {
        update: TestUpdate { id, chat },
        at_seconds: 0,
        taken: Instant::now(),
        is_old: false,
    }
}

fn taken(scheduler: &Scheduler<TestUpdate>) -> Option<u64> {
    match scheduler.take(false) {
        Task::Handle(job) => Some(job.update.id),
        _ => None,
    }
}

fn started() -> Scheduler<TestUpdate> {
    let scheduler = Scheduler::<TestUpdate>::new();
    assert!(matches!(scheduler.take(false), Task::Refill(None, CHUNK)));
    scheduler.refill(Vec::new(), CHUNK);
    scheduler
}

#[test]
fn a_chat_keeps_its_order_and_holds_nobody_up() {
    let scheduler = started();
    scheduler.offer(vec![job(1, 5), job(2, 5), job(3, 6), job(1, 5)]);
    assert_eq!((taken(&scheduler), taken(&scheduler)), (Some(1), Some(3)));
    assert_eq!(taken(&scheduler), None, "2 waits for 1");
    scheduler.release([(3, Some(6))]);
    assert_eq!(taken(&scheduler), None);
    scheduler.release([(1, Some(5))]);
    assert_eq!(taken(&scheduler), Some(2));
    scheduler.give_back(job(2, 5));
    assert_eq!(taken(&scheduler), Some(2));
    scheduler.release([(2, Some(5))]);
    assert!(scheduler.is_empty());
}

#[test]
fn an_update_alone_is_taken_at_once_and_keeps_its_place() {
    let scheduler = Scheduler::<TestUpdate>::new();
    assert!(!scheduler.take_alone(&job(1, 5)), "the journal comes first");
    let scheduler = started();
    assert!(scheduler.take_alone(&job(1, 5)));
    assert!(!scheduler.take_alone(&job(2, 6)), "one at a time");
    scheduler.offer(vec![job(2, 5), job(1, 5), job(3, 6)]);
    assert_eq!((taken(&scheduler), taken(&scheduler)), (Some(3), None));
    scheduler.release([(1, Some(5)), (3, Some(6))]);
    assert_eq!(taken(&scheduler), Some(2));
    scheduler.release([(2, Some(5))]);
    assert!(scheduler.is_empty() && scheduler.take_alone(&job(4, 5)));
    scheduler.release([(4, Some(5))]);
    scheduler.pause(true);
    assert!(!scheduler.take_alone(&job(5, 5)));
}

#[test]
fn an_update_that_waits_holds_its_chat_up_neither_before_nor_after() {
    let scheduler = started();
    scheduler.offer(vec![job(1, 5), job(2, 5)]);
    assert_eq!(taken(&scheduler), Some(1));
    scheduler.pass(5);
    assert_eq!(taken(&scheduler), Some(2));
    scheduler.come_back(job(1, 5));
    assert_eq!(taken(&scheduler), None, "2 is being handled");
    scheduler.release([(2, Some(5))]);
    assert_eq!(taken(&scheduler), Some(1));
    scheduler.pass(5);
    scheduler.come_back(job(1, 5));
    assert_eq!(taken(&scheduler), Some(1), "alone in its chat");
    scheduler.release([(1, Some(5))]);
    assert!(scheduler.is_empty());
}

#[test]
fn memory_is_bounded_and_order_outlives_that() {
    let scheduler = started();
    let all = HELD as u64 + 100;
    scheduler.offer((1..=all).map(|id| job(id, 5)).collect());
    assert_eq!(scheduler.len(), HELD);
    // There is room again, but what was left behind comes first.
    let mut handled = 0;
    loop {
        match scheduler.take(false) {
            Task::Handle(job) => {
                assert_eq!(job.update.id, handled + 1);
                handled += 1;
                scheduler.release([(handled, Some(5))]);
                if handled == 10 {
                    scheduler.offer(vec![job_after(all)]);
                }
            }
            Task::Refill(after, wanted) => {
                let from = after.map_or(1, |after| after + 1);
                let rows = (from..=all + 1)
                    .filter(|id| *id > handled)
                    .take(wanted as usize);
                scheduler.refill(rows.map(|id| job(id, 5)).collect(), wanted);
            }
            _ => break,
        }
    }
    assert_eq!(handled, all + 1);
    assert!(scheduler.is_empty());
}

#[test]
fn what_comes_while_the_journal_is_read_is_not_lost() {
    let scheduler = Scheduler::<TestUpdate>::new();
    assert!(matches!(scheduler.take(false), Task::Refill(None, _)));
    scheduler.offer(vec![job(7, 5)]);
    scheduler.refill(vec![job(3, 5)], CHUNK);
    assert!(matches!(scheduler.take(false), Task::Refill(Some(6), _)));
    scheduler.refill(vec![job(7, 5)], CHUNK);
    assert_eq!(taken(&scheduler), Some(3));
}

fn job_after(id: u64) -> Job<TestUpdate> {
    job(id + 1, 5)
}

#[test]
fn nothing_is_handed_out_in_a_pause() {
    let scheduler = started();
    scheduler.offer(vec![job(1, 5)]);
    scheduler.pause(true);
    assert_eq!(taken(&scheduler), None);
    scheduler.pause(false);
    assert_eq!(taken(&scheduler), Some(1));
}

#[test]
fn nothing_is_handed_out_when_stopping() {
    let scheduler = started();
    scheduler.offer(vec![job(1, 5)]);
    scheduler.stop();
    assert!(matches!(scheduler.take(true), Task::Stop));
}
