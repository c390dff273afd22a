//! `copydesk init`, `copydesk library …` and `copydesk undo`.

use crate::{
    backups, bundle, check, files, out::Out, outcome::Outcome, session::Session, spelling, workflow,
};
use clap::{Args, Subcommand};
use desk::{
    Act, Checked, ExportedAll, NewLibrary, StatsView,
    library::{self, SettingsChange},
};
use model::{Result, settings::Weight};
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Init {
    /// The folder [default: the one that --library or COPYDESK_LIBRARY names]
    dir: Option<PathBuf>,
    /// The newsroom’s name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Fill it with the sample newsroom
    #[arg(long)]
    sample: bool,
    /// The first person, who holds every role
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// One person works alone: nothing needs the yes of a second
    #[arg(long)]
    solo: bool,
    /// Make it from what `library export` wrote: a folder, a .zip or a .jsonl
    #[arg(long, value_name = "EXPORT", conflicts_with_all = ["name", "sample", "person", "solo"])]
    from: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The newsroom’s public key, as a minisign .pub file
    Key,
    /// Check everything: journal, texts, pictures, database; exits 4 where there is damage
    Check,
    /// Copy the library, whole, to another folder; without DEST to those that the window makes unasked, which are thinned out
    Backup(backups::Backup),
    /// The backups that are known of, and whether and where the window makes some unasked; or change that
    Backups(backups::Backups),
    /// Make a library from a backup, in a folder that holds none
    Restore(backups::Restore),
    /// Copy the library to DIR, to work there from now on: out of a folder that other computers write to, where it is open to
    /// read only
    Move {
        /// The folder to move it to
        dir: PathBuf,
    },
    /// Build the library again from its journal
    Repair,
    /// How much there is of everything
    Stats,
    /// Write everything as JSON lines, with the pictures, into a folder, a .zip, or one .jsonl
    Export {
        /// The folder or file to write
        #[arg(value_parser = files::target)]
        out: String,
        /// Commenters’ private data too, which only a moderator may have
        #[arg(long)]
        private: bool,
        /// The private halves of the library’s keys too, which only an admin may have: whoever gets them signs alike
        #[arg(long)]
        keys: bool,
    },
    /// Show the settings, or change some
    Set(Set),
    /// The checks before submit, approve and export, and what each weighs: off, warn or block
    Checks,
    /// The stages that the articles of each section pass; or other ones for a section, for what is submitted from now on
    Workflow(workflow::Workflow),
    /// The newsroom’s own words, which are right though no dictionary has them
    Words {
        #[command(subcommand)]
        command: spelling::Command,
    },
}

#[derive(Debug, Args)]
pub struct Set {
    /// The newsroom’s name, printed on every page
    #[arg(long)]
    name: Option<String>,
    /// The language’s tag that most articles are in
    #[arg(long)]
    language: Option<String>,
    /// Where printed dates are: an IANA name such as Europe/Lisbon
    #[arg(long)]
    time_zone: Option<String>,
    /// Whether everything needs the yes of someone who did not save it
    #[arg(long, value_name = "true|false")]
    four_eyes: Option<bool>,
    /// Where the site will be, ending in /
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Where the comment forms of pages post to
    #[arg(long, value_name = "URL")]
    comment_address: Option<String>,
    /// After how many minutes without a hand on the desk an opened signature is forgotten
    #[arg(long, value_name = "MINUTES")]
    forget_after: Option<u32>,
    /// After how many days commenters’ e-mails and addresses are erased; 0 for never
    #[arg(long, value_name = "DAYS")]
    keep_private_days: Option<u32>,
    /// After how many days backups are deleted that are made from now on; 0 for never
    #[arg(long, value_name = "DAYS")]
    keep_backup_days: Option<u32>,
    /// What a check’s alarms weigh: off, warn or block; once for each check
    #[arg(long = "check", value_name = "CODE=WEIGHT", value_parser = check::weight)]
    checks: Vec<(String, Weight)>,
}

