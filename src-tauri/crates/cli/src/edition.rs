//! `copydesk edition …`.

use crate::{out::Out, outcome::Outcome, session::Session, table::Table};
use clap::{Args, Subcommand};
use desk::{Desk, EditionView, Hand, Held, Plan, PlanArticle, article, edition, export};
use model::{
    ArticleId, Day, Error, Result,
    edition::{Edition, Query},
};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the editions that are kept, and when each was last released
    List,
    /// Print what an edition holds now, and what of it is held back
    Show {
        /// The edition’s name
        name: String,
    },
    /// Make an edition, or put what is given in place of what one of this name held
    Set(Box<Set>),
    /// Remove an edition; what was released stays released
    Remove {
        /// The edition’s name
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct Set {
    /// The edition’s name
    name: String,
    /// Another name
    #[arg(long = "name", value_name = "NAME")]
    rename: Option<String>,
    #[command(flatten)]
    query: Searched,
    /// Everything that may print, but for what is left out
    #[arg(long)]
    everything: bool,
    /// An article picked by hand; may be given several times, in order
    #[arg(long = "article", value_name = "ID")]
    picked: Vec<String>,
    /// An article that is left out, whatever is searched for; may be given several times
    #[arg(long = "leave-out", value_name = "ID")]
    left_out: Vec<String>,
    /// The article that leads the front page
    #[arg(long, value_name = "ID")]
    lead: Option<String>,
    /// The article that leads a section’s page; may be given several times
    #[arg(long = "section-lead", value_name = "SECTION=ID")]
    fronts: Vec<String>,
}

/// What an edition searches for; all of it must be so.
#[derive(Debug, Args)]
struct Searched {
    /// What is not live yet, or became so after the last bundle of this edition by the same profile
    #[arg(long)]
    since_last: bool,
    /// In this section; may be given several times for any of them
    #[arg(long = "section", value_name = "NAME")]
    sections: Vec<String>,
    /// With this tag; may be given several times for any of them
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// In this language; may be given several times for any of them
    #[arg(long = "language", value_name = "LANG")]
    languages: Vec<String>,
    /// Dated on this day or later
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Dated on this day or earlier
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    match command {
        Command::List => list(session, out),
        Command::Show { name } => show(name, session, out),
        Command::Set(ask) => set(*ask, session, out),
        Command::Remove { name } => session.act(out, |desk, hand| {
            edition::remove(desk, hand, edition::Remove { name })
        }),
    }
}

fn list(session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let all = edition::list(&desk, &hand, edition::List {})?;
    if out.json {
        out.value(&all)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["name", "released", "holds"]);
    for one in &all {
        let released = one.released.as_deref().unwrap_or("never");
        table.row([&one.edition.name, released, &holds(&one.edition)]);
    }
    out.table(&table)?;
    Ok(Outcome::Done)
}

fn show(name: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let view = edition::show(&desk, &hand, edition::Show { name })?;
    let which = export::Which {
        edition: Some(view.edition.name.clone()),
        ..export::Which::default()
    };
    let plan = export::PlanAsk { which, rest: false };
    let Plan { articles, held, .. } = export::plan(&desk, &hand, plan)?;
    if out.json {
        out.value(&Shown {
            view,
            articles,
            held,
        })?;
        return Ok(Outcome::Done);
    }
    let edition = view.edition;
    out.line(format!("{}: {}", edition.name, holds(&edition)))?;
    let mut table = Table::new(["article", "", "title"]);
    for one in &articles {
        table.row([&one.id, &place_of(&edition, &one.id), &one.title]);
    }
    for one in &held {
        table.row([&one.article, "held back", &one.title]);
    }
    let shown: BTreeSet<&str> = articles
        .iter()
        .map(|one| one.id.as_str())
        .chain(held.iter().map(|one| one.article.as_str()))
        .collect();
    let chosen = edition.lead.iter().chain(edition.fronts.values());
    let chosen = chosen.chain(&edition.picked).chain(&edition.left_out);
    let mut rest: Vec<ArticleId> = vec![];
    for id in chosen {
        if !shown.contains(id.to_string().as_str()) && !rest.contains(id) {
            rest.push(*id);
        }
    }
    for id in rest {
        let asked = article::Read {
            article: id.to_string(),
            ..article::Read::default()
        };
        let title = article::read(&desk, &hand, asked)?.title;
        let id = id.to_string();
        table.row([&id, &place_of(&edition, &id), &title]);
    }
    out.table(&table)?;
    if articles.is_empty() {
        out.line("It holds nothing that may print now.")?;
    }
    Ok(Outcome::Done)
}

/// An edition, and what a release of it would hold and hold back now.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    view: EditionView,
    articles: Vec<PlanArticle>,
    held: Vec<Held>,
}

