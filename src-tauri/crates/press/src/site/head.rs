//! What every page says of the site and of itself.

use super::{
    form::origin,
    index::{SectionForm, Site},
};
use model::bundle::{BundleKind, Surroundings};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct SiteForm<'a> {
    newsroom: &'a str,
    proof: bool,
    comment_address: &'a str,
    /// Where forms may post to, as a content security policy names it.
    form_action: &'a str,
    sections: &'a [SectionForm],
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
    pub(super) root: &'static str,
}

pub(super) fn site_form<'a>(surroundings: &'a Surroundings, site: &'a Site) -> SiteForm<'a> {
    SiteForm {
        newsroom: &surroundings.newsroom,
        proof: surroundings.kind == BundleKind::Proof,
        comment_address: &surroundings.comment_address,
        form_action: origin(&surroundings.comment_address),
        sections: &site.sections,
    }
}
