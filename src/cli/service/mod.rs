//! Commands of the running bot: the bot itself, its helpers, and what looks after it.

pub mod doctor;
pub mod health;
mod notify;
pub mod panel;
mod promise;
pub mod reload;
mod reloads;
pub mod run;
pub mod setup;
pub mod sidecar;
