//! `copydesk person …`.

use crate::{out::Out, outcome::Outcome, session::Session, table::Table};
use clap::{ArgGroup, Args, Subcommand};
use desk::{Desk, Hand, Passphrase, Passphrases, key, person};
use model::{
    Result,
    bundle::Renewer,
    person::{Person, Role},
};
use serde::Serialize;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a person
    Add {
        /// What they are called
        name: String,
        /// writer, reviewer, moderator, publisher, admin; several with commas
        #[arg(long, required = true, value_delimiter = ',', value_name = "R,R…")]
        roles: Vec<Role>,
    },
    /// List who works here
    List,
    /// Change a person’s name or roles
    Set(Set),
    /// Seal your own signature with a passphrase, from --passphrase-file or asked for. It gets a new key; what the one
    /// before signed stays valid
    Seal {
        /// Yourself, where --as does not say it
        name: Option<String>,
    },
    /// Take the passphrase off your own signature. It gets a new key
    Unseal {
        /// Yourself, where --as does not say it
        name: Option<String>,
    },
    /// Change the passphrase of your own signature: --passphrase-file has the one before. It gets a new key
    Passphrase {
        /// Yourself, where --as does not say it
        name: Option<String>,
        /// A file whose first line is the new one; - for the next line of standard input
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Make a new key, without a passphrase, for someone who lost theirs: an admin does, who has sealed theirs where any
    /// admin has. Bundles say who made it
    NewKey {
        /// For whom: a name or an id
        name: String,
    },
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("change").required(true).multiple(true).args(["name", "roles"])))]
pub struct Set {
    /// Whom: a name or an id
    person: String,
    /// The new name
    #[arg(long)]
    name: Option<String>,
    /// The roles instead of the present ones; several with commas
    #[arg(long, value_delimiter = ',', value_name = "R,R…")]
    roles: Option<Vec<Role>>,
}

/// A person as they are listed.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    person: &'a Person,
    sealed: bool,
    renewed_by: Option<&'a Renewer>,
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let named = match &command {
        Command::Seal { name } | Command::Unseal { name } | Command::Passphrase { name, .. } => {
            name.as_deref()
        }
        _ => None,
    };
    let hand = session.hand_of(&desk, named)?;
    match command {
        Command::Add { name, roles } => {
            let roles = roles.into_iter().collect();
            let added = person::add(&desk, &hand, person::Add { name, roles })?;
            if out.json {
                out.value(&added)?;
            } else {
                out.line(format!("Added {} ({}).", added.name, roles_of(&added)))?;
            }
        }
        Command::List => list(&desk, &hand, out)?,
        Command::Set(ask) => set(ask, &desk, &hand, out)?,
        signing => return sign(signing, session, out, &desk, &hand),
    }
    Ok(Outcome::Done)
}

fn list(desk: &Desk, hand: &Hand, out: &mut Out) -> Result<()> {
    let people = person::list(desk, hand, person::List::default())?;
    let keys = key::list(desk, hand, key::List::default())?;
    let key = |person: &Person| {
        let id = person.id.to_string();
        keys.iter().find(|key| key.person == id)
    };
    let sealed = |person: &Person| key(person).is_some_and(|key| key.sealed);
    let renewed_by = |person: &Person| key(person).and_then(|key| key.renewed_by.as_ref());
    if out.json {
        let all: Vec<Listed> = people
            .iter()
            .map(|person| Listed {
                person,
                sealed: sealed(person),
                renewed_by: renewed_by(person),
            })
            .collect();
        return out.value(&all);
    }
    let mut table = Table::new(["id", "name", "signature", "roles"]);
    for person in &people {
        let mut signature = if sealed(person) { "sealed" } else { "open" }.to_owned();
        if let Some(by) = renewed_by(person) {
            signature += &format!(", made anew by {}", named(by));
        }
        table.row([
            &person.id.to_string(),
            &person.name,
            &signature,
            &roles_of(person),
        ]);
    }
    if table.is_empty() {
        out.line("Nobody works here yet.")
    } else {
        out.table(&table)
    }
}

fn set(ask: Set, desk: &Desk, hand: &Hand, out: &mut Out) -> Result<()> {
    let whom = desk::person_named(desk, &ask.person)?.id.to_string();
    let change = person::Set {
        person: whom.clone(),
        name: ask.name,
        roles: ask.roles.map(|roles| roles.into_iter().collect()),
    };
    let done = person::set(desk, hand, change)?;
    if out.json {
        out.value(&desk::person_named(desk, &whom)?)
    } else {
        out.line(done.words)
    }
}

/// What one does with one's own signature, and an admin with another's.
fn sign(
    command: Command,
    session: &Session,
    out: &mut Out,
    desk: &Desk,
    hand: &Hand,
) -> Result<Outcome> {
    let own = |name: Option<String>| -> Result<(Option<String>, Passphrase)> {
        let people = person::list(desk, hand, person::List::default())?;
        let me = people.iter().find(|person| Some(person.id) == hand.actor);
        let passphrase = me.map_or_else(|| Ok(Passphrase::default()), |me| session.of(me))?;
        Ok((name, passphrase))
    };
    let done = match command {
        Command::Seal { name } => {
            let passphrase = session.new_passphrase(session.passphrase_file())?;
            let ask = key::Seal {
                passphrase,
                person: name,
            };
            key::seal(desk, hand, ask)?
        }
        Command::Unseal { name } => {
            let (person, passphrase) = own(name)?;
            key::unseal(desk, hand, key::Unseal { passphrase, person })?
        }
        Command::Passphrase {
            name,
            new_passphrase_file,
        } => {
            let (person, passphrase) = own(name)?;
            let new = session.new_passphrase(new_passphrase_file.as_deref())?;
            let ask = key::Change {
                passphrase,
                new,
                person,
            };
            key::change(desk, hand, ask)?
        }
        Command::NewKey { name } => key::renew(desk, hand, key::Renew { person: name })?,
        Command::Add { .. } | Command::List | Command::Set(_) => return Ok(Outcome::Done),
    };
    out.act(&done)
}

/// Who made a key anew, and whether that is a name and not a proof.
pub fn named(by: &Renewer) -> String {
    match by.sealed {
        true => by.name.clone(),
        false => format!("{} (not sealed)", by.name),
    }
}

fn roles_of(person: &Person) -> String {
    person
        .roles
        .iter()
        .map(|role| role.name())
        .collect::<Vec<_>>()
        .join(", ")
}
