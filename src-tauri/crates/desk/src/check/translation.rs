//! What is named as a translation is none: it is in the bin, in the same language, or no longer there.

use super::{Alarm, Gate, Kind, Look};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "translation",
    name: "Translations that are none",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

fn look(of: &Look) -> Result<Vec<Alarm>> {
    let mut found = vec![];
    for id in &of.content.translations {
        let message = match store::article::get(of.db, *id) {
            Ok(other) if other.binned => {
                format!("The translation “{}” is in the bin.", other.title)
            }
            Ok(other) => {
                let language = store::article::content(of.db, other.head)?.language;
                if other.id == of.id() || language != of.content.language {
                    continue;
                }
                format!("The translation “{}” is in the same language.", other.title)
            }
            Err(_) => "A translation is no longer there.".to_owned(),
        };
        found.push(Alarm::of("translations", message));
    }
    Ok(found)
}
