//! What serves the running program: its log, its numbers, its health and the pages that show them.

pub mod batch_window;
pub mod clock;
pub mod control;
pub mod health;
pub mod http;
pub mod logging;
pub mod metrics;
pub mod stop;
