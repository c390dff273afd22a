//! A heading is more than one level below the one before it, so that who listens to the page misses one.

use super::{Alarm, Gate, Kind, Look};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "skipped-heading",
    name: "Headings that skip a level",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let headings = &of.reading.headings;
    // The page prints the highest of them right below the headline, of whichever level it is.
    let highest = headings.iter().map(|one| one.level).min();
    let mut above = highest.unwrap_or_default().saturating_sub(1);
    let mut found = vec![];
    for one in headings {
        if one.level > above + 1 {
            let line = of.content.body.get(one.range.clone()).unwrap_or_default();
            let end = one.range.start + line.trim_end().len();
            let message = format!(
                "A heading skips a level: it is of level {}, where {} would follow.",
                one.level,
                above + 1
            );
            found.push(Alarm::at("body", one.range.start..end, message));
        }
        above = one.level;
    }
    Ok(found)
}
