//! A template's guidance is still in the text.

use super::{Alarm, Gate, Kind, Look};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "guidance-left",
    name: "A template’s guidance in the text",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let blocks = of.reading.blocks.iter();
    let found = blocks.flat_map(|block| {
        markup::guidance(&block.text).map(|place| {
            let guide = &block.text[place.clone()];
            let message = format!("A template’s guidance is still in the text: {guide}");
            Alarm::at("body", block.place(place), message)
        })
    });
    Ok(found.collect())
}
