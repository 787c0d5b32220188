//! Replicas beside a transaction that stays open, as that of `pg_dump` does: nothing that is deleted meanwhile
//! can be cleaned away.

use std::time::{Duration, Instant};

use tokio_postgres::{Client, NoTls};

use super::replicas::Replicas;
use super::{QUESTION, Waits, postgres_cluster};

/// The tables that each question writes and from which it is deleted or changed.
const HOT: &str = "SELECT relname::text, pg_total_relation_size(relid) / 1024, n_dead_tup \
     FROM pg_stat_user_tables \
     WHERE relname IN ('journal', 'outbox', 'claim', 'heartbeat') ORDER BY 1";

/// Two replicas on the database at `url`, or on one in a throw-away cluster, are asked `rate` questions a
/// second: for a minute, for `minutes` more beside a transaction, and for a minute after its end.
pub fn measure(program: &str, minutes: u32, rate: u32, url: Option<&str>) {
    let made = url.is_none().then(postgres_cluster::new_database).flatten();
    let Some(url) = url.or(made.as_deref()) else {
        return;
    };
    let replicas = Replicas::start(program, &[url, url]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let look = runtime.block_on(connect(url));
    let mut asker = Asker {
        replicas,
        rate,
        last: 20,
    };
    // All are ready, and their starts paid for.
    let server = &asker.replicas.server;
    (1..=asker.last).for_each(|person| server.calls(person, QUESTION));
    server.wait_for_people(usize::try_from(asker.last).unwrap());
    asker.minute("before");
    let holds = runtime.block_on(connect(url));
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM turns";
    runtime.block_on(holds.batch_execute(begin)).unwrap();
    for minute in 1..=minutes {
        asker.minute(&format!("minute {minute} beside the transaction"));
    }
    print_sizes(&runtime, &look);
    runtime.block_on(holds.batch_execute("COMMIT")).unwrap();
    asker.minute("after");
    print_sizes(&runtime, &look);
    let server = &asker.replicas.server;
    let twice = server.answers() - server.people_answered();
    println!(
        "{} people answered, {twice} twice",
        server.people_answered()
    );
    asker.replicas.end();
}

struct Asker {
    replicas: Replicas,
    rate: u32,
    /// The person who asked last: everybody asks once.
    last: i64,
}

impl Asker {
    /// Asks for a minute, waits for the answers and prints how long they took.
    fn minute(&mut self, name: &str) {
        let server = &self.replicas.server;
        let (began, first) = (Instant::now(), self.last);
        let costs = self.replicas.costs();
        let count = i64::from(self.rate) * 60;
        for index in 0..count {
            let due = began + Duration::from_secs_f64(index as f64 / f64::from(self.rate));
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            self.last += 1;
            server.calls(self.last, QUESTION);
        }
        server.wait_for_people(usize::try_from(self.last).unwrap());
        let waits = server.waits().into_iter();
        let waits = waits.filter(|(person, _)| *person > first);
        Waits::of(waits.map(|(_, wait)| wait).collect()).print(name);
        let after = self.replicas.costs();
        let took = began.elapsed().as_secs_f64();
        let share = [0, 1].map(|at| (after[at] - costs[at]) / took * 100.0);
        println!("{name}: {:.0}% + {:.0}% of a processor", share[0], share[1]);
    }
}

fn print_sizes(runtime: &tokio::runtime::Runtime, look: &Client) {
    for row in runtime.block_on(look.query(HOT, &[])).unwrap() {
        let (name, size, dead): (String, i64, i64) = (row.get(0), row.get(1), row.get(2));
        println!("{name}: {size} kB, {dead} dead rows");
    }
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
