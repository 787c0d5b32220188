//! Chromium without a window, driven through its DevTools protocol: JSON over a WebSocket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long the browser may take for anything.
const PATIENCE: Duration = Duration::from_secs(120);

/// Names under which distributions install it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// A browser with one page. Killed when dropped.
pub struct Chromium {
    child: Child,
    socket: TcpStream,
    next: u64,
    /// What happened beside the answers.
    pub events: Vec<Value>,
    _profile: tempfile::TempDir,
}

/// The browser's file, if there is one.
pub fn find() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&paths).collect();
    let mut files = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    files.find(|file| file.is_file())
}

impl Chromium {
    pub fn start(file: &Path) -> Chromium {
        let profile = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(file)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
            ])
            .args(["--remote-debugging-port=0", "--disable-dev-shm-usage"])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
            ])
            .args(["--disable-extensions", "--disable-sync", "--lang=en-US"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .env("HOME", profile.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its errors")).lines();
        let address = lines.find_map(|line| {
            let line = line.ok()?;
            line.strip_prefix("DevTools listening on ws://")
                .map(str::to_owned)
        });
        let address = address.expect("the browser says where it listens");
        std::thread::spawn(move || lines.for_each(drop));
        let host = address.split('/').next().expect("a host").to_owned();
        let pages = http(&host, "/json/list");
        let pages: Value = serde_json::from_str(&pages).expect("a list of pages");
        let page = pages
            .as_array()
            .and_then(|pages| pages.iter().find(|one| one["type"] == "page"));
        let url = page.and_then(|page| page["webSocketDebuggerUrl"].as_str());
        let path = url
            .and_then(|url| url.splitn(4, '/').nth(3))
            .expect("a page")
            .to_owned();
        let mut chromium = Chromium {
            child,
            socket: connect(&host, &path),
            next: 0,
            events: Vec::new(),
            _profile: profile,
        };
        for domain in [
            "Page.enable",
            "Network.enable",
            "Log.enable",
            "Runtime.enable",
        ] {
            chromium.call(domain, json!({}));
        }
        chromium
    }

    /// Calls a method and returns its result.
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        let result = self.try_call(method, parameters);
        result.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same where it may fail: while one page gives way to another, nothing can be evaluated.
    fn try_call(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        self.next += 1;
        let id = self.next;
        let text = json!({"id": id, "method": method, "params": parameters}).to_string();
        send(&mut self.socket, text.as_bytes());
        loop {
            let message: Value = serde_json::from_slice(&receive(&mut self.socket)).expect("JSON");
            if message["id"] == id {
                return match message["error"].is_null() {
                    true => Ok(message["result"].clone()),
                    false => Err(message["error"].clone()),
                };
            }
            self.events.push(message);
        }
    }

    /// The size of the window, in pixels of a page.
    pub fn resize(&mut self, width: u32, height: u32, is_phone: bool) {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone});
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    pub fn open(&mut self, url: &str) {
        self.call("Page.navigate", json!({"url": url}));
        self.wait("document.readyState === 'complete'");
    }

    /// What an expression of the page comes to.
    pub fn eval(&mut self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let result = self.call("Runtime.evaluate", asked);
        assert!(
            result["exceptionDetails"].is_null(),
            "{expression}: {result}"
        );
        result["result"]["value"].clone()
    }

    /// Waits until an expression of the page is true; while another page comes there is none.
    pub fn wait(&mut self, expression: &str) {
        let until = Instant::now() + PATIENCE;
        let asked = json!({"expression": expression, "returnByValue": true});
        loop {
            let result = self.try_call("Runtime.evaluate", asked.clone());
            if result.is_ok_and(|result| result["result"]["value"] == true) {
                return;
            }
            assert!(
                Instant::now() < until,
                "never: {expression}; {}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Presses with the mouse the first element of this kind with these words in it, and waits until
    /// the words `then` are seen.
    pub fn press(&mut self, selector: &str, words: &str, then: &str) {
        let find = format!(
            "(() => {{ const all = [...document.querySelectorAll({})]; \
             const one = all.find((one) => one.textContent.includes({})); \
             if (!one) return null; one.scrollIntoView({{block: 'center'}}); \
             const box = one.getBoundingClientRect(); \
             return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            json!(selector),
            json!(words)
        );
        let place = self.eval(&find);
        assert!(
            place.is_array(),
            "no {selector} with `{words}`: {}",
            self.text()
        );
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", event);
        }
        self.wait_for(then);
    }

    /// Waits until these words are seen.
    pub fn wait_for(&mut self, words: &str) {
        let seen = format!(
            "!!document.body && document.body.innerText.includes({})",
            json!(words)
        );
        self.wait(&seen);
    }

    /// Types into the field with this selector, after what stands there.
    pub fn write(&mut self, selector: &str, text: &str) {
        let focus = format!(
            "(() => {{ const one = document.querySelector({}); one.focus(); \
             one.setSelectionRange(one.value.length, one.value.length); }})()",
            json!(selector)
        );
        self.eval(&focus);
        self.call("Input.insertText", json!({"text": text}));
    }

    /// What is read on the page.
    pub fn text(&mut self) -> String {
        self.eval("document.body ? document.body.innerText : ''")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Keeps a picture of the page where the environment names a folder for them.
    pub fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("WENDA_PICTURES") else {
            return;
        };
        let shot = self.call("Page.captureScreenshot", json!({"format": "png"}));
        let data = decode(shot["data"].as_str().expect("a picture"));
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), data).expect("written");
    }

    /// Addresses that were asked for so far.
    pub fn requests(&self) -> Vec<String> {
        let sent = self
            .events
            .iter()
            .filter(|one| one["method"] == "Network.requestWillBeSent");
        let urls = sent.filter_map(|one| one["params"]["request"]["url"].as_str());
        urls.map(str::to_owned).collect()
    }

    /// What the browser complained of: scripts, policies, missing files.
    pub fn complaints(&self) -> Vec<String> {
        let said = self
            .events
            .iter()
            .filter_map(|one| match one["method"].as_str()? {
                "Runtime.exceptionThrown" => Some(one["params"].to_string()),
                "Log.entryAdded" if one["params"]["entry"]["level"] == "error" => {
                    Some(one["params"]["entry"]["text"].to_string())
                }
                _ => None,
            });
        said.collect()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn http(host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(host).expect("the browser listens");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .expect("sent");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let mut answer = String::new();
    let mut reader = BufReader::new(stream);
    let mut len = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a head");
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            len = value.trim().parse().expect("a length");
        }
        if line.is_empty() {
            break;
        }
    }
    reader
        .take(len)
        .read_to_string(&mut answer)
        .expect("a body");
    answer
}

