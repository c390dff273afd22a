//! The embargo is not lifted. What it says is only a word beforehand: whatever this check weighs, an export holds back
//! what is under embargo.

use super::{Gate, Kind, when};
use model::settings::Weight;

pub(super) const CHECK: Kind = Kind {
    code: "embargo",
    name: "An embargo that is not lifted",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Export,
    look: |of| {
        let waits = of.content.embargo.is_some() && !of.article.lifted;
        let message = "The embargo is not lifted; it will not be printed.";
        when(waits, "embargo", message)
    },
};
