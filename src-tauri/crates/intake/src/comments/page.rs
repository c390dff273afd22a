//! The comments of a saved page, as the reader of pages finds them.

use super::{
    Origin, field,
    offer::{Offers, Record},
};
use crate::{Format, saved_page};
use model::{
    Error, Result,
    comment::{Place, Sent},
};
use std::{
    collections::HashMap,
    io::{BufRead, Read},
};

/// Largest page, in bytes.
const LIMIT: u64 = 50 << 20;

/// Reads the whole page, since a page is read as a whole. A comment is known by the page and its words, so that another
/// copy of the page gives the same.
pub(super) fn read(from: &mut dyn BufRead, offers: &mut Offers<'_, '_>) -> Result<()> {
    let mut bytes = vec![];
    from.take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|cause| super::source::failed(&cause))?;
    let page = saved_page::read_as(Format::SavedPage, "the page", &bytes)?;
    let place = Place {
        article: None,
        slug: page.address.as_deref().and_then(field::slug),
        address: page.address,
        title: Some(page.title),
    };
    let origin = Origin::of("page");
    let mut ids: Vec<String> = vec![];
    let mut times: HashMap<String, u32> = HashMap::new();
    for comment in page.comments {
        let letters: String = markup::plain(&comment.body)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let id = field::made(&place, None, &letters);
        let same = times.entry(id.clone()).or_default();
        let id = format!("{id}-{same}");
        *same += 1;
        ids.push(id.clone());
        let record = Record {
            sent: Sent {
                place: place.clone(),
                id,
                // What it answers stands above it.
                parent: comment.parent.and_then(|parent| ids.get(parent)).cloned(),
                author: comment.author,
                created: comment.created,
                body: comment.body,
                ..Sent::default()
            },
            ..Record::default()
        };
        offers.record(&origin, record)?;
    }
    if offers.told().comments == 0 {
        return Err(Error::unreadable(
            "not-comments",
            "There are no comments on this page.",
        ));
    }
    Ok(())
}
