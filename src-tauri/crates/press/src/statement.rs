//! What people sign: plain Ed25519 (RFC 8032) over a statement's canonical bytes.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use model::{Result, signed::Statement};

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
    let (mut key, mut sig) = ([0; 32], [0; 64]);
    if hex::decode_to_slice(public, &mut key).is_err()
        || hex::decode_to_slice(signature, &mut sig).is_err()
    {
        return false;
    }
    let (Ok(key), Ok(bytes)) = (VerifyingKey::from_bytes(&key), statement.bytes()) else {
        return false;
    };
    key.verify_strict(&bytes, &Signature::from_bytes(&sig))
        .is_ok()
}
