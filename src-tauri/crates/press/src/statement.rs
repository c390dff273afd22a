//! What people sign: plain Ed25519 (RFC 8032) over a statement's canonical bytes.

use crate::minisign::digits;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use model::{
    Result,
    bundle::ChainLink,
    signed::{Attestation, Statement, Succession},
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

/// Whether `signature` (hex) over `statement` is by the key `public` (hex). Anything malformed is a no, capitals too.
#[must_use]
pub fn verify(public: &str, statement: &Statement, signature: &str) -> bool {
    let bytes = statement.bytes();
    bytes.is_ok_and(|bytes| by(public, &bytes, signature))
}

/// A key that signs many attestations, made ready once; wiped when it is dropped.
pub struct Attesting(SigningKey);

impl Attesting {
    /// Of a private key.
    #[must_use]
    pub fn by(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// The signature over `attestation`, 128 hex digits.
    ///
    /// # Errors
    /// As [`Attestation::bytes`].
    pub fn attest(&self, attestation: &Attestation) -> Result<String> {
        Ok(hex::encode(self.0.sign(&attestation.bytes()?).to_bytes()))
    }
}

/// Whether `signature` (hex) over `attestation` is by the key `public` (hex).
#[must_use]
pub fn attests(public: &str, attestation: &Attestation, signature: &str) -> bool {
    let bytes = attestation.bytes();
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
    let (Some(key), Some(sig)) = (digits(public), digits(signature)) else {
        return false;
    };
    let key = VerifyingKey::from_bytes(&key);
    key.is_ok_and(|key| {
        key.verify_strict(bytes, &Signature::from_bytes(&sig))
            .is_ok()
    })
}
