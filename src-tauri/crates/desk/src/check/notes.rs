//! A note is open. It never stands in the way of submitting: notes are there to be answered by who wrote.

use super::{Alarm, Gate, Kind, Look};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "open-notes",
    name: "Open notes",
    certain: true,
    usual: Weight::Block,
    from: Gate::Approve,
    look,
};

fn look(of: &Look) -> Result<Vec<Alarm>> {
    let message = match store::note::open(of.db, of.id())? {
        0 => return Ok(vec![]),
        1 => "1 note is open.".to_owned(),
        n => format!("{n} notes are open."),
    };
    Ok(vec![Alarm::of("notes", message)])
}
