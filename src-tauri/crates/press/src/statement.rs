//! What people sign: plain Ed25519 (RFC 8032) over a statement's canonical bytes.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use model::{
    Result,
    bundle::ChainLink,
    signed::{Statement, Succession},
};

/// The public key of `secret`, 64 hex digits.
#[must_use]
pub fn public(secret: &[u8; 32]) -> String {
    hex::encode(SigningKey::from_bytes(secret).verifying_key().to_bytes())
}

/// The signature over `statement`, 128 hex digits.
///
/// # Errors
/// As [`Statement::bytes`].
pub fn sign(secret: &[u8; 32], statement: &Statement) -> Result<String> {
    Ok(hex::encode(
        SigningKey::from_bytes(secret)
            .sign(&statement.bytes()?)
            .to_bytes(),
    ))
}

/// Whether `signature` (hex) over `statement` is by the key `public` (hex). Anything malformed is a no.
#[must_use]
pub fn verify(public: &str, statement: &Statement, signature: &str) -> bool {
    let bytes = statement.bytes();
    bytes.is_ok_and(|bytes| by(public, &bytes, signature))
}

/// The signature over `succession`, 128 hex digits.
///
/// # Errors
/// As [`Succession::bytes`].
pub fn succeed(secret: &[u8; 32], succession: &Succession) -> Result<String> {
    let key = SigningKey::from_bytes(secret);
    Ok(hex::encode(key.sign(&succession.bytes()?).to_bytes()))
}

/// Whether a link of a chain of keys is by the key that it is from.
#[must_use]
pub fn succeeds(link: &ChainLink) -> bool {
    let bytes = link.says.bytes();
    bytes.is_ok_and(|bytes| by(&link.says.from, &bytes, &link.signature))
}

fn by(public: &str, bytes: &[u8], signature: &str) -> bool {
    let (mut key, mut sig) = ([0; 32], [0; 64]);
    if hex::decode_to_slice(public, &mut key).is_err()
        || hex::decode_to_slice(signature, &mut sig).is_err()
    {
        return false;
    }
    let key = VerifyingKey::from_bytes(&key);
    key.is_ok_and(|key| {
        key.verify_strict(bytes, &Signature::from_bytes(&sig))
            .is_ok()
    })
}
