//! `copydesk person …`.

use crate::{Outcome, out::Out, session::Session, table::Table};
use clap::{ArgGroup, Args, Subcommand};
use desk::person;
use model::{Result, person::Person, person::Role};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a person
    Add {
        name: String,
        /// writer, reviewer, moderator, publisher, admin; several with commas
        #[arg(long, required = true, value_delimiter = ',', value_name = "R,R…")]
        roles: Vec<Role>,
    },
    /// List who works here
    List,
    /// Change a person's name or roles
    Set(Set),
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

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
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
        Command::List => {
            let people = person::list(&desk, &hand, person::List::default())?;
            if out.json {
                out.value(&people)?;
            } else {
                let mut table = Table::new(["id", "name", "roles"]);
                for person in &people {
                    table.row([&person.id.to_string(), &person.name, &roles_of(person)]);
                }
                if table.is_empty() {
                    out.line("Nobody works here yet.")?
                } else {
                    out.table(&table)?
                }
            }
        }
        Command::Set(Set {
            person,
            name,
            roles,
        }) => {
            let whom = desk::person_named(&desk, &person)?.id.to_string();
            let roles = roles.map(|roles| roles.into_iter().collect());
            let done = person::set(
                &desk,
                &hand,
                person::Set {
                    person: whom.clone(),
                    name,
                    roles,
                },
            )?;
            if out.json {
                out.value(&desk::person_named(&desk, &whom)?)?;
            } else {
                out.line(done.words)?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn roles_of(person: &Person) -> String {
    person
        .roles
        .iter()
        .map(|role| role.name())
        .collect::<Vec<_>>()
        .join(", ")
}
