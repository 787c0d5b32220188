//! How updates reach us: by polling or by webhook.

pub(crate) mod allowed_updates;
pub(crate) mod poll_request;
pub(crate) mod polling;
pub(crate) mod webhook;
