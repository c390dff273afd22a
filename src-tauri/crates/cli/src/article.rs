//! `copydesk article …`.

mod reading;
mod submit;

use crate::{files, out::Out, outcome::Outcome, session::Session};
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use desk::{
    Act, Desk, Hand,
    article::{self, ManyAct},
};
use model::{
    Error, Result,
    article::{Order, Status},
};
use submit::Submit;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a draft; prints its id
    New(New),
    /// List articles, newest change first unless sorted otherwise
    List(List),
    /// Print an article
    Show(Show),
    /// Save a revision with another text or other fields
    Edit(Box<Edit>),
    /// List an article’s revisions, newest first
    History(History),
    /// What differs between two revisions [default: from what is live or was last approved, to the head]
    Diff {
        /// The article, by its id or the beginning of it
        id: String,
        /// The text before, by its content hash or the beginning of it; with it the text after is named, too
        #[arg(requires = "to")]
        from: Option<String>,
        /// The text after, likewise
        to: Option<String>,
    },
    /// Bring an older revision back as a new one, or a part of it
    Restore(Restore),
    /// Give a revision a name, or take it away with an empty one
    Name {
        /// The article, by its id or the beginning of it
        id: String,
        /// Which text of it, by its content hash or the beginning of it
        revision: String,
        /// What it shall be called; empty for no name
        name: String,
    },
    /// Ask for review
    Submit(Submit),
    /// Take back what was submitted
    Recall {
        /// The article, by its id or the beginning of it
        id: String,
    },
    /// List what else there is on what an article is about, with the words that say so
    Related {
        /// The article, by its id or the beginning of it
        id: String,
    },
    /// Set the day on which an article is to be looked at again; none without one
    Recheck {
        /// The article, by its id or the beginning of it
        id: String,
        /// As 2026-12-01
        day: Option<String>,
        /// You looked at it, and it is still right
        #[arg(long)]
        looked: bool,
    },
    /// Lift an article’s embargo
    Lift {
        /// The article, by its id or the beginning of it
        id: String,
    },
    /// Take an article out of publication
    Withdraw {
        /// The article, by its id or the beginning of it
        id: String,
        /// Why, in words
        #[arg(long)]
        reason: String,
    },
    /// List the words of an article that no dictionary knows
    Spell {
        /// The article, by its id or the beginning of it
        id: String,
    },
    /// Put articles that are not in publication into the bin, or take them out
    Bin {
        /// The articles, by their ids or the beginnings of them
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        /// Take it out of the bin
        #[arg(long)]
        back: bool,
    },
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The article, by its id or the beginning of it
    id: String,
    /// Which text of it, by its content hash or the beginning of it
    revision: String,
    /// This field alone: title, standfirst, body, tags, …
    #[arg(long, conflicts_with = "paragraph")]
    field: Option<String>,
    /// This paragraph of its text alone, counted from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    paragraph: Option<u32>,
}

impl From<Restore> for article::Restore {
    fn from(ask: Restore) -> Self {
        Self {
            article: ask.id,
            revision: ask.revision,
            field: ask.field,
            paragraph: ask.paragraph.map(|nth| nth - 1),
        }
    }
}

