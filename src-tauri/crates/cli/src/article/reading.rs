//! What reads articles: lists, one of them, its history, what differs.

use super::{Format, History, List, Show};
use crate::{
    diff,
    out::{Ink, Out},
    outcome::Outcome,
    session::Session,
    table::{Table, moment, short},
};
use desk::{ArticleRecord, Row, article, export};
use model::{Result, article::Status};

pub(super) fn list(ask: List, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let List {
        status,
        section,
        by,
        tag,
        byline,
        language,
        text,
        sort,
        limit,
        after,
    } = ask;
    let limit = limit.map(Into::into);
    let ask = article::List {
        bin: false,
        status,
        section,
        by,
        tag,
        byline,
        language,
        text,
        sort,
        limit,
        after,
    };
    if out.json {
        out.value(&article::records(&desk, &hand, ask)?)?;
        return Ok(Outcome::Done);
    }
    let page = article::list(&desk, &hand, ask)?;
    rows(&page.items, out)?;
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}

/// Articles as a table.
///
/// # Errors
/// What writing says.
fn rows(rows: &[Row], out: &mut Out) -> Result<()> {
    if rows.is_empty() {
        return out.line("No articles.");
    }
    let mut table = Table::new(["id", "status", "section", "byline", "updated", "title"]);
    for row in rows {
        let waits = match row.waits.as_str() {
            "" => row.stage.as_deref(),
            waits => Some(waits),
        };
        let status = status(row.status, waits);
        table.row([
            &row.id,
            &status,
            &row.section,
            &row.byline,
            &moment(&row.updated),
            &row.title,
        ]);
    }
    out.table(&table)
}

/// A status, and what it waits for.
fn status(status: Status, waits: Option<&str>) -> String {
    match waits {
        Some(waits) => format!("{} ({waits})", status.name()),
        None => status.name().to_owned(),
    }
}

pub(super) fn show(ask: Show, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let Show {
        id: article,
        revision,
        format,
    } = ask;
    if format == Some(Format::Html) {
        let page = export::preview(
            &desk,
            &hand,
            export::Preview {
                article,
                content: None,
                revision,
            },
        )?;
        if out.json {
            out.value(&page)?
        } else {
            out.bytes(page.html.as_bytes())?
        }
        return Ok(Outcome::Done);
    }
    let record = article::read(&desk, &hand, article::Read { article, revision })?;
    match format {
        Some(Format::Md) if !out.json => out.bytes(record.body.as_bytes())?,
        None if !out.json => for_people(&record, out)?,
        _ => out.value(&record)?,
    }
    Ok(Outcome::Done)
}

fn for_people(article: &ArticleRecord, out: &mut Out) -> Result<()> {
    if !article.kicker.is_empty() {
        out.line(&article.kicker)?;
    }
    out.inked(&[(Some(Ink::Bold), &article.title)])?;
    if !article.standfirst.is_empty() {
        out.line(&article.standfirst)?;
    }
    out.line("")?;
    let names: Vec<&str> = article
        .bylines
        .iter()
        .map(|byline| byline.name.as_str())
        .collect();
    let facts = [
        ("id", article.id.clone()),
        ("status", status(article.status, article.stage.as_deref())),
        ("section", article.section.clone()),
        ("address", article.path.clone()),
        ("moved from", article.moved_from.join(", ")),
        ("bylines", names.join(", ")),
        ("tags", article.tags.join(", ")),
        ("translations", article.translations.join(", ")),
        (
            "embargo",
            article.embargo.as_deref().map(moment).unwrap_or_default(),
        ),
        ("look again", article.recheck.clone().unwrap_or_default()),
        ("revision", article.revision.clone()),
        ("live", article.live.clone().unwrap_or_default()),
        ("approved by", article.approved_by.join(", ")),
        ("updated", moment(&article.updated)),
    ];
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        out.inked(&[(Some(Ink::Dim), &format!("{name:<14}")), (None, fact)])?;
    }
    out.line("")?;
    out.line(article.body.trim_end())
}

pub(super) fn history(ask: History, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let page = article::history(
        &desk,
        &hand,
        article::History {
            article: ask.id,
            limit: ask.limit.map(Into::into),
            after: ask.after,
        },
    )?;
    if out.json {
        out.value(&page)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new([
        "revision", "saved", "by", "words", "changed", "", "name", "title",
    ]);
    for entry in &page.items {
        let marks = [
            (entry.head, "head"),
            (entry.live, "live"),
            (entry.approved, "approved"),
        ];
        let marks: Vec<&str> = marks
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, mark)| *mark)
            .collect();
        let mut marks = marks.join(" ");
        if let Some(suggested) = &entry.suggested {
            marks = format!("{marks} accepted {suggested}")
                .trim_start()
                .to_owned();
        }
        table.row([
            short(&entry.revision),
            &moment(&entry.at),
            &entry.author,
            &entry.words.to_string(),
            &entry.changed.to_string(),
            &marks,
            &entry.name,
            &entry.title,
        ]);
    }
    out.table(&table)?;
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}

pub(super) fn difference(
    article: String,
    from: Option<String>,
    to: Option<String>,
    session: &Session,
    out: &mut Out,
) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let found = article::diff(&desk, &hand, article::DiffAsk { article, from, to })?;
    if out.json {
        out.value(&found)?
    } else {
        diff::print(&found, out)?
    }
    Ok(Outcome::Done)
}

pub(super) fn related(article: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let ask = article::Related {
        article,
        content: None,
    };
    let found = article::related(&desk, &hand, ask)?;
    if out.json {
        out.value(&found)?;
        return Ok(Outcome::Done);
    }
    if found.is_empty() {
        out.line("Nothing that is about the same.")?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["id", "status", "title", "both have"]);
    for one in &found {
        table.row([
            &one.id,
            one.status.name(),
            &one.title,
            &one.words.join(", "),
        ]);
    }
    out.table(&table)?;
    Ok(Outcome::Done)
}
