//! A picture is not in the library, so that readers would not see it: a page shows what came with it alone.

use super::{Alarm, Gate, Kind, Look};
use model::{Hash, Result, article::web_address, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "relative-picture",
    name: "Pictures that readers would not see",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

fn look(of: &Look) -> Result<Vec<Alarm>> {
    let mut written = of.reading.pictures.iter();
    let shown = of.shown();
    // What the site itself has beside the pages is seen.
    let base = store::person::settings(of.db)?.base_url;
    let own = |address: &str| !base.is_empty() && address.starts_with(&base);
    let others = shown.iter();
    let others = others.filter(|picture| !picture.is_asset() && !own(&picture.address));
    let found = others.map(|picture| {
        let address = picture.address.as_str();
        let message = match address {
            "" => "A picture has no address that a page could show.".to_owned(),
            _ if !picture.is_nowhere() => format!(
                "The picture {address} is on another site, from which a page loads nothing. Add it to the library."
            ),
            _ => format!(
                "The picture {address} is a file of its own, which no bundle holds. Add it to the library."
            ),
        };
        // Both are in the text's order, so each is looked for behind the one before.
        let place = written.find(|one| {
            let written = one.address.as_str();
            let asset = written.strip_prefix("asset:");
            let asset = asset.is_some_and(|hash| hash.parse::<Hash>().is_ok());
            written.replace('&', "&amp;") == address
                || address.is_empty() && !asset && !web_address(written)
        });
        match place {
            Some(place) => Alarm::at("body", place.range.clone(), message),
            None => Alarm::of("body", message),
        }
    });
    Ok(found.collect())
}
