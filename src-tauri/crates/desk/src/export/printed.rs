//! What the library remembers of the bundles that it printed.

use super::kept::Keep;
use model::{
    Hash, Result,
    bundle::{BundleKind, Manifest, PrintedFile},
};
use press::bundle::{Past, Prepared};
use store::Db;

/// The bundles of one sort that were printed from this library.
pub(super) struct Printed<'a> {
    db: &'a Db<'a>,
    sort: String,
}

impl<'a> Printed<'a> {
    /// Those that one with this manifest is compared with.
    pub(super) fn new(db: &'a Db<'a>, manifest: &Manifest) -> Self {
        Self {
            db,
            sort: sort(&manifest.edition, &manifest.profile),
        }
    }
}

fn sort(edition: &str, profile: &str) -> String {
    format!("{edition}\n{profile}")
}

impl Past for Printed<'_> {
    fn of(&self, manifest: Hash) -> Result<Option<(BundleKind, Vec<PrintedFile>)>> {
        let kind = |released| match released {
            true => BundleKind::Release,
            false => BundleKind::Proof,
        };
        let found = store::printed::of(self.db, manifest)?;
        Ok(found.map(|(released, files)| (kind(released), files)))
    }

    fn released(&self) -> Result<Vec<PrintedFile>> {
        store::printed::released(self.db, &self.sort)
    }
}

/// Remembers what a bundle came to, and what was found out for it.
pub(super) fn remember(
    db: &Db,
    kind: BundleKind,
    prepared: &Prepared,
    keep: Option<&Keep>,
) -> Result<()> {
    let (edition, profile) = prepared.names();
    let bundle = store::printed::Bundle {
        manifest: prepared.manifest_sha256(),
        released: kind == BundleKind::Release,
        sort: &sort(edition, profile),
    };
    store::printed::keep(db, bundle, prepared.files())?;
    keep.map_or(Ok(()), |keep| keep.write(db))
}
