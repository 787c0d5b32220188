//! Requests in, responses out: plain data, so that every page can be asked for without a network.

mod assets;
mod headers;
mod request;
mod response;
mod serve;

pub use assets::{ASSETS, Asset};
pub use request::{Method, Request};
pub use response::Response;
pub use serve::serve;
