//! Who we are on Telegram.

/// Who we are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Our number.
    pub id: i64,
    /// Our name, without `@`.
    pub username: String,
    /// Whether privacy mode is off, so that groups' messages reach us.
    pub hears_all: bool,
}
