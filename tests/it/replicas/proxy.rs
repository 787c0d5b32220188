//! The network between a replica and its database, which can be cut: bytes then stand still, as they do
//! where a cable is pulled, and arrive when it is plugged in again.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::loopback;

/// A way to the database of a URL.
pub struct Proxy {
    address: SocketAddr,
    is_open: watch::Sender<bool>,
    _runtime: Runtime,
}

impl Proxy {
    /// A way to the database at `url`; gives the URL that leads through it as well.
    pub fn start(url: &str) -> (Proxy, String) {
        let (before, rest) = url.split_once('@').unwrap();
        let (database, rest) = rest.split_once('/').unwrap();
        let database: SocketAddr = database.parse().unwrap();
        let (listener, address, runtime) = loopback::listen();
        let (is_open, open) = watch::channel(true);
        runtime.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let open = open.clone();
                tokio::spawn(async move {
                    // The database is starting anew.
                    let Ok(server) = TcpStream::connect(database).await else {
                        return;
                    };
                    let (from_client, to_client) = client.into_split();
                    let (from_server, to_server) = server.into_split();
                    tokio::join!(
                        carry(from_client, to_server, open.clone()),
                        carry(from_server, to_client, open),
                    );
                });
            }
        });
        let proxy = Proxy {
            address,
            is_open,
            _runtime: runtime,
        };
        let through = format!("{before}@{}/{rest}", proxy.address);
        (proxy, through)
    }

    /// Nothing goes through any more.
    pub fn cut(&self) {
        self.is_open.send_replace(false);
    }

    /// What stood still goes on.
    pub fn heal(&self) {
        self.is_open.send_replace(true);
    }
}

/// Carries bytes one way, as long as both ends are there.
async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut open: watch::Receiver<bool>) {
    let mut piece = [0; 4096];
    while let Ok(len @ 1..) = from.read(&mut piece).await {
        if open.wait_for(|open| *open).await.is_err() || to.write_all(&piece[..len]).await.is_err()
        {
            return;
        }
    }
    // The end of a connection does not get through a cut either.
    let _ = open.wait_for(|open| *open).await;
}
