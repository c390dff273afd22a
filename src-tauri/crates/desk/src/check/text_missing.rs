//! There is no text. A piece may be handed over before it is written, and is not approved so.

use super::{Gate, Kind, when};
use model::settings::Weight;

pub(super) const CHECK: Kind = Kind {
    code: "no-text",
    name: "No text",
    certain: true,
    usual: Weight::Block,
    from: Gate::Approve,
    look: |of| {
        let empty = of.content.body.trim().is_empty();
        when(empty, "body", "There is no text yet.")
    },
};
