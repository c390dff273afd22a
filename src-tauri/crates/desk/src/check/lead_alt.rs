//! Who does not see the lead image is not told what it shows.

use super::{Gate, Kind, when};
use model::settings::Weight;

pub(super) const CHECK: Kind = Kind {
    code: "no-lead-alt",
    name: "A lead image without a description",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look: |of| {
        let mut lead = of.content.lead_image.iter();
        let none = lead.any(|lead| lead.alt.trim().is_empty());
        when(none, "lead-image", "The lead image has no description.")
    },
};
