//! `copydesk byline …`.

use crate::{
    files,
    out::{Ink, Out},
    outcome::Outcome,
    session::Session,
    table::{Table, short},
};
use clap::{ArgGroup, Args, Subcommand};
use desk::{Desk, Hand, Page, ProfileShown, ProfileView, byline};
use model::Result;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the profiles
    List,
    /// Print a profile, and how many articles print its name
    Show {
        /// The author’s name, or the profile’s id
        name: String,
    },
    /// Keep another author’s byline
    Add {
        /// As it is printed
        name: String,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change a profile; articles keep what they print
    Set(Set),
    /// Take a profile off the list; articles keep what they print
    Remove {
        /// The author’s name, or the profile’s id
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct Fields {
    /// What they are: "Transport reporter"
    #[arg(long, value_name = "T")]
    role: Option<String>,
    /// Where else they are published, or what they wrote; may be given several times
    #[arg(long = "publication", value_name = "T")]
    publications: Option<Vec<String>>,
    /// A web address; may be given several times
    #[arg(long = "link", value_name = "URL")]
    links: Option<Vec<String>>,
    /// A biography, plain text
    #[arg(long, value_name = "T", conflicts_with = "file")]
    about: Option<String>,
    /// The biography from a file; - for standard input
    #[arg(long, value_name = "F.txt")]
    file: Option<String>,
    /// A picture of the library, by its hash or the beginning of it; an empty one for none
    #[arg(long, value_name = "HASH")]
    picture: Option<String>,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("change").required(true).multiple(true).args([
    "rename", "role", "publications", "links", "about", "file", "picture",
])))]
pub struct Set {
    /// The author’s name, or the profile’s id
    name: String,
    /// Another name
    #[arg(long = "name", value_name = "NAME")]
    rename: Option<String>,
    #[command(flatten)]
    fields: Fields,
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    // A text is read before the library is opened: what can't be read touches nothing.
    let (profile, name, fields) = match command {
        Command::Add { name, fields } => (None, Some(name), fields),
        Command::Set(ask) => (Some(ask.name), ask.rename, ask.fields),
        Command::List => return list(session, out),
        Command::Show { name } => return show(name, session, out),
        Command::Remove { name: profile } => {
            return session.act(out, |desk, hand| {
                byline::remove(desk, hand, byline::Remove { profile })
            });
        }
    };
    let about = fields.file.as_deref().map(files::text).transpose()?;
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    // A changed profile may have another name; by its id it is found again.
    let id = match &profile {
        Some(wanted) => Some(shown(wanted, &desk, &hand)?.profile.id),
        None => None,
    };
    let done = byline::save(
        &desk,
        &hand,
        byline::Save {
            profile: id.clone(),
            name: name.clone(),
            role: fields.role,
            publications: fields.publications,
            about: about.or(fields.about),
            links: fields.links,
            picture: fields.picture,
        },
    )?;
    if !out.json {
        out.line(done.words)?;
    } else if let Some(wanted) = id.or(name) {
        out.value(&shown(&wanted, &desk, &hand)?)?;
    }
    Ok(Outcome::Done)
}

fn shown(wanted: &str, desk: &Desk, hand: &Hand) -> Result<ProfileShown> {
    let profile = wanted.to_owned();
    byline::show(desk, hand, byline::Show { profile })
}

fn list(session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let items = byline::list(&desk, &hand, byline::List::default())?;
    if out.json {
        out.value(&Page { items, next: None })?;
    } else {
        rows(&items, out)?;
    }
    Ok(Outcome::Done)
}

fn rows(rows: &[ProfileView], out: &mut Out) -> Result<()> {
    if rows.is_empty() {
        return out.line("No profiles.");
    }
    let mut table = Table::new(["name", "role", "publications", "id"]);
    for row in rows {
        table.row([
            &row.byline.name,
            &row.byline.role,
            &row.byline.publications.join(", "),
            &row.id,
        ]);
    }
    out.table(&table)
}

fn show(name: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let found = shown(&name, &desk, &hand)?;
    if out.json {
        out.value(&found)?;
        return Ok(Outcome::Done);
    }
    let byline = &found.profile.byline;
    out.inked(&[(Some(Ink::Bold), &byline.name)])?;
    let picture = byline.picture.map(|picture| picture.to_string());
    let facts = [
        ("role", byline.role.clone()),
        ("publications", byline.publications.join(", ")),
        ("links", byline.links.join(" ")),
        (
            "picture",
            picture.map_or_else(String::new, |hash| short(&hash).to_owned()),
        ),
        ("articles", found.articles.to_string()),
        ("id", found.profile.id.clone()),
    ];
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        out.inked(&[(Some(Ink::Dim), &format!("{name:<13}")), (None, fact)])?;
    }
    if !byline.about.is_empty() {
        out.line("")?;
        out.line(&byline.about)?;
    }
    Ok(Outcome::Done)
}