#[derive(Debug, Args)]
pub struct History {
    /// The article, by its id or the beginning of it
    id: String,
    /// How many at most
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    limit: Option<u16>,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

#[derive(Debug, Args)]
pub struct New {
    /// The headline
    #[arg(long)]
    title: String,
    /// The line above the headline
    #[arg(long)]
    kicker: Option<String>,
    /// The paragraph below the headline
    #[arg(long)]
    standfirst: Option<String>,
    /// The section’s name
    #[arg(long)]
    section: Option<String>,
    /// The public author’s name, printed as their profile says where there is one; may be given several times
    #[arg(long = "byline", value_name = "NAME")]
    bylines: Vec<String>,
    /// May be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// The language’s tag, such as en or pt-BR
    #[arg(long)]
    language: Option<String>,
    /// The body in Markdown; - for standard input
    #[arg(long, value_name = "F.md")]
    file: Option<String>,
    /// What kind of article it is, by a template’s name; `copydesk template list` shows them
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
}

#[derive(Debug, Args)]
pub struct List {
    /// draft, in-review, changes-requested, approved, published or withdrawn
    #[arg(long)]
    status: Option<Status>,
    /// The section’s name
    #[arg(long)]
    section: Option<String>,
    /// Only those of which this person saved a revision
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// Only those with this tag, whatever its case
    #[arg(long)]
    tag: Option<String>,
    /// Only those whose byline prints this name, whatever its case
    #[arg(long, value_name = "NAME")]
    byline: Option<String>,
    /// Only those in this language: its tag, or the beginning of one, such as en
    #[arg(long)]
    language: Option<String>,
    /// Only those whose headline holds this, whatever its case
    #[arg(long)]
    text: Option<String>,
    /// changed (the newest first), oldest (change first), created (the newest first), headline, section or status
    #[arg(long, value_name = "ORDER")]
    sort: Option<Order>,
    /// How many at most
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    limit: Option<u16>,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

#[derive(Debug, Args)]
pub struct Show {
    /// The article, by its id or the beginning of it
    id: String,
    /// The content hash of a revision, or a unique beginning [default: the head]
    #[arg(long, value_name = "R")]
    revision: Option<String>,
    /// json: the article; md: its body as it stands; html: its page as a bundle holds it
    #[arg(long)]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Md,
    Html,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("change").required(true).multiple(true).args([
    "file", "title", "kicker", "standfirst", "section", "slug", "language", "embargo", "bylines", "tags",
    "lead_image", "lead_alt", "lead_caption", "lead_credit", "date", "canonical", "search_title", "search_description",
    "translations", "related",
])))]
pub struct Edit {
    /// The article, by its id or the beginning of it
    id: String,
    /// The revision that the change was made to: what others did since is merged with it, or the change refused
    #[arg(long, value_name = "R")]
    base: Option<String>,
    /// The new body in Markdown; - for standard input
    #[arg(long, value_name = "F.md")]
    file: Option<String>,
    /// The headline
    #[arg(long)]
    title: Option<String>,
    /// The words above the headline
    #[arg(long)]
    kicker: Option<String>,
    /// The summary below the headline
    #[arg(long)]
    standfirst: Option<String>,
    /// The section’s name
    #[arg(long)]
    section: Option<String>,
    /// The article’s name in its address
    #[arg(long)]
    slug: Option<String>,
    /// The language’s tag, such as en or pt-BR
    #[arg(long)]
    language: Option<String>,
    /// Not to be printed before an editor lifts it: 2026-12-01, or "2026-12-01 06:30" by the newsroom’s clocks; empty
    /// for none
    #[arg(long, value_name = "DATE")]
    embargo: Option<String>,
    /// The date on its page, likewise
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Where it was first published; empty for here
    #[arg(long, value_name = "URL")]
    canonical: Option<String>,
    /// The title for search engines; empty for the headline
    #[arg(long, value_name = "T")]
    search_title: Option<String>,
    /// The description for search engines; empty for the standfirst
    #[arg(long, value_name = "T")]
    search_description: Option<String>,
    /// The same article in another language; instead of the present ones, and may be given several times
    #[arg(long = "translation", value_name = "ID")]
    translations: Option<Vec<String>>,
    /// An article to read next, by id, or the headline of one elsewhere; instead of the present ones, and may be given
    /// several times
    #[arg(long = "related", value_name = "ID")]
    related: Option<Vec<String>>,
    /// Instead of the present bylines, each as its profile says where there is one; may be given several times
    #[arg(long = "byline", value_name = "NAME")]
    bylines: Option<Vec<String>>,
    /// Instead of the present tags; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Option<Vec<String>>,
    /// The picture at its top, by its hash or the beginning of it; an empty one for none
    #[arg(long, value_name = "HASH")]
    lead_image: Option<String>,
    /// What it shows, for those who don’t see it
    #[arg(long, value_name = "T")]
    lead_alt: Option<String>,
    /// The words below it
    #[arg(long, value_name = "T")]
    lead_caption: Option<String>,
    /// Who made it
    #[arg(long, value_name = "T")]
    lead_credit: Option<String>,
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    // A text is read before the library is opened: what can't be read touches nothing.
    let (id, act): (String, Box<Action>) = match command {
        Command::New(ask) => return new(ask, session, out),
        Command::List(ask) => return reading::list(ask, session, out),
        Command::Show(ask) => return reading::show(ask, session, out),
        Command::History(ask) => return reading::history(ask, session, out),
        Command::Diff { id, from, to } => return reading::difference(id, from, to, session, out),
        Command::Related { id } => return reading::related(id, session, out),
        Command::Spell { id } => return crate::spelling::article(id, session, out),
        Command::Edit(ask) => {
            let file = ask.file.clone();
            let edit = ask.read()?;
            (
                edit.article.clone(),
                Box::new(move |desk, hand, _| {
                    article::edit(desk, hand, edit).map_err(|error| left_in(file.as_deref(), error))
                }),
            )
        }
        Command::Restore(ask) => {
            let restore = article::Restore::from(ask);
            (
                restore.article.clone(),
                Box::new(move |desk, hand, _| article::restore(desk, hand, restore)),
            )
        }
        Command::Name { id, revision, name } => (
            id,
            Box::new(move |desk, hand, article| {
                let ask = article::Name {
                    article,
                    revision,
                    name,
                };
                article::name(desk, hand, ask)
            }),
        ),
        Command::Submit(ask) => return submit::run(ask, session, out),
        Command::Bin { ids, back } if ids.len() > 1 => {
            return many(ids, binning(back), session, out);
        }
        Command::Recall { id } => (
            id,
            Box::new(|desk, hand, article| {
                article::recall(desk, hand, article::Recall { article })
            }),
        ),
        Command::Recheck { id, day, looked } => (
            id,
            Box::new(move |desk, hand, article| {
                let ask = article::Recheck {
                    article,
                    on: day,
                    looked,
                };
                article::recheck(desk, hand, ask)
            }),
        ),
        Command::Lift { id } => (
            id,
            Box::new(|desk, hand, article| article::lift(desk, hand, article::Lift { article })),
        ),
        Command::Withdraw { id, reason } => (
            id,
            Box::new(|desk, hand, article| {
                article::withdraw(desk, hand, article::Withdraw { article, reason })
            }),
        ),
        Command::Bin { ids, back } => (
            ids.concat(),
            Box::new(move |desk, hand, article| {
                article::bin(desk, hand, article::Bin { article, back })
            }),
        ),
    };
    perform(id, act, session, out)
}

