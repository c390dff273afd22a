//! `copydesk export` and `copydesk verify`.

use crate::{
    files,
    out::{Ink, Out},
    outcome::Outcome,
    person,
    session::Session,
    table::Table,
};
use clap::Args;
use desk::export;
use model::{
    ArticleId, Result,
    bundle::{BundleKind, Change, ChangeHow, Fault, Imported, Signed, Verification},
    signed::Say,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// How many addresses of a sort are listed.
const LISTED: usize = 20;

#[derive(Debug, Args)]
pub struct Export {
    /// Where to: a name ending in .zip, or a folder
    #[arg(long, value_name = "PATH", value_parser = files::target)]
    out: String,
    /// Which parts: a profile’s name, or a part’s, such as site [default: every part]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Which articles and in which order [default: everything that may print]
    #[arg(long, value_name = "NAME")]
    edition: Option<String>,
    /// A bundle to look at: marked as a proof everywhere, and publishes nothing
    #[arg(long)]
    proof: bool,
}

/// Prints a bundle.
///
/// # Errors
/// What the desk says.
pub fn export(ask: Export, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let Export {
        out: path,
        profile,
        edition,
        proof,
    } = ask;
    let done = export::bundle(
        &desk,
        &hand,
        export::Bundle {
            out: path,
            proof,
            profile,
            edition,
            chosen: None,
        },
    )?;
    session.machine.finish();
    if out.json {
        out.value(&done)?;
        return Ok(Outcome::Done);
    }
    let kind = kind_of(done.kind);
    out.line(format!(
        "Exported the {kind} {}: {} files, {} bytes.",
        done.path, done.files, done.bytes
    ))?;
    out.inked(&[(
        Some(Ink::Dim),
        &format!("manifest {}", done.manifest_sha256),
    )])?;
    let many = |how: ChangeHow| done.changes.iter().filter(|one| one.how == how).count();
    out.line(format!(
        "{} added, {} changed, {} removed.",
        many(ChangeHow::Added),
        many(ChangeHow::Changed),
        many(ChangeHow::Removed)
    ))?;
    changed(&done.changes, out)?;
    if !done.held.is_empty() {
        out.line("Held back:")?;
        let mut table = Table::new(["article", "reason", "title"]);
        for held in &done.held {
            let why = if held.detail.is_empty() {
                held.reason.clone()
            } else {
                held.detail.clone()
            };
            table.row([&held.article, &why, &held.title]);
        }
        out.table(&table)?;
    }
    if !done.warnings.is_empty() {
        out.line("Worth knowing first:")?;
        let mut table = Table::new(["part", "article", "what"]);
        for warning in &done.warnings {
            table.row([&warning.part, &warning.title, &warning.words]);
        }
        out.table(&table)?;
    }
    Ok(Outcome::Done)
}

/// The addresses that changed, by what became of them; of many of a sort only the first.
fn changed(changes: &[Change], out: &mut Out) -> Result<()> {
    for (how, mark) in [
        (ChangeHow::Added, "+"),
        (ChangeHow::Changed, "~"),
        (ChangeHow::Removed, "-"),
    ] {
        let mut of_this = changes.iter().filter(|one| one.how == how);
        for one in of_this.by_ref().take(LISTED) {
            out.line(format!("  {mark} {}", one.path))?;
        }
        match of_this.count() {
            0 => {}
            more => out.line(format!("  {mark} and {more} more (--json lists all)"))?,
        }
    }
    Ok(())
}

/// Checks a bundle, by the key that is given, or the open library's, or nobody's.
///
/// # Errors
/// What is no bundle, and a key that is none.
pub fn verify(
    (path, key, newer): (String, Option<String>, Option<String>),
    session: &Session,
    out: &mut Out,
) -> Result<Outcome> {
    // The key itself, or the file that holds it.
    let is_file = |key: &String| Path::new(key).exists() || key.ends_with(".pub");
    let (key_file, key): (Option<_>, Option<_>) = match key {
        Some(file) if is_file(&file) => (Some(file), None),
        key => (None, key),
    };
    // With a key nothing but the bundle is needed: a library that is broken or locked must not stand in the way. One that is
    // open says what it knows of that key.
    let given = key.is_some() || key_file.is_some();
    let desk = match session.desk_if_any() {
        Err(_) if given => None,
        desk => desk?,
    };
    let ask = export::Verify {
        path: path.clone(),
        key,
        key_file,
        newer,
    };
    let found = match &desk {
        Some(desk) if given => export::verify(desk, &session.nobody(), ask)?,
        Some(desk) => export::verify(desk, &session.hand(desk)?, ask)?,
        None => export::verify_alone(&session.nobody(), ask)?,
    };
    session.machine.finish();
    if out.json {
        out.value(&found)?
    } else {
        report(&path, &found, out)?;
        let by_another = |fault: &Fault| ["signer-unknown", "wrong-key"].contains(&&*fault.kind);
        if !given && found.faults.iter().any(by_another) {
            out.line(
                "Name the public key of the newsroom that made it with --key FILE; `copydesk library key` prints it there.",
            )?;
        }
    }
    Ok(match (found.ok, found.faults.is_empty()) {
        (true, _) => Outcome::Done,
        // Nothing is wrong that could be seen, and not all of it could be.
        (false, true) => Outcome::Blocked,
        (false, false) => Outcome::Damaged,
    })
}

fn report(path: &str, found: &Verification, out: &mut Out) -> Result<()> {
    let kind = found.kind.map_or("bundle", kind_of);
    if found.faults.is_empty() {
        let (ink, word, pages) = if found.ok {
            (
                Ink::Green,
                "good",
                "its pages were printed again and are the same",
            )
        } else {
            (
                Ink::Yellow,
                "unsure",
                "no fault was found, but its pages were not printed again",
            )
        };
        let words = format!(
            "  The {kind} {path}: {} files, {} articles; {pages}.",
            found.files, found.articles
        );
        out.inked(&[(Some(ink), word), (None, &words)])?;
    } else {
        let words = format!("  The {kind} {path}: {}.", faults(found.faults.len()));
        out.inked(&[(Some(Ink::Red), "bad"), (None, &words)])?;
        list(&found.faults, out)?;
    }
    if found.kind.is_some() {
        // A stranger wrote both, and neither may look like a line of this report.
        let one = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (edition, newsroom) = (one(&found.edition), one(&found.newsroom));
        out.line(format!("      “{edition}”, by {newsroom}"))?;
    }
    for notice in &found.notices {
        let place = match notice.path.as_str() {
            "manifest.json.minisig" => String::new(),
            path => format!("{path}: "),
        };
        out.line(format!("note  {place}{}", notice.detail))?;
    }
    imported(&found.imported, out)?;
    approvals(&found.approvals, out)
}

/// What came in as it was published elsewhere, by whose word; the first few by name.
fn imported(all: &[Imported], out: &mut Out) -> Result<()> {
    const SHOWN: usize = 20;
    if all.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(["imported by", "from", "as published"]);
    for one in all.iter().take(SHOWN) {
        table.row([&one.person, &one.from, &one.title]);
    }
    out.table(&table)?;
    if all.len() > SHOWN {
        let more = all.len() - SHOWN;
        out.line(format!(
            "and {more} more that nobody approved here (--json lists all)"
        ))?;
    }
    Ok(())
}

/// Every yes that holds, and what it proves; where there are many, how many each person said.
fn approvals(signed: &[Signed], out: &mut Out) -> Result<()> {
    const SHOWN: usize = 50;
    if signed.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(["approval by", "signature", "of"]);
    if signed.len() <= SHOWN {
        for yes in signed {
            table.row([&who(yes), &proof(yes), &yes.title]);
        }
        return out.table(&table);
    }
    let mut counted: BTreeMap<[String; 2], BTreeSet<ArticleId>> = BTreeMap::new();
    for yes in signed {
        let all = counted.entry([who(yes), proof(yes)]).or_default();
        all.insert(yes.article);
    }
    for ([who, proof], all) in &counted {
        let articles = if all.len() == 1 {
            "article"
        } else {
            "articles"
        };
        table.row([who, proof, &format!("{} {articles}", all.len())]);
    }
    out.table(&table)?;
    out.line("(--json lists each)")
}

fn who(yes: &Signed) -> String {
    match (&yes.stage, yes.say) {
        (_, Say::Confirm) => format!("{}, who confirms", yes.person),
        (Some(stage), _) => format!("{}, {stage}", yes.person),
        _ => yes.person.clone(),
    }
}

fn proof(yes: &Signed) -> String {
    match (yes.sealed, &yes.renewed_by) {
        (false, None) => "not sealed: a name, not a proof".to_owned(),
        (false, Some(by)) => {
            let by = person::named(by);
            format!("not sealed: a name, not a proof; by a key that {by} had made anew")
        }
        (true, None) => "sealed".to_owned(),
        (true, Some(by)) => format!("sealed, by a key that {} had made anew", person::named(by)),
    }
}

/// Faults as a table.
///
/// # Errors
/// What writing says.
pub fn list(faults: &[Fault], out: &mut Out) -> Result<()> {
    let mut table = Table::new(["fault", "where", "what"]);
    for fault in faults {
        table.row([&fault.kind, &fault.path, &fault.detail]);
    }
    out.table(&table)
}

/// How many faults, in words.
pub fn faults(n: usize) -> String {
    if n == 1 {
        "1 fault".to_owned()
    } else {
        format!("{n} faults")
    }
}

fn kind_of(kind: BundleKind) -> &'static str {
    match kind {
        BundleKind::Release => "release",
        BundleKind::Proof => "proof",
    }
}