/// Makes a library.
///
/// # Errors
/// What the desk says: a folder that holds one already, or can't be written.
pub fn init(ask: Init, session: &Session, out: &mut Out) -> Result<Outcome> {
    let dir = match ask.dir {
        Some(dir) => dir,
        None => session.library()?,
    };
    session.machine.ready()?;
    session.must_be_here(&dir)?;
    let Init {
        name,
        sample,
        person,
        solo,
        from,
        ..
    } = ask;
    let new = NewLibrary {
        name,
        person,
        solo,
        sample,
    };
    let desk = match from {
        Some(from) => library::from_export(&from, &dir, &session.nobody())?,
        None => library::create(&dir, new, &session.nobody())?,
    };
    session.machine.finish();
    let view = library::show(&desk, &session.nobody(), library::Show::default())?;
    if out.json {
        out.value(&view)?;
        return Ok(Outcome::Done);
    }
    out.line(format!(
        "Made the library of {} in {}.",
        view.settings.name, view.path
    ))?;
    let names: Vec<&str> = view
        .people
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    if !names.is_empty() {
        out.line(format!("At the desk: {}.", names.join(", ")))?;
    }
    Ok(Outcome::Done)
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    // Restoring needs no open library, and repairing wants it closed.
    match command {
        Command::Restore(ask) => return backups::restore(ask, session, out),
        Command::Move { dir } => {
            let done = library::settle_from(&session.library()?, &dir, &session.nobody())?;
            session.machine.finish();
            return backups::restored(&done, out);
        }
        Command::Repair => {
            let dir = session.library()?;
            return repaired(&dir, session, out);
        }
        Command::Check => {
            let desk = session.desk()?;
            // Whoever asks: that their name can't be read may be what is damaged.
            let hand = session.nobody();
            let found = library::check(&desk, &hand, library::Check::default())?;
            return checked(&found, session, out);
        }
        _ => {}
    }
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    match command {
        Command::Key => {
            let view = library::show(&desk, &hand, library::Show::default())?;
            key(&view.newsroom_key, out)?;
        }
        Command::Backup(ask) => return backups::backup(ask, &desk, &hand, session, out),
        Command::Backups(ask) => return backups::backups(&ask, &desk, &hand, out),
        Command::Export {
            out: dest,
            private,
            keys,
        } => {
            let ask = library::Export {
                out: dest,
                private,
                keys,
            };
            exported(&library::export(&desk, &hand, ask)?, session, out)?;
        }
        Command::Stats => stats(
            &library::stats(&desk, &hand, library::Stats::default())?,
            out,
        )?,
        Command::Set(ask) => {
            if let Some(change) = ask.change() {
                library::set(&desk, &hand, library::Set { settings: change })?;
            }
            let view = library::show(&desk, &hand, library::Show::default())?;
            settings(&view.settings, out)?;
        }
        Command::Checks => check::kinds(
            &desk::check::kinds(&desk, &hand, desk::check::Kinds::default())?,
            out,
        )?,
        Command::Workflow(ask) => return workflow::run(ask, &desk, &hand, out),
        Command::Words { command } => return spelling::run(command, &desk, &hand, out),
        Command::Restore(_) | Command::Move { .. } | Command::Repair | Command::Check => {}
    }
    Ok(Outcome::Done)
}

/// `copydesk undo`.
///
/// # Errors
/// What the desk says: nothing to take back, or something that has built on it.
pub fn undo(session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let done = library::undo(&desk, &hand, library::Undo::default())?;
    report(&done, json!({}), session, out)
}

fn report(
    done: &Act,
    mut fields: serde_json::Value,
    session: &Session,
    out: &mut Out,
) -> Result<Outcome> {
    session.machine.finish();
    if out.json {
        fields["words"] = done.words.as_str().into();
        out.value(&fields)?;
    } else {
        out.line(&done.words)?;
    }
    Ok(Outcome::Done)
}

