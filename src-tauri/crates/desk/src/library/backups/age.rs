//! Files sealed with a passphrase, in the format of `age` (age-encryption.org/v1, its scrypt recipient), so that the program of
//! that name opens them where Copydesk is not at hand. Only this one recipient is written and read.

use crate::{Ids, Passphrase};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, aead::Aead};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use model::{Error, Hash, Result};
use sha2::Sha256;
use std::io::{self, BufRead, Read, Write};
use zeroize::Zeroizing;

const VERSION: &str = "age-encryption.org/v1";
const LABEL: &[u8] = b"age-encryption.org/v1/scrypt";

/// What scrypt costs, as the power of two: 256 MiB of memory, as age itself has it; and most that is paid to open one.
const COST: u8 = 18;
const DEAREST: u8 = 20;

/// How much is sealed at once, and what is added to each.
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

type Key = Zeroizing<[u8; 32]>;

fn lost() -> Error {
    Error::system("not-sealed", "The file was not sealed.")
}

fn broken() -> Error {
    Error::damaged("damaged-seal", "The sealed file is damaged.")
        .hint("Take another backup; what is whole in this one can’t be told from what is not.")
}

/// The key that the passphrase makes.
fn wrapping(passphrase: &Passphrase, salt: &[u8; 16], cost: u8) -> Result<Key> {
    let params = scrypt::Params::new(cost, 8, 1).map_err(|_| broken())?;
    let salt = [LABEL, salt].concat();
    let mut key = Key::default();
    let letters = passphrase.letters();
    scrypt::scrypt(letters.as_bytes(), &salt, &params, &mut *key).map_err(|_| broken())?;
    Ok(key)
}

fn derived(file: &[u8; 16], salt: &[u8], what: &[u8]) -> Result<Key> {
    let mut key = Key::default();
    Hkdf::<Sha256>::new(Some(salt), file)
        .expand(what, &mut *key)
        .map_err(|_| lost())?;
    Ok(key)
}

/// The sum by which the head of a file is known to be what the key's holder wrote.
fn signed(file: &[u8; 16], head: &str) -> Result<Hmac<Sha256>> {
    let key = derived(file, b"", b"header")?;
    let mut sum = <Hmac<Sha256> as KeyInit>::new_from_slice(&*key).map_err(|_| lost())?;
    sum.update(head.as_bytes());
    Ok(sum)
}

/// The nonce of a chunk: its number, and whether it is the last.
fn nonce(number: u64, last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = last.into();
    nonce
}

/// Seals what is written to it.
pub(super) struct Sealing<W: Write> {
    to: W,
    cipher: ChaCha20Poly1305,
    waiting: Zeroizing<Vec<u8>>,
    number: u64,
}

