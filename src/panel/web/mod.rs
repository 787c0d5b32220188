//! Requests in, responses out: plain data, so that every page can be asked for without a network.

pub(in crate::panel) mod assets;
pub(in crate::panel) mod headers;
pub(in crate::panel) mod request;
pub(in crate::panel) mod response;
