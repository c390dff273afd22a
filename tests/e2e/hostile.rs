//! Attacks in real browsers: in the readers' and in the window's own.

mod browser;
mod trap;
mod view;
