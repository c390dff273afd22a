//! RFC 8785: one JSON text for one value, so that what was hashed can be hashed again.

use crate::{Error, Result};

/// The canonical JSON bytes (RFC 8785) of `value`.
///
/// # Errors
/// `not-canonical` where the value holds what JSON can't (a number that is not finite, a map key that is no text).
pub fn canonical<T: serde::Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value).map_err(|cause| {
        Error::unreadable(
            "not-canonical",
            format!("This can’t be written as JSON: {cause}."),
        )
    })
}
