//! The page would stand where another article's once was, from where readers are led to its present place.

use super::{Alarm, Gate, Kind, Look, when};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "old-address",
    name: "An address that leads to another article",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

fn look(of: &Look) -> Result<Vec<Alarm>> {
    let path = of.content.path();
    for other in store::address::holders(of.db, &path, of.id())? {
        if let Some(live) = store::article::get(of.db, other)?.live
            && store::article::content(of.db, live)?.path() != path
        {
            let message = "Readers of another article’s old address are led away from here; they no longer will be.";
            return when(true, "slug", message);
        }
    }
    Ok(vec![])
}
