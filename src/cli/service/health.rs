//! `wenda health`: asks a running Wenda on this machine whether it is well; for containers and
//! scripts that have no HTTP client.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use anyhow::{Context, bail};

use crate::cli::common::{Common, Exit, output, settings};

/// A page that takes longer than this counts as not answered.
const PATIENCE: Duration = Duration::from_secs(5);

/// What to ask.
#[derive(Debug, clap::Args)]
pub struct HealthArgs {
    /// Ask whether questions are answered now, not only whether a restart would help
    #[arg(long)]
    ready: bool,
}

/// Prints what the running Wenda says; ends well where it is well.
///
/// # Errors
/// When it cannot be asked.
pub fn run(common: &Common, args: &HealthArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let listen = &config.telegram.listen;
    if listen.is_empty() {
        bail!(
            "`telegram.listen` is empty, so a running Wenda cannot be asked\n  help: set it to an \
             address such as 127.0.0.1:9090"
        );
    }
    let page = if args.ready { "/readyz" } else { "/healthz" };
    let (status, body) = get(listen, page).map_err(|error| {
        anyhow::anyhow!("no answer from {listen}: {error}\n  help: is `wenda run` running?")
    })?;
    output::print(&body)?;
    Ok(if status == 200 {
        Exit::Fine
    } else {
        Exit::Failure
    })
}

/// Status and body of a page on the address that a Wenda on this machine listens on.
fn get(listen: &str, page: &str) -> anyhow::Result<(u16, String)> {
    let mut address = listen
        .to_socket_addrs()?
        .next()
        .context("the address leads nowhere")?;
    make_reachable(&mut address);
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // HTTP/1.0 without more: the answer comes unchunked and the connection is closed after it.
    write!(stream, "GET {page} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer)?;
    parse(&String::from_utf8_lossy(&answer)).context("that is no HTTP")
}

/// "All addresses" is no address to connect to: the machine's own is meant.
fn make_reachable(address: &mut SocketAddr) {
    if address.ip().is_unspecified() {
        match address {
            SocketAddr::V4(v4) => v4.set_ip(std::net::Ipv4Addr::LOCALHOST),
            SocketAddr::V6(v6) => v6.set_ip(std::net::Ipv6Addr::LOCALHOST),
        }
    }
}

fn parse(answer: &str) -> Option<(u16, String)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.")?.split(' ').nth(1)?;
    Some((status.parse().ok()?, body.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let answer = "HTTP/1.0 503 Service Unavailable\r\ncontent-length: 9\r\n\r\nstopping\n";
        assert_eq!(parse(answer), Some((503, "stopping\n".into())));
        assert_eq!(parse("SSH-2.0-x\r\n"), None);
    }

    #[test]
    fn all_addresses_mean_this_machine() {
        for (listen, expected) in [
            ("0.0.0.0:9090", "127.0.0.1:9090"),
            ("[::]:9090", "[::1]:9090"),
            ("10.1.2.3:9090", "10.1.2.3:9090"),
        ] {
            let mut address: SocketAddr = listen.parse().expect("an address");
            make_reachable(&mut address);
            assert_eq!(address.to_string(), expected);
        }
    }
}
