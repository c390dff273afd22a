//! A suggestion is open. As with notes, it never stands in the way of submitting.

use super::{Alarm, Gate, Kind, Look};
use crate::{review::first_of, words::grouped};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "open-suggestions",
    name: "Open suggestions",
    certain: true,
    usual: Weight::Block,
    from: Gate::Approve,
    look,
};

/// How many there are, and where the first of them stands. One that has lost its words is found among the suggestions.
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let open = store::suggestion::open_ids(of.db, of.id())?;
    let message = match open.len() as u64 {
        0 => return Ok(vec![]),
        1 => "1 suggestion is open.".to_owned(),
        n => format!("{} suggestions are open.", grouped(n)),
    };
    let draft = match of.typing {
        Some(person) => store::draft::get(of.db, of.id(), person)?,
        None => None,
    };
    let base = draft.map_or(of.article.head, |draft| draft.base);
    let first = first_of(of.db, of.article, base, &of.content.body, &open)?;
    Ok(vec![match first {
        Some(at) => Alarm::at("body", at, message),
        None => Alarm::of("suggestions", message),
    }])
}
