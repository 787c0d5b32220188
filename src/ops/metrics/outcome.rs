//! How things end that are tried: the words that counters are told apart by.

/// How an attempt to send something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendOutcome {
    /// Telegram took it.
    Sent,
    /// Telegram asked to wait (429); it is tried again.
    Waits,
    /// Telegram could not be reached or failed; it is tried again.
    Unreachable,
    /// It may or may not have arrived, so it is not repeated.
    Uncertain,
    /// The chat is gone: blocked, kicked, deleted. Dropped.
    Gone,
    /// Telegram refused it for another reason. Dropped.
    Refused,
}

impl SendOutcome {
    /// Every outcome.
    pub(crate) const ALL: [SendOutcome; 6] = [
        SendOutcome::Sent,
        SendOutcome::Waits,
        SendOutcome::Unreachable,
        SendOutcome::Uncertain,
        SendOutcome::Gone,
        SendOutcome::Refused,
    ];

    /// The word under which it is counted.
    pub(crate) fn label(self) -> &'static str {
        match self {
            SendOutcome::Sent => "sent",
            SendOutcome::Waits => "waits",
            SendOutcome::Unreachable => "unreachable",
            SendOutcome::Uncertain => "uncertain",
            SendOutcome::Gone => "gone",
            SendOutcome::Refused => "refused",
        }
    }
}

/// How a reload ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReloadOutcome {
    /// The new FAQ answers.
    Taken,
    /// Nothing had changed.
    Unchanged,
    /// The new FAQ was broken or failed its tests; the old one answers on.
    Rejected,
}

impl ReloadOutcome {
    /// Every outcome.
    pub(crate) const ALL: [ReloadOutcome; 3] = [
        ReloadOutcome::Taken,
        ReloadOutcome::Unchanged,
        ReloadOutcome::Rejected,
    ];

    /// The word under which it is counted.
    pub(crate) fn label(self) -> &'static str {
        match self {
            ReloadOutcome::Taken => "taken",
            ReloadOutcome::Unchanged => "unchanged",
            ReloadOutcome::Rejected => "rejected",
        }
    }
}
