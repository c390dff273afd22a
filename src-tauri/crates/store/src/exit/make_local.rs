//! What is local of a library that is made from lines: what is typed, who sent comments, keys.

use super::{
    line,
    make::{Incoming, damaged, parse},
};
use crate::{comment, error::sql};
use model::{Hash, KeyId, Result, article};
use rusqlite::{OptionalExtension, Params};

impl Incoming {
    fn run(&self, statement: &str, values: impl Params) -> Result<()> {
        let db = self.db()?;
        let mut asked = db.conn.prepare_cached(statement).map_err(sql)?;
        asked.execute(values).map(drop).map_err(sql)
    }

    /// Takes a line of what is local.
    pub(super) fn local(&self, kind: &str, text: &str) -> Result<()> {
        match kind {
            "draft" => self.draft(&parse(text)?),
            "suggesting" => {
                let one: line::Suggesting = parse(text)?;
                if Hash::of(one.body.as_bytes()) != one.sha256 {
                    return Err(damaged("What is being written is not what its hash says."));
                }
                self.run(
                    "INSERT INTO l_suggesting (article, person, base, body, hash, saved) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    (one.article.to_string(), one.person.to_string(), one.base.to_string(), &one.body,
                     one.sha256.to_string(), one.saved.to_string()),
                )
            }
            "look" => {
                let one: line::Look = parse(text)?;
                self.run(
                    "INSERT INTO l_look (article, person, revision, at, before, before_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    (one.article.to_string(), one.person.to_string(), one.revision.to_string(), one.at.to_string(),
                     one.before.map(|before| before.to_string()), one.before_at.map(|at| at.to_string())),
                )
            }
            "secret" => self.secret(&parse(text)?),
            _ => self.private(kind, text),
        }
    }

    fn draft(&self, one: &line::Draft) -> Result<()> {
        let bytes = one.content.get().as_bytes();
        let content = article::Content::from_bytes(bytes)?;
        if Hash::of(bytes) != one.sha256 || content.article != one.article {
            return Err(damaged("The draft is not what its hash says."));
        }
        self.run(
            "INSERT INTO l_draft (article, person, base, content, hash, saved, cursor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                one.article.to_string(),
                one.person.to_string(),
                one.base.to_string(),
                bytes,
                one.sha256.to_string(),
                one.saved.to_string(),
                &one.cursor,
            ),
        )
    }

    /// Who sent comments, and what is private of them.
    fn private(&self, kind: &str, text: &str) -> Result<()> {
        match kind {
            "commenter" => {
                let one: line::Commenter = parse(text)?;
                let id = one.commenter.to_string();
                if comment::forgotten(&self.db()?, one.commenter)? {
                    return Err(damaged("They were forgotten."));
                }
                self.run(
                    "INSERT INTO l_commenter (id, name, email, address, site, salt, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    (id, &one.name, &one.email, &one.address, &one.site, &one.salt, &one.seen),
                )
            }
            "sent" => {
                let one: line::Sent = parse(text)?;
                self.run(
                    "INSERT INTO l_sent (comment, address, created, at) VALUES (?1, ?2, ?3, ?4)",
                    (
                        one.comment.to_string(),
                        &one.address,
                        one.created.to_string(),
                        one.at.to_string(),
                    ),
                )
            }
            "ban-key" => {
                let one: line::BanKey = parse(text)?;
                self.run(
                    "INSERT INTO l_ban_key (one, key) VALUES (1, ?1)",
                    [&one.key],
                )
            }
            _ => {
                let one: line::BanMark = parse(text)?;
                self.run(
                    "INSERT INTO l_ban_mark (mark, commenter) VALUES (?1, ?2)",
                    (one.mark.to_string(), one.commenter.to_string()),
                )
            }
        }
    }

    fn secret(&self, one: &line::Secret) -> Result<()> {
        match (&one.secret, one.sealed) {
            (Some(secret), None) => self.run(
                "INSERT INTO l_secret (key, secret) VALUES (?1, ?2)",
                (self.key(one.key)?, secret),
            ),
            (None, Some(sealed)) => self.run(
                "INSERT INTO l_sealed (key, json) VALUES (?1, ?2)",
                (self.key(one.key)?, sealed.get()),
            ),
            _ => Err(damaged("It holds no private key, or two.")),
        }
    }

    /// The name of a key that the journal knows.
    fn key(&self, key: KeyId) -> Result<String> {
        let known: Option<String> = self
            .db()?
            .conn
            .query_row(
                "SELECT id FROM j_key WHERE id = ?1",
                [key.to_string()],
                |row| row.get(0),
            )
            .optional()
            .map_err(sql)?;
        known.ok_or_else(|| damaged("Nobody has this key."))
    }
}
