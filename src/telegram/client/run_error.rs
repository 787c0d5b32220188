//! Why the bot stops by itself.

/// Why the bot stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Telegram does not know the token.
    #[error(
        "Telegram does not accept the bot token\n  help: copy it again from @BotFather; after \
         /revoke the old one stays invalid"
    )]
    Unauthorized,
    /// The server's address cannot be used.
    #[error("`telegram.api_url` cannot be used: {0}")]
    Server(String),
    /// The address to listen on cannot be used.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// Why.
        source: std::io::Error,
    },
    /// Telegram refuses to call the public address.
    #[error("Telegram refuses `telegram.webhook.url`: {0}")]
    Webhook(String),
    /// The system gives no threads, timers or signals.
    #[error("the system refused: {0}")]
    System(#[from] std::io::Error),
}
