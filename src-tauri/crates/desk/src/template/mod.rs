//! Templates: what an article of a kind begins with. Five come with the program; the newsroom makes them its own.

mod list;
mod save;
mod shipped;

pub use list::{List, Show, list, show};
pub(crate) use save::name_free;
pub use save::{Remove, Save, remove, save};

use crate::{TemplateView, article};
use model::{
    Error, Result,
    template::{Kept, Template},
};
use store::Db;

/// Every template as it is now: those that came with the program in their order, the removed ones too, then the
/// newsroom's own by name.
pub(crate) fn all(db: &Db) -> Result<Vec<TemplateView>> {
    let mut kept = store::template::kept(db)?;
    let mut all = vec![];
    for (key, template) in shipped::all() {
        let became = kept.remove(key).unwrap_or(Kept::AsShipped);
        all.push(TemplateView {
            key: key.into(),
            shipped: true,
            changed: matches!(became, Kept::Changed(_)),
            removed: became == Kept::Removed,
            template: match became {
                Kept::Changed(template) => template,
                Kept::AsShipped | Kept::Removed => template,
            },
        });
    }
    let mut own: Vec<TemplateView> = kept
        .into_iter()
        .filter_map(|(key, kept)| match kept {
            Kept::Changed(template) => Some(TemplateView {
                key,
                template,
                shipped: false,
                changed: false,
                removed: false,
            }),
            Kept::AsShipped | Kept::Removed => None,
        })
        .collect();
    own.sort_by_key(|one| one.template.name.to_lowercase());
    all.extend(own);
    Ok(all)
}

/// The template of this key or, whatever the case, of this name.
///
/// # Errors
/// `no-such-template`; system errors.
pub(crate) fn named(db: &Db, name: &str) -> Result<TemplateView> {
    let mut all = all(db)?;
    all.retain(|one| !one.removed);
    let wanted = name.trim().to_lowercase();
    let names: Vec<String> = all.iter().map(|one| one.template.name.clone()).collect();
    all.into_iter()
        .find(|one| one.key == name || one.template.name.to_lowercase() == wanted)
        .ok_or_else(|| {
            Error::usage(
                "no-such-template",
                format!("There is no template “{name}”."),
            )
            .hint(format!("There are: {}.", names.join(", ")))
        })
}

/// What a template is called that is kept so; none where it is removed, or none of that key ever came.
pub(crate) fn name_of(key: &str, kept: &Kept) -> Option<String> {
    match kept {
        Kept::Changed(template) => Some(template.name.clone()),
        Kept::Removed => None,
        Kept::AsShipped => shipped::all()
            .into_iter()
            .find(|(came, _)| *came == key)
            .map(|(_, template)| template.name),
    }
}

/// What became of the template with this key.
pub(crate) fn kept(db: &Db, key: &str) -> Result<Kept> {
    Ok(store::template::kept(db)?
        .remove(key)
        .unwrap_or(Kept::AsShipped))
}

/// Cleans a template, and refuses one that can't be kept.
fn sane(template: &mut Template) -> Result<()> {
    article::clean_template(template)?;
    template.name = template.name.trim().to_owned();
    if template.name.is_empty() {
        return Err(Error::usage("no-name", "A template needs a name.")
            .hint("Name it after the kind of article: Interview."));
    }
    Ok(())
}
