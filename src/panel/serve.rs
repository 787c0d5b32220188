//! The listener: HTTP in, requests to the pages, responses out.
//!
//! A thread of its own with a runtime of its own: whatever the pages do, the bot's runtime does not
//! wait for it. Pages are made on threads that may wait, at most [`THREADS`] at once.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request as Incoming, State};
use axum::http::{HeaderMap, Method as HttpMethod, StatusCode, header};

use super::pages;
use super::state::Panel;
use super::web::assets::ASSETS;
use super::web::headers;
use super::web::request::{Method, Request, pairs, preferred};
use super::web::response::Response;

/// The longest body of a request, in bytes: a FAQ to import.
const BODY_BYTES: usize = 4 << 20;

/// How long a body may take to arrive.
const BODY_WAIT: Duration = Duration::from_secs(20);

/// How many pages are made at once.
const THREADS: usize = 4;

/// From how long a page takes on it is worth a line in the log.
const SLOW: Duration = Duration::from_millis(500);

/// Serves the panel on `listener` for as long as the process lives.
///
/// # Errors
/// When the system gives no thread.
pub fn serve(panel: Arc<Panel>, listener: TcpListener) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(THREADS)
        .build()?;
    std::thread::Builder::new()
        .name("panel".to_owned())
        .spawn(move || {
            let served = runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                let router = Router::new().fallback(handle).with_state(panel);
                let service = router.into_make_service_with_connect_info::<SocketAddr>();
                axum::serve(listener, service).await
            });
            if let Err(error) = served {
                log::error!(error:% = error; "the panel is no longer served");
            }
        })?;
    Ok(())
}

async fn handle(
    State(panel): State<Arc<Panel>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    incoming: Incoming,
) -> axum::response::Response {
    let is_https = panel.is_https();
    let began = Instant::now();
    let is_head = incoming.method() == HttpMethod::HEAD;
    let response = match read(incoming, peer.ip(), is_https).await {
        Err(status) => Response::of("text/plain; charset=utf-8", &b""[..]).status(status),
        Ok(request) => {
            let asset = ASSETS.find(&request.path);
            let made = match asset {
                Some(asset) => Ok(asset),
                None => tokio::task::spawn_blocking(move || pages::answer(&panel, &request)).await,
            };
            made.unwrap_or_else(|_| {
                log::error!("a page of the panel could not be made");
                Response::of("text/plain; charset=utf-8", &b"error"[..])
                    .status(StatusCode::INTERNAL_SERVER_ERROR)
            })
        }
    };
    let took = began.elapsed();
    if took >= SLOW {
        // Without the path: addresses name entries, and some are secret.
        log::debug!(took_ms = took.as_millis() as u64; "a page of the panel took long");
    }
    let headers = headers::of(&response, is_https);
    let body = match is_head {
        true => Body::empty(),
        false => Body::from(response.body.into_owned()),
    };
    let mut out = axum::response::Response::new(body);
    *out.status_mut() = response.status;
    *out.headers_mut() = headers;
    out
}

async fn read(incoming: Incoming, peer: IpAddr, is_https: bool) -> Result<Request, StatusCode> {
    let (parts, body) = incoming.into_parts();
    let method = match parts.method {
        HttpMethod::GET | HttpMethod::HEAD => Method::Get,
        HttpMethod::POST => Method::Post,
        _ => return Err(StatusCode::METHOD_NOT_ALLOWED),
    };
    let form = match method {
        Method::Get => Vec::new(),
        Method::Post => {
            let kind = text(&parts.headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
            if !kind.starts_with("application/x-www-form-urlencoded") {
                return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
            }
            let body = tokio::time::timeout(BODY_WAIT, axum::body::to_bytes(body, BODY_BYTES));
            match body.await {
                Err(_) => return Err(StatusCode::REQUEST_TIMEOUT),
                Ok(Err(_)) => return Err(StatusCode::PAYLOAD_TOO_LARGE),
                Ok(Ok(bytes)) => pairs(&bytes),
            }
        }
    };
    let get = |name: &str| text(&parts.headers, name).map(str::to_owned);
    Ok(Request {
        method,
        path: parts.uri.path().to_owned(),
        query: pairs(parts.uri.query().unwrap_or_default().as_bytes()),
        form,
        cookie: cookie(&parts.headers, headers::cookie_name(is_https)),
        origin: get("origin"),
        fetch_site: get("sec-fetch-site"),
        is_piece: get("hx-request").is_some(),
        language: preferred(&get("accept-language").unwrap_or_default()),
        from: from(peer, get("x-forwarded-for").as_deref()),
    })
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The cookie of this name, where exactly one has it.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter();
    let all = all.filter_map(|value| value.to_str().ok());
    let mut found = all
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name);
    let (_, value) = found.next()?;
    found.next().is_none().then(|| value.to_owned())
}

/// Who asks. A proxy on this machine says whom it saw; nobody else is believed.
fn from(peer: IpAddr, forwarded: Option<&str>) -> IpAddr {
    let last = forwarded.and_then(|list| list.rsplit(',').next());
    let seen = last.and_then(|address| address.trim().parse().ok());
    match seen {
        Some(address) if peer.is_loopback() => address,
        _ => peer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        let (near, far): (IpAddr, IpAddr) =
            ("127.0.0.1".parse().unwrap(), "10.0.0.1".parse().unwrap());
        let seen: IpAddr = "192.0.2.9".parse().unwrap();
        assert_eq!(from(near, Some("1.1.1.1, 192.0.2.9")), seen);
        assert_eq!(from(near, None), near);
        assert_eq!(from(near, Some("nonsense")), near);
        assert_eq!(from(far, Some("192.0.2.9")), far);
    }

    #[test]
    fn a_cookie_that_stands_twice_is_none() {
        let of = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::COOKIE, line.parse().unwrap());
            }
            cookie(&headers, "wenda")
        };
        assert_eq!(of(&["a=1; wenda=x"]).as_deref(), Some("x"));
        assert_eq!(of(&["wenda=x; wenda=y"]), None);
        assert_eq!(of(&["wenda=x", "wenda=y"]), None);
        assert_eq!(of(&["wendas=x"]), None);
    }
}
