//! The headline is too long for the places where it is shown: lists, searches, a telephone.

use super::{Gate, Kind, when};
use model::settings::Weight;

/// Longest headline, in characters.
const MOST: usize = 110;

pub(super) const CHECK: Kind = Kind {
    code: "long-headline",
    name: "A headline longer than 110 characters",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look: |of| {
        let long = of.content.title.chars().count() > MOST;
        when(long, "title", "The headline is longer than 110 characters.")
    },
};
