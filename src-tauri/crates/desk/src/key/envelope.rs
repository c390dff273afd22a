//! What a private key is sealed in: argon2id makes a key from the passphrase, XChaCha20-Poly1305 encrypts with it. Slow
//! and large in memory on purpose, so it is never done within a transaction or on the window's thread.

use super::Passphrase;
use crate::Ids;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, aead::Aead};
use model::{Error, Hash, Result};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A private key.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// What argon2id costs: memory in KiB, passes, lanes. RFC 9106 recommends this memory and number of passes where there
/// is no telling how large the computer is.
const COST: (u32, u32, u32) = (64 * 1024, 3, 1);

/// Most that is paid to open one, whatever a row says: a gigabyte, and passes and lanes enough for years to come.
const MOST: (u32, u32, u32) = (1024 * 1024, 32, 16);

/// A sealed private key with all that is needed to open it but the passphrase. Bytes are in hex digits.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Envelope {
    kdf: String,
    memory: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    cipher: String,
    nonce: String,
    sealed: String,
    /// SHA-256 of all the others, by which damage is told from a wrong passphrase. What an older program sealed has none until
    /// it is opened.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    sum: String,
}

const KDF: &str = "argon2id";
const CIPHER: &str = "xchacha20-poly1305";

impl Envelope {
    /// What is kept of a sealed key.
    pub(super) fn kept(&self) -> Result<String> {
        serde_json::to_string(self)
            .map_err(|cause| Error::system("internal", format!("The key was not kept: {cause}.")))
    }

    /// Seals `secret` with a salt and a nonce of its own.
    ///
    /// # Errors
    /// `no-memory` where there is too little for it; `not-sealed`.
    pub(crate) fn seal(passphrase: &Passphrase, secret: &Secret, ids: &dyn Ids) -> Result<Self> {
        let (memory, passes, lanes) = COST;
        let salt = ids.secret();
        let mut nonce = [0; 24];
        nonce.copy_from_slice(&ids.secret()[..24]);
        let failed = || Error::system("not-sealed", "The key was not sealed; nothing was changed.");
        let key = derive(passphrase, &salt, COST)?.ok_or_else(failed)?;
        let sealed = XChaCha20Poly1305::new((&*key).into())
            .encrypt((&nonce).into(), secret.as_slice())
            .map_err(|_| failed())?;
        Ok(Self {
            sum: String::new(),
            kdf: KDF.into(),
            memory,
            passes,
            lanes,
            salt: hex::encode(salt),
            cipher: CIPHER.into(),
            nonce: hex::encode(nonce),
            sealed: hex::encode(sealed),
        }
        .summed())
    }

    /// The same with its sum.
    pub(super) fn summed(mut self) -> Self {
        self.sum = self.adds_up_to();
        self
    }

    /// Whether it has a sum.
    pub(super) fn is_summed(&self) -> bool {
        !self.sum.is_empty()
    }

    fn adds_up_to(&self) -> String {
        let all = format!(
            "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
            self.kdf,
            self.memory,
            self.passes,
            self.lanes,
            self.salt,
            self.cipher,
            self.nonce,
            self.sealed
        );
        Hash::of(all.as_bytes()).to_string()
    }

    /// Whether these are the bytes that a program kept: nothing in them is unknown, and they add up to their sum. One without a
    /// sum is believed, as far as it can be read.
    pub(super) fn is_whole(kept: &[u8]) -> bool {
        let Ok(one) = serde_json::from_slice::<Self>(kept) else {
            return false;
        };
        let again = serde_json::to_vec(&one).unwrap_or_default();
        let adds_up = !one.is_summed() || one.sum == one.adds_up_to();
        again == kept && adds_up
    }

    /// Opens it; none where the passphrase is another, or a byte was changed.
    ///
    /// # Errors
    /// `damaged-seal` for what is not as a version of Copydesk wrote it; `no-memory`.
    pub(crate) fn open(&self, passphrase: &Passphrase) -> Result<Option<Secret>> {
        let damaged = || {
            Error::damaged("damaged-seal", "The sealed key can’t be read.")
                .hint("Restore the library from a backup, or have an admin make a new key.")
        };
        let cost = (self.memory, self.passes, self.lanes);
        let dear = cost.0 > MOST.0 || cost.1 > MOST.1 || cost.2 > MOST.2;
        let (salt, sealed) = (hex::decode(&self.salt), hex::decode(&self.sealed));
        let mut nonce = [0; 24];
        let other = self.is_summed() && self.sum != self.adds_up_to();
        let (Ok(salt), Ok(sealed), Ok(()), false) = (
            salt,
            sealed,
            hex::decode_to_slice(&self.nonce, &mut nonce),
            dear || other || self.kdf != KDF || self.cipher != CIPHER,
        ) else {
            return Err(damaged());
        };
        let key = derive(passphrase, &salt, cost)?.ok_or_else(damaged)?;
        let opened = XChaCha20Poly1305::new((&*key).into())
            .decrypt((&nonce).into(), sealed.as_slice())
            .map(Zeroizing::new);
        Ok(opened.ok().and_then(|bytes| {
            let mut secret = Secret::default();
            (bytes.len() == secret.len()).then(|| {
                secret.copy_from_slice(&bytes);
                secret
            })
        }))
    }
}

