//! Who vouches for a bundle that is taken in: its signature, where anyone here knows the key.

use crate::{Desk, export::released, key};
use intake::archive::Archive;
use model::{Result, bundle::Fault};
use press::verify::{Progress, Trust, verify_by};

/// What to know of a bundle's signature before its texts are believed; none where this newsroom's own key signed all of it as it is.
/// `progress` is told how far that is and may stop it.
///
/// # Errors
/// `cancelled`; system errors.
pub(super) fn told(desk: &Desk, archive: &Archive, progress: &Progress) -> Result<Option<String>> {
    let known = |db: &store::Db| Ok((key::own(db)?, key::revoked(db)?, released(db)?));
    let (keys, revoked, (released, _)) = desk.store.read(known)?;
    let was_released = |manifest| released.get(&manifest).copied();
    let trust = Trust {
        keys,
        revoked,
        released: Some(&was_released),
        ..Trust::default()
    };
    let found = verify_by(&archive.files.at, &trust, progress)?;
    let of_signer = |one: &&Fault| one.path == "manifest.json.minisig";
    let revoked = |one: &Fault| one.kind == "revoked-key";
    let others = found.faults.iter().filter(|one| !of_signer(one));
    Ok(match (found.faults.len(), others.count()) {
        (0, _) => None,
        (_, 0) if found.faults.iter().any(revoked) => Some(
            "A key that counts no more signed it: `copydesk verify` says since when.".to_owned(),
        ),
        (_, 0) => Some(
            "Another key than this newsroom’s signed it: whether it is whose it says it is, `copydesk verify` tells with their public \
             key."
                .to_owned(),
        ),
        (_, 1) => Some("It is not as it was signed, in one place: `copydesk verify` names it.".to_owned()),
        (_, n) => Some(format!(
            "It is not as it was signed, in {} places: `copydesk verify` names them.",
            crate::words::grouped(u64::try_from(n).unwrap_or(u64::MAX))
        )),
    })
}
