//! The article is in no section.

use super::{Gate, Kind, when};
use model::settings::Weight;

pub(super) const CHECK: Kind = Kind {
    code: "no-section",
    name: "No section",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look: |of| {
        let none = of.content.section.trim().is_empty();
        when(none, "section", "No section is set.")
    },
};
