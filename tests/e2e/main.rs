//! The real window, driven by its own web driver: the main path by mouse and by keyboard alone, every screen before
//! an accessibility judge, and what happens when the window can't open. Needs the debug build of both programs,
//! WebKitWebDriver and a display or Xvfb; `./dev test` sees to all of that.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that can't go on says so by failing, in its helpers too, and one that counts says how many"
)]

mod around;
#[path = "../suite/permissions/asks.rs"]
mod asks;
#[allow(dead_code, reason = "the suite uses more of it")]
mod attacks;
mod axe;
mod backups;
mod bridge;
mod bring;
mod bundles;
mod bylines;
mod checks;
mod chromium;
mod circle;
mod details;
mod everything;
mod hands;
mod hostile;
mod inbox;
mod kept;
mod keyboard;
mod keys;
mod killed;
mod list;
mod locking;
mod meeting;
#[allow(dead_code, reason = "the suite uses more of it")]
#[path = "../suite/newsroom.rs"]
mod newsroom;
mod notes;
#[allow(dead_code, reason = "the suite uses more of it")]
#[path = "../suite/office.rs"]
mod office;
mod page;
mod pasting;
mod pictures;
mod privacy;
mod queue;
mod reading;
mod refused;
mod screens;
mod search;
mod signature;
mod spelling;
mod stage;
mod stages;
mod starting;
mod suggestions;
mod triage;
mod typing;
mod walk;
mod walker;
mod web_view;
mod who_may;
mod writing;
