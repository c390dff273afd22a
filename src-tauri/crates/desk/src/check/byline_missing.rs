//! Nobody's name stands above the text.

use super::{Gate, Kind, when};
use model::settings::Weight;

pub(super) const CHECK: Kind = Kind {
    code: "no-byline",
    name: "No byline",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look: |of| {
        let none = of.content.bylines.is_empty();
        when(none, "bylines", "There is no byline.")
    },
};
