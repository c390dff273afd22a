//! Someone changed what another brought in: words within quotation marks, a name, a number. Whoever did says why, once.

use super::{Alarm, Gate, Kind, Look};
use crate::review::others;
use model::{Result, settings::Weight};

pub(crate) const CODE: &str = "others-words";

pub(super) const CHECK: Kind = Kind {
    code: CODE,
    name: "Another’s quotation, name or number that was changed without a reason",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

fn look(of: &Look) -> Result<Vec<Alarm>> {
    let people = store::person::list(of.db)?;
    let found = others::changed(of.db, of.article, of.content, of.typing)?;
    Ok(found
        .into_iter()
        .filter(|one| one.reason.is_none())
        .map(|one| {
            let message = others::sentence(&one, &people);
            let place = of.reading.blocks.iter().find_map(|block| {
                super::altered::stands_in(&block.text, &one.after).map(|at| block.place(at))
            });
            let alarm = match (place, others::field(of.content, &one.after)) {
                (_, Some(field)) => Alarm::of(field, message),
                (Some(at), None) => Alarm::at("body", at, message),
                (None, None) => Alarm::of("body", message),
            };
            Alarm {
                explain: (of.typing == Some(one.by)).then_some(one.change),
                ..alarm
            }
        })
        .collect())
}
