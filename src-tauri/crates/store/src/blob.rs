//! Texts by hash, each once.

use crate::{Db, error::sql};
use model::{Error, Hash, Result};
use rusqlite::OptionalExtension;
use std::{borrow::Cow, cell::RefCell};
use zstd::bulk::{Compressor, Decompressor};

/// Longest text that is unpacked, in bytes.
const LIMIT: usize = 1 << 30;
/// Longest text that is unpacked at once, in bytes: as much as it says that it has is laid out for it, and only touched as far
/// as it has so much.
const SHORT: usize = 64 << 20;

impl Db<'_> {
    /// Keeps `bytes`, compressed where `packed`; what is there already stays. Returns their SHA-256.
    ///
    /// # Errors
    /// System errors.
    pub fn keep(&self, bytes: &[u8], packed: bool) -> Result<Hash> {
        let hash = Hash::of(bytes);
        self.keep_as(hash, bytes, packed)?;
        Ok(hash)
    }

    /// Keeps `bytes` of which the hash is known; whether there were none under it.
    pub(crate) fn keep_as(&self, hash: Hash, bytes: &[u8], packed: bool) -> Result<bool> {
        let stored: Cow<[u8]> = match packed {
            true => pack(bytes, 3)?.into(),
            false => bytes.into(),
        };
        let new = self
            .conn
            .prepare_cached("INSERT OR IGNORE INTO blob (hash, packed, bytes) VALUES (?1, ?2, ?3)")
            .map_err(sql)?
            .execute((hash.to_string(), packed, stored.as_ref()))
            .map_err(sql)?;
        Ok(new > 0)
    }

    /// The bytes under `hash`, checked against it.
    ///
    /// # Errors
    /// `damaged-blob` where they are missing or another content.
    pub fn blob(&self, hash: Hash) -> Result<Vec<u8>> {
        let gone = || {
            Error::damaged(
                "damaged-blob",
                format!("The text {} is missing or damaged.", hash.short()),
            )
            .hint("Run `copydesk library check`, and restore a backup.")
        };
        let bytes = self
            .conn
            .prepare_cached("SELECT packed, bytes FROM blob WHERE hash = ?1")
            .map_err(sql)?
            .query_row([hash.to_string()], |row| {
                let (packed, bytes) = (row.get(0)?, row.get_ref(1)?.as_blob().ok());
                Ok(bytes.and_then(|bytes| match packed {
                    true => unpack(bytes),
                    false => Some(bytes.to_vec()),
                }))
            })
            .optional()
            .map_err(sql)?
            .flatten()
            .ok_or_else(gone)?;
        if Hash::of(&bytes) == hash {
            Ok(bytes)
        } else {
            Err(gone())
        }
    }
}

/// Compresses, by what each thread keeps for it: that takes longer to make than most texts to compress.
pub(crate) fn pack(bytes: &[u8], level: i32) -> Result<Vec<u8>> {
    thread_local! {
        static PACKER: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(3).ok());
    }
    let kept = PACKER.with(|packer| {
        let mut packer = packer.try_borrow_mut().ok()?;
        let packer = packer.as_mut()?;
        packer.set_compression_level(level).ok()?;
        packer.compress(bytes).ok()
    });
    match kept {
        Some(packed) => Ok(packed),
        None => zstd::bulk::compress(bytes, level)
            .map_err(|cause| Error::system("compress", cause.to_string())),
    }
}

/// Unpacks, with a limit on what comes out.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    at_once(bytes).or_else(|| piece_by_piece(bytes))
}

/// What says how long it is, and is not long: by what each thread keeps for it, since that takes longer to make than most texts
/// to unpack.
fn at_once(bytes: &[u8]) -> Option<Vec<u8>> {
    thread_local! {
        static UNPACKER: RefCell<Option<Decompressor<'static>>> = RefCell::new(Decompressor::new().ok());
    }
    let length = zstd::zstd_safe::get_frame_content_size(bytes).ok()??;
    let length = usize::try_from(length)
        .ok()
        .filter(|length| *length <= SHORT)?;
    UNPACKER.with(|unpacker| {
        let mut unpacker = unpacker.try_borrow_mut().ok()?;
        unpacker.as_mut()?.decompress(bytes, length).ok()
    })
}

fn piece_by_piece(bytes: &[u8]) -> Option<Vec<u8>> {
    use std::io::Read;
    let mut out = vec![];
    let reader = zstd::stream::read::Decoder::new(bytes).ok()?;
    reader.take(LIMIT as u64 + 1).read_to_end(&mut out).ok()?;
    (out.len() <= LIMIT).then_some(out)
}
