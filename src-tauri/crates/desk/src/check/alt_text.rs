//! Who does not see a picture is not told what it shows.

use super::{Alarm, Gate, Kind, Look};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "no-alt-text",
    name: "Pictures without a description",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

const MESSAGE: &str = "A picture has no description.";

#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let bare = |alt: &str| alt.trim().is_empty();
    let written = of.reading.pictures.iter();
    let mut found: Vec<Alarm> = written
        .filter(|picture| bare(&picture.alt))
        .map(|picture| Alarm::at("body", picture.range.clone(), MESSAGE))
        .collect();
    // Those that are written as HTML are found on the page alone.
    let shown = of.shown();
    let all = shown.iter().filter(|picture| bare(&picture.alt)).count();
    if all > found.len() {
        found.push(Alarm::of("body", MESSAGE));
    }
    Ok(found)
}
