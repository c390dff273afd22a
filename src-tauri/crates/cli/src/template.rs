//! `copydesk template …`.

use crate::{files, out::Out, outcome::Outcome, session::Session, table::Table};
use clap::{Args, Subcommand};
use desk::template;
use model::{Result, template::Template};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the templates
    List,
    /// Print what an article of this kind begins with
    Show {
        /// The template’s name
        name: String,
    },
    /// Make a template, or change the one of this name
    Save(Save),
    /// Remove a template
    Remove {
        /// The template’s name
        name: String,
    },
    /// Put a template back as it came with Copydesk, be it changed or removed
    Reset {
        /// The template’s name
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct Save {
    /// The template’s name
    name: String,
    /// What it is for, in a sentence
    #[arg(long, value_name = "T")]
    about: Option<String>,
    /// The words above the headline
    #[arg(long, value_name = "T")]
    kicker: Option<String>,
    /// The summary below the headline
    #[arg(long, value_name = "T")]
    standfirst: Option<String>,
    /// The section’s name
    #[arg(long)]
    section: Option<String>,
    /// May be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Option<Vec<String>>,
    /// The text in Markdown, guidance in square brackets; - for standard input
    #[arg(long, value_name = "F.md")]
    file: Option<String>,
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    match command {
        Command::List => list(session, out),
        Command::Show { name } => show(name, session, out),
        Command::Save(ask) => save(ask, session, out),
        Command::Remove { name: key } => session.act(out, |desk, hand| {
            template::remove(desk, hand, template::Remove { key, back: false })
        }),
        Command::Reset { name: key } => session.act(out, |desk, hand| {
            template::remove(desk, hand, template::Remove { key, back: true })
        }),
    }
}

fn list(session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let all = template::list(&desk, &hand, template::List {})?;
    if out.json {
        out.value(&all)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["name", "", "about"]);
    for one in &all {
        let whose = match one {
            one if one.removed => "removed",
            one if one.changed => "changed",
            one if one.shipped => "",
            _ => "your own",
        };
        table.row([&one.template.name, whose, &one.template.about]);
    }
    out.table(&table)?;
    Ok(Outcome::Done)
}

fn show(name: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let one = template::show(&desk, &hand, template::Show { name })?;
    if out.json {
        out.value(&one)?;
    } else {
        out.bytes(one.template.body.as_bytes())?;
    }
    Ok(Outcome::Done)
}

fn save(ask: Save, session: &Session, out: &mut Out) -> Result<Outcome> {
    let body = ask.file.as_deref().map(files::text).transpose()?;
    session.act(out, |desk, hand| {
        let known = template::show(
            desk,
            hand,
            template::Show {
                name: ask.name.clone(),
            },
        );
        let (key, mut template) = match known {
            Ok(one) => (Some(one.key), one.template),
            Err(none) if none.code == "no-such-template" => (
                None,
                Template {
                    name: ask.name,
                    ..Template::default()
                },
            ),
            Err(error) => return Err(error),
        };
        for (field, value) in [
            (&mut template.about, ask.about),
            (&mut template.kicker, ask.kicker),
            (&mut template.standfirst, ask.standfirst),
            (&mut template.section, ask.section),
            (&mut template.body, body),
        ] {
            if let Some(value) = value {
                *field = value;
            }
        }
        if let Some(tags) = ask.tags {
            template.tags = tags;
        }
        template::save(desk, hand, template::Save { key, template })
    })
}
