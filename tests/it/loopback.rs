//! A server on this machine, with a thread of its own. The load test uses this file, too.

use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// Serves on a free port for as long as the runtime lives.
pub fn serve(routes: Router) -> (SocketAddr, Runtime) {
    let (listener, address, runtime) = listen();
    runtime.spawn(async move { axum::serve(listener, routes).await.unwrap() });
    (address, runtime)
}

/// Listens on a free port.
pub fn listen() -> (TcpListener, SocketAddr, Runtime) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address, runtime)
}
