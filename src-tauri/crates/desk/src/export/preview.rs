//! An article's page, byte for byte as the bundle will hold it.

use super::edition::{Printing, edition, surroundings};
use crate::{Desk, Hand, Printed, article};
use model::{
    Error, Hash, Result,
    article::Content,
    bundle::{BundleKind, Placed},
};
use press::{print, theme::Theme};
use serde::Deserialize;

/// Which article; with what is being typed, or at a revision, or as its head.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Preview {
    pub article: String,
    pub content: Option<Content>,
    #[ts(optional)]
    pub revision: Option<String>,
}

/// The page and the stylesheet beside it.
///
/// # Errors
/// `no-such-article`, `no-such-revision`, `too-long`; system errors.
pub fn preview(desk: &Desk, _: &Hand, ask: Preview) -> Result<Printed> {
    let theme = Theme::builtin()?;
    let page = desk.store.read(|db| {
        let row = store::article::find(db, &ask.article)?;
        let (revision, content) = match (&ask.content, &ask.revision) {
            (Some(typed), _) => {
                let mut content = typed.clone();
                if content.article != row.id {
                    return Err(Error::usage(
                        "wrong-article",
                        "The text belongs to another article.",
                    ));
                }
                article::sane(&mut content)?;
                (content.hash()?, content)
            }
            (None, Some(prefix)) => {
                let revision = article::find_revision(db, &row, prefix)?;
                (revision, store::article::content(db, revision)?)
            }
            (None, None) => (row.head, store::article::content(db, row.head)?),
        };
        let mut edition = edition(db, BundleKind::Release)?;
        if !edition
            .printing
            .iter()
            .any(|printing| printing.article.id == row.id)
        {
            edition.printing.insert(
                0,
                Printing {
                    date: None,
                    page: format!("site/{}index.html", content.path()),
                    content_title: content.title.clone(),
                    approved: false,
                    approvals: vec![],
                    revision,
                    article: row.clone(),
                },
            );
        }
        let mut around = surroundings(db, BundleKind::Release, &edition)?;
        let place = around
            .articles
            .iter_mut()
            .find(|placed| placed.article == row.id);
        let placed: Placed = match place {
            Some(placed) => {
                placed.revision = revision;
                placed.clone()
            }
            None => {
                return Err(Error::damaged(
                    "no-place",
                    "The article has no place in the edition.",
                ));
            }
        };
        let contents = |wanted: Hash| {
            if wanted == revision {
                Ok(content.clone())
            } else {
                store::article::content(db, wanted)
            }
        };
        let index = print::Index::of(&around, &contents)?;
        print::article(&theme, &around, &index, &placed, &content)
    })?;
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|_| Error::damaged("bad-page", "The page is not text."))
    };
    Ok(Printed {
        path: page.path,
        html: text(page.bytes)?,
        css: text(theme.stylesheet().to_vec())?,
    })
}