/// Says where a text is that was refused because others changed the same meanwhile.
fn left_in(file: Option<&str>, error: Error) -> Error {
    if error.code != "changed-meanwhile" {
        return error;
    }
    let Some(file) = file else { return error };
    let place = match file {
        "-" => "What came from standard input is not kept; have it at hand once more.".to_owned(),
        file => format!("Your text is in {file} still."),
    };
    let how = error.hint.clone().unwrap_or_default();
    error.hint(format!("{place} {how}"))
}

/// An action on the article with this id.
pub type Action = dyn FnOnce(&Desk, &Hand, String) -> Result<Act>;

/// Does it, and prints what happened, or the article as it then is.
///
/// # Errors
/// What the desk says.
pub fn perform(id: String, act: Box<Action>, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let done = act(&desk, &hand, id.clone())?;
    if out.json {
        out.value(&article::read(
            &desk,
            &hand,
            article::Read {
                article: id,
                revision: None,
            },
        )?)?;
    } else {
        out.line(done.words)?;
    }
    Ok(Outcome::Done)
}

fn binning(back: bool) -> ManyAct {
    if back { ManyAct::Unbin } else { ManyAct::Bin }
}

/// Does one thing to several articles, and prints what it could not be done to.
fn many(articles: Vec<String>, act: ManyAct, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let ask = article::Many {
        articles,
        all: None,
        except: vec![],
        act,
    };
    let done = article::many(&desk, &hand, ask)?;
    if out.json {
        out.value(&done)?;
        return Ok(Outcome::Done);
    }
    out.line(&done.words)?;
    for left in &done.refused {
        out.line(format!("{}: {}", left.title, left.why))?;
    }
    Ok(Outcome::Done)
}

impl Edit {
    fn read(self) -> Result<article::Edit> {
        let body = self.file.as_deref().map(files::text).transpose()?;
        Ok(article::Edit {
            article: self.id,
            title: self.title,
            kicker: self.kicker,
            standfirst: self.standfirst,
            section: self.section,
            slug: self.slug,
            language: self.language,
            embargo: self.embargo,
            date: self.date,
            canonical: self.canonical,
            search_title: self.search_title,
            search_description: self.search_description,
            translations: self.translations,
            related: self.related,
            body,
            bylines: self.bylines,
            tags: self.tags,
            base: self.base,
            lead_image: self.lead_image,
            lead_alt: self.lead_alt,
            lead_caption: self.lead_caption,
            lead_credit: self.lead_credit,
        })
    }
}

fn new(ask: New, session: &Session, out: &mut Out) -> Result<Outcome> {
    let body = ask.file.as_deref().map(files::text).transpose()?;
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let New {
        title,
        kicker,
        standfirst,
        section,
        bylines,
        tags,
        language,
        template,
        ..
    } = ask;
    let made = article::new(
        &desk,
        &hand,
        article::New {
            title,
            kicker,
            section,
            standfirst,
            bylines,
            body,
            tags,
            language,
            template,
        },
    )?;
    if out.json {
        out.value(&article::read(
            &desk,
            &hand,
            article::Read {
                article: made.id,
                revision: None,
            },
        )?)?;
    } else {
        out.line(made.id)?;
    }
    Ok(Outcome::Done)
}
