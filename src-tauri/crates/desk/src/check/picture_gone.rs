//! A picture or attachment is not in the library, so that no page could show it.

use super::{Alarm, Gate, Kind, Look};
use model::{Hash, Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "no-such-picture",
    name: "Pictures that are not in the library",
    certain: true,
    usual: Weight::Block,
    from: Gate::Submit,
    look,
};

fn look(of: &Look) -> Result<Vec<Alarm>> {
    let mut found = vec![];
    for asset in of.content.every_asset() {
        if store::asset::get(of.db, asset)?.is_some() {
            continue;
        }
        let message = format!("Not in the library: the picture {}.", asset.short());
        found.push(match place(of, asset) {
            Some(at) => Alarm::at("body", at, message),
            None if of.content.lead_image.iter().any(|lead| lead.asset == asset) => {
                Alarm::of("lead-image", message)
            }
            None if of.content.assets.contains(&asset) => Alarm::of("body", message),
            None => Alarm::of("bylines", message),
        });
    }
    Ok(found)
}

/// Where the text shows an asset, or leads to it.
fn place(of: &Look, asset: Hash) -> Option<std::ops::Range<usize>> {
    let address = format!("asset:{asset}");
    let pictures = of.reading.pictures.iter();
    let shown = pictures.map(|picture| (&picture.address, &picture.range));
    let links = of.reading.links.iter().map(|link| (&link.to, &link.range));
    let mut all = shown.chain(links);
    all.find(|(to, _)| **to == address)
        .map(|(_, range)| range.clone())
}
