//! Verifying a bundle, with the open library's key or any other.

use super::edition::newsroom_public;
use crate::{Desk, Hand};
use model::{Error, Result, bundle::Verification};
use press::minisign::PublicKey;
use serde::Deserialize;
use std::path::Path;

/// Which bundle, by whose key: the text of a `.pub` file, or its second line.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Verify {
    pub path: String,
    pub key: Option<String>,
    /// The file that holds it, in place of its text.
    #[ts(optional)]
    pub key_file: Option<String>,
}

/// Longest file that is read for a key, in bytes.
const KEY_FILE: u64 = 4096;

impl Verify {
    /// The key that is given, where one is.
    fn key(&self) -> Result<Option<PublicKey>> {
        let read = |path: &String| {
            use std::io::Read as _;
            let path = Path::new(path);
            let io = |cause| Error::io(path, &cause);
            let mut text = String::new();
            let file = std::fs::File::open(path).map_err(io)?;
            file.take(KEY_FILE).read_to_string(&mut text).map_err(io)?;
            Ok(text)
        };
        let text = match (&self.key, &self.key_file) {
            (Some(key), _) => Some(key.clone()),
            (None, Some(file)) => Some(read(file)?),
            (None, None) => None,
        };
        text.as_deref().map(PublicKey::parse).transpose()
    }
}

/// Verifies a bundle by the key that is given, else by this library's.
///
/// # Errors
/// `no-bundle`, `bad-key`; system errors. What is wrong with the bundle is in what is returned.
pub fn verify(desk: &Desk, hand: &Hand, ask: Verify) -> Result<Verification> {
    let key = match ask.key()? {
        Some(key) => Some(key),
        None => Some(desk.store.read(newsroom_public)?),
    };
    run(hand, &ask.path, key.as_ref())
}

/// Verifies a bundle where no library is open; without a key the signer stays unknown, which is a fault.
///
/// # Errors
/// As [`verify`].
pub fn verify_alone(hand: &Hand, ask: Verify) -> Result<Verification> {
    let key = ask.key()?;
    run(hand, &ask.path, key.as_ref())
}

fn run(hand: &Hand, path: &str, key: Option<&PublicKey>) -> Result<Verification> {
    press::verify::verify(Path::new(path), key, &|done, total| {
        hand.progress.step(done, total)
    })
}
