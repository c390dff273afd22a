//! What every page says of the site and of itself.

use super::{
    form::origin,
    index::{SectionForm, Site},
    linked,
    words::words,
};
use crate::theme::{Logo, Theme};
use markup::turned::closed;
use model::{
    Result,
    bundle::{BundleKind, Surroundings},
};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct SiteForm<'a> {
    newsroom: &'a str,
    proof: bool,
    comment_address: &'a str,
    sections: &'a [SectionForm],
    /// The folder of the archive from the site's root, where the theme has one.
    archive: Option<String>,
    /// Whether there are feeds.
    feeds: bool,
    /// Whether there is a stylesheet of the newsroom's own colours and type.
    own: bool,
    logo: Option<&'a Logo>,
}

#[derive(Serialize)]
pub(super) struct PageForm<'a> {
    pub(super) title: String,
    /// The title without the newsroom's name.
    pub(super) heading: &'a str,
    pub(super) description: &'a str,
    pub(super) canonical: Option<String>,
    /// Where the site is, where that is known.
    pub(super) base: &'a str,
    /// The whole address of a picture that other sites may show, where it is known.
    pub(super) image: Option<String>,
    pub(super) language: &'a str,
    pub(super) direction: &'static str,
    /// From the page to the site's root.
    pub(super) root: String,
    /// The folder of the page's feeds, from the site's root.
    pub(super) feed: String,
    /// From the front page to this one.
    pub(super) trail: Vec<Step>,
    /// The trail as JSON-LD, where it is known where the site is.
    pub(super) data: Option<String>,
}

/// A step on the way from the front page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Step {
    pub(super) name: String,
    /// The folder of its page from the site's root; none for the page itself.
    pub(super) path: Option<String>,
}

impl Step {
    pub(super) fn to(name: &str, path: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: Some(path.to_owned()),
        }
    }

    /// The page itself.
    pub(super) fn here(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: None,
        }
    }
}

pub(super) fn site_form<'a>(
    theme: &'a Theme,
    surroundings: &'a Surroundings,
    site: &'a Site,
) -> SiteForm<'a> {
    SiteForm {
        newsroom: &surroundings.newsroom,
        proof: surroundings.kind == BundleKind::Proof,
        comment_address: &surroundings.comment_address,
        sections: &site.sections,
        archive: theme
            .has(super::archive::TEMPLATE)
            .then(|| format!("{}/", site.folders.archive)),
        feeds: surroundings.feeds
            && !surroundings.base_url.is_empty()
            && theme.has(super::feed::TEMPLATE),
        own: theme.own_stylesheet().is_some(),
        logo: theme.logo(),
    }
}

impl<'a> PageForm<'a> {
    /// A page in the site's language that lists something: its folder from the site's root, what it is called, and the way to
    /// it from the front page.
    pub(super) fn listing(
        surroundings: &'a Surroundings,
        folder: &str,
        heading: &'a str,
        trail: Vec<Step>,
    ) -> Result<Self> {
        let base = &surroundings.base_url;
        Ok(Self {
            title: if heading == surroundings.newsroom {
                heading.to_owned()
            } else {
                format!("{} – {}", closed(heading), surroundings.newsroom)
            },
            heading,
            description: "",
            canonical: (!base.is_empty()).then(|| format!("{base}{folder}")),
            base,
            image: None,
            language: &surroundings.language,
            direction: markup::direction(&surroundings.language),
            root: up(folder),
            feed: String::new(),
            data: linked::trail(base, folder, &trail)?,
            trail,
        })
    }
}

/// The first step of every trail.
pub(super) fn home(language: &str) -> Step {
    Step::to(words(language).home, "")
}

/// From a folder to the site's root.
pub(super) fn up(folder: &str) -> String {
    "../".repeat(folder.matches('/').count())
}

/// The rules that a page's browser is to keep, whatever its theme says: nothing from elsewhere, and no script.
pub(super) fn policy(surroundings: &Surroundings) -> String {
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action {}; base-uri 'none'",
        origin(&surroundings.comment_address)
    )
}
