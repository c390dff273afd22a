//! `copydesk`: the desk without a window. Parses the command line, takes the desk's action, prints what it gave.
//! No rule of the newsroom is here: every command is one action of `desk`, and its permission is checked there.

mod activity;
mod args;
mod article;
mod asset;
mod backups;
mod bin;
mod bundle;
mod byline;
mod check;
mod comment;
mod commenter;
mod diff;
mod edition;
mod files;
mod global;
mod import;
mod key;
mod library;
mod machine;
mod memory;
mod note;
mod others_words;
mod out;
mod outcome;
mod passphrase;
mod person;
mod profile;
mod quiet;
mod reading;
mod receive;
mod report;
mod review;
mod rules;
mod search;
mod session;
mod spelling;
mod suggestion;
mod table;
mod template;
mod theme;
mod workflow;

use args::{Command, Line};
use clap::Parser;
use out::Out;
use outcome::Outcome;
use session::Session;
use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    quiet::keep();
    memory::small_pages();
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(error) => return report::usage(&error),
    };
    let json = line.global.json;
    let mut out = Out::new(json);
    let session = Session::new(line.global);
    let done = run(line.command, &session, &mut out);
    session.machine.finish();
    match done.and_then(|outcome| out.flush().map(|()| outcome)) {
        Ok(outcome) => outcome.into(),
        Err(error) => report::failure(&error, json),
    }
}

fn run(command: Command, session: &Session, out: &mut Out) -> model::Result<Outcome> {
    match command {
        Command::Init(ask) => library::init(ask, session, out),
        Command::Person { command } => person::run(command, session, out),
        Command::Article { command } => article::run(command, session, out),
        Command::Asset { command } => asset::run(command, session, out),
        Command::Theme { command } => theme::run(command, session, out),
        Command::Template { command } => template::run(command, session, out),
        Command::Byline { command } => byline::run(command, session, out),
        Command::Bin { command } => bin::run(command, session, out),
        Command::Review { command } => review::run(command, session, out),
        Command::Check(ask) => check::run(ask, session, out),
        Command::Comment { command } => comment::run(command, session, out),
        Command::Commenter { command } => commenter::run(command, session, out),
        Command::Rules { command } => rules::run(command, session, out),
        Command::Import(ask) => import::run(ask, session, out),
        Command::Receive(ask) => receive::run(ask, out),
        Command::Edition { command } => edition::run(command, session, out),
        Command::Profile { command } => profile::run(command, session, out),
        Command::Export(ask) => bundle::export(ask, session, out),
        Command::Verify { path, key, newer } => bundle::verify((path, key, newer), session, out),
        Command::Key { command } => key::run(command, session, out),
        Command::Search(ask) => search::run(ask, session, out),
        Command::Activity(ask) => activity::run(ask, session, out),
        Command::Undo => library::undo(session, out),
        Command::Library { command } => library::run(command, session, out),
    }
}
