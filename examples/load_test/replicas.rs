//! Replicas on PostgreSQL by webhook, beside one process on SQLite by webhook in the same minute.

use std::path::Path;
use std::time::{Duration, Instant};

use super::server::Server;
use super::{Bot, Cost, QUESTION, Waits, fake_webhook, postgres_cluster, start_with};

/// Replicas on one database.
const REPLICAS: usize = 2;

/// `count` questions at once, then at `rate` a second: of one process on SQLite, then of [`REPLICAS`] on the
/// database at `url`, or on one in a throw-away cluster.
pub fn measure(program: &str, count: i64, rate: u32, url: Option<&str>) {
    let one = Run::of(program, count, rate, &[]);
    one.print("one on SQLite");
    let made = url.is_none().then(postgres_cluster::new_database).flatten();
    let Some(url) = url.or(made.as_deref()) else {
        return;
    };
    let all = Run::of(program, count, rate, &[url; REPLICAS]);
    all.print(&format!("{REPLICAS} on PostgreSQL"));
    println!(
        "answers a second: {:.2} of SQLite's",
        all.answers_a_second / one.answers_a_second
    );
}

struct Run {
    answers_a_second: f64,
    /// Seconds of processor time for 1000 answers at once: of the bots, of the database.
    seconds_per_1000: [f64; 2],
    waits: Waits,
    /// Parts of one processor at the pace: of the bots, of the database.
    share: [f64; 2],
    twice: usize,
}

/// Bots that are called in turn, ready.
pub struct Replicas {
    pub server: Server,
    bots: Vec<Bot>,
    _folders: Vec<tempfile::TempDir>,
}

impl Replicas {
    /// One process on SQLite where no URL is named, one for each URL otherwise.
    pub fn start(program: &str, urls: &[&str]) -> Replicas {
        let server = Server::start();
        let folders: Vec<_> = (0..urls.len().max(1))
            .map(|_| tempfile::tempdir().unwrap())
            .collect();
        let addresses: Vec<String> = folders.iter().map(|_| free_address()).collect();
        let start = |(at, folder): (usize, &tempfile::TempDir)| {
            begin(
                program,
                &server,
                folder.path(),
                &addresses[at],
                urls.get(at).copied(),
            )
        };
        let bots: Vec<Bot> = folders.iter().enumerate().map(start).collect();
        server.deliver(&addresses);
        Replicas {
            server,
            bots,
            _folders: folders,
        }
    }

    /// Seconds of processor time so far: of the bots, and of every PostgreSQL on this machine.
    pub fn costs(&self) -> [f64; 2] {
        costs(&self.bots)
    }

    /// Ends them.
    pub fn end(self) {
        self.bots.into_iter().for_each(Bot::end);
    }
}

impl Run {
    /// One process on SQLite where no URL is named, one for each URL otherwise.
    fn of(program: &str, count: i64, rate: u32, urls: &[&str]) -> Run {
        let Replicas {
            server,
            bots,
            _folders,
        } = Replicas::start(program, urls);
        // All are ready, and their starts paid for.
        let first = 20 * bots.len() as i64;
        (1..=first).for_each(|person| server.calls(person, QUESTION));
        server.wait_for_people(first as usize);
        std::thread::sleep(Duration::from_secs(2));

        let before = costs(&bots);
        let began = Instant::now();
        (1..=count).for_each(|person| server.calls(first + person, QUESTION));
        server.wait_for_people((first + count) as usize);
        let took = began.elapsed().as_secs_f64();
        let after = costs(&bots);
        let per_1000 = |at: usize| (after[at] - before[at]) * 1000.0 / count as f64;
        let seconds_per_1000 = [per_1000(0), per_1000(1)];

        let first_paced = first + count;
        let before = costs(&bots);
        let began = Instant::now();
        for index in 0..count {
            let due = began + Duration::from_secs_f64(index as f64 / f64::from(rate));
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            server.calls(first_paced + index + 1, QUESTION);
        }
        server.wait_for_people((first_paced + count) as usize);
        let paced = began.elapsed().as_secs_f64();
        let after = costs(&bots);
        let twice = server.answers() - server.people_answered();
        let waits = server.waits().into_iter();
        let waits = waits
            .filter(|(person, _)| *person > first_paced)
            .map(|(_, wait)| wait);
        let run = Run {
            answers_a_second: count as f64 / took,
            seconds_per_1000,
            waits: Waits::of(waits.collect()),
            share: [0, 1].map(|at| (after[at] - before[at]) / paced),
            twice,
        };
        bots.into_iter().for_each(Bot::end);
        run
    }

    fn print(&self, name: &str) {
        println!(
            "{name}: {:.0} answers/s, CPU s per 1000 {:.3} + database {:.3}; at the pace {:.0}% + {:.0}% of a \
             processor, {} twice",
            self.answers_a_second,
            self.seconds_per_1000[0],
            self.seconds_per_1000[1],
            self.share[0] * 100.0,
            self.share[1] * 100.0,
            self.twice,
        );
        self.waits.print(&format!("{name}, at the pace"));
    }
}

/// Starts a bot that is called at `address`.
fn begin(program: &str, server: &Server, folder: &Path, address: &str, url: Option<&str>) -> Bot {
    let hook = "https://bot.example/hook";
    let settings = [
        ("WENDA__TELEGRAM__MODE", "webhook"),
        ("WENDA__TELEGRAM__WEBHOOK__URL", hook),
        ("WENDA__TELEGRAM__WEBHOOK__LISTEN", address),
        ("WENDA__TELEGRAM__WEBHOOK__SECRET", fake_webhook::SECRET),
        ("WENDA__STORAGE__URL", url.unwrap_or("")),
    ];
    start_with(program, server, folder, &settings)
}

fn free_address() -> String {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().to_string()
}

/// Seconds of processor time so far: of the bots, and of every PostgreSQL on this machine.
fn costs(bots: &[Bot]) -> [f64; 2] {
    let is_postgres = |id: &u32| {
        let name = std::fs::read_to_string(format!("/proc/{id}/comm"));
        name.is_ok_and(|name| name.trim() == "postgres")
    };
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let database = ids.filter(is_postgres).map(|id| Cost::of(id).seconds).sum();
    [bots.iter().map(|bot| bot.cost().seconds).sum(), database]
}