/// What an article is to an edition by somebody's hand; empty where it is only found.
fn place_of(edition: &Edition, id: &str) -> String {
    let is = |one: &ArticleId| one.to_string() == id;
    if edition.lead.as_ref().is_some_and(is) {
        return "lead".into();
    }
    if let Some((section, _)) = edition.fronts.iter().find(|(_, one)| is(one)) {
        return format!("leads {section}");
    }
    if edition.picked.iter().any(is) {
        return "picked".into();
    }
    if edition.left_out.iter().any(is) {
        return "left out".into();
    }
    String::new()
}

/// What an edition holds, in words.
fn holds(edition: &Edition) -> String {
    let picked = match edition.picked.len() {
        0 => None,
        1 => Some("1 article by hand".to_owned()),
        n => Some(format!("{n} articles by hand")),
    };
    let searched = edition.query.as_ref().map(searched);
    let parts: Vec<String> = picked.into_iter().chain(searched).collect();
    if parts.is_empty() {
        return "nothing".into();
    }
    parts.join(", then ")
}

fn searched(query: &Query) -> String {
    let mut words = vec![];
    if query.since_last {
        words.push("new since the last bundle".to_owned());
    }
    for (name, all) in [
        ("section", &query.sections),
        ("tag", &query.tags),
        ("language", &query.languages),
    ] {
        if !all.is_empty() {
            words.push(format!("{name} {}", all.join(" or ")));
        }
    }
    words.extend(query.from.map(|day| format!("from {day}")));
    words.extend(query.to.map(|day| format!("to {day}")));
    if words.is_empty() {
        return "everything".into();
    }
    words.join(", ")
}

fn set(ask: Set, session: &Session, out: &mut Out) -> Result<Outcome> {
    session.act(out, |desk, hand| {
        let was = match edition::show(
            desk,
            hand,
            edition::Show {
                name: ask.name.clone(),
            },
        ) {
            Ok(one) => Some(one.edition.name),
            Err(none) if none.code == "no-such-edition" => None,
            Err(error) => return Err(error),
        };
        let name = ask.rename.clone().unwrap_or_else(|| ask.name.clone());
        let edition = edition_of(name, ask, desk, hand)?;
        edition::save(desk, hand, edition::Save { was, edition })
    })
}

fn edition_of(name: String, ask: Set, desk: &Desk, hand: &Hand) -> Result<Edition> {
    let id = |wanted: &String| -> Result<ArticleId> {
        let asked = article::Read {
            article: wanted.clone(),
            ..article::Read::default()
        };
        article::read(desk, hand, asked)?.id.parse()
    };
    let day = |text: &Option<String>| text.as_deref().map(str::parse::<Day>).transpose();
    let query = Query {
        since_last: ask.query.since_last,
        from: day(&ask.query.from)?,
        to: day(&ask.query.to)?,
        sections: ask.query.sections,
        tags: ask.query.tags,
        languages: ask.query.languages,
    };
    let fronts = ask.fronts.iter().map(|front| {
        let (section, article) = front.rsplit_once('=').ok_or_else(|| {
            Error::usage(
                "bad-arguments",
                format!("“{front}” does not say which article leads which section."),
            )
            .hint("Write it as SECTION=ID.")
        })?;
        Ok((section.to_owned(), id(&article.to_owned())?))
    });
    Ok(Edition {
        name,
        fronts: fronts.collect::<Result<_>>()?,
        picked: ask.picked.iter().map(id).collect::<Result<_>>()?,
        left_out: ask.left_out.iter().map(id).collect::<Result<_>>()?,
        lead: ask.lead.as_ref().map(id).transpose()?,
        query: (ask.everything || query != Query::default()).then_some(query),
    })
}
