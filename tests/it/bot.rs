//! The real program, run against the fake Bot API.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::fake_bot_api::{FakeBotApi, PATIENCE};

/// A FAQ of two entries; small, since every test loads it.
const FAQ: &str = r#"
entries:
  - id: temporary-charge
    questions:
      en: ["Why was I charged $5?", "What is the 5 dollar charge after adding a card?"]
      zh: ["为什么扣了5美元？", "绑卡之后为什么会扣5美元"]
    keywords: ["$5", "5美元"]
    answer:
      en: It is a **temporary hold**; the bank gives it back.
      zh: 这是**临时预授权**，银行会退回。
    link: {url: "https://help.example/hold", label: {en: Help article, zh: 帮助文章}}
    related: [refund]
  - id: refund
    questions:
      en: ["How do I get a refund?", "I want my money back"]
      zh: ["怎么退款？", "如何申请退款"]
    answer:
      en: Ask within seven days.
      zh: 七天内可以申请。
out_of_scope: ["what is the weather today", "今天天气怎么样"]
"#;

/// The person who owns the FAQ.
pub const ADMIN: i64 = 4242;

/// A place with configuration, FAQ and store, where bots run one after the other.
pub struct Home {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

/// A running bot. Killed when dropped.
pub struct Bot {
    child: Child,
    log: Arc<Mutex<String>>,
}

impl Home {
    /// A place for bots that talk to `api`.
    pub fn new(api: &FakeBotApi) -> Home {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("faq")).unwrap();
        std::fs::write(folder.path().join("faq/faq.yaml"), FAQ).unwrap();
        std::fs::write(folder.path().join("config.toml"), "").unwrap();
        let mut home = Home {
            folder,
            variables: Vec::new(),
        };
        home.set("WENDA__TELEGRAM__API_URL", &api.url());
        home.set("WENDA__TELEGRAM__ADMINS", &format!("[{ADMIN}]"));
        home.set("WENDA__LOG__FORMAT", "human");
        home.set("TELOXIDE_TOKEN", "1000001:test-token");
        home
    }

    /// Sets a variable of the environment.
    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// A file of the place.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a subcommand here and waits for its end.
    pub fn wenda(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_wenda"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.variables.iter().cloned())
            .output()
            .unwrap()
    }

    /// Starts a bot.
    pub fn start(&self) -> Bot {
        self.start_with(&[])
    }

    /// Starts a bot with more arguments.
    pub fn start_with(&self, arguments: &[&str]) -> Bot {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wenda"))
            .arg("run")
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.variables.iter().cloned())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let mut stderr = child.stderr.take().unwrap();
        let kept = log.clone();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(len @ 1..) = stderr.read(&mut piece) {
                kept.lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(&piece[..len]));
            }
        });
        Bot { child, log }
    }
}

impl Bot {
    /// Its process's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its log so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until its log says this.
    pub fn wait_for_log(&self, words: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.log().contains(words) {
            assert!(
                Instant::now() < until,
                "no `{words}` in the log:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends it as a crash would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &pid])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits until it ends by itself.
    pub fn wait(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(
                Instant::now() < until,
                "still running; its log:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        self.signal("TERM");
        let status = self.wait();
        if !status.success() {
            eprintln!("ended with {status}; its log:\n{}", self.log());
        }
        status
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // Ended already, in most tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the log of process {}:\n{}", self.child.id(), self.log());
        }
    }
}
