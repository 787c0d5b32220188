//! Commands of the running bot: the bot itself, its helpers, what looks after it, and what is installed
//! beside it.

pub mod doctor;
pub mod health;
pub mod index;
pub mod manual;
mod notify;
pub mod panel;
mod promise;
pub mod reload;
mod reloads;
pub mod run;
pub mod setup;
pub mod sidecar;
mod unasked;
