//! The page that a host shows where there is none.

use super::{
    head::{PageForm, home},
    index::Index,
    moved::rooted,
    policed,
    words::{handed, words},
};
use crate::print::{Job, Print};
use minijinja::{Value, value::Serde};

/// The template, and the page that is printed by it; a theme without it has none.
pub(super) const TEMPLATE: &str = "404.html";

/// The page, which is shown at any address, and so leads to others from the host's root.
pub(super) fn job<'a>(from: &'a Print<'a>, index: &'a Index) -> Option<Job<'a>> {
    let print: Job = Box::new(move |sink| {
        let around = from.surroundings;
        let words = words(&around.language);
        let trail = vec![home(&around.language)];
        let mut form = PageForm::listing(around, "", words.missing, trail)?;
        form.root = rooted(&around.base_url);
        form.canonical = None;
        let bytes = policed(
            from.theme,
            around,
            TEMPLATE,
            minijinja::context! {
                site => index.form.clone(),
                page => Value::from(Serde(&form)),
                heading => words.missing,
                words => handed(&around.language),
            },
        )?;
        sink.put(&format!("site/{TEMPLATE}"), &bytes)
    });
    from.theme.has(TEMPLATE).then_some(print)
}
