//! Pages over HTTP, as an operator's tools read them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use super::bot::{Bot, Home};
use super::fake_bot_api::{FakeBotApi, PATIENCE};

/// An address nobody listens on, for as long as nobody else takes it.
pub fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").to_string()
}

/// Status and body of a page; `None` while nobody answers.
pub fn get(address: &str, page: &str, accept: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    write!(stream, "GET {page} HTTP/1.0\r\nAccept: {accept}\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, body.to_owned()))
}

/// Waits until the page says this.
pub fn wait_for_page(address: &str, page: &str, status: u16) {
    let until = Instant::now() + PATIENCE;
    while get(address, page, "").is_none_or(|(found, _)| found != status) {
        assert!(
            Instant::now() < until,
            "{page} is {:?}",
            get(address, page, "")
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A bot that serves its pages at the address and is ready.
pub fn ready_bot(api: &FakeBotApi) -> (Home, Bot, String) {
    let mut home = Home::new(api);
    let address = free_address();
    home.set("WENDA__TELEGRAM__LISTEN", &address);
    let bot = home.start();
    wait_for_page(&address, "/readyz", 200);
    (home, bot, address)
}