fn repaired(dir: &Path, session: &Session, out: &mut Out) -> Result<Outcome> {
    let done = library::repair(dir, |desk| session.hand(desk))?;
    let act = Act {
        words: done.words,
        undo: false,
    };
    let fields = json!({"path": files::absolute(dir), "lost": done.lost, "mended": done.mended});
    let told = report(&act, fields, session, out)?;
    if !out.json {
        for (title, faults) in [("Lost:", &done.lost), ("Whole again:", &done.mended)] {
            if !faults.is_empty() {
                out.line(title)?;
                bundle::list(faults, out)?;
            }
        }
    }
    Ok(told)
}

fn key(file: &str, out: &mut Out) -> Result<()> {
    if out.json {
        let line = file.lines().nth(1).unwrap_or(file);
        return out.value(&json!({"key": line, "file": file}));
    }
    out.line(file.trim_end())
}

fn exported(done: &ExportedAll, session: &Session, out: &mut Out) -> Result<()> {
    session.machine.finish();
    if out.json {
        return out.value(done);
    }
    out.line(&done.words)?;
    let mut gone = done.gone.iter();
    gone.try_for_each(|file| out.line(format!("missing: assets/{file}")))
}

fn checked(found: &Checked, session: &Session, out: &mut Out) -> Result<Outcome> {
    session.machine.finish();
    if out.json {
        out.value(found)?;
    } else if found.ok {
        out.line(format!(
            "The library is whole: {} entries of the journal hold together.",
            found.entries
        ))?;
    } else {
        out.line(format!(
            "The library is damaged: {}.",
            bundle::faults(found.faults.len())
        ))?;
        bundle::list(&found.faults, out)?;
    }
    Ok(if found.ok {
        Outcome::Done
    } else {
        Outcome::Damaged
    })
}

fn stats(stats: &StatsView, out: &mut Out) -> Result<()> {
    if out.json {
        return out.value(stats);
    }
    let counts = [
        ("articles", stats.articles.into()),
        ("revisions", stats.revisions.into()),
        ("comments", stats.comments.into()),
        ("people", stats.people.into()),
        ("entries", stats.entries.into()),
        ("blobs", stats.blobs.into()),
        ("bytes", stats.bytes),
    ];
    counts
        .iter()
        .try_for_each(|(name, n)| out.line(format!("{name:<10}{n:>12}")))
}

impl Set {
    /// What is to be otherwise; none where nothing was named.
    fn change(self) -> Option<SettingsChange> {
        let named = self.name.is_some()
            || self.language.is_some()
            || self.time_zone.is_some()
            || self.four_eyes.is_some()
            || self.base_url.is_some()
            || self.comment_address.is_some()
            || self.forget_after.is_some()
            || self.keep_private_days.is_some()
            || self.keep_backup_days.is_some()
            || !self.checks.is_empty();
        named.then(|| SettingsChange {
            name: self.name,
            language: self.language,
            time_zone: self.time_zone,
            four_eyes: self.four_eyes,
            base_url: self.base_url,
            comment_address: self.comment_address,
            forget_after: self.forget_after,
            keep_private_days: self.keep_private_days,
            keep_backup_days: self.keep_backup_days,
            checks: self.checks.into_iter().collect(),
        })
    }
}

fn settings(settings: &model::settings::Settings, out: &mut Out) -> Result<()> {
    if out.json {
        return out.value(settings);
    }
    let minutes = format!("{} min", settings.forget_after);
    let days = |days: u32| match days {
        0 => "for ever".to_owned(),
        1 => "1 day".into(),
        days => format!("{days} days"),
    };
    let (private, backups) = (
        days(settings.keep_private_days),
        days(settings.keep_backup_days),
    );
    let four_eyes = if settings.four_eyes { "true" } else { "false" };
    let lines = [
        ("name", settings.name.as_str()),
        ("language", &settings.language),
        ("time zone", &settings.time_zone),
        ("four eyes", four_eyes),
        ("base url", &settings.base_url),
        ("comment address", &settings.comment_address),
        ("forget after", &minutes),
        ("keep private", &private),
        ("keep backups", &backups),
    ];
    for (name, value) in lines {
        out.line(format!("{name:<17}{value}").trim_end())?;
    }
    for (code, weight) in &settings.checks {
        out.line(format!("{:<17}{code}={}", "check", check::word(*weight)))?;
    }
    Ok(())
}
