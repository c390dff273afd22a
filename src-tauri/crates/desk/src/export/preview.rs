//! An article's page, byte for byte as the bundle will hold it.

use super::{
    edition::{bare_surroundings, closed, published_comments},
    look::{assets, date},
    outline::Outline,
    translations,
};
use crate::{Desk, Hand, Printed, article, theme};
use model::{
    Error, Hash, Result,
    article::Content,
    bundle::{BundleKind, Placed},
};
use press::{site, theme::Theme};
use serde::Deserialize;
use store::{Db, article::Article};

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

/// The page and the stylesheet beside it. What it costs depends on the article, not on the library.
///
/// # Errors
/// `no-such-article`, `no-such-revision`, `wrong-article`, `too-long`; system errors.
pub fn preview(desk: &Desk, _: &Hand, ask: Preview) -> Result<Printed> {
    desk.store.read(|db| {
        let theme = theme::active(desk, db, "")?;
        let row = store::article::find(db, &ask.article)?;
        let (revision, content) = asked(db, &row, &ask)?;
        let outline = Outline::now(desk, db)?;
        let mut around = bare_surroundings(store::person::settings(db)?, BundleKind::Release);
        around.assets = assets(db, &content)?;
        let placed = Placed {
            article: row.id,
            revision,
            date: date(db, row.id, &content, &store::verdict::list(db, row.id)?)?,
            proposed: vec![],
            comments: published_comments(db, row.id)?,
            moved_from: vec![],
            closed: closed(db, row.id)?,
        };
        let own_path = content.path();
        let path = |article| {
            if article == row.id {
                Some(own_path.as_str())
            } else {
                outline.path(article)
            }
        };
        let site = site::Site::new(
            outline
                .sections_without(row.id)
                .chain([content.section.as_str()]),
            content
                .related
                .iter()
                .filter_map(|related| Some((related.article?, path(related.article?)?))),
        )
        .translated(row.id, translations::of(db, &outline, &content)?);
        let html = markup::article_html(&content.body);
        let page = site::article(&theme, &around, &site, &placed, &content, html)?;
        printed(db, page, &theme)
    })
}

/// A page with the stylesheets beside it, as the window shows it.
pub(super) fn printed(db: &Db, page: site::Page, theme: &Theme) -> Result<Printed> {
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|_| Error::damaged("bad-page", "The page is not text."))
    };
    Ok(Printed {
        path: page.path,
        html: text(page.bytes)?,
        css: format!(
            "{}{}",
            text(theme.stylesheet().to_vec())?,
            theme.own_stylesheet().unwrap_or_default()
        ),
        logo: match theme.logo() {
            Some(_) => store::theme::get(db)?.and_then(|(_, own)| own.look.logo),
            None => None,
        }
        .map(|logo| logo.to_string()),
    })
}

/// The content that was asked for, and its hash.
fn asked(db: &Db, row: &Article, ask: &Preview) -> Result<(Hash, Content)> {
    if let Some(typed) = &ask.content {
        let mut content = typed.clone();
        if content.article != row.id {
            return Err(Error::usage(
                "wrong-article",
                "The text belongs to another article.",
            ));
        }
        article::clean(&mut content)?;
        return Ok((content.hash()?, content));
    }
    let revision = match &ask.revision {
        Some(prefix) => article::find_revision(db, row, prefix)?,
        None => row.head,
    };
    Ok((revision, store::article::content(db, revision)?))
}