/// The code of what there was too little memory for: nothing was tried.
pub(super) const NO_MEMORY: &str = "no-memory";

/// The key that a passphrase makes; none where argon2 has no such cost.
///
/// # Errors
/// `no-memory`.
fn derive(
    passphrase: &Passphrase,
    salt: &[u8],
    (memory, passes, lanes): (u32, u32, u32),
) -> Result<Option<Secret>> {
    let Ok(params) = Params::new(memory, passes, lanes, Some(32)) else {
        return Ok(None);
    };
    let mut key = Secret::default();
    let letters = passphrase.letters();
    let made = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(
        letters.as_bytes(),
        salt,
        &mut *key,
    );
    match made {
        Ok(()) => Ok(Some(key)),
        Err(argon2::Error::OutOfMemory) => Err(Error::system(
            NO_MEMORY,
            format!(
                "A passphrase takes {} MB of memory, and this computer has too little free.",
                memory / 1024
            ),
        )
        .hint("Close other programs, and try again.")),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::{Envelope, Secret};
    use crate::{Ids, Passphrase};
    use zeroize::Zeroizing;

    /// Counts instead of drawing.
    struct Counted(std::sync::atomic::AtomicU8);

    impl Ids for Counted {
        fn id(&self) -> uuid::Uuid {
            uuid::Uuid::nil()
        }

        fn secret(&self) -> [u8; 32] {
            [self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed); 32]
        }
    }

    fn sealed() -> (Secret, Envelope) {
        let secret = Zeroizing::new([7; 32]);
        let ids = Counted(1.into());
        let envelope = Envelope::seal(&"night ferry".into(), &secret, &ids).unwrap();
        (secret, envelope)
    }

    fn opens(envelope: &Envelope, passphrase: &str) -> Option<Secret> {
        envelope.open(&passphrase.into()).unwrap()
    }

    #[test]
    fn it_opens_with_its_passphrase_alone_and_costs_what_it_should() {
        let (secret, envelope) = sealed();
        assert_eq!(opens(&envelope, "night ferry"), Some(secret));
        for other in ["night ferry ", "Night ferry", "", "night ferrz"] {
            assert_eq!(opens(&envelope, other), None, "{other:?}");
        }
        assert!(envelope.memory >= 19 * 1024 && envelope.passes >= 2);
        let json = serde_json::to_string(&envelope).unwrap();
        assert!(json.contains("argon2id") && !json.contains(&hex::encode([7; 32])));
    }

    #[test]
    fn a_changed_byte_is_noticed_and_what_can_not_be_is_damage() {
        let (_, mut envelope) = sealed();
        let whole = envelope.sealed.clone();
        let other = if whole.starts_with('0') { "1" } else { "0" };
        envelope.sealed.replace_range(..1, other);
        let refused = envelope.open(&"night ferry".into()).unwrap_err();
        assert_eq!(refused.code, "damaged-seal");
        // Without a sum, as an older program sealed it, that can't be told from another passphrase.
        let sum = std::mem::take(&mut envelope.sum);
        assert_eq!(opens(&envelope, "night ferry"), None);
        (envelope.sealed, envelope.sum) = (whole, sum);
        envelope.memory = u32::MAX;
        let refused = envelope.open(&"night ferry".into()).unwrap_err();
        assert_eq!(refused.code, "damaged-seal");
        (envelope.memory, envelope.kdf) = (8, "scrypt".into());
        let refused = envelope.open(&"night ferry".into()).unwrap_err();
        assert_eq!(refused.code, "damaged-seal");
    }

    #[test]
    fn each_turned_bit_of_what_is_kept_is_noticed_and_an_older_seal_is_believed() {
        let (_, envelope) = sealed();
        let mut kept = serde_json::to_vec(&envelope).unwrap();
        assert!(Envelope::is_whole(&kept));
        for bit in 0..kept.len() * 8 {
            kept[bit / 8] ^= 1 << (bit % 8);
            let text = String::from_utf8_lossy(&kept);
            assert!(!Envelope::is_whole(&kept), "{text}");
            kept[bit / 8] ^= 1 << (bit % 8);
        }
        let mut old = envelope;
        old.sum.clear();
        let kept = serde_json::to_vec(&old).unwrap();
        assert!(!String::from_utf8_lossy(&kept).contains("sum"));
        assert!(Envelope::is_whole(&kept));
        assert!(old.summed().is_summed());
    }

    #[test]
    fn one_passphrase_is_the_same_however_a_keyboard_composes_it() {
        let secret = Zeroizing::new([9; 32]);
        let ids = Counted(1.into());
        let envelope = Envelope::seal(&"caf\u{e9} au port".into(), &secret, &ids).unwrap();
        assert_eq!(opens(&envelope, "cafe\u{301} au port"), Some(secret));
        let shown = format!("{:?}", Passphrase::from("night ferry"));
        assert!(!shown.contains("ferry"), "{shown}");
    }
}
