//! `copydesk theme …`.

use crate::{files, out::Out, outcome::Outcome, session::Session, table::Table};
use clap::{Args, Subcommand, ValueEnum};
use desk::theme;
use model::{Result, theme::Face};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// What the site looks like: colours, type, logo, and whose the templates are
    Show,
    /// Make the program’s templates the newsroom’s own, to be changed
    Copy,
    /// Write the theme’s files into a folder
    Export {
        /// The folder to write them into
        #[arg(value_parser = files::target)]
        dir: String,
    },
    /// Make a folder’s files the newsroom’s own templates
    Import {
        /// The folder of the theme’s files
        dir: String,
    },
    /// Set colours, type and logo
    Set(Set),
    /// Put the theme back as it came with Copydesk
    Reset {
        /// All but the colours, the type and the logo
        #[arg(long)]
        keep_look: bool,
    },
}

/// What is not named stays; an empty text puts it back as the theme has it.
#[derive(Debug, Args)]
pub struct Set {
    /// Behind everything, as #fbfaf7
    #[arg(long, value_name = "COLOUR")]
    paper: Option<String>,
    /// Of the text
    #[arg(long, value_name = "COLOUR")]
    ink: Option<String>,
    /// Of links and what stands out
    #[arg(long, value_name = "COLOUR")]
    accent: Option<String>,
    /// Behind everything on dark screens
    #[arg(long, value_name = "COLOUR")]
    dark_paper: Option<String>,
    /// Of the text on dark screens
    #[arg(long, value_name = "COLOUR")]
    dark_ink: Option<String>,
    /// Of links and what stands out on dark screens
    #[arg(long, value_name = "COLOUR")]
    dark_accent: Option<String>,
    /// Type of the text
    #[arg(long)]
    text: Option<Type>,
    /// Type of headlines
    #[arg(long)]
    headlines: Option<Type>,
    /// A picture of the library in place of the newsroom’s name, by its hash
    #[arg(long, value_name = "HASH")]
    logo: Option<String>,
}

/// A family of type, by the name that the desk gives it.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Type {
    Theme,
    Transitional,
    OldStyle,
    Slab,
    System,
    Humanist,
    Grotesque,
    Mono,
}

impl From<Type> for Face {
    fn from(named: Type) -> Self {
        match named {
            Type::Theme => Self::Theme,
            Type::Transitional => Self::Transitional,
            Type::OldStyle => Self::OldStyle,
            Type::Slab => Self::Slab,
            Type::System => Self::System,
            Type::Humanist => Self::Humanist,
            Type::Grotesque => Self::Grotesque,
            Type::Mono => Self::Mono,
        }
    }
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    match command {
        Command::Show => show(session, out),
        Command::Copy => session.act(out, |desk, hand| theme::copy(desk, hand, theme::Copy {})),
        Command::Export { dir } => {
            let desk = session.desk()?;
            let hand = session.hand(&desk)?;
            let written = theme::export(&desk, &hand, theme::Export { dest: dir })?;
            if out.json {
                out.value(&written)?;
            } else {
                out.line(format!(
                    "Wrote the theme’s {} files to {}.",
                    written.files, written.path
                ))?;
            }
            Ok(Outcome::Done)
        }
        Command::Import { dir: path } => session.act(out, |desk, hand| {
            theme::import(desk, hand, theme::Import { path })
        }),
        Command::Set(ask) => session.act(out, |desk, hand| {
            let mut look = theme::show(desk, hand, theme::Show {})?.look;
            let put = |to: &mut String, from: Option<String>| {
                if let Some(from) = from {
                    *to = from;
                }
            };
            put(&mut look.light.paper, ask.paper);
            put(&mut look.light.ink, ask.ink);
            put(&mut look.light.accent, ask.accent);
            put(&mut look.dark.paper, ask.dark_paper);
            put(&mut look.dark.ink, ask.dark_ink);
            put(&mut look.dark.accent, ask.dark_accent);
            look.text = ask.text.map_or(look.text, Face::from);
            look.headlines = ask.headlines.map_or(look.headlines, Face::from);
            match ask.logo.as_deref() {
                None => {}
                Some("") => look.logo = None,
                Some(hash) => look.logo = Some(hash.parse()?),
            }
            theme::dress(desk, hand, theme::Dress { look })
        }),
        Command::Reset { keep_look } => session.act(out, |desk, hand| {
            theme::reset(desk, hand, theme::Reset { keep_look })
        }),
    }
}

fn show(session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let view = theme::show(&desk, &hand, theme::Show {})?;
    if out.json {
        out.value(&view)?;
        return Ok(Outcome::Done);
    }
    out.line(match (view.own, view.templates) {
        (_, true) => "The newsroom’s own theme.",
        (true, false) => "The program’s theme, in the newsroom’s colours and type.",
        (false, false) => "The program’s theme.",
    })?;
    let mut table = Table::new(["file", "", "bytes"]);
    for file in &view.files {
        table.row([
            &file.name,
            if file.own { "your own" } else { "" },
            &file.size.to_string(),
        ]);
    }
    out.table(&table)?;
    Ok(Outcome::Done)
}
