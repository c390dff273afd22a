//! A picture is neither in the library nor on the web, so that readers would not see it.

use super::{Alarm, Gate, Kind, Look};
use model::{Result, article::web_address, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "relative-picture",
    name: "Pictures that readers would not see",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let mut written = of.reading.pictures.iter();
    let shown = of.shown();
    let nowhere = shown.iter().filter(|picture| picture.is_nowhere());
    let found = nowhere.map(|picture| {
        let address = picture.address.as_str();
        let message = match address {
            "" => "A picture has no address that a page could show.".to_owned(),
            _ => format!(
                "The picture {address} is a file of its own, which no bundle holds. Add it to the library."
            ),
        };
        // Both are in the text's order, so each is looked for behind the one before.
        let place = written.find(|one| {
            one.address == address || address.is_empty() && !web_address(&one.address)
        });
        match place {
            Some(place) => Alarm::at("body", place.range.clone(), message),
            None => Alarm::of("body", message),
        }
    });
    Ok(found.collect())
}
