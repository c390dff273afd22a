//! Nobody is named who made the lead image.

use super::{Gate, Kind, when};
use model::settings::Weight;

pub(super) const CHECK: Kind = Kind {
    code: "no-credit",
    name: "A lead image without a credit",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look: |of| {
        let mut lead = of.content.lead_image.iter();
        let none = lead.any(|lead| lead.credit.trim().is_empty());
        when(none, "lead-image", "The lead image has no credit.")
    },
};
