//! Another article has the address. Where that one is in publication, readers know the page, and it must not become
//! another's; until it is approved, it may still get another address.

use super::{Alarm, Gate, Kind, Look};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "slug-taken",
    name: "An address that another article has",
    certain: true,
    usual: Weight::Block,
    from: Gate::Approve,
    look,
};

fn look(of: &Look) -> Result<Vec<Alarm>> {
    let others = store::article::by_slug(of.db, &of.content.slug, Some(of.id()))?;
    let mut live = false;
    for other in &others {
        if let Some(there) = store::article::get(of.db, *other)?.live {
            live |= store::article::content(of.db, there)?.path() == of.content.path();
        }
    }
    let message = match (others.is_empty(), live) {
        (true, _) => return Ok(vec![]),
        (false, true) => "A published article has this address.",
        (false, false) => "Another article has this address; only one of them can be printed.",
    };
    Ok(vec![Alarm {
        mild: !live,
        ..Alarm::of("slug", message)
    }])
}
