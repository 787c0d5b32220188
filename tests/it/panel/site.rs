//! A running Wenda with its admins' page, and somebody who looks at it without a browser.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::form_urlencoded::Serializer;

use crate::bot::{ADMIN, Bot, Home};
use crate::fake_bot_api::FakeBotApi;

/// The token of the bot under test.
pub const TOKEN: &str = "1000001:test-token";

/// A second admin.
pub const OTHER: i64 = 4343;

/// Somebody who may change entries and nothing else.
pub const EDITOR: i64 = 4444;

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running Wenda with its page.
pub struct Site {
    pub api: FakeBotApi,
    pub home: Home,
    pub bot: Bot,
    pub port: u16,
}

/// What a page answered.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

/// Somebody with a cookie.
pub struct Visitor<'s> {
    site: &'s Site,
    pub cookie: String,
    csrf: String,
}

impl Site {
    pub fn open() -> Site {
        Site::open_with(&[])
    }

    /// The same with these variables of the environment.
    pub fn open_with(variables: &[(&str, &str)]) -> Site {
        let api = FakeBotApi::start();
        let mut home = Home::new(&api);
        for (name, value) in variables {
            home.set(name, value);
        }
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        home.set("WENDA__TELEGRAM__ADMINS", &format!("[{ADMIN},{OTHER}]"));
        home.set("WENDA__TELEGRAM__EDITORS", &format!("[{EDITOR}]"));
        home.set("WENDA__PANEL__LISTEN", &format!("127.0.0.1:{port}"));
        home.set("WENDA__PANEL__URL", &format!("http://127.0.0.1:{port}"));
        let bot = home.start();
        bot.wait_for_log("the panel is served");
        // Links of the second in which the process began do not count.
        let began = now();
        while now() == began {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        Site {
            api,
            home,
            bot,
            port,
        }
    }

    /// The same after a stop and another start.
    pub fn restart(self) -> Site {
        let Site {
            api,
            home,
            bot,
            port,
        } = self;
        assert!(bot.stop().success());
        let bot = home.start();
        bot.wait_for_log("the panel is served");
        // Links of the second in which the process began do not count.
        let began = now();
        while now() == began {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        Site {
            api,
            home,
            bot,
            port,
        }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A link of one use, as `wenda panel link` prints it.
    pub fn link(&self, admin: i64) -> String {
        let made = self
            .home
            .wenda(&["panel", "link", "--admin", &admin.to_string()]);
        let said = String::from_utf8_lossy(&made.stdout).trim().to_owned();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        assert!(said.starts_with(&self.url()), "{said}");
        said
    }

    /// The path of a link.
    pub fn link_path(&self, admin: i64) -> String {
        self.link(admin).replace(&self.url(), "")
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the panel listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut head = format!("{method} {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" {
            head.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        write!(stream, "{head}\r\n{body}").expect("it is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it is answered");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        Answer {
            status: status.expect("a status"),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    /// Somebody logged in by a link.
    pub fn visitor(&self, admin: i64) -> Visitor<'_> {
        let answer = self.ask("POST", &self.link_path(admin), &[], "");
        assert_eq!(answer.status, 303, "{}", answer.body);
        Visitor::new(self, &answer)
    }

    /// Logs in by what Telegram signs.
    pub fn by_telegram(&self, data: &str) -> Answer {
        let body = Serializer::new(String::new())
            .append_pair("data", data)
            .finish();
        self.ask("POST", "/login/telegram", &[], &body)
    }
}

impl<'s> Visitor<'s> {
    /// Whoever was let in with this answer.
    pub fn new(site: &'s Site, answer: &Answer) -> Visitor<'s> {
        let cookie = answer.header("set-cookie").expect("a cookie");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let mut visitor = Visitor {
            site,
            cookie,
            csrf: String::new(),
        };
        let page = visitor.get("/");
        visitor.csrf = page.field("csrf");
        visitor
    }

    pub fn get(&self, path: &str) -> Answer {
        self.site.ask("GET", path, &[("Cookie", &self.cookie)], "")
    }

    /// The page once what it works out is there.
    pub fn wait(&self, path: &str) -> Answer {
        let until = std::time::Instant::now() + PATIENCE;
        loop {
            let page = self.get(path);
            if !page.body.contains("class=\"working\"") {
                return page;
            }
            assert!(std::time::Instant::now() < until, "{path} is never ready");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = Serializer::new(String::new());
        form.append_pair("csrf", &self.csrf).extend_pairs(fields);
        self.post_as(path, &[], &form.finish())
    }

    pub fn post_as(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut all = vec![("Cookie", self.cookie.as_str())];
        all.extend_from_slice(headers);
        self.site.ask("POST", path, &all, body)
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().skip(1);
        let mut pairs = lines.filter_map(|line| line.split_once(": "));
        let found = pairs.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.to_owned())
    }

    /// The value of the first field of a form with this name.
    pub fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.body.split(&mark).nth(1);
        let value = rest.and_then(|rest| rest.split('"').next());
        value
            .unwrap_or_else(|| panic!("no {name} in {}", self.body))
            .to_owned()
    }

    pub fn has(&self, words: &str) -> &Answer {
        assert!(self.body.contains(words), "no `{words}` in {}", self.body);
        self
    }
}

/// What Telegram would sign for this person, with the bot's token.
pub fn signed(token: &str, person: i64, at_seconds: i64) -> String {
    let hmac = |key: &[u8], text: &[u8]| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key");
        mac.update(text);
        mac.finalize().into_bytes().to_vec()
    };
    let user = format!(r#"{{"id":{person},"first_name":"Lin","language_code":"en"}}"#);
    let at = at_seconds.to_string();
    let text = format!("auth_date={at}\nquery_id=AAx\nuser={user}");
    let secret = hmac(b"WebAppData", token.as_bytes());
    let hash = hmac(&secret, text.as_bytes());
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Serializer::new(String::new())
        .extend_pairs([("auth_date", &at), ("query_id", &"AAx".to_owned())])
        .extend_pairs([("user", &user), ("hash", &hash)])
        .finish()
}

/// Unix seconds.
pub fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.expect("a clock").as_secs()).expect("a time")
}