impl<W: Write> Sealing<W> {
    /// Writes the head; gives its hash too, by which the file is known again.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn begin(mut to: W, passphrase: &Passphrase, ids: &dyn Ids) -> Result<(Self, Hash)> {
        let cut = |secret: [u8; 32]| -> [u8; 16] {
            let mut half = [0; 16];
            half.copy_from_slice(&secret[..16]);
            half
        };
        let file = Zeroizing::new(cut(ids.secret()));
        let (salt, start) = (cut(ids.secret()), cut(ids.secret()));
        let wrapping = wrapping(passphrase, &salt, COST)?;
        let body = ChaCha20Poly1305::new((&*wrapping).into())
            .encrypt((&[0; 12]).into(), file.as_slice())
            .map_err(|_| lost())?;
        let (salt, body) = (BASE64.encode(salt), BASE64.encode(body));
        let head = format!("{VERSION}\n-> scrypt {salt} {COST}\n{body}\n---");
        let sum = signed(&file, &head)?.finalize().into_bytes();
        let head = format!("{head} {}\n", BASE64.encode(sum));
        let io = |cause| Error::io("the sealed file".as_ref(), &cause);
        to.write_all(head.as_bytes()).map_err(io)?;
        to.write_all(&start).map_err(io)?;
        let payload = derived(&file, &start, b"payload")?;
        let sealing = Self {
            to,
            cipher: ChaCha20Poly1305::new((&*payload).into()),
            waiting: Zeroizing::new(Vec::with_capacity(CHUNK)),
            number: 0,
        };
        Ok((sealing, Hash::of(head.as_bytes())))
    }

    fn put(&mut self, last: bool) -> io::Result<()> {
        let sealed = self
            .cipher
            .encrypt((&nonce(self.number, last)).into(), self.waiting.as_slice())
            .map_err(|_| io::Error::other("not sealed"))?;
        self.number += 1;
        self.waiting.clear();
        self.to.write_all(&sealed)
    }

    /// Writes the end; a file without it is not whole.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn end(mut self) -> io::Result<W> {
        self.put(true)?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What may be the last chunk waits until it is known whether it is.
        if self.waiting.len() == CHUNK && !bytes.is_empty() {
            self.put(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what is read from it. What it gives was written by who knows the passphrase, in this order; that it is all of it is known
/// at its end.
pub(super) struct Opening<R: BufRead> {
    from: R,
    cipher: ChaCha20Poly1305,
    open: Zeroizing<Vec<u8>>,
    at: usize,
    number: u64,
    over: bool,
}

/// The head of a sealed file as it stands there; none where it is no such file.
///
/// # Errors
/// System errors.
pub(super) fn head(from: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    // A head of one recipient has four lines and far fewer bytes.
    let mut from = from.take(1000);
    for _ in 0..4 {
        from.read_until(b'\n', &mut head)?;
    }
    let head = String::from_utf8(head).ok();
    Ok(head.filter(|head| head.starts_with(VERSION) && head.ends_with('\n')))
}

impl<R: BufRead> Opening<R> {
    /// Reads the head.
    ///
    /// # Errors
    /// `not-readable` for what is no such file, `wrong-passphrase`, `damaged-seal`; system errors.
    pub(super) fn begin(mut from: R, passphrase: &Passphrase) -> Result<Self> {
        let io = |cause| Error::io("the sealed file".as_ref(), &cause);
        let none = || Error::unreadable("not-readable", "This is no file that a passphrase seals.");
        let head = head(&mut from).map_err(io)?.ok_or_else(none)?;
        let lines: Vec<&str> = head.lines().collect();
        let [_, recipient, body, sum] = lines[..] else {
            return Err(none());
        };
        let mut recipient = recipient.split(' ');
        if recipient.next() != Some("->") || recipient.next() != Some("scrypt") {
            return Err(none());
        }
        let salt: [u8; 16] = bytes(recipient.next().unwrap_or_default())?;
        let cost: u8 = recipient
            .next()
            .and_then(|cost| cost.parse().ok())
            .filter(|cost| (1..=DEAREST).contains(cost))
            .ok_or_else(broken)?;
        let body: [u8; 32] = bytes(body)?;
        let sum: [u8; 32] = bytes(sum.strip_prefix("--- ").unwrap_or_default())?;
        let wrapping = wrapping(passphrase, &salt, cost)?;
        let opened = ChaCha20Poly1305::new((&*wrapping).into())
            .decrypt((&[0; 12]).into(), body.as_slice())
            .map(Zeroizing::new)
            .map_err(|_| Error::refused("wrong-passphrase", "That is not the passphrase."))?;
        let mut file = Zeroizing::new([0; 16]);
        file.copy_from_slice(&opened);
        let end = head.rfind("---").map_or(0, |at| at + 3);
        signed(&file, &head[..end])?
            .verify_slice(&sum)
            .map_err(|_| broken())?;
        let mut start = [0; 16];
        from.read_exact(&mut start).map_err(|_| broken())?;
        let payload = derived(&file, &start, b"payload")?;
        Ok(Self {
            from,
            cipher: ChaCha20Poly1305::new((&*payload).into()),
            open: Zeroizing::default(),
            at: 0,
            number: 0,
            over: false,
        })
    }

    fn next(&mut self) -> io::Result<()> {
        let mut sealed = Vec::with_capacity(CHUNK + TAG);
        (&mut self.from)
            .take((CHUNK + TAG) as u64)
            .read_to_end(&mut sealed)?;
        let last = self.from.fill_buf()?.is_empty();
        let open = self
            .cipher
            .decrypt((&nonce(self.number, last)).into(), sealed.as_slice())
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the seal is broken"))?;
        self.open = Zeroizing::new(open);
        (self.at, self.over) = (0, last);
        self.number += 1;
        Ok(())
    }
}

impl<R: BufRead> Read for Opening<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.at == self.open.len() && !self.over {
            self.next()?;
        }
        let taken = to.len().min(self.open.len() - self.at);
        to[..taken].copy_from_slice(&self.open[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

fn bytes<const N: usize>(text: &str) -> Result<[u8; N]> {
    let bytes = BASE64.decode(text).map_err(|_| broken())?;
    bytes.try_into().map_err(|_| broken())
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Opening, Sealing};
    use crate::{Ids, Passphrase};
    use std::io::{Read, Write};

    struct Fixed;

    impl Ids for Fixed {
        fn id(&self) -> uuid::Uuid {
            uuid::Uuid::nil()
        }

        fn secret(&self) -> [u8; 32] {
            [7; 32]
        }
    }

    fn sealed(bytes: &[u8], passphrase: &Passphrase) -> Vec<u8> {
        let (mut sealing, _) = Sealing::begin(vec![], passphrase, &Fixed).unwrap();
        sealing.write_all(bytes).unwrap();
        sealing.end().unwrap()
    }

    fn opened(sealed: &[u8], passphrase: &Passphrase) -> Option<Vec<u8>> {
        let mut opening = Opening::begin(sealed, passphrase).ok()?;
        let mut all = vec![];
        opening.read_to_end(&mut all).ok().map(|_| all)
    }

    #[test]
    fn what_is_sealed_opens_with_its_passphrase_alone_and_only_whole() {
        let right = Passphrase::from("night ferry to the quay");
        let bytes: Vec<u8> = (0..CHUNK * 2 + 77).map(|n| (n % 251) as u8).collect();
        let file = sealed(&bytes, &right);
        assert_eq!(opened(&file, &right).as_ref(), Some(&bytes));
        let wrong = Opening::begin(&*file, &"night ferry to the key".into());
        assert_eq!(wrong.err().unwrap().code, "wrong-passphrase");
        // Each cut and each changed byte is found: of the head by its sum, of the rest by the chunk's.
        for at in [file.len() - 1, file.len() - 80, CHUNK * 2, CHUNK, 190] {
            assert!(opened(&file[..at], &right).is_none(), "cut at {at}");
            let mut other = file.clone();
            other[at] ^= 1;
            assert!(opened(&other, &right).is_none(), "changed at {at}");
        }
        for end in [0, CHUNK] {
            assert_eq!(
                opened(&sealed(&bytes[..end], &right), &right)
                    .unwrap()
                    .len(),
                end
            );
        }
        assert!(opened(b"age-encryption.org/v1\n", &right).is_none());
    }
}
