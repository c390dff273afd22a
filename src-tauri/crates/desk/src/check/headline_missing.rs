//! The headline is empty.

use super::{Gate, Kind, when};
use model::settings::Weight;

pub(super) const CHECK: Kind = Kind {
    code: "no-headline",
    name: "No headline",
    certain: true,
    usual: Weight::Block,
    from: Gate::Submit,
    look: |of| {
        let empty = of.content.title.trim().is_empty();
        when(empty, "title", "The headline is empty.")
    },
};
