//! `copydesk profile …`: the profiles that bundles are made by.

use crate::{files, out::Out, outcome::Outcome, session::Session, table::Table};
use clap::{ArgGroup, Args, Subcommand};
use desk::{BundleProfileView, profile};
use model::{Error, Result, bundle::Part, profile::Profile};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the profiles: your own, and those that are always there
    List,
    /// Print a profile as TOML
    Show {
        /// The profile’s name
        name: String,
    },
    /// Make a profile, or change the one of this name
    Set(Set),
    /// Remove a profile
    Remove {
        /// The profile’s name
        name: String,
    },
    /// Take a profile from a TOML file; one of the same name is replaced
    Import {
        /// As `profile show` prints one
        #[arg(value_name = "FILE")]
        path: String,
    },
    /// Write a profile to a TOML file
    Export {
        /// The profile’s name
        name: String,
        /// The file to write
        #[arg(value_name = "FILE", value_parser = files::target)]
        path: String,
    },
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("change").required(true).multiple(true).args([
    "rename", "parts", "base_url", "theme", "languages", "comments", "feeds",
])))]
pub struct Set {
    /// The profile’s name
    name: String,
    /// Another name
    #[arg(long = "name", value_name = "NAME")]
    rename: Option<String>,
    /// A part that the bundle holds: site, wxr, epub, ninjs, markdown, jsonl; may be given several times
    #[arg(long = "part", value_name = "PART")]
    parts: Option<Vec<String>>,
    /// Where the site will be; an empty one for the library’s
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The theme; an empty one for the library’s
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Only articles in this language; may be given several times, an empty one for all
    #[arg(long = "language", value_name = "LANG")]
    languages: Option<Vec<String>>,
    /// Whether readers’ comments print
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    comments: Option<bool>,
    /// Whether the site has feeds
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    feeds: Option<bool>,
}

fn yes_or_no(text: &str) -> std::result::Result<bool, &'static str> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("say yes or no"),
    }
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    match command {
        Command::List => list(session, out),
        Command::Show { name } => show(name, session, out),
        Command::Set(ask) => set(ask, session, out),
        Command::Remove { name } => session.act(out, |desk, hand| {
            profile::remove(desk, hand, profile::Remove { name })
        }),
        Command::Import { path } => session.act(out, |desk, hand| {
            profile::import(desk, hand, profile::Import { path })
        }),
        Command::Export { name, path } => session.act(out, |desk, hand| {
            let path = files::absolute(path).display().to_string();
            profile::export(desk, hand, profile::Export { name, path })
        }),
    }
}

fn list(session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let all = profile::list(&desk, &hand, profile::List {})?;
    if out.json {
        out.value(&all)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["name", "parts", "", "address"]);
    for BundleProfileView { profile, always } in &all {
        let parts: Vec<&str> = profile.parts.iter().map(|part| part.name()).collect();
        let always = if *always { "always there" } else { "" };
        table.row([&profile.name, &parts.join(", "), always, &profile.base_url]);
    }
    out.table(&table)?;
    Ok(Outcome::Done)
}

fn show(name: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let one = profile::show(&desk, &hand, profile::Show { name })?;
    if out.json {
        out.value(&one)?;
    } else {
        out.bytes(profile::text(&one.profile)?.as_bytes())?;
    }
    Ok(Outcome::Done)
}

fn set(ask: Set, session: &Session, out: &mut Out) -> Result<Outcome> {
    session.act(out, |desk, hand| {
        let known = profile::show(
            desk,
            hand,
            profile::Show {
                name: ask.name.clone(),
            },
        );
        let (was, mut profile) = match known {
            Ok(one) => (Some(one.profile.name.clone()), one.profile),
            Err(none) if none.code == "no-such-profile" => (
                None,
                Profile {
                    name: ask.name,
                    ..Profile::default()
                },
            ),
            Err(error) => return Err(error),
        };
        if let Some(name) = ask.rename {
            profile.name = name;
        }
        if let Some(parts) = ask.parts {
            profile.parts = parts.iter().map(part).collect::<Result<_>>()?;
        }
        if let Some(address) = ask.base_url {
            profile.base_url = address;
        }
        if let Some(theme) = ask.theme {
            profile.theme = theme;
        }
        if let Some(languages) = ask.languages {
            profile.languages = languages;
        }
        profile.comments = ask.comments.unwrap_or(profile.comments);
        profile.feeds = ask.feeds.unwrap_or(profile.feeds);
        profile::save(desk, hand, profile::Save { was, profile })
    })
}

fn part(name: &String) -> Result<Part> {
    Part::named(name).ok_or_else(|| {
        let parts: Vec<&str> = Part::ALL.into_iter().map(Part::name).collect();
        Error::usage("no-such-part", format!("There is no part “{name}”."))
            .hint(format!("The parts are {}.", parts.join(", ")))
    })
}
