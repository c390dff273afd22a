//! A note is open. It never stands in the way of submitting: notes are there to be answered by who wrote.

use super::{Alarm, Gate, Kind, Look};
use crate::{review::first_of, words::grouped};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "open-notes",
    name: "Open notes",
    certain: true,
    usual: Weight::Block,
    from: Gate::Approve,
    look,
};

/// How many there are, and where the first of them stands. One that has lost its words is found among the notes.
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let message = match store::note::open(of.db, of.id())? {
        0 => return Ok(vec![]),
        1 => "1 note is open.".to_owned(),
        n => format!("{} notes are open.", grouped(n.unsigned_abs())),
    };
    let draft = match of.typing {
        Some(person) => store::draft::get(of.db, of.id(), person)?,
        None => None,
    };
    let base = draft.map_or(of.article.head, |draft| draft.base);
    let open = store::note::open_ids(of.db, of.id())?;
    let first = first_of(of.db, of.article, base, &of.content.body, &open)?;
    Ok(vec![match first {
        Some(at) => Alarm::at("body", at, message),
        None => Alarm::of("notes", message),
    }])
}