fn connect(host: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(host).expect("the browser listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    .expect("sent");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("a head");
        head.push(byte[0]);
    }
    assert!(
        head.starts_with(b"HTTP/1.1 101"),
        "{}",
        String::from_utf8_lossy(&head)
    );
    stream
}

/// Sends one text frame. A client masks what it sends; a mask of zeros changes nothing.
fn send(stream: &mut TcpStream, text: &[u8]) {
    let mut frame = vec![0x81];
    match text.len() {
        len @ 0..=125 => frame.push(0x80 | len as u8),
        len @ 126..=0xffff => {
            frame.push(0x80 | 126);
            frame.extend((len as u16).to_be_bytes());
        }
        len => {
            frame.push(0x80 | 127);
            frame.extend((len as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(text);
    stream.write_all(&frame).expect("sent");
}

/// The next message, whatever number of frames it comes in.
fn receive(stream: &mut TcpStream) -> Vec<u8> {
    let mut message = Vec::new();
    loop {
        let mut head = [0; 2];
        stream.read_exact(&mut head).expect("the browser answers");
        let mut len = u64::from(head[1] & 0x7f);
        if len >= 126 {
            let mut more = vec![0; if len == 126 { 2 } else { 8 }];
            stream.read_exact(&mut more).expect("a length");
            len = more.iter().fold(0, |len, byte| len << 8 | u64::from(*byte));
        }
        let mut piece = vec![0; usize::try_from(len).expect("a length")];
        stream.read_exact(&mut piece).expect("a piece");
        // Frames of control (ping, close) are none of the message.
        if head[0] & 0x0f < 8 {
            message.extend(piece);
            if head[0] & 0x80 != 0 {
                return message;
            }
        }
    }
}

fn decode(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let value = alphabet
            .iter()
            .position(|one| *one == byte)
            .expect("base64");
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
