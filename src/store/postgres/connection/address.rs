//! Where the database is: a URL that is never shown with its password.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::store::StoreError;

/// How long a connection may take to be made. Shorter than a replica's lease.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// After so long without an acknowledgement of what was sent, the system gives a connection up.
const UNANSWERED: Duration = Duration::from_secs(5);
/// After so long in silence the system asks whether the other side is still there.
const IDLE: Duration = Duration::from_secs(15);

/// Where the database is, and how to enter it.
#[derive(Clone)]
pub struct DatabaseUrl {
    config: Config,
    url: url::Url,
}

impl DatabaseUrl {
    /// Reads `text`, a `postgres://` or `postgresql://` URL.
    ///
    /// # Errors
    /// What is wrong with it; the words never hold the password.
    pub fn parse(text: &str) -> Result<DatabaseUrl, String> {
        let url = url::Url::parse(text).map_err(|error| error.to_string())?;
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            return Err("it does not begin with postgres:// or postgresql://".to_owned());
        }
        let mut config = Config::from_str(text).map_err(|error| match error.to_string() {
            // The client quotes what it cannot read, which may be the password.
            words if url.password().is_some_and(|word| words.contains(word)) => {
                "it cannot be read; special characters of a password are written %XX".to_owned()
            }
            words => words,
        })?;
        if config.get_hosts().is_empty() {
            return Err("it names no host".to_owned());
        }
        if config.get_user().is_none() {
            return Err("it names no user".to_owned());
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        config
            .application_name("wenda")
            .tcp_user_timeout(UNANSWERED)
            .keepalives_idle(IDLE);
        Ok(DatabaseUrl { config, url })
    }

    /// The URL as other programs take it, which get the password another way.
    pub fn without_password(&self) -> String {
        let mut url = self.url.clone();
        let _ = url.set_password(None);
        url.to_string()
    }

    /// The whole URL with its password; for another process of ours.
    pub(crate) fn with_password(&self) -> String {
        self.url.to_string()
    }

    /// The password, where the URL has one.
    pub fn password(&self) -> Option<String> {
        let password = self.config.get_password()?;
        Some(String::from_utf8_lossy(password).into_owned())
    }

    /// What a connection is made with.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// TLS as the URL's `sslmode` wants it: certificates are always checked, against what the system
    /// trusts (`SSL_CERT_FILE` adds to it). `None` where no TLS is wanted.
    pub(crate) fn tls(&self) -> Result<Option<MakeRustlsConnect>, StoreError> {
        if self.config.get_ssl_mode() == SslMode::Disable {
            return Ok(None);
        }
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| StoreError::Failed(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Some(MakeRustlsConnect::new(config)))
    }
}

/// The URL without password and parameters, which may hold secrets as well.
fn shown(url: &url::Url) -> String {
    let mut url = url.clone();
    if url.password().is_some() {
        let _ = url.set_password(Some("***"));
    }
    url.set_query(None);
    url.to_string()
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.url))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({})", shown(&self.url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let url =
            DatabaseUrl::parse("postgres://wenda:opensesame@db.example:6432/faq?sslmode=require")
                .unwrap();
        assert_eq!(url.to_string(), "postgres://wenda:***@db.example:6432/faq");
        assert!(!format!("{url:?}").contains("opensesame"));
        for broken in [
            "postgres://wenda:opensesame@db.example:port/faq",
            "postgres://wenda:opensesame@db.example/faq?sslmode=opensesame",
            "mysql://wenda:opensesame@db.example/faq",
            "postgres:///faq",
            "postgres://db.example/faq",
            "faq",
        ] {
            let words = DatabaseUrl::parse(broken).unwrap_err();
            assert!(!words.contains("opensesame"), "{words}");
        }
    }
}
