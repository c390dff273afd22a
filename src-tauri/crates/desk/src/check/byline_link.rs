//! A link of a byline is no address that a page may have.

use super::{Alarm, Gate, Kind};
use model::{article::web_address, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "bad-byline-link",
    name: "Links of a byline that lead nowhere",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look: |of| {
        let links = of.content.bylines.iter().flat_map(|byline| &byline.links);
        let bad = links.filter(|link| !web_address(link)).map(|link| {
            let message = format!("“{link}” is no web address; the byline is printed without it.");
            Alarm::of("bylines", message)
        });
        Ok(bad.collect())
    },
};
