//! minisign's file formats (<https://jedisct1.github.io/minisign/>), prehashed: Ed25519 over the BLAKE2b-512 of the
//! file. The trusted comment is fixed, so that the same bytes give the same signature.

use base64::{Engine, engine::general_purpose::STANDARD};
use blake2::{Blake2b512, Digest};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use model::{Error, Hash, Result};

const TRUSTED: &str = "copydesk manifest";

/// The key that signs manifests.
pub struct NewsroomKey {
    /// Its private half.
    pub secret: [u8; 32],
    /// minisign's key id.
    pub id: [u8; 8],
}

/// A newsroom's public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    id: [u8; 8],
    key: [u8; 32],
}

/// What a signature says of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// It is by this key.
    Yes,
    /// It is by another key.
    OtherKey,
    /// It is by this key's name, and not of these bytes; or it is no signature.
    No,
}

impl NewsroomKey {
    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey {
            id: self.id,
            key: SigningKey::from_bytes(&self.secret)
                .verifying_key()
                .to_bytes(),
        }
    }

    /// The text of a `.minisig` file for `bytes`.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> String {
        self.sign_pieces([bytes])
    }

    /// The same for bytes in pieces.
    #[must_use]
    pub(crate) fn sign_pieces<'a>(&self, pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
        let key = SigningKey::from_bytes(&self.secret);
        let mut all = Blake2b512::new();
        for piece in pieces {
            all.update(piece);
        }
        let signature = key.sign(&all.finalize()).to_bytes();
        let mut whole = b"ED".to_vec();
        whole.extend(self.id);
        whole.extend(signature);
        let global = key
            .sign(&[&signature[..], TRUSTED.as_bytes()].concat())
            .to_bytes();
        text(&whole, &global)
    }
}

/// The id of a newsroom's key, by its public half in hex.
#[must_use]
pub fn key_id(public: &str) -> [u8; 8] {
    let mut id = [0; 8];
    id.copy_from_slice(&Hash::of(public.as_bytes()).0[..8]);
    id
}

/// The bytes of a key or a signature in the one form that is ours: lower-case hex digits. In two forms one key would be
/// taken for two.
pub(crate) fn digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    (!text.contains(|letter: char| letter.is_ascii_uppercase())).then_some(bytes)
}

fn short(id: [u8; 8]) -> String {
    let text = id_text(id);
    format!("{} {}", &text[8..12], &text[12..])
}

/// The one form of a `.minisig` file that is ours, from its two signatures.
fn text(whole: &[u8], global: &[u8]) -> String {
    format!(
        "untrusted comment: signature from copydesk\n{}\ntrusted comment: {TRUSTED}\n{}\n",
        STANDARD.encode(whole),
        STANDARD.encode(global)
    )
}

/// minisign prints a key's id as one little-endian number.
fn id_text(id: [u8; 8]) -> String {
    format!("{:016X}", u64::from_le_bytes(id))
}

impl PublicKey {
    /// Reads a `.pub` file's text, or its second line alone.
    ///
    /// # Errors
    /// `bad-key` where it is neither.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || {
            Error::usage("bad-key", "That is not a minisign public key.")
                .hint("Give the file that `copydesk library key` prints, or its second line.")
        };
        let line = text
            .lines()
            .map(str::trim)
            .rfind(|line| !line.is_empty())
            .ok_or_else(bad)?;
        let bytes = STANDARD.decode(line).map_err(|_| bad())?;
        if bytes.len() != 42 || &bytes[..2] != b"Ed" {
            return Err(bad());
        }
        let (mut id, mut key) = ([0; 8], [0; 32]);
        id.copy_from_slice(&bytes[2..10]);
        key.copy_from_slice(&bytes[10..]);
        VerifyingKey::from_bytes(&key).map_err(|_| bad())?;
        Ok(Self { id, key })
    }

    /// The key with these 64 hex digits, under the id that every key of a newsroom has: the first bytes of their hash.
    ///
    /// # Errors
    /// `bad-key` where they are none, or not in lower case.
    pub fn from_hex(text: &str) -> Result<Self> {
        let key = digits(text).filter(|key| VerifyingKey::from_bytes(key).is_ok());
        let key = key.ok_or_else(|| Error::usage("bad-key", "That is not a public key."))?;
        Ok(Self {
            id: key_id(text),
            key,
        })
    }

    /// The two lines of a `.pub` file.
    #[must_use]
    pub fn file(&self) -> String {
        let mut bytes = b"Ed".to_vec();
        bytes.extend(self.id);
        bytes.extend(self.key);
        format!(
            "untrusted comment: minisign public key {}\n{}\n",
            id_text(self.id),
            STANDARD.encode(bytes)
        )
    }

    /// The last digits of the key's id, for people: `8C1A 77E0`.
    #[must_use]
    pub fn short(&self) -> String {
        short(self.id)
    }

    /// 64 hex digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex::encode(self.key)
    }

    /// What the `.minisig` text says of `bytes`.
    #[must_use]
    pub fn check(&self, bytes: &[u8], minisig: &str) -> Signed {
        self.check_hashed(&Blake2b512::digest(bytes), minisig)
    }

    /// The same of bytes that are not at hand, by their BLAKE2b-512.
    pub(crate) fn check_hashed(&self, hashed: &[u8], minisig: &str) -> Signed {
        self.checked(hashed, minisig).unwrap_or(Signed::No)
    }

    fn checked(&self, hashed: &[u8], minisig: &str) -> Option<Signed> {
        let mut lines = minisig.lines();
        let whole = STANDARD.decode(lines.nth(1)?).ok()?;
        let global = STANDARD.decode(lines.nth(1)?).ok()?;
        // Nothing signs the first line: only one form is ours, so that no byte of it can be changed unnoticed.
        if whole.len() != 74 || &whole[..2] != b"ED" || text(&whole, &global) != minisig {
            return Some(Signed::No);
        }
        if whole[2..10] != self.id {
            return Some(Signed::OtherKey);
        }
        let key = VerifyingKey::from_bytes(&self.key).ok()?;
        let signature = Signature::from_slice(&whole[10..]).ok()?;
        let global = Signature::from_slice(&global).ok()?;
        let said = [&whole[10..], TRUSTED.as_bytes()].concat();
        let good = key.verify_strict(hashed, &signature).is_ok()
            && key.verify_strict(&said, &global).is_ok();
        Some(if good { Signed::Yes } else { Signed::No })
    }
}
