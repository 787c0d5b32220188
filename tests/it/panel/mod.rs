//! The admins' page over HTTP, with the real program and without a browser.

mod acts;
mod browser;
mod cards;
mod chromium;
mod log_in;
mod site;
