//! A picture or attachment is not in the library, or its file is missing there, so that no page could show it.

use super::{Alarm, Gate, Kind, Look};
use model::{Hash, Result, settings::Weight};
use std::path::PathBuf;

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
    let folder = of.db.folder();
    for asset in of.content.every_asset() {
        let message = match store::asset::get(of.db, asset)? {
            None => format!("Not in the library: the picture {}.", asset.short()),
            Some(kept) => {
                let whole = |dir: &PathBuf| store::asset::is_whole(dir, &kept.asset);
                if folder.as_ref().is_none_or(whole) {
                    continue;
                }
                format!(
                    "The file of the picture “{}” is missing or damaged: add it again, or restore a backup.",
                    kept.name
                )
            }
        };
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
